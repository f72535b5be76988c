"""What a page says after something was done. The address holds a code and numbers, never words: nobody can make a page say something."""

from __future__ import annotations

import re

#: Code -> sentence; {0}, {1} … are the numbers after it.
SAID: dict[str, str] = {
    "taken": "You have this claim. Others see that, and are given other claims.",
    "none": "There is nothing left to take with these filters.",
    "released": "You gave the claim back.",
    "checked": "Your verdict is written down, and the claim is checked.",
    "one-more": "Your verdict is written down. Somebody else has to look at this claim as well.",
    "disputed": "Your verdict is written down. It is another than that of the other reviewer: an editor decides between you.",
    "dismissed": "The claim is dismissed.",
    "adjudicated": "The claim is decided.",
    "corrected": "It is noted that the article was put right.",
    "reopened": "The claim is open again: everybody who looks at it begins anew.",
    "assigned": "The claim is assigned.",
    "unassigned": "The claim is assigned to nobody.",
    "labelled": "The label is set.",
    "unlabelled": "The label is taken off.",
    "evidence": "The evidence is added.",
    "commented": "The comment is added.",
    "resolved": "The comment is settled.",
    "decided-taken": "Your verdict is written down, and you have the next claim.",
    "decided-none": "Your verdict is written down. There is nothing left to take with these filters.",
    "bulk": "Done. Claims changed: {0}.",
    "view-saved": "The view is saved.",
    "article-added": "The article is handed in. Claims in the queue: {0}.",
    "article-known": "This very version was handed in before. Nothing changed.",
    "version-added": "The new version is handed in. Claims: {0} new, {1} carried over, {2} changed, {3} gone.",
    "desk-added": "The desk is set up.",
    "desk-changed": "The settings are kept. They count from now on.",
    "member-set": "The role is set.",
    "member-removed": "They do not see this desk any more.",
    "person-changed": "It is kept.",
    "person-shut-out": "They are shut out: their sessions and tokens have ended.",
    "person-let-in": "They may sign in again.",
    "webhook-changed": "The webhook is changed.",
    "webhook-removed": "The webhook is removed.",
    "webhook-tested": "A test is on its way: see below what came of it.",
    "delivery-again": "It is sent once more.",
    "view-removed": "The view is removed.",
    "password-set": "Your password is set. Everywhere else you are signed out.",
    "session-ended": "The session has ended.",
    "sessions-ended": "All your other sessions have ended.",
    "token-revoked": "The token is revoked.",
    "provider-tied": "The account is tied to yours: you can sign in with it.",
}

_CODE = re.compile(r"([a-z-]{1,40})((?:\.[0-9]{1,9})*)")


def told(code: str | None) -> str:
    """The sentence of a code like "bulk.12.3"; empty for one that there is not."""
    match = _CODE.fullmatch(code or "")
    pattern = SAID.get(match[1]) if match else None
    if match is None or pattern is None:
        return ""
    numbers = [f"{int(number):,}" for number in match[2].split(".")[1:]]
    try:
        return pattern.format(*numbers)
    except IndexError:
        return ""
