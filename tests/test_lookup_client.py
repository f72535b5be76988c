"""The client's conduct: what it sends and to whom, keys, and what it refuses to send."""

from __future__ import annotations

import logging
from dataclasses import replace

import pytest

from claimcheck import __version__
from claimcheck.lookup.client import Client, utc_now
from claimcheck.lookup.evidence import Answer, Failure, Request
from claimcheck.lookup.policy import Policy
from tests.fast_loop import run_fast
from tests.hostile_server import HOST, HostileServer, echoes, redirects, replies
from tests.lookup_asking import LOCAL, Asker, FakeWire, asked, reply

pytestmark = pytest.mark.block_network(allowed_hosts=["127\\.0\\.0\\.1"])

WIKIPEDIA = "https://en.wikipedia.org/w/api.php"
GOOGLE = "https://factchecktools.googleapis.com/v1alpha1/claims:search"
KEY = "AIza-secret-of-the-desk"


# -- what is sent -------------------------------------------------------------------------------------------------


def test_what_goes_over_the_wire_is_this_and_no_more() -> None:
    async def main() -> None:
        async with HostileServer({"/": echoes()}) as server, Client(replace(LOCAL, contact="desk@newsroom.org")) as client:
            request = Request(server.url("/"), (("q", "ferry fire & more"), ("props", "a|b")), accept="text")
            (got,) = await client.ask([request], Asker())
            assert isinstance(got, Answer)
            assert got.body.decode() == repr(
                (
                    (("q", "ferry fire & more"), ("props", "a|b")),
                    [
                        ("accept", "text/plain, text/*;q=0.9, */*;q=0.1"),
                        ("accept-encoding", "gzip"),
                        ("host", f"{HOST}:{server.port}"),
                        ("user-agent", f"claimcheck-desk/{__version__} (desk@newsroom.org)"),
                    ],
                )
            )

    run_fast(main())


def test_cookies_are_not_kept_and_headers_only_by_an_allow_list() -> None:
    async def main() -> None:
        sets = replies(b"{}", "Set-Cookie: id=1", "X-Client-IP: 192.0.2.7", "ETag: W/x", "Last-Modified: yesterday", "Age: 7\x1b[31m")
        async with HostileServer({"/": sets}) as server, Client(LOCAL) as client:
            first, second = Request(server.url("/"), (("n", "1"),)), Request(server.url("/"), (("n", "2"),))
            (got,) = await client.ask([first], Asker())
            await client.ask([second], Asker())
            assert isinstance(got, Answer)
            assert got.headers == {"age": "7[31m", "content-type": "application/json", "etag": "W/x", "last-modified": "yesterday"}
            assert "cookie" not in server.visits[1].headers
            assert server.connections == 1, "a connection is used again"

    run_fast(main())


def test_the_time_of_retrieval_is_rfc_3339_in_utc() -> None:
    (got,) = asked([Request(WIKIPEDIA)], FakeWire({"en.wikipedia.org/w/api.php": reply()}), now=lambda: "2026-03-01T10:00:00Z")
    assert isinstance(got, Answer) and got.retrieved == "2026-03-01T10:00:00Z"
    assert len(utc_now()) == 20 and utc_now().endswith("Z")


# -- keys ---------------------------------------------------------------------------------------------------------


def test_a_key_goes_in_a_header_where_the_service_takes_it_so() -> None:
    wire = FakeWire({GOOGLE[8:]: reply()})
    request = Request(GOOGLE, (("query", "ferry"),), secrets=(("key", "DESK_KEY"),))
    (got,) = asked([request], wire, environ={"DESK_KEY": KEY})
    assert isinstance(got, Answer)
    ((url, headers),) = wire.sent
    assert url == f"{GOOGLE}?query=ferry"
    assert headers["X-Goog-Api-Key"] == KEY
    assert KEY not in repr(got)


