"""The report as one page: all it needs stands in it, and its Content-Security-Policy lets nothing else in.

The article is hostile input. Every value is escaped by the templates, what would be invisible is shown, no address of the
article becomes a link, and only the script and the style sheet of the report may run: they are named by their hashes.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from claimcheck.report import phrases
from claimcheck.report.article import Article, Json
from claimcheck.report.card import FAMILIES, Card, cards
from claimcheck.report.dependencies import Tree, trees
from claimcheck.report.ledger import Measure, measures
from claimcheck.report.passage import Block, blocks
from claimcheck.report.speakers import Speaker, Speakers
from claimcheck.report.timeline import Timeline, timeline
from claimcheck.report.visible import visible

__all__ = ["policy", "write"]

#: From the most urgent.
SEVERITIES = ("error", "warning", "note")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a finding points to, with the words around it."""

    anchor: str
    message: str
    prefix: str
    exact: str
    suffix: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Found:
    number: int
    rule: str
    severity: str
    message: str
    places: tuple[Place, ...]
    arithmetic: str
    claims: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """An option of a filter."""

    value: str
    words: str


@dataclass(frozen=True, slots=True)
class Open:
    """Something that no claim holds."""

    kind: str
    reason: str
    words: str


@dataclass(frozen=True, slots=True)
class Section:
    """An article as the templates see it. `key` begins the ids of all that is in it."""

    key: str
    title: str
    path: str
    facts: tuple[tuple[str, str], ...]
    counts: tuple[tuple[str, str], ...]
    findings: tuple[Found, ...]
    blocks: tuple[Block, ...]
    cards: tuple[Card, ...]
    choices: dict[str, tuple[Choice, ...]]
    looked_up: bool  # whether any claim was
    timeline: Timeline | None
    measures: tuple[Measure, ...]
    speakers: tuple[Speaker, ...]
    coverage: tuple[tuple[str, int, int], ...]
    open: tuple[Open, ...]
    trees: tuple[Tree, ...]


def write(articles: Sequence[Article]) -> Iterator[str]:
    """The page, in pieces. Equal articles give equal bytes."""
    style, script = _asset("report.css"), _asset("report.js")
    sections = [_section(f"a{number}", article) for number, article in enumerate(articles, 1)]
    template = _environment().get_template("report.html.jinja")
    yield from template.generate(sections=sections, style=style, script=script, policy=policy(style, script))


