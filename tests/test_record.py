"""Records: what is written, read back and accepted, and what is complained about in which words."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimcheck import record as record_module
from claimcheck.complaint import Complaint
from claimcheck.conform import FORMATS
from claimcheck.errors import RecordError
from claimcheck.identity import identify
from claimcheck.invariants import CLAIM_INVARIANTS, REPORT_INVARIANTS, REPORT_SOURCE_INVARIANTS, SOURCE_INVARIANTS, coverage_share
from claimcheck.model import Block, Claim, Coverage, Document, Finding, ParserInfo, Quantity, Quote, Report, Span, TimeExpression, Uncovered
from claimcheck.record import claim_from_json, claim_to_json, dumps, report_to_json, validate_claim, validate_file, validate_report

ROOT = Path(__file__).parent.parent
RECORDS = ROOT / "fixtures" / "records"
VALID = sorted(path for path in (RECORDS / "valid").iterdir())
INVALID = sorted(path for path in (RECORDS / "invalid").iterdir() if path.suffix != ".txt")


def claims_in(path: Path) -> list[dict[str, Any]]:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".jsonl":
        return [json.loads(line) for line in text.splitlines()]
    value = json.loads(text)
    if isinstance(value, list):
        return value
    claims: list[dict[str, Any]] = value.get("claims", [value])
    return claims


CLAIMS = [pytest.param(claim, id=f"{path.stem}-{number}") for path in VALID for number, claim in enumerate(claims_in(path))]


def source_of(claim: dict[str, Any]) -> str:
    """The article that a record of the fixtures names, line ends as they are."""
    return (ROOT / str(claim["document"]["uri"])).read_bytes().decode("utf-8")


def source_named_in(path: Path) -> str | None:
    """The article that a broken record names, if it still names one."""
    text = path.read_bytes().decode("utf-8", "replace")
    for article in sorted((RECORDS / "sources").iterdir()):
        if article.name in text:
            return article.read_bytes().decode("utf-8")
    return None


def report_about(claim: dict[str, Any]) -> Report:
    about = claim["document"]
    published = date.fromisoformat(about["published_at"]) if "published_at" in about else None
    source = source_of(claim)
    document = Document(about["uri"], about["sha256"], source, source, (), "text", about["lang"], about.get("title"), published)
    parser = ParserInfo(**claim["provenance"]["parser"])
    here = Quote(0, 1, source[:1], "", source[1:33], 1, 1)
    findings = tuple(Finding(name, "part_of_total", "warning", "…", here, claims=(claim["claim_id"],)) for name in claim["findings"])
    return Report(document, (), Coverage(0, 0, 0, 0, 0, 0), parser, claim["provenance"]["claimcheck_version"], findings)


# -- fixtures -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.name)
def test_valid_file_has_no_complaint(path: Path) -> None:
    assert validate_file(path, source=source_of(claims_in(path)[0])) == []


@pytest.mark.parametrize("claim", CLAIMS)
def test_valid_record_is_about_the_bytes_of_its_article(claim: dict[str, Any]) -> None:
    assert hashlib.sha256((ROOT / claim["document"]["uri"]).read_bytes()).hexdigest() == claim["document"]["sha256"]


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.name)
def test_invalid_file_gets_exactly_these_complaints(path: Path) -> None:
    expected = path.with_suffix(".txt").read_text(encoding="utf-8").splitlines()
    assert expected
    assert [str(complaint) for complaint in validate_file(path, source=source_named_in(path))] == expected


def test_every_invariant_is_broken_by_a_record_of_its_name() -> None:
    invariants = {
        each.__name__.replace("_", "-") for each in (*CLAIM_INVARIANTS, *SOURCE_INVARIANTS, *REPORT_INVARIANTS, *REPORT_SOURCE_INVARIANTS)
    }
    assert invariants <= {path.stem for path in INVALID}


@pytest.mark.parametrize("invariant", [*CLAIM_INVARIANTS, *SOURCE_INVARIANTS], ids=lambda each: each.__name__)
def test_invariant_alone_finds_its_record_and_no_valid_one(invariant: Any) -> None:
    def troubles(claim: dict[str, Any], source: str) -> list[tuple[str, str]]:
        return list(invariant(claim, source) if invariant in SOURCE_INVARIANTS else invariant(claim))

    broken = claims_in(RECORDS / "invalid" / f"{invariant.__name__.replace('_', '-')}.json")[0]
    assert troubles(broken, source_of(broken))
    assert [troubles(case.values[0], source_of(case.values[0])) for case in CLAIMS] == [[]] * len(CLAIMS)  # type: ignore[arg-type]


def test_fixtures_show_many_kinds_types_and_forms() -> None:
    claims = [claim for path in VALID for claim in claims_in(path)]
    assert len({claim["kind"] for claim in claims}) >= 7
    assert len({name for claim in claims for name in claim["types"]}) >= 12
    assert {hop["form"] for claim in claims for hop in claim["attribution"]} == {"direct", "indirect", "according-to"}
    assert max(len(claim["attribution"]) for claim in claims) == 2
    assert {claim["checkability"]["value"] for claim in claims} == {"yes", "partial", "no"}


# -- writing and reading --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("claim", CLAIMS)
def test_record_survives_being_read_and_written(claim: dict[str, Any]) -> None:
    read = claim_from_json(claim)
    assert isinstance(read, Claim)
    assert claim_to_json(read, report_about(claim)) == claim | {"lookups": []}, "what was looked up is no part of a claim"


@pytest.mark.parametrize("claim", CLAIMS)
def test_claim_ids_of_the_fixtures_never_change(claim: dict[str, Any]) -> None:
    """A record that was published keeps its id: whoever changes how ids are made breaks every stored verdict."""
    assert identify([claim_from_json(claim)])[0].claim_id == claim["claim_id"]


def test_reading_an_invalid_record_raises_with_every_complaint() -> None:
    with pytest.raises(RecordError) as raised:
        claim_from_json({"schema_version": "1.0", "polarity": "neutral"})
    assert any('`polarity` is "neutral"' in line for line in raised.value.complaints)
    with pytest.raises(RecordError):
        claim_from_json("c-1")


def any_claim() -> dict[str, Any]:
    return claims_in(RECORDS / "valid" / "opinion-in-html.json")[0]


def test_what_is_unknown_is_absent_and_lists_are_always_there() -> None:
    bare = replace(claim_from_json(any_claim()), substitutions=(), arguments=(), questions=(), entities=())
    written = claim_to_json(bare, report_about(any_claim()))
    assert "null" not in dumps(written)
    for name in ("substitutions", "arguments", "hedges", "times", "entities", "questions", "findings", "lookups"):
        assert written[name] == []
    quantity = Quantity("dozens", Span(0, 6), None, "count")
    encoded = claim_to_json(replace(bare, quantities=(quantity,)), report_about(any_claim()))["quantities"]
    assert encoded == [{"text": "dozens", "span": {"start": 0, "end": 6}, "unit_kind": "count", "comparator": "eq"}]


def test_facets_whose_value_is_unknown_are_read_back() -> None:
    quantity = Quantity("dozens", Span(247, 250), None, "count")
    days = TimeExpression("days", Span(251, 258), "DURATION", None, "day", "unknown", "unresolved")
    claim = replace(claim_from_json(any_claim()), quantities=(quantity,), times=(days,))
    assert claim_from_json(claim_to_json(claim, report_about(any_claim()))) == claim


def test_whole_numbers_are_written_without_a_fraction() -> None:
    quantity = Quantity("3.5 billion rupees", Span(0, 18), 3.5e9, "money", low=0.5, unit="INR")
    claim = replace(claim_from_json(any_claim()), quantities=(quantity,))
    line = dumps(claim_to_json(claim, report_about(any_claim())))
    assert '"value":3500000000}' in line
    assert '"low":0.5,' in line


def test_dumps_sorts_keys_and_keeps_letters() -> None:
    assert dumps({"b": "Žitava\u2028", "a": [1, 0.5]}) == '{"a":[1,0.5],"b":"Žitava\u2028"}'
    assert dumps({"b": 1, "a": {}}, indent=2) == '{\n  "a": {},\n  "b": 1\n}'


@pytest.mark.parametrize("value", [float("nan"), float("inf"), {1: 2}, {"when": date(2025, 7, 1)}, "\ud83c"])
def test_dumps_refuses_what_json_cannot_hold(value: object) -> None:
    with pytest.raises(RecordError):
        dumps(value)


def test_report_has_blocks_in_the_source_and_its_share() -> None:
    """The document's blocks are spans of its text; everything else in a report is in the source already."""
    source, text = "<p>Rain fell.</p>", "Rain fell."
    document = Document(
        "a.html", "0" * 64, source, text, (Block(Span(0, 10), "paragraph"),), "html", starts=tuple(range(3, 13)), ends=tuple(range(4, 14))
    )
    coverage = Coverage(1, 0, 0, 0, 0, 0, (Uncovered(Span(3, 13), "sentence", "fragment"),))
    record = report_to_json(Report(document, (), coverage, ParserInfo("stub", "none", "0" * 64), "0.1.0"))
    assert record["document"]["blocks"] == [{"span": {"start": 3, "end": 13}, "kind": "paragraph"}]
    assert record["document"]["characters"] == len(source)
    assert record["coverage"]["share"] == 0
    assert validate_report(record, source=source) == []


