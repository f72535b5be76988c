"""Articles that people hand in at the server: read and extracted one after the other, in a thread of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import PurePath
from typing import Any

from claimcheck.check.drafts import STDIN, Draft, drafts
from claimcheck.check.outcome import Unreadable
from claimcheck.check.reports import Extracts, extracting
from claimcheck.check.settings import SettingsFinder
from claimcheck.errors import ClaimcheckError, QueueConflict, QueueError

Json = dict[str, Any]

#: Articles that wait for their turn; whoever brings one more is told to come again.
WAITING = 20
#: What a file is called whose name says nothing.
NAMELESS = "article.txt"


class Uploads:
    """`claimcheck.queue.service.Extract`. `extractor` is called once, when the first article comes: it loads the models."""

    def __init__(self, extractor: Callable[[], Extracts]):
        self._make = extractor
        self._made: Extracts | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="articles")
        self._room = threading.BoundedSemaphore(WAITING)

    def __call__(self, data: bytes, name: str, published: date | None) -> tuple[Json, str]:
        """Raises QueueError for an article that cannot be read, and QueueConflict where too many wait."""
        if not self._room.acquire(blocking=False):
            raise QueueConflict("Many articles are being read just now: try again in a minute.")
        try:
            return self._thread.submit(self._report, data, name, published).result()
        except QueueError:
            raise
        except ClaimcheckError as error:
            raise QueueError(str(error)) from None
        finally:
            self._room.release()

    def _report(self, data: bytes, name: str, published: date | None) -> tuple[Json, str]:
        # The name comes from somebody else's machine: only its last part counts, and no file of that name is looked at here.
        called = PurePath(name.replace("\\", "/")).name.strip()
        called = "".join(letter for letter in called if letter.isprintable())[:200]
        if called.strip(".") == "":
            called = NAMELESS
        (draft,) = drafts([STDIN], SettingsFinder({}, None), published=published, stdin=data, stdin_name=called)
        assert isinstance(draft, Draft)
        (reported,) = extracting(self._extractor)([draft])
        if isinstance(reported, Unreadable):
            raise QueueError(reported.reason)
        return reported.record, reported.source

    def _extractor(self) -> Extracts:
        if self._made is None:
            self._made = self._make()
        return self._made
