"""`claimcheck check --queue`: what was checked goes into a review queue, here or on a server."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from claimcheck.cli.session import Session
from claimcheck.cli.terminal import Progress, complain
from claimcheck.errors import QueueError, SettingError

if TYPE_CHECKING:
    from claimcheck.check.outcome import Outcome
    from claimcheck.queue.push import Draft, Pushed, Server

F = TypeVar("F", bound=Callable[..., Any])

TOKEN = "CLAIMCHECK_QUEUE_TOKEN"
#: Bytes of a file with a token.
_LONGEST = 4096

_OPTIONS = (
    click.option(
        "--queue",
        metavar="URL|FILE",
        help="Then put the articles into a review queue: a server's, to which the whole drafts are sent, or a database.",
    ),
    click.option("--queue-desk", metavar="NAME", help="The desk that is to check them.  [default: the only one, or main]"),
    click.option(
        "--queue-token-file", metavar="FILE", type=click.Path(), help=f"Holds the server's token, with the scope push. Else {TOKEN} does."
    ),
)


def options(command: F) -> F:
    """The options of a command that pushes."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@dataclass(frozen=True, slots=True)
class Target:
    """Where to push. `server` None: the database `where`."""

    where: str
    desk: str | None
    server: Server | None

    @classmethod
    def of(cls, values: dict[str, Any]) -> Target | None:
        """Takes its values out of those of a command; None where none is named. Raises SettingError before anything is checked."""
        where, desk, file = (values.pop(name) for name in ("queue", "queue_desk", "queue_token_file"))
        if where is None:
            if desk or file:
                raise SettingError("--queue-desk and --queue-token-file are for --queue: name the queue.")
            return None
        if not where.lower().startswith(("http:", "https:")):
            if file:
                raise SettingError("--queue-token-file is for a server: a database asks for no token.")
            return cls(where, desk, None)
        from claimcheck.queue.push import Server

        return cls(where, desk, Server(where, _token(file), desk))


def _token(file: str | None) -> str:
    """The token, out of the file or the environment: never off the command line, where everybody on the machine can read it."""
    if file is None:
        held = os.environ.get(TOKEN, "").strip()
        if not held:
            raise SettingError(f"A queue's server asks for a token: put it into {TOKEN}, or into a file for --queue-token-file.")
        return held
    try:
        with Path(file).open("rb") as stream:
            data = stream.read(_LONGEST + 1)
    except OSError as error:
        raise SettingError(f"{file} cannot be read ({error.strerror}): it is to hold the queue's token.") from None
    try:
        held = data.decode("ascii").strip()
    except UnicodeDecodeError:
        held = ""
    if not held or len(data) > _LONGEST:
        raise SettingError(f"{file} holds no token of a queue: it is one line.")
    return held


def push(session: Session, target: Target, outcome: Outcome) -> bool:
    """Put the articles of a check into the queue, and say what became of it on standard error. Whether all of them are there."""
    from claimcheck.queue.push import Draft

    drafts = [Draft(file.name, file.record, file.source) for file in outcome.files]
    if not drafts:
        return True
    progress = Progress()
    progress.say("pushing …")
    try:
        done = _over_the_network(session, target.server, drafts) if target.server else _into_database(session, target, drafts)
    except QueueError as error:
        progress.clear()
        complain(str(error))
        return False
    progress.clear()
    for trouble in done.troubles:
        complain(trouble)
    if done.articles:
        click.echo(str(done), err=True)
    return not done.troubles


def _over_the_network(session: Session, server: Server, drafts: list[Draft]) -> Pushed:
    import asyncio

    from claimcheck.queue.push import push as send

    return asyncio.run(send(server, drafts, now=session.now))


def _into_database(session: Session, target: Target, drafts: list[Draft]) -> Pushed:
    from claimcheck.cli.queue_place import Place, login_name
    from claimcheck.queue import articles, desks
    from claimcheck.queue.push import Pushed

    place = Place(session, target.where, os.environ.get("CLAIMCHECK_USER") or login_name())
    done = Pushed()
    for draft in drafts:
        try:
            prepared = articles.prepare(draft.report, draft.source)  # before the queue is locked for it
        except QueueError as error:
            done = done.but(f"{draft.name}: {error}")
            continue
        with place.writing() as (tx, actor, now):
            desk = desks.named(tx, actor, target.desk) if target.desk else desks.ensure(tx, actor, now=now)
            added = articles.put(tx, actor, desk.id, prepared, now=now)
        done = done.plus({name: getattr(added, name) for name in ("queued", "carried", "changed", "orphaned", "loud")})
    return done
