"""How a construction is written: a small notation over regular expressions, matched against a sentence.

A space stands for white space (` ?` for one that may be missing), `{month}` for a word class of the lexicon (a group of that
name), `{day:last}` for the class under another name. Patterns run over the sentence's text and not over its words, because
tokenisers disagree on how many words "2025-07-01", "6-7", "mid-July" or "four-day" are; a match knows the words it covers, for
what only the tree can tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from claimcheck.enrich.timex import lexicon
from claimcheck.enrich.written import DIGIT, written
from claimcheck.model import Span
from claimcheck.tree import Sentence, Word


def _names(words: list[str]) -> str:
    """Alternatives in the cases in which names are written, longest first: April, APRIL, not april."""
    return "(?-i:" + "|".join(f"{w.capitalize()}|{w.upper()}" for w in sorted(words, key=lambda w: (-len(w), w))) + ")"


def _words(words: list[str]) -> str:
    return "(?:" + "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in sorted(words, key=lambda w: (-len(w), w))) + ")"


def _holidays() -> str:
    """Holiday names with the case of each word's first letter free ("New Year's Eve", "fourth of July") but not all in lower case."""
    names = sorted(lexicon.HOLIDAYS, key=lambda h: (-len(h), h))
    return r"(?=(?-i:[A-Z\d]|\w+\s+of\s+J))(?:" + "|".join(re.escape(h).replace(r"\ ", r"\s+").replace("'", "['’]?") for h in names) + ")"


_FULL_MONTHS = [m for m in lexicon.MONTHS if m == "may" or len(m) > 4 or m in ("june", "july")]
_TENS = [n for n, v in lexicon.NUMBERS.items() if v >= 20]
_SCALE = f"(?:{'|'.join(lexicon.SCALES)})s?"
_ONES = [n for n, v in lexicon.NUMBERS.items() if 1 <= v <= 9]

CLASSES: dict[str, str] = {
    "month": _names(_FULL_MONTHS),
    "mon": rf"(?:{_names(_FULL_MONTHS)}|{_names([m for m in lexicon.MONTHS if m not in _FULL_MONTHS])}\b\.?)",
    "weekday": _names([w for w in lexicon.WEEKDAYS if w.endswith("day")]),
    "wday": _names(list(lexicon.WEEKDAYS)) + r"\b\.?",
    "day": r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\d%°:]|[.,/]\d|\w)",
    "year": r"(?:1\d{3}|20\d\d)(?![\d%]|[.,:/]\d)",
    "season": _words(list(lexicon.SEASONS)),
    "part": _words(list(lexicon.PARTS_OF_DAY)),
    "unit": r"(?:(?:second|minute|hour|day|night|week|fortnight|month|quarter|year|decade)s?|century|centuries)",
    "long": r"(?:day|week|fortnight|month|quarter|year|decade|century)",
    "holiday": _holidays(),
    "number": (
        r"(?:(?<!\d[.,])(?:\d{1,3}(?:,\d{3})+|\d{1,4}(?:\.\d+)?)(?![\d,.]\d)"
        rf"|{_words(_TENS)}(?:[-\s]{_words(_ONES)})?|{_words([n for n in lexicon.NUMBERS if n != 'zero'])})"
    ),
    "ordinal": rf"(?:\d{{1,2}}(?:st|nd|rd|th)|{_words(list(lexicon.ORDINALS))})",
    "scales": rf"{_SCALE}(?:\s+(?:of\s+)?{_SCALE})*(?:\s+of)?",
    "dash": r"\s?[-‐‑–—]\s?",
    "few": r"(?:several|many|a\s+few|a\s+couple\s+of|a\s+number\s+of|some|few|numerous|dozens\s+of)",
    "or": r"(?:and|or|to|[-‐‑–])",
}
#: What must stand in a sentence where a class does, as `written` has it.
NEEDS: dict[str, frozenset[str]] = {
    "digit": frozenset({DIGIT}),
    "month": frozenset(_FULL_MONTHS),
    "mon": frozenset(lexicon.MONTHS),
    "weekday": frozenset(w for w in lexicon.WEEKDAYS if w.endswith("day")),
    "weekdays": frozenset(w + "s" for w in lexicon.WEEKDAYS if w.endswith("day")),
    "season": frozenset(lexicon.SEASONS),
    "unit": frozenset(
        """second seconds minute minutes hour hours day days night nights week weeks fortnight fortnights month months quarter quarters
        year years decade decades century centuries""".split()
    ),
    # the first word of each, which may be written with or without its apostrophe
    "holiday": frozenset(re.findall(r"[a-z]+", h)[0] for name in lexicon.HOLIDAYS for h in (name, name.replace("'", ""))),
}
_SLOT = re.compile(r"\{([a-z]+)(?::([a-z_]+))?\}")


