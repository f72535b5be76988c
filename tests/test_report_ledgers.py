"""What the HTML report says in words of its own, and its ledgers: speakers, days, amounts."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from lxml import html

from claimcheck.record import load_schema
from claimcheck.report import Article, phrases, writer
from claimcheck.report.card import FAMILIES, level_of
from claimcheck.report.dependencies import trees
from claimcheck.report.ledger import measures
from claimcheck.report.speakers import OUTLET, Speakers
from claimcheck.report.timeline import WIDTH, timeline
from claimcheck.score import POINTS
from claimcheck.tree import Sentence, Word
from tests.report_articles import frozen, with_trees

TEMPLATES = Path(__file__).parent.parent / "claimcheck" / "report" / "templates"

# -- words ------------------------------------------------------------------------------------------------------


def test_everything_that_records_can_say_has_words() -> None:
    strings, claim = phrases.strings(), load_schema("claim")
    defs = claim["$defs"]
    wanted = {
        "type": claim["properties"]["types"]["items"]["enum"],
        "check": defs["checkability"]["properties"]["value"]["enum"],
        "why-not": defs["checkability"]["properties"]["reason"]["enum"],
        "form": defs["attribution"]["properties"]["form"]["enum"],
        "cue": defs["attribution"]["properties"]["cue_class"]["enum"],
        "source": defs["attribution"]["properties"]["source_kind"]["enum"],
        "modality": set(claim["properties"]["modality"]["enum"]) - {"asserted"},
        "mod": defs["time"]["properties"]["mod"]["enum"],
        "severity": load_schema("finding")["properties"]["severity"]["enum"],
        "reason": [name for name, _, _ in POINTS],
        "family": FAMILIES,
    }
    for group, names in wanted.items():
        assert set(names) <= set(strings[group]), group
    assert set.union(*map(set, FAMILIES.values())) == set(wanted["type"])


def test_templates_hold_no_words_of_their_own_and_use_all_that_are_there() -> None:
    used: set[str] = set()
    for template in sorted(TEMPLATES.glob("*.jinja")):
        text = template.read_text(encoding="utf-8")
        used |= set(re.findall(r"\bt\.([a-z_]+)", text))
        bare = re.sub(r"<kbd>.*?</kbd>|<code>.*?</code>", " ", re.sub(r"\{%.*?%\}|\{\{.*?\}\}", "", text))
        bare = re.sub(r"<[^<>]*>", " ", bare)
        assert re.findall(r"[A-Za-z]{2,}", bare) == [], template.name
    assert used == set(phrases.strings()["page"])


@pytest.mark.parametrize(
    ("begin", "end", "said"),
    [
        ("2025-05-06", "2025-05-06", "6 May 2025"),
        ("2025-05-06", "2025-05-07", "6 May 2025 – 7 May 2025"),
        ("2024-02-01", "2024-02-29", "February 2024"),
        ("2025-02-01", "2025-02-27", "1 February 2025 – 27 February 2025"),
        ("2025-01-01", "2025-12-31", "2025"),
        ("1990-01-01", "1999-12-31", "1990 – 1999"),
        ("9999-01-01", "9999-12-31", "1 January 9999 – 31 December 9999"),
        ("2025-05-06", None, "6 May 2025"),
    ],
)
def test_days_in_words(begin: str, end: str | None, said: str) -> None:
    assert phrases.days(begin, end) == said


@pytest.mark.parametrize(
    ("value", "said"), [("P4D", "4 days"), ("P1Y", "1 year"), ("PT2H", "2 hours"), ("PXD", "some days"), ("2025-W27", "2025-W27")]
)
def test_lengths_in_words(value: str, said: str) -> None:
    assert phrases.when({"value": value}) == said


@pytest.mark.parametrize(
    ("text", "said"), [("2025-01", "January 2025"), ("2025-01-31", "31 January 2025"), ("2025-13", "2025-13"), ("the war", "the war")]
)
def test_ends_of_windows_in_words(text: str, said: str) -> None:
    assert phrases.moment(text) == said


@pytest.mark.parametrize(
    ("quantity", "said"),
    [
        ({"value": 3500000000, "unit": "INR", "unit_kind": "money", "comparator": "ge"}, "at least INR 3,500,000,000"),
        ({"value": 12.5, "unit": "%", "unit_kind": "percent", "comparator": "eq"}, "12.5 %"),
        ({"low": 20, "high": 30, "unit": "km", "unit_kind": "length", "comparator": "approx"}, "about 20 – 30 km"),
        ({"value": 4.0, "unit_kind": "count", "comparator": "eq", "per": "day"}, "4 per day"),
        ({"unit_kind": "count", "comparator": "eq"}, ""),
    ],
)
def test_amounts_in_words(quantity: dict[str, object], said: str) -> None:
    assert phrases.amount(quantity) == said


def test_levels_begin_where_a_review_is_asked_for() -> None:
    assert [level_of(score) for score in (1, 0.5, 0.49, 0.25, 0.24, 0)] == ["high", "high", "medium", "medium", "low", "low"]


# -- ledgers ----------------------------------------------------------------------------------------------------


def test_speakers_have_each_word_once_and_the_shares_add_up() -> None:
    article = frozen("seed")
    speakers = Speakers(article)
    assert sum(speaker.share for speaker in speakers.all) == pytest.approx(1)
    assert sum(speaker.words for speaker in speakers.all) <= len(article.source.split())
    assert [s.words for s in speakers.all[1:]] == sorted((s.words for s in speakers.all[1:]), reverse=True)
    for number, claim in enumerate(article.record["claims"], 1):
        assert all(number in speakers.all[index].claims for index in speakers.of(claim))
        assert (speakers.of(claim) == (OUTLET,)) == (not claim["attribution"])


def test_a_name_with_and_without_its_article_is_one_speaker_and_similar_names_are_two() -> None:
    article = frozen("seed")
    hop = next(hop for claim in article.record["claims"] for hop in claim["attribution"])
    names = iter(["African governments", "the African governments", "Afric governments"])
    claims = []
    for claim in article.record["claims"]:
        name = next(names, None)
        claims.append(claim | {"attribution": [] if name is None else [hop | {"source": name, "resolved_source": name}]})
    speakers = Speakers(Article(article.record | {"claims": claims}, article.source, article.path))
    assert sorted(speaker.name for speaker in speakers.all[1:]) == ["Afric governments", "African governments"]


def test_the_timeline_has_every_day_that_a_claim_speaks_of_in_order_and_inside() -> None:
    article = frozen("seed")
    drawn = timeline(article)
    assert drawn is not None
    assert [item.begin for item in drawn.dated] == sorted(
        {t["begin"] for c in article.record["claims"] for t in c["times"] if "begin" in t}
    )
    assert [item.x for item in drawn.dated] == sorted(item.x for item in drawn.dated)
    assert all(0 <= item.x and item.x + item.width <= WIDTH and item.y < drawn.height for item in drawn.dated)
    published = date.fromisoformat(article.record["document"]["published_at"])
    for item in drawn.dated:
        assert (item.x < drawn.origin.x) == (date.fromisoformat(item.begin) < published)


def test_a_tree_has_every_word_once_below_its_head_even_where_words_hang_in_a_circle() -> None:
    rows = [(1, "Prices", "NOUN", 2, "nsubj"), (2, "fell", "VERB", 0, "root"), (3, "in", "ADP", 2, "case"), (4, "a", "X", 5, "dep")]
    rows += [(5, "b", "X", 4, "dep")]
    words = tuple(Word(index, text, text, upos, "", {}, head, relation, 0, 1) for index, text, upos, head, relation in rows)
    sentence = Sentence(0, "Prices fell in a b", 0, words)
    (tree,) = trees((sentence,))
    assert [(line.branch, line.word, line.relation) for line in tree.lines] == [
        ("", "fell", "root"),
        ("├─ ", "Prices", "nsubj"),
        ("└─ ", "in", "case"),
        ("", "a", "dep"),
        ("", "b", "dep"),
    ]


def test_a_card_leads_to_the_tree_of_its_sentence() -> None:
    article = with_trees("seed")
    root = html.document_fromstring("".join(str(piece) for piece in writer("html")([article])))
    assert len(root.cssselect("pre.tree")) == len(article.sentences)
    for claim, card in zip(article.record["claims"], root.cssselect(".card"), strict=True):
        (link,) = card.cssselect("a[href^='#a1-s']")
        summary = root.cssselect(link.get("href") + " summary")[0].text
        assert " ".join(article.source[claim["sentence_span"]["start"] : claim["sentence_span"]["end"]].split()) in summary


def test_the_bars_of_a_measure_are_as_long_as_its_amounts_are_large() -> None:
    article = frozen("seed")
    span = {"start": 0, "end": 1}

    def quantity(start: int, value: float, kind: str, **more: object) -> dict[str, object]:
        return {"text": str(value), "span": span | {"start": start}, "value": value, "comparator": "eq", "unit_kind": kind} | more

    amounts = [
        quantity(1, 20, "percent", unit="%"),
        quantity(2, 50, "percent", unit="%"),
        quantity(3, 5, "money", unit="EUR"),
        quantity(4, 10, "money", unit="EUR"),
        quantity(5, 9, "money", unit="USD"),
        quantity(6, 7, "count", item="old ships"),
        quantity(7, 8, "count", item="cars"),
    ]
    claim = article.record["claims"][0] | {"quantities": amounts, "ordinals": []}
    found = measures(Article(article.record | {"claims": [claim, claim]}, article.source, article.path))
    assert [(measure.title, [row.bar for row in measure.rows]) for measure in found] == [
        ("Percent", [20, 50]),
        ("Money in EUR", [50, 100]),
        ("Money in USD", [None]),
        ("Counts", [None, None]),
    ]
    assert all(row.claims == (1, 2) for measure in found for row in measure.rows)
