"""`claimcheck evaluate` on the command line, with the stand-in extractor: every sentence is a claim."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from claimcheck.errors import GoldError, RecordError
from claimcheck.evaluation.goldfile import read_gold
from claimcheck.evaluation.records import Records
from claimcheck.evaluation.scoring import AGREEMENT, MEASURES, SHARES

GOLD = """
article: article.txt
published: 2025-07-02
claims:
- {at: Exports fell, pieces: [Exports fell in June], kind: main, types: [change, event], checkability: yes,
   times: [{text: June, value: 2025-06}]}
- {at: Imports rose, pieces: [Imports rose in May], kind: conjoined, types: [event], checkability: yes}
- {at: The minister, pieces: [all will be well], kind: complement, types: [opinion], checkability: no, reason: opinion}
"""


@pytest.fixture
def gold(article: Path) -> Path:
    path = article.parent / "gold.yaml"
    path.write_text(GOLD)
    return path


def records(run, article: Path, *options: str | Path) -> Path:
    target = article.parent / "claims.jsonl"
    assert run("extract", article, "--published", "2025-07-02", "--output", target, *options).code == 0
    return target


def row(out: str, name: str) -> list[str]:
    return next(line.split()[1:] for line in out.splitlines() if line.startswith(f"{name} "))


def test_the_table_has_a_line_for_every_measure(run, gold: Path) -> None:
    outcome = run("evaluate", gold)
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.startswith("1 article, 3 gold claims, 3 found by the program\n")
    # the third sentence has 8 words, the gold's claim 4 of them
    assert row(outcome.out, "claims") == ["3", "3", "3", "100.0", "100.0", "100.0"]
    assert row(outcome.out, "claims-strict") == ["3", "3", "2", "66.7", "66.7", "66.7"]
    assert row(outcome.out, "times") == ["1", "0", "0", "–", "0.0", "0.0"]
    assert row(outcome.out, "types") == ["4", "3", "3", "100.0", "75.0", "85.7"]
    assert row(outcome.out, "kind") == ["3", "3", "1", "33.3", "33.3", "33.3"]
    assert row(outcome.out, "ordinals") == ["0", "0", "0", "–", "–", "–"]
    assert row(outcome.out, "entailment") == ["3", "3", "100.0"]
    assert row(outcome.out, "decontextualisation") == ["3", "2", "66.7"]
    for measure in MEASURES:
        assert row(outcome.out, measure)


def test_the_models_asked_for_are_used(run, gold: Path) -> None:
    run("evaluate", gold)
    run("evaluate", gold, "--model", "other")
    assert run.models == ["compact", "other"]


def test_folders_are_searched_and_the_output_is_the_same_every_time(run, gold: Path) -> None:
    below = gold.parent / "below"
    below.mkdir()
    (below / "article.txt").write_bytes((gold.parent / "article.txt").read_bytes())
    (below / "gold.yml").write_text(GOLD)
    outcome = run("evaluate", gold.parent, "--errors")
    assert outcome.out.startswith("2 articles, 6 gold claims, 6 found by the program\n")
    assert outcome == run("evaluate", below, gold, "--errors")


def test_errors_are_listed_by_line_of_the_article(run, gold: Path) -> None:
    listed = run("evaluate", gold, "--errors").out.split("\n\n")[-1].splitlines()
    assert listed == [
        'article.txt:1:1: missed times: "June = 2025-06" (gold.yaml:5)',
        'article.txt:1:1: missed types: "change" (gold.yaml:5)',
        'article.txt:1:1: wrong decontextualisation: gold "June", program "Exports fell in June." (gold.yaml:5)',
        'article.txt:1:23: wrong kind: gold "conjoined", program "main" (gold.yaml:7)',
        'article.txt:3:1: wrong claims-strict: gold "all will be well", program "The minister thinks that all will be well." (gold.yaml:8)',
        'article.txt:3:1: wrong kind: gold "complement", program "main" (gold.yaml:8)',
    ]


def test_a_missed_claim_is_listed_with_the_nearest(run, gold: Path) -> None:
    gold.write_text(GOLD.replace("[all will be well]", "[will be well]"))
    outcome = run("evaluate", gold, "--errors")
    assert (
        'article.txt:3:30: missed claims: "complement: will be well" (gold.yaml:8), '
        'nearest is "main: The minister thinks that all will be well. (0.38)"\n'
    ) in outcome.out


def test_json_has_the_same_figures(run, gold: Path) -> None:
    outcome = run("evaluate", gold, "--json")
    figures = json.loads(outcome.out)
    assert list(figures) == ["articles", "agreement", "shares"]
    assert list(figures["agreement"]) == list(AGREEMENT)
    assert list(figures["shares"]) == list(SHARES)
    assert figures["agreement"]["types"] == {"gold": 4, "program": 3, "same": 3, "precision": 100.0, "recall": 75.0, "f1": 85.7}
    assert figures["agreement"]["ordinals"]["f1"] is None
    assert figures["shares"]["entailment"] == {"of": 3, "yes": 3, "percent": 100.0}
    with_errors = json.loads(run("evaluate", gold, "--json", "--errors").out)
    assert with_errors.pop("disagreements")[0] == {
        "file": "article.txt", "line": 1, "column": 1, "measure": "times", "kind": "missed", "gold": "June = 2025-06", "program": "",
        "gold_file": "gold.yaml", "gold_line": 5, "nearest": "",
    }  # fmt: skip
    assert with_errors == figures


# -- floors -----------------------------------------------------------------------------------------------------


def test_floors_that_hold_change_nothing(run, gold: Path) -> None:
    outcome = run("evaluate", gold, "--at-least", "claims=100, types=85.7,entailment=100")
    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out == run("evaluate", gold).out


def test_a_figure_below_its_floor_is_exit_1_after_the_table(run, gold: Path) -> None:
    outcome = run("evaluate", gold, "--at-least", "claims=90,types=85.8,ordinals=1")
    assert outcome.code == 1
    assert outcome.out == run("evaluate", gold).out
    assert outcome.err == (
        "claimcheck: error: types is 85.7, below 85.8.\nclaimcheck: error: ordinals has nothing to measure, so it is below 1.\n"
    )


@pytest.mark.parametrize(
    ("floors", "sentence"),
    [
        ("claim=80", "there is no measure 'claim'. The measures are claims, claims-strict, speaker"),
        ("claims", "'claims' is no floor: write claims=80 for 80 percent."),
        ("claims=lots", "'claims=lots' is no floor"),
        ("claims=101", "'claims=101' is no floor"),
        ("claims=nan", "'claims=nan' is no floor"),
    ],
)
def test_a_floor_that_is_none_is_said_before_anything_is_read(run, tmp_path: Path, floors: str, sentence: str) -> None:
    outcome = run("evaluate", tmp_path / "none.yaml", "--at-least", floors)
    assert (outcome.code, outcome.out, run.models) == (2, "", [])
    assert sentence in outcome.err
    assert outcome.err.count("\n") == 1


# -- records ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_records_give_what_extracting_gives(run, article: Path, gold: Path, form: str) -> None:
    target = records(run, article, "--format", form)
    run.models.clear()
    outcome = run("evaluate", gold, "--reports", target, "--errors")
    assert (outcome.code, run.models) == (0, [])
    assert outcome.out == run("evaluate", gold, "--errors").out


def test_a_report_without_claims_is_an_answer(run, article: Path, gold: Path) -> None:
    target = records(run, article, "--format", "json", "--min-priority", "1")
    assert row(run("evaluate", gold, "--reports", target).out, "claims") == ["3", "0", "0", "–", "0.0", "0.0"]


def test_records_of_another_article_or_day_are_refused(run, article: Path, gold: Path) -> None:
    target = records(run, article)
    gold.write_text(GOLD.replace("2025-07-02", "2025-07-03"))
    outcome = run("evaluate", gold, "--reports", target)
    assert (outcome.code, outcome.out) == (2, "")
    assert "published on 2025-07-02, but its gold says 2025-07-03" in outcome.err
    gold.write_text(GOLD)
    article.write_text(article.read_text() + "\nIt was all there was to say about it.\n")
    outcome = run("evaluate", gold, "--reports", target)
    assert outcome.code == 2
    assert "has no record about" in outcome.err
    with pytest.raises(GoldError, match="has no record"):
        Records(target).claims_of(read_gold(gold))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{", "claims.jsonl: "),
        ("[1]", "is no record of a claim or a report"),
        ('{"claims": []}', "does not say which article it is about"),
        ('{"claim_id": "c-1"}', "a claim is not valid"),
    ],
)
def test_records_that_are_none_are_refused(run, gold: Path, text: str, sentence: str) -> None:
    target = gold.parent / "claims.jsonl"
    target.write_text(text)
    outcome = run("evaluate", gold, "--reports", target)
    assert (outcome.code, outcome.out) == (2, "")
    assert sentence in outcome.err.splitlines()[0]
    with pytest.raises(RecordError):
        Records(target)


def test_a_model_has_nothing_to_do_with_records(run, article: Path, gold: Path) -> None:
    outcome = run("evaluate", gold, "--reports", records(run, article), "--model", "compact")
    assert outcome.code == 2
    assert "--model has nothing to do" in outcome.err


# -- bad gold ---------------------------------------------------------------------------------------------------


def test_bad_gold_is_one_sentence_a_claim_and_no_model_is_loaded(run, gold: Path) -> None:
    other = gold.parent / "other.yaml"
    other.write_text("article: [")
    gold.write_text(GOLD.replace("[Imports", "[Sales").replace("kind: complement", "kind: said"))
    outcome = run("evaluate", gold.parent)
    assert (outcome.code, outcome.out, run.models) == (2, "", [])
    lines = outcome.err.splitlines()
    assert [line.partition(": error: ")[2][: len(str(gold)) + 20] for line in lines[:2]] == [
        f"{gold}, claim 2 (line 7): ",
        f"{gold}, claim 3 (line 8): ",
    ]
    assert "Sales rose in May" in lines[0]
    assert lines[2].startswith(f"claimcheck: error: {other}: no YAML")
    assert len(lines) == 3


@pytest.mark.parametrize("path", ["none.yaml", "."])
def test_no_gold_is_exit_2(run, tmp_path: Path, path: str) -> None:
    outcome = run("evaluate", tmp_path / path)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.count("\n") == 1