@dataclass(frozen=True, slots=True)
class Match:
    """A place where a pattern holds."""

    sentence: Sentence
    found: re.Match[str]

    @property
    def span(self) -> Span:
        return self.span_of(0)

    def _group(self, group: str) -> str:
        """The name under which a class used more than once took part in the match."""
        if group in self.found.re.groupindex and self.found[group] is None:
            copies = (f"{group}__{n}" for n in range(2, 5))
            return next((c for c in copies if c in self.found.re.groupindex and self.found[c] is not None), group)
        return group

    def span_of(self, group: str | int) -> Span:
        start, end = self.found.span(self._group(group) if isinstance(group, str) else group)
        return Span(self.sentence.start + start, self.sentence.start + end)

    def has(self, group: str) -> bool:
        """Whether the pattern knows the group and it took part."""
        return group in self.found.re.groupindex and self.found[self._group(group)] is not None

    def __getitem__(self, group: str) -> str:
        """What the group holds, in lower case, with single spaces and no full stop behind it; empty when it holds nothing."""
        return " ".join((self.found[self._group(group)] or "").lower().replace("’", "'").split()).rstrip(".")

    @property
    def text(self) -> str:
        return self.found[0]

    @property
    def before(self) -> str:
        """The sentence up to the match."""
        return self.sentence.text[: self.found.start()]

    @property
    def after(self) -> str:
        return self.sentence.text[self.found.end() :]

    def words(self, group: str | int = 0) -> tuple[Word, ...]:
        """The words that a group touches."""
        span = self.span_of(group)
        return self.sentence.overlapping(span)

    def next_word(self) -> Word | None:
        return next((w for w in self.sentence.words if w.start >= self.span.end), None)


def _in_address(text: str, position: int) -> bool:
    """Whether the character belongs to a web address: "https://example.org/2022-07-30/"."""
    if "://" not in text and "www." not in text:
        return False
    start = max(text.rfind(space, 0, position) for space in (" ", "\n", "\t")) + 1
    return bool(re.match(r"\S*(?:://|www\.)", text[start:]))


def _needed(words: str) -> frozenset[str]:
    """The words of a need, "{unit} ago", with all that its classes can be."""
    return frozenset(each for word in words.split() for each in (NEEDS[word[1:-1]] if word.startswith("{") else (word,)))


#: Letters that a pattern takes for another letter, as no list of words does: Turkish i, long s.
_FOLDED = re.compile("[ıİſ]")


class Pattern:
    """A compiled pattern.

    Each of `needs` is a list of words and classes of which one must stand in a sentence, or the pattern holds nowhere in it: that is
    soon known, where to look for the pattern takes long. A word in `needs` must stand by itself in whatever the pattern matches.
    """

    def __init__(self, source: str, *needs: str) -> None:
        self.source = source
        used: dict[str, int] = {}

        def group(slot: re.Match[str]) -> str:
            name = slot[2] or slot[1]
            used[name] = used.get(name, 0) + 1
            return f"(?P<{name if used[name] == 1 else f'{name}__{used[name]}'}>{CLASSES[slot[1]]})"

        body = _SLOT.sub(group, source.replace(" ?", r"\s?").replace(" ", r"\s+"))
        self._regex = re.compile(rf"(?<!\w)(?:{body})(?!\w)", re.IGNORECASE)
        self.needs = tuple(_needed(words) for words in needs)
        for word in self.needs[0]:
            _NEEDING.setdefault(word, []).append(self)

    def find(self, sentence: Sentence) -> Iterator[Match]:
        """Matches from left to right, none overlapping another."""
        if self in possible(sentence.text):
            yield from self.everywhere(sentence)

    def everywhere(self, sentence: Sentence) -> Iterator[Match]:
        """The same, without asking first what the pattern needs."""
        for found in self._regex.finditer(sentence.text):
            if found.end() > found.start() and not _in_address(sentence.text, found.start()):
                yield Match(sentence, found)


#: The patterns by the words that they need first.
_NEEDING: dict[str, list[Pattern]] = {}


@lru_cache(maxsize=64)
def possible(text: str) -> frozenset[Pattern]:
    """The patterns that may hold in a text, by what they need. None for most sentences."""
    if _FOLDED.search(text):
        return frozenset(pattern for patterns in _NEEDING.values() for pattern in patterns)
    runs = written(text)
    near = {pattern for run in runs for pattern in _NEEDING.get(run, ())}
    return frozenset(pattern for pattern in near if not any(needed.isdisjoint(runs) for needed in pattern.needs))


def unit_of(text: str) -> str:
    """The unit of a {unit} or {long}: "centuries" -> "century"."""
    text = text.lower()
    return "century" if text.startswith("centur") else text.removesuffix("s")


def number_of(text: str) -> float | None:
    """The value of a {number}: "12", "1.5", "12,000", "forty-two"; None when it is none."""
    text = text.lower().strip().replace(",", "")
    if text.replace(".", "", 1).isdigit():
        return float(text)
    parts = text.replace("-", " ").split()
    if not parts or any(p not in lexicon.NUMBERS for p in parts):
        return None
    return float(sum(lexicon.NUMBERS[p] for p in parts))


def length_value(number: str, unit: str, scale: str = "") -> tuple[str | None, float | None]:
    """ISO 8601 duration and count of "four", "days", or "two", "years", "million"; X where the number is not said."""
    designator = lexicon.UNITS[unit]
    count: float | None
    if number == "x":
        text, count = "X", None
    else:
        count = number_of(number)
        if count is None:
            return None, None
        count *= lexicon.SCALES.get(scale, 1) * (2 if unit == "fortnight" else 1)
        text = str(int(count)) if count.is_integer() else f"{count:g}"
    return ("PT" + text + designator[1:] if designator.startswith("T") else "P" + text + designator), count
