"""Coming in and going: passwords, tickets, how often somebody may try, and the page Account."""

from __future__ import annotations

import re
import threading
from typing import Any

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select
from starlette.testclient import TestClient

from claimcheck.queue import passwords, people, signing_in, tickets
from claimcheck.queue.actor import Role
from claimcheck.queue.database import Database
from claimcheck.queue.signing_in import Browser, Wrong
from claimcheck.queue.tables import person as person_table
from tests.queue_databases import NOW
from tests.queue_people import PASSWORD, ROOT, events, log_text, person
from tests.queue_people import quick_passwords as quick_passwords
from tests.queue_reception import NEW, SESSION, Reception, sign_in
from tests.queue_reception import reception as reception

pytestmark = pytest.mark.usefixtures("quick_passwords")


# --- with a password ---


def test_somebody_signs_in_looks_and_leaves(reception: Reception) -> None:
    person(reception.database, "ada", Role.CHECKER)
    client = reception.client()
    asked = client.get("/account")
    assert asked.headers["location"] == "/sign-in?next=%2Faccount"
    assert 'name="next" value="/account"' in client.get(asked.headers["location"]).text
    answer = sign_in(client, " ADA ")
    assert (answer.status_code, answer.headers["location"]) == (303, "/account")
    for cookie in answer.headers.get_list("set-cookie"):
        assert "HttpOnly" in cookie
        assert "SameSite=lax" in cookie
        assert "Path=/" in cookie
        assert "Secure" not in cookie
    assert "Max-Age" not in answer.headers.get_list("set-cookie")[0]
    assert client.get("/account").status_code == 200
    assert client.get("/sign-in?next=/figures").headers["location"] == "/figures"
    stolen = client.cookies[SESSION]
    assert client.post("/sign-out").headers["location"] == "/sign-in"
    assert SESSION not in client.cookies
    thief = reception.client()
    thief.cookies.set(SESSION, stolen)
    assert thief.get("/account").status_code == 303
    assert events(reception.database, "person.signed-in") == [("person:1", None, '{"name":"ada","way":"password"}')]


def test_over_tls_cookies_are_for_this_host_alone(queue: Database) -> None:
    site = Reception(queue, "https://desk.example")
    person(queue, "ada")
    client = site.client()
    answer = sign_in(client)
    for cookie in answer.headers.get_list("set-cookie"):
        assert cookie.startswith("__Host-")
        assert "Secure" in cookie
        assert "Domain" not in cookie
    assert client.get("/account").status_code == 200
    gone = client.post("/sign-out").headers["set-cookie"]
    assert gone.startswith("__Host-claimcheck-session=")
    assert "Max-Age=0" in gone


def test_nobody_learns_which_names_there_are(reception: Reception) -> None:
    person(reception.database, "ada")
    person(reception.database, "oidc-only", password=None)
    gone = person(reception.database, "gone")
    with reception.database.write() as tx:
        people.deactivate(tx, ROOT, gone, now=NOW)
    told = set()
    for name, password in (
        ("ada", "wrong password here"),
        ("nemo", PASSWORD),
        ("oidc-only", PASSWORD),
        ("gone", PASSWORD),
        ("", ""),
        ("ada", "x" * 3000),
    ):
        answer = sign_in(reception.client(), name, password)
        assert SESSION not in answer.headers.get("set-cookie", "")
        told.add((answer.status_code, re.search(r'role="alert".*?</p>', answer.text, re.S)[0]))  # type: ignore[index]
    assert len(told) == 1


