"""Gold files: what is read from them, where their words are found, and what is said about a bad one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from claimcheck.errors import GoldError
from claimcheck.evaluation.goldfile import gold_files, read_gold
from claimcheck.evaluation.places import occurrences
from claimcheck.model import Span
from tests.evaluation_claims import GOLD, bridge, span, write


def test_a_gold_file_is_read_with_every_span_in_the_article(tmp_path: Path) -> None:
    gold = bridge(tmp_path)
    opened, cost, late, safe = gold.claims
    source = gold.document.source
    assert gold.document.published == date(2025, 7, 2)
    assert [claim.number for claim in gold.claims] == [1, 2, 3, 4]
    assert [claim.line for claim in gold.claims] == [6, 13, 24, 35]
    assert opened.types == ("date", "event")
    assert [t.span.slice(source) for t in opened.times] == ["Monday"]
    assert [p.slice(source) for p in late.pieces] == ["it", "was not late"]
    assert late.text(source) == "it … was not late"
    assert (late.polarity, late.checkability, late.reason) == ("negative", "partial", "generic")
    assert (opened.polarity, opened.modality, opened.presupposed) == ("positive", "asserted", False)
    assert cost.quantities[0].value == 3500000
    assert isinstance(cost.quantities[0].value, int)
    assert cost.attribution[0].places == (span("She"),)
    assert safe.references[0].means is None
    # a sentence reaches to the next one that the file names, or to the end of the paragraph
    assert opened.sentence.slice(source).strip() == "Mayor Lise Hansen opened the old bridge on Monday."
    assert cost.sentence.slice(source).strip() == "She said that it cost 3.5 million euros and was not late."


def test_a_bare_yes_stays_a_word_and_values_stay_as_they_are_written(tmp_path: Path) -> None:
    text = GOLD.replace("value: 2025-06-30", "value: 2025-06").replace("[it cost", "[it cost 3.5,").replace("3.5, 3.5", "3.5")
    gold = read_gold(write(tmp_path, text))
    assert gold.claims[0].checkability == "yes"
    assert gold.claims[3].checkability == "no"
    assert gold.claims[0].times[0].value == "2025-06"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("old bridge", ["old\nbridge", "old  bridge"]),  # any white space stands for any other
        ("bridge", ["bridge", "bridge", "bridge"]),  # not in "bridges"
        ("old bridge's", ["old\nbridge's"]),
        ("U.S. (old", ["U.S. (old"]),
        ("bridge U", []),  # whole words at both ends
        (" ", []),
    ],
)
def test_words_are_found_whole_and_over_line_breaks(words: str, found: list[str]) -> None:
    text = "The old\nbridge's new; bridges, bridge. U.S. (old  bridge UN)."
    assert [place.slice(text) for place in occurrences(words, text, Span(0, len(text)))] == found


def test_a_piece_is_whole_words_after_the_piece_before(tmp_path: Path) -> None:
    article = "It was its own fault, and it was late again.\n"
    gold = """
        article: bridge.txt
        published: 2025-07-02
        claims:
        - {at: It was its, pieces: [was, it was late], kind: main, types: [event], checkability: yes,
           times: [{text: was, value: null}, {text: was, value: null}]}
    """
    claim = read_gold(write(tmp_path, gold, article)).claims[0]
    assert claim.pieces == (span("was", article), span("it was late", article))
    # the same words listed twice stand for two places
    assert [t.span.start for t in claim.times] == [3, article.index("was late")]


def test_files_are_sought_in_folders_once_and_in_order(tmp_path: Path) -> None:
    for name in ("b/two.yml", "a/one.yaml", "a/deep/zero.yaml", "a/note.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    found = gold_files([str(tmp_path), str(tmp_path / "a" / "one.yaml"), str(tmp_path / "a")])
    assert [p.relative_to(tmp_path).as_posix() for p in found] == ["a/deep/zero.yaml", "a/one.yaml", "b/two.yml"]


def test_a_folder_without_gold_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match=r"There is no gold file \(\.yaml or \.yml\) in "):
        gold_files([str(tmp_path)])


#: What is wrong: (words of the gold, what stands there instead, the claim, the complaint).
BAD = {
    "no YAML": ("claims:\n", "claims: ]\n", None, "no YAML in line"),
    "a list": (GOLD, "- a\n- b\n", None, "a gold file is a mapping with `article`, `published` and `claims`"),
    "nothing": (GOLD, "", None, "a gold file is a mapping"),
    "an alias in itself": ("title: Old bridge reopens", "title: &a [*a]", None, "nested too deep"),
    "a field twice": ("  kind: main\n  types: [event, date]", "  kind: main\n  kind: main", None, "line 9 gives `kind` a second time"),
    "no date": ("published: 2025-07-02\n", "", None, "`published` is missing"),
    "a date that is none": ("2025-07-02", "yesterday", None, "yesterday"),
    "no article": ("bridge.txt", "tower.txt", None, "tower.txt"),
    "another title": ("Old bridge reopens", "New bridge", None, "`title` does not stand in bridge.txt"),
    "an unknown field of the file": ("title:", "headline:", None, "there is no field `headline` in a gold file"),
    "no claims": (GOLD[GOLD.index("claims:") :], "claims: []", None, "`claims` is a list with one claim or more"),
    "a claim of words": ("- at: Mayor Lise", "- hello\n- at: Mayor Lise", "claim 1 (line 6)", "a claim is a mapping of fields"),
    "an unknown field": ("polarity:", "polarty:", "claim 3 (line 24)", "there is no field `polarty`; the fields are at, pieces"),
    "an unknown field of a part": ("who: Lise Hansen, cue: said", "name: x", "claim 2", "there is no field `name` in `attribution`"),
    "a missing field": ("  kind: conjoined\n", "", "claim 3 (line 24)", "`kind` is missing"),
    "a missing field of a part": (", means: null", "", "claim 4", "`means` is missing in `references`"),
    "a sentence that is not there": ("at: Mayor Lise", "at: Major Lise", "claim 1 (line 6)", '`at` "Major Lise" stands nowhere in the article'),
    "a sentence of no one place": ("at: Is it safe", "at: it", "claim 4", '`at` "it" stands twice in the article, not once'),
    "a piece that is not there": ("[Is it safe]", "[Is it sound]", "claim 4", 'the piece "Is it sound" stands nowhere in the sentence'),
    "a piece of another sentence": ("[Is it safe]", "[Nobody]", "claim 4", 'the piece "Nobody" stands nowhere in the sentence'),
    "pieces in the wrong order": ("[it, was not late]", "[was not late, it]", "claim 3", 'the piece "it" stands only before the piece'),
    "no pieces": ("[Is it safe]", "[]", "claim 4", "`pieces` names no words"),
    "pieces that are no list": ("[Is it safe]", "Is it safe", "claim 4", "`pieces` is a list"),
    "an unknown kind": ("kind: conjoined", "kind: coordinated", "claim 3", "`kind` is one of main, conjoined"),
    "an unknown type": ("[other]", "[other, fun]", "claim 4", '`types` is one of event, date, duration'),
    "no type": ("[other]", "[]", "claim 4", "`types` names no type"),
    "an unknown checkability": ("checkability: no", "checkability: maybe", "claim 4", "`checkability` is one of yes, partial, no"),
    "no reason": ("  reason: question\n", "", "claim 4", "`reason` stands beside checkability partial or no, and only there"),
    "a reason too many": ("checkability: partial", "checkability: yes", "claim 3", "`reason` stands beside"),
    "an unknown reason": ("reason: question", "reason: ask", "claim 4", "`reason` is one of question, directive"),
    "an unknown form": ("form: indirect", "form: oblique", "claim 2", "`form` is one of direct, indirect, mixed, according-to"),
    "a presupposition that is neither": ("  kind: conjoined", "  presupposed: 1\n  kind: conjoined", "claim 3", "`presupposed` is true or false"),
    "a source from elsewhere": ("source: She", "source: The queen", "claim 2", 'the source "The queen" does not stand in the article'),
    "a time from elsewhere": ("text: Monday", "text: Friday", "claim 1", '`times`: "Friday" does not stand in the sentence'),
    "a reference outside the pieces": ("{text: it, means: null}", "{text: hurt, means: x}", "claim 4", "does not stand in the claim's pieces"),
    "one reference twice": (
        "{text: it, means: null}",
        "{text: it, means: null}\n  - {text: it, means: null}",
        "claim 4",
        '`references`: "it" does not stand once more in the claim\'s pieces',
    ),
    "a number that is none": ("value: 3500000", "value: many", "claim 2", '`value` is a plain number such as 3500000000 or 12.5, not "many"'),
    "an endless number": ("value: 3500000", "value: .inf", "claim 2", "`value` is a plain number"),
    "half a range": ("value: 2025-06-30", "begin: 2025-06-30", "claim 1", "needs both `begin` and `end`"),
    "a range backwards": ("value: 2025-06-30", "begin: 2025-06-30, end: 2025-06-01", "claim 1", "needs both `begin` and `end`, in this order"),
    "a day that is none": ("value: 2025-06-30", "begin: 2025-06, end: 2025-06-30", "claim 1", '`begin` is a day, YYYY-MM-DD, not "2025-06"'),
    "a time without a value": (", value: 2025-06-30", "", "claim 1", "has neither `value` nor `begin` and `end`"),
    "rank zero": ("  times:", "  ordinals: [{text: Mayor, rank: 0}]\n  times:", "claim 1", "`rank` is a whole number"),
}  # fmt: skip


@pytest.mark.parametrize(("words", "instead", "place", "complaint"), BAD.values(), ids=BAD)
def test_what_is_wrong_with_a_gold_file_is_said_with_its_place(
    tmp_path: Path, words: str, instead: str, place: str | None, complaint: str
) -> None:
    assert words in GOLD
    path = write(tmp_path, GOLD.replace(words, instead, 1))
    with pytest.raises(GoldError) as caught:
        read_gold(path)
    sentence = str(caught.value)
    assert sentence.startswith(f"{path}, {place}" if place else f"{path}: ")
    assert complaint in sentence
    assert sentence.endswith(".") and "\n" not in sentence


def test_every_claim_that_is_wrong_has_a_sentence(tmp_path: Path) -> None:
    path = write(tmp_path, GOLD.replace("[other]", "[fun]").replace("kind: conjoined", "kind: odd"))
    with pytest.raises(GoldError) as caught:
        read_gold(path)
    assert [c.partition(":")[0] for c in caught.value.complaints] == [f"{path}, claim 3 (line 24)", f"{path}, claim 4 (line 35)"]


@pytest.mark.parametrize(("data", "complaint"), [(None, "cannot be read"), (b"article: \xff", "is not in UTF-8")])
def test_a_file_that_cannot_be_read_is_an_error(tmp_path: Path, data: bytes | None, complaint: str) -> None:
    path = tmp_path / "gold.yaml"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(GoldError, match=complaint):
        read_gold(path)
