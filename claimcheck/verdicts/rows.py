"""CSV as spreadsheets write it: with commas, semicolons or tabs."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator


def rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """The rows with their numbers, as a spreadsheet counts them. Excel's first line "sep=;" is none. Raises ValueError where it is no CSV."""
    first, _, rest = text.partition("\n")
    told = re.fullmatch(r"sep=(.)\s*", first)
    if told:
        text = rest
    delimiter = told[1] if told else _delimiter(first)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        yield from enumerate(reader, 2 if told else 1)
    except (csv.Error, TypeError) as error:
        raise ValueError(str(error)) from None


def _delimiter(head: str) -> str:
    """What stands between the names of the columns, none of which holds such a sign."""
    return max(",;\t", key=lambda sign: (head.count(sign), sign == ","))
