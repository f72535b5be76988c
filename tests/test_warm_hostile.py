"""A warm server holds against whatever comes over its socket, and its client against whatever lies where its socket should."""

from __future__ import annotations

import os
import socket
import struct
import sys
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from claimcheck.errors import WarmError
from claimcheck.warm import place, protocol
from claimcheck.warm.client import ask
from claimcheck.warm.server import WarmServer
from tests.frozen import document_of, sentences_of
from tests.warm_serving import INFO, Known, client, connected, own_sockets, request, serving, told

pytestmark = own_sockets


def framed(data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + data


def ends(connection: socket.socket) -> bool:
    """Whether the other side closes the connection without an answer."""
    try:
        return connection.recv(1) == b""
    except ConnectionResetError:
        return True


def drip(connection: socket.socket) -> None:
    """Send nine seconds of bytes, one now and then."""
    for _ in range(900):
        connection.sendall(b" ")
        time.sleep(0.01)


# -- what is sent to the server ---------------------------------------------------------------------------------

ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["ask", "model", "code", "texts", "x"]), inner, max_size=4),
    max_leaves=8,
)


@pytest.fixture
def server_path(socket_path: Path):
    with serving(socket_path, patience=2.0):
        yield socket_path
        assert client(socket_path).parse(document_of("seed")) == sentences_of("seed")  # and goes on serving


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=60))
@example(b"\xff\xff\xff\xff")
@example(framed(b"[" * 100_000))
@example(framed(b"{" + b'"a":' * 5))
@example(framed(b'{"ask": "parse", "texts": [' + b"1" * 6_000 + b"]}"))
def test_bytes_that_mean_nothing_are_not_answered(server_path: Path, data: bytes) -> None:
    with connected(server_path) as connection:
        connection.sendall(data)
        connection.shutdown(socket.SHUT_WR)
        assert ends(connection)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ODD)
@example({"ask": "parse"})
@example({"ask": "parse", "texts": "text"})
@example({"ask": "parse", "texts": [1]})
@example({"ask": ["parse"], "texts": []})
@example({"ask": {}, "texts": []})
def test_json_that_asks_for_nothing_is_not_answered(server_path: Path, value: object) -> None:
    import json

    data = json.dumps(value).encode()
    with connected(server_path) as connection:
        connection.sendall(framed(data))
        if isinstance(value, dict) and value.get("ask") in ("parse", "status", "stop") and isinstance(value.get("texts"), list):
            return
        assert ends(connection)


@pytest.mark.parametrize("other", [{"model": None}, {"model": ["x"]}, {"code": 1}, {"code": "x"}, {"model": "1" * 64}])
def test_a_request_for_other_models_or_code_is_told_so(server_path: Path, other: protocol.Json) -> None:
    with connected(server_path) as connection:
        protocol.send(connection, request(**other), protocol.REQUEST)
        assert told(connection) == {"told": "other", "models": "model" in other}


def test_more_than_a_request_may_have_is_not_read(server_path: Path) -> None:
    with connected(server_path) as connection:
        connection.sendall(struct.pack(">I", protocol.REQUEST + 1))
        assert ends(connection)


def test_who_is_slow_is_not_waited_for(socket_path: Path) -> None:
    with serving(socket_path, patience=1.0):
        with connected(socket_path) as silent, connected(socket_path) as slow, connected(socket_path) as half:
            slow.sendall(b"\0\0\1")
            half.sendall(struct.pack(">I", 1000) + b"{")
            assert ends(silent)
            assert ends(slow)
            with pytest.raises((BrokenPipeError, ConnectionResetError)):  # a byte now and then does not lengthen it
                drip(half)
        assert client(socket_path).parse(document_of("seed")) == sentences_of("seed")


def test_who_does_not_read_the_answer_is_dropped(socket_path: Path) -> None:
    long = "x" * 3_000_000

    class Long(Known):
        def parse(self, document):
            from dataclasses import replace

            return tuple(replace(s, words=(replace(s.words[0], lemma=long), *s.words[1:])) for s in super().parse(document))

    with serving(socket_path, Long(), patience=1.0) as running, connected(socket_path) as deaf:
        protocol.send(deaf, request(), protocol.REQUEST)
        until = time.monotonic() + 60
        while (running.server._parsed == 0 or running.server._at_work) and time.monotonic() < until:
            time.sleep(0.02)
        assert not running.server._at_work


