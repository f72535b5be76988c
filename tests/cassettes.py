"""How answers are recorded: nothing of who asked, and of the answer's headers those alone that the code reads."""

from __future__ import annotations

from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent.parent / "fixtures" / "cassettes"

#: By name, in lower case. An answer of a public service carries the address of whoever asked, cookies, and the time in others.
_ANSWER_HEADERS = frozenset({"content-type", "mediawiki-api-error", "retry-after"})


def settings() -> dict[str, Any]:
    """For the fixture `vcr_config`. It names no record mode: that would override the command line."""
    return {
        "decode_compressed_response": True,
        "before_record_request": _request,
        "before_record_response": _response,
        "match_on": ("method", "scheme", "host", "port", "path", "query"),
    }


def _request(request: Any) -> Any:
    request.headers = {}  # the contact address of whoever records stands there
    return request


def _response(response: dict[str, Any]) -> dict[str, Any]:
    headers = {name.lower(): value for name, value in response["headers"].items() if name.lower() in _ANSWER_HEADERS}
    return {**response, "headers": headers}
