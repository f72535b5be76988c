"""HTML, token by token, with the place of each: the tokens that the HTML standard's state machine would find.

One pass, no tree and no recursion, so that a page of 100,000 open elements costs as much as any other page of its length.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from claimcheck.model import BlockKind
from claimcheck.reading.offsets import Composer


class Markup(NamedTuple):
    """A stretch of a page: text, or the start or end tag of the element `name`."""

    kind: Literal["text", "start", "end"]
    name: str
    start: int
    end: int


# Possessive throughout: a tag is read once, whatever is wrong with it.
_TAG = re.compile(r"""</?([a-zA-Z][^\s/>]*+)(?:[\s/]++|[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>]*+))?+)*+>""")
_ATTRIBUTE = re.compile(r"""([^\s/>"'=][^\s/>=]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]*)))?""")
_COMMENT_END = re.compile(r"--!?>")

# Elements whose content is no markup; of these only a title's is text.
RAW = frozenset({"script", "style", "textarea", "title", "iframe", "noembed", "noframes", "xmp"})
_RAW_ENDS = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in RAW}

VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"})
BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure footer form "
    "h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol option p pre section summary table tbody td tfoot th "
    "thead tr ul".split()
)
# Elements whose text is not the article's words: program text, controls, drawings, and what its writer struck out.
_WORDLESS = frozenset(
    "script style template noscript textarea select button svg math iframe object canvas audio video noembed noframes xmp del s strike "
    "title datalist".split()
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)

_KINDS: dict[str, BlockKind] = {
    **dict.fromkeys(_HEADINGS, "heading"),
    "li": "list-item",
    "dd": "list-item",
    "dt": "list-item",
    "blockquote": "quote",
    "td": "table",
    "th": "table",
    "figcaption": "caption",
    "caption": "caption",
}
_SCOPES = frozenset({*_KINDS, "ul", "ol", "dl", "table", "tr", "pre"})
# An element of the left whose end tag was left out ends where one of the right begins.
_IMPLIED_ENDS = {"li": "li", "dt": "dt dd", "dd": "dt dd", "td": "td th", "th": "td th", "tr": "tr td th"}


def tokens(source: str) -> Iterator[Markup]:
    """The text and tags of a page in order; comments, declarations and the content of scripts are left out."""
    position = text = 0
    length = len(source)
    while position < length:
        opening = source.find("<", position)
        if opening < 0:
            break
        following = source[opening + 1 : opening + 3]
        if following[:1].isascii() and (
            following[:1].isalpha() or (following[:1] == "/" and following[1:].isascii() and following[1:].isalpha())
        ):
            match = _TAG.match(source, opening)
            name = match[1].lower() if match else ""
            end = match.end() if match else length
        elif following[:1] in ("!", "?", "/") and following[:1]:
            match, name, end = None, "", _end_of_comment(source, opening)
        else:
            position = opening + 1
            continue
        if text < opening:
            yield Markup("text", "", text, opening)
        position = text = end
        if match is None:
            continue
        is_end = following[0] == "/"
        yield Markup("end" if is_end else "start", name, opening, end)
        if name in RAW and not is_end:
            close = _RAW_ENDS[name].search(source, end)
            position = text = close.start() if close else length
            if name == "title" and position > end:
                yield Markup("text", name, end, position)
    if text < length:
        yield Markup("text", "", text, length)


def _end_of_comment(source: str, opening: int) -> int:
    if not source.startswith("<!--", opening):
        end = source.find(">", opening)
        return end + 1 if end >= 0 else len(source)
    if source.startswith(("<!-->", "<!--->"), opening):
        return source.index(">", opening) + 1
    match = _COMMENT_END.search(source, opening + 4)
    return match.end() if match else len(source)


def attributes(tag: str) -> dict[str, str]:
    """The attributes of a start tag, names in small letters, the first of two alike, references read."""
    found: dict[str, str] = {}
    for name, *values in _ATTRIBUTE.findall(tag[1 + len(tag[1:].split(None, 1)[0]) :].rstrip(">").rstrip("/")):
        found.setdefault(name.lower(), html.unescape(next(filter(None, values), "")))
    return found


def is_hidden(tag: str) -> bool:
    """Whether a start tag hides its element from readers."""
    if "hidden" not in tag.lower() and "none" not in tag.lower():
        return False
    found = attributes(tag)
    return "hidden" in found or found.get("aria-hidden", "").lower() == "true" or _HIDING.search(found.get("style", "")) is not None


@dataclass(slots=True)
class Surroundings:
    """Which elements the walk stands in, as far as they decide what kind of block a text is, or whether it is one at all."""

    _open: list[str] = field(default_factory=list)
    _count: Counter[str] = field(default_factory=Counter)
    _skipped: str | None = None  # the element that hides everything in it
    _depth: int = 0  # how many of its name are open in it

    @property
    def hidden(self) -> bool:
        return self._skipped is not None

    @property
    def kind(self) -> BlockKind:
        return next((_KINDS[name] for name in reversed(self._open) if name in _KINDS), "paragraph") if self._open else "paragraph"

    def inside(self, name: str) -> bool:
        return self._count[name] > 0

    def start(self, token: Markup, source: str) -> None:
        name = token.name
        if self._skipped is not None:
            self._depth += name == self._skipped
            return
        if name in VOID:
            return
        if (
            name in _WORDLESS
            or (name == "code" and self.inside("pre"))
            or (name == "a" and self.inside("sup"))
            or is_hidden(source[token.start : token.end])
        ):
            self._skipped, self._depth = name, 1
            return
        if name in _IMPLIED_ENDS:
            while self._open and self._open[-1] in _IMPLIED_ENDS[name].split():
                self._count[self._open.pop()] -= 1
        if name in _SCOPES or name == "sup":
            self._open.append(name)
            self._count[name] += 1

    def end(self, name: str) -> None:
        if self._skipped is not None:
            self._depth -= name == self._skipped
            if self._depth == 0:
                self._skipped = None
            return
        if self._count[name]:
            while (last := self._open.pop()) != name:
                self._count[last] -= 1
            self._count[name] -= 1


def compose_fragment(composer: Composer, start: int, end: int, kind: BlockKind) -> None:
    """Write the words of a stretch of HTML inside another format; `kind` is what its bare text is there."""
    source = composer.source[:end]
    around = Surroundings()
    composer.begin(kind)
    for token in _shifted(source, start):
        if token.kind == "text":
            if not around.hidden:
                composer.referenced(token.start, token.end)
            continue
        if token.kind == "start":
            around.start(token, source)
        else:
            around.end(token.name)
        if token.name in BLOCKS:
            composer.begin(around.kind if around.kind != "paragraph" else kind)
        elif token.name == "br":
            composer.space(token.start, token.end)
    composer.end()


def _shifted(source: str, start: int) -> Iterator[Markup]:
    for token in tokens(source[start:]):
        yield Markup(token.kind, token.name, token.start + start, token.end + start)
