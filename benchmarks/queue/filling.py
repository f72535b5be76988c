"""A queue of any size: the frozen articles of the fixtures, each many times under other addresses, half reviewed, with a log.

Rows are written in bulk, not through the intake, which would take minutes; the log is written by the queue's own code and verifies.
"""

from __future__ import annotations

import json
import random
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, insert, select

from claimcheck.document import read
from claimcheck.queue.actor import Actor, Role
from claimcheck.queue.audit import Event
from claimcheck.queue.database import Database, Transaction
from claimcheck.queue.moments import stamp
from claimcheck.queue.policy import Policy
from claimcheck.queue.tables import article, claim_record, decision, desk, item, label, membership, person, version
from claimcheck.queue.tables import audit as audit_log

Json = dict[str, Any]

ARTICLES = Path(__file__).parents[2] / "fixtures" / "articles"
#: When the synthetic work ends: benchmarks measure at this moment.
NOW = datetime(2026, 1, 31, 12, 0, tzinfo=UTC)
#: Days that the claims are spread over.
_DAYS = 60
#: How often a claim is in a state.
_STATES = {"new": 50, "checked": 36, "dismissed": 6, "disputed": 3, "corrected": 2, "stale": 2, "leased": 1}
_SETTLED = ("checked", "corrected", "dismissed")
_LABELS = ("budget", "election", "legal", "numbers", "urgent")
_TOPICS = ("Harbour", "Hospital", "Budget", "Railway", "Election", "School", "Court", "Energy", "Housing", "Weather")


@dataclass(frozen=True)
class Filled:
    """What is in the queue."""

    desks: tuple[int, ...]
    claims: int
    articles: int
    events: int
    people: int


def fill(database: Database, claims: int, events: int, people: int = 50, seed: int = 7) -> Filled:
    """Fill an empty queue; one that holds that many claims already is left as it is. Raises ValueError for any other."""
    with database.read() as tx:
        there = tx.execute(select(func.count()).select_from(item)).scalar_one()
    if there and there != claims:
        raise ValueError(f"{database.name} holds {there} claims already: name an empty queue, or ask for as many.")
    if not there:
        chance = random.Random(seed)
        with database.write() as tx:
            desks = _desks(tx, people)
        templates = _templates()
        done = 0
        while done < claims:
            with database.write() as tx:
                done += _some(tx, chance, desks, templates, done, min(claims - done, 2000), people)
        _log(database, chance, events)
    with database.read() as tx:
        return Filled(
            tuple(tx.execute(select(desk.c.id).order_by(desk.c.id)).scalars()),
            *(tx.execute(select(func.count()).select_from(table)).scalar_one() for table in (item, article, audit_log, person)),
        )


def actor(desks: tuple[int, ...], number: int, role: Role = Role.CHECKER) -> Actor:
    """One of the people of the queue, on the first two of three desks."""
    return Actor(f"checker{number:02}", number + 1, dict.fromkeys(desks[:2], role))


def _desks(tx: Transaction, people: int) -> list[int]:
    at = stamp(NOW - timedelta(days=_DAYS))
    policy = json.dumps(Policy().to_json())
    names = ("main", "politics", "science")
    tx.execute(insert(desk), [{"name": name, "policy": policy, "created_at": at} for name in names])
    desks = list(tx.execute(select(desk.c.id).order_by(desk.c.id)).scalars())
    tx.execute(insert(person), [{"name": f"checker{n:02}", "display_name": f"Checker {n}", "created_at": at} for n in range(people)])
    numbers = tx.execute(select(person.c.id).order_by(person.c.id)).scalars().all()
    tx.execute(insert(membership), [{"person_id": n, "desk_id": each, "role": Role.CHECKER.value} for n in numbers for each in desks[:2]])
    return desks


def _templates() -> list[tuple[Json, str]]:
    """The frozen articles: report records, and the texts that their offsets count."""
    found = []
    for folder in sorted(path for path in ARTICLES.iterdir() if path.is_dir()):
        source = read(next(path for path in sorted(folder.iterdir()) if path.stem == "article")).text
        found.append((json.loads((folder / "report.json").read_text(encoding="utf-8")), source))
    return found


