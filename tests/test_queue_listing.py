"""Lists of claims: what every filter and order gives, against the same asked of the rows one by one; pages; neighbours; numbers."""

from __future__ import annotations

import itertools
import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert, select, text, update

from benchmarks.queue.filling import NOW, actor, fill
from claimcheck.errors import QueueError, QueueForbidden
from claimcheck.queue import desks, listing
from claimcheck.queue.actor import Actor, Role, local
from claimcheck.queue.database import Database, Transaction
from claimcheck.queue.folding import folded
from claimcheck.queue.items import COLUMNS, Item, from_row
from claimcheck.queue.listing import Filter, from_query, to_query
from claimcheck.queue.moments import stamp
from claimcheck.queue.states import State
from claimcheck.queue.tables import article, audit, item, label, person, version
from tests.queue_reviewing import Setup, desk

ROOT = local("root")


# --- against the rows one by one ---


class Rows:
    """All claims of a queue, and what a filter and an order make of them in plain Python."""

    def __init__(self, tx: Transaction):
        self.items = [listing.as_of(from_row(row), NOW) for row in tx.rows(select(*COLUMNS))]
        self.titles = {row.id: row.title for row in tx.rows(select(article.c.id, article.c.title))}
        self.people = {row.id: row.name for row in tx.rows(select(person.c.id, person.c.name))}
        self.desks = {found.id: found.name for found in desks.all_in_sight(tx, ROOT)}
        self.labels: dict[int, set[str]] = {}
        for row in tx.rows(select(label)):
            self.labels.setdefault(row.item_id, set()).add(row.name)

    def wanted(self, who: Actor, wanted: Filter, order: str = "priority") -> list[Item]:
        seen = [found for found in self.items if who.role_on(found.desk_id) and self._fits(who, wanted, found)]
        return sorted(seen, key=_KEYS[order])

    def _fits(self, who: Actor, wanted: Filter, found: Item) -> bool:
        sought = folded(wanted.text)
        age = NOW - timedelta(0)
        held = found.state is State.LEASED and found.lease_by == who.name
        return all(
            (
                wanted.desk in (None, self.desks[found.desk_id]),
                not wanted.states or found.state in wanted.states,
                any(sought in folded(words) for words in (found.text, found.speaker, self.titles[found.article_id])),
                wanted.speaker is None or folded(found.speaker) == folded(wanted.speaker),
                not wanted.types or bool(set(wanted.types) & set(found.types)),
                not wanted.checkable or found.checkable in wanted.checkable,
                wanted.priority_from is None or found.priority >= wanted.priority_from,
                wanted.priority_to is None or found.priority <= wanted.priority_to,
                set(wanted.label) <= self.labels.get(found.id, set()),
                wanted.assigned is None or self.people.get(found.assigned_id or 0, listing.NOBODY) == wanted.assigned,
                not wanted.mine or held or (who.person_id is not None and found.assigned_id == who.person_id),
                not wanted.verdict or found.verdict in wanted.verdict,
                not wanted.stance or found.stance in wanted.stance,
                wanted.findings is None or (found.findings > 0) == wanted.findings,
                wanted.article in (None, found.article_id),
                wanted.age_from is None or found.created_at <= stamp(age - timedelta(days=wanted.age_from)),
                wanted.age_to is None or found.created_at > stamp(age - timedelta(days=wanted.age_to)),
            )
        )


_KEYS: dict[str, Callable[[Item], Any]] = {
    "priority": lambda found: (-found.priority, found.id),
    "newest": lambda found: -found.id,
    "age": lambda found: found.id,
    "article": lambda found: (-found.article_id, found.start, found.id),
    "waiting": lambda found: (found.changed_at, found.id),
}


def all_pages(tx: Transaction, who: Actor, wanted: Filter, order: str, limit: int) -> Iterator[listing.Page]:
    after = None
    while True:
        found = listing.page(tx, who, wanted, order=order, after=after, limit=limit, now=NOW)
        yield found
        if found.next is None:
            return
        after = found.next


