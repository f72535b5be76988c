"""A claim beside its article: what is known about it, and all that can be done with it."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from claimcheck.errors import NotInQueue, QueueError
from claimcheck.queue import (
    articles,
    assignment,
    comments,
    decisions,
    desks,
    evidence,
    history,
    items,
    labels,
    leases,
    listing,
    people,
)
from claimcheck.queue.actor import Role
from claimcheck.queue.articles import Version
from claimcheck.queue.database import Transaction
from claimcheck.queue.items import Item
from claimcheck.queue.service import Service, status_of
from claimcheck.queue.states import ALLOWED, State
from claimcheck.queue.tables import item as item_table
from claimcheck.queue.tables import person as person_table
from claimcheck.queue.web import places, reading
from claimcheck.queue.web.pages import Visit, page
from claimcheck.queue.web.places import Place

#: What a claim's page says of a verdict that was just given, by the state that it led to.
_AFTER = {State.CHECKED: "checked", State.DISPUTED: "disputed", State.NEW: "one-more"}


def routes(service: Service) -> list[BaseRoute]:
    """`/claims/{id}`, and what is sent from it."""
    acts: dict[str, Callable[[Visit], Response]] = {
        "take": take,
        "release": release,
        "decide": decide,
        "dismiss": dismiss,
        "correct": correct,
        "reopen": reopen,
        "assign": assign,
        "label": label,
        "unlabel": unlabel,
        "evidence": add_evidence,
        "comment": comment,
    }
    return [
        Route("/claims/{id:int}", page(service, show)),
        Route("/claims/{id:int}/heartbeat", page(service, heartbeat), methods=["POST"]),
        *(Route(f"/claims/{{id:int}}/{name}", page(service, act), methods=["POST"]) for name, act in acts.items()),
        Route("/claims/{id:int}/comments/{comment:int}/resolve", page(service, resolve), methods=["POST"]),
    ]


def show(visit: Visit) -> Response:
    """The page."""
    return _shown(visit, places.read_any(visit.query))


# --- what can be done ---


def take(visit: Visit) -> Response:
    """Take the claim, so that nobody else works on it."""
    return _do(visit, "taken", lambda tx, number: leases.take(tx, visit.actor, item_id=number, now=visit.now))


def release(visit: Visit) -> Response:
    """Give it back."""
    return _do(visit, "released", lambda tx, number: leases.release(tx, visit.actor, number, now=visit.now))


def heartbeat(visit: Visit) -> Response:
    """Keep it for another while: sent by the page's script while somebody works on it."""
    try:
        with visit.write() as tx:
            lease = leases.extend(tx, visit.actor, visit.number("id"), None, now=visit.now)
    except QueueError as error:
        return JSONResponse({"problem": str(error)}, status_of(error))
    return JSONResponse({"until": lease.until})


def decide(visit: Visit) -> Response:
    """Give a verdict."""
    place = places.read_any(visit.text("query"))
    links = [line.strip() for line in visit.text("links").splitlines() if line.strip()]
    try:
        if not visit.text("verdict"):
            raise QueueError("Choose a verdict.")
        with visit.write() as tx:
            found = decisions.decide(
                tx, visit.actor, visit.number("id"), visit.text("verdict"), note=visit.text("note") or None, links=links, now=visit.now
            )
    except NotInQueue:
        raise
    except QueueError as error:
        return _shown(visit, place, problem=str(error), status=status_of(error))
    if visit.text("then") == "next":
        with visit.write() as tx:
            desk = desks.named(tx, visit.actor, place.wanted.desk).id if place.wanted.desk else None
            lease = leases.take(tx, visit.actor, desk_id=desk, article_id=place.wanted.article, now=visit.now)
        return visit.go(f"/claims/{lease.item.id}", place.query, "decided-taken") if lease else visit.go("/", place.query, "decided-none")
    return visit.go(f"/claims/{found.id}", place.query, _AFTER.get(found.state, "checked"))


def dismiss(visit: Visit) -> Response:
    """Take it out of the queue, with a reason."""
    return _do(visit, "dismissed", lambda tx, number: decisions.dismiss(tx, visit.actor, number, visit.text("reason"), now=visit.now))


