"""Where a span stands in its file, and how spans get there.

Stages work on `Document.text`, records point into `Document.source`. `relocate` moves the spans of any facet from the one to
the other; `quote` then describes a span as the W3C Web Annotation Data Model does (TextPositionSelector and
TextQuoteSelector, https://www.w3.org/TR/annotation-model/#selectors), with line and column for editors.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import fields, is_dataclass, replace
from functools import cache, lru_cache
from typing import Any, TypeVar, cast

from claimcheck.model import Document, Quote, Span

T = TypeVar("T")

#: Code points of context before and after a quote.
WIDTH = 32

#: What ends a line in an editor. `str.splitlines` also breaks at form feeds and U+2028, where editors do not.
_LINE_END = re.compile(r"\r\n?|\n")


@lru_cache(maxsize=4)
def line_starts(source: str) -> tuple[int, ...]:
    """Offset of the first character of each line; one longer than the number of line ends."""
    return (0, *(end.end() for end in _LINE_END.finditer(source)))


def position(source: str, offset: int) -> tuple[int, int]:
    """Line and column of an offset, both from 1; columns count code points."""
    starts = line_starts(source)
    line = bisect_right(starts, offset)
    return line, offset - starts[line - 1] + 1


def quote(source: str, span: Span, width: int = WIDTH) -> Quote:
    """The span as a quote of `source`, with up to `width` code points of context on each side.

    Raises ValueError when the span does not lie in the source. The line index is kept between calls for the same source.
    """
    if not 0 <= span.start <= span.end <= len(source):
        raise ValueError(f"{span} does not lie in a text of {len(source)} characters")
    line, column = position(source, span.start)
    return Quote(
        start=span.start,
        end=span.end,
        exact=source[span.start : span.end],
        prefix=source[max(0, span.start - width) : span.start],
        suffix=source[span.end : span.end + width],
        line=line,
        column=column,
    )


def relocate(value: T, document: Document) -> T:
    """The same value with every Span in it moved from `document.text` to `document.source`.

    Goes through frozen dataclasses and tuples to any depth. A Quote stays as it is, for it is made from the source; so does a
    Document, whose blocks belong to its text. Returns the value itself where text and source are the same.
    """
    if document.starts is None or document.ends is None:
        return value
    return cast(T, _moved(value, document))


def _moved(value: Any, document: Document) -> Any:
    if isinstance(value, Span):
        return document.locate(value)
    if isinstance(value, tuple):
        return tuple(_moved(item, document) for item in value)
    if isinstance(value, Quote | Document):
        return value
    kind: Any = type(value)
    changed = {}
    for name in _field_names(kind):
        before = getattr(value, name)
        after = _moved(before, document)
        if after != before:
            changed[name] = after
    return replace(value, **changed) if changed else value


@cache
def _field_names(kind: Any) -> tuple[str, ...]:
    """Fields of a dataclass; other types have none."""
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else ()
