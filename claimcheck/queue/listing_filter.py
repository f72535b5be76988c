"""What a list of claims is narrowed by, and how it stands in an address: `state=new&type=date&text=budget`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any
from unicodedata import category
from urllib.parse import parse_qsl, urlencode

from claimcheck.errors import QueueError
from claimcheck.queue.states import State
from claimcheck.report.phrases import strings

#: What else stands in the address of a list, and is not the filter's.
PAGING = ("order", "after", "limit")
#: How much of one thing may be asked for at once, and how long a text may be.
_MANY = 50
_LONG = 200
_WORD = re.compile(r"[a-z][a-z-]{0,39}")


@dataclass(frozen=True, slots=True)
class Filter:
    """All of it has to hold; of several values of one field, any. A field that is empty or None narrows nothing.

    A claim counts as new when its lease has run out, as `leases.take` has it. `label`: with all of them. `assigned`: the name somebody
    signs in with, or NOBODY. `mine`: assigned to whoever asks, or leased by them. `findings`: whether the article's own contradictions
    touch it. `age_from`, `age_to`: at least, and less than so many days in the queue.
    """

    desk: str | None = None
    states: tuple[State, ...] = ()
    text: str | None = None  # in the claim, its speaker or the article's title, whatever the case
    speaker: str | None = None  # the whole name, whatever the case
    types: tuple[str, ...] = ()
    checkable: tuple[str, ...] = ()
    priority_from: float | None = None
    priority_to: float | None = None
    label: tuple[str, ...] = ()
    assigned: str | None = None
    mine: bool = False
    verdict: tuple[str, ...] = ()
    stance: tuple[str, ...] = ()
    findings: bool | None = None
    article: int | None = None
    age_from: int | None = None
    age_to: int | None = None


#: In `Filter.assigned`: those that are assigned to nobody. No name that somebody signs in with has such a character.
NOBODY = "-"


def from_query(query: str | Mapping[str, Any], ignoring: Iterable[str] = PAGING) -> Filter:
    """The filter that an address asks for: its query as a text, or a mapping of names to a text or several (what has `multi_items`, as
    Starlette's QueryParams, is asked for all of them). Raises QueueError, naming what it does not understand."""
    found: dict[str, list[str]] = {}
    skipped = frozenset(ignoring)
    for name, value in _pairs(query):
        if name in skipped:
            continue
        if name not in _FIELDS:
            raise QueueError(f"A list cannot be narrowed by “{_shown(name)}”: there are {', '.join(sorted(_FIELDS))}.")
        if cleaned := _cleaned(value):
            found.setdefault(name, []).append(cleaned)
    values: dict[str, Any] = {}
    for name, given in found.items():
        field, read, several = _FIELDS[name]
        if len(given) > (_MANY if several else 1):
            raise QueueError(f"{name} is given too often: {_MANY if several else 1} at most.")
        read_values = [read(name, value) for value in given]
        values[field] = tuple(sorted(set(read_values))) if several else read_values[0]
    return Filter(**values)


def to_query(narrowed: Filter) -> str:
    """The filter as it stands in an address, without the question mark; `from_query` makes the same filter of it."""
    pairs: list[tuple[str, str]] = []
    for name, (field, _, several) in _FIELDS.items():
        value = getattr(narrowed, field)
        for each in value if several else () if value is None or value is False and field == "mine" else (value,):
            pairs.append((name, ("yes" if each else "no") if isinstance(each, bool) else str(each)))
    return urlencode(pairs)


def _pairs(query: str | Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    if isinstance(query, str):
        try:
            return parse_qsl(query.removeprefix("?"), keep_blank_values=True, max_num_fields=500)
        except ValueError:
            raise QueueError("The filter names too many things.") from None
    if hasattr(query, "multi_items"):
        items: Iterable[tuple[str, str]] = query.multi_items()
        return items
    return [(name, each) for name, value in query.items() for each in ([value] if isinstance(value, str) else value)]


def _cleaned(value: str) -> str:
    kept = "".join(" " if category(letter) in ("Cc", "Cs") else letter for letter in value[: _LONG + 1]).strip()
    if len(value) > _LONG:
        raise QueueError(f"A filter holds at most {_LONG} characters; “{_shown(kept)}” is longer.")
    return kept


def _shown(text: str) -> str:
    kept = text[:40]
    return "".join(letter if letter.isprintable() else " " for letter in kept) + ("…" if len(text) > 40 else "")


def _text(name: str, value: str) -> str:
    return value


def _word(name: str, value: str) -> str:
    if not _WORD.fullmatch(value):
        raise QueueError(f"{name} cannot be “{_shown(value)}”: it is a word in small letters.")
    return value


def _type(name: str, value: str) -> str:
    if value not in strings()["type"]:
        raise QueueError(f"There is no type of claim “{_shown(value)}”: there are {', '.join(strings()['type'])}.")
    return value


def _state(name: str, value: str) -> State:
    try:
        return State(value)
    except ValueError:
        raise QueueError(f"There is no state “{_shown(value)}”: there are {', '.join(State)}.") from None


def _share(name: str, value: str) -> float:
    try:
        number = float(value)
    except ValueError:
        number = -1.0
    if not 0 <= number <= 1:
        raise QueueError(f"{name} is a number from 0 to 1, not “{_shown(value)}”.")
    return number + 0.0  # -0.0 is 0


def _whole(name: str, value: str, most: int) -> int:
    if not (value.isascii() and value.isdigit() and len(value) <= 18 and int(value) <= most):
        raise QueueError(f"{name} is a whole number, not “{_shown(value)}”.")
    return int(value)


def _number(name: str, value: str) -> int:
    return _whole(name, value, 2**53)


def _days(name: str, value: str) -> int:
    return _whole(name, value, 36_500)


def _yes(name: str, value: str) -> bool:
    known = {"yes": True, "true": True, "1": True, "on": True, "no": False, "false": False, "0": False}
    if value not in known:
        raise QueueError(f"{name} is yes or no, not “{_shown(value)}”.")
    return known[value]


#: Name in the address -> field, how it is read, whether there may be several.
_FIELDS: Mapping[str, tuple[str, Callable[[str, str], Any], bool]] = {
    "desk": ("desk", _text, False),
    "state": ("states", _state, True),
    "text": ("text", _text, False),
    "speaker": ("speaker", _text, False),
    "type": ("types", _type, True),
    "checkable": ("checkable", _word, True),
    "priority-from": ("priority_from", _share, False),
    "priority-to": ("priority_to", _share, False),
    "label": ("label", _text, True),
    "assigned": ("assigned", _text, False),
    "mine": ("mine", _yes, False),
    "verdict": ("verdict", _text, True),
    "stance": ("stance", _word, True),
    "findings": ("findings", _yes, False),
    "article": ("article", _number, False),
    "age-from": ("age_from", _days, False),
    "age-to": ("age_to", _days, False),
}
#: The names that an address may narrow a list by.
NAMES: Sequence[str] = tuple(_FIELDS)
assert {entry.name for entry in fields(Filter)} == {field for field, _, _ in _FIELDS.values()}
