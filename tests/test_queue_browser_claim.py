"""A claim's page in Chromium: the article beside it, keys, the lease, comments on selected words, what others do meanwhile."""

from __future__ import annotations

import re
from typing import Any

import pytest

from claimcheck.queue import comments, decisions, items, leases
from claimcheck.queue.actor import Role
from tests.browser import NARROW, WIDE
from tests.queue_articles import EDITOR, filled, report_and_source
from tests.queue_browsing import Open, listens, violations
from tests.queue_browsing import open_queue as open_queue
from tests.queue_server import Server

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def site(queue_server: Server) -> Server:
    """A frozen article; Ada and Ben check, Eda edits."""
    filled(queue_server.database)
    queue_server.person("ada")
    queue_server.person("ben")
    queue_server.person("eda", Role.EDITOR)
    return queue_server


def found(site: Server, number: int) -> items.Item:
    with site.database.read() as tx:
        return items.get(tx, EDITOR, number)


def last(site: Server) -> int:
    """The claim that stands last in the article."""
    with site.database.read() as tx:
        return max((items.get(tx, EDITOR, number) for number in range(1, 20)), key=lambda item: item.start).id


# -- the article --------------------------------------------------------------------------------------------------


def test_the_article_stands_where_the_claim_is(open_queue: Open, site: Server) -> None:
    page = open_queue(f"/claims/{last(site)}")
    box, pane = page.locator(".c.on").first.bounding_box(), page.locator("#article").bounding_box()
    assert pane["y"] < box["y"] < pane["y"] + pane["height"]
    assert page.evaluate("scrollY") == 0, "the page itself stays where it was"


def test_on_a_phone_a_link_leads_to_the_words(open_queue: Open, site: Server) -> None:
    page = open_queue(f"/claims/{last(site)}", viewport=NARROW)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    page.click(".to-article a")
    box = page.locator(".c.on").first.bounding_box()
    assert 0 <= box["y"] < NARROW["height"]


# -- keys ---------------------------------------------------------------------------------------------------------


def test_a_whole_review_by_keys(open_queue: Open, site: Server) -> None:
    page = open_queue("/", "ada")
    page.keyboard.press("n")
    page.wait_for_url(re.compile("/claims/"))
    number = int(page.url.rpartition("/")[2])
    assert found(site, number).lease_by == "ada"
    page.keyboard.press("d")
    page.keyboard.press("3")
    assert page.evaluate("document.activeElement.value") == "misleading"
    page.keyboard.press("Tab")
    page.keyboard.type("jkdn? half of it")
    page.keyboard.press("Escape")
    page.keyboard.press("e")
    page.keyboard.type("https://a.example/")
    assert page.input_value("[name=url]") == "https://a.example/"
    page.fill("[name=url]", "")
    page.locator("#decide [name=note]").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("#said:not([hidden])")
    stored = found(site, number)
    assert (stored.state, stored.verdict) == ("checked", "misleading")
    with site.database.read() as tx:
        assert decisions.of(tx, EDITOR, stored)[0].note == "jkdn? half of it"


def test_j_and_k_go_through_the_list_one_came_from(open_queue: Open, site: Server) -> None:
    page = open_queue("/?type=date&order=age", "ada")
    order = page.eval_on_selector_all("[data-row]", "rows => rows.map(row => row.dataset.item)")
    page.keyboard.press("j")
    page.keyboard.press("o")
    page.wait_for_url(re.compile(f"/claims/{order[0]}"))
    for key, at in (("j", 1), ("j", 2), ("k", 1), ("k", 0)):
        page.keyboard.press(key)
        page.wait_for_url(re.compile(f"/claims/{order[at]}\\?type=date&order=age$"))
    assert page.locator("[data-key=k]").count() == 0, "nothing comes before the first"
    page.keyboard.press("a")
    page.wait_for_selector("#lease")
    page.keyboard.press("r")
    page.wait_for_selector("[data-key=a]")
    assert found(site, int(order[0])).state == "new"


def test_keys_are_shown_where_they_work(open_queue: Open) -> None:
    page = open_queue("/claims/2", "ada")
    for key in ("j", "a", "n", "e", "c"):
        assert page.locator(f"[aria-keyshortcuts='{key}']").count() == 1, key
    page.keyboard.press("?")
    told = page.locator("#help").inner_text()
    assert all(words in told for words in ("accept", "decide", "evidence", "next"))


# -- the lease ----------------------------------------------------------------------------------------------------


def test_a_lease_is_kept_while_somebody_works_and_lost_loudly(open_queue: Open, site: Server) -> None:
    with site.database.write() as tx:
        until = leases.take(tx, site.actor("ada"), item_id=2, now=site.now).until
    site.later(minutes=5)
    page = open_queue("/claims/2", "ada")
    page.clock.install()
    page.reload()
    assert page.locator("#lease-left").inner_text() in ("9 min", "10 min")
    page.clock.fast_forward("02:00")
    assert found(site, 2).lease_until == until, "nobody worked"
    page.fill("#decide [name=note]", "working")
    with page.expect_response("**/heartbeat"):
        page.keyboard.press("a")
        page.clock.run_for(2_000)
    assert found(site, 2).lease_until > until
    with site.database.write() as tx:
        leases.release(tx, site.actor("eda"), 2, now=site.now)
    page.keyboard.press("b")
    with page.expect_response("**/heartbeat"):
        page.clock.run_for(70_000)
    page.locator("#lease[role=alert]", has_text="no longer yours").wait_for()
    assert page.input_value("#decide [name=note]") == "workingab"


