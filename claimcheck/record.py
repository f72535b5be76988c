"""Claims and reports as JSON: how they are written, read back and validated.

`schemas/*.json` are the source of truth for the shape of a record; `invariants` holds what they cannot say. This is the only
module that imports jsonschema, and it does so when a record does not conform at first sight: that import takes two seconds.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from itertools import islice
from os import PathLike
from pathlib import Path
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, Union, cast, get_args, get_origin, get_type_hints
from urllib.parse import quote as percent_encode

from claimcheck.complaint import Complaint, json_path, sentences
from claimcheck.conform import FORMATS, Check, compile_schema
from claimcheck.errors import RecordError
from claimcheck.invariants import (
    CLAIM_INVARIANTS,
    OF_ALL_SPANS,
    REPORT_INVARIANTS,
    REPORT_SOURCE_INVARIANTS,
    SOURCE_INVARIANTS,
    coverage_share,
)
from claimcheck.jsonl import read_bytes, records_in
from claimcheck.model import Claim, Document, Finding, Report
from claimcheck.record_spans import reach
from claimcheck.record_values import as_json
from claimcheck.strict_json import check_plain, decode

if TYPE_CHECKING:
    from jsonschema.protocols import Validator

SCHEMA_VERSION = "1.0"
SCHEMAS = ("baseline", "check", "claim", "config", "document", "finding", "lock", "lookup-result", "report", "review")

Json = dict[str, Any]

#: What a claim repeats of its document.
_OF_CLAIMS = ("uri", "sha256", "title", "published_at", "lang")


# -- writing ------------------------------------------------------------------------------------------------------


def claim_to_json(claim: Claim, report: Report) -> Json:
    """The claim as a record of `schemas/claim.schema.json`. Its spans are those of the source; see `anchor.relocate`.

    What is None is left out, lists are always there. The report gives the document and the provenance.
    """
    found = [finding.finding_id for finding in report.findings if claim.claim_id in finding.claims]
    return _claim(claim, report, _encode_document(report.document), found)


def _claim(claim: Claim, report: Report, document: Json, findings: list[str]) -> Json:
    record: Json = as_json(claim)
    rules = record.pop("rules")
    record["schema_version"] = SCHEMA_VERSION
    record["document"] = {name: document[name] for name in _OF_CLAIMS if name in document}
    record["provenance"] = {"rules": sorted(set(rules)), "parser": as_json(report.parser), "claimcheck_version": report.version}
    record["findings"] = findings
    record["lookups"] = []
    return record


def finding_to_json(finding: Finding) -> Json:
    """The finding as a record of `schemas/finding.schema.json`."""
    record: Json = as_json(finding)
    return record | {"schema_version": SCHEMA_VERSION}


def report_to_json(report: Report) -> Json:
    """The report as a record of `schemas/report.schema.json`. The spans of its claims and its coverage are those of the source;
    the blocks of its document are those of the text and are moved here.
    """
    coverage = as_json(report.coverage)
    document = _encode_document(report.document)
    findings: dict[str, list[str]] = {}
    for finding in report.findings:
        for claim_id in dict.fromkeys(finding.claims):
            findings.setdefault(claim_id, []).append(finding.finding_id)
    claims = [_claim(claim, report, document, findings.get(claim.claim_id, [])) for claim in report.claims]
    document["blocks"] = [{"span": as_json(report.document.locate(block.span)), "kind": block.kind} for block in report.document.blocks]
    return {
        "schema_version": SCHEMA_VERSION,
        "document": document | {"format": report.document.format, "characters": len(report.document.source)},
        "claims": claims,
        "findings": [finding_to_json(finding) for finding in report.findings],
        "coverage": coverage | {"share": coverage_share(coverage)},
        "parser": as_json(report.parser),
        "claimcheck_version": report.version,
    }


def dumps(record: object, *, indent: int | None = None) -> str:
    """JSON with sorted keys and unescaped letters: one line for JSONL, or indented. Equal records give equal text.

    Raises RecordError when the record holds what JSON cannot, such as NaN.
    """
    check_plain(record)
    return json.dumps(record, sort_keys=True, ensure_ascii=False, indent=indent, separators=(",", ": ") if indent else (",", ":"))


def _encode_document(document: Document) -> Json:
    """What claims and reports both say of a document."""
    known = {
        "uri": _as_uri(document.uri),
        "sha256": document.sha256,
        "title": document.title,
        "published_at": as_json(document.published),
        "published_from": document.published_from,
        "lang": document.lang,
    }
    return {name: value for name, value in known.items() if value or name == "uri"}


@lru_cache(maxsize=16)
def _as_uri(address: str) -> str:
    """The address of a document, a URI or a path, as a URI reference (RFC 3986). One that is valid stays as it is."""
    whole = re.sub("%(?![0-9A-Fa-f]{2})", "%25", address)
    if re.match("[A-Za-z][A-Za-z0-9+.-]+:", whole):  # two letters or more: "C:" is a drive
        return percent_encode(whole, safe="%/:?#[]@!$&'()*+,;=~")
    if whole.startswith("//") or ":" in whole.partition("/")[0]:
        whole = "./" + whole  # two slashes would begin a host, a colon would end a scheme
    return percent_encode(whole, safe="%/:@!$&'()*+,;=~")


# -- reading ------------------------------------------------------------------------------------------------------


def claim_from_json(record: object) -> Claim:
    """The claim that a record describes: the inverse of `claim_to_json`. Raises RecordError when the record is not valid."""
    complaints = validate_claim(record)
    if complaints or not isinstance(record, dict):
        raise RecordError("The record is not a valid claim.", tuple(map(str, complaints)))
    claim: Claim = _decode(Claim, record | {"rules": record["provenance"]["rules"]})
    return claim


def findings_from_report(record: Json) -> tuple[Finding, ...]:
    """The findings of a report's record that is known to be valid."""
    return tuple(_decode(Finding, finding) for finding in record["findings"])


