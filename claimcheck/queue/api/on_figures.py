"""Endpoints: what became of it all: histories, figures, exports, and the lists that one keeps."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from tempfile import SpooledTemporaryFile
from typing import Any

from claimcheck.queue import articles, exporting, history, items, statistics, views
from claimcheck.queue.api import plain
from claimcheck.queue.api.endpoint import Answer, Call, Endpoint, Parameter
from claimcheck.queue.api.filters import FILTERS, filter_of
from claimcheck.queue.api.on_articles import DESK
from claimcheck.queue.api.paging import AFTER_NUMBER, LIMIT, as_page, cut

Json = dict[str, Any]

#: Forms of an export with the kind of text that they are, and the end of a file's name.
_KINDS = {
    "jsonl": ("application/jsonl", "jsonl"),
    "csv": ("text/csv", "csv"),
    "annotations": ("application/ld+json", "jsonld"),
    "schema-org": ("application/ld+json", "jsonld"),
    "lock": ("application/json", "lock"),
}
assert set(_KINDS) == set(exporting.FORMS)
_FORM = Parameter("form", {"type": "string", "enum": list(_KINDS), "default": "jsonl"}, "How it is written; jsonl where it is left out.")
#: Bytes of an export that are kept in memory; the rest goes into a file that has no name.
_IN_MEMORY = 4 * 1024 * 1024
_CHUNK = 64 * 1024


def _claim_history(call: Call) -> Answer:
    return _history(call, item_id=items.get(call.tx, call.actor, call.number("item_id")).id)


def _article_history(call: Call) -> Answer:
    return _history(call, article_id=articles.get(call.tx, call.actor, call.number("article_id")).id)


def _history(call: Call, **of: int) -> Answer:
    limit = call.query.get("limit", 50)
    found, last = cut(history.of(call.tx, call.actor, **of, after=call.query.get("after", 0), limit=limit + 1), limit)
    following = None if last is None else str(last.seq)
    return Answer(as_page([plain.plain(each) for each in found], following), next=following)


def _figures(call: Call) -> Answer:
    return Answer(plain.plain(statistics.figures(call.tx, call.actor, call.query.get("desk"), now=call.now)))


def _read_for_export(call: Call) -> Callable[[], tuple[int, Iterator[bytes]]]:
    """Read before the transaction that writes, so that nobody is kept waiting, however long it takes."""
    claims, pieces = exporting.read(call.tx, call.actor, filter_of(call.query), call.query.get("form", "jsonl"), now=call.now)
    lines = _laid_aside(pieces)
    return lambda: (claims, lines)


def _export(call: Call) -> Answer:
    form = call.query.get("form", "jsonl")
    claims, lines = call.prepared
    exporting.note(call.tx, call.actor, filter_of(call.query), form, claims, now=call.now)
    kind, ending = _KINDS[form]
    return Answer(lines=lines, media_type=kind, filename=f"claims.{ending}")


def _laid_aside(pieces: Iterable[str]) -> Iterator[bytes]:
    """The pieces, read now and handed out later: who reads slowly holds up no transaction, and what fails has not begun to be answered."""
    aside = SpooledTemporaryFile(_IN_MEMORY)  # closed when it was handed out
    for piece in pieces:
        aside.write(piece.encode("utf-8", "replace"))
    aside.seek(0)

    def handed_out() -> Iterator[bytes]:
        with aside:
            while chunk := aside.read(_CHUNK):
                yield chunk

    return handed_out()


def _views(call: Call) -> Answer:
    return Answer(as_page([plain.plain(each) for each in views.listed(call.tx, call.actor)]))


def _save_view(call: Call) -> Answer:
    return Answer(plain.plain(views.save(call.tx, call.actor, call.body["name"], call.body["query"], now=call.now)))


def _remove_view(call: Call) -> Answer:
    views.remove(call.tx, call.actor, call.number("view_id"), now=call.now)
    return Answer()


_VIEWS = "They belong to a person: there are none for a program that is nobody."

ENDPOINTS = (
    Endpoint(
        "GET", "/articles/{article_id}/history", "getArticleHistory", "Articles", "What was done with it and its claims, in words.",
        "viewer", "read", _article_history, "History", query=(AFTER_NUMBER, LIMIT), paged=True,
    ),
    Endpoint(
        "GET", "/claims/{item_id}/history", "getClaimHistory", "Claims", "What was done to it, in words.", "viewer", "read",
        _claim_history, "History", query=(AFTER_NUMBER, LIMIT), paged=True,
    ),
    Endpoint(
        "GET", "/figures", "getFigures", "Figures", "How things stand: throughput, ages, agreement, people.", "viewer", "read", _figures,
        "Figures", query=(DESK,),
    ),
    Endpoint(
        "GET", "/export", "export", "Figures", "Claims with what became of them, as a file.", "viewer", "read", _export, "Review",
        query=(*FILTERS, _FORM), prepare=_read_for_export, writes=True, streams=tuple(dict.fromkeys(kind for kind, _ in _KINDS.values())),
        about="jsonl has a record of schemas/review.schema.json on each line. That it was exported stands in the log.",
    ),
    Endpoint("GET", "/views", "listViews", "Views", "The lists that one keeps.", "known", "read", _views, "Views"),
    Endpoint(
        "POST", "/views", "saveView", "Views", "Keep a list, in place of one of that name.", "known", "read", _save_view, "View", 201,
        body="NewView", about=_VIEWS,
    ),
    Endpoint("DELETE", "/views/{view_id}", "removeView", "Views", "Forget a list.", "known", "read", _remove_view, None, 204),
)  # fmt: skip
