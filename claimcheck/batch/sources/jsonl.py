"""JSON Lines, also with gzip: an article on each line."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from typing import IO, Any, BinaryIO, cast

from claimcheck.batch.items import Item
from claimcheck.batch.sources.fields import Fields, item_of
from claimcheck.document import MAX_BYTES
from claimcheck.errors import DocumentError

NEEDS: tuple[str, ...] = ()

#: Bytes of a line. An article of the largest size fits, with a few escapes.
LONGEST = 3 * MAX_BYTES
#: Bytes that are read to get over a longer line, before the file is given up.
PATIENCE = 1_000_000_000
#: So many bytes for one, and at least so many, are what no text has: a bomb.
_RATIO, _AT_LEAST = 300, 100_000_000
_GZIP = b"\x1f\x8b"


def items(file: BinaryIO, name: str, fields: Fields) -> Iterator[Item]:
    """The articles of a file; their ids have the number of the line. Raises DocumentError where it cannot be read any further."""
    packed = file.read(2) == _GZIP
    file.seek(0)
    stream = cast(IO[bytes], gzip.GzipFile(fileobj=file)) if packed else file
    number = 0
    while True:
        number += 1
        try:
            line = stream.readline(LONGEST + 1)
        except (OSError, EOFError, ValueError) as error:
            raise DocumentError(f"{name} breaks off at line {number} ({error}).") from None
        if not line:
            return
        place = f"{name}#{number}"
        if packed and stream.tell() > max(_AT_LEAST, _RATIO * file.tell()):
            raise DocumentError(f"{name} grows more than {_RATIO} times when it is unpacked, as no text does: the rest is left out.")
        if len(line) > LONGEST:
            _skip(stream, file if packed else None, place)
            yield Item(place, error=f"{place} is longer than {LONGEST // 1_000_000} MB: give one article a line.")
        elif line.strip():
            try:
                yield item_of(place, _object(line if number > 1 else line.removeprefix(b"\xef\xbb\xbf"), place), fields)
            except DocumentError as error:
                yield Item(place, error=str(error))


def _skip(stream: IO[bytes], packed: BinaryIO | None, place: str) -> None:
    """Read on to the end of the line."""
    for _ in range(PATIENCE // LONGEST):
        if packed is not None and stream.tell() > max(_AT_LEAST, _RATIO * packed.tell()):
            break
        piece = stream.readline(LONGEST)
        if not piece or piece.endswith(b"\n"):
            return
    raise DocumentError(f"{place} does not end: the rest of the file is left out.")


def _object(line: bytes, place: str) -> dict[str, Any]:
    """What is strange in fields that nobody looks at, such as NaN, does no harm."""
    try:
        value = json.loads(line.decode("utf-8").rstrip())
    except UnicodeDecodeError as error:
        raise DocumentError(f"{place} is not UTF-8: byte {error.start} cannot be read.") from None
    except json.JSONDecodeError as error:
        raise DocumentError(f"{place} is not JSON: {error.msg} at column {error.colno}.") from None
    except (ValueError, RecursionError) as error:  # a number of thousands of digits, brackets thousands deep
        raise DocumentError(f"{place} cannot be read as JSON ({str(error)[:100]}).") from None
    if not isinstance(value, dict):
        raise DocumentError(f"{place} is no JSON object.")
    return value
