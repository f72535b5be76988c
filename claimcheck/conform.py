"""A fast yes: whether a record follows its schema, without a word on what is wrong when it does not.

jsonschema takes 2 to 4 ms for a claim, most of it spent on being able to explain errors that nearly no record has, and two
seconds to be imported. Here a schema becomes a tree of closures that answer in a thirtieth of that. They are strict: True
means that jsonschema has no error either, False means "ask jsonschema". A keyword or a format that is not known here always
answers False, so it costs time, not truth.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

Schema = Mapping[str, Any]
Check = Callable[[Any], bool]

_ANNOTATIONS = frozenset({"$schema", "$id", "$defs", "title", "description", "examples"})
#: Keywords whose checks below take no other type.
_OF_TYPE = {
    "string": frozenset({"enum", "pattern", "format", "minLength", "maxLength"}),
    "array": frozenset({"items", "uniqueItems", "minItems"}),
}
_CLOSED_OBJECT = frozenset({"type", "properties", "required", "unevaluatedProperties"})


#: What a path, query or fragment may hold: RFC 3986, section 3.3.
_CHARACTERS = r"(?:[A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})*"
#: Web addresses and relative paths; other URI references are left to jsonschema.
_REFERENCE = re.compile(
    rf"(?:https?://[A-Za-z0-9.-]+(?::[0-9]+)?(?:/{_CHARACTERS})?|(?!//)(?![^/?#]*:){_CHARACTERS})(?:\?{_CHARACTERS})?(?:#{_CHARACTERS})?"
)


def compile_schema(schema: Schema, schemas: Mapping[str, Schema]) -> Check:
    """The check for a schema. `schemas` has by `$id` what references lead to, which must not lead in a circle."""
    return _Compiler(schemas).check(schema, schema)


class _Compiler:
    def __init__(self, schemas: Mapping[str, Schema]):
        self.schemas = schemas

    def check(self, schema: Schema, root: Schema) -> Check:
        names = [name for name in schema if name not in _ANNOTATIONS and not _is_implied(name, schema)]
        checks = []
        if schema.get("type") == "object" and "properties" in schema and schema.get("unevaluatedProperties") is False:
            checks.append(self.closed_object(schema, root))
            names = [name for name in names if name not in _CLOSED_OBJECT]
        checks += [self.keyword(name, schema[name], root) for name in names]
        if len(checks) == 1:
            return checks[0]

        def every(value: Any) -> bool:
            for check in checks:  # a loop, for it is twice as fast as all()
                if not check(value):
                    return False
            return True

        return every

    def closed_object(self, schema: Schema, root: Schema) -> Check:
        known = {name: self.check(below, root) for name, below in schema["properties"].items()}
        required = frozenset(schema.get("required", ()))

        def is_such_an_object(value: Any) -> bool:
            if type(value) is not dict or not required <= value.keys():
                return False
            for name, item in value.items():
                check = known.get(name)
                if check is None or not check(item):
                    return False
            return True

        return is_such_an_object

    def keyword(self, name: str, wanted: Any, root: Schema) -> Check:
        if name == "$ref":
            return self.reference(wanted, root)
        if name == "items":
            return self.items(wanted, root)
        if name == "additionalProperties" and isinstance(wanted, dict):
            return self.values(wanted, root)
        make = _KEYWORDS.get(name)
        return make(wanted) if make else _never

    def reference(self, address: str, root: Schema) -> Check:
        home, _, pointer = address.partition("#")
        root = self.schemas[home] if home else root
        found = root
        for step in pointer.split("/")[1:]:
            found = found[step]
        return self.check(found, root)

    def items(self, schema: Schema, root: Schema) -> Check:
        check = self.check(schema, root)

        def each(value: Any) -> bool:
            if type(value) is not list:
                return False
            for item in value:
                if not check(item):
                    return False
            return True

        return each

    def values(self, schema: Schema, root: Schema) -> Check:
        """Of an object whose names are free; `properties` beside it would be an unknown keyword, so every value is one of these."""
        check = self.check(schema, root)
        return lambda value: type(value) is dict and all(map(check, value.values()))


def _never(value: Any) -> bool:
    return False


def _is_implied(name: str, schema: Schema) -> bool:
    """The type that another keyword's check asks for anyway; nearly all records consist of such values."""
    return name == "type" and not _OF_TYPE.get(schema["type"], frozenset()).isdisjoint(schema)


def _type(wanted: str) -> Check:
    kinds = {"string": (str,), "boolean": (bool,), "integer": (int,), "number": (int, float), "object": (dict,), "array": (list,)}[wanted]
    if len(kinds) == 1:
        (kind,) = kinds
        return lambda value: type(value) is kind
    return lambda value: type(value) in kinds


def _enum(wanted: list[str]) -> Check:
    choices = frozenset(wanted)
    return lambda value: type(value) is str and value in choices


def _const(wanted: object) -> Check:
    return lambda value: type(value) is type(wanted) and value == wanted


def _not(schema: Schema) -> Check:
    """Only `{"const": number}`: a number that is another one."""
    wanted = schema.get("const")
    if set(schema) != {"const"} or type(wanted) is not int:
        return _never
    return lambda value: type(value) is int and value != wanted


def _pattern(wanted: str) -> Check:
    search = re.compile(wanted).search
    return lambda value: type(value) is str and search(value) is not None


def _format(wanted: str) -> Check:
    return FORMATS.get(wanted, _never)


def _is_date(value: Any) -> bool:
    if type(value) is not str or not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _is_uri_reference(value: Any) -> bool:
    return type(value) is str and _REFERENCE.fullmatch(value) is not None


def _unique_items(wanted: bool) -> Check:
    return lambda value: type(value) is list and all(type(item) is str for item in value) and len(set(value)) == len(value)


#: Formats that the schemas use.
FORMATS: dict[str, Check] = {"date": _is_date, "uri-reference": _is_uri_reference}

_KEYWORDS: dict[str, Callable[[Any], Check]] = {
    "type": _type,
    "enum": _enum,
    "const": _const,
    "not": _not,
    "format": _format,
    "pattern": _pattern,
    "uniqueItems": _unique_items,
    "minLength": lambda wanted: lambda value: type(value) is str and len(value) >= wanted,
    "maxLength": lambda wanted: lambda value: type(value) is str and len(value) <= wanted,
    "minItems": lambda wanted: lambda value: type(value) is list and len(value) >= wanted,
    "minimum": lambda wanted: lambda value: type(value) in (int, float) and value >= wanted,
    "maximum": lambda wanted: lambda value: type(value) in (int, float) and value <= wanted,
}
