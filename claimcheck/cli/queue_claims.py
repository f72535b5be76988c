"""`claimcheck queue list`, `next`, `decide` …: working through claims."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from claimcheck.cli.queue_place import Place, claim_of, desk_of, placed
from claimcheck.cli.queue_shown import format_option, line, of_item, plain, print_claim, print_json, print_table
from claimcheck.errors import SettingError

if TYPE_CHECKING:
    from claimcheck.queue.actor import Actor
    from claimcheck.queue.database import Transaction
    from claimcheck.queue.items import Item

Json = dict[str, Any]

#: Option -> name in `listing.Filter`'s query, whether it may be repeated, metavar, help.
_FILTERS = (
    ("--desk", "desk", False, "NAME", "Claims of this desk."),
    ("--state", "state", True, "STATE", "new, leased, checked, disputed, corrected, dismissed, stale."),
    ("--text", "text", False, "WORDS", "Claims with these words in them, in their speaker or their article's title."),
    ("--speaker", "speaker", False, "NAME", "Claims of this speaker."),
    ("--type", "type", True, "TYPE", "Claims of a type, such as quantity or event."),
    ("--checkable", "checkable", True, "VALUE", "yes, partial, no."),
    ("--priority-from", "priority-from", False, "NUMBER", "Claims with at least this priority."),
    ("--priority-to", "priority-to", False, "NUMBER", "Claims with at most this priority."),
    ("--label", "label", True, "LABEL", "Claims with this label."),
    ("--assigned", "assigned", False, "NAME", "Claims assigned to somebody; - for nobody."),
    ("--verdict", "verdict", True, "VERDICT", "Claims with this verdict."),
    ("--stance", "stance", True, "STANCE", "Claims of which the lookup says so: supports, differs …"),
    ("--findings", "findings", False, "yes|no", "Whether the article contradicts itself there."),
    ("--article", "article", False, "NUMBER", "Claims of an article."),
    ("--age-from", "age-from", False, "DAYS", "In the queue for at least so many days."),
    ("--age-to", "age-to", False, "DAYS", "In the queue for less than so many days."),
)


def filters(command: Any) -> Any:
    """The options that narrow a list of claims. Their values come as one dictionary under `narrowed`, by `collected`."""
    command = click.option("--mine", is_flag=True, help="Claims assigned to whoever acts, or taken by them.")(command)
    for option, name, several, metavar, told in reversed(_FILTERS):
        command = click.option(option, f"by_{name.replace('-', '_')}", multiple=several, metavar=metavar, help=told)(command)
    return command


def collected(values: Json) -> Any:
    """The filter that the options ask for; takes their values out of those of the command. Raises QueueError."""
    from claimcheck.queue import listing

    query: dict[str, Any] = {}
    for _, name, several, _, _ in _FILTERS:
        value = values.pop(f"by_{name.replace('-', '_')}")
        if value:
            query[name] = list(value) if several else value
    if values.pop("mine"):
        query["mine"] = "yes"
    return listing.from_query(query)


@click.command(
    "list",
    epilog="""\b
