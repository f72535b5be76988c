"""What is done with one shard: articles in, a record or an error for each out.

`run_shard` is all that a worker does, on this machine or on another. It depends on the shard and the settings only; nothing is
written, printed or looked up. A broken article is an error of its own and harms no other.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol, TypeVar

from claimcheck.batch.items import Item
from claimcheck.batch.time_limit import TimeIsUp, time_limit
from claimcheck.document import read
from claimcheck.errors import DocumentError, ModelError, RecordError, SettingError
from claimcheck.model import Document, Report
from claimcheck.record import report_to_json, validate_report

Json = dict[str, Any]
T = TypeVar("T")

#: unreadable: there is no English article to be read. too-slow: it took longer than the limit. crashed: the process that worked
#: on it died. failed: a mistake of claimcheck.
Kind = Literal["unreadable", "too-slow", "crashed", "failed"]

#: Articles with more characters are parsed by themselves: they fill batches of their own, and may need all of their time.
LONG = 100_000
#: Bytes of text a second that the slowest machine parses: so much longer than the limit of one article may many together take.
SLOWEST = 250
#: Characters of an error's own text that are kept.
_SHOWN = 300


class Extracts(Protocol):
    """What a shard needs of an extractor."""

    def extract_documents(self, documents: Sequence[Document]) -> Iterable[Report]:
        """The reports of the documents, in their order."""
        ...

    def forget(self) -> None:
        """Begin anew, with the models loaded: it was interrupted in its work, and may hold half of something."""
        ...


@dataclass(frozen=True, slots=True)
class Settings:
    """How articles are read. All but `limit` decide what comes out; that one, what comes out of an article that is too slow."""

    model: str = "compact"
    published: str | None = None  # ISO 8601, for articles whose input names no day
    min_priority: float = 0.0
    only_checkable: bool = False
    limit: float | None = 60.0  # seconds for one article


@dataclass(frozen=True, slots=True)
class Failure:
    """Why there is no record, in one sentence for people."""

    kind: Kind
    message: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an article: `report`, a record of schemas/report.schema.json, or `failure`; never both."""

    id: str
    own_id: str | None
    uri: str
    report: Json | None = None
    failure: Failure | None = None
    left_out: int = 0  # claims that broke their own schema


#: Told before work begins: which items (their numbers in the shard) and how many seconds it may take; None: any.
Begun = Callable[[Sequence[int], float | None], None]


def run_shard(
    extractor: Extracts,
    items: Sequence[Item],
    settings: Settings,
    *,
    singly: bool = False,
    known: Mapping[int, Failure] | None = None,
    begun: Begun = lambda numbers, seconds: None,
) -> list[Outcome]:
    """An outcome for each item, in their order.

    All are parsed in one go, or one by one when that fails, or from the start with `singly`. `known`: what failed before, by number;
    it is not tried again. Raises ModelError when the models cannot be used, and nothing else.
    """
    failures: dict[int, Failure] = dict(known or {})

    def attempt(number: int, step: Callable[..., T], *arguments: Any) -> T | None:
        """What the step gives for an item; None, and a failure noted, when it fails."""
        begun([number], settings.limit)
        try:
            with time_limit(settings.limit):
                return step(*arguments)
        except TimeIsUp:
            begun((), None)
            extractor.forget()
            failures[number] = too_slow(items[number].name, settings.limit)
        except ModelError:
            raise
        except Exception as error:
            failures[number] = _failure(items[number].name, error)
        return None

    left = [number for number in range(len(items)) if number not in failures]
    read_of = {number: attempt(number, _read, items[number], settings) for number in left}
    documents = {number: document for number, document in read_of.items() if document is not None}
    together = [] if singly else [number for number, document in documents.items() if len(document.text) <= LONG]
    reports = _together(extractor, {number: documents[number] for number in together}, settings, begun)
    records: dict[int, tuple[Json, int]] = {}
    for number, document in documents.items():
        report = reports.pop(number, None) or attempt(number, _alone, extractor, document)
        record = attempt(number, _record, report, settings) if report is not None else None
        if record is not None:
            records[number] = record
    return [_outcome(item, failures.get(number), *records.get(number, (None, 0))) for number, item in enumerate(items)]


def too_slow(name: str, limit: float | None) -> Failure:
    """What is said of an article that took longer than the limit."""
    return Failure("too-slow", f"{name} took longer than {limit or 0:g} seconds: give it more with --limit, or cut it into parts.")


def _outcome(item: Item, failure: Failure | None, report: Json | None, left_out: int) -> Outcome:
    return Outcome(item.id, item.own_id, item.name, report, failure, left_out)


def _read(item: Item, settings: Settings) -> Document:
    if item.error is not None:
        raise DocumentError(item.error)
    published = item.published or settings.published
    try:
        document = read(item.id, data=item.data, uri=item.name, format=item.format, published=published)
    except SettingError:
        raise DocumentError(f"The publication date of {item.name}, {published!r}, is no date: it should be as 2025-07-01.") from None
    if item.published:
        document = dataclasses.replace(document, published_from="metadata")
    return document if item.title is None else dataclasses.replace(document, title=item.title)


def _together(extractor: Extracts, documents: Mapping[int, Document], settings: Settings, begun: Begun) -> dict[int, Report]:
    """The reports of all the documents; none at all when one of them cannot be parsed, or all take too long."""
    if len(documents) < 2:
        return {}
    # Not so long that one which never ends holds up a run, and not so short that a slow machine never gets through.
    seconds = settings.limit and settings.limit + sum(len(document.text) for document in documents.values()) / SLOWEST
    begun(list(documents), seconds)
    try:
        with time_limit(seconds):
            return dict(zip(documents, extractor.extract_documents(list(documents.values())), strict=True))
    except TimeIsUp:
        begun((), None)
        extractor.forget()
    except ModelError:
        raise
    except Exception:  # which of them it was is seen when each is parsed by itself
        pass
    return {}


def _alone(extractor: Extracts, document: Document) -> Report:
    (report,) = extractor.extract_documents([document])
    return report


def _record(report: Report, settings: Settings) -> tuple[Json, int]:
    """The report's record, valid, and how many claims were left out because they are not."""
    claims = tuple(
        claim
        for claim in report.claims
        if claim.priority.score >= settings.min_priority and not (settings.only_checkable and claim.checkability.value == "no")
    )
    record = report_to_json(dataclasses.replace(report, claims=claims))
    complaints = validate_report(record, source=report.document.source)
    broken = {complaint.claim_id for complaint in complaints}
    if None in broken:
        raise RecordError(f"its record breaks its own schema, {complaints[0].where}: {complaints[0].message}")
    if broken:
        record["claims"] = [claim for claim in record["claims"] if claim["claim_id"] not in broken]
    return record, len(claims) - len(record["claims"])


def _failure(name: str, error: Exception) -> Failure:
    if isinstance(error, DocumentError):
        return Failure("unreadable", str(error))
    if isinstance(error, MemoryError):
        return Failure("crashed", f"There is not enough memory for {name}: split it, or use fewer --workers.")
    about = " ".join(f"{type(error).__name__}: {error}".split())[:_SHOWN]
    return Failure("failed", f"Something went wrong inside claimcheck with {name} ({about}). Please report it.")
