"""People: who may be added, what they may do, and how they are shut out."""

from __future__ import annotations

import threading
import unicodedata
from dataclasses import replace

import pytest

from claimcheck.errors import NotInQueue, QueueConflict, QueueError, QueueForbidden
from claimcheck.queue import desks, passwords, people, sessions, tickets, tokens
from claimcheck.queue.actor import Role
from claimcheck.queue.database import Database, Transaction
from tests.queue_databases import NOW, later
from tests.queue_people import PASSWORD, ROOT, actor, desk_id, events, log_text, person
from tests.queue_people import quick_passwords as quick_passwords

pytestmark = pytest.mark.usefixtures("quick_passwords")


def test_somebody_is_added_and_found(queue: Database) -> None:
    with queue.write() as tx:
        added = people.add(tx, ROOT, " Ada.L@desk ", display_name="  Ada\u202e  Lovelace ", password=PASSWORD, now=NOW)
    assert (added.name, added.admin, added.active, dict(added.roles), added.ways) == ("ada.l@desk", False, True, {}, ("password",))
    assert "\u202e" not in added.display_name
    with queue.read() as tx:
        assert people.get(tx, ROOT, added.id) == people.named(tx, ROOT, "ADA.L@desk") == added
        assert people.listed(tx, ROOT) == [added]
    assert [subject for subject, _, _ in events(queue, "person.added")] == [f"person:{added.id}"]


@pytest.mark.parametrize("name", ["", "a b", "ädä", "-ada", "a" * 65, "a\nda", "аda", "../etc", "claimcheck", "nobody"])
def test_names_that_would_mislead_are_refused(queue: Database, name: str) -> None:
    with queue.write() as tx, pytest.raises(QueueError):
        people.add(tx, ROOT, name, now=NOW)


def test_a_name_is_given_once_for_good(queue: Database) -> None:
    first = person(queue, "ada")
    with queue.write() as tx:
        people.deactivate(tx, ROOT, first, now=NOW)
    with queue.write() as tx, pytest.raises(QueueConflict, match="already"):
        people.add(tx, ROOT, "Ada", now=NOW)
    assert person(queue, "bea") != first  # the transaction goes on after the refusal, and others follow


def test_only_administrators_manage_people(queue: Database) -> None:
    ada, desk = person(queue, "ada", Role.EDITOR), desk_id(queue)
    who = actor(queue, ada)
    with queue.write() as tx:
        for forbidden in (
            lambda: people.add(tx, who, "eve", now=NOW),
            lambda: people.set_role(tx, who, ada, desk, Role.EDITOR, now=NOW),
            lambda: people.set_admin(tx, who, ada, True, now=NOW),
            lambda: people.deactivate(tx, who, ada, now=NOW),
            lambda: people.set_display_name(tx, who, ada, "Boss", now=NOW),
            lambda: people.set_password(tx, who, ada + 1, PASSWORD, now=NOW),
            lambda: people.link(tx, who, ada + 1, "https://id.example", "1", now=NOW),
            lambda: tickets.make(tx, who, ada, now=NOW),
        ):
            with pytest.raises(QueueForbidden):
                forbidden()


@pytest.mark.parametrize(
    "limits", [{"scopes": frozenset({"read", "manage"})}, {"scopes": frozenset({"admin"}), "desk_limit": 1}], ids=["no scope", "one desk"]
)
def test_a_narrow_token_of_an_administrator_manages_nobody(queue: Database, limits: dict[str, object]) -> None:
    desk_id(queue)
    boss = replace(actor(queue, person(queue, "boss", admin=True)), **limits)  # type: ignore[arg-type]
    with queue.write() as tx, pytest.raises(QueueForbidden):
        people.add(tx, boss, "eve", now=NOW)