def test_unknown_names_take_as_long(queue: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes the time is the hash: it is asked once, whoever it is."""
    asked: list[str] = []

    class Counting(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> Any:
            asked.append(str(hash)[:9])
            return super().verify(hash, password)

    site = Reception(queue)
    person(queue, "ada")
    person(queue, "none", password=None)
    monkeypatch.setattr(passwords, "_HASHER", Counting(time_cost=1, memory_cost=8, parallelism=1))
    for name in ("ada", "nemo", "none"):
        assert signing_in.by_password(site.service, Browser("192.0.2.1"), name, "wrong password here") == Wrong()
    assert asked == ["$argon2id"] * 3
    assert len(events(queue, "person.sign-in-failed")) == 3


def test_failures_are_in_the_log_without_what_was_typed(reception: Reception) -> None:
    person(reception.database, "ada")
    sign_in(reception.client(), "ada", "hunter2 hunter2 hunter2")
    sign_in(reception.client(), "my secret password", "x")  # into the wrong field
    assert events(reception.database, "person.sign-in-failed") == [("person:1", None, None), ("person:unknown", None, None)]
    assert "hunter2" not in log_text(reception.database)
    assert "secret" not in log_text(reception.database)


def test_a_session_that_somebody_planted_is_not_taken_over(reception: Reception) -> None:
    person(reception.database, "ada")
    client = reception.client()
    client.cookies.set(SESSION, "A" * 43)
    sign_in(client)
    planted = reception.client()
    planted.cookies.set(SESSION, "A" * 43)
    assert planted.get("/account").status_code == 303
    kept = [value for value in client.cookies.jar if value.name == SESSION and value.value != "A" * 43]
    assert len(kept) == 1


def test_an_old_hash_is_made_anew_at_sign_in(reception: Reception, monkeypatch: pytest.MonkeyPatch) -> None:
    person(reception.database, "ada")
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=2, memory_cost=16, parallelism=1))
    assert sign_in(reception.client(), password="wrong password here").status_code == 401
    assert "m=8,t=1" in kept_hash(reception.database)
    assert sign_in(reception.client()).status_code == 303
    assert "m=16,t=2" in kept_hash(reception.database)
    assert sign_in(reception.client()).status_code == 303


def kept_hash(queue: Database) -> str:
    with queue.read() as tx:
        return str(tx.execute(select(person_table.c.password_hash)).scalar_one())


def test_a_password_that_changes_while_it_is_checked_lets_nobody_in(reception: Reception, monkeypatch: pytest.MonkeyPatch) -> None:
    ada = person(reception.database, "ada")
    truly = passwords.matches

    def slowly(kept: str | None, password: str) -> bool:
        right = truly(kept, password)
        with reception.database.write() as tx:
            people.replace_password(tx, ROOT, ada, NEW, now=NOW)
        return right

    monkeypatch.setattr(passwords, "matches", slowly)
    assert sign_in(reception.client()).status_code == 401


# --- with a ticket ---


def ticket_for(site: Reception, name: str) -> str:
    with site.database.write() as tx:
        return tickets.make(tx, ROOT, people.named(tx, ROOT, name).id, now=site.now)


def use_ticket(client: TestClient, secret: str, password: str = NEW, again: str | None = None) -> Any:
    return client.post("/sign-in/ticket", data={"ticket": secret, "password": password, "again": password if again is None else again})


def test_a_ticket_lets_somebody_choose_a_password(reception: Reception) -> None:
    person(reception.database, "ada", password=None)
    secret = ticket_for(reception, "ada")
    client = reception.client()
    page = client.get("/sign-in/ticket").text
    assert "ticket.js" in page
    assert use_ticket(client, secret, "short").status_code == 422
    assert use_ticket(client, secret, NEW, "another one entirely").status_code == 422
    assert use_ticket(client, secret, "").status_code == 422
    assert use_ticket(client, secret).headers["location"] == "/"  # those before did not use it up
    assert client.get("/account").status_code == 200
    assert use_ticket(reception.client(), secret).status_code == 401
    assert sign_in(reception.client(), password=NEW).status_code == 303
    assert [after for _, _, after in events(reception.database, "person.signed-in")][0] == '{"name":"ada","way":"ticket"}'


def test_a_ticket_ends_what_the_old_password_opened(reception: Reception) -> None:
    person(reception.database, "ada")
    thief = reception.client()
    sign_in(thief)
    assert use_ticket(reception.client(), ticket_for(reception, "ada")).status_code == 303
    assert thief.get("/account").status_code == 303
    assert sign_in(reception.client()).status_code == 401


def test_two_who_use_a_ticket_at_the_same_moment_do_not_both_get_in(queue: Database) -> None:
    site = Reception(queue)
    person(queue, "ada", password=None)
    secret = ticket_for(site, "ada")
    start = threading.Barrier(2)
    done: list[object] = []

    def use(password: str) -> None:
        start.wait()
        done.append(signing_in.by_ticket(site.service, Browser("192.0.2.1"), secret, password))

    threads = [threading.Thread(target=use, args=(password,)) for password in (NEW, PASSWORD)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(type(one).__name__ for one in done) == ["SignedIn", "Wrong"]
