"""Warm servers for tests: a stand-in parser that knows frozen articles, and a place for sockets."""

from __future__ import annotations

import contextlib
import shutil
import socket
import tempfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from claimcheck import written_parse
from claimcheck.model import Document, ParserInfo
from claimcheck.models import find
from claimcheck.tree import Sentence
from claimcheck.warm import protocol
from claimcheck.warm.client import WarmParser
from claimcheck.warm.server import WarmServer
from tests.frozen import document_of, sentences_of

#: Tests reach no network; a path is a socket of this machine's own.
own_sockets = pytest.mark.block_network(allowed_hosts=["/"])

#: As the embedded models call themselves: a client that asks for `compact` takes the stand-in's parses.
INFO = ParserInfo("stanza", "compact", find("compact").sha256)


class Known:
    """Gives back the frozen parses of an article's paragraphs, wherever they stand, and none of others. Notes what it is asked for.

    `meanwhile` is called at every parse of an article.
    """

    info = INFO

    def __init__(self, name: str = "seed", meanwhile: Callable[[], None] = lambda: None):
        document = document_of(name)
        self.sentences: dict[str, tuple[int, tuple[Sentence, ...]]] = {}
        for number, block in enumerate(document.blocks):
            mine = tuple(s for s in sentences_of(name) if s.block == number)
            self.sentences[block.span.slice(document.text)] = (block.span.start, mine)
        self.asked: list[list[str]] = []
        self.meanwhile = meanwhile
        self.at_once = self.most_at_once = 0

    def parse(self, document: Document) -> tuple[Sentence, ...]:
        texts = [block.span.slice(document.text) for block in document.blocks]
        if not any(text in self.sentences for text in texts):
            return ()
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        self.asked.append(texts)
        self.meanwhile()
        found: list[Sentence] = []
        for number, (block, text) in enumerate(zip(document.blocks, texts, strict=True)):
            origin, sentences = self.sentences.get(text, (0, ()))
            by = block.span.start - origin
            for sentence in sentences:
                words = tuple(replace(word, start=word.start + by, end=word.end + by) for word in sentence.words)
                mentions = tuple(replace(m, span=replace(m.span, start=m.span.start + by, end=m.span.end + by)) for m in sentence.mentions)
                found.append(replace(sentence, index=len(found), start=sentence.start + by, words=words, mentions=mentions, block=number))
        self.at_once -= 1
        return tuple(found)


@pytest.fixture
def socket_path() -> Iterator[Path]:
    """A path for a socket, in a folder that is this user's alone. Pytest's own folders are too deep for one."""
    folder = tempfile.mkdtemp(prefix="warm")
    try:
        yield Path(folder) / "s"
    finally:
        shutil.rmtree(folder)


def never() -> Known:
    raise AssertionError("the models are not needed here")


def client(path: Path, notes: list[str] | None = None, make=never, info: ParserInfo = INFO, **options) -> WarmParser:
    """A client that may not parse by itself unless it gets a `make`."""
    return WarmParser(path, info, make, (notes if notes is not None else []).append, **options)


def request(name: str = "seed", **other: object) -> protocol.Json:
    """What a client asks for an article."""
    document = document_of(name)
    texts = [block.span.slice(document.text) for block in document.blocks]
    return {"ask": "parse", "model": INFO.sha256, "code": written_parse.code(), "texts": texts, **other}


class Running:
    """A server in a thread of its own."""

    def __init__(self, server: WarmServer):
        self.server = server
        self.error: BaseException | None = None
        self.listens = threading.Event()
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()
        assert self.listens.wait(60)

    def _run(self) -> None:
        try:
            self.server.run(self.listens.set)
        except BaseException as error:
            self.error = error
        finally:
            self.listens.set()

    def ended(self) -> bool:
        self.thread.join(60)
        return not self.thread.is_alive()


@contextlib.contextmanager
def serving(path: Path, parser: object = None, **options: object) -> Iterator[Running]:
    """A server with short waits, which is gone when the block ends."""
    parser = parser or Known()
    options = {"patience": 30.0, "heartbeat": 0.05, **options}
    running = Running(WarmServer(lambda: parser, INFO, path, **options))  # type: ignore[arg-type, return-value]
    try:
        yield running
    finally:
        running.server.stop()
        assert running.ended()


@contextlib.contextmanager
def connected(path: Path) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(60)
        connection.connect(str(path))
        yield connection


def told(connection: socket.socket) -> protocol.Json:
    """The answer, after all that say that it will come."""
    while (answer := protocol.receive(connection, protocol.ANSWER, 60)).get("told") == "wait":
        pass
    return answer
