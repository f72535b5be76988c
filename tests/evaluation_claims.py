"""A small article with its gold, and claims of a program made by hand, for the tests of the evaluation."""

from __future__ import annotations

import textwrap
from dataclasses import replace
from pathlib import Path
from typing import Any

from claimcheck.anchor import quote
from claimcheck.evaluation.gold import Gold
from claimcheck.evaluation.goldfile import read_gold
from claimcheck.evaluation.scoring import Evaluation
from claimcheck.model import Ambiguity, Attribution, Checkability, Claim, Predicate, Priority, Quantity, Span, Substitution, TimeExpression

ARTICLE = """Old bridge reopens

Mayor Lise Hansen opened the old bridge on Monday. She said that it cost 3.5 million euros and was not late.

Nobody was hurt. Is it safe?
"""

#: One claim of everything: a time, a speaker, references, a quantity, a negation, a question.
GOLD = """
article: bridge.txt
published: 2025-07-02
title: Old bridge reopens
claims:
- at: Mayor Lise
  pieces: [Mayor Lise Hansen opened the old bridge on Monday]
  kind: main
  types: [event, date]
  checkability: yes
  times:
  - {text: Monday, value: 2025-06-30}
- at: She said
  pieces: [it cost 3.5 million euros]
  kind: complement
  types: [quantity]
  checkability: yes
  references:
  - {text: it, means: the old bridge}
  attribution:
  - {source: She, who: Lise Hansen, cue: said, form: indirect}
  quantities:
  - {text: 3.5 million euros, value: 3500000, unit: EUR}
- at: She said
  pieces: [it, was not late]
  kind: conjoined
  types: [event]
  checkability: partial
  reason: generic
  polarity: negative
  references:
  - {text: it, means: the old bridge}
  attribution:
  - {source: She, who: Lise Hansen, cue: said, form: indirect}
- at: Is it safe
  pieces: [Is it safe]
  kind: main
  types: [other]
  checkability: no
  reason: question
  references:
  - {text: it, means: null}
"""


def write(folder: Path, gold: str = GOLD, article: str = ARTICLE) -> Path:
    """The gold file, with its article beside it."""
    (folder / "bridge.txt").write_text(article, encoding="utf-8")
    path = folder / "bridge.yaml"
    path.write_text(textwrap.dedent(gold), encoding="utf-8")
    return path


def bridge(folder: Path) -> Gold:
    return read_gold(write(folder))


def span(words: str, article: str = ARTICLE) -> Span:
    """Where the words first stand."""
    start = article.index(words)
    return Span(start, start + len(words))


def claim(*pieces: str, article: str = ARTICLE, **fields: Any) -> Claim:
    """A program's claim made of these words of the article, each at its first place; `fields` as in `Claim`."""
    spans = tuple(span(piece, article) for piece in pieces)
    text = " ".join(pieces)
    start = max(article.rfind(mark, 0, spans[0].start) for mark in (". ", "\n")) + 1
    ends = [end for mark in ".?" if (end := article.find(mark, spans[-1].end)) >= 0]
    sentence = Span(start, min(ends) + 1)
    made = Claim(
        claim_id="c-0000000000000000",
        span=quote(article, Span(spans[0].start, spans[-1].end)),
        sentence_span=sentence,
        text=text,
        resolved_text=text,
        kind="main",
        types=("event",),
        checkability=Checkability("yes"),
        predicate=Predicate("open", "opened", spans[0], "past", "active"),
        polarity="positive",
        modality="asserted",
        priority=Priority(0.0, ()),
        pieces=spans,
    )
    return replace(made, **fields)


def time(words: str, value: str | None, **fields: Any) -> TimeExpression:
    status = "resolved" if value else "unresolved"
    return TimeExpression(words, span(words), "DATE", value, "day", "publication", status, **fields)  # type: ignore[arg-type]


def amount(words: str, value: float | None, **fields: Any) -> Quantity:
    return Quantity(words, span(words), value, fields.pop("unit_kind", "money"), **fields)


def hop(source: str | None, **fields: Any) -> Attribution:
    place = span(source) if source else None
    known: dict[str, Any] = {"cue_class": "report", "form": "indirect", "content": (), "source": source, "source_span": place}
    return Attribution("say", span("said"), **known | fields)


def change(words: str, text: str, rule: str = "pronoun", **fields: Any) -> Substitution:
    return Substitution(span(words), text, rule, **fields)


OPENED = "Mayor Lise Hansen opened the old bridge on Monday"


def perfect() -> list[Claim]:
    """What a program would have to say for full marks."""
    she = hop("She", resolved_source="Lise Hansen")
    it = change("it", "the old bridge")
    asked = claim(
        "Is it safe", types=("other",), checkability=Checkability("no", "question"), ambiguity=(Ambiguity("reference", span("it safe")),)
    )
    return [
        claim(OPENED, types=("event", "date"), times=(time("Monday", "2025-06-30"),)),
        claim(
            "it cost 3.5 million euros",
            kind="complement",
            types=("quantity",),
            attribution=(she,),
            substitutions=(it,),
            quantities=(amount("3.5 million euros", 3.5e6, unit="EUR"),),
        ),
        claim(
            "it", "was not late",
            kind="conjoined", polarity="negative", checkability=Checkability("partial", "generic"), attribution=(she,), substitutions=(it,),
        ),
        asked,
    ]  # fmt: skip


def counts(result: Evaluation, name: str) -> tuple[int, int, int]:
    c = result.agreement[name]
    return c.gold, c.program, c.same


def share(result: Evaluation, name: str) -> tuple[int, int]:
    return result.shares[name].of, result.shares[name].yes
