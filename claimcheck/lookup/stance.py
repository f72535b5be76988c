"""How a claim's slots stand against a piece of evidence. It is counted, never judged: no verdict is made here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from claimcheck.model import Span

SlotName = Literal["predicate", "subject", "object", "complement", "place", "time", "quantity", "ordinal", "polarity"]
Stance = Literal["agrees", "differs", "silent"]
Overall = Literal["supports", "conflicts", "mixed", "not-found"]


@dataclass(frozen=True, slots=True)
class SlotStance:
    """One slot of a claim against one statement of the evidence, with both places.

    `anchor`: it is what made the two comparable (who, what happened), so that it says nothing by agreeing. `note` is one line for
    a reader: "3-4 March 2024 against 4 March 2024"; for "silent" why nothing can be said, where there is more than absence to it.
    """

    slot: SlotName
    stance: Stance
    claim_text: str
    claim_span: Span
    evidence_text: str | None = None
    evidence_span: Span | None = None
    anchor: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """A claim against the statement of the evidence that fits it best. `span` is that statement's, in `Evidence.text`."""

    span: Span
    slots: tuple[SlotStance, ...]
    fit: float  # 0 to 1: how sure it is that both speak of the same thing; for ordering only