def test_a_token_of_an_administrator_opens_no_way_that_outlives_it(queue: Database) -> None:
    boss, ada = person(queue, "boss", admin=True), person(queue, "ada")
    token = replace(actor(queue, boss), scopes=frozenset({"admin"}))
    with queue.write() as tx:
        for forbidden in (
            lambda: tickets.make(tx, token, ada, now=NOW),
            lambda: people.set_password(tx, token, ada, "walnut carpet orbit", now=NOW),
            lambda: people.link(tx, token, ada, "https://id.example", "1", now=NOW),
        ):
            with pytest.raises(QueueForbidden, match="not with a token"):
                forbidden()


def test_roles_are_by_desk_and_audited(queue: Database) -> None:
    ada = person(queue, "ada", Role.CHECKER)
    desk, sports = desk_id(queue), desk_id(queue, "sports")
    with queue.write() as tx:
        people.set_role(tx, ROOT, ada, sports, Role.VIEWER, now=NOW)
        people.set_role(tx, ROOT, ada, sports, Role.VIEWER, now=NOW)  # nothing changes, nothing is written down
        people.set_role(tx, ROOT, ada, desk, Role.EDITOR, now=NOW)
        found = people.set_role(tx, ROOT, ada, sports, None, now=NOW)
    assert found.roles == {desk: Role.EDITOR} == actor(queue, ada).roles
    assert [(before, after) for _, before, after in events(queue, "member.set")] == [
        ('{"role":null}', '{"name":"ada","role":"checker"}'),
        ('{"role":null}', '{"name":"ada","role":"viewer"}'),
        ('{"role":"checker"}', '{"name":"ada","role":"editor"}'),
        ('{"role":"viewer"}', '{"name":"ada","role":null}'),
    ]
    with queue.write() as tx, pytest.raises(NotInQueue):
        people.set_role(tx, ROOT, ada, 99, Role.VIEWER, now=NOW)
    with queue.write() as tx, pytest.raises(NotInQueue):
        people.set_role(tx, ROOT, 99, desk, Role.VIEWER, now=NOW)


def test_people_see_those_of_their_desks_and_the_roles_there(queue: Database) -> None:
    ada, bea = person(queue, "ada", Role.VIEWER), person(queue, "bea", Role.CHECKER)
    person(queue, "cyd", Role.EDITOR, desk="sports")
    with queue.write() as tx:
        people.set_role(tx, ROOT, bea, _desk(tx, "sports"), Role.EDITOR, now=NOW)
    who = actor(queue, ada)
    with queue.read() as tx:
        seen = people.listed(tx, who)
        assert [(one.name, [role.name for role in one.roles.values()]) for one in seen] == [("ada", ["VIEWER"]), ("bea", ["CHECKER"])]
        with pytest.raises(NotInQueue):
            people.named(tx, who, "cyd")
        with pytest.raises(NotInQueue):
            people.listed(tx, who, desk_id=_desk(tx, "sports"))
        assert [one.name for one in people.listed(tx, ROOT, desk_id=_desk(tx, "sports"))] == ["bea", "cyd"]


def _desk(tx: Transaction, name: str) -> int:
    return desks.named(tx, ROOT, name).id


def test_whoever_is_deactivated_is_out_at_once(queue: Database) -> None:
    ada = person(queue, "ada", Role.EDITOR)
    who = actor(queue, ada)
    with queue.write() as tx:
        cookie = sessions.begin(tx, who, lifetime=later(hours=1) - NOW, way="password", now=NOW)
        _, secret = tokens.make(tx, who, ada, "ci", ["read"], now=NOW)
        ticket = tickets.make(tx, ROOT, ada, now=NOW)
    with queue.write() as tx:
        found = people.deactivate(tx, ROOT, ada, now=NOW)
    assert not found.active

    def shut_out() -> None:
        with queue.write() as tx:
            assert people.actor_of(tx, ada) is None
            assert people.credentials(tx, "ada") is None
            assert sessions.found(tx, cookie, idle=later(hours=1) - NOW, now=NOW) is None
            assert tokens.found(tx, secret, now=NOW) is None
            assert tickets.use(tx, ticket, now=NOW) is None
            with pytest.raises(QueueError, match="deactivated"):
                tickets.make(tx, ROOT, ada, now=NOW)

    shut_out()
    with queue.write() as tx:
        people.activate(tx, ROOT, ada, now=NOW)
        assert people.actor_of(tx, ada) == who
        assert sessions.found(tx, cookie, idle=later(hours=1) - NOW, now=NOW) is None  # what ended stays so
        assert tokens.found(tx, secret, now=NOW) is None
        assert tickets.use(tx, ticket, now=NOW) is None


