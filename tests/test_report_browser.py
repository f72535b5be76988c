"""The HTML report in Chromium: filters, keys, pointing and clicking, narrow screens, print, accessibility, speed.

`make test-browser` runs these; without `-m browser` they are left out.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from claimcheck.report import writer
from tests.browser import NARROW, WIDE, Open, chosen, shown
from tests.report_articles import empty, frozen, hostile, long, with_finding, with_trees
from tests.report_lookups import everywhere, looked_up
from tests.test_report_lookups import hostile as hostile_lookups

pytestmark = pytest.mark.browser

#: Milliseconds in which a person sees no delay (Nielsen, Usability Engineering, 1993, chapter 5).
AT_ONCE = 100


def marks(page: Any, name: str) -> set[str]:
    """The claims of the marked words that have a class."""
    claims: list[str] = page.eval_on_selector_all(f"[data-c].{name}", "marks => marks.flatMap(mark => mark.dataset.c.split(' '))")
    return set(claims)


# -- filters ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "holds"),
    [
        ("types", lambda claim, value: value in claim["types"]),
        ("check", lambda claim, value: claim["checkability"]["value"] == value),
        ("level", lambda claim, value: {"high": 0.5 <= claim["priority"]["score"]}.get(value, claim["priority"]["score"] < 0.5)),
        ("finding", lambda claim, value: bool(claim["findings"]) == (value == "yes")),
    ],
)
def test_a_filter_leaves_the_claims_that_fit(open_report: Open, field: str, holds: Callable[[Any, str], bool]) -> None:
    article = with_finding(frozen("seed"), "third", "four-day")
    page = open_report(article)
    value = {"types": "quote", "check": "partial", "level": "high", "finding": "yes"}[field]
    page.select_option(f"select[name={field}]", value)
    fitting = [str(number) for number, claim in enumerate(article.record["claims"], 1) if holds(claim, value)]
    assert 0 < len(fitting) < len(article.record["claims"])
    assert shown(page) == fitting
    assert page.locator("output").inner_text() == f"{len(fitting)} of {len(article.record['claims'])} claims"
    lit = page.eval_on_selector_all("[data-c]:not(.out)", "marks => marks.map(mark => mark.dataset.c.split(' '))")
    assert all(set(claims) & set(fitting) for claims in lit)
    page.click("button[type=reset]")
    assert len(shown(page)) == len(article.record["claims"])


def test_a_speaker_has_the_claims_that_came_through_them(open_report: Open) -> None:
    article = frozen("seed")
    page = open_report(article)
    page.select_option("select[name=speakers]", "0")
    assert shown(page) == [str(number) for number, claim in enumerate(article.record["claims"], 1) if not claim["attribution"]]


def test_search_finds_all_words_in_any_order_and_says_when_there_are_none(open_report: Open) -> None:
    page = open_report(frozen("seed"))
    page.fill("input[name=words]", "conversation THIRD")
    assert len(shown(page)) == 1
    page.fill("input[name=words]", "no such words")
    assert shown(page) == []
    assert "No claim fits" in page.locator("output").inner_text()


def test_the_most_urgent_can_be_read_first(open_report: Open) -> None:
    article = frozen("seed")
    page = open_report(article)
    page.select_option("select[name=order]", "priority")
    scores = [article.record["claims"][int(number) - 1]["priority"]["score"] for number in shown(page)]
    assert scores == sorted(scores, reverse=True)
    page.select_option("select[name=order]", "")
    assert shown(page) == [str(number) for number in range(1, len(scores) + 1)]


# -- the text and its cards -------------------------------------------------------------------------------------


def test_pointing_at_words_lights_up_their_cards_and_the_other_way_round(open_report: Open) -> None:
    page = open_report(frozen("seed"))
    mark = page.locator("[data-c]").first
    mark.hover()
    claims = set(mark.get_attribute("data-c").split())
    assert set(page.eval_on_selector_all(".card.hot", "cards => cards.map(card => card.dataset.n)")) == claims
    page.locator(".card h3").nth(1).hover()
    assert "2" in marks(page, "hot")
    assert page.eval_on_selector_all(".card.hot", "cards => cards.map(card => card.dataset.n)") == ["2"]


def test_clicking_words_opens_their_claims_one_after_the_other(open_report: Open) -> None:
    page = open_report(frozen("seed"))
    nested = page.locator("[data-c*=' ']").first
    claims = nested.get_attribute("data-c").split()
    for claim in [*claims, claims[0]]:
        nested.click(position={"x": 4, "y": 10})
        assert chosen(page) == [claim]
        assert claim in marks(page, "on")
        assert page.locator(".card.on").evaluate("card => card.getBoundingClientRect().top < innerHeight")


def test_clicking_a_card_shows_its_words(open_report: Open) -> None:
    page = open_report(frozen("seed"))
    last = page.locator(".card").last
    last.locator("h3").click()
    assert chosen(page) == [last.get_attribute("data-n")]
    box = page.locator("[data-c].on").first.bounding_box()
    assert 0 <= box["y"] <= WIDE["height"]


def test_an_address_with_a_claim_opens_it(open_report: Open) -> None:
    article = frozen("seed")
    page = open_report(article, at=f"#a1-{article.record['claims'][20]['claim_id']}")
    assert chosen(page) == ["21"]


def test_a_card_opens_the_tree_of_its_sentence(open_report: Open) -> None:
    page = open_report(with_trees("seed"))
    page.locator(".card").first.locator("summary").click()
    page.locator(".card").first.locator("a[href^='#a1-s']").click()
    page.wait_for_function("document.getElementById('a1-s1').open")
    assert "root" in page.locator("#a1-s1 pre").inner_text()


def test_a_place_of_a_finding_is_scrolled_to(open_report: Open) -> None:
    page = open_report(with_finding(frozen("seed"), "third", "four-day"))
    page.click(".places a >> nth=1")
    page.wait_for_function("location.hash === '#a1-f1-1'")
    box = page.locator("#a1-f1-1").evaluate("place => place.getBoundingClientRect().top")
    assert 0 < box < WIDE["height"]


def test_articles_are_shown_one_at_a_time(open_report: Open) -> None:
    page = open_report(frozen("seed"), frozen("page-html"))
    assert page.locator(".view:visible").count() == 1 and page.locator("#index").is_visible()
    page.click("#index tbody a >> nth=1")
    page.wait_for_function("!document.getElementById('a2').hidden")
    assert page.locator("#a2").is_visible() and not page.locator("#a1").is_visible()
    page.select_option("#switch", "a1")
    page.wait_for_function("!document.getElementById('a1').hidden")
    page.keyboard.press("j")
    assert len(chosen(page)) <= 1


# -- keys -------------------------------------------------------------------------------------------------------


def test_j_and_k_go_through_the_claims_that_are_shown(open_report: Open) -> None:
    page = open_report(frozen("seed"))
    page.select_option("select[name=level]", "high")
    page.locator("h1").click()
    fitting = shown(page)
    for key, at in (("j", 0), ("j", 1), ("j", 2), ("k", 1), ("k", 0), ("k", 0)):
        page.keyboard.press(key)
        assert chosen(page) == [fitting[at]]
        assert page.evaluate("document.activeElement.dataset.n") == fitting[at]
    page.keyboard.press("Escape")
    assert chosen(page) == []


def test_slash_searches_and_letters_typed_there_are_words(open_report: Open) -> None:
    page = open_report(frozen("seed"))
    page.keyboard.press("/")
    page.keyboard.type("jk?/")
    assert page.input_value("input[name=words]") == "jk?/"
    assert chosen(page) == [] and not page.locator("#help").is_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert page.locator("#help").is_visible()


def test_the_keys_can_be_switched_off(open_report: Open) -> None:
    """WCAG 2.1.4: keys of one letter get in the way of speech input."""
    page = open_report(frozen("seed"))
    page.keyboard.press("?")
    page.uncheck("#keys-on")
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    assert chosen(page) == []


# -- everywhere -------------------------------------------------------------------------------------------------


def test_on_a_phone_nothing_is_wider_than_the_screen_and_a_claim_opens_below_its_words(open_report: Open) -> None:
    page = open_report(with_finding(frozen("seed"), "third", "four-day"), viewport=NARROW)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    page.locator("[data-c]").nth(5).click()
    card = page.locator(".card.on").bounding_box()
    assert card["y"] > NARROW["height"] / 2 and card["y"] + card["height"] <= NARROW["height"] + 1
    page.click(".card.on .close")
    assert chosen(page) == []


def test_without_scripts_the_page_is_a_text_with_links_to_its_cards(open_report: Open) -> None:
    page = open_report(frozen("seed"), frozen("page-html"), java_script_enabled=False)
    assert not page.locator(".filters").first.is_visible()
    assert page.locator("#a1").is_visible() and page.locator("#a2").is_visible()
    assert page.locator(".text a.n").first.get_attribute("href").startswith("#a1-c-")


def test_on_paper_all_is_open_and_nothing_is_there_to_click(open_report: Open, tmp_path: Path) -> None:
    page = open_report(looked_up(frozen("seed")))
    page.emulate_media(media="print")
    assert not page.locator(".filters").is_visible() and not page.locator(".top").is_visible()
    assert page.locator(".card").last.is_visible()
    assert page.locator(".said details li").last.is_visible()
    address = page.locator(".said a").first.evaluate("link => getComputedStyle(link, '::after').content")
    assert "https://" in address, "a link on paper shows where it leads"
    pdf = page.pdf(format="A4")
    assert pdf.startswith(b"%PDF") and pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page ") >= 3


def test_an_article_that_means_harm_does_none(open_report: Open) -> None:
    page = open_report(hostile())
    assert "owned" not in page.title() or "<script>" in page.title()
    assert page.locator("img").count() == 0 and page.locator("script").count() == 1
    assert page.locator("a:not([href^='#'])").count() == 0
    page.evaluate("document.querySelectorAll('.text .n').forEach((number) => number.remove())")
    assert '"><script>document.title="owned"</script>' in page.locator(".text").inner_text()


def test_a_script_that_got_in_would_not_run(browser: Any, tmp_path: Path) -> None:
    """The policy is a second wall: it holds even where the first, escaping, would have a hole."""
    text = "".join(str(piece) for piece in writer("html")([frozen("seed")]))
    hole = '<script>document.title = "owned"</script><img src="x" onerror="document.title = \'owned\'">'
    (tmp_path / "holed.html").write_text(text.replace("</main>", f"{hole}</main>"), encoding="utf-8")
    page = browser.new_page()
    blocked: list[str] = []
    page.on("console", lambda message: blocked.append(message.text))
    page.goto((tmp_path / "holed.html").as_uri())
    assert page.title() != "owned"
    assert len([text for text in blocked if "Content Security Policy" in text]) >= 2
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("name", ["seed", "hostile", "empty", "several", "looked up", "hostile evidence"])
def test_axe_finds_no_violation(open_report: Open, scheme: str, viewport: dict[str, int], name: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    seed = with_finding(with_trees("seed"), "third", "four-day")
    at = "#a2" if name == "several" else ""
    articles = {
        "seed": [seed],
        "hostile": [hostile()],
        "empty": [empty()],
        "several": [seed, frozen("page-html")],
        "looked up": [looked_up(frozen("seed"))],
        "hostile evidence": [hostile_lookups()],
    }[name]
    page = open_report(*articles, at=at, color_scheme=scheme, viewport=viewport, bypass_csp=True)
    page.evaluate("document.querySelectorAll('.said details').forEach((folded) => (folded.open = true))")
    for _ in range(2):  # as it opens, and with a claim chosen
        found = Axe().run(page).response["violations"]
        assert [(item["id"], [node["html"][:200] for node in item["nodes"]]) for item in found] == []
        page.keyboard.press("j")


# -- speed ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lookups", [False, True], ids=["bare", "looked up"])
def test_six_hundred_claims_are_filtered_searched_and_walked_through_at_once(open_report: Open, lookups: bool) -> None:
    article = everywhere(looked_up(long("seed", 24))) if lookups else long("seed", 24)
    assert len(article.source.split()) > 10_000 and len(article.record["claims"]) > 600
    page = open_report(article)

    def milliseconds(action: str) -> float:
        """From an action to the frame after it; the middle of five."""
        taken = page.evaluate(
            f"""async () => {{
              const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
              const times = [];
              for (let round = 0; round < 5; round++) {{
                await frame();
                const begin = performance.now();
                ({action})(round);
                document.body.offsetHeight;
                times.push(performance.now() - begin);
              }}
              return times;
            }}"""
        )
        return sorted(float(time) for time in taken)[2]

    change = "form.dispatchEvent(new Event('input', {bubbles: true}))"
    form = "const form = document.querySelector('.filters')"
    actions = {
        "filter": f"(round) => {{ {form}; form.elements.types.value = round % 2 ? '' : 'quote'; {change}; }}",
        "evidence": f"(round) => {{ {form}; form.elements.evidence.value = round % 2 ? '' : 'conflicts'; {change}; }}",
        "search": f"(round) => {{ {form}; form.elements.words.value = 'conversation'.slice(0, round + 3); {change}; }}",
        "show all": f"(round) => {{ {form}; form.elements.types.value = ''; form.elements.words.value = ''; {change}; }}",
        "next": "() => document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'j', bubbles: true}))",
    }
    taken = {name: milliseconds(action) for name, action in actions.items() if lookups or name != "evidence"}
    print({name: round(time, 1) for name, time in taken.items()})
    assert {name: time for name, time in taken.items() if time > AT_ONCE} == {}
