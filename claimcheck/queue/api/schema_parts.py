"""Pieces of JSON Schema (2020-12) of which the API's shapes are made. Every number fits 64 bits, every text has an end and no control
characters: PostgreSQL takes no NUL, and nobody means one."""

from __future__ import annotations

from typing import Any

from claimcheck.queue.actor import Role

Json = dict[str, Any]

LARGEST = 2**63 - 1
#: Characters of a note or a comment, of a name, of a link; the services have the same bounds.
NOTE, NAME, LINK = 4000, 60, 2000
#: Claims in one bulk action.
BULK = 1000
#: A lease's token.
LEASE = "^[A-Za-z0-9_-]{1,100}$"
ROLES = tuple(role.name.lower() for role in Role)
#: One line: no control characters, and none that break a line.
_LINE = "^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029]*$"
#: Several lines: tabs and line feeds besides.
_TEXT = "^[^\\u0000-\\u0008\\u000b-\\u001f\\u007f]*$"


def closed(description: str, required: Json, optional: Json | None = None) -> Json:
    """An object with these fields and no others."""
    return {
        "type": "object",
        "description": description,
        "properties": {**required, **(optional or {})},
        **({"required": list(required)} if required else {}),
        "additionalProperties": False,
    }


def ref(name: str, description: str | None = None) -> Json:
    """Another shape."""
    return {"$ref": f"#/$defs/{name}", **({"description": description} if description else {})}


def line(description: str, longest: int, shortest: int = 1) -> Json:
    """A text on one line."""
    return {"type": "string", "description": description, "minLength": shortest, "maxLength": longest, "pattern": _LINE}


def text(description: str, longest: int, shortest: int = 1) -> Json:
    """A text that may have several lines."""
    return {"type": "string", "description": description, "minLength": shortest, "maxLength": longest, "pattern": _TEXT}


def string(description: str) -> Json:
    """Any text, in answers."""
    return {"type": "string", "description": description}


def moment(description: str) -> Json:
    """A point in time, in answers."""
    return {"type": "string", "description": f"{description} UTC.", "examples": ["2026-01-05T09:00:00.000000Z"]}


def number_of(description: str) -> Json:
    """What the queue counts its things with."""
    return {"type": "integer", "description": description, "minimum": 1, "maximum": LARGEST, "examples": [1]}


def integer(description: str, least: int = 0, most: int = LARGEST) -> Json:
    """A whole number."""
    return {"type": "integer", "description": description, "minimum": least, "maximum": most}


def number(description: str, least: float | None = None, most: float | None = None) -> Json:
    """A number."""
    bounds = {"minimum": least, "maximum": most}
    return {"type": "number", "description": description, **{name: bound for name, bound in bounds.items() if bound is not None}}


def boolean(description: str) -> Json:
    """True or false."""
    return {"type": "boolean", "description": description}


def one_of(description: str, *choices: str) -> Json:
    """One of some words."""
    return {"type": "string", "description": description, "enum": list(choices)}


def many(items: Json, description: str, most: int | None = None, least: int | None = None) -> Json:
    """A list."""
    bounds = {"maxItems": most, "minItems": least}
    return {
        "type": "array",
        "description": description,
        "items": items,
        **{name: bound for name, bound in bounds.items() if bound is not None},
    }


def anything(description: str) -> Json:
    """An object whose fields are not listed here."""
    return {"type": "object", "description": description}


def or_null(schema: Json, description: str) -> Json:
    """The value, or null."""
    return {"anyOf": [schema, {"type": "null"}], "description": description}


def page(name: str, what: str) -> Json:
    """A page of a list. The next one's address stands in the header Link."""
    return closed(f"A page of {what}.", {"items": many(ref(name), what.capitalize() + ".")}, {"next": string("Cursor of the next page.")})
