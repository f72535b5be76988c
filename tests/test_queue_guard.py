"""What stands before every page: who is let through, and from where."""

from __future__ import annotations

import pytest

from claimcheck.queue import people, sessions, tokens
from claimcheck.queue.database import Database
from claimcheck.queue.web import here
from tests.queue_databases import NOW, later
from tests.queue_guarded import URL, Site
from tests.queue_guarded import site as site
from tests.queue_guarded import sqlite_site as sqlite_site
from tests.queue_people import ROOT
from tests.queue_people import quick_passwords as quick_passwords

pytestmark = pytest.mark.usefixtures("quick_passwords")


# --- who it is ---


def test_a_session_and_a_token_are_recognised(site: Site) -> None:
    assert site.client(cookie=site.session()).get("/page").json() == {"who": "ada", "via": "web", "session": True}
    assert site.client(token=site.token()).get("/api/v1/thing").json() == {"who": "ada", "via": "api", "session": False}


def test_whoever_is_unknown_gets_nowhere(site: Site) -> None:
    client = site.client()
    assert client.get("/page?state=new&x=%C3%B6").headers["location"] == "/sign-in?next=%2Fpage%3Fstate%3Dnew%26x%3D%25C3%25B6"
    assert client.get("/page", headers={"Sec-Fetch-Mode": "cors", "Sec-Fetch-Site": "same-origin"}).status_code == 401
    assert client.post("/page", headers={"Origin": URL}).status_code == 401
    assert client.get("/nowhere").status_code == 303  # what there is, is not told either
    refused = client.post("/api/v1/thing")
    assert (refused.status_code, refused.headers["www-authenticate"]) == (401, "Bearer")
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.json()["status"] == 401
    assert site.ran == []
    assert client.get("/healthz").json()["who"] is None
    assert client.get("/static/page.js").status_code == 200


@pytest.mark.parametrize(
    "path", ["/sign-in/../page", "/sign-in%2f..%2fpage", "/static/../page", "//page", "/page/", "/PAGE", "/static%2f..%2fpage"]
)
def test_other_spellings_of_an_address_open_nothing(sqlite_site: Site, path: str) -> None:
    sqlite_site.client().get(path)
    assert sqlite_site.ran == []


@pytest.mark.parametrize(
    "shown", ["Bearer", "Bearer ", "Bearer ccq_x", "Basic YWRhOmFkYQ==", "ccq_x", "Bearer x y", "bearer: x", "Bearer ccq_" + "x" * 43]
)
def test_a_wrong_token_is_refused_even_beside_a_good_cookie(site: Site, shown: str) -> None:
    for path in ("/page", "/api/v1/thing", "/sign-in", "/metrics"):
        refused = site.client(cookie=site.session(), Authorization=shown).get(path)
        assert refused.status_code == 401
        assert refused.headers["www-authenticate"].startswith("Bearer")
    assert site.ran == []


def test_beside_a_token_a_cookie_says_nothing(site: Site) -> None:
    client = site.client(cookie=site.session(), token=site.token())
    assert client.get("/api/v1/thing").json() == {"who": "ada", "via": "api", "session": False}


def test_two_tokens_are_none(site: Site) -> None:
    good = f"Bearer {site.token()}"
    assert site.client().get("/api/v1/thing", headers=[("Authorization", good), ("Authorization", good)]).status_code == 401


def test_an_expired_and_a_revoked_token_and_one_of_somebody_deactivated_are_refused(site: Site) -> None:
    first, second, third = (site.token() for _ in range(3))
    with site.queue.write() as tx:
        tokens.revoke(tx, ROOT, tokens.listed(tx, ROOT)[0].id, now=NOW)
    assert site.client(token=third).get("/api/v1/thing").status_code == 401
    site.now = later(days=89)
    assert site.client(token=first).get("/api/v1/thing").status_code == 200
    site.now = later(days=90)
    assert site.client(token=first).get("/api/v1/thing").status_code == 401
    site.now = NOW
    with site.queue.write() as tx:
        people.deactivate(tx, ROOT, site.ada, now=NOW)
    assert site.client(token=second).get("/api/v1/thing").status_code == 401


def test_a_session_ends_with_time_with_signing_out_and_with_its_person(site: Site) -> None:
    stolen = site.session()
    client = site.client(cookie=stolen)
    assert client.get("/page").status_code == 200
    with site.queue.write() as tx:
        sessions.end(tx, stolen)
    assert client.get("/page").status_code == 303
    client = site.client(cookie=site.session())
    for hour in range(1, 12):
        site.now = later(hours=hour)
        assert client.get("/page").status_code == 200  # each use is noted
    site.now = later(hours=12)
    assert client.get("/page").status_code == 303
    idle = site.client(cookie=site.session())
    site.now = later(hours=14)
    assert idle.get("/page").status_code == 303
    other = site.client(cookie=site.session())
    with site.queue.write() as tx:
        people.deactivate(tx, ROOT, site.ada, now=NOW)
    assert other.get("/page").status_code == 303


