"""Endpoints: claims, what is known of them, and what is done to them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from claimcheck.queue import assignment, bulk, comments, decisions, evidence, items, labels, leases, listing
from claimcheck.queue.api import plain
from claimcheck.queue.api.endpoint import Answer, Call, Endpoint, Method, Needs, Parameter
from claimcheck.queue.api.filters import FILTERS, ORDER, filter_of
from claimcheck.queue.api.paging import AFTER, LIMIT, as_page
from claimcheck.queue.items import Item
from claimcheck.queue.states import State

Json = dict[str, Any]


def _of(call: Call) -> Item:
    return items.get(call.tx, call.actor, call.number("item_id"))


def _shown(item: Item, status: int | None = None) -> Answer:
    return Answer(plain.claim(item), status, item.etag)


def _list(call: Call) -> Answer:
    found = listing.page(
        call.tx, call.actor, filter_of(call.query), order=call.query.get("order", "priority"),
        after=call.query.get("after"), limit=call.query.get("limit", 50), now=call.now,
    )  # fmt: skip
    entries = [plain.listed(entry) for entry in found.items]
    return Answer(as_page(entries, found.next, total=found.total, more=found.more), next=found.next)


def _one(call: Call) -> Answer:
    # While somebody has it, heartbeats and the clock change what is told, and the revision stays: no ETag.
    found = _of(call)
    return Answer(plain.claim(listing.as_of(found, call.now)), etag=found.etag, fresh=found.state is State.LEASED)


def _record(call: Call) -> Answer:
    return Answer(items.record_of(call.tx, _of(call).id))


def _decisions(call: Call) -> Answer:
    return Answer(as_page([plain.plain(each) for each in decisions.of(call.tx, call.actor, _of(call))]))


def _evidence(call: Call) -> Answer:
    return Answer(as_page([plain.plain(each) for each in evidence.of(call.tx, call.actor, _of(call))]))


def _comments(call: Call) -> Answer:
    found = _of(call)
    return Answer(as_page([plain.plain(each) for each in comments.of(call.tx, call.actor, found.article_id, item_id=found.id)]))


def _labels(call: Call) -> Answer:
    return Answer({"labels": list(labels.of(call.tx, call.actor, _of(call)))})


def _decide(call: Call) -> Answer:
    number, body = call.number("item_id"), call.body
    return _shown(
        decisions.decide(
            call.tx, call.actor, number, body["verdict"], note=body.get("note"), links=body.get("links", ()),
            token=call.lease, revision=call.revision(number), now=call.now,
        )
    )  # fmt: skip


def _dismiss(call: Call) -> Answer:
    number = call.number("item_id")
    return _shown(decisions.dismiss(call.tx, call.actor, number, call.body["reason"], revision=call.revision(number), now=call.now))


def _adjudicate(call: Call) -> Answer:
    number, body = call.number("item_id"), call.body
    return _shown(
        decisions.adjudicate(
            call.tx, call.actor, number, chosen_id=body.get("chosen_id"), verdict=body.get("verdict"), note=body["note"],
            revision=call.revision(number), now=call.now,
        )
    )  # fmt: skip


def _correct(call: Call) -> Answer:
    number = call.number("item_id")
    return _shown(decisions.correct(call.tx, call.actor, number, call.body["note"], revision=call.revision(number), now=call.now))


def _reopen(call: Call) -> Answer:
    number = call.number("item_id")
    return _shown(decisions.reopen(call.tx, call.actor, number, call.body["note"], revision=call.revision(number), now=call.now))


def _assign(call: Call) -> Answer:
    number = call.number("item_id")
    return _shown(assignment.assign(call.tx, call.actor, number, call.body["person_id"], revision=call.revision(number), now=call.now))


def _label(call: Call) -> Answer:
    number = call.number("item_id")
    return _shown(labels.add(call.tx, call.actor, number, call.body["name"], revision=call.revision(number), now=call.now))


def _unlabel(call: Call) -> Answer:
    number = call.number("item_id")
    return _shown(labels.remove(call.tx, call.actor, number, call.query["name"], revision=call.revision(number), now=call.now))


def _add_evidence(call: Call) -> Answer:
    number, body = call.number("item_id"), call.body
    made = evidence.add(
        call.tx, call.actor, number, body["url"], title=body.get("title"), note=body.get("note"),
        revision=call.revision(number), now=call.now,
    )  # fmt: skip
    return Answer(plain.plain(made))


def _comment(call: Call) -> Answer:
    found, body = _of(call), call.body
    made = comments.add(
        call.tx, call.actor, found.article_id, body["body"], item_id=found.id, start=body.get("start"), end=body.get("end"), now=call.now
    )
    return Answer(plain.plain(made))


def _resolve(call: Call) -> Answer:
    return Answer(plain.plain(comments.resolve(call.tx, call.actor, call.number("comment_id"), now=call.now)))


def _take(call: Call) -> Answer:
    body = call.body
    found = leases.take(
        call.tx, call.actor, desk_id=body.get("desk_id"), article_id=body.get("article_id"), item_id=body.get("item_id"), now=call.now
    )
    if found is None:
        return Answer(status=204)
    return _leased(found)


def _leased(found: leases.Lease) -> Answer:
    told = {"claim": plain.claim(found.item), "lease": found.token, "until": found.until}
    return Answer(told, etag=found.item.etag, location=f"/leases/{found.item.id}")


def _extend(call: Call) -> Answer:
    return _leased(leases.extend(call.tx, call.actor, call.number("item_id"), call.body["lease"], now=call.now))


def _release(call: Call) -> Answer:
    number = call.number("item_id")
    return _shown(leases.release(call.tx, call.actor, number, call.lease, revision=call.revision(number), now=call.now))


def _bulk(call: Call) -> Answer:
    body = call.body
    found = bulk.apply(call.tx, call.actor, body["ids"], body["action"], body.get("arguments", {}), now=call.now)
    return Answer({"done": list(found.done), "left": [{"id": number, "reason": reason} for number, reason in found.left]})


_NAME = Parameter("name", {"type": "string", "minLength": 1, "maxLength": 40}, "The label.", required=True)


def _reads(below: str, name: str, summary: str, handler: Callable[[Call], Answer], answer: str) -> Endpoint:
    return Endpoint("GET", f"/claims/{{item_id}}{below}", name, "Claims", summary, "viewer", "read", handler, answer)


def _does(
    verb: str,
    name: str,
    summary: str,
    needs: Needs,
    handler: Callable[[Call], Answer],
    body: str,
    *,
    method: Method = "POST",
    about: str = "",
) -> Endpoint:
    """Something that is done to a claim, of which the answer is the claim as it is then."""
    scope = "review" if needs == "checker" else "manage"
    return Endpoint(
        method, f"/claims/{{item_id}}/{verb}", name, "Reviewing", summary, needs, scope, handler, "QueuedClaim",
        body=body, claim=True, about=about,
    )  # fmt: skip


ENDPOINTS = (
    Endpoint(
        "GET", "/claims", "listClaims", "Claims", "Claims in sight, narrowed and in an order.", "viewer", "read", _list, "ListedClaims",
        query=(*FILTERS, ORDER, AFTER, LIMIT), paged=True,
    ),
    Endpoint(
        "GET", "/claims/{item_id}", "getClaim", "Claims", "A claim as it stands.", "viewer", "read", _one, "QueuedClaim", etag=True
    ),
    _reads("/record", "getClaimRecord", "Its record, as in the newest version that has it.", _record, "Claim"),
    _reads("/decisions", "listDecisions", "The verdicts on it, as far as the caller may see them.", _decisions, "Decisions"),
    _reads("/evidence", "listEvidence", "The links to where it can be looked up.", _evidence, "EvidenceList"),
    _reads("/comments", "listClaimComments", "The comments on it.", _comments, "Comments"),
    _reads("/labels", "listLabels", "Its labels.", _labels, "Labels"),
    _does("decide", "decide", "Give a verdict.", "checker", _decide, "Decide"),
    _does(
        "dismiss", "dismiss", "Take it out of the queue without a verdict.", "checker", _dismiss, "Dismiss",
        about="One that is disputed can be dismissed by editors alone.",
    ),
    _does("adjudicate", "adjudicate", "Settle a dispute.", "editor", _adjudicate, "Adjudicate"),
    _does("correct", "markCorrected", "Mark it as put right in the article.", "editor", _correct, "Explain"),
    _does("reopen", "reopen", "Begin another round.", "editor", _reopen, "Explain"),
    _does("assignment", "assign", "Assign it to somebody, or to nobody.", "editor", _assign, "Assign", method="PUT"),
    _does("labels", "addLabel", "Put a label on it.", "checker", _label, "NewLabel"),
    Endpoint(
        "DELETE", "/claims/{item_id}/labels", "removeLabel", "Reviewing", "Take a label off.", "checker", "review", _unlabel, "QueuedClaim",
        query=(_NAME,), claim=True,
    ),
    Endpoint(
        "POST", "/claims/{item_id}/evidence", "addEvidence", "Reviewing", "Add a link. Nothing is fetched.", "checker", "review",
        _add_evidence, "Evidence", 201, body="NewEvidence", claim=True,
    ),
    Endpoint(
        "POST", "/claims/{item_id}/comments", "commentOnClaim", "Reviewing", "Comment on it.", "checker", "review", _comment, "Comment", 201,
        body="NewComment",
    ),
    Endpoint(
        "POST", "/comments/{comment_id}/resolve", "resolveComment", "Reviewing", "Mark a comment as dealt with.", "checker", "review",
        _resolve, "Comment",
    ),
    Endpoint(
        "POST", "/leases", "takeClaim", "Leases", "Take the next claim, or a certain one.", "checker", "review", _take, "Lease", 201,
        body="Take", secret=True, also={204: "There is nothing to take."},
    ),
    Endpoint(
        "PUT", "/leases/{item_id}", "extendLease", "Leases", "Keep a claim for longer.", "checker", "review", _extend, "Lease",
        body="Extend", secret=True,
    ),
    Endpoint(
        "DELETE", "/leases/{item_id}", "releaseClaim", "Leases", "Give a claim back.", "checker", "review", _release, "QueuedClaim",
        claim=True, about="Without the header Claim-Lease: whoever has it, and editors for anybody.",
    ),
    Endpoint(
        "POST", "/bulk", "applyToMany", "Reviewing", "Do the same to many claims.", "editor", "manage", _bulk, "BulkResult", body="Bulk",
        about="Each claim leaves its own event. What cannot be done to a claim is told in the answer, and does not stop the others.",
    ),
)  # fmt: skip
