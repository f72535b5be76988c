"""Plain text: which line breaks end a paragraph, and which only wrap it.

A blank line always ends one. A single line break is a wrap where the file shows that it is wrapped (lines break in the
middle of sentences, none is long) and the next word would not have fitted on the line. Otherwise each line is a paragraph,
as in copy pasted from a page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from claimcheck.model import Block, BlockKind, Span
from claimcheck.reading.header import ends_sentence, is_metadata
from claimcheck.reading.offsets import Reading, readable

_LINE = re.compile(r"[^\r\n]+")
_BREAK = re.compile(r"\r\n|\r|\n")
_BULLET = re.compile(r"(?:[-*•‣◦▪●·–—]|\(?\d{1,2}[.)]|\(?[a-z][.)])[ \t]+(?=\S)")
_LETTER_OR_FIGURE = re.compile(r"[^\W_]")

_MIN_WRAPPED, _MAX_WRAPPED = 40, 120  # characters: shorter lines are a list's, and no wrapped file has longer ones
_WRAPPED_SHARE = 0.25  # of the breaks of a wrapped file fall before a small letter; about 0.6 do in English
_MIN_STRAY = 40  # characters: a shorter line that ends in mid-sentence is a list's, not a paragraph's

_MAX_HEADING_WORDS = 14
_MAX_HEADING_CHARACTERS = 100
_HEAD_LINES = 12

# "… after opening Friday. Image: Nick Moreau."
_CAPTION = re.compile(
    r"(?:^|[.)\s(\[])(?:File )?(?:Photo|Image|Picture|Photograph|Credit)s?(?: credit| courtesy)?(?::| by | via )(?:\b[A-Z]\.|[^.!?]){2,60}[.)\]]*$"
)


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    indent: int
    text: str


def read_text(source: str) -> Reading:
    """Plain text in, paragraphs, headings, list items and captions out."""
    text, starts, ends = readable(source)
    units = _units(_groups(text))
    blocks = []
    for number, unit in enumerate(units):
        following = units[number + 1].end - units[number + 1].start if number + 1 < len(units) else 0
        block = _block(text, unit, following)
        if block is not None:
            blocks.append(block)
    return Reading(source, text, tuple(blocks), starts, ends)


def _groups(text: str) -> list[list[_Line]]:
    """Lines with something on them, in runs without a blank line between."""
    groups: list[list[_Line]] = []
    fresh = True
    position = 0
    while position <= len(text):
        found = _BREAK.search(text, position)
        end = found.start() if found else len(text)
        raw = text[position:end]
        words = raw.strip()
        if words:
            indent = len(raw) - len(raw.lstrip())
            line = _Line(position + indent, position + indent + len(words), indent, words)
            if fresh:
                groups.append([])
            groups[-1].append(line)
        fresh = not words
        if found is None:
            break
        position = found.end()
    return groups


def _units(groups: Sequence[Sequence[_Line]]) -> list[Span]:
    """Spans of paragraphs: groups, cut at the line breaks that are not wraps."""
    head = [line for group in groups for line in group][:_HEAD_LINES]
    metadata = {line.start for line in head if is_metadata(line.text)}
    width = _width(groups, metadata)
    units: list[Span] = []
    for group in groups:
        start, last = group[0].start, group[0]
        for line in group[1:]:
            if last.start in metadata or line.start in metadata or not _wraps(last, line, width):
                units.append(Span(start, last.end))
                start = line.start
            last = line
        units.append(Span(start, last.end))
    return units


def _width(groups: Sequence[Sequence[_Line]], metadata: set[int]) -> int | None:
    """How wide a wrapped file is, None if it is not wrapped."""
    breaks = [
        (line, following)
        for group in groups
        for line, following in zip(group, group[1:], strict=False)
        if line.start not in metadata and following.start not in metadata and not _BULLET.match(following.text)
    ]
    middle = [line for line, following in breaks if _mid_sentence(line, following)]
    if not middle or len(middle) < _WRAPPED_SHARE * len(breaks):
        return None
    longest = max(line.indent + len(line.text) for pair in breaks for line in pair)
    width = max(line.indent + len(line.text) for line in middle)
    return width if _MIN_WRAPPED <= width and longest <= _MAX_WRAPPED else None


def _mid_sentence(line: _Line, following: _Line) -> bool:
    return not ends_sentence(line.text) and following.text[0].islower()


def _wraps(line: _Line, following: _Line, width: int | None) -> bool:
    """Whether the break between two lines only wraps a paragraph."""
    if _BULLET.match(following.text):
        return False
    if _mid_sentence(line, following):
        return width is not None or len(line.text) >= _MIN_STRAY
    if width is None:
        return False
    if following.indent >= line.indent + 2 and not _BULLET.match(line.text):  # a paragraph that begins with an indent
        return False
    return line.indent + len(line.text) + 1 + len(following.text.split()[0]) > width


def _block(text: str, unit: Span, following: int) -> Block | None:
    """The block of a unit, without its bullet; None for a line of dashes or stars. `following`: length of the next unit."""
    line = unit.slice(text)
    if not _LETTER_OR_FIGURE.search(line):
        return None
    bullet = _BULLET.match(line)
    if bullet is not None:
        return Block(Span(unit.start + bullet.end(), unit.end), "list-item")
    return Block(unit, _kind(line, following))


def _kind(line: str, following: int) -> BlockKind:
    if len(line) <= 400 and _CAPTION.search(line):
        return "caption"
    short = len(line) <= _MAX_HEADING_CHARACTERS and len(line.split()) <= _MAX_HEADING_WORDS and "\n" not in line
    opens = line.lstrip("\"'“‘([")[:1]
    unfinished = not line.rstrip("\"'”’)] ").endswith((".", ",", ";", ":", "…", "!"))
    if short and unfinished and (opens.isupper() or opens.isdigit()) and following > len(line):
        return "heading"
    return "paragraph"
