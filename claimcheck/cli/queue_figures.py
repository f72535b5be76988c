"""How `claimcheck queue stats` tells a desk's figures on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimcheck.cli.queue_shown import line
from claimcheck.queue.naming import called

if TYPE_CHECKING:
    from claimcheck.queue.statistics import Figures

#: Days of throughput that are shown, and names of articles, claims and people.
_DAYS, _NAMED = 7, 10


def text(figures: Figures) -> str:
    """The figures, a line for each."""
    lines = [
        f"{figures.open} open claims of {sum(figures.states.values())}: "
        + (", ".join(f"{state} {number}" for state, number in figures.states.items() if number) or "none"),
        "age:        " + ", ".join(f"{_days(age.age_from, age.age_to)} {age.claims}" for age in figures.ages),
    ]
    agreed = figures.agreement
    told = (("percent", agreed.percent), ("kappa", agreed.kappa), ("alpha", agreed.alpha))
    lines.append(
        f"agreement:  {', '.join(f'{name} {_number(value)}' for name, value in told)} ({agreed.claims} claims that two have judged)"
    )
    if figures.median_seconds is not None:
        lines.append(f"settled:    half of them within {figures.median_seconds / 3600:.1f} hours")
    if figures.orphans:
        lines.append(f"gone:       {figures.orphans} claims that were judged are no longer in their articles")
    lines += [f"{day.day}: {day.arrived:>5} came in {day.settled:>5} settled {day.verdicts:>5} verdicts" for day in figures.days[-_DAYS:]]
    for reviewer in figures.people[:_NAMED]:
        lines.append(f"{line(reviewer.person, 64)}: {reviewer.recent} verdicts in {len(figures.days)} days, {reviewer.verdicts} in all")
    for progress in figures.articles[:_NAMED]:
        lines.append(f"{line(called(progress.title, progress.uri), 80)}: {progress.open} of {progress.claims} open")
    return "\n".join(lines) + "\n"


def _days(start: int, end: int | None) -> str:
    return f"{start}+ days" if end is None else f"{start}-{end} days"


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"
