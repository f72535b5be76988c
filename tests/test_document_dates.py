"""The day an article came out: where it is looked for, in which order, and where it is left open."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from claimcheck.document import from_text, read
from claimcheck.errors import SettingError
from claimcheck.reading.dates import date_in_address, first_date

SENTENCE = "The council voted on the plan for the new bridge on Monday, and the mayor signed it a day later."


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2025-07-01", date(2025, 7, 1)),
        ("July 1, 2025", date(2025, 7, 1)),
        ("Sept. 1st 2025", date(2025, 9, 1)),
        ("1 July 2025", date(2025, 7, 1)),
        ("the 1st of July, 2025", date(2025, 7, 1)),
        ("01-Jul-2025", date(2025, 7, 1)),
        ("2025/7/1", date(2025, 7, 1)),
        ("25/07/2025", date(2025, 7, 25)),
        ("07/25/2025", date(2025, 7, 25)),
        ("07/07/2025", date(2025, 7, 7)),
        ("01/07/2025", None),  # the first of July or the seventh of January
        ("2025-02-30", None),
        ("July 2025", None),
        ("1.7.25", None),
    ],
)
def test_dates_that_are_one_day_and_no_other(text: str, day: date | None) -> None:
    assert first_date(text) == day


@pytest.mark.parametrize(
    ("address", "day"),
    [
        ("https://a.example/2022/07/18/x", date(2022, 7, 18)),
        ("https://a.example/news/2022/7/21/x", date(2022, 7, 21)),
        ("https://a.example/news/2022-08-01/why", date(2022, 8, 1)),
        ("https://a.example/20220715/x", date(2022, 7, 15)),
        ("https://a.example/202207/15/x.html", date(2022, 7, 15)),
        ("https://a.example/article/27/07/2022/x", date(2022, 7, 27)),
        ("https://a.example/article/03/07/2022/x", None),
        ("https://a.example/2022/07/x", None),
        ("https://a.example/story-3082016", None),
        ("https://a.example/2022/13/41/x", None),
        ("https://a.example/x?from=2022/07/18/", None),
        ("https://a.example/2022/07/18/diary-of-2021-01-02", None),
        ("https://2022-07-18.example/x", None),
        ("/home/jane/2022-07-18/draft.txt", None),
    ],
)
def test_a_date_in_an_address_is_a_whole_one(address: str, day: date | None) -> None:
    assert date_in_address(address) == day


def test_the_most_certain_date_wins() -> None:
    address = "https://a.example/2025/07/04/x"
    page = (
        "<html><head><meta property='article:published_time' content='2025-07-02'></head>"
        f"<body><p>{{}}</p><p>{SENTENCE}</p><p>{SENTENCE}</p></body></html>"
    )
    dated = page.format("Published: July 3, 2025").encode()
    undated = page.replace("article:published_time", "author").format("").encode()
    assert read("a.html", data=dated, uri=address, published="2025-07-01").published_from == "option"
    assert read("a.html", data=dated, uri=address).published == date(2025, 7, 2)
    assert read("a.html", data=undated, uri=address).published == date(2025, 7, 4)
    assert read("a.txt", data=f"July 3, 2025\n\n{SENTENCE}".encode(), uri=address).published == date(2025, 7, 3)
    assert read("a.html", data=undated).published is None


def test_no_date_is_guessed_from_the_text() -> None:
    document = from_text(f"{SENTENCE} The old bridge was closed on 11 March 2011, and today it is late.")
    assert (document.published, document.published_from) == (None, None)


def test_a_day_of_change_is_no_day_of_publication() -> None:
    assert from_text(f"Updated: July 3, 2025\n\n{SENTENCE}").published is None
    assert from_text(f"Updated: July 3, 2025 | Published: July 1, 2025\n\n{SENTENCE}").published == date(2025, 7, 1)


def test_the_option_is_a_date_a_datetime_or_iso() -> None:
    for option in (date(2025, 7, 1), datetime(2025, 7, 1, 23, 30), "2025-07-01", "2025-07-01T23:30:00+05:30"):
        assert from_text(SENTENCE, published=option).published == date(2025, 7, 1)


@pytest.mark.parametrize("option", ["yesterday", "01/07/2025", "2025-02-30", ""])
def test_an_option_that_is_no_date_is_refused(option: str) -> None:
    with pytest.raises(SettingError, match="write it as 2025-07-01"):
        from_text(SENTENCE, published=option)
