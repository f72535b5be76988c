"""Messages for chats: nothing in a draft or a name is a link, a mention or markup, and nothing is too long."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from claimcheck.queue import slack
from claimcheck.queue.notices import Notice

PUBLIC = "https://claims.example.org/"
DECIDED = Notice(
    "7-ab", 7, "2026-01-05T09:00:00.000000Z", "item.decided", "item:12", "ada", "web", 1, "main", 3, 12, "c-1",
    before={"state": "new"}, after={"state": "checked", "verdict": "false"}, text="Sales fell by 4 percent.", title="Sales",
)  # fmt: skip


def message(notice: Notice) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(slack.message(notice, PUBLIC))
    return found


def test_a_message() -> None:
    line = "A verdict was given on a claim by ada: now checked, verdict false. <https://claims.example.org/claims/12|Claim 12>"
    assert message(DECIDED) == {
        "text": f"{line}\nSales fell by 4 percent.",
        "blocks": [
            {"type": "section", "text": {"type": "mrkdwn", "text": line, "verbatim": True}},
            {"type": "section", "text": {"type": "plain_text", "text": "Sales fell by 4 percent.", "emoji": False}},
            {"type": "context", "elements": [{"type": "plain_text", "text": "Desk main · Sales", "emoji": False}]},
        ],
    }


def test_without_texts_and_without_a_claim() -> None:
    found = message(replace(DECIDED, text=None, title=None))
    assert [block["type"] for block in found["blocks"]] == ["section", "context"] and "Sales" not in json.dumps(found)
    article = replace(DECIDED, action="article.added", item_id=None, after={"version": 1}, text=None)
    assert message(article)["text"] == "An article was added by ada. <https://claims.example.org/articles/3|Article 3>"
    test = replace(DECIDED, action="ping", item_id=None, article_id=None, after=None, text=None)
    assert message(test)["text"] == "A test of this webhook by ada. <https://claims.example.org/|Open the queue>"


def test_nobody_is_called_and_nothing_is_linked() -> None:
    bad = "<!channel> @channel @here <@U1> <https://evil.example|click> &lt; | >"
    found = message(replace(DECIDED, actor=bad, text=bad, title=bad, desk=bad, after={"state": bad, "verdict": bad}))
    line = found["blocks"][0]["text"]["text"]
    assert re.findall(r"<[^>]*>", found["text"]) == re.findall(r"<[^>]*>", line) == ["<https://claims.example.org/claims/12|Claim 12>"]
    assert not re.search(r"@\w", found["text"]) and "&amp;lt;" in line


@given(st.text(max_size=5000), st.text(max_size=400))
def test_any_words_stay_words_and_in_bounds(text: str, name: str) -> None:
    found = message(replace(DECIDED, actor=name, desk=name, title=name, text=text, after={"state": name, "verdict": name}))
    body = json.dumps(found)
    assert len(found["text"]) < 40_000 and len(body) < 100_000
    assert found["text"].count("<") == found["text"].count(">") == 1
    for block in found["blocks"]:
        inner = block.get("text") or block["elements"][0]
        assert 0 < len(inner["text"]) <= 3000
        if inner["type"] == "mrkdwn":
            assert not re.search(r"@\w", inner["text"]) and inner["verbatim"]
    assert "\u202e" not in found["text"] and "\x1b" not in found["text"]
