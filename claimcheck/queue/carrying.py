"""Which claim of an article's new version is which claim in the queue. Pure: records in, a plan out.

A claim's id is a hash of its words, so that the same words are the same claim. Two things can still come between: words that stand
twice are told apart by a number that moves when one of them goes ("-2"), and the same words can mean something else ("he", "on
Tuesday") when the text around them changes. So equal words are paired by what they mean and by what stands around them, and what
means something else is told. Of the rest, those that say much the same about the same are a claim and its changed form.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from os.path import commonprefix
from typing import Any

from claimcheck.check.checkable import checkable
from claimcheck.check.difference import align, changes

Json = dict[str, Any]

#: Claims with the same words are compared each with each up to this many pairs; beyond it they are paired in their order.
_PAIRS = 10_000

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Known:
    """A claim in the queue: its item, whether the newest version has it, and its record as in the last version that had it."""

    id: int
    claim_id: str
    live: bool
    claim: Json


@dataclass(frozen=True, slots=True)
class Kept:
    """An item that goes on as a claim of the new version. `changes`: in what the same words mean something else now."""

    id: int
    claim: Json
    changes: tuple[Json, ...] = ()


@dataclass(frozen=True, slots=True)
class Replaced:
    """An item whose claim the new version has in another form: that claim's id, which may be new or that of an item which comes back."""

    id: int
    by: str
    changes: tuple[Json, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """Every item that was live is in `kept`, `replaced` or `gone`, and every claim of the new version in `kept` or `fresh`.

    `fresh` holds claims that have no item yet, in the order of the text. `names`: the ids of claims that items have from now on, of
    those where it is another one than before; together with the ids of `fresh`, all are different.
    """

    kept: tuple[Kept, ...]
    replaced: tuple[Replaced, ...]
    gone: tuple[int, ...]
    fresh: tuple[Json, ...]
    names: Mapping[int, str]


def plan(known: Sequence[Known], previous: Sequence[Json], claims: Sequence[Json], *, same_words: bool = False) -> Plan:
    """What a new version makes of the claims in the queue. `previous` holds all claims of the version before, queued or not.

    `same_words`: the text is the same, only read by other rules. What people found of its words holds, whatever is read into them.
    """
    pairs, spare = _same_words(known, claims)
    kept = [Kept(item.id, claim, () if same_words else tuple(differences(item.claim, claim))) for item, claim in pairs]
    taken = {claim["claim_id"] for _, claim in pairs}
    returned = {claim["claim_id"] for item, claim in pairs if not item.live}
    # Claims that stood there before and are not in the queue take part, so that nothing else is taken for their changed form.
    there = {claim["claim_id"] for claim in claims}
    queued = {item.claim_id for item in known}
    unqueued = [claim for claim in previous if claim["claim_id"] not in queued]
    stood = {claim["claim_id"] for claim in unqueued} & there
    old = [(item.id, item.claim) for item in spare if item.live]
    others = [(None, claim) for claim in unqueued if claim["claim_id"] not in there]
    new = [
        claim for claim in claims if claim["claim_id"] not in stood and (claim["claim_id"] not in taken or claim["claim_id"] in returned)
    ]
    replaced = []
    met: set[int] = set()
    for number, before, claim in _aligned([*old, *others] if old else [], new):
        if number is None:
            continue
        met.add(number)
        different = tuple(differences(before, claim))
        if different or claim["claim_id"] in returned:
            replaced.append(Replaced(number, claim["claim_id"], different))
        else:  # other words, but nothing that would have to be checked again
            kept.append(Kept(number, claim))
            taken.add(claim["claim_id"])
    return Plan(
        kept=tuple(sorted(kept, key=lambda one: one.id)),
        replaced=tuple(replaced),
        gone=tuple(item.id for item in spare if item.live and item.id not in met),
        fresh=tuple(claim for claim in claims if claim["claim_id"] not in taken),
        names=_names(known, kept, claims),
    )


def differences(old: Json, new: Json) -> Iterator[Json]:
    """In what two records of a claim differ, as `{"kind", "old", "new"}`; empty when the same would be checked."""
    for change in changes(checkable(old), checkable(new)):
        yield {"kind": change.kind, "old": change.old, "new": change.new}
    before, after = _references(old), _references(new)
    for words in sorted(before.keys() & after.keys()):
        for one, other in zip(before[words], after[words], strict=False):
            if not _same_name(one, other):
                yield {"kind": "reference-changed", "old": one, "new": other}


def _references(claim: Json) -> dict[str, list[str]]:
    """What the words stand for that the resolved text has others for: "he" -> who."""
    found: dict[str, list[str]] = {}
    span = claim["span"]
    for one in claim["substitutions"]:
        words = span["exact"][max(0, one["span"]["start"] - span["start"]) : max(0, one["span"]["end"] - span["start"])]
        found.setdefault(words.casefold(), []).append(one["text"])
    return found


def _same_name(one: str, other: str) -> bool:
    """Whether two names may well be of the same thing: one is part of the other ("Nowak", "Ewa Nowak"), or they share most words."""
    first, second = Counter(_WORD.findall(one.casefold())), Counter(_WORD.findall(other.casefold()))
    shared = (first & second).total()
    return shared >= min(first.total(), second.total()) or 4 * shared >= first.total() + second.total()


def _aligned(old: Sequence[tuple[int | None, Json]], new: Sequence[Json]) -> Iterator[tuple[int | None, Json, Json]]:
    """The pairs of claims that are two forms of one."""
    before = [checkable(claim) for _, claim in old]
    after = [checkable(claim) for claim in new]
    place_old = {id(core): number for number, core in enumerate(before)}
    place_new = {id(core): number for number, core in enumerate(after)}
    for one, other in align(before, after) if before and after else ():
        number, claim = old[place_old[id(one)]]
        yield number, claim, new[place_new[id(other)]]


# -- claims with the same words -----------------------------------------------------------------------------------


def base_of(claim_id: str) -> str:
    """The id without the number that tells equal claims apart: "c-0123456789abcdef-2" -> "c-0123456789abcdef"."""
    return "-".join(claim_id.split("-")[:2])


def _same_words(known: Sequence[Known], claims: Sequence[Json]) -> tuple[list[tuple[Known, Json]], list[Known]]:
    """The pairs of items and claims with the same words, and the items that are left."""
    groups: dict[str, tuple[list[Known], list[Json]]] = {}
    for item in known:
        groups.setdefault(base_of(item.claim_id), ([], []))[0].append(item)
    for claim in claims:
        if base_of(claim["claim_id"]) in groups:
            groups[base_of(claim["claim_id"])][1].append(claim)
    pairs = []
    for items, found in groups.values():
        pairs += _paired(sorted(items, key=_order), found)
    met = {item.id for item, _ in pairs}
    return pairs, [item for item in known if item.id not in met]


def _order(item: Known) -> tuple[bool, int, int]:
    return not item.live, int(item.claim["span"]["start"]), item.id


def _paired(items: Sequence[Known], claims: Sequence[Json]) -> list[tuple[Known, Json]]:
    """Pairs of what means the same and stands in the same surroundings first; what the newest version has before what it has not."""
    if len(items) * len(claims) > _PAIRS or len(items) == len(claims) == 1:
        return list(zip(items, claims, strict=False))
    scored = [
        (any(True for _ in differences(item.claim, claim)), not item.live, -_around(item.claim, claim), abs(n - m), n, m)
        for n, item in enumerate(items)
        for m, claim in enumerate(claims)
    ]
    left, right, pairs = set(range(len(items))), set(range(len(claims))), []
    for *_, n, m in sorted(scored):
        if n in left and m in right:
            pairs.append((items[n], claims[m]))
            left.remove(n)
            right.remove(m)
    return pairs


def _around(one: Json, other: Json) -> int:
    """How many characters before and after two claims are the same, next to them."""
    before = commonprefix([one["span"]["prefix"][::-1], other["span"]["prefix"][::-1]])
    return len(before) + len(commonprefix([one["span"]["suffix"], other["span"]["suffix"]]))


def _names(known: Sequence[Known], kept: Sequence[Kept], claims: Sequence[Json]) -> dict[int, str]:
    """The names of items that change: to that of the claim, or out of the way of one."""
    wanted = {one.id: str(one.claim["claim_id"]) for one in kept}
    used = {str(claim["claim_id"]) for claim in claims}
    for item in known:
        if item.id not in wanted and item.claim_id not in used:
            wanted[item.id] = item.claim_id
            used.add(item.claim_id)
    for item in known:
        if item.id not in wanted:  # another item is the claim of that name now
            number = 2
            while (name := f"{base_of(item.claim_id)}-{number}") in used:
                number += 1
            wanted[item.id] = name
            used.add(name)
    return {item.id: wanted[item.id] for item in known if wanted[item.id] != item.claim_id}
