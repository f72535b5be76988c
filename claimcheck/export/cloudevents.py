"""CloudEvents 1.0, JSON batch format (https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md).

The same record makes the same event, so that a receiver can drop what it has already: source and id tell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256

from claimcheck.export.annotated import Annotated, Json, Options, address_of
from claimcheck.record import dumps, load_schema

TYPE = "org.claimcheck-desk.claim.extracted"


def write(articles: Sequence[Annotated], options: Options) -> Iterator[str]:
    """A batch with an event a claim. An event has a time only where the user gives one: nothing here looks at the clock."""
    schema = load_schema("claim")["$id"]
    yield dumps([_event(claim, schema, options) for article in articles for claim in article.claims], indent=2) + "\n"


def _event(claim: Json, schema: str, options: Options) -> Json:
    digest = sha256(dumps(claim).encode()).hexdigest()[:16]
    event = {
        "specversion": "1.0",
        "id": f"{claim['claim_id']}.{digest}",
        "source": address_of(claim["document"]),
        "type": TYPE,
        "subject": claim["claim_id"],
        "datacontenttype": "application/json",
        "dataschema": schema,
        "data": claim,
    }
    return event | ({"time": options.time} if options.time else {})
