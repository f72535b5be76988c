"""Text that knows where each of its characters stands in the source.

Every format writes its readable text through a `Composer`. Three lists grow together: the characters, the source offset of
each, and the source offset after each. They never step back, so a span of the text is always one span of the source.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from claimcheck.model import Block, BlockKind, Span
from claimcheck.reading.characters import MISLEADING, reading_of

# A character reference as the HTML standard reads it: the semicolon may be missing.
_REFERENCE = re.compile(r"&(?:#[0-9]{1,7};?|#[xX][0-9a-fA-F]{1,6};?|[A-Za-z][A-Za-z0-9]{0,31};?)")
_WHITE = re.compile(r"[ \t\n\r\f\v]+")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a format found in its source, before the article's own first lines are looked at."""

    source: str
    text: str
    blocks: tuple[Block, ...]
    starts: tuple[int, ...] | None = None
    ends: tuple[int, ...] | None = None
    title: str | None = None
    published: date | None = None
    published_from: str | None = None
    url: str | None = None


@lru_cache(maxsize=4096)
def _referred(reference: str) -> str:
    return html.unescape(reference)


class Composer:
    """Writes readable text block by block, each character with the stretch of source that it stands for.

    Inside a block white space is collapsed to one space. Between two blocks stands one line end, which stands for
    everything in the source between them.
    """

    def __init__(self, source: str):
        self.source = source
        self._characters: list[str] = []
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._blocks: list[Block] = []
        self._kind: BlockKind | None = None
        self._begun: int | None = None  # offset in the text of the open block's first character
        self._owed: tuple[int, int] | None = None  # white space that is written once a word follows it

    def begin(self, kind: BlockKind) -> None:
        """Open a block; the one that is open ends."""
        self.end()
        self._kind = kind

    def end(self) -> None:
        """Close the open block, if there is one; a block without a word leaves nothing behind."""
        if self._begun is not None and self._kind is not None:
            self._blocks.append(Block(Span(self._begun, len(self._characters)), self._kind))
        self._kind = self._begun = self._owed = None

    def verbatim(self, start: int, end: int) -> None:
        """Source characters as they stand, misleading ones aside; white space is collapsed."""
        position = start
        for match in _WHITE.finditer(self.source, start, end):
            self._words(position, match.start())
            self.space(match.start(), match.end())
            position = match.end()
        self._words(position, end)

    def referenced(self, start: int, end: int) -> None:
        """Like `verbatim`, with character references (`&amp;`) read as what they stand for."""
        position = start
        for match in _REFERENCE.finditer(self.source, start, end):
            raw, meant = match[0], _referred(match[0])
            if meant == raw:
                continue
            self.verbatim(position, match.start())
            # "&notit" is read as "¬it": only the part that was a reference is replaced.
            rest = len(meant) - 1 if len(meant) > 1 and raw.endswith(meant[1:]) else 0
            position = match.end() - rest
            self.meant(meant[: len(meant) - rest], match.start(), position)
        self.verbatim(position, end)

    def meant(self, text: str, start: int, end: int) -> None:
        """`text`, each character of which stands for the same stretch of source."""
        for character in MISLEADING.sub(lambda match: reading_of(match[0]), text):
            if character.isspace():
                self.space(start, end)
            else:
                self._word(character, start, end)

    def space(self, start: int, end: int) -> None:
        """One space for a stretch of source, unless the block has none before it or a word has yet to come."""
        if self._begun is not None and self._owed is None:
            self._owed = (start, end)

    def _words(self, start: int, end: int) -> None:
        position = start
        for match in MISLEADING.finditer(self.source, start, end):
            self._plain(position, match.start())
            self.meant(match[0], match.start(), match.end())
            position = match.end()
        self._plain(position, end)

    def _plain(self, start: int, end: int) -> None:
        if start < end:
            self._meet(start)
            self._characters.extend(self.source[start:end])
            self._starts.extend(range(start, end))
            self._ends.extend(range(start + 1, end + 1))

    def _word(self, character: str, start: int, end: int) -> None:
        self._meet(start)
        self._characters.append(character)
        self._starts.append(start)
        self._ends.append(end)

    def _meet(self, start: int) -> None:
        """Write what is owed before a word: the space inside a block, or the line end between two."""
        if self._kind is None:
            self._kind = "paragraph"
        if self._begun is None:
            if self._characters:
                self._put("\n", self._ends[-1], max(start, self._ends[-1]))
            self._begun = len(self._characters)
        elif self._owed is not None:
            self._put(" ", *self._owed)
        self._owed = None

    def _put(self, character: str, start: int, end: int) -> None:
        self._characters.append(character)
        self._starts.append(start)
        self._ends.append(end)

    def reading(self, title: str | None = None, published: date | None = None, published_from: str | None = None) -> Reading:
        """Everything written so far. Without maps where the text is the source itself."""
        self.end()
        text = "".join(self._characters)
        same = text == self.source
        return Reading(
            source=self.source,
            text=text,
            blocks=tuple(self._blocks),
            starts=None if same else tuple(self._starts),
            ends=None if same else tuple(self._ends),
            title=title,
            published=published,
            published_from=published_from,
        )


def readable(source: str) -> tuple[str, tuple[int, ...] | None, tuple[int, ...] | None]:
    """Plain text without its misleading characters, white space kept: the text, its starts and its ends."""
    if not MISLEADING.search(source):
        return source, None, None
    characters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    position = 0
    for match in MISLEADING.finditer(source):
        plain = range(position, match.start())
        meant = reading_of(match[0])
        characters.append(source[position : match.start()] + meant)
        starts += [*plain, *[match.start()] * len(meant)]
        ends += [*(offset + 1 for offset in plain), *[match.end()] * len(meant)]
        position = match.end()
    characters.append(source[position:])
    starts += range(position, len(source))
    ends += range(position + 1, len(source) + 1)
    return "".join(characters), tuple(starts), tuple(ends)
