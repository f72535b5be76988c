"""schema.org: a Claim (https://schema.org/Claim) for each claim, a ClaimReview for each that somebody verified.

A Claim's author is who makes it, where the article says so by name. What is not known stays out: no firstAppearance, and no
claimInterpreter unless a desk says that it stands by them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from uuid import NAMESPACE_URL, uuid5

from claimcheck.export.annotated import Annotated, Json, Options, Review, address_of, name_of
from claimcheck.record import dumps

CONTEXT = "https://schema.org"

#: Verdicts that stand on a scale, from 1 (false) to 5 (true); others are told in words only.
_RATINGS = {"true": 5, "mostly true": 4, "misleading": 2, "false": 1}

#: Entity types of who can make a claim.
_MAKERS = {"person": "Person", "organization": "Organization"}

#: Cues that report the claim as the source's own; who doubts or denies something does not claim it.
_CLAIMING = ("report", "factive", "belief")


def write(articles: Sequence[Annotated], options: Options) -> Iterator[str]:
    """A graph with the claims and reviews."""
    graph: list[Json] = []
    for article in articles:
        kinds = _kinds(article.claims)
        for claim in article.claims:
            graph.append(_claim(claim, kinds, options))
            review = article.reviews.get(claim["claim_id"])
            if review:
                graph.append(_review(claim, review))
    yield dumps({"@context": CONTEXT, "@graph": graph}, indent=2) + "\n"


def _kinds(claims: Sequence[Json]) -> dict[str, set[str]]:
    """The types of each name in the article."""
    kinds: dict[str, set[str]] = {}
    for claim in claims:
        for entity in claim["entities"]:
            for name in (entity["text"], entity["canonical"]):
                kinds.setdefault(name, set()).add(entity["type"])
    return kinds


def _claim(claim: Json, kinds: Mapping[str, set[str]], options: Options) -> Json:
    document = claim["document"]
    appearance = {"@type": "Article", "@id": address_of(document), "inLanguage": document["lang"]}
    if "title" in document:
        appearance["headline"] = document["title"]
    if "published_at" in document:
        appearance["datePublished"] = document["published_at"]
    found: Json = {
        "@type": "Claim",
        "@id": name_of(address_of(document), claim["claim_id"]),
        "identifier": claim["claim_id"],
        "text": claim["resolved_text"],
        "inLanguage": document["lang"],
        "keywords": claim["types"],
        "appearance": appearance,
    }
    author = _author(claim, kinds)
    if author:
        found["author"] = author
    if options.interpreter:
        found["claimInterpreter"] = {"@type": "Organization", "name": options.interpreter}
    coverage = _coverage(claim)
    if coverage:
        found["temporalCoverage"] = coverage
    return found


def _coverage(claim: Json) -> str | None:
    """When it is claimed to have happened: the one settled time of its own predicate, not that of a clause inside."""
    own = [argument["span"] for argument in claim["arguments"] if argument["role"] == "time"]
    times = {
        (time["begin"], time["end"])
        for time in claim["times"]
        if time["status"] == "resolved" and "begin" in time and "end" in time
        if any(span["start"] <= time["span"]["start"] and time["span"]["end"] <= span["end"] for span in own)
    }
    if len(times) != 1:
        return None
    ((begin, end),) = times
    return str(begin) if begin == end else f"{begin}/{end}"


def _author(claim: Json, kinds: Mapping[str, set[str]]) -> Json | None:
    """Who makes the claim: the innermost source, when all hops report it and its kind is known."""
    hops = claim["attribution"]
    if not hops or any(hop["cue_class"] not in _CLAIMING for hop in hops):
        return None
    hop = hops[-1]
    name = hop.get("resolved_source") or hop.get("source")
    if not name or hop["source_kind"] not in ("named", "institution"):
        return None
    makers = {_MAKERS[kind] for kind in kinds.get(name, ()) if kind in _MAKERS} or (
        {"Organization"} if hop["source_kind"] == "institution" else set()
    )
    return {"@type": makers.pop(), "name": name} if len(makers) == 1 else None


def _review(claim: Json, review: Review) -> Json:
    name = name_of(address_of(claim["document"]), claim["claim_id"])
    rating: Json = {"@type": "Rating", "alternateName": review.verdict}
    if review.verdict in _RATINGS:
        rating |= {"ratingValue": _RATINGS[review.verdict], "bestRating": 5, "worstRating": 1}
    found: Json = {
        "@type": "ClaimReview",
        "@id": uuid5(NAMESPACE_URL, f"{name}#review").urn,
        "claimReviewed": claim["resolved_text"],
        "itemReviewed": {"@id": name},
        "reviewRating": rating,
        "author": {"@type": "Person", "name": review.by},
        "datePublished": review.when,
        "citation": review.source,
    }
    return found | ({"reviewBody": review.note} if review.note is not None else {})
