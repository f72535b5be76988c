"""How a desk stands: what comes in and what is settled, how long claims wait, how far reviewers agree, who did what.

Days are those of UTC, from midnight to midnight: one desk may work in several time zones, and the log is in UTC.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select, true

from claimcheck.queue.actor import Actor, Role
from claimcheck.queue.agreement import cohen_kappa, krippendorff_alpha, percent
from claimcheck.queue.database import Transaction
from claimcheck.queue.items import in_sight
from claimcheck.queue.listing_query import passed_over, run_out
from claimcheck.queue.moments import moment, stamp
from claimcheck.queue.states import State
from claimcheck.queue.tables import article, decision, item

#: Days that throughput is told of, and the median of the time to a verdict.
DAYS = 30
#: Articles and lost claims that are named; there may be more.
NAMED = 20

_OPEN = (State.NEW, State.LEASED, State.DISPUTED)
_SETTLED = (State.CHECKED, State.CORRECTED, State.DISMISSED)
#: Days in the queue, from and to.
_AGES = ((0, 1), (1, 3), (3, 7), (7, 30), (30, None))


@dataclass(frozen=True, slots=True)
class Day:
    """A day of UTC: claims that came in, claims that were settled (for the last time), and verdicts that were given on that day."""

    day: str  # "2026-01-05"
    arrived: int = 0
    settled: int = 0
    verdicts: int = 0


@dataclass(frozen=True, slots=True)
class Age:
    """Open claims that have been in the queue for at least, and less than so many days; None: however long."""

    age_from: int
    age_to: int | None
    claims: int


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two reviewers agree, over the claims that two have judged in one round. None where a figure is not defined.

    `kappa`: Cohen's, of whoever judged first against whoever judged second. `alpha`: Krippendorff's, nominal.
    """

    claims: int
    percent: float | None
    kappa: float | None
    alpha: float | None


@dataclass(frozen=True, slots=True)
class Reviewer:
    """A person's verdicts: in the last DAYS days, and of all time, and when they gave the last one."""

    person: str
    recent: int
    verdicts: int
    last_at: str


@dataclass(frozen=True, slots=True)
class Progress:
    """An article with open claims."""

    article_id: int
    uri: str
    title: str | None
    open: int
    settled: int
    claims: int


@dataclass(frozen=True, slots=True)
class Orphan:
    """A claim that has been judged, and that the newest version of its article no longer has."""

    item_id: int
    article_id: int
    text: str
    verdict: str | None
    changed_at: str


@dataclass(frozen=True, slots=True)
class Figures:
    """How things stand at a moment, over the desks in sight or over one of them."""

    at: str
    desk_id: int | None
    days: tuple[Day, ...]  # the earliest first, today last and not over yet
    states: dict[State, int]  # a lease that ran out counts as new
    open: int  # new, leased and disputed
    ages: tuple[Age, ...]  # of those that are open
    median_seconds: float | None  # from coming in to the verdict that settled it, over claims settled in those days
    agreement: Agreement
    people: tuple[Reviewer, ...]  # of the desks that the actor edits; elsewhere only themselves
    orphans: int
    orphaned: tuple[Orphan, ...]  # the latest of them
    articles: tuple[Progress, ...]  # those with the most open claims


def figures(tx: Transaction, actor: Actor, desk_id: int | None = None, *, now: datetime) -> Figures:
    """Figures over the desks in sight, or over one. Raises NotInQueue for a desk that is out of sight."""
    actor.needs_scope("read")
    if desk_id is not None:
        actor.needs(Role.VIEWER, desk_id, "read")
    # Nearly every query here reads most of the table: in the table's own order that is quickest.
    seen = in_sight(actor) if desk_id is None else and_(in_sight(actor), item.c.desk_id == desk_id)
    today = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    since = stamp(today - timedelta(days=DAYS - 1))
    settled = tx.rows(
        select(item.c.state, item.c.created_at, item.c.settled_at).where(
            item.c.settled_at >= since, item.c.state.in_(_SETTLED), passed_over(seen)
        )
    )
    took = [
        (moment(row.settled_at) - moment(row.created_at)).total_seconds()
        for row in settled
        if row.state in (State.CHECKED, State.CORRECTED)
    ]
    states = _states(tx, seen, now)
    ages = _ages(tx, passed_over(seen), now)
    orphans, orphaned = _orphans(tx, seen)
    return Figures(
        at=stamp(now),
        desk_id=desk_id,
        days=_days(tx, passed_over(seen), today, Counter(row.settled_at[:10] for row in settled)),
        states=states,
        open=sum(states.get(state, 0) for state in _OPEN),
        ages=ages,
        median_seconds=median(took) if took else None,
        agreement=_agreement(tx, seen),
        people=_people(tx, actor, seen, since),
        orphans=orphans,
        orphaned=orphaned,
        articles=_progress(tx, passed_over(seen)),
    )


def _states(tx: Transaction, seen: ColumnElement[bool], now: datetime) -> dict[State, int]:
    counted = Counter[str]()
    for row in tx.rows(select(item.c.state, func.count().label("claims")).where(seen).group_by(item.c.state)):
        counted[row.state] = row.claims
    overdue = tx.execute(select(func.count()).select_from(item).where(run_out(now), seen)).scalar_one()
    counted[State.LEASED] -= overdue
    counted[State.NEW] += overdue
    return {state: counted[state] for state in State if counted[state]}


