"""Deciding between reviewers who differ: what each found side by side, one of them chosen, or none of these."""

from __future__ import annotations

from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from claimcheck.errors import NotInQueue, QueueError
from claimcheck.queue import articles, decisions, desks, evidence, items
from claimcheck.queue.actor import Role
from claimcheck.queue.service import Service, status_of
from claimcheck.queue.states import State
from claimcheck.queue.web import places, reading
from claimcheck.queue.web.pages import Visit, page


def routes(service: Service) -> list[BaseRoute]:
    """`/claims/{id}/adjudicate`."""
    return [
        Route("/claims/{id:int}/adjudicate", page(service, show), methods=["GET"]),
        Route("/claims/{id:int}/adjudicate", page(service, decide), methods=["POST"]),
    ]


def show(visit: Visit) -> Response:
    """The verdicts side by side. Where there is nothing to decide any more, on to the claim."""
    return _shown(visit)


def decide(visit: Visit) -> Response:
    """Decide: with the verdict that was chosen, or with another."""
    number = visit.number("id")
    place = places.read_any(visit.text("query"))
    choice = visit.text("choice")
    try:
        if choice == "none":
            chosen, verdict = None, visit.text("verdict") or None
            if verdict is None:
                raise QueueError("None of these: then choose what it is instead.")
        else:
            chosen, verdict = visit.whole("choice"), None
            if chosen is None:
                raise QueueError("Choose one of the verdicts, or none of these.")
        with visit.write() as tx:
            decisions.adjudicate(
                tx,
                visit.actor,
                number,
                chosen_id=chosen,
                verdict=verdict,
                note=visit.text("note"),
                revision=visit.whole("revision"),
                now=visit.now,
            )
    except NotInQueue:
        raise
    except QueueError as error:
        return _shown(visit, problem=str(error), status=status_of(error))
    return visit.go(f"/claims/{number}", place.query, "adjudicated")


def _shown(visit: Visit, *, problem: str = "", status: int = 200) -> Response:
    place = places.read_any(visit.text("query") if visit.form else visit.query)
    with visit.read() as tx:
        found = items.get(tx, visit.actor, visit.number("id"))
        if found.state is not State.DISPUTED and not problem:
            return visit.go(f"/claims/{found.id}", place.query)
        visit.actor.needs(Role.EDITOR, found.desk_id, "manage")
        version = articles.version(tx, visit.actor, found.article_id, found.last_version)
        reviews = [one for one in decisions.of(tx, visit.actor, found) if one.round == found.round and one.kind == "review"]
        return visit.page(
            "adjudicate.html.jinja",
            status,
            problem=problem,
            item=found,
            article=articles.get(tx, visit.actor, found.article_id),
            told=reading.told(version, items.record_of(tx, found.id)),
            reviews=reviews,
            own=any(one.person == visit.actor.name for one in reviews),
            evidence=[one for one in evidence.of(tx, visit.actor, found) if one.url not in {url for one in reviews for url in one.links}],
            scale=desks.of(tx, visit.actor, found.desk_id).policy.scale,
            place=place,
            sent=visit.form,
        )
