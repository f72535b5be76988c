"""One answer of the World Bank's API: its observations, as lines of text and as statements whose spans point into them."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import isfinite

from claimcheck.lookup import untrusted
from claimcheck.lookup.evidence import Evidence
from claimcheck.lookup.sources.world_bank_indicators import Indicator
from claimcheck.lookup.statement import Participant, Statement
from claimcheck.model import Quantity, Span, TimeExpression

#: Rows of an answer that are read, and as many are asked for.
MAX_ROWS = 200

_PAGE = "https://data.worldbank.org/indicator"
_TOO_LARGE = 1e24
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_CODE = re.compile(r"[A-Z0-9]{2,3}")


@dataclass(frozen=True, slots=True)
class _Observation:
    """A figure as the service has it, of one economy and year. `codes`: how it names the economy."""

    indicator: str
    label: str
    codes: tuple[str, ...]
    economy: str
    year: int
    value: Decimal
    forecast: bool


@dataclass(frozen=True, slots=True)
class Series:
    """What one answer holds."""

    updated: str | None
    observations: tuple[_Observation, ...]

    @classmethod
    def read(cls, value: object) -> Series | None:
        """None: it is no answer of the service. An answer without data has null in place of the list."""
        if not isinstance(value, list) or len(value) != 2 or not isinstance(value[0], dict) or not isinstance(value[1], list | None):
            return None
        updated = untrusted.day(value[0].get("lastupdated"))
        found = (_observation(row) for row in untrusted.objects(value[1], MAX_ROWS))
        return cls(updated.isoformat() if updated else None, tuple(item for item in found if item))

    def evidence(
        self, indicator: Indicator, code: str, name: str, years: Collection[int] | None, as_of: date | None, answer: str
    ) -> Evidence | None:
        """The figures of one economy, a line for each year; None where there is none.

        `code` and `name` are the economy's, as it was asked for and as the claim calls it; `answer` is the digest of the answer.
        """
        found = {
            item.year: item
            for item in self.observations
            if code in item.codes and item.indicator == indicator.code and (years is None or item.year in years)
        }
        if not found:
            return None
        latest = found[max(found)]
        text, statements = "", []
        for year in sorted(found):
            text += "\n" if text else ""
            line, statement = _line(found[year], indicator, name, len(text))
            text += line
            statements.append(statement)
        return Evidence(
            source="world-bank",
            kind="series",
            title=f"{latest.label or indicator.label} – {latest.economy or name}",
            url=f"{_PAGE}/{indicator.code}?locations={latest.codes[0]}",
            text=text,
            licence="CC BY 4.0",
            revision=self.updated,
            modified=self.updated,
            as_of="then" if self.updated and as_of and self.updated <= as_of.isoformat() else None,
            answers=(answer,),
            statements=tuple(statements),
        )


def _observation(row: dict[str, object]) -> _Observation | None:
    """One row. None where it has no figure, or is of no year."""
    year, value = row.get("date"), row.get("value")
    if not isinstance(year, str) or not _YEAR.fullmatch(year) or isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if not isfinite(value) or abs(value) >= _TOO_LARGE:
        return None
    given = (untrusted.entry(row.get("country"), "id"), row.get("countryiso3code"))
    codes = tuple(code for code in given if isinstance(code, str) and _CODE.fullmatch(code))
    if not codes:
        return None
    return _Observation(
        indicator=untrusted.line(untrusted.entry(row.get("indicator"), "id"), 40),
        label=untrusted.line(untrusted.entry(row.get("indicator"), "value"), 160),
        codes=codes,
        economy=untrusted.line(untrusted.entry(row.get("country"), "value"), 80),
        year=int(year),
        value=Decimal(str(value)),
        forecast=row.get("obs_status") == "F",
    )


def _line(item: _Observation, indicator: Indicator, name: str, start: int) -> tuple[str, Statement]:
    """ "Inflation, consumer prices (annual %), India, 2022: 6.7", and the same as a statement; spans count from `start`."""
    label, economy = item.label or indicator.label, item.economy or name
    figure, value = _figure(item.value, indicator)
    text = f"{label}, {economy}, {item.year}: {figure}"
    place = Span(start + len(label) + 2, start + len(label) + 2 + len(economy))
    year = Span(place.end + 2, place.end + 2 + len(str(item.year)))
    first, last = date(item.year, 1, 1), date(item.year, 12, 31)
    time = TimeExpression(str(item.year), year, "DATE", f"{item.year:04}", "year", "none", "resolved", first, last, rule="world-bank")
    amount = Quantity(
        text=figure,
        span=Span(year.end + 2, year.end + 2 + len(figure)),
        value=value,
        unit_kind=indicator.kind,
        unit=indicator.unit,
        item=indicator.item,
        per=indicator.per,
        rule="world-bank",
    )
    names = tuple(dict.fromkeys((economy, name)))
    return text, Statement(
        text=text,
        span=Span(start, start + len(text)),
        predicate=label,
        predicate_span=Span(start, start + len(label)),
        participants=(Participant("subject", economy, place, economy.split()[-1], names, "location"),),
        times=(time,),
        quantities=(amount,),
        modality="predicted" if item.forecast else "asserted",
    )


def _figure(value: Decimal, indicator: Indicator) -> tuple[str, int | float]:
    """The figure as it is shown, and the plain number that this is: two places for rates and for small numbers, else none."""
    rate = indicator.kind not in ("count", "money", "area") or indicator.per or abs(value) < 100
    shown = value.quantize(Decimal("0.01") if rate else Decimal(1))
    shown = shown.normalize() if shown != shown.to_integral_value() else shown.to_integral_value()
    number = shown * indicator.scale
    return f"{shown:,f}", int(number) if number == number.to_integral_value() else float(number)
