"""Signing in with an OpenID provider: authorization code with PKCE (RFC 7636), state and nonce, and an ID token that is checked in full.

Who it is, is told by issuer and subject alone, which an administrator (`people.link`), or the person themselves when signed in,
tied to an account here. Addresses of mail are not looked at: providers hand them on to others, and not all verify them.

Steps: `discovered` -> `depart` -> the browser goes to `address` and comes back -> `arrived`. Whatever goes wrong is a QueueError with one
sentence; texts of the provider are not repeated in it.
"""

from __future__ import annotations

import re
import secrets
from base64 import b64encode, urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from hmac import compare_digest
from typing import Any, Protocol
from urllib.parse import quote_plus, urlencode, urlsplit

from claimcheck import strict_json
from claimcheck.errors import ClaimcheckError, QueueError
from claimcheck.queue.service import OpenIdConnect

#: Signatures that are taken. None with a shared secret, and never "none".
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519")
WELL_KNOWN = "/.well-known/openid-configuration"
#: Seconds that clocks may be apart.
_LEEWAY = 60
#: Seconds that somebody may take at the provider.
MINUTES = 10
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_SUBJECT = 255
_KEYS = 100
_CODE = re.compile(r"[\x21-\x7e]{1,2000}")
#: RFC 6749 section 4.1.2.1, OpenID Connect Core 1.0 section 3.1.2.6.
_REFUSALS = {
    "access_denied": "Signing in was broken off, or the provider does not allow it.",
    "login_required": "The provider wants you to sign in there first.",
    "interaction_required": "The provider wants to ask you something first: sign in there.",
    "consent_required": "The provider wants your consent first.",
    "temporarily_unavailable": "The provider cannot answer at the moment: try again later.",
    "server_error": "The provider failed: try again later.",
}


class Asker(Protocol):
    """Sends requests to the provider, and returns the status and the body. Raises QueueError where there is no answer."""

    async def get(self, url: str) -> tuple[int, bytes]: ...

    async def post(self, url: str, form: Mapping[str, str], authorization: str | None) -> tuple[int, bytes]: ...


@dataclass(frozen=True, slots=True)
class Provider:
    """What a provider says about itself."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    algorithms: tuple[str, ...]
    basic: bool  # how it wants the client's secret: in a header, else in the form
    names_itself: bool  # when the browser comes back (RFC 9207)


@dataclass(frozen=True, slots=True)
class Departure:
    """What the browser keeps, in a cookie, while somebody is at the provider. `person_id`: who ties the account to theirs; None to sign in."""

    state: str
    nonce: str
    verifier: str
    at: int  # seconds since 1970
    person_id: int | None
    goal: str

    def to_text(self) -> str:
        """The same for a cookie. It is nobody's secret: what it is worth lies in being in this browser alone."""
        return ".".join((self.state, self.nonce, self.verifier, str(self.at), str(self.person_id or 0), _base64(self.goal.encode())))


def departure_of(text: str | None) -> Departure | None:
    """What `to_text` wrote."""
    match = re.fullmatch(r"([\w-]{43})\.([\w-]{43})\.([\w-]{43})\.([0-9]{1,12})\.([0-9]{1,15})\.([\w-]{0,3000})", text or "", re.ASCII)
    if match is None:
        return None
    state, nonce, verifier, at, person_id, goal = match.groups()
    try:
        path = urlsafe_b64decode(goal + "=" * (-len(goal) % 4)).decode("ascii")
    except ValueError:
        return None
    return Departure(state, nonce, verifier, int(at), int(person_id) or None, path)


@dataclass(frozen=True, slots=True)
class Identity:
    """Who somebody is at the provider."""

    issuer: str
    subject: str


def check(settings: OpenIdConnect) -> None:
    """Raises QueueError where the settings cannot work, for a server that starts."""
    parts = urlsplit(settings.issuer)
    secure = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)
    if not secure or not parts.hostname or parts.query or parts.fragment or "@" in parts.netloc:
        raise QueueError("The OpenID provider's issuer is an https:// address without ? and #.")
    if not settings.client_id or not settings.client_secret:
        raise QueueError("The OpenID provider's client id and client secret are both needed.")
    _jose()


