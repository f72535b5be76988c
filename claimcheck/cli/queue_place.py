"""What all commands of the queue share: which queue, who acts, and how a claim is named."""

from __future__ import annotations

import contextlib
import getpass
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

import click

from claimcheck.cli.session import Session
from claimcheck.errors import NotInQueue, QueueError, SettingError

if TYPE_CHECKING:
    from claimcheck.queue.actor import Actor
    from claimcheck.queue.database import Database, Transaction

F = TypeVar("F", bound=Callable[..., Any])

#: Numbers of claims that are told where a name fits several.
_TOLD = 10


@dataclass(frozen=True, slots=True)
class Place:
    """A queue, and somebody who acts on it. Whoever may open the database may do everything there; who it was stands in the log."""

    session: Session
    where: str | None
    who: str

    def now(self) -> datetime:
        """The moment at which the command acts."""
        return self.session.now()

    def database(self, *, make: bool = False, migrate: bool = True) -> Database:
        """The queue. Raises QueueError."""
        from claimcheck.queue.database import opened

        return opened(self.where, make=make, migrate=migrate)

    def actor(self) -> Actor:
        """Who acts, as the log names them."""
        from claimcheck.queue.actor import local

        return local(self.who)

    @contextlib.contextmanager
    def reading(self) -> Iterator[tuple[Transaction, Actor]]:
        """A transaction that changes nothing."""
        with contextlib.closing(self.database()) as database, database.read() as tx:
            yield tx, self._known(tx)

    @contextlib.contextmanager
    def writing(self, *, make: bool = False) -> Iterator[tuple[Transaction, Actor, datetime]]:
        """A transaction, and the moment of it. `make`: a queue that is not there is made."""
        with contextlib.closing(self.database(make=make)) as database, database.write() as tx:
            yield tx, self._known(tx), self.now()

    def _known(self, tx: Transaction) -> Actor:
        """Who acts; the person of that name in the queue, if there is one, so that what is theirs is found."""
        from dataclasses import replace

        from claimcheck.queue import people

        actor = self.actor()
        try:
            found = people.named(tx, actor, actor.name)
        except QueueError:
            return actor
        return replace(actor, name=found.name, person_id=found.id)


def placed(command: F) -> F:
    """Gives a command the options --queue and --as, and their values as its first argument, a Place."""

    @click.option("--queue", "where", metavar="FILE|URL", help="The queue. Default: CLAIMCHECK_QUEUE, or a file in the user's data folder.")
    @click.option("--as", "who", metavar="NAME", envvar="CLAIMCHECK_USER", help="Who acts. Default: CLAIMCHECK_USER, or the login name.")
    @click.pass_obj
    @wraps(command)
    def with_place(session: Session, /, where: str | None, who: str | None, **values: Any) -> Any:
        return command(Place(session, where, _name(who)), **values)

    return with_place  # type: ignore[return-value]


def _name(who: str | None) -> str:
    name = (who if who is not None else login_name()).strip()
    if not name or len(name) > 64 or not name.isprintable():
        raise SettingError("--as needs a name of up to 64 characters: it stands in the log.")
    return name


def login_name() -> str:
    """The name of whoever is at the machine."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"user-{os.getuid()}"


def desk_of(tx: Transaction, actor: Actor, name: str | None) -> int | None:
    """The number of a desk that an option names; None where it names none. Raises NotInQueue."""
    from claimcheck.queue import desks

    return None if name is None else desks.named(tx, actor, name).id


def person_of(tx: Transaction, actor: Actor, name: str) -> int:
    """The number of a person. Raises NotInQueue."""
    from claimcheck.queue import people

    return people.named(tx, actor, name).id


def claim_of(tx: Transaction, actor: Actor, name: str) -> int:
    """The number of a claim that is named by it, or by the id in its record. Raises NotInQueue, or QueueError where several have that id."""
    from sqlalchemy import select

    from claimcheck.queue.items import in_sight
    from claimcheck.queue.tables import item

    bare = name.removeprefix("#")
    if bare.isascii() and bare.isdigit() and len(bare) < 19:
        return int(bare)
    rows = tx.rows(select(item.c.id).where(item.c.claim_id == name, in_sight(actor)).order_by(item.c.id).limit(_TOLD + 1))
    if not rows:
        raise NotInQueue(f"There is no claim {name[:40]} in the queue: name one by its number, as `claimcheck queue list` shows it.")
    if len(rows) > 1:
        numbers = ", ".join(str(row.id) for row in rows[:_TOLD]) + (" …" if len(rows) > _TOLD else "")
        raise QueueError(f"The claim {name[:40]} is in several articles: name one of the numbers {numbers}.")
    return int(rows[0].id)
