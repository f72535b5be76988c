"""What sources say of a claim, in every form of the report: nothing is lost, nothing is a verdict, nothing gets out of its place."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from markdown_it import MarkdownIt
from openpyxl import load_workbook

from claimcheck.escaping import begins_formula, web_address
from claimcheck.record import validate_report
from claimcheck.report import Article, writer
from claimcheck.report.sources_say import sources_say
from claimcheck.table import COLUMNS, tally
from tests.report_articles import HOSTILE, frozen
from tests.report_lookups import LOOKUPS, looked_up

Json = dict[str, Any]

GOLDEN = LOOKUPS / "seed.md"

#: Addresses that no browser may be sent to.
NO_LINKS = (
    "",
    "javascript:alert(1)",
    " javascript:alert(1)",
    "data:text/html,<script>1</script>",
    "zim:wikipedia/A/Osk",
    "file:///etc/passwd",
    "//evil.example/a",
    "https:evil.example",
    "https://",
    "https://bank.example@evil.example/",
    "https://bank.example\\@evil.example/",
    "https://еvil.example/",
    "https://e.example/\u202egpj.exe",
    "https://e.example/a b",
    "https://e.example/\n",
    "https://e.example:99999999/",
)


def article() -> Article:
    return looked_up(frozen("seed"))


def text_of(form: str, *articles: Article) -> str:
    return "".join(str(piece) for piece in writer(form)(articles))


def tree(*articles: Article) -> html.HtmlElement:
    return html.document_fromstring(text_of("html", *articles))


def words_of(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def lookups_of(made: Article) -> dict[str, Json]:
    return {lookup["overall"]: lookup for claim in made.record["claims"] for lookup in claim["lookups"]}


def part(overall: str, made: Article | None = None) -> html.HtmlElement:
    (said,) = tree(made or article()).cssselect(f".said.{overall}")
    return said


def test_the_fixture_is_valid_and_has_every_outcome() -> None:
    made = article()
    assert validate_report(made.record, source=made.source) == []
    assert set(lookups_of(made)) == {"conflicts", "supports", "mixed", "not-found"}


# -- the page ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("overall", "said"),
    [
        ("conflicts", "≠ conflicts 1 part differs, 1 part is not mentioned; 1 passage compared. Counted part by part; no verdict."),
        ("supports", "= supports 1 part agrees; 1 passage compared. Counted part by part; no verdict."),
        ("mixed", "± mixed 1 part differs, 1 part agrees; 2 passages compared. Counted part by part; no verdict."),
        ("not-found", "∅ not found nothing was found that speaks of the same thing. Counted part by part; no verdict."),
    ],
)
def test_the_outcome_is_told_as_a_count(overall: str, said: str) -> None:
    assert words_of(part(overall).cssselect(".tally")[0]) == said


def test_evidence_tells_where_it_is_from_and_what_may_be_done_with_it() -> None:
    candidate = part("conflicts").cssselect(".candidate")[0]
    (link,) = candidate.cssselect("a")
    assert link.get("href") == "https://wiki.example/w/index.php?title=Operation_Sindoor&oldid=1001"
    assert (link.get("rel"), link.get("target")) == ("noopener noreferrer", "_blank")
    told = words_of(candidate.cssselect(".from")[0])
    assert told == "Wikipedia · page · CC BY-SA 4.0 · revision 1001 · as it stood on the day of publication · retrieved 2 July 2025"
    assert "changed since the day of publication" in words_of(part("supports"))


@pytest.mark.parametrize("overall", ["conflicts", "supports", "mixed"])
def test_the_compared_words_of_a_passage_are_marked(overall: str) -> None:
    said, lookup = part(overall), lookups_of(article())[overall]
    compared = [item for item in lookup["evidence"] if item["slots"]]
    passages = said.cssselect(".candidate > blockquote")[: len(compared)]
    for passage, evidence in zip(passages, compared, strict=True):
        marked = {(mark.text, mark.get("class")) for mark in passage.cssselect("mark")}
        assert marked == {(slot["evidence_text"], slot["stance"]) for slot in evidence["slots"] if "evidence_text" in slot}
        around = "".join(span.text for span in passage.cssselect(".around"))
        quote = evidence["quote"]
        shown = passage.text_content()
        assert quote["exact"] in shown and (quote["prefix"] in around) and (quote["suffix"] in around)


def test_slots_stand_in_a_table_in_words_what_differs_first() -> None:
    (table,) = part("conflicts").cssselect("table.slots")
    rows = [[words_of(cell) for cell in row.cssselect("th, td")] for row in table.cssselect("tbody tr")]
    assert rows[0] == ["when", "May 6-7", "8 May 2025", "≠ differs 6-7 May 2025 against 8 May 2025"]
    assert rows[1] == ["as what", "to avenge the terror attack", "nothing", "– silent no purpose that could be compared"]
    assert [row[3] for row in rows[2:]] == ["= agrees common ground"] * 3
    assert [cell.get("scope") for cell in table.cssselect("thead th")] == ["col"] * 4


def test_a_rating_is_quoted_and_its_publisher_named() -> None:
    ratings = [words_of(rating) for rating in part("mixed").cssselect(".rating")]
    assert ratings == [
        "Rated “Mostly false” by Example Fact Desk, 20 May 2025",
        "Rated “Missing context” by Own desk the fact-check (opens in a new tab)",
    ]
    assert [words_of(head) for head in part("mixed").cssselect("h4")] == ["What sources say", "Published fact-checks"]


def test_other_candidates_are_folded_and_their_own_address_is_text() -> None:
    (folded,) = part("conflicts").cssselect("details")
    assert folded.get("open") is None and words_of(folded.cssselect("summary")[0]) == "Other candidates (2)"
    assert [a.get("href") for a in folded.cssselect("a")] == ["https://news.example/2025/05/07/what-is-known"]
    assert "zim:wikipedia_en_2025-03/A/Sindoor" in words_of(folded)


def test_sources_that_failed_are_named_in_one_line() -> None:
    assert words_of(part("not-found").cssselect("p.small")[-1]) == (
        "Searched for: Rajnath Singh, Pete Hegseth, conversation · Without an answer: Wikipedia (asks for fewer requests); "
        "GDELT (took too long, an error); Google Fact Check Tools (not set up). · Found nothing: archive of the desk."
    )
    assert "Answered in part: Wikipedia (busy)." in words_of(part("mixed"))


def test_claims_that_sources_differ_from_are_marked_in_the_text_on_the_card_and_on_top() -> None:
    root = tree(article())
    disputed = [card.get("data-n") for card in root.cssselect(".card") if card.get("data-evidence") in ("conflicts", "mixed")]
    assert len(disputed) == 2
    numbers = [a for a in root.cssselect(".text a.n") if "≠" in a.text_content()]
    assert sorted(a.get("data-claim") for a in numbers) == disputed
    assert all(a.get("aria-label") == f"Claim {a.get('data-claim')}: sources differ" for a in numbers)
    assert [card.get("data-n") for card in root.cssselect(".card") if card.cssselect(".tags .disputed")] == disputed
    assert words_of(root.cssselect(".counts .disputed")[0]) == "2 where sources differ"


def test_claims_can_be_filtered_by_the_outcome_when_something_was_looked_up() -> None:
    options = tree(article()).cssselect("select[name=evidence] option")
    assert [option.get("value") for option in options] == ["", "conflicts", "mixed", "supports", "not-found", "unasked"]
    assert words_of(options[-1]) == f"not looked up ({len(article().record['claims']) - 4})"
    assert tree(frozen("seed")).cssselect("select[name=evidence], .said, .disputed") == []


def altered(change: Json, slots: list[Json] | None = None) -> Json:
    """The lookup that conflicts, with its evidence changed."""
    lookup = lookups_of(article())["conflicts"]
    evidence = lookup["evidence"][0] | change | ({"slots": slots} if slots is not None else {})
    return lookup | {"evidence": [evidence]}


def slot(first: int, last: int, stance: str) -> Json:
    span = {"start": first, "end": last}
    return {"slot": "time", "stance": stance, "anchor": False, "claim_text": "x", "claim_span": span, "evidence_span": span}


def test_words_that_were_compared_twice_show_that_they_differ_and_what_lies_outside_is_left_out() -> None:
    quote = {"start": 10, "end": 20, "exact": "abcdefghij", "prefix": "", "suffix": ""}
    slots = [slot(12, 16, "agrees"), slot(14, 18, "differs"), slot(0, 11, "silent"), slot(19, 99, "agrees"), slot(30, 40, "differs")]
    (candidate,) = sources_say(altered({"quote": quote}, slots)).evidence
    assert [(words.text, words.stance) for words in candidate.passage] == [
        ("a", "silent"),
        ("b", ""),
        ("cd", "agrees"),
        ("ef", "differs"),
        ("gh", "differs"),
        ("i", ""),
        ("j", "agrees"),
    ]


def test_an_anchor_counts_only_where_a_source_differs() -> None:
    entry = {"slot": "subject", "text": "x", "span": {"start": 0, "end": 1}, "anchor": True, "agrees": ["e1"], "differs": []}
    assert tally({"slots": [entry]}) == {"differs": 0, "agrees": 0, "silent": 0}
    assert tally({"slots": [entry | {"differs": ["e2"]}]}) == {"differs": 1, "agrees": 0, "silent": 0}
    assert tally({"slots": [entry | {"anchor": False, "differs": ["e2"]}]}) == {"differs": 1, "agrees": 1, "silent": 0}
    assert tally({"slots": [entry | {"anchor": False, "agrees": []}]}) == {"differs": 0, "agrees": 0, "silent": 1}


# -- evidence is hostile input ----------------------------------------------------------------------------------


def hostile(text: str = HOSTILE, address: str = "javascript:alert(1)") -> Article:
    """The article with lookups whose every free word is that text and every address that one."""

    def poisoned(value: Any, key: str = "") -> Any:
        if isinstance(value, list):
            return [poisoned(item, key) for item in value]
        if isinstance(value, dict):
            return {name: poisoned(item, name) for name, item in value.items()}
        if key == "url":
            return address
        return text if key in FREE else value

    made = article()
    claims = [claim | {"lookups": poisoned(claim["lookups"])} for claim in made.record["claims"]]
    return replace(made, record=made.record | {"claims": claims})


FREE = {"title", "licence", "revision", "rating", "publisher", "exact", "prefix", "suffix", "claim_text", "evidence_text", "note", "words"}


def test_nothing_of_evidence_becomes_markup_or_a_link() -> None:
    root, harmless = tree(hostile()), tree(article())
    assert {element.tag for element in root.iter() if isinstance(element.tag, str)} <= {
        element.tag for element in harmless.iter() if isinstance(element.tag, str)
    }
    assert {name for element in root.iter() for name in element.attrib} <= {name for element in harmless.iter() for name in element.attrib}
    assert root.cssselect("a:not([href^='#'])") == []
    assert not re.search("[\u200e\u200f\u202a-\u202e\u2066-\u2069]", text_of("html", hostile()))
    assert '"><script>document.title="owned"</script>' in root.cssselect(".said.mixed .rating")[0].text_content()
    assert "javascript:alert(1)" in root.cssselect(".said.mixed .from")[0].text_content()


@pytest.mark.parametrize("address", NO_LINKS)
def test_an_address_that_no_browser_may_be_sent_to_is_no_link(address: str) -> None:
    assert web_address(address) == ""
    made = hostile("x", address)
    assert tree(made).cssselect("a:not([href^='#'])") == []
    assert "](" not in text_of("md", made)


@pytest.mark.parametrize(
    ("address", "there"),
    [
        ("https://e.example", "https://e.example"),
        ("http://e.example:80/a?b=c&d#e", "http://e.example:80/a?b=c&d#e"),
        ("HTTPS://[2001:db8::1]/a", "HTTPS://[2001:db8::1]/a"),
        ("https://e.example/Osk_(river)", "https://e.example/Osk_%28river%29"),
        ('https://e.example/"><script>', "https://e.example/%22%3E%3Cscript%3E"),
        ("https://e.example/Žitava", "https://e.example/%C5%BDitava"),
        ("https://e.example/%C5%BD", "https://e.example/%C5%BD"),
    ],
)
def test_a_web_address_stays_one(address: str, there: str) -> None:
    assert web_address(address) == there


@given(st.text() | st.text().map("https://e.example/".__add__) | st.text().map("https://".__add__))
def test_a_web_address_ends_no_attribute_and_no_link_of_markdown(text: str) -> None:
    there = web_address(text)
    assert there == "" or re.fullmatch(r"https?://[!#$%&*+,./0-9:;=?@A-Z\[\]_a-z~-]+", there, re.IGNORECASE)
    assert web_address(there) == there


@pytest.mark.parametrize("retrieved", ["2025-99-99T09:30:00Z", "0000-00-00T00:00:00Z"])
def test_a_day_that_is_none_is_shown_as_it_is(retrieved: str) -> None:
    assert f"retrieved {retrieved[:10]}" in sources_say(altered({"retrieved_at": retrieved})).evidence[0].facts


# -- the other forms --------------------------------------------------------------------------------------------


def rendered(text: str) -> str:
    return str(MarkdownIt("commonmark", {"html": True}).enable("table").render(text))


def test_markdown_of_lookups_is_as_it_was_read(accept: bool) -> None:
    text = text_of("md", article())
    found = text[text.index("### What sources say") :].partition("\nIn no claim:")[0]
    if accept:
        GOLDEN.write_text(found, encoding="utf-8")
    assert found == GOLDEN.read_text(encoding="utf-8")
    assert "What sources say" not in text_of("md", frozen("seed"))


def test_markdown_links_lead_to_the_evidence_and_nothing_else_is_markup() -> None:
    links = re.findall(r'<a href="([^"]*)">', rendered(text_of("md", article())))
    assert links == [
        "https://wiki.example/w/index.php?title=A_conflict_in_May&amp;oldid=1002",
        "https://facts.example/2025/the-conflict",
        "https://desk.example/checks/7",
        "https://wiki.example/w/index.php?title=Operation_Sindoor&amp;oldid=1001",
        "https://news.example/2025/05/07/what-is-known",
        "https://data.example/wiki/Special:EntityPage/Q1?revision=2002",
    ]
    page = rendered(text_of("md", hostile()))
    assert not re.search(r"<(?!/?(h2|h3|p|code|table|thead|tbody|tr|th|td|em|strong|br)\b)", page)
    assert "\u202e" not in page


def test_json_holds_the_lookups_as_they_are() -> None:
    made = article()
    assert json.loads(text_of("json", made)) == made.record


def rows_of(made: Article) -> list[dict[str, str]]:
    return [row for row in csv.DictReader(io.StringIO(text_of("csv", made))) if row["lookup"]]


def test_csv_has_the_outcome_its_counts_and_the_first_address() -> None:
    rows = {row["lookup"]: (row["differ"], row["agree"], row["evidence"]) for row in rows_of(article())}
    assert rows == {
        "conflicts": ("1", "0", "https://wiki.example/w/index.php?title=Operation_Sindoor&oldid=1001"),
        "supports": ("0", "1", "https://data.example/wiki/Special:EntityPage/Q1?revision=2002"),
        "mixed": ("1", "1", "https://wiki.example/w/index.php?title=A_conflict_in_May&oldid=1002"),
        "not-found": ("0", "0", ""),
    }


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "-1", "\t=1"])
def test_no_cell_of_a_table_is_a_formula(text: str) -> None:
    made = hostile(text)
    told = [row["evidence"] for row in rows_of(made) if row["evidence"]]
    assert told == ["'" + text] * 3
    assert not any(begins_formula(cell) for row in rows_of(made) for cell in row.values())
    (data,) = writer("xlsx")([made])
    assert isinstance(data, bytes)
    sheet = load_workbook(io.BytesIO(data))["Claims"]
    column = COLUMNS.index("evidence") + 1
    cells = [sheet.cell(row, column) for row in range(2, sheet.max_row + 1) if sheet.cell(row, column).value]
    assert [(cell.data_type, cell.hyperlink, bool(cell.quotePrefix)) for cell in cells] == [("s", None, True)] * 3


def test_a_workbook_has_the_counts_as_numbers() -> None:
    (data,) = writer("xlsx")([article()])
    assert isinstance(data, bytes)
    head, *rows = load_workbook(io.BytesIO(data))["Claims"].iter_rows(values_only=True)
    told = [dict(zip(head, row, strict=True)) for row in rows]
    assert {row["lookup"]: (row["differ"], row["agree"]) for row in told if row["lookup"]} == {
        "conflicts": (1, 0),
        "supports": (0, 1),
        "mixed": (1, 1),
        "not-found": (0, 0),
    }
    assert {(row["differ"], row["agree"]) for row in told if not row["lookup"]} == {(None, None)}