Examples:
  claimcheck queue list
  claimcheck queue list --state new --state disputed --type quantity --priority-from 0.5
  claimcheck queue list --mine --format jsonl""",
)
@filters
@click.option("--order", metavar="ORDER", default="priority", show_default=True, help="Priority, or another order of the web pages.")
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, metavar="NUMBER", help="At most so many claims.")
@format_option
@placed
def list_(place: Place, order: str, limit: int, form: str, **values: Any) -> None:
    """List claims, the most urgent first."""
    from claimcheck.queue import listing
    from claimcheck.queue.naming import called

    wanted = collected(values)
    entries: list[Any] = []
    after: str | None = None
    with place.reading() as (tx, actor):
        while True:
            page = listing.page(tx, actor, wanted, order=order, after=after, limit=min(limit - len(entries), listing.MOST), now=place.now())
            entries += page.items
            after = page.next
            if after is None or len(entries) >= limit:
                break
    if form == "jsonl":
        for entry in entries:
            about = {"title": entry.title, "uri": entry.uri, "desk": entry.desk, "labels": list(entry.labels), "assigned": entry.assigned}
            print_json(of_item(entry.item) | {name: value for name, value in about.items() if value is not None})
        return
    columns = ("No.", "State", "Priority", "Claim", "Article")
    rows = [
        (entry.item.id, _stands(entry.item), f"{entry.item.priority:.2f}", entry.item.text, called(entry.title, entry.uri)[:40])
        for entry in entries
    ]
    print_table(columns, rows, nothing="No claim is like that.")
    if after is not None:
        click.echo(f"… {page.total_or_more} in all: --limit shows more.", err=True)


def _stands(found: Item) -> str:
    return found.verdict if found.verdict and found.state == "checked" else str(found.state)


@click.command(epilog="\b\nExamples:\n  claimcheck queue show 12\n  claimcheck queue show 12 --history")
@click.argument("claim", metavar="NUMBER")
@click.option("--history", is_flag=True, help="Show what was done with it, by whom and when, out of the log.")
@format_option
@placed
def show(place: Place, claim: str, history: bool, form: str) -> None:
    """Show a claim with its questions, evidence and verdicts. NUMBER may be the id in its record too."""
    from claimcheck.queue import history as histories
    from claimcheck.queue import items

    with place.reading() as (tx, actor):
        found = items.get(tx, actor, claim_of(tx, actor, claim))
        if not history:
            _told(tx, actor, found, form)
            return
        entries = histories.of(tx, actor, found.id)
    for entry in entries:
        if form == "jsonl":
            print_json(entry)
        else:
            click.echo(f"{entry.at[:19]}  {line(entry.words, 600)}")


def _told(tx: Transaction, actor: Actor, found: Item, form: str, lease: Json | None = None) -> None:
    from claimcheck.queue import decisions, evidence, items, labels

    record = items.record_of(tx, found.id)
    given, links, named = decisions.of(tx, actor, found), evidence.of(tx, actor, found), labels.of(tx, actor, found)
    if form == "table":
        former = items.get(tx, actor, found.follows_id) if found.follows_id else None
        print_claim(found, record, given, links, named, former=former, followers=items.followers(tx, actor, found.id))
        return
    about = {"item": of_item(found), "record": record, "decisions": plain(given), "evidence": plain(links), "labels": list(named)}
    print_json(about | ({"lease": lease} if lease else {}))


@click.command(
    "next",
    epilog="""\b
Examples:
  claimcheck queue next
  claimcheck queue next --desk politics --format json

Exit code 0: a claim. 1: there is none that waits for you. 2: it could not be done.""",
)
@click.option("--desk", metavar="NAME", help="A claim of this desk.")
@click.option("--article", type=int, metavar="NUMBER", help="A claim of this article.")
@click.option("--claim", metavar="NUMBER", help="This claim and no other.")
@click.option(
    "--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True, help="json has the lease's token."
)
@placed
def next_(place: Place, desk: str | None, article: int | None, claim: str | None, form: str) -> None:
    """Take the claim that comes next: nobody else gets it for a while.

    The lease ends with the verdict, with `claimcheck queue release`, or by itself.
    """
    from claimcheck.queue import leases

    with place.writing() as (tx, actor, now):
        wanted = claim_of(tx, actor, claim) if claim else None
        lease = leases.take(tx, actor, desk_id=desk_of(tx, actor, desk), article_id=article, item_id=wanted, now=now)
        if lease is not None:
            _told(tx, actor, lease.item, form, {"token": lease.token, "until": lease.until})
    if lease is None:
        click.echo("No claim waits for you.", err=True)
        click.get_current_context().exit(1)


_claim = click.argument("claim", metavar="NUMBER")
_note = click.option("--note", metavar="TEXT", help="Why.")
_needed = click.option("--note", metavar="TEXT", required=True, help="Why.")


@click.command(
    epilog="""\b
