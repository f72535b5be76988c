"""Times without an edge, or with publication as one: now, recently, the past 30 days, the next two weeks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from claimcheck.enrich.timex.found import Fixed, Found, Length, Vague
from claimcheck.enrich.timex.pattern import Pattern, length_value, unit_of
from claimcheck.enrich.timex.tense import tense_at
from claimcheck.model import Span
from claimcheck.rules import rule
from claimcheck.tree import Sentence, Word

NOW = Pattern(
    r"(?P<word>now|currently|at present|at the moment|right now|nowadays|these days|presently|at this time|to date|present-day|the present)",
    "now currently present moment nowadays days presently time date",
)


TODAY = Pattern(r"today", "today")
#: What is so for long, not on a day: "the house is home to a museum today", "millions live there today".
STATES = frozenset("have remain live contain consist belong own number exist comprise employ house".split())
#: What is today's for long: "today's society", "in today's prices", against "today's vote".
LASTING = frozenset(
    """society world economy generation generations youth youngsters children parents students teenagers consumers readers audiences families
    women men standards culture technology climate environment landscape era age life lives money dollars prices terms values language
    reality realities""".split()
)
_OWNED = re.compile(r"['’]s\s+(?:[\w-]+\s+)?[\w-]+", re.I)
_YEAR_BEFORE = re.compile(r"\bfrom\b.*\b(?:in|since)\s+(?:1[5-9]|20)\d\ds?\b.*\bto\b[^,;]*$", re.I | re.S)
_AS_BEFORE = re.compile(r"\s+(?:than|as)\s+(?:it|they|he|she|there)\s+(?:was|were|did|had)\b", re.I)
_THAN_YEAR = re.compile(r"\s+(?:than|compared\s+(?:with|to)\b.*)\s*\b(?:in|during)\s+(?:the\s+)?(?:1[5-9]|20)\d\ds?\b", re.I)


PAST = Pattern(
    r"(?P<past>recently|(?:in )?(?:the )?(?:recent|past) (?:days|weeks|months|years|decades|times)|lately"
    r"|until recently|not long ago|long ago|formerly|in the past|the past(?=\s*[,.;)]|$))"
    r"|(?P<future>(?:the )?coming (?:days|weeks|months|years|decades)|in (?:the )?(?:near |foreseeable "
    r"|distant )?future|soon|the (?:near |foreseeable )?future|in due course)",
    "recently recent past lately ago formerly coming future soon course",
)


WINDOW = Pattern(
    r"(?P<article>the )?(?P<side>last|past|previous|preceding|next|coming|following) (?:(?:{number}"
    r"|(?P<vague>{few})) )?(?:full |consecutive |calendar )?{unit}",
    "last past previous preceding next coming following",
    "{unit}",
)


TURN = Pattern(r"(?P<article>the )?turn of the (?P<unit>century|year|millennium)", "turn")


@rule(
    "time",
    yes={"The house is {now} a museum.": "the time of publication"},
    no={"The Right Now party lost.": "a name"},
)
def present(sentence: Sentence) -> Iterator[Found]:
    """Now, currently: the time of publication, without an edge."""
    for match in NOW.find(sentence):
        word = match["word"]
        if match.text != match.text.lower() and match.before.strip() and not match.text[1:].islower():
            continue
        if word == "now" and (
            re.match(r"\s+(?:that|and (?:then|again))\b", match.after, re.I)
            or match.text == "Now"
            and match.before.strip()
            and re.search(r"[A-Z]\w+\s+$", match.before)
        ):
            continue
        if word == "the present" and not re.match(r"\s*[.,;)]", match.after):
            continue
        yield Found(match.span, Vague("PRESENT_REF"), "present", priority=8)


@rule(
    "time",
    yes={
        "The palace is a museum {today}.": "a state",
    },
    no={
        "The court is hearing the case today.": "an event of the day",
        "The film, made in 1990, is shown today.": "not set against the year",
    },
)
def nowadays(sentence: Sentence) -> Iterator[Found]:
    """Today for nowadays: with a lasting state in the present tense, or set against a year."""
    for match in TODAY.find(sentence):
        words = match.words()
        if not words:
            continue
        if (owned := _OWNED.match(match.after)) is not None:
            if LASTING & set(owned[0].lower().split()[1:]):
                yield Found(match.span, Vague("PRESENT_REF"), "nowadays", priority=3)
            continue
        head = sentence.head(words[0])
        compared = _YEAR_BEFORE.search(match.before) or _THAN_YEAR.match(match.after) or _AS_BEFORE.match(match.after)
        if compared or head is not None and words[0].relation in {"obl", "advmod", "nmod"} and _is_state(sentence, head):
            yield Found(match.span, Vague("PRESENT_REF"), "nowadays", priority=3)


def _is_state(sentence: Sentence, head: Word) -> bool:
    """Whether the head tells what is so for long: "is a museum", "live", "has two parks", all in the simple present.

    The palace is a museum today: museum -cop-> is, museum -det-> a, museum -obl-> today
    """
    helpers = sentence.children(head, "aux", "cop")
    subject = sentence.child(head, "nsubj")
    if subject is not None and (subject.text == "%" or subject.lemma.lower() in {"percent", "half", "third", "quarter", "majority"}):
        return all(w.xpos in {"VBZ", "VBP"} for w in helpers or (head,)) and head.xpos not in {"VBG", "VBN"}
    if head.upos == "NOUN":
        article = sentence.child(head, "det")
        simple = len(helpers) == 1 and helpers[0].relation == "cop" and helpers[0].xpos in {"VBZ", "VBP"}
        return simple and article is not None and article.lemma.lower() in {"a", "an"} and not sentence.child(head, "case")
    return not helpers and head.xpos in {"VBZ", "VBP"} and head.lemma.lower() in STATES


@rule(
    "time",
    yes={"Crime fell in {recent years}.": "an unnamed past", "The rules may change in {the near future}.": "an unnamed future"},
    no={"The past president spoke.": "former"},
)
def vague(sentence: Sentence) -> Iterator[Found]:
    """In recent years, recently, soon: a past or future without an edge."""
    for match in PAST.find(sentence):
        if match["future"] in ("the future", "the near future") and re.match(r"\s+of\b", match.after):
            continue  # "the future of the car": what will become of it
        if match["future"] == "soon" and tense_at(sentence, match.span) == "past":
            continue  # "soon fell": after what was told, not after publication
        start = match.span.start + (3 if match.text.lower().startswith("in ") else 0)
        yield Found(Span(start, match.span.end), Vague("PAST_REF" if match.has("past") else "FUTURE_REF"), "vague", priority=8)


@rule(
    "time",
    yes={
        "Prices doubled over {the past 30 days}.": "up to publication",
        "It will be built in {the next two years}.": "from publication on",
    },
    no={"The last two chapters are dull.": "no unit of time"},
)
def window(sentence: Sentence) -> Iterator[Found]:
    """A duration that ends or begins at publication: the past 30 days, the next two weeks."""
    for match in WINDOW.find(sentence):
        unit = unit_of(match["unit"])
        plural = match["unit"] != unit
        counted = match.has("number") or match.has("vague")
        if not counted and (not match.has("article") or plural and match["side"] in ("last", "next")):
            continue
        if not counted and match["side"] not in ("past", "last"):
            continue
        if not match.has("article") and match["side"] not in ("last", "past", "next"):
            continue
        if re.match(r"\s+of\b", match.after) or unit in ("second", "night", "weekend", "quarter") and not counted:
            continue
        value, count = length_value(match["number"] if match.has("number") else ("x" if match.has("vague") or plural else "one"), unit)
        side: Literal[-1, 0, 1] = -1 if match["side"] in ("last", "past") else 1 if match["side"] in ("next", "coming") else 0
        if value:
            yield Found(match.span, Length(value, side, unit, count), "window", priority=4)


@rule(
    "time",
    yes={"The hotel was built at {the turn of the century}.": "a century's edge, which one is not said"},
    no={"At the turn of the road stood a house.": "no time"},
)
def turn_of(sentence: Sentence) -> Iterator[Found]:
    """The turn of the century: left open."""
    for match in TURN.find(sentence):
        yield Found(match.span, Fixed("XX" if match["unit"] != "year" else "XXXX"), "turn_of")
