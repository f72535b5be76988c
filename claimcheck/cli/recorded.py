"""Articles with their claims, from files of records or by reading them anew: what `export`, `import` and `lookup` begin with."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from claimcheck.cli.checking import reports_of
from claimcheck.cli.session import Session
from claimcheck.cli.terminal import Progress, complain
from claimcheck.errors import DocumentError, RecordError, SettingError

if TYPE_CHECKING:
    from claimcheck.check.settings import Settings, SettingsFinder
    from claimcheck.model import Document

Json = dict[str, Any]

#: Endings of files that hold records.
RECORDS = (".json", ".jsonl")

#: How records begin, and hardly any article: an object, or an array of objects.
_BEGINS = re.compile(rb'(\xef\xbb\xbf)?\s*(\[\s*)?\{\s*"')

#: What a claim says of its document; a report says more.
_BRIEF = ("uri", "sha256", "title", "published_at", "lang")


@dataclass(frozen=True, slots=True)
class Recorded:
    """An article: its name in a lock, what its claims say of it, and they themselves. `article` where it was read."""

    path: str
    document: Json
    claims: tuple[Json, ...]
    article: Document | None = None


def holds_records(name: str) -> bool:
    """Whether a path is that of a file of records, by its ending."""
    return Path(name).suffix.lower() in RECORDS


def are_records(data: bytes) -> bool:
    """Whether standard input has records in it, by how it begins."""
    return _BEGINS.match(data) is not None


def from_records(file: str, settings: Settings, data: bytes | None = None) -> list[Recorded]:
    """The articles in a file of records, in their order. `data`: its content, where it was read already.

    Raises RecordError when it cannot be read or breaks the schema.
    """
    from claimcheck.jsonl import read_bytes, records_in
    from claimcheck.record import validate_file
    from claimcheck.strict_json import decode

    try:
        data = read_bytes(file) if data is None else data
        complaints = validate_file(data)
        if complaints:
            raise RecordError(f"{file} does not hold valid records.", tuple(map(str, complaints)))
        records = [record for _, record in records_in(decode(data)) if isinstance(record, dict)]
    except RecordError as error:
        if str(error).startswith(file):
            raise
        raise RecordError(f"{file}: {error}.", error.complaints) from None
    documents: dict[tuple[str, str], Json] = {}
    claims: dict[tuple[str, str], list[Json]] = {}
    for record in records:
        whole = "claims" in record and "claim_id" not in record
        document = {name: record["document"][name] for name in _BRIEF if name in record["document"]}
        key = (document["uri"], document["sha256"])
        documents.setdefault(key, document)
        claims.setdefault(key, []).extend(record["claims"] if whole else [record])
    return [Recorded(_path_of(uri, settings), document, tuple(claims[uri, digest])) for (uri, digest), document in documents.items()]


def from_articles(
    session: Session, paths: Sequence[str], finder: SettingsFinder, *, published: date | None, model: str, cache: bool
) -> list[Recorded]:
    """The articles at the paths, read. Says of each that cannot be read why, and then raises DocumentError for the last."""
    from claimcheck.check.drafts import drafts
    from claimcheck.check.outcome import Unreadable
    from claimcheck.check.reports import read_draft

    found = drafts(paths, finder, published=published)
    lost = [draft for draft in found if isinstance(draft, Unreadable)]
    readable = [draft for draft in found if not isinstance(draft, Unreadable)]
    progress, articles = Progress(), []
    try:
        for draft, reported in zip(readable, reports_of(session, model, progress, cache=cache)(readable), strict=True):
            if isinstance(reported, Unreadable):
                lost.append(reported)
                continue
            document = {name: reported.record["document"][name] for name in _BRIEF if name in reported.record["document"]}
            articles.append(Recorded(draft.path, document, tuple(reported.record["claims"]), read_draft(draft)))
    finally:
        progress.clear()
    for other in lost[:-1]:
        complain(other.reason)
    if lost:
        raise DocumentError(lost[-1].reason)
    return articles


def settings_finder() -> SettingsFinder:
    """Finds the settings of each path, as `check` does without options."""
    from claimcheck.check.settings import SettingsFinder

    return SettingsFinder({}, None)


def writable(target: Path, inputs: Sequence[str]) -> None:
    """Raises SettingError when a file cannot take its place under `target`, or is one that is read."""
    if not target.resolve().parent.is_dir():
        raise SettingError(f"{target} cannot be written: there is no folder {target.parent}.")
    if target.resolve() in {Path(name).resolve() for name in inputs}:
        raise SettingError(f"{target} is a file that is read: choose another, or it would be lost.")


def _path_of(uri: str, settings: Settings) -> str:
    """What a lock calls the article of that address, which is a path from the working directory."""
    if re.match("[A-Za-z][A-Za-z0-9+.-]+:", uri):
        return uri
    return settings.path_of(Path(unquote(uri).replace("\0", "")))