def _ages(tx: Transaction, seen: ColumnElement[bool], now: datetime) -> tuple[Age, ...]:
    sums = []
    for number, (low, high) in enumerate(_AGES):
        old = item.c.created_at <= stamp(now - timedelta(days=low)) if low else true()
        young = item.c.created_at > stamp(now - timedelta(days=high)) if high is not None else true()
        sums.append(func.coalesce(func.sum(case((and_(old, young), 1), else_=0)), 0).label(f"age{number}"))
    row = tx.rows(select(*sums).where(passed_over(item.c.state.in_(_OPEN)), seen))[0]
    return tuple(Age(low, high, claims) for (low, high), claims in zip(_AGES, row, strict=True))


def _days(tx: Transaction, seen: ColumnElement[bool], today: datetime, settled: Counter[str]) -> tuple[Day, ...]:
    first = today - timedelta(days=DAYS - 1)
    arrived = _by_day(item.c.created_at, stamp(first), seen)
    given = _by_day(decision.c.at, stamp(first), decision.c.kind == "review", decision.c.item_id == item.c.id, seen)
    counted = [{row.day: row.number for row in tx.rows(query)} for query in (arrived, given)]
    names = [(first + timedelta(days=number)).date().isoformat() for number in range(DAYS)]
    return tuple(Day(name, counted[0].get(name, 0), settled[name], counted[1].get(name, 0)) for name in names)


def _by_day(column: ColumnElement[str], since: str, *conditions: ColumnElement[bool]) -> Any:
    day = func.substr(column, 1, 10)
    return select(day.label("day"), func.count().label("number")).where(column >= since, *conditions).group_by(day)


def _agreement(tx: Transaction, seen: ColumnElement[bool]) -> Agreement:
    review = decision.c.kind == "review"
    twice = select(decision.c.item_id, decision.c.round).where(review).group_by(decision.c.item_id, decision.c.round)
    twice_judged = twice.having(func.count() > 1).subquery("twice")
    rows = tx.rows(
        select(decision.c.item_id, decision.c.round, decision.c.verdict)
        .join(twice_judged, and_(decision.c.item_id == twice_judged.c.item_id, decision.c.round == twice_judged.c.round))
        .join(item, item.c.id == decision.c.item_id)
        .where(review, seen)
        .order_by(decision.c.id)
    )
    units: dict[tuple[int, int], list[str]] = defaultdict(list)
    for row in rows:
        units[row.item_id, row.round].append(row.verdict)
    verdicts = list(units.values())
    return Agreement(len(verdicts), percent(verdicts), cohen_kappa((unit[0], unit[1]) for unit in verdicts), krippendorff_alpha(verdicts))


def _people(tx: Transaction, actor: Actor, seen: ColumnElement[bool], since: str) -> tuple[Reviewer, ...]:
    if not actor.admin:
        edited = sorted(desk for desk, role in actor.roles.items() if role >= Role.EDITOR)
        seen = and_(seen, or_(item.c.desk_id.in_(edited), decision.c.person == actor.name))
    rows = tx.rows(
        select(
            decision.c.person,
            func.sum(case((decision.c.at >= since, 1), else_=0)).label("recent"),
            func.count().label("verdicts"),
            func.max(decision.c.at).label("last_at"),
        )
        .join(item, item.c.id == decision.c.item_id)
        .where(decision.c.kind == "review", seen)
        .group_by(decision.c.person)
    )
    found = [Reviewer(row.person, row.recent, row.verdicts, row.last_at) for row in rows]
    return tuple(sorted(found, key=lambda each: (-each.recent, -each.verdicts, each.person)))


def _orphans(tx: Transaction, seen: ColumnElement[bool]) -> tuple[int, tuple[Orphan, ...]]:
    lost = and_(item.c.state == State.STALE, item.c.stale_because == "gone", or_(item.c.given > 0, item.c.verdict.is_not(None)), seen)
    number = tx.execute(select(func.count()).select_from(item).where(lost)).scalar_one()
    columns = (item.c.id, item.c.article_id, item.c.text, item.c.verdict, item.c.changed_at)
    rows = tx.rows(select(*columns).where(lost).order_by(item.c.changed_at.desc(), item.c.id.desc()).limit(NAMED))
    return number, tuple(Orphan(row.id, row.article_id, row.text, row.verdict, row.changed_at) for row in rows)


def _progress(tx: Transaction, seen: ColumnElement[bool]) -> tuple[Progress, ...]:
    open_, settled = (func.sum(case((item.c.state.in_(states), 1), else_=0)) for states in (_OPEN, _SETTLED))
    busy = (
        select(item.c.article_id, open_.label("open"), settled.label("settled"), func.count().label("claims"))
        .where(seen, item.c.state != State.STALE)  # as the article's own page counts: what its newest version says
        .group_by(item.c.article_id)
        .having(open_ > 0)
        .order_by(open_.desc(), item.c.article_id)
        .limit(NAMED)
        .subquery("busy")
    )
    rows = tx.rows(
        select(article.c.id, article.c.uri, article.c.title, busy.c.open, busy.c.settled, busy.c.claims)
        .join(busy, busy.c.article_id == article.c.id)
        .order_by(busy.c.open.desc(), article.c.id)
    )
    return tuple(Progress(row.id, row.uri, row.title, row.open, row.settled, row.claims) for row in rows)
