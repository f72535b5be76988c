"""Where a request goes, and what goes with it. Keys are put in here and nowhere else."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode, urljoin, urlsplit

from claimcheck import __version__
from claimcheck.lookup.evidence import Failure, Request
from claimcheck.lookup.host_rules import HostRule
from claimcheck.lookup.policy import Policy

_ACCEPT = {
    "json": "application/json",
    "html": "text/html, application/xhtml+xml;q=0.9",
    "text": "text/plain, text/*;q=0.9, */*;q=0.1",
}
_PORTS = {"https": 443, "http": 80}
#: Characters that stand in a query as they are.
_SAFE = ":,"
_LONGEST_ADDRESS = 8000


@dataclass(frozen=True, slots=True)
class Errand:
    """A request that is in order. `url` is where it goes next, without secrets and shown nowhere; `secrets` are their values."""

    request: Request
    url: str
    scheme: str
    host: str
    port: int
    secrets: tuple[str, ...] = field(default=(), repr=False)

    @property
    def origin(self) -> tuple[str, str, int]:
        """What a key may be sent to."""
        return self.scheme, self.host, self.port


@dataclass(frozen=True, slots=True)
class Letter:
    """What is sent: the whole address and the headers, with keys. It is never shown."""

    url: str = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    secrets: tuple[str, ...] = field(default=(), repr=False)


def draw_up(request: Request, hosts: Collection[str], policy: Policy) -> Errand | Failure:
    """The errand of a request, or why it may not be asked: another host than the source's own, or no address that can be sent."""
    try:
        written = len(request.shown)
    except (ValueError, TypeError):  # half a surrogate pair, or what is no text
        return Failure("refused", "The request holds what cannot stand in an address.")
    if written > _LONGEST_ADDRESS:
        return Failure("refused", f"The request is longer than {_LONGEST_ADDRESS} characters, which no service takes.", request)
    return _errand(request, request.url, hosts, policy)


def redirected(errand: Errand, location: str, hosts: Collection[str], policy: Policy) -> Errand | Failure:
    """The errand at the place where a host sends us, or why we do not go there."""
    if not location.strip():
        return Failure("malformed", f"{errand.host} redirects without saying where to.", errand.request)
    try:
        target = urljoin(errand.url, location)
    except ValueError:
        target = ""
    found = _errand(errand.request, target, hosts, policy, from_reply=True)
    if isinstance(found, Failure):
        return replace(found, message=f"{errand.host} redirects to where it is not followed. {found.message}")
    if errand.scheme == "https" and found.scheme != "https":
        return Failure("refused", f"{errand.host} redirects to an address without encryption, which is not followed.", errand.request)
    return found


def letter(errand: Errand, policy: Policy, rule: HostRule, environ: Mapping[str, str]) -> Letter | Failure:
    """What is sent, or what is missing for it: the operator's address, or a key."""
    request = errand.request
    if rule.contact and policy.contact is None:
        message = f"{errand.host} asks for a contact address of whoever runs this: give --contact, or set CLAIMCHECK_CONTACT."
        return Failure("not-configured", message, request)
    headers = {
        "User-Agent": f"claimcheck-desk/{__version__}" + (f" ({policy.contact})" if policy.contact else ""),
        "Accept": _ACCEPT[request.accept],
        "Accept-Encoding": "gzip",
    }
    params = list(request.params)
    secrets = []
    for name, variable in request.secrets:
        value = environ.get(variable, "").strip()
        if not value:
            return Failure("not-configured", f"{errand.host} needs a key: set the environment variable {variable}.", request)
        if not (value.isascii() and value.isprintable()) or " " in value:
            return Failure("not-configured", f"The environment variable {variable} holds no key.", request)
        secrets.append(value)
        if name in rule.secret_headers:
            headers[rule.secret_headers[name]] = value
        else:
            params.append((name, value))
    query = urlencode(params, safe=_SAFE)
    return Letter(f"{errand.url}?{query}" if query else errand.url, headers, tuple(secrets))


def forwarded(sent: Letter, errand: Errand, first: Errand) -> Letter:
    """What is sent to the place of a redirect: its address as the host gave it, and keys only where they were meant to go."""
    plain = ("User-Agent", "Accept", "Accept-Encoding")
    same = errand.origin == first.origin
    headers = {name: value for name, value in sent.headers.items() if same or name in plain}
    return Letter(errand.url, headers, sent.secrets)


def _errand(request: Request, url: str, hosts: Collection[str], policy: Policy, *, from_reply: bool = False) -> Errand | Failure:
    whose = "The address" if from_reply else "The address of the request"
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return Failure("refused", f"{whose} cannot be read.", request)
    host = (parts.hostname or "").lower()
    plain = url.isascii() and url.isprintable() and len(url) <= _LONGEST_ADDRESS and not set(url) & set(' \\"<>^`{}')
    if not plain or not host or parts.username is not None or parts.password is not None:
        return Failure("refused", f"{whose} cannot be read.", request)
    if not from_reply and (parts.query or parts.fragment):
        return Failure("refused", f"{whose} has a query of its own, which belongs into its parameters.", request)
    own = host in policy.allow_private
    if host not in hosts:
        return Failure("refused", "Its host is none that this source may ask.", request)
    if parts.scheme not in _PORTS or (parts.scheme == "http" and not own):
        return Failure("refused", f"{host} is only asked over https.", request)
    if port not in (None, _PORTS[parts.scheme]) and not own:
        return Failure("refused", f"{host} is not asked at the port {port}.", request)
    return Errand(request, parts._replace(fragment="").geturl(), parts.scheme, host, port or _PORTS[parts.scheme])
