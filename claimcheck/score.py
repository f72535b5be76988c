"""Priority: a sum of named points, so that an editor sees why a claim stands where it does.

The weights say what fact-checking desks look at first: figures, ranks, changes and causes before plain events; what names
people and institutions; what the article says in its own voice or leaves to an unnamed source; what stands at the top.
"""

from __future__ import annotations

from collections.abc import Callable

from claimcheck.claims import Draft
from claimcheck.claims.checkability import has_facts
from claimcheck.model import Priority, Reason

POINTS: tuple[tuple[str, float, Callable[[Draft], bool]], ...] = (
    ("checkable", 0.2, lambda d: d.checkability.value == "yes"),
    ("partly-checkable", 0.1, lambda d: d.checkability.value == "partial"),
    ("has-quantity", 0.15, lambda d: bool(d.evidence.quantities)),
    ("has-rank", 0.15, lambda d: bool(d.evidence.ordinals)),
    ("has-date", 0.1, lambda d: "date" in d.types or "duration" in d.types),
    ("change-or-comparison", 0.1, lambda d: bool({"change", "comparison", "superlative"} & set(d.types))),
    ("part-of-total", 0.05, lambda d: "part-of-total" in d.types),
    ("causal", 0.1, lambda d: "causal" in d.types),
    ("names-somebody", 0.05, lambda d: any(e.type in {"person", "organization"} for e in d.evidence.entities)),
    ("event", 0.05, lambda d: "event" in d.types),
    ("own-voice", 0.05, lambda d: not d.evidence.attribution and has_facts(d.evidence)),
    ("anonymous-source", 0.1, lambda d: any(a.source_kind == "anonymous" for a in d.evidence.attribution)),
    ("denial", 0.1, lambda d: any(a.cue_class == "denial" for a in d.evidence.attribution)),
    ("top-of-article", 0.05, lambda d: d.evidence.sentence.block <= 1),
    ("presupposed", -0.05, lambda d: d.evidence.clause.presupposed),
    ("opinion", -0.15, lambda d: d.checkability.reason == "opinion"),
    ("personal", -0.15, lambda d: d.checkability.reason == "personal-experience"),
    ("prediction", -0.1, lambda d: "prediction" in d.types),
)


def priority(draft: Draft) -> Priority:
    """Score between 0 and 1: the clamped sum of the points of all reasons that hold."""
    reasons = tuple(Reason(name, points) for name, points, holds in POINTS if holds(draft))
    return Priority(round(min(1.0, max(0.0, sum(r.points for r in reasons))), 3), reasons)
