"""Errors of a MediaWiki's Action API: it sends them with status 200, named in the body and in the header `MediaWiki-API-Error`.

Codes: https://www.mediawiki.org/wiki/API:Errors_and_warnings. Warnings are no errors: the answer holds what could be had.
"""

from __future__ import annotations

import re

from claimcheck.lookup.evidence import Answer, Failure, FailureKind
from claimcheck.lookup.plain_text import one_line, plain_text

#: Errors that pass: too many requests, and a service that is busy, copying its data, or being looked after.
_KINDS: dict[str, FailureKind] = {
    **dict.fromkeys(("ratelimited", "actionthrottledtext"), "rate-limited"),
    **dict.fromkeys(("maxlag", "readonly", "cirrussearch-too-busy-error", "cirrussearch-backend-error", "concurrency-limit"), "busy"),
}
_MEANS: dict[FailureKind, str] = {
    "rate-limited": "it is asked too often; wait a minute",
    "busy": "it is busy; ask again later",
}
_CODE = re.compile(r"[a-z0-9_-]{1,60}", re.IGNORECASE)
_LONGEST_WAIT = 3_600.0


def api_error(answer: Answer, service: str) -> Failure | None:
    """What is wrong with an answer whose status is a success, or None. `service` is its name for the user."""
    value = answer.value
    if not isinstance(value, dict):
        return Failure("malformed", f"{service} did not answer with a JSON object.", answer.request)
    error = value.get("error")
    if error is None and isinstance(errors := value.get("errors"), list) and errors:
        error = errors[0]  # the form of `errorformat`
    header = answer.headers.get("mediawiki-api-error", "")
    if error is None and not header:
        return None
    given, said = (error.get("code"), error.get("info") or error.get("text")) if isinstance(error, dict) else (None, None)
    code = next((name for name in (given, header) if isinstance(name, str) and _CODE.fullmatch(name)), "unknown").lower()
    kind = _KINDS.get(code, "service-error")
    message = f"{service} answered with the error {code}"
    if reason := _MEANS.get(kind):
        message += f": {reason}."
    elif isinstance(said, str) and said.strip():
        message += f": {one_line(plain_text(said[:2_000]), 200)}"
    else:
        message += "."
    return Failure(kind, message, answer.request, retry_after=_wait(answer))


def _wait(answer: Answer) -> float | None:
    seconds = answer.headers.get("retry-after", "")
    return min(float(seconds), _LONGEST_WAIT) if re.fullmatch(r"\d{1,9}", seconds) else None
