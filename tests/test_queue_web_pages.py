"""What all pages of the queue have in common: frame, messages, errors, static files, and that nothing of them may run."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest
from starlette.testclient import TestClient

from claimcheck.queue.actor import Role
from claimcheck.queue.web import messages, places, static_files, templating
from tests.queue_articles import Said, filled, written
from tests.queue_server import Site

TEMPLATES = [file for file in files("claimcheck.queue.web").joinpath("templates").iterdir() if file.name.endswith(".jinja")]
STATIC = files("claimcheck.queue.web").joinpath("static")


def body(client: TestClient, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, answer.text
    return answer.text


# -- the frame ----------------------------------------------------------------------------------------------------


def test_whoever_is_signed_in_sees_the_pages_and_a_way_out(queue_site: Site) -> None:
    queue_site.person("ada")
    page = body(queue_site.client("ada"), "/")
    assert re.findall(r'<li><a href="(/[a-z]*)"', page)[:5] == [
        "/",
        "/articles",
        "/figures",
        "/history",
        "/settings",
    ]
    assert '<a href="/" aria-current="page">Claims</a>' in page
    assert 'action="/sign-out"' in page and 'class="skip" href="#main"' in page


def test_whoever_is_not_is_sent_to_sign_in(queue_site: Site) -> None:
    answer = queue_site.client().get("/?state=new")
    assert answer.status_code == 303 and answer.headers["location"].startswith("/sign-in")


def test_a_page_is_kept_by_nobody(queue_site: Site) -> None:
    queue_site.person("ada")
    answer = queue_site.client("ada").get("/")
    assert answer.headers["cache-control"] == "no-store"
    assert "script-src 'self'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize(("path", "status", "words"), [("/claims/77", 404, "no claim number 77"), ("/nowhere", 404, "no such page")])
def test_what_is_not_there_is_told_on_a_page(queue_site: Site, path: str, status: int, words: str) -> None:
    queue_site.person("ada")
    page = body(queue_site.client("ada"), path, status)
    assert words in page and "Back to the claims" in page


def test_an_error_tells_nothing_of_what_was_sent(queue_site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*arguments: object, **more: object) -> None:
        raise RuntimeError("words of a draft")

    queue_site.person("ada")
    monkeypatch.setattr("claimcheck.queue.web.inbox.listing.page", broken)
    client = TestClient(queue_site.app, base_url=queue_site.url, cookies=queue_site.client("ada").cookies, raise_server_exceptions=False)
    answer = client.get("/")
    assert answer.status_code == 500 and "Something went wrong" in answer.text and "draft" not in answer.text


# -- messages -----------------------------------------------------------------------------------------------------


def test_a_message_is_a_code_and_never_words() -> None:
    assert messages.told("taken") == messages.SAID["taken"]
    assert messages.told("bulk.1200") == "Done. Claims changed: 1,200."
    for code in (None, "", "nonsense", "bulk", "<b>", "taken.x", "TAKEN", "bulk." + "9" * 30, "bulk.1\n"):
        assert messages.told(code) == "", code


def test_a_page_says_what_was_done_once(queue_site: Site) -> None:
    queue_site.person("ada")
    page = body(queue_site.client("ada"), "/?said=none")
    assert messages.SAID["none"] in page
    assert "said=none" not in page


# -- hostile words ------------------------------------------------------------------------------------------------


def test_words_of_an_article_stay_words(queue_site: Site) -> None:
    ada = queue_site.person("ada", Role.EDITOR)
    report, source = written(
        [Said('"><script>alert(1)</script> fell by 3 percent \u202eenohp')], title="<img src=x onerror=alert(1)>{{ 7*7 }}"
    )
    with queue_site.database.write() as tx:
        from claimcheck.queue import articles

        (number,) = articles.add(tx, ada, next(iter(ada.roles)), report, source, now=queue_site.now).queued
    client = queue_site.client("ada")
    for path in ("/", f"/claims/{number}"):
        page = body(client, path)
        assert "<script>alert" not in page and "<img src=x" not in page and "49" not in re.findall(r"&lt;img[^<]*", page)[0]
        assert "&lt;script&gt;alert(1)" in page
        assert "\u202e" not in page and "[U+202E]" in page


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda file: file.name)
def test_no_template_has_scripts_or_styles_in_it(template: object) -> None:
    """The policy would refuse them, and the page would look as if it worked."""
    text = template.read_text(encoding="utf-8")  # type: ignore[attr-defined]
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|javascript:|\|\s*safe\b|{%\s*autoescape", text)


@pytest.mark.parametrize("name", ["page.js", "live.js", "inbox.js", "claim.js", "theme.js"])
def test_no_script_makes_elements_out_of_text(name: str) -> None:
    text = STATIC.joinpath(name).read_text(encoding="utf-8")
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|setTimeout\(\s*[\"']", text)


# -- static files -------------------------------------------------------------------------------------------------


def test_static_files_are_kept_for_good_under_the_address_with_their_hash(queue_site: Site) -> None:
    client = queue_site.client()
    answer = client.get(static_files.address("queue.css"))
    assert answer.status_code == 200 and answer.headers["content-type"].startswith("text/css")
    assert "immutable" in answer.headers["cache-control"]
    again = client.get(static_files.address("queue.css"), headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304 and again.content == b""
    assert client.get("/static/queue.css?v=old").headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("name", ["nothing.css", "..%2fapp.py", "%2e%2e/app.py", "../templates/base.html.jinja", "strings.json"])
def test_nothing_else_can_be_asked_for(queue_site: Site, name: str) -> None:
    queue_site.person("ada")
    assert queue_site.client("ada").get(f"/static/{name}").status_code == 404


def test_the_colours_are_those_of_the_report() -> None:
    report = files("claimcheck.report").joinpath("templates", "report.css").read_text(encoding="utf-8")
    blocks = re.findall(r":root \{(.*?)\}", report, re.DOTALL)[:2]
    light, dark = (dict(re.findall(r"(--[a-z-]+):\s*(#[0-9a-f]{6})", block)) for block in blocks)
    ours = {
        name: pair
        for name, *pair in re.findall(
            r"(--[a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)", STATIC.joinpath("queue.css").read_text()
        )
    }
    assert set(light) == set(dark) and len(light) > 20
    assert {name: ours[name] for name in light} == {name: [light[name], dark[name]] for name in light}


# -- filters of templates, and places -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "just now"), (59, "just now"), (60, "1 minute ago"), (7_199, "1 hour ago"), (7_200, "2 hours ago"), (86_400 * 20, "2 weeks ago")],
)
def test_how_long_ago_something_was(queue_site: Site, seconds: int, words: str) -> None:
    from claimcheck.queue.moments import stamp

    then = stamp(queue_site.now)
    assert f">{words}</time>" in templating.ago(then, queue_site.later(seconds=seconds))


def test_a_place_is_the_same_in_every_address() -> None:
    place = places.read("order=age&type=date&state=new&said=taken&after=xyz&limit=3")
    assert place.query == "state=new&type=date&order=age"
    assert places.read(place.query) == place
    assert place.of_state(None).address("/") == "/?type=date&order=age"
    assert place.address("/claims/3", after="x y") == "/claims/3?state=new&type=date&order=age&after=x+y"
    assert places.read("").query == "" and not places.read("state=new").narrowed and places.read("type=date").narrowed
    assert places.read("speaker=x").further and not places.read("type=date").further
    assert places.read_any("state=nonsense&order=evil") == places.Place()


def test_a_filled_queue_has_a_page_for_each_claim(queue_site: Site) -> None:
    _, _, ids = filled(queue_site.database)
    queue_site.person("vic", Role.VIEWER)
    client = queue_site.client("vic")
    for number in ids:
        page = body(client, f"/claims/{number}")
        assert 'id="here"' in page and '<form method="post" action="/claims' not in page
