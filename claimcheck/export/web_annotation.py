"""W3C Web Annotation (https://www.w3.org/TR/annotation-model/): an annotation a claim, in one page.

The bodies: the claim readable on its own (describing), its types and checkability (tagging), what to find out (questioning), its
id (identifying); where somebody verified it, the verdict (assessing), its source (linking) and a note (commenting). `claimcheck
import` reads verdicts from the same shape.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from claimcheck.anchor import WIDTH
from claimcheck.export.annotated import Annotated, Json, Options, Review, address_of, name_of
from claimcheck.record import dumps

CONTEXT = "http://www.w3.org/ns/anno.jsonld"

#: Formats whose file is what a reader sees: positions in it mean the same to every tool.
_PLAIN = ("text", "markdown")


def write(articles: Sequence[Annotated], options: Options) -> Iterator[str]:
    """An AnnotationPage."""
    items = [_annotation(article, claim, options) for article in articles for claim in article.claims]
    name = uuid5(NAMESPACE_URL, "\n".join(item["id"] for item in items)).urn
    yield dumps({"@context": CONTEXT, "id": name, "type": "AnnotationPage", "items": items}, indent=2) + "\n"


def _annotation(article: Annotated, claim: Json, options: Options) -> Json:
    address = address_of(claim["document"])
    review = article.reviews.get(claim["claim_id"])
    return {
        "id": name_of(address, claim["claim_id"]),
        "type": "Annotation",
        "motivation": ["describing", *(["assessing"] if review else [])],
        **({"generated": options.time} if options.time else {}),
        "generator": {"type": "Software", "name": f"claimcheck {claim['provenance']['claimcheck_version']}"},
        "body": [*_bodies(claim), *(_verdict(review) if review else ())],
        "target": {"type": "SpecificResource", "source": address, "selector": _selectors(article, claim["span"])},
    }


def _bodies(claim: Json) -> Iterator[Json]:
    yield _textual("describing", claim["resolved_text"]) | {"language": claim["document"]["lang"]}
    yield from (_textual("tagging", name) for name in claim["types"])
    yield _textual("tagging", f"checkable: {claim['checkability']['value']}")
    yield from (_textual("questioning", question) | {"language": "en"} for question in claim["questions"])
    yield _textual("identifying", claim["claim_id"])


def _verdict(review: Review) -> Iterator[Json]:
    # The model asks for a point in time; only the day is known.
    made = {"creator": {"type": "Person", "name": review.by}, "created": f"{review.when}T00:00:00Z"}
    yield _textual("assessing", review.verdict) | made
    yield _textual("linking", review.source)
    if review.note is not None:
        yield _textual("commenting", review.note)


def _textual(purpose: str, value: str) -> Json:
    return {"type": "TextualBody", "purpose": purpose, "value": value, "format": "text/plain"}


def _selectors(article: Annotated, span: Mapping[str, Any]) -> list[Json]:
    """The words in their surroundings, and their offsets in code points.

    Of an HTML or Word file that is at hand, the words are those that a reader sees, and there are no offsets: every tool counts
    another text.
    """
    document = article.article
    if document is None or document.format in _PLAIN:
        return [
            {"type": "TextQuoteSelector", "exact": span["exact"], "prefix": span["prefix"], "suffix": span["suffix"]},
            {"type": "TextPositionSelector", "start": span["start"], "end": span["end"]},
        ]
    place, text = article.place(span), document.text
    return [
        {
            "type": "TextQuoteSelector",
            "exact": place.slice(text),
            "prefix": text[max(0, place.start - WIDTH) : place.start],
            "suffix": text[place.end : place.end + WIDTH],
        }
    ]
