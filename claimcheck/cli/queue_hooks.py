"""`claimcheck queue webhook`: other programs that are told of what happens."""

from __future__ import annotations

import click

from claimcheck.cli.queue_place import Place, desk_of, placed
from claimcheck.cli.queue_shown import format_option, line, plain, print_json, print_table

_number = click.argument("number", type=click.IntRange(1), metavar="NUMBER")


@click.group()
def webhook() -> None:
    """Other programs that are told of what happens on a desk, as signed CloudEvents or as messages in Slack.

    `claimcheck serve` sends them.
    """


@webhook.command(
    epilog="""\b
Examples:
  claimcheck queue webhook add https://ci.example.org/hook --action "item.*"
  claimcheck queue webhook add https://hooks.slack.com/services/… --form slack --desk politics"""
)
@click.argument("url", metavar="URL")
@click.option("--desk", metavar="NAME", default="main", show_default=True, help="The desk.")
@click.option("--form", type=click.Choice(["cloudevents", "slack"]), default="cloudevents", show_default=True, help="What is sent.")
@click.option(
    "--action", "actions", multiple=True, metavar="ACTION", help='What it is told of, as in "item.decided" or "item.*". Default: all.'
)
@click.option("--texts", is_flag=True, help="Send words of drafts and notes too.")
@click.option(
    "--webhook-host", "own_hosts", multiple=True, metavar="HOST", help="A host of your own network, as `claimcheck serve` is told of it."
)
@placed
def add(place: Place, url: str, desk: str, form: str, actions: tuple[str, ...], texts: bool, own_hosts: tuple[str, ...]) -> None:
    """Add a webhook. The secret that its deliveries are signed with is shown this once."""
    from claimcheck.queue import webhooks

    with place.writing() as (tx, actor, now):
        on = desk_of(tx, actor, desk)
        assert on is not None
        added = webhooks.add(tx, actor, on, url, form=form, actions=actions, texts=texts, own_hosts=frozenset(own_hosts), now=now)
    if added.secret:
        click.echo(added.secret)
    click.echo(f"Webhook {added.webhook.id}: added." + (" The secret is not shown again." if added.secret else ""), err=True)


@webhook.command("list", epilog="Example:\n  claimcheck queue webhook list")
@click.option("--desk", metavar="NAME", help="Those of this desk.")
@format_option
@placed
def list_(place: Place, desk: str | None, form: str) -> None:
    """List webhooks. Of their addresses only the host is shown: the rest may be a secret."""
    from claimcheck.queue import desks, webhooks

    with place.reading() as (tx, actor):
        found = webhooks.listed(tx, actor, desk_of(tx, actor, desk))
        names = {one.id: one.name for one in desks.all_in_sight(tx, actor)}
    if form == "jsonl":
        for one in found:
            print_json(
                {name: value for name, value in plain(one).items() if name != "url"} | {"host": one.host, "desk": names[one.desk_id]}
            )
        return
    rows = [
        (one.id, names[one.desk_id], one.host, one.form, " ".join(one.actions) or "all", "on" if one.active else "off", one.waiting)
        for one in found
    ]
    print_table(("No.", "Desk", "Host", "Form", "Actions", "State", "Waiting"), rows, nothing="There are no webhooks.")
    for one in found:
        if one.off_because:
            click.echo(f"{one.id}: {line(one.off_because)}", err=True)


@webhook.command(epilog="Example:\n  claimcheck queue webhook remove 3")
@_number
@placed
def remove(place: Place, number: int) -> None:
    """Remove a webhook with its deliveries."""
    from claimcheck.queue import webhooks

    with place.writing() as (tx, actor, now):
        webhooks.remove(tx, actor, number, now=now)
    click.echo(f"Webhook {number}: removed.")


@webhook.command(epilog="Example:\n  claimcheck queue webhook test 3")
@_number
@placed
def test(place: Place, number: int) -> None:
    """Have the server send a test to a webhook; `claimcheck queue webhook deliveries` shows what came of it."""
    from claimcheck.queue import webhooks

    with place.writing() as (tx, actor, now):
        sent = webhooks.test(tx, actor, number, now=now)
    click.echo(f"Delivery {sent.id}: waits for `claimcheck serve`.")


@webhook.command(epilog="Example:\n  claimcheck queue webhook deliveries 3")
@_number
@click.option("--limit", type=click.IntRange(1, 200), default=50, show_default=True, metavar="NUMBER", help="At most so many.")
@format_option
@placed
def deliveries(place: Place, number: int, limit: int, form: str) -> None:
    """List the newest deliveries of a webhook."""
    from claimcheck.queue import webhooks

    with place.reading() as (tx, actor):
        found = webhooks.deliveries(tx, actor, number, limit=limit)
    if form == "jsonl":
        for one in found:
            print_json(one)
        return
    rows = [(one.id, one.action, one.subject, one.state, one.attempts, one.status, one.error, one.changed_at[:19]) for one in found]
    print_table(("No.", "Action", "Subject", "State", "Tries", "Status", "What", "At"), rows, nothing="Nothing was sent yet.")
