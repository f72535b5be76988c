"""Lists page by page: the parameters that they all take, and lists that are cut where the number of the last one says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from claimcheck.queue.api.endpoint import Parameter
from claimcheck.queue.api.schema_parts import LARGEST

T = TypeVar("T")

#: Things on one page at most.
MOST = 200

LIMIT = Parameter(
    "limit",
    {"type": "integer", "minimum": 1, "maximum": MOST, "default": 50},
    f"How many on a page, {MOST} at most; 50 where it is left out.",
)
AFTER = Parameter(
    "after", {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[A-Za-z0-9_=-]+$"}, "Cursor: `next` of the page before."
)
AFTER_NUMBER = Parameter("after", {"type": "integer", "minimum": 0, "maximum": LARGEST}, "The number of the last one on the page before.")


def cut(found: Sequence[T], limit: int) -> tuple[Sequence[T], T | None]:
    """Of one more than fit on a page: those that do, and the last of them where there are more."""
    kept = found[:limit]
    return kept, kept[-1] if len(found) > limit and kept else None


def as_page(items: list[Any], following: str | None = None, **more: Any) -> dict[str, Any]:
    """A page as it is answered."""
    return {"items": items, **more, **({} if following is None else {"next": following})}
