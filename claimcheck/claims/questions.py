"""What a checker would have to find out, in words: one question a facet that can be wrong.

A question is asked only where it can be put grammatically and about this claim; the rest is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from claimcheck.calendar_names import MONTHS
from claimcheck.claims.evidence import Evidence, simple_present
from claimcheck.claims.types import is_event
from claimcheck.model import Attribution, Checkability, Ordinal, Quantity, Span, TimeExpression
from claimcheck.tree import Word

#: First words that lose their capital inside a sentence.
SMALL = frozenset(
    """a an the this that these those it its he his she her they their we our you your there here i's in on at by for from of with during
    after before since until under over among between about as if when while because although though to every each some many most
    several few all both neither either no nobody none another other such more less only just nearly almost about around""".split()
)
RANKS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()
#: What a text counts of its own: no rank to trace.
TEXT_PARTS = frozenset("point case instance place thing step part paragraph chapter section".split())
PRONOUNS = frozenset("he she it they we you i this that these those who which him her them us me one someone somebody".split())
#: Up to this many, a checker can ask which ones they are.
FEW = 20
#: Shares and scores: nothing to trace but the claim itself.
_UNTRACED = frozenset({"ratio", "score", "ordinal"})
#: What somebody did who did not simply say so.
_SAID = {"denial": "deny this", "doubt": "call this into doubt"}
_COUNTED = re.compile(r"[\w-]+(?: [^\W\d][\w’'-]*){1,3}")
_LIMIT = 70
#: Signs that a source's words are more than a name.
_ODD = frozenset(',;:"“”‘()')
#: Right after a duration: it measures an age or a distance in time, not the event.
_OTHER_USE = frozenset("after before later ago earlier old older younger from".split())


def questions(e: Evidence, resolved: str, verdict: Checkability) -> tuple[str, ...]:
    """Questions about a claim whose self-contained text is `resolved`; none for what cannot be checked."""
    if verdict.value == "no":
        return ()
    found = tuple(dict.fromkeys(_questions(e, resolved, verdict)))
    return found or (f"Which facts support “{resolved.rstrip(' .')}”?",)


def _questions(e: Evidence, resolved: str, verdict: Checkability) -> Iterator[str]:
    for hop in e.attribution[:1]:
        yield from _said(e, hop)
    parts = [*(q for o in e.ordinals for q in _rank(o)), *(q for x in e.quantities for q in _amount(e, x))]
    parts += [q for time in e.times for q in _time(e, time)]
    # the claim put as a question says nothing that the claim does not: only where nothing better is there
    if not parts and verdict.reason not in {"opinion", "personal-experience"} and _is_sentence(e):
        yield f"Is it true that {_inside(e, resolved)}?"
    yield from parts


def _said(e: Evidence, hop: Attribution) -> Iterator[str]:
    who = " ".join((hop.resolved_source or hop.source or "").split())
    source = hop.source_span
    first = next((w for w in e.sentence.overlapping(source) if w.start == source.start), None) if source is not None else None
    if first is not None and first.index == 1 and first.upos in {"NOUN", "ADJ", "DET", "NUM", "VERB"} and _only_begins(e, first):
        who = who[:1].lower() + who[1:] if who.startswith(first.text) else who
    if not who:
        yield "Who said so?"
    elif who.lower() not in PRONOUNS and len(who) <= _LIMIT and not set(who) & _ODD:
        means = f" {_by(hop.channel)}" if hop.channel else ""
        words = "use these words" if hop.form == "direct" else _SAID.get(hop.cue_class, "say so")
        yield f"Did {_small(who)} {words}{means}?"


def _by(channel: str) -> str:
    return f"in {channel}" if " " in channel and channel.split()[0].lower() in {"a", "an", "the"} else f"on {channel}"


def _is_sentence(e: Evidence) -> bool:
    """Whether the claim reads as a sentence: it has a subject and a finite verb, or is read through a template."""
    if e.clause.template or e.clause.kind == "participle":
        return True
    if e.subject() is None and not e.sentence.child(e.head, "expl"):
        return False
    verbs = [*(e.sentence[i] for i in e.clause.verb), *e.sentence.children(e.head, "aux", "cop"), e.head]
    return any(w.feats.get("VerbForm") == "Fin" or w.xpos in {"MD", "VBD", "VBZ", "VBP"} for w in verbs)


def _inside(e: Evidence, text: str) -> str:
    """The text as a part of a sentence: without a final stop, and without the capital that only begins a sentence."""
    text = text.rstrip(" .;,:")
    if text.count("(") == text.count(")") + 1:
        text += ")"
    first = e.words[0] if e.words else None
    if first is not None and first.text[1:] == text[1 : len(first.text)] and text[:1] == first.text[:1].upper() and _only_begins(e, first):
        return text[:1].lower() + text[1:]
    return _small(text)


def _only_begins(e: Evidence, first: Word) -> bool:
    """The capital of the word only begins the sentence. In doubt it does not: "Defence Minister", "President of Peru"."""
    if first.upos == "PROPN" or first.text == "I" or first.text.isupper() or any(first.span.overlaps(x.span) for x in e.entities):
        return False
    if first.text.lower() in SMALL or first.upos in {"ADP", "SCONJ", "ADV", "DET", "PRON", "PART"}:
        return True
    following = e.sentence.words[first.index : first.index + 2]
    return not any(w.text[:1].isupper() for w in following)


def _small(text: str) -> str:
    """ "The bank" inside a sentence is "the bank"."""
    word = text.split(" ", 1)[0]
    return text[:1].lower() + text[1:] if word.lower() in SMALL and not (word.isupper() and len(word) > 1) else text


def _rank(ordinal: Ordinal) -> Iterator[str]:
    window = _since(ordinal.since)
    item = " ".join(ordinal.item.split())
    rank = RANKS[ordinal.rank - 1] if 1 <= ordinal.rank <= len(RANKS) else None
    if item.lower().startswith("consecutive") or not item[:1].isalpha() or item.lower() in TEXT_PARTS:
        return
    if item.lower() in {"time", "day", "moment", "one"}:
        if ordinal.rank == 1:
            yield f"Was it really the first time{window}?"
        elif rank is not None:
            yield f"When were the earlier times{window}, and was this the {rank}?"
    elif ordinal.rank == 1:
        yield f"Was there any {item}{window} before this one?"
    elif ordinal.rank == -1:
        yield f"Was there any {item} after this one?"
    elif rank is not None:
        yield f"Is it the {rank} {item}{window}, and what came before it?"


def _since(begin: str | None) -> str:
    """ " since January 2025" for "2025-01", as it is said; nothing for what is no calendar date."""
    year, month, day = ([int(p) for p in (begin or "").split("-") if p.isdigit()] + [0, 0, 0])[:3]
    if not begin or not re.fullmatch(r"\d{4}(-\d\d){0,2}", begin) or month > 12:
        return ""
    parts = [str(day) if day else "", MONTHS[month - 1] if month else "", str(year)]
    return " since " + " ".join(p for p in parts if p)


def _amount(e: Evidence, quantity: Quantity) -> Iterator[str]:
    words = _quoted_amount(e, quantity)
    if quantity.unit_kind in _UNTRACED or (quantity.unit_kind == "count" and quantity.value in {0, 1}):
        return
    few = quantity.value is not None and 2 <= quantity.value <= FEW and quantity.comparator == "eq"
    if quantity.unit_kind == "count" and few:
        if not _plural(e, quantity):
            return
        if words != quantity.text and _COUNTED.fullmatch(words) or quantity.item and _COUNTED.fullmatch(quantity.text):
            yield f"Which {_first_lower(words)} are meant?"
        return
    bare = quantity.unit_kind == "count" and words.replace(",", "").replace(".", "").isdigit()
    if not bare and (words[-1:].isalnum() or words[-1:] in "%°€£"):
        yield f"Which source gives “{words}”?"


def _plural(e: Evidence, quantity: Quantity) -> bool:
    """The counted noun is known and stands in the plural."""
    item = quantity.item_span
    nouns = [
        w
        for w in (e.sentence.overlapping(item) if item is not None else ())
        if item is not None and w.span in item and w.upos in {"NOUN", "PROPN"}
    ]
    return bool(nouns) and nouns[-1].xpos in {"NNS", "NNPS"}


def _quoted_amount(e: Evidence, quantity: Quantity) -> str:
    """The amount with what is counted, as the source has it, where both stand together: "43 percent of the money"."""
    item = quantity.item_span
    if item is None or item.start < quantity.span.end or item.end - quantity.span.start > _LIMIT or item not in e.sentence.span:
        return quantity.text
    between = e.sentence.slice(Span(quantity.span.end, item.start)).split()
    if len(between) > 2 or not all(w.isalpha() for w in between):
        return quantity.text
    return " ".join(e.sentence.slice(Span(quantity.span.start, item.end)).split())


def _first_lower(words: str) -> str:
    first = words.split(" ", 1)[0]
    return words if first.isupper() and len(first) > 1 else words[:1].lower() + words[1:]


def _time(e: Evidence, time: TimeExpression) -> Iterator[str]:
    text = " ".join(time.text.split())
    if time.status == "unresolved":
        if time.type in {"DATE", "TIME"}:
            yield f"Which date is meant by “{text}”?"
        elif time.type == "DURATION":
            yield f"How long exactly is “{text}”?"
        return
    if time.type == "DURATION":
        following = {w.lemma.lower() for w in e.sentence.words if w.start >= time.span.end and w.start <= time.span.end + 10}
        if "X" not in (time.value or "X") and not following & _OTHER_USE and not text.lower().endswith("old"):
            yield f"When did it begin and end, and does that come to “{text}”?"
        return
    when = _when(time)
    if when is None or e.stance.modality == "conditional" or simple_present(e) or not _dates_the_clause(e, time):
        return
    if e.stance.modality in {"predicted", "intended"}:
        yield f"Is that planned or expected {when}?"
    elif is_event(e):
        yield f"Did that happen {when}?"
    else:
        yield f"Was that so {when}?"


def _dates_the_clause(e: Evidence, time: TimeExpression) -> bool:
    """The date hangs on the predicate, not on a noun ("the 2010 law")."""
    if e.clause.kind == "nominal-event":
        return True
    own = {w.index for w in e.words}
    inside = (w for w in e.sentence.overlapping(time.span) if w.span in time.span and w.index in own)
    return any(w.head == e.head.index and w.relation in {"obl", "advmod", "nmod"} for w in inside)


def _when(time: TimeExpression) -> str | None:
    """ "on 1 July 2025", "in July 2025", "in 2025", "between … and …"; None for what is open at one end or only roughly known."""
    if time.type != "DATE" or time.begin is None or time.mod or (time.relation or "") not in {"", "in", "on", "at", "during", "of"}:
        return None
    first, last = time.begin, time.end or time.begin
    if first == last:
        return f"on {_day(first)}"
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year == last.year:
        return f"in {first.year}"
    if first.day == 1 and (last.year, last.month) == (first.year, first.month) and _ends_month(last):
        return f"in {MONTHS[first.month - 1]} {first.year}"
    return f"between {_day(first)} and {_day(last)}"


def _ends_month(day: date) -> bool:
    return day.day >= 28 and (day == date.max or (day + timedelta(days=1)).day == 1)


def _day(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
