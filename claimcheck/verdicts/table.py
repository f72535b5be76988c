"""Verdicts in a table: CSV as spreadsheets write it, with commas, semicolons or tabs.

The columns are claim_id, verdict, source, by, when and note, in any order; others are passed over. A table that `extract` wrote has
a `source` and `when` of its own, the claim's: there the verdict's are verdict_source and verdict_when.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from claimcheck.errors import VerdictError
from claimcheck.escaping import undefused
from claimcheck.verdicts.rows import rows
from claimcheck.verdicts.verdict import CLAIM_ID, MAX_ROWS, MAX_TEXT, Left, Verdict, Verdicts, day_of

#: Column -> its names. The second is for the table that `extract` writes, where `source` and `when` are the claim's own.
COLUMNS = {
    "claim_id": ("claim_id",),
    "verdict": ("verdict",),
    "source": ("verdict_source", "source"),
    "by": ("verdict_by", "by"),
    "when": ("verdict_when", "when"),
    "note": ("verdict_note", "note"),
    "article": ("article",),
}
_CLAIMS_OWN = frozenset({"source", "when"})
_CLAIM_TABLE = frozenset({"resolved_text", "how_much", "checkability"})
_NEEDED = ("claim_id", "verdict")


def read_table(text: str, name: str) -> Verdicts:
    """The verdicts in a table. Raises VerdictError when it is none, or its columns cannot be told."""
    table = _rows(text, name)
    number, head = next(table, (1, []))
    places = _places([cell.strip().casefold() for cell in head], name)
    found: list[Verdict] = []
    left: list[Left] = []
    empty = 0
    for number, row in table:
        if number > MAX_ROWS:
            raise VerdictError(f"{name} has more than {MAX_ROWS} rows: split it.")
        if not any(cell.strip() for cell in row):
            continue
        cells = {column: undefused(row[place]).strip() if place < len(row) else "" for column, place in places.items()}
        where, claim_id = f"row {number}", cells["claim_id"]
        if not CLAIM_ID.fullmatch(claim_id):
            left.append(Left(where, f"“{claim_id[:40]}” is no claim id" if claim_id else "it has no claim id"))
        elif not cells["verdict"]:
            empty += 1
        else:
            verdict = _from_row(where, cells)
            if isinstance(verdict, Left):
                left.append(verdict)
            else:
                found.append(verdict)
    return Verdicts(tuple(found), tuple(left), empty)


def _from_row(where: str, cells: dict[str, str]) -> Verdict | Left:
    claim_id = cells["claim_id"]
    long = next((column for column, cell in cells.items() if len(cell) > MAX_TEXT), None)
    if long:
        return Left(where, f"its {long} is longer than {MAX_TEXT} characters", claim_id)
    when = cells.get("when") or None
    day = day_of(when) if when else None
    if when and day is None:
        return Left(where, f"“{when[:40]}” is no date that can be read one way only: write YYYY-MM-DD", claim_id)
    known = {column: cells.get(column) or None for column in ("article", "source", "by", "note")}
    return Verdict(where, cells["verdict"], claim_id, when=day, **known)


def _rows(text: str, name: str) -> Iterator[tuple[int, list[str]]]:
    try:
        yield from rows(text)
    except ValueError as error:
        raise VerdictError(f"{name} is no CSV ({error}): save the sheet as CSV (UTF-8).") from None


def _places(head: Sequence[str], name: str) -> dict[str, int]:
    """Where the columns stand. Raises VerdictError when one is missing or there twice."""
    claims_own = _CLAIMS_OWN if _CLAIM_TABLE & set(head) else frozenset()
    places = {}
    for column, names in COLUMNS.items():
        here = [label for label in names if label in head and label not in claims_own]
        if here and (len(here) > 1 or head.count(here[0]) > 1):
            raise VerdictError(f"{name} has two columns for {column} ({', '.join(here)}): leave one.")
        if here:
            places[column] = head.index(here[0])
    missing = [column for column in _NEEDED if column not in places]
    if missing:
        raise VerdictError(f"{name} has no column {' and no column '.join(missing)}: its first row names the columns.")
    return places
