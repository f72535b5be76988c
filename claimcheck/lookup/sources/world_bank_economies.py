"""Economies by the names that the news give them, as the codes of the World Bank's API.

Names come from the Unicode CLDR by way of Babel, short forms and adjectives from the table of countries that pronouns are resolved
with. Beside these only what the two write otherwise, and what the Bank has no figures for.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from babel import Locale

from claimcheck.enrich.coref.lexicon import countries
from claimcheck.lookup.query import Name


def economies(names: Iterable[Name]) -> dict[str, str]:
    """Code and name of each economy among the names, in their order. A person is never one: "Chad", "Jordan"."""
    found: dict[str, str] = {}
    for name in names:
        code = None if name.kind == "person" else code_of(name.text)
        if code is not None:
            found.setdefault(code, name.text)
    return found


def code_of(name: str) -> str | None:
    """ISO 3166-1 alpha-2, or the Bank's own code of a group; None for what is no economy, or has no figures."""
    if name.isupper():  # "US", "U.S.", but not "us"
        return _by_adjective().get(name) or _by_adjective().get(name.replace(".", "")) or _codes().get(_fold(name))
    return _codes().get(_fold(name)) or _by_adjective().get(name)


@cache
def _codes() -> Mapping[str, str]:
    """Folded name -> code."""
    own = _table()
    territories = Locale("en").territories
    known = {
        _fold(text): code for code, text in sorted(territories.items()) if len(code) == 2 and code.isalpha() and code not in own["absent"]
    }
    return {**known, **{_fold(name): code for name, code in own["codes"].items()}}


@cache
def _by_adjective() -> Mapping[str, str]:
    """Short forms and adjectives, as they are written."""
    found: dict[str, str] = {}
    for text, country in countries().items():
        code = next((_codes()[_fold(name)] for name in country.names if _fold(name) in _codes()), None)
        if code is not None:
            found[text] = code
    return found


def _fold(text: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).casefold()
    words = plain.replace("&", " and ").replace("st.", "saint").replace("’", "'").replace(".", "").split()
    return " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words)


@cache
def _table() -> Any:
    return json.loads(files("claimcheck.lookup.sources").joinpath("world_bank_economies.json").read_text(encoding="utf-8"))
