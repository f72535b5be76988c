"""Who does something, and what they may do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Literal

from claimcheck.errors import NotInQueue, QueueForbidden

Via = Literal["cli", "web", "api", "system"]


class Role(IntEnum):
    """What somebody may do on a desk; each may also do what those before it may."""

    VIEWER = 1  # read
    CHECKER = 2  # lease, decide, dismiss, comment, label
    EDITOR = 3  # add articles, assign, adjudicate, correct, reopen, bulk actions, webhooks, settings of the desk


#: What a token may be used for. `read` needs viewer, `review` checker, `push` and `manage` editor; `admin` an administrator.
SCOPES = ("read", "review", "push", "manage", "admin")


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who asks for something. An administrator may do everything on every desk, and alone manages people and desks.

    `scopes`: what the token allows that was shown; None where a person acts themselves. `desk_limit`: the only desk that the token reaches.
    """

    name: str
    person_id: int | None = None
    roles: Mapping[int, Role] = field(default_factory=dict)  # by the desk's id
    admin: bool = False
    via: Via = "cli"
    scopes: frozenset[str] | None = None
    desk_limit: int | None = None

    def role_on(self, desk: int) -> Role | None:
        """The role that counts on a desk; None where the desk is out of sight."""
        if self.desk_limit is not None and desk != self.desk_limit:
            return None
        return Role.EDITOR if self.admin else self.roles.get(desk)

    def desks(self) -> frozenset[int] | None:
        """The ids of the desks in sight; None for all of them. Every query that lists or reads is narrowed by this."""
        if self.desk_limit is not None:
            return frozenset({self.desk_limit}) if self.admin or self.desk_limit in self.roles else frozenset()
        return None if self.admin else frozenset(self.roles)

    def needs(self, role: Role, desk: int, scope: str) -> None:
        """Raises NotInQueue where the desk is out of sight, and QueueForbidden where the role or the token does not allow it."""
        held = self.role_on(desk)
        if held is None:
            raise NotInQueue("There is no such thing, or it is not yours to see.")
        if held < role:
            raise QueueForbidden(f"This needs the role {role.name.lower()} on this desk, and {self.name} is {held.name.lower()}.")
        self.needs_scope(scope)

    def needs_admin(self) -> None:
        """Raises QueueForbidden unless this is an administrator."""
        if not self.admin:
            raise QueueForbidden("Only an administrator may do this.")
        self.needs_scope("admin")

    def needs_scope(self, scope: str) -> None:
        """Raises QueueForbidden where a token was shown that does not have the scope."""
        if self.scopes is not None and scope not in self.scopes:
            raise QueueForbidden(f"This token does not have the scope {scope}.")


def local(name: str) -> Actor:
    """Whoever may open the database by themselves: on the command line, the file's permissions or the database's password decide."""
    return Actor(name, admin=True, via="cli")


#: What the queue does of its own accord: leases that run out, deliveries that are given up.
SYSTEM = Actor("claimcheck", admin=True, via="system")
