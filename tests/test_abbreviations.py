"""Sentences that were cut behind an abbreviation, on tokens as the splitter gives them."""

from __future__ import annotations

import re

import pytest

from claimcheck.abbreviations import Token, rejoin


def cut(text: str) -> list[list[Token]]:
    """Sentences cut at each "|", tokens at white space."""
    sentences, at = [], 0
    for part in text.split("|"):
        tokens = [
            {"id": i, "text": m.group(), "start_char": at + m.start(), "end_char": at + m.end()}
            for i, m in enumerate(re.finditer(r"\S+", part), 1)
        ]
        sentences.append(tokens)
        at += len(part)
    return sentences


def texts(sentences: list[list[Token]]) -> list[str]:
    return [" ".join(t["text"] for t in s) for s in sentences]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rep.| Lee spoke .", ["Rep. Lee spoke ."]),
        ("It was Sgt.| Fox , Capt.| Ray and Rev.| Green .| They left .", ["It was Sgt. Fox , Capt. Ray and Rev. Green .", "They left ."]),
        ("Police saw approx.| 40 people .", ["Police saw approx. 40 people ."]),
        ("See No.| 5 .", ["See No. 5 ."]),
        # near misses
        ("He said no .| 5 people left .", ["He said no .", "5 people left ."]),
        ("Was it a yes ? No.| Five people left .", ["Was it a yes ? No.", "Five people left ."]),
        ("They work at Acme Inc.| Sales rose .", ["They work at Acme Inc.", "Sales rose ."]),
        ("She is a rep.| Lee is one too .", ["She is a rep.", "Lee is one too ."]),
        ("He met the Rep.| and left .", ["He met the Rep.", "and left ."]),
        ("It ended .| Then it rained .", ["It ended .", "Then it rained ."]),
    ],
)
def test_what_is_put_together(text: str, expected: list[str]) -> None:
    assert texts(rejoin(cut(text))) == expected


def test_tokens_are_numbered_anew_and_keep_their_places() -> None:
    sentences = cut("He met Sen.| Ann Lee .")
    joined = rejoin(sentences)
    assert [t["id"] for t in joined[0]] == [1, 2, 3, 4, 5, 6]
    assert [(t["start_char"], t["end_char"]) for t in joined[0]] == [(t["start_char"], t["end_char"]) for s in sentences for t in s]
    assert [t["id"] for t in sentences[1]] == [1, 2, 3]  # what came in is as it was


def test_a_period_that_was_split_off_is_given_back() -> None:
    tokens = [{"id": 1, "text": "Gov", "start_char": 0, "end_char": 3}, {"id": 2, "text": ".", "start_char": 3, "end_char": 4}]
    follow = [{"id": 1, "text": "Lee", "start_char": 5, "end_char": 8}]
    assert [(t["text"], t["start_char"], t["end_char"]) for t in rejoin([tokens, follow])[0]] == [("Gov.", 0, 4), ("Lee", 5, 8)]


def test_nothing_in_nothing_out() -> None:
    assert rejoin([]) == []
    assert rejoin([[], []]) == [[], []]
