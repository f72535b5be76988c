"""The archive of earlier fact-checks and claims on this machine. Nothing is sent anywhere: it needs no host and yields no request."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from claimcheck.archive import default_path, opened
from claimcheck.archive.nearness import Near
from claimcheck.errors import ArchiveError
from claimcheck.lookup.circumstances import Circumstances
from claimcheck.lookup.evidence import Answer, Evidence, Failure, Verdict
from claimcheck.lookup.matching import Match, matches
from claimcheck.lookup.query import Query
from claimcheck.lookup.source import Found, Search

#: Below this score fewer than one candidate in twenty is what was looked for.
LEAST = 0.05

#: Claims of the article itself that may stand before the first of others.
_OWN = 20


class Archive:
    """Candidates from an archive, best first: fact-checks with their verdicts, claims of our own with what was verified of them."""

    name = "archive"
    about = "Earlier fact-checks and claims in the archive on this machine (`claimcheck archive`). Nothing is sent."
    hosts: frozenset[str] = frozenset()
    follow_ups = ""

    def __init__(self, *, endpoint: str | None = None, file: Path | None = None):
        """`file`: the archive; None for the one that CLAIMCHECK_ARCHIVE names, or the user's own. It has no `endpoint`."""
        self._path = file or default_path()
        self._near = Near()

    def ready(self) -> Failure | None:
        try:
            with opened(self._path):
                return None
        except ArchiveError as error:
            return Failure("not-configured", str(error))

    def search(self, query: Query, *, limit: int) -> Search:
        yield from ()
        terms = (*(name.text for name in query.names), *query.words, *map(str, query.years))
        text = query.text or " ".join(terms)
        try:
            with opened(self._path) as archive:
                near = self._near.to(archive, query.text)
                known = Circumstances(query.as_of, query.speaker)
                found = matches(archive, text, limit=limit + _OWN, least=LEAST, meanings=near, circumstances=known)
        except ArchiveError as error:
            return Found(failures=(Failure("not-configured", str(error)),))
        others = [match for match in found if not _own(match, query.document)][:limit]
        return Found(tuple(_evidence(match, query.as_of) for match in others))

    def judge(self, answer: Answer) -> Failure | None:
        return None


def _own(match: Match, document: str | None) -> bool:
    """Whether it is a claim of this very article that nobody has rated: it would agree with itself."""
    if document is None or match.entry.record is None or match.entry.rating is not None:
        return False
    record = json.loads(match.entry.record)
    return isinstance(record, dict) and record.get("document", {}).get("uri") == document


def _evidence(match: Match, as_of: date | None) -> Evidence:
    entry = match.entry
    stated = date.fromisoformat(entry.stated) if entry.stated else None
    reviewed = date.fromisoformat(entry.reviewed) if entry.reviewed else None
    known = reviewed or stated
    verdict = Verdict(entry.rating, entry.publisher or "", entry.url or "", entry.reviewed) if entry.rating else None
    return Evidence(
        source="archive",
        kind=entry.kind,
        title=entry.title or entry.publisher or entry.claim,
        url=entry.url or "",
        text=entry.claim,
        licence=entry.licence,
        revision=entry.entry_id,
        dated=stated or reviewed,
        modified=entry.reviewed,
        as_of=None if known is None or as_of is None else "then" if known <= as_of else "since",
        verdict=verdict,
        score=match.score,
    )
