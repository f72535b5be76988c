"""Dashboards: what comes in and what is settled, how long claims wait, how far reviewers agree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from claimcheck.errors import NotInQueue
from claimcheck.queue import desks, statistics
from claimcheck.queue.service import Service
from claimcheck.queue.statistics import Age, Day
from claimcheck.queue.web.pages import Visit, page

#: The picture of days, in its own units: widths and heights scale with the page.
_WIDTH, _HEIGHT, _LEFT, _BOTTOM = 720, 180, 34, 22


def routes(service: Service) -> list[BaseRoute]:
    """`/figures`."""
    return [Route("/figures", page(service, show))]


@dataclass(frozen=True, slots=True)
class Bar:
    """A column of the picture: where it stands, and what it tells."""

    x: float
    y: float
    width: float
    height: float
    title: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Numbers by day, drawn: `rules` are (height, number) of the lines behind, `ticks` (place, day) below."""

    width: int
    height: int
    left: int
    floor: int
    bars: tuple[Bar, ...]
    line: str  # points of what came in
    rules: tuple[tuple[float, int], ...]
    ticks: tuple[tuple[float, str], ...]


def show(visit: Visit) -> Response:
    """Figures over the desks in sight, or over one."""
    wanted = visit.query.get("desk", "")
    with visit.read() as tx:
        seen = desks.all_in_sight(tx, visit.actor)
        chosen = next((desk for desk in seen if desk.name == wanted), None)
        if wanted and chosen is None:
            raise NotInQueue("There is no such desk, or it is not yours to see.")
        found = statistics.figures(tx, visit.actor, chosen.id if chosen else None, now=visit.now)
    return visit.page(
        "figures.html.jinja",
        figures=found,
        desks=seen,
        desk=chosen,
        chart=_chart(found.days),
        ages=_meters(found.ages),
        median=_long(found.median_seconds),
        week=sum(day.settled for day in found.days[-7:]),
        shown_days=statistics.DAYS,
    )


def _chart(days: Sequence[Day]) -> Chart:
    most = _round_up(max([1, *(day.settled for day in days), *(day.arrived for day in days)]))
    floor = _HEIGHT - _BOTTOM
    step = (_WIDTH - _LEFT) / max(1, len(days))

    def height(number: int) -> float:
        return round((floor - 8) * number / most, 1)

    bars = tuple(
        Bar(
            round(_LEFT + place * step + step * 0.15, 1),
            floor - height(day.settled),
            round(step * 0.7, 1),
            height(day.settled),
            f"{day.day}: {day.arrived:,} came in, {day.settled:,} settled, {day.verdicts:,} verdicts",
        )
        for place, day in enumerate(days)
    )
    line = " ".join(f"{_LEFT + (place + 0.5) * step:.1f},{floor - height(day.arrived):.1f}" for place, day in enumerate(days))
    rules = tuple((floor - height(number), number) for number in sorted({0, most // 2, most}))
    ticks = tuple(
        (round(_LEFT + (place + 0.5) * step, 1), day.day[5:]) for place, day in enumerate(days) if (len(days) - 1 - place) % 7 == 0
    )
    return Chart(_WIDTH, _HEIGHT, _LEFT, floor, bars, line, rules, ticks)


def _round_up(number: int) -> int:
    """The next number that reads well: 1, 2, 4, 10, 20, 40, 100 …"""
    power = 1
    while True:
        for first in (1, 2, 4):
            if number <= first * power:
                return first * power
        power *= 10


def _meters(ages: Sequence[Age]) -> list[tuple[str, int, int, bool]]:
    """For each span of days: its name, the number, its share of the largest in percent, and whether that is late."""
    most = max([1, *(age.claims for age in ages)])
    return [(_name(age), age.claims, round(100 * age.claims / most), age.age_from >= 7) for age in ages]


def _name(age: Age) -> str:
    if age.age_to is None:
        return f"{age.age_from} days and more"
    return "today" if age.age_to == 1 else f"{age.age_from} to {age.age_to} days"


def _long(seconds: float | None) -> str:
    if seconds is None:
        return "–"
    for length, name in ((86_400, "days"), (3_600, "hours"), (60, "minutes")):
        if seconds >= 2 * length:
            return f"{seconds / length:.0f} {name}"
    return f"{seconds:.0f} seconds"
