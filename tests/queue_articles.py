"""Articles for the tests of the queue: frozen ones, ones written sentence by sentence, and second versions of either."""

from __future__ import annotations

import copy
import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from claimcheck import record
from claimcheck.anchor import quote
from claimcheck.identity import claim_id
from claimcheck.model import Attribution, Span, TimeExpression
from claimcheck.queue import articles, desks
from claimcheck.queue.actor import Actor, local
from claimcheck.queue.database import Database
from tests.frozen import document_of, report_of
from tests.queue_databases import NOW

Json = dict[str, Any]

#: Somebody who may do everything.
EDITOR = local("Eda")


def report_and_source(name: str = "seed") -> tuple[Json, str]:
    """The report record of a frozen article, and the text that its offsets count. Each call gives a record of its own."""
    return copy.deepcopy(record.report_to_json(report_of(name))), document_of(name).source


def filled(queue: Database, n: int | None = None, *, name: str = "seed", desk: str = "main") -> tuple[Actor, desks.Desk, tuple[int, ...]]:
    """A queue with one article on a desk: an actor who may do everything, the desk, and the ids of the article's items.

    `n`: that many claims, out of sentences written for the purpose, in place of the frozen article's. Those claims have one
    reviewer each, but for the first, whose priority is above .7.
    """
    report, source = report_and_source(name) if n is None else written([Said(s, 0.8 if k == 0 else 0.5) for k, s in enumerate(plain(n))])
    with queue.write() as tx:
        found = desks.ensure(tx, EDITOR, desk, now=NOW)
        added = articles.add(tx, EDITOR, found.id, report, source, now=NOW)
    return EDITOR, found, added.queued


# -- articles written sentence by sentence ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence that is one claim. `refers`: what its first word stands for ("He" for a name); `when`: the day that "Tuesday" means."""

    words: str
    priority: float = 0.5
    checkable: str = "yes"
    speaker: str | None = None
    refers: str | None = None
    when: str | None = None


_TOWNS = ("Aldbury", "Birk", "Corran", "Dunmore", "Elsby", "Farrow", "Gault", "Hexley", "Ilder", "Jorvik", "Kelso", "Lorne")
_THINGS = ("exports", "imports", "rents", "wages", "prices", "crimes", "births", "taxes", "fares", "loans", "orders", "sales")


