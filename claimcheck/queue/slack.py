"""A notice as a message that Slack's incoming webhooks take, and Mattermost's and Rocket.Chat's `text`.

Words of people and drafts are told as plain text or escaped as Slack asks (`&`, `<`, `>`), so that nothing in them is a link, a mention
of everybody, or markup.
"""

from __future__ import annotations

import json
from typing import Any

from claimcheck.escaping import shown
from claimcheck.queue.notices import Notice

CONTENT_TYPE = "application/json; charset=utf-8"
#: Characters; Slack takes 3,000 in a section and cuts the whole at 40,000.
_LONGEST_TEXT = 2_000
_LONGEST_NAME = 150


def message(notice: Notice, public_url: str) -> bytes:
    """The body of a request: `text` for notifications and those who show no blocks, and the blocks."""
    link = f"<{_address(public_url.rstrip('/') + notice.path)}|{_what(notice)}>"
    line = f"{_escaped(notice.words)} by {_cut(notice.actor, _LONGEST_NAME)}{_standing(notice)}. {link}"
    text = line
    context = f"Desk {_shortened(shown(notice.desk), _LONGEST_NAME)}"
    if notice.title:
        context += f" · {_shortened(shown(notice.title), _LONGEST_NAME)}"
    blocks: list[dict[str, Any]] = [{"type": "section", "text": {"type": "mrkdwn", "text": line, "verbatim": True}}]
    if notice.text:
        plain = _shortened(shown(notice.text), _LONGEST_TEXT)
        blocks.append({"type": "section", "text": {"type": "plain_text", "text": plain, "emoji": False}})
        text += f"\n{_escaped(plain)}"
    blocks.append({"type": "context", "elements": [{"type": "plain_text", "text": context, "emoji": False}]})
    return json.dumps({"text": text, "blocks": blocks}, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def _what(notice: Notice) -> str:
    if notice.item_id is not None:
        return f"Claim {notice.item_id}"
    return f"Article {notice.article_id}" if notice.article_id is not None else "Open the queue"


def _standing(notice: Notice) -> str:
    """What the claim is now: ": checked, verdict false"."""
    after = notice.after or {}
    state, verdict = after.get("state"), after.get("verdict")
    if not isinstance(state, str):
        return ""
    standing = f": now {_cut(state, _LONGEST_NAME)}"
    return standing + (f", verdict {_cut(verdict, _LONGEST_NAME)}" if isinstance(verdict, str) else "")


def _address(url: str) -> str:
    return url.replace("&", "&amp;").replace("<", "%3C").replace(">", "%3E").replace("|", "%7C")


def _cut(text: str, limit: int) -> str:
    """Somebody's words inside a line of markup."""
    return _escaped(_shortened(shown(text), limit))


def _shortened(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _escaped(text: str) -> str:
    # Mattermost reads "@all" in plain text; a zero-width space after the sign keeps it from telling everybody.
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("@", "@\u200b")
