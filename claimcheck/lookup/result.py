"""The outcome of a lookup as a record of `schemas/lookup-result.schema.json`: one for each claim.

It holds what was asked and what came back by its checksum, what was found with its place, and how the claim's slots compare.
Nothing in it depends on when it is written: the same claims and the same answers give the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from hashlib import sha256
from typing import Any

from claimcheck import __version__
from claimcheck.lookup.compare import sum_up
from claimcheck.lookup.evidence import Answer, Evidence, Failure, Request
from claimcheck.lookup.passages import passages
from claimcheck.lookup.query import Query
from claimcheck.lookup.run import Asked, Looked, Weighed
from claimcheck.lookup.stance import Comparison, SlotStance
from claimcheck.model import ParserInfo, Span
from claimcheck.record import SCHEMA_VERSION, dumps

Json = dict[str, Any]

#: Characters of a quotation, and around it.
_QUOTED, _AROUND = 600, 60
_DOCUMENT = ("uri", "sha256", "title", "published_at", "lang")


def result_of(looked: Looked, parser: ParserInfo | None) -> Json:
    """The record of one claim's lookup. `parser`: the models that read the evidence, if any was read."""
    claim = looked.claim
    order = sorted(range(len(looked.weighed)), key=lambda number: (_rank(looked.weighed[number]), number))
    weighed = [looked.weighed[number] for number in order]
    compared = [item.comparison for item in weighed if item.comparison]
    overall, telling = sum_up(compared)
    retrieved = {came.sha256: came.retrieved for asked in looked.asked for _, came in asked.ledger.asked if isinstance(came, Answer)}
    record: Json = {
        "schema_version": SCHEMA_VERSION,
        "claim_id": claim["claim_id"],
        "document": {name: claim["document"][name] for name in _DOCUMENT if name in claim["document"]},
        "claim": {"text": claim["text"], "resolved_text": claim["resolved_text"], "span": _plain_span(claim["span"])},
        "terms": _terms(looked.query),
        "overall": overall,
        "slots": _summary(weighed, {_place_of(slot) for _, slot in telling}),
        "evidence": [_evidence(f"e{number}", item, looked.query, retrieved) for number, item in enumerate(weighed, 1)],
        "sources": [_source(asked) for asked in looked.asked],
        "claimcheck_version": __version__,
    }
    if parser is not None:
        record["parser"] = {"name": parser.name, "package": parser.package, "sha256": parser.sha256}
    return record | {"lookup_id": f"l-{sha256(dumps(record).encode()).hexdigest()[:16]}"}


def _rank(item: Weighed) -> tuple[int, float]:
    """What speaks of the same thing first, the surest of it before the rest."""
    return (0, -item.comparison.fit) if item.comparison else (1, 0.0)


def _plain_span(span: Any) -> Json:
    return {"start": span["start"], "end": span["end"]}


def _span(span: Span) -> Json:
    return {"start": span.start, "end": span.end}


def _terms(query: Query) -> Json:
    days = {"begin": query.begin, "end": query.end, "as_of": query.as_of}
    return {
        "names": [{"text": name.text, "kind": name.kind} for name in query.names],
        "words": list(query.words),
        **{name: day.isoformat() for name, day in days.items() if day},
        **({"links": list(query.links)} if query.links else {}),
    }


_Place = tuple[str, int, int]


def _place_of(slot: SlotStance) -> _Place:
    return slot.slot, slot.claim_span.start, slot.claim_span.end


def _summary(weighed: Sequence[Weighed], telling: AbstractSet[_Place]) -> list[Json]:
    """Every slot of the claim that was compared, with the evidence that agrees and that differs. `telling`: those that the sum counts."""
    found: dict[_Place, Json] = {}
    for number, item in enumerate(weighed, 1):
        for slot in item.comparison.slots if item.comparison else ():
            place = _place_of(slot)
            entry = found.setdefault(
                place,
                {"slot": slot.slot, "text": slot.claim_text, "span": _span(slot.claim_span), "anchor": True, "agrees": [], "differs": []},
            )
            entry["anchor"] = entry["anchor"] and slot.anchor and place not in telling
            if slot.stance != "silent":
                entry[slot.stance].append(f"e{number}")
    return [found[place] for place in sorted(found, key=lambda place: (place[1], place[2], place[0]))]


