"""The OpenAPI 3.1 document, made from the table of endpoints and the shapes that requests are checked against."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from claimcheck import __version__
from claimcheck.queue.api.endpoint import Endpoint, Parameter
from claimcheck.queue.api.requests import KEY
from claimcheck.queue.api.schema_parts import LARGEST, LEASE
from claimcheck.queue.api.shapes import SHAPES
from claimcheck.queue.api.table import by_path
from claimcheck.record import load_schema

Json = dict[str, Any]

#: Published schemas that the shapes refer to, and what they are called in the document.
_PUBLISHED = {
    "claim": "Claim",
    "report": "Report",
    "document": "Document",
    "finding": "Finding",
    "lookup-result": "LookupResult",
    "review": "Review",
}

_ABOUT = """\
Everything that the pages of the queue can do, for programs.

**Tokens.** Make one under your name (Tokens), and send it as `Authorization: Bearer …`. It has scopes: `read`, `review`, `push`,
`manage`, `admin`; each endpoint names the one that it needs, and what role you need on the desk. What is out of your sight is answered
as if it were not there (404).

**Once.** Send a header `Idempotency-Key` of your own making with a POST: the same request with the same key is carried out once, and
answered alike for 24 hours, with `Idempotency-Replayed: true`. An answer that held a secret is not kept: there, 409 says that it was done.

**Nobody overwritten.** A claim has an `ETag`. Send it back as `If-Match` with a change, and 412 tells that somebody else was there first.

**Pages.** A list has `next`, and the header `Link` with the address of the next page.

