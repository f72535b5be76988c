"""`claimcheck queue add`: articles, or records with their articles, into the queue."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from claimcheck.cli.checking import STDIN, day, reports_of
from claimcheck.cli.models import model_names
from claimcheck.cli.queue_place import Place, placed
from claimcheck.cli.queue_shown import format_option, plain, print_added, print_json
from claimcheck.cli.recorded import are_records, holds_records
from claimcheck.cli.terminal import Progress, complain
from claimcheck.errors import QueueError, RecordError, SettingError

if TYPE_CHECKING:
    from claimcheck.check.drafts import Draft
    from claimcheck.check.settings import SettingsFinder
    from claimcheck.cli.session import Session

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Ready:
    """An article that the queue can take: its report, and the text that its offsets count."""

    shown: str
    report: Json
    source: str


@click.command(
    epilog="""\b
Examples:
  claimcheck queue add drafts/harbour.md drafts/budget.docx
  claimcheck queue add drafts/ --desk politics
  claimcheck queue add report.json --source drafts/harbour.md
  claimcheck extract harbour.md --lookup --format json | claimcheck queue add - --source harbour.md

Exit code 0: all is in the queue. 2: an article could not be read or taken; the others are in the queue."""
)
@click.argument("articles", nargs=-1, required=True, metavar="ARTICLE...", type=click.Path(allow_dash=True))
@click.option("--desk", metavar="NAME", default="main", show_default=True, help="The desk that checks them; one that is not there is made.")
@click.option(
    "--source", "sources", multiple=True, metavar="FILE", type=click.Path(), help="The article that records were made of. May be repeated."
)
@click.option("--published", metavar="DATE", callback=day, help="Day of publication (YYYY-MM-DD) of all the articles.")
@click.option("--model", shell_complete=model_names, help="Model package: a name or a folder.  [default: compact]")
@click.option("--no-cache", is_flag=True, help="Keep nothing of the articles outside the queue, and use nothing that was kept.")
@format_option
@placed
def add(
    place: Place,
    articles: tuple[str, ...],
    desk: str,
    sources: tuple[str, ...],
    published: date | None,
    model: str | None,
    no_cache: bool,
    form: str,
) -> None:
    """Put articles into the queue, or new versions of articles that are in it.

    An ARTICLE is a file (plain text, Markdown, HTML, Word), a folder with such files, a report (.json) or claims (.jsonl) of
    `claimcheck extract` whose article lies where they say or is named with --source, or - for standard input.

    Verdicts are carried over to a new version where the claim is the same; what changed is to be checked anew.
    """
    from claimcheck.check.settings import SettingsFinder
    from claimcheck.queue import articles as queued
    from claimcheck.queue import desks

    if articles.count(STDIN) > 1:
        raise SettingError("Standard input (-) can be read only once.")
    finder = SettingsFinder({"model": model} if model else {}, None)
    troubles: list[str] = []
    found = _ready(place.session, articles, sources, finder, published, troubles, cache=not no_cache)
    for ready in found:
        try:
            prepared = queued.prepare(ready.report, ready.source)  # before the queue is locked for it
            with place.writing(make=True) as (tx, actor, now):
                added = queued.put(tx, actor, desks.ensure(tx, actor, desk, now=now).id, prepared, now=now)
        except QueueError as error:
            troubles.append(f"{ready.shown}: {error}")
            continue
        if form == "jsonl":
            print_json({"path": ready.shown, **plain(added)})
        else:
            print_added(added, ready.shown)
    for trouble in troubles:
        complain(trouble)
    if troubles:
        click.get_current_context().exit(2)


def _ready(
    session: Session,
    articles: Sequence[str],
    sources: Sequence[str],
    finder: SettingsFinder,
    published: date | None,
    troubles: list[str],
    *,
    cache: bool,
) -> Iterator[Ready]:
    """The articles that can be taken, one after the other; what keeps the others out is added to `troubles`."""
    from claimcheck.check.drafts import Draft, drafts
    from claimcheck.check.run import whole
    from claimcheck.cli.reread import reread

    stdin = sys.stdin.buffer.read() if STDIN in articles else b""
    files = [name for name in articles if (are_records(stdin) if name == STDIN else holds_records(name))]
    if sources and not files:
        raise SettingError("--source is for the articles of records: name a file of records, too.")
    looked = reread(files, sources, finder, published=published, stdin=stdin)
    reports = _reports(files, stdin)
    made: list[Draft] = []
    for item in looked.drafts:
        if not isinstance(item, Draft):
            troubles.append(item.reason)
        elif report := reports.get(_checksum(item.data)):
            yield _as_reported(item, report)
        else:
            made.append(item)
    for item in drafts([name for name in articles if name not in files], finder, published=published, stdin=stdin):
        if isinstance(item, Draft):
            made.append(item)
        else:
            troubles.append(item.reason)
    if not made:
        return
    from claimcheck.check.outcome import Unreadable

    progress = Progress()
    model = whole(made, finder.at(Path.cwd())).model
    try:
        for draft, reported in zip(made, reports_of(session, model, progress, cache=cache)(made), strict=True):
            if isinstance(reported, Unreadable):
                troubles.append(reported.reason)
                continue
            record, lost = looked.put_back(draft, reported.record)
            troubles += [lost] if lost else []
            progress.clear()
            yield Ready(draft.shown, record, reported.source)
    finally:
        progress.clear()


def _reports(files: Sequence[str], stdin: bytes) -> dict[str, Json]:
    """The whole reports in files of records, by the checksum of their article: they are taken as they are. `reread` has validated them."""
    from claimcheck.jsonl import read_bytes, records_in
    from claimcheck.strict_json import decode

    found: dict[str, Json] = {}
    for file in files:
        for _, record in records_in(decode(stdin if file == STDIN else read_bytes(file))):
            if isinstance(record, dict) and "claims" in record and "claim_id" not in record:
                found[record["document"]["sha256"]] = record
    return found


def _as_reported(draft: Draft, report: Json) -> Ready:
    """A report with its article's text. Raises RecordError where the two do not fit."""
    from claimcheck.check.reports import read_draft
    from claimcheck.record import validate_report

    source = read_draft(draft).source
    complaints = validate_report(report, source=source)
    if complaints:
        raise RecordError(f"The report does not fit {draft.shown}.", tuple(map(str, complaints)))
    return Ready(draft.shown, report, source)


def _checksum(data: bytes) -> str:
    from hashlib import sha256

    return sha256(data).hexdigest()
