"""Quality floors: the claims of the gold articles, from frozen parses, are at least as good as `fixtures/gold/floors.json` says.

The figures are those of `claimcheck evaluate fixtures/gold/FOLDER`, which docs/evaluation.md defines.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest

from claimcheck.evaluation.goldfile import gold_files, read_gold
from claimcheck.evaluation.scoring import MEASURES, Evaluation, evaluate
from claimcheck.model import Document, ParserInfo
from claimcheck.pipeline import Extractor
from claimcheck.tree import Sentence, read_conllu

GOLD = Path(__file__).parent.parent / "fixtures" / "gold"
FLOORS: dict[str, dict[str, float]] = json.loads((GOLD / "floors.json").read_text(encoding="utf-8"))


class FrozenGold:
    """Gives back the parse that lies beside an article."""

    info = ParserInfo("frozen", "compact", "0" * 64)

    def parse(self, document: Document) -> tuple[Sentence, ...]:
        return read_conllu(Path(document.uri).with_suffix(".conllu").read_text(encoding="utf-8"))


@cache
def evaluation_of(folder: str) -> Evaluation:
    extractor = Extractor(parser=FrozenGold())
    everything = [read_gold(path) for path in gold_files([str(GOLD / folder)])]
    return evaluate([(gold, extractor.extract_document(gold.document).claims) for gold in everything])


def test_there_are_floors_for_the_gold_that_rules_are_written_with() -> None:
    assert "dev" in FLOORS


@pytest.mark.parametrize("folder", FLOORS)
def test_every_article_of_the_folder_has_gold_and_a_frozen_parse(folder: str) -> None:
    articles = sorted((GOLD / folder).glob("*.txt"))
    assert articles
    for article in articles:
        assert article.with_suffix(".yaml").is_file()
        document = read_gold(article.with_suffix(".yaml")).document
        for sentence in FrozenGold().parse(document):
            assert document.text[sentence.start : sentence.end] == sentence.text, "`python -m fixtures.freeze gold` parses it again"


@pytest.mark.parametrize("folder", FLOORS)
def test_every_measure_has_a_floor(folder: str) -> None:
    assert list(FLOORS[folder]) == list(MEASURES)


@pytest.mark.parametrize(("folder", "measure"), [(folder, measure) for folder, floors in FLOORS.items() for measure in floors])
def test_no_figure_is_below_its_floor(folder: str, measure: str) -> None:
    # where there is nothing to measure, no floor but 0 holds
    assert (evaluation_of(folder).figure(measure) or 0.0) >= FLOORS[folder][measure]
