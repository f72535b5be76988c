"""`claimcheck queue person`, `token` and `desk`: who works here, and how."""

from __future__ import annotations

import sys

import click

from claimcheck.cli.queue_place import Place, desk_of, person_of, placed
from claimcheck.cli.queue_shown import format_option, plain, print_json, print_table
from claimcheck.errors import SettingError

ROLES = ("viewer", "checker", "editor")
#: Names of scopes, as `claimcheck.queue.actor.SCOPES` has them; here they need no import.
SCOPES = ("read", "review", "push", "manage", "admin")

_name = click.argument("name", metavar="NAME")
_stdin = click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")


@click.group()
def person() -> None:
    """People who sign in at the server.

    Whoever may open the database by themselves needs no account.
    """


@person.command(
    epilog="""\b
Examples:
  claimcheck queue person add ada --display-name "Ada Okoye" --role politics=editor
  claimcheck queue person add bea --role main=checker --password-stdin < password.txt"""
)
@_name
@click.option("--display-name", metavar="TEXT", help="How they are called on the pages. Default: NAME.")
@click.option("--admin", is_flag=True, help="May do everything on every desk, and manages people and desks.")
@click.option("--role", "roles", multiple=True, metavar="DESK=ROLE", help="viewer, checker or editor on a desk. May be repeated.")
@_stdin
@click.option("--public-url", metavar="URL", default="http://127.0.0.1:8765", show_default=True, help="The server's address, for the link.")
@placed
def add(
    place: Place, name: str, display_name: str | None, admin: bool, roles: tuple[str, ...], password_stdin: bool, public_url: str
) -> None:
    """Add somebody.

    Without a password a link is printed, with which they come in once to choose one. It is good for three days.
    """
    from claimcheck.queue import desks, people, tickets
    from claimcheck.queue.actor import Role
    from claimcheck.queue.server import public_origin

    wanted = [_role(text) for text in roles]
    password = _read_password() if password_stdin else None
    origin = public_origin(public_url)
    with place.writing(make=True) as (tx, _, now):
        actor = place.actor()
        made = people.add(tx, actor, name, display_name=display_name, password=password, admin=admin, now=now)
        for desk, role in wanted:
            on = desks.ensure(tx, actor, desk, now=now) if desk == desks.MAIN else desks.named(tx, actor, desk)
            people.set_role(tx, actor, made.id, on.id, Role[role.upper()], now=now)
        ticket = None if password else tickets.make(tx, actor, made.id, now=now)
    click.echo(f"{made.name}: added.")
    if ticket:
        click.echo(f"They come in once, within three days, with {tickets.link(origin, ticket)}")


def _role(text: str) -> tuple[str, str]:
    desk, sign, role = text.rpartition("=")
    if not sign or not desk or role not in ROLES:
        raise SettingError(f"{text[:60]}: write it as DESK=ROLE, with one of {', '.join(ROLES)}, as in main=checker.")
    return desk, role


def _read_password() -> str:
    """The first line of standard input. A password is never an argument: others on the machine could read it there."""
    password = sys.stdin.readline().rstrip("\r\n")
    if not password:
        raise SettingError("There is no password on standard input.")
    return password


@person.command("list", epilog="Example:\n  claimcheck queue person list")
@format_option
@placed
def list_people(place: Place, form: str) -> None:
    """List everybody, with their roles."""
    from claimcheck.queue import desks, people

    with place.reading() as (tx, _):
        actor = place.actor()
        found = people.listed(tx, actor)
        names = {desk.id: desk.name for desk in desks.all_in_sight(tx, actor)}
    if form == "jsonl":
        for one in found:
            print_json(plain(one) | {"roles": {names[desk]: role.name.lower() for desk, role in one.roles.items() if desk in names}})
        return
    rows = []
    for one in found:
        roles = ", ".join(f"{names[desk]}={role.name.lower()}" for desk, role in sorted(one.roles.items()) if desk in names)
        held = "administrator" if one.admin else roles
        rows.append((one.name, one.display_name, held or "none", "/".join(one.ways) or "nothing yet", "yes" if one.active else "no"))
    print_table(("Person", "Name", "Roles", "Signs in with", "Active"), rows, nothing="There is nobody yet.")


