"""Units of measure and currencies by the words and symbols they are written with.

`units.json` holds the units (symbols after UCUM, the Unified Code for Units of Measure), `currencies.json` the currencies (ISO 4217).
A name that several currencies bear ("rupee") is a family: without a country word beside it or in the article, its unit stays open.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from claimcheck.enrich.measure.atoms import Atom, atoms_of
from claimcheck.enrich.measure.numerals import HYPHENS, SCALES, word

#: Letters before a dollar sign that stand apart from it in text that a treebank has cut.
CUT = frozenset({"us", "u.s", "u.s.", "c", "hk", "nz"})
#: Codes that the press writes close to a number.
WRITTEN_CLOSE = frozenset({"USD", "EUR", "GBP", "CHF", "AUD", "CAD", "JPY", "CNY", "RMB", "INR", "AED", "SGD", "HKD", "NZD", "ZAR", "KES"})
#: Symbols of one letter are only units next to digits: "5 m", not "five m".
BEFORE_HOUR = frozenset({"per", "a", "an", "/"})
HOURS = {
    "hour": "h",
    "hr": "h",
    "h": "h",
    "hours": "h",
    "second": "s",
    "sec": "s",
    "s": "s",
    "millisecond": "ms",
    "ms": "ms",
    "minute": "min",
}


@dataclass(frozen=True, slots=True)
class Unit:
    """`symbol` is None when the words do not say which of several currencies; then `family` names them."""

    symbol: str | None
    kind: str
    family: str | None = None
    divisor: int = 1  # 100 cents make one
    factor: int = 1  # "MUSD" are millions


@dataclass(frozen=True, slots=True)
class Table:
    """Units by the first atom of their writing; the longest come first."""

    entries: Mapping[str, tuple[tuple[tuple[str, ...], Unit], ...]]

    def at(self, atoms: Sequence[Atom], i: int, *, exact: bool, glued: bool) -> tuple[int, Unit] | None:
        """`(end, unit)` of the longest entry at atom i. `exact`: letters in the table's case; `glued`: without spaces inside."""
        if i >= len(atoms):
            return None
        for key, unit in self.entries.get(atoms[i].text if exact else atoms[i].low, ()):
            part = atoms[i : i + len(key)]
            if len(part) == len(key) and all((a.text if exact else a.low) == k for a, k in zip(part, key, strict=True)):
                if not glued or all(a.glued for a in part[1:]):
                    return i + len(key), unit
        return None


def _table(pairs: Iterable[tuple[str, Unit]]) -> Table:
    entries: dict[str, list[tuple[tuple[str, ...], Unit]]] = {}
    for text, unit in pairs:
        key = tuple(atom.text for atom in atoms_of(text))
        entries.setdefault(key[0], []).append((key, unit))
    return Table({first: tuple(sorted(found, key=lambda pair: -len(pair[0]))) for first, found in entries.items()})


def _data(name: str) -> str:
    return files("claimcheck.enrich.measure").joinpath(name).read_text(encoding="utf-8")


@cache
def measures() -> tuple[Table, Table]:
    """Names (any case) and symbols (in their case) of the units of measure."""
    units = json.loads(_data("units.json"))
    names = [
        (written, Unit(u["unit"], u["kind"]))
        for u in units
        for name in u["names"]
        for written in dict.fromkeys((name.lower(), name.lower().replace(" ", "-")))  # "an 8,000 square-metre hall"
    ]
    symbols = [(symbol, Unit(u["unit"], u["kind"])) for u in units for symbol in u["symbols"]]
    return _table(names), _table(symbols)