def test_the_use_of_a_token_is_noted(site: Site) -> None:
    secret = site.token()
    site.client(token=secret).get("/api/v1/thing")
    with site.queue.read() as tx:
        assert [one.used_at for one in tokens.listed(tx, ROOT)] == ["2026-01-05T09:00:00.000000Z"]


def test_tokens_are_for_the_api_and_open_no_page(site: Site) -> None:
    client = site.client(cookie=site.session(), token=site.token("read", "manage"))
    assert [client.get(path).status_code for path in ("/page", "/sign-in", "/nowhere")] == [403, 403, 403]
    assert [client.get(path).status_code for path in ("/metrics", "/healthz", "/static/page.js", "/api/v1/thing")] == [200] * 4


def test_tokens_in_addresses_are_refused(site: Site) -> None:
    secret = site.token()
    client = site.client(cookie=site.session())
    for query in (f"token={secret}", f"a=b&q={secret}", "access_token=", "access_token=x", f"{secret}"):
        refused = client.get(f"/page?{query}")
        assert refused.status_code == 400
        assert secret not in refused.text
    assert site.ran == []
    assert client.get("/page?q=ccq_short&token=1").status_code == 200


# --- where it comes from ---

CHANGES = ["POST", "PUT", "PATCH", "DELETE"]


@pytest.mark.parametrize("method", CHANGES)
@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:8766"},
        {"Origin": "https://127.0.0.1:8765"},
        {"Origin": "http://127.0.0.1:8765.evil.example"},
        {"Origin": "http://127.0.0.1"},
        {"Origin": ""},
        {"Origin": f"{URL} {URL}"},
        {},
        {"Referer": f"{URL}/page"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "https://evil.example", "Sec-Fetch-Site": "same-origin"},
    ],
    ids=lambda headers: "+".join(f"{name}:{value}" for name, value in headers.items()) or "nothing",
)
def test_a_change_from_elsewhere_is_refused(sqlite_site: Site, method: str, headers: dict[str, str]) -> None:
    client = sqlite_site.client(cookie=sqlite_site.session())
    for path in ("/page", "/api/v1/thing", "/sign-in"):
        assert client.request(method, path, headers=headers).status_code == 403
    assert sqlite_site.ran == []


def test_a_change_from_two_origins_is_refused(site: Site) -> None:
    client = site.client(cookie=site.session())
    assert client.post("/page", headers=[("Origin", URL), ("Origin", "https://evil.example")]).status_code == 403


@pytest.mark.parametrize("method", CHANGES)
@pytest.mark.parametrize("headers", [{"Origin": URL}, {"Sec-Fetch-Site": "same-origin"}], ids=["Origin", "Sec-Fetch-Site"])
def test_a_change_from_a_page_of_ours_is_taken(sqlite_site: Site, method: str, headers: dict[str, str]) -> None:
    assert sqlite_site.client(cookie=sqlite_site.session()).request(method, "/page", headers=headers).status_code == 200


def test_signing_in_cannot_be_forged_either(site: Site) -> None:
    assert site.client().post("/sign-in", headers={"Origin": "https://evil.example"}).status_code == 403
    assert site.client().post("/sign-in").status_code == 403
    assert site.client().post("/sign-in", headers={"Origin": URL}).status_code == 200


def test_a_program_with_a_token_has_no_origin(site: Site) -> None:
    assert site.client(token=site.token()).post("/api/v1/thing").status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1", "localhost:8765", "127.0.0.1:80", "127.0.0.1:8765.evil.example", "", "[::1]:8765"]
)
def test_another_host_is_refused_everywhere(sqlite_site: Site, host: str) -> None:
    """A page of evil.example whose name comes to point here (DNS rebinding) is of our address, but not of our name."""
    client = sqlite_site.client(cookie=sqlite_site.session(), token=sqlite_site.token(), Host=host)
    for path in ("/page", "/healthz", "/static/page.js", "/sign-in", "/api/v1/thing", "/metrics"):
        assert client.get(path).status_code == 421
    assert sqlite_site.ran == []


def test_the_usual_port_need_not_be_named(queue: Database) -> None:
    place = here.Here("https://Desk.Example:443/")
    assert place.origin == "https://desk.example"
    assert place.is_host(["desk.example"])
    assert place.is_host(["DESK.example:443"])
    assert not place.is_host(["desk.example:80"])
    assert not place.is_host(["desk.example", "desk.example"])
    assert not place.is_host([])


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}, 200),
        ({"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors"}, 200),
        ({"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}, 200),  # a link
        ({"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"}, 403),
        ({"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "script"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "cors"}, 403),
    ],
)
def test_other_sites_pages_read_nothing(site: Site, headers: dict[str, str], status: int) -> None:
    assert site.client(cookie=site.session()).get("/page", headers=headers).status_code == status
