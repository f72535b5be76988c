"""Verdicts as they come in: tables and Web Annotations, with the odd ways in which people and programs write them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimcheck.errors import VerdictError
from claimcheck.verdicts import Left, Verdict, read_verdicts
from claimcheck.verdicts.verdict import day_of

ONE, TWO, THREE = "c-0123456789abcdef", "c-0123456789abcdef-2", "c-fedcba9876543210"
HEAD = "claim_id,verdict,source,by,when,note\n"
ROW = "true,archive,Ana Horvat,2025-07-03,by telephone\n"


# -- tables -------------------------------------------------------------------------------------------------------


def table(text: str) -> list[Verdict]:
    read = read_verdicts(text.encode(), "v.csv")
    assert read.left == ()
    return list(read.found)


@pytest.mark.parametrize(
    "data",
    [
        (HEAD + f"{ONE},{ROW}").encode(),
        (HEAD + f"{ONE},{ROW}").replace("\n", "\r\n").encode("utf-8-sig"),
        (HEAD + f"{ONE},{ROW}").replace(",", ";").encode("utf-8-sig"),
        ("sep=;\n" + (HEAD + f"{ONE},{ROW}").replace(",", ";")).encode("utf-8-sig"),
        (HEAD + f"{ONE},{ROW}").replace(",", "\t").encode("utf-16"),
        f'Note,BY,"when",Claim_ID, verdict ,source,colour\nby telephone,Ana Horvat,3.7.2025,{ONE},true,archive,red\n\n,,,,,,\n'.encode(),
        f'claim_id,verdict,source,by,when,note\n"{ONE}","true","archive","Ana Horvat",2025-07-03 00:00:00,"by telephone"'.encode(),
    ],
)
def test_a_table_as_spreadsheets_write_it(data: bytes) -> None:
    read = read_verdicts(data, "v.csv")
    (verdict,) = read.found
    assert (verdict.claim_id, verdict.verdict, verdict.source, verdict.by, verdict.when, verdict.note) == (
        ONE,
        "true",
        "archive",
        "Ana Horvat",
        "2025-07-03",
        "by telephone",
    )
    assert (read.left, read.empty) == ((), 0)


def test_what_the_table_of_claims_says_of_a_claim_is_not_taken_for_the_verdicts() -> None:
    """`extract` has a `source` (who says it) and a `when` (the claim's times)."""
    head = "claim_id,text,resolved_text,source,when,verdict,by,verdict_source,verdict_when\n"
    (verdict,) = table(head + f"{ONE},a,a,The minister,Tuesday: 2025-07-01,true,Ana,archive,2025-07-03\n")
    assert (verdict.source, verdict.when) == ("archive", "2025-07-03")
    (verdict,) = table("claim_id,resolved_text,source,when,verdict\n" + f"{ONE},a,The minister,Tuesday: 2025-07-01,true\n")
    assert (verdict.source, verdict.when) == (None, None)


def test_a_cell_that_was_defused_comes_back() -> None:
    (verdict,) = table(HEAD + f"{ONE},true,archive,Ana,2025-07-03,'=1+1\n")
    assert verdict.note == "=1+1"


def test_rows_without_a_verdict_are_counted_and_rows_that_cannot_be_read_are_listed() -> None:
    text = f"{HEAD}{ONE},,,,,\nc-1,true,,,,\n,false,,,,\n{TWO},true,a,b,3/7/2025,\n{THREE},true,a,b,2025-02-30,\n{TWO},{'x' * 10_001},,,,\n"
    read = read_verdicts(text.encode(), "v.csv")
    assert read.empty == 1
    assert [(item.place, item.claim_id) for item in read.left] == [
        ("row 3", None),
        ("row 4", None),
        ("row 5", TWO),
        ("row 6", THREE),
        ("row 7", TWO),
    ]
    assert "is no date that can be read one way only" in read.left[2].reason


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "no column claim_id and no column verdict"),
        (b"a,b\n1,2\n", "no column claim_id and no column verdict"),
        (b"claim_id,verdict,verdict\n", "two columns for verdict"),
        (b"claim_id,verdict,by,verdict_by\n", "two columns for by"),
        ("claim_id,verdict,by\nc-1,true,Müller\n".encode("cp1252"), "neither UTF-8 nor UTF-16"),
        (b"PK\x03\x04....", "is a workbook"),
        (b"claim_id,verdict\n\0\0\0", "is no text"),
        (b'claim_id,verdict\n"never closed', "is no CSV"),
        (b"claim_id,verdict\nc-1," + b"x" * 200_000, "is no CSV"),
        (b"x" * (16 * 1024 * 1024 + 1), "is larger than 16 MiB"),
        (b"claim_id,verdict\n" + b"c-1,\n" * 100_001, "has more than 100000 rows"),
        (b"\xff\xfe\x00", "neither UTF-8 nor UTF-16"),
        (b"sep=\xc3\xa4\nclaim_id\xc3\xa4verdict\n\"", "is no CSV"),
        (b"{", "is no JSON-LD"),
        (b"[" * 100_000, "is no JSON-LD"),
        (b"{}", "holds no Web Annotation"),
        (b'[1, "a", null, {"type": "Note"}]', "holds no Web Annotation"),
        (b'{"type": "AnnotationPage", "items": "none"}', "holds no Web Annotation"),
    ],
)  # fmt: skip
def test_a_file_that_holds_no_verdicts_gets_one_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(VerdictError) as caught:
        read_verdicts(data, "v.csv")
    assert sentence in str(caught.value)
    assert "\n" not in str(caught.value)


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_verdicts_or_one_sentence(data: bytes) -> None:
    for start in (b"", HEAD.encode() + ONE.encode() + b",", b'{"type": "Annotation", "body": '):
        try:
            read = read_verdicts(start + data, "v")
        except VerdictError:
            continue
        assert all(isinstance(item, Left) for item in read.left)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2025-07-03", "2025-07-03"),
        ("2025-7-3", "2025-07-03"),
        ("2025-07-03T10:00:00Z", "2025-07-03"),
        ("2025-07-03 10:00", "2025-07-03"),
        ("03.07.2025", "2025-07-03"),
        ("3/7/2025", None),
        ("07-03-2025", None),
        ("45841", None),
        ("2025-13-01", None),
        ("٢٠٢٥-٠٧-٠٣", None),
        ("yesterday", None),
    ],
)
def test_a_date_that_reads_one_way_only(text: str, day: str | None) -> None:
    assert day_of(text) == day


