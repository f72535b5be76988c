"""A floor under the dates of news: annotated Wikinews articles (see fixtures/dates/README.md). It is raised, never lowered in silence."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from benchmarks.quality.dates import as_timeml, score_gum
from claimcheck.tree import read_conllu

FIXTURES = Path(__file__).parent.parent / "fixtures"
ARTICLES: dict[str, Any] = json.loads((FIXTURES / "dates" / "gum_news.json").read_text(encoding="utf-8"))

#: Right dates of each article. What is missing: "24 hours ago" as an end only, "the past 30 days" as a month, lengths as years.
FLOOR = {"GUM_news_crane": 3, "GUM_news_flag": 8, "GUM_news_hackers": 5, "GUM_news_ie9": 7, "GUM_news_korea": 4, "GUM_news_stampede": 2}


def figures(name: str) -> Any:
    article = ARTICLES[name]
    sentences = read_conllu((FIXTURES / article["parse"]).read_text(encoding="utf-8"))
    return score_gum({name: article["dates"]}, {name: as_timeml(sentences, date.fromisoformat(article["published"]))})


@pytest.mark.parametrize("name", sorted(ARTICLES))
def test_dates_of_an_article(name: str) -> None:
    assert figures(name)["right"] >= FLOOR[name]


@pytest.mark.parametrize("name", sorted(ARTICLES))
def test_the_floor_is_as_high_as_it_can_be(name: str) -> None:
    found = figures(name)
    assert found["right"] <= FLOOR[name], f"{name} got better: raise its floor to {found['right']}"


@pytest.mark.parametrize("name", sorted(ARTICLES))
def test_gold_dates_are_slices_of_the_text(name: str) -> None:
    text = (FIXTURES / ARTICLES[name]["text"]).read_text(encoding="utf-8")
    for item in ARTICLES[name]["dates"]:
        assert text[item["start"] : item["end"]] == item["text"]
