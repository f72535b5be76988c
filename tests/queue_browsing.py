"""Opening pages of the queue in Chromium, for the tests that `make test-browser` runs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.browser import WIDE
from tests.queue_server import Server

Open = Callable[..., Any]

#: What Chromium says of every answer that is an error; the pages tell these themselves.
_TOLD = re.compile(r"status of (4\d\d)")


@pytest.fixture
def open_queue(queue_server: Server, browser: Any) -> Iterator[Open]:
    """Opens a page as somebody; fails at the end where a page complained, as it does when the policy refuses something."""
    complaints: list[str] = []
    contexts = []

    def opened(path: str = "/", who: str | None = "eda", **options: Any) -> Any:
        page = queue_server.page(browser, who, **{"viewport": WIDE, **options})
        contexts.append(page.context)
        page.on("console", lambda message: None if _TOLD.search(message.text) else complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(queue_server.url + path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def listens(page: Any) -> None:
    """Wait until the page is told what others do. (The policy forbids what `wait_for_function` does.)"""
    page.wait_for_selector("html[data-live=on]", state="attached")


def violations(page: Any) -> list[tuple[str, list[str]]]:
    """What axe finds wrong with a page that was opened with `bypass_csp=True`."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [(item["id"], [node["html"][:200] for node in item["nodes"]]) for item in found]