def _decode(kind: Any, value: Any) -> Any:
    if is_dataclass(kind):
        # What has no default and is absent all the same is unknown: the value of a time that could not be settled.
        unknown = {field.name: None for field in fields(kind) if field.default is MISSING and field.default_factory is MISSING}
        known = {name: _decode(hint, value[name]) for name, hint in _hints(cast(Any, kind)).items() if name in value}
        return cast(Any, kind)(**unknown | known)
    if get_origin(kind) is tuple:
        return tuple(_decode(get_args(kind)[0], item) for item in value)
    if get_origin(kind) in (Union, UnionType):
        return _decode(next(choice for choice in get_args(kind) if choice is not NoneType), value)
    return date.fromisoformat(value) if kind is date else value


@cache
def _hints(kind: Any) -> Mapping[str, Any]:
    return get_type_hints(kind)


# -- validating ---------------------------------------------------------------------------------------------------


def validate_claim(record: object, *, source: str | None = None) -> list[Complaint]:
    """What is wrong with a claim record, in the order of its fields; an empty list when it is valid.

    With `source`, the original text, the claim's words and spans are compared with it too. Invariants are looked at only when
    the record follows its schema.
    """
    return _not_plain(record) or _validated("claim", record, source)


def validate_report(record: object, *, source: str | None = None) -> list[Complaint]:
    """What is wrong with a report record and with the claims in it; an empty list when it is valid."""
    return _not_plain(record) or _validated("report", record, source)


