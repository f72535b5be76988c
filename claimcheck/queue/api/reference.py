"""The OpenAPI document as a page to read: no script, nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from html import escape
from typing import Any

from claimcheck.queue.api.openapi import document

Json = dict[str, Any]

#: How the page looks; it is an address of its own, because nothing inline is let through.
STYLE = """\
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
main { max-width: 70rem; margin: 0 auto; padding: 1rem; }
section { border-top: 1px solid #8886; margin-top: 2rem; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0; display: block; overflow-x: auto; }
caption { text-align: left; font-weight: 600; }
th, td { text-align: left; vertical-align: top; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid #8884; }
code { font-family: ui-monospace, monospace; font-size: .9em; overflow-wrap: anywhere; }
"""


@cache
def page() -> str:
    """The page, as HTML. It is the same for everybody."""
    return "".join(_page(document()))


def _page(found: Json) -> Iterator[str]:
    info = found["info"]
    yield '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    yield f'<title>{escape(info["title"])} API</title>\n<link rel="stylesheet" href="docs.css">\n</head>\n<body>\n<main>\n'
    yield f"<h1>{escape(info['title'])} API</h1>\n<p>Version {escape(info['version'])}. "
    yield f'Addresses are below <code>{escape(found["servers"][0]["url"])}</code>; <a href="openapi.json">the same as OpenAPI 3.1</a>.</p>\n'
    for paragraph in info["description"].strip().split("\n\n"):
        yield f"<p>{_marked(paragraph)}</p>\n"
    tags = [tag["name"] for tag in found["tags"]]
    operations = [(path, method, each) for path, methods in found["paths"].items() for method, each in methods.items()]
    yield "<nav aria-label='Contents'>\n"
    for tag in tags:
        yield f"<h2>{escape(tag)}</h2>\n<ul>\n"
        for path, method, each in operations:
            if tag in each["tags"]:
                address = f"<code>{method.upper()} {escape(path)}</code>"
                yield f'<li><a href="#{each["operationId"]}">{address}</a> {escape(each["summary"])}</li>\n'
        yield "</ul>\n"
    yield '<h2>Shapes</h2>\n<p><a href="#shapes">What is sent and answered</a></p>\n</nav>\n'
    for path, method, each in operations:
        yield from _operation(path, method, each)
    yield '<h2 id="shapes">Shapes</h2>\n'
    for name, schema in found["components"]["schemas"].items():
        yield from _shape(name, schema)
    yield "</main>\n</body>\n</html>\n"


def _operation(path: str, method: str, each: Json) -> Iterator[str]:
    yield f'<section>\n<h3 id="{each["operationId"]}"><code>{method.upper()} {escape(path)}</code></h3>\n'
    yield f"<p>{_marked(each['summary'])} {_marked(each['description'])}</p>\n"
    if each["parameters"]:
        yield "<table>\n<caption>Parameters</caption>\n<tr><th>Name<th>In<th>What<th>Value</tr>\n"
        for parameter in each["parameters"]:
            needed = " (needed)" if parameter.get("required") else ""
            yield f"<tr><td><code>{escape(parameter['name'])}</code>{needed}<td>{parameter['in']}"
            yield f"<td>{_marked(parameter['description'])}<td>{_kind(parameter['schema'])}</tr>\n"
        yield "</table>\n"
    if "requestBody" in each:
        yield f"<p>Body: {_kind(each['requestBody']['content']['application/json']['schema'])}</p>\n"
    yield "<table>\n<caption>Answers</caption>\n<tr><th>Status<th>When<th>Body</tr>\n"
    for status, answer in each["responses"].items():
        bodies = ", ".join(
            f"{_kind(content['schema'])} as <code>{escape(kind)}</code>" for kind, content in answer.get("content", {}).items()
        )
        yield f"<tr><td>{status}<td>{_marked(answer['description'])}<td>{bodies or 'none'}</tr>\n"
    yield "</table>\n</section>\n"


def _shape(name: str, schema: Json) -> Iterator[str]:
    yield f'<section>\n<h3 id="shape-{escape(name)}">{escape(name)}</h3>\n<p>{_marked(schema.get("description", ""))}</p>\n'
    fields = schema.get("properties")
    if not fields:
        yield f"<p>{_kind({key: value for key, value in schema.items() if key != 'description'})}</p>\n</section>\n"
        return
    needed = schema.get("required", ())
    yield "<table>\n<tr><th>Field<th>Value<th>What</tr>\n"
    for field, below in fields.items():
        mark = "" if field in needed else " (may be missing)"
        yield f"<tr><td><code>{escape(field)}</code>{mark}<td>{_kind(below)}<td>{_marked(below.get('description', ''))}</tr>\n"
    yield "</table>\n</section>\n"


def _kind(schema: Json) -> str:
    """A schema in a few words, as HTML."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return f'<a href="#shape-{escape(name)}">{escape(name)}</a>'
    if "anyOf" in schema:
        return " or ".join(_kind(each) for each in schema["anyOf"])
    if "enum" in schema:
        return "one of " + ", ".join(f"<code>{escape(str(each))}</code>" for each in schema["enum"])
    kind = str(schema.get("type", "any"))
    if kind == "array":
        return f"list of {_kind(schema.get('items', {}))}{_bounds(schema, 'minItems', 'maxItems')}"
    bounds = _bounds(schema, "minimum", "maximum") + _bounds(schema, "minLength", "maxLength")
    pattern = f" like <code>{escape(schema['pattern'])}</code>" if "pattern" in schema else ""
    return escape(kind) + bounds + pattern


def _bounds(schema: Json, least: str, most: str) -> str:
    told = [str(schema[name]) if name in schema else "…" for name in (least, most)]
    return f" ({told[0]} to {told[1]})" if {least, most} & schema.keys() else ""


def _marked(words: str) -> str:
    """Words with `code` and **stress**, as HTML."""
    parts = escape(words, quote=False).split("`")
    marked = "".join(f"<code>{part}</code>" if number % 2 else part for number, part in enumerate(parts))
    pieces = marked.split("**")
    return "".join(f"<strong>{piece}</strong>" if number % 2 else piece for number, piece in enumerate(pieces))
