"""`claimcheck queue export`, `stats`, `verify`, `backup` …: what the desk did, and keeping it safe."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from claimcheck.cli.queue_claims import collected, filters
from claimcheck.cli.queue_place import Place, desk_of, placed
from claimcheck.cli.queue_shown import print_json
from claimcheck.cli.terminal import replacing
from claimcheck.errors import SettingError

#: Flaws of the log that are listed; the rest is counted.
_LISTED = 20


@click.command(
    epilog="""\b
Examples:
  claimcheck queue export > reviews.jsonl
  claimcheck queue export --format csv --output reviews.csv --state checked
  claimcheck queue export --format lock --article 3 --output claims.lock"""
)
@filters
@click.option(
    "--format",
    "form",
    type=click.Choice(["jsonl", "csv", "annotations", "schema-org", "lock"]),
    default="jsonl",
    show_default=True,
    help="What is written.",
)
@click.option("--output", metavar="FILE", type=click.Path(), help="Where to. Default: standard output.")
@placed
def export(place: Place, form: str, output: str | None, **values: Any) -> None:
    """Export reviews: claims with their verdicts, notes, evidence and history.

    jsonl follows schemas/review.schema.json; csv is for spreadsheets; annotations are W3C Web Annotations; schema-org is
    ClaimReview of what was judged; lock is a claims.lock of the claims that hold, for `claimcheck lock verify`.
    """
    from claimcheck.queue import exporting

    wanted = collected(values)
    # Exporting is an event of the log, so it is a change; what is exported is gathered first, or an error would leave half a file.
    with place.writing() as (tx, actor, now):
        pieces = list(exporting.pieces(tx, actor, wanted, form, now=now))
    _write(pieces, output)


def _write(pieces: Iterable[str], output: str | None) -> None:
    if output is None or output == "-":
        for piece in pieces:
            sys.stdout.write(piece)
        return
    with replacing(Path(output)) as stream:
        stream.writelines(pieces)


@click.command(
    epilog="""\b
Examples:
  claimcheck queue stats
  claimcheck queue stats --desk politics --format json"""
)
@click.option("--desk", metavar="NAME", help="Of this desk. Default: of all.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How it is shown.")
@placed
def stats(place: Place, desk: str | None, form: str) -> None:
    """Show how the desk stands: throughput, age, states, agreement of reviewers."""
    from claimcheck.queue import statistics

    with place.reading() as (tx, actor):
        figures = statistics.figures(tx, actor, desk_of(tx, actor, desk), now=place.now())
    if form == "json":
        print_json(figures)
        return
    from claimcheck.cli.queue_figures import text

    click.echo(text(figures), nl=False)


@click.command(
    epilog="""\b
Examples:
  claimcheck queue verify
  claimcheck queue verify --head 5312:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08

Exit code 0: the log is intact. 1: it is not. 2: it could not be read."""
)
@click.option(
    "--head", "heads", multiple=True, metavar="SEQ:HASH", help="Where the log ended once, as this command printed it. May be repeated."
)
@placed
def verify(place: Place, heads: tuple[str, ...]) -> None:
    """Verify the log: that no event was altered, removed or put in, and that the queue is as the log says.

    Prints where the log ends. Write that down elsewhere: with --head it is found out if the log was cut off or written anew.
    """
    from claimcheck.queue import audit, verifying, verifying_texts

    known = [_head(text) for text in heads]
    with contextlib.closing(place.database()) as database, database.snapshot() as tx:
        flaws = [flaw.reason for flaw in audit.flaws(tx.connection, known)]
        flaws += [str(getattr(flaw, "reason", flaw)) for flaw in verifying.consistent(tx)]
        flaws += [flaw.reason for flaw in verifying_texts.consistent(tx)]
        end = audit.head(tx.connection)
    for reason in flaws[:_LISTED]:
        click.echo(f"flaw      {reason}")
    if len(flaws) > _LISTED:
        click.echo(f"flaw      … and {len(flaws) - _LISTED} more")
    if flaws:
        click.echo(f"The log is not intact: {len(flaws)} flaws in {end.seq} events.")
        click.get_current_context().exit(1)
    click.echo(f"The log is intact: {end.seq} events.")
    click.echo(f"head      {end}")


def _head(text: str) -> Any:
    from claimcheck.queue.audit import Head

    seq, _, seal = text.partition(":")
    if not (seq.isascii() and seq.isdigit() and len(seq) < 19 and len(seal) == 64 and set(seal) <= set("0123456789abcdef")):
        raise SettingError(f"--head {text[:90]}: write it as `claimcheck queue verify` printed it, NUMBER:HASH.")
    return Head(int(seq), seal)


@click.command(epilog="Example:\n  claimcheck queue backup /backups/queue-monday.jsonl.gz")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@placed
def backup(place: Place, file: Path) -> None:
    """Write a backup into a file, while others go on working.

    It holds all articles, claims, verdicts, people and the log, the secrets of webhooks and hashes of passwords too: only you may read
    the file. It can be restored into either kind of database.
    """
    from claimcheck.queue.backup import back_up

    with contextlib.closing(place.database(migrate=False)) as database:
        made = back_up(database, file, place.actor(), now=place.now())
    rows = made.rows
    click.echo(f"{file}: {rows['article']} articles, {rows['item']} claims, {rows['audit']} events, version {made.version}.")
    click.echo(f"head      {made.head}")


@click.command(
    epilog="""\b
Examples:
  claimcheck queue restore /backups/queue-monday.jsonl.gz
  claimcheck queue restore queue.jsonl.gz --queue postgresql://claims@db.example.org/claims"""
)
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--replace", is_flag=True, help="Lose what is in the queue now.")
@click.option("--flawed", is_flag=True, help="Take a log that is not intact, too.")
@placed
def restore(place: Place, file: Path, replace: bool, flawed: bool) -> None:
    """Fill the queue from a backup: a new one, or one on another kind of database.

    The log is verified; all of it is restored, or nothing. Everybody signs in anew.
    """
    from claimcheck.queue.backup import opened_for_restore
    from claimcheck.queue.backup import restore as restored

    if not file.is_file():
        raise SettingError(f"There is no file {file}.")
    with contextlib.closing(opened_for_restore(place.where, replace=replace)) as database:
        found = restored(database, file, place.actor(), now=place.now(), replace=replace, flawed=flawed)
        rows = found.rows
        click.echo(f"{database.name}: {rows['article']} articles, {rows['item']} claims, {rows['audit']} events, of {found.at}.")


@click.command(
    epilog="""\b
Examples:
  claimcheck queue backup before.jsonl.gz && claimcheck queue migrate
  claimcheck queue migrate --to 0001"""
)
@click.option("--to", "version", metavar="VERSION", default="head", help="The version, forward or back. Default: that of this claimcheck.")
@placed
def migrate(place: Place, version: str) -> None:
    """Bring the queue's tables to the version that this claimcheck works with, or back to an older one.

    All of it happens, or nothing. Stop the server before.
    """
    from claimcheck.queue.migrating import BASE
    from claimcheck.queue.migrating import migrate as migrated

    if version == BASE:
        raise SettingError("There is no such version: a queue that is not wanted any more is deleted with its file or database.")
    with contextlib.closing(place.database(migrate=False)) as database:
        before, after = migrated(database, version, actor=place.actor(), now=place.now())
    click.echo(f"{database.name}: version {after}" + (", as it was." if before == after else f", from {before or 'nothing'}."))
