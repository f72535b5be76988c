"""Google Fact Check Tools: reviews of claims that fact-checkers published with ClaimReview markup.

The interface is described at https://developers.google.com/fact-check/tools/api/reference/rest/v1alpha1/claims/search: no hit is
`{}`, every field may be absent, and a rating is whatever words its publisher chose, in any language.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Literal

from claimcheck.errors import SettingError
from claimcheck.lookup import untrusted
from claimcheck.lookup.addresses import host_of
from claimcheck.lookup.evidence import Answer, Evidence, Failure, Request, Verdict
from claimcheck.lookup.query import Query
from claimcheck.lookup.source import Found, Search

HOST = "factchecktools.googleapis.com"
ADDRESS = f"https://{HOST}/v1alpha1/claims:search"
#: The environment variable that holds the key.
KEY = "CLAIMCHECK_GOOGLE_KEY"

#: Terms of the first question, and of the second, which is asked when the first finds nothing. The service looks for claims that
#: are like the whole question, so more terms do not find more.
_MANY = (3, 4)  # names, words
_FEW = (2, 1)
#: Failures that fewer terms may mend.
_ASK_AGAIN = ("service-error", "confidential")
_MAX_REVIEWS = 10  # of one claim
_MAX_RATING = 200
#: Errors after which it may be tried again, by the service's name for them.
_KINDS: Mapping[str, Literal["rate-limited", "busy"]] = {"RESOURCE_EXHAUSTED": "rate-limited", "UNAVAILABLE": "busy"}
_STATUS = re.compile(r"[A-Z_]{2,40}")


class GoogleFactCheck:
    """Earlier fact-checks, in English, that are about the terms of a claim."""

    name = "google-fact-check"
    about = "Published fact-checks with their rating, quoted (Google Fact Check Tools). Sent: names and words of the claim."
    follow_ups = "the same with fewer terms, when nothing was found"

    def __init__(self, *, endpoint: str | None = None, file: Path | None = None):
        """`endpoint`: another address that speaks the same protocol. Raises SettingError for a file: none is read."""
        if file is not None:
            raise SettingError("Google Fact Check Tools reads no file: leave out the one that was given.")
        self._address = endpoint or ADDRESS
        self.hosts = frozenset({host_of(self._address)})

    def ready(self) -> Failure | None:
        if os.environ.get(KEY, "").strip():
            return None
        return Failure("not-configured", f"Google Fact Check Tools need a key: make one in the Google Cloud console and put it into {KEY}.")

    def search(self, query: Query, *, limit: int) -> Search:
        failures: list[Failure] = []
        for question in _questions(query):
            (came,) = yield (self._request(question, limit),)
            if isinstance(came, Failure):
                failures.append(came)
                if came.kind not in _ASK_AGAIN:
                    break
                continue
            evidence = tuple(_evidence(came, query.as_of))[:limit]
            if evidence:
                return Found(evidence)  # a failure before it is mended by it
        return Found((), tuple(failures))

    def _request(self, question: str, limit: int) -> Request:
        size = str(max(1, min(limit, 20)))
        return Request(self._address, (("query", question), ("languageCode", "en"), ("pageSize", size)), secrets=(("key", KEY),))

    def judge(self, answer: Answer) -> Failure | None:
        if not isinstance(answer.value, dict):
            return Failure("malformed", "Google Fact Check Tools sent no JSON object.", answer.request)
        if "error" in answer.value:
            status = untrusted.entry(answer.value["error"], "status")
            known = status if isinstance(status, str) and _STATUS.fullmatch(status) else "no reason given"
            kind: Literal["rate-limited", "busy", "service-error"] = _KINDS.get(known, "service-error")
            return Failure(kind, f"Google Fact Check Tools answered with an error: {known}.", answer.request)
        if not isinstance(answer.value.get("claims", []), list):
            return Failure("malformed", "Google Fact Check Tools sent claims that are no list.", answer.request)
        return None


def _questions(query: Query) -> list[str]:
    """What is asked, one after the other. A claim without a name needs three words to be told from others."""
    if not query.names and len(query.words) < 3:
        return []
    asked = []
    for names, words in (_MANY, _FEW if query.names else (0, 2)):
        terms = (*(name.text for name in query.names[:names]), *query.words[:words])
        asked.append(untrusted.line(" ".join(terms)))
    return list(dict.fromkeys(filter(None, asked)))


def _evidence(answer: Answer, as_of: date | None) -> Iterator[Evidence]:
    seen: set[str] = set()
    for claim in untrusted.objects(untrusted.entry(answer.value, "claims")):
        reviewed = untrusted.text(claim.get("text"))
        claimed = untrusted.day(claim.get("claimDate"))
        for review in untrusted.objects(claim.get("claimReview"), _MAX_REVIEWS):
            url = untrusted.link(review.get("url"))
            title = untrusted.line(review.get("title"))
            if url is None or url in seen or not (reviewed or title):
                continue
            seen.add(url)
            made = untrusted.day(review.get("reviewDate"))
            yield Evidence(
                source=GoogleFactCheck.name,
                kind="fact-check",
                title=title or untrusted.line(reviewed),
                url=url,
                text="\n\n".join(filter(None, (reviewed[: untrusted.MAX_TEXT - untrusted.MAX_TITLE - 2].rstrip(), title))),
                dated=claimed or made,
                modified=made.isoformat() if made else None,
                as_of=None if made is None or as_of is None else "then" if made <= as_of else "since",
                answers=(answer.sha256,),
                verdict=_verdict(review, url, made),
            )


def _verdict(review: dict[str, object], url: str, made: date | None) -> Verdict | None:
    rating = untrusted.line(review.get("textualRating"), _MAX_RATING)
    publisher = review.get("publisher")
    name = untrusted.line(untrusted.entry(publisher, "name")) or untrusted.line(untrusted.entry(publisher, "site"))
    if not rating:
        return None
    return Verdict(rating, name or url.split("/")[2], url, made.isoformat() if made else None)
