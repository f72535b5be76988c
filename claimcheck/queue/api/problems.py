"""What the API answers where it does not do what was asked: problem details, RFC 9457."""

from __future__ import annotations

import json
from collections.abc import Mapping

from starlette.responses import Response

MEDIA_TYPE = "application/problem+json"
#: The statuses that the API answers with, by name.
TITLES = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    409: "Conflict",
    412: "Precondition Failed",
    413: "Content Too Large",
    415: "Unsupported Media Type",
    422: "Unprocessable Content",
    429: "Too Many Requests",
    500: "Internal Server Error",
    503: "Service Unavailable",
}
#: Characters of a sentence; what was sent may be repeated in it.
_LONGEST = 400


class Problem(Exception):
    """A request is not carried out. Its text is one sentence that names what would mend it."""

    def __init__(self, status: int, detail: str, headers: Mapping[str, str] | None = None):
        super().__init__(detail)
        self.status = status
        self.headers = dict(headers or {})

    def response(self) -> Response:
        """The answer that tells it."""
        return problem(self.status, str(self), self.headers)


def problem(status: int, detail: str, headers: Mapping[str, str] | None = None) -> Response:
    """Problem details of no type of their own: the status says what kind it is."""
    written = detail if len(detail) <= _LONGEST else detail[: _LONGEST - 1] + "…"
    body = {"type": "about:blank", "title": TITLES.get(status, "Error"), "status": status, "detail": written}
    content = json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")
    return Response(content, status, {**(headers or {}), "Cache-Control": "no-store"}, MEDIA_TYPE)
