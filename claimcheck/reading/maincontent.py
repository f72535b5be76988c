"""Which texts of a page are the article: trafilatura's decision, carried back to places in the page.

Trafilatura's output has no offsets, and the same sentence may stand twice on a page. So each text is marked before the page
is given to trafilatura, with two signs that articles do not use, and the marks that come out again name the texts.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence

from claimcheck.reading.markup import Markup

# Braille signs: printable, so they survive; neither letters nor spaces, so no pattern or count of words changes.
_SIGNS = [chr(code) for code in range(0x2801, 0x2900)]
_SIGN = re.compile("[\u2801-\u28ff]")
_MARK = re.compile("([\u2801-\u28ff])([\u2801-\u28ff])")

_MAX_TEXTS = 20_000  # of a page: it is no article, and trafilatura would take minutes
_MAX_DEPTH = 250  # open elements: the parser that trafilatura uses loses what is deeper


def main_texts(source: str, texts: Sequence[Markup], depth: int) -> set[int]:
    """Indexes into `texts` of the article's texts. Empty where trafilatura finds none, or the page is not fit for it."""
    if not texts or len(texts) > _MAX_TEXTS or depth > _MAX_DEPTH or _SIGN.search(source):
        return set()
    from lxml import etree
    from lxml import html as lxml_html
    from trafilatura import bare_extraction

    logging.getLogger("trafilatura").addHandler(logging.NullHandler())  # what it has to say is no message for users
    parser = lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False)
    try:
        tree = lxml_html.document_fromstring(_marked(source, texts).encode("utf-8"), parser=parser)
        found = bare_extraction(tree, include_comments=False, include_tables=True, with_metadata=False)
    except (etree.LxmlError, RecursionError):
        return set()
    body = getattr(found, "body", None)
    if body is None:
        return set()
    marks = _MARK.findall("\n".join(body.itertext()))
    numbers = {(ord(high) - 0x2801) * len(_SIGNS) + ord(low) - 0x2801 for high, low in marks}
    return {number for number in numbers if number < len(texts)}


def _marked(source: str, texts: Sequence[Markup]) -> str:
    parts: list[str] = []
    position = 0
    for number, text in enumerate(texts):
        high, low = divmod(number, len(_SIGNS))
        parts += (source[position : text.start], _SIGNS[high], _SIGNS[low])
        position = text.start
    return "".join((*parts, source[position:]))
