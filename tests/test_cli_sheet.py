"""The table for people: what a claim looks like in it, wide and narrow, with and without colours."""

import re

import pytest

from claimcheck.cli.sheet import sheet
from claimcheck.cli.terminal import Progress, colours, width

CLAIM = {
    "resolved_text": "India launched the operation on May 6-7, and the third call since January lasted four days",
    "priority": {"score": 0.456},
    "span": {"start": 0, "end": 10, "line": 12},
    "types": ["event", "date"],
    "checkability": {"value": "partial", "reason": "underspecified-time"},
    "attribution": [{"source": "the union", "cue": "say"}, {"source": "he", "resolved_source": "John Smith", "cue": "tell"}],
    "times": [
        {
            "text": "May 6-7",
            "type": "DATE",
            "status": "resolved",
            "value": "2025-05-06/2025-05-07",
            "begin": "2025-05-06",
            "end": "2025-05-07",
        },
        {"text": "January", "type": "DATE", "status": "resolved", "value": "2025-01", "begin": "2025-01-01", "end": "2025-01-31"},
        {"text": "Tuesday", "type": "DATE", "status": "resolved", "value": "2025-07-01", "begin": "2025-07-01", "end": "2025-07-01"},
        {"text": "four days", "type": "DURATION", "status": "resolved", "value": "P4D"},
        {"text": "weeks ago", "type": "DATE", "status": "unresolved"},
    ],
    "quantities": [{"text": "3.5 billion rupees"}],
    "ordinals": [{"rank": 3, "item": "call"}, {"rank": -1, "item": "visit"}],
}


def report(**changes: object) -> dict:
    coverage = {"sentences": 2, "sentences_in_claims": 1, "numbers": 1, "numbers_in_claims": 1, "dates": 0, "dates_in_claims": 0}
    return {"document": {"uri": "a.txt", "published_at": "2025-07-01"}, "claims": [{**CLAIM, **changes}], "coverage": coverage}


def test_a_wide_table_has_a_column_for_each_fact() -> None:
    text = sheet(report(), width=140, colour=False)
    words = " ".join(text.split())
    assert text.splitlines()[0] == "a.txt · published 2025-07-01 · 1 claim, 1 checkable"
    assert text.splitlines()[3].split()[:2] == ["0.46", "12"]
    for fact in ("2025-05-06 to 07", "2025-01", "2025-07-01", "four days", "weeks ago ?", "no. 3 call", "last visit", "check: partial:"):
        assert fact in words
    assert "2025-01-01" not in text, "a whole month is shown by its value"
    assert text.endswith("In claims: 1 of 2 sentences, 1 of 1 number, 0 of 0 dates\n\n")


@pytest.mark.parametrize(
    ("begin", "end", "shown"),
    [
        ("2025-05-06", "2025-05-07", "2025-05-06 to 07"),
        ("2025-05-06", "2025-06-07", "2025-05-06 to 06-07"),
        ("2025-05-06", "2026-05-06", "2025-05-06 to 2026-05-06"),
    ],
)
def test_a_stretch_of_days_says_what_they_share_once(begin: str, end: str, shown: str) -> None:
    time = {"text": "then", "type": "DATE", "status": "resolved", "begin": begin, "end": end}
    assert f"when: {shown} ·" in " ".join(sheet(report(times=[time]), width=80, colour=False).split())


def test_a_narrow_table_puts_the_facts_under_the_claim() -> None:
    text = sheet(report(), width=80, colour=False)
    assert max(len(line) for line in text.splitlines()) <= 80
    words = " ".join(text.split())
    assert "who: the union ← John Smith · when: 2025-05-06 to 07; 2025-01;" in words
    assert "how much: 3.5 billion rupees; no. 3 call; last visit · types: event, date · check: partial: underspecified-time" in words


@pytest.mark.parametrize("columns", [20, 60, 80, 109, 110, 120, 200])
def test_no_line_is_wider_than_the_terminal_and_no_word_is_lost(columns: int) -> None:
    text = sheet(report(), width=columns, colour=False)
    assert max(len(line) for line in text.splitlines()) <= max(columns, 60)
    assert set(re.findall(r"\w+", CLAIM["resolved_text"])) <= set(re.findall(r"\w+", text))


def test_the_outlet_s_own_voice_and_nothing_known_are_dashes() -> None:
    text = sheet(report(attribution=[], times=[], quantities=[], ordinals=[]), width=140, colour=False)
    assert text.splitlines()[3].count("–") == 2


def test_a_source_that_is_not_named_is_somebody() -> None:
    assert "someone" in sheet(report(attribution=[{"cue": "report"}]), width=140, colour=False)


def test_without_colours_there_is_no_escape_and_with_them_there_is() -> None:
    assert "\x1b" not in sheet(report(), width=140, colour=False)
    assert "\x1b[" in sheet(report(), width=140, colour=True)


def test_an_article_cannot_send_commands_to_the_terminal() -> None:
    text = sheet(report(resolved_text="Prices \x1b[2J\x07fell\x9b1m today"), width=140, colour=False)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", text)
    assert "\N{REPLACEMENT CHARACTER}" in text


def test_markup_in_an_article_is_only_text() -> None:
    assert "[red]Prices[/red] :smile:" in sheet(report(resolved_text="[red]Prices[/red] :smile:"), width=140, colour=False)


def test_an_article_without_claims_has_a_heading() -> None:
    text = sheet({"document": {"uri": "a.txt", "title": "Nothing"}, "claims": [], "coverage": {}}, width=80, colour=False)
    assert text == "Nothing · day of publication unknown (--published) · 0 claims, 0 checkable\n"


def test_the_most_urgent_comes_first_and_ties_keep_their_place() -> None:
    claims = [
        {**CLAIM, "resolved_text": text, "priority": {"score": score}, "span": {"start": start, "end": start + 1, "line": 1}}
        for text, score, start in (("Low", 0.1, 0), ("Second", 0.9, 5), ("First", 0.9, 1))
    ]
    text = sheet({**report(), "claims": claims}, width=80, colour=False)
    assert text.index("First") < text.index("Second") < text.index("Low")


# -- the terminal -----------------------------------------------------------------------------------------------


class Stream:
    def __init__(self, terminal: bool):
        self.terminal, self.text = terminal, ""

    def isatty(self) -> bool:
        return self.terminal

    def write(self, text: str) -> None:
        self.text += text

    def flush(self) -> None:
        pass


@pytest.mark.parametrize(
    ("terminal", "environment", "wanted"),
    [
        (True, {}, True),
        (False, {}, False),
        (True, {"NO_COLOR": "1"}, False),
        (True, {"NO_COLOR": ""}, True),
        (True, {"TERM": "dumb"}, False),
    ],
)
def test_colours_are_for_terminals_that_want_them(
    monkeypatch: pytest.MonkeyPatch, terminal: bool, environment: dict[str, str], wanted: bool
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert colours(Stream(terminal)) is wanted


def test_progress_is_one_line_that_is_wiped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "10")
    stream = Stream(terminal=True)
    progress = Progress(stream)
    progress.say("reading a long name")
    progress.clear()
    assert stream.text == "\r\x1b[Kreading a\r\x1b[K"


def test_progress_is_silent_elsewhere() -> None:
    stream = Stream(terminal=False)
    Progress(stream).say("reading")
    assert stream.text == ""


def test_columns_decides_the_width(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    assert width() == 120
    monkeypatch.setenv("COLUMNS", "77")
    assert width() == 77