@pytest.mark.parametrize(
    ("counts", "share"), [((4, 3, 3, 3, 1, 1), 0.875), ((0, 0, 0, 0, 0, 0), 1.0), ((2, 1, 1, 1, 0, 0), 0.667), ((5, 0, 0, 0, 0, 0), 0.0)]
)
def test_share_of_coverage(counts: tuple[int, ...], share: float) -> None:
    names = [field.name for field in fields(Coverage)][:6]
    assert coverage_share(dict(zip(names, counts, strict=True))) == share


# -- addresses ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "written"),
    [
        ("news/a.txt", "news/a.txt"),
        ("-", "-"),
        ("", ""),
        ("https://example.org/a?b=c#d", "https://example.org/a?b=c#d"),
        ("http://[::1]:8000/a", "http://[::1]:8000/a"),
        ("https://example.org/wiki/Žitava", "https://example.org/wiki/%C5%BDitava"),
        ("our draft.txt", "our%20draft.txt"),
        ("100% sure?#1[2].txt", "100%25%20sure%3F%231%5B2%5D.txt"),
        ("12:30 bulletin.txt", "./12:30%20bulletin.txt"),
        ("C:\\news\\a.txt", "./C:%5Cnews%5Ca.txt"),
    ],
)
def test_address_is_written_as_a_uri_reference(address: str, written: str) -> None:
    claim = any_claim()
    report = report_about(claim)
    record = claim_to_json(claim_from_json(claim), replace(report, document=replace(report.document, uri=address)))
    assert record["document"]["uri"] == written
    assert validate_claim(record) == []


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_path_becomes_a_valid_reference_and_stays_one(path: str) -> None:
    path = "news/" + path
    claim = any_claim()
    claim["document"]["uri"] = record_module._as_uri(path)
    assert validate_claim(claim) == []
    assert record_module._as_uri(claim["document"]["uri"]) == claim["document"]["uri"]


