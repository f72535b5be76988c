"""`claimcheck lookup`: what public sources and the desk's own archive say about claims."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from claimcheck.cli.checking import day
from claimcheck.cli.looking import MIN_PRIORITY, Searched, Wanted, links_of, lookups, options, tell_failures, with_lookups
from claimcheck.cli.models import model_names
from claimcheck.cli.recorded import Recorded, from_articles, from_records, holds_records, settings_finder, writable
from claimcheck.cli.session import Session
from claimcheck.cli.terminal import Progress, colours, replacing, width
from claimcheck.cli.warming import warmed
from claimcheck.errors import SettingError

if TYPE_CHECKING:
    from claimcheck.lookup.run import Plan
    from claimcheck.model import Document

Json = dict[str, Any]
FORMS = ("text", "jsonl", "claims")


@click.command(
    epilog="""\b
Examples:
  claimcheck lookup claims.jsonl --contact desk@example.org
  claimcheck lookup draft.md --source wikipedia --min-priority 0.4 --dry-run
  claimcheck lookup claims.jsonl --source archive                   on this machine only
  claimcheck lookup claims.jsonl -o looked-up.jsonl
  claimcheck lookup claims.jsonl --replay -o again.jsonl            the same bytes, and nobody is asked
  claimcheck lookup claims.jsonl --format claims | claimcheck report - -o report.html

\b
Sources:
  archive            earlier fact-checks and claims, on this machine: `claimcheck archive`
  zim                an offline encyclopedia (--zim FILE); needs the extra `zim`
  wikipedia          pages, as they are and as they were on the day of publication
  wikidata           statements on people, bodies and places
  google-fact-check  published fact-checks; key in CLAIMCHECK_GOOGLE_KEY
  world-bank         indicators of countries
  gdelt              headlines of the days that the claim is about
  wayback            captures of links that the article cites

Sent are key terms: names, single words, days; with wayback, cited links. Never a sentence of the article. --dry-run shows the
requests. No result is a verdict."""
)
@click.argument("claims", nargs=-1, required=True, metavar="CLAIMS...", type=click.Path())
@options
@click.option(
    "--min-priority",
    type=click.FloatRange(0, 1),
    default=MIN_PRIORITY,
    show_default=True,
    metavar="SCORE",
    help="Claims below it are left out.",
)
@click.option("--dry-run", is_flag=True, help="Print the requests instead of making them.")
@click.option(
    "--article",
    "given",
    multiple=True,
    metavar="FILE",
    type=click.Path(),
    help="The article that records were made of, for the links in it.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMS),
    help="text; results as jsonl; or the claims with them.  [default: text on a terminal, else jsonl]",
)
@click.option(
    "-o", "--output", metavar="FILE", type=click.Path(), help="Write to FILE: it is replaced when all is done, or left as it was."
)
@click.option("--published", metavar="DATE", callback=day, help="Day of publication (YYYY-MM-DD) of articles that are read.")
@click.option("--model", default="compact", show_default=True, shell_complete=model_names, help="Model package: a name or a folder.")
@warmed
@click.option("--no-cache", is_flag=True, help="Keep no parse on this machine, and use none that was kept.")
@click.pass_obj
def lookup(
    session: Session,
    /,
    claims: tuple[str, ...],
    min_priority: float,
    dry_run: bool,
    given: tuple[str, ...],
    form: str | None,
    output: str | None,
    published: date | None,
    model: str,
    no_cache: bool,
    **values: Any,
) -> None:
    """Look claims up: candidates with passage, date and link, and how their facts compare.

    CLAIMS are records that `claimcheck extract` wrote (.json, .jsonl), or articles, which are read first.
    """
    wanted = Wanted.of(values)
    plan = wanted.plan(min_priority)
    target = Path(output) if output and output != "-" else None
    if target:
        writable(target, [*claims, *given])
    if not dry_run:
        wanted.policy(plan)
    form = form or ("text" if target is None and sys.stdout.isatty() else "jsonl")
    from claimcheck.lookup.run import chosen

    articles = _articles(session, claims, given, published, model, cache=not no_cache)
    searched = [Searched(item.claims, item.article) for item in articles]
    if dry_run:
        sys.stdout.writelines(_intended(searched, plan))
        return
    if not any(chosen(item.claims, plan) for item in searched):
        click.echo(
            f"claimcheck: none of the claims is checkable with a priority of {min_priority:g} or more, so none is looked up.", err=True
        )
    results = lookups(session, searched, wanted, plan, lambda: session.evidence_extractor(model, cache=not no_cache), Progress())
    tell_failures(results)
    pieces = _written(articles, results, form, to_file=target is not None)
    if target is None:
        sys.stdout.writelines(pieces)
        return
    with replacing(target) as stream:
        stream.writelines(pieces)


def _articles(
    session: Session, claims: Sequence[str], given: Sequence[str], published: date | None, model: str, *, cache: bool
) -> list[Recorded]:
    """The articles with their claims; for those that come as records, the text where --article gives it."""
    from dataclasses import replace

    from claimcheck.document import read

    finder = settings_finder()
    texts: dict[str, Document] = {document.sha256: document for document in (read(name, published=published) for name in given)}
    found: list[Recorded] = []
    for path in claims:
        if holds_records(path):
            records = from_records(path, finder.at(Path.cwd()))
            found += [replace(item, article=texts.pop(item.document["sha256"], None)) for item in records]
        else:
            found += from_articles(session, [path], finder, published=published, model=model, cache=cache)
    for document in texts.values():
        raise SettingError(f"{document.uri} is not the file that any of the records was made of: name that one with --article.")
    return found


def _intended(searched: Sequence[Searched], plan: Plan) -> Iterator[str]:
    """The first requests, as they would be sent."""
    from claimcheck.escaping import shown
    from claimcheck.lookup.dry_run import intended

    total = 0
    for article in searched:
        claim_id = None
        for item in intended(article.claims, plan, links=links_of(article, plan.sources)):
            if item.claim["claim_id"] != claim_id:
                claim_id = item.claim["claim_id"]
                yield f"{claim_id}  {shown(item.claim['resolved_text'])}\n"
            if item.failure:
                yield f"  {item.source}: not asked. {item.failure.message}\n"
            for request in item.requests:
                yield f"  GET {shown(request.shown)}\n"
            if item.requests and item.then:
                yield f"      then {item.then}\n"
            total += len(item.requests)
    yield f"{total} first requests; at most {plan.max_requests} in all for each article. Nothing was sent.\n"


def _written(articles: Sequence[Recorded], results: Sequence[Sequence[Json]], form: str, *, to_file: bool) -> Iterable[str]:
    from claimcheck.record import dumps

    if form == "jsonl":
        return (dumps(result) + "\n" for article in results for result in article)
    if form == "claims":
        return (
            dumps(claim) + "\n" for article, found in zip(articles, results, strict=True) for claim in with_lookups(article.claims, found)
        )
    from claimcheck.cli.lookup_sheet import sheet

    colour = not to_file and colours(sys.stdout)
    return [sheet(found, width=width(), colour=colour) for found in results]
