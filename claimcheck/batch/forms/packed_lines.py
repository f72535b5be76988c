"""JSON Lines with gzip, a tenth of the size."""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Sequence

from claimcheck.batch.forms import Json, lines
from claimcheck.batch.shard import Outcome


def files(number: int, outcomes: Sequence[Outcome]) -> Iterator[tuple[str, bytes]]:
    for name, data in lines.files(number, outcomes):
        yield f"{name}.gz", gzip.compress(data, 6, mtime=0)  # no time of day: equal outcomes, equal bytes


def failed(documents: bytes) -> Iterator[Json]:
    return lines.failed(gzip.decompress(documents))
