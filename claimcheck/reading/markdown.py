"""Markdown: front matter, blocks by markdown-it, and its inline markup with the place of every character.

markdown-it gives the lines of each block and none of the places inside it. Its inline parser is therefore run on a state
that notes where each token was made. Code blocks, images, HTML comments, footnote marks and struck-out words leave the text;
inline code stays, as the noun that it is in its sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType

from claimcheck.model import BlockKind
from claimcheck.reading.frontmatter import front_matter
from claimcheck.reading.markup import compose_fragment
from claimcheck.reading.offsets import Composer, Reading

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")
_FOOTNOTE = re.compile(r"\[\^[^\]\s]{1,40}\]:?")
_PLACE = "place"  # where in its inline text a token was made


def read_markdown(source: str, name: str) -> Reading:
    """Markdown in; headings, paragraphs, list items, quotes and table cells out. Raises DocumentError for bad front matter."""
    front = front_matter(source, name)
    composer = Composer(source)
    lines = [match.span() for match in _LINE.finditer(source, front.end)]
    parser = _parser()
    tokens = parser.parse(source[front.end :])
    context: list[BlockKind] = []
    titled = False
    cell = (-1, 0)  # the line of a table, and how far into it its cells were read
    for token in tokens:
        if token.type in _CONTEXT:
            kind = _CONTEXT[token.type]
            if token.type == "heading_open" and token.tag == "h1" and not titled:
                kind, titled = "title", True
            context.append(kind)
        elif token.type.endswith("_close") and token.type.replace("_close", "_open") in _CONTEXT:
            context.pop()
        elif token.type == "html_block" and token.map is not None:
            first, last = token.map
            compose_fragment(composer, lines[first][0], lines[last - 1][1], context[-1] if context else "paragraph")
        elif token.type == "inline" and token.map is not None:
            kind = context[-1] if context else "paragraph"
            first = token.map[0]
            begin = cell[1] if kind == "table" and cell[0] == first else 0
            places = _places(source, lines, token, begin)
            if kind == "table":
                cell = (first, places[-1] - lines[first][0])
            composer.begin(kind)
            _compose(composer, token, places)
            composer.end()
    reading = composer.reading(front.title, front.published, "front matter" if front.published else None)
    return replace(reading, url=front.url)


_CONTEXT: dict[str, BlockKind] = {
    "heading_open": "heading",
    "list_item_open": "list-item",
    "blockquote_open": "quote",
    "th_open": "table",
    "td_open": "table",
}


class _Placed(StateInline):
    """An inline state whose tokens know where they were made."""

    begun = 0  # where the pending text begins

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        token = super().push(ttype, tag, nesting)
        token.meta[_PLACE] = self.pos
        return token

    def pushPending(self) -> Token:
        token = super().pushPending()
        token.meta[_PLACE] = self.begun
        return token


class _PlacingParser(ParserInline):
    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        state = _Placed(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


def _note_begin(state: StateInline, silent: bool) -> bool:
    """Runs before every other inline rule and changes nothing: pending text begins where there is none yet."""
    if not silent and isinstance(state, _Placed) and not state.pending:
        state.begun = state.pos
    return False


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark")
    parser.inline = _PlacingParser()
    parser.enable(["table", "strikethrough"])
    parser.inline.ruler.before("text", "note_begin", _note_begin)
    parser.disable(["fragments_join", "text_join"])  # they merge tokens, and with them their places
    return parser


def _places(source: str, lines: Sequence[tuple[int, int]], token: Token, begin: int) -> list[int]:
    """The source offset of each character of an inline token's text, which is its lines without their block markup."""
    places: list[int] = []
    first, last = token.map or [0, 0]
    number = first
    for content in token.content.split("\n"):
        words = content.strip()
        start, end = lines[min(number, len(lines) - 1)]
        line = source[start:end].rstrip("\r\n")
        padding = len(content) - len(content.lstrip())
        found = line.find(words, begin) if number == first else line.rfind(words)
        if found < 0:
            steps = _stepwise(line, words, begin)
        else:
            steps = list(range(found, found + len(words)))
        head = steps[0] if steps else begin
        tail = steps[-1] if steps else begin
        within = [head] * padding + steps + [tail] * (len(content) - padding - len(words))
        places += [start + step for step in within]
        places.append(start + min(len(line), tail + 1))  # the line end
        number = min(number + 1, last - 1)
        begin = 0
    return places


def _stepwise(line: str, words: str, begin: int) -> list[int]:
    """Characters of `words` in `line` one after the other: a table's "\\|" is "|" in the text, a tab may be spaces."""
    steps: list[int] = []
    at = begin
    for character in words:
        found = line.find(character, at)
        steps.append(found if found >= 0 else min(at, max(len(line) - 1, 0)))
        at = found + 1 if found >= 0 else at
    return steps


def _compose(composer: Composer, token: Token, places: list[int]) -> None:
    """Write the words of an inline token."""
    content = token.content
    struck = 0
    run, taken = -1, 0  # a run of stars or tildes: its tokens share one place; how much of it they have taken
    address = False
    for child in token.children or ():
        at = int(child.meta.get(_PLACE, 0))
        if content[at : at + 1] in _MARKERS and (child.type in _MARKER_TOKENS or not child.content.strip(content[at])):
            taken = taken if run == at else 0
            run, at = at, at + taken
            taken += len(child.content) or (2 if content[run] == "~" else 1)
        if child.type in ("s_open", "s_close"):
            struck += child.nesting
        elif child.type in ("softbreak", "hardbreak"):
            composer.space(places[at], places[at] + 1)
        elif child.type == "html_inline" and child.content[:3].lower() == "<br":
            composer.space(places[at], places[at + len(child.content) - 1] + 1)
        elif struck or child.type in ("image", "html_inline"):
            continue
        elif child.type == "link_open":
            address = child.markup == "autolink"
        elif child.type == "text" and address:
            _text(composer, content, at + 1, content.find(">", at), places)
            address = False
        elif child.type == "text":
            _text(composer, content, at, at + len(child.content), places)
        elif child.type == "text_special":
            composer.meant(child.content, places[at], places[at + len(child.markup) - 1] + 1)
        elif child.type == "code_inline":
            begin = at + len(child.markup)
            if content[begin : begin + len(child.content)].replace("\n", " ") != child.content:
                begin += 1  # one space inside the backticks is markup
            _text(composer, content, begin, begin + len(child.content), places)


_MARKERS = ("*", "_", "~")
_MARKER_TOKENS = frozenset({"em_open", "em_close", "strong_open", "strong_close", "s_open", "s_close"})


def _text(composer: Composer, content: str, start: int, end: int, places: list[int]) -> None:
    """Write `content[start:end]` without footnote marks, stretch by stretch of what stands together in the source."""
    end = min(end, len(content))
    position = start
    for mark in [*_FOOTNOTE.finditer(content, start, end), None]:
        stop = mark.start() if mark else end
        while position < stop:
            run = position + 1
            while run < stop and places[run] == places[run - 1] + 1:
                run += 1
            composer.verbatim(places[position], places[run - 1] + 1)
            position = run
        position = mark.end() if mark else end
