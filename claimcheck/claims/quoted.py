"""Which words stand between quotation marks, and what that makes of an attribution's form for one claim.

An attribution covers all that was said; a claim is a part of it. `"The dam," he said, "is safe", and that he was glad`: mixed as a
whole, but of its claims the first is a direct quotation and the second is none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from claimcheck.model import Attribution
from claimcheck.tree import Sentence, Word

OPENING = frozenset({"“", "„", "«", "``"})
CLOSING = frozenset({"”", "»", "''"})
STRAIGHT = frozenset({'"'})


def quoted_starts(sentences: Sequence[Sentence]) -> tuple[frozenset[int], frozenset[int]]:
    """Offsets of the words between double quotation marks, and the blocks in which the marks do not pair and nothing can be told.

    A mark that is left open holds to the end of its paragraph where the next one opens with a mark again.
    """
    blocks: dict[int, list[Word]] = {}
    for sentence in sentences:
        blocks.setdefault(sentence.block, []).extend(sentence.words)
    inside: set[int] = set()
    unsure: set[int] = set()
    order = list(blocks)
    for position, block in enumerate(order):
        still_open = False
        for word in blocks[block]:
            mark = word.text.strip()
            if mark in STRAIGHT:
                still_open = not still_open
            elif mark in OPENING or mark in CLOSING:
                still_open = mark in OPENING
            elif still_open:
                inside.add(word.start)
        following = blocks[order[position + 1]] if position + 1 < len(order) else []
        if still_open and not (following and following[0].text in OPENING | STRAIGHT):
            unsure.add(block)
    return frozenset(inside), frozenset(unsure)


def with_own_form(hops: Sequence[Attribution], words: Sequence[Word], quoted: frozenset[int]) -> tuple[Attribution, ...]:
    """The hops of a claim of these words: a mixed one is direct where all of them are quoted, indirect where none is."""
    said = [w.start in quoted for w in words if w.upos != "PUNCT"]
    if not said:
        return tuple(hops)
    form: Literal["direct", "mixed", "indirect"] = "direct" if all(said) else "mixed" if any(said) else "indirect"
    return tuple(replace(hop, form=form) if hop.form == "mixed" else hop for hop in hops)
