"""Plain text of a web page that nobody vouches for: what a reader sees of its prose, paragraph by paragraph.

Left out is what is not prose (scripts, navigation, tables of figures, pictures with their captions), what is not shown, and what a
wiki adds around its text (marks of references, edit links, notices). The classes are those of MediaWiki's own plain-text extracts
(extension TextExtracts, `ExtractsRemoveClasses`), so that both ways to the text of a page give the same words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from claimcheck.reading.characters import MISLEADING, reading_of

#: Characters of a page that are read, and of its text that are handed on. The longest pages of Wikipedia have 3 and 0.3 million.
MOST_HTML = 8_000_000
MOST_TEXT = 500_000
#: Elements inside elements. Real pages have some 40 levels; what stands deeper is left out.
DEEPEST = 200
#: Elements that are looked at. The longest pages have some 60,000.
MOST_ELEMENTS = 200_000

_BLOCKS = frozenset(
    "address article aside blockquote body center dd details dialog div dl dt fieldset h1 h2 h3 h4 h5 h6 hr li main ol p pre section summary "
    "table tbody td tfoot th thead tr ul".split()
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_NO_PROSE = frozenset(
    "applet area audio base button canvas datalist embed figure footer form frame frameset head iframe img input link map math meta nav "
    "noembed noframes noscript object option output picture progress script select style svg template textarea title track video".split()
)
_NO_PROSE_CLASSES = frozenset(
    "ambox catlinks error gallery hatnote infobox mbox-small metadata mw-cite-backlink mw-editsection mw-empty-elt mw-indicators "
    "mw-jump-link mw-ref mw-references-wrap navbox navigation-not-searchable nomobile noexcerpt noprint printfooter redirectMsg reference "
    "references reflist shortdescription sidebar sistersitebox sortkey thumb toc vertical-navbox wikitable".split()
)
_NO_PROSE_ROLES = frozenset("banner complementary contentinfo menu menubar navigation note search".split())
_NOT_SHOWN = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)", re.IGNORECASE)
#: "[1]", "[a]", "[note 2]", "[citation needed]", "[↑]": raised marks of whatever wiki.
_MARK = re.compile(r"\s*\[[^\[\]]{1,20}\]\s*")

_SPACE = re.compile(r"\s+")
_SURROGATE = re.compile("[\ud800-\udfff]")


def one_line(text: str, most: int = MOST_TEXT) -> str:
    """The text as one line of at most `most` characters: without control characters and unseen marks, spaces single."""
    cut = _SURROGATE.sub("\ufffd", text[: 4 * most])
    plain = MISLEADING.sub(lambda match: reading_of(match[0]), cut)
    return _SPACE.sub(" ", plain).strip()[:most].rstrip()


def paragraphs(html: str | bytes, *, headings: bool = False) -> tuple[str, ...]:
    """The paragraphs of a page, of a part of one, or of anything else, as single lines. Never raises.

    `html` as bytes is read in the encoding that it declares. Headings stand among the paragraphs where they are asked for.
    """
    root = _tree(html)
    if root is None:
        return ()
    found: list[str] = []
    left = MOST_TEXT
    for paragraph in _blocks(root, headings):
        line = one_line(paragraph, left)
        if line:
            found.append(line)
            left -= len(line)
        if left <= 0:
            break
    return tuple(found)


def plain_text(html: str | bytes, *, headings: bool = False) -> str:
    """The paragraphs of a page with blank lines between them. Never raises."""
    return "\n\n".join(paragraphs(html, headings=headings))


def _tree(html: str | bytes) -> etree._Element | None:
    cut = html[:MOST_HTML]
    if isinstance(cut, str):
        # A character of zero ends the document for the parser below.
        parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, recover=True)
        data = cut.replace("\x00", "").encode("utf-8", "replace")
    else:
        parser = etree.HTMLParser(remove_comments=True, remove_pis=True, no_network=True, recover=True)
        data = cut.replace(b"\x00", b"")
    try:
        return etree.fromstring(data, parser)
    except (etree.LxmlError, ValueError, LookupError, AssertionError):
        return None  # nothing in it, or nothing that the parser makes a tree of


def _blocks(root: etree._Element, headings: bool) -> Iterator[str]:
    """The text of the page, cut where a block begins or ends. Without recursion, for a page may nest as deep as it likes."""
    parts: list[str] = []
    # (element, its level, whether its children were seen)
    stack: list[tuple[etree._Element, int, bool]] = [(root, 0, False)]
    left = MOST_ELEMENTS
    while stack and left:
        element, level, closing = stack.pop()
        left -= not closing
        tag = element.tag if isinstance(element.tag, str) else ""
        cuts = tag in _BLOCKS
        if closing:
            if cuts:
                yield "".join(parts)
                parts = []
        elif level > DEEPEST or _left_out(element, tag, headings):
            if cuts or tag == "table":
                yield "".join(parts)
                parts = []
        else:
            if cuts:
                yield "".join(parts)
                parts = []
            parts.append(" " if tag == "br" else element.text or "")
            stack.append((element, level, True))
            stack.extend((child, level + 1, False) for child in reversed(element))
            continue
        if element is not root:
            parts.append(element.tail or "")
    yield "".join(parts)


def _left_out(element: etree._Element, tag: str, headings: bool) -> bool:
    if not tag or tag in _NO_PROSE or (tag in _HEADINGS and not headings):
        return True
    if _NO_PROSE_CLASSES.intersection((element.get("class") or "").split()) or element.get("role") in _NO_PROSE_ROLES:
        return True
    if element.get("hidden") is not None or element.get("aria-hidden") == "true" or _NOT_SHOWN.search(element.get("style") or ""):
        return True
    if tag == "sup":
        return bool(_MARK.fullmatch("".join(element.itertext())[:40]))
    # Figures in columns are no sentences; a table with paragraphs in it is an old way to lay out a page.
    return tag == "table" and element.find(".//p") is None