# -- what others do -----------------------------------------------------------------------------------------------


def test_whoever_types_is_warned_and_loses_nothing(open_queue: Open, site: Server) -> None:
    page = open_queue("/claims/2", "ada")
    listens(page)
    page.check("[name=verdict][value=true]")
    page.fill("#decide [name=note]", "half a senten")
    with site.database.write() as tx:
        leases.take(tx, site.actor("ben"), item_id=2, now=site.now)
    page.locator("#live.warning", has_text="Somebody else took this claim.").wait_for()
    assert page.locator("header .state").inner_text() == "leased"
    assert page.input_value("#decide [name=note]") == "half a senten"
    page.click("#decide button >> nth=0")
    page.wait_for_selector("#problem")
    assert "ben" in page.locator("#problem").inner_text()
    assert page.evaluate("document.activeElement.id") == "problem"
    with site.database.write() as tx:
        leases.release(tx, site.actor("ben"), 2, now=site.now)


def test_what_was_typed_survives_a_conflict(open_queue: Open, site: Server) -> None:
    page = open_queue("/claims/2", "ada")
    page.fill("#comment [name=body]", "Is it?")
    page.evaluate("document.querySelector('#comment [name=quote]').value = 'no such words'")
    page.click("#comment button")
    page.wait_for_selector("#problem")
    assert page.input_value("#comment [name=body]") == "Is it?" and page.input_value("#comment [name=quote]") == "no such words"


def test_leaving_with_something_typed_is_asked_about(open_queue: Open) -> None:
    page = open_queue("/claims/2", "ada")
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.locator("#decide [name=note]").press_sequentially("a note")
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"] and page.url.endswith("/claims/2")


# -- comments -----------------------------------------------------------------------------------------------------


def select(page: Any, start: int, end: int) -> None:
    """Select those code points of the article, as a mouse would."""
    page.evaluate(
        """([start, end]) => {
            const point = (at, last) => {
                for (const stretch of document.querySelectorAll("#article [data-s]")) {
                    const first = Number(stretch.dataset.s);
                    const points = [...stretch.firstChild.data];
                    if (last ? at <= first + points.length && at > first : at >= first && at < first + points.length)
                        return [stretch.firstChild, points.slice(0, at - first).join("").length];
                }
            };
            const [from, to] = [point(start, false), point(end, true)];
            getSelection().setBaseAndExtent(...from, ...to);
        }""",
        [start, end],
    )


def test_words_that_are_selected_are_what_a_comment_is_about(open_queue: Open, site: Server) -> None:
    _, source = report_and_source()
    words = "telephonic"
    start = source.rindex(words)
    page = open_queue("/claims/2", "ada")
    select(page, start, start + len(words))
    page.wait_for_selector("#comment.quoting")
    assert page.input_value("#comment [name=quote]") == words
    page.keyboard.press("c")
    page.keyboard.type("By telephone?")
    page.click("#comment button")
    page.wait_for_selector(".comment")
    with site.database.read() as tx:
        (kept,) = comments.of(tx, EDITOR, 1, item_id=2)
    assert (kept.start, kept.exact, kept.body) == (start, words, "By telephone?")
    page.click(".comment blockquote a")
    assert page.locator("#article .commented").first.inner_text() in words


def test_a_selection_over_several_claims_is_one_quote(open_queue: Open, site: Server) -> None:
    _, source = report_and_source()
    start = source.index("Rajnath Singh on Tuesday")
    end = source.index("where the two")
    page = open_queue("/claims/2", "ada")
    select(page, start, end)
    page.wait_for_selector("#comment.quoting")
    page.fill("#comment [name=body]", "All of this.")
    page.click("#comment button")
    page.wait_for_selector(".comment")
    with site.database.read() as tx:
        (kept,) = comments.of(tx, EDITOR, 1, item_id=2)
    assert kept.exact == source[start:end].strip()


# -- everywhere ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_axe_finds_no_violation(open_queue: Open, site: Server, scheme: str, viewport: dict[str, int]) -> None:
    with site.database.write() as tx:
        ada, ben = site.actor("ada"), site.actor("ben")
        leases.take(tx, ada, item_id=3, now=site.now)
        comments.add(tx, ben, 1, "Which?", item_id=3, start=30, end=50, now=site.now)
        decisions.decide(tx, ben, 4, "false", note="No.", links=["https://a.example/"], now=site.now)
    page = open_queue("/claims/3", "eda", color_scheme=scheme, viewport=viewport, bypass_csp=True)
    for path in ("/claims/3", "/claims/4", "/claims/1"):
        page.goto(site.url + path)
        page.eval_on_selector_all("main details", "all => all.forEach(one => one.open = true)")
        assert violations(page) == []


def test_on_paper_it_is_a_record(open_queue: Open) -> None:
    page = open_queue("/claims/2", "ada")
    page.emulate_media(media="print")
    assert not page.locator("#decide").is_visible() and page.locator(".context").is_visible() and page.locator("#article").is_visible()
