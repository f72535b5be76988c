"""Endpoints: webhooks and what was sent to them."""

from __future__ import annotations

from typing import Any

from claimcheck.queue import webhooks
from claimcheck.queue.api import plain
from claimcheck.queue.api.endpoint import Answer, Call, Endpoint, Parameter
from claimcheck.queue.api.on_articles import DESK
from claimcheck.queue.api.paging import LIMIT, as_page
from claimcheck.queue.api.schema_parts import LARGEST

Json = dict[str, Any]

_BEFORE = Parameter("after", {"type": "integer", "minimum": 1, "maximum": LARGEST}, "The number of the last one on the page before.")


def _list(call: Call) -> Answer:
    return Answer(as_page([plain.plain(each) for each in webhooks.listed(call.tx, call.actor, call.query.get("desk"))]))


def _add(call: Call) -> Answer:
    body = call.body
    made = webhooks.add(
        call.tx, call.actor, body["desk_id"], body["url"], form=body.get("form", "cloudevents"), actions=body.get("actions", ()),
        texts=body.get("texts", False), own_hosts=call.service.settings.own_hosts, now=call.now,
    )  # fmt: skip
    return Answer(plain.plain(made), location=f"/webhooks/{made.webhook.id}")


def _one(call: Call) -> Answer:
    return Answer(plain.plain(webhooks.get(call.tx, call.actor, call.number("webhook_id"))))


def _change(call: Call) -> Answer:
    body = call.body
    changed = webhooks.change(
        call.tx, call.actor, call.number("webhook_id"), url=body.get("url"), actions=body.get("actions"), texts=body.get("texts"),
        active=body.get("active"), own_hosts=call.service.settings.own_hosts, now=call.now,
    )  # fmt: skip
    return Answer(plain.plain(changed))


def _rotate(call: Call) -> Answer:
    return Answer({"secret": webhooks.rotate(call.tx, call.actor, call.number("webhook_id"), now=call.now)})


def _remove(call: Call) -> Answer:
    webhooks.remove(call.tx, call.actor, call.number("webhook_id"), now=call.now)
    return Answer()


def _test(call: Call) -> Answer:
    return Answer(plain.plain(webhooks.test(call.tx, call.actor, call.number("webhook_id"), now=call.now)))


def _deliveries(call: Call) -> Answer:
    limit = call.query.get("limit", 50)
    before = call.query.get("after")
    found = webhooks.deliveries(call.tx, call.actor, call.number("webhook_id"), before=before, limit=limit)
    more = len(found) == limit and webhooks.deliveries(call.tx, call.actor, call.number("webhook_id"), before=found[-1].id, limit=1)
    following = str(found[-1].id) if more else None
    return Answer(as_page([plain.plain(each) for each in found], following), next=following)


def _redeliver(call: Call) -> Answer:
    return Answer(plain.plain(webhooks.redeliver(call.tx, call.actor, call.number("delivery_id"), now=call.now)))


_AT = "/webhooks/{webhook_id}"

ENDPOINTS = (
    Endpoint(
        "GET", "/webhooks", "listWebhooks", "Webhooks", "The webhooks of the desks that one edits.", "editor", "manage", _list, "Webhooks",
        query=(DESK,),
    ),
    Endpoint(
        "POST", "/webhooks", "addWebhook", "Webhooks", "Have events of a desk sent somewhere.", "editor", "manage", _add, "MadeWebhook", 201,
        body="NewWebhook", secret=True,
    ),
    Endpoint("GET", _AT, "getWebhook", "Webhooks", "A webhook.", "editor", "manage", _one, "Webhook"),
    Endpoint("PATCH", _AT, "changeWebhook", "Webhooks", "Change it, or switch it off or on.", "editor", "manage", _change, "Webhook", body="WebhookChange"),
    Endpoint("DELETE", _AT, "removeWebhook", "Webhooks", "Remove it, with its deliveries.", "editor", "manage", _remove, None, 204),
    Endpoint(
        "POST", f"{_AT}/secret", "rotateSecret", "Webhooks", "Give it a new secret; for a day both sign.", "editor", "manage", _rotate,
        "MadeSecret", 201, secret=True,
    ),
    Endpoint("POST", f"{_AT}/test", "testWebhook", "Webhooks", "Send a test.", "editor", "manage", _test, "Delivery", 201),
    Endpoint(
        "GET", f"{_AT}/deliveries", "listDeliveries", "Webhooks", "What was sent to it, the newest first.", "editor", "manage", _deliveries,
        "Deliveries", query=(_BEFORE, LIMIT), paged=True,
    ),
    Endpoint(
        "POST", "/deliveries/{delivery_id}/redeliver", "redeliver", "Webhooks", "Send an event once more.", "editor", "manage", _redeliver,
        "Delivery",
    ),
)  # fmt: skip
