"""The shapes of what the API takes and answers, as JSON Schema. An object has these fields and no others; what is unknown is left out.

References to other shapes are `#/$defs/<name>`, those to published schemas their address (`schemas/*.schema.json`).
"""

from __future__ import annotations

from typing import Any

from claimcheck.queue.api import shapes_articles, shapes_claims, shapes_people
from claimcheck.queue.api.schema_parts import closed, integer, string

Json = dict[str, Any]

SHAPES: dict[str, Json] = {
    "Problem": closed(
        "Why a request was not carried out: RFC 9457.",
        {
            "type": string("about:blank: the status says what kind it is."),
            "title": string("The status in words."),
            "status": integer("The status.", 400, 599),
            "detail": string("One sentence that names what would mend it."),
        },
    ),
    **shapes_articles.SHAPES,
    **shapes_claims.SHAPES,
    **shapes_people.SHAPES,
}
