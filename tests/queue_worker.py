"""A reviewer who is a process: takes claims and decides them until none is left. The test kills some of them.

`python -m tests.queue_worker QUEUE NAME JOURNAL SEED PACE`: its clock runs PACE times as fast as others, so that leases run out within
the test. What was committed is written into the journal: "took ID AT UNTIL", "extended ID AT UNTIL", "decided ID AT", "gave-back ID AT",
"lost ID AT". A claim was with the worker from when taking it was done until it began to give it up, or the lease ran out.
"""

from __future__ import annotations

import os
import random
import sys
import time
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select

from claimcheck.errors import NotInQueue, QueueConflict
from claimcheck.queue import decisions, leases
from claimcheck.queue.actor import local
from claimcheck.queue.database import Database, opened
from claimcheck.queue.moments import stamp
from claimcheck.queue.tables import item

#: When the clock began. The tests' own modules would take longer to import than many a worker lives.
START = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


def clock(pace: float) -> datetime:
    """The same moment in every process: the machine's clock since it was started."""
    return START + timedelta(seconds=time.monotonic() * pace)


def main(where: str, name: str, journal: str, seed: str, pace: str) -> None:
    """Work until every claim is decided."""
    queue = opened(where, migrate=False)
    actor = local(name)
    dice = random.Random(seed)
    notes = os.open(journal, os.O_CREAT | os.O_WRONLY | os.O_APPEND)

    def note(*words: object) -> None:
        os.write(notes, (" ".join(map(str, words)) + "\n").encode())

    def now() -> datetime:
        return clock(float(pace))

    while True:
        try:
            with queue.write() as tx:
                lease = leases.take(tx, actor, now=now())
        except QueueConflict:
            continue
        if lease is None:
            if _all_done(queue):
                return
            time.sleep(0.05)
            continue
        number = lease.item.id
        note("took", number, stamp(now()), lease.until)
        ending = now()
        try:
            if dice.random() < 0.1:
                with queue.write() as tx:
                    until = leases.extend(tx, actor, number, lease.token, now=now()).until
                note("extended", number, stamp(ending), until)
            ending = now()
            if dice.random() < 0.05:
                with queue.write() as tx:
                    leases.release(tx, actor, number, lease.token, now=now())
                note("gave-back", number, stamp(ending))
                continue
            with queue.write() as tx:
                decisions.decide(tx, actor, number, dice.choice(["true", "false"]), token=lease.token, now=now())
            note("decided", number, stamp(ending))
        except (QueueConflict, NotInQueue):
            note("lost", number, stamp(ending))


def _all_done(queue: Database) -> bool:
    with queue.read() as tx:
        open_claims = select(func.count()).select_from(item).where(item.c.state.in_(["new", "leased"]))
        return tx.execute(open_claims).scalar() == 0


if __name__ == "__main__":
    main(*sys.argv[1:])
