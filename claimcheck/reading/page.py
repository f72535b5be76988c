"""A web page: its words with their places, of which trafilatura says which are the article and htmldate when it came out.

One walk over the page's tokens gives its blocks, each a list of pieces: texts, line breaks, quotation elements. The texts
are numbered; `maincontent` picks the numbers that are the article, and only those are written.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from claimcheck.model import BlockKind
from claimcheck.reading.header import ends_sentence
from claimcheck.reading.maincontent import main_texts
from claimcheck.reading.markup import BLOCKS, VOID, Markup, Surroundings, attributes, tokens
from claimcheck.reading.offsets import Composer, Reading
from claimcheck.reading.pagedate import Dated, is_dated, publication_date

_WORD = re.compile(r"[^\W_]")
_TAG_OR_SPACE = re.compile(r"<[^>]*>|\s+")
_BESIDE = frozenset({"nav", "footer", "aside", "form", "dialog", "menu"})  # what stands beside an article
_MIN_PARAGRAPH = 12  # words
_MIN_CELL_SENTENCE = 8  # words: a table cell that has as many and ends as a sentence is a paragraph laid out in a table
_SITE = re.compile(r"\s+[|–—·»-]\s+[^|–—·»]{2,60}$")  # " - The Daily Paper" at the end of a page's title


@dataclass(slots=True)
class _Piece:
    """A text, <br> or <q> tag of a block. Only texts with words in them have a number."""

    token: Markup
    number: int | None = None


@dataclass(slots=True)
class _Stretch:
    """What stands between two block tags."""

    kind: BlockKind
    headline: bool
    beside: bool
    pieces: list[_Piece] = field(default_factory=list)

    @property
    def numbers(self) -> list[int]:
        return [piece.number for piece in self.pieces if piece.number is not None]


@dataclass(slots=True)
class _Page:
    source: str
    stretches: list[_Stretch] = field(default_factory=list)
    texts: list[Markup] = field(default_factory=list)  # by number
    dated: Dated = field(default_factory=Dated)
    title: str = ""
    depth: int = 0  # how many elements are open at once, at most


def read_page(source: str) -> Reading:
    """HTML in, the article's blocks out; offsets point into the page as it was decoded."""
    page = _walk(source)
    kept = main_texts(source, page.texts, page.depth) or {
        number for stretch in page.stretches if not stretch.beside for number in stretch.numbers
    }
    title, headline = _title(page, kept)
    composer = Composer(source)
    for stretch in page.stretches:
        if stretch is headline:
            _compose(composer, stretch, set(stretch.numbers), "title")
        else:
            _compose(composer, stretch, kept, _kind(source, stretch, kept))
    published = publication_date(source, page.dated, headline.pieces[0].token.start if headline else 0, _first_paragraph(page, kept))
    reading = composer.reading(title, published, "metadata" if published else None)
    return replace(reading, url=_address(page))


def _walk(source: str) -> _Page:
    page = _Page(source)
    around = Surroundings()
    stretch: _Stretch | None = None
    beside: list[str] = []
    headline = in_title = False
    depth = 0
    for token in tokens(source):
        name, begins = token.name, token.kind == "start"
        if token.kind == "text":
            if in_title:
                page.title = page.title or _plain(source[token.start : token.end])
            elif not around.hidden:
                if stretch is None:
                    stretch = _Stretch(around.kind, headline, bool(beside))
                    page.stretches.append(stretch)
                stretch.pieces.append(_Piece(token, len(page.texts) if _WORD.search(source, token.start, token.end) else None))
                if stretch.pieces[-1].number is not None:
                    page.texts.append(token)
            continue
        in_title = name == "title" and begins and not page.title
        _note_date(page, token)
        if name not in VOID and name not in ("p", "li"):
            depth = max(0, depth + (1 if begins else -1))
            page.depth = max(page.depth, depth)
        if begins:
            around.start(token, source)
        else:
            around.end(name)
        if name in _BESIDE and begins and not around.hidden:
            beside.append(name)
        elif name in beside and not begins:
            del beside[beside.index(name) :]
        if name == "h1":
            headline = begins
        if name in BLOCKS:
            stretch = None
        elif name in ("br", "q") and stretch is not None and not around.hidden:
            stretch.pieces.append(_Piece(token))
    return page


