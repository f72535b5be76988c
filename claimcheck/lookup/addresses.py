"""Which addresses may be asked, or given away: public ones alone.

A lookup runs inside a newsroom's network. An address that a draft or an answer names may be a machine of that network, so nothing
is connected to unless every address of the host is a public one, and a link to a private place is not told to an archive.

`ipaddress.is_global` is a start and no more: it calls global what only carries another address inside (NAT64, 6to4, Teredo,
IPv4-mapped), and some that are assigned for protocols. Networks below: IANA special-purpose address registries (RFC 6890 and later).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from ipaddress import AddressValueError, IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import SplitResult, urlsplit

#: Kind of address by network. The first that holds it names it.
_NETWORKS = tuple(
    (ip_network(network), what)
    for what, networks in {
        "a loopback address": ("127.0.0.0/8", "::1/128"),
        "no address of a machine": ("0.0.0.0/8", "::/128", "255.255.255.255/32", "240.0.0.0/4"),
        "a private address": ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7", "fec0::/10"),
        "an address of a provider's inner network": ("100.64.0.0/10",),
        "a link-local address": ("169.254.0.0/16", "fe80::/10"),
        "a multicast address": ("224.0.0.0/4", "ff00::/8"),
        "an address for protocols": (
            "192.0.0.0/24",
            "192.31.196.0/24",
            "192.52.193.0/24",
            "192.88.99.0/24",
            "192.175.48.0/24",
            "2001::/23",
        ),
        "an address for documentation": ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32", "3fff::/20"),
        "an address for measurements": ("198.18.0.0/15", "100::/64", "100:0:0:1::/64"),
        "an address that carries another": (
            "::ffff:0:0/96",
            "::ffff:0:0:0/96",
            "::/96",
            "64:ff9b::/96",
            "64:ff9b:1::/48",
            "2002::/16",
            "5f00::/16",
        ),
    }.items()
    for network in networks
)
#: Kinds of addresses that a user's own server may have. A link-local one is never that: there a cloud tells its machines their keys.
AT_HOME = frozenset({"a loopback address", "a private address", "an address of a provider's inner network"})
#: What is in use of IPv6 for the public network.
_GLOBAL_UNICAST = ip_network("2000::/3")

#: Ends of names that only mean something inside a network (RFC 6761, 6762, 7686, 8375, 9476; ICANN's `internal`).
_INNER_NAMES = frozenset(
    {
        "localhost",
        "localdomain",
        "local",
        "internal",
        "intranet",
        "private",
        "corp",
        "home",
        "lan",
        "test",
        "invalid",
        "onion",
        "alt",
    }
) | {"home.arpa"}
_PORTS = {"http": 80, "https": 443}
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
#: A part of an IPv4 address as old resolvers read it: 127, 0x7f, 0177.
_ODD_NUMBER = re.compile(r"0x[0-9a-f]*|[0-9]+")
_LONGEST = 2000


def why_not_public(address: str) -> str | None:
    """What kind of address it is, when it is no public one ("a private address"); None for a public one. `address` is written
    as a resolver writes it; what cannot be read is none."""
    try:
        found = ip_address(address)
    except ValueError:
        return "one that cannot be read"
    if isinstance(found, IPv6Address) and found.scope_id:
        return "a link-local address"
    for network, what in _NETWORKS:
        if found.version == network.version and found in network:
            return what
    if not found.is_global or (isinstance(found, IPv6Address) and found not in _GLOBAL_UNICAST):
        return "none of the public network"
    return None


def host_of(url: str) -> str:
    """The host of an address, in lower case and without a final dot; "" where there is none."""
    parts = _split(url)
    return _host(parts) if parts else ""


def refuse_address(url: str, resolver: Callable[[str], Sequence[str]] | None = None) -> str | None:
    """Why a link is not to be asked or told to anybody, as part of a sentence ("it names a private address"); None when it may be.

    Without `resolver` nothing is looked up: the host is judged by its name, which tells literal addresses in any spelling, and
    names that mean something only inside a network. With one, all addresses that it returns must be public.
    """
    parts = _split(url)
    if parts is None:
        return "it cannot be read as an address"
    if parts.scheme not in _PORTS:
        return "it is no http or https address"
    if "@" in parts.netloc:
        return "it holds a user name or a password"
    try:
        port = parts.port
    except ValueError:
        return "its port is none"
    if port not in (None, _PORTS[parts.scheme]):
        return f"it names the port {port}, which is not the usual one"
    host = _host(parts)
    if reason := _why_not_name(host):
        return reason
    if resolver is not None:
        try:
            addresses = resolver(host)
        except (OSError, UnicodeError):
            addresses = ()
        if not addresses:
            return "the name of its host is not known"
        for address in addresses:
            if kind := why_not_public(address):
                return f"its host's address is {kind}"
    return None


def _split(url: str) -> SplitResult | None:
    """The parts, or None where two readers could read two addresses."""
    if not url or len(url) > _LONGEST or not url.isprintable() or any(c in url for c in ' \\<>"^`{}'):
        return None
    try:
        parts = urlsplit(url)
        return parts if parts.hostname else None
    except ValueError:
        return None


def _host(parts: SplitResult) -> str:
    return (parts.hostname or "").rstrip(".").lower()


def _why_not_name(host: str) -> str | None:
    if not host:
        return "it names no host"
    if ":" in host:
        kind = why_not_public(host)
        return f"it names {kind}" if kind else None
    try:
        # Full-width digits and dots are the plain ones to a resolver, so the name is read as it would be sent.
        name = host if host.isascii() else host.encode("idna").decode("ascii").rstrip(".")
    except UnicodeError:
        return "the name of its host is none"
    labels = name.split(".")
    if _ODD_NUMBER.fullmatch(labels[-1]):
        return _why_not_ipv4(name)
    if any(not _LABEL.fullmatch(label) for label in labels) or len(name) > 253:
        return "the name of its host is none"
    if len(labels) == 1 or labels[-1] in _INNER_NAMES or ".".join(labels[-2:]) in _INNER_NAMES:
        return "it names a host of an inner network"
    return None


def _why_not_ipv4(name: str) -> str | None:
    try:
        kind = why_not_public(str(IPv4Address(name)))
        return f"it names {kind}" if kind else None
    except AddressValueError:
        return "its host is a number in an odd spelling"