# -- Web Annotation -----------------------------------------------------------------------------------------------


def annotation(*bodies: dict[str, Any], **fields: Any) -> dict[str, Any]:
    assessing = {"type": "TextualBody", "purpose": "assessing", "value": "false"}
    return {"type": "Annotation", "body": [assessing, *bodies], "created": "2025-07-03T10:00:00Z", "creator": {"name": "Ana"}} | fields


def body(purpose: str, value: str) -> dict[str, Any]:
    return {"type": "TextualBody", "purpose": purpose, "value": value}


NAMED = body("identifying", ONE)
URN = "urn:uuid:00000000-0000-5000-8000-000000000000"


def read_one(value: Any) -> Verdict | Left:
    read = read_verdicts(json.dumps(value).encode(), "v.jsonld")
    (only,) = (*read.found, *read.left)
    return only


@pytest.mark.parametrize(
    "value",
    [
        annotation(NAMED),
        [annotation(NAMED)],
        {"type": "AnnotationPage", "items": [annotation(NAMED)]},
        {"type": ["AnnotationCollection"], "first": {"type": "AnnotationPage", "items": [annotation(NAMED)]}},
        annotation({"type": "TextualBody", "purpose": ["identifying"], "value": ONE}),
    ],
)
def test_an_annotation_wherever_it_stands(value: Any) -> None:
    verdict = read_one(value)
    assert isinstance(verdict, Verdict)
    assert (verdict.claim_id, verdict.verdict, verdict.by, verdict.when) == (ONE, "false", "Ana", "2025-07-03")


@pytest.mark.parametrize(
    "value",
    [
        annotation(id=URN),
        annotation(id="https://x.example/1", target=URN),
        annotation(target={"source": URN}),
        annotation(id=URN.replace("5", "4"), target=URN),
    ],
)
def test_a_claim_is_told_by_the_name_of_its_annotation(value: Any) -> None:
    verdict = read_one(value)
    assert isinstance(verdict, Verdict)
    assert (verdict.claim_id, verdict.name) == (None, URN)


def test_the_bodies_of_a_verdict() -> None:
    mine = {"creator": "https://people.example/ana", "modified": "2025-07-04T00:00:00Z"}
    told = annotation(NAMED, body("commenting", "n1"), body("commenting", "n2"), {"purpose": "linking", "id": "https://s.example"})
    told["body"][0] |= mine
    verdict = read_one(told)
    assert isinstance(verdict, Verdict)
    assert (verdict.source, verdict.by, verdict.when, verdict.note) == (
        "https://s.example",
        "https://people.example/ana",
        "2025-07-04",
        "n1\nn2",
    )


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (annotation(), "it names no claim"),
        (annotation(NAMED, body("identifying", TWO)), "it names several claims"),
        (annotation(body("identifying", "harbour")), "is no claim id"),
        (annotation(NAMED, body("assessing", "true")), "it has several verdicts"),
        (annotation(NAMED, body=[body("assessing", " "), NAMED]), "its verdict has no words"),
        (annotation(NAMED, body("commenting", "x" * 10_001)), "is longer than"),
        (annotation(NAMED, created="last week"), "is no date"),
        (annotation(NAMED, created={"@value": 5}), "is no date"),
        (annotation(target=[URN, URN.replace("5", "4")]), "it names several claims"),
    ],
)
def test_an_annotation_that_cannot_be_taken_is_listed(value: Any, reason: str) -> None:
    left = read_one(value)
    assert isinstance(left, Left)
    assert reason in left.reason
    assert left.place == "annotation 1"


def test_an_annotation_that_assesses_nothing_is_counted() -> None:
    read = read_verdicts(json.dumps([annotation(NAMED), annotation(body=[NAMED]), {"type": "Annotation"}]).encode(), "v")
    assert (len(read.found), read.left, read.empty) == (1, (), 2)


KEYS = st.sampled_from(["type", "purpose", "value", "id", "creator", "created", "target", "source", "body", "items", "first"])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=8,
)


@given(JSON, JSON, JSON)
def test_any_annotation_is_read_or_listed(bodies: Any, target: Any, creator: Any) -> None:
    for value in (annotation(NAMED, target=target, creator=creator, body=bodies), annotation(*[bodies], id=target)):
        read = read_verdicts(json.dumps([value]).encode(), "v")
        assert len(read.found) + len(read.left) + read.empty == 1
