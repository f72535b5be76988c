"""Reading requests strictly: what is not understood is refused, never passed over."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request

from claimcheck.complaint import json_path
from claimcheck.errors import RecordError
from claimcheck.queue.api.endpoint import Endpoint, Json, Parameter
from claimcheck.queue.api.problems import Problem
from claimcheck.queue.api.schema_parts import LARGEST, LEASE
from claimcheck.queue.api.shapes import SHAPES
from claimcheck.record import Shape
from claimcheck.strict_json import decode, loads

#: Bytes of a body that holds no article.
SMALL = 512 * 1024
#: An Idempotency-Key: a string of RFC 9651, or the same without its quotation marks.
KEY = "^[\\u0021-\\u007e]{1,255}$"

#: Complaints about a body of which the first is told.
_COMPLAINTS = 50

_TAG = re.compile(r'(W/)?("[\x21\x23-\x7e]*")')
_NUMBER = re.compile(r"[1-9][0-9]{0,18}")
_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,18})")
_DECIMAL = re.compile(r"-?[0-9]{1,20}(?:\.[0-9]{1,20})?")


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that was read. `target`: its address below the server's, with the query."""

    method: str
    target: str
    path: Mapping[str, int]
    query: Mapping[str, Any]
    raw: bytes = b""
    body: Json = field(default_factory=dict)
    key: str | None = None
    lease: str | None = None
    if_match: frozenset[str] | None = None
    if_none_match: frozenset[str] | None = None


async def read(request: Request, endpoint: Endpoint, large: int) -> Asked:
    """The request, checked against what the endpoint takes. `large`: bytes of a body with an article. Raises Problem."""
    path = path_values(request.path_params)
    query = query_values(endpoint, request.query_params.multi_items())
    target = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    raw = await _body(request, large if endpoint.large else SMALL)
    body: Json = {}
    if endpoint.body is not None:
        body = await run_in_threadpool(_json, request, raw, endpoint.body)  # a large one takes seconds, in which others are answered
    elif raw:
        raise Problem(400, f"{endpoint.method} {endpoint.path} takes no body.")
    return Asked(
        endpoint.method,
        target,
        path,
        query,
        raw,
        body,
        _header(request, "Idempotency-Key", KEY) if endpoint.repeatable else None,
        _header(request, "Claim-Lease", LEASE) if endpoint.claim else None,
        _tags(request, "If-Match") if endpoint.claim else None,
        _tags(request, "If-None-Match") if endpoint.etag else None,
    )


def path_values(values: Mapping[str, str]) -> dict[str, int]:
    """The numbers in a path. Raises Problem 404: nothing else has an address."""
    found: dict[str, int] = {}
    for name, value in values.items():
        if not _NUMBER.fullmatch(value) or int(value) > LARGEST:
            raise Problem(404, f"There is nothing at this address: {name} is a number.")
        found[name] = int(value)
    return found


def query_values(endpoint: Endpoint, pairs: list[tuple[str, str]]) -> dict[str, Any]:
    """The query's values by name, each as its schema has it. Raises Problem 422."""
    known = {parameter.name: parameter for parameter in endpoint.query}
    found: dict[str, Any] = {}
    for name, value in pairs:
        parameter = known.get(name)
        if parameter is None:
            there = f": there are {', '.join(sorted(known))}" if known else ""
            raise Problem(422, f"`{_shown(name)}` is no parameter of this address{there}.")
        read_value = _converted(parameter, value)
        if parameter.many:
            found.setdefault(name, []).append(read_value)
        elif name in found:
            raise Problem(422, f"`{name}` is given twice.")
        else:
            found[name] = read_value
    for parameter in endpoint.query:
        if parameter.required and parameter.name not in found:
            raise Problem(422, f"`{parameter.name}` is missing.")
    return found


def _converted(parameter: Parameter, value: str) -> Any:
    kind = parameter.schema["type"]
    converted: Any = value
    if kind == "integer" and _INTEGER.fullmatch(value):
        converted = int(value)
    elif kind == "number" and _DECIMAL.fullmatch(value):
        converted = float(value)
    elif kind == "boolean" and value in ("true", "false"):
        converted = value == "true"
    errors = parameter_shape(parameter).errors({parameter.name: converted})
    if errors:
        raise Problem(422, _sentence(errors[0][1]))
    return converted


