"""Shapes of claims, and of what is done to them."""

from __future__ import annotations

from typing import Any

from claimcheck.queue.api.schema_parts import (
    BULK,
    LEASE,
    LINK,
    NOTE,
    anything,
    boolean,
    closed,
    integer,
    line,
    many,
    moment,
    number,
    number_of,
    one_of,
    or_null,
    page,
    ref,
    string,
    text,
)
from claimcheck.queue.states import State

Json = dict[str, Any]

_ID = number_of("Its number.")
_VERDICT = line("A verdict on the desk's scale.", 60)
_NOTE = text("Why, in words.", NOTE)
_LINKS = many(line("An http or https address.", LINK), "Where it can be looked up.", 20)
_PERSON = string("The name that somebody signs in with.")
_CLAIM: Json = {
    "id": _ID,
    "article_id": number_of("The article."),
    "desk_id": number_of("The desk."),
    "claim_id": string(
        "The claim's id in its record, in the newest version that has it. A new wording may bring another: `id` is what stays."
    ),
    "state": one_of("Where it stands.", *State),
    "round": integer("Goes up with each reopening.", 1),
    "needs": integer("How many reviewers it needs.", 1),
    "given": integer("How many have given their verdict in this round."),
    "revision": integer("Goes up with each change."),
    "first_version": integer("The article's version in which it stood first.", 1),
    "last_version": integer("The newest version in which it stands.", 1),
    "text": string("What is claimed, with references resolved."),
    "types": many(string("A type."), "Types of the claim."),
    "checkable": string("Whether it can be checked: yes, partial or no."),
    "priority": number("How urgent it is.", 0, 1),
    "findings": integer("How many of the article's own contradictions touch it."),
    "start": integer("Offset of its first character in the source."),
    "end": integer("Offset after its last character."),
    "line": integer("Line of the source.", 0),
    "created_at": moment("When it came into the queue."),
    "changed_at": moment("When it was last changed."),
}
_CLAIM_SOMETIMES: Json = {
    "stale_because": one_of("Why it is stale.", "changed", "gone"),
    "verdict": string("The verdict that counts."),
    "follows_id": number_of("The claim of an earlier version that this is a changed form of."),
    "changes": many(anything("What differs."), "In what it differs from that one."),
    "speaker": string("Who says so."),
    "stance": string("What the lookup found."),
    "assigned_id": number_of("The person it is assigned to."),
    "lease_by": string("Who has it."),
    "leased_at": moment("Since when."),
    "lease_until": moment("Until when, unless the lease is extended."),
    "settled_at": moment("When it became checked, corrected or dismissed."),
}
_LISTED: Json = {
    "desk": string("The desk's name."),
    "uri": string("The article's address."),
    "labels": many(string("A label."), "Its labels."),
}

