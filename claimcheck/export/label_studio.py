"""Tasks with predictions for Label Studio (https://labelstud.io/guide/predictions).

The labelling interface has a `<Text name="text" value="$text"/>` and a `<Labels name="types" toName="text">`; a claim is a region
a piece, with its types as labels. Offsets are code points, as Label Studio's front end keeps them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from claimcheck.export.annotated import Annotated, Json, Options, address_of
from claimcheck.record import dumps


def write(articles: Sequence[Annotated], options: Options) -> Iterator[str]:
    """A list of tasks, an article each."""
    yield dumps([_task(article) for article in articles], indent=2) + "\n"


def _task(article: Annotated) -> Json:
    result = [region for claim in article.claims for region in _regions(article, claim)]
    version = {f"claimcheck {claim['provenance']['claimcheck_version']}" for claim in article.claims}
    return {
        "data": {"text": article.text, "uri": address_of(article.document), "sha256": article.document["sha256"]},
        "predictions": [{"model_version": ", ".join(sorted(version)) or "claimcheck", "result": result}],
    }


def _regions(article: Annotated, claim: Json) -> Iterator[Json]:
    places = [place for place in map(article.place, claim["pieces"]) if place.start < place.end]
    for number, place in enumerate(places, 1):
        yield {
            "id": claim["claim_id"] if number == 1 else f"{claim['claim_id']}.{number}",
            "from_name": "types",
            "to_name": "text",
            "type": "labels",
            "score": claim["priority"]["score"],
            "value": {"start": place.start, "end": place.end, "text": place.slice(article.text), "labels": claim["types"]},
            "meta": {"text": [claim["claim_id"], claim["resolved_text"]]},
        }
