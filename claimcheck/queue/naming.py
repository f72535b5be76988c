"""What people call an article."""

from __future__ import annotations

import re
from urllib.parse import unquote

#: Parts of a path that are told: a file, and the folder that tells it from others of that name.
_TOLD = 2


def called(title: str | None, uri: str) -> str:
    """Its title; without one the end of its path, as people write it ("…/Text files/ferry.txt"), or its web address."""
    if title or re.match("[A-Za-z][A-Za-z0-9+.-]+:", uri):
        return title or uri
    parts = [part for part in unquote(uri).split("/") if part]
    return ("…/" if len(parts) > _TOLD else "") + "/".join(parts[-_TOLD:]) or uri
