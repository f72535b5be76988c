"""Times that date a claim without standing among its words, where the syntax says so.

A time in front of a clause holds for what is coordinated with it ("On Monday the firm closed two plants, and 300 people lost their
jobs"): an adverbial there sets the frame of all that follows (Huddleston & Pullum 2002, ch. 8 §20). "There was" after "and" tells a
state that held when the event before it happened (Partee 1984). In doubt a claim gets no date.
"""

from __future__ import annotations

from collections.abc import Sequence

from claimcheck.model import Clause, Span, TimeExpression
from claimcheck.tree import Sentence, Word

FRAMING = frozenset({"obl", "advmod", "nmod"})
SUBJECTS = ("nsubj", "csubj", "expl")
#: Auxiliaries that look ahead from a past point of view.
AHEAD = frozenset({"will", "would", "shall"})


def dating(sentence: Sentence, clause: Clause, pieces: Sequence[Span], times: Sequence[TimeExpression]) -> tuple[TimeExpression, ...]:
    """The times of the sentence that date the clause though they stand outside of its `pieces`; none where it has a time of its own."""
    here = [t for t in times if t.span in sentence.span]
    own = [t for t in here if any(t.span.overlaps(piece) for piece in pieces)]
    dated = [t for t in here if t not in own and t.type in {"DATE", "TIME"} and t.value and not t.value.endswith("_REF")]
    if not dated:
        return ()
    head = sentence[clause.head]
    when = _before_when(sentence, head, dated)
    if when is not None:
        return () if own else (when,)
    if any(t.type != "DURATION" for t in own) or clause.kind in {"relative", "apposition", "title", "nominal-event", "quantity"}:
        return ()
    return tuple(t for t in dated if _holds(sentence, t, head))


def frames(
    sentence: Sentence, clause: Clause, pieces: Sequence[Span], times: Sequence[TimeExpression]
) -> tuple[tuple[Span, TimeExpression], ...]:
    """The one such time with the words of its phrase, which the claim reads with in front ("In spring 2021"); none before "when"."""
    if not times or any(w.lemma.lower() == "when" for w in sentence.children(sentence[clause.head], "advmod")):
        return ()
    found = []
    for time in dating(sentence, clause, pieces, times):
        top = _top(sentence, time)
        phrase = sentence.subtree(top, without=("punct", "acl", "advcl", "appos", "conj")) if top is not None else ()
        numbers = {w.index for w in phrase}
        if phrase and all(w.index in numbers or w.upos == "PUNCT" for w in sentence.words[phrase[0].index - 1 : phrase[-1].index]):
            found.append((Span(phrase[0].start, phrase[-1].end), time))
    return tuple(found) if len(found) == 1 else ()


def _holds(sentence: Sentence, time: TimeExpression, head: Word) -> bool:
    governor = _governor(sentence, time)
    if governor is None or governor == head:
        return False
    top = _top(sentence, time)
    return (
        _frames(sentence, top, governor)
        and _goes_on(sentence, governor, head)
        or _state_of(sentence, governor, head)
        or _cannot_be_said_then(sentence, time, governor, head)
    )


def _top(sentence: Sentence, time: TimeExpression) -> Word | None:
    """The word of the time whose governor stands outside of it."""
    inside = sentence.overlapping(time.span)
    numbers = {w.index for w in inside}
    return next((w for w in inside if w.head not in numbers), None)


def _governor(sentence: Sentence, time: TimeExpression) -> Word | None:
    """The predicate that the time is an adverbial of."""
    top = _top(sentence, time)
    return sentence.head(top) if top is not None and top.relation in FRAMING else None


# On Monday the firm closed two plants , and 300 people lost their jobs
#    ^-obl--------------'--------conj--------------------^
def _frames(sentence: Sentence, top: Word | None, governor: Word) -> bool:
    """Whether the time stands in front of its clause, with nothing of the clause before it but conjunctions and connectives."""
    subject = sentence.child(governor, *SUBJECTS)
    if top is None or subject is None or not top.index < subject.index or not top.index < governor.index:
        return False
    first = sentence.subtree(top)[0].index
    before = [c for c in sentence.children(governor) if c.index < first and c.upos != "PUNCT"]
    return all(c.relation in {"cc", "mark", "advmod", "discourse"} for c in before)


