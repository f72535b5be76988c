"""Plays a cassette through the real client."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from claimcheck.lookup.client import Client
from claimcheck.lookup.policy import Policy
from claimcheck.lookup.query import Query
from claimcheck.lookup.source import Found, Source
from tests.lookup_driver import RETRIEVED


def play(source: Source, query: Query, *, limit: int = 5, environ: Mapping[str, str] | None = None, policy: Policy | None = None) -> Found:
    """What a source finds; for tests marked `vcr`, where its answers come from a cassette. `environ`: where keys are read. `policy`:
    how the client behaves; services that ask for a contact address get none by default."""

    async def drive() -> Found:
        async with Client(policy, environ=environ or {}, now=lambda: RETRIEVED) as client:
            return await client.drive(source, query, limit=limit)

    return asyncio.run(drive())
