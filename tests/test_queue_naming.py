"""What an article is called where it has no title."""

from __future__ import annotations

import pytest

from claimcheck.queue.naming import called


@pytest.mark.parametrize(
    ("title", "uri", "name"),
    [
        ("The ferry", "drafts/ferry.md", "The ferry"),
        (None, "ferry.md", "ferry.md"),
        (None, "drafts/ferry.md", "drafts/ferry.md"),
        (None, "/home/ada/my%20drafts/ferry%20%231.md", "…/my drafts/ferry #1.md"),
        (None, "City%20budget.txt", "City budget.txt"),
        (None, "https://example.org/a/b/100%25", "https://example.org/a/b/100%25"),
        ("", "/", "/"),
        (None, "%", "%"),
    ],
)
def test_an_article_is_called_as_people_write_it(title: str | None, uri: str, name: str) -> None:
    assert called(title, uri) == name