# -- complaints -----------------------------------------------------------------------------------------------------


def test_complaint_names_the_claim() -> None:
    claim = any_claim() | {"polarity": "neutral"}
    message = '`polarity` is "neutral"; it must be positive or negative'
    assert validate_claim(claim) == [Complaint("$.polarity", claim["claim_id"], message)]
    report = json.loads((RECORDS / "valid" / "flood-report.json").read_text(encoding="utf-8"))
    report["claims"][2]["polarity"] = "neutral"
    assert validate_report(report) == [Complaint("$.claims[2].polarity", report["claims"][2]["claim_id"], message)]


def test_invariants_of_sound_claims_are_seen_beside_a_broken_one() -> None:
    report = json.loads((RECORDS / "valid" / "flood-report.json").read_text(encoding="utf-8"))
    report["claims"][0]["polarity"] = "neutral"
    report["claims"][1]["priority"]["score"] = 0.9
    assert [complaint.where for complaint in validate_report(report)] == ["$.claims[0].polarity", "$.claims[1].priority.score"]


def test_complaints_stand_in_natural_order() -> None:
    claim = any_claim()
    claim["questions"] = ["Who?"] * 12
    claim["questions"][2] = claim["questions"][10] = 5
    assert [complaint.where for complaint in validate_claim(claim)] == ["$.questions[2]", "$.questions[10]"]


@pytest.mark.parametrize("record", [None, 5, "text", [], [[]], {}, True])
def test_anything_can_be_asked_about(record: object) -> None:
    assert validate_claim(record)
    assert validate_report(record)


