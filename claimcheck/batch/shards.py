"""How an input is cut into shards: by its own order and sizes only, so that every run has the same shards, whoever works on them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from claimcheck.batch.items import Item

#: A shard ends with this many articles, or with the article that brings it to so many bytes.
ARTICLES, BYTES = 64, 8_000_000
#: A small input is cut into so many shards, so that all cores have something to do, but none is smaller than this many bytes.
_SHARES, _SMALLEST = 128, 30_000


@dataclass(frozen=True, slots=True)
class Shard:
    """`fingerprint` changes with any of the articles and with `stamp`, which stands for everything else that decides about results."""

    number: int  # from 0
    items: tuple[Item, ...]
    fingerprint: str
    weight: int = 0  # how much of the input was read for it


def most_bytes(total: int) -> int:
    """Bytes that fill a shard of an input whose files have so many altogether."""
    return min(BYTES, max(_SMALLEST, total // _SHARES))


def shards(
    items: Iterable[Item], stamp: str, *, articles: int = ARTICLES, most: int = BYTES, read: Callable[[], int] = lambda: 0
) -> Iterator[Shard]:
    """The input, cut. `read` tells how much of it is read so far. No more than one shard is in memory."""
    number = before = size = 0
    some: list[Item] = []
    for item in items:
        some.append(item)
        size += len(item.data)
        if len(some) >= articles or size >= most:
            now = read()
            yield Shard(number, tuple(some), fingerprint(some, stamp), now - before)
            number, before, size, some = number + 1, now, 0, []
    if some:
        yield Shard(number, tuple(some), fingerprint(some, stamp), read() - before)


def fingerprint(items: Iterable[Item], stamp: str) -> str:
    """SHA-256 of the articles and the stamp, in hexadecimal."""
    digest = hashlib.sha256(stamp.encode())
    for item in items:
        about = [item.id, item.format, item.own_id, item.uri, item.title, item.published, item.error, len(item.data)]
        digest.update(json.dumps(about).encode())
        digest.update(item.data)
    return digest.hexdigest()