def correct(visit: Visit) -> Response:
    """Note that the article was put right."""
    return _do(visit, "corrected", lambda tx, number: decisions.correct(tx, visit.actor, number, visit.text("note"), now=visit.now))


def reopen(visit: Visit) -> Response:
    """Have it reviewed anew."""
    return _do(visit, "reopened", lambda tx, number: decisions.reopen(tx, visit.actor, number, visit.text("note"), now=visit.now))


def assign(visit: Visit) -> Response:
    """Assign it to somebody, or to nobody."""
    person = visit.whole("person")
    said = "unassigned" if person is None else "assigned"
    return _do(visit, said, lambda tx, number: assignment.assign(tx, visit.actor, number, person, now=visit.now))


def label(visit: Visit) -> Response:
    """Put a label on it."""
    return _do(visit, "labelled", lambda tx, number: labels.add(tx, visit.actor, number, visit.text("name"), now=visit.now))


def unlabel(visit: Visit) -> Response:
    """Take a label off it."""
    return _do(visit, "unlabelled", lambda tx, number: labels.remove(tx, visit.actor, number, visit.text("name"), now=visit.now))


def add_evidence(visit: Visit) -> Response:
    """Add a link that speaks for or against it."""

    def add(tx: Transaction, number: int) -> None:
        title, note = visit.text("title") or None, visit.text("note") or None
        evidence.add(tx, visit.actor, number, visit.text("url"), title=title, note=note, now=visit.now)

    return _do(visit, "evidence", add)


def comment(visit: Visit) -> Response:
    """Comment on it, perhaps on words of its article."""

    def add(tx: Transaction, number: int) -> None:
        found = items.get(tx, visit.actor, number)
        version = articles.version(tx, visit.actor, found.article_id, found.last_version)
        span = _span_of(visit.text("quote"), visit.whole("start"), found, version)
        start, end = span or (None, None)
        comments.add(
            tx, visit.actor, found.article_id, visit.text("body"), item_id=number, start=start, end=end, version=version.number,
            now=visit.now,
        )  # fmt: skip

    return _do(visit, "commented", add)


def resolve(visit: Visit) -> Response:
    """Mark a comment as dealt with."""
    return _do(visit, "resolved", lambda tx, number: comments.resolve(tx, visit.actor, visit.number("comment"), now=visit.now))


def _do(visit: Visit, said: str, act: Callable[[Transaction, int], Any]) -> Response:
    """Do something, and show the claim: with what went wrong, and all that was typed, where something did."""
    place, number = places.read_any(visit.text("query")), visit.number("id")
    try:
        with visit.write() as tx:
            act(tx, number)
    except NotInQueue:
        raise
    except QueueError as error:
        return _shown(visit, place, problem=str(error), status=status_of(error))
    return visit.go(f"/claims/{number}", place.query, said)


def _span_of(quote: str, start: int | None, found: Item, version: Version) -> tuple[int, int] | None:
    """Where words of the article stand: at the place that the script told, if they are there, else where they stand nearest to the claim.

    White space counts as one space, for that is how a browser copies it. Raises QueueError for words that are not in the article.
    """
    sought = " ".join(quote.split())
    if not sought:
        return None
    text, begins = _on_one_line(version.source)
    wanted = found.start if start is None else start
    best: tuple[int, int] | None = None
    at = text.find(sought)
    while at >= 0:
        place = _there(begins, at), _there(begins, at + len(sought) - 1) + 1
        if best is not None and abs(place[0] - wanted) >= abs(best[0] - wanted):
            break  # from here on they stand farther and farther away
        best, at = place, text.find(sought, at + len(sought))
    if best is None:
        raise QueueError("These words are not in the article as it stands: copy them from it.")
    return best


def _on_one_line(source: str) -> tuple[str, Sequence[tuple[int, int]]]:
    """A text with one space for each stretch of white space; and, for each stretch between them, where it begins in the one and in the other.

    Words are sought in this, and not by a pattern over the text, which takes their number times the text's length where words repeat.
    """
    begins: list[tuple[int, int]] = []
    words: list[str] = []
    length = 0
    for match in re.finditer(r"\S+", source):
        begins.append((length, match.start()))
        words.append(match[0])
        length += len(match[0]) + 1
    return " ".join(words), begins


