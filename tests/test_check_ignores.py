"""Comments in a draft, and [sic]: what they hide, what they are for, and what is said of those that are wrong."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimcheck.check.comments import Ignore, Unclear, blocks_of, ignores, reach
from claimcheck.check.ignores import ignored
from claimcheck.document import read
from claimcheck.errors import DocumentError
from claimcheck.model import Span
from tests.check_drafts import IMPOSSIBLE, TODAY, WEEKDAY, WRONG_DATE, WRONG_DAY, read_source

SENTENCE = f"The mayor opened the new bridge on {WRONG_DAY}, and the whole town came."
REASON = "reason: the report has it so"
COMMENT = f"<!-- claimcheck: ignore {WEEKDAY} {REASON} -->"
OTHER = "The council met on the next day and voted for the budget of the town."


def judged(source: str, name: str = "draft.md", today: date = TODAY, off: frozenset[str] = frozenset()):
    """What is hidden, as reasons in text order with None for what counts, and the remarks as pairs of rule and message."""
    findings, text, record = read_source(source, name)
    hidden, remarks = ignored(findings, text, record, today, off)
    reasons = [hidden[f.finding_id].reason if f.finding_id in hidden else None for f in findings]
    return reasons, [(remark.rule, remark.message) for remark in remarks]


def page(body: str) -> str:
    return f"<!doctype html><html><head><title>Bridge</title></head><body><article><h1>The bridge</h1>\n{body}\n</article></body></html>"


# -- the form ---------------------------------------------------------------------------------------------------


def only(source: str) -> Ignore | Unclear:
    (comment,) = ignores(source, "markdown")
    return comment


@pytest.mark.parametrize(
    ("content", "rules", "reason", "whole_file", "until"),
    [
        ("claimcheck: ignore a reason: b", ("a",), "b", False, None),
        ("claimcheck:ignore a reason:b", ("a",), "b", False, None),
        ("claimcheck: ignore a, b,c reason: two\n words", ("a", "b", "c"), "two words", False, None),
        ("claimcheck: ignore a,a reason: b", ("a",), "b", False, None),
        ("claimcheck: ignore-file a reason: b", ("a",), "b", True, None),
        ("claimcheck: ignore a reason: b until: 2026-12-31", ("a",), "b", False, date(2026, 12, 31)),
        ("claimcheck: ignore a reason: not until: later until: 2026-12-31", ("a",), "not until: later", False, date(2026, 12, 31)),
        ("claimcheck: ignore a", ("a",), "", False, None),
        ("claimcheck: ignore a until: 2026-12-31", ("a",), "", False, date(2026, 12, 31)),
        ("claimcheck: ignore a reason:", ("a",), "", False, None),
    ],
)
def test_the_form(content: str, rules: tuple[str, ...], reason: str, whole_file: bool, until: date | None) -> None:
    comment = only(f"Words.\n\n<!-- {content} -->\n")
    assert comment == Ignore(comment.span, rules, reason, whole_file, until)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("claimcheck ignore a reason: b", "it must begin with `claimcheck: ignore` or `claimcheck: ignore-file`"),
        ("Claimcheck: ignore a reason: b", "it must begin with"),
        ("claimcheck: ignore-line a reason: b", "it must begin with"),
        ("claimcheck: ignored a reason: b", "it must begin with"),
        ("claimcheck: ignore reason: b", "it names no rule"),
        ("claimcheck: ignore", "it names no rule"),
        ("claimcheck: ignore a b reason: c", "“a b” is no name of a rule"),
        ("claimcheck: ignore a because reason: c", "“a because” is no name of a rule"),
        ("claimcheck: ignore a, reason: c", "a name is missing beside a comma"),
        ("claimcheck: ignore * reason: all", "“*” is no name of a rule"),
        ("claimcheck: ignore a Reason: b", "“a Reason: b” is no name of a rule"),
        ("claimcheck: ignore a reason: b until: soon", "what stands after `until:` is no day; write it as YYYY-MM-DD"),
        ("claimcheck: ignore a reason: b until: 2026-02-30", "what stands after `until:` is no day"),
        ("claimcheck: ignore a reason: b until: 20261231", "what stands after `until:` is no day"),
        ("claimcheck: ignore " + ",".join(f"r{n}" for n in range(51)) + " reason: b", "it names more than 50 rules"),
    ],
)
def test_what_breaks_the_form(content: str, why: str) -> None:
    comment = only(f"Words.\n\n<!-- {content} -->\n")
    assert isinstance(comment, Unclear)
    assert comment.why.startswith(why)


@pytest.mark.parametrize("content", ["a note on claimcheck: ignore a", "claimcheck", "claimchecker: ignore a", "TK", ""])
def test_other_comments_are_nobodys_business(content: str) -> None:
    assert ignores(f"Words about claimcheck: none.\n\n<!-- {content} -->\n", "markdown") == []


@pytest.mark.parametrize("form", ["text", "docx"])
def test_plain_text_and_word_have_no_comments(form: str) -> None:
    assert ignores(f"{SENTENCE} {COMMENT}", form) == []


# -- where comments are -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "source",
    [
        f"Words.\n\n```\n{COMMENT}\n```\n",
        f"Words.\n\n    {COMMENT}\n",
        f"Write `{COMMENT}` there.\n",
        f"Write ``{COMMENT} ` `` there.\n",
        f"---\ntitle: '{COMMENT}'\n---\n\nWords.\n",
        f"Words \\{COMMENT}.\n",
        f"Words.\n\n{COMMENT[:-3]}\n",
    ],
    ids=["fence", "indented", "inline code", "longer run", "front matter", "escaped", "not closed"],
)
def test_a_comment_that_is_shown_is_not_meant(source: str) -> None:
    assert ignores(source, "markdown") == []


@pytest.mark.parametrize(
    "source",
    [
        f"{COMMENT}\nWords.",
        f"Words {COMMENT} here.",
        f"> Words. {COMMENT}\n",
        f"- Words.\n  {COMMENT}\n",
        f"| a | b |\n| - | - |\n| c {COMMENT} | d |\n",
        f"A ` and {COMMENT} and `` here.",
        f"<div>\n{COMMENT}\n</div>\n",
        f"---\ndate: 2025-07-02\n---\n\nWords. {COMMENT}\r\n",
        f"\\`{COMMENT}\\`",
    ],
    ids=["own line", "inside", "quote", "list", "table", "stray backticks", "in html", "after front matter", "escaped backticks"],
)
def test_a_comment_is_found_where_markdown_has_one(source: str) -> None:
    comment = only(source)
    assert comment.span.slice(source) == COMMENT
    assert isinstance(comment, Ignore)


@pytest.mark.parametrize(
    ("body", "count"),
    [
        (f"<p>Words.</p>{COMMENT}<p>More.</p>", 1),
        (f"<p>Wo{COMMENT}rds.</p>", 1),
        (f"<!-- one -->{COMMENT}<!---->{COMMENT}", 2),
        (f"<script>{COMMENT}</script>", 0),
        (f"<style>{COMMENT}</style><p>Words.</p>", 0),
        (f'<p title="{COMMENT}">Words.</p>', 0),
        (f"<!-- open {COMMENT[4:-3]}", 0),
        (COMMENT.replace("-->", "--!>"), 1),
        (f"<!-->{COMMENT}", 1),
    ],
)
def test_comments_of_a_page(body: str, count: int) -> None:
    found = ignores(body, "html")
    assert len(found) == count
    assert all(isinstance(comment, Ignore) and comment.reason == "the report has it so" for comment in found)


# -- what they are for ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "hidden"),
    [
        (f"{SENTENCE} {COMMENT}\n\n{SENTENCE}", [True, False]),
        (f"{COMMENT}\n{SENTENCE}\n\n{SENTENCE}", [True, False]),
        (f"{COMMENT} {SENTENCE}\n\n{SENTENCE}", [True, False]),
        (f"{SENTENCE}\n\n{COMMENT}\n\n{SENTENCE}\n\n{SENTENCE}", [False, True, False]),
        (f"{SENTENCE}\n{COMMENT}\n{SENTENCE}", [False, True]),
        (f"{OTHER} {COMMENT} {SENTENCE}\n{SENTENCE}\n\n{SENTENCE}", [True, True, False]),
        (f"- {SENTENCE} {COMMENT}\n- {SENTENCE}\n", [True, False]),
        (f"# {OTHER[:30]}\n\n{COMMENT}\n\n{OTHER}\n\n{SENTENCE}", [False]),
        (f"{SENTENCE}\n\n{SENTENCE}\n\n<!-- claimcheck: ignore-file {WEEKDAY} {REASON} -->", [True, True]),
        (f"{SENTENCE}\n\n{COMMENT}\n", [False]),
    ],
    ids=["end", "line above", "begin", "between", "in the paragraph", "whole block", "item", "too early", "file", "last"],
)
def test_what_a_comment_is_for_in_markdown(source: str, hidden: list[bool]) -> None:
    assert [reason is not None for reason in judged(source)[0]] == hidden


@pytest.mark.parametrize(
    ("body", "hidden"),
    [
        (f"<p>{SENTENCE} {COMMENT}</p>\n<p>{SENTENCE}</p>", [True, False]),
        (f"<p>{COMMENT}{SENTENCE}</p>\n<p>{SENTENCE}</p>", [True, False]),
        (f"<p>{SENTENCE}</p> {COMMENT}\n<p>{SENTENCE}</p>", [True, False]),
        (f"<p>{SENTENCE}</p>\n{COMMENT}\n<p>{SENTENCE}</p>", [False, True]),
        (f"<p>{SENTENCE}</p>{COMMENT}<p>{SENTENCE}</p>", [False, True]),
    ],
    ids=["inside", "begin", "end of line", "own line", "page in one line"],
)
def test_what_a_comment_is_for_in_a_page(body: str, hidden: list[bool]) -> None:
    assert [reason is not None for reason in judged(page(body), "draft.html")[0]] == hidden


def test_only_the_rules_that_are_named_are_hidden() -> None:
    both = f"On {WRONG_DATE} the mayor opened the new bridge, and on {WRONG_DAY} it was closed again."
    assert judged(f"{both} {COMMENT}")[0] == [None, "the report has it so"]
    assert judged(f"{both} <!-- claimcheck: ignore {WEEKDAY}, {IMPOSSIBLE} reason: x -->")[0] == ["x", "x"]


def test_two_comments_in_a_row_are_both_for_the_next_block() -> None:
    both = f"On {WRONG_DATE} the mayor opened the new bridge, and on {WRONG_DAY} it was closed again."
    source = f"{OTHER}\n\n{COMMENT}\n<!-- claimcheck: ignore {IMPOSSIBLE} reason: y -->\n{both}"
    assert judged(source) == (["y", "the report has it so"], [])


def test_comments_move_nothing_and_are_not_read() -> None:
    plain, with_comment = read("a.md", data=SENTENCE.encode()), read("a.md", data=f"{SENTENCE} {COMMENT}".encode())
    assert with_comment.text == plain.text
    source = f"{OTHER} {COMMENT} {SENTENCE}"
    (finding,), text, _ = read_source(source)
    assert text[finding.span.start : finding.span.end] == WRONG_DAY == finding.span.exact


# -- what is said of them ---------------------------------------------------------------------------------------


def test_an_ignore_without_a_reason_hides_nothing() -> None:
    reasons, remarks = judged(f"{SENTENCE} <!-- claimcheck: ignore {WEEKDAY} -->")
    assert reasons == [None]
    assert remarks == [
        ("ignore_without_reason", f"This comment does not say why {WEEKDAY} may be passed over: add `reason:` and the reason.")
    ]


def test_an_ignore_holds_on_its_last_day_and_not_after() -> None:
    source = f"{SENTENCE} <!-- claimcheck: ignore {WEEKDAY} {REASON} until: 2026-01-15 -->"
    assert judged(source, today=date(2026, 1, 15)) == (["the report has it so"], [])
    assert judged(source, today=date(2026, 1, 16)) == (
        [None],
        [("expired_ignore", f"This comment held until 2026-01-15: {WEEKDAY} may be passed over no more.")],
    )


def test_an_unknown_rule_is_told_with_the_nearest_and_the_others_hold() -> None:
    reasons, remarks = judged(f"{SENTENCE} <!-- claimcheck: ignore weekday_dat, {WEEKDAY}, qqq {REASON} -->")
    assert reasons == ["the report has it so"]
    assert remarks == [
        ("ignore_of_unknown_rule", "There is no rule weekday_dat; did you mean weekday_date?"),
        ("ignore_of_unknown_rule", "There is no rule qqq: `claimcheck rules` lists them."),
    ]


def test_what_the_check_says_of_comments_cannot_be_ignored_by_one() -> None:
    assert judged(f"{OTHER} <!-- claimcheck: ignore unused_ignore {REASON} -->")[1] == [
        ("ignore_of_unknown_rule", "unused_ignore cannot be ignored by a comment: set its level in the settings.")
    ]


def test_an_ignore_that_hides_nothing_is_told_for_each_of_its_rules() -> None:
    source = f"{SENTENCE} <!-- claimcheck: ignore {WEEKDAY}, {IMPOSSIBLE} {REASON} -->"
    message = f"{IMPOSSIBLE} finds nothing in the text that this comment is for: remove it from the comment."
    assert judged(source) == (["the report has it so"], [("unused_ignore", message)])
    assert judged(source, off=frozenset({IMPOSSIBLE}))[1] == [], "a rule that is off finds nothing anyway"
    whole = judged(f"{OTHER}\n\n<!-- claimcheck: ignore-file {WEEKDAY} {REASON} -->")[1]
    assert whole == [("unused_ignore", f"{WEEKDAY} finds nothing in this file: remove it from the comment.")]


def test_a_comment_that_cannot_be_understood_is_told() -> None:
    assert judged(f"{SENTENCE} <!-- claimcheck: ignore all reason: x until: never -->") == (
        [None],
        [
            (
                "unreadable_ignore",
                "This comment hides nothing: what stands after `until:` is no day; write it as YYYY-MM-DD "
                "(`claimcheck explain unreadable_ignore` shows the form).",
            )
        ],
    )


def test_remarks_have_an_id_each_and_stand_at_their_comment() -> None:
    source = f"{OTHER} {COMMENT}\n\n{OTHER} {COMMENT}"
    findings, text, record = read_source(source)
    _, remarks = ignored(findings, text, record, TODAY)
    assert [remark.span.exact for remark in remarks] == [COMMENT, COMMENT]
    assert [remark.span.line for remark in remarks] == [1, 3]
    first, second = (remark.finding_id for remark in remarks)
    assert second == f"{first}-2"


# -- [sic] ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mark", [" [sic]", "[sic]", " (sic)", " [*sic*]", " [Sic!]", ".” [sic]", "* [sic]", ", [sic]", " <em>[sic]</em>"])
def test_sic_right_behind_the_words_hides_the_finding(mark: str) -> None:
    reasons, remarks = judged(f"{SENTENCE}\n\nThe agency wrote: “The bridge was opened on *{WRONG_DAY}{mark} by the old mayor of the town.")
    assert reasons == [None, "sic"]
    assert remarks == []


@pytest.mark.parametrize("mark", [" by the mayor [sic]", " [sick]", " sic", " [see it]", "\n\nThe [sic] town"])
def test_sic_anywhere_else_does_not(mark: str) -> None:
    assert judged(f"The bridge was opened on {WRONG_DAY}{mark} and the whole town came to see it.")[0] == [None]


def test_sic_is_for_one_finding() -> None:
    assert judged(f"{SENTENCE}\n\n{SENTENCE.replace(',  and', '')}".replace(WRONG_DAY, f"{WRONG_DAY} [sic]", 1))[0] == ["sic", None]


@pytest.mark.parametrize("name", ["draft.txt", "draft.md"])
def test_sic_holds_in_plain_text_too(name: str) -> None:
    assert judged(SENTENCE.replace(WRONG_DAY, f"{WRONG_DAY} [sic]"), name)[0] == ["sic"]


# -- anything at all --------------------------------------------------------------------------------------------

PIECES = st.sampled_from(
    [
        "<!--", "-->", "--!>", "<!-->", " claimcheck:", " ignore", " ignore-file", f" {WEEKDAY}", ",", " reason:", " until:", " 2026-01-01",
        "`", "``", "```\n", "\n", "\n\n", "\r\n", "    ", "> ", "- ", "| a | b |\n| - | - |\n", "\\", "---\n", "<p>", "</p>", "<script>",
        "</script>", "<div>", WRONG_DAY, " [sic]", SENTENCE, COMMENT, "\x00", "\u2028", "é",
    ]
)  # fmt: skip


@given(st.lists(PIECES, max_size=40).map("".join), st.sampled_from(["draft.md", "draft.html", "draft.txt"]))
def test_comments_anywhere_never_raise(middle: str, name: str) -> None:
    source = f"{OTHER} {OTHER}\n\n{middle}\n\n{OTHER}"
    try:
        findings, text, record = read_source(source, name)
    except DocumentError:  # front matter that is none
        return
    hidden, remarks = ignored(findings, text, record, TODAY)
    assert set(hidden) <= {finding.finding_id for finding in findings}
    spans = [comment.span for comment in ignores(text, record["document"]["format"])]
    assert spans == sorted(set(spans))
    for remark in remarks:
        assert text[remark.span.start : remark.span.end].startswith("<!--")


@given(st.integers(0, 200), st.lists(st.integers(0, 60), max_size=8))
def test_an_ignore_reaches_the_block_it_stands_in_or_one_behind_it(at: int, gaps: list[int]) -> None:
    blocks, position = [], 0
    for gap in gaps:
        blocks.append(Span(position + gap, position + gap + 5))
        position += gap + 5
    source = "\n" * 400
    found = reach(Ignore(Span(at, at + 8), ("a",), "b"), source, blocks)
    assert found is None or found.end >= at, "one that ends right where the comment begins is the one that it follows"
    assert (found is None) == all(block.end < at for block in blocks)


@pytest.mark.parametrize("piece", ["<!--", "`", "<!-- claimcheck: ignore a -->", "` `` ", "\\<!--"])
def test_a_source_made_to_be_slow_is_not(piece: str) -> None:
    source = f"claimcheck: {piece * 20_000}"
    assert len(ignores(source, "html")) in (0, 20_000)
    assert len(ignores(source, "markdown")) in (0, 20_000)


def test_blocks_are_those_of_the_record() -> None:
    _, text, record = read_source(f"# Bridge\n\n{SENTENCE}\n")
    assert [span.slice(text) for span in blocks_of(record)] == ["Bridge", SENTENCE]
