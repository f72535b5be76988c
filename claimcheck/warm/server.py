"""The server: it takes connections, lets one request after the other be parsed, and ends when told to, or when nobody came.

Threads: the one that runs it takes connections; one each reads a request and waits for its answer; one parses. Nothing of a text
is written or logged, and nothing is left of it here when it was answered.
"""

from __future__ import annotations

import contextlib
import os
import queue
import selectors
import socket
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from claimcheck import written_parse
from claimcheck.model import Block, Document, ParserInfo, Span
from claimcheck.parse import Parser
from claimcheck.warm import place, protocol
from claimcheck.warm.protocol import BrokenOff, Json

#: Connections at the same time; whoever comes then is told so, and parses for themselves.
CONNECTIONS = 64
#: Seconds that answers may take to reach those who wait for them, once the server was told to stop.
_FAREWELL = 5.0
#: It is parsed when the server starts, so that the models are loaded when the first request comes.
_FIRST = "The models are loaded."
_STOPPING = "it is stopping"
_BETWEEN = "\n\n"  # paragraphs


@dataclass(eq=False, slots=True)
class _Turn:
    """A request that waits to be parsed."""

    texts: list[str]
    done: threading.Event = field(default_factory=threading.Event)
    answer: Json = field(default_factory=dict)
    given_up: bool = False


