"""The published schemas: that they are sound, explained, and say what the dataclasses promise."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from claimcheck import model
from claimcheck.conform import FORMATS
from claimcheck.record import SCHEMA_VERSION, SCHEMAS, load_schema

LOADED = {name: load_schema(name) for name in SCHEMAS}
REGISTRY: Registry[Any] = Registry().with_resources((s["$id"], Resource.from_contents(s)) for s in LOADED.values())
CLAIM = LOADED["claim"]


def nodes(schema: Any, path: str = "#") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every subschema, with its path; values of examples and enums are none."""
    if isinstance(schema, dict):
        yield path, schema
        for keyword in ("properties", "$defs"):
            for name, below in schema.get(keyword, {}).items():
                yield from nodes(below, f"{path}/{keyword}/{name}")
        for keyword in ("items", "not"):
            yield from nodes(schema.get(keyword), f"{path}/{keyword}")


EVERY = [(f"{name}{path}", node) for name, schema in LOADED.items() for path, node in nodes(schema)]
PROPERTIES = [(path, node) for path, node in EVERY if path.split("/")[-2:-1] == ["properties"]]
OBJECTS = [(path, node) for path, node in EVERY if "properties" in node]


@pytest.mark.parametrize("name", SCHEMAS)
def test_schema_is_a_valid_schema_with_its_version_in_its_id(name: str) -> None:
    Draft202012Validator.check_schema(LOADED[name])
    assert LOADED[name]["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert LOADED[name]["$id"] == f"https://claimcheck-desk.org/schemas/{name}/{SCHEMA_VERSION}/{name}.schema.json"
    assert LOADED[name]["title"] == name.capitalize()


def test_every_property_says_what_it_is_for() -> None:
    assert len(PROPERTIES) > 120
    assert [path for path, node in PROPERTIES if not node.get("description", "").endswith(".")] == []


def test_every_property_has_examples_that_are_valid() -> None:
    bad = []
    for path, node in PROPERTIES:
        home = LOADED[path.partition("#")[0]]
        # as a subschema of its home, so that "#/$defs/…" leads there
        validator = Draft202012Validator(
            {"$id": home["$id"] + "-example", "$defs": home["$defs"], "allOf": [node]},
            registry=REGISTRY,
            format_checker=Draft202012Validator.FORMAT_CHECKER,
        )
        bad += [(path, example) for example in node.get("examples", ["no examples"]) if not validator.is_valid(example)]
        if not node.get("examples"):
            bad.append((path, "no examples"))
    assert bad == []


def test_every_object_is_closed() -> None:
    assert len(OBJECTS) >= 22
    assert [path for path, node in OBJECTS if node.get("unevaluatedProperties") is not False] == []
    assert [path for path, node in OBJECTS if not set(node["required"]) <= set(node["properties"])] == []


def test_every_definition_has_a_name_for_messages() -> None:
    assert [path for path, node in EVERY if path.split("/")[-2:-1] == ["$defs"] and "title" not in node] == []


def test_patterns_take_the_whole_string() -> None:
    patterns = [node["pattern"] for _, node in EVERY if "pattern" in node]
    assert len(patterns) >= 6
    assert [pattern for pattern in patterns if not (pattern.startswith("^") and pattern.endswith("$"))] == []


def test_every_format_is_one_that_is_asserted() -> None:
    assert {node["format"] for _, node in EVERY if "format" in node} == set(FORMATS)
    assert set(FORMATS) <= set(Draft202012Validator.FORMAT_CHECKER.checkers)


def test_nothing_may_be_null() -> None:
    assert [path for path, node in EVERY if "null" in node.get("type", ()) or None in node.get("enum", ())] == []


def test_closed_lists_of_the_claim() -> None:
    assert CLAIM["properties"]["types"]["items"]["enum"] == (
        "event date duration quantity count-ordinal comparison superlative change part-of-total causal identity-role location quote rule "
        "prediction pledge existence-negative opinion other"
    ).split(" ")
    assert CLAIM["$defs"]["checkability"]["properties"]["reason"]["enum"] == (
        "question directive opinion hypothetical generic personal-experience ambiguous-reference underspecified-time boilerplate duplicate"
    ).split(" ")


# -- what the dataclasses promise -----------------------------------------------------------------------------------

DEFINED = {
    model.Span: "span",
    model.Quote: "quote",
    model.Substitution: "substitution",
    model.Checkability: "checkability",
    model.Predicate: "predicate",
    model.Argument: "argument",
    model.Hedge: "hedge",
    model.Attribution: "attribution",
    model.TimeExpression: "time",
    model.Quantity: "quantity",
    model.Ordinal: "ordinal",
    model.Entity: "entity",
    model.Ambiguity: "ambiguity",
    model.ParserInfo: "parser",
    model.Reason: "reason",
    model.Priority: "priority",
    model.Block: "block",
    model.Coverage: "coverage",
    model.Uncovered: "uncovered",
    model.Document: "document",
    model.Claim: "claim",
    model.Side: "side",
    model.Finding: "finding",
}

#: Strings of the model for which the schema has a closed list.
CLOSED = {("claim", "types"), ("checkability", "reason"), ("time", "mod")}

RENAMED = {("document", "published"): "published_at"}
NOT_WRITTEN = {("document", name) for name in ("source", "text", "starts", "ends")} | {("claim", "rules")}  # rules: in provenance
ADDED = {
    "document": {"characters"},
    "claim": {"schema_version", "document", "provenance", "findings", "lookups"},
    "coverage": {"share"},
    "finding": {"schema_version"},
}


def promised(hint: Any) -> Any:
    """The shape of a type: a name for plain ones and dataclasses, a set for a Literal, a list for a tuple."""
    origin, inner = typing.get_origin(hint), [arg for arg in typing.get_args(hint) if arg not in (type(None), Ellipsis)]
    if origin is typing.Literal:
        return frozenset(inner)
    if origin is tuple:
        return [promised(inner[0])]
    if origin in (typing.Union, types.UnionType):
        return "number" if set(inner) == {int, float} else promised(inner[0])
    if is_dataclass(hint):
        return DEFINED[hint]  # type: ignore[index]
    return {str: "string", int: "integer", float: "number", bool: "boolean", date: "day"}[hint]


def written(node: dict[str, Any]) -> Any:
    """The shape that a schema describes, in the same terms."""
    if "$ref" in node:
        target = node["$ref"].rpartition("/")[2].removesuffix(".schema.json")
        return "string" if target in {"hash", "reference", "language", "rule", "release"} else target
    if "enum" in node:
        return frozenset(node["enum"])
    return [written(node["items"])] if node["type"] == "array" else node["type"]


def schema_of(name: str) -> dict[str, Any]:
    if name in LOADED:
        return LOADED[name]
    return next(schema["$defs"][name] for schema in LOADED.values() if name in schema["$defs"])


@pytest.mark.parametrize(("kind", "name"), DEFINED.items(), ids=DEFINED.values())
def test_schema_says_what_the_dataclass_promises(kind: type, name: str) -> None:
    schema = schema_of(name)
    hints = typing.get_type_hints(kind)
    seen = set(ADDED.get(name, ()))
    for field in fields(kind):
        if (name, field.name) in NOT_WRITTEN:
            continue
        key = RENAMED.get((name, field.name), field.name)
        seen.add(key)
        shape = written(schema["properties"][key])
        if (name, key) in CLOSED:
            shape = ["string"] if isinstance(shape, list) else "string"
        assert shape == promised(hints[field.name]), key
        optional = type(None) in typing.get_args(hints[field.name]) or (field.name == "rule" and field.default is not MISSING)
        assert (key in schema["required"]) is not optional, key
    assert set(schema["properties"]) == seen


def test_report_schema_holds_what_a_report_has() -> None:
    """`extra` is for callers in the same process."""
    names = {field.name for field in fields(model.Report)} - {"extra", "version"} | {"claimcheck_version", "schema_version"}
    assert set(LOADED["report"]["properties"]) == set(LOADED["report"]["required"]) == names


def test_document_in_brief_is_part_of_the_document() -> None:
    brief, whole = CLAIM["$defs"]["document"]["properties"], LOADED["document"]["properties"]
    assert set(brief) == {"uri", "sha256", "title", "published_at", "lang"}
    assert {name: written(node) for name, node in brief.items()} == {name: written(whole[name]) for name in brief}
