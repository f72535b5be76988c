"""A notice as a CloudEvent 1.0 in structured mode (https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md).

One event of the log is one CloudEvent, so that each claim of a bulk action has its own. `source` and `id` tell a receiver what it has
already; `sequence` (an extension of the specification's repository) tells the order.
"""

from __future__ import annotations

import json
from typing import Any

from claimcheck.queue.notices import Notice

CONTENT_TYPE = "application/cloudevents+json; charset=utf-8"
TYPE = "org.claimcheck-desk.queue."
#: Bytes. What is larger goes without `before` and `after`; the log and the API have them.
_LARGEST = 256 * 1024
_DIGITS = 19


def envelope(notice: Notice, public_url: str) -> bytes:
    """The body of a request. `public_url`: where the queue's server is for browsers."""
    body = _dumps(_event(notice, public_url))
    if len(body) <= _LARGEST:
        return body
    event = _event(notice, public_url)
    event["data"] |= {"before": None, "after": None, "shortened": True}
    return _dumps(event)


def _event(notice: Notice, public_url: str) -> dict[str, Any]:
    base = public_url.rstrip("/")
    data: dict[str, Any] = {
        "seq": notice.seq,
        "action": notice.action,
        "actor": notice.actor,
        "via": notice.via,
        "desk": {"id": notice.desk_id, "name": notice.desk},
        "article": None,
        "claim": None,
        "link": base + notice.path,
        "held_back": notice.held_back,
        "before": notice.before,
        "after": notice.after,
    }
    if notice.article_id is not None:
        data["article"] = {"id": notice.article_id} | _without_none(title=notice.title, uri=notice.uri)
    if notice.item_id is not None:
        data["claim"] = {"id": notice.item_id, "claim_id": notice.claim_id} | _without_none(text=notice.text)
    return {
        "specversion": "1.0",
        "id": notice.id,
        "source": base,
        "type": TYPE + notice.action,
        "subject": notice.subject,
        "time": notice.at,
        "datacontenttype": "application/json",
        "sequence": str(notice.seq).zfill(_DIGITS),
        "data": data,
    }


def _without_none(**values: str | None) -> dict[str, str]:
    return {name: value for name, value in values.items() if value is not None}


def _dumps(event: dict[str, Any]) -> bytes:
    return json.dumps(event, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode("utf-8")
