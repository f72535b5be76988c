"""Answers for tests: JSON values that are nearly what a service promises, and nearly not."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st


def json_like(names: Sequence[str], leaves: st.SearchStrategy[object], *, most: int = 25) -> st.SearchStrategy[object]:
    """JSON values out of the names of a service's members, values that it might send and values that it never would.

    At the top there is more often an object with a name of the service's than anything else: most answers get past the first look.
    """
    scalars = st.one_of(leaves, st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=12))
    keys = st.sampled_from(list(names))
    values = st.recursive(
        scalars, lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(keys, inner, max_size=6)), max_leaves=most
    )
    lists = st.lists(st.dictionaries(keys, values, max_size=6), max_size=3)
    return st.one_of(st.dictionaries(keys, st.one_of(values, lists), max_size=4), values)
