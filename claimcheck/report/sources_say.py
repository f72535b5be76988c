"""What a card says of a lookup: what was counted, the passages with the compared words, published fact-checks, other candidates.

Everything in a lookup comes from outside and is shown as it is, quoted. Nothing here judges: `overall` is what the record counted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from claimcheck.escaping import web_address
from claimcheck.report import phrases
from claimcheck.report.article import Json
from claimcheck.report.phrases import name, phrase
from claimcheck.table import tally

#: What a reader looks at first; also what is seen of words that were compared more than once.
_FIRST = ("differs", "agrees", "silent")


@dataclass(frozen=True, slots=True)
class Words:
    """A stretch of a passage. `stance`: how it stands to the claim where it was compared, else empty."""

    text: str
    stance: str


@dataclass(frozen=True, slots=True)
class Compared:
    """A part of the claim against words of the evidence."""

    part: str
    claim: str
    evidence: str
    stance: str
    anchor: bool  # agreeing in it says nothing
    note: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A piece of evidence. `link` is empty where no browser may be sent to its address, which is then among the facts."""

    title: str
    link: str
    facts: tuple[str, ...]
    prefix: str
    passage: tuple[Words, ...]
    suffix: str
    compared: tuple[Compared, ...]
    rating: str  # a fact-checker's own word, quoted
    rated: str  # by whom and when
    check: str  # link to the fact-check, where it is another one


@dataclass(frozen=True, slots=True)
class SourcesSay:
    """The outcome of one lookup."""

    overall: str
    counted: str
    evidence: tuple[Candidate, ...]  # compared
    checks: tuple[Candidate, ...]  # published fact-checks, compared or not
    others: tuple[Candidate, ...]
    searched: str
    asked: tuple[str, ...]  # sources that gave no evidence, and why; a sentence each


def sources_say(lookup: Json) -> SourcesSay:
    """A record of `schemas/lookup-result.schema.json` as the templates see it."""
    found = [(evidence, _candidate(evidence)) for evidence in lookup["evidence"]]
    return SourcesSay(
        overall=lookup["overall"],
        counted=counted(lookup),
        evidence=tuple(seen for evidence, seen in found if evidence["slots"] and "verdict" not in evidence),
        checks=tuple(seen for evidence, seen in found if "verdict" in evidence),
        others=tuple(seen for evidence, seen in found if not evidence["slots"] and "verdict" not in evidence),
        searched=", ".join([*(term["text"] for term in lookup["terms"]["names"]), *lookup["terms"]["words"]]),
        asked=tuple(asked(lookup)),
    )


def counted(lookup: Json) -> str:
    """What `overall` sums up, in words: "in 1 part a source differs, in 2 one agrees; 2 pieces of evidence compared"."""
    told = tally(lookup)
    compared = sum(bool(evidence["slots"]) for evidence in lookup["evidence"])
    if not compared:
        return phrase("nothing-compared")
    parts = [phrases.count(stance, number) for stance, number in told.items() if number]
    return phrase("counted-in", parts=", ".join(parts) or phrase("no-part"), evidence=phrases.count("evidence", compared))


def asked(lookup: Json) -> Iterator[str]:
    """The sources that did not answer, found nothing, or were not asked: a sentence for each of these."""
    failed, partly = [], []
    for source in lookup["sources"]:
        failures = [*source["failures"], *(request["failure"] for request in source["requests"] if "failure" in request)]
        kinds = ", ".join(dict.fromkeys(name("failure", failure["kind"]) for failure in failures))
        told = (
            phrase("qualified", known=name("lookup-source", source["name"]), by=kinds) if kinds else name("lookup-source", source["name"])
        )
        if source["outcome"] == "failed":
            failed.append(told)
        elif failures:
            partly.append(told)
    for key, sources in (
        ("unanswered", failed),
        ("answered-in-part", partly),
        ("found-nothing", _named(lookup, "nothing")),
        ("not-asked", _named(lookup, "skipped")),
        ("no-terms", _named(lookup, "not-asked")),
    ):
        if sources:
            yield phrase(key, sources="; ".join(sources))


def _named(lookup: Json, outcome: str) -> list[str]:
    return [name("lookup-source", source["name"]) for source in lookup["sources"] if source["outcome"] == outcome]


def facts_of(evidence: Json) -> list[str]:
    """Where evidence is from and what may be done with it: source, kind, licence, revision, days; an address that is no link."""
    facts = [name("lookup-source", evidence["source"]), name("evidence-kind", evidence["kind"])]
    facts += [evidence["licence"]] if "licence" in evidence else []
    facts += [phrase("revision", revision=evidence["revision"])] if "revision" in evidence else []
    facts += [name("as-of", evidence["as_of"])] if "as_of" in evidence else []
    facts += [phrase("dated", day=phrases.moment(evidence["dated"]))] if "dated" in evidence else []
    facts += [phrase("retrieved", day=phrases.moment(evidence["retrieved_at"][:10]))] if "retrieved_at" in evidence else []
    return [*facts, evidence["url"]] if evidence["url"] and not web_address(evidence["url"]) else facts


def _candidate(evidence: Json) -> Candidate:
    link, quote, verdict = web_address(evidence["url"]), evidence["quote"], evidence.get("verdict")
    check = web_address(verdict["url"]) if verdict else ""
    return Candidate(
        title=evidence["title"] or evidence["url"] or phrase("untitled"),
        link=link,
        facts=tuple(facts_of(evidence)),
        prefix=quote["prefix"],
        passage=() if quote["exact"] == evidence["title"] else tuple(_marked(evidence)),
        suffix=quote["suffix"],
        compared=tuple(
            Compared(
                name("slot", slot["slot"]),
                slot["claim_text"],
                slot.get("evidence_text", ""),
                slot["stance"],
                slot["anchor"] and slot["stance"] == "agrees",
                slot.get("note", "") or (phrase("anchor") if slot["anchor"] and slot["stance"] == "agrees" else ""),
            )
            for slot in sorted(evidence["slots"], key=_rank)
        ),
        rating=verdict["rating"] if verdict else "",
        rated=rated(verdict) if verdict else "",
        check=check if check != link else "",
    )


def _rank(slot: Json) -> tuple[bool, int]:
    """What differs before what agrees, and last what agrees only because nothing could be compared else."""
    return slot["anchor"] and slot["stance"] == "agrees", _FIRST.index(slot["stance"])


def rated(verdict: Json) -> str:
    """Who published a rating, and when."""
    publisher = verdict["publisher"] or phrase("nobody")
    if "reviewed" in verdict:
        return phrase("published-on", publisher=publisher, day=phrases.moment(verdict["reviewed"]))
    return phrase("published-by", publisher=publisher)


def _marked(evidence: Json) -> Iterator[Words]:
    """The passage, cut where something that was compared begins or ends."""
    exact, start = evidence["quote"]["exact"], evidence["quote"]["start"]
    spans = []
    for slot in evidence["slots"]:
        if "evidence_span" in slot:
            first, last = slot["evidence_span"]["start"] - start, slot["evidence_span"]["end"] - start
            spans.append((max(0, first), min(len(exact), last), slot["stance"]))
    spans = [span for span in spans if span[0] < span[1]]
    for first, last in pairwise(sorted({0, len(exact)} | {point for span in spans for point in span[:2]})):
        stances = {stance for begin, end, stance in spans if begin <= first < end}
        yield Words(exact[first:last], next((stance for stance in _FIRST if stance in stances), ""))
