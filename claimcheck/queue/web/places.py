"""The list of claims that somebody goes through: what it is narrowed to and its order, as the address of every page in it has them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qs, urlencode

from claimcheck.errors import QueueError
from claimcheck.queue.listing import ORDERS, PAGING, Filter, from_query, to_query
from claimcheck.queue.states import State

#: What an address may hold besides the filter.
BESIDES = (*PAGING, "said")
#: The order of a list that asks for none.
USUAL = "priority"


@dataclass(frozen=True, slots=True)
class Place:
    """A list, without the page of it."""

    wanted: Filter = Filter()
    order: str = USUAL

    @property
    def query(self) -> str:
        """As the address has it, the same text for the same list."""
        order = urlencode({"order": self.order}) if self.order != USUAL else ""
        return "&".join(part for part in (to_query(self.wanted), order) if part)

    def address(self, path: str, **more: str) -> str:
        """The address of a page in this list."""
        whole = "&".join(part for part in (self.query, urlencode(more)) if part)
        return f"{path}?{whole}" if whole else path

    def of_state(self, state: str | None) -> Place:
        """The same list narrowed to one state, or to none."""
        return replace(self, wanted=replace(self.wanted, states=(State(state),) if state else ()))

    @property
    def narrowed(self) -> bool:
        """Whether anything but the states narrows it."""
        return replace(self.wanted, states=()) != Filter()

    @property
    def further(self) -> bool:
        """Whether something narrows it that is asked for less often, and so stands in the folded part of the form."""
        usual = replace(self.wanted, states=(), text=None, types=(), stance=(), findings=None, mine=False)
        return usual != Filter()


def read(query: str | Mapping[str, Any]) -> Place:
    """The list that an address asks for. Raises QueueError."""
    order = parse_qs(query).get("order", [""])[-1] if isinstance(query, str) else str(query.get("order") or "")
    if order and order not in ORDERS:
        raise QueueError(f"A list has no order “{order[:40]}”: there are {', '.join(ORDERS)}.")
    return Place(from_query(query, BESIDES), order or USUAL)


def read_any(query: str | Mapping[str, Any]) -> Place:
    """The same, and the whole list where the address cannot be understood: for pages on which it is only the way back."""
    try:
        return read(query)
    except QueueError:
        return Place()