@person.command(
    epilog="""\b
Examples:
  claimcheck queue person role ada politics=editor
  claimcheck queue person role ada sports=none
  claimcheck queue person role ada --admin"""
)
@_name
@click.argument("roles", nargs=-1, metavar="[DESK=ROLE]...")
@click.option("--admin/--no-admin", default=None, help="Make them an administrator, or no longer one.")
@placed
def role(place: Place, name: str, roles: tuple[str, ...], admin: bool | None) -> None:
    """Say what somebody may do: viewer, checker, editor or none on a desk."""
    from claimcheck.queue import people
    from claimcheck.queue.actor import Role

    if not roles and admin is None:
        raise SettingError("Say which role on which desk, as in politics=editor, or --admin.")
    wanted = [(text[:-5], None) if text.endswith("=none") else _role(text) for text in roles]
    with place.writing() as (tx, _, now):
        actor = place.actor()
        found = person_of(tx, actor, name)
        for desk, held in wanted:
            on = desk_of(tx, actor, desk)
            assert on is not None
            people.set_role(tx, actor, found, on, Role[held.upper()] if held else None, now=now)
        if admin is not None:
            people.set_admin(tx, actor, found, admin, now=now)
    click.echo(f"{name}: changed.")


@person.command(
    epilog="""\b
Examples:
  claimcheck queue person password ada
  claimcheck queue person password ada --link --public-url https://claims.example.org"""
)
@_name
@_stdin
@click.option("--link", "by_link", is_flag=True, help="Print a link with which they choose a new one, instead.")
@click.option("--public-url", metavar="URL", default="http://127.0.0.1:8765", show_default=True, help="The server's address, for the link.")
@placed
def password(place: Place, name: str, password_stdin: bool, by_link: bool, public_url: str) -> None:
    """Give somebody a new password. Wherever they are signed in, they are signed out."""
    from claimcheck.queue import people, tickets
    from claimcheck.queue.server import public_origin

    if by_link and password_stdin:
        raise SettingError("--link and --password-stdin exclude each other: with the link they choose one themselves.")
    if by_link:
        origin = public_origin(public_url)
        with place.writing() as (tx, _, now):
            actor = place.actor()
            ticket = tickets.make(tx, actor, person_of(tx, actor, name), now=now)
        click.echo(tickets.link(origin, ticket))
        return
    new = _read_password() if password_stdin else click.prompt("New password", hide_input=True, confirmation_prompt=True, err=True)
    with place.writing() as (tx, _, now):
        actor = place.actor()
        people.set_password(tx, actor, person_of(tx, actor, name), new, now=now)
    click.echo(f"{name}: has a new password.")


@person.command(epilog="Example:\n  claimcheck queue person deactivate ada")
@_name
@click.option("--undo", is_flag=True, help="Let them in again.")
@placed
def deactivate(place: Place, name: str, undo: bool) -> None:
    """Keep somebody out, at once; what they did stays."""
    from claimcheck.queue import people

    with place.writing() as (tx, _, now):
        actor = place.actor()
        change = people.activate if undo else people.deactivate
        change(tx, actor, person_of(tx, actor, name), now=now)
    click.echo(f"{name}: {'active' if undo else 'deactivated'}.")


@person.command(
    epilog="""\b
Example:
  claimcheck queue person link ada --subject 248289761001

The issuer and the subject are what the provider calls itself and the account, in its ID tokens."""
)
@_name
@click.option(
    "--issuer", metavar="URL", envvar="CLAIMCHECK_OIDC_ISSUER", required=True, help="The provider.  [default: CLAIMCHECK_OIDC_ISSUER]"
)
@click.option("--subject", required=True, metavar="TEXT", help="The account at the provider.")
@placed
def link(place: Place, name: str, issuer: str, subject: str) -> None:
    """Let somebody sign in with an account at an OpenID provider."""
    from claimcheck.queue import people

    with place.writing() as (tx, _, now):
        actor = place.actor()
        people.link(tx, actor, person_of(tx, actor, name), issuer, subject, now=now)
    click.echo(f"{name}: signs in with that account at {issuer}.")


@click.group()
def token() -> None:
    """Tokens, with which programs use the server's API."""


@token.command(
    epilog="""\b
Examples:
  claimcheck queue token make ci --name "the build" --scope push
  claimcheck queue token make ada --name dashboard --scope read --days 30 --desk politics"""
)
@click.argument("person", metavar="PERSON")
@click.option("--name", required=True, metavar="TEXT", help="What it is for.")
@click.option("--scope", "scopes", multiple=True, required=True, type=click.Choice(SCOPES), help="What it allows. May be repeated.")
@click.option("--days", type=click.IntRange(1, 366), default=90, show_default=True, metavar="NUMBER", help="How long it is valid.")
@click.option("--desk", metavar="NAME", help="The only desk that it reaches.")
@placed
def make(place: Place, person: str, name: str, scopes: tuple[str, ...], days: int, desk: str | None) -> None:
    """Make a token for somebody. It is shown this once."""
    from claimcheck.queue import tokens

    with place.writing() as (tx, _, now):
        actor = place.actor()
        made, secret = tokens.make(tx, actor, person_of(tx, actor, person), name, scopes, days, desk_of(tx, actor, desk), now=now)
    click.echo(secret)
    click.echo(f"Token {made.id} of {made.person}, valid until {made.expires_at}. It is not shown again.", err=True)


