"""`claimcheck extract`: articles in, claims out."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from claimcheck.cli import formats
from claimcheck.cli.looking import CONTACT, Wanted, looked_up
from claimcheck.cli.models import model_names
from claimcheck.cli.session import Extracts, Session
from claimcheck.cli.terminal import Progress, colours, complain, replacing, width
from claimcheck.cli.warming import warmed
from claimcheck.errors import DocumentError, RecordError, SettingError

if TYPE_CHECKING:
    from claimcheck.model import Document, Report

STDIN = "-"
INPUT_FORMATS = ("text", "markdown", "html", "docx")


def _day(_context: click.Context, _parameter: click.Parameter, value: str | None) -> date | None:
    """The calendar date that an option gives."""
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        raise SettingError(f"{value!r} is no date: write the day of publication as YYYY-MM-DD.") from None


@click.command(
    epilog="""\b
Examples:
  claimcheck extract article.txt                          a table on a terminal
  claimcheck extract a.html b.docx --output claims.jsonl  one record a line
  claimcheck extract a.txt --published 2025-07-01 --format json
  curl -s URL | claimcheck extract --input-format html -
  claimcheck extract drafts/*.md --min-priority 0.5 --only-checkable
  claimcheck extract article.txt --lookup archive -o claims.jsonl

Relative dates ("on Tuesday") are counted from the day of publication. It is taken from --published, or from the
article itself (front matter, metadata, dateline); without one they stay unresolved, and the records say so."""
)
@click.argument("articles", nargs=-1, required=True, metavar="ARTICLE...", type=click.Path(allow_dash=True))
@click.option(
    "--format",
    "form",
    type=click.Choice(sorted(formats.FORMATS)),
    help="Form of the output. Default: from the ending of --output; else a table on a terminal, jsonl anywhere else.",
)
@click.option(
    "-o", "--output", metavar="FILE", type=click.Path(), help="Write to FILE: it is replaced when all is done, or left as it was."
)
@click.option("--table", "with_table", is_flag=True, help="Print the table too when the records go to --output.")
@click.option("--published", metavar="DATE", callback=_day, help="Day of publication (YYYY-MM-DD) of all the articles.")
@click.option("--model", default="compact", show_default=True, shell_complete=model_names, help="Model package: a name or a folder.")
@warmed
@click.option(
    "--input-format",
    type=click.Choice(INPUT_FORMATS),
    help="Format of the articles. Default: from name and content.",
)
@click.option("--min-priority", type=click.FloatRange(0, 1), default=0.0, metavar="SCORE", help="Leave out claims of a lower priority.")
@click.option("--only-checkable", is_flag=True, help="Leave out claims whose checkability is `no`.")
@click.option(
    "--lookup",
    "sources",
    multiple=True,
    metavar="SOURCE",
    help="Look the claims up there too, as `claimcheck lookup` does; may be repeated. Without it nothing leaves this machine.",
)
@click.option(
    "--contact", metavar="ADDRESS", envvar=CONTACT, help=f"With --lookup: your address, which Wikimedia asks for.  [env: {CONTACT}]"
)
@click.pass_obj
def extract(
    session: Session,
    articles: tuple[str, ...],
    form: str | None,
    output: str | None,
    with_table: bool,
    published: date | None,
    model: str,
    input_format: str | None,
    min_priority: float,
    only_checkable: bool,
    sources: tuple[str, ...],
    contact: str | None,
) -> None:
    """List the claims of articles.

    An ARTICLE is a file in plain text, Markdown, HTML or Word's format, or - for standard input. All articles are read
    before the first is analysed, so that a wrong name costs no time.
    """
    if output == STDIN:
        output = None
    if with_table and output is None:
        if form not in (None, formats.TABLE):
            raise SettingError(f"--table and --format {form} both want standard output: name a file for the records with --output.")
        form = formats.TABLE
    form = form or (formats.of_ending(output) if output else formats.TABLE if sys.stdout.isatty() else "jsonl")
    target = Path(output) if output else None
    if target and not target.resolve().parent.is_dir():
        raise SettingError(f"{target} cannot be written: there is no folder {target.parent}.")
    if target and target.resolve() in {Path(article).resolve() for article in articles}:
        raise SettingError(f"{target} is an article that is read: choose another --output, or it would be lost.")
    wanted = Wanted(sources=sources, contact=contact) if sources else None
    if wanted:
        wanted.policy(wanted.plan())
    documents = _read(articles, published=published, form=input_format)
    progress = Progress()
    progress.say("loading the models …" if session.warm is None else "asking the warm server …")
    try:
        extractor = session.extracts(model)
        reports = _records(extractor, documents, progress, min_priority=min_priority, only_checkable=only_checkable)
        if wanted:
            reports = looked_up(session, list(reports), documents, wanted, extractor, progress)
        _write(reports, form, target, with_table, progress)
    finally:
        progress.clear()


def _read(articles: tuple[str, ...], *, published: date | None, form: str | None) -> list[Document]:
    """The articles, read. Says of each that cannot be read why, and then raises the last such error."""
    from claimcheck.document import read

    if articles.count(STDIN) > 1:
        raise SettingError("Standard input (-) can be read only once.")
    documents: list[Document] = []
    errors: list[DocumentError] = []
    for article in articles:
        try:
            if article == STDIN:
                documents.append(read(STDIN, data=sys.stdin.buffer.read(), uri="stdin", format=form, published=published))
            else:
                documents.append(read(article, format=form, published=published))
        except DocumentError as error:
            errors.append(error)
    for other in errors[:-1]:
        complain(str(other))
    if errors:
        raise errors[-1]
    return documents


def _records(
    extractor: Extracts, documents: list[Document], progress: Progress, *, min_priority: float, only_checkable: bool
) -> Iterator[dict[str, Any]]:
    """A report's record for each document, checked against its schema before anybody sees it."""
    from claimcheck.record import report_to_json, validate_report

    for number, document in enumerate(documents, 1):
        progress.say(f"[{number}/{len(documents)}] {document.uri}")
        report = _chosen(extractor.extract_document(document), min_priority, only_checkable)
        record = report_to_json(report)
        complaints = validate_report(record, source=document.source)
        broken = {complaint.claim_id for complaint in complaints}
        if None in broken:
            raise RecordError(
                f"The records of {document.uri} break their own schema, so they were not written: please report this mistake.",
                tuple(f"{complaint.where}: {complaint.message}" for complaint in complaints),
            )
        if broken:  # one bad record must not cost the reader all the others, nor be passed on
            record["claims"] = [claim for claim in record["claims"] if claim["claim_id"] not in broken]
            complain(
                f"{len(broken)} claims of {document.uri} break their own schema and were left out: please report this. {complaints[0].message}"
            )
        progress.clear()
        yield record


def _chosen(report: Report, min_priority: float, only_checkable: bool) -> Report:
    """The report without the claims that the options leave out. Coverage stays that of the article."""
    claims = tuple(
        claim
        for claim in report.claims
        if claim.priority.score >= min_priority and not (only_checkable and claim.checkability.value == "no")
    )
    return dataclasses.replace(report, claims=claims)


def _write(reports: Iterable[dict[str, Any]], form: str, target: Path | None, with_table: bool, progress: Progress) -> None:
    if target is None:
        _print(reports, form, progress)
        return
    if with_table:
        reports = list(reports)
    with replacing(target) as stream:
        for piece in formats.FORMATS[form](reports, formats.Look()):
            stream.write(piece)
    if with_table:
        _print(reports, formats.TABLE, progress)


def _print(reports: Iterable[dict[str, Any]], form: str, progress: Progress) -> None:
    for piece in formats.FORMATS[form](reports, formats.Look(width=width(), colour=colours(sys.stdout))):
        progress.clear()
        sys.stdout.write(piece)
