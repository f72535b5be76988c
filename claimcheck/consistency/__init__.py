"""Consistency: an Article in, Findings out. Each rule stands in a file of its own; importing this package registers all.

A rule speaks only when it is sure, and shows both sides and the arithmetic. Rules propose; here the proposals are put in
order, moved to the source, named, and tied to the claims that they touch.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from claimcheck.anchor import quote, relocate
from claimcheck.consistency import (  # noqa: F401  (a line a rule file: importing it registers its rules)
    backwards,
    change_arithmetic,
    count_against_list,
    duration,
    headline,
    impossible_date,
    lifetime,
    name_spelling,
    order,
    ordinal_ledger,
    part_over_total,
    percent_over_hundred,
    rate_arithmetic,
    ratio_in_words,
    sourcing,
    sum_of_parts,
    tense_of_date,
    term_of_office,
    title_change,
    two_ranks,
    two_values,
    unbalanced_quotation,
    undated,
    weekday,
)
from claimcheck.consistency.article import Article, Place, Proposal
from claimcheck.model import Claim, Document, Finding, Severity, Side, Span
from claimcheck.rules import rules_of

__all__ = ["STAGE", "Article", "Found", "Place", "Proposal", "find", "findings"]

STAGE = "consistency"


@dataclass(frozen=True, slots=True)
class Found:
    """A proposal with the rule that made it."""

    rule: str
    severity: Severity
    proposal: Proposal


def find(article: Article) -> tuple[Found, ...]:
    """What the rules find in an article, in text order; the same place is reported once by each rule."""
    found: dict[tuple[Span, str], Found] = {}
    for rule in rules_of(STAGE):
        for proposal in rule.find(article):
            found.setdefault((proposal.span, rule.name), Found(rule.name, proposal.severity or rule.severity or "warning", proposal))
    return tuple(found[key] for key in sorted(found))


def findings(found: Sequence[Found], claims: Sequence[Claim], document: Document) -> tuple[Finding, ...]:
    """The findings of a document. `found` in offsets of its text; `claims`, which have their ids, in offsets of its source."""
    seen: Counter[str] = Counter()
    named = []
    for item in found:
        proposal = relocate(item.proposal, document)
        spans = (proposal.span, *(side.span for side in proposal.sides))
        touched = tuple(claim.claim_id for claim in claims if any(piece.overlaps(span) for piece in claim.pieces for span in spans))
        sides = tuple(Side(quote(document.source, side.span), side.message) for side in proposal.sides)
        base = _finding_id(item.rule, [document.source[span.start : span.end] for span in spans])
        seen[base] += 1
        named.append(
            Finding(
                finding_id=base if seen[base] == 1 else f"{base}-{seen[base]}",
                rule=item.rule,
                severity=item.severity,
                message=proposal.message,
                span=quote(document.source, proposal.span),
                sides=sides,
                arithmetic=proposal.arithmetic,
                claims=touched,
            )
        )
    return tuple(named)


def _finding_id(rule: str, words: Sequence[str]) -> str:
    """A hash of the rule and of the words on all sides: it outlives edits elsewhere, as fingerprints in SARIF do."""
    core = json.dumps([rule, [" ".join(text.casefold().split()) for text in words]], ensure_ascii=True, separators=(",", ":"))
    return f"f-{sha256(core.encode('ascii')).hexdigest()[:16]}"
