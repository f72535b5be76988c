"""Articles whose claims come as records, for `report`: the text is found and read anew, and what was looked up is put back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from claimcheck.cli.checking import STDIN
from claimcheck.cli.looking import with_lookups
from claimcheck.cli.recorded import Recorded, from_records
from claimcheck.errors import SettingError

if TYPE_CHECKING:
    from claimcheck.check.drafts import Draft
    from claimcheck.check.outcome import Unreadable
    from claimcheck.check.settings import SettingsFinder

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reread:
    """The drafts that records were made of, and by their paths the results that the records had."""

    drafts: tuple[Draft | Unreadable, ...]
    results: dict[str, list[Json]] = field(default_factory=dict)

    def put_back(self, draft: Draft, record: Json) -> tuple[Json, str]:
        """The report's record with the results of its claims, and a sentence where some fit none of them, else an empty one."""
        results = self.results.get(draft.path, [])
        claims = with_lookups(record["claims"], results)
        there = {claim["claim_id"] for claim in claims}
        lost = sum(result["claim_id"] not in there for result in results)
        told = f"{draft.shown}: {lost} of {len(results)} lookups are of claims that are not found in the article now: look them up again."
        return record | {"claims": claims}, told if lost else ""


def reread(files: Sequence[str], sources: Sequence[str], finder: SettingsFinder, *, published: date | None, stdin: bytes | None) -> Reread:
    """The articles of files of records; "-" is `stdin`. An article is found by its checksum: among `sources`, or where its records say.

    Raises RecordError for records that are not valid, SettingError for an article that is not found or a source that no record is of.
    """
    from claimcheck.check.drafts import Draft, drafts

    settings = finder.at(Path.cwd())
    recorded = [item for file in files for item in from_records(file, settings, stdin if file == STDIN else None)]
    given = {_checksum(source): source for source in sources}
    found: dict[str, Draft | Unreadable] = {}
    results: dict[str, list[Json]] = {}
    for item in recorded:
        path = given.get(item.document["sha256"]) or _where_it_says(item, settings.folder)
        (draft,) = drafts([path], finder, published=published)
        if isinstance(draft, Draft) and published is None:
            draft = _as_published(draft, item)
        found[draft.path] = draft
        results.setdefault(draft.path, []).extend(lookup for claim in item.claims for lookup in claim["lookups"])
    for checksum in given.keys() - {item.document["sha256"] for item in recorded}:
        raise SettingError(f"{given[checksum]} is not the file that any of the records was made of: name that one with --source.")
    return Reread(tuple(found.values()), results)


def _where_it_says(item: Recorded, folder: Path) -> str:
    """The file that the records name, from here or from the folder of the settings, if it is still the one that they were made of."""
    name = unquote(item.document["uri"]).replace("\0", "")
    for path in (Path(name), folder / name):
        if path.is_file() and _checksum(str(path)) == item.document["sha256"]:
            return str(path)
    raise SettingError(f"The claims are shown in the text of {item.document['uri'] or 'the article'}: name the very file with --source.")


def _checksum(file: str) -> str:
    try:
        return sha256(Path(file).read_bytes()).hexdigest()
    except OSError as error:
        raise SettingError(f"{file} cannot be read ({error.strerror}).") from None


def _as_published(draft: Draft, item: Recorded) -> Draft:
    """The draft with the day that its records have, where it would be read with another: somebody named that day then."""
    from claimcheck.check.reports import read_draft
    from claimcheck.errors import DocumentError

    known = item.document.get("published_at")
    try:
        read = read_draft(draft).published
    except DocumentError:  # told when it is reported on
        return draft
    return replace(draft, published=date.fromisoformat(known)) if known and known != str(read) else draft
