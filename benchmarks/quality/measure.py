"""What every measure of quality returns: rows of one table."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One figure: of what, on what, ours, the target, and what others reach on it."""

    data: str  # "PolNeAR dev"
    measure: str  # "F1 at IoU .5"
    value: float
    target: float | None = None  # None: a figure to watch, without one
    peers: str = ""  # "GenderGapTracker 48.2"; says "published" where the peer was not run
    best: str = "high"  # "low" where less is better

    @property
    def reached(self) -> bool | None:
        if self.target is None:
            return None
        return self.value >= self.target if self.best == "high" else self.value < self.target