def test_a_key_that_goes_into_the_address_is_nowhere_else(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
    caplog.set_level(logging.DEBUG)

    async def main() -> list[Answer | Failure]:
        manners = {"/good": replies(), "/bad": replies(status=503), "/on": redirects("/good"), "/html": replies(b"<p>", kind="text/html")}
        async with HostileServer(manners) as server, Client(LOCAL, environ={"DESK_KEY": KEY}) as client:
            requests = [Request(server.url(path), secrets=(("key", "DESK_KEY"),)) for path in manners]
            got = await client.ask(requests, Asker())
            assert ("key", KEY) in server.visits[0].params
            assert [visit.params for visit in server.visits if visit.path == "/good"] == [(("key", KEY),), ()]
        (gone,) = await Client(LOCAL, environ={"DESK_KEY": KEY}).ask([requests[0]], Asker())
        return [*got, gone]

    got = run_fast(main())
    assert [piece.kind if isinstance(piece, Failure) else "" for piece in got] == ["", "busy", "", "malformed", "unreachable"]
    assert KEY not in repr(got)
    assert KEY not in "".join(record.getMessage() + repr(record.__dict__) for record in caplog.records)
    assert not [record for record in caplog.records if record.name == "stamina"], "retries would be told on the terminal"
    assert capfd.readouterr() == ("", "")


def test_an_answer_that_repeats_the_key_is_not_used() -> None:
    request = Request(GOOGLE, secrets=(("key", "DESK_KEY"),))
    (got,) = asked([request], FakeWire({GOOGLE[8:]: reply(f'{{"you": "{KEY}"}}'.encode())}), environ={"DESK_KEY": KEY})
    assert isinstance(got, Failure) and got.kind == "malformed" and KEY not in repr(got)


@pytest.mark.parametrize("environ", [{}, {"DESK_KEY": " "}, {"DESK_KEY": "two words"}, {"DESK_KEY": "a\r\nX-Other: b"}])
def test_a_key_that_is_missing_or_none_is_named(environ: dict[str, str]) -> None:
    wire = FakeWire({GOOGLE[8:]: reply()})
    (got,) = asked([Request(GOOGLE, secrets=(("key", "DESK_KEY"),))], wire, environ=environ)
    assert isinstance(got, Failure) and got.kind == "not-configured" and "DESK_KEY" in got.message
    assert wire.sent == []


def test_keys_do_not_follow_a_redirect_to_another_host() -> None:
    other = "https://www.googleapis.com/claims"
    wire = FakeWire({GOOGLE[8:]: reply(status=302, location=other), other[8:]: reply()})
    request = Request(GOOGLE, secrets=(("key", "DESK_KEY"),))
    asked([request], wire, environ={"DESK_KEY": KEY}, hosts=frozenset({"factchecktools.googleapis.com", "www.googleapis.com"}))
    assert [url for url, _ in wire.sent] == [GOOGLE, other]
    assert [KEY in headers.values() for _, headers in wire.sent] == [True, False]


# -- what is not sent ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.org/w/api.php",
        "https://en.wikipedia.org.evil.org/w/api.php",
        "https://en.wikipedia.org@evil.org/",
        "https://user:pass@en.wikipedia.org/",
        "https://evil.org\\@en.wikipedia.org/",
        "http://en.wikipedia.org/w/api.php",
        "ftp://en.wikipedia.org/",
        "file:///etc/passwd",
        "https://en.wikipedia.org:8443/",
        "https://en.wikipedia.org:99999/",
        "https://en.wikipedia.org/w?key=1",
        "https://en.wikipedia.org/w#part",
        "https://en.wikipedia.org/a b",
        "https://en.wikipedia.org/a\r\nX-Header: b",
        "https://ｅn.wikipedia.org/",
        "https:///w/api.php",
        "en.wikipedia.org",
        "",
    ],
)
def test_only_the_sources_own_hosts_are_asked(url: str) -> None:
    wire = FakeWire({})
    (got,) = asked([Request(url)], wire, hosts=frozenset({"en.wikipedia.org"}))
    assert isinstance(got, Failure) and got.kind == "refused"
    assert wire.sent == []


def test_the_gate_sees_every_request_before_anything_else() -> None:
    wire = FakeWire({"en.wikipedia.org/w/api.php": reply()})
    requests = [Request(WIKIPEDIA, (("q", "ferry"),)), Request(WIKIPEDIA, (("q", "our draft"),)), Request("https://evil.org/")]
    seen: list[Request] = []

    def gate(request: Request) -> str | None:
        seen.append(request)
        return "the request holds words of the draft" if "draft" in request.shown else None

    good, held, other = asked(requests, wire, gate=gate, hosts=frozenset({"en.wikipedia.org"}))
    assert seen == requests
    assert isinstance(good, Answer)
    assert held == Failure("confidential", "the request holds words of the draft", requests[1])
    assert isinstance(other, Failure) and other.kind == "refused"
    assert len(wire.sent) == 1


def test_a_gate_that_fails_lets_nothing_through() -> None:
    def gate(request: Request) -> str | None:
        raise KeyError(request.shown)

    wire = FakeWire({"en.wikipedia.org/w/api.php": reply()})
    (got,) = asked([Request(WIKIPEDIA)], wire, gate=gate)
    assert isinstance(got, Failure) and got.kind == "confidential" and "KeyError" in got.message
    assert wire.sent == []


@pytest.mark.parametrize("value", ["\ud800", "x" * 9000])
def test_what_cannot_stand_in_an_address_is_not_sent(value: str) -> None:
    wire = FakeWire({"en.wikipedia.org/w/api.php": reply()})
    (got,) = asked([Request(WIKIPEDIA, (("q", value),))], wire)
    assert isinstance(got, Failure) and got.kind == "refused"
    assert wire.sent == []


def test_wikimedia_is_not_asked_without_a_contact() -> None:
    wire = FakeWire({"en.wikipedia.org/w/api.php": reply(), "api.worldbank.org/v2": reply()})
    got = asked([Request(WIKIPEDIA), Request("https://api.worldbank.org/v2")], wire, policy=Policy())
    assert isinstance(got[0], Failure) and got[0].kind == "not-configured"
    assert "--contact" in got[0].message and "CLAIMCHECK_CONTACT" in got[0].message
    assert isinstance(got[1], Answer)
    ((_, headers),) = wire.sent
    assert headers["User-Agent"] == f"claimcheck-desk/{__version__}"
