"""The number ledger: every amount and rank that the claims state, with amounts of one measure side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from claimcheck.report import phrases
from claimcheck.report.article import Article, Json
from claimcheck.report.phrases import name, phrase


@dataclass(frozen=True, slots=True)
class Row:
    """An amount. `claims` are the numbers of those that state it; `bar` is its length among its measure's amounts, 0 to 100."""

    words: str
    means: str
    of: str
    claims: tuple[int, ...]
    kind: str  # what is measured, as in a record
    value: float | None = None
    bar: float | None = None
    counted: bool = False  # a count of some thing


@dataclass(frozen=True, slots=True)
class Measure:
    """Amounts that can be compared: of one unit, or counts of one thing."""

    title: str
    rows: tuple[Row, ...]


def measures(article: Article) -> tuple[Measure, ...]:
    """The measures, in the order in which the article comes to them; the rows of each in text order."""
    rows: dict[tuple[int, int], tuple[str, Row]] = {}
    for number, claim in enumerate(article.record["claims"], 1):
        for place, title, row in (*_quantities(claim, number), *_ordinals(claim, number, article.source)):
            known = rows.get(place)
            rows[place] = (title, row) if known is None else (known[0], replace(known[1], claims=(*known[1].claims, number)))
    grouped: dict[str, list[Row]] = {}
    counts = name("unit-kind", "count")
    titles = Counter(title for title, _ in rows.values())
    for _, (title, row) in sorted(rows.items()):
        # What is counted only once needs no heading of its own.
        grouped.setdefault(counts if row.counted and titles[title] < 2 else title, []).append(row)
    return tuple(Measure(title, tuple(members) if title == counts else _with_bars(members)) for title, members in grouped.items())


def _quantities(claim: Json, number: int) -> Iterable[tuple[tuple[int, int], str, Row]]:
    for quantity in claim["quantities"]:
        item, kind, unit = quantity.get("item", ""), quantity["unit_kind"], quantity.get("unit")
        title = name("unit-kind", kind)
        if unit and kind != "percent":
            title = phrase("measured", kind=title, unit=name("unit", unit))
        counted = kind == "count" and bool(item)
        if counted:
            title = phrase("count-of", item=item.split()[-1].casefold())
        row = Row(quantity["text"], phrases.amount(quantity), item, (number,), kind, _value(quantity), counted=counted)
        yield (quantity["span"]["start"], quantity["span"]["end"]), title, row


def _value(quantity: Json) -> float | None:
    value = quantity.get("value", quantity.get("high", quantity.get("low")))
    return None if value is None or "per" in quantity else float(value)


def _ordinals(claim: Json, number: int, source: str) -> Iterable[tuple[tuple[int, int], str, Row]]:
    for ordinal in claim["ordinals"]:
        start, end = ordinal["span"]["start"], ordinal["span"]["end"]
        rank = phrase("last") if ordinal["rank"] == -1 else phrase("rank", rank=ordinal["rank"])
        window = [phrase(key, time=phrases.moment(ordinal[key])) for key in ("since", "until") if key in ordinal]
        yield (start, end), phrase("ranks"), Row(source[start:end], rank, " ".join([ordinal["item"], *window]), (number,), "rank")


def _with_bars(rows: Sequence[Row]) -> tuple[Row, ...]:
    """The rows with bars, where there is something to compare: two different values, none below nothing."""
    values = [row.value for row in rows if row.value is not None]
    if len(set(values)) < 2 or min(values) < 0:
        return tuple(rows)
    whole = max(values) if rows[0].kind != "percent" else max(100.0, *values)
    return tuple(row if row.value is None else replace(row, bar=round(100 * row.value / whole, 1)) for row in rows)
