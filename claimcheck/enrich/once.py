"""What is worked out of a sentence and asked for again by one rule after another."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from claimcheck.tree import Sentence

R = TypeVar("R")


def once_a_sentence(function: Callable[[Sentence], R]) -> Callable[[Sentence], R]:
    """The same function, which keeps its answer for the sentence that it was last asked about: rules run sentence by sentence."""
    last: tuple[Sentence, R] | None = None

    @wraps(function)
    def kept(sentence: Sentence) -> R:
        nonlocal last
        known = last
        if known is None or known[0] is not sentence:
            known = last = (sentence, function(sentence))
        return known[1]

    return kept