def plain(n: int, *, first: int = 0) -> list[str]:
    """That many sentences, no two of which are alike."""
    found = []
    for number in range(first, first + n):
        town, thing = _TOWNS[number % 12], _THINGS[number // 12 % 12]
        found.append(f"{town}{number // 144 or ''} {thing} fell by {number % 89 + 2} percent")
    return found


def written(sentences: Sequence[Said | str], *, uri: str = "drafts/written.txt", title: str | None = "Written") -> tuple[Json, str]:
    """A valid report record and its text: each sentence is a claim, on a line of its own. The second word is taken for the predicate."""
    said = [one if isinstance(one, Said) else Said(one) for one in sentences]
    source = "".join(f"{one.words}.\n" for one in said) or "No claims here.\n"
    document = {"uri": uri, "sha256": sha256(source.encode()).hexdigest(), "title": title, "lang": "en", "published_at": "2026-01-02"}
    document = {key: value for key, value in document.items() if value is not None}
    seen: Counter[str] = Counter()
    claims = []
    start = 0
    for one in said:
        claims.append(_claim(one, source, start, document, seen))
        start += len(one.words) + 2
    counts = {"sentences": len(said), "numbers": 0, "dates": 0}
    coverage = {**counts, **{f"{kind}_in_claims": count for kind, count in counts.items()}, "uncovered": [], "share": 1.0}
    report = {
        "schema_version": record.SCHEMA_VERSION,
        "document": {**document, "blocks": [], "format": "text", "characters": len(source)},
        "claims": claims,
        "findings": [],
        "coverage": coverage,
        "parser": {"name": "written", "package": "compact", "sha256": "0" * 64},
        "claimcheck_version": "0.1.0",
    }
    return report, source


def _claim(one: Said, source: str, start: int, document: Json, seen: Counter[str]) -> Json:
    words = list(re.finditer(r"\S+", one.words))
    verb = words[min(1, len(words) - 1)]
    span = Span(start, start + len(one.words))
    place = {"start": span.start, "end": span.end}
    first = {"start": start, "end": start + words[0].end()}
    resolved = f"{one.refers}{one.words[words[0].end() :]}" if one.refers else one.words
    amounts = [
        {
            "text": found[0], "value": float(found[1]), "comparator": "eq", "unit": "%", "unit_kind": "percent",
            "span": {"start": start + found.start(), "end": start + found.end()},
        }
        for found in re.finditer(r"(\d+) percent", one.words)
    ]  # fmt: skip
    times = [
        {
            "text": "Tuesday", "type": "DATE", "grain": "day", "anchor": "publication", "status": "resolved", "candidates": [],
            "value": one.when, "begin": one.when, "end": one.when, "span": {"start": start + found.start(), "end": start + found.end()},
        }
        for found in re.finditer("Tuesday", one.words) if one.when
    ]  # fmt: skip
    hops = []
    if one.speaker:
        hops = [{"source": one.speaker, "cue": "said", "cue_span": first, "cue_class": "report", "form": "indirect", "source_kind": "named",
                 "content": [place]}]  # fmt: skip
    found: Json = {
        "schema_version": record.SCHEMA_VERSION, "document": document,
        "span": quote_of(source, span), "sentence_span": place, "text": one.words, "resolved_text": resolved,
        "substitutions": [{"span": first, "text": one.refers, "rule": "pronoun"}] if one.refers else [],
        "kind": "main", "presupposed": False, "pieces": [place], "types": ["change" if amounts else "event"],
        "checkability": {"value": one.checkable, **({} if one.checkable == "yes" else {"reason": "opinion"})},
        "predicate": {
            "lemma": verb[0].lower(), "text": verb[0], "span": {"start": start + verb.start(), "end": start + verb.end()},
            "tense": "past", "voice": "active",
        },
        "arguments": [], "polarity": "positive", "modality": "asserted", "hedges": [], "attribution": hops, "times": times,
        "quantities": amounts, "ordinals": [], "entities": [], "ambiguity": [], "questions": [], "findings": [], "lookups": [],
        "provenance": {"rules": ["main_clause"], "parser": {"name": "written", "package": "compact", "sha256": "0" * 64},
                       "claimcheck_version": "0.1.0"},
        "priority": {"score": one.priority, "reasons": [{"name": "checkable", "points": one.priority}]},
    }  # fmt: skip
    found["claim_id"] = _named(found, seen)
    return found


def quote_of(source: str, span: Span) -> Json:
    """A span as records write it."""
    found = quote(source, span)
    return {name: getattr(found, name) for name in ("start", "end", "exact", "prefix", "suffix", "line", "column")}


def _named(claim: Json, seen: Counter[str]) -> str:
    hops = tuple(_bare(Attribution, source=hop.get("source"), cue_class=hop["cue_class"]) for hop in claim["attribution"])
    times = tuple(_bare(TimeExpression, text=time["text"]) for time in claim["times"])
    base = claim_id(claim["text"], claim["polarity"], claim["modality"], hops, times=times)
    seen[base] += 1
    return base if seen[base] == 1 else f"{base}-{seen[base]}"


def _bare(kind: type, **values: Any) -> Any:
    """An object of a dataclass of which only some fields are there."""
    found: Any = object.__new__(kind)
    for name, value in values.items():
        object.__setattr__(found, name, value)
    return found


# -- second versions ----------------------------------------------------------------------------------------------


def edited(
    report: Json, source: str, *, above: str = "", replace: Mapping[str, str] | None = None, without: Collection[str] = ()
) -> tuple[Json, str]:
    """A second version of an article, valid like the first.

    `above`: text in front of everything, so that every offset moves. `replace`: words of the text, each standing there once, and
    what stands there instead, of which claims get other texts, amounts and ids. `without`: ids of claims that the version
    no longer has (their words stay, for the queue reads claims only).
    """
    edits = []
    for old, new in (replace or {}).items():
        assert source.count(old) == 1, f"{old!r} stands {source.count(old)} times in the text"
        edits.append((source.index(old), source.index(old) + len(old), new))
    edits.sort()
    parts, last = [above], 0
    for start, end, new in edits:
        parts += [source[last:start], new]
        last = end
    text = "".join([*parts, source[last:]])

    def moved(offset: int, *, after: bool) -> int:
        shift = len(above)
        for start, end, new in edits:
            if offset >= end:
                shift += len(new) - (end - start)
            elif offset > start:
                return start + shift + (len(new) if after else 0)
        return offset + shift

    digest = sha256(text.encode()).hexdigest()
    fresh = _moved(copy.deepcopy({**report, "claims": [c for c in report["claims"] if c["claim_id"] not in without]}), source, text, moved)
    fresh["document"] |= {"sha256": digest, "characters": len(text)}
    seen: Counter[str] = Counter()
    names = {}
    for claim in fresh["claims"]:
        claim["document"]["sha256"] = digest
        before = claim["claim_id"]
        for old, new in (replace or {}).items():
            _reworded(claim, old, new)
        claim["claim_id"] = names[before] = _named(claim, seen)
    for finding in fresh["findings"]:
        finding["claims"] = [names.get(name, name) for name in finding["claims"]]
    return fresh, text


def _moved(value: Any, source: str, text: str, moved: Any) -> Any:
    """The record with its spans where they stand in the new text."""
    if isinstance(value, list):
        return [_moved(item, source, text, moved) for item in value]
    if not isinstance(value, dict):
        return value
    if isinstance(value.get("start"), int) and isinstance(value.get("end"), int):
        start, end = moved(value["start"], after=False), moved(value["end"], after=True)
        return quote_of(text, Span(start, end)) if "exact" in value else {**value, "start": start, "end": end}
    return {name: _moved(item, source, text, moved) for name, item in value.items()}


def _reworded(value: Any, old: str, new: str) -> None:
    """Replace words in every text of a claim's record, apart from the names of things; an amount that begins with digits gets its value."""
    for name, item in list(value.items()) if isinstance(value, dict) else enumerate(value):
        if isinstance(item, dict | list):
            if name != "provenance":
                _reworded(item, old, new)
        elif isinstance(item, str) and old in item and name not in ("claim_id", "uri"):
            value[name] = item.replace(old, new)
            if name == "text" and isinstance(value, dict) and "comparator" in value and (number := re.match(r"[\d,]*\d", value[name])):
                value["value"] = float(number[0].replace(",", ""))
