"""Signing in with an OpenID provider: ID tokens that nobody should take."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey
from starlette.responses import JSONResponse

from tests.openid_provider import ISSUER, OpenIdProvider
from tests.queue_databases import NOW
from tests.queue_oidc import Desk
from tests.queue_oidc import desk as desk
from tests.queue_oidc import keys as keys
from tests.queue_oidc import provider as provider
from tests.queue_oidc import sqlite_desk as sqlite_desk
from tests.queue_people import quick_passwords as quick_passwords

pytestmark = pytest.mark.usefixtures("quick_passwords")


def now(seconds: int) -> int:
    return int(NOW.timestamp()) + seconds


@pytest.mark.parametrize(
    ("claims", "reason"),
    [
        ({"nonce": "another"}, "was made for another sign-in"),
        ({"nonce": None}, "was made for another sign-in"),
        ({"nonce": ["x"]}, "was made for another sign-in"),
        ({"nonce": "\ud800"}, "was made for another sign-in"),
        ({"aud": "somebody else"}, "is meant for somebody else"),
        ({"aud": ["somebody else"]}, "is meant for somebody else"),
        ({"aud": ["claimcheck desk", "another"]}, "is meant for somebody else"),
        ({"aud": ["claimcheck desk", "another"], "azp": "another"}, "was given to somebody else"),
        ({"aud": None}, "is meant for somebody else"),
        ({"aud": {"claimcheck desk": 1}}, "is meant for somebody else"),
        ({"azp": "another"}, "was given to somebody else"),
        ({"iss": "https://id.example/other"}, "comes from another issuer"),
        ({"iss": ISSUER + "/"}, "comes from another issuer"),
        ({"exp": now(-60)}, "has run out"),
        ({"exp": "later"}, "has run out"),
        ({"exp": True}, "has run out"),
        ({"exp": None}, "has run out"),
        ({"iat": now(61)}, "comes from the future"),
        ({"iat": None}, "comes from the future"),
        ({"sub": None}, "does not say who you are"),
        ({"sub": ""}, "does not say who you are"),
        ({"sub": 7}, "does not say who you are"),
        ({"sub": "x" * 256}, "does not say who you are"),
        ({"sub": "a\nb"}, "does not say who you are"),
    ],
)
def test_a_token_with_wrong_claims_is_refused(sqlite_desk: Desk, claims: dict[str, Any], reason: str) -> None:
    sqlite_desk.provider.claims = claims
    assert reason in sqlite_desk.refusal()


@pytest.mark.parametrize("name", ["iss", "sub", "aud", "exp", "iat", "nonce"])
def test_a_token_that_lacks_a_claim_is_refused(sqlite_desk: Desk, name: str) -> None:
    sqlite_desk.provider.without = (name,)
    assert "ID token" in sqlite_desk.refusal()


def test_several_audiences_are_taken_where_it_was_given_to_us(sqlite_desk: Desk) -> None:
    sqlite_desk.provider.claims = {"aud": ["another", "claimcheck desk"], "azp": "claimcheck desk", "exp": now(-59), "iat": now(59)}
    client = sqlite_desk.client()
    assert client.get(sqlite_desk.provider.follow(client.get("/sign-in/oidc"))).status_code == 303


@pytest.mark.parametrize(
    "forge",
    [
        OpenIdProvider.unsigned,
        OpenIdProvider.signed_with_the_public_key,
        OpenIdProvider.signed_by_a_stranger,
        OpenIdProvider.signed_with_its_own_key,
        OpenIdProvider.altered,
        lambda provider, claims: "no token",
        lambda provider, claims: "a.b.c",
        lambda provider, claims: "",
        lambda provider, claims: "ö.ö.ö",
        lambda provider, claims: "x" * 60_000,
        lambda provider, claims: None,
        lambda provider, claims: 7,
    ],
)
def test_a_token_that_is_not_the_providers_is_refused(sqlite_desk: Desk, forge: Callable[[OpenIdProvider, dict[str, Any]], Any]) -> None:
    sqlite_desk.provider.forged = lambda claims: forge(sqlite_desk.provider, claims)
    assert "ID token" in sqlite_desk.refusal()


def test_a_shared_secret_among_the_keys_is_no_key(sqlite_desk: Desk) -> None:
    key = OctKey.generate_key(256, {"kid": "o"})
    sqlite_desk.provider.replies["/keys"] = lambda: JSONResponse(
        {"keys": [key.as_dict(private=True), "x", {"kty": "RSA"}, {"kty": "EC", "crv": 1}]}
    )
    sqlite_desk.provider.forged = lambda claims: jwt.encode({"alg": "HS256", "kid": "o"}, claims, key, algorithms=["HS256"])
    assert "not signed" in sqlite_desk.refusal()
