"""The same statements in Wikidata's two formats, both written by hand: what SPARQL finds in the RDF is what we read from the JSON.

https://www.mediawiki.org/wiki/Wikibase/Indexing/RDF_Dump_Format: statements are nodes with a rank; a date has a precision and stands
in the Gregorian calendar; a qualifier that has no value makes its statement a member of a class "no value". All facts are invented.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from rdflib import Graph

from claimcheck.lookup.sources.wikidata_entities import END, ORDINAL, START, Fact, entities
from claimcheck.lookup.sources.wikidata_values import Amount, Item, Moment, Nothing, Unknown, Words
from tests.wikibase import JULIAN, answer, entity, quantity, snak, statement, time

RDF = """
@prefix wikibase: <http://wikiba.se/ontology#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix wd: <http://www.wikidata.org/entity/> . @prefix s: <http://www.wikidata.org/entity/statement/> .
@prefix p: <http://www.wikidata.org/prop/> . @prefix ps: <http://www.wikidata.org/prop/statement/> .
@prefix psv: <http://www.wikidata.org/prop/statement/value/> . @prefix pq: <http://www.wikidata.org/prop/qualifier/> .
@prefix pqv: <http://www.wikidata.org/prop/qualifier/value/> . @prefix wdno: <http://www.wikidata.org/prop/novalue/> .
@prefix v: <http://www.wikidata.org/value/> . @prefix wdt: <http://www.wikidata.org/prop/direct/> .

wd:Q101 wdt:P39 wd:Q202 ; p:P39 s:1, s:2, s:3, s:4 ; p:P569 s:5 .
s:1 ps:P39 wd:Q201 ; wikibase:rank wikibase:NormalRank ; pqv:P580 v:feb2019 ; pqv:P582 v:may2023 .
s:2 ps:P39 wd:Q202 ; wikibase:rank wikibase:PreferredRank ; pqv:P580 v:jan2025 ; pq:P1545 "29" ; a wdno:P582 .
s:3 ps:P39 wd:Q203 ; wikibase:rank wikibase:DeprecatedRank ; pqv:P580 v:jan2025 .
s:4 ps:P39 wd:Q204 ; wikibase:rank wikibase:NormalRank ; pq:P582 _:somebody .
s:5 psv:P569 v:julian ; wikibase:rank wikibase:NormalRank .
wd:Q102 p:P1082 s:6 .
s:6 psv:P1082 v:amount ; wikibase:rank wikibase:NormalRank ; pqv:P585 v:year2024 .

v:feb2019 wikibase:timeValue "2019-02-01T00:00:00Z"^^xsd:dateTime ; wikibase:timePrecision 11 .
v:may2023 wikibase:timeValue "2023-05-01T00:00:00Z"^^xsd:dateTime ; wikibase:timePrecision 10 .
v:jan2025 wikibase:timeValue "2025-01-25T00:00:00Z"^^xsd:dateTime ; wikibase:timePrecision 11 .
v:year2024 wikibase:timeValue "2024-01-01T00:00:00Z"^^xsd:dateTime ; wikibase:timePrecision 9 .
v:julian wikibase:timeValue "1900-03-13T00:00:00Z"^^xsd:dateTime ; wikibase:timePrecision 11 ; wikibase:timeCalendarModel wd:Q1985786 .
v:amount wikibase:quantityAmount "+1250000"^^xsd:decimal ; wikibase:quantityLowerBound "+1240000"^^xsd:decimal ;
  wikibase:quantityUpperBound "+1260000"^^xsd:decimal ; wikibase:quantityUnit wd:Q199 .
