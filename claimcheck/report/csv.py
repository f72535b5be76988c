"""A claim a row, for spreadsheets and scripts: the table that `extract` writes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from claimcheck.report.article import Article
from claimcheck.table import csv_of


def write(articles: Sequence[Article]) -> Iterator[str | bytes]:
    """The columns of `claimcheck.table`; cells that a spreadsheet would run are defused."""
    yield from csv_of(article.record for article in articles)
