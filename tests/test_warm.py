"""A warm server and its client: the same parses as without, one after the other, and an end without losses."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from claimcheck import written_parse
from claimcheck.document import from_text
from claimcheck.model import Block, Document, Span
from claimcheck.tree import Sentence
from claimcheck.warm import protocol
from claimcheck.warm.client import ask
from claimcheck.warm.server import CONNECTIONS
from tests.frozen import article_names, document_of, sentences_of
from tests.warm_serving import INFO, Known, client, connected, own_sockets, request, serving, told

pytestmark = own_sockets


# -- parses -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", article_names())
def test_the_sentences_are_those_of_the_parser(socket_path: Path, name: str) -> None:
    with serving(socket_path, Known(name)):
        assert client(socket_path).parse(document_of(name)) == sentences_of(name)


def test_a_document_is_parsed_as_a_whole_as_it_would_be_without_a_server(socket_path: Path) -> None:
    known, document = Known(), document_of("seed")
    with serving(socket_path, known):
        client(socket_path).parse(document)
    assert known.asked == [[block.span.slice(document.text) for block in document.blocks]]


def test_a_document_without_paragraphs_asks_nobody(socket_path: Path) -> None:
    assert client(socket_path).parse(replace(document_of("seed"), blocks=())) == ()


def test_characters_that_utf_8_cannot_hold_are_no_trouble(socket_path: Path) -> None:
    with serving(socket_path):
        text = "A half \ud83d of a pair.\u2028And\tmore."
        document = replace(document_of("seed"), text=text, blocks=(Block(Span(0, len(text)), "paragraph"),))
        assert client(socket_path).parse(document) == ()


def test_the_client_needs_neither_torch_nor_stanza(socket_path: Path) -> None:
    script = (
        "import sys\nfrom pathlib import Path\nfrom tests.test_warm import client\nfrom tests.frozen import document_of, sentences_of\n"
        f"assert client(Path({str(socket_path)!r})).parse(document_of('seed')) == sentences_of('seed')\n"
        "sys.exit(str({'torch', 'stanza', 'transformers', 'numpy'} & set(sys.modules) or ''))"
    )
    with serving(socket_path):
        done = subprocess.run([sys.executable, "-c", script], cwd=Path(__file__).parent.parent, capture_output=True, text=True)
    assert done.stderr.strip() == ""


# -- without a server -------------------------------------------------------------------------------------------


def test_without_a_server_it_parses_here_and_says_so_once(socket_path: Path) -> None:
    notes: list[str] = []
    parser = client(socket_path, notes, Known)
    assert parser.parse(document_of("seed")) == sentences_of("seed")
    assert parser.parse(document_of("seed")) == sentences_of("seed")
    assert notes == [f"No warm server listens at {socket_path} (`claimcheck warm` starts one); the models are loaded here."]


def test_without_the_folder_of_its_socket_there_is_no_server(socket_path: Path) -> None:
    notes: list[str] = []
    assert client(socket_path.parent / "none" / "s", notes, Known).parse(document_of("seed")) == sentences_of("seed")
    assert "No warm server" in notes[0]


def test_a_server_with_other_models_is_not_used(socket_path: Path) -> None:
    notes: list[str] = []
    with serving(socket_path) as running:
        other = replace(INFO, sha256="1" * 64)
        assert client(socket_path, notes, Known, other).parse(document_of("seed")) == sentences_of("seed")
        assert running.server._parsed == 0
    assert notes == [
        "The warm server has other models: stop it with `claimcheck warm --stop` and start it again; the models are loaded here."
    ]


def test_a_server_of_another_version_is_not_used(socket_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    notes: list[str] = []
    with serving(socket_path):
        monkeypatch.setattr(written_parse, "code", lambda: "other")
        assert client(socket_path, notes, Known).parse(document_of("seed")) == sentences_of("seed")
    assert "is of another version of claimcheck: stop it" in notes[0]


def test_a_parser_that_fails_fails_for_that_request_alone(socket_path: Path) -> None:
    class Failing(Known):
        def parse(self, document: Document) -> tuple[Sentence, ...]:
            if "sunk" in document.text:
                raise KeyError("the words of a draft")
            return super().parse(document)

    notes: list[str] = []
    with serving(socket_path, Failing()):
        assert client(socket_path, notes, Known).parse(from_text("The boat has sunk.")) == ()
        assert client(socket_path).parse(document_of("seed")) == sentences_of("seed")
    assert notes == ["The warm server did not parse this (KeyError came of it); the models are loaded here."]


def test_a_parse_that_would_come_out_different_is_not_handed_on(socket_path: Path) -> None:
    class Tabs(Known):
        def parse(self, document: Document) -> tuple[Sentence, ...]:
            return tuple(replace(s, words=(replace(s.words[0], lemma="a\tb"), *s.words[1:])) for s in super().parse(document))

    notes: list[str] = []
    with serving(socket_path, Tabs()):
        assert client(socket_path, notes, Known).parse(document_of("seed")) == sentences_of("seed")
    assert "ValueError came of it" in notes[0]


@pytest.mark.parametrize(
    "answer",
    [
        {"told": "parsed"},
        {"told": "parsed", "parses": []},
        {"told": "parsed", "parses": "x" * 60},
        {"told": "parsed", "parses": [1] * 60},
        {"told": "parsed", "parses": ["# text = x\n# start_char = 0\n1\tx\tx\tX\tX\t_\t0\troot\t_\tstart_char=0|end_char=1\n"] * 60},
        {"told": "status"},
        {"told": ["parsed"]},
        {},
    ],
)
def test_an_answer_that_is_no_parse_is_not_taken(socket_path: Path, answer: protocol.Json) -> None:
    document = document_of("seed")
    if isinstance(answer.get("parses"), list) and answer["parses"]:
        answer = {**answer, "parses": answer["parses"][: len(document.blocks)]}
    notes: list[str] = []
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(socket_path))
        listener.listen()

        def reply() -> None:
            connection, _ = listener.accept()
            with connection:
                protocol.receive(connection, protocol.REQUEST)
                protocol.send(connection, answer, protocol.ANSWER)

        thread = threading.Thread(target=reply)
        thread.start()
        assert client(socket_path, notes, Known).parse(document) == sentences_of("seed")
        thread.join()
    assert notes == ["The warm server's answer is no parse of this; the models are loaded here."]


def test_a_server_that_says_nothing_is_given_up(socket_path: Path) -> None:
    notes: list[str] = []
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(socket_path))
        listener.listen()
        assert client(socket_path, notes, Known, silence=0.05).parse(document_of("seed")) == sentences_of("seed")
    assert notes == [f"The warm server at {socket_path} did not answer (it took too long); the models are loaded here."]


# -- several at once --------------------------------------------------------------------------------------------


def test_many_ask_at_once_and_one_after_the_other_is_parsed(socket_path: Path) -> None:
    known = Known(meanwhile=lambda: time.sleep(0.02))
    found: list[object] = []
    with serving(socket_path, known, heartbeat=0.01):
        threads = [threading.Thread(target=lambda: found.append(client(socket_path).parse(document_of("seed")))) for _ in range(12)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert found == [sentences_of("seed")] * 12
    assert (len(known.asked), known.most_at_once) == (12, 1)


def test_who_went_away_while_waiting_is_not_parsed_for(socket_path: Path) -> None:
    go_on, begun = threading.Event(), threading.Event()

    def meanwhile() -> None:
        begun.set()
        assert go_on.wait(60)

    known = Known(meanwhile=meanwhile)
    with serving(socket_path, known) as running:
        with connected(socket_path) as first, connected(socket_path) as second:
            protocol.send(first, request(), protocol.REQUEST)
            assert begun.wait(60)
            protocol.send(second, request(), protocol.REQUEST)
            assert protocol.receive(second, protocol.ANSWER, 60) == {"told": "wait"}
            second.close()
            until = time.monotonic() + 60
            while len(running.server._at_work) > 1 and time.monotonic() < until:
                time.sleep(0.01)
            go_on.set()
            assert told(first)["told"] == "parsed"
        assert client(socket_path).parse(document_of("seed")) == sentences_of("seed")
    assert len(known.asked) == 2


def test_too_many_are_told_so(socket_path: Path) -> None:
    with serving(socket_path, patience=60.0) as running:
        waiting = []
        for _ in range(CONNECTIONS):
            waiting.append(connected(socket_path))
            waiting[-1].__enter__()
        until = time.monotonic() + 60
        while len(running.server._at_work) < CONNECTIONS and time.monotonic() < until:
            time.sleep(0.01)
        notes: list[str] = []
        assert client(socket_path, notes, Known).parse(document_of("seed")) == sentences_of("seed")
        for connection in waiting:
            connection.__exit__(None, None, None)
    assert len(notes) == 1


def test_the_socket_answers_while_the_models_are_loading(socket_path: Path) -> None:
    go_on = threading.Event()

    class Slow(Known):
        def parse(self, document: Document) -> tuple[Sentence, ...]:
            assert go_on.wait(60)
            return super().parse(document)

    ready = threading.Event()
    with serving(socket_path, Slow(), ready=ready.set):
        status = ask(socket_path, {"ask": "status"})
        assert status is not None
        assert (status["loaded"], status["parsed"], status["model"], status["sha256"]) == (False, 0, "compact", INFO.sha256)
        go_on.set()
        assert ready.wait(60)
        assert client(socket_path).parse(document_of("seed")) == sentences_of("seed")
        status = ask(socket_path, {"ask": "status"})
        assert status is not None
        assert (status["loaded"], status["parsed"], status["waiting"]) == (True, 1, 0)
