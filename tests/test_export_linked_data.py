"""Web Annotation and schema.org: read back by JSON-LD and RDF libraries, against the terms of their vocabularies."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import rdflib
from pyld import jsonld
from rdflib import RDF, Graph, Literal, Namespace, URIRef

from claimcheck.export import Annotated
from claimcheck.export.annotated import address_of, name_of
from claimcheck.export.schema_org import CONTEXT as SCHEMA_ORG
from claimcheck.export.web_annotation import CONTEXT as ANNO
from tests.exported import HOSTILE, annotated, hostile, reviewed, text_of
from tests.frozen import article_names

STANDARDS = Path(__file__).parent.parent / "fixtures" / "standards"
CONTEXTS = {ANNO: "web-annotation-context.json", SCHEMA_ORG: "schema-org-context.json"}
OA = Namespace("http://www.w3.org/ns/oa#")
AS = Namespace("http://www.w3.org/ns/activitystreams#")
BASE = "https://desk.example/"


def loader(url: str, _options: Any) -> dict[str, Any]:
    """The contexts without a network."""
    return {"contextUrl": None, "documentUrl": url, "document": json.loads((STANDARDS / CONTEXTS[url]).read_text(encoding="utf-8"))}


OPTIONS = {"documentLoader": loader, "base": BASE}


def graph_of(text: str) -> Graph:
    quads = jsonld.to_rdf(json.loads(text), OPTIONS | {"format": "application/n-quads"})
    return Graph().parse(data=quads, format="nt")  # without named graphs, N-Quads are N-Triples


def keys(value: Any) -> set[str]:
    """Names of all fields, at any depth."""
    if isinstance(value, list):
        return {name for item in value for name in keys(item)}
    return {name for key, item in value.items() for name in {key} | keys(item)} if isinstance(value, dict) else set()


@pytest.mark.parametrize("name", article_names())
@pytest.mark.parametrize("form", ["web-annotation", "schema-org"])
def test_nothing_is_lost_in_json_ld(form: str, name: str) -> None:
    """A field that the context does not know would vanish when a reader expands the document."""
    told = json.loads(text_of(form, reviewed(annotated(name), "true", "odd"), interpreter="The Desk", time="2025-07-02T09:30:00Z"))
    expanded = jsonld.expand(told, OPTIONS)
    back = jsonld.compact(expanded, {"@context": told["@context"]}, OPTIONS)
    assert keys(back) | {"@graph"} == keys(told) | {"@graph"}


# -- Web Annotation -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", article_names())
def test_each_claim_is_an_annotation_with_its_words_and_place(name: str) -> None:
    article = annotated(name)
    graph = graph_of(text_of("web-annotation", article))
    assert len(set(graph.subjects(RDF.type, OA.Annotation))) == len(article.claims) > 0
    (page,) = graph.subjects(RDF.type, AS.OrderedCollectionPage)
    assert len(list(graph.items(graph.value(page, AS.items)))) == len(article.claims)
    assert article.article is not None
    for claim in article.claims:
        note = URIRef(name_of(claim["document"]["uri"], claim["claim_id"]))
        target = graph.value(note, OA.hasTarget)
        assert graph.value(target, OA.hasSource) == URIRef(BASE + claim["document"]["uri"])
        kinds = {graph.value(s, RDF.type): s for s in graph.objects(target, OA.hasSelector)}
        quote = kinds[OA.TextQuoteSelector]
        exact = str(graph.value(quote, OA.exact))
        around = str(graph.value(quote, OA.prefix)) + exact + str(graph.value(quote, OA.suffix))
        plain = article.article.format in ("text", "markdown")
        assert around in (article.article.source if plain else article.text)
        if plain:
            position = kinds[OA.TextPositionSelector]
            start, end = (int(str(graph.value(position, term))) for term in (OA.start, OA.end))
            assert article.article.source[start:end] == exact == claim["span"]["exact"]
        else:
            assert set(kinds) == {OA.TextQuoteSelector}
        bodies: dict[Any, set[str]] = {}
        for body in graph.objects(note, OA.hasBody):
            bodies.setdefault(graph.value(body, OA.hasPurpose), set()).add(str(graph.value(body, RDF.value)))
        assert bodies[OA.describing] == {claim["resolved_text"]}
        assert bodies[OA.tagging] == {*claim["types"], f"checkable: {claim['checkability']['value']}"}
        assert bodies.get(OA.questioning, set()) == set(claim["questions"])
        assert bodies[OA.identifying] == {claim["claim_id"]}
        assert OA.assessing not in bodies


def test_without_the_article_the_records_own_span_is_told() -> None:
    article = replace(annotated("page-html"), article=None)
    selectors = json.loads(text_of("web-annotation", article))["items"][0]["target"]["selector"]
    assert selectors[1] == {"type": "TextPositionSelector", **{k: article.claims[0]["span"][k] for k in ("start", "end")}}


def test_a_verdict_is_an_assessing_body_of_somebody() -> None:
    item = json.loads(text_of("web-annotation", reviewed(annotated("seed"), "mostly true")))["items"][0]
    told = {body["purpose"]: body for body in item["body"]}
    assert told["assessing"]["value"] == "mostly true"
    assert told["assessing"]["creator"] == {"type": "Person", "name": "Ana Horvat"}
    assert told["assessing"]["created"] == "2025-07-03T00:00:00Z"
    assert (told["linking"]["value"], told["commenting"]["value"]) == ("https://archive.example/1", "by telephone")
    assert item["motivation"] == ["describing", "assessing"]


# -- schema.org ---------------------------------------------------------------------------------------------------

#: Properties of each type and the types of their values, as schema.org has them (its own and those of the types above it).
RANGES = {
    "Claim": {
        "identifier": "text", "text": "text", "inLanguage": "text", "keywords": "text", "temporalCoverage": "text",
        "appearance": "Article", "author": "Person Organization", "claimInterpreter": "Organization",
    },
    "ClaimReview": {
        "claimReviewed": "text", "itemReviewed": "", "reviewRating": "Rating", "author": "Person", "datePublished": "text",
        "citation": "text", "reviewBody": "text",
    },
    "Article": {"headline": "text", "datePublished": "text", "inLanguage": "text"},
    "Rating": {"alternateName": "text", "ratingValue": "number", "bestRating": "number", "worstRating": "number"},
    "Person": {"name": "text"},
    "Organization": {"name": "text"},
}  # fmt: skip


def check_node(node: dict[str, Any]) -> None:
    for name, value in node.items():
        if name.startswith("@"):
            continue
        expected = RANGES[node["@type"]][name]
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, dict):
                assert item.get("@type", "") in expected.split() or set(item) == {"@id"}
                if "@type" in item:
                    check_node(item)
            else:
                assert expected == {str: "text", int: "number"}[type(item)]


@pytest.mark.parametrize("name", article_names())
def test_only_terms_of_schema_org_where_they_belong(name: str) -> None:
    text = text_of("schema-org", reviewed(annotated(name), "true"), interpreter="The Desk")
    for node in json.loads(text)["@graph"]:
        check_node(node)
    graph = graph_of(text)
    terms = {term for triple in graph for term in (triple[1], *([triple[2]] if triple[1] == RDF.type else []))} - {RDF.type}
    assert all(str(term).startswith(str(rdflib.SDO).replace("https", "http")) for term in terms)
    assert all(str(term).rsplit("/", 1)[1] in rdflib.SDO for term in terms)


def test_a_review_only_where_somebody_reviewed() -> None:
    plain = json.loads(text_of("schema-org", annotated("seed")))["@graph"]
    assert {node["@type"] for node in plain} == {"Claim"}
    told = json.loads(text_of("schema-org", reviewed(annotated("seed"), "misleading", "it depends")))["@graph"]
    first, second = (node for node in told if node["@type"] == "ClaimReview")
    assert first["reviewRating"] == {"@type": "Rating", "alternateName": "misleading", "ratingValue": 2, "bestRating": 5, "worstRating": 1}
    assert second["reviewRating"] == {"@type": "Rating", "alternateName": "it depends"}
    claims = {node["@id"]: node for node in told if node["@type"] == "Claim"}
    assert claims[first["itemReviewed"]["@id"]]["text"] == first["claimReviewed"] == annotated("seed").claims[0]["resolved_text"]


def test_the_time_of_a_claim_is_that_of_its_own_predicate() -> None:
    told = {node["identifier"]: node for node in json.loads(text_of("schema-org", annotated("page-html")))["@graph"]}
    claims = {claim["resolved_text"]: claim["claim_id"] for claim in annotated("page-html").claims}
    filed = next(name for text, name in claims.items() if text.endswith("had filed a lawsuit in 2019"))
    ended = next(name for text, name in claims.items() if "ended a lawsuit that" in text)
    assert told[filed]["temporalCoverage"] == "2019-01-01/2019-12-31"
    assert "temporalCoverage" not in told[ended], "2019 is when the lawsuit was filed"


def test_who_makes_a_claim_and_who_only_doubts_it() -> None:
    claim = next(claim for claim in annotated("seed").claims if claim["attribution"])
    hop = claim["attribution"][-1] | {"resolved_source": "Ada Brandt", "source_kind": "named", "cue_class": "report"}
    person = {"text": "Brandt", "canonical": "Ada Brandt", "type": "person", "span": {"start": 0, "end": 6}}

    def author(**fields: Any) -> Any:
        one = claim | {"attribution": [hop | fields], "entities": [person]}
        return json.loads(text_of("schema-org", replace(annotated("seed"), claims=(one,))))["@graph"][0].get("author")

    assert author() == {"@type": "Person", "name": "Ada Brandt"}
    assert author(resolved_source="The port authority", source_kind="institution") == {
        "@type": "Organization",
        "name": "The port authority",
    }
    assert author(resolved_source="Brandt & Co") is None, "a name of unknown kind"
    assert author(cue_class="denial") is None, "who denies a claim does not make it"
    assert author(cue_class="doubt") is None
    assert author(source_kind="anonymous") is None
    assert author(source_kind="document") is None


# -- both ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["web-annotation", "schema-org"])
def test_a_hostile_article_stays_text(form: str) -> None:
    graph = graph_of(text_of(form, hostile()))
    assert Literal(HOSTILE, datatype=None) in {Literal(str(o)) for o in graph.objects() if isinstance(o, Literal)}


@pytest.mark.parametrize("form", ["web-annotation", "schema-org"])
def test_names_are_stable_and_tell_articles_apart(form: str) -> None:
    article = annotated("seed")
    moved = tuple(claim | {"document": claim["document"] | {"uri": "other.md"}} for claim in article.claims)
    other: Annotated = replace(article, claims=moved)
    told = json.loads(text_of(form, article, other))
    names = [node["@id"] if form == "schema-org" else node["id"] for node in told.get("@graph") or told["items"]]
    assert len(set(names)) == len(names) == 2 * len(article.claims)
    assert all(re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", name) for name in names)


def test_a_text_without_an_address_is_named_by_its_bytes() -> None:
    assert address_of({"uri": "", "sha256": "0" * 64}).startswith("urn:uuid:")
    assert address_of({"uri": "a.md", "sha256": "0" * 64}) == "a.md"
