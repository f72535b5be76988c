"""`claimcheck import`: verdicts that somebody wrote down elsewhere, into a lock."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from claimcheck.cli.checking import day
from claimcheck.cli.models import model_names
from claimcheck.cli.recorded import from_articles, from_records, settings_finder, writable
from claimcheck.cli.session import Session
from claimcheck.cli.terminal import replacing
from claimcheck.errors import SettingError, VerdictError

if TYPE_CHECKING:
    from claimcheck.check.imported import Imported
    from claimcheck.verdicts import Left, Verdicts


@click.command(
    "import",
    epilog="""\b
Examples:
  claimcheck extract drafts/*.md -o claims.csv      then fill in verdict, verdict_source, verdict_by, verdict_when
  claimcheck import claims.csv drafts/*.md --into claims.lock
  claimcheck import verdicts.jsonld --claims claims.jsonl --into claims.lock
  claimcheck import verdicts.csv --claims claims.jsonl --into claims.lock --by "Ana Horvat" --when 2025-07-03

Exit code 0: every verdict is in the lock. 1: some could not be taken over; they are listed, the others are in the lock. 2: it
could not be done, and the lock is as it was.""",
)
@click.argument("verdicts", metavar="VERDICTS", type=click.Path())
@click.argument("articles", nargs=-1, metavar="[ARTICLE]...", type=click.Path())
@click.option("--into", required=True, metavar="LOCK", type=click.Path(), help="The lock; it is made when there is none.")
@click.option(
    "--claims", multiple=True, metavar="FILE", type=click.Path(), help="Records of the articles (.json, .jsonl). May be repeated."
)
@click.option("--source", metavar="TEXT", help="Where it was found, for verdicts that do not say.")
@click.option("--by", metavar="NAME", help="Who verified, for verdicts that do not say.")
@click.option("--when", metavar="DATE", callback=day, help="The day (YYYY-MM-DD), for verdicts that do not say.")
@click.option("--published", metavar="DATE", callback=day, help="Day of publication (YYYY-MM-DD) of articles that are read.")
@click.option("--model", default="compact", show_default=True, shell_complete=model_names, help="Model package: a name or a folder.")
@click.option("--no-cache", is_flag=True, help="Keep nothing of the articles on this machine, and use nothing that was kept.")
@click.pass_obj
def import_(
    session: Session,
    verdicts: str,
    articles: tuple[str, ...],
    into: str,
    claims: tuple[str, ...],
    source: str | None,
    by: str | None,
    when: date | None,
    published: date | None,
    model: str,
    no_cache: bool,
) -> None:
    """Take verdicts over into a lock, by the ids of their claims.

    VERDICTS is a table (CSV) with the columns claim_id, verdict, source, by, when and note, or Web Annotations with a body of the
    purpose assessing. Their claims are those of each ARTICLE, or of records.
    """
    from claimcheck.check.imported import Listed, imported
    from claimcheck.check.lock import Lock, dumped, load_lock
    from claimcheck.export.annotated import address_of, name_of
    from claimcheck.verdicts import Verdict

    if not articles and not claims:
        raise SettingError("Whose claims? Name the articles after the verdicts, or records of them with --claims.")
    target = Path(into)
    writable(target, [verdicts, *articles, *claims])
    before = load_lock(target) if target.exists() else Lock()
    read = _read(verdicts)
    finder = settings_finder()
    settings = finder.at(target.resolve().parent)
    found = [item for file in claims for item in from_records(file, settings)]
    if articles:
        found += from_articles(session, articles, finder, published=published, model=model, cache=not no_cache)
    versions = {item.path: item.document["sha256"] for item in found}
    for item in found:
        if versions[item.path] != item.document["sha256"]:
            raise SettingError(f"Two versions of {_plain(item.path)} are given: leave the one that the verdicts are not about.")
    once = {item.path: item for item in found}
    listed = [Listed(item.path, address_of(item.document), item.claims) for item in once.values()]
    otherwise = Verdict("", "", source=_given(source), by=_given(by), when=when.isoformat() if when else None)
    outcome = imported(before, listed, read.found, otherwise, name_of)
    if outcome.taken:
        with replacing(target) as stream:
            stream.write(dumped(outcome.lock))
    left = (*read.left, *outcome.left)
    _tell(outcome, left, read.empty, into)
    if left:
        click.get_current_context().exit(1)


def _read(name: str) -> Verdicts:
    from claimcheck.verdicts import MAX_BYTES, read_verdicts

    try:
        with open(name, "rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise VerdictError(f"{name} cannot be read ({getattr(error, 'strerror', None) or error}): check the path.") from None
    return read_verdicts(data, name)


def _tell(outcome: Imported, left: tuple[Left, ...], empty: int, into: str) -> None:
    for item in outcome.taken:
        click.echo(f"taken     {_plain(item.path)}: “{_plain(item.claim.text)}” {_plain(item.verification.verdict)}")
    for item in outcome.replaced:
        was = item.verification
        click.echo(f"replaced  {_plain(item.path)}: “{_plain(item.claim.text)}” {_plain(was.verdict)}, by {_plain(was.by)} on {was.when}")
    for lost in left:
        click.echo(f"left      {lost.place}{f', {lost.claim_id}' if lost.claim_id else ''}: {_plain(lost.reason)}")
    counts = [f"{len(outcome.taken)} taken", f"{outcome.known} there already", f"{len(left)} left"]
    counts += [f"{empty} without a verdict"] if empty else []
    click.echo(f"{into}: {', '.join(counts)}.")


def _given(value: str | None) -> str | None:
    return value.strip() or None if value else None


def _plain(text: str) -> str:
    """Words of others on one line of a terminal."""
    from claimcheck.escaping import shown

    return " ".join(shown(text).split())[:200]
