"""The fast check against jsonschema: it may only ever say yes where jsonschema has no error."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from claimcheck.conform import FORMATS, compile_schema
from claimcheck.record import SCHEMAS, load_schema, validate_claim, validate_report

VALID = Path(__file__).parent.parent / "fixtures" / "records" / "valid"
REPORT: dict[str, Any] = json.loads((VALID / "flood-report.json").read_text(encoding="utf-8"))
LOOKED_UP: dict[str, Any] = json.loads((VALID / "flood-looked-up.json").read_text(encoding="utf-8"))
LOADED = {name: load_schema(name) for name in SCHEMAS}
BY_ID = {schema["$id"]: schema for schema in LOADED.values()}
REGISTRY: Registry[Any] = Registry().with_resources((address, Resource.from_contents(schema)) for address, schema in BY_ID.items())
STOCK = Draft202012Validator(LOADED["report"], registry=REGISTRY, format_checker=Draft202012Validator.FORMAT_CHECKER)
CONFORMS = compile_schema(LOADED["report"], BY_ID)

scalars = st.none() | st.booleans() | st.integers(-2, 9) | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8)
awkward = st.sampled_from(
    ["", "yes", "event", "2025-02-30", "2025-07-01", "a b", "0" * 64, 0, -0.0, 1.0, True, [], {}, [{}], ["event", "event"]]
)
values = scalars | awkward | st.lists(scalars, max_size=2) | st.dictionaries(st.text(max_size=4), scalars, max_size=2)


def places(value: Any) -> list[tuple[Any, Any]]:
    """Every container of a record with every key in it."""
    found = []
    for key in list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ():
        found += [(value, key), *places(value[key])]
    return found


@st.composite
def altered_reports(draw: st.DrawFn) -> dict[str, Any]:
    report = copy.deepcopy(REPORT)
    report["claims"] = [draw(st.sampled_from([*report["claims"], copy.deepcopy(LOOKED_UP)]))]
    for _ in range(draw(st.integers(1, 2))):
        container, key = draw(st.sampled_from(places(report)))
        how = draw(st.sampled_from(["replace", "remove", "add"]))
        if how == "replace":
            container[key] = draw(values)
        elif how == "remove":
            del container[key]
        elif isinstance(container, dict):
            container[draw(st.text(max_size=4))] = draw(values)
        else:
            container.append(draw(values))
    return report


def test_unaltered_report_conforms() -> None:
    assert CONFORMS(REPORT)
    assert STOCK.is_valid(REPORT)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(altered_reports())
def test_yes_means_that_jsonschema_has_no_error(report: dict[str, Any]) -> None:
    valid = STOCK.is_valid(report)
    if CONFORMS(report):
        assert valid
    if not valid:
        assert validate_report(report)


@pytest.mark.parametrize("path", sorted(VALID.glob("*.json*")), ids=lambda path: path.name)
def test_valid_records_are_seen_at_first_sight(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    records = [json.loads(line) for line in text.splitlines()] if path.suffix == ".jsonl" else json.loads(text)
    for record in records if isinstance(records, list) else [records]:
        name = "report" if "claims" in record else "claim"
        assert compile_schema(LOADED[name], BY_ID)(record)


ADDRESS = r"(https?|urn):/{0,2}[a-z.]{0,4}(:[0-9]*)?[/?#%a-f0-9]{0,6}"
REFERENCES = st.text("a:/?#[]@%20.é -", max_size=12) | st.from_regex(ADDRESS, fullmatch=True)
ODD_DATES = st.sampled_from(["20250701", "2025-W27-2", "٢٠٢٥-07-01", "2025-07-01\n"])
DATES = st.from_regex(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", fullmatch=True) | st.dates().map(str) | ODD_DATES


@settings(max_examples=200)
@given(st.tuples(st.just("uri-reference"), REFERENCES) | st.tuples(st.just("date"), DATES))
def test_a_format_is_seen_only_where_jsonschema_sees_it(case: tuple[str, str]) -> None:
    form, value = case
    if FORMATS[form](value):
        assert Draft202012Validator.FORMAT_CHECKER.conforms(value, form)


def is_day(value: str) -> bool:
    claim = copy.deepcopy(REPORT["claims"][0])
    claim["document"]["published_at"] = value
    return not validate_claim(claim)


def is_address(value: str) -> bool:
    claim = copy.deepcopy(REPORT["claims"][0])
    claim["document"]["uri"] = value
    return not validate_claim(claim)


@pytest.mark.parametrize("good", ["2025-07-01", "2024-02-29", "0001-01-01"])
def test_day_is_taken(good: str) -> None:
    assert is_day(good)


@pytest.mark.parametrize(
    "bad", ["2025-02-29", "2025-13-01", "2025-7-1", "20250701", "1 July 2025", "2025-07-01\n", "2025-07-01T00:00Z", ""]
)
def test_other_day_is_refused(bad: str) -> None:
    assert not is_day(bad)


@pytest.mark.parametrize("good", ["a.txt", "../a.txt", "a%20b", "https://example.org:80/a?b#c", "urn:isbn:1", "http://[::1]/", "?b", ""])
def test_address_is_taken(good: str) -> None:
    assert is_address(good)


@pytest.mark.parametrize("bad", ["a b", "a%2", "é", "http://[", "<a>", "a.txt\n", "1:2", "a\\b"])
def test_other_address_is_refused(bad: str) -> None:
    assert not is_address(bad)


@pytest.mark.parametrize(
    "schema",
    [
        {"oneOf": [{}]},
        {"type": "string", "format": "date-time"},
        {"not": {"type": "string"}},
        {"enum": [1]},
        {"type": "object", "properties": {}},
    ],
)
def test_what_is_not_known_is_never_a_yes(schema: dict[str, Any]) -> None:
    check = compile_schema(schema, {})
    some: list[Any] = ["2025-07-01T00:00:00Z", 1, {}, None]
    assert not any(check(value) for value in some)
