"""The inbox in Chromium: keys, ticking, live updates, without scripts, dark, on a phone, for everybody."""

from __future__ import annotations

import re
from typing import Any

import pytest

from claimcheck.queue import articles, items, leases
from claimcheck.queue.actor import Role
from tests.browser import NARROW, WIDE
from tests.queue_articles import EDITOR, filled, written
from tests.queue_browsing import Open, listens, violations
from tests.queue_browsing import open_queue as open_queue
from tests.queue_server import Server

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def site(queue_server: Server) -> Server:
    """A frozen article; Ada checks and Eda edits."""
    filled(queue_server.database)
    queue_server.person("ada")
    queue_server.person("eda", Role.EDITOR)
    return queue_server


def current(page: Any) -> str | None:
    """The claim in whose row the focus is."""
    number: str | None = page.evaluate("document.activeElement.closest('[data-row]')?.dataset.item ?? null")
    return number


def rows(page: Any) -> list[str]:
    numbers: list[str] = page.eval_on_selector_all("[data-row]", "rows => rows.map(row => row.dataset.item)")
    return numbers


# -- keys ---------------------------------------------------------------------------------------------------------


def test_j_and_k_go_through_the_rows_and_o_opens_one(open_queue: Open) -> None:
    page = open_queue()
    order = rows(page)
    for key, at in (("j", 0), ("j", 1), ("j", 2), ("k", 1), ("k", 0), ("k", 0)):
        page.keyboard.press(key)
        assert current(page) == order[at]
        assert page.evaluate("(r => r.top >= 0 && r.bottom <= innerHeight)(document.activeElement.getBoundingClientRect())")
    page.keyboard.press("o")
    page.wait_for_url(re.compile(f"/claims/{order[0]}$"))
    page.keyboard.press("g")
    page.wait_for_url(re.compile("/$"))
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(f"/claims/{order[0]}$"))


def test_a_takes_the_claim_of_the_row_and_n_the_next(open_queue: Open, site: Server) -> None:
    page = open_queue()
    order = rows(page)
    page.keyboard.press("a")
    assert page.url.endswith("/"), "without a row there is nothing to take"
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("a")
    page.wait_for_url(re.compile(f"/claims/{order[1]}$"))
    assert page.locator("#said").inner_text().startswith("You have this claim")
    page.keyboard.press("g")
    page.keyboard.press("n")
    page.wait_for_url(re.compile(f"/claims/{order[0]}$"))
    with site.database.read() as tx:
        assert {items.get(tx, EDITOR, int(number)).lease_by for number in order[:2]} == {"eda"}


def test_letters_that_are_typed_are_words(open_queue: Open) -> None:
    page = open_queue()
    page.keyboard.press("/")
    page.keyboard.type("jkanx?/o")
    assert page.input_value("#search") == "jkanx?/o" and not page.locator("#help").is_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert page.locator("#help").is_visible()
    page.keyboard.press("j")
    assert current(page) is None
    page.keyboard.press("Escape")
    assert not page.locator("#help").is_visible()


def test_keys_are_told_to_those_who_ask_and_can_be_switched_off(open_queue: Open) -> None:
    page = open_queue()
    for key in ("n", "/", "?"):
        assert page.locator(f"[aria-keyshortcuts='{key}']").count() >= 1
    page.keyboard.press("?")
    page.uncheck("#keys-on")
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    assert current(page) is None
    page.reload()
    page.keyboard.press("j")
    assert current(page) is None, "the choice is kept"


# -- ticking ------------------------------------------------------------------------------------------------------


def test_claims_are_ticked_by_key_by_mouse_and_all_of_them(open_queue: Open) -> None:
    page = open_queue()
    assert page.locator("#ticked").inner_text() == "none ticked"
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("x")
    assert page.locator("#ticked").inner_text() == "1 ticked"
    page.locator(".tick").nth(4).click(modifiers=["Shift"])
    page.locator(".tick").nth(2).click()
    page.locator(".tick").nth(4).click()
    page.locator(".tick").nth(4).click()
    page.check("#tick-all")
    assert page.locator("#ticked").inner_text() == f"{len(rows(page))} ticked"


def test_a_bulk_action_asks_for_what_it_needs_and_says_what_it_did(open_queue: Open) -> None:
    page = open_queue()
    page.locator(".tick").nth(0).check()
    page.locator(".tick").nth(2).click(modifiers=["Shift"])
    assert page.locator("#ticked").inner_text() == "3 ticked"
    assert not page.locator("#bulk [name=label]").is_visible()
    page.select_option("#bulk-action", "label")
    assert page.locator("#bulk [name=label]").is_visible() and not page.locator("#bulk [name=reason]").is_visible()
    page.fill("#bulk [name=label]", "Later")
    page.click("#bulk button")
    page.wait_for_selector(".item .label")
    assert page.locator("#said").inner_text() == "Done. Claims changed: 3." and "said" not in page.url
    assert page.locator(".item .label").all_inner_texts() == ["later"] * 3


