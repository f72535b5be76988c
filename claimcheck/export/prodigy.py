"""JSON lines for Prodigy's spans_manual, where spans may overlap (https://prodi.gy/docs/api-interfaces#spans_manual).

A paragraph a task. Offsets are code points, as Python and spaCy count them. Tokens are left to Prodigy: its tokenizer must be the
one of the pipeline that is trained.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from claimcheck.export.annotated import Annotated, Json, Options, address_of
from claimcheck.record import dumps


def write(articles: Sequence[Annotated], options: Options) -> Iterator[str]:
    """A line a block of text (paragraph, heading, list item), also where it has no claim: that is an example too."""
    for article in articles:
        blocks = article.article.blocks if article.article else ()
        spans = sorted(_spans(article), key=lambda span: (span["start"], span["end"], span["claim_id"], span["label"]))
        starts = [span["start"] for span in spans]
        for block in blocks:
            start, end = block.span.start, block.span.end
            inside = [span for span in spans[bisect_left(starts, start) : bisect_left(starts, end)] if span["end"] <= end]
            yield (
                dumps(
                    {
                        "text": block.span.slice(article.text),
                        "spans": [span | {"start": span["start"] - start, "end": span["end"] - start} for span in inside],
                        "meta": {"source": address_of(article.document), "offset": start, "kind": block.kind},
                    }
                )
                + "\n"
            )


def _spans(article: Annotated) -> Iterator[Json]:
    for claim in article.claims:
        for place in map(article.place, claim["pieces"]):
            if place.start < place.end:
                for kind in claim["types"]:
                    yield {"start": place.start, "end": place.end, "label": kind, "claim_id": claim["claim_id"]}
