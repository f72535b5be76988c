"""The records in a file, whichever way they lie in it: one, a JSON array, or JSONL."""

from __future__ import annotations

from collections.abc import Iterator
from os import PathLike

from claimcheck.errors import RecordError
from claimcheck.strict_json import MAX_BYTES, loads


def read_bytes(file: str | PathLike[str] | bytes) -> bytes:
    """The bytes of a file given by its path, up to one more than `strict_json` takes; bytes as they are.

    Raises RecordError when the file cannot be opened or read.
    """
    if isinstance(file, bytes):
        return file
    try:
        with open(file, "rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:  # ValueError: a null byte in the path
        raise RecordError(f"{file!s} cannot be read: {getattr(error, 'strerror', None) or error}.") from None


def records_in(text: str) -> Iterator[tuple[str, object]]:
    """Each record with its place: "" for the only one, `$[2]` in an array, "line 3" in JSONL.

    Where a record should be and none can be read, its RecordError stands in its stead. Only LF ends a line: U+2028 may stand
    unescaped in a JSON string.
    """
    whole: object
    try:
        whole = loads(text)
    except RecordError as error:
        whole = error
    if isinstance(whole, list):
        yield from ((f"$[{number}]", record) for number, record in enumerate(whole))
        return
    lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    if not isinstance(whole, RecordError) or not _looks_like_jsonl([line.strip() for _, line in lines[:2]]):
        if lines:
            yield "", whole
        return
    for number, line in lines:
        try:
            yield f"line {number}", loads(line, first_line=number)
        except RecordError as error:
            yield f"line {number}", error


def _looks_like_jsonl(first: list[str]) -> bool:
    """Whether the first two lines are records of their own. In one object spread over lines, "{" is followed by a key."""
    return len(first) == 2 and first[0].startswith("{") and (first[0].endswith("}") or first[1].startswith("{"))