async def discovered(settings: OpenIdConnect, ask: Asker) -> Provider:
    """What the provider says about itself (OpenID Connect Discovery 1.0, section 4). Raises QueueError."""
    check(settings)
    found = _object(await ask.get(settings.issuer.rstrip("/") + WELL_KNOWN), "its configuration")
    if found.get("issuer") != settings.issuer:
        raise QueueError("The OpenID provider calls itself by another issuer than the one in the settings.")
    ways = found.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    signed = found.get("id_token_signing_alg_values_supported", ["RS256"])
    if not isinstance(ways, list) or not isinstance(signed, list):
        raise QueueError("The OpenID provider's configuration cannot be read.")
    algorithms = tuple(name for name in ALGORITHMS if name in signed)
    if not algorithms:
        raise QueueError("The OpenID provider signs in none of the ways that are taken: have it sign with RS256 or ES256.")
    if "client_secret_basic" not in ways and "client_secret_post" not in ways:
        raise QueueError("The OpenID provider takes no client secret, which is the only way that is known here.")
    return Provider(
        issuer=settings.issuer,
        authorization_endpoint=_endpoint(found.get("authorization_endpoint"), settings),
        token_endpoint=_endpoint(found.get("token_endpoint"), settings),
        jwks_uri=_endpoint(found.get("jwks_uri"), settings),
        algorithms=algorithms,
        basic="client_secret_basic" in ways,
        names_itself=found.get("authorization_response_iss_parameter_supported") is True,
    )


def depart(goal: str, *, person_id: int | None = None, now: datetime) -> Departure:
    """Begin: three new secrets of 256 bits."""
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    return Departure(state, nonce, verifier, int(now.timestamp()), person_id, goal)


def address(settings: OpenIdConnect, provider: Provider, departure: Departure, redirect_uri: str) -> str:
    """Where the browser is sent."""
    query = urlencode(
        {
            "response_type": "code",
            "client_id": settings.client_id,
            "redirect_uri": redirect_uri,
            "scope": "openid",
            "state": departure.state,
            "nonce": departure.nonce,
            "code_challenge": _base64(sha256(departure.verifier.encode()).digest()),
            "code_challenge_method": "S256",
        }
    )
    return f"{provider.authorization_endpoint}{'&' if '?' in provider.authorization_endpoint else '?'}{query}"


async def arrived(
    settings: OpenIdConnect, ask: Asker, departure: Departure | None, query: Mapping[str, str], redirect_uri: str, *, now: datetime
) -> Identity:
    """Who came back from the provider with `query`. Raises QueueError, also for what was not begun in this browser."""
    if departure is None or not compare_digest(query.get("state", "").encode("utf-8", "replace"), departure.state.encode()):
        raise QueueError("This sign-in was not begun here, or is over: begin again.")
    if not -_LEEWAY <= now.timestamp() - departure.at <= MINUTES * 60:
        raise QueueError(f"This sign-in took longer than {MINUTES} minutes: begin again.")
    provider = await discovered(settings, ask)
    if provider.names_itself and query.get("iss") != provider.issuer:
        raise QueueError("The answer does not come from the OpenID provider that was asked: begin again.")
    if "error" in query:
        raise QueueError(_REFUSALS.get(query["error"], "The OpenID provider did not sign you in: ask whoever runs it."))
    code = query.get("code", "")
    if not _CODE.fullmatch(code):
        raise QueueError("The OpenID provider's answer has no code: begin again.")
    token = await _exchanged(settings, ask, provider, departure, code, redirect_uri)
    keys = _object(await ask.get(provider.jwks_uri), "its keys").get("keys")
    claims = _verified(token, keys, provider)
    return _checked(claims, settings, departure, now)


