"""Cassettes are recorded and played through the real client: what lies below them, names and connections, is not touched in a replay."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
import vcr

from claimcheck.lookup.client import Client
from claimcheck.lookup.evidence import Answer, Failure, Request
from tests.fast_loop import run_fast
from tests.hostile_server import HOST, HostileServer, redirects, replies
from tests.lookup_asking import LOCAL, Asker

pytestmark = pytest.mark.block_network(allowed_hosts=["127\\.0\\.0\\.1"])


@pytest.mark.parametrize("decoded", [True, False])
def test_a_cassette_replays_without_a_name_or_a_connection(tmp_path: Path, decoded: bool) -> None:
    packed = replies(gzip.compress(b'{"packed": "as sent"}'), "Content-Encoding: gzip")
    manners = {"/plain": replies(b'{"plain": 1}'), "/packed": packed, "/moved": redirects("/plain"), "/gone": replies(status=404)}
    tape = tmp_path / "tape.yaml"

    async def resolver(host: str, port: int) -> Sequence[str]:
        assert recording, "a replay asks nobody for a name"
        return [host]

    async def play(base: str) -> list[Answer | Failure]:
        requests = [Request(base + path, (("q", "a|b c"),)) for path in manners]
        mode = vcr.mode.NONE if not recording else vcr.mode.ONCE
        with vcr.VCR().use_cassette(str(tape), record_mode=mode, decode_compressed_response=decoded):
            async with Client(replace(LOCAL, attempts=1), resolver=resolver, now=lambda: "2026-03-01T10:00:00Z") as client:
                return await client.ask(requests, Asker())

    async def record() -> tuple[str, list[Answer | Failure]]:
        async with HostileServer(manners) as server:
            return f"http://{HOST}:{server.port}", await play(f"http://{HOST}:{server.port}")

    recording = True
    base, recorded = run_fast(record())
    assert [got.value if isinstance(got, Answer) else got.kind for got in recorded] == [
        {"plain": 1},
        {"packed": "as sent"},
        {"plain": 1},
        "http-error",
    ]
    recording = False
    assert run_fast(play(base)) == recorded


def test_what_is_not_on_the_cassette_is_a_failure(tmp_path: Path) -> None:
    async def main() -> Answer | Failure:
        with vcr.VCR().use_cassette(str(tmp_path / "none.yaml"), record_mode=vcr.mode.NONE):
            async with Client(replace(LOCAL, attempts=1)) as client:
                return (await client.ask([Request(f"http://{HOST}:9/a")], Asker()))[0]

    got = run_fast(main())
    assert isinstance(got, Failure) and got.kind == "unreachable" and "CannotOverwrite" in got.message
