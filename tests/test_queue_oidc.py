"""Signing in with an OpenID provider: a real one, small, that can be made to lie."""

from __future__ import annotations

import asyncio
import builtins
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.testclient import TestClient

from claimcheck.errors import QueueError
from claimcheck.lookup.wire import Wire, WireError
from claimcheck.queue import oidc, people
from claimcheck.queue.database import Database
from claimcheck.queue.oidc_client import Client
from claimcheck.queue.service import OpenIdConnect
from tests.openid_provider import ISSUER
from tests.queue_databases import NOW
from tests.queue_oidc import Desk
from tests.queue_oidc import desk as desk
from tests.queue_oidc import keys as keys
from tests.queue_oidc import provider as provider
from tests.queue_oidc import sqlite_desk as sqlite_desk
from tests.queue_people import PASSWORD, ROOT, events, log_text, person
from tests.queue_people import quick_passwords as quick_passwords
from tests.queue_reception import SESSION, Reception

pytestmark = pytest.mark.usefixtures("quick_passwords")


@pytest.mark.parametrize("algorithm", ["RS256", "ES256"])
def test_somebody_signs_in(desk: Desk, algorithm: str) -> None:
    desk.provider.algorithm = algorithm
    client = desk.client()
    assert "The newsroom&#39;s account" in client.get("/sign-in?next=/account").text
    away = client.get("/sign-in/oidc?next=/account")
    assert away.headers["location"].startswith("https://id.example/authorize?response_type=code&client_id=claimcheck+desk")
    assert "HttpOnly" in away.headers["set-cookie"]
    assert "Max-Age=600" in away.headers["set-cookie"]
    back = client.get(
        desk.provider.follow(away), headers={"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    )
    assert (back.status_code, back.headers["location"]) == (303, "/account")
    assert "claimcheck-provider" not in client.cookies
    assert client.get("/account").status_code == 200
    assert events(desk.database, "person.signed-in") == [(f"person:{desk.ada}", None, '{"name":"ada","way":"oidc"}')]
    assert "code-0" not in log_text(desk.database)


def test_a_secret_in_the_form_where_the_provider_wants_it_there(desk: Desk) -> None:
    desk.provider.configuration = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
    client = desk.client()
    assert client.get(desk.provider.follow(client.get("/sign-in/oidc"))).status_code == 303


def test_nobody_unknown_is_let_in_whatever_their_mail_address(desk: Desk) -> None:
    desk.provider.subject = "eve-9"
    desk.provider.claims = {"email": "ada", "email_verified": True, "preferred_username": "ada", "name": "ada"}
    assert desk.refusal().startswith("Nobody here is tied to this account. An administrator can do that: its subject is “eve-9”.")
    assert events(desk.database, "person.sign-in-failed") == [("person:unknown", None, None)]
    with desk.database.read() as tx:
        assert [one.name for one in people.listed(tx, ROOT)] == ["ada"]


def test_somebody_deactivated_is_not_let_in(desk: Desk) -> None:
    with desk.database.write() as tx:
        people.deactivate(tx, ROOT, desk.ada, now=NOW)
    assert "Nobody here is tied" in desk.refusal()


def test_where_it_leads_afterwards_is_here(desk: Desk) -> None:
    client = desk.client()
    assert client.get(desk.provider.follow(client.get("/sign-in/oidc?next=//evil.example"))).headers["location"] == "/"


def test_what_was_not_begun_in_this_browser_is_refused(sqlite_desk: Desk) -> None:
    """Somebody makes another's browser open the end of a sign-in that they began themselves."""
    attacker, victim = sqlite_desk.client(), sqlite_desk.client()
    end = sqlite_desk.provider.follow(attacker.get("/sign-in/oidc"))
    assert victim.get(end).status_code == 422
    victim.get("/sign-in/oidc")
    assert "not begun here" in victim.get(end).text
    assert SESSION not in victim.cookies
    for state in ("", "x", "ä" * 43, "\ud800"):
        victim.get("/sign-in/oidc")
        refused = victim.get("/sign-in/oidc/callback", params={"state": state.encode("utf-8", "replace").decode(), "code": "code-0"})
        assert refused.status_code == 422
    assert not sqlite_desk.provider.grants["code-0"].used  # nobody was asked about it


def test_a_code_is_good_for_once(sqlite_desk: Desk) -> None:
    client = sqlite_desk.client()
    away = client.get("/sign-in/oidc")
    cookie = client.cookies["claimcheck-provider"]
    end = sqlite_desk.provider.follow(away)
    assert client.get(end).status_code == 303
    assert client.get(end).status_code == 422  # the cookie is gone
    thief = sqlite_desk.client()
    thief.cookies.set("claimcheck-provider", cookie)
    answer = thief.get(end)  # and with it, the provider says no
    assert (answer.status_code, "does not take the code" in answer.text) == (422, True)
    assert "words of the provider" not in answer.text


def test_a_sign_in_that_lies_about_is_no_longer_good(sqlite_desk: Desk) -> None:
    client = sqlite_desk.client()
    end = sqlite_desk.provider.follow(client.get("/sign-in/oidc"))
    sqlite_desk.later(minutes=10, seconds=1)
    assert "longer than 10 minutes" in client.get(end).text


@pytest.mark.parametrize("path", ["/token", "/keys"])
@pytest.mark.parametrize(
    "reply",
    [
        lambda: PlainTextResponse("<b>words of the provider</b>", 500),
        lambda: PlainTextResponse("<b>words of the provider</b>"),
        lambda: JSONResponse(["words of the provider"]),
        lambda: JSONResponse({"keys": "words of the provider", "id_token": {}}),
        lambda: PlainTextResponse('{"keys": [], "keys": []}'),
        lambda: PlainTextResponse("[" * 10_000),
        lambda: PlainTextResponse(b"\xff\xfe\x00"),
        lambda: PlainTextResponse(b"{" + b" " * 2_000_000 + b"}"),
        lambda: RedirectResponse("http://127.0.0.1/"),
    ],
)
def test_a_provider_that_talks_nonsense_is_a_sentence(sqlite_desk: Desk, path: str, reply: Callable[[], Response]) -> None:
    sqlite_desk.provider.replies[path] = reply
    told = sqlite_desk.refusal()
    assert told.startswith("The OpenID provider")
    assert "words of the provider" not in told


@pytest.mark.parametrize(
    "configuration",
    [
        {"issuer": "https://id.example"},
        {"issuer": None},
        {"authorization_endpoint": None},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"authorization_endpoint": "http://id.example/authorize"},
        {"token_endpoint": "http://169.254.169.254/latest/meta-data"},
        {"token_endpoint": "https://ada:secret@id.example/token"},
        {"jwks_uri": "file:///etc/passwd"},
        {"jwks_uri": ["https://id.example/keys"]},
        {"id_token_signing_alg_values_supported": ["HS256", "none"]},
        {"id_token_signing_alg_values_supported": "RS256"},
        {"token_endpoint_auth_methods_supported": ["private_key_jwt"]},
        {"token_endpoint_auth_methods_supported": None},
    ],
)
def test_a_provider_whose_configuration_cannot_be_used_is_a_sentence(sqlite_desk: Desk, configuration: dict[str, Any]) -> None:
    sqlite_desk.provider.configuration = configuration
    answer = sqlite_desk.client().get("/sign-in/oidc")
    assert answer.status_code == 502
    assert "The OpenID provider" in answer.text


def test_a_provider_that_is_down_is_a_sentence_and_passwords_go_on(sqlite_desk: Desk) -> None:
    person(sqlite_desk.database, "bea")
    client = sqlite_desk.client()
    end = sqlite_desk.provider.follow(client.get("/sign-in/oidc"))

    def down() -> Response:
        raise ConnectionRefusedError("10.0.0.7 refused")

    for path in ("/desk/.well-known/openid-configuration", "/token", "/keys"):
        sqlite_desk.provider.replies = {path: down}
        answer = sqlite_desk.client().get("/sign-in/oidc") if "well-known" in path else client.get(end)
        assert answer.status_code in (422, 502)
        assert "10.0.0.7" not in answer.text
    assert client.post("/sign-in", data={"name": "bea", "password": PASSWORD}).status_code == 303


@pytest.mark.parametrize(
    ("error", "told"),
    [
        ("access_denied", "broken off"),
        ("temporarily_unavailable", "try again later"),
        ("<script>alert(1)</script>", "ask whoever runs it"),
    ],
)
def test_a_refusal_of_the_provider_is_told_in_our_words(sqlite_desk: Desk, error: str, told: str) -> None:
    sqlite_desk.provider.answer = {"error": error, "error_description": "<b>words of the provider</b>", "code": ""}
    assert told in sqlite_desk.refusal()


@pytest.mark.parametrize("code", ["", "a b", "x" * 2001, "ö"])
def test_an_answer_without_a_code_is_refused(sqlite_desk: Desk, code: str) -> None:
    sqlite_desk.provider.answer = {"code": code}
    assert "has no code" in sqlite_desk.refusal()


def test_the_provider_that_answers_is_the_one_that_was_asked(sqlite_desk: Desk) -> None:
    """RFC 9207: what another provider handed out is not taken to this one."""
    sqlite_desk.provider.configuration = {"authorization_response_iss_parameter_supported": True}
    assert "does not come from" in sqlite_desk.refusal()
    sqlite_desk.provider.answer = {"iss": "https://other.example"}
    assert "does not come from" in sqlite_desk.refusal()
    sqlite_desk.provider.answer = {"iss": ISSUER}
    client = sqlite_desk.client()
    assert client.get(sqlite_desk.provider.follow(client.get("/sign-in/oidc"))).status_code == 303


@pytest.mark.parametrize("cookie", ["", "x", "....", "a" * 43 + "." + "b" * 43 + "." + "c" * 43 + ".1.1.!", "ä", "." * 5000])
def test_a_cookie_that_is_none_of_ours_is_as_good_as_none(sqlite_desk: Desk, cookie: str) -> None:
    assert oidc.departure_of(cookie) is None


def test_what_the_browser_keeps_is_read_back() -> None:
    departure = oidc.depart("/claims/3?state=new", person_id=7, now=NOW)
    assert oidc.departure_of(departure.to_text()) == departure
    assert len({departure.state, departure.nonce, departure.verifier}) == 3


# --- tying an account to a person ---


def tied(client: TestClient, desk: Desk) -> Any:
    page = client.post("/account/provider")
    assert page.status_code == 200, page.text
    address = page.text.partition('href="https://id.example')[2].partition('"')[0].replace("&amp;", "&")
    return client.get(desk.provider.follow(RedirectResponse("https://id.example" + address, 303)))


def test_somebody_ties_their_account_and_signs_in_with_it(desk: Desk) -> None:
    bea = person(desk.database, "bea")
    desk.provider.subject = "bea-8"
    client = desk.client()
    client.post("/sign-in", data={"name": "bea", "password": PASSWORD})
    assert tied(client, desk).headers["location"] == "/account?said=provider-tied"
    assert events(desk.database, "person.changed")[-1] == (f"person:{bea}", '{"oidc":null}', '{"name":"bea","oidc":"' + ISSUER + '"}')
    fresh = desk.client()
    assert fresh.get(desk.provider.follow(fresh.get("/sign-in/oidc"))).status_code == 303
    assert "bea" in fresh.get("/account").text


def test_an_account_that_is_another_persons_is_not_tied(desk: Desk) -> None:
    person(desk.database, "bea")
    client = desk.client()
    client.post("/sign-in", data={"name": "bea", "password": PASSWORD})
    answer = tied(client, desk)
    assert (answer.status_code, "Somebody else signs in with that account" in answer.text) == (422, True)


def test_an_account_is_tied_to_whoever_began_it_alone(sqlite_desk: Desk) -> None:
    person(sqlite_desk.database, "bea")
    person(sqlite_desk.database, "cyd")
    sqlite_desk.provider.subject = "new-1"
    client = sqlite_desk.client()
    client.post("/sign-in", data={"name": "bea", "password": PASSWORD})
    page = client.post("/account/provider").text
    address = page.partition('href="https://id.example')[2].partition('"')[0].replace("&amp;", "&")
    end = sqlite_desk.provider.follow(RedirectResponse("https://id.example" + address, 303))
    kept = client.cookies["claimcheck-provider"]
    client.post("/sign-out")
    assert "not signed in any more" in client.get(end).text
    client.cookies.set("claimcheck-provider", kept)
    client.post("/sign-in", data={"name": "cyd", "password": PASSWORD})
    assert client.get(end).status_code == 422
    with sqlite_desk.database.read() as tx:
        assert people.linked(tx, ISSUER, "new-1") is None
    assert client.post("/account/provider", headers={"Origin": "https://evil.example"}).status_code == 403


# --- settings, and the client ---


@pytest.mark.parametrize(
    "wrong",
    [
        {"issuer": "http://id.example"},
        {"issuer": "id.example"},
        {"issuer": "https://id.example/?x"},
        {"issuer": "https://a:b@id.example"},
        {"client_id": ""},
        {"client_secret": ""},
    ],
)
def test_settings_that_cannot_work_are_told_when_the_server_starts(wrong: dict[str, str]) -> None:
    right = OpenIdConnect(ISSUER, "id", "secret")
    oidc.check(right)
    oidc.check(replace(right, issuer="http://localhost:8080/realms/desk"))
    with pytest.raises(QueueError, match="OpenID provider's"):
        oidc.check(replace(right, **wrong))
    assert "secret" not in repr(right).replace("client_secret", "")


def test_without_the_library_there_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    truly = builtins.__import__

    def missing(name: str, *given: Any, **named: Any) -> Any:
        if name.startswith("joserfc"):
            raise ImportError(name)
        return truly(name, *given, **named)

    monkeypatch.delitem(sys.modules, "claimcheck.queue.signatures", raising=False)
    monkeypatch.delattr("claimcheck.queue.signatures", raising=False)
    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(QueueError, match=r"claimcheck-desk\[team\]"):
        oidc.check(OpenIdConnect(ISSUER, "id", "secret"))


def test_without_a_provider_there_are_no_such_pages(queue: Database) -> None:
    reception = Reception(queue)
    assert reception.client().get("/sign-in/oidc").status_code == 404
    assert "provider" not in reception.client().get("/sign-in").text


@pytest.mark.parametrize(
    "url", ["http://id.other/keys", "https://10.0.0.7/keys", "https://keys.internal/", "https://id.other:8443/keys", "ftp://id.example/"]
)
def test_the_client_asks_no_address_of_the_own_network_but_the_issuers(url: str) -> None:
    client = Client(OpenIdConnect(ISSUER, "id", "secret"))
    with pytest.raises(QueueError):
        asyncio.run(client.get(url))
    with pytest.raises(QueueError):
        asyncio.run(client.post(url, {"code": "x"}, None))


def test_what_the_wire_says_is_not_repeated() -> None:
    class Broken(Wire):
        async def get(self, *given: Any, **named: Any) -> Any:
            raise WireError("refused", "10.0.0.7 refused the connection.")

    client = Client(OpenIdConnect(ISSUER, "id", "secret"), lambda own: Broken())
    with pytest.raises(QueueError, match="does not answer") as raised:
        asyncio.run(client.get(ISSUER))
    assert "10.0.0.7" not in str(raised.value)