def validate_file(file: str | PathLike[str] | bytes, *, source: str | None = None) -> list[Complaint]:
    """What is wrong with a file of records, given by its path or as bytes; an empty list when all are valid.

    A file is a claim, a report, a JSON array of them, or JSONL with one on each line; which of them is seen from the content.
    An empty file is JSONL without a claim. `source` is the original text, when all records are about one document. A file that
    is not JSON gets one complaint. Raises RecordError when the file cannot be opened or read.
    """
    data = read_bytes(file)
    complaints: list[Complaint] = []
    seen: dict[tuple[str, ...], str] = {}
    try:
        for place, record in records_in(decode(data)):
            if isinstance(record, RecordError):
                complaints.append(Complaint(place or "file", None, str(record)))
                continue
            kind = "report" if isinstance(record, dict) and "claims" in record and "claim_id" not in record else "claim"
            complaints += _validated(kind, record, source, place, seen)
    except RecordError as error:
        complaints.append(Complaint("file", None, str(error)))
    return complaints


def schema_errors(name: str, record: Any) -> list[tuple[tuple[str | int, ...], str]]:
    """What breaks one of SCHEMAS and nothing else, in the order of the fields: the steps that lead to the place, and a sentence."""
    if _check(name)(record):
        return []
    pairs = {pair for error in _validator(name).iter_errors(record) for pair in sentences(error)}
    return sorted(pairs, key=lambda pair: _natural(json_path(pair[0]), pair[1]))


class Shape:
    """A schema that is none of SCHEMAS: of a request, for one. It may refer to them by `$id`, and to its own `$defs`.

    `unevaluatedProperties` is what closes its objects.
    """

    def __init__(self, schema: Json):
        self._schema = _with_strict_ends(schema)

    def errors(self, value: Any, most: int | None = None) -> list[tuple[tuple[str | int, ...], str]]:
        """What is wrong with a value, as `schema_errors` tells it. `most`: it is not looked for more, for each sentence takes a while to be
        put together, and a hostile value can be wrong a million times."""
        if self._quick(value):
            return []
        pairs = set(islice((pair for error in self._thorough.iter_errors(value) for pair in sentences(error)), most))
        return sorted(pairs, key=lambda pair: _natural(json_path(pair[0]), pair[1]))

    @cached_property
    def _quick(self) -> Check:
        return compile_schema(self._schema, _schemas())

    @cached_property
    def _thorough(self) -> Validator:
        return _validator_of(self._schema)


def _not_plain(record: object) -> list[Complaint]:
    try:
        check_plain(record)
    except RecordError as error:
        return [Complaint("$", None, str(error))]
    return []


def _validated(
    kind: str, record: Any, source: str | None, place: str = "", seen: dict[tuple[str, ...], str] | None = None
) -> list[Complaint]:
    """`place` is where in its file the record stands; `seen` has the ids of the file's claims so far."""
    errors = set() if _check(kind)(record) else {pair for error in _validator(kind).iter_errors(record) for pair in sentences(error)}
    found = {(json_path(path), sentence) for path, sentence in errors}
    claims: list[tuple[str, Json]] = []
    if isinstance(record, dict) and kind == "report" and isinstance(record.get("claims"), list):
        broken = {path[1] for path, _ in errors if len(path) > 1 and path[0] == "claims"}
        claims = [(f"$.claims[{number}]", claim) for number, claim in enumerate(record["claims"]) if number not in broken]
        if not errors:
            found.update(trouble for invariant in REPORT_INVARIANTS for trouble in invariant(record))
            if source is not None:
                found.update(trouble for compare in REPORT_SOURCE_INVARIANTS for trouble in compare(record, source))
    elif isinstance(record, dict) and not errors:
        claims = [("$", record)]
    seen = {} if seen is None else seen
    for path, claim in claims:
        found.update((path + below[1:], sentence) for below, sentence in _broken_invariants(claim, source))
        key = (claim["document"]["uri"], claim["document"]["sha256"], claim["claim_id"])
        here = _join(place, path)
        if seen.setdefault(key, here) != here:
            found.add((f"{path}.claim_id", f"`claim_id` {claim['claim_id']} is that of another claim too, at {seen[key]}"))
    ordered = sorted(found, key=lambda pair: _natural(*pair))
    return [Complaint(_join(place, path), _claim_id(record, path), sentence) for path, sentence in ordered]


