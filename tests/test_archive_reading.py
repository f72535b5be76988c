"""What the archive takes in: markup, tables, pages and records, as strangers write them."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimcheck.archive import Entry, Left, read_data, read_file
from claimcheck.archive.day import read_day
from claimcheck.archive.entry import MAX_FIELD, address, words
from claimcheck.errors import ArchiveError
from claimcheck.record import report_to_json
from tests.frozen import report_of

FILES = Path(__file__).parent.parent / "fixtures" / "archive"


def read(name: str) -> tuple[list[Entry], list[Left]]:
    items = list(read_file(FILES / name))
    return [item for item in items if isinstance(item, Entry)], [item for item in items if isinstance(item, Left)]


def of(value: object, name: str = "reviews.json") -> list[Entry | Left]:
    return list(read_data(value if isinstance(value, bytes) else json.dumps(value).encode(), name))


def test_a_review_alone_is_read_with_every_field() -> None:
    (entry,), left = read("single.jsonld")
    assert left == []
    assert entry.kind == "fact-check"
    assert entry.claim == "The port of Lindhaven handled 4.3 million containers in 2024."
    assert (entry.speaker, entry.stated) == ("Mira Solberg", "2025-06-30")
    assert (entry.rating, entry.publisher, entry.reviewed) == ("Mostly false", "Example Fact Desk", "2025-07-04")
    assert entry.url == "https://facts.example/2025/harbour-containers"
    assert entry.title == "Lindhaven's containers: the minister counted empty ones"
    assert (entry.language, entry.licence) == ("en", "https://creativecommons.org/licenses/by/4.0/")
    assert entry.origin == "single.jsonld"
    assert len(entry.origin_sha256) == 64


def test_a_graph_with_prefixes_joins_what_it_names_by_id() -> None:
    (entry,), left = read("graph.jsonld")
    assert left == []
    assert entry.claim == "In Lindhaven sind 36 Prozent der Jugendlichen arbeitslos."
    assert entry.speaker == "Jonas Weld, Bündnis Hafen"
    assert entry.publisher == "Prüfstelle Beispiel"
    assert entry.rating == "1 of 5", "no words for it: the number, and the best there is"
    assert (entry.stated, entry.reviewed) == ("2025-07-03", "2025-07-10")
    assert entry.language == "de"


def test_a_feed_gives_what_is_good_and_tells_what_is_not() -> None:
    (bridge, taxes), left = read("feed.json")
    assert (bridge.speaker, bridge.publisher, bridge.rating, bridge.reviewed) == ("Ana Puig", "Verifica Ejemplo", "Engañoso", "2025-07-15")
    assert taxes.claim == "Taxes & fees rose by 30 percent in Lindhaven."
    assert taxes.publisher == "Desk A, Desk B"
    assert taxes.url is None, "a script is no address"
    assert taxes.reviewed is None, "March or July"
    assert [item.place for item in left] == ["$.dataFeedElement[1].item", "$.dataFeedElement[2].item[2]"]
    assert "no claim" in left[0].reason
    assert "3/7/2025" in left[1].reason


def test_scripts_of_a_page_are_read_each_for_itself() -> None:
    (entry,), left = read("page.html")
    assert entry.url == "https://facts.example/exports"
    assert entry.reviewed == "2025-07-09"
    assert entry.body is not None
    assert "2.1 billion crowns" in entry.body
    assert [item.place for item in left] == ["script 2", "script 3"]


def test_a_table_is_read_by_the_names_of_its_columns() -> None:
    entries, left = read("table.csv")
    assert [entry.claim for entry in entries] == [
        "The ferry to Ostrand runs twice an hour.",
        'Ostrand has 12,000 inhabitants; "half of them" are fishers.',
        "=SUM is what the mayor said about taxes.",
    ]
    assert [entry.stated for entry in entries] == ["2024-11-02", "2024-11-05", None]
    assert entries[0].speaker == "Nils Aker"
    assert [(item.place, item.reason) for item in left][0] == ("row 4", "it has no claim")
    assert left[1].place == "row 5"


@pytest.mark.parametrize(
    "head", ["claim_text,ratingName", "Claim Text,Rating Name", "claimText,rating_name", "\ufeffclaim-text,RatingName"]
)
def test_the_name_of_a_column_may_be_written_many_ways(head: str) -> None:
    (entry,) = of(f"{head}\nThe bridge is closed.,False\n".encode(), "a.csv")
    assert isinstance(entry, Entry)
    assert (entry.claim, entry.rating) == ("The bridge is closed.", "False")


def test_a_table_without_a_claim_is_refused() -> None:
    with pytest.raises(ArchiveError, match="has no column claim"):
        of(b"id,verdict\n1,false\n", "a.csv")
    with pytest.raises(ArchiveError, match="two columns claim"):
        of(b"claim,claim\na,b\n", "a.csv")
    with pytest.raises(ArchiveError, match="claimcheck extract"):
        of(b"claim_id,text,resolved_text\na,b,c\n", "a.csv")


def test_rows_before_a_broken_one_are_taken() -> None:
    good, left = of(b'claim,rating\nThe bridge is closed.,False\n"open,True\n', "a.csv")
    assert isinstance(good, Entry)
    assert isinstance(left, Left)
    assert "nothing after it" in left.reason


def test_our_own_records_keep_the_record() -> None:
    report = report_to_json(report_of("seed"))
    lines = "\n".join(json.dumps(claim) for claim in report["claims"]).encode()
    entries = of(lines, "claims.jsonl")
    assert len(entries) == len(report["claims"])
    first, claim = entries[0], report["claims"][0]
    assert isinstance(first, Entry)
    assert (first.kind, first.claim, first.rating) == ("record", claim["resolved_text"], None)
    assert json.loads(first.record or "") == claim
    whole = of(report, "report.json")
    assert [entry.entry_id for entry in whole if isinstance(entry, Entry)] == [
        entry.entry_id for entry in entries if isinstance(entry, Entry)
    ]


def test_a_record_that_breaks_its_schema_is_told_with_its_line() -> None:
    claim = report_to_json(report_of("seed"))["claims"][0]
    broken = {**claim, "polarity": "sideways"}
    good, bad, none = of(f"{json.dumps(claim)}\n{json.dumps(broken)}\n{{oops\n".encode(), "claims.jsonl")
    assert isinstance(good, Entry)
    assert isinstance(bad, Left)
    assert isinstance(none, Left)
    assert (bad.place, none.place) == ("line 2", "line 3")


LOCK = {
    "schema_version": "1.0",
    "claims": [
        {
            "path": "drafts/exports.md",
            "claim": {
                "claim_id": "c-a6a51018c79039b8",
                "text": "exports fell by 3.5 percent in June",
                "predicate": "fall",
                "polarity": "positive",
                "modality": "asserted",
                "attribution": [{"source": "The finance ministry", "cue_class": "report"}],
                "times": [{"text": "June", "value": "2025-06", "begin": "2025-06-01", "end": "2025-06-30"}],
            },
            "verification": {"verdict": "true", "source": "https://stats.example/june", "by": "Ana Horvat", "when": "2025-07-03"},
            "made_with": {"claimcheck_version": "0.1.0", "models": "8edcc26c0f6c7256a71a8ede6b954ad9ec8dabf88f127c5e9d34f13cadefe11a"},
        }
    ],
}


def test_a_lock_gives_its_verdicts() -> None:
    (entry,) = of(LOCK, "claims.lock")
    assert isinstance(entry, Entry)
    assert (entry.kind, entry.rating, entry.publisher, entry.reviewed) == ("record", "true", "Ana Horvat", "2025-07-03")
    assert (entry.speaker, entry.url) == ("The finance ministry", "https://stats.example/june")
    later = json.loads(json.dumps(LOCK).replace("2025-06", "2026-06"))
    (other,) = of(later, "claims.lock")
    assert isinstance(other, Entry)
    assert other.entry_id != entry.entry_id, "June of another year is another claim, though its id is the same"


def test_lines_of_reviews_are_read_each_for_itself() -> None:
    good = {"@type": "ClaimReview", "claimReviewed": "The bridge is closed.", "url": "https://facts.example/bridge"}
    one, two, three = of(f"{json.dumps(good)}\n{{broken\n{json.dumps({**good, 'claimReviewed': 'It is open.'})}\n".encode(), "r.jsonl")
    assert isinstance(one, Entry)
    assert isinstance(two, Left)
    assert isinstance(three, Entry)
    assert two.place == "line 2"


@pytest.mark.parametrize(
    "data",
    [b"", b"PK\x03\x04zip", b"\xff\xfe\x00", b"\x00\x01\x02", b"{", b"[1,", b"just words", "café".encode("latin-1"), b"[" * 100_000],
    ids=["empty", "workbook", "half UTF-16", "binary", "cut off", "cut list", "prose", "Latin-1", "deep"],
)
def test_what_is_no_file_of_claims_is_refused_in_one_sentence(data: bytes) -> None:
    with pytest.raises(ArchiveError) as caught:
        of(data, "odd")
    assert str(caught.value).startswith("odd ")
    assert str(caught.value).endswith(".")


def test_a_file_that_is_not_there_is_told() -> None:
    with pytest.raises(ArchiveError, match="cannot be read"):
        list(read_file(Path("nowhere.json")))


def test_hostile_values_are_dropped_or_cut() -> None:
    review = {
        "@type": "ClaimReview",
        "claimReviewed": "A\x00B\x1b[31m\ud800 claim " + "x" * 10_000,
        "author": [{"name": {"deep": [1]}}, 7, None, True],
        "reviewRating": {"ratingValue": 10**400},
        "itemReviewed": [[["list"]], {"author": {"@id": "#self"}}, {"@id": "#self", "author": {"@id": "#self"}}],
        "url": "https://user:pass@evil.example/",
        "datePublished": {"@value": "2025-99-99"},
        "inLanguage": [[]],
    }
    entries = [item for item in of(review) if isinstance(item, Entry)]
    assert len(entries) == 1
    assert entries[0].claim.startswith("AB[31m claim xxx")
    assert len(entries[0].claim) <= MAX_FIELD
    assert entries[0].url is None
    assert entries[0].reviewed is None
    assert entries[0].rating is None


def test_what_names_itself_does_not_go_round_for_ever() -> None:
    a = {"@id": "#a", "@type": "Claim", "text": "The bridge is closed.", "author": {"@id": "#a"}}
    (entry,) = of([{"@type": "ClaimReview", "itemReviewed": {"@id": "#a"}, "author": {"@id": "#a"}}, a])
    assert isinstance(entry, Entry)
    assert entry.claim == "The bridge is closed."


ANY = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["@id", "@value", "name", "url", "text", "author"]), inner),
    max_leaves=12,
)
FIELDS = ["claimReviewed", "itemReviewed", "reviewRating", "author", "datePublished", "url", "inLanguage", "headline", "license", "@id"]


@given(st.dictionaries(st.sampled_from(FIELDS), ANY))
def test_any_value_in_any_field_gives_entries_or_reasons(fields: dict[str, object]) -> None:
    for item in of({"@type": "ClaimReview", **fields}):
        assert isinstance(item, Entry | Left)
        if isinstance(item, Entry):
            assert item.claim.strip() == item.claim != ""
            assert item.entry_id.startswith("a-")
            assert item.url is None or item.url.lower().startswith("http")


@given(st.binary(max_size=300), st.sampled_from(["a", "a.csv", "a.html", "a.json", "claims.lock"]))
def test_any_bytes_are_read_or_refused(data: bytes, name: str) -> None:
    try:
        items = list(read_data(data, name))
    except ArchiveError:
        return
    assert all(isinstance(item, Entry | Left) for item in items)


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 1, 1)))
def test_days_are_read_in_the_forms_that_are_met(day: date) -> None:
    month = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"][
        day.month - 1
    ]
    forms = [
        day.isoformat(),
        f"{day.isoformat()}T23:59:59+02:00",
        f"{day.isoformat()}T23:59:59.000+0000",
        day.strftime("%Y%m%d"),
        day.strftime("%Y/%m/%d"),
        f"{day.day} {month} {day.year}",
        f"{month} {day.day}, {day.year}",
        f"{month[:3]} {day.day}, {day.year}",
        f"Tue, {day.day:02} {month[:3]} {day.year} 08:00:00 GMT",
        f"{day.day}.{day.month}.{day.year}",
    ]
    assert {form: read_day(form) for form in forms} == dict.fromkeys(forms, day.isoformat())


@pytest.mark.parametrize("text", ["", "3/7/2025", "2025", "July 2025", "2025-02-30", "yesterday", "99999999", "May be 3, 2025"])
def test_what_is_no_one_day_is_none(text: str) -> None:
    assert read_day(text) is None


@given(st.text(max_size=200))
def test_words_stand_on_one_line_and_can_be_written(text: str) -> None:
    said = words(text)
    if said is not None:
        assert said.encode("utf-8")
        assert "\n" not in said
        assert "\x1b" not in said
        assert words(said) == said


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "ftp://a.example", "https://", "//a.example", "https://a b", "https://[", 7, None, "https://a@b"]
)
def test_what_is_no_link_of_the_web_is_none(link: object) -> None:
    assert address(link) is None
