"""Ordinal numbers of a text that are neither fractions nor days: "third", "21st"."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from claimcheck.enrich.measure.atoms import MONTHS, Atom, atoms_of
from claimcheck.enrich.measure.beginnings import may_begin, may_hold_ordinal
from claimcheck.enrich.measure.fractions import fraction_at, ordinal
from claimcheck.enrich.measure.numerals import HYPHENS, word
from claimcheck.model import Span


@dataclass(frozen=True, slots=True)
class Rank:
    """An ordinal number with its place, and the text's atoms."""

    span: Span
    rank: int
    after: int  # index of the atom behind it
    atoms: tuple[Atom, ...]


@lru_cache(maxsize=64)
def ranks_in(text: str) -> tuple[Rank, ...]:
    """All of them in order, with offsets into the text; kept, for every rule asks for them."""
    if not may_hold_ordinal(text):
        return ()
    atoms = atoms_of(text)
    numbers: list[Rank] = []
    i = 0
    while i < len(atoms):
        if not may_begin(atoms, i):
            i += 1
            continue
        part = fraction_at(atoms, i)
        found = ordinal(atoms, i)
        if part is not None and part.fraction and not (found and found[0] > part.end):
            i = part.end
            continue
        if found is None:
            i += 1
            continue
        end, rank, plural = found
        span = Span(atoms[i].start, atoms[end - 1].end)
        before, behind = word(atoms, i - 1).rstrip("."), word(atoms, end).rstrip(".")
        day = rank < 32 and (before in MONTHS or behind in MONTHS or (behind == "of" and word(atoms, end + 1).rstrip(".") in MONTHS))
        joined = i > 0 and atoms[i].glued and (atoms[i - 1].kind == "word" or atoms[i - 1].text in HYPHENS)
        closed = end < len(atoms) and atoms[end].text in {")", "]", "”", '"'}
        shouted = atoms[i].text.isupper() and len(atoms[i].text) > 3 and not text.isupper()
        if not plural and rank > 0 and not (day or joined or closed or shouted):
            numbers.append(Rank(span, rank, end, atoms))
        i = end
    return tuple(numbers)
