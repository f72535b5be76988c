"""JSON lines for doccano's sequence labelling: as "JSONL" (the field `label`), or, where a project has relations, as
"JSONL(Relation)" (the fields `entities` and `relations`, which join the pieces of a claim).

An article a line; a claim is a span a piece and type, so that its types can be corrected one by one; the project must allow spans
to overlap. Offsets are code points: the option to count grapheme clusters stays off. doccano keeps the other fields as metadata.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count

from claimcheck.export.annotated import Annotated, Json, Options, address_of
from claimcheck.record import dumps


def write(articles: Sequence[Annotated], options: Options) -> Iterator[str]:
    """A line an article. Entities are numbered through the whole file."""
    numbers = count(1)
    for article in articles:
        yield dumps(_line(article, numbers)) + "\n"


def _line(article: Annotated, numbers: Iterator[int]) -> Json:
    entities: list[Json] = []
    relations: list[Json] = []
    claims: list[Json] = []
    for claim in article.claims:
        places = [place for place in map(article.place, claim["pieces"]) if place.start < place.end]
        mine: list[int] = []
        for kind in claim["types"]:
            ids = [next(numbers) for _ in places]
            pairs = zip(ids, places, strict=True)
            entities += [{"id": number, "start_offset": place.start, "end_offset": place.end, "label": kind} for number, place in pairs]
            relations += [{"from_id": ids[0], "to_id": number, "type": "continues"} for number in ids[1:]]
            mine += ids
        claims.append({"claim_id": claim["claim_id"], "entities": mine})
    return {
        "text": article.text,
        "label": [[entity["start_offset"], entity["end_offset"], entity["label"]] for entity in entities],
        "entities": entities,
        "relations": relations,
        "uri": address_of(article.document),
        "sha256": article.document["sha256"],
        "claims": claims,
    }
