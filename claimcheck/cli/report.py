"""`claimcheck report`: articles in, a page to work from out."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from claimcheck.cli.checking import STDIN, day, reports_of
from claimcheck.cli.models import model_names
from claimcheck.cli.recorded import are_records, holds_records
from claimcheck.cli.session import Session
from claimcheck.cli.terminal import Progress, complain, replacing
from claimcheck.cli.warming import warmed
from claimcheck.errors import SettingError

if TYPE_CHECKING:
    from claimcheck.check.drafts import Draft
    from claimcheck.cli.reread import Reread
    from claimcheck.parse import Parser
    from claimcheck.report import Article
    from claimcheck.tree import Sentence

#: Format for the ending of a file's name.
ENDINGS = {".html": "html", ".htm": "html", ".md": "md", ".json": "json", ".csv": "csv", ".xlsx": "xlsx"}
FORMATS = ("html", "md", "json", "csv", "xlsx")
#: Formats that are no text.
BINARY = frozenset({"xlsx"})
FORMAT = "html"  # where neither --format nor an ending names one


@click.command(
    epilog="""\b
Examples:
  claimcheck report draft.md -o draft.html --open     a page to work from
  claimcheck report drafts/ -o drafts.html            all articles in one page, with an index
  claimcheck report draft.md --format md              for a pull request or a mail
  claimcheck report drafts/ -o claims.xlsx            for Excel
  claimcheck lookup draft.md --format claims | claimcheck report - -o draft.html     with what sources say

