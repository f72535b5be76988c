"""Fact-checks in the markup of schema.org: ClaimReview (https://schema.org/ClaimReview), in every shape that is met.

A review alone, a list, a @graph, a DataFeed, one inside of another page's description; what is reviewed may be a Claim or a
CreativeWork, written there or named by its @id.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from claimcheck.archive.day import read_day
from claimcheck.archive.entry import Entry, Left, address, made
from claimcheck.archive.jsonld import Json, kinds, link_of, listed, loads, name_of, nodes, plain, text_of

_TYPE = "ClaimReview"


def read_claim_reviews(text: str, place: str = "") -> Iterator[Entry | Left]:
    """The reviews in a JSON-LD text; for each that cannot be used its place and the reason. `place` stands in front of places.

    Raises ValueError when the text is no JSON.
    """
    yield from reviews_in(loads(text), place)


def reviews_in(value: object, place: str = "") -> Iterator[Entry | Left]:
    """The same for a value that was read."""
    every = [(where, plain(node)) for where, node in nodes(value)]
    named: dict[str, Json] = {}
    for _, node in every:
        name = node.get("@id")
        if isinstance(name, str) and len(node) > len(named.get(name, ())):
            named[name] = node
    for where, node in every:
        if _TYPE in kinds(node) and len(node.keys() - {"@id", "@type", "type"}):
            yield from _review(node, named, f"{place}{where}")


def _review(node: Json, named: Mapping[str, Json], place: str) -> Iterator[Entry | Left]:
    things = [_whole(thing, named) for thing in listed(node.get("itemReviewed"))]
    items = [thing for thing in things if thing]
    url = link_of(node.get("url")) or link_of(node.get("mainEntityOfPage")) or link_of(node.get("@id"))
    rating = _rating(node.get("reviewRating"), named)
    days: dict[str, str | None] = {}
    for name, value in (("stated", _first_of(items, _stated)), ("reviewed", _first(node, "datePublished", "dateCreated", "dateModified"))):
        days[name] = read_day(value) if value else None
        if value and days[name] is None:
            yield Left(place, f"its date “{value[:40]}” is none that can be read one way only; the entry has none")
    entry = made(
        "fact-check",
        text_of(node.get("claimReviewed"))
        or _first_of(items, lambda item: _first(item, "text", "claim", "name", "headline", "description")),
        speaker=_first_of(items, lambda item: name_of(_wholes(item.get("author"), named)) or name_of(_wholes(item.get("creator"), named))),
        stated=days["stated"],
        rating=rating,
        publisher=name_of(_wholes(node.get("author"), named)) or name_of(_wholes(node.get("publisher"), named)) or _host(url),
        url=url,
        reviewed=days["reviewed"],
        title=_first(node, "headline", "name"),
        body=_first(node, "reviewBody", "articleBody", "description", "text"),
        language=_language(node),
        licence=text_of(node.get("license"))
        or link_of(node.get("license"))
        or text_of(node.get("sdLicense"))
        or link_of(node.get("sdLicense")),
    )
    yield entry or Left(place, "it has no claim: neither claimReviewed nor a text of what is reviewed")


def _whole(value: object, named: Mapping[str, Json]) -> Json | None:
    """A thing, with what is said of it elsewhere in the file; a string is a thing with that name."""
    if isinstance(value, str):
        return named.get(value, {"name": value})
    if not isinstance(value, dict):
        return None
    node = plain(value)
    name = node.get("@id")
    return {**named[name], **node} if isinstance(name, str) and name in named else node


def _wholes(value: object, named: Mapping[str, Json]) -> list[object]:
    return [_whole(item, named) if isinstance(item, dict) else item for item in listed(value)]


def _rating(value: object, named: Mapping[str, Json]) -> str | None:
    """The rating in the publisher's words; where there are none, the number and the best that could be had."""
    for item in listed(value):
        if isinstance(item, str) and item.strip() and item not in named:
            return item
        node = _whole(item, named)
        if not node:
            continue
        said = _first(node, "alternateName", "name", "ratingExplanation")
        number, best = text_of(node.get("ratingValue")), text_of(node.get("bestRating"))
        if said or number:
            return said or (f"{number} of {best}" if best else number)
    return None


def _stated(item: Json) -> str | None:
    """When the claim was made, or first appeared."""
    day = _first(item, "datePublished", "dateCreated")
    for name in ("firstAppearance", "appearance"):
        for place in listed(item.get(name)):
            day = day or (_first(plain(place), "datePublished", "dateCreated") if isinstance(place, dict) else None)
    return day


def _language(node: Json) -> str | None:
    """The code of the review's language, as it gives it."""
    for item in listed(node.get("inLanguage")):
        thing = plain(item) if isinstance(item, dict) else {"name": item}
        found = _first(thing, "alternateName", "name", "@id")
        if found:
            return found
    for name in ("claimReviewed", "headline", "name"):
        for item in listed(node.get(name)):
            if isinstance(item, dict) and isinstance(item.get("@language"), str):
                return str(item["@language"])
    return None


def _first(node: Json, *names: str) -> str | None:
    return next((words for name in names if (words := text_of(node.get(name)))), None)


def _first_of(items: list[Json], read: object) -> str | None:
    return next((words for item in items if (words := read(item))), None)  # type: ignore[operator]


def _host(url: str | None) -> str | None:
    link = address(url)
    return urlsplit(link).hostname if link else None
