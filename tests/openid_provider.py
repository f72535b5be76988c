"""A small OpenID provider with keys of its own: authorization code with PKCE, as OpenID Connect Core 1.0 has it, and faults on request.

provider = OpenIdProvider(); Reception(queue, asker=provider.asker, oidc=provider.settings)
client.get(provider.follow(client.get("/sign-in/oidc")))      # as a browser would
"""

from __future__ import annotations

import hmac
import json
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from urllib.parse import unquote_plus, urlencode, urlsplit

import httpx
from joserfc import jws, jwt
from joserfc.jwk import ECKey, KeySet, RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from claimcheck.lookup.wire import Wire
from claimcheck.queue.oidc_client import Client
from claimcheck.queue.service import OpenIdConnect
from tests.queue_databases import NOW

ISSUER = "https://id.example/desk"


@dataclass
class Grant:
    """What a code is good for."""

    nonce: str
    challenge: str
    redirect_uri: str
    used: bool = False


class OpenIdProvider:
    """`subject`: who is signed in there. The other fields make it do something wrong."""

    def __init__(self, keys: KeySet | None = None, stranger: RSAKey | None = None) -> None:
        self.settings = OpenIdConnect(ISSUER, "claimcheck desk", "s3cret:&+ö", "The newsroom's account")
        self.subject: object = "ada-7"
        self.now = NOW
        self.algorithm = "RS256"
        self.keys = keys or KeySet(
            [RSAKey.generate_key(2048, {"kid": "r", "use": "sig"}), ECKey.generate_key("P-256", {"kid": "e", "use": "sig"})]
        )
        self.stranger = stranger or RSAKey.generate_key(2048, {"kid": "r"})
        self.configuration: dict[str, Any] = {}  # on top of the right one
        self.claims: dict[str, Any] = {}
        self.without: tuple[str, ...] = ()  # claims that are left out
        self.answer: dict[str, str] = {}  # what comes back beside, or in place of, the code
        self.forged: Callable[[dict[str, Any]], str] | None = None  # makes the token in place of `_signed`
        self.replies: dict[str, Callable[[], Response]] = {}  # by path, in place of the right one
        self.grants: dict[str, Grant] = {}
        self.asked: list[str] = []
        self.app = Starlette(
            routes=[
                Route("/desk/.well-known/openid-configuration", self._configuration),
                Route("/authorize", self._authorize),
                Route("/token", self._token, methods=["POST"]),
                Route("/keys", self._keys),
            ]
        )

    def asker(self, settings: OpenIdConnect) -> Client:
        """What asks it: the real client, over a transport that ends here."""
        return Client(settings, lambda own: Wire(own_hosts=own, transport=httpx.ASGITransport(self.app)))

    def follow(self, answer: Any) -> str:
        """Where the browser is sent back to, after somebody signed in here."""
        assert answer.status_code == 303, answer.text
        back = TestClient(self.app, base_url="https://id.example", follow_redirects=False).get(answer.headers["location"])
        assert back.status_code == 302, back.text
        parts = urlsplit(back.headers["location"])
        return f"{parts.path}?{parts.query}"

    def _said(self, request: Request) -> Response | None:
        self.asked.append(request.url.path)
        reply = self.replies.get(request.url.path)
        return reply() if reply else None

    async def _configuration(self, request: Request) -> Response:
        right = {
            "issuer": ISSUER,
            "authorization_endpoint": "https://id.example/authorize",
            "token_endpoint": "https://id.example/token",
            "jwks_uri": "https://id.example/keys",
            "id_token_signing_alg_values_supported": ["RS256", "ES256", "HS256", "none"],
        }
        return self._said(request) or JSONResponse({**right, **self.configuration})

    async def _authorize(self, request: Request) -> Response:
        asked = request.query_params
        assert (asked["response_type"], asked["client_id"], asked["scope"]) == ("code", self.settings.client_id, "openid")
        assert asked["code_challenge_method"] == "S256"
        code = f"code-{len(self.grants)}"
        self.grants[code] = Grant(asked["nonce"], asked["code_challenge"], asked["redirect_uri"])
        back = {"code": code, "state": asked["state"], **self.answer}
        return RedirectResponse(f"{asked['redirect_uri']}?{urlencode({name: value for name, value in back.items() if value})}", 302)

    async def _token(self, request: Request) -> Response:
        if said := self._said(request):
            return said
        form = {name: str(value) for name, value in (await request.form()).items()}
        if "authorization" in request.headers:
            pair = b64decode(request.headers["authorization"].removeprefix("Basic ")).decode()
            client, secret = (unquote_plus(part) for part in pair.split(":"))
        else:
            client, secret = form.get("client_id", ""), form.get("client_secret", "")
        grant = self.grants.get(form["code"])
        challenge = _base64(sha256(form["code_verifier"].encode()).digest())
        if (client, secret) != (self.settings.client_id, self.settings.client_secret):
            return JSONResponse({"error": "invalid_client"}, 401)
        if grant is None or grant.used or grant.challenge != challenge or grant.redirect_uri != form["redirect_uri"]:
            return JSONResponse({"error": "invalid_grant", "error_description": "<b>words of the provider</b>"}, 400)
        grant.used = True
        at = int(self.now.timestamp())
        right = {"iss": ISSUER, "sub": self.subject, "aud": self.settings.client_id, "exp": at + 300, "iat": at, "nonce": grant.nonce}
        claims = {name: value for name, value in {**right, **self.claims}.items() if name not in self.without}
        token = self.forged(claims) if self.forged else self._signed(claims)
        return JSONResponse({"access_token": "unused", "token_type": "Bearer", "id_token": token})

    async def _keys(self, request: Request) -> Response:
        return self._said(request) or JSONResponse(self.keys.as_dict(private=False))

    def _signed(self, claims: dict[str, Any]) -> str:
        kid = "e" if self.algorithm == "ES256" else "r"
        payload = json.dumps(claims).encode()
        return jws.serialize_compact({"alg": self.algorithm, "kid": kid}, payload, self.keys, algorithms=[self.algorithm])

    # --- tokens that nobody should take ---

    def unsigned(self, claims: dict[str, Any]) -> str:
        """A token whose header says that it needs no signature."""
        return _base64(b'{"alg":"none"}') + "." + _base64(json.dumps(claims).encode()) + "."

    def signed_with_the_public_key(self, claims: dict[str, Any]) -> str:
        """A token signed with a shared secret that is everybody's: the text of the public key."""
        key = self.keys.keys[0].as_pem(private=False)  # type: ignore[union-attr]
        text = _base64(b'{"alg":"HS256","kid":"r"}') + "." + _base64(json.dumps(claims).encode())
        return text + "." + _base64(hmac.new(key, text.encode(), sha256).digest())

    def signed_by_a_stranger(self, claims: dict[str, Any]) -> str:
        """A token signed with another key of the same name."""
        return jwt.encode({"alg": "RS256", "kid": "r"}, claims, self.stranger)

    def signed_with_its_own_key(self, claims: dict[str, Any]) -> str:
        """A token that brings its key along, in its header."""
        header = {"alg": "RS256", "jwk": self.stranger.as_dict(private=False)}
        return jwt.encode(header, claims, self.stranger)

    def altered(self, claims: dict[str, Any]) -> str:
        """A token whose claims were exchanged after it was signed."""
        head, _, signature = self._signed(claims).split(".")
        _, body, _ = self._signed({**claims, "sub": "somebody-else"}).split(".")
        return f"{head}.{body}.{signature}"


def _base64(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()
