"""Values of the model as they stand in a record: dataclasses as objects, tuples as arrays."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from types import NoneType
from typing import Any

from claimcheck.model import Span

_AS_IT_IS = frozenset({str, int, bool, NoneType})


def as_json(value: Any) -> Any:
    """The value as JSON holds it. What is None is left out of an object, lists are always there.

    A facet that no rule made has the name "" for its rule; that is left out too.
    """
    kind: Any = type(value)
    if kind in _AS_IT_IS:
        return value
    if kind is Span:  # by far the most of all
        return {"start": value.start, "end": value.end}
    if kind is tuple:
        return [as_json(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)  # 3500000000, not 3500000000.0
    names = _names(kind)
    if names is None:
        return value
    record = {}
    for name in names:
        item = getattr(value, name)
        if item is not None and not (name == "rule" and item == ""):
            record[name] = item if type(item) in _AS_IT_IS else as_json(item)
    return record


@cache
def _names(kind: Any) -> tuple[str, ...] | None:
    """The fields of a dataclass; None for any other type."""
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else None