# -- what others do -----------------------------------------------------------------------------------------------


def test_states_change_while_one_looks_on(open_queue: Open, site: Server) -> None:
    page = open_queue(who="ada")
    listens(page)
    first = rows(page)[0]
    page.locator(".item .what a").first.focus()
    with site.database.write() as tx:
        leases.take(tx, site.actor("eda"), item_id=int(first), now=site.now)
    page.wait_for_selector(f"[data-item='{first}'] .state.leased")
    assert page.locator("#live").inner_text() == "1 claim changed. Refresh"
    assert not page.locator(f"[data-item='{first}'] form").is_visible()
    assert current(page) == first, "the focus stays where it was"
    with site.database.write() as tx:
        articles.add(tx, EDITOR, 1, *written(["Exports fell by 3 percent", "Rents rose by 4 percent"]), now=site.now)
    page.locator("#live", has_text="2 new claims").wait_for()
    page.click("#live a")
    page.wait_for_selector("#live", state="hidden")
    assert page.locator(".item", has_text="Rents rose").count() == 1


def test_one_tab_listens_for_all(open_queue: Open, site: Server) -> None:
    page = open_queue(who="ada")
    listens(page)
    other = page.context.new_page()
    other.goto(site.url)
    other.wait_for_selector(".item")
    assert len(site.app.state.live._lines) == 1
    with site.database.write() as tx:
        leases.take(tx, site.actor("eda"), item_id=int(rows(page)[1]), now=site.now)
    other.wait_for_selector("#live")
    page.close()
    listens(other)


# -- everywhere ---------------------------------------------------------------------------------------------------


def test_without_scripts_everything_is_there(open_queue: Open, site: Server) -> None:
    page = open_queue(java_script_enabled=False)
    assert not page.locator("#theme").is_visible() and not page.locator("#ticked").is_visible()
    order = [page.locator(".item").nth(at).get_attribute("data-item") for at in range(2)]
    page.fill("#search", "conversation")
    page.click("#filters button")
    assert page.locator(".item").count() == 1 and "text=conversation" in page.url
    page.goto(site.url)
    page.locator(".tick").nth(0).check()
    page.select_option("#bulk-action", "label")
    page.fill("#bulk [name=label]", "Later")
    page.click("#bulk button")
    assert page.locator("#said").inner_text() == "Done. Claims changed: 1."
    page.locator(".item button").first.click()
    assert page.url.endswith(f"/claims/{order[0]}?said=taken")
    page.check("[name=verdict][value=false]")
    page.fill("#decide [name=note]", "On paper, too.")
    page.click("#decide button >> nth=0")
    assert page.locator(".state").first.inner_text() == "checked"


def test_the_theme_can_be_chosen_and_is_kept(open_queue: Open) -> None:
    page = open_queue(color_scheme="dark")
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    assert page.evaluate(ground) == "rgb(20, 23, 27)"
    page.click("#theme")
    assert page.evaluate(ground) == "rgb(255, 255, 255)" and page.locator("#theme").inner_text() == "Theme: light"
    page.reload()
    assert page.evaluate(ground) == "rgb(255, 255, 255)"
    page.click("#theme")
    assert page.evaluate(ground) == "rgb(20, 23, 27)"


@pytest.mark.parametrize(
    "zoomed", [{"viewport": NARROW}, {"viewport": {"width": 640, "height": 400}, "device_scale_factor": 2}], ids=["phone", "200 %"]
)
def test_nothing_is_wider_than_the_screen(open_queue: Open, zoomed: dict[str, Any]) -> None:
    page = open_queue(**zoomed)
    assert page.evaluate("document.documentElement.scrollWidth") <= zoomed["viewport"]["width"]


def test_on_paper_there_is_nothing_to_click(open_queue: Open) -> None:
    page = open_queue(color_scheme="dark")
    page.emulate_media(media="print")
    assert not page.locator(".site").is_visible() and not page.locator("#bulk").is_visible()
    assert page.locator(".item h2").first.is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_axe_finds_no_violation(open_queue: Open, scheme: str, viewport: dict[str, int]) -> None:
    page = open_queue(color_scheme=scheme, viewport=viewport, bypass_csp=True)
    for step in (lambda: None, lambda: page.check("#tick-all"), lambda: page.click(".more summary"), lambda: page.click("#help-open")):
        step()
        assert violations(page) == []
