"""How articles are reported: one module a format, each with `write(articles)`, which yields the pieces of a file.

A sink: it sees records and the text they were made of, never the stages that made them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import import_module
from typing import cast

from claimcheck.report.article import Article

__all__ = ["FORMATS", "Article", "Write", "writer"]

#: All pieces of a format are text, or all are bytes.
Write = Callable[[Sequence[Article]], Iterator[str | bytes]]

#: Format -> what it is for. The module of that name is imported when it is asked for.
FORMATS: Mapping[str, str] = {
    "html": "one page to work from, in a browser or on paper",
    "md": "Markdown for pull requests and e-mail",
    "json": "the whole record: schemas/report.schema.json",
    "csv": "a claim a row, for spreadsheets and scripts",
    "xlsx": "an Excel workbook",
}

#: Formats whose module has a longer name.
_MODULES = {"md": "markdown"}


def writer(name: str) -> Write:
    """The `write` of a format. Raises KeyError for a name that is not in FORMATS."""
    if name not in FORMATS:
        raise KeyError(name)
    return cast(Write, import_module(f"{__name__}.{_MODULES.get(name, name)}").write)
