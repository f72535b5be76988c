"""Claims about the pages of fixtures/wiki as a lookup knows them, and a way to look them up through the real client."""

from __future__ import annotations

import asyncio
from datetime import date

from claimcheck.lookup.client import Client
from claimcheck.lookup.policy import Policy
from claimcheck.lookup.query import Name, Query
from claimcheck.lookup.source import Found
from claimcheck.lookup.sources.wikipedia import Wikipedia
from tests.servers.mediawiki import PORT

HOST = "127.0.0.1"
API = f"http://{HOST}:{PORT}/w/api.php"
DAY = date(2025, 7, 1)

LAUNCH = Query(
    "launch",
    (Name("Operation Sindoor"), Name("India", "location"), Name("Pakistan", "location")),
    ("launch", "attack", "terror"),
    begin=date(2025, 5, 6),
    end=date(2025, 5, 7),
    as_of=DAY,
)
ATTACK = Query("attack", (Name("Pahalgam", "location"),), ("attack",), begin=date(2025, 4, 22), end=date(2025, 4, 22), as_of=DAY)
CALL = Query("call", (Name("Rajnath Singh", "person"), Name("Pete Hegseth", "person")), ("call",), as_of=DAY)
CONFIRMED = Query("confirmed", (Name("Pete Hegseth", "person"),), ("confirm", "secretary"), as_of=DAY)
HOSTED = Query("hosted", (Name("Munir", "person"),), ("host",), as_of=DAY)
AGREEMENT = Query("agreement", (Name("Kuala Lumpur", "location"),), ("agreement",), as_of=DAY)
COLLAPSE = Query("collapse", (Name("Mecca", "location"),), ("crane", "kill", "injure"), as_of=date(2015, 9, 12))
SHELLS = Query("shells", (Name("South Korea", "location"),), ("shell", "fire"), as_of=date(2015, 8, 21))
WORSHIP = Query("worship", (Name("Greek Orthodox Church", "organization"), Name("Zeus")), ("worshipper",), as_of=date(2006, 3, 27))
BRIDGE = Query("bridge", (Name("Sarnow Bridge"),), ("car", "close"), as_of=date(2024, 1, 1))
ANNALS = Query(
    "annals", (Name("Velmora", "location"),), ("granary", "barley"), begin=date(1815, 1, 1), end=date(1815, 12, 31), as_of=date(2024, 1, 1)
)
UNKNOWN = Query("unknown", (Name("Nobody Whatsoever", "person"),), ("resign",), as_of=DAY)
#: Names that would be commands to some search engine.
ODD = Query("odd", (Name('insource:/x.*/ OR "Munir" -India ~~ Talk:\\'),), ("OR", "NOT", "intitle:x"), as_of=DAY)


def look_up(query: Query, *, limit: int = 5) -> Found:
    """What the wiki at API says: the real client, with nothing kept."""

    async def ask() -> Found:
        policy = Policy(allow_private=frozenset({HOST}), requests_per_minute=6_000, attempts=1)
        async with Client(policy, environ={}) as client:
            return await client.drive(Wikipedia(endpoint=API), query, limit=limit)

    return asyncio.run(ask())
