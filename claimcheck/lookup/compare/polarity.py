"""Whether the evidence says that it did not happen, or only that it may."""

from __future__ import annotations

from claimcheck.lookup.statement import Statement

_OPEN = {
    "possible": "the evidence only says that it may be so",
    "necessary": "the evidence only says that it has to be so",
    "predicted": "the evidence only says that it is to come",
    "conditional": "the evidence only says it under a condition",
    "intended": "the evidence only says that it is intended",
}


def opposed(claim: Statement, evidence: Statement) -> bool:
    """Whether one says that it is not so."""
    return claim.polarity != evidence.polarity


def open_note(claim: Statement, evidence: Statement) -> str:
    """Why the evidence cannot be compared with what the claim asserts; "" where it can."""
    if evidence.modality == claim.modality:
        return ""
    return _OPEN.get(evidence.modality, "the claim itself does not say that it is so")
