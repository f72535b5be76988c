"""Trees that cannot be right, mended; trees that can be, left alone."""

from __future__ import annotations

import pytest

from claimcheck.mending import mended
from claimcheck.tree import Sentence, read_conllu

Row = tuple[str, str, int, str]  # form, UPOS, head, relation

FERRY: list[Row] = [
    ("Ferries", "NOUN", 6, "nsubj"),
    ("sank", "VERB", 6, "ccomp"),
    ("Monday", "PROPN", 2, "obl"),
    (",", "PUNCT", 6, "punct"),
    ("guards", "NOUN", 6, "nsubj"),
    ("said", "VERB", 0, "root"),
]


def tree(rows: list[Row]) -> Sentence:
    at, lines = 0, []
    for number, (form, upos, head, relation) in enumerate(rows, 1):
        lines.append(f"{number}\t{form}\t{form.lower()}\t{upos}\t_\t_\t{head}\t{relation}\t_\tstart_char={at}|end_char={at + len(form)}")
        at += len(form) + 1
    text = " ".join(row[0] for row in rows)
    return read_conllu(f"# text = {text}\n# start_char = 0\n" + "\n".join(lines) + "\n\n")[0]


def test_the_first_of_two_subjects_is_that_of_the_clause_without_one() -> None:
    (sentence,) = mended([tree(FERRY)])
    assert [(word.head, word.deprel) for word in sentence.words] == [
        (2, "nsubj"),
        (6, "ccomp"),
        (2, "obl"),
        (6, "punct"),
        (6, "nsubj"),
        (0, "root"),
    ]
    assert sentence.child(sentence[2], "nsubj") == sentence[1]
    assert mended([sentence]) == (sentence,)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({0: ("Ferries", "NOUN", 2, "nsubj")}, "one subject each"),
        ({2: ("they", "PRON", 2, "nsubj")}, "the clause has a subject"),
        ({1: ("sank", "VERB", 6, "advcl")}, "no reported clause"),
        ({4: ("guards", "NOUN", 2, "nsubj")}, "one subject of the verb, one of the clause"),
        ({0: ("Ferries", "NOUN", 6, "obl")}, "no second subject"),
    ],
)
def test_what_can_be_right_is_left_alone(changed: dict[int, Row], reason: str) -> None:
    sentence = tree([changed.get(number, row) for number, row in enumerate(FERRY)])
    assert mended([sentence]) == (sentence,), reason
