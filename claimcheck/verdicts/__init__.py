"""Verdicts that people wrote down elsewhere: in a table (CSV), or as bodies of Web Annotations.

Read is what is there, and nothing is guessed: what cannot be read as a verdict is told with its place and the reason.
"""

from __future__ import annotations

from claimcheck.errors import VerdictError
from claimcheck.verdicts.annotations import read_annotations
from claimcheck.verdicts.table import read_table
from claimcheck.verdicts.verdict import Left, Verdict, Verdicts

__all__ = ["MAX_BYTES", "Left", "Verdict", "Verdicts", "read_verdicts"]

MAX_BYTES = 16 * 1024 * 1024


def read_verdicts(data: bytes, name: str) -> Verdicts:
    """The verdicts in a file; `name` is what the user calls it. Raises VerdictError when it holds none in either form."""
    if len(data) > MAX_BYTES:
        raise VerdictError(f"{name} is larger than {MAX_BYTES // 1024**2} MiB: split it.")
    if data.startswith(b"PK\x03\x04"):
        raise VerdictError(f"{name} is a workbook: save the sheet as CSV (UTF-8).")
    text = _decoded(data, name)
    if text.lstrip()[:1] in ("{", "["):
        return read_annotations(text, name)
    return read_table(text, name)


def _decoded(data: bytes, name: str) -> str:
    """UTF-8, or what Excel calls Unicode text: UTF-16 with a byte order mark."""
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError:
        raise VerdictError(f"{name} is neither UTF-8 nor UTF-16: save it as “CSV UTF-8”.") from None
    if "\0" in text:
        raise VerdictError(f"{name} is no text: save the sheet as CSV (UTF-8).")
    return text
