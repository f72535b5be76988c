"""Which claim of a new version is which claim in the queue."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from claimcheck.check.checkable import Checkable, checkable
from claimcheck.check.difference import ALIKE, ALIKE_SAME_PREDICATE, align
from claimcheck.queue.carrying import Known, Plan, base_of, plan
from tests.queue_articles import Said, edited, report_and_source, written

Json = dict[str, Any]


def claims_of(*sentences: Said | str) -> list[Json]:
    return list(written(sentences)[0]["claims"])


def known(claims: Sequence[Json], *, stale: Sequence[Json] = ()) -> list[Known]:
    """Items 1, 2 … for claims of the newest version, and 101, 102 … for such of earlier ones."""
    live = [Known(number, claim["claim_id"], True, claim) for number, claim in enumerate(claims, 1)]
    return live + [Known(number, claim["claim_id"], False, claim) for number, claim in enumerate(stale, 101)]


def planned(old: Sequence[Json], new: Sequence[Json], *, stale: Sequence[Json] = (), same_words: bool = False) -> Plan:
    return plan(known(old, stale=stale), old, new, same_words=same_words)


def kept(found: Plan) -> dict[int, str]:
    return {one.id: one.claim["span"]["exact"] for one in found.kept}


FELL = "Exports fell by 3 percent"
ROSE = "Rents rose by 9 percent"


def test_the_same_words_elsewhere_are_the_same_claim() -> None:
    found = planned(claims_of(FELL, ROSE), claims_of("Something happened before", ROSE, FELL))
    assert kept(found) == {1: FELL, 2: ROSE}
    assert [one.changes for one in found.kept] == [(), ()]
    assert [claim["text"] for claim in found.fresh] == ["Something happened before"]
    assert (found.replaced, found.gone, found.names) == ((), (), {})


def test_another_value_replaces_the_claim() -> None:
    new = claims_of("Exports fell by 4 percent", ROSE)
    found = planned(claims_of(FELL, ROSE), new)
    (replaced,) = found.replaced
    assert (replaced.id, replaced.by) == (1, new[0]["claim_id"])
    assert replaced.changes == ({"kind": "value-changed", "old": "3 percent", "new": "4 percent"},)
    assert [claim["claim_id"] for claim in found.fresh] == [replaced.by]


def test_what_is_told_no_more_is_gone() -> None:
    found = planned(claims_of(FELL, ROSE), claims_of(ROSE, "Dockers returned to work"))
    assert found.gone == (1,)
    assert found.replaced == ()


def test_words_that_carry_nothing_keep_the_claim_under_another_name() -> None:
    old, new = claims_of("The exports fell by 3 percent"), claims_of("Those exports fell by 3 percent")
    old[0]["predicate"]["lemma"] = new[0]["predicate"]["lemma"] = "fall"
    found = planned(old, new)
    assert kept(found) == {1: "Those exports fell by 3 percent"}
    assert found.names == {1: new[0]["claim_id"]} != {1: old[0]["claim_id"]}
    assert [found.fresh, found.replaced, found.gone] == [(), (), ()]


def test_the_same_words_about_somebody_else_are_not_as_they_were() -> None:
    old = claims_of(Said("He resigned on Monday", refers="Ewa Nowak"))
    assert [one.changes for one in planned(old, claims_of(Said("He resigned on Monday", refers="Nowak"))).kept] == [()]
    (one,) = planned(old, claims_of(Said("He resigned on Monday", refers="Piotr Zielinski"))).kept
    assert one.changes == ({"kind": "reference-changed", "old": "Ewa Nowak", "new": "Piotr Zielinski"},)


def test_the_same_day_of_the_week_in_another_week_is_not_the_same() -> None:
    old, new = claims_of(Said("They met Tuesday", when="2026-01-06")), claims_of(Said("They met Tuesday", when="2026-01-13"))
    (one,) = planned(old, new).kept
    assert [change["kind"] for change in one.changes] == ["date-moved"]
    (read_anew,) = planned(old, new, same_words=True).kept
    assert read_anew.changes == ()


def test_a_claim_that_comes_back_takes_the_place_of_its_changed_form() -> None:
    old, new = claims_of("Exports fell by 4 percent"), claims_of(FELL)
    found = planned(old, new, stale=new)
    assert kept(found) == {101: FELL}
    assert [(one.id, one.by) for one in found.replaced] == [(1, new[0]["claim_id"])]
    assert found.fresh == ()


def test_a_claim_that_stood_there_unqueued_is_nobody_s_changed_form() -> None:
    both = claims_of(FELL, "Exports fell by 8 percent")
    found = plan(known(both[:1]), both, claims_of("Exports fell by 8 percent"))
    assert found.gone == (1,)
    assert found.replaced == ()
    # and its own changed form is not taken from it
    found = plan(known(both[:1]), both, claims_of(FELL, "Exports fell by 9 percent"))
    assert (kept(found), found.replaced) == ({1: FELL}, ())


# -- the same words twice -----------------------------------------------------------------------------------------

SAID = "He resigned on Monday"


def test_of_two_equal_claims_the_one_whose_surroundings_stay_goes_on() -> None:
    old = claims_of("Ewa Nowak spoke", SAID, "Piotr Zielinski wept", SAID)
    assert old[3]["claim_id"] == f"{old[1]['claim_id']}-2"
    found = planned(old, claims_of("Piotr Zielinski wept", SAID))
    assert kept(found) == {3: "Piotr Zielinski wept", 4: SAID}
    assert found.gone == (1, 2)
    assert found.names == {2: old[3]["claim_id"], 4: old[1]["claim_id"]}  # they changed names


def test_of_two_equal_claims_the_one_that_means_the_same_goes_on() -> None:
    old = claims_of(Said(SAID, refers="Ewa Nowak"), Said(SAID, refers="Piotr Zielinski"))
    found = planned(old, claims_of(Said(SAID, refers="Piotr Zielinski")))
    assert kept(found) == {2: SAID}
    assert found.kept[0].changes == ()
    assert found.gone == (1,)


def test_a_second_one_in_front_leaves_the_first_where_it_was() -> None:
    old = claims_of("Ewa Nowak spoke", SAID)
    new = claims_of(SAID, "And then", "Ewa Nowak spoke", SAID)
    found = planned(old, new)
    assert found.names == {2: new[3]["claim_id"]}
    assert [claim["claim_id"] for claim in found.fresh] == [new[0]["claim_id"], new[1]["claim_id"]]


def test_a_stale_one_makes_way() -> None:
    """-2 is live and becomes the only one; the stale one cannot keep the name."""
    old = claims_of(SAID, "Ewa Nowak spoke", SAID)
    first, second = old[0], old[2]
    items = [Known(1, first["claim_id"], False, first), Known(2, second["claim_id"], True, second)]
    (only,) = claims_of(SAID)
    found = plan(items, [second], [only])
    assert kept(found) == {2: SAID}
    assert found.names == {1: second["claim_id"], 2: first["claim_id"]}


def test_very_many_equal_claims_are_paired_in_their_order() -> None:
    old = claims_of(*[SAID] * 150)
    found = planned(old, claims_of(*[SAID] * 149))
    assert (len(found.kept), len(found.gone), found.names) == (149, 1, {})


def test_a_frozen_article_moves_as_a_whole() -> None:
    report, source = report_and_source()
    later, _ = edited(report, source, above="A line above everything.\n\n")
    found = planned(report["claims"], later["claims"])
    assert len(found.kept) == len(report["claims"])
    assert all(one.changes == () for one in found.kept)
    assert [found.fresh, found.replaced, found.gone] == [(), (), ()]


# -- whatever the versions ----------------------------------------------------------------------------------------

SENTENCES = st.builds(
    Said,
    words=st.sampled_from([FELL, "Exports fell by 4 percent", "The exports fell by 3 percent", ROSE, SAID, "He resigned", "Rents rose"]),
    refers=st.sampled_from([None, "Ewa Nowak", "Nowak", "Piotr Zielinski"]),
    speaker=st.sampled_from([None, "The ministry", "A union"]),
)
VERSIONS = st.lists(st.lists(SENTENCES, max_size=6), min_size=2, max_size=6)


@given(VERSIONS, st.booleans())
def test_nothing_is_lost_and_nothing_is_there_twice(versions: list[list[Said]], same_words: bool) -> None:
    items: dict[int, Known] = {}
    previous: list[Json] = []
    for sentences in versions:
        new = claims_of(*sentences)
        found = plan(list(items.values()), previous, new, same_words=same_words)
        going = {one.id: one.claim for one in found.kept}
        ended = {one.id for one in found.replaced} | set(found.gone)
        live = {one.id for one in items.values() if one.live}
        assert live <= going.keys() | ended
        assert not going.keys() & ended
        assert len(ended) == len(found.replaced) + len(found.gone)
        assert ended <= live
        ids = [claim["claim_id"] for claim in (*going.values(), *found.fresh)]
        assert Counter(ids) == Counter(claim["claim_id"] for claim in new)
        assert {one.by for one in found.replaced} <= set(ids)
        for number, claim in going.items():
            assert found.names.get(number, items[number].claim_id) == claim["claim_id"]
        items = {
            number: Known(number, found.names.get(number, one.claim_id), number in going, going.get(number, one.claim))
            for number, one in items.items()
        }
        for claim in found.fresh:
            number = len(items) + 1
            items[number] = Known(number, claim["claim_id"], True, claim)
        names = [one.claim_id for one in items.values()]
        assert len(set(names)) == len(names)
        previous = new


@given(st.lists(SENTENCES, max_size=6))
def test_the_same_version_again_changes_nothing(sentences: list[Said]) -> None:
    claims = claims_of(*sentences)
    found = planned(claims, claims)
    assert [one.claim for one in found.kept] == claims
    assert all(not one.changes for one in found.kept)
    assert (found.fresh, found.replaced, found.gone, found.names) == ((), (), (), {})


def test_base_of() -> None:
    assert base_of("c-0123456789abcdef-12") == base_of("c-0123456789abcdef") == "c-0123456789abcdef"


# -- the alignment, which must be fast for large articles, is what comparing each with each gives -------------------


def aligned_one_by_one(old: Sequence[Checkable], new: Sequence[Checkable]) -> list[tuple[Checkable, Checkable]]:
    """The definition: Dice's coefficient of every pair; equal ids first, then the most alike."""
    ids = {claim.claim_id: number for number, claim in enumerate(old)}
    partner = {number: ids[claim.claim_id] for number, claim in enumerate(new) if claim.claim_id in ids}
    taken = set(partner.values())
    scored = []
    for m in range(len(new)):
        for n in range(len(old)):
            one, other = (Counter(claim.content(without_values=True)) for claim in (old[n], new[m]))
            total = one.total() + other.total()
            score = 2 * (one & other).total() / total if total else 0.0
            same = old[n].predicate == new[m].predicate
            if m not in partner and n not in taken and score >= (ALIKE_SAME_PREDICATE if same else ALIKE):
                scored.append((-score, not same, abs(n - m), m, n))
    for *_, m, n in sorted(scored):
        if m not in partner and n not in taken:
            partner[m] = n
            taken.add(n)
    return [(old[partner[number]], claim) for number, claim in enumerate(new) if number in partner]


WORDS = st.lists(st.sampled_from("exports rents fell rose north south sharply again the 3".split()), min_size=2, max_size=9).map(" ".join)


@given(st.lists(WORDS, max_size=9), st.lists(WORDS, max_size=9))
@settings(max_examples=300)
def test_alignment_is_that_of_comparing_each_with_each(old: list[str], new: list[str]) -> None:
    before, after = ([checkable(claim) for claim in claims_of(*said)] for said in (old, new))
    assert align(before, after) == aligned_one_by_one(before, after)