FILTERS = [
    "", "state=new", "state=leased", "state=leased&state=new", "state=disputed&state=stale", "state=new&desk=politics", "desk=science", "desk=none",
    "text=MINISTER", "text=harbour", "text=b%", "text=_", "text=%5C", "speaker=the+AUDIT+office", "speaker=audit", "type=date", "type=date&type=event",
    "type=rule", "checkable=partial", "priority-from=0.3&priority-to=0.5", "priority-from=0.5&state=new", "label=legal", "label=legal&label=urgent",
    "assigned=checker07", "assigned=-", "assigned=nobody-of-that-name", "mine=yes", "mine=yes&state=leased", "verdict=false&verdict=true",
    "stance=conflicts", "findings=yes", "findings=no&state=checked", "article=3", "article=3&state=new", "age-from=30", "age-to=10",
    "age-from=10&age-to=30&state=new&text=harbour",
]  # fmt: skip


def test_every_filter_and_order_gives_what_the_rows_say(queue: Database) -> None:
    filled = fill(queue, 260, 0)
    chance = random.Random(3)
    with queue.write() as tx:
        for number in chance.sample(range(1, 261), 40):
            tx.execute(update(item).where(item.c.id == number).values(findings=1, lease_by="checker03"))
    found_any = 0
    with queue.read() as tx:
        rows = Rows(tx)
        for number, query in enumerate(FILTERS):
            wanted, who = from_query(query), (ROOT, actor(filled.desks, 3))[number % 2]
            order = tuple(_KEYS)[number % len(_KEYS)]
            expected = rows.wanted(who, wanted, order)
            pages = list(all_pages(tx, who, wanted, order, chance.choice((7, 20, 200))))
            found = [entry.item for page in pages for entry in page.items]
            assert found == expected, (query, order)
            assert {page.total for page in pages} == {len(expected)}, query
            ids = [each.id for each in expected]
            for place in sorted({0, len(ids) // 2, len(ids) - 1} if ids else set()):
                before, after = listing.neighbours(tx, who, wanted, expected[place], order=order, now=NOW)
                assert (before, after) == (ids[place - 1] if place else None, ids[place + 1] if place + 1 < len(ids) else None), query
            facets = listing.facets(tx, who, wanted, now=NOW)
            assert facets.states == Counter(each.state for each in rows.wanted(who, replace(wanted, states=()))), query
            assert facets.desks == Counter(rows.desks[each.desk_id] for each in rows.wanted(who, replace(wanted, desk=None))), query
            found_any += bool(ids)
    assert found_any > len(FILTERS) * 0.7


@pytest.mark.parametrize("order", _KEYS)
def test_every_order_has_every_claim_once(queue: Database, order: str) -> None:
    fill(queue, 120, 0)
    with queue.read() as tx:
        pages = list(all_pages(tx, ROOT, Filter(), order, 11))
        found = [entry.item for page in pages for entry in page.items]
        assert found == Rows(tx).wanted(ROOT, Filter(), order)
    assert len(found) == 120 and {page.total_or_more for page in pages} == {"120"}


def test_who_is_outside_a_list_still_has_neighbours_in_it(queue: Database) -> None:
    setup = desk(queue, 4)
    with queue.write() as tx:
        tx.execute(update(item).where(item.c.id == setup.ids[1]).values(state=State.CHECKED))
    with queue.read() as tx:
        wanted = Filter(states=(State.NEW,))
        assert listing.neighbours(tx, ROOT, wanted, setup.item(1), now=NOW) == (setup.ids[0], setup.ids[2])
        assert listing.neighbours(tx, ROOT, wanted, setup.item(3), now=NOW) == (setup.ids[2], None)


# --- leases that ran out ---


def leased(setup: Setup, number: int, until: str | None) -> None:
    with setup.queue.write() as tx:
        tx.execute(update(item).where(item.c.id == setup.ids[number]).values(state=State.LEASED, lease_by="ada", lease_until=until))


def test_a_lease_that_ran_out_counts_as_new(queue: Database) -> None:
    setup = desk(queue, 3)
    leased(setup, 0, stamp(NOW))
    leased(setup, 1, stamp(NOW + timedelta(microseconds=1)))
    with queue.read() as tx:
        new = listing.page(tx, ROOT, Filter(states=(State.NEW,)), now=NOW)
        held = listing.page(tx, ROOT, Filter(states=(State.LEASED,)), now=NOW)
        facets = listing.facets(tx, ROOT, now=NOW)
    assert [(entry.item.id, entry.item.state, entry.item.lease_by) for entry in new.items] == [
        (setup.ids[0], State.NEW, None),
        (setup.ids[2], State.NEW, None),
    ]
    assert [entry.item.id for entry in held.items] == [setup.ids[1]]
    assert facets.states == {State.NEW: 2, State.LEASED: 1}


# --- what others may not see ---


def test_lists_end_at_what_is_in_sight(queue: Database) -> None:
    mine, others = desk(queue, 2), desk(queue, 3, name="other")
    ada = Actor("ada", 1, {mine.desk_id: Role.VIEWER})
    limited = Actor("root", 2, admin=True, desk_limit=mine.desk_id)
    with queue.read() as tx:
        for who in (ada, limited):
            assert {entry.item.id for entry in listing.page(tx, who, now=NOW).items} == set(mine.ids)
            assert listing.page(tx, who, Filter(desk="other"), now=NOW).total == 0
            assert listing.page(tx, who, Filter(text="sales"), now=NOW).total == 2
            assert listing.facets(tx, who, now=NOW).desks == {"main": 2}
            assert listing.neighbours(tx, who, Filter(), others.item(), now=NOW)[0] in (None, *mine.ids)
        assert listing.page(tx, Actor("eve", 3), now=NOW).items == ()
        with pytest.raises(QueueForbidden, match="scope read"):
            listing.page(tx, replace(ada, scopes=frozenset({"push"})), now=NOW)


# --- text ---


@pytest.mark.parametrize(
    ("sought", "found"),
    [
        ("straße", True), ("STRASSE", True), ("ÉCOLE", True), ("école", True), ("ecole", False), ("ΣΊΣΥΦΟΣ", True), ("Иванов", True), ("ИВАНОВ", True),
        ("20%", True), ("20_", False), ("2_%", False), ("back\\slash", True), ("back slash", False), ("two  words", True), ("ｗｏｒｄｓ", True),
        ("иванов straße", False), ("words\nиванов", False),
    ],
)  # fmt: skip
def test_text_is_found_whatever_its_case_and_no_wildcards(queue: Database, sought: str, found: bool) -> None:
    setup = desk(queue, 2)
    words = {"text": "Die Straße zur École: Σίσυφος, 20% of back\\slash, two words", "speaker": "Иванов"}
    with queue.write() as tx:
        tx.execute(insert(article).values(desk_id=setup.desk_id, uri="b", version=1, created_at=stamp(NOW), changed_at=stamp(NOW)))
        row = {column.name: getattr(setup.item(), column.name) for column in COLUMNS if column.name not in ("id", "text", "speaker")}
        tx.execute(insert(item).values(**{**row, "types": " event ", "article_id": 2, **words}))
    with queue.read() as tx:
        assert listing.page(tx, ROOT, Filter(text=sought), now=NOW).total == found


def test_a_claim_is_found_by_its_article_s_title(queue: Database) -> None:
    setup = desk(queue, 1)
    with queue.write() as tx:
        tx.execute(update(article).where(article.c.id == setup.article_id).values(title="Über Ärzte", folded=folded("Über Ärzte")))
    with queue.read() as tx:
        (entry,) = listing.page(tx, ROOT, Filter(text="ÄRZTE"), now=NOW).items
    assert (entry.title, entry.uri, entry.desk, entry.labels, entry.assigned) == ("Über Ärzte", "drafts/main.txt", "main", (), None)


@given(st.text(), st.text())
def test_folding_is_stable_and_keeps_to_one_line(one: str, other: str) -> None:
    assert folded(folded(one)) == folded(one)
    assert "\n" not in folded(one)
    assert folded(one.upper()).casefold() == folded(one.upper())
    assert folded(f"{one} {other}") in (f"{folded(one)} {folded(other)}".strip(), folded(f"{folded(one)} {folded(other)}"))


# --- pages ---


def test_claims_that_come_and_go_do_not_shift_the_pages(queue: Database) -> None:
    setup = desk(queue, 6)
    with queue.read() as tx:
        first = listing.page(tx, ROOT, Filter(states=(State.NEW,)), limit=3, now=NOW)
    with queue.write() as tx:
        tx.execute(update(item).where(item.c.id.in_([setup.ids[0], setup.ids[2]])).values(state=State.CHECKED))
    with queue.read() as tx:
        second = listing.page(tx, ROOT, Filter(states=(State.NEW,)), limit=3, after=first.next, now=NOW)
    assert [entry.item.id for entry in second.items] == list(setup.ids[3:])
    assert second.next is None


def test_numbers_are_counted_up_to_a_bound(queue: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    desk(queue, 5)
    with queue.read() as tx:
        for bound, told in ((4, "4+"), (5, "5"), (6, "5")):
            monkeypatch.setattr(listing, "COUNTED", bound)
            for wanted in (Filter(), Filter(states=(State.NEW,)), Filter(text="sales")):
                assert listing.page(tx, ROOT, wanted, limit=2, now=NOW).total_or_more == told
    assert listing.Page((), None, 10_000, True).total_or_more == "10,000+"


@pytest.mark.parametrize(
    "after",
    ["x", "é", "null", "WyJhZ2UiLDFd", "WyJwcmlvcml0eSIsMC41XQ", "WyJwcmlvcml0eSIsIjAuNSIsMV0", "WyJwcmlvcml0eSIsTmFOLDFd", "W" * 500,
     "WyJwcmlvcml0eSIsMC41LHRydWVd"],
)  # fmt: skip
def test_a_place_that_is_none_is_refused(queue: Database, after: str) -> None:
    with queue.read() as tx, pytest.raises(QueueError, match="`after` is no place"):
        listing.page(tx, ROOT, after=after, now=NOW)


@given(st.text(max_size=60))
def test_no_text_breaks_the_reading_of_a_place(after: str) -> None:
    try:
        place = listing._place(after, "waiting")
    except QueueError:
        return
    assert len(place) == 2


def test_an_order_that_is_none_is_refused(queue: Database) -> None:
    with queue.read() as tx, pytest.raises(QueueError, match="no order “best”: there are priority, newest, age, article, waiting"):
        listing.page(tx, ROOT, order="best", now=NOW)


# --- addresses ---

_WORDS = st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1, max_size=40).map(str.strip).filter(bool)
_SOME = st.lists(st.sampled_from(("date", "event", "yes", "no-one")), max_size=3).map(lambda each: tuple(sorted(set(each))))
_TYPES = st.lists(st.sampled_from(("date", "event", "quantity")), max_size=3).map(lambda each: tuple(sorted(set(each))))
_SHARE = st.none() | st.floats(0, 1).map(lambda number: number + 0.0)
_COUNT = st.none() | st.integers(0, 36_500)
_FILTERS = st.builds(
    Filter,
    desk=st.none() | _WORDS, states=st.lists(st.sampled_from(list(State))).map(lambda each: tuple(sorted(set(each)))), text=st.none() | _WORDS,
    speaker=st.none() | _WORDS, types=_TYPES, checkable=_SOME, priority_from=_SHARE, priority_to=_SHARE,
    label=st.lists(_WORDS, max_size=3).map(lambda each: tuple(sorted(set(each)))), assigned=st.none() | _WORDS, mine=st.booleans(),
    verdict=st.lists(_WORDS, max_size=3).map(lambda each: tuple(sorted(set(each)))), stance=_SOME, findings=st.none() | st.booleans(),
    article=_COUNT, age_from=_COUNT, age_to=_COUNT,
)  # fmt: skip


@given(_FILTERS)
def test_a_filter_comes_back_from_its_address(wanted: Filter) -> None:
    assert from_query(to_query(wanted)) == wanted


def test_an_address_is_read_from_what_a_server_gives() -> None:
    class Query(dict[str, str]):
        def multi_items(self) -> list[tuple[str, str]]:
            return [("state", "new"), ("state", "checked"), ("order", "age"), ("text", "  two words\x00 "), ("desk", "")]

    wanted = Filter(states=(State.CHECKED, State.NEW), text="two words")
    assert from_query(Query()) == wanted
    assert from_query({"state": ["new", "checked"], "text": "two words", "after": "x"}) == wanted
    assert from_query("?state=new&state=checked&text=two+words&limit=3") == wanted


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("colour=red", "by “colour”"), ("state=open", "no state “open”: there are new"), ("priority-from=2", "from 0 to 1"),
        ("priority-to=nan", "from 0 to 1"), ("article=-1", "whole number"), ("article=99999999999999999999", "whole number"),
        ("article=²", "whole number"), ("age-from=99999", "whole number"), ("type=Date", "no type of claim “Date”: there are event"),
        ("stance=Agrees", "a word in small letters"), ("mine=maybe", "yes or no"),
        ("text=a&text=b", "given too often"), ("text=" + "x" * 201, "at most 200"), ("&".join(["label=x"] * 51), "given too often"),
        ("&".join(["x=1"] * 501), "too many"),
    ],
)  # fmt: skip
def test_an_address_that_is_not_understood_is_told(query: str, told: str) -> None:
    with pytest.raises(QueueError, match=told):
        from_query(query)