async def _exchanged(settings: OpenIdConnect, ask: Asker, provider: Provider, departure: Departure, code: str, redirect_uri: str) -> str:
    """The ID token that the code is good for."""
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect_uri, "code_verifier": departure.verifier}
    authorization = None
    if provider.basic:
        pair = f"{quote_plus(settings.client_id)}:{quote_plus(settings.client_secret)}"  # RFC 6749, section 2.3.1
        authorization = "Basic " + b64encode(pair.encode()).decode()
    else:
        form |= {"client_id": settings.client_id, "client_secret": settings.client_secret}
    status, body = await ask.post(provider.token_endpoint, form, authorization)
    if status in (400, 401, 403):
        raise QueueError("The OpenID provider does not take the code, which is good for once and for minutes: begin again.")
    token = _object((status, body), "its token").get("id_token")
    if not isinstance(token, str) or len(token) > 50_000 or not token.isascii():
        raise QueueError("The OpenID provider's answer has no ID token: is the scope openid allowed there?")
    return token


def _verified(token: str, keys: object, provider: Provider) -> dict[str, Any]:
    """The claims of an ID token whose signature is one of the provider's."""
    jose = _jose()
    if not isinstance(keys, list):
        raise QueueError("The OpenID provider's keys cannot be read.")
    usable = []
    for key in keys[:_KEYS]:
        if not isinstance(key, dict) or key.get("kty") not in ("RSA", "EC", "OKP") or key.get("use", "sig") != "sig":
            continue
        try:
            usable.append(jose.JWKRegistry.import_key(key))
        except (jose.JoseError, ValueError, TypeError, KeyError):
            continue
    try:
        claims = jose.decode(token, jose.KeySet(usable), algorithms=list(provider.algorithms)).claims
    except (jose.JoseError, ValueError, TypeError, KeyError):
        raise QueueError("The OpenID provider's ID token is not signed with one of its keys.") from None
    return dict(claims)


def _checked(claims: Mapping[str, Any], settings: OpenIdConnect, departure: Departure, now: datetime) -> Identity:
    """OpenID Connect Core 1.0, section 3.1.3.7."""
    moment = now.timestamp()
    audience = claims.get("aud")
    audiences = audience if isinstance(audience, list) else [audience]
    expires, issued = _number(claims.get("exp")), _number(claims.get("iat"))
    nonce, subject = claims.get("nonce"), claims.get("sub")
    wrong = None
    if claims.get("iss") != settings.issuer:
        wrong = "comes from another issuer"
    elif settings.client_id not in audiences or (len(audiences) > 1 and "azp" not in claims):
        wrong = "is meant for somebody else"
    elif "azp" in claims and claims["azp"] != settings.client_id:
        wrong = "was given to somebody else"
    elif expires is None or expires + _LEEWAY <= moment:
        wrong = "has run out"
    elif issued is None or issued - _LEEWAY > moment:
        wrong = "comes from the future: compare the clocks"
    elif nonce != departure.nonce:
        wrong = "was made for another sign-in"
    elif not isinstance(subject, str) or not 0 < len(subject) <= _SUBJECT or not subject.isascii() or not subject.isprintable():
        wrong = "does not say who you are"
    if wrong:
        raise QueueError(f"The OpenID provider's ID token {wrong}.")
    return Identity(settings.issuer, str(subject))


def _endpoint(value: object, settings: OpenIdConnect) -> str:
    if isinstance(value, str) and len(value) <= 2_000 and value.isascii() and value.isprintable() and " " not in value:
        parts, ours = urlsplit(value), urlsplit(settings.issuer)
        if parts.hostname and "@" not in parts.netloc and not parts.fragment:
            if parts.scheme == "https" or (parts.scheme, parts.netloc) == (ours.scheme, ours.netloc):
                return value
    raise QueueError("The OpenID provider's configuration lacks an https:// address that is needed.")


def _object(answer: tuple[int, bytes], what: str) -> dict[str, Any]:
    status, body = answer
    if not 200 <= status < 300:
        raise QueueError(f"The OpenID provider does not hand out {what} (status {status}): try again later.")
    try:
        found = strict_json.loads(strict_json.decode(body))
    except ClaimcheckError:
        found = None
    if not isinstance(found, dict):
        raise QueueError(f"The OpenID provider handed out something else in place of {what}.")
    return found


def _number(value: object) -> float | None:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _base64(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def _jose() -> Any:
    """The library for signatures. Raises QueueError where it is not installed."""
    try:
        from claimcheck.queue import signatures
    except ImportError:
        raise QueueError("Signing in with OpenID Connect needs joserfc: pip install 'claimcheck-desk[team]'.") from None
    return signatures
