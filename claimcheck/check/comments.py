"""The comments of a draft that are addressed to claimcheck, and what they say.

    <!-- claimcheck: ignore weekday_date reason: the report itself has it so until: 2026-12-31 -->
    <!-- claimcheck: ignore weekday_date, impossible_date reason: both stand in the quoted law -->
    <!-- claimcheck: ignore-file undated_time reason: a timeline -->

Only this form: `ignore` or `ignore-file`, names of rules with commas between them, `reason:` with at least one word, and, if it is
to end, `until:` with its last day. Markdown and HTML have such comments; plain text and Word have none.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from claimcheck.model import Span

_OURS = re.compile(r"claimcheck\s*(?::|ignore)", re.IGNORECASE)
_COMMAND = re.compile(r"claimcheck:\s*(ignore-file|ignore)(?!\S)")
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_COMMENT_END = re.compile(r"--!?>")
_BACKTICKS = re.compile(r"`+")
#: Of what stands in a line of Markdown, whatever comes first takes what is in it: a backslash, a comment, inline code.
_OPENING = re.compile(r"\\.|<!--|`+", re.DOTALL)
_LINE_END = re.compile(r"\r\n|\r|\n")

_MOST_NAMES = 50


@dataclass(frozen=True, slots=True)
class Ignore:
    """A comment that tells a check to pass over what some rules find. `span` is the whole comment in the source."""

    span: Span
    rules: tuple[str, ...]
    reason: str  # "": it gives none, and hides nothing
    whole_file: bool = False
    until: date | None = None  # the last day on which it holds


@dataclass(frozen=True, slots=True)
class Unclear:
    """A comment that is addressed to claimcheck and breaks its form."""

    span: Span
    why: str


def ignores(source: str, form: str) -> list[Ignore | Unclear]:
    """The comments to claimcheck in a source, in order. `form`: the draft's format, as in its record."""
    if form not in ("markdown", "html") or not _OURS.search(source):
        return []
    places = _markdown_comments(source) if form == "markdown" else _html_comments(source)
    found = []
    for span in places:
        content = source[span.start + 4 : span.end].removesuffix(">").removesuffix("!").removesuffix("--").strip()
        if _OURS.match(content):
            found.append(_understood(content, span))
    return found


def _understood(content: str, span: Span) -> Ignore | Unclear:
    command = _COMMAND.match(content)
    if command is None:
        return Unclear(span, "it must begin with `claimcheck: ignore` or `claimcheck: ignore-file`")
    head, has_reason, rest = content[command.end() :].partition("reason:")
    if has_reason:
        reason, has_day, day = rest.rpartition("until:") if "until:" in rest else (rest, "", "")
    else:
        head, has_day, day = head.partition("until:")
        reason = ""
    names = [name.strip() for name in head.split(",")]
    if names == [""]:
        return Unclear(span, "it names no rule")
    wrong = next((name for name in names if not _NAME.fullmatch(name)), None)
    if wrong is not None:
        words = " ".join(wrong.split())[:40]
        return Unclear(span, f"“{words}” is no name of a rule" if words else "a name is missing beside a comma")
    if len(names) > _MOST_NAMES:
        return Unclear(span, f"it names more than {_MOST_NAMES} rules")
    until = _day(day.strip()) if has_day else None
    if has_day and until is None:
        return Unclear(span, "what stands after `until:` is no day; write it as YYYY-MM-DD")
    return Ignore(span, tuple(dict.fromkeys(names)), " ".join(reason.split()), command[1] == "ignore-file", until)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII) else None
    except ValueError:
        return None


# -- where comments are -------------------------------------------------------------------------------------------


def _html_comments(source: str) -> Iterator[Span]:
    """Comments of a page: they stand between its tokens; what stands behind the tag of a script is its content."""
    from claimcheck.reading.markup import RAW, tokens

    position, last = 0, ""
    for token in tokens(source):
        if last not in RAW:
            yield from _comments_within(source, position, token.start)
        position, last = token.end, token.name if token.kind == "start" else ""
    if last not in RAW:
        yield from _comments_within(source, position, len(source))


def _comments_within(source: str, start: int, end: int) -> Iterator[Span]:
    """Each comment between two offsets. One that is not closed hides the rest, so there is none after it."""
    begin = source.find("<!--", start, end)
    while begin >= 0:
        empty = source.startswith(("<!-->", "<!--->"), begin)
        close = _COMMENT_END.search(source, begin + (2 if empty else 4), end)
        if close is None:
            return
        if not empty:
            yield Span(begin, close.end())
        begin = source.find("<!--", close.end(), end)


def _inline_comments(source: str, start: int, end: int) -> Iterator[Span]:
    """Each comment in running Markdown, without those that are shown as inline code."""
    absent: set[str] = set()  # runs of backticks that have no second like them from here on
    position = start
    while opening := _OPENING.search(source, position, end):
        position = opening.end()
        if opening[0] == "<!--":
            comment = next(_comments_within(source, opening.start(), end), None)
            if comment is None:
                return
            yield comment
            position = comment.end
        elif opening[0][0] == "`" and opening[0] not in absent:
            close = next((run for run in _BACKTICKS.finditer(source, position, end) if run[0] == opening[0]), None)
            if close is None:
                absent.add(opening[0])
            else:
                position = close.end()


def _markdown_comments(source: str) -> Iterator[Span]:
    """Comments of a Markdown text, without those in its front matter and in program text, where they are shown, not meant."""
    from markdown_it import MarkdownIt

    from claimcheck.errors import DocumentError
    from claimcheck.reading.frontmatter import front_matter

    try:
        begin = front_matter(source, "").end
    except DocumentError:
        begin = 0
    lines = [begin, *(match.end() for match in _LINE_END.finditer(source, begin))]
    seen = begin
    for token in MarkdownIt("commonmark").enable("table").parse(source[begin:]):
        if token.map is None or token.type not in ("html_block", "inline"):
            continue
        start = max(seen, lines[min(token.map[0], len(lines) - 1)])
        end = lines[token.map[1]] if token.map[1] < len(lines) else len(source)
        for comment in (_comments_within if token.type == "html_block" else _inline_comments)(source, start, end):
            yield comment
            seen = comment.end


# -- what they are for --------------------------------------------------------------------------------------------


def reach(ignore: Ignore, source: str, blocks: Sequence[Span]) -> Span | None:
    """The stretch of source that an ignore is for, None where there is nothing.

    `blocks`: the paragraphs, headings … of the draft in its source, in order. A comment inside a block or at the end of its last
    line is for that block, another one for the next block.
    """
    if ignore.whole_file:
        return Span(0, len(source))
    number = bisect_right([block.start for block in blocks], ignore.span.start) - 1
    if number >= 0:
        before = blocks[number]
        if ignore.span.start < before.end or _ends_line(source, before.end, ignore.span):
            return before
    return blocks[number + 1] if number + 1 < len(blocks) else None


def _ends_line(source: str, end: int, comment: Span) -> bool:
    """Whether a comment is the last on the line on which a block ends."""
    between = source[end : comment.start]
    if _LINE_END.search(between):
        return False
    if "<" not in between:  # the element that holds the block is still open
        return True
    rest = _LINE_END.split(source[comment.end :][:2000], maxsplit=1)[0]
    return not re.sub(r"<!--.*?-->", "", rest).strip()


def blocks_of(record: dict[str, Any]) -> list[Span]:
    """The blocks of a report's document, in order."""
    return sorted(Span(block["span"]["start"], block["span"]["end"]) for block in record["document"]["blocks"])
