"""What a check itself reports, beside the findings of the consistency rules: a register of names, levels and explanations.

These have no examples that a parser could be tried on: they are about comments in the draft, not about its sentences.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from claimcheck.anchor import quote
from claimcheck.model import Finding, Severity, Span
from claimcheck.rules import rules_of

STAGE = "check"


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that a check reports by itself; `doc` is what `claimcheck explain` shows."""

    name: str
    severity: Severity
    doc: str


REMARKS: tuple[Remark, ...] = (
    Remark(
        "changed_since_verified",
        "warning",
        """A claim that was verified says something else now.

        `claims.lock` holds what was verified, by whom and when. The claim is still told, but its value, date, source or polarity, how
        sure it is put, or its wording changed: look again, and `claimcheck lock verify` it as it stands.""",
    ),
    Remark(
        "expired_ignore",
        "warning",
        """An ignore whose last day is over.

        The finding that it hid counts again. Mend the draft, or give the comment a later day after `until:` when the reason still
        holds.""",
    ),
    Remark(
        "ignore_of_unknown_rule",
        "warning",
        """An ignore names a rule that does not exist, or one that cannot be ignored.

        A name was mistyped, or the rule is called something else by now: `claimcheck rules` lists them. The other rules that the
        comment names are ignored all the same.""",
    ),
    Remark(
        "ignore_without_reason",
        "warning",
        """An ignore does not say why.

        It hides nothing until it does: write `reason:` and the reason after the names of the rules, so that whoever reads the draft
        next week knows it too.""",
    ),
    Remark(
        "unreadable_ignore",
        "warning",
        """A comment is addressed to claimcheck and cannot be understood.

        It hides nothing. The form is `<!-- claimcheck: ignore RULE reason: WHY until: YYYY-MM-DD -->`, where `until:` may be left
        out, several rules stand with commas between them, and `ignore-file` is for the whole file.""",
    ),
    Remark(
        "unused_ignore",
        "note",
        """An ignore hides nothing: its rule finds nothing at that place.

        The draft was mended, or the comment stands in the wrong place: inside a paragraph it is for that paragraph, on a line of its
        own for the next one. Remove it, or it will hide something else one day.""",
    ),
)


def finding_rules() -> dict[str, Severity]:
    """Everything that can be reported, with its own severity: the consistency rules and the remarks, by name."""
    import claimcheck.consistency  # noqa: F401  (importing it registers its rules)

    known: dict[str, Severity] = {rule.name: rule.severity or "warning" for rule in rules_of("consistency")}
    known.update((remark.name, remark.severity) for remark in REMARKS)
    return dict(sorted(known.items()))


def explanation(name: str) -> str:
    """What a rule or a remark is about: its documentation, a line a paragraph, paragraphs apart."""
    import claimcheck.consistency  # noqa: F401  (importing it registers its rules)

    docs = {rule.name: rule.doc for rule in rules_of("consistency")} | {remark.name: remark.doc for remark in REMARKS}
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in docs[name].split("\n\n"))


def remark_finding(name: str, source: str, span: Span, message: str, claims: Sequence[str] = ()) -> Finding:
    """A remark about a stretch of the source as a finding. Its id is that of its name, its words and `message`."""
    severity = next(remark.severity for remark in REMARKS if remark.name == name)
    core = json.dumps([name, source[span.start : span.end], message], ensure_ascii=True, separators=(",", ":"))
    return Finding(
        finding_id=f"f-{sha256(core.encode('ascii')).hexdigest()[:16]}",
        rule=name,
        severity=severity,
        message=message,
        span=quote(source, span),
        claims=tuple(claims),
    )