def _goes_on(sentence: Sentence, first: Word, head: Word) -> bool:
    """Whether the head is coordinated with the first predicate, by conjunction or semicolon, in the same tense."""
    for word in (head, *sentence.ancestors(head)):
        above = sentence.head(word)
        if (
            above is None
            or word.relation not in {"conj", "parataxis"}
            or (word.relation == "parataxis" and not _after_semicolon(sentence, word))
        ):
            return False
        if above == first:
            return _tense(sentence, head) == _tense(sentence, first) and not _speech_cut(sentence, first, head)
    return False


def _after_semicolon(sentence: Sentence, word: Word) -> bool:
    start = next(w.index for w in sentence.subtree(word) if w.upos != "PUNCT")
    return start > 1 and sentence.words[start - 2].text == ";"


def _speech_cut(sentence: Sentence, first: Word, head: Word) -> bool:
    """Whether a quotation mark stands between the two: who speaks may have changed."""
    return any(w.text in {'"', "“", "”"} for w in sentence.words[first.index : head.index - 1])


def _tense(sentence: Sentence, verb: Word) -> str:
    helpers = sentence.children(verb, "aux", "cop")
    forms = [h.lemma.lower() for h in helpers if h.xpos == "MD"]
    if forms:
        return "future" if forms[0] in AHEAD else "modal"
    finite = next((w for w in (*helpers, verb) if w.feats.get("Tense") in {"Past", "Pres"} and w.feats.get("VerbForm") == "Fin"), verb)
    if finite.feats.get("Tense") == "Past" or finite.xpos == "VBD":
        return "past"
    return "past" if finite is verb and verb.xpos == "VBN" and not helpers else "present"


# I visited the festival on Saturday , and there was a sea of people
#   ^---------obl---------------^
#   '-----------------conj----------------------^ (was -expl-> there)
def _state_of(sentence: Sentence, first: Word, head: Word) -> bool:
    """Whether the head says "there was" right behind "and" after a dated past event."""
    if head.relation != "conj" or head.head != first.index or not sentence.child(head, "expl"):
        return False
    link = sentence.child(head, "cc")
    named = sentence.child(first, "nsubj")
    return (
        link is not None
        and link.lemma.lower() == "and"
        and named is not None
        and _tense(sentence, first) == _tense(sentence, head) == "past"
        and not _speech_cut(sentence, first, head)
        and not any(w.lemma.lower() in {"then", "now", "later", "afterwards", "subsequently"} for w in sentence.children(head, "advmod"))
    )


# They estimated by 2050 , demand would rise by half
#      ^---obl-------^  (estimated -ccomp/parataxis-> rise)
def _cannot_be_said_then(sentence: Sentence, time: TimeExpression, governor: Word, head: Word) -> bool:
    """Whether the time hangs on a past verb of saying that it is too late for, right before what is said to come."""
    top = _top(sentence, time)
    return (
        head.head == governor.index
        and head.relation in {"ccomp", "parataxis", "advcl"}
        and top is not None
        and governor.index < top.index < min(w.index for w in sentence.subtree(head))
        and time.relation == "by"
        and _tense(sentence, governor) == "past"
        and _tense(sentence, head) == "future"
    )


def _before_when(sentence: Sentence, head: Word, dated: Sequence[TimeExpression]) -> TimeExpression | None:
    """ "the year before, when it was 40 percent": the time right before "when" is the clause's."""
    when = next((w for w in sentence.children(head, "advmod") if w.lemma.lower() == "when" and w.index > 1), None)
    if when is None:
        return None
    before = next((w for w in reversed(sentence.words[: when.index - 1]) if w.upos != "PUNCT"), None)
    return next((t for t in dated if before is not None and before.span in t.span), None)
