"""Priority: a sum of named points, so that an editor sees why a claim stands where it does.

The weights say what fact-checking desks look at first (Full Fact's claim types; Hassan et al., ClaimBuster, 2017): figures, ranks,
changes, causes, votes and laws before plain events; what names people and institutions; what the article says in its own voice or
leaves to an unnamed source; what stands at the top. What only repeats a part of another claim, is a forecast or an opinion goes
down. They were set by reasoning and are the same for every text: no data was used to fit them.
"""

from __future__ import annotations

from collections.abc import Callable

from claimcheck.claims import Draft
from claimcheck.claims.checkability import has_facts
from claimcheck.model import Priority, Quantity, Reason

#: From this count on a figure is one that nobody counts at a glance.
LARGE = 1000
#: TIMEX3 values that name no day.
VAGUE_TIMES = frozenset({"PRESENT_REF", "PAST_REF", "FUTURE_REF"})
#: Acts of lawmaking, voting and judging, and what they are about: their records are public.
OFFICIAL_VERBS = frozenset(
    """vote veto ratify enact legislate repeal approve pass sign sue convict acquit sentence indict charge fine sanction ban impeach
    elect appoint nominate resign dismiss fire arrest rule overturn abolish sponsor""".split()
)
OFFICIAL_NOUNS = frozenset(
    """law bill vote act amendment budget tax tariff treaty ballot election referendum verdict sentence fine sanction court ban
    spending deficit debt unemployment inflation crime benefit""".split()
)


def figure(quantity: Quantity) -> bool:
    """A figure that a source gives: money, a share, a measured or a large amount. Not "one", "5-4" or "two sides"."""
    if quantity.text.lower() == "one":
        return False
    if quantity.unit_kind != "count":
        return quantity.unit_kind not in {"ratio", "score"}
    values = [v for v in (quantity.value, quantity.low, quantity.high) if v is not None]
    return any(abs(v) >= LARGE for v in values)


def _counts(draft: Draft) -> bool:
    return any(q.text.lower() != "one" for q in draft.evidence.quantities)


def _official(draft: Draft) -> bool:
    e = draft.evidence
    if e.head.upos == "VERB" and e.head.lemma.lower() in OFFICIAL_VERBS:
        return True
    return any(w.upos == "NOUN" and w.lemma.lower() in OFFICIAL_NOUNS for w in e.words)


def _dated(draft: Draft) -> bool:
    """A calendar date or a duration; "now" and "recently" name no day."""
    times = draft.evidence.times
    return any(t.type == "DURATION" or (t.type != "SET" and (t.value or t.begin) and t.value not in VAGUE_TIMES) for t in times)


POINTS: tuple[tuple[str, float, Callable[[Draft], bool]], ...] = (
    ("checkable", 0.2, lambda d: d.checkability.value == "yes"),
    ("partly-checkable", 0.1, lambda d: d.checkability.value == "partial"),
    ("has-quantity", 0.1, _counts),
    ("has-figure", 0.1, lambda d: any(figure(q) for q in d.evidence.quantities)),
    ("has-rank", 0.15, lambda d: bool(d.evidence.ordinals)),
    ("has-date", 0.1, _dated),
    ("change-or-comparison", 0.1, lambda d: bool({"change", "comparison", "superlative"} & set(d.types))),
    ("part-of-total", 0.05, lambda d: "part-of-total" in d.types),
    ("causal", 0.1, lambda d: "causal" in d.types),
    ("vote-law-or-budget", 0.05, _official),
    ("names-somebody", 0.05, lambda d: d.evidence.names_resolved or any(e.type in {"person", "organization"} for e in d.evidence.entities)),
    ("event", 0.05, lambda d: bool({"event", "change"} & set(d.types))),
    ("own-voice", 0.05, lambda d: not d.evidence.attribution and has_facts(d.evidence)),
    ("anonymous-source", 0.1, lambda d: any(a.source_kind == "anonymous" for a in d.evidence.attribution)),
    ("denial", 0.1, lambda d: any(a.cue_class == "denial" for a in d.evidence.attribution)),
    ("top-of-article", 0.05, lambda d: d.evidence.sentence.block <= 1),
    ("presupposed", -0.05, lambda d: d.evidence.clause.presupposed),
    ("said-in-passing", -0.05, lambda d: d.evidence.clause.kind in {"relative", "participle", "adverbial"}),
    ("opinion", -0.15, lambda d: d.checkability.reason == "opinion"),
    ("personal", -0.15, lambda d: d.checkability.reason == "personal-experience"),
    ("generic", -0.05, lambda d: d.checkability.reason == "generic"),
    ("prediction", -0.1, lambda d: "prediction" in d.types or d.evidence.stance.modality == "intended"),
    ("possibility", -0.05, lambda d: d.evidence.stance.modality == "possible"),
    ("hypothetical", -0.1, lambda d: d.checkability.reason == "hypothetical" and d.evidence.stance.modality in {"possible", "conditional"}),
    ("no-statement", -0.3, lambda d: d.checkability.value == "no"),
)


def priority(draft: Draft) -> Priority:
    """Score between 0 and 1: the clamped sum of the points of all reasons that hold."""
    reasons = tuple(Reason(name, points) for name, points, holds in POINTS if holds(draft))
    return Priority(round(min(1.0, max(0.0, sum(r.points for r in reasons))), 3), reasons)