class WarmServer:
    """Parses for others. `make` gives the parser, whose models `info` names; `idle`: seconds without a request after which it ends.

    `ready` is called when the models are loaded, from another thread.
    """

    def __init__(
        self,
        make: Callable[[], Parser],
        info: ParserInfo,
        path: Path,
        *,
        idle: float | None = None,
        patience: float = protocol.PATIENCE,
        heartbeat: float = protocol.HEARTBEAT,
        ready: Callable[[], None] = lambda: None,
    ):
        self.path = path
        self._make, self._info, self._idle, self._ready = make, info, idle, ready
        self._patience, self._heartbeat = patience, heartbeat
        self._code = written_parse.code()  # as it is loaded now; the files may change while this runs
        self._turns: queue.SimpleQueue[_Turn | None] = queue.SimpleQueue()
        self._stopping = threading.Event()
        self._loaded = False
        self._failed: BaseException | None = None
        self._began = self._used = time.monotonic()
        self._parsed = 0
        self._at_work: set[threading.Thread] = set()
        self._wake, self._woken = socket.socketpair()
        self._parsing = threading.Thread(target=self._parse_in_turn, name="warm-parser", daemon=True)

    def run(self, listens: Callable[[], None] = lambda: None) -> None:
        """Serve until `stop`. `listens` is called when requests can come.

        Raises WarmError where one listens already or the place is not safe, and what the parser raises while it loads.
        """
        with self._wake, self._woken:
            place.check(self.path, make=True)
            with place.taken(self.path):
                self._run(listens)
        if self._failed is not None:
            raise self._failed

    def _run(self, listens: Callable[[], None]) -> None:
        with place.listening(self.path) as listener:
            listens()
            self._parsing.start()
            self._accept(listener)
        # The socket is gone, so nobody comes any more. Those who are here are told, and the one whose turn it is is answered.
        self._turns.put(None)
        self._parsing.join()
        until = time.monotonic() + _FAREWELL
        for thread in tuple(self._at_work):
            thread.join(max(0.0, until - time.monotonic()))

    def stop(self) -> None:
        """Take no more requests, and end when the one that is being parsed is answered. May be called from a signal's handler."""
        self._stopping.set()
        with contextlib.suppress(OSError):
            self._wake.send(b"\0")

    # -- connections ----------------------------------------------------------------------------------------------

    def _accept(self, listener: socket.socket) -> None:
        with selectors.DefaultSelector() as selector:
            selector.register(listener, selectors.EVENT_READ)
            selector.register(self._woken, selectors.EVENT_READ)
            while not self._stopping.is_set():
                readable = [key.fileobj for key, _ in selector.select(self._left())]
                if listener in readable:
                    try:
                        connection, _ = listener.accept()
                    except OSError:  # gone again, or no more files may be open
                        time.sleep(0.01)
                        continue
                    self._received(connection)
                elif not readable and self._left() == 0:
                    return self._stopping.set()

    def _left(self) -> float | None:
        """Seconds until nobody has asked for too long; None for never."""
        if self._idle is None:
            return None
        if self._at_work or not self._loaded:
            return self._idle or 0.05
        return max(0.0, self._used + self._idle - time.monotonic())

    def _received(self, connection: socket.socket) -> None:
        if not place.same_user(connection):
            connection.close()
            return
        if len(self._at_work) >= CONNECTIONS:
            with connection, contextlib.suppress(BrokenOff):
                protocol.send(connection, {"told": "left", "reason": "too many wait for it"}, protocol.ANSWER, 0.1)
            return
        thread = threading.Thread(target=self._converse, args=(connection,), name="warm-connection", daemon=True)
        self._at_work.add(thread)
        try:
            thread.start()
        except RuntimeError:  # the system gives no more of them
            self._at_work.discard(thread)
            connection.close()

    def _converse(self, connection: socket.socket) -> None:
        """One request and its answer. Whatever goes wrong ends the connection and is not printed: it could hold words of a draft."""
        try:
            with connection, contextlib.suppress(Exception):
                request = protocol.receive(connection, protocol.REQUEST, self._patience)
                protocol.send(connection, self._answer(connection, request), protocol.ANSWER, self._patience)
                if request["ask"] == "stop":
                    self.stop()
        finally:
            self._at_work.discard(threading.current_thread())

    def _answer(self, connection: socket.socket, request: Json) -> Json:
        asked = request.get("ask")
        if asked == "status":
            return self._status()
        if asked == "stop":
            return {"told": "stopping", "process": os.getpid()}
        texts = request.get("texts")
        if asked != "parse" or not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
            raise BrokenOff("it asks for what is not in the protocol")
        if (request.get("model"), request.get("code")) != (self._info.sha256, self._code):
            return {"told": "other", "models": request.get("model") != self._info.sha256}
        return self._parse(connection, texts)

    def _status(self) -> Json:
        return {
            "told": "status",
            "process": os.getpid(),
            "model": self._info.package,
            "sha256": self._info.sha256,
            "code": self._code,
            "loaded": self._loaded,
            "seconds": int(time.monotonic() - self._began),
            "parsed": self._parsed,
            "waiting": self._turns.qsize(),
        }

    # -- parsing --------------------------------------------------------------------------------------------------

    def _parse(self, connection: socket.socket, texts: list[str]) -> Json:
        """Wait for the parse, and tell the one who waits for it that it will come. Raises BrokenOff when they have gone."""
        turn = _Turn(texts)
        self._turns.put(turn)
        try:
            while not turn.done.wait(self._heartbeat):
                if not self._parsing.is_alive():
                    return {"told": "left", "reason": _STOPPING}
                protocol.send(connection, {"told": "wait"}, protocol.ANSWER, self._patience)
                if _gone(connection):
                    raise BrokenOff("the connection ended")
        finally:
            turn.given_up = True
            self._used = time.monotonic()
        return turn.answer

    def _parse_in_turn(self) -> None:
        try:
            parser = self._make()
            _parsed(parser, [_FIRST])
        except BaseException as error:
            self._failed = error
            return self.stop()
        self._loaded = True
        self._used = time.monotonic()
        self._ready()
        while (turn := self._turns.get()) is not None:
            if self._stopping.is_set():
                turn.answer = {"told": "left", "reason": _STOPPING}
            elif not turn.given_up:
                try:
                    turn.answer = {"told": "parsed", "parses": _parsed(parser, turn.texts)}
                    self._parsed += 1
                except Exception as error:  # whatever it is, the others are still to be served
                    turn.answer = {"told": "left", "reason": f"{type(error).__name__} came of it"}
            turn.done.set()
            del turn


def _parsed(parser: Parser, texts: Sequence[str]) -> list[str]:
    """The parses of paragraphs that are parsed as one document, so that they are what they would be where the document is.

    Raises ValueError where a parse is not the same when it is read again.
    """
    blocks, position = [], 0
    for text in texts:
        blocks.append(Block(Span(position, position + len(text)), "paragraph"))
        position += len(text) + len(_BETWEEN)
    whole = _BETWEEN.join(texts)
    sentences = parser.parse(Document("", "", whole, whole, tuple(blocks), "text"))
    parses = []
    for text, mine in zip(texts, written_parse.by_block(sentences, blocks), strict=True):
        written = written_parse.write(mine)
        if mine and written_parse.read(written, text) != mine:
            raise ValueError("a parse that cannot be handed on")
        parses.append(written)
    return parses


def _gone(connection: socket.socket) -> bool:
    """Whether the other side closed the connection."""
    try:
        connection.setblocking(False)
        return not connection.recv(1, socket.MSG_PEEK)
    except BlockingIOError:
        return False
    except OSError:
        return True