def _evidence(name: str, item: Weighed, query: Query, retrieved: dict[str, str]) -> Json:
    evidence = item.evidence
    days = [retrieved[digest] for digest in evidence.answers if digest in retrieved]
    known = {
        "licence": evidence.licence,
        "revision": evidence.revision,
        "dated": evidence.dated.isoformat() if evidence.dated else None,
        "modified": evidence.modified,
        "as_of": evidence.as_of,
        "retrieved_at": max(days) if days else None,
        "fit": round(item.comparison.fit, 3) if item.comparison else None,
        "score": round(evidence.score, 6) if evidence.score is not None else None,
        "verdict": _verdict(evidence),
    }
    return {
        "id": name,
        "source": evidence.source,
        "kind": evidence.kind,
        "title": evidence.title,
        "url": evidence.url,
        "answers": list(evidence.answers),
        "text_sha256": sha256(evidence.text.encode("utf-8", "surrogatepass")).hexdigest(),
        "quote": _quote(evidence, item.comparison, query),
        "slots": [_slot(slot) for slot in item.comparison.slots] if item.comparison else [],
        **{field: value for field, value in known.items() if value is not None},
    }


def _quote(evidence: Evidence, comparison: Comparison | None, query: Query) -> Json:
    """What is quoted: all that was compared; else the first passage that shares something with the claim."""
    spans = (
        [comparison.span, *(s.evidence_span for s in comparison.slots if s.evidence_span)]
        if comparison
        else passages(evidence.text, query)[:1]
    )
    start = min((span.start for span in spans), default=0)
    end = min(max((span.end for span in spans), default=min(len(evidence.text), _QUOTED // 2)), start + _QUOTED)
    text = evidence.text
    return {
        "start": start,
        "end": end,
        "exact": text[start:end],
        "prefix": text[max(0, start - _AROUND) : start],
        "suffix": text[end : end + _AROUND],
    }


def _slot(slot: SlotStance) -> Json:
    known = {
        "evidence_text": slot.evidence_text,
        "evidence_span": _span(slot.evidence_span) if slot.evidence_span else None,
        "note": slot.note or None,
    }
    return {
        "slot": slot.slot,
        "stance": slot.stance,
        "anchor": slot.anchor,
        "claim_text": slot.claim_text,
        "claim_span": _span(slot.claim_span),
        **{field: value for field, value in known.items() if value is not None},
    }


def _verdict(evidence: Evidence) -> Json | None:
    told = evidence.verdict
    if told is None:
        return None
    return {"rating": told.rating, "publisher": told.publisher, "url": told.url} | ({"reviewed": told.reviewed} if told.reviewed else {})


def _source(asked: Asked) -> Json:
    requests = [_request(request, came) for request, came in asked.ledger.sent]
    failures = [_failure(failure) for failure in _unasked(asked)]
    if asked.skipped:
        outcome = "skipped"
    elif asked.found:
        outcome = "found"
    elif failures or any("failure" in request for request in requests):
        outcome = "failed"
    else:
        outcome = "nothing" if requests or asked.at_home else "not-asked"
    return {"name": asked.source, "outcome": outcome, "requests": requests, "failures": failures}


def _unasked(asked: Asked) -> list[Failure]:
    """Failures that stand beside no request: of the source itself, and of requests beyond the budget."""
    told = {id(came) for _, came in asked.ledger.sent}
    beyond = [came for _, came in asked.ledger.asked if isinstance(came, Failure) and came.kind == "budget"][:1]
    listed = [failure for failure in asked.failures if id(failure) not in told and failure.kind != "budget"]
    return [*listed, *beyond]


def _request(request: Request, came: Answer | Failure) -> Json:
    if isinstance(came, Failure):
        return {"url": request.shown, "failure": _failure(came)}
    return {"url": request.shown, "status": came.status, "retrieved_at": came.retrieved, "sha256": came.sha256}


def _failure(failure: Failure) -> Json:
    return {"kind": failure.kind, "message": failure.message}
