"""Claims of the project's own draft and page: what each construction must become."""

from __future__ import annotations

import pytest

from claimcheck.claims.dates import spoken_date
from claimcheck.claims.wording import join
from claimcheck.model import Claim, Span, TimeExpression
from claimcheck.score import POINTS
from tests.frozen import SEED, article_names, document_of, report_of

DRAFT, PAGE = "draft-markdown", "page-html"


def one(article: str, *words: str, without: str = "\0", kind: str | None = None) -> Claim:
    found = [c for c in report_of(article).claims if all(w in c.text for w in words) and without not in c.text and kind in {None, c.kind}]
    assert found, f"no claim of {article} holds {words}"
    return found[0]


def test_markup_is_in_the_source_but_not_in_the_text() -> None:
    claim = one(DRAFT, "Harbour Bridge in Port Ellis reopened")
    assert "**" in claim.span.exact
    assert "**" not in claim.text and "https" not in claim.text


def test_entities_and_tags_of_a_page_are_in_the_source_but_not_in_the_text() -> None:
    claim = one(PAGE, "settled their four-year dispute")
    assert "<b>four-year</b>" in claim.span.exact
    assert "four-year dispute" in claim.text


def test_code_scripts_and_navigation_are_not_parsed() -> None:
    assert not any("toll" in c.text for c in report_of(DRAFT).claims)
    assert not any("90 percent" in c.text or "Sport" in c.text for c in report_of(PAGE).claims)


def test_according_to_is_attribution_and_not_text() -> None:
    claim = one(DRAFT, "Repairs cost")
    assert claim.attribution[0].form == "according-to"
    assert "audit office" in (claim.attribution[0].source or "")
    assert "according" not in claim.text
    assert {q.value for q in claim.quantities} >= {48_500_000}


def test_denial_is_kept_apart_from_report() -> None:
    claim = one(DRAFT, "ignored warnings")
    assert claim.attribution[-1].cue_class == "denial"
    assert claim.attribution[-1].resolved_source == "Maria Keller"
    assert claim.polarity == "positive"


def test_part_of_a_whole_is_a_claim() -> None:
    claim = one(DRAFT, "1,400 lorries", kind="quantity")
    assert "part-of-total" in claim.types
    assert "22,000 vehicles" in claim.resolved_text


def test_rank_with_its_window() -> None:
    ordinal = one(DRAFT, "third closure since 2015").ordinals[0]
    assert (ordinal.rank, ordinal.item, ordinal.since) == (3, "closure", "2015")


def test_question_is_not_checkable_and_says_why() -> None:
    claim = one(DRAFT, "worth the wait")
    assert (claim.checkability.value, claim.checkability.reason) == ("no", "question")
    assert claim.questions == ()


def test_evaluation_in_a_quote_is_opinion() -> None:
    claim = one(PAGE, "good day for patients")
    assert claim.checkability.reason == "opinion"
    assert claim.attribution[0].form == "direct"


def test_coordinated_counts_are_claims_of_their_own() -> None:
    assert "part-of-total" in one(PAGE, "15 council members").types
    assert one(PAGE, "four voted against it", without="Nine").quantities[0].value == 4


def test_apposition_reads_as_a_sentence() -> None:
    assert any(c.kind == "apposition" and c.resolved_text.startswith("Maria Keller is ") for c in report_of(DRAFT).claims)


@pytest.mark.parametrize("name", article_names())
def test_text_is_made_of_its_pieces(name: str) -> None:
    document = document_of(name)
    if document.starts is not None:
        return  # pieces point into the marked-up source: the two tests above look at those
    for claim in report_of(name).claims:
        assert claim.text == join(p.slice(document.source) for p in claim.pieces)


@pytest.mark.parametrize("name", article_names())
def test_resolved_text_has_no_word_that_neither_source_nor_substitution_has(name: str) -> None:
    for claim in report_of(name).claims:
        known = (
            claim.text + " " + " ".join(s.text for s in claim.substitutions) + " is are was were there took place included came to in on "
        )
        known += " ".join(str(t.value) for t in claim.times)
        said = [w.strip(".,").removesuffix("'s").removesuffix("’s") for w in claim.resolved_text.split()]
        missing = [w for w in said if w.casefold() not in known.casefold()]
        dates = {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"}
        assert [w for w in missing if w not in dates and not w.isdigit()] == []


@pytest.mark.parametrize("name", article_names())
def test_score_is_the_clamped_sum_of_named_points(name: str) -> None:
    points = {n: p for n, p, _ in POINTS}
    for claim in report_of(name).claims:
        assert all(points[r.name] == r.points for r in claim.priority.reasons)
        assert claim.priority.score == round(min(1, max(0, sum(r.points for r in claim.priority.reasons))), 3)


@pytest.mark.parametrize("name", article_names())
def test_what_is_not_checkable_says_why_and_asks_nothing(name: str) -> None:
    for claim in report_of(name).claims:
        assert (claim.checkability.value == "yes") == (claim.checkability.reason is None)
        assert bool(claim.questions) == (claim.checkability.value != "no")


def time(text: str, value: str, begin: str, anchor: str = "publication") -> TimeExpression:
    from datetime import date

    day = date.fromisoformat(begin)
    return TimeExpression(text, Span(0, len(text)), "DATE", value, "day", anchor, "resolved", day, day)


@pytest.mark.parametrize(
    ("found", "spoken"),
    [
        (time("Tuesday", "2025-07-01", "2025-07-01"), "Tuesday 1 July 2025"),
        (time("yesterday", "2024-02-29", "2024-02-29"), "29 February 2024"),
        (time("last month", "2025-06", "2025-06-01"), "June 2025"),
        (time("June 3, 2025", "2025-06-03", "2025-06-03"), None),
        (time("June 3", "2025-06-03", "2025-06-03", anchor="unknown"), None),
    ],
    ids=["a weekday keeps its name", "a day", "a month", "the year stands there already", "without a base nothing is said"],
)
def test_spoken_dates(found: TimeExpression, spoken: str | None) -> None:
    assert spoken_date(found) == spoken


@pytest.mark.parametrize("name", article_names())
def test_a_quoted_claim_leaves_out_who_said_it(name: str) -> None:
    quoted = [(c, a) for c in report_of(name).claims for a in c.attribution if a.form == "direct" and a.cue]
    assert not [c.text for c, a in quoted if any(a.cue_span.overlaps(p) for p in c.pieces)]


def test_a_quotation_without_a_clause_is_still_its_speakers() -> None:
    claim = one(SEED, "Looking forward to meet")
    assert claim.text == "Looking forward to meet him at an early date"
    assert [(a.source, a.form) for a in claim.attribution] == [("Singh", "direct")]


def test_declining_to_do_something_is_no_change_of_a_figure() -> None:
    claim = one(PAGE, "declined to comment")
    assert "change" not in claim.types
