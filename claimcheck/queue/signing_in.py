"""Signing in, whichever way. Unlike what it is made of, this opens its own transactions: a password takes a while to be checked, and
nobody else should have to wait for that.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from claimcheck.errors import QueueError
from claimcheck.queue import attempts, passwords, people, sessions, tickets
from claimcheck.queue.actor import Actor
from claimcheck.queue.audit import Event
from claimcheck.queue.database import Transaction
from claimcheck.queue.oidc import Identity
from claimcheck.queue.people import Credentials
from claimcheck.queue.service import Service

#: Who fails to sign in is nobody yet.
_NOBODY = Actor("nobody", via="web")


@dataclass(frozen=True, slots=True)
class Browser:
    """What signs in: its address, what it calls itself, and what its cookies hold."""

    address: str
    agent: str | None = None
    session: str | None = field(default=None, repr=False)
    device: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The secrets for the cookies of somebody who signed in."""

    session: str = field(repr=False)
    device: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Wrong:
    """No such name, or not its password: which of the two is told nobody."""


def by_password(service: Service, browser: Browser, name: str, password: str) -> SignedIn | Wrong | attempts.Refused:
    """Sign in with a name and a password."""
    now = service.now()
    with service.database.write() as tx:
        admitted = attempts.admit(tx, name, browser.address, browser.device, now=now)
    if isinstance(admitted, attempts.Refused):
        return admitted
    with service.database.read() as tx:
        held = people.credentials(tx, name)
    kept = held.password_hash if held else None
    right = passwords.matches(kept, password)
    newer = passwords.rehashed(password) if right and kept and passwords.is_outdated(kept) else None
    with service.database.write() as tx:
        # The password, or the person, may have changed in the meantime.
        if not right or held is None or people.credentials(tx, name, lock=True) != held:
            _failed(tx, service, held)
            return Wrong()
        attempts.succeeded(tx, admitted)
        if newer:
            people.keep_rehashed(tx, held.person_id, newer)
        return _begun(tx, service, browser, held.person_id, "password")


def by_ticket(service: Service, browser: Browser, secret: str, password: str | None) -> SignedIn | Wrong:
    """Sign in with a ticket, and choose a password. `password` None: none is chosen, where there is another way to sign in later.
    Raises QueueError for a password that is not taken; the ticket is still good then."""
    now = service.now()
    if password is None and service.settings.oidc is None:
        raise QueueError("Choose a password: you sign in with it from now on.")
    with service.database.write() as tx:
        actor = tickets.use(tx, secret, now=now)
        if actor is None or actor.person_id is None:
            return Wrong()
        if password is not None:
            people.replace_password(tx, actor, actor.person_id, password, now=now)
        return _begun(tx, service, browser, actor.person_id, "ticket")


def by_identity(service: Service, browser: Browser, identity: Identity) -> SignedIn:
    """Sign in as whoever has that account at the provider. Raises QueueError where nobody has."""
    with service.database.write() as tx:
        person_id = people.linked(tx, identity.issuer, identity.subject)
        if person_id is None:
            _failed(tx, service, None)
        else:
            return _begun(tx, service, browser, person_id, "oidc")
    raise QueueError(
        f"Nobody here is tied to this account. An administrator can do that: its subject is “{identity.subject}”. "
        "Or sign in another way, and tie it on the page Account."
    )


def after_new_password(service: Service, browser: Browser, actor: Actor, current: str, password: str) -> SignedIn | attempts.Refused:
    """Give the actor another password. All their sessions end, and this browser gets another. Raises QueueError."""
    now = service.now()
    assert actor.person_id is not None, "people have passwords"
    with service.database.write() as tx:
        admitted = attempts.admit(tx, actor.name, browser.address, browser.device, now=now)
    if isinstance(admitted, attempts.Refused):
        return admitted
    try:
        with service.database.write() as tx:
            people.set_password(tx, actor, actor.person_id, password, current=current, now=now)
            attempts.succeeded(tx, admitted)
            return _begun(tx, service, browser, actor.person_id, "password")
    except people.WrongPassword:  # somebody else may sit at their desk, and guess
        with service.database.write() as tx:
            tx.log(Event(now, actor, "person.sign-in-failed", f"person:{actor.person_id}"))
        raise


def _begun(tx: Transaction, service: Service, browser: Browser, person_id: int, way: str) -> SignedIn:
    now = service.now()
    actor = people.actor_of(tx, person_id)
    if actor is None:
        raise QueueError("You are deactivated: ask an administrator.")
    lifetime = timedelta(hours=service.settings.session_hours)
    session = sessions.begin(tx, actor, lifetime=lifetime, way=way, agent=browser.agent, now=now, instead_of=browser.session)
    return SignedIn(session, attempts.known_device(tx, person_id, browser.device, now=now))


def _failed(tx: Transaction, service: Service, held: Credentials | None) -> None:
    """Written down for names that there are not as well, without the name: people type their passwords into the wrong field. It takes as
    long, too."""
    subject = "person:unknown" if held is None else f"person:{held.person_id}"
    tx.log(Event(service.now(), _NOBODY, "person.sign-in-failed", subject))
