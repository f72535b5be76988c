"""Plain text: what ends a paragraph, what is a title, and what stands before an article begins."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from claimcheck.document import from_text, read
from tests.document_checks import blocks, check_blocks, check_offsets

ROOT = Path(__file__).parent.parent
MADE = ROOT / "fixtures" / "documents"
SENTENCE = "The council voted on the plan for the new bridge on Monday, and the mayor signed it a day later."


def test_the_seed_begins_after_its_date() -> None:
    (seed,) = (ROOT / "seeds").glob("*.txt")
    document = read(seed)
    assert (document.published, document.published_from) == (date(2025, 7, 1), "dateline")
    assert document.text == document.source
    assert document.title is None
    assert blocks(document)[0][1].startswith("Defence Minister of India")
    assert {kind for kind, _ in blocks(document)} == {"paragraph"}
    assert len(document.blocks) == 9


def test_an_article_as_it_is_pasted() -> None:
    document = read(MADE / "bridge.txt")
    check_offsets(document)
    assert document.title == "Council approves new bridge over the Arle"
    assert (document.published, document.published_from) == (date(2025, 7, 1), "dateline")
    assert blocks(document) == [
        ("title", "Council approves new bridge over the Arle"),
        ("paragraph", "The city council approved a £3.5 million plan for a new bridge on Tuesday, according to the mayor’s office."),
        ("paragraph", "The vote was nine to four. The work starts in the spring."),
        ("heading", "What it costs"),
        ("paragraph", "“This is the largest project since 1998,” said Mary Smith, the mayor."),
        ("list-item", "12,000 cars a day will use it"),
        ("list-item", "It will be 240 metres long."),
        ("caption", "The old bridge in 2019. Photo: R. Stone."),
        ("paragraph", "The old bridge closes in May."),
    ]


def test_a_wrapped_file_is_joined_where_lines_only_wrap() -> None:
    document = read(MADE / "wrapped.txt")
    assert [(kind, words.split()[0], words.split()[-1]) for kind, words in blocks(document)] == [
        ("title", "Council", "Arle"),
        ("paragraph", "The", "money."),
        ("paragraph", '"This', "May."),
        ("paragraph", "The", "things:"),
        ("list-item", "buy", "Leeds;"),
        ("list-item", "build", "piers;"),
        ("list-item", "pull", "down."),
    ]
    assert document.published == date(2025, 7, 1)


def test_each_long_line_is_a_paragraph_without_blank_lines_between() -> None:
    document = from_text("\n".join([SENTENCE + " It cost 48 million.", SENTENCE, "Opponents said no. " + SENTENCE]))
    assert len(document.blocks) == 3


def test_a_break_in_mid_sentence_is_no_end_of_a_paragraph() -> None:
    document = from_text(
        "The council voted on the plan for the new bridge, which\nthe mayor signed.\nThe vote was close. It took four hours."
    )
    assert [words for _, words in blocks(document)] == [
        "The council voted on the plan for the new bridge, which\nthe mayor signed.",
        "The vote was close. It took four hours.",
    ]


def test_a_list_of_short_lines_is_not_joined() -> None:
    document = from_text(f"{SENTENCE}\n\nApples\nonions\ngarlic\ncurry to taste\n\n{SENTENCE}")
    assert [words for _, words in blocks(document)][1:-1] == ["Apples", "onions", "garlic", "curry to taste"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_stay_in_the_source(end: str) -> None:
    source = f"Council approves bridge{end}{end}{SENTENCE}{end}{end}{SENTENCE}{end}"
    document = read(None, data=source.encode())
    assert document.source == document.text == source
    assert [kind for kind, _ in blocks(document)] == ["title", "paragraph", "paragraph"]
    check_blocks(document)


@pytest.mark.parametrize(
    "title",
    ["Council approves bridge", "Why did the bridge close?", "‘It is late’: mayor on the bridge", "EXPLAINER: What the U.S. bill changes"],
)
def test_a_first_line_without_a_full_stop_is_the_title(title: str) -> None:
    document = from_text(f"{title}\n\n{SENTENCE}")
    assert document.title == title
    assert blocks(document)[0] == ("title", title)


@pytest.mark.parametrize(
    "line",
    [
        "Prices fell by 3 % in May.",  # a sentence
        "MARY SMITH",  # a name in capitals: a byline
        "and so it went",  # the end of something
        "RIVERTON — The council approved the plan on Tuesday",  # a first paragraph whose full stop is missing
        "The council met. It approved the plan on Tuesday",  # more than one sentence
    ],
)
def test_another_first_line_is_no_title(line: str) -> None:
    assert from_text(f"{line}\n\n{SENTENCE}").title is None


def test_a_text_of_one_line_is_a_paragraph() -> None:
    assert blocks(from_text("Prices fell by 3 % in May")) == [("paragraph", "Prices fell by 3 % in May")]


@pytest.mark.parametrize(
    "line",
    [
        "https://www.rivertonpost.example/a",
        "www.rivertonpost.example/a",
        "By Jane Doe",
        "By JANE DOE and John van der Berg, Political Correspondents",
        "Author: Jane Doe",
        "Date: 2025-07-01",
        "date 2025-07-01",
        "Published: July 1, 2025",
        "Published on Tuesday, 1st July 2025 at 10:15 GMT+5:30",
        "Posted July 1, 2025 10:15 am | Updated July 3, 2025",
        "Tuesday, July 1, 2025",
        "By Jane Doe | July 1, 2025",
        "25/07/2025",
        "Last updated: 2025-07-03T10:00:00Z",
    ],
)
def test_a_line_of_metadata_is_outside_all_blocks(line: str) -> None:
    document = from_text(f"{line}\n{SENTENCE}\n\n{SENTENCE}")
    assert [words for _, words in blocks(document)] == [SENTENCE, SENTENCE]


@pytest.mark.parametrize(
    "line",
    [
        "July 1, 2025 was a dark day for the city of Riverton and its people.",
        "On 1 July 2025 the council met.",
        "By Monday the council had met four times.",
        "Author Salman Rushdie spoke to the council in July.",
        "By the time the council met, it was 1 July 2025.",
    ],
)
def test_a_sentence_with_a_date_or_a_name_is_text(line: str) -> None:
    document = from_text(f"{line}\n\n{SENTENCE}")
    assert blocks(document)[0][1] == line
    assert document.published is None


@pytest.mark.parametrize(
    ("dateline", "day"),
    [
        ("CAIRO – 26 July 2022: ", date(2022, 7, 26)),
        ("DAKAR, Senegal, Jul 25 2022 (IPS) - ", date(2022, 7, 25)),
        ("London, Jun 30 2022 (IPS) - ", date(2022, 6, 30)),
        ("New York (November 25, 2021): ", date(2021, 11, 25)),
        ("HEFEI, July 18 (Xinhua) -- ", None),
        ("KUALA LUMPUR: ", None),
        ("RIVERTON— ", None),
        ("Thursday, May 7, 2015 ", date(2015, 5, 7)),
        ("July 1, 2025 — ", date(2025, 7, 1)),
    ],
)
def test_a_dateline_is_outside_the_first_paragraph(dateline: str, day: date | None) -> None:
    document = from_text(f"{dateline}{SENTENCE}\n\n{SENTENCE}")
    assert blocks(document)[0] == ("paragraph", SENTENCE)
    assert document.published == day


@pytest.mark.parametrize("opening", ["The council: ", "Pakistan, India — ", "In July 2025 — ", "Prices fell - "])
def test_other_openings_are_no_datelines(opening: str) -> None:
    assert blocks(from_text(f"{opening}{SENTENCE}\n\n{SENTENCE}"))[0][1].startswith(opening.strip())


def test_only_the_first_paragraph_has_a_dateline() -> None:
    document = from_text(f"{SENTENCE}\n\nRIVERTON — {SENTENCE}")
    assert blocks(document)[1][1].startswith("RIVERTON")


def test_misleading_characters_are_not_read_and_stay_in_the_source() -> None:
    source = (
        "The \u202ecoun\u00adcil\u202c\u200b of\u00a0Riverton approved the ﬁrst cafe\u0301 on the bridge in\u2009May.\ufeff\n\nIt was late."
    )
    document = from_text(source)
    assert document.source == source
    assert blocks(document)[0][1] == "The council of Riverton approved the first café on the bridge in May."
    check_offsets(document)
    check_blocks(document)
    assert source[document.locate(document.blocks[0].span).start] == "T"


def test_a_line_of_unseen_characters_is_blank() -> None:
    assert len(from_text(f"{SENTENCE}\n\u200b\u00a0\n{SENTENCE}").blocks) == 2


def test_unpaired_quotes_and_rules_of_dashes_harm_nothing() -> None:
    document = from_text(f"“{SENTENCE}\n\n-----\n\n* * *\n\n{SENTENCE}”")
    assert len(document.blocks) == 2


def test_a_title_can_be_given() -> None:
    document = from_text(SENTENCE, uri="https://a.example/2025/07/01/x", title="Bridge")
    assert (document.title, document.uri) == ("Bridge", "https://a.example/2025/07/01/x")
    assert (document.published, document.published_from) == (date(2025, 7, 1), "url")
