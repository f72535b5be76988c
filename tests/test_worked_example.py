"""The seed article, row by row: what the owner's own examples must become."""

from __future__ import annotations

from datetime import date

import pytest

from claimcheck.model import Claim
from tests.frozen import SEED, document_of, report_of


def claims_with(*words: str, kind: str | None = None) -> list[Claim]:
    found = [c for c in report_of(SEED).claims if all(w in c.text for w in words) and (kind is None or c.kind == kind)]
    assert found, f"no claim holds {words}"
    return found


def sources(claim: Claim) -> list[str]:
    return [a.resolved_source or a.source or "" for a in claim.attribution]


def test_publication_date_is_read_from_the_dateline() -> None:
    document = document_of(SEED)
    assert document.published == date(2025, 7, 1)
    assert document.source[document.blocks[0].span.start :].startswith("Defence Minister")


def test_third_call_since_january() -> None:
    claim = claims_with("This was their third telephonic conversation")[0]
    assert "count-ordinal" in claim.types
    ordinal = claim.ordinals[0]
    assert (ordinal.rank, ordinal.item, ordinal.since) == (3, "telephonic conversation", "2025-01")
    assert "Rajnath Singh" in claim.resolved_text
    assert "Pete Hegseth" in claim.resolved_text


def test_confirmation_is_a_claim_of_its_own() -> None:
    claim = next(c for c in claims_with("Pete Hegseth was confirmed as US Secretary of Defense") if "This was" not in c.text)
    assert {"event", "identity-role"} <= set(claim.types)
    assert "January 2025" in claim.resolved_text


def test_four_day_conflict() -> None:
    claim = claims_with("retaliation led to a four-day military conflict")[0]
    assert {"duration", "causal"} <= set(claim.types)
    assert [t.value for t in claim.times if t.type == "DURATION"] == ["P4D"]
    assert "India" in claim.resolved_text and "Pakistan" in claim.resolved_text
    assert "two countries" not in claim.resolved_text


def test_operation_dates_and_purpose() -> None:
    claim = claims_with("India launched Operation", "avenge")[0]
    assert {"event", "date"} <= set(claim.types)
    time = next(t for t in claim.times if t.type == "DATE")
    assert (time.begin, time.end) == (date(2025, 5, 6), date(2025, 5, 7))
    assert any(a.role == "purpose" for a in claim.arguments)


def test_dated_attack() -> None:
    claim = claims_with("April 22", kind="nominal-event")[0]
    assert claim.presupposed
    assert [t.value for t in claim.times] == ["2025-04-22"]


def test_tuesday_is_the_day_of_publication() -> None:
    claim = claims_with("on Tuesday held a telephonic call")[0]
    assert [t.begin for t in claim.times] == [date(2025, 7, 1)]


def test_discussion_of_the_two_leaders() -> None:
    claim = next(c for c in claims_with("the two leaders discussed defence partnership") if "held" not in c.text)
    assert "Rajnath Singh" in claim.resolved_text and "Pete Hegseth" in claim.resolved_text


def test_order_of_call_and_visit() -> None:
    call = claims_with("The call came days after")[0]
    days = next(t for t in call.times if t.text == "days")
    assert days.status == "unresolved"
    assert any(c.text.startswith("US President Donald Trump hosted") for c in report_of(SEED).claims)


def test_statement_of_the_minister() -> None:
    known = next(c for c in claims_with("long track record", "well known globally") if "stated" not in c.text)
    haven = next(c for c in claims_with("has become a safe haven") if "adding" not in c.text)
    assert sources(known) == ["Rajnath Singh"] and known.attribution[0].cue == "state"
    assert haven.attribution[-1].cue == "add" and sources(haven)[-1] == "Rajnath Singh"
    assert haven.resolved_text.startswith("Pakistan has become")


def test_right_to_respond_is_attributed_and_split() -> None:
    found = [c for c in claims_with("India reserves the right to") if c.attribution]
    assert {a.form for c in found for a in c.attribution} == {"indirect"}
    assert {s for c in found for s in sources(c)} == {"Rajnath Singh"}
    assert len(found) >= 2


def test_measured_actions_are_opinion() -> None:
    claim = claims_with("actions were measured")[0]
    assert sources(claim) == ["Rajnath Singh"]
    assert claim.checkability.value in {"no", "partial"} and claim.checkability.reason == "opinion"


def test_invitation_is_quoted_from_the_statement() -> None:
    claim = claims_with("invited", "in-person meeting")[0]
    assert claim.attribution[0].form == "direct"
    assert "statement" in sources(claim)[0] or "Ministry of Defence" in sources(claim)[0]


def test_glad_to_speak_is_a_quote_of_low_priority() -> None:
    claim = claims_with("Glad to speak")[0]
    assert claim.attribution[0].form == "direct" and sources(claim) == ["Rajnath Singh"]
    assert claim.attribution[0].channel == "X"
    ranks = sorted((c.priority.score for c in report_of(SEED).claims), reverse=True)
    assert claim.priority.score < ranks[len(ranks) // 2]


@pytest.mark.parametrize(("name", "office"), [("Rajnath Singh", "Defence Minister of India"), ("Asim Munir", "Pakistani Army chief")])
def test_titles_are_identity_claims(name: str, office: str) -> None:
    assert any(
        "identity-role" in c.types and name in c.resolved_text and office in c.resolved_text
        for c in report_of(SEED).claims
        if c.kind in {"title", "apposition"}
    )


def test_every_exact_is_its_slice() -> None:
    report = report_of(SEED)
    source = report.document.source
    assert all(c.span.exact == source[c.span.start : c.span.end] for c in report.claims)
