"""The page Account: one's own password, sessions and tokens."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from starlette.testclient import TestClient

from claimcheck.queue import people, sessions, signing_in, tokens
from claimcheck.queue.actor import Role
from claimcheck.queue.signing_in import Browser, SignedIn
from tests.queue_databases import NOW
from tests.queue_people import PASSWORD, ROOT, log_text, person
from tests.queue_people import quick_passwords as quick_passwords
from tests.queue_reception import NEW, SESSION, Reception, sign_in
from tests.queue_reception import reception as reception

pytestmark = pytest.mark.usefixtures("quick_passwords")


# --- the page Account ---


@pytest.fixture
def ada(reception: Reception) -> TestClient:
    """Ada's browser, signed in."""
    person(reception.database, "ada", Role.CHECKER)
    client = reception.client()
    assert sign_in(client).status_code == 303
    return client


def test_another_password_signs_out_everywhere_else(reception: Reception, ada: TestClient) -> None:
    other = reception.client()
    sign_in(other)
    before = ada.cookies[SESSION]
    change = {"current": PASSWORD, "password": NEW, "again": NEW}
    assert ada.post("/account/password", data={**change, "current": "wrong password here"}).status_code == 422
    assert ada.post("/account/password", data={**change, "again": "x"}).status_code == 422
    assert ada.post("/account/password", data={**change, "password": "short", "again": "short"}).status_code == 422
    assert other.get("/account").status_code == 200
    assert ada.post("/account/password", data=change).headers["location"] == "/account?said=password-set"
    assert ada.cookies[SESSION] != before
    assert "Your password is set" in ada.get("/account?said=password-set").text
    assert other.get("/account").status_code == 303
    thief = reception.client()
    thief.cookies.set(SESSION, before)
    assert thief.get("/account").status_code == 303


def test_a_stolen_session_does_not_guess_the_password(reception: Reception, ada: TestClient) -> None:
    guess = {"current": "wrong password here", "password": NEW, "again": NEW}
    answers = [ada.post("/account/password", data=guess).status_code for _ in range(12)]
    assert answers == [422] * 10 + [429] * 2


def test_sessions_are_listed_and_ended(reception: Reception, ada: TestClient) -> None:
    others = [reception.client() for _ in range(3)]
    for number, client in enumerate(others):
        client.headers["User-Agent"] = f"<b>Browser {number}</b>"
        sign_in(client)
    page = ada.get("/account").text
    assert "&lt;b&gt;Browser 1&lt;/b&gt;" in page
    assert page.count("(this one)") == 1
    numbers = re.findall(r'name="session" value="([0-9a-f]{16})"', page)
    assert len(numbers) == 3
    ada.post("/account/sessions/end", data={"session": numbers[0]})
    assert sorted(client.get("/account").status_code for client in others) == [200, 200, 303]
    ada.post("/account/sessions/end", data={})
    assert [client.get("/account").status_code for client in others] == [303] * 3
    assert ada.get("/account").status_code == 200


def test_a_token_is_shown_once_and_revoked(reception: Reception, ada: TestClient) -> None:
    form = {"name": "<i>ci</i>", "scope": ["read", "review"], "days": "30", "desk": ""}
    made = ada.post("/account/tokens", data=form)
    (secret,) = re.findall(r"ccq_[\w-]{43}", made.text)
    page = ada.get("/account").text
    assert secret not in page
    assert "&lt;i&gt;ci&lt;/i&gt;" in page
    assert "until <time" in page
    assert "2026-02-04" in page
    wrongs: list[dict[str, Any]] = [{"days": "400"}, {"scope": ["admin"]}, {"scope": []}, {"name": ""}, {"desk": "99"}, {"days": "x"}]
    for wrong in wrongs:
        assert ada.post("/account/tokens", data={**form, **wrong}).status_code in (404, 422)
    with reception.database.read() as tx:
        shown = tokens.found(tx, secret, now=NOW)
    assert shown
    program = TestClient(reception.app, base_url=reception.url, headers={"Authorization": f"Bearer {secret}"}, follow_redirects=False)
    for method, path in (("GET", "/account"), ("POST", "/account/tokens"), ("POST", f"/account/tokens/{shown.token.id}/revoke")):
        assert program.request(method, path, data=form if method == "POST" else None).status_code == 403
    assert ada.post(f"/account/tokens/{shown.token.id}/revoke").status_code == 303
    assert program.get("/account").status_code == 401


def test_tokens_of_others_are_out_of_reach(reception: Reception, ada: TestClient) -> None:
    bea = person(reception.database, "bea")
    with reception.database.write() as tx:
        made, _ = tokens.make(tx, ROOT, bea, "hers", ["read"], now=NOW)
    assert ada.post(f"/account/tokens/{made.id}/revoke").status_code == 404
    assert "hers" not in ada.get("/account").text


def test_secrets_stand_in_no_representation(reception: Reception) -> None:
    person(reception.database, "ada")
    done = signing_in.by_password(reception.service, Browser("192.0.2.1", session="S" * 43, device="D" * 43), "ada", PASSWORD)
    assert isinstance(done, SignedIn)
    assert done.session not in repr(done)
    assert done.device not in repr(done)
    assert "SSS" not in repr(Browser("192.0.2.1", session="S" * 43, device="D" * 43))
    with reception.database.read() as tx:
        assert "argon2" not in repr(people.credentials(tx, "ada"))
        assert sessions.found(tx, done.session, idle=timedelta(hours=1), now=NOW)
    assert done.session not in log_text(reception.database)
