"""What sources say, in Chromium: filter, keys, links, narrow screens."""

from __future__ import annotations

import pytest

from tests.browser import NARROW, Open, chosen, shown
from tests.report_articles import frozen
from tests.report_lookups import looked_up
from tests.test_report_lookups import hostile

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("outcome", ["conflicts", "mixed", "supports", "not-found", "unasked"])
def test_claims_are_filtered_by_what_sources_say(open_report: Open, outcome: str) -> None:
    article = looked_up(frozen("seed"))
    page = open_report(article)
    page.select_option("select[name=evidence]", outcome)
    told = [claim["lookups"][0]["overall"] if claim["lookups"] else "unasked" for claim in article.record["claims"]]
    assert shown(page) == [str(number) for number, this in enumerate(told, 1) if this == outcome]
    assert page.locator(".card:not(.out) .said").count() == (0 if outcome == "unasked" else 1)


def test_a_search_is_over_the_article_and_not_over_the_evidence(open_report: Open) -> None:
    page = open_report(looked_up(frozen("seed")))
    page.fill("input[name=words]", "written for a test")
    assert shown(page) == []


def test_other_candidates_unfold_without_choosing_another_claim(open_report: Open) -> None:
    page = open_report(looked_up(frozen("seed")))
    page.select_option("select[name=evidence]", "conflicts")
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    folded = page.locator(".card.on .said details")
    assert not folded.locator("li").first.is_visible()
    page.keyboard.press("Tab")
    while not page.evaluate("document.activeElement.matches('.said summary')"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert folded.locator("li").count() == 2 and folded.locator("li").first.is_visible()
    assert len(chosen(page)) == 1


def test_a_link_to_evidence_opens_apart_and_is_told_nothing_of_the_report(open_report: Open) -> None:
    page = open_report(looked_up(frozen("seed")))
    links = page.locator("a:not([href^='#'])")
    assert links.count() == 6
    for number in range(links.count()):
        link = links.nth(number)
        assert link.get_attribute("href").startswith("https://")
        assert (link.get_attribute("rel"), link.get_attribute("target")) == ("noopener noreferrer", "_blank")


def test_on_a_phone_evidence_is_no_wider_than_the_screen(open_report: Open) -> None:
    for article in (looked_up(frozen("seed")), hostile("x" * 300)):
        page = open_report(article, viewport=NARROW)
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
        widths = page.eval_on_selector_all(".said *", "all => all.map(one => Math.round(one.getBoundingClientRect().right))")
        assert max(widths) <= NARROW["width"]
