"""Who said what, in small documents with frozen parses."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from claimcheck.enrich.attribution import PRECEDENCE, attributions, merge_cues
from claimcheck.model import Span
from claimcheck.rules import rules_of
from tests.speech_documents import FOLDER, contents, hops, sentences_of, text_of

DOCUMENTS = sorted(p.stem for p in FOLDER.glob("*.txt"))


def only(name: str, cue: str):  # type: ignore[no-untyped-def]
    found = [a for a in hops(name) if a.cue == cue]
    assert len(found) == 1, [(a.cue, a.source) for a in hops(name)]
    return found[0]


def test_hops_nest_by_containment() -> None:
    outer, inner = hops("chain")
    assert (outer.source, outer.cue, contents("chain", outer)) == (
        "The union",
        "say",
        ["the company had told staff that the plant would close in June"],
    )
    assert (inner.source, inner.cue, contents("chain", inner)) == ("the company", "tell", ["that the plant would close in June"])
    assert inner.cue_span in outer.content[0]


def test_a_quotation_of_several_sentences_goes_on_behind_its_cue() -> None:
    said = only("continued", "say") if len([a for a in hops("continued") if a.cue == "say"]) == 1 else hops("continued")[0]
    assert said.source == "Maria Lopez"
    assert said.form == "direct"
    assert contents("continued", said) == [
        "We lost everything in the flood. The water came at night",
        "Nobody warned us. We want answers",
    ]


def test_rejected_claims_are_a_denial_by_who_rejects_them() -> None:
    claim = only("continued", "claim")
    assert (claim.source, claim.cue_class) == ("The mayor", "denial")
    assert contents("continued", claim) == ["that the dam was unsafe"]


def test_a_quotation_goes_on_in_the_next_paragraph_but_not_beyond_it() -> None:
    (said,) = hops("paragraphs")
    assert said.source == "engineer Tom Reed"
    assert contents("paragraphs", said) == [
        "The bridge has been closed since Monday",
        "It will stay closed for weeks",
        "Two cables have snapped. A third one is weak",
    ]


def test_a_quotation_that_only_its_last_paragraph_closes() -> None:
    (said,) = hops("runs_on")
    assert contents("runs_on", said) == ["The work is done", "The road is open again. Nobody was hurt"]


def test_curly_and_straight_marks_pair_and_the_platform_is_the_channel() -> None:
    (said,) = hops("mixed_marks")
    assert (said.source, said.channel, said.form) == ("Reed", "X", "direct")
    assert contents("mixed_marks", said) == ["Glad to meet the team today. Talks went well"]


def test_a_mark_without_partner_does_not_swallow_what_follows() -> None:
    (said,) = hops("unpaired")
    assert said.content[-1].end <= text_of("unpaired").index("He left")
    assert (said.source, said.form) == ("Reed", "mixed")


def test_titles_and_scare_quotes_are_no_speech() -> None:
    assert hops("scare") == ()


def test_adding_and_added_have_their_own_cues() -> None:
    said, adding, added = hops("added")
    assert [a.cue for a in (said, adding, added)] == ["say", "add", "add"]
    assert adding.source == "The minister"
    assert contents("added", said) == ["wages had risen"]
    assert contents("added", adding) == ["that prices had fallen"]
    assert contents("added", added) == ["The budget was sound"]
    assert added.source == "he"
    assert added.resolved_source is None


def test_kinds_of_sources() -> None:
    assert [(a.source, a.source_kind) for a in hops("sources")] == [
        ("Officials", "anonymous"),
        ("The ministry", "institution"),
        ("Anna Berg", "named"),
        ("A report", "document"),
        ("A spokesman who asked not to be named", "anonymous"),
    ]


def test_channels() -> None:
    assert [a.channel for a in hops("channels")] == ["a statement", "Facebook", "Reuters"]


def test_classes_of_cues() -> None:
    assert [(a.cue, a.cue_class) for a in hops("classes")] == [
        ("confirm", "factive"),
        ("deny", "denial"),
        ("fear", "belief"),
        ("doubt", "doubt"),
        ("confirm", "doubt"),  # "did not confirm" leaves it open
    ]


def test_inside_of_a_quotation_only_others_are_sources() -> None:
    first, outer, inner = hops("inside")
    assert contents("inside", first) == ["I think we should go"]
    assert contents("inside", outer) == ["The police told me that the road was closed"]
    assert (inner.source, contents("inside", inner)) == ("The police", ["that the road was closed"])


def test_a_signature_behind_a_dash() -> None:
    (said,) = hops("signature")
    assert (said.source, said.rule, said.form) == ("Rosa Diaz", "dash_signature", "direct")
    assert contents("signature", said) == ["The march was peaceful. We sang all night"]


def test_a_headline_with_a_colon_and_a_list_with_one() -> None:
    (said,) = hops("headline")
    assert (said.source, contents("headline", said)) == ("Police", ["Driver was drunk"])


@pytest.mark.parametrize("name", DOCUMENTS)
def test_spans_are_slices_in_order(name: str) -> None:
    text = text_of(name)
    for a in hops(name):
        assert a.source is None or " ".join(a.source_span.slice(text).split()) == a.source
        assert a.content
        assert list(a.content) == sorted(a.content)
        assert all(left.end <= right.start for left, right in zip(a.content, a.content[1:], strict=False))
        for piece in a.content:
            assert 0 <= piece.start < piece.end <= len(text)
            assert not a.cue_span.overlaps(piece)
            assert piece.slice(text).strip(' \n,"“”') == piece.slice(text)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_order_of_proposals_does_not_matter(name: str) -> None:
    proposals = [a for s in sentences_of(name) for r in rules_of("attribution") for a in r.find(s)]
    merged = merge_cues(proposals)
    for seed in range(5):
        shuffled = random.Random(seed).sample(proposals, len(proposals))
        assert merge_cues(shuffled) == merged


def test_two_rules_on_one_cue_give_one_attribution() -> None:
    (first, *_) = hops("channels")
    other = replace(first, rule="quotation_beside", content=(Span(0, 5),))
    assert PRECEDENCE.index(first.rule) < PRECEDENCE.index("quotation_beside")
    assert merge_cues([other, first]) == merge_cues([first, other]) == (first,)


def test_nothing_in_nothing_out() -> None:
    assert attributions((), "") == ()


def test_every_rule_has_its_place_in_the_precedence() -> None:
    assert {r.name for r in rules_of("attribution")} <= set(PRECEDENCE)
