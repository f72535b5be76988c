"""Which addresses may be asked or given away. No name is ever resolved here: resolvers are tables."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimcheck.lookup.addresses import host_of, refuse_address, why_not_public

PUBLIC = [
    "8.8.8.8",
    "208.80.154.224",
    "1.1.1.1",
    "172.32.0.1",
    "100.128.0.1",
    "192.0.1.1",
    "2620:0:861:ed1a::1",
    "2a00:1450:4001:82b::200e",
]

NOT_PUBLIC = {
    "127.0.0.1": "loopback",
    "127.255.0.3": "loopback",
    "::1": "loopback",
    "10.1.2.3": "private",
    "172.16.0.1": "private",
    "172.31.255.255": "private",
    "192.168.178.1": "private",
    "fc00::1": "private",
    "fd12:3456:789a::1": "private",
    "fec0::1": "private",
    "169.254.169.254": "link-local",
    "fe80::1": "link-local",
    "fe80::1%eth0": "link-local",
    "0.0.0.0": "no address",
    "0.1.2.3": "no address",
    "::": "no address",
    "255.255.255.255": "no address",
    "250.1.2.3": "no address",
    "100.64.0.1": "provider",
    "100.127.255.255": "provider",
    "224.0.0.1": "multicast",
    "ff02::1": "multicast",
    "192.0.0.9": "protocols",
    "192.0.0.170": "protocols",
    "192.88.99.1": "protocols",
    "2001::1": "protocols",  # Teredo
    "2001:0:4136:e378:8000:63bf:3fff:fdd2": "protocols",
    "2001:20::1": "protocols",
    "192.0.2.7": "documentation",
    "198.51.100.7": "documentation",
    "203.0.113.7": "documentation",
    "2001:db8::1": "documentation",
    "3fff::1": "documentation",
    "198.18.0.1": "measurements",
    "198.19.255.255": "measurements",
    "100::1": "measurements",
    "::ffff:127.0.0.1": "carries another",
    "::ffff:8.8.8.8": "carries another",
    "::ffff:0:8.8.8.8": "carries another",
    "::8.8.8.8": "carries another",
    "64:ff9b::10.0.0.1": "carries another",
    "64:ff9b::808:808": "carries another",
    "64:ff9b:1::1": "carries another",
    "2002:7f00:1::": "carries another",
    "2002:808:808::1": "carries another",
    "5f00::1": "carries another",
    "4000::1": "none of the public",
    "1::1": "none of the public",
    "not an address": "cannot be read",
    "127.1": "cannot be read",
    "": "cannot be read",
}


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_may_be_asked(address: str) -> None:
    assert why_not_public(address) is None


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_no_other_address_may(address: str) -> None:
    assert NOT_PUBLIC[address] in (why_not_public(address) or "")


@settings(deadline=None)
@given(st.one_of(st.ip_addresses(v=4), st.ip_addresses(v=6)))
def test_what_python_knows_to_be_no_global_address_is_never_asked(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    if not address.is_global or address.is_multicast or address.is_reserved:
        assert why_not_public(str(address))


@settings(deadline=None)
@given(st.ip_addresses(v=4))
def test_an_address_inside_another_is_never_asked(inner: ipaddress.IPv4Address) -> None:
    number = int(inner)
    for carrier in ("::ffff:0:0", "64:ff9b::", "64:ff9b:1::", "::"):
        assert why_not_public(str(ipaddress.IPv6Address(int(ipaddress.IPv6Address(carrier)) + number)))
    assert why_not_public(str(ipaddress.IPv6Address((0x2002 << 112) + (number << 80))))


ALLOWED = [
    "https://example.org/news/1",
    "http://example.org",
    "https://example.org:443/a?b=c#d",
    "http://example.org:80/",
    "https://EXAMPLE.org./",
    "https://bücher.de/a",
    "https://xn--bcher-kva.de/",
    "https://a_b.example.org/",
    "https://8.8.8.8/",
    "https://[2620:0:861:ed1a::1]/",
    "https://3com.com/",
    "https://news.example/story",
    "https://example.org/a%20b?next=http://10.0.0.1/",
]

REFUSED = {
    "http://127.0.0.1/": "loopback",
    "http://127.0.0.1:8080/": "port 8080",
    "http://127.1/": "odd spelling",
    "http://2130706433/": "odd spelling",
    "http://0x7f000001/": "odd spelling",
    "http://0x7f.0.0.1/": "odd spelling",
    "http://0177.0.0.1/": "odd spelling",
    "http://017700000001/": "odd spelling",
    "http://10.0.0.1./": "private",
    "http://１０.０.０.１/": "private",
    "http://10。0。0。1/": "private",
    "http://1.2.3.4.5/": "odd spelling",
    "http://256.1.1.1/": "odd spelling",
    "http://[::1]/": "loopback",
    "http://[::ffff:10.0.0.1]/": "carries another",
    "http://[fe80::1%25eth0]/": "cannot be read|link-local",
    "http://[64:ff9b::a00:1]/": "carries another",
    "http://[2002:a00:1::]/": "carries another",
    "http://169.254.169.254/latest/meta-data/": "link-local",
    "http://localhost/": "inner network",
    "http://LOCALHOST./": "inner network",
    "http://a.localhost/": "inner network",
    "http://intranet/": "inner network",
    "http://cms/draft/7": "inner network",
    "http://printer.local/": "inner network",
    "http://metadata.google.internal/": "inner network",
    "http://wiki.test/": "inner network",
    "http://nas.home.arpa/": "inner network",
    "http://abc.onion/": "inner network",
    "https://user@example.org/": "user name",
    "https://user:pass@example.org/": "user name",
    "https://example.org:22/": "port 22",
    "https://example.org:80/": "port 80",
    "https://example.org:99999/": "port is none",
    "https://example.org:x/": "port is none",
    "ftp://example.org/": "no http",
    "file:///etc/passwd": "cannot be read",
    "javascript:alert(1)": "cannot be read",
    "mailto:desk@example.org": "cannot be read",
    "//example.org/": "no http",
    "example.org": "cannot be read",
    "https://": "cannot be read",
    "https:///path": "cannot be read",
    "https://exa mple.org/": "cannot be read",
    "https://example.org\\@10.0.0.1/": "cannot be read",
    "https://example.org/\r\nHost: x": "cannot be read",
    "https://example.org\u2028/": "cannot be read",
    "https://[::1": "cannot be read",
    "https://-a.org/": "is none",
    "https://a..org/": "is none",
    "https://" + "a" * 64 + ".org/": "is none",
    "https://example.org/" + "a" * 3000: "cannot be read",
    "https://exa%6dple.org/": "is none",
    "https://ex*mple.org/": "is none",
    "": "cannot be read",
}


@pytest.mark.parametrize("url", ALLOWED)
def test_a_link_to_the_public_may_be_told(url: str) -> None:
    assert refuse_address(url) is None


@pytest.mark.parametrize("url", REFUSED)
def test_a_link_to_an_inner_place_is_not(url: str) -> None:
    assert any(words in (refuse_address(url) or "") for words in REFUSED[url].split("|")), refuse_address(url)


def table(**hosts: Sequence[str]) -> dict[str, Sequence[str]]:
    return {name.replace("_", "."): addresses for name, addresses in hosts.items()}


@pytest.mark.parametrize(
    ("addresses", "reason"),
    [
        (["8.8.8.8"], None),
        (["8.8.8.8", "2620:0:861:ed1a::1"], None),
        (["8.8.8.8", "10.0.0.1"], "private"),
        (["64:ff9b::808:808"], "carries another"),
        ([], "not known"),
    ],
)
def test_with_a_resolver_every_address_must_be_public(addresses: list[str], reason: str | None) -> None:
    found = refuse_address("https://example.org/", table(example_org=addresses).__getitem__)
    assert (found is None) if reason is None else (reason in (found or ""))


def test_a_name_that_is_refused_is_not_even_resolved() -> None:
    def resolver(host: str) -> Sequence[str]:
        raise AssertionError(host)

    assert refuse_address("http://cms/", resolver)
    assert refuse_address("https://user@example.org/", resolver)


def test_a_resolver_that_finds_nothing() -> None:
    def resolver(host: str) -> Sequence[str]:
        raise OSError(-2, "Name or service not known")

    assert "not known" in (refuse_address("https://example.org/", resolver) or "")


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_refused_or_has_a_host(text: str) -> None:
    for url in (text, f"https://{text}", f"http://{text}.org/"):
        assert refuse_address(url) or host_of(url)


@settings(deadline=None)
@given(st.ip_addresses(), st.sampled_from(["http", "https"]))
def test_literal_addresses_are_judged_as_addresses(address: ipaddress.IPv4Address | ipaddress.IPv6Address, scheme: str) -> None:
    written = f"[{address}]" if address.version == 6 else str(address)
    assert bool(refuse_address(f"{scheme}://{written}/")) == bool(why_not_public(str(address)))