SHAPES: dict[str, Json] = {
    "QueuedClaim": closed("A claim in the queue.", _CLAIM, _CLAIM_SOMETIMES),
    "ListedClaim": closed(
        "A claim in a list.",
        {**_CLAIM, **_LISTED},
        {**_CLAIM_SOMETIMES, "title": string("The article's title."), "assigned": string("Who it is assigned to.")},
    ),
    "ListedClaims": closed(
        "A page of claims.",
        {
            "items": many(ref("ListedClaim"), "Claims."),
            "total": integer("How many there are in all, counted up to 10,000."),
            "more": boolean("Whether there are more than that."),
        },
        {"next": string("Cursor of the next page.")},
    ),
    "Decision": closed(
        "A verdict that somebody gave.",
        {
            "id": _ID,
            "item_id": number_of("The claim."),
            "round": integer("The round.", 1),
            "kind": one_of("Of a reviewer, or of the adjudicator.", "review", "adjudication"),
            "person": _PERSON,
            "verdict": string("The verdict."),
            "version": integer("The article's version that was read.", 1),
            "at": moment("When."),
            "links": many(string("An address."), "Where it can be looked up."),
        },
        {"note": string("Why."), "chosen_id": number_of("The review that the adjudicator agreed with.")},
    ),
    "Decisions": page("Decision", "verdicts"),
    "Decide": closed("A verdict.", {"verdict": _VERDICT}, {"note": _NOTE, "links": _LINKS}),
    "Dismiss": closed("Why a claim need not be checked.", {"reason": text("Why.", NOTE)}),
    "Adjudicate": closed(
        "The last word on a dispute: one of the reviews, or none of these and another verdict.",
        {"note": _NOTE},
        {"chosen_id": number_of("The review that is right."), "verdict": _VERDICT},
    ),
    "Explain": closed("Why.", {"note": _NOTE}),
    "Assign": closed("Who is to look at it.", {"person_id": or_null(number_of("The person."), "The person; null: nobody.")}),
    "NewEvidence": closed("A link.", {"url": line("Its address.", LINK)}, {"title": line("Its title.", 300), "note": _NOTE}),
    "Evidence": closed(
        "A link to where a claim can be looked up.",
        {"id": _ID, "item_id": number_of("The claim."), "url": string("Its address."), "person": _PERSON, "at": moment("When.")},
        {"decision_id": number_of("The verdict that it was given with."), "title": string("Its title."), "note": string("A note.")},
    ),
    "EvidenceList": page("Evidence", "links"),
    "NewComment": closed(
        "A comment; with `start` and `end` on those words of the source.",
        {"body": text("What it says.", NOTE)},
        {"start": integer("Offset of the first character."), "end": integer("Offset after the last.")},
    ),
    "Comment": closed(
        "A comment.",
        {
            "id": _ID,
            "article_id": number_of("The article."),
            "version": integer("The version that it is about.", 1),
            "body": string("What it says."),
            "person": _PERSON,
            "at": moment("When."),
            "orphaned": boolean("Whether those words are gone from the newest version."),
        },
        {
            "item_id": number_of("The claim."),
            "start": integer("Offset of the first character."),
            "end": integer("Offset after the last."),
            "exact": string("The words between them."),
            "resolved_at": moment("When it was settled."),
            "resolved_by": _PERSON,
            "place": ref("Place", "Where those words stand in the newest version."),
        },
    ),
    "Place": closed(
        "A place in the source.", {"start": integer("Offset of the first character."), "end": integer("Offset after the last.")}
    ),
    "NewLabel": closed("A label.", {"name": line("The label; no comma.", 40)}),
    "Comments": page("Comment", "comments"),
    "Labels": closed("Labels of a claim.", {"labels": many(string("A label."), "In the order of the alphabet.")}),
    "HistoryEntry": closed(
        "Something that was done.",
        {
            "seq": number_of("Its number in the log."),
            "at": moment("When."),
            "actor": string("Who."),
            "action": string("What."),
            "words": string("In words."),
            "via": string("How: cli, web, api or system."),
        },
        {"article_id": number_of("The article."), "item_id": number_of("The claim.")},
    ),
    "History": page("HistoryEntry", "events"),
    "Take": closed(
        "Which claim to take: the most urgent of these.",
        {},
        {
            "desk_id": number_of("One of this desk."),
            "article_id": number_of("One of this article."),
            "item_id": number_of("This claim and no other."),
        },
    ),
    "Lease": closed(
        "A claim that is yours for a while.",
        {
            "claim": ref("QueuedClaim"),
            "lease": string("What shows that it is yours: the header Claim-Lease."),
            "until": moment("When it runs out."),
        },
    ),
    "Extend": closed(
        "What shows that a claim is yours.", {"lease": {"type": "string", "description": "The lease's token.", "pattern": LEASE}}
    ),
    "Bulk": closed(
        "One action on many claims.",
        {
            "ids": many(_ID, "The claims.", BULK, 1),
            "action": one_of("The action.", "assign", "label", "unlabel", "dismiss", "reopen", "release"),
        },
        {"arguments": ref("BulkArguments")},
    ),
    "BulkArguments": closed(
        "What the action takes: assign person_id, label and unlabel name, dismiss reason, reopen note, release nothing.",
        {},
        {
            "person_id": or_null(number_of("The person."), "The person; null: nobody."),
            "name": line("A label.", 40),
            "reason": text("Why.", NOTE),
            "note": _NOTE,
        },
    ),
    "BulkResult": closed(
        "What became of it.",
        {
            "done": many(_ID, "Claims on which it was done."),
            "left": many(closed("A claim on which it was not done.", {"id": _ID, "reason": string("Why not.")}), "The others."),
        },
    ),
}
