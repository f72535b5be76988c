"""Wikidata: statements about the things that a claim names, with their rank, their dates and their references.

The Action API of Wikibase is asked, never the query service: `wbsearchentities` for the names, `wbgetentities` for what is found
(https://www.wikidata.org/w/api.php?action=help&modules=wbgetentities). A name that several items share gives the statements of
each, and says so: which one was meant is for the reader.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from claimcheck.lookup import untrusted
from claimcheck.lookup.evidence import Answer, Evidence, Failure, Request
from claimcheck.lookup.query import Name, Query
from claimcheck.lookup.source import Found, Search
from claimcheck.lookup.sources import wikidata_wording
from claimcheck.lookup.sources.wikidata_entities import Entity, entities, labels
from claimcheck.lookup.sources.wikidata_names import asked, hits, subjects, wanted
from claimcheck.lookup.sources.wikidata_properties import properties
from claimcheck.lookup.sources.wikidata_relevance import Asking, Ranked, items_of, ranked, undecided

ENDPOINT = "https://www.wikidata.org/w/api.php"

#: What every call to the API has: at most five seconds of lag, an hour in the service's own cache.
_ALWAYS = (("format", "json"), ("formatversion", "2"), ("maxlag", "5"), ("maxage", "3600"), ("smaxage", "3600"))
#: A name that is the same in all languages has a label "mul" and no other.
_LANGUAGES = "en|mul"

#: Items of one request: an item about a country is a megabyte. Labels are short; fifty ids are what the API takes at once.
_ITEMS_AT_ONCE, _LABELS_AT_ONCE = 3, 50
_LONGEST_NAME = 120  # characters

#: Errors that pass by themselves, by their code.
_BUSY = frozenset({"maxlag", "readonly", "internal_api_error_DBQueryTimeoutError", "timeout"})
_RATE = frozenset({"ratelimited"})


@dataclass(slots=True)
class _Gathered:
    """What came so far. `answers`: by item, the digests of the answers that it was read from."""

    failures: list[Failure] = field(default_factory=list)
    found: dict[Name, tuple[str, ...]] = field(default_factory=dict)
    entities: dict[str, Entity] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    answers: dict[str, tuple[str, ...]] = field(default_factory=dict)
    label_answers: tuple[str, ...] = ()


class Wikidata:
    """Statements of Wikidata, or of another Wikibase with the same properties whose `api.php` is the endpoint."""

    name = "wikidata"
    about = "Dated and referenced facts about persons, bodies, places and events (Wikidata). Sent: up to three names of the claim."
    follow_ups = "the items of these names, and the labels of what their statements mention: five requests at most"

    def __init__(self, *, endpoint: str | None = None, file: Path | None = None):
        self._endpoint = endpoint or ENDPOINT
        self.hosts = frozenset({urlsplit(self._endpoint).hostname or ""})

    def ready(self) -> Failure | None:
        return None

    def search(self, query: Query, *, limit: int) -> Search:
        names = asked(query.names)
        if not names or limit < 1:
            return Found()
        so_far = _Gathered()
        came = yield [self._search_request(name) for name in names]
        for name, answer in zip(names, came, strict=True):
            _take_hits(so_far, name, answer)
        ids = wanted(so_far.found)
        if not ids:
            return Found((), tuple(so_far.failures))
        came = yield [self._items_request(ids[start : start + _ITEMS_AT_ONCE]) for start in range(0, len(ids), _ITEMS_AT_ONCE)]
        for answer in came:
            _take_entities(so_far, answer)
        about = tuple(subjects(so_far.found, so_far.entities))
        asking = Asking(query, _names_of_items(so_far))
        # First the labels that may make a statement relevant, then those that the best statements still lack.
        best = ranked(about, asking, so_far.labels)[:limit]
        for candidates in (tuple(undecided(about)), ()):
            missing = _missing((*items_of(best), *candidates), so_far.labels)
            if missing:
                came = yield [self._labels_request(missing)]
                _take_labels(so_far, missing, came[0])
                best = ranked(about, asking, so_far.labels)[:limit]
        return Found(tuple(self._evidence(item, asking, so_far) for item in best), tuple(so_far.failures))

    def judge(self, answer: Answer) -> Failure | None:
        if not isinstance(answer.value, dict):
            return Failure("malformed", "Wikidata sent no JSON object.", answer.request)
        error = answer.value.get("error")
        if error is None and "errors" not in answer.value:
            return None
        code = untrusted.line(untrusted.entry(error, "code"), 80)
        said = untrusted.line(untrusted.entry(error, "info"), 200) or code or "an error without a reason"
        if code in _BUSY:
            return Failure("busy", f"Wikidata is busy: {said}", answer.request, retry_after=_wait(answer.headers))
        if code in _RATE:
            return Failure("rate-limited", f"Wikidata asks for fewer requests: {said}", answer.request, retry_after=_wait(answer.headers))
        return Failure("service-error", f"Wikidata answered with an error: {said}", answer.request)

    def _evidence(self, item: Ranked, asking: Asking, so_far: _Gathered) -> Evidence:
        answers = (*so_far.answers.get(item.subject.entity.id, ()), *so_far.label_answers)
        return wikidata_wording.evidence(item, asking, so_far.labels, answers, self._endpoint)

    def _search_request(self, name: Name) -> Request:
        text = untrusted.line(name.text, _LONGEST_NAME)
        search = (("search", text), ("language", "en"), ("uselang", "en"), ("type", "item"), ("limit", "10"))
        return Request(self._endpoint, (("action", "wbsearchentities"), *search, *_ALWAYS))

    def _items_request(self, ids: Sequence[str]) -> Request:
        return self._entities_request(ids, "labels|descriptions|aliases|claims|info")

    def _labels_request(self, ids: Sequence[str]) -> Request:
        return self._entities_request(ids, "labels")

    def _entities_request(self, ids: Sequence[str], props: str) -> Request:
        which = (("ids", "|".join(ids)), ("props", props), ("languages", _LANGUAGES))
        return Request(self._endpoint, (("action", "wbgetentities"), *which, *_ALWAYS))


def _take_hits(so_far: _Gathered, name: Name, came: Answer | Failure) -> None:
    if isinstance(came, Failure):
        so_far.failures.append(came)
        return
    ids = hits(came.value, name)
    if ids is None:
        so_far.failures.append(Failure("malformed", "Wikidata sent no list of search results.", came.request))
        return
    so_far.found[name] = ids
    for key in ids:
        so_far.answers[key] = (*so_far.answers.get(key, ()), came.sha256)


def _take_entities(so_far: _Gathered, came: Answer | Failure) -> None:
    if isinstance(came, Failure):
        so_far.failures.append(came)
        return
    read = entities(came.value, properties())
    if read is None:
        so_far.failures.append(Failure("malformed", "Wikidata sent no items.", came.request))
        return
    for key, entity in read.items():
        so_far.entities[key] = entity
        so_far.answers[entity.id] = (*so_far.answers.get(key, ()), came.sha256)
        if entity.label:
            so_far.labels[entity.id] = entity.label


def _take_labels(so_far: _Gathered, missing: Sequence[str], came: Answer | Failure) -> None:
    if isinstance(came, Failure):
        so_far.failures.append(came)
        return
    read = labels(came.value)
    if read is None:
        so_far.failures.append(Failure("malformed", "Wikidata sent no labels.", came.request))
        return
    so_far.labels.update({key: key for key in missing})  # one without an English label is not asked for again
    so_far.labels.update(read)
    so_far.label_answers += (came.sha256,)


def _missing(ids: Iterable[str], known: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for key in ids if key not in known))[:_LABELS_AT_ONCE]


def _names_of_items(so_far: _Gathered) -> dict[str, tuple[str, ...]]:
    """By id of an item, the names of the query that are its own."""
    named: dict[str, tuple[str, ...]] = {}
    for name, ids in so_far.found.items():
        for key in ids:
            identity = so_far.entities[key].id if key in so_far.entities else key
            named[identity] = (*named.get(identity, ()), name.text)
    return named


def _wait(headers: Mapping[str, str]) -> float | None:
    seconds = headers.get("retry-after", "")
    return float(seconds) if seconds.isascii() and seconds.isdigit() and len(seconds) < 6 else None
