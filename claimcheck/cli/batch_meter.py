"""How far a batch is: what was done, how fast, and how long the rest will take."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

import click

from claimcheck.cli.terminal import Progress

if TYPE_CHECKING:
    from claimcheck.batch.writing import Written

#: Seconds between two lines of progress where that does not go to a terminal.
_EVERY = 30.0


class Meter:
    """Shows how far it is: on a terminal in one line, elsewhere in a line now and then."""

    def __init__(self, *, quiet: bool = False):
        self.articles = self.worked = self.errors = 0
        self._total = self._weight = self._worked_weight = 0
        self._began = self._work_began = time.monotonic()
        self._latest = self._shown = 0.0
        self._quiet = quiet
        self._line = Progress()

    @property
    def seconds(self) -> float:
        """Since it began to work."""
        return time.monotonic() - self._work_began

    def begins(self, total: int) -> None:
        self._total = total
        self._show("reading the input …")

    def passed(self, written: Written, weight: int) -> None:
        self._count(written, weight)
        self._work_began = time.monotonic()
        self._show(f"{self.articles:,} articles were done before")

    def done(self, written: Written, weight: int) -> None:
        self._count(written, weight)
        self.worked += written.articles
        self._worked_weight += weight
        self._latest = self.seconds
        self.tick()

    def tick(self) -> None:
        if not self.worked:
            self._show("loading the models, reading the first articles …")
            return
        share = min(1.0, self._weight / self._total) if self._total else 1.0
        # Measured when the latest shard was done: between two of them nothing is known to have slowed down.
        left = self._latest * max(0, self._total - self._weight) / max(self._worked_weight, 1) - (self.seconds - self._latest)
        pieces = [f"{self.articles:,} articles", told_rate(self.worked / max(self._latest, 0.1)), f"{share:.0%}"]
        pieces += [f"{told_time(max(left, 1.0))} left"] if share < 1 else []
        pieces += [f"{self.errors:,} errors"] if self.errors else []
        self._show(" · ".join(pieces))

    def clear(self) -> None:
        self._line.clear()

    def _count(self, written: Written, weight: int) -> None:
        self.articles += written.articles
        self.errors += written.errors
        self._weight += weight

    def _show(self, text: str) -> None:
        now = time.monotonic()
        if self._quiet:
            return
        if sys.stderr.isatty():
            if now - self._shown >= 0.2:
                self._shown = now
                self._line.say(text)
        elif now - max(self._shown, self._began) >= _EVERY:
            self._shown = now
            click.echo(text, err=True)


def told_rate(articles: float) -> str:
    """Articles a second, for people."""
    return f"{articles:,.1f} a second" if articles >= 0.95 else f"{articles * 60:,.1f} a minute"


def told_time(seconds: float) -> str:
    """Seconds, for people."""
    whole = round(seconds)
    if whole < 100:
        return f"{whole} s"
    if whole < 6000:
        return f"{round(whole / 60)} min"
    return f"{whole // 3600} h {whole % 3600 // 60:02} min"