\b
Formats:
  html  one page to work from, in a browser or on paper: it needs no network and loads nothing
  md    Markdown for pull requests and e-mail
  json  the whole record: schemas/report.schema.json
  csv   a claim a row
  xlsx  an Excel workbook"""
)
@click.argument("articles", nargs=-1, required=True, metavar="ARTICLE...", type=click.Path(allow_dash=True))
@click.option("--format", "form", type=click.Choice(FORMATS), help="Format. Default: from the ending of --output; else html.")
@click.option(
    "-o", "--output", metavar="FILE", type=click.Path(), help="Write to FILE: it is replaced when all is done, or left as it was."
)
@click.option("--open", "show", is_flag=True, help="Open the report when it is written.")
@click.option("--trees", is_flag=True, help="html: show the dependency tree of every sentence, too.")
@click.option(
    "--source",
    "sources",
    multiple=True,
    metavar="ARTICLE",
    type=click.Path(),
    help="The article that records were made of, where it is no longer where they say; found by its checksum. May be repeated.",
)
@click.option("--published", metavar="DATE", callback=day, help="Day of publication (YYYY-MM-DD) of all the articles.")
@click.option("--config", metavar="FILE", type=click.Path(), help="Settings. Default: the nearest file at or above each ARTICLE.")
@click.option("--model", shell_complete=model_names, help="Model package: a name or a folder.  [default: compact]")
@warmed
@click.option("--no-cache", is_flag=True, help="Keep nothing of the articles on this machine, and use nothing that was kept.")
@click.pass_obj
def report(
    session: Session,
    articles: tuple[str, ...],
    form: str | None,
    output: str | None,
    show: bool,
    trees: bool,
    sources: tuple[str, ...],
    published: date | None,
    config: str | None,
    model: str | None,
    no_cache: bool,
) -> None:
    """Report on articles: their claims, what to check, findings, sources, dates and numbers.

    An ARTICLE is a file (plain text, Markdown, HTML, Word), a folder with such files, or - for standard input. Or it is a file of
    records (.json, .jsonl), or records on standard input: their articles are reported on, with what was looked up for the claims.
    Findings have the levels of the settings; those of rules that are off are left out.
    """
    from claimcheck.check.drafts import Draft, drafts
    from claimcheck.check.run import whole
    from claimcheck.check.settings import SettingsFinder
    from claimcheck.cli.reread import reread
    from claimcheck.report import writer

    target = Path(output) if output and output != STDIN else None
    form = form or (ENDINGS.get(target.suffix.lower(), FORMAT) if target else FORMAT)
    _check(articles, target, form, show)
    if trees and form != "html":
        raise SettingError(f"--trees means nothing to {form}: leave it out.")
    finder = SettingsFinder({"model": model} if model else {}, Path(config) if config else None)
    stdin = sys.stdin.buffer.read() if STDIN in articles else b""
    records = [name for name in articles if (are_records(stdin) if name == STDIN else holds_records(name))]
    if sources and not records:
        raise SettingError("--source is for the articles of records: name a file of records, too.")
    looked = reread(records, sources, finder, published=published, stdin=stdin)
    again = {item.path for item in looked.drafts}
    found = drafts([name for name in articles if name not in records], finder, published=published, stdin=stdin)
    found = [*(item for item in found if item.path not in again), *looked.drafts]
    readable = [item for item in found if isinstance(item, Draft)]
    inputs = [*(item.shown for item in readable), *records]
    if target and target.resolve() in {Path(name).resolve() for name in inputs if name != STDIN}:
        raise SettingError(f"{target} is an article that is read: choose another --output, or it would be lost.")
    named = whole(found, finder.at(Path.cwd())).model
    made, troubles = _articles(session, readable, looked, named, trees=trees, cache=not no_cache)
    troubles = [*(item.reason for item in found if not isinstance(item, Draft)), *troubles]
    if made:
        _write(writer(form)(made), target, form)
        if show and target:
            session.show(target)
    elif not troubles:
        raise SettingError("There is no article: name files, or folders with .txt, .md, .html or .docx files.")
    for trouble in troubles:
        complain(trouble)
    if troubles:
        click.get_current_context().exit(2)


def _check(articles: Sequence[str], target: Path | None, form: str, show: bool) -> None:
    """Raises SettingError for what cannot be, before anything is read."""
    if articles.count(STDIN) > 1:
        raise SettingError("Standard input (-) can be read only once.")
    if show and target is None:
        raise SettingError("--open shows a file: name it with --output, so that nothing of the article lies where you do not know of it.")
    if target is None and form in ("html", *BINARY) and sys.stdout.isatty():
        raise SettingError(f"A terminal cannot show {form}: name a file with --output, or use --format md.")
    if target and not target.resolve().parent.is_dir():
        raise SettingError(f"{target} cannot be written: there is no folder {target.parent}.")


def _articles(
    session: Session, drafts: Sequence[Draft], looked: Reread, model: str, *, trees: bool, cache: bool
) -> tuple[list[Article], list[str]]:
    """The articles of the drafts, and what went wrong with the others."""
    from claimcheck.check.outcome import Unreadable
    from claimcheck.report import Article

    made: list[Article] = []
    troubles: list[str] = []
    progress = Progress()
    parser = session.parser(model, cache=cache) if trees else None
    try:
        for draft, reported in zip(drafts, reports_of(session, model, progress, cache=cache)(drafts), strict=True):
            if isinstance(reported, Unreadable):
                troubles.append(reported.reason)
            else:
                sentences = _parse(draft, parser) if parser else ()
                record, lost = looked.put_back(draft, _at_levels(draft, reported.record))
                troubles += [lost] if lost else []
                made.append(Article(record, reported.source, draft.shown, sentences))
    finally:
        progress.clear()
    return made, troubles


def _parse(draft: Draft, parser: Parser) -> tuple[Sentence, ...]:
    """The sentences of a draft that could be read, with the offsets of its source."""
    from claimcheck.check.reports import read_draft

    document = read_draft(draft)
    sentences = []
    for sentence in parser.parse(document):
        span = document.locate(sentence.span)
        words = tuple(replace(word, **asdict(document.locate(word.span))) for word in sentence.words)
        sentences.append(replace(sentence, start=span.start, text=document.source[span.start : span.end], words=words))
    return tuple(sentences)


def _at_levels(draft: Draft, record: dict[str, Any]) -> dict[str, Any]:
    """The record with its findings at the levels that the draft's settings give them."""
    levels = {finding["finding_id"]: draft.in_force.level(finding["rule"], finding["severity"])[0] for finding in record["findings"]}
    off = {finding_id for finding_id, level in levels.items() if level == "off"}
    findings = [finding | {"severity": levels[finding["finding_id"]]} for finding in record["findings"] if finding["finding_id"] not in off]
    claims = [claim | {"findings": [finding for finding in claim["findings"] if finding not in off]} for claim in record["claims"]]
    return record | {"findings": findings, "claims": claims}


def _write(pieces: Iterable[str | bytes], target: Path | None, form: str) -> None:
    if target is None:
        for piece in pieces:
            if isinstance(piece, bytes):
                sys.stdout.buffer.write(piece)
            else:
                sys.stdout.write(piece)
        return
    with replacing(target) as stream:
        for piece in pieces:
            if isinstance(piece, bytes):
                stream.buffer.write(piece)
            else:
                stream.write(piece)
