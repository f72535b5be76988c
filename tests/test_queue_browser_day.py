"""A whole day of a desk in Chromium, with the real models: articles come in, two people check and differ, an editor decides, a new
version arrives, verdicts go along, and what was found is taken away."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from claimcheck.cli.session import Session
from claimcheck.queue import audit, desks, people, tickets, verifying
from claimcheck.queue.actor import Role
from claimcheck.queue.database import Database
from claimcheck.queue.policy import Twice, policy_from_json
from tests.browser import NARROW, WIDE
from tests.queue_browsing import violations
from tests.queue_server import ROOT, Server

pytestmark = [pytest.mark.browser]

SEED = next(Path(__file__).parent.parent.joinpath("seeds").glob("*.txt"))
SECOND = Path(__file__).parent.parent / "docs" / "snippet.txt"
PASSWORD = "three wet harbours"
CLAIM = "fell by 3.5 percent"


@pytest.fixture
def server(empty_queues: Callable[[str], Database]) -> Iterator[Server]:
    database = empty_queues("sqlite")
    with Server(database, extract=Session().uploads("compact")) as running:
        with database.write() as tx:
            desk = desks.ensure(tx, ROOT, now=running.now)
            # Two people look at everything that tells how much changed.
            desks.set_policy(tx, ROOT, desk.id, policy_from_json({"twice": {"priority_above": None, "types": ["change"]}}), now=running.now)
            assert desks.of(tx, ROOT, desk.id).policy.twice == Twice(None, ("change",))
        yield running
    database.close()


def let_in(server: Server, browser: Any, name: str, role: Role, **options: Any) -> Any:
    """Somebody opens the link that an administrator gave them, and chooses a password."""
    with server.database.write() as tx:
        person = people.add(tx, ROOT, name, now=server.now)
        people.set_role(tx, ROOT, person.id, desks.named(tx, ROOT, "main").id, role, now=server.now)
        secret = tickets.make(tx, ROOT, person.id, now=server.now)
    page = browser.new_context(**{"viewport": WIDE, **options}).new_page()
    page.goto(tickets.link(server.url, secret))
    page.fill("#password", PASSWORD)
    page.fill("#again", PASSWORD)
    page.click("#ticket-form button.strong")
    page.wait_for_url(re.compile(f"{re.escape(server.url)}/($|[?])"))
    return page


def hand_in(page: Any, server: Server, name: str, data: bytes, published: str) -> str:
    page.goto(f"{server.url}/articles")
    if not page.is_visible("input[type=file]"):
        page.click("summary:has-text('Hand in an article')")
    page.set_input_files("input[type=file]", {"name": name, "mimeType": "text/plain", "buffer": data})
    page.fill("input[name=published]", published)
    page.click("button:has-text('Find its claims')")
    page.wait_for_url(re.compile("/articles/[0-9]+"), timeout=120_000)
    assert "The article is handed in" in page.inner_text("#said")
    return re.sub(r"\?.*", "", page.url)


def open_claim(page: Any, server: Server, words: str) -> None:
    page.goto(server.url)
    page.fill("#search", words)
    page.press("#search", "Enter")
    page.wait_for_selector("[data-row]")
    page.keyboard.press("Escape")
    page.click("[data-row] h2 a")
    page.wait_for_url(re.compile("/claims/[0-9]+"))


def decide(page: Any, verdict: str, note: str) -> None:
    page.check(f"input[name=verdict][value='{verdict}']")
    page.fill("#decide textarea[name=note]", note)
    page.click("#decide button.strong")
    page.wait_for_selector("#said:not([hidden])")


def state(page: Any) -> str:
    return str(page.inner_text("header .state"))


def test_a_whole_day(server: Server, browser: Any) -> None:
    eda = let_in(server, browser, "eda", Role.EDITOR)
    ada = let_in(server, browser, "ada", Role.CHECKER)
    ben = let_in(server, browser, "ben", Role.CHECKER, viewport=NARROW)

    # two articles come in
    hand_in(eda, server, SEED.name, SEED.read_bytes(), "2025-07-01")
    article = hand_in(eda, server, SECOND.name, SECOND.read_bytes(), "2025-07-02")
    assert CLAIM in eda.inner_text("#article")

    # Ada takes the claim and judges it; Ben does not see how
    open_claim(ada, server, CLAIM)
    ada.keyboard.press("a")
    ada.wait_for_selector("#lease")
    assert state(ada) == "leased"
    open_claim(ben, server, CLAIM)
    assert "ada" in ben.inner_text(".lease") and not ben.is_visible("#decide")
    decide(ada, "true", "The ministry's table has it.")
    ben.reload()
    assert "ministry's table" not in ben.inner_text("#main")
    decide(ben, "misleading", "Without ships it rose.")
    assert state(ben) == "disputed"

    # the editor decides between them
    open_claim(eda, server, CLAIM)
    eda.keyboard.press("d")
    eda.wait_for_url(re.compile("/adjudicate"))
    assert "ministry's table" in eda.inner_text("#main") and "Without ships" in eda.inner_text("#main")
    eda.check("section:has-text('Without ships') input[name=choice]")
    eda.fill("textarea[name=note]", "Ships are exports, too.")
    eda.click("button:has-text('Decide')")
    eda.wait_for_selector("#said:has-text('The claim is decided.')")
    assert state(eda) == "checked"

    # another claim is judged by both alike, and holds
    for page in (ada, ben):
        open_claim(page, server, "third decline")
        decide(page, "true", "January and April.")
    assert state(ben) == "checked"
    kept = ben.inner_text("h1")

    # the desk puts the first right: a new version
    eda.goto(article)
    eda.click("summary:has-text('Hand in a new version')")
    corrected = SECOND.read_bytes().replace(b"3.5 percent", b"3.1 percent")
    eda.set_input_files("input[type=file]", {"name": "corrected.txt", "mimeType": "text/plain", "buffer": corrected})
    eda.click("button:has-text('Hand it in')")
    eda.wait_for_selector("#said:has-text('2 carried over, 1 changed')", timeout=120_000)
    assert "1 verdict on words that are no longer in the article" in eda.inner_text("#main")
    assert "misleading" in eda.inner_text(".panel.stale")
    open_claim(eda, server, "fell by 3.1 percent")
    assert state(eda) == "new"
    assert "3.5 percent" in eda.inner_text("section[aria-labelledby=changed-title]")
    open_claim(eda, server, "third decline")
    assert (state(eda), eda.inner_text("h1")) == ("checked", kept)

    # what was found is taken away
    eda.goto(f"{server.url}/?state=checked")
    eda.click("summary:has-text('Take these claims away')")
    with eda.expect_download() as download:
        eda.click("form[action='/export'] button")
    rows = list(csv.DictReader(io.StringIO(Path(download.value.path()).read_text(encoding="utf-8-sig"))))
    assert [row["verdict"] for row in rows] == ["true"]

    # and the log tells all of it, unbroken
    eda.goto(f"{server.url}/history")
    told = eda.inner_text("#main")
    assert "eda" in told and "misleading" in told
    with server.database.read() as tx:
        assert list(audit.flaws(tx.connection)) == []
        assert list(verifying.consistent(tx)) == []


PAGES = (
    "/articles",
    "/articles/1",
    "/claims/1/adjudicate",
    "/figures",
    "/history",
    "/settings",
    "/settings/desks/1",
    "/settings/people",
    "/settings/webhooks/1",
)


@pytest.fixture(scope="module")
def shown_pages(browser: Any, empty_queues: Callable[[str], Database]) -> Iterator[Server]:
    """A queue in which every page has something to show."""
    from claimcheck.queue import decisions, webhooks
    from tests.queue_articles import filled

    database = empty_queues("sqlite")
    with Server(database) as server:
        _, _, (first, *others) = filled(database, 6)
        actors = {name: server.person(name) for name in ("ada", "ben")}
        server.person("root", None, admin=True)
        for name, verdict in (("ada", "true"), ("ben", "false")):
            with database.write() as tx:
                decisions.decide(tx, actors[name], first, verdict, note="seen", links=["https://example.org/"], now=server.now)
        with database.write() as tx:
            decisions.decide(tx, actors["ada"], others[0], "false", now=server.now)
            hook = webhooks.add(tx, ROOT, 1, "https://hooks.example.org/", now=server.now).webhook
            webhooks.test(tx, ROOT, hook.id, now=server.now)
        assert first == 1
        yield server
    database.close()


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_accessible(shown_pages: Server, browser: Any, path: str, scheme: str) -> None:
    page = shown_pages.page(browser, "root", viewport=WIDE, color_scheme=scheme, bypass_csp=True)
    assert page.goto(shown_pages.url + path).status == 200
    for details in page.query_selector_all("main details"):
        details.evaluate("one => one.open = true")
    assert violations(page) == []
    page.context.close()


@pytest.mark.parametrize("path", PAGES)
def test_every_page_fits_a_phone_and_obeys_the_policy(shown_pages: Server, browser: Any, path: str) -> None:
    complaints: list[str] = []
    page = shown_pages.page(browser, "root", viewport=NARROW)
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(shown_pages.url + path)
    for details in page.query_selector_all("main details"):
        details.evaluate("one => one.open = true")
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    assert complaints == []
    page.context.close()