def _there(begins: Sequence[tuple[int, int]], at: int) -> int:
    """The place in the source of a place inside a word of the line."""
    here, there = begins[bisect_right(begins, at, key=lambda pair: pair[0]) - 1]
    return there + at - here


# --- what the template sees ---


@dataclass(frozen=True, slots=True)
class May:
    """What somebody can do with the claim at this moment."""

    take: bool
    release: bool
    decide: bool
    dismiss: bool
    correct: bool
    reopen: bool
    adjudicate: bool
    note: bool  # comment, label, add evidence
    assign: bool


def _may(visit: Visit, found: Item, judged: bool) -> May:
    role = visit.actor.role_on(found.desk_id) or Role.VIEWER
    checker, editor = role >= Role.CHECKER, role >= Role.EDITOR
    another_s = found.state is State.LEASED and found.lease_by != visit.actor.name

    def can(action: str) -> bool:
        return found.state in ALLOWED[action]

    return May(
        take=checker and can("take") and not judged,
        release=can("release") and (editor or checker and not another_s),
        decide=checker and can("decide") and not judged and not another_s,
        dismiss=checker and can("dismiss") and not another_s and (editor or found.state is not State.DISPUTED),
        correct=editor and can("correct"),
        reopen=editor and can("reopen"),
        adjudicate=editor and can("adjudicate") and not judged,
        note=checker,
        assign=editor and found.state in (State.NEW, State.LEASED, State.DISPUTED),
    )


def _shown(visit: Visit, place: Place, *, problem: str = "", status: int = 200) -> Response:
    number, actor = visit.number("id"), visit.actor
    with visit.read() as tx:
        stored = items.get(tx, actor, number)
        found = listing.as_of(stored, visit.now)
        version = articles.version(tx, actor, found.article_id, found.last_version)
        article = articles.get(tx, actor, found.article_id)
        record = items.record_of(tx, number)
        remarks = comments.of(tx, actor, found.article_id, item_id=number, version=version.number)
        given = decisions.of(tx, actor, found)
        mine = next((one for one in given if one.round == found.round and one.person == actor.name and one.kind == "review"), None)
        before, after = listing.neighbours(tx, actor, place.wanted, stored, order=place.order, now=visit.now)
        may = _may(visit, found, mine is not None)
        told = reading.told(version, record)
        return visit.page(
            "claim.html.jinja",
            status,
            problem=problem,
            place=place,
            item=found,
            article=article,
            version=version,
            told=told,
            card=told.card,
            passages=reading.passages(version, record["claim_id"], _numbers(tx, found), remarks),
            comments=remarks,
            desk=desks.of(tx, actor, found.desk_id),
            decisions=tuple(one for one in given if one.round == found.round),
            former=tuple(one for one in given if one.round != found.round),
            hidden=decisions.hidden_from(tx, actor, found),
            mine=mine,
            evidence=evidence.of(tx, actor, found),
            labels=labels.of(tx, actor, found),
            assigned=_assigned(tx, found),
            people=people.listed(tx, actor, desk_id=found.desk_id, active=True) if may.assign else [],
            follows=items.get(tx, actor, found.follows_id) if found.follows_id else None,
            followed_by=items.followers(tx, visit.actor, found.id),
            changes=json.loads(found.changes) if found.changes else [],
            history=history.of(tx, actor, item_id=number),
            previous=before,
            next=after,
            may=may,
            sent=visit.form,
            mine_held=found.state is State.LEASED and found.lease_by == actor.name,
        )


def _assigned(tx: Transaction, found: Item) -> str | None:
    """What somebody is called whom a claim is assigned to: also where they are on none of the reader's desks, or no longer on any."""
    return tx.execute(select(person_table.c.display_name).where(person_table.c.id == found.assigned_id)).scalar_one_or_none()


def _numbers(tx: Transaction, found: Item) -> dict[str, int]:
    """The items of the article's claims that stand in the version in which this one does, by the claims' ids."""
    columns = item_table.c
    query = select(columns.claim_id, columns.id).where(
        columns.article_id == found.article_id, columns.last_version >= found.last_version, columns.first_version <= found.last_version
    )
    return {row.claim_id: row.id for row in tx.rows(query)}
