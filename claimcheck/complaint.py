"""What is wrong with a record, in words for an editor.

A schema error says `'neutral' is not one of ['positive', 'negative']`. A Complaint says "`polarity` is "neutral"; it must be
positive or negative". Each keyword of the schemas has one sentence here, a function named after it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Protocol

#: Longest value that a message repeats in full.
_SHOWN = 60

#: How many missing fields are named one by one.
_NAMED = 5

#: Steps below the object that an error is about, and a sentence.
FieldSentence = tuple[tuple[str, ...], str]

_KINDS = {
    "string": "a string",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
    "object": "an object",
    "array": "a list",
}

_FORMATS = {
    "date": "a calendar date such as 2025-07-01",
    "uri-reference": "a URI, or a relative path, with spaces and the like percent-encoded",
}


@dataclass(frozen=True, slots=True)
class Complaint:
    """One thing that is wrong. `where` is a line of the file, a JSON path in the record, or both: "line 3: $.times[0].begin"."""

    where: str
    claim_id: str | None
    message: str

    def __str__(self) -> str:
        return f"{self.where}: {self.message}"


class SchemaError(Protocol):
    """What is needed of jsonschema's ValidationError."""

    @property
    def validator(self) -> Any: ...  # the keyword
    @property
    def validator_value(self) -> Any: ...  # what the schema says for it
    @property
    def instance(self) -> Any: ...
    @property
    def schema(self) -> Any: ...
    @property
    def absolute_path(self) -> Iterable[str | int]: ...


def json_path(steps: Iterable[str | int]) -> str:
    """The path as JSONPath: `$.times[0].begin`."""
    return "$" + "".join(f".{step}" if isinstance(step, str) and step.isidentifier() else f"[{shown(step)}]" for step in steps)


def sentences(error: SchemaError) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """A schema error as pairs of a path and a sentence: one pair for each field that is missing or unknown."""
    path = tuple(error.absolute_path)
    if error.validator in _FIELD_SENTENCES:
        yield from ((path + field, sentence) for field, sentence in _FIELD_SENTENCES[error.validator](error))
        return
    about = _VALUE_SENTENCES.get(error.validator, _other)
    yield path, f"{_name(path)} {about(error)}"


def shown(value: object) -> str:
    """A value as it stands in JSON, cut when it is long."""
    if isinstance(value, dict | list):
        return _KINDS["object" if isinstance(value, dict) else "array"]
    written = json.dumps(value, ensure_ascii=False)
    return written if len(written) <= _SHOWN else written[: _SHOWN - 1] + "…"


def one_of(choices: Iterable[object]) -> str:
    """The choices in a row: "yes, partial or no"."""
    words = [choice if isinstance(choice, str) else shown(choice) for choice in choices]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def _name(path: tuple[str | int, ...]) -> str:
    """The field that a path ends in; an item of a list by its number."""
    if not path:
        return "the record"
    if isinstance(path[-1], int):
        owner = next((step for step in reversed(path) if isinstance(step, str)), None)
        return f"item {path[-1] + 1} of `{owner}`" if owner else f"item {path[-1] + 1}"
    return f"`{path[-1]}`"


# -- sentences about fields ---------------------------------------------------------------------------------------


def _required(error: SchemaError) -> Iterator[FieldSentence]:
    missing = [name for name in error.validator_value if name not in error.instance]
    if len(missing) > _NAMED:
        names = ", ".join(f"`{name}`" for name in missing[:_NAMED])
        yield (), f"{names} and {len(missing) - _NAMED} more fields are missing; is it {_owner(error)} at all?"
        return
    for name in missing:
        yield (name,), f"`{name}` is missing{_purpose(error, name)}"


def _unevaluated_properties(error: SchemaError) -> Iterator[FieldSentence]:
    known = error.schema.get("properties", {})
    for name in error.instance:
        if name not in known:
            near = get_close_matches(name[:_SHOWN], known, n=1)
            hint = f"; did you mean `{near[0]}`?" if near else ""
            yield (name,), f"`{name[:_SHOWN]}` is no field of {_owner(error)}{hint}"


def _owner(error: SchemaError) -> str:
    """What the object is: "a claim", "an argument"."""
    title = error.schema.get("title", "record").lower()
    return f"{'an' if title[0] in 'aeiou' else 'a'} {title}"


def _purpose(error: SchemaError, name: str) -> str:
    """What the field is for: the first sentence of its description."""
    description = error.schema.get("properties", {}).get(name, {}).get("description", "")
    first = description.partition(". ")[0].partition(": ")[0].rstrip(".")
    return f" ({first[:1].lower()}{first[1:]})" if first else ""


# -- sentences about values ---------------------------------------------------------------------------------------


def _type(error: SchemaError) -> str:
    unknown = " (what is unknown is left out)" if error.instance is None else ""
    return f"is {shown(error.instance)}; it must be {_KINDS[error.validator_value]}{unknown}"


def _enum(error: SchemaError) -> str:
    near = get_close_matches(error.instance, error.validator_value, n=1) if isinstance(error.instance, str) else []
    hint = f"; did you mean {near[0]}?" if near and len(error.validator_value) > 3 else ""
    return f"is {shown(error.instance)}; it must be {one_of(error.validator_value)}{hint}"


def _const(error: SchemaError) -> str:
    return f"is {shown(error.instance)}; it must be {shown(error.validator_value)}"


def _pattern(error: SchemaError) -> str:
    return f"is {shown(error.instance)}; it must look like {_example(error.schema)}"


def _format(error: SchemaError) -> str:
    return f"is {shown(error.instance)}; it must be {_FORMATS.get(error.validator_value, error.validator_value)}"


def _minimum(error: SchemaError) -> str:
    return f"is {shown(error.instance)}; it must be {error.validator_value} or more"


def _maximum(error: SchemaError) -> str:
    return f"is {shown(error.instance)}; it must be {error.validator_value} or less"


def _min_length(error: SchemaError) -> str:
    return "is empty"


def _max_length(error: SchemaError) -> str:
    return f"is {len(error.instance)} characters long; it must be {error.validator_value} or shorter"


def _min_items(error: SchemaError) -> str:
    return f"is empty; it must have at least {error.validator_value}"


def _unique_items(error: SchemaError) -> str:
    twice = next(item for position, item in enumerate(error.instance) if item in error.instance[:position])
    return f"has {shown(twice)} twice"


def _not(error: SchemaError) -> str:
    return f"is {shown(error.instance)}, which it must not be"


def _other(error: SchemaError) -> str:
    return f"is {shown(error.instance)}, which breaks the schema's `{error.validator}`"


def _example(schema: Mapping[str, Any]) -> str:
    return shown(schema["examples"][0]) if schema.get("examples") else f"the pattern {schema.get('pattern')}"


_FIELD_SENTENCES: dict[str, Callable[[SchemaError], Iterator[FieldSentence]]] = {
    "required": _required,
    "unevaluatedProperties": _unevaluated_properties,
}

_VALUE_SENTENCES: dict[str, Callable[[SchemaError], str]] = {
    "type": _type,
    "enum": _enum,
    "const": _const,
    "pattern": _pattern,
    "format": _format,
    "minimum": _minimum,
    "maximum": _maximum,
    "minLength": _min_length,
    "maxLength": _max_length,
    "minItems": _min_items,
    "uniqueItems": _unique_items,
    "not": _not,
}
