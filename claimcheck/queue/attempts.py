"""How often somebody may try to sign in.

What is counted are failures: by name and address together, by address, and by name. So that strangers who guess at a name do not keep
its owner out: failures from one address keep only that address from the name, and where guesses come from many addresses a browser
that the person has signed in with before is let through all the same, and counted by itself ("device cookies", OWASP).

An attempt is counted before the password is looked at, and taken back if it was the right one: guesses that arrive at
the same time are counted one by one. What is kept are hashes, for an hour.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from ipaddress import IPv6Address, ip_address

from sqlalchemy import delete, func, insert, select, update

from claimcheck.queue import secret_text
from claimcheck.queue.database import Transaction
from claimcheck.queue.moments import moment, stamp
from claimcheck.queue.tables import attempt, device, person

#: Failures within a time, by what is counted.
BY_NAME_AND_ADDRESS = (5, timedelta(minutes=15))
BY_ADDRESS = (50, timedelta(minutes=15))
BY_NAME = (60, timedelta(hours=1))
BY_DEVICE = (10, timedelta(minutes=15))
_KEPT = timedelta(hours=1)
#: How long a browser is known after it was last signed in with, and how many of somebody are.
DEVICE_DAYS = 180
_DEVICES = 20


@dataclass(frozen=True, slots=True)
class Admitted:
    """Somebody may try. `ids`: what is counted for it until it is taken back."""

    ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """There were too many. `seconds`: how long to wait."""

    seconds: int


def admit(tx: Transaction, name: str, address: str, device_secret: str | None, *, now: datetime) -> Admitted | Refused:
    """Count an attempt, or refuse it. A refused one is not counted: whoever keeps knocking does not lengthen anybody's wait.

    `name`: what was typed. `address`: from where. `device_secret`: what the browser's cookie holds.
    """
    name = name.strip().lower()
    if device_secret and _is_known(tx, name, device_secret, now):
        limits = {_key("device", device_secret): BY_DEVICE}
    else:
        network = network_of(address)
        limits = {_key("both", name, network): BY_NAME_AND_ADDRESS, _key("address", network): BY_ADDRESS, _key("name", name): BY_NAME}
    _in_turn(tx, sorted(limits))
    waits = [_wait(tx, key, *limit, now) for key, limit in limits.items()]
    if any(waits):
        return Refused(max(waits))
    tx.execute(delete(attempt).where(attempt.c.at <= stamp(now - _KEPT)))
    rows = [{"key": key, "at": stamp(now)} for key in sorted(limits)]
    return Admitted(tuple(tx.execute(insert(attempt).values(row).returning(attempt.c.id)).scalar_one() for row in rows))


def succeeded(tx: Transaction, admitted: Admitted) -> None:
    """Take back what was counted: it was no failure."""
    tx.execute(delete(attempt).where(attempt.c.id.in_(admitted.ids)))


def known_device(tx: Transaction, person_id: int, device_secret: str | None, *, now: datetime) -> str:
    """Note that somebody signed in with a browser, and return the secret for its cookie: the one that it has, where it is theirs."""
    at = stamp(now)
    tx.execute(delete(device).where(device.c.seen_at <= stamp(now - timedelta(days=DEVICE_DAYS))))
    if device_secret:
        here = (device.c.hash == secret_text.hash_of(device_secret), device.c.person_id == person_id)
        if tx.execute(update(device).where(*here).values(seen_at=at)).rowcount:
            return device_secret
    newest = (
        select(device.c.hash).where(device.c.person_id == person_id).order_by(device.c.seen_at.desc(), device.c.hash).limit(_DEVICES - 1)
    )
    tx.execute(delete(device).where(device.c.person_id == person_id, device.c.hash.not_in(newest)))
    secret = secret_text.made()
    tx.execute(insert(device).values(hash=secret_text.hash_of(secret), person_id=person_id, seen_at=at))
    return secret


def network_of(address: str) -> str:
    """What counts as one address: of IPv6 the first 64 bits, which is what one subscriber has at least."""
    try:
        found = ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(IPv6Address(int(found) >> 64 << 64))
    return str(found)


def _is_known(tx: Transaction, name: str, secret: str, now: datetime) -> bool:
    wanted = (
        device.c.hash == secret_text.hash_of(secret),
        person.c.name == name,
        device.c.seen_at > stamp(now - timedelta(days=DEVICE_DAYS)),
    )
    return tx.first(select(device.c.hash).join(person, person.c.id == device.c.person_id).where(*wanted)) is not None


def _wait(tx: Transaction, key: str, most: int, within: timedelta, now: datetime) -> int:
    """Seconds until another attempt is taken; 0: now."""
    recent = select(attempt.c.at).where(attempt.c.key == key, attempt.c.at > stamp(now - within)).order_by(attempt.c.at.desc()).limit(most)
    times = [row.at for row in tx.rows(recent)]
    if len(times) < most:
        return 0
    left = moment(times[-1]) + within - now
    return max(1, int(left.total_seconds()) + 1)


def _key(kind: str, *parts: str) -> str:
    return sha256("\0".join((kind, *parts)).encode("utf-8", "surrogatepass")).hexdigest()


def _in_turn(tx: Transaction, keys: list[str]) -> None:
    """Those who try with the same name, or from the same address, at the same moment are counted one after the other. Writers of SQLite
    are that anyway; on PostgreSQL two would each not see the other's row, and there is no row yet to lock."""
    if tx.dialect == "postgresql":
        for key in keys:
            tx.execute(select(func.pg_advisory_xact_lock(int(key[:15], 16))))