**Errors** are problem details (RFC 9457): `status`, `title`, and one sentence as `detail`.
"""

_STATUSES = {
    400: "The request cannot be read.",
    401: "Nobody is signed in, or the token is not valid.",
    403: "The role or the token does not allow it.",
    404: "There is no such thing, or none in sight.",
    405: "This method is not known here.",
    409: "Somebody else was there first.",
    412: "It was changed since it was read.",
    413: "The body is too large.",
    415: "The body is not application/json.",
    422: "A value cannot be used.",
    429: "Too many requests: wait.",
}


@cache
def document() -> Json:
    """The document. It is the same for everybody."""
    paths: dict[str, Json] = {}
    for path, methods in by_path().items():
        paths[path] = {method.lower(): _operation(endpoint) for method, endpoint in methods.items()}
    shapes = {name: _referring(schema) for name, schema in SHAPES.items()}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "claimcheck queue",
            "version": __version__,
            "description": _ABOUT,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/api/v1"}],
        "security": [{"token": []}, {"session": []}],
        "tags": [{"name": tag} for tag in dict.fromkeys(endpoint.tag for methods in by_path().values() for endpoint in methods.values())],
        "paths": paths,
        "components": {
            "schemas": {**shapes, **_published()},
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer", "description": "A token, as `ccq_…`."},
                "session": {
                    "type": "apiKey",
                    "in": "cookie",
                    "name": "claimcheck-session",
                    "description": "Somebody signed in on the pages.",
                },
            },
        },
    }


def _operation(endpoint: Endpoint) -> Json:
    needs = {
        "known": "Whoever is known may ask.",
        "session": "Needs a session: tokens are not taken here.",
        "admin": "Needs an administrator.",
    }.get(endpoint.needs, f"Needs the role {endpoint.needs} on the desk.")
    scope = f" Token scope: `{endpoint.scope}`." if endpoint.scope else ""
    found: Json = {
        "operationId": endpoint.name,
        "tags": [endpoint.tag],
        "summary": endpoint.summary,
        "description": " ".join(part for part in (endpoint.about, needs + scope) if part),
        "parameters": [*_path_parameters(endpoint), *(_query_parameter(each) for each in endpoint.query), *_headers(endpoint)],
        "responses": _responses(endpoint),
        **({"security": [{"session": []}]} if endpoint.needs == "session" else {}),
        "x-needs": endpoint.needs,
        **({"x-scope": endpoint.scope} if endpoint.scope else {}),
    }
    if endpoint.body is not None:
        found["requestBody"] = {"required": True, "content": {"application/json": {"schema": _named(endpoint.body)}}}
    return found


def _path_parameters(endpoint: Endpoint) -> list[Json]:
    names = re.findall(r"\{(\w+)\}", endpoint.path)
    schema = {"type": "integer", "minimum": 1, "maximum": LARGEST}
    return [{"name": name, "in": "path", "required": True, "description": "A number.", "schema": schema} for name in names]


def _query_parameter(parameter: Parameter) -> Json:
    schema = {"type": "array", "items": parameter.schema, "maxItems": 50} if parameter.many else parameter.schema
    told = {"name": parameter.name, "in": "query", "description": parameter.description, "required": parameter.required, "schema": schema}
    return {**told, "style": "form", "explode": True} if parameter.many else told


def _headers(endpoint: Endpoint) -> list[Json]:
    known = (
        (endpoint.repeatable, "Idempotency-Key", "Makes sure that this is done once.", KEY),
        (endpoint.claim, "If-Match", "The claim's ETag, as it was read.", '^(\\*|(W/)?"[\\u0021\\u0023-\\u007e]*")$'),
        (endpoint.claim, "Claim-Lease", "The lease's token: only if that lease still holds.", LEASE),
        (endpoint.etag, "If-None-Match", "An ETag: 304 where nothing has changed.", '^(\\*|(W/)?"[\\u0021\\u0023-\\u007e]*")$'),
    )
    return [
        {"name": name, "in": "header", "description": description, "schema": {"type": "string", "pattern": pattern}}
        for there, name, description, pattern in known
        if there
    ]


def _responses(endpoint: Endpoint) -> Json:
    found: Json = {str(endpoint.status): _response(endpoint, "Done." if endpoint.changes else "What was asked for.")}
    for status, meaning in endpoint.also.items():
        found[str(status)] = {"description": meaning} if status == 204 else _response(endpoint, meaning)
    if endpoint.etag:
        found["304"] = {"description": "Nothing has changed."}
    for status in _troubles(endpoint):
        headers = {401: "WWW-Authenticate", 405: "Allow", 429: "Retry-After"}
        told: Json = {"description": _STATUSES[status], "content": {"application/problem+json": {"schema": _named("Problem")}}}
        if status in headers:
            told["headers"] = {headers[status]: {"schema": {"type": "string"}, "description": "As HTTP has it."}}
        found[str(status)] = told
    return found


def _troubles(endpoint: Endpoint) -> list[int]:
    found = {400, 401, 403, 404, 422, 429}
    if endpoint.changes:
        found.add(409)
    if endpoint.body is not None:
        found |= {413, 415}
    if endpoint.claim:
        found.add(412)
    return sorted(found)


def _response(endpoint: Endpoint, meaning: str) -> Json:
    told: Json = {"description": meaning}
    if endpoint.answer is not None:
        told["content"] = {endpoint.media_type: {"schema": _named(endpoint.answer)}}
        if endpoint.streams:
            told["content"] = {
                kind: {"schema": {} if "json" in kind.split("/")[1].split("+") else {"type": "string"}} for kind in endpoint.streams
            }
    headers: Json = {}
    if endpoint.etag or endpoint.claim:
        headers["ETag"] = {"schema": {"type": "string"}, "description": "Changes with the claim."}
    if endpoint.paged:
        headers["Link"] = {"schema": {"type": "string"}, "description": 'The next page: `<…>; rel="next"`.'}
    return {**told, "headers": headers} if headers else told


def _named(shape: str) -> Json:
    return {"$ref": f"#/components/schemas/{shape}"}


def _published() -> dict[str, Json]:
    """The published schemas as components, with what they define themselves beside them: `Claim`, `Claim_span` …"""
    found: dict[str, Json] = {}
    for name, called in _PUBLISHED.items():
        schema = load_schema(name)
        for inner, below in schema.pop("$defs", {}).items():
            found[f"{called}_{inner}"] = _referring(below, called)
        found[called] = {key: value for key, value in _referring(schema, called).items() if key not in ("$id", "$schema")}
    return found


def _referring(schema: Any, within: str = "") -> Any:
    """A schema whose references are those of the document. `within`: the published schema that it is part of."""
    if isinstance(schema, list):
        return [_referring(each, within) for each in schema]
    if not isinstance(schema, dict):
        return schema
    found = {name: _referring(each, within) for name, each in schema.items()}
    if isinstance(schema.get("$ref"), str):
        found["$ref"] = _reference(schema["$ref"], within)
    return found


def _reference(address: str, within: str) -> str:
    home, _, inner = address.partition("#/$defs/")
    published = re.search(r"/([a-z-]+)\.schema\.json$", home)
    called = _PUBLISHED[published[1]] if published else within
    return "#/components/schemas/" + "_".join(part for part in (called, inner) if part)
