"""Stand-ins for what works inside the actors of a cluster; a module of its own, so that other processes find it by name."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from pathlib import Path

from claimcheck.batch.items import Item
from claimcheck.batch.shard import Outcome
from claimcheck.errors import ModelError


class Counts:
    """Takes `seconds` for a shard, and notes in a folder which process did which: only there is seen what was done twice.

    It ends no shard before `company` processes have begun one, or a minute has passed.
    """

    def __init__(self, notes: Path, seconds: float, company: int = 1):
        self.notes = notes
        self.seconds = seconds
        self.company = company

    def work(self, items: Sequence[Item]) -> list[Outcome]:
        note = self.notes / f"{items[0].id} {os.getpid()}"
        note.touch()
        time.sleep(self.seconds)
        for _ in range(600):
            if len({note.name.split()[1] for note in self.notes.iterdir()}) >= self.company:
                break
            time.sleep(0.1)
        return [Outcome(item.id, None, item.name, {"length": len(item.data)}) for item in items]


class Unable:
    """Finds no models."""

    def work(self, items: Sequence[Item]) -> list[Outcome]:
        raise ModelError("There are no models here.")
