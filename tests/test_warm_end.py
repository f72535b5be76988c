"""How a warm server begins and ends: one at a time, and nothing lost."""

from __future__ import annotations

import socket
import threading
import time
from pathlib import Path

import pytest

from claimcheck.errors import ModelError, WarmError
from claimcheck.warm import place, protocol
from claimcheck.warm.client import ask
from claimcheck.warm.server import WarmServer
from claimcheck.warm.shared import OneAtATime, beside
from tests.frozen import document_of, sentences_of
from tests.warm_serving import INFO, Known, Running, client, connected, never, own_sockets, request, serving, told

pytestmark = own_sockets


# -- the end ----------------------------------------------------------------------------------------------------


def test_the_request_under_way_is_answered_and_the_next_is_sent_home(socket_path: Path) -> None:
    go_on, begun = threading.Event(), threading.Event()

    def meanwhile() -> None:
        begun.set()
        assert go_on.wait(60)

    with serving(socket_path, Known(meanwhile=meanwhile)) as running, connected(socket_path) as first, connected(socket_path) as second:
        protocol.send(first, request(), protocol.REQUEST)
        assert begun.wait(60)
        protocol.send(second, request(), protocol.REQUEST)
        assert protocol.receive(second, protocol.ANSWER, 60) == {"told": "wait"}
        running.server.stop()
        until = time.monotonic() + 60
        while socket_path.exists() and time.monotonic() < until:
            time.sleep(0.01)
        assert not socket_path.exists()
        go_on.set()
        assert told(first)["told"] == "parsed"
        assert told(second) == {"told": "left", "reason": "it is stopping"}
        assert running.ended()
    assert place.left(socket_path, 0)


def test_it_ends_when_it_is_asked_to(socket_path: Path) -> None:
    with serving(socket_path) as running:
        told_of = ask(socket_path, {"ask": "stop"})
        assert told_of is not None
        assert told_of["told"] == "stopping"
        assert running.ended()
    assert not socket_path.exists()
    assert ask(socket_path, {"ask": "status"}) is None


def test_it_ends_by_itself_when_nobody_uses_it(socket_path: Path) -> None:
    with serving(socket_path, idle=2.0) as running:
        time.sleep(0.5)
        assert client(socket_path).parse(document_of("seed")) == sentences_of("seed")
        used = time.monotonic()
        assert running.ended()
    assert time.monotonic() - used >= 1.7  # counted from the request, not from the start
    assert not socket_path.exists()


def test_asking_how_it_is_does_not_keep_it(socket_path: Path) -> None:
    with serving(socket_path, idle=0.3) as running:
        until = time.monotonic() + 60
        while running.thread.is_alive() and time.monotonic() < until:
            if socket_path.exists():
                try:
                    ask(socket_path, {"ask": "status"})
                except protocol.BrokenOff:
                    break
            time.sleep(0.02)
        assert running.ended()


def test_a_request_that_takes_longer_than_the_idle_time_is_answered(socket_path: Path) -> None:
    with serving(socket_path, Known(meanwhile=lambda: time.sleep(2.0)), idle=1.5):
        assert client(socket_path).parse(document_of("seed")) == sentences_of("seed")


def test_models_that_cannot_be_loaded_end_it_with_their_error(socket_path: Path) -> None:
    def make() -> Known:
        raise ModelError("The models are gone.")

    running = Running(WarmServer(make, INFO, socket_path))
    assert running.ended()
    assert isinstance(running.error, ModelError)
    assert not socket_path.exists()


# -- one at a time ----------------------------------------------------------------------------------------------


def test_a_second_server_says_that_there_is_one(socket_path: Path) -> None:
    with serving(socket_path):
        with pytest.raises(WarmError, match=r"A warm server has .* already"):
            WarmServer(Known, INFO, socket_path).run()
        assert client(socket_path).parse(document_of("seed")) == sentences_of("seed")


def test_the_socket_of_a_server_that_died_is_replaced(socket_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(str(socket_path))
    notes: list[str] = []
    assert client(socket_path, notes, Known).parse(document_of("seed")) == sentences_of("seed")
    assert "No warm server listens" in notes[0]
    with serving(socket_path):
        assert client(socket_path).parse(document_of("seed")) == sentences_of("seed")


def test_a_file_that_is_no_socket_is_left_alone(socket_path: Path) -> None:
    socket_path.write_text("mine")
    with pytest.raises(WarmError, match="is a file and no socket"):
        WarmServer(Known, INFO, socket_path).run()
    assert socket_path.read_text() == "mine"


def test_a_socket_that_somebody_put_there_since_is_left_alone(socket_path: Path) -> None:
    with serving(socket_path) as running:
        socket_path.unlink()
        socket_path.write_text("mine")
        running.server.stop()
        assert running.ended()
    assert socket_path.read_text() == "mine"


# -- beside something else --------------------------------------------------------------------------------------


def test_beside_something_else_one_parser_serves_both_one_at_a_time(socket_path: Path) -> None:
    known = Known(meanwhile=lambda: time.sleep(0.01))
    parser = OneAtATime(known)
    with beside(WarmServer(lambda: parser, INFO, socket_path), never):
        found: list[object] = []
        threads = [threading.Thread(target=lambda: found.append(client(socket_path).parse(document_of("seed")))) for _ in range(4)]
        threads += [threading.Thread(target=lambda: found.append(parser.parse(document_of("seed")))) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert found == [sentences_of("seed")] * 8
    assert known.most_at_once == 1
    assert not socket_path.exists()


def test_beside_something_else_a_taken_place_is_an_error_at_once(socket_path: Path) -> None:
    with serving(socket_path), pytest.raises(WarmError, match="already"), beside(WarmServer(Known, INFO, socket_path), never):
        raise AssertionError("it does not come to this")


def test_beside_something_else_missing_models_end_nothing(socket_path: Path) -> None:
    complaints: list[str] = []

    def make() -> Known:
        raise ModelError("The models are gone.")

    with beside(WarmServer(make, INFO, socket_path), complaints.append):
        until = time.monotonic() + 60
        while not complaints and time.monotonic() < until:
            time.sleep(0.01)
    assert complaints == ["The models are gone."]