Examples:
  claimcheck queue decide 12 true --link https://example.org/figures
  claimcheck queue decide 12 mostly true --note "5.9, not 6, per cent\""""
)
@_claim
@click.argument("verdict", nargs=-1, required=True, metavar="VERDICT")
@_note
@click.option("--link", "links", multiple=True, metavar="URL", help="Evidence. May be repeated.")
@click.option("--token", metavar="TOKEN", help="The lease's token, from `claimcheck queue next --format json`.")
@placed
def decide(place: Place, claim: str, verdict: tuple[str, ...], note: str | None, links: tuple[str, ...], token: str | None) -> None:
    """Give a verdict on a claim, out of the desk's scale."""
    from claimcheck.queue import decisions

    with place.writing() as (tx, actor, now):
        wanted = claim_of(tx, actor, claim)
        _done(decisions.decide(tx, actor, wanted, " ".join(verdict), note=note, links=links, token=token, now=now))


def _done(found: Item) -> None:
    verdict = f", {found.verdict}" if found.verdict else ""
    more = f"; {found.needs - found.given} more to review it" if found.state == "new" and found.given else ""
    click.echo(f"{found.id}: {found.state}{verdict}{more}")


@click.command(epilog='Example:\n  claimcheck queue dismiss 12 --note "an opinion"')
@_claim
@_needed
@placed
def dismiss(place: Place, claim: str, note: str) -> None:
    """Take a claim off the list: it needs no check."""
    from claimcheck.queue import decisions

    with place.writing() as (tx, actor, now):
        _done(decisions.dismiss(tx, actor, claim_of(tx, actor, claim), note, now=now))


@click.command(
    epilog="""\b
Examples:
  claimcheck queue adjudicate 12 --choose ada --note "the later figure holds"
  claimcheck queue adjudicate 12 --none-of-these misleading --note "true, but of another year\""""
)
@_claim
@click.option("--choose", metavar="PERSON", help="The verdict of this reviewer.")
@click.option("--none-of-these", "verdict", metavar="VERDICT", help="A verdict of your own.")
@_needed
@placed
def adjudicate(place: Place, claim: str, choose: str | None, verdict: str | None, note: str) -> None:
    """Settle a claim on which the reviewers differ."""
    from claimcheck.queue import decisions, items

    if (choose is None) == (verdict is None):
        raise SettingError("Give either --choose PERSON, or --none-of-these VERDICT.")
    with place.writing() as (tx, actor, now):
        found = items.get(tx, actor, claim_of(tx, actor, claim), lock=True)
        chosen = None
        if choose is not None:
            given = {one.person: one.id for one in decisions.of(tx, actor, found) if one.round == found.round and one.kind == "review"}
            if choose not in given:
                raise SettingError(
                    f"{choose[:64]} gave no verdict on claim {found.id}: those who did are {', '.join(sorted(given)) or 'none'}."
                )
            chosen = given[choose]
        _done(decisions.adjudicate(tx, actor, found.id, chosen_id=chosen, verdict=verdict, note=note, now=now))


@click.command(epilog="Example:\n  claimcheck queue release 12")
@_claim
@click.option("--token", metavar="TOKEN", help="The lease's token, from `claimcheck queue next --format json`.")
@placed
def release(place: Place, claim: str, token: str | None) -> None:
    """Give a claim back, for others to take."""
    from claimcheck.queue import leases

    with place.writing() as (tx, actor, now):
        _done(leases.release(tx, actor, claim_of(tx, actor, claim), token, now=now))


@click.command(epilog='Example:\n  claimcheck queue correct 12 --note "put right in the second paragraph"')
@_claim
@_needed
@placed
def correct(place: Place, claim: str, note: str) -> None:
    """Mark a claim that was wrong as put right in the article."""
    from claimcheck.queue import decisions

    with place.writing() as (tx, actor, now):
        _done(decisions.correct(tx, actor, claim_of(tx, actor, claim), note, now=now))


@click.command(epilog='Example:\n  claimcheck queue reopen 12 --note "new figures came out"')
@_claim
@_needed
@placed
def reopen(place: Place, claim: str, note: str) -> None:
    """Have a claim that is settled reviewed anew."""
    from claimcheck.queue import decisions

    with place.writing() as (tx, actor, now):
        _done(decisions.reopen(tx, actor, claim_of(tx, actor, claim), note, now=now))
