"""What a checker would have to find out, in words: one question a facet that can be wrong."""

from __future__ import annotations

from collections.abc import Iterator

from claimcheck.claims.types import Evidence
from claimcheck.model import Checkability


def questions(e: Evidence, resolved: str, verdict: Checkability) -> tuple[str, ...]:
    """Questions about a claim whose self-contained text is `resolved`; none for what cannot be checked."""
    return () if verdict.value == "no" else tuple(dict.fromkeys(_questions(e, resolved)))


def _questions(e: Evidence, resolved: str) -> Iterator[str]:
    for hop in e.attribution[:1]:
        who = hop.resolved_source or hop.source
        if who:
            means = f" {_by(hop.channel)}" if hop.channel else ""
            yield f"Did {who} {'use these words' if hop.form == 'direct' else 'say so'}{means}?"
        else:
            yield "Who said so?"
    yield f"Is it true that {_lower_first(e, resolved)}?"
    for ordinal in e.ordinals:
        window = f" since {ordinal.since}" if ordinal.since else ""
        rank = {-1: "the last", 1: "the first"}.get(ordinal.rank, f"number {ordinal.rank}")
        yield f"Which {ordinal.item} came before{window}, and is this one {rank}?"
    for quantity in e.quantities:
        yield f"Which source gives “{quantity.text}{' ' + quantity.item if quantity.item and quantity.item not in quantity.text else ''}”?"
    for time in e.times:
        if time.status == "unresolved":
            yield f"When exactly is “{time.text}”?"
        elif time.type == "DATE" and time.begin:
            until = f" to {time.end.isoformat()}" if time.end and time.end != time.begin else ""
            yield f"Was it on {time.begin.isoformat()}?" if not until else f"Was it within {time.begin.isoformat()}{until}?"
        elif time.type == "DURATION":
            yield f"When did it begin and end, and is that “{time.text}”?"


def _by(channel: str) -> str:
    return f"in {channel}" if " " in channel and channel.split()[0].lower() in {"a", "an", "the"} else f"on {channel}"


def _lower_first(e: Evidence, text: str) -> str:
    first = next((w for w in e.words), None)
    proper = first is None or first.upos in {"PROPN"} or first.text == "I" or (text[:1] != first.text[:1].upper())
    return text if proper else text[:1].lower() + text[1:]