def test_a_request_too_long_for_the_server_is_parsed_here(socket_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    notes: list[str] = []
    with serving(socket_path):
        monkeypatch.setattr(protocol, "REQUEST", 100)
        assert client(socket_path, notes, Known).parse(document_of("seed")) == sentences_of("seed")
    assert "did not answer (it is longer than" in notes[0]


def test_a_mistake_of_the_server_prints_no_words(
    socket_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def broken(server: WarmServer, connection: socket.socket, texts: list[str]) -> protocol.Json:
        raise KeyError(texts[0])

    with serving(socket_path):
        with monkeypatch.context() as patch, connected(socket_path) as connection:
            patch.setattr(WarmServer, "_parse", broken)
            protocol.send(connection, request(), protocol.REQUEST)
            assert ends(connection)
        assert client(socket_path).parse(document_of("seed")) == sentences_of("seed")
    assert capfd.readouterr() == ("", "")


def test_somebody_elses_process_is_not_answered(socket_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(socket_path):
        with monkeypatch.context() as patch:
            patch.setattr(place, "same_user", lambda connection: False)
            with connected(socket_path) as connection:
                assert ends(connection)
        assert client(socket_path).parse(document_of("seed")) == sentences_of("seed")


# -- what lies where the socket should --------------------------------------------------------------------------


@pytest.mark.parametrize("mode", [0o755, 0o710, 0o701, 0o720, 0o777])
def test_a_folder_that_others_can_use_is_refused_by_both_sides(socket_path: Path, mode: int) -> None:
    socket_path.parent.chmod(mode)
    for side in (
        lambda: client(socket_path).parse(document_of("seed")),
        lambda: ask(socket_path, {"ask": "status"}),
        WarmServer(Known, INFO, socket_path).run,
    ):
        with pytest.raises(WarmError, match="is open to others"):
            side()
    assert not socket_path.exists()


def test_a_folder_of_somebody_else_is_refused(socket_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    with pytest.raises(WarmError, match="belongs to somebody else"):
        client(socket_path).parse(document_of("seed"))


def test_what_is_no_folder_is_refused(socket_path: Path) -> None:
    socket_path.write_text("")
    with pytest.raises(WarmError, match="no folder|cannot be used"):
        place.check(socket_path / "s")


def test_a_link_to_a_folder_that_others_can_use_is_refused(socket_path: Path, tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    (socket_path.parent / "link").symlink_to(tmp_path)
    with pytest.raises(WarmError, match="is open to others"):
        place.check(socket_path.parent / "link" / "s")


def test_a_link_in_place_of_the_lock_is_not_followed(socket_path: Path, tmp_path: Path) -> None:
    Path(f"{socket_path}.lock").symlink_to(tmp_path / "precious")
    with pytest.raises(WarmError, match="Nothing can be written"):
        WarmServer(Known, INFO, socket_path).run()
    assert not (tmp_path / "precious").exists()


def test_a_path_too_long_for_a_socket_is_said_in_words(socket_path: Path) -> None:
    with pytest.raises(WarmError, match="is too long for a socket"):
        place.check(socket_path.parent / ("x" * 120))


def test_a_folder_that_is_missing_is_made_for_this_user_alone(socket_path: Path) -> None:
    inner = socket_path.parent / "in" / "s"
    with serving(inner):
        assert inner.parent.stat().st_mode & 0o777 == 0o700
        assert inner.stat().st_mode & 0o777 == 0o600


def test_without_such_sockets_it_says_so(socket_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(socket, "AF_UNIX")
    with pytest.raises(WarmError, match="Python does not have on this system"):
        place.check(socket_path)


def test_nothing_is_sent_to_a_server_of_somebody_else(socket_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(socket_path))
        listener.listen()
        monkeypatch.setattr(place, "same_user", lambda connection: False)
        with pytest.raises(WarmError, match="somebody else listens: nothing was sent"):
            client(socket_path).parse(document_of("seed"))
        connection, _ = listener.accept()
        with connection:
            assert connection.recv(1) == b""


def test_the_user_on_the_other_side_is_known() -> None:
    one, other = socket.socketpair()
    with one, other:
        assert place.same_user(one)


def test_another_user_is_known_where_the_system_tells(monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = socket.socketpair()
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    with one, other:
        assert place.same_user(one) is not sys.platform.startswith("linux")
