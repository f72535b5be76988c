"""The timeline: the days that claims speak of, on a scale on which last week is as wide as the last ten years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import log1p

from claimcheck.report import phrases
from claimcheck.report.article import Article
from claimcheck.report.phrases import name, phrase

WIDTH, MARGIN = 960.0, 48.0
LANE, TOP = 24.0, 44.0
LETTER = 7.2  # about the width of a letter of a label
BAR = 8.0  # the least length of a bar
APART = 88.0  # the least distance of marks on the axis
#: Distances that may be marked on the axis, in days; where there is no room for all, the first of these are.
TICKS = {"year": 365, "month": 30, "week": 7, "decade": 3652, "day": 1, "century": 36524}


@dataclass(frozen=True, slots=True)
class Dated:
    """A stretch of days and the numbers of the claims that speak of it, with its place in the drawing."""

    label: str
    begin: str
    claims: tuple[int, ...]
    x: float
    width: float
    y: float
    text_x: float
    anchor: str  # SVG's text-anchor


@dataclass(frozen=True, slots=True)
class Tick:
    x: float
    label: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """`dated` in the order of their days. `origin` is where the day of publication stands, or the last day that is spoken of."""

    dated: tuple[Dated, ...]
    ticks: tuple[Tick, ...]
    origin: Tick
    width: float
    height: float


def timeline(article: Article) -> Timeline | None:
    """The timeline of an article, None where no claim speaks of a day that could be told."""
    found: dict[tuple[date, date], list[int]] = {}
    for number, claim in enumerate(article.record["claims"], 1):
        for time in claim["times"]:
            if "begin" in time:
                begin = date.fromisoformat(time["begin"])
                stretch = (begin, max(begin, date.fromisoformat(time.get("end", time["begin"]))))
                numbers = found.setdefault(stretch, [])
                if number not in numbers:
                    numbers.append(number)
    if not found:
        return None
    published = article.record["document"].get("published_at")
    origin = date.fromisoformat(published) if published else max(end for _, end in found)
    scale = _Scale(origin, list(found))
    dated = _laid_out(sorted(found.items()), scale)
    marks: list[Tick] = []
    for unit, size in TICKS.items():
        for days in (-size, size):
            if scale.holds(days) and all(abs(scale.at(days) - mark.x) >= APART for mark in marks):
                marks.append(Tick(scale.at(days), name("tick", f"{unit}.{'before' if days < 0 else 'after'}")))
    here = Tick(scale.at(0), phrase("published") if published else phrase("latest"))
    return Timeline(dated, tuple(sorted(marks, key=lambda mark: mark.x)), here, WIDTH, max(item.y for item in dated) + LANE)


class _Scale:
    """Days from the origin to places: the logarithm of their distance, on either side of it."""

    def __init__(self, origin: date, stretches: Sequence[tuple[date, date]]) -> None:
        self.origin = origin
        distances = [0, *((day - origin).days for stretch in stretches for day in stretch)]
        self.low, self.high = min(distances), max(distances)
        first, last = self._log(self.low), self._log(self.high)
        # A label at either end needs room even if all happened on one day.
        self.first = min(first, -1.0)
        self.size = (WIDTH - 2 * MARGIN) / (max(last, 1.0) - self.first)

    @staticmethod
    def _log(days: int) -> float:
        return log1p(days) if days >= 0 else -log1p(-days)

    def at(self, days: int) -> float:
        return round(MARGIN + (self._log(days) - self.first) * self.size, 1)

    def holds(self, days: int) -> bool:
        return self.low <= days <= self.high

    def place(self, day: date) -> float:
        return self.at((day - self.origin).days)


def _laid_out(found: Sequence[tuple[tuple[date, date], list[int]]], scale: _Scale) -> tuple[Dated, ...]:
    """Each stretch in the first lane that has room for its bar and its label."""
    lanes: list[float] = []  # how far each is filled
    dated = []
    for (begin, end), numbers in found:
        first, last = scale.place(begin), scale.place(end)
        label = phrases.days(begin.isoformat(), end.isoformat())
        width, room = max(last - first, BAR), len(label) * LETTER + 6
        flipped = first + width + room > WIDTH
        left, right = (first - room, first + width) if flipped else (first, first + width + room)
        lane = next((number for number, filled in enumerate(lanes) if filled <= left), len(lanes))
        lanes[lane : lane + 1] = [right + 6]
        text_x = first - 6 if flipped else first + width + 6
        anchor = "end" if flipped else "start"
        dated.append(Dated(label, begin.isoformat(), tuple(numbers), first, round(width, 1), TOP + lane * LANE, round(text_x, 1), anchor))
    return tuple(dated)
