"""What a list of claims is narrowed by, as parameters of an address: those of `listing.Filter`, by the same names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from claimcheck.queue.api.endpoint import Parameter
from claimcheck.queue.listing import ORDERS, Filter, from_query
from claimcheck.queue.states import State
from claimcheck.report.phrases import strings

_LINE = "^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029]*$"
_TEXT = {"type": "string", "maxLength": 200, "pattern": _LINE}
_WORD = {"type": "string", "pattern": "^[a-z][a-z-]{0,39}$"}
_SHARE = {"type": "number", "minimum": 0, "maximum": 1}
_FLAG = {"type": "boolean"}
_DAYS = {"type": "integer", "minimum": 0, "maximum": 36_500}

FILTERS = (
    Parameter("desk", _TEXT, "The desk's name."),
    Parameter("state", {"type": "string", "enum": [str(state) for state in State]}, "In one of these states.", many=True),
    Parameter("text", _TEXT, "Words in the claim, its speaker or the article's title."),
    Parameter("speaker", _TEXT, "The speaker's whole name."),
    Parameter("type", {"type": "string", "enum": list(strings()["type"])}, "Of one of these types.", many=True),
    Parameter("checkable", {"type": "string", "enum": ["yes", "partial", "no"]}, "Whether it can be checked.", many=True),
    Parameter("priority-from", _SHARE, "At least this priority."),
    Parameter("priority-to", _SHARE, "At most this priority."),
    Parameter("label", _TEXT, "With all of these labels.", many=True),
    Parameter("assigned", _TEXT, "Assigned to whoever signs in with this name; - for nobody."),
    Parameter("mine", _FLAG, "Assigned to the caller, or leased by them."),
    Parameter("verdict", _TEXT, "With one of these verdicts.", many=True),
    Parameter("stance", _WORD, "What the lookup found: one of these.", many=True),
    Parameter("findings", _FLAG, "Whether the article's own contradictions touch it."),
    Parameter("article", {"type": "integer", "minimum": 0, "maximum": 2**53}, "The article's number."),
    Parameter("age-from", _DAYS, "At least so many days in the queue."),
    Parameter("age-to", _DAYS, "Less than so many days in the queue."),
)
ORDER = Parameter("order", {"type": "string", "enum": list(ORDERS), "default": "priority"}, "In which order.")


def filter_of(query: Mapping[str, Any]) -> Filter:
    """The filter that a request's query asks for. Raises QueueError."""
    given = {entry.name: query[entry.name] for entry in FILTERS if entry.name in query}
    return from_query(
        {name: [_written(each) for each in value] if isinstance(value, list) else _written(value) for name, value in given.items()}
    )


def _written(value: Any) -> str:
    return ("true" if value else "false") if isinstance(value, bool) else str(value)
