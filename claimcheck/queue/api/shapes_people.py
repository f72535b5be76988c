"""Shapes of people, tokens, views, the log and webhooks."""

from __future__ import annotations

from typing import Any

from claimcheck.queue.actor import SCOPES
from claimcheck.queue.api.schema_parts import (
    LINK,
    NAME,
    anything,
    boolean,
    closed,
    integer,
    line,
    many,
    moment,
    number_of,
    one_of,
    page,
    ref,
    string,
    text,
)

Json = dict[str, Any]

_ID = number_of("Its number.")
_PERSON = string("The name that somebody signs in with.")

SHAPES: dict[str, Json] = {
    "Me": closed(
        "Who asks.",
        {
            "name": _PERSON,
            "admin": boolean("Whether this is an administrator."),
            "roles": many(ref("DeskRole"), "The roles on desks."),
        },
        {
            "id": number_of("The person."),
            "scopes": many(string("A scope."), "What the token may be used for."),
            "desk_limit": number_of("The only desk that the token reaches."),
        },
    ),
    "Person": closed(
        "Somebody who may sign in.",
        {
            "id": _ID,
            "name": _PERSON,
            "display_name": string("How they are shown."),
            "admin": boolean("Whether this is an administrator."),
            "active": boolean("Whether they may sign in."),
            "created_at": moment("When they were added."),
            "roles": many(ref("DeskRole"), "The roles on desks."),
            "ways": many(string("A way."), "How they can sign in."),
        },
    ),
    "People": page("Person", "people"),
    "NewPerson": closed(
        "Somebody to be added.",
        {"name": line("The name to sign in with.", 60), "display_name": line("How they are shown.", NAME)},
        {"password": text("A password, 12 characters at least.", 1000), "admin": boolean("Whether this is an administrator.")},
    ),
    "PersonChange": closed(
        "What is to be changed.",
        {},
        {
            "display_name": line("How they are shown.", 100),
            "admin": boolean("Whether this is an administrator."),
            "active": boolean("false: may not sign in any more, and tokens end."),
        },
    ),
    "Token": closed(
        "A token, without its secret.",
        {
            "id": _ID,
            "name": string("What it is for."),
            "scopes": many(string("A scope."), "What it may be used for."),
            "created_at": moment("When it was made."),
            "expires_at": moment("When it ends."),
        },
        {
            "desk_id": number_of("The only desk that it reaches."),
            "used_at": moment("When it was last used."),
            "revoked_at": moment("When it was revoked."),
        },
    ),
    "Tokens": page("Token", "tokens"),
    "NewToken": closed(
        "A token to be made.",
        {
            "name": line("What it is for.", NAME),
            "scopes": {**many(one_of("A scope.", *SCOPES), "What it may be used for.", len(SCOPES), 1), "uniqueItems": True},
            "days": integer("How long it lasts.", 1, 366),
        },
        {"desk_id": number_of("The only desk that it reaches.")},
    ),
    "MadeToken": closed("A token that was made.", {"token": ref("Token"), "secret": string("The token itself. It is shown this once.")}),
    "NewView": closed("A list to be kept.", {"name": line("Its name.", NAME), "query": line("The filter, as in an address.", LINK, 0)}),
    "View": closed("A list that was kept.", {"id": _ID, "name": string("Its name."), "query": string("The filter, as in an address.")}),
    "Views": page("View", "views"),
    "Event": closed(
        "An event of the log.",
        {
            "seq": number_of("Its number."),
            "at": moment("When."),
            "actor": string("Who."),
            "via": string("How: cli, web, api or system."),
            "action": string("What."),
            "subject": string("On what."),
            "previous": string("The hash of the event before."),
            "hash": string("Its own hash."),
        },
        {
            "desk_id": number_of("The desk."),
            "article_id": number_of("The article."),
            "item_id": number_of("The claim."),
            "before": anything("What was."),
            "after": anything("What is."),
        },
    ),
    "Events": page("Event", "events"),
    "Webhook": closed(
        "Where events of a desk are sent to.",
        {
            "id": _ID,
            "desk_id": number_of("The desk."),
            "url": string("The address."),
            "form": one_of("What is sent.", "cloudevents", "slack"),
            "actions": many(string("An action."), "Actions that are told; none: all."),
            "texts": boolean("Whether words of drafts and people are sent."),
            "active": boolean("Whether anything is sent."),
            "waiting": integer("Deliveries that have not arrived yet."),
            "created_at": moment("When it was added."),
            "created_by": _PERSON,
        },
        {"off_because": string("Why it was switched off."), "failing_since": moment("Since when nothing arrives.")},
    ),
    "Webhooks": page("Webhook", "webhooks"),
    "NewWebhook": closed(
        "A webhook to be added.",
        {"desk_id": number_of("The desk."), "url": line("An https address.", LINK)},
        {
            "form": one_of("What is sent.", "cloudevents", "slack"),
            "actions": many(line("An action such as item.decided, or item.*.", 60), "Actions to be told; none: all.", 50),
            "texts": boolean("Whether words of drafts and people are sent."),
        },
    ),
    "WebhookChange": closed(
        "What is to be changed.",
        {},
        {
            "url": line("An https address.", LINK),
            "actions": many(line("An action such as item.decided, or item.*.", 60), "Actions to be told; none: all.", 50),
            "texts": boolean("Whether words of drafts and people are sent."),
            "active": boolean("Whether anything is sent."),
        },
    ),
    "MadeWebhook": closed(
        "A webhook that was added.",
        {"webhook": ref("Webhook")},
        {"secret": string("What deliveries are signed with, where the form signs. It is shown this once.")},
    ),
    "MadeSecret": closed("A new secret.", {"secret": string("What deliveries are signed with. It is shown this once.")}),
    "Delivery": closed(
        "An event that is to be sent, or was.",
        {
            "id": _ID,
            "webhook_id": number_of("The webhook."),
            "seq": integer("The event's number in the log; 0 for a test."),
            "action": string("What happened."),
            "subject": string("To what."),
            "state": one_of("How it stands.", "waiting", "delivered", "given-up"),
            "attempts": integer("How often it was tried."),
            "changed_at": moment("When that was."),
        },
        {"next_at": moment("When it is tried next."), "status": integer("The last answer's status."), "error": string("What was wrong.")},
    ),
    "Deliveries": page("Delivery", "deliveries"),
}
