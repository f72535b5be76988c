"""`claimcheck export`: claims in the formats of other tools."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from claimcheck.cli.checking import day
from claimcheck.cli.models import model_names
from claimcheck.cli.recorded import Recorded, from_articles, from_records, holds_records, settings_finder, writable
from claimcheck.cli.session import Session
from claimcheck.cli.terminal import replacing
from claimcheck.cli.warming import warmed
from claimcheck.errors import RecordError, SettingError

if TYPE_CHECKING:
    from claimcheck.check.settings import Settings
    from claimcheck.export import Annotated, Format, Review
    from claimcheck.model import Document

NAMES = ("web-annotation", "schema-org", "conllu", "timex3", "label-studio", "doccano", "prodigy", "cloudevents")

#: RFC 3339; Python takes more than that.
_TIME = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,6})?([Zz]|[+-]\d\d:\d\d)")


def _time(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    """A point in time, in UTC."""
    if value is None:
        return None
    try:
        if not _TIME.fullmatch(value):
            raise ValueError(value)
        return datetime.fromisoformat(value.upper()).astimezone(UTC).isoformat().replace("+00:00", "Z")
    except (ValueError, OverflowError):
        raise SettingError(f"{value!r} is no point in time: write --time as 2025-07-02T09:30:00Z.") from None


@click.command(
    epilog="""\b
Examples:
  claimcheck export drafts/harbour.md --to web-annotation -o harbour.jsonld
  claimcheck export claims.jsonl --to schema-org --lock claims.lock
  claimcheck export claims.jsonl --to label-studio --source drafts/harbour.md
  claimcheck export claims.jsonl --to cloudevents --time 2025-07-02T09:30:00Z

\b
Formats:
  web-annotation  W3C Web Annotation, JSON-LD; with the verdicts of the lock
  schema-org      schema.org Claim, and ClaimReview where the lock has a verdict; JSON-LD
  conllu          the parse as CoNLL-U, with claim ids in MISC
  timex3          the article with TIMEX3 tags, after TimeML 1.2.1; XML, one article
  label-studio    tasks with predictions for Label Studio
  doccano         JSON lines for doccano's sequence labelling
  prodigy         JSON lines for Prodigy's spans_manual
  cloudevents     a batch of CloudEvents 1.0, an event a claim"""
)
@click.argument("claims", nargs=-1, required=True, metavar="CLAIMS...", type=click.Path())
@click.option("--to", "name", required=True, type=click.Choice(NAMES), metavar="FORMAT", help="The format: see below.")
@click.option(
    "-o", "--output", metavar="FILE", type=click.Path(), help="Write to FILE: it is replaced when all is done, or left as it was."
)
@click.option(
    "--source",
    "sources",
    multiple=True,
    metavar="ARTICLE",
    type=click.Path(),
    help="The article that records were made of, for formats that show its text; found by its checksum. May be repeated.",
)
@click.option("--lock", metavar="FILE", type=click.Path(), help="Verified claims. Default: claims.lock beside the settings, if there.")
@click.option("--interpreter", metavar="NAME", help="schema-org: the desk that stands by the claims, as claimInterpreter.")
@click.option("--time", metavar="TIME", callback=_time, help="cloudevents, web-annotation: when the claims were extracted (RFC 3339).")
@click.option("--published", metavar="DATE", callback=day, help="Day of publication (YYYY-MM-DD) of articles that are read.")
@click.option("--model", default="compact", show_default=True, shell_complete=model_names, help="Model package: a name or a folder.")
@warmed
@click.option("--no-cache", is_flag=True, help="Keep nothing of the articles on this machine, and use nothing that was kept.")
@click.pass_obj
def export(
    session: Session,
    claims: tuple[str, ...],
    name: str,
    output: str | None,
    sources: tuple[str, ...],
    lock: str | None,
    interpreter: str | None,
    time: str | None,
    published: date | None,
    model: str,
    no_cache: bool,
) -> None:
    """Write claims in the format of another tool.

    CLAIMS are records that `claimcheck extract` wrote (.json, .jsonl), or articles, which are read first.
    """
    from claimcheck.export import FORMATS, Options, writer

    form = FORMATS[name]
    for option, value, fits in (("--lock", lock, form.reviews), ("--interpreter", interpreter, name == "schema-org")):
        if value and not fits:
            raise SettingError(f"{option} means nothing to {name}: leave it out.")
    if time and name not in ("cloudevents", "web-annotation"):
        raise SettingError(f"--time means nothing to {name}: leave it out.")
    target = Path(output) if output and output != "-" else None
    if target:
        writable(target, [*claims, *sources])
    finder = settings_finder()
    settings = finder.at(Path.cwd())
    found: list[Recorded] = []
    for path in claims:
        if holds_records(path):
            found += from_records(path, settings)
        else:
            found += from_articles(session, [path], finder, published=published, model=model, cache=not no_cache)
    if not form.several and len(found) != 1:
        raise SettingError(f"{name} writes one article a file; {len(found)} are named.")
    given = _by_checksum(sources, published)
    articles = [_annotated(session, item, form, name, given, settings, lock, model, not no_cache) for item in found]
    pieces = writer(name)(articles, Options(time=time, interpreter=interpreter))
    if target is None:
        for piece in pieces:
            sys.stdout.write(piece)
        return
    with replacing(target) as stream:
        for piece in pieces:
            stream.write(piece)


def _by_checksum(sources: Sequence[str], published: date | None) -> dict[str, Document]:
    """The articles that --source names, by the checksum that records have of them."""
    from claimcheck.document import read

    articles = (read(source, published=published) for source in sources)
    return {article.sha256: article for article in articles}


def _annotated(
    session: Session,
    item: Recorded,
    form: Format,
    name: str,
    given: dict[str, Document],
    settings: Settings,
    lock: str | None,
    model: str,
    cache: bool,
) -> Annotated:
    from claimcheck.export import Annotated

    article = item.article or given.get(item.document["sha256"])
    if article is None and form.article:
        raise SettingError(f"{name} shows the text of {item.document['uri'] or 'the article'}: name the very file with --source.")
    if article is not None and item.article is None:
        _check(item, article)
    sentences = session.parser(model, cache=cache).parse(article) if form.parse and article else ()
    reviews = _reviews(item, settings, lock) if form.reviews else {}
    return Annotated(item.document, item.claims, article, sentences, reviews)


def _check(item: Recorded, article: Document) -> None:
    """Raises RecordError when records say of the article what is not in it."""
    from claimcheck.record import validate_claim

    complaints = [str(complaint) for claim in item.claims for complaint in validate_claim(claim, source=article.source)]
    if complaints:
        raise RecordError(f"The records of {item.document['uri']} do not fit the article that --source names.", tuple(complaints))


def _reviews(item: Recorded, settings: Settings, lock: str | None) -> dict[str, Review]:
    """What was verified of the article's claims and still holds."""
    from claimcheck.check.lock import load_lock, standings
    from claimcheck.check.settings import LOCK
    from claimcheck.export import Review

    path = Path(lock) if lock else settings.file_named("lock") or settings.folder / LOCK
    if not lock and not path.exists():
        return {}
    found = {}
    for standing in standings(load_lock(path), item.path, item.claims):
        if standing.state == "verified" and standing.now:
            told = standing.locked.verification
            found[standing.now.claim_id] = Review(told.verdict, told.source, told.by, told.when, told.note)
    return found
