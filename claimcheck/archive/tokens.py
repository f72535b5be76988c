"""What a text is found by: stems of its words, its numbers as figures, its names.

The same reading serves the archive, when an entry comes in, and the lookup, so that both sides of a comparison agree: "$4.3 billion",
"4,300 million" and "4300000000" are one token, "U.S." and "United States" another. English words are stemmed, those of other
languages folded; scripts that set no spaces are read by pairs of characters.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from claimcheck.archive.stemming import stem

Kind = Literal["word", "number", "name"]

#: Words that say nothing of what a text is about. Negations and numbers are none of them.
STOP_WORDS = frozenset(
    """a about am an and any are as at be been being but by can could did do does doing for from had has have having he her hers
    herself him himself his how i if in into is it its itself just let me more most my myself of one off on or our ours ourselves out own
    s say says said same shall she should so some such t than that the their theirs them themselves then there these they this those
    through to too up us very was we were what when where which while who whom why will with would you your yours yourself yourselves
    ll ve re d m also because get got going go well even really thing things know think want""".split()
)
#: What a writer would take for one word. The first is longest, so that "United States of America" is one.
_PHRASES = {
    "united states of america": "usa",
    "united states": "usa",
    "u.s.a.": "usa",
    "u.s.": "usa",
    "united kingdom": "uk",
    "u.k.": "uk",
    "united nations": "un",
    "u.n.": "un",
    "european union": "eu",
    "e.u.": "eu",
    "per cent": "percent",
}
_ABBREVIATED = {"US": "usa", "USA": "usa", "UK": "uk", "UN": "un", "EU": "eu"}
_SCALES = {
    "hundred": 100,
    "thousand": 1000,
    "k": 1000,
    "million": 10**6,
    "m": 10**6,
    "mn": 10**6,
    "billion": 10**9,
    "bn": 10**9,
    "b": 10**9,
    "trillion": 10**12,
    "tn": 10**12,
}
#: "One" is a pronoun as often as a number.
_SPELT = {
    word: value
    for value, word in enumerate(
        "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(),
        2,
    )
} | {word: 10 * value for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}

_PHRASE = re.compile(rf"(?<![\w.])(?:{'|'.join(map(re.escape, _PHRASES))})(?!\w)", re.IGNORECASE)
_TOKEN = re.compile(r"(?P<number>\d+(?:[.,]\d+)*)|(?P<dotted>(?:[^\W\d_]\.){2,})|(?P<word>[^\W\d_]+(?:['’][^\W\d_]+)*)|(?P<sign>%)")
#: What may stand between the words of one number.
_JOINTS = ("", " ", "-", "\N{NO-BREAK SPACE}")
_SPACELESS = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_MARKS = re.compile("[\u0300-\u036f]")

#: Digits of a number that is compared as one; longer rows of digits are names of something.
_MAX_DIGITS = 18
_MAX_TOKENS = 20_000
_MAX_LENGTH = 40


@dataclass(frozen=True, slots=True)
class Token:
    """A key to compare by. Numbers are decimal figures: "4300000000", "1d5" for 1.5."""

    key: str
    kind: Kind


def keys(text: str) -> list[str]:
    """The keys of a text in their order."""
    return [token.key for token in tokens(text)]


def tokens(text: str) -> list[Token]:
    """The tokens of a text in their order, without stop words; of a very long text the first 20,000."""
    return _tokens(_plain(text))


def _plain(text: str) -> str:
    """Compatible forms as one, accents dropped from letters that carry them for the sound: "Erdoğan" is "Erdogan"."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", _MARKS.sub("", unicodedata.normalize("NFKD", text)))
    return _PHRASE.sub(lambda found: _PHRASES[found[0].lower()].upper(), text)


def _tokens(text: str) -> list[Token]:
    """Words as they come; numbers with what goes on after them: "4.3" before "billion", "twenty" before "five"."""
    read: list[Token] = []
    end, value = 0, None
    for found in _TOKEN.finditer(text):
        word = found[0]
        if value is not None:
            more = _longer(value, word.lower()) if found.lastgroup == "word" and text[end : found.start()] in _JOINTS else None
            if more is not None:
                value, end = more, found.end()
                continue
            read.append(Token(_figure(value), "number"))
            value = None
        known = _of_word(word)
        if isinstance(known, tuple):
            read += known
            if len(read) >= _MAX_TOKENS:
                break
        else:
            value, end = known, found.end()
    if value is not None:
        read.append(Token(_figure(value), "number"))
    return read[:_MAX_TOKENS]


def _longer(value: int | float, word: str) -> int | float | None:
    """A number with the word after it: "4.3" with "billion", "twenty" with "five"; None where that does not go on with it."""
    if word in _SCALES:
        return value * _SCALES[word]
    units = _SPELT.get(word, 0)
    return value + units if 0 < units < 10 and 20 <= value < 100 and value % 10 == 0 else None


@lru_cache(200_000)
def _of_word(word: str) -> tuple[Token, ...] | int | float:
    """A word, a sign or an abbreviation as tokens, none for a stop word; the value of a number that may go on after it."""
    if word[0].isdecimal():
        value = _value(word)
        return (Token(word.replace(",", "").replace(".", "d")[:_MAX_LENGTH], "number"),) if value is None else value
    if word == "%":
        return (Token("percent", "word"),)
    if "." in word:
        return (Token(word.replace(".", "").casefold(), "name"),)
    if _SPACELESS.search(word):
        return tuple(Token(word[n : n + 2], "word") for n in range(max(len(word) - 1, 1)))
    if word.lower() in _SPELT:
        return _SPELT[word.lower()]
    if word in _ABBREVIATED:
        return (Token(_ABBREVIATED[word], "name"),)
    key = _key(word.casefold())
    return (Token(key, "name" if word[0].isupper() else "word"),) if key else ()


def _key(word: str) -> str:
    """The key of a word in lower case; "" for a stop word."""
    word = word.replace("’", "'")
    if word.endswith("n't") or word in ("cannot", "not", "never", "no"):
        return "not"
    word = word.partition("'")[0]
    return "" if word in STOP_WORDS else stem(word)[:_MAX_LENGTH]


def _value(digits: str) -> int | float | None:
    """The number that digits write, with commas between thousands or a decimal point; None where they are too many, or mean no number."""
    if len(digits) > _MAX_DIGITS:
        return None
    if digits.isdecimal():
        return int(digits)
    if re.fullmatch(r"\d+,\d{1,2}", digits):  # a decimal comma
        digits = digits.replace(",", ".")
    if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", digits) or "," not in digits:
        digits = digits.replace(",", "")
        return int(digits) if digits.isdecimal() else float(digits) if digits.count(".") == 1 else None
    return None


def _figure(value: int | float) -> str:
    """The key of a number, without what FTS5 would take for the end of a word."""
    whole = round(value, 6)
    if whole == int(whole):
        return str(int(whole))
    return f"{whole:f}".rstrip("0").replace(".", "d")
