"""Claims as rows of a table, for spreadsheets.

Articles are other people's words, and a spreadsheet runs a cell that begins with "=" as a formula: see `escaping.defused`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from claimcheck.escaping import defused, web_address

Record = Mapping[str, Any]

_COMPARATORS = {"approx": "about ", "lt": "< ", "le": "<= ", "gt": "> ", "ge": ">= "}


def claim_to_row(record: Record) -> dict[str, str]:
    """A valid claim record as one row: a cell for each of COLUMNS, formulas defused, empty where nothing is known."""
    return {name: defused(cell) for name, cell in cells(record).items()}


def cells(record: Record) -> dict[str, str]:
    """The same row for where no spreadsheet reads it: nothing is defused."""
    return {name: cell(record) for name, cell in _CELLS.items()}


def csv_of(reports: Iterable[Record]) -> Iterator[str]:
    """The claims of reports' records as CSV (RFC 4180, but lines end in LF): a line with COLUMNS, then a claim a row."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    quoting = csv.writer(buffer, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow(COLUMNS)
    for report in reports:
        for claim in report["claims"]:
            row = claim_to_row(claim).values()
            # Python 3.11 leaves a lone carriage return unquoted, where readers see the end of a line.
            (quoting if any("\r" in cell for cell in row) else writer).writerow(row)
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue()


def _source(record: Record) -> str:
    """Who said it, outermost > innermost; the outlet's own voice is empty."""
    return " > ".join(hop.get("resolved_source") or hop.get("source") or "(not named)" for hop in record["attribution"])


def _when(record: Record) -> str:
    """Each time with what it means: "Tuesday: 2025-07-01"; a range is begin/end as in ISO 8601."""
    return "; ".join(f"{time['text']}: {_moment(time)}" for time in record["times"])


def _moment(time: Record) -> str:
    begin, end = time.get("begin"), time.get("end")
    if time["status"] == "unresolved":
        meaning = " or ".join(time["candidates"]) or time.get("value", "")
        return f"{meaning} (unresolved)" if meaning else "unresolved"
    if begin and end:
        return str(begin) if begin == end else f"{begin}/{end}"
    return str(time.get("value") or begin or end)


def _how_much(record: Record) -> str:
    """Each amount with what it means: "3.5 billion rupees: 3500000000 INR"."""
    return "; ".join(f"{amount['text']}: {_amount(amount)}" for amount in record["quantities"])


def _amount(amount: Record) -> str:
    low, high, value = amount.get("low"), amount.get("high"), amount.get("value")
    if low is not None and high is not None and low != high:
        number = f"{_number(low)} to {_number(high)}"
    elif value is not None:
        number = _COMPARATORS.get(amount["comparator"], "") + _number(value)
    else:
        number = "unknown"
    words = [number, amount.get("unit", ""), amount.get("item", ""), f"per {amount['per']}" if "per" in amount else ""]
    return " ".join(word for word in words if word)


def _number(value: float | int) -> str:
    """In full, without an exponent and without the ".0" of a whole number."""
    return str(int(value)) if float(value).is_integer() else f"{value:.10f}".rstrip("0")


def _checkability(record: Record) -> str:
    value, reason = record["checkability"]["value"], record["checkability"].get("reason")
    return f"{value}: {reason}" if reason else str(value)


def tally(lookup: Record) -> dict[str, int]:
    """In how many parts of the claim a source differs, agrees, and in how many none says anything that could be compared.

    A part in which one differs and another agrees counts for both. What only made claim and evidence comparable says nothing by
    agreeing, so it counts where a source differs in it.
    """
    parts = [slot for slot in lookup["slots"] if not slot["anchor"] or slot["differs"]]
    return {
        "differs": sum(bool(slot["differs"]) for slot in parts),
        "agrees": sum(bool(slot["agrees"]) and not slot["anchor"] for slot in parts),
        "silent": sum(not slot["differs"] and not slot["agrees"] for slot in parts),
    }


def _tallied(stance: str) -> Callable[[Record], str]:
    return lambda record: str(sum(tally(lookup)[stance] for lookup in record["lookups"])) if record["lookups"] else ""


def _evidence(record: Record) -> str:
    """The address of what fits best, where it is one of the web; else its title."""
    first = next((evidence for lookup in record["lookups"] for evidence in lookup["evidence"]), None)
    return (web_address(first["url"]) or str(first["title"])) if first else ""


_CELLS: dict[str, Callable[[Record], str]] = {
    "claim_id": lambda record: str(record["claim_id"]),
    "line": lambda record: str(record["span"]["line"]),
    "column": lambda record: str(record["span"]["column"]),
    "text": lambda record: str(record["text"]),
    "resolved_text": lambda record: str(record["resolved_text"]),
    "source": _source,
    "types": lambda record: ", ".join(record["types"]),
    "when": _when,
    "how_much": _how_much,
    "checkability": _checkability,
    "priority": lambda record: f"{record['priority']['score']:.3f}",
    "article": lambda record: str(record["document"]["uri"]),
    "lookup": lambda record: ", ".join(lookup["overall"] for lookup in record["lookups"]),
    "differ": _tallied("differs"),
    "agree": _tallied("agrees"),
    "evidence": _evidence,
}

#: Names of the columns, in order.
COLUMNS = tuple(_CELLS)