def _broken_invariants(claim: Json, source: str | None) -> Iterator[tuple[str, str]]:
    end = reach(claim, claim["sentence_span"])
    known = OF_ALL_SPANS if end is not None and (source is None or end <= len(source)) else frozenset()
    for invariant in CLAIM_INVARIANTS:
        if invariant not in known:
            yield from invariant(claim)
    if source is not None:
        for compare in SOURCE_INVARIANTS:
            if compare not in known:
                yield from compare(claim, source)


def _join(place: str, path: str) -> str:
    """A path in a record as a path in its file: `$[2].text` in an array, `line 3: $.text` in JSONL."""
    if not place or path == "$":
        return place or path
    return place + path[1:] if place.startswith("$") else f"{place}: {path}"


def _natural(path: str, sentence: str) -> tuple[list[str | int], str]:
    """Sorts item 10 after item 9."""
    return [int(part) if part.isdecimal() else part for part in re.split("([0-9]+)", path)], sentence


def _claim_id(record: object, path: str) -> str | None:
    """The id of the claim that a path leads into."""
    within = re.match(r"\$\.claims\[([0-9]+)\]", path)
    if isinstance(record, dict) and within and isinstance(record.get("claims"), list):
        record = record["claims"][int(within[1])]
    name = record.get("claim_id") if isinstance(record, dict) else None
    return name if isinstance(name, str) else None


# -- the schemas --------------------------------------------------------------------------------------------------


def load_schema(name: str) -> Json:
    """One of SCHEMAS, as published."""
    try:
        folder = files("claimcheck.schemas")
    except ModuleNotFoundError:  # a checkout that is not installed: the folder lies beside the package
        folder = Path(__file__).parent.parent / "schemas"
    schema: Json = json.loads(folder.joinpath(f"{name}.schema.json").read_text(encoding="utf-8"))
    return schema


@cache
def _schemas() -> Mapping[str, Json]:
    """All schemas by `$id`."""
    return {schema["$id"]: schema for schema in (_with_strict_ends(load_schema(name)) for name in SCHEMAS)}


def _schema(name: str) -> Json:
    return next(schema for schema in _schemas().values() if schema["title"] == name.capitalize())


@cache
def _check(name: str) -> Check:
    return compile_schema(_schema(name), _schemas())


@cache
def _validator(name: str) -> Validator:
    """The validator of one of SCHEMAS, made once."""
    return _validator_of(_schema(name))


def _validator_of(schema: Json) -> Validator:
    """A validator. Formats are asserted; references lead to other schemas by `$id`.

    Raises RecordError when a package that jsonschema needs for a format is missing: it would pass over that format in silence.
    """
    from jsonschema import Draft202012Validator, FormatChecker
    from referencing import Registry, Resource

    known = Draft202012Validator.FORMAT_CHECKER
    missing = [form for form in FORMATS if form not in known.checkers]
    if missing:
        raise RecordError(
            f"The format {missing[0]} cannot be checked: jsonschema lacks the package for it; install claimcheck again, with its dependencies."
        )
    formats = FormatChecker(FORMATS)
    for form in FORMATS:  # rfc3986-validator takes a line break at the end
        formats.checks(form)(lambda value, form=form: known.conforms(value, form) and not str(value).endswith("\n"))
    resources = ((address, Resource.from_contents(schema)) for address, schema in _schemas().items())
    registry: Registry[Any] = Registry().with_resources(resources)
    return Draft202012Validator(schema, registry=registry, format_checker=formats)


def _with_strict_ends(schema: Any) -> Any:
    """The schema with patterns for Python: there "$" also matches before a line break at the end, in JSON Schema it does not."""
    if isinstance(schema, list):
        return [_with_strict_ends(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        name: re.sub(r"\$$", r"\\Z", item) if name == "pattern" and isinstance(item, str) else _with_strict_ends(item)
        for name, item in schema.items()
    }
