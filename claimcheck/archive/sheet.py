"""Fact-checks in a table: CSV, whose columns are told by their names in the first row, in any order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from claimcheck.archive.day import read_day
from claimcheck.archive.entry import Entry, Left, made
from claimcheck.errors import ArchiveError
from claimcheck.escaping import undefused
from claimcheck.verdicts.rows import rows

#: Field -> names that its column goes by; the first that is there counts.
COLUMNS = {
    "claim": ("claim", "claim_reviewed", "claim_text", "statement", "quote", "text"),
    "speaker": ("speaker", "claimant", "claim_author", "claimed_by", "said_by", "who"),
    "stated": ("stated", "claim_date", "date_of_claim", "statement_date", "date_claimed", "date"),
    "rating": ("rating", "verdict", "textual_rating", "rating_name", "alternate_name", "conclusion", "label"),
    "publisher": ("publisher", "publisher_name", "fact_checker", "organization", "organisation", "site", "outlet", "by"),
    "url": ("url", "review_url", "link", "address", "fact_check_url"),
    "reviewed": ("reviewed", "review_date", "date_reviewed", "date_published", "published", "publication_date"),
    "title": ("title", "headline", "review_title"),
    "body": ("body", "review_body", "summary", "explanation", "description", "note"),
    "language": ("language", "lang", "in_language", "language_code"),
    "licence": ("licence", "license"),
}
#: A table that `claimcheck extract` wrote: its verdicts belong into a lock.
_CLAIM_TABLE = frozenset({"claim_id", "resolved_text"})


def read_sheet(text: str, name: str) -> Iterator[Entry | Left]:
    """The fact-checks in a table, row by row. Raises ArchiveError when its columns cannot be told."""
    table = _rows(text)
    head = next(table, None)
    if head is None or isinstance(head, Left):
        raise ArchiveError(f"{name} is no table: save the sheet as CSV (UTF-8), with the names of its columns in the first row.")
    places = _places([_label(cell) for cell in head[1]], name)
    for row in table:
        if isinstance(row, Left):
            yield row
            return
        number, cells = row
        if any(cell.strip() for cell in cells):
            yield from _of_row(f"row {number}", {field: undefused(cells[at]).strip() for field, at in places.items() if at < len(cells)})


def _of_row(place: str, cells: dict[str, str]) -> Iterator[Entry | Left]:
    for field in ("stated", "reviewed"):
        written = cells.get(field)
        day = read_day(written) if written else None
        if written and day is None:
            yield Left(place, f"its date “{written[:40]}” is none that can be read one way only; the entry has none")
        cells[field] = day or ""
    claim = cells.pop("claim", "")
    yield made("fact-check", claim, **cells) or Left(place, "it has no claim")


def _rows(text: str) -> Iterator[tuple[int, list[str]] | Left]:
    """The rows; where the table breaks off, what is wrong there."""
    last = 0
    try:
        for last, row in rows(text):
            yield last, row
    except ValueError as error:
        yield Left(f"row {last + 1}", f"it is no CSV ({error}); nothing after it was read")


def _label(cell: str) -> str:
    """A column's name as it is looked for: "Claim Reviewed", "claimReviewed" and "claim-reviewed" are one."""
    return "_".join(re.findall(r"\w+?(?=[A-Z][a-z]|_|\b)", cell.strip().strip("_"))).replace("__", "_").casefold()


def _places(head: Sequence[str], name: str) -> dict[str, int]:
    """Where the columns stand. Raises ArchiveError when there is none for the claim, or one is there twice."""
    if set(head) >= _CLAIM_TABLE:
        raise ArchiveError(
            f"{name} is a table that `claimcheck extract` wrote: add the records (.jsonl), and verdicts by `claimcheck import` and the lock."
        )
    places = {}
    for field, labels in COLUMNS.items():
        here = next((label for label in labels if label in head), None)
        if here is None:
            continue
        if list(head).count(here) > 1:
            raise ArchiveError(f"{name} has two columns {here}: leave one.")
        places[field] = list(head).index(here)
    if "claim" not in places:
        raise ArchiveError(f"{name} has no column claim: its first row names the columns ({', '.join(COLUMNS)}).")
    return places
