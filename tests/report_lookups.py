"""Lookup results for the tests of reports and exports: made by hand in `fixtures/lookups`, put to the claims of a frozen article.

The fixture names claims and slots by their words; offsets, checksums and the summary of the slots are worked out here.
"""

from __future__ import annotations

import json
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from claimcheck.record import dumps
from claimcheck.report import Article

Json = dict[str, Any]

LOOKUPS = Path(__file__).parent.parent / "fixtures" / "lookups"


def looked_up(article: Article, name: str = "seed") -> Article:
    """The article with the lookups of the fixture; each of them must find its claim."""
    made = json.loads((LOOKUPS / f"{name}.json").read_text(encoding="utf-8"))
    claims = list(article.record["claims"])
    for outline in made:
        (number,) = [n for n, claim in enumerate(claims) if claim["span"]["exact"].startswith(outline["claim"]) and not claim["lookups"]][
            :1
        ]
        claims[number] = with_lookup(claims[number], outline, article.source)
    return replace(article, record=article.record | {"claims": claims})


def everywhere(article: Article) -> Article:
    """The article with a lookup for every claim: those of the article in turn, as if each were about that claim."""
    lookups = [claim["lookups"][0] for claim in article.record["claims"] if claim["lookups"]]
    claims = []
    for number, claim in enumerate(article.record["claims"]):
        lookup = lookups[number % len(lookups)] | {"claim_id": claim["claim_id"]}
        claims.append(claim | {"lookups": [lookup]})
    return replace(article, record=article.record | {"claims": claims})


def with_lookup(claim: Json, outline: Json, source: str) -> Json:
    """The claim with a lookup result that follows its schema."""
    start, end = claim["span"]["start"], claim["span"]["end"]

    def place(words: str) -> Json:
        at = source.find(words, start, end)
        at = at if at >= 0 else start
        return {"start": at, "end": at + len(words)}

    evidence = [_evidence(number, item, place) for number, item in enumerate(outline["evidence"], 1)]
    document = {name: claim["document"][name] for name in ("uri", "sha256", "title", "published_at", "lang") if name in claim["document"]}
    record: Json = {
        "schema_version": "1.0",
        "claim_id": claim["claim_id"],
        "document": document,
        "claim": {"text": claim["text"], "resolved_text": claim["resolved_text"], "span": {"start": start, "end": end}},
        "terms": outline["terms"],
        "overall": outline["overall"],
        "slots": _summary(evidence),
        "evidence": evidence,
        "sources": [_source(*item) for item in outline["sources"]],
        "claimcheck_version": "0.1.0",
    }
    return claim | {"lookups": [record | {"lookup_id": f"l-{sha256(dumps(record).encode()).hexdigest()[:16]}"}]}


def _evidence(number: int, outline: Json, place: Any) -> Json:
    text, quote = outline["text"], outline["quote"]
    start = text.index(quote)
    end = start + len(quote)
    digest = sha256(text.encode()).hexdigest()
    kept = {key: value for key, value in outline.items() if key not in ("text", "quote", "slots")}
    slots = []
    for slot, stance, claimed, found, anchor, note in outline["slots"]:
        entry = {"slot": slot, "stance": stance, "anchor": anchor, "claim_text": claimed, "claim_span": place(claimed)}
        if found:
            at = text.index(found, start)
            entry |= {"evidence_text": found, "evidence_span": {"start": at, "end": at + len(found)}}
        slots.append(entry | ({"note": note} if note else {}))
    return kept | {
        "id": f"e{number}",
        "answers": [digest],
        "text_sha256": digest,
        "quote": {"start": start, "end": end, "exact": quote, "prefix": text[max(0, start - 60) : start], "suffix": text[end : end + 60]},
        "slots": slots,
    }


def _summary(evidence: list[Json]) -> list[Json]:
    found: dict[tuple[str, int, int], Json] = {}
    for item in evidence:
        for slot in item["slots"]:
            span = slot["claim_span"]
            empty = {"slot": slot["slot"], "text": slot["claim_text"], "span": span, "anchor": True, "agrees": [], "differs": []}
            entry = found.setdefault((slot["slot"], span["start"], span["end"]), empty)
            entry["anchor"] = entry["anchor"] and slot["anchor"]
            if slot["stance"] != "silent":
                entry[slot["stance"]].append(item["id"])
    return list(found.values())


def _source(name: str, outcome: str, failures: list[list[str]]) -> Json:
    told = [{"kind": kind, "message": message} for kind, message in failures]
    requests = [{"url": f"https://{name}.example/search?q=test", "failure": failure} for failure in told[:1]]
    return {"name": name, "outcome": outcome, "requests": requests, "failures": told[1:]}