@token.command("list", epilog="Example:\n  claimcheck queue token list")
@click.argument("person", required=False, metavar="[PERSON]")
@format_option
@placed
def list_tokens(place: Place, person: str | None, form: str) -> None:
    """List tokens, without their secrets."""
    from claimcheck.queue import tokens

    with place.reading() as (tx, _):
        actor = place.actor()
        found = tokens.listed(tx, actor, None if person is None else person_of(tx, actor, person))
    if form == "jsonl":
        for one in found:
            print_json(plain(one) | {"state": one.state(place.now())})
        return
    rows = [
        (
            one.id,
            one.person,
            one.name,
            " ".join(sorted(one.scopes)),
            one.state(place.now()),
            one.expires_at[:10],
            (one.used_at or "never")[:10],
        )
        for one in found
    ]
    print_table(("No.", "Person", "Name", "Scopes", "State", "Expires", "Used"), rows, nothing="There are no tokens.")


@token.command(epilog="Example:\n  claimcheck queue token revoke 3")
@click.argument("number", type=click.IntRange(1), metavar="NUMBER")
@placed
def revoke(place: Place, number: int) -> None:
    """End a token at once."""
    from claimcheck.queue import tokens

    with place.writing() as (tx, _, now):
        tokens.revoke(tx, place.actor(), number, now=now)
    click.echo(f"Token {number}: revoked.")


@click.group()
def desk() -> None:
    """Desks, and how each wants its claims reviewed."""


@desk.command("add", epilog="Example:\n  claimcheck queue desk add politics")
@_name
@placed
def add_desk(place: Place, name: str) -> None:
    """Add a desk."""
    from claimcheck.queue import desks

    with place.writing(make=True) as (tx, actor, now):
        made = desks.make(tx, actor, name, now=now)
    click.echo(f"{made.name}: added.")


@desk.command("list", epilog="Example:\n  claimcheck queue desk list --format jsonl")
@format_option
@placed
def list_desks(place: Place, form: str) -> None:
    """List the desks, with their settings."""
    from claimcheck.queue import desks

    with place.reading() as (tx, actor):
        found = desks.all_in_sight(tx, actor)
    if form == "jsonl":
        for one in found:
            print_json({"id": one.id, "name": one.name, "policy": one.policy.to_json()})
        return
    rows = [(one.name, "; ".join(f"{key}={_shown(value)}" for key, value in one.policy.to_json().items())) for one in found]
    print_table(("Desk", "Settings"), rows, nothing="There are no desks yet.")


def _shown(value: object) -> str:
    import json

    return ", ".join(map(str, value)) if isinstance(value, list) else json.dumps(value)


@desk.command(
    "set",
    epilog="""\b
Examples:
  claimcheck queue desk set politics blind=false lease_seconds=1800
  claimcheck queue desk set politics scale='["right", "wrong", "open"]' wrong='["wrong"]'
  claimcheck queue desk set politics twice='{"priority_above": 0.5, "types": ["quantity"]}'""",
)
@_name
@click.argument("settings", nargs=-1, required=True, metavar="SETTING=JSON...")
@placed
def set_desk(place: Place, name: str, settings: tuple[str, ...]) -> None:
    """Change settings of a desk; each value is JSON. docs/queue.md says what they mean."""
    import json

    from claimcheck.queue import desks
    from claimcheck.queue.policy import policy_from_json

    given: dict[str, object] = {}
    for setting in settings:
        key, sign, value = setting.partition("=")
        try:
            given[key] = json.loads(value) if sign else None
        except (ValueError, RecursionError):
            sign = ""
        if not sign:
            raise SettingError(f"{setting[:60]}: write a setting as blind=false or lease_seconds=1800, with a value of JSON.")
    with place.writing() as (tx, actor, now):
        found = desks.named(tx, actor, name)
        desks.set_policy(tx, actor, found.id, policy_from_json(given, found.policy), now=now)
    click.echo(f"{found.name}: changed.")
