"""Answers of a Wikibase, written by hand after its documentation: docs/topics/json.md, and the API's own help. All facts are invented."""

from __future__ import annotations

from typing import Any

GREGORIAN = "http://www.wikidata.org/entity/Q1985727"
JULIAN = "http://www.wikidata.org/entity/Q1985786"


def snak(name: str, value: Any = None, kind: str = "value") -> dict[str, Any]:
    """A value of a property: "Q5" is an item, other strings stay strings, what `time` and `quantity` make goes in as it is."""
    if kind != "value":
        return {"snaktype": kind, "property": name, "hash": "0" * 40, "datatype": "wikibase-item"}
    if isinstance(value, str) and value[:1] == "Q" and value[1:].isdigit():
        value = {"type": "wikibase-entityid", "value": {"entity-type": "item", "numeric-id": int(value[1:]), "id": value}}
    elif isinstance(value, str):
        value = {"type": "string", "value": value}
    return {"snaktype": "value", "property": name, "hash": "0" * 40, "datavalue": value, "datatype": "any"}


def time(text: str, precision: int = 11, calendar: str = GREGORIAN, **more: Any) -> dict[str, Any]:
    value = {"time": text, "timezone": 0, "before": 0, "after": 0, "precision": precision, "calendarmodel": calendar}
    return {"type": "time", "value": {**value, **more}}


def quantity(amount: str, unit: str = "1", **bounds: str) -> dict[str, Any]:
    address = unit if unit == "1" else f"http://www.wikidata.org/entity/{unit}"
    return {"type": "quantity", "value": {"amount": amount, "unit": address, **bounds}}


def statement(
    name: str,
    value: Any,
    *qualifiers: tuple[str, Any],
    rank: str = "normal",
    references: int = 0,
    link: str | None = None,
    kind: str = "value",
) -> dict[str, Any]:
    held: dict[str, list[Any]] = {}
    for key, qualifier in qualifiers:
        held.setdefault(key, []).append(qualifier if isinstance(qualifier, dict) and "snaktype" in qualifier else snak(key, qualifier))
    snaks = {"P854": [snak("P854", link)]} if link else {}
    return {
        "mainsnak": snak(name, value, kind),
        "type": "statement",
        "id": "Q0$00000000-0000-0000-0000-000000000000",
        "rank": rank,
        "qualifiers": held,
        "qualifiers-order": list(held),
        "references": [{"hash": "0" * 40, "snaks": snaks, "snaks-order": list(snaks)} for _ in range(references)],
    }


def entity(
    key: str, label: str, *statements: dict[str, Any], description: str = "", revision: int = 1000, modified: str = "2025-03-01T12:00:00Z"
) -> dict[str, Any]:
    claims: dict[str, list[Any]] = {}
    for item in statements:
        claims.setdefault(item["mainsnak"]["property"], []).append(item)
    return {
        "pageid": 1,
        "ns": 0,
        "title": key,
        "lastrevid": revision,
        "modified": modified,
        "type": "item",
        "id": key,
        "labels": {"en": {"language": "en", "value": label}},
        "descriptions": {"en": {"language": "en", "value": description}} if description else {},
        "aliases": {},
        "claims": claims,
    }


def answer(*found: dict[str, Any]) -> dict[str, Any]:
    """What wbgetentities sends."""
    return {"entities": {item["id"]: item for item in found}, "success": 1}


def labels(**found: str) -> dict[str, Any]:
    """What wbgetentities sends with props=labels."""
    entities = {key: {"type": "item", "id": key, "labels": {"en": {"language": "en", "value": text}}} for key, text in found.items()}
    return {"entities": entities, "success": 1}


def hits(search: str, *found: tuple[str, str, str]) -> dict[str, Any]:
    """What wbsearchentities sends: id, label and description of each hit."""
    return {
        "searchinfo": {"search": search},
        "search": [
            {
                "id": key,
                "title": key,
                "pageid": 1,
                "display": {"label": {"value": label, "language": "en"}, "description": {"value": description, "language": "en"}},
                "repository": "wikidata",
                "url": f"//www.wikidata.org/wiki/{key}",
                "concepturi": f"http://www.wikidata.org/entity/{key}",
                "label": label,
                "description": description,
                "match": {"type": "label", "language": "en", "text": label},
            }
            for key, label, description in found
        ],
        "success": 1,
    }
