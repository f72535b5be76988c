"""Addresses that an article cites, where they stand in its source, and which of them stand beside a sentence.

Of a web page its `a` elements count, as far as they are in the article; of Markdown inline, reference and footnote links and bare
addresses; of text and of Word documents the addresses that are written out (those behind a Word hyperlink are not in its text).
Nothing here raises, whatever the markup.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

from claimcheck.model import Document, Span
from claimcheck.reading.markup import BLOCKS, attributes, tokens

MAX_LINKS = 1_000  # of a document
_LONGEST = 2_000  # characters of an address
_WIDEST_GAP = 2_000  # characters of markup between a paragraph's last word and a link that belongs to it

#: Parameters that say where a reader came from and nothing about the page.
_TRACKING = frozenset(
    "fbclid gclid gclsrc dclid gbraid wbraid msclkid twclid ttclid yclid igshid igsh mc_cid mc_eid mkt_tok _hsenc _hsmi oly_anon_id "
    "oly_enc_id vero_id wickedid s_cid ncid cmpid smid ocid icid ref_src ref_url".split()
)
_TRACKING_BEGINS = ("utm_", "hsa_", "pk_", "mtm_")

#: Words that only point to a link, so that it belongs to what was said before: "Prices fell. (Source: …)".
_POINTERS = frozenset(
    "source sources see via link links here more read at in cf from per quelle archived archive pdf web website online".split()
)

# No white space, no quotation mark, nothing invisible: these end an address in running text.
_STOP = r"\s<>\"“”‘’«»`|^{}\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
_ADDRESS = re.compile(rf"(?<![A-Za-z0-9])https?://[^{_STOP}\\]{{1,{_LONGEST}}}+", re.IGNORECASE)
_MARKDOWN_ADDRESS = re.compile(rf"(?<![A-Za-z0-9])https?://[^{_STOP}]{{1,{_LONGEST}}}+", re.IGNORECASE)
_ENDING = ".,;:!?'*_~…·"
_PAIRS = {")": "(", "]": "["}

_IMAGE = re.compile(r"!\[[^\[\]\n]{0,500}+\]\([^()\n]{0,2000}+\)")
_DEFINITION = re.compile(r"^ {0,3}\[([^\[\]\n]{1,200}+)\]:([^\n]{0,5000}+)", re.MULTILINE)
_USE = re.compile(r"\[([^\[\]\n]{1,200}+)\](?:\[([^\[\]\n]{0,200}+)\])?+(?![(:])")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")

_BLANK_LINE = re.compile(r"\n[ \t\r]*\n")
_WORD = re.compile(r"(?<!\w)(?:(?<=[\[^])\d{1,3}+(?=\W|$)|(\w+(?:['’-]\w+)*))")  # without a group: a note's number
_SHOWN_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)


@dataclass(frozen=True, slots=True, order=True)
class CitedLink:
    """An address and its place in `Document.source`: its characters there, or the `a` element.

    `after` is the offset of the word, in the same paragraph, that the link follows: the last of the text before its end that is not
    the address itself or a word such as "source". None where the paragraph begins with the link.
    """

    span: Span
    url: str
    after: int | None = None


def links(document: Document) -> tuple[CitedLink, ...]:
    """The http and https addresses that the article cites, in order, at most MAX_LINKS; the same address at two places is two links."""
    find = {"html": _of_page, "markdown": _of_markdown}.get(document.format, _of_text)
    paragraphs = _Paragraphs(document)
    found: dict[tuple[Span, str], CitedLink] = {}
    for span, address in find(document.source):
        url = cleaned(address)
        number = None if url is None else paragraphs.of(span)
        if url is not None and number is not None:
            found.setdefault((span, url), CitedLink(span, url, paragraphs.word_before(number, span.end)))
            if len(found) == MAX_LINKS:
                break
    return tuple(sorted(found.values()))


def beside(cited: Iterable[CitedLink], sentence: Span) -> tuple[str, ...]:
    """The addresses that stand in a sentence, or right after it with nothing said between; each once, in order.

    `sentence` is a span of the source, such as a claim's `sentence_span`.
    """
    return tuple(
        dict.fromkeys(
            link.url
            for link in cited
            if link.span.overlaps(sentence) or (link.after is not None and sentence.start <= link.after < sentence.end)
        )
    )


def cleaned(address: str) -> str | None:
    """An address without its fragment and tracking parameters; None where it is none of http or https, or too long."""
    text = address.strip()
    if not text or len(text) > _LONGEST or not text.isprintable() or " " in text:
        return None
    try:
        parts = urlsplit(text)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            return None
    except ValueError:
        return None
    query = "&".join(pair for pair in parts.query.split("&") if not _tracks(pair.partition("=")[0].lower()))
    return urlunsplit((parts.scheme, parts.netloc.lower() if "@" not in parts.netloc else parts.netloc, parts.path, query, ""))


def _tracks(name: str) -> bool:
    return name in _TRACKING or name.startswith(_TRACKING_BEGINS)


def _of_page(source: str) -> Iterator[tuple[Span, str]]:
    """Each `a` element with an address, up to its end tag or to where it must have ended; addresses written out beside them."""
    begun: tuple[int, str] | None = None
    for token in tokens(source):
        if token.kind == "text":
            if begun is None and not token.name:
                yield from _written(source, token.start, token.end, _ADDRESS)
            continue
        if begun is not None and (token.name == "a" or token.name in BLOCKS):
            yield Span(begun[0], token.end if token.name == "a" and token.kind == "end" else token.start), begun[1]
            begun = None
        if token.kind == "start" and token.name == "a" and token.end - token.start <= 4 * _LONGEST:
            address = attributes(source[token.start : token.end]).get("href", "").strip()
            if address[:4].lower() == "http":
                begun = token.start, address
    if begun is not None:
        yield Span(begun[0], len(source)), begun[1]


def _of_markdown(source: str) -> Iterator[tuple[Span, str]]:
    """An inline link has the place of its address, a reference that of its use."""
    defined: dict[str, list[str]] = {}
    apart = [match.span() for match in _IMAGE.finditer(source)]
    for match in _DEFINITION.finditer(source):
        apart.append(match.span())
        addresses = [address for _, address in _written(source, match.start(2), match.end(2), _MARKDOWN_ADDRESS)]
        defined.setdefault(_label(match[1]), addresses)
    apart.sort()
    for span, address in _written(source, 0, len(source), _MARKDOWN_ADDRESS):
        if not _inside(apart, span.start):
            yield span, address
    if not defined:
        return
    for match in _USE.finditer(source):
        if not _inside(apart, match.start()):
            for address in defined.get(_label(match[2] or match[1]), ()):
                yield Span(*match.span()), address


def _of_text(source: str) -> Iterator[tuple[Span, str]]:
    return _written(source, 0, len(source), _ADDRESS)


def _written(source: str, start: int, end: int, pattern: re.Pattern[str]) -> Iterator[tuple[Span, str]]:
    """Addresses written out, without the punctuation that follows them."""
    for match in pattern.finditer(source, start, end):
        shown = match[0]
        if pattern is _MARKDOWN_ADDRESS:
            shown = _closed_by_markup(shown)
        shown = _trimmed(shown)
        plain = _ESCAPED.sub(r"\1", shown) if pattern is _MARKDOWN_ADDRESS else shown
        yield Span(match.start(), match.start() + len(shown)), html.unescape(plain)


def _closed_by_markup(address: str) -> str:
    """The address up to the bracket that closes an inline link: of "https://a.org/b_(c)),d" the first five."""
    depth = 0
    for place, character in enumerate(address):
        depth += (character == "(") - (character == ")")
        if depth < 0:
            return address[:place]
    return address


def _trimmed(address: str) -> str:
    """Without what belongs to the sentence: points, and a bracket that was opened before the address."""
    open_ = {close: address.count(close) - address.count(opening) for close, opening in _PAIRS.items()}
    end = len(address)
    while end:
        last = address[end - 1]
        if last in _PAIRS and open_[last] > 0:
            open_[last] -= 1
        elif last not in _ENDING:
            break
        end -= 1
    return address[:end]


def _label(text: str) -> str:
    return " ".join(text.split()).casefold()


def _inside(spans: Sequence[tuple[int, int]], place: int) -> bool:
    """Whether a place is in one of the spans, sorted by their starts."""
    number = bisect_right(spans, (place, len(spans) + 10**12)) - 1
    return number >= 0 and place < spans[number][1]


class _Paragraphs:
    """The blocks of a document, in its source."""

    def __init__(self, document: Document):
        self._document = document
        self._blocks = sorted((block.span for block in document.blocks if block.span.start < block.span.end), key=lambda span: span.start)
        self._spans = [document.locate(span) for span in self._blocks]
        self._starts = [span.start for span in self._spans]

    def of(self, link: Span) -> int | None:
        """The number of the block that a link stands in or directly after: on a page it must be part of its text."""
        number = bisect_left(self._starts, link.end) - 1
        if number < 0:
            return None
        block = self._spans[number]
        if link.overlaps(block):
            return number
        if self._document.format == "html" or link.start - block.end > _WIDEST_GAP:
            return None
        between = self._document.source[block.end : link.start]
        return None if _BLANK_LINE.search(between) else number

    def word_before(self, number: int, end: int) -> int | None:
        """The place in the source of the last word of a block before `end` that is neither an address nor a pointer to one."""
        block = self._blocks[number]
        starts = self._document.starts
        cut = min(end, block.end) if starts is None else bisect_left(starts, end, block.start, block.end)
        begin = max(block.start, cut - 2 * _LONGEST)
        said = _SHOWN_ADDRESS.sub(lambda match: " " * len(match[0]), self._document.text[begin:cut])
        for match in reversed(list(_WORD.finditer(said))):
            if match[1] and match[1].lower() not in _POINTERS:
                place = begin + match.start()
                return place if starts is None else starts[place]
        return None
