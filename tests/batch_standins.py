"""Stand-ins for what works inside the processes of a batch; a module of its own, so that these find it by name."""

from __future__ import annotations

import os
import resource
import signal
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from claimcheck.batch.run import Executor, LocalWork, Plan
from claimcheck.batch.shard import Extracts
from claimcheck.batch.shards import Shard
from claimcheck.batch.writing import Written
from claimcheck.errors import ModelError
from claimcheck.model import Document, ParserInfo, Report
from claimcheck.pipeline import Extractor
from claimcheck.tree import Sentence
from tests.frozen import article_names, document_of, sentences_of

#: Articles that can be parsed here.
ARTICLES = tuple(name for name in article_names() if document_of(name).format == "text")
#: Articles without a parse have no claims, and may hold one of the words below.
PLAIN = "The minister said on Tuesday that the prices of bread and milk had risen in May."
#: Where `DIEONCE` notes that it died.
NOTES = "CLAIMCHECK_TEST_NOTES"


class FrozenParses:
    """Knows the frozen articles by their text; of other articles it finds no sentences."""

    info = ParserInfo("frozen", "compact", "0" * 64)

    def __init__(self) -> None:
        self._known = {document_of(name).text: name for name in ARTICLES}

    def parse(self, document: Document) -> tuple[Sentence, ...]:
        name = self._known.get(document.text)
        return sentences_of(name) if name else ()


class Misbehaves:
    """Does what a word in the article asks for, and else reads it."""

    def __init__(self, model: str = "compact"):
        self._extractor = Extractor(parser=FrozenParses())
        self.forgotten = 0
        self.together: list[int] = []  # how many articles came in one call

    def extract_documents(self, documents: Sequence[Document]) -> Iterable[Report]:
        self.together.append(len(documents))
        for document in documents:
            words = document.text.split()
            if "RAISE" in words:
                raise ValueError("so it goes")
            if "NOMODEL" in words:
                raise ModelError("The model package is missing.")
            if "SLOW" in words:
                time.sleep(60)
            if "DEAF" in words:  # as a library that does not come back: no signal reaches it
                signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})
                time.sleep(60)
            if "DIE" in words:
                os.kill(os.getpid(), signal.SIGKILL)
            if "DIEONCE" in words and not (note := Path(os.environ[NOTES], "died")).exists():
                note.touch()
                os.kill(os.getpid(), signal.SIGKILL)
        return [self._extractor.extract_document(document) for document in documents]

    def forget(self) -> None:
        self.forgotten += 1


def dies_at_the_start(model: str) -> Extracts:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def has_no_models(model: str) -> Extracts:
    raise ModelError("The model package compact is missing.")


def has_no_room(model: str) -> Extracts:
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
    return Misbehaves(model)


def serially(plan: Plan, make: Callable[[str], Extracts] = Misbehaves, *, at_most: int | None = None) -> Executor:
    """Works on shards in this process; after `at_most` of them it is as if somebody pulled the plug."""

    def execute(todo: Iterator[Shard], tick: Callable[[], None]) -> Iterator[Written]:
        work = LocalWork(make, plan.settings, plan.out, plan.form)
        for count, shard in enumerate(todo):
            if count == at_most:
                raise PulledError
            yield work(shard, False, {}, lambda numbers, seconds: None)
            tick()

    return execute


class PulledError(BaseException):
    """The end of a run by force."""


class Silent:
    """Watches, and notes what it saw."""

    def __init__(self) -> None:
        self.passed_numbers: list[int] = []
        self.done_numbers: list[int] = []
        self.total = self.weight = 0

    def begins(self, total: int) -> None:
        self.total = total

    def passed(self, written: Written, weight: int) -> None:
        self.passed_numbers.append(written.number)
        self.weight += weight

    def done(self, written: Written, weight: int) -> None:
        self.done_numbers.append(written.number)
        self.weight += weight

    def tick(self) -> None:
        pass


def tree(folder: Path) -> dict[str, bytes]:
    """All files of an output, by name."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.name != ".lock"}