def policy(style: str, script: str) -> str:
    """The Content-Security-Policy that lets this style sheet and this script in, and nothing else (CSP Level 3)."""
    return (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'"
    )


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@cache
def _asset(file: str) -> str:
    return files(__package__).joinpath("templates", file).read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("claimcheck.report"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_visible,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals.update(t=phrases.strings()["page"], count=phrases.count, name=phrases.name, families=tuple(FAMILIES))
    return environment


def _visible(value: Any) -> Any:
    """Every value passes here before it is escaped. What a template calls safe is the report's own style sheet or script."""
    return visible(value) if isinstance(value, str) and not hasattr(value, "__html__") else value


def _section(key: str, article: Article) -> Section:
    record, speakers = article.record, Speakers(article)
    coverage = record["coverage"]
    every = cards(article, speakers)
    numbers = {claim["claim_id"]: number for number, claim in enumerate(record["claims"], 1)}
    findings = tuple(_found(number, finding, numbers) for number, finding in enumerate(record["findings"], 1))
    return Section(
        key=key,
        title=_title(article),
        path=article.path,
        facts=tuple(_facts(article)),
        counts=tuple(_counts(every, findings)),
        findings=tuple(sorted(findings, key=lambda found: (SEVERITIES.index(found.severity), found.number))),
        blocks=blocks(article),
        cards=every,
        choices=_choices(every, speakers),
        looked_up=any(card.lookups for card in every),
        timeline=timeline(article),
        measures=measures(article),
        speakers=tuple(speaker for speaker in speakers.all if speaker.claims),
        coverage=tuple((phrases.name("covered", kind), coverage[f"{kind}_in_claims"], coverage[kind]) for kind in ("sentences", "numbers", "dates")),
        open=tuple(_open(item, article.source) for item in coverage["uncovered"]),
        trees=trees(article.sentences),
    )  # fmt: skip


def _title(article: Article) -> str:
    """The headline; without one, how the article begins."""
    title = article.record["document"].get("title")
    if title:
        return str(title)
    block = next((block for block in article.record["document"]["blocks"]), None)
    words = " ".join(article.source[block["span"]["start"] : block["span"]["end"]].split()) if block else ""
    words = re.sub(r"<[^<>]*>", "", words)
    return (words if len(words) <= 90 else words[:90].rpartition(" ")[0] + " …") or article.path


def _facts(article: Article) -> Iterator[tuple[str, str]]:
    record, document = article.record, article.record["document"]
    yield phrases.name("fact", "file"), article.path
    published = document.get("published_at")
    known = phrases.days(published, None) if published else phrases.phrase("unknown-day")
    if "published_from" in document:
        known = phrases.phrase("qualified", known=known, by=phrases.name("from", document["published_from"]))
    yield phrases.name("fact", "published"), known
    yield phrases.name("fact", "words"), f"{len(article.source.split()):,}"
    yield phrases.name("fact", "sha256"), document["sha256"][:16]
    yield (
        phrases.name("fact", "made"),
        f"claimcheck {record['claimcheck_version']} · {record['parser']['name']} {record['parser']['package']}",
    )


def _counts(every: Sequence[Card], findings: Sequence[Found]) -> Iterator[tuple[str, str]]:
    yield "claims", phrases.count("claim", len(every))
    yield "high", phrases.count("urgent", sum(card.level == "high" for card in every))
    yield "checkable", phrases.count("checkable", sum(card.checkability == "yes" for card in every))
    for severity in SEVERITIES:
        number = sum(found.severity == severity for found in findings)
        if number:
            yield severity, phrases.count(severity, number)
    disputed = sum(card.disputed for card in every)
    if disputed:
        yield "disputed", phrases.count("disputed", disputed)


def _found(number: int, finding: Json, numbers: dict[str, int]) -> Found:
    spans = [(finding["span"], ""), *((side["span"], side["message"]) for side in finding["sides"])]
    return Found(
        number=number,
        rule=finding["rule"],
        severity=finding["severity"],
        message=finding["message"],
        places=tuple(
            Place(f"{number}-{which}", said, span["prefix"], span["exact"], span["suffix"], span["line"], span["column"])
            for which, (span, said) in enumerate(spans)
        ),
        arithmetic=finding.get("arithmetic", ""),
        claims=tuple(numbers[claim] for claim in finding["claims"] if claim in numbers),
    )


def _choices(every: Sequence[Card], speakers: Speakers) -> dict[str, tuple[Choice, ...]]:
    """What can be filtered by, and how many claims each choice leaves."""

    def options(group: str, values: Counter[str]) -> tuple[Choice, ...]:
        known = list(phrases.strings()[group])
        ordered = sorted(values, key=lambda value: (known.index(value) if value in known else len(known), value))
        return tuple(Choice(value, f"{phrases.name(group, value)} ({values[value]})") for value in ordered)

    return {
        "types": options("type", Counter(kind for card in every for kind, _ in card.types)),
        "speakers": tuple(Choice(str(s.index), f"{s.name} ({len(s.claims)})") for s in speakers.all if s.claims),
        "level": options("level", Counter(card.level for card in every)),
        "check": options("check", Counter(card.checkability for card in every)),
        "evidence": options("overall", Counter(outcome for card in every for outcome in card.evidence)),
    }


def _open(item: Json, source: str) -> Open:
    words = source[item["span"]["start"] : item["span"]["end"]]
    return Open(phrases.name("kind", item["kind"]), phrases.name("uncovered", item["reason"]), " ".join(words.split()))
