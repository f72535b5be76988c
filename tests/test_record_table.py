"""Claims as rows: what a cell says, and that no cell is a formula."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimcheck.escaping import begins_formula, defused, undefused
from claimcheck.table import COLUMNS, claim_to_row

VALID = Path(__file__).parent.parent / "fixtures" / "records" / "valid"
HARBOUR = [json.loads(line) for line in (VALID / "harbour.jsonl").read_text(encoding="utf-8").splitlines()]
RETURN, STRIKE, JOBS, SIGN, LED, THIRD, GRAIN = HARBOUR
LAMPS = json.loads((VALID / "change-in-html.json").read_text(encoding="utf-8"))


def test_columns_stand_in_this_order() -> None:
    assert " ".join(COLUMNS) == (
        "claim_id line column text resolved_text source types when how_much checkability priority article lookup differ agree evidence"
    )
    assert tuple(claim_to_row(RETURN)) == COLUMNS


def test_row_of_a_claim() -> None:
    assert claim_to_row(JOBS) == {
        "claim_id": JOBS["claim_id"],
        "line": "5",
        "column": "48",
        "text": "120 of 800 jobs would go by 2027",
        "resolved_text": "120 of 800 jobs would go by 2027",
        "source": "The union > the company",
        "types": "part-of-total, prediction, date",
        "when": "2027: 2027-01-01/2027-12-31",
        "how_much": "120: 120 jobs; 800: 800 jobs",
        "checkability": "partial: hypothetical",
        "priority": "0.250",
        "article": JOBS["document"]["uri"],
        "lookup": "",
        "differ": "",
        "agree": "",
        "evidence": "",
    }


def test_row_of_a_claim_that_was_looked_up() -> None:
    row = claim_to_row(json.loads((VALID / "flood-looked-up.json").read_text(encoding="utf-8")))
    assert [row[name] for name in ("lookup", "differ", "agree")] == ["mixed", "1", "1"]
    assert row["evidence"] == "https://wiki.example/w/index.php?title=River_Osk&oldid=12"


def altered(record: dict[str, Any], field: str, **changes: Any) -> dict[str, Any]:
    """The record with its first item of a list changed; None removes."""
    record = copy.deepcopy(record)
    for name, value in changes.items():
        if value is None:
            del record[field][0][name]
        else:
            record[field][0][name] = value
    return record


@pytest.mark.parametrize(
    ("record", "column", "cell"),
    [
        (LED, "source", ""),
        (SIGN, "source", "Mara Lindqvist"),
        (altered(SIGN, "attribution", resolved_source="Mara Lindqvist, union leader"), "source", "Mara Lindqvist, union leader"),
        (altered(JOBS, "attribution", source=None), "source", "(not named) > the company"),
        (RETURN, "when", "Monday: 2025-06-16; four-day: P4D"),
        (
            altered(RETURN, "times", status="unresolved", candidates=["2025-06-09", "2025-06-16"]),
            "when",
            "Monday: 2025-06-09 or 2025-06-16 (unresolved); four-day: P4D",
        ),
        (altered(STRIKE, "times", status="unresolved"), "when", "four-day: P4D (unresolved)"),
        (altered(STRIKE, "times", status="unresolved", value=None), "when", "four-day: unresolved"),
        (SIGN, "when", ""),
        (GRAIN, "how_much", "About 3.5 million tonnes: about 3500000 t grain per year"),
        (
            altered(GRAIN, "quantities", low=3000000, high=4000000.5),
            "how_much",
            "About 3.5 million tonnes: 3000000 to 4000000.5 t grain per year",
        ),
        (altered(GRAIN, "quantities", value=None), "how_much", "About 3.5 million tonnes: unknown t grain per year"),
        (altered(GRAIN, "quantities", comparator="ge", value=1e21), "how_much", f"About 3.5 million tonnes: >= {10**21} t grain per year"),
        (LAMPS, "how_much", "12.5\u00a0%: 12.5 %; €3.2 billion: 3200000000 EUR"),
        (RETURN, "checkability", "yes"),
    ],
)
def test_cell(record: dict[str, Any], column: str, cell: str) -> None:
    assert claim_to_row(record)[column] == cell


@pytest.mark.parametrize(
    "start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "﹦", " =", "\u00a0＝", "\ufeff=", "\u200b@", "\x00-"]
)
def test_formula_is_defused(start: str) -> None:
    record = RETURN | {"text": start + 'HYPERLINK("https://example.org")', "resolved_text": "Costs = wages"}
    row = claim_to_row(altered(record, "attribution", source=start + "1"))
    assert row["text"] == "'" + record["text"]
    assert row["source"] == "'" + start + "1"
    assert row["resolved_text"] == "Costs = wages"


@given(st.text(max_size=20), st.text(max_size=20))
def test_no_cell_is_a_formula(text: str, source: str) -> None:
    row = claim_to_row(altered(RETURN | {"text": text, "resolved_text": text}, "attribution", source=source or None))
    assert not any(cell[:1] in tuple("=+-@\t\r\n") for cell in row.values() if cell)
    assert row["text"].removeprefix("'") == text.removeprefix("'")


@given(st.text(alphabet="'=+-@ \t\n\u00a0\u200b＝a1", max_size=8).filter(lambda cell: not cell.startswith("'")))
def test_what_is_defused_comes_back(cell: str) -> None:
    assert undefused(defused(cell)) == cell
    assert not begins_formula(defused(cell))
