"""A warm server inside a process that parses for itself, too: the models are loaded once for both."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator

from claimcheck.errors import ClaimcheckError
from claimcheck.model import Document
from claimcheck.parse import Parser
from claimcheck.tree import Sentence
from claimcheck.warm.server import WarmServer


class OneAtATime:
    """A Parser for several threads: one parses, the others wait."""

    def __init__(self, parser: Parser):
        self.info = parser.info
        self._parser = parser
        self._turn = threading.Lock()

    def parse(self, document: Document) -> tuple[Sentence, ...]:
        """What the parser gives."""
        with self._turn:
            return self._parser.parse(document)


@contextlib.contextmanager
def beside(server: WarmServer, complain: Callable[[str], None]) -> Iterator[None]:
    """Run a server in a thread of its own, until the block ends.

    Raises what keeps it from listening, such as WarmError. What ends it later, such as models that cannot be loaded, is told to
    `complain`, and ends nothing else.
    """
    listens = threading.Event()
    failed: list[ClaimcheckError] = []

    def run() -> None:
        try:
            server.run(listens.set)
        except ClaimcheckError as error:
            if listens.is_set():
                complain(str(error))
            else:
                failed.append(error)
        finally:
            listens.set()

    thread = threading.Thread(target=run, name="warm-server", daemon=True)
    thread.start()
    listens.wait()
    if failed:
        raise failed[0]
    try:
        yield
    finally:
        server.stop()
        thread.join()
