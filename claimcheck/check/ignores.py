"""Findings that a draft itself says are right as they stand: by a comment, or by [sic] behind the words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from difflib import get_close_matches

from claimcheck.check.comments import Ignore, Unclear, blocks_of, ignores, reach
from claimcheck.check.outcome import Json, Suppression
from claimcheck.check.register import REMARKS, finding_rules, remark_finding
from claimcheck.model import Finding, Span

#: Between the words and their [sic]: closing marks, emphasis, tags. A full stop may stand there, a further word may not.
_SIC = re.compile(
    r"""(?:[\s.,;:!?)\]"'”’»*_]|</?[a-z]{1,10}>){0,12}?[\[(](?:[*_]|</?[a-z]{1,10}>){0,4}sic[.!]?(?:[*_]|</?[a-z]{1,10}>){0,4}[\])]""", re.I
)
_SIC_INSIDE = re.compile(r"\[\W{0,4}sic\W{0,4}\]", re.IGNORECASE)

SIC = Suppression("inline", "sic")
_REMARKS = frozenset(remark.name for remark in REMARKS)


def ignored(
    findings: Sequence[Finding], source: str, record: Json, today: date, off: frozenset[str] = frozenset()
) -> tuple[dict[str, Suppression], list[Finding]]:
    """Which findings the draft says are right, by finding id, and what is wrong with the comments that say so.

    `off`: rules that the settings have switched off; that they find nothing does not make an ignore useless.
    """
    hidden = {finding.finding_id: SIC for finding in findings if _has_sic(finding, source)}
    remarks: list[Finding] = []
    blocks = blocks_of(record)
    for comment in ignores(source, record["document"]["format"]):
        if isinstance(comment, Unclear):
            why = f"This comment hides nothing: {comment.why} (`claimcheck explain unreadable_ignore` shows the form)."
            remarks.append(remark_finding("unreadable_ignore", source, comment.span, why))
            continue
        remarks += _unknown(comment, source)
        known = [rule for rule in comment.rules if rule in finding_rules() and rule not in _REMARKS]
        if not known:
            continue
        names = ", ".join(known)
        if not comment.reason:
            why = f"This comment does not say why {names} may be passed over: add `reason:` and the reason."
            remarks.append(remark_finding("ignore_without_reason", source, comment.span, why))
            continue
        place = reach(comment, source, blocks)
        touched = [f for f in findings if f.rule in known and place is not None and place.overlaps(Span(f.span.start, f.span.end))]
        if comment.until is not None and comment.until < today:
            why = f"This comment held until {comment.until.isoformat()}: {names} may be passed over no more."
            remarks.append(remark_finding("expired_ignore", source, comment.span, why))
            continue
        hidden.update((finding.finding_id, Suppression("inline", comment.reason)) for finding in touched)
        remarks += _unused(comment, source, [rule for rule in known if rule not in off], {finding.rule for finding in touched})
    return hidden, _apart(remarks)


def _unknown(comment: Ignore, source: str) -> Iterator[Finding]:
    for rule in comment.rules:
        if rule in _REMARKS:
            why = f"{rule} cannot be ignored by a comment: set its level in the settings."
        elif rule not in finding_rules():
            near = get_close_matches(rule, list(finding_rules()), n=1)
            why = f"There is no rule {rule}{f'; did you mean {near[0]}?' if near else ': `claimcheck rules` lists them.'}"
        else:
            continue
        yield remark_finding("ignore_of_unknown_rule", source, comment.span, why)


def _unused(comment: Ignore, source: str, rules: Sequence[str], used: set[str]) -> Iterator[Finding]:
    where = "this file" if comment.whole_file else "the text that this comment is for"
    for rule in rules:
        if rule not in used:
            yield remark_finding("unused_ignore", source, comment.span, f"{rule} finds nothing in {where}: remove it from the comment.")


def _has_sic(finding: Finding, source: str) -> bool:
    """Whether the writer says that the words are meant; what a check reports by itself is not about words."""
    if finding.rule in _REMARKS:
        return False
    return _SIC.match(source, finding.span.end) is not None or _SIC_INSIDE.search(finding.span.exact) is not None


def _apart(remarks: Sequence[Finding]) -> list[Finding]:
    """The remarks with an id each: the second of two equal ones gets "-2" after it, as findings do."""
    seen: Counter[str] = Counter()
    named = []
    for remark in remarks:
        seen[remark.finding_id] += 1
        number = seen[remark.finding_id]
        named.append(replace(remark, finding_id=f"{remark.finding_id}-{number}") if number > 1 else remark)
    return named
