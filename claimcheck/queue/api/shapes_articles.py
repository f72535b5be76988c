"""Shapes of desks, articles and figures."""

from __future__ import annotations

from typing import Any

from claimcheck.queue.api.schema_parts import (
    NAME,
    ROLES,
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
from claimcheck.report.phrases import strings

Json = dict[str, Any]

REPORT_RECORD = {"$ref": "https://claimcheck-desk.org/schemas/report/1.0/report.schema.json"}
_ID = number_of("Its number.")
_PERSON = string("The name that somebody signs in with.")
_ARTICLE: Json = {
    "id": _ID,
    "desk_id": number_of("The desk."),
    "uri": string("Where it was read from."),
    "version": integer("The number of its newest version.", 1),
    "created_at": moment("When it was added."),
    "changed_at": moment("When its newest version was added."),
}
_ARTICLE_SOMETIMES: Json = {"title": string("Its title."), "published_at": string("The day of publication.")}
_VERSION: Json = {
    "article_id": number_of("The article."),
    "number": integer("Counted from 1.", 1),
    "sha256": string("Of the source."),
    "added_at": moment("When it was added."),
    "added_by": _PERSON,
}
_POLICY: Json = {
    "scale": many(line("A verdict.", 60), "The verdicts that can be given.", 50, 2),
    "wrong": many(line("A verdict.", 60), "Verdicts after which the article has to be corrected.", 50),
    "twice": closed(
        "Which claims need two reviewers.",
        {},
        {
            "priority_above": or_null(number("A priority.", 0, 1), "Those above this priority; null: the priority does not matter."),
            "types": many(one_of("A type.", *strings()["type"]), "Those of one of these types.", 50),
        },
    ),
    "blind": boolean("Whether a reviewer sees the other's verdict only after having given one."),
    "lease_seconds": integer("How long a lease lasts.", 30, 86_400),
    "least_priority": number("Claims below it are not queued.", 0, 1),
    "checkable": many(one_of("A value.", "yes", "partial", "no"), "Values of checkability that are queued.", 3),
}

SHAPES: dict[str, Json] = {
    "DeskRole": closed("A role on a desk.", {"desk_id": number_of("The desk."), "role": one_of("The role.", *ROLES)}),
    "Policy": closed("How a desk wants its claims reviewed.", _POLICY),
    "PolicyChange": closed("Settings of a desk; those left out stay as they are.", {}, _POLICY),
    "Desk": closed("A desk.", {"id": _ID, "name": string("Its name."), "policy": ref("Policy")}),
    "NewDesk": closed("A desk to be made.", {"name": line("Its name.", NAME)}),
    "Desks": page("Desk", "desks"),
    "Member": closed("Somebody's role on a desk.", {"role": or_null(one_of("A role.", *ROLES), "The role; null: none any more.")}),
    "Article": closed("An article.", _ARTICLE, _ARTICLE_SOMETIMES),
    "Articles": page("Article", "articles"),
    "NewArticle": closed(
        "An article's report with its text: a new article, or a new version where the desk has one of that address.",
        {
            "report": {**REPORT_RECORD, "description": "Its report, as `claimcheck extract --format report` makes it."},
            "source": {"type": "string", "description": "The original text, which the report's offsets count.", "maxLength": 20_000_000},
        },
        {"desk": line("The desk's name; may be left out where there is only one in sight.", NAME)},
    ),
    "NewText": closed(
        "An article as it was written; the server finds its claims.",
        {
            "name": line("What it is called; the ending tells how it is written (.txt, .md, .html).", 300),
            "text": text("Its text.", 2_000_000),
        },
        {
            "published": {"type": "string", "description": "The day of publication.", "format": "date", "examples": ["2026-01-05"]},
            "desk": line("The desk's name; may be left out where there is only one in sight.", NAME),
        },
    ),
    "Added": closed(
        "What a version brought: numbers of claims.",
        {
            "article_id": number_of("The article."),
            "version": integer("The number of its newest version.", 1),
            "unchanged": boolean("Whether this very version was there already."),
            "queued": many(_ID, "New ones."),
            "carried": many(_ID, "Those that stand as before, with their verdicts."),
            "changed": many(_ID, "Those of earlier versions that changed, and are stale."),
            "orphaned": many(_ID, "Those of earlier versions that are gone, and are stale."),
            "returned": many(_ID, "Those that were stale, and are back."),
            "loud": many(_ID, "Of those that changed or are gone: those that had a verdict."),
        },
    ),
    "Version": closed(
        "A version of an article.",
        {**_VERSION, "source": string("The original text, which all offsets count."), "report": REPORT_RECORD},
    ),
    "VersionInBrief": closed("A version of an article.", _VERSION),
    "Versions": page("VersionInBrief", "versions"),
    "Figures": closed(
        "How things stand, over the desks in sight or over one.",
        {
            "at": moment("At which moment."),
            "days": many(
                closed(
                    "A day of UTC.",
                    {
                        "day": string("The day."),
                        "arrived": integer("Claims that came in."),
                        "settled": integer("Claims that were settled."),
                        "verdicts": integer("Verdicts that were given."),
                    },
                ),
                "The last days.",
            ),
            "states": {"type": "object", "description": "Claims by state.", "additionalProperties": integer("How many.")},
            "open": integer("Claims that are not settled."),
            "ages": many(
                closed(
                    "Open claims of an age.",
                    {"age_from": integer("At least so many days."), "claims": integer("How many.")},
                    {"age_to": integer("Less than so many days.")},
                ),
                "Open claims by age.",
            ),
            "agreement": closed(
                "How far two reviewers agree.",
                {"claims": integer("Claims that two have judged.")},
                {
                    "percent": number("The share that is alike.", 0, 1),
                    "kappa": number("Cohen's kappa.", -1, 1),
                    "alpha": number("Krippendorff's alpha, nominal."),
                },
            ),
            "people": many(
                closed(
                    "Somebody's verdicts.",
                    {
                        "person": _PERSON,
                        "recent": integer("In the last 30 days."),
                        "verdicts": integer("Of all time."),
                        "last_at": moment("The last one."),
                    },
                ),
                "Who gave verdicts.",
            ),
            "orphans": integer("Claims with verdicts that are gone from their articles."),
            "orphaned": many(
                closed(
                    "Such a claim.",
                    {
                        "item_id": _ID,
                        "article_id": number_of("The article."),
                        "text": string("What is claimed."),
                        "changed_at": moment("Since when."),
                    },
                    {"verdict": string("The verdict.")},
                ),
                "The latest of them.",
            ),
            "articles": many(
                closed(
                    "An article with open claims.",
                    {
                        "article_id": number_of("The article."),
                        "uri": string("Where it was read from."),
                        "open": integer("Claims that are not settled."),
                        "settled": integer("Claims that are."),
                        "claims": integer("All of them."),
                    },
                    {"title": string("Its title.")},
                ),
                "Articles with open claims.",
            ),
        },
        {"desk_id": number_of("The desk."), "median_seconds": number("Half of the claims were settled in less.", 0)},
    ),
}