def test_the_last_administrator_stays(queue: Database) -> None:
    boss, other = person(queue, "boss", admin=True), person(queue, "other")
    for change in (people.deactivate, lambda tx, who, number, now: people.set_admin(tx, who, number, False, now=now)):
        with queue.write() as tx, pytest.raises(QueueConflict, match="last administrator"):
            change(tx, ROOT, boss, now=NOW)
    with queue.write() as tx:
        people.set_admin(tx, ROOT, other, True, now=NOW)
        people.set_admin(tx, ROOT, boss, False, now=NOW)
    with queue.write() as tx, pytest.raises(QueueConflict, match="last administrator"):
        people.deactivate(tx, ROOT, other, now=NOW)


def test_two_administrators_who_remove_each_other_do_not_both_succeed(queue: Database) -> None:
    both = [person(queue, "ada", admin=True), person(queue, "bea", admin=True)]
    start = threading.Barrier(2)
    done: list[str] = []

    def remove(me: int, you: int) -> None:
        start.wait()
        try:
            with queue.write() as tx:
                people.set_admin(tx, ROOT, you, False, now=NOW)
            done.append("removed")
        except QueueConflict:
            done.append("refused")

    threads = [threading.Thread(target=remove, args=pair) for pair in (both, both[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == ["refused", "removed"]


def test_whoever_sets_their_own_password_has_to_know_it(queue: Database) -> None:
    ada, bea = person(queue, "ada"), person(queue, "bea", password=None)
    who = actor(queue, ada)
    with queue.write() as tx, pytest.raises(QueueError, match="another one"):
        people.set_password(tx, who, ada, "walnut carpet orbit", current="wrong password here", now=NOW)
    with queue.write() as tx, pytest.raises(QueueError, match="no password"):
        people.set_password(tx, replace(who, person_id=bea, name="bea"), bea, PASSWORD, now=NOW)
    with queue.write() as tx, pytest.raises(QueueForbidden):
        people.set_password(tx, replace(who, scopes=frozenset({"admin"})), ada, "walnut carpet orbit", current=PASSWORD, now=NOW)
    with queue.write() as tx:
        mine = sessions.begin(tx, who, lifetime=later(hours=1) - NOW, way="password", now=NOW)
        stolen = sessions.begin(tx, who, lifetime=later(hours=1) - NOW, way="password", now=NOW)
        held = sessions.found(tx, mine, idle=later(hours=1) - NOW, now=NOW)
        assert held
        people.set_password(tx, who, ada, "walnut carpet orbit", current=PASSWORD, keep=held.hash, now=NOW)
        assert sessions.found(tx, mine, idle=later(hours=1) - NOW, now=NOW) == held
        assert sessions.found(tx, stolen, idle=later(hours=1) - NOW, now=NOW) is None
        kept = people.credentials(tx, "ada")
        assert kept
        assert passwords.matches(kept.password_hash, "walnut carpet orbit")
        assert not passwords.matches(kept.password_hash, PASSWORD)
    assert [after for _, _, after in events(queue, "person.changed")] == ['{"name":"ada","password":"set"}']


def test_an_account_at_a_provider_belongs_to_one_person(queue: Database) -> None:
    ada, bea = person(queue, "ada", password=None), person(queue, "bea", password=None)
    with queue.write() as tx:
        assert people.link(tx, ROOT, ada, "https://id.example", "7", now=NOW).ways == ("oidc",)
        assert people.linked(tx, "https://id.example", "7") == ada
        assert people.linked(tx, "https://id.other", "7") is None
    with queue.write() as tx, pytest.raises(QueueConflict, match="Somebody else"):
        people.link(tx, ROOT, bea, "https://id.example", "7", now=NOW)
    for subject in ("", "x" * 256, "ö", "a\nb"):
        with queue.write() as tx, pytest.raises(QueueError, match="subject"):
            people.link(tx, ROOT, bea, "https://id.example", subject, now=NOW)
    with queue.write() as tx:
        people.deactivate(tx, ROOT, ada, now=NOW)
        assert people.linked(tx, "https://id.example", "7") is None


def test_a_ticket_lets_in_once(queue: Database) -> None:
    ada = person(queue, "ada", password=None)
    with queue.write() as tx:
        first = tickets.make(tx, ROOT, ada, now=NOW)
        second = tickets.make(tx, ROOT, ada, hours=1, now=NOW)
    assert tickets.link("https://desk.example/", second) == f"https://desk.example/sign-in/ticket#{second}"
    with queue.write() as tx:
        assert tickets.use(tx, first, now=NOW) is None  # void since there is another
        assert tickets.use(tx, second, now=later(hours=1)) is None  # too late
        assert tickets.use(tx, "x" * 43, now=NOW) is None
        found = tickets.use(tx, second, now=NOW)
        assert found
        assert found.person_id == ada
        assert tickets.use(tx, second, now=NOW) is None
    assert first not in log_text(queue)
    assert second not in log_text(queue)


def test_the_first_administrator_comes_in_by_a_ticket_and_nobody_after_them(queue: Database) -> None:
    with queue.write() as tx:
        lost = tickets.first(tx, "ada", now=NOW)
    with queue.write() as tx:
        again = tickets.first(tx, "ada", now=NOW)  # a server that was started anew
        assert lost
        assert again
        assert tickets.use(tx, lost, now=NOW) is None
        found = tickets.use(tx, again, now=NOW)
        assert found
        assert found.admin
        assert [one.name for one in people.listed(tx, ROOT)] == ["ada"]
        people.replace_password(tx, found, found.person_id or 0, PASSWORD, now=NOW)
        assert tickets.first(tx, "eve", now=NOW) is None


@pytest.mark.parametrize(
    "password",
    [
        "short horse",
        "x" * 257,
        "passwordpassword",
        "Password12345678",
        "123456789012",
        "987654321098",
        "abcdefghijklmn",
        "aaaaaaaaaaaa",
        "abcabcabcabcab",
        "qwertyuiop123",
        "Correct Horse Battery Staple",
        "ada.lovelace1",
        "Lovelace2026!",
        "claimcheck2026",
        "\ud800 half a pair of them",
        "null\0 bytes inside",
    ],
)
def test_passwords_that_are_tried_first_are_refused(password: str) -> None:
    with pytest.raises(QueueError, match="three or four words"):
        passwords.hashed(password, "ada.lovelace", "Ada Lovelace")


@pytest.mark.parametrize(
    "password",
    [PASSWORD, "пароль из слов", "ｆｕｌｌ width letters", "9fK2!mQz7#Lp", "839201756293847561", "correct cows staple", "ﬁve ﬂat ﬁsh swim"],
)
def test_other_passwords_are_taken_however_a_keyboard_composes_them(password: str) -> None:
    kept = passwords.hashed(password, "ada")
    assert kept.startswith("$argon2id$")
    assert password not in kept
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        assert passwords.matches(kept, unicodedata.normalize(form, password))
    assert not passwords.matches(kept, password + "x")
    assert not passwords.matches(kept, password.swapcase() + "!")
    assert not passwords.matches(None, password)
    assert not passwords.matches("no hash at all", password)


def test_the_parameters_are_those_of_the_rfc(monkeypatch: pytest.MonkeyPatch) -> None:
    quick = passwords.hashed(PASSWORD)
    monkeypatch.undo()
    assert passwords.is_outdated(quick)
    made = passwords.rehashed(PASSWORD)
    assert made.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert not passwords.is_outdated(made)
    assert passwords.matches(made, PASSWORD)
