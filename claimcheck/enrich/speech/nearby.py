"""Attributions by the place of their cue and content, so that those near a span are found without looking at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from claimcheck.model import Attribution, Span

#: Characters to a compartment.
WIDTH = 1024


class Nearby:
    """A growing list of attributions. Places are their numbers in it; a dropped one keeps its number."""

    def __init__(self, items: Iterable[Attribution]):
        self._items: list[Attribution | None] = []
        self._compartments: dict[int, set[int]] = {}
        for item in items:
            self.add(item)

    def __getitem__(self, place: int) -> Attribution:
        item = self._items[place]
        if item is None:
            raise IndexError(f"attribution {place} has been dropped")
        return item

    def add(self, item: Attribution) -> None:
        self._items.append(item)
        self._enter(len(self._items) - 1, item)

    def replace(self, place: int, item: Attribution) -> None:
        self._items[place] = item
        self._enter(place, item)

    def drop(self, place: int) -> None:
        self._items[place] = None

    def near(self, span: Span) -> Iterator[tuple[int, Attribution]]:
        """Those whose cue or content may overlap the span, by place."""
        places: set[int] = set()
        for compartment in range(span.start // WIDTH, span.end // WIDTH + 1):
            places |= self._compartments.get(compartment, set())
        for place in sorted(places):
            item = self._items[place]
            if item is not None:
                yield place, item

    def all(self) -> list[Attribution]:
        return [item for item in self._items if item is not None]

    def _enter(self, place: int, item: Attribution) -> None:
        for span in (item.cue_span, *item.content):
            for compartment in range(span.start // WIDTH, span.end // WIDTH + 1):
                self._compartments.setdefault(compartment, set()).add(place)