@cache
def _shape_of(name: str) -> Shape:
    return Shape({"$defs": {each: strict(schema) for each, schema in SHAPES.items()}, "$ref": f"#/$defs/{name}"})


_PARAMETERS: dict[int, Shape] = {}


def parameter_shape(parameter: Parameter) -> Shape:
    """The check of a parameter: as an object with that one field, so that sentences name it."""
    found = _PARAMETERS.get(id(parameter))
    if found is None:
        found = Shape({"type": "object", "properties": {parameter.name: parameter.schema}, "unevaluatedProperties": False})
        _PARAMETERS[id(parameter)] = found
    return found


def strict(schema: Any) -> Any:
    """A shape as `record.Shape` takes it: closed by `unevaluatedProperties`, which means the same here and has a sentence of its own."""
    if isinstance(schema, list):
        return [strict(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    closing = {"additionalProperties": "unevaluatedProperties"}
    closed = {closing.get(name, name) if each is False else name: strict(each) for name, each in schema.items()}
    return {**closed, "title": "request"} if "unevaluatedProperties" in closed else closed


def _json(request: Request, raw: bytes, shape: str) -> Json:
    kind, _, parameters = request.headers.get("content-type", "").partition(";")
    if kind.strip().lower() != "application/json" or parameters.strip().lower() not in ("", "charset=utf-8", 'charset="utf-8"'):
        raise Problem(415, "Send the body as application/json, in UTF-8.", {"Accept": "application/json"})
    if request.headers.get("content-encoding", "identity").strip().lower() != "identity":
        raise Problem(415, "Send the body without compression.", {"Accept-Encoding": "identity"})
    try:
        value = loads(decode(raw))
    except RecordError as error:
        raise Problem(400, _sentence(f"The body cannot be used: {error}")) from None
    errors = _shape_of(shape).errors(value, _COMPLAINTS)
    if errors:
        path, sentence = errors[0]
        where = f" (at {json_path(path)})" if len(path) > 1 else ""
        raise Problem(422, _sentence(sentence + where))
    assert isinstance(value, dict)
    return value


async def _body(request: Request, most: int) -> bytes:
    too_large = Problem(413, f"The body is larger than {most // 1024:,} KiB.")
    promised = request.headers.get("content-length", "")
    if promised.isdigit() and (len(promised) > 18 or int(promised) > most):
        raise too_large
    found = bytearray()
    try:
        async for chunk in request.stream():
            found += chunk
            if len(found) > most:
                raise too_large
    except ClientDisconnect:
        raise Problem(400, "The request broke off.") from None
    return bytes(found)


def _header(request: Request, name: str, pattern: str) -> str | None:
    values = request.headers.getlist(name)
    if not values:
        return None
    if len(values) > 1 or not re.fullmatch(pattern, values[0]):
        raise Problem(400, f"The header {name} cannot be read: send it once, with letters, digits and signs alone.")
    return values[0]


def _tags(request: Request, name: str) -> frozenset[str] | None:
    """The entity tags of a header; weak ones only count where that is said (If-None-Match). Raises Problem 400."""
    values = request.headers.getlist(name)
    if not values:
        return None
    whole = ",".join(values).strip()
    if whole == "*":
        return frozenset({"*"})
    found = set()
    for part in whole.split(","):
        tag = _TAG.fullmatch(part.strip())
        if tag is None:
            raise Problem(400, f'The header {name} cannot be read: send an ETag as it came, as in {name}: "12-3".')
        if tag[1] is None or name == "If-None-Match":
            found.add(tag[2])
    return frozenset(found)


def _sentence(words: str) -> str:
    text = words[:1].upper() + words[1:] if words[:1].isalpha() else words
    return text if text.endswith((".", "?", "!")) else text + "."


def _shown(name: str) -> str:
    return "".join(letter if letter.isprintable() else "�" for letter in name[:40])