@cache
def families() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Currencies of each family with their country words in lower case, without the default."""
    data = json.loads(_data("currencies.json"))["families"]
    return {f: {code: tuple(words) for code, words in members.items() if code != "default"} for f, members in data.items()}


@cache
def currencies() -> tuple[Table, Table]:
    """Names (any case) and symbols (in their case) of the currencies."""
    data = json.loads(_data("currencies.json"))
    members, minor = data["families"], data["minor"]

    def unit(target: str, written: str) -> Unit:
        divisor = minor.get(written, 1)
        if target in members:
            return Unit(members[target].get("default"), "money", target, divisor)
        return Unit(target, "money", None, divisor)

    names = [(name.lower(), unit(target, name)) for name, target in data["names"].items()]
    for family, countries in families().items():
        plain = [name for name, target in data["names"].items() if target == family]
        for code, demonyms in countries.items():
            names += [(f"{d} {name}".lower(), Unit(code, "money", None, minor.get(name, 1))) for d in demonyms for name in plain]
    symbols = [(symbol, unit(target, symbol)) for symbol, target in data["symbols"].items()]
    symbols += [(code, Unit(code, "money")) for code in data["codes"]]
    symbols += [("M" + code, Unit(code, "money", factor=10**6)) for code in data["codes"]]
    symbols += [(code.lower(), Unit(code, "money")) for code in ("USD", "EUR", "GBP")]
    return _table(names), _table(symbols)


def unit_at(atoms: Sequence[Atom], i: int, *, spelled: bool) -> tuple[int, Unit] | None:
    """`(end, unit)` of the unit or currency that is written at atom i, after a number; `spelled`: that number is in words."""
    names, symbols = measures()
    money_names, money_symbols = currencies()
    found = [
        names.at(atoms, i, exact=False, glued=False),
        money_names.at(atoms, i, exact=False, glued=False),
        None if spelled else _symbol(symbols, atoms, i),
        _symbol(money_symbols, atoms, i) if not spelled or (i < len(atoms) and len(atoms[i].text) > 2) else None,
    ]
    best = max((f for f in found if f), key=lambda f: f[0], default=None)
    if best is not None and best[1].kind in {"length", "data", "volume"} and (speed := _speed(atoms, best)):
        return speed
    return best


def _symbol(table: Table, atoms: Sequence[Atom], i: int) -> tuple[int, Unit] | None:
    found = table.at(atoms, i, exact=True, glued=True)
    if found is None:
        return None
    end = found[0]
    if end < len(atoms) and atoms[end].glued and atoms[end].kind in {"number", "word"} and atoms[end - 1].kind == "word":
        return None  # "24703m212", "13F-2"
    if end < len(atoms) and atoms[end].glued and atoms[end].kind == "number" and found[1].kind == "money":
        return None  # "1 $10 bill": the sign belongs to what follows
    text = atoms[i].text
    if len(text) == 1 and text.isupper() and word(atoms, end) in HYPHENS and end + 1 < len(atoms) and atoms[end + 1].glued:
        return None  # "13F-2"
    if len(text) == 1 and text.isalpha() and not atoms[i].glued:
        if text in "CFVWR" or (end < len(atoms) and atoms[end].glued and atoms[end].text in {".", "-", "&"} and text.isupper()):
            return None  # "23456 F Block", "James 5 T."
    return found


def _speed(atoms: Sequence[Atom], unit: tuple[int, Unit]) -> tuple[int, Unit] | None:
    """A length and what it is covered in: "miles an hour", "km/h"."""
    end = unit[0]
    if word(atoms, end) in BEFORE_HOUR and word(atoms, end + 1) in HOURS and word(atoms, end + 2) not in {"ago", "later", "and"}:
        kind = "speed" if unit[1].kind == "length" else unit[1].kind
        return end + 2, Unit(f"{unit[1].symbol}/{HOURS[word(atoms, end + 1)]}", kind)
    return None


def currency_before(atoms: Sequence[Atom], i: int) -> tuple[int, Unit] | None:
    """`(start, unit)` of the currency that is written before the number at atom i: "$", "US $", "Rs.", "USD"."""
    _, symbols = currencies()
    for length in (3, 2, 1):
        start = i - length
        if start < 0:
            continue
        part = atoms[start:i]
        written = "".join(a.text for a in part)
        letters = part[0].low
        spread = len(part) == 2 and part[-1].text == "$" and not part[-1].glued  # "us $ 5": text that a treebank has cut
        if spread and (atoms[i].glued or letters not in CUT):
            continue
        if spread or (len(part) == 2 and part[-1].text == "$" and len(letters) == 3 and letters == part[0].text):
            written = written.upper()
        if not spread and not all(a.glued for a in part[1:]):
            continue
        found = symbols.at(_joined(written), 0, exact=True, glued=False)
        if found is None or found[0] != len(_joined(written)):
            continue
        if part[0].glued and start > 0 and (atoms[start - 1].kind == "word" or atoms[start - 1].text in HYPHENS) and part[0].kind == "word":
            continue
        if _numbered(atoms, i, part):
            continue
        if found[1].symbol in {"ZAR"} and not atoms[i].glued or (part[-1].text == "¢"):
            continue  # "R 5" may be anything
        return start, found[1]
    return None


def _numbered(atoms: Sequence[Atom], i: int, before: Sequence[Atom]) -> bool:
    """Whether a code and a small number without a scale are the name of a meeting: "COP27" is no sum in Colombian pesos."""
    code, number = before[0].text, atoms[i]
    spelled = re.fullmatch(r"[A-Z]{3}", code) is not None and len(before) == 1 and number.glued
    return spelled and code not in WRITTEN_CLOSE and re.fullmatch(r"\d{1,2}", number.text) is not None and word(atoms, i + 1) not in SCALES


@cache
def _joined(text: str) -> tuple[Atom, ...]:
    return atoms_of(text)
