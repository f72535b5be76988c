"""How the queue is shown on a terminal: tables, and a claim with all that belongs to it."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict, is_dataclass
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from claimcheck.queue.articles import Added
    from claimcheck.queue.items import Item

Json = dict[str, Any]

FORMATS = ("table", "jsonl")
format_option = click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True, help="How it is shown.")

#: Columns whose words may be folded; all others stand on one line.
_WIDE = frozenset({"Claim", "What", "Name", "Settings", "URL", "Actions"})


def line(text: object, longest: int = 200) -> str:
    """Words of others on one line of a terminal."""
    from claimcheck.escaping import shown

    return " ".join(shown(str(text)).split())[:longest]


def plain(value: Any) -> Any:
    """A value as JSON has it."""
    if is_dataclass(value) and not isinstance(value, type):
        return {name: plain(inner) for name, inner in asdict(value).items()}
    if isinstance(value, dict):
        return {str(name): plain(inner) for name, inner in value.items()}
    if isinstance(value, frozenset | set):
        return sorted(plain(inner) for inner in value)
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    return value


def print_json(value: Any) -> None:
    """A line of JSON on standard output."""
    from claimcheck.record import dumps

    click.echo(dumps(plain(value)))


def print_table(columns: Sequence[str], rows: Iterable[Sequence[object]], *, nothing: str = "Nothing found.") -> None:
    """A table on standard output; what is said in place of an empty one goes to standard error."""
    found = [[line(cell if cell is not None else "–", 400) for cell in row] for row in rows]
    if not found:
        click.echo(nothing, err=True)
        return
    import io

    from rich.console import Console
    from rich.table import Table

    from claimcheck.cli.terminal import colours, width

    colour, stream = colours(sys.stdout), io.StringIO()
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
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="bold")
    for name in columns:
        number = name in ("No.", "Priority", "Version", "Claims", "Open")
        table.add_column(name, justify="right" if number else "left", no_wrap=name not in _WIDE, overflow="fold")
    for row in found:
        table.add_row(*row)
    console.print(table)
    click.echo("\n".join(text.rstrip() for text in stream.getvalue().splitlines()))


def of_item(found: Item) -> Json:
    """A claim's row in the queue as JSON."""
    return {name: plain(value) for name, value in asdict(found).items() if value is not None}


def print_added(added: Added, shown: str) -> None:
    """What the queue made of an article."""
    if added.unchanged:
        click.echo(f"{line(shown)}: article {added.article_id}, version {added.version}, is in the queue already.")
        return
    parts = [f"{len(added.queued)} queued"]
    if added.version > 1:
        parts += [f"{len(added.carried)} carried over", f"{len(added.changed)} changed", f"{len(added.returned)} returned"]
    click.echo(f"{line(shown)}: article {added.article_id}, version {added.version}: {', '.join(parts)}.")
    for numbers, told in ((added.orphaned, "no longer in the article"), (added.loud, "changed or gone after somebody had worked on them")):
        if numbers:
            shown_numbers = ", ".join(map(str, numbers[:20])) + (" …" if len(numbers) > 20 else "")
            click.echo(f"  {len(numbers)} {told}: {shown_numbers}", err=True)


def _of_another(found: Item) -> str:
    return f"{found.id}, {found.state}{f': {found.verdict}' if found.verdict else ''}: {found.text}"


def print_claim(
    found: Item, record: Json, decisions: Sequence[Any], evidence: Sequence[Any], labels: Sequence[str] = (), *,
    former: Item | None = None, followers: Sequence[Item] = (),
) -> None:  # fmt: skip
    """A claim, what is to be asked about it, and what was found. `former`: the claim of an earlier version that it is a changed form
    of; `followers`: its own changed forms."""
    from claimcheck.queue.moments import to_the_minute
    from claimcheck.queue.naming import called

    click.echo(f"{found.id}  {found.state}{f': {found.verdict}' if found.verdict else ''}")
    click.echo(f"  {line(found.text, 1000)}")
    facts = [
        ("claim", found.claim_id),
        ("speaker", found.speaker),
        (
            "article",
            f"{line(called(record['document'].get('title'), record['document']['uri']), 120)} (number {found.article_id}), line {found.line}",
        ),
        ("types", ", ".join(found.types)),
        ("priority", f"{found.priority:.2f}"),
        ("reviewers", f"{found.given} of {found.needs}"),
        ("stale", found.stale_because),
        ("before", _of_another(former) if former else None),
        *(("now", _of_another(one)) for one in followers),
        ("held by", f"{found.lease_by} until {to_the_minute(found.lease_until)}" if found.lease_by and found.lease_until else None),
        ("labels", ", ".join(labels)),
    ]
    for name, value in facts:
        if value:
            click.echo(f"  {name + ':':<11}{line(value, 300)}")
    for question in record.get("questions", ()):
        click.echo(f"  ? {line(question.get('text', question) if isinstance(question, dict) else question, 400)}")
    for lookup in record.get("lookups", ()):
        said = lookup.get("verdict") or lookup.get("stance") or ""
        click.echo(
            f"  = {line(said, 60)}  {line(lookup.get('title') or lookup.get('source') or '', 120)}  {line(lookup.get('url') or '', 300)}"
        )
    for given in decisions:
        note = f" – {line(given.note, 400)}" if given.note else ""
        click.echo(f"  ! {line(given.person, 64)}: {line(given.verdict, 60)} ({given.kind}, {to_the_minute(given.at)}){note}")
    for link in evidence:
        click.echo(f"  > {line(link.url, 300)}{f'  {line(link.title, 120)}' if link.title else ''}")