"""

OFFICES = """
PREFIX wikibase: <http://wikiba.se/ontology#> PREFIX wd: <http://www.wikidata.org/entity/> PREFIX p: <http://www.wikidata.org/prop/>
PREFIX ps: <http://www.wikidata.org/prop/statement/> PREFIX pq: <http://www.wikidata.org/prop/qualifier/>
PREFIX pqv: <http://www.wikidata.org/prop/qualifier/value/> PREFIX wdno: <http://www.wikidata.org/prop/novalue/>
SELECT ?office ?rank ?start ?startGrain ?end ?endGrain ?ordinal ?open ?unknown WHERE {
  wd:Q101 p:P39 ?s . ?s ps:P39 ?office ; wikibase:rank ?rank . FILTER(?rank != wikibase:DeprecatedRank)
  OPTIONAL { ?s pqv:P580 [ wikibase:timeValue ?start ; wikibase:timePrecision ?startGrain ] }
  OPTIONAL { ?s pqv:P582 [ wikibase:timeValue ?end ; wikibase:timePrecision ?endGrain ] }
  OPTIONAL { ?s pq:P1545 ?ordinal }
  BIND(EXISTS { ?s a wdno:P582 } AS ?open) BIND(EXISTS { ?s pq:P582 ?nobody . FILTER(isBlank(?nobody)) } AS ?unknown)
}"""

VALUES = """
PREFIX wikibase: <http://wikiba.se/ontology#> PREFIX wd: <http://www.wikidata.org/entity/> PREFIX p: <http://www.wikidata.org/prop/>
PREFIX psv: <http://www.wikidata.org/prop/statement/value/> PREFIX pqv: <http://www.wikidata.org/prop/qualifier/value/>
SELECT ?born ?amount ?low ?high ?when WHERE {
  wd:Q101 p:P569/psv:P569/wikibase:timeValue ?born .
  wd:Q102 p:P1082 ?s . ?s pqv:P585/wikibase:timeValue ?when ; psv:P1082 ?v .
  ?v wikibase:quantityAmount ?amount ; wikibase:quantityLowerBound ?low ; wikibase:quantityUpperBound ?high
}"""

JSON = answer(
    entity(
        "Q101",
        "Ann Lee",
        statement("P39", "Q201", ("P580", time("+2019-02-01T00:00:00Z")), ("P582", time("+2023-05-00T00:00:00Z", 10))),
        statement(
            "P39",
            "Q202",
            ("P580", time("+2025-01-25T00:00:00Z")),
            ("P1545", "29"),
            ("P582", snak("P582", kind="novalue")),
            rank="preferred",
        ),
        statement("P39", "Q203", ("P580", time("+2025-01-25T00:00:00Z")), rank="deprecated"),
        statement("P39", "Q204", ("P582", snak("P582", kind="somevalue"))),
        statement("P569", time("+1900-02-29T00:00:00Z", calendar=JULIAN)),
    ),
    entity(
        "Q102",
        "Ardania",
        statement("P1082", quantity("+1250000", lowerBound="+1240000", upperBound="+1260000"), ("P585", time("+2024-00-00T00:00:00Z", 9))),
    ),
)
GRAINS = {11: "day", 10: "month", 9: "year"}


def read(predicate: str, key: str) -> list[Fact]:
    found = entities(JSON, [predicate])
    assert found is not None
    return list(found[key].facts)


def day(term: Any) -> date | None:
    return term.toPython().date() if term is not None else None


def row(fact: Fact) -> tuple[Any, ...]:
    assert isinstance(fact.value, Item)
    held = dict(fact.qualifiers)
    start, end, ordinal = fact.moment(START), fact.moment(END), held.get(ORDINAL)
    return (
        fact.value.id,
        fact.preferred,
        start and (start.begin, start.grain),
        end and (end.begin, end.grain),
        ordinal.text if isinstance(ordinal, Words) else None,
        isinstance(held.get(END), Nothing),
        isinstance(held.get(END), Unknown),
    )


def test_offices_with_ranks_and_qualifiers() -> None:
    graph = Graph().parse(data=RDF, format="turtle")
    expected = {
        (
            str(found.office).rpartition("/")[2],
            str(found.rank).endswith("PreferredRank"),
            found.start and (day(found.start), GRAINS[int(found.startGrain)]),
            found.end and (day(found.end), GRAINS[int(found.endGrain)]),
            found.ordinal and str(found.ordinal),
            bool(found.open),
            bool(found.unknown),
        )
        for found in graph.query(OFFICES)
    }
    assert len(expected) == 3
    assert {row(fact) for fact in read("P39", "Q101")} == expected


def test_a_julian_day_and_an_amount_with_bounds() -> None:
    (found,) = Graph().parse(data=RDF, format="turtle").query(VALUES)
    (birth,) = read("P569", "Q101")
    assert isinstance(birth.value, Moment) and birth.value.begin == day(found.born)
    (count,) = read("P1082", "Q102")
    when = count.moment("P585")
    assert isinstance(count.value, Amount) and when is not None
    assert (count.value.value, count.value.low, count.value.high) == (int(found.amount), int(found.low), int(found.high))
    assert when.begin == day(found.when)