@pytest.mark.parametrize("value", [{1: 2}, {"text": {1, 2}}, {"score": float("nan")}, {"value": 10**400}])
def test_python_objects_that_json_cannot_hold_get_one_complaint(value: object) -> None:
    assert len(validate_claim(value)) == 1


def test_object_that_holds_itself_gets_one_complaint() -> None:
    knot: dict[str, object] = {}
    knot["a"] = knot["b"] = [knot, knot]
    assert [complaint.message for complaint in validate_claim(knot)] == ["nested more than 64 levels deep"]


def test_missing_format_package_is_told_not_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(FORMATS, "idn-never-heard-of", lambda value: False)
    record_module._validator.cache_clear()
    with pytest.raises(RecordError, match="jsonschema lacks the package"):
        validate_claim({})
    monkeypatch.undo()
    assert validate_claim({})


# -- files ----------------------------------------------------------------------------------------------------------


def lines_of(name: str = "harbour.jsonl") -> list[bytes]:
    return (RECORDS / "valid" / name).read_bytes().splitlines()


def test_layout_of_a_file_is_seen_from_its_content() -> None:
    one, two = lines_of()[:2]
    spread = json.dumps([json.loads(one), json.loads(two)], indent=1).encode()
    for data in (
        one,
        one + b"\n",
        b"\xef\xbb\xbf" + one,
        one + b"\n" + two,
        one + b"\r\n\r\n" + two + b"\r\n",
        b"[%b,%b]" % (one, two),
        spread,
        b"",
        b"\n",
    ):
        assert validate_file(data) == [], data


def test_line_breaks_inside_a_string_do_not_end_a_line() -> None:
    one, two = (json.loads(line) for line in lines_of()[:2])
    one["questions"] = ["Which\u2028of\u0085them?"]
    data = "\n".join(json.dumps(claim, ensure_ascii=False) for claim in (one, two)).encode()
    assert validate_file(data) == []


def test_array_of_reports_and_claims() -> None:
    report = json.loads((RECORDS / "valid" / "flood-report.json").read_text(encoding="utf-8"))
    claim = json.loads(lines_of()[0])
    assert validate_file(json.dumps([report, claim]).encode()) == []
    report["coverage"]["dates"] = 7
    wheres = [complaint.where for complaint in validate_file(json.dumps([claim, report]).encode())]
    assert wheres == ["$[1].coverage.dates_in_claims", "$[1].coverage.share"]


def test_same_id_in_two_documents_is_no_repetition() -> None:
    one = json.loads(lines_of()[0])
    other = json.loads(lines_of()[0])
    other["document"]["uri"] = "another.txt"
    assert validate_file(json.dumps([one, other]).encode()) == []
    assert len(validate_file(json.dumps([one, one]).encode())) == 1


def test_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="none.json cannot be read: No such file"):
        validate_file(tmp_path / "none.json")
    with pytest.raises(RecordError, match="cannot be read"):
        validate_file("a\0b")
    with pytest.raises(RecordError, match="cannot be read"):
        validate_file(tmp_path)


def test_file_that_is_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("claimcheck.strict_json.MAX_BYTES", 1000)
    assert [complaint.message for complaint in validate_file(lines_of()[0])] == ["the file is larger than 0 MiB; split it"]


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_no_bytes_raise(data: bytes) -> None:
    assert all(isinstance(complaint, Complaint) for complaint in validate_file(data))


@given(st.integers(0, 4000), st.integers(0, 255))
def test_one_altered_byte_never_raises(position: int, byte: int) -> None:
    data = bytearray(lines_of()[5])
    data[position % len(data)] = byte
    assert all(isinstance(complaint, Complaint) for complaint in validate_file(bytes(data), source="It was the third strike."))


def test_valid_records_need_no_jsonschema() -> None:
    """Its import takes two seconds; `extract` validates what it writes."""
    script = (
        "import sys\nfrom claimcheck.record import validate_file\n"
        "assert 'jsonschema' not in sys.modules\n"
        "assert validate_file(sys.argv[1]) == []\nassert 'jsonschema' not in sys.modules\n"
        "assert validate_file(sys.argv[2]) != []\nassert 'jsonschema' in sys.modules"
    )
    files = [str(RECORDS / "valid" / "flood-report.json"), str(RECORDS / "invalid" / "unknown-polarity.json")]
    done = subprocess.run([sys.executable, "-c", script, *files], cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