def _note_date(page: _Page, token: Markup) -> None:
    if token.kind != "start":
        return
    tag = page.source[token.start : token.end]
    if token.name in ("meta", "link"):
        page.dated.metas.append(token)
    elif token.name == "script" and "ld+json" in tag.lower():
        page.dated.scripts.append(token)
    elif is_dated(token.name, tag):
        page.dated.elements.append(token)


# -- words ------------------------------------------------------------------------------------------------------


def _compose(composer: Composer, stretch: _Stretch, kept: set[int], kind: BlockKind) -> None:
    """Write one stretch: a block, or several where line breaks in a row stand for paragraphs. Nothing kept, nothing written."""
    if kept.isdisjoint(stretch.numbers):
        return
    composer.begin(kind)
    breaks = 0
    for piece, is_kept in _with_signs(stretch.pieces, kept):
        token = piece.token
        if token.name == "br":
            breaks += 1
            if breaks > 1:
                composer.begin(kind)
            composer.space(token.start, token.end)
        elif token.name == "q":
            composer.meant("“" if token.kind == "start" else "”", token.start, token.end)
        elif is_kept:
            breaks = 0 if not composer.source[token.start : token.end].isspace() else breaks
            composer.referenced(token.start, token.end)
        else:
            composer.space(token.start, token.end)
    composer.end()


def _with_signs(pieces: Sequence[_Piece], kept: set[int]) -> Iterator[tuple[_Piece, bool]]:
    """Pieces, and whether each is kept: a text without words ("." after a link) goes with the text before it."""
    following = next((piece.number for piece in pieces if piece.number is not None), None)
    last = following in kept
    for piece in pieces:
        if piece.number is not None:
            last = piece.number in kept
        yield piece, last


def _kind(source: str, stretch: _Stretch, kept: set[int]) -> BlockKind:
    if stretch.kind != "table":
        return stretch.kind
    words = "".join(source[piece.token.start : piece.token.end] for piece, is_kept in _with_signs(stretch.pieces, kept) if is_kept).strip()
    return "paragraph" if ends_sentence(words) and len(words.split()) >= _MIN_CELL_SENTENCE else "table"


def _first_paragraph(page: _Page, kept: set[int]) -> int:
    """Where the first paragraph of the article begins: bylines and dates that are kept before it are shorter."""
    for stretch in page.stretches:
        own = [page.texts[number] for number in stretch.numbers if number in kept]
        if not stretch.headline and sum(len(page.source[text.start : text.end].split()) for text in own) >= _MIN_PARAGRAPH:
            return own[0].start
    return 0


# -- title and address ------------------------------------------------------------------------------------------


def _title(page: _Page, kept: set[int]) -> tuple[str | None, _Stretch | None]:
    """The title that the page gives itself, and the h1 that shows it."""
    declared = _meta(page, "og:title") or _meta(page, "twitter:title") or page.title
    headings = [stretch for stretch in page.stretches if stretch.headline and stretch.numbers]
    first = min(kept, default=0)
    before = [stretch for stretch in headings if stretch.numbers[0] <= first and not stretch.beside]
    shown = {id(stretch): _shown(page, stretch) for stretch in before}
    for stretch in before:
        if declared and (_letters(shown[id(stretch)]) in _letters(declared) or _letters(declared) in _letters(shown[id(stretch)])):
            return shown[id(stretch)], stretch
    if len(headings) == 1 and before:
        return shown[id(before[0])], before[0]
    return (_SITE.sub("", declared) or None if declared else None), None


def _shown(page: _Page, stretch: _Stretch) -> str:
    return _plain("".join(page.source[piece.token.start : piece.token.end] for piece in stretch.pieces if piece.token.kind == "text"))


def _plain(markup: str) -> str:
    return html.unescape(_TAG_OR_SPACE.sub(" ", markup)).strip()


def _letters(text: str) -> str:
    return "".join(character for character in text.lower() if character.isalnum())


def _meta(page: _Page, wanted: str) -> str | None:
    for token in page.dated.metas:
        tag = page.source[token.start : token.end]
        if token.name == "meta" and wanted in tag.lower():
            found = attributes(tag)
            if wanted in (found.get("property", "").lower(), found.get("name", "").lower()) and found.get("content", "").strip():
                return " ".join(found["content"].split())
    return None


def _address(page: _Page) -> str | None:
    for token in page.dated.metas:
        if token.name == "link":
            found = attributes(page.source[token.start : token.end])
            if found.get("rel", "").lower() == "canonical" and found.get("href"):
                return found["href"]
    return _meta(page, "og:url")