def _some(
    tx: Transaction, chance: random.Random, desks: list[int], templates: list[tuple[Json, str]], done: int, room: int, people: int
) -> int:
    """Articles with at most `room` claims; the last is cut short to end with exactly as many. Returns how many."""
    first = tx.execute(select(func.coalesce(func.max(article.c.id), 0))).scalar_one()
    rows: dict[str, list[Json]] = {name: [] for name in ("article", "version", "item", "claim_record", "label", "decision")}
    made = 0
    while made < room:
        number = first + len(rows["article"]) + 1
        report, source = chance.choice(templates)
        uri = f"drafts/2026/{number:06}.md"
        added = NOW - timedelta(seconds=chance.randrange(_DAYS * 86_400))
        title = f"{chance.choice(_TOPICS)} {number}: {report['document'].get('title') or 'Two ministers speak'}"
        home = chance.choices(desks, (70, 25, 5))[0]
        report = json.loads(json.dumps(report).replace(json.dumps(report["document"]["uri"]), json.dumps(uri)))
        rows["article"].append({
            "id": number, "desk_id": home, "uri": uri, "title": title, "published_at": report["document"].get("published_at"), "version": 1,
            "created_at": stamp(added), "changed_at": stamp(added),
        })  # fmt: skip
        rows["version"].append({
            "article_id": number, "number": 1, "sha256": report["document"]["sha256"], "source": source,
            "report": zlib.compress(json.dumps(report, ensure_ascii=False).encode()), "added_at": stamp(added), "added_by": "checker00",
        })  # fmt: skip
        queued = [claim for claim in report["claims"] if claim["checkability"]["value"] != "no"][: room - made]
        for claim in queued:
            made += 1
            _claim(rows, chance, claim, done + made, number, home, added, people)
    for table in (article, version, item, claim_record, label, decision):
        if rows[table.name]:
            tx.execute(insert(table), rows[table.name])
    if tx.dialect == "postgresql":  # numbers that were given by hand are not counted by it
        for table in (article, item):
            sequence = func.pg_get_serial_sequence(table.name, "id")
            tx.execute(select(func.setval(sequence, select(func.max(table.c.id)).scalar_subquery())))
    return made


def _claim(
    rows: dict[str, list[Json]], chance: random.Random, claim: Json, number: int, article_id: int, home: int, added: datetime, people: int
) -> None:
    state = chance.choices(list(_STATES), list(_STATES.values()))[0]
    settled = min(added + timedelta(seconds=chance.expovariate(1 / 20_000)), NOW) if state in _SETTLED else None
    policy = Policy()
    priority = round(min(1.0, claim["priority"]["score"] + chance.choice((0.0, 0.05, 0.1, 0.2, 0.3))), 2)
    needs = policy.needs(priority, tuple(claim["types"]))
    reviewed = state in ("checked", "corrected", "disputed")
    given = max(needs, 2 if state == "disputed" else 1) if reviewed else 0
    verdicts = [chance.choice(policy.scale)] * given
    if state == "disputed":
        verdicts[1] = next(each for each in policy.scale if each != verdicts[0])
    hop = claim["attribution"][0] if claim["attribution"] else {}
    at = stamp(settled or added)
    rows["item"].append({
        "id": number, "article_id": article_id, "desk_id": home, "claim_id": claim["claim_id"], "state": state,
        "stale_because": chance.choice(("changed", "gone")) if state == "stale" else None,
        "verdict": verdicts[0] if state in ("checked", "corrected") else None, "round": 1, "needs": needs, "given": given, "revision": 1 + given,
        "first_version": 1, "last_version": 1, "text": claim.get("resolved_text") or claim["text"],
        "speaker": hop.get("resolved_source") or hop.get("source"), "types": f" {' '.join(claim['types'])} ",
        "checkable": claim["checkability"]["value"], "priority": priority, "findings": len(claim["findings"]),
        "stance": chance.choice((None, "supports", "conflicts", "not-found")), "start": claim["span"]["start"], "end": claim["span"]["end"],
        "line": claim["span"]["line"], "assigned_id": chance.randrange(people) + 1 if chance.random() < 0.2 else None,
        "lease_by": f"checker{chance.randrange(people):02}" if state == "leased" else None,
        "lease_hash": "0" * 64 if state == "leased" else None, "leased_at": at if state == "leased" else None,
        "lease_until": stamp(NOW + timedelta(seconds=chance.randrange(-3600, 900))) if state == "leased" else None,
        "created_at": stamp(added), "changed_at": at, "settled_at": stamp(settled) if settled else None,
    })  # fmt: skip
    rows["claim_record"].append({"item_id": number, "version": 1, "record": json.dumps(claim, ensure_ascii=False)})
    if chance.random() < 0.1:
        rows["label"].append({"item_id": number, "name": chance.choice(_LABELS)})
    for each, verdict in zip(chance.sample(range(people), given), verdicts, strict=True):
        rows["decision"].append({
            "item_id": number, "round": 1, "kind": "review", "person": f"checker{each:02}", "verdict": verdict, "version": 1, "at": at,
        })  # fmt: skip


def _log(database: Database, chance: random.Random, wanted: int) -> None:
    """As many events: every claim queued, then taken and given back by somebody, over and over."""
    with database.read() as tx:
        items = [(row.id, row.article_id, row.desk_id) for row in tx.rows(select(item.c.id, item.c.article_id, item.c.desk_id))]

    def happened() -> Iterator[Event]:
        for action in ("item.queued", *("item.taken", "item.released") * (wanted // len(items))):
            for number, article_id, home in items:
                who = Actor(f"checker{chance.randrange(50):02}", via="web")
                after = {"state": "leased" if action == "item.taken" else "new", "verdict": None}
                yield Event(NOW - timedelta(days=1), who, action, f"item:{number}", home, article_id, number, {"state": "new"}, after)

    events = happened()
    for begin in range(0, wanted, 5000):
        with database.write() as tx:
            for _ in range(min(5000, wanted - begin)):
                tx.log(next(events))
