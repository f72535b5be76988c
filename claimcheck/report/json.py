"""The whole record: `schemas/report.schema.json`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from claimcheck.record import dumps
from claimcheck.report.article import Article


def write(articles: Sequence[Article]) -> Iterator[str | bytes]:
    """The report of one article, or a list of the reports of several."""
    records = [article.record for article in articles]
    yield dumps(records[0] if len(records) == 1 else records, indent=2) + "\n"
