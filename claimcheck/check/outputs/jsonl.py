"""One finding a line, those that are ignored or in the baseline too, and marked so."""

from __future__ import annotations

from collections.abc import Iterator

from claimcheck.check.outcome import Outcome
from claimcheck.check.outputs.json import notice_to_json
from claimcheck.check.outputs.look import Look
from claimcheck.record import dumps


def write(outcome: Outcome, _look: Look) -> Iterator[str]:
    """A line a finding."""
    for file, notice in outcome.notices():
        yield dumps(notice_to_json(file, notice)) + "\n"
