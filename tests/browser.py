"""Reports in Chromium, for the tests that `make test-browser` runs: fixtures, and what can be seen in a page.

Chromium is looked for on the path; the environment variable CHROMIUM names one elsewhere.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from claimcheck.report import Article, writer

NARROW = {"width": 390, "height": 844}
WIDE = {"width": 1400, "height": 900}

Open = Callable[..., Any]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        pytest.fail("Playwright is not installed: run `make test-browser`, or `pip install '.[browser]'`.")
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.fail("There is no Chromium: `apt-get install chromium`, or name one with the environment variable CHROMIUM.")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def open_report(browser: Any, tmp_path: Path) -> Iterator[Open]:
    """Opens a report from disk; fails at the end when the page complained or asked for anything but itself."""
    complaints: list[str] = []
    contexts = []

    def opened(*articles: Article, at: str = "", viewport: dict[str, int] = WIDE, **options: Any) -> Any:
        path = tmp_path / "report.html"
        path.write_text("".join(str(piece) for piece in writer("html")(articles)), encoding="utf-8")
        context = browser.new_context(viewport=viewport, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: complaints.append(dialog.message))
        page.on("request", lambda request: complaints.append(request.url) if not request.url.startswith(path.as_uri()) else None)
        page.goto(path.as_uri() + at)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def shown(page: Any) -> list[str]:
    """The numbers of the cards that can be seen, in their order."""
    numbers: list[str] = page.eval_on_selector_all(".view:not([hidden]) .card:not(.out)", "cards => cards.map(card => card.dataset.n)")
    return numbers


def chosen(page: Any) -> list[str]:
    numbers: list[str] = page.eval_on_selector_all(".card.on", "cards => cards.map(card => card.dataset.n)")
    return numbers
