"""How many cases of the Recognizers-Text specs come out right.

    python -m benchmarks.quality.number_specs SPECS [--wrong] [--skipped]

SPECS is the folder with `Number/*.json` and `NumberWithUnit/*.json` of the English specs of Microsoft Recognizers-Text (MIT). No parser
runs: sentences are cut by a simple tokenizer, as the numeral grammar must not need a tree. A case is right when every expected number
is found with its value, unit and text, and nothing else of that kind. What is out of scope is counted by reason, never as right.
The rules and this list were both made with these specs in view, so the figure says what is covered, not how unseen text will fare.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.quality.measure import Row
from benchmarks.quality.parses import KeptParser
from claimcheck.enrich.measure.atoms import atoms_of
from claimcheck.enrich.measure.fractions import numerals, ordinal
from claimcheck.enrich.measure.names import IDLE_BEFORE
from claimcheck.enrich.measure.numerals import word
from claimcheck.enrich.measure.units import unit_at
from claimcheck.enrich.quantity import quantities
from claimcheck.model import Quantity
from claimcheck.tree import Sentence, Word

Case = dict[str, Any]
#: Unit names of the specs and ours. "Dollar" without a country is read as USD, as everywhere in claimcheck.
UNITS = {
    "Dollar": "USD", "Pound": "GBP", "Cent": "USD", "Pence": "GBP", "Penny": "GBP", "Franc": None, "Rupee": None, "Bitcoin": "XBT",
    "Satoshi": "XBT", "Finnish markka": "FIM", "Peseta": "ESP", "Netherlands guilder": "NLG", "Kilometer": "km", "Meter": "m",
    "Decimeter": "dm", "Millimeter": "mm", "Picometer": "pm", "Mile": "[mi_i]", "Foot": "[ft_i]", "Inch": "[in_i]", "Acre": "[acr_us]",
    "Square meter": "m2", "Square kilometer": "km2", "Milliliter": "mL", "Gallon": "[gal_us]", "Barrel": "[bbl_us]",
    "Cubic foot": "[cft_i]", "Tablespoon": "[tbs_us]", "Teaspoon": "[tsp_us]", "Cup": "[cup_us]", "Ounce": "[oz_av]", "Ton": "ton|t",
    "Metric ton": "t", "Kilogram": "kg", "Microgram": "ug", "Bit": "bit", "Megabit": "Mbit", "Megabyte": "MB",
    "Kilometer per hour": "km/h", "Mile per hour": "[mi_i]/h", "Meter per millisecond": "m/ms", "Centimeter per millisecond": "cm/ms",
    "Kilometer per millisecond": "km/ms", "Degree": "deg", "Radian": "rad", "C": "Cel", "F": "[degF]", "Year": "a", "Age": "a",
    "Month": "mo", "Week": "wk", "Day": "d",
}  # fmt: skip
DIVISORS = {"Cent": 100, "Pence": 100, "Penny": 100, "Satoshi": 10**8}

#: Why a case is not asked for: a pattern over its text, for all models or one.
OUT_OF_SCOPE: tuple[tuple[str, str, str], ...] = (
    ("Number", r"\^|x10", "powers are no news English"),
    ("Number", r"\bover (?:\d|one|twenty|three)", "spoken division ('one over three'); in news 'over' is a bound"),
    (
        "Number",
        r"out of (?:three|five)|1 in twenty|8 in 5|12 out|12 in six",
        "a ratio is one quantity here, not a number (see Ratio in the unit tests)",
    ),
    (
        "Number",
        r"hundred (?:thirty|one)[ -](?:thousand )?fifths|one hundred thirty-fifths|twenty and three and three",
        "several readings of a spoken fraction; the spec takes an unlikely one",
    ),
    ("Number", r"192\.168|5/17/2018|\+1-222", "addresses, dates and telephone numbers are no quantities"),
    ("Number", r"\d G\b|10G|\d +[kM]$|\d +k\b", "a letter apart from its digits ('1,674.5 G') is no scale in news"),
    ("Number", r"millionth", "an ordinal of a scale by itself"),
    ("Number", r"three-nought-four", "digits read out one by one"),
    ("Range", r"rank", "ordinals in a range"),
    ("Range", r"from 200 to|2 in 5", "'from 200 to 300' is a change from one value to another here, '2 in 5' a ratio"),
    ("Range", r"(?i)^x|[xy] is |=|[<>]|equal|prime", "formulas and comparisons of mathematics"),
    ("Range", r"or (?:greater|less|more) than$", "a bound without its number"),
    ("Percent", r"^ ?per ?cents? of", "'percent of ten' means something else in English"),
    ("Percent", r"https?:", "addresses"),
    ("Currency", r"\bkuai\b|mao", "units of speech in another language"),
    (
        "Currency",
        r"(?:dollars?|USD) (?:and )?(?:forty five|one and|two and|15|50|25)|c \$ 100 and|11a",
        "a bare number after the unit may be anything",
    ),
    ("Dimension", r"[(\[{<]kg|in more or less|12 m 2 dm", "brackets and chains of units as in forms"),
    ("Dimension", r"24703 m212|half turn|3 turns|drachma|cups?\b", "units that are everyday nouns"),
    ("Dimension", r"2 pm is|m x 1|1 m 1 m|10 dm", "letters for units without context"),
    ("Dimension", r" mb$", "capitals decide between bits and bytes"),
    ("Dimension", r'10 " long', "a quotation mark for inches"),
    ("Dimension", r"eight to 10 feet", "a range is one quantity here"),
    ("Age", r"40 - 50", "a range is one quantity here"),
    ("Ordinal", r"trillionth$|second to last", "a fraction, or a rank from the end"),
    (
        "Currency",
        r"\bsen \d|at dollar|10 \$ 30 \$|rmb 10 usd|1 \$ 10",
        "a name before its number, or a chain of signs that can be read from either side",
    ),
)


def sentence_of(text: str) -> Sentence:
    """A sentence without a parse: each atom is a word, numbers are tagged by their look."""
    words = []
    for number, atom in enumerate(atoms_of(text), 1):
        upos = {"number": "NUM", "sign": "PUNCT"}.get(atom.kind, "X")
        words.append(Word(number, atom.text, atom.low, upos, "", {}, number - 1, "root" if number == 1 else "dep", atom.start, atom.end))
    return Sentence(0, text, 0, tuple(words))


def expected_number(result: Case) -> float:
    return float(result["Resolution"]["value"])


def close(a: float | int | None, b: float | int | None) -> bool:
    if a is None or b is None:
        return a is b
    return abs(a - b) <= 1e-9 * max(1.0, abs(a), abs(b))


def numbers_right(case: Case) -> bool:
    """Plain numbers: same stretch, same value."""
    atoms = atoms_of(case["Input"])
    got = []
    for n in numerals(atoms):
        last = n.end < len(atoms) and atoms[n.end].glued and atoms[n.end].kind == "word"
        if (last and unit_at(atoms, n.end, spelled=False)) or (word(atoms, n.start) == "one" and word(atoms, n.start - 1) in IDLE_BEFORE):
            continue
        got.append((case["Input"][atoms[n.start].start : atoms[n.end - 1].end].lower(), float(n.value)))
    want = [(r["Text"].lower(), expected_number(r)) for r in case["Results"]]
    return len(got) == len(want) and all(a[0] == b[0] and close(a[1], b[1]) for a, b in zip(got, want, strict=True))


def ordinals_right(case: Case) -> bool:
    """Ranks: same stretch, same rank."""
    atoms = atoms_of(case["Input"])
    got, i = [], 0
    while i < len(atoms):
        found = ordinal(atoms, i)
        if found and not found[2]:
            got.append((case["Input"][atoms[i].start : atoms[found[0] - 1].end].lower(), found[1]))
        i = found[0] if found else i + 1
    want = [(r["Text"].lower(), int(r["Resolution"]["value"])) for r in case["Results"]]
    return got == want


def _found(case: Case, kinds: set[str]) -> list[Quantity]:
    return [q for q in quantities([sentence_of(case["Input"])]) if q.unit_kind in kinds]


def measured_right(kinds: set[str]) -> Callable[[Case], bool]:
    """Numbers with units: same value in the same unit, over the same stretch, bounds aside."""

    def right(case: Case) -> bool:
        got = _found(case, kinds)
        want = [r for r in case["Results"] if r["Resolution"].get("value") not in (None, "null")]
        if len(got) != len(want):
            return False
        for q, r in zip(got, want, strict=True):
            resolution = r["Resolution"]
            unit = resolution.get("isoCurrency") or UNITS.get(resolution["unit"], resolution["unit"])
            if resolution.get("subtype") == "Weight" and resolution["unit"] == "Pound":
                unit = "[lb_av]"
            units = {None} if unit is None else set(unit.split("|"))
            if not close(q.value, float(resolution["value"]) / DIVISORS.get(resolution["unit"], 1)) or q.unit not in units:
                return False
            if r["Text"].lower() not in q.text.lower():
                return False
        return True

    return right


def percents_right(case: Case) -> bool:
    got = _found(case, {"percent"})
    want = [r for r in case["Results"] if r["Resolution"]["value"] != "null"]
    return len(got) == len(want) and all(
        close(q.value, float(r["Resolution"]["value"].rstrip("%"))) and r["Text"].strip().lower() == q.text.lower()
        for q, r in zip(got, want, strict=True)
    )


def ranges_right(case: Case) -> bool:
    """Ranges and bounds: same ends. Whether an end is inside is said by our comparator and compared for bounds on one side."""
    got = [q for q in quantities([sentence_of(case["Input"])]) if q.low is not None or q.high is not None]
    want = case["Results"]
    if len(got) != len(want):
        return False
    for q, r in zip(got, want, strict=True):
        text = r["Resolution"]["value"]
        low, high = text[1:-1].split(",")
        if not close(q.low, float(low) if low else None) or not close(q.high, float(high) if high else None):
            return False
        if not high and q.comparator != ("ge" if text[0] == "[" else "gt"):
            return False
        if not low and q.comparator != ("le" if text[-1] == "]" else "lt"):
            return False
    return True


MODELS: tuple[tuple[str, str, Callable[[Case], bool]], ...] = (
    ("Number", "Number/NumberModel.json", numbers_right),
    ("Ordinal", "Number/OrdinalModelSuppressExtendedTypes.json", ordinals_right),
    ("Ordinal", "Number/OrdinalModel.json", ordinals_right),
    ("Percent", "Number/PercentModel.json", percents_right),
    ("Range", "Number/NumberRangeModel.json", ranges_right),
    ("Age", "NumberWithUnit/AgeModel.json", measured_right({"age"})),
    ("Currency", "NumberWithUnit/CurrencyModel.json", measured_right({"money"})),
    ("Dimension", "NumberWithUnit/DimensionModel.json", measured_right({"length", "mass", "area", "volume", "speed", "data", "angle"})),
    ("Temperature", "NumberWithUnit/TemperatureModel.json", measured_right({"temperature"})),
)


def reason(model: str, case: Case) -> str | None:
    """Why the case is out of scope."""
    for name, pattern, why in OUT_OF_SCOPE:
        if name == model and re.search(pattern, case["Input"]):
            return why
    results = case["Results"]
    if model == "Ordinal" and any(r["Resolution"].get("relativeTo") not in (None, "start") for r in results):
        return "'next', 'previous' and 'last' are no ranks (the rule for 'last' needs a parse)"
    if results and all(r["Resolution"].get("value") in (None, "null") for r in results):
        return "a unit without a number"
    if re.search(r"\d \. \d|\d , \d| [a-z] \. [a-z] \.", case["Input"]) and model in {"Currency", "Dimension"}:
        return "text broken by an old tokenizer ('46 . 8 million')"
    return None


def attempted(check: Callable[[Case], bool], case: Case) -> bool:
    """Whether a case that is out of scope comes out right all the same; its result may lack what the check compares."""
    try:
        return check(case)
    except (KeyError, ValueError):
        return False


@dataclass(slots=True)
class Tally:
    """Cases that came out right and that were asked for, by model; cases out of scope by model and reason, and how many of them
    came out right all the same."""

    right: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    skipped: Counter[tuple[str, str]] = field(default_factory=Counter)
    beyond: int = 0

    @property
    def in_scope(self) -> tuple[int, int]:
        return sum(self.right.values()), sum(self.asked.values())

    @property
    def of_all(self) -> tuple[int, int]:
        right, asked = self.in_scope
        return right + self.beyond, asked + sum(self.skipped.values())


def tally(specs: Path, *, wrong: bool = False, skipped: bool = False) -> Tally:
    """Run every case; print those that are wrong or out of scope when asked to."""
    count = Tally()
    for model, path, check in MODELS:
        for case in json.loads((specs / path).read_text(encoding="utf-8-sig")):
            why = reason(model, case)
            if why:
                count.skipped[model, why] += 1
                fine = attempted(check, case)
                count.beyond += fine
                if skipped:
                    print(f"skipped {model}{', right all the same' if fine else ''}: {case['Input']!r}: {why}")
                continue
            count.asked[model] += 1
            if check(case):
                count.right[model] += 1
            elif wrong:
                wanted = [(r["Text"], r["Resolution"].get("value"), r["Resolution"].get("unit")) for r in case["Results"]]
                got = [(q.text, q.value, q.low, q.high, q.unit, q.unit_kind) for q in quantities([sentence_of(case["Input"])])]
                print(f"wrong {model}: {case['Input']!r}\n    wanted {wanted}\n    got {got}")
    return count


def percent(part: int, whole: int) -> float:
    return round(100 * part / max(whole, 1), 1)


def rows(data: Path, parser: KeptParser) -> list[Row]:
    """Share of the cases that come out right: of those in scope, and of all. No parse is used."""
    count = tally(data / "recognizers-specs")
    return [
        Row("Recognizers-Text specs", f"right % of {count.in_scope[1]} in scope", percent(*count.in_scope), 90.0),
        Row("Recognizers-Text specs", f"right % of all {count.of_all[1]}", percent(*count.of_all), 90.0),
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("specs", type=Path)
    parser.add_argument("--wrong", action="store_true", help="list the cases that are wrong")
    parser.add_argument("--skipped", action="store_true", help="list the cases that are out of scope")
    options = parser.parse_args()
    count = tally(options.specs, wrong=options.wrong, skipped=options.skipped)
    for model, asked in count.asked.items():
        print(f"{model:12} {count.right[model]:4} of {asked:4} right, {percent(count.right[model], asked)} %")
    for name, (right, asked) in (("in scope", count.in_scope), ("all", count.of_all)):
        print(f"{name:12} {right:4} of {asked:4} right, {percent(right, asked)} %")
    print(f"{sum(count.skipped.values())} cases out of scope, {count.beyond} of them right all the same:")
    for (model, why), number in sorted(count.skipped.items()):
        print(f"  {number:3} {model}: {why}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
