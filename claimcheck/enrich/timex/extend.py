"""What stands around a time expression and belongs to it: early, the end of, about, morning; and the preposition before it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Literal

from claimcheck.enrich.timex.found import Choice, Clock, Fixed, Found, Length, OnWeekday, Recurring, Shifted, Vague, Yearless, is_day
from claimcheck.enrich.timex.lexicon import PARTS_OF_DAY
from claimcheck.model import Span
from claimcheck.tree import Sentence

_EARLY = re.compile(
    r"(?<!\w)(?:(?:the\s+)?(?:very\s+)?(early|late|mid|middle)(?:\s+in\s+the\s+|\s+in\s+|\s+on\s+|\s+|[-‐‑–])|(mid)[-‐‑–]?)(?:the\s+)?$",
    re.I,
)
_END_OF = re.compile(
    r"(?<!\w)(?:the\s+)?(very\s+end|end|beginning|start|middle|close|latter\s+part|early\s+part|first\s+part|second\s+part|first\s+half|second\s+half|rest|remainder|last\s+days?|first\s+days?|last\s+weeks?|first\s+weeks?|early\s+days|early\s+months)\s+of\s+(?:the\s+)?$",
    re.I,
)
_LATER = re.compile(r"(?<!\w)(earlier|later)(?:\s+in|\s+on)?\s+$", re.I)
_ABOUT = re.compile(
    r"(?<!\w)(about|around|approximately|roughly|some|nearly|almost|close\s+to|over|more\s+than|well\s+over|just\s+over|a\s+little\s+over|a\s+little\s+more\s+than|less\s+than|just\s+under|under|at\s+least|at\s+most|up\s+to|no\s+more\s+than|not\s+more\s+than|no\s+less\s+than|just|only|circa|ca?\.)\s+$",
    re.I,
)
_RELATION = re.compile(
    r"(?<!\w)(since|until|till|by|before|after|from|within|during|through|throughout|over|for|between|as\s+of|pending|prior\s+to|following|up\s+to|in\s+the\s+run-up\s+to|ahead\s+of)\s+(?:the\s+|a\s+|at\s+|on\s+|in\s+|late\s+|just\s+|only\s+|at\s+least\s+)?$",
    re.I,
)
_PART = re.compile(r"(?:,?\s+(?:at\s+|in\s+the\s+)?|-)(early\s+|late\s+)?(morning|afternoon|evening|night|lunchtime|dawn)(?![\w-])", re.I)
_NIGHT_OF = re.compile(
    r"(?<!\w)(?:the\s+)?(?:early\s+|late\s+)?(morning|afternoon|evening|night|dawn|small\s+hours|early\s+hours|early\s+morning\s+hours|morning\s+hours)(?:\s+hours)?\s+(?:of|on)\s+(?:the\s+)?$",
    re.I,
)
_AFTER_LENGTH = re.compile(r"\s+(after|before|into|following|prior\s+to|ahead\s+of|in\s+advance\s+of|since|from\s+now)\b", re.I)

_MODS = {
    "early": "START",
    "beginning": "START",
    "start": "START",
    "early part": "START",
    "early days": "START",
    "early months": "START",
    "first part": "START",
    "first half": "START",
    "second half": "END",
    "first day": "START",
    "first days": "START",
    "first week": "START",
    "first weeks": "START",
    "mid": "MID",
    "middle": "MID",
    "late": "END",
    "very end": "END",
    "end": "END",
    "close": "END",
    "latter part": "END",
    "second part": "END",
    "last day": "END",
    "last days": "END",
    "last week": "END",
    "last weeks": "END",
}
_AMOUNTS = {
    "over": "MORE_THAN",
    "more than": "MORE_THAN",
    "well over": "MORE_THAN",
    "just over": "MORE_THAN",
    "a little over": "MORE_THAN",
    "a little more than": "MORE_THAN",
    "less than": "LESS_THAN",
    "just under": "LESS_THAN",
    "under": "LESS_THAN",
    "at least": "EQUAL_OR_MORE",
    "no less than": "EQUAL_OR_MORE",
    "at most": "EQUAL_OR_LESS",
    "up to": "EQUAL_OR_LESS",
    "no more than": "EQUAL_OR_LESS",
    "not more than": "EQUAL_OR_LESS",
    "just": None,
    "only": None,
}
_RELATIONS = {
    "till": "until",
    "prior to": "before",
    "following": "after",
    "ahead of": "before",
    "up to": "until",
    "in the run-up to": "before",
}


def extended(found: Found, sentence: Sentence, left: int, right: int) -> Found:
    """The expression with what belongs to it, kept between the offsets `left` and `right` (its neighbours)."""
    found = _with_part_of_day(found, sentence, left, right)
    found = _with_modifier(found, sentence, left)
    return _with_relation(found, sentence, left)


def _before(found: Found, sentence: Sentence, left: int) -> str:
    return sentence.text[max(0, left - sentence.start) : max(0, found.span.start - sentence.start)]


def _widened(found: Found, start: int) -> Span:
    return Span(start, found.span.end)


def _with_part_of_day(found: Found, sentence: Sentence, left: int, right: int) -> Found:
    if not is_day(found.meaning):
        return found
    rest = sentence.text[found.span.end - sentence.start : max(0, right - sentence.start)]
    if m := _PART.match(rest):
        if not re.match(r"\s+(?:Live|Football|Fever)\b", rest[m.end() :]):
            span = Span(found.span.start, found.span.end + m.end())
            return replace(found, span=span, meaning=Clock("T" + PARTS_OF_DAY[m[2].lower()], found.meaning))
    if m := _NIGHT_OF.search(_before(found, sentence, left)):
        part = m[1].lower().split()
        code = PARTS_OF_DAY.get(part[0], "MO")
        return replace(found, span=_widened(found, found.span.start - len(m[0])), meaning=Clock("T" + code, found.meaning))
    return found


def _with_modifier(found: Found, sentence: Sentence, left: int) -> Found:
    before = _before(found, sentence, left)
    if isinstance(found.meaning, (Vague, Recurring, Choice)):
        return found
    if isinstance(found.meaning, Length) or found.relation == "ago" or isinstance(found.meaning, Shifted) and found.rule == "later":
        if m := _ABOUT.search(before):
            word = " ".join(m[1].lower().split())
            mod = _AMOUNTS.get(word, "APPROX")
            if found.relation == "ago":
                mod = {"MORE_THAN": "BEFORE", "LESS_THAN": "AFTER"}.get(mod or "", mod)
            if word in ("just", "only", "some", "over", "under", "up to") and isinstance(found.meaning, Length) and found.meaning.window:
                return found
            if word == "over" and isinstance(found.meaning, Length) and found.rule == "open_length":
                return found  # "over several months": throughout
            return replace(found, span=_widened(found, found.span.start - len(m[0])), mod=mod or found.mod)
        return found
    if isinstance(found.meaning, Clock):
        if m := re.search(
            r"(?<!\w)(about|around|approximately|roughly|shortly\s+(?:after|before)|just\s+(?:after|before))\s+$", before, re.I
        ):
            mod = "AFTER" if m[1].lower().endswith("after") else "BEFORE" if m[1].lower().endswith("before") else "APPROX"
            return replace(found, mod=found.mod or mod)
        return found
    if m := _LATER.search(before):
        side = "earlier" if m[1].lower() == "earlier" else "later"
        if isinstance(found.meaning, (Shifted, OnWeekday, Fixed, Yearless)):
            return replace(found, span=_widened(found, found.span.start - len(m[0])), narrowed="earlier" if side == "earlier" else "later")
    if m := _END_OF.search(before):
        word = " ".join(m[1].lower().split())
        edge: Literal["end"] | None = "end" if word in ("end", "very end", "close") else None
        return replace(found, span=_widened(found, found.span.start - len(m[0])), mod=_MODS.get(word), narrowed=edge)
    if m := _EARLY.search(before):
        word = (m[1] or m[2]).lower()
        return replace(found, span=_widened(found, found.span.start - len(m[0])), mod=_MODS[word])
    if m := re.search(r"(?<!\w)(?:circa|ca?\.)\s+$", before, re.I):
        return replace(found, span=_widened(found, found.span.start - len(m[0])), mod="APPROX")
    if re.search(r"(?<!\w)(?:around|about|approximately)\s+$", before, re.I):
        return replace(found, mod="APPROX")
    return found


def _with_relation(found: Found, sentence: Sentence, left: int) -> Found:
    if found.relation:
        return found
    if isinstance(found.meaning, Length) and not found.meaning.window:
        rest = sentence.text[found.span.end - sentence.start :]
        if m := _AFTER_LENGTH.match(rest):
            word = " ".join(m[1].lower().split())
            side = {"following": "after", "prior to": "before", "ahead of": "before", "in advance of": "before", "from now": "after"}.get(
                word, word
            )
            if side in ("after", "before"):
                unit = "month" if found.meaning.unit == "" else found.meaning.unit
                return replace(found, relation=f"{'centurie' if unit == 'century' else unit}s {side}")
    if m := _RELATION.search(_before(found, sentence, left)):
        word = " ".join(m[1].lower().split())
        return replace(found, relation=_RELATIONS.get(word, word))
    return found
