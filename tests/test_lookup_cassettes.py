"""The cassettes themselves: where they are from, and that nothing of whoever recorded them is in them."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import yaml

from claimcheck.lookup.answer_format import KEPT_HEADERS
from claimcheck.lookup.registry import BUILT_IN
from tests.cassettes import FOLDER

CASSETTES = sorted(FOLDER.glob("*/*.yaml"))
#: A server of this machine, which answers `make record`.
LOCAL = frozenset({"127.0.0.1", "localhost"})
KEYS = frozenset({"key", "apikey", "api_key", "token", "access_token", "password"})


def interactions(path: Path) -> list[dict[str, Any]]:
    found = yaml.safe_load(path.read_text(encoding="utf-8"))["interactions"]
    assert isinstance(found, list) and found
    return found


@pytest.mark.parametrize("path", CASSETTES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_cassette(path: Path) -> None:
    assert path.parent.name in BUILT_IN, "its folder has the name of a source"
    hosts = set()
    for interaction in interactions(path):
        request, response = interaction["request"], interaction["response"]
        address = urlsplit(request["uri"])
        hosts.add(address.hostname)
        assert request["method"] == "GET" and not request.get("body")
        assert set(map(str.lower, request["headers"])) <= {"accept"}
        assert set(map(str.lower, response["headers"])) <= KEPT_HEADERS
        assert not {name.lower() for name, _ in parse_qsl(address.query)} & KEYS and "@" not in address.netloc
    first = path.read_text(encoding="utf-8").partition("\n")[0]
    written = first.startswith("# synthetic: written from https://") and first.endswith(", not recorded")
    assert written or hosts <= LOCAL, "a public service is not recorded: its answers are others' words, and change"


def test_there_are_some_of_every_service_that_cannot_run_here() -> None:
    assert {"google-fact-check", "wayback", "gdelt"} <= {path.parent.name for path in CASSETTES}
