"""From drafts to their reports. Whatever keeps reports between runs wraps a `Reports` and hands the rest on to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from claimcheck.check.drafts import STDIN, Draft
from claimcheck.check.outcome import Unreadable
from claimcheck.errors import DocumentError, RecordError
from claimcheck.model import Document, Report

Json = dict[str, Any]


class Extracts(Protocol):
    """What makes a report of a document."""

    def extract_document(self, document: Document) -> Report: ...


@dataclass(frozen=True, slots=True)
class Reported:
    """A draft's text as read, and its report as a record that follows `schemas/report.schema.json`."""

    source: str
    record: Json


#: One answer for each draft, in their order.
Reports = Callable[[Sequence[Draft]], Iterator[Reported | Unreadable]]


def extracting(extractor: Callable[[], Extracts]) -> Reports:
    """Reports made by an extractor, which is asked for when the first draft could be read. Raises ModelError as it does."""

    def reports(drafts: Sequence[Draft]) -> Iterator[Reported | Unreadable]:
        made: Extracts | None = None
        for draft in drafts:
            try:
                document = read_draft(draft)
                made = made or extractor()
                yield _reported(made.extract_document(document))
            except DocumentError as error:
                yield Unreadable(draft.path, str(error))
            except RecordError as error:
                yield Unreadable(draft.path, f"{draft.shown}: {error}")

    return reports


def read_draft(draft: Draft) -> Document:
    """The draft as an article. Raises DocumentError when it is none."""
    from claimcheck.document import read

    document = read(draft.shown or STDIN, data=draft.data, uri=draft.path, published=draft.published)
    if document.published is None and draft.published_else is not None:
        return replace(document, published=draft.published_else, published_from="settings")
    return document


def _reported(report: Report) -> Reported:
    """The report as a record. Claims that break their schema are left out: they must not cost the writer the findings."""
    from claimcheck.record import report_to_json, validate_report

    record = report_to_json(report)
    source = report.document.source
    complaints = validate_report(record, source=source)
    broken = {complaint.claim_id for complaint in complaints}
    if None in broken:
        raise RecordError(f"its record breaks its own schema, please report this mistake ({complaints[0]}).")
    if broken:
        record["claims"] = [claim for claim in record["claims"] if claim["claim_id"] not in broken]
        for finding in record["findings"]:
            finding["claims"] = [claim for claim in finding["claims"] if claim not in broken]
    return Reported(source, record)
