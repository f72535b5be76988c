"""Claims that were extracted before, by the article that they came from."""

from __future__ import annotations

from os import PathLike
from typing import Any

from claimcheck.errors import GoldError, RecordError
from claimcheck.evaluation.gold import Gold
from claimcheck.jsonl import read_bytes, records_in
from claimcheck.model import Claim
from claimcheck.record import claim_from_json
from claimcheck.strict_json import decode


class Records:
    """The claims of a file of records: reports or claims, as JSON or JSONL. Raises RecordError when one cannot be read."""

    def __init__(self, file: str | PathLike[str]):
        self.file = str(file)
        self._claims: dict[str, list[Claim]] = {}
        self._published: dict[str, str | None] = {}
        for place, record in records_in(decode(read_bytes(file))):
            where = f"{self.file}{f', {place}' if place else ''}"
            if isinstance(record, RecordError):
                raise RecordError(f"{where}: {record}")
            if not isinstance(record, dict):
                raise RecordError(f"{where} is no record of a claim or a report.")
            report = isinstance(record.get("claims"), list) and "claim_id" not in record
            if report:
                self._note(record.get("document"), where)
            for claim in record["claims"] if report else [record]:
                try:
                    read = claim_from_json(claim)
                except RecordError as error:
                    raise RecordError(f"{where}: a claim is not valid; `claimcheck validate` says more.", error.complaints) from None
                self._claims.setdefault(self._note(claim["document"], where), []).append(read)

    def _note(self, document: Any, where: str) -> str:
        """The hash of a record's article."""
        if not isinstance(document, dict) or not isinstance(document.get("sha256"), str):
            raise RecordError(f"{where} does not say which article it is about.")
        name: str = document["sha256"]
        self._published[name] = document.get("published_at")
        return name

    def claims_of(self, gold: Gold) -> tuple[Claim, ...]:
        """The claims of the gold's article. Raises GoldError when there are none, or when they were extracted for another day."""
        document = gold.document
        if document.sha256 not in self._published:
            raise GoldError(f"{self.file} has no record about {document.uri} as it is now: extract its claims again.")
        day, published = str(document.published), self._published[document.sha256]
        if published != day:
            raise GoldError(f"{self.file} was made for {document.uri} published on {published}, but its gold says {day}.")
        return tuple(self._claims.get(document.sha256, ()))
