"""How old somebody or something is, with a unit of time: a 45-year-old man, nine months old, 18 years of age."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claimcheck.enrich.timex.found import Found, Length
from claimcheck.enrich.timex.pattern import Pattern, length_value, unit_of
from claimcheck.rules import rule
from claimcheck.tree import Sentence

OLD = Pattern(
    r"(?:(?:aged )?(?:{number:low}(?:[-‐‑– ]| to | or ))?(?:{number}|(?P<one>an?))(?: (?P<scale>hundred|thousand|million|billion))?"
    r"(?:[-‐‑–]and[-‐‑–]a[-‐‑–]half| and a half|(?P<half>½))?[-‐‑– ]?{unit}(?:[-‐‑– ]olds?| of age)"
    r"|aged {number:bare} {unit:bare_unit})",
    "old olds age aged",
)
_HALF = re.compile(r"half|½", re.I)


@rule(
    "time",
    yes={
        "A {45-year-old} man was arrested.": "joined by hyphens",
        "The child was {nine months old}.": "in words",
        "They must be {18 years of age}.": "of age",
    },
    no={
        "The old bridge was closed for 18 years.": "a duration",
        "He is 45.": "no unit: an amount",
        "The boys were aged 5 to 11.": "no unit",
    },
)
def age_length(sentence: Sentence) -> Iterator[Found]:
    """An age that names its unit is a length of time."""
    for match in OLD.find(sentence):
        bare = match.has("bare")
        unit = unit_of(match["bare_unit" if bare else "unit"])
        if unit in ("second", "quarter", "night", "weekend", "fortnight"):
            continue
        number = match["bare"] if bare else "one" if match.has("one") else match["number"]
        scale = match["scale"] if match.has("scale") else ""
        value, count = length_value(number, unit, scale)
        if value is None or count is None:
            continue
        if _HALF.search(match.text):
            value = value.replace(f"{count:g}", f"{count + 0.5:g}", 1)
            count += 0.5
        low = length_value(match["low"], unit, scale)[0] if match.has("low") else None
        if low:
            open_value, _ = length_value("x", unit)
            yield Found(match.span, Length(open_value or value, 0, unit, None, (low, value)), "age_length", priority=5)
        else:
            yield Found(match.span, Length(value, 0, unit, count), "age_length", priority=5)