# --- how it is found ---


def plan(tx: Transaction, statement: Any) -> list[tuple[Any, ...]]:
    compiled = statement.compile(tx.connection.engine, compile_kwargs={"literal_binds": True})
    words = "explain query plan " if tx.dialect == "sqlite" else "explain "
    return [tuple(row) for row in tx.execute(text(words + str(compiled).replace(":", "\\:")))]


def test_a_page_is_read_from_an_index_in_its_order(queue: Database) -> None:
    fill(queue, 3000, 0)
    if queue.engine.dialect.name == "postgresql":
        with queue.write() as tx:
            tx.execute(text("analyze item"))
    open_ = (State.NEW, State.LEASED, State.DISPUTED)
    with queue.read() as tx:
        for order, states in itertools.product(_KEYS, [(), (State.NEW,), open_]):
            told = plan(tx, listing.places(ROOT, Filter(states=states), listing.ORDERS[order], None, 51, NOW))
            whole = "\n".join(str(step[-1]) for step in told)
            assert f"ix_item_{'age' if order == 'newest' else order}" in whole, whole
            if tx.dialect == "sqlite":
                assert "SCAN item" not in whole, whole
                searching = {parent for _, parent, _, detail in told if detail.startswith("SEARCH item")}
                sorting = [parent for _, parent, _, detail in told if "TEMP B-TREE" in detail and parent in searching]
                # What was read is merged, not sorted; but for the few claims whose lease ran out, which count as new.
                assert len(sorting) <= (states == (State.NEW,)), whole
            else:
                assert "Seq Scan" not in whole, whole


def test_folded_columns_are_filled_by_themselves(queue: Database) -> None:
    fill(queue, 30, 0)
    with queue.read() as tx:
        for row in tx.rows(select(item.c.text, item.c.speaker, item.c.folded)):
            assert row.folded == f"{folded(row.text)}\n{folded(row.speaker)}"
        assert [row.folded for row in tx.rows(select(article))] == [folded(row.title) for row in tx.rows(select(article))]
        assert tx.first(select(version)) is not None
        assert tx.first(select(audit)) is None
