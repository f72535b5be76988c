"""How often somebody may try to sign in, and that strangers cannot keep the owner of a name out."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import func, select

from claimcheck.queue import attempts, people
from claimcheck.queue.database import Database
from claimcheck.queue.tables import attempt, device
from tests.queue_databases import NOW, later
from tests.queue_people import ROOT, person
from tests.queue_people import quick_passwords as quick_passwords
from tests.queue_reception import DEVICE, NEW, SESSION, Reception, sign_in
from tests.queue_reception import reception as reception

pytestmark = pytest.mark.usefixtures("quick_passwords")


# --- how often ---


def test_after_five_failures_an_address_waits_and_others_do_not(reception: Reception) -> None:
    person(reception.database, "ada")
    attacker, owner = reception.client("192.0.2.66"), reception.client("192.0.2.1")
    assert [sign_in(attacker, password=f"wrong password {n}").status_code for n in range(6)] == [401] * 5 + [429]
    refused = sign_in(attacker)  # even the right one
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "901")
    assert "15 minutes" in refused.text or "16 minutes" in refused.text
    assert sign_in(owner).status_code == 303
    reception.later(minutes=14)
    assert sign_in(attacker).headers["retry-after"] == "61"
    reception.later(minutes=2)
    assert sign_in(attacker).status_code == 303


def test_knocking_on_does_not_lengthen_the_wait(reception: Reception) -> None:
    person(reception.database, "ada")
    client = reception.client("192.0.2.66")
    for _ in range(5):
        sign_in(client, password="wrong password here")
    for _ in range(15):
        reception.later(minutes=1)
        last = sign_in(client, password="wrong password here")
    assert last.status_code in (401, 429)
    reception.later(minutes=1)
    assert sign_in(client).status_code == 303


def test_the_right_password_is_not_counted(reception: Reception) -> None:
    person(reception.database, "ada")
    for _ in range(12):
        assert sign_in(reception.client("192.0.2.1")).status_code == 303
    with reception.database.read() as tx:
        assert tx.rows(select(attempt)) == []


def test_one_address_cannot_go_through_all_names(reception: Reception) -> None:
    client = reception.client("192.0.2.66")
    answers = [sign_in(client, f"name{n}", "wrong password here").status_code for n in range(51)]
    assert answers == [401] * 50 + [429]


def test_guesses_from_everywhere_do_not_keep_the_owner_out(reception: Reception) -> None:
    """A network of machines may use up what a name has in guesses; a browser that the owner signed in with before is let in."""
    person(reception.database, "ada")
    known = reception.client("192.0.2.1")
    assert sign_in(known).status_code == 303
    known.post("/sign-out")
    with reception.database.write() as tx:
        for number in range(attempts.BY_NAME[0]):
            assert isinstance(attempts.admit(tx, "ada", f"198.51.100.{number}", None, now=NOW), attempts.Admitted)
    assert sign_in(reception.client("203.0.113.9")).status_code == 429  # a browser that nobody knows
    assert sign_in(known, password="wrong password here").status_code == 401
    assert sign_in(known).status_code == 303
    other = reception.client("203.0.113.9")
    other.cookies.set(DEVICE, "x" * 43)
    assert sign_in(other).status_code == 429


def test_a_known_browser_is_one_for_its_owner_alone_and_has_its_own_limit(reception: Reception) -> None:
    person(reception.database, "ada")
    person(reception.database, "bea")
    client = reception.client("192.0.2.1")
    assert sign_in(client, "bea").status_code == 303
    beas = client.cookies[DEVICE]
    client.cookies.delete(SESSION)
    assert [sign_in(client, password="wrong password here").status_code for _ in range(6)] == [401] * 5 + [429]  # of ada it is none
    assert [sign_in(client, "bea", "wrong password here").status_code for _ in range(11)] == [401] * 10 + [429]
    reception.later(minutes=16)
    assert sign_in(client, "bea").status_code == 303
    assert client.cookies[DEVICE] == beas
    with reception.database.write() as tx:
        people.set_password(tx, ROOT, people.named(tx, ROOT, "bea").id, NEW, now=NOW)
        assert tx.execute(select(func.count()).select_from(device)).scalar_one() == 0  # whoever had the password had the cookie


def test_somebody_has_a_bounded_number_of_known_browsers(queue: Database) -> None:
    ada = person(queue, "ada")
    with queue.write() as tx:
        made = [attempts.known_device(tx, ada, None, now=later(minutes=number)) for number in range(25)]
        assert tx.execute(select(func.count()).select_from(device)).scalar_one() == 20
        assert attempts.known_device(tx, ada, made[-1], now=later(hours=1)) == made[-1]
        assert attempts.known_device(tx, ada, made[0], now=later(hours=1)) != made[0]


def test_guesses_at_the_same_moment_are_counted_one_by_one(queue: Database) -> None:
    person(queue, "ada")
    start = threading.Barrier(12)
    admitted: list[bool] = []

    def knock() -> None:
        start.wait()
        with queue.write() as tx:
            admitted.append(isinstance(attempts.admit(tx, "ada", "192.0.2.66", None, now=NOW), attempts.Admitted))

    threads = [threading.Thread(target=knock) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(admitted) == [False] * 7 + [True] * 5


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2::9", "2001:db8:1:2::"),
        ("2001:db8:1:3::9", "2001:db8:1:3::"),
        ("testclient", "unknown"),
        ("", "unknown"),
    ],
)
def test_what_counts_as_one_address(address: str, network: str) -> None:
    assert attempts.network_of(address) == network


def test_what_was_counted_is_forgotten_after_an_hour_and_never_readable(queue: Database) -> None:
    with queue.write() as tx:
        attempts.admit(tx, "ada", "192.0.2.7", None, now=NOW)
        rows = repr(tx.rows(select(attempt)))
        assert "ada" not in rows
        assert "192.0" not in rows
        attempts.admit(tx, "bea", "192.0.2.8", None, now=later(hours=1))
        assert len(tx.rows(select(attempt))) == 3
