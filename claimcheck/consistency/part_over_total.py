"""A part that is greater than the whole it is a part of."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claimcheck.consistency.article import Article, Place, Proposal
from claimcheck.consistency.counted import Count, comparable, counts_in, quantities_in
from claimcheck.consistency.interval import interval_of, spoken
from claimcheck.consistency.wording import inside
from claimcheck.model import Quantity, Span
from claimcheck.rules import rule
from claimcheck.tree import Sentence

_DETERMINED = r"(?:all|the|its|their|his|her|those|these|our|my|your|a|total|of|original|remaining)"
_OF_THE = re.compile(rf"\s+(?:out\s+of\s+(?:{_DETERMINED}\s+)*|of\s+(?:{_DETERMINED}\s+)+)", re.IGNORECASE)
_INCLUDING = re.compile(r"\b(?:including|among them|amongst them|among whom)(?:\s*,)?\s+", re.IGNORECASE)
#: "Of the 60 passengers, 75": the whole opens the sentence, and the part follows at once.
_OF_FIRST = re.compile(rf"\W*(?:out\s+)?of\s+(?:{_DETERMINED}\s+)*", re.IGNORECASE)
_SAID_OF_THEM = re.compile(r"\s+(?:were|are|was|is|had|have|voted|died)\b", re.IGNORECASE)
_OF_THEM = re.compile(r"\s+of\s+(?:them|whom|those|these)\b", re.IGNORECASE)
_THEM = re.compile(r"\b(?:of|among)\s+(?:them|whom|those|these)\s*,?\s+", re.IGNORECASE)


@rule(
    "consistency",
    severity="error",
    yes={
        "{Nine of the eight} members voted for the plan.": "of the",
        "The storm killed 12 people, including {14} children.": "including",
        "Of the {60 passengers, 75} were foreigners.": "the whole opens the sentence",
        "The crash killed 12 people. {Fourteen} of them were children.": "of them, a sentence later",
        "At most 30 people were hurt, {35} of them children.": "a bound that leaves no room",
        "The company spent {$5 million of the $3 million} that it was given.": "money",
    },
    no={
        "Eight of the nine members voted for the plan.": "a part",
        "Of the 60 passengers, 45 were foreigners.": "a part, behind its whole",
        "Of the 60 passengers, 75 percent were foreigners.": "a share",
        "Of the nine ministers, 40 journalists saw only two.": "journalists are no ministers",
        "All nine of the nine members voted for the plan.": "the whole",
        "The storm killed at least 12 people, including 14 children.": "the whole has no upper bound",
        "The storm killed 12 people and injured 40, including 14 children.": "the part may be of either count",
        "The fire destroyed three villages, including 200 houses.": "houses are no villages",
        "The storm killed 12 people. Parties and unions met, and 14 of them asked for help.": "something else stands between",
        "Nine of the eight-member band's fans came.": "fans of the band, not members",
    },
)
def part_over_total(article: Article) -> Iterator[Proposal]:
    """A part that is greater than its whole: "nine of the eight members", "12 people, including 14 children".

    Bounds and ranges count with all that they allow ("at least 12" has no end, "about 12" may be a tenth more), so a finding
    fails in every reading. Where a part may belong to several numbers, it is compared with the largest; where one of them has
    no figure ("hundreds"), the rule is silent.
    """
    previous: Sentence | None = None
    for sentence in article.sentences:
        counts = counts_in(article, sentence)
        yield from _of_the(article, sentence)
        yield from _including(article, sentence, counts)
        yield from _of_first(article, sentence, counts)
        before = counts_in(article, previous) if previous is not None and previous.block == sentence.block else ()
        yield from _of_them(article, sentence, counts, previous, before)
        previous = sentence


def _of_the(article: Article, sentence: Sentence) -> Iterator[Proposal]:
    """ "Nine of the eight members", "$5 million of the $3 million", "12 out of 10": both numbers in one phrase."""
    amounts = quantities_in(article, sentence)
    counts = {count.quantity.span: count for count in counts_in(article, sentence)}
    for part, whole in zip(amounts, amounts[1:], strict=False):
        between = sentence.slice(Span(part.span.end, whole.span.start))
        if part.unit_kind != whole.unit_kind or part.unit_kind not in ("count", "money") or not _OF_THE.fullmatch(between):
            continue
        if part.unit != whole.unit or (part.unit_kind == "count" and not _is_whole(counts[whole.span], between)):
            continue
        yield from _compared(article, part, whole, Span(part.span.start, whole.span.end), ())


def _is_whole(whole: Count, between: str) -> bool:
    """Whether the number counts that of which the part is taken: not "nine of the eight teams' players", "20 of the 9 series"."""
    noun = whole.noun
    if noun is None:
        return "out" in between.lower().split()
    words = whole.sentence.words
    follower = words[noun.index] if noun.index < len(words) else None
    if whole.hyphenated or (follower is not None and follower.text in {"’", "'", "-", "–", "'s", "’s"}):
        return False
    return (noun.feats.get("Number") == "Plur" or noun.xpos in {"NNS", "NNPS"}) and noun.upos != "PRON"


def _including(article: Article, sentence: Sentence, counts: tuple[Count, ...]) -> Iterator[Proposal]:
    """ "12 people, including 14 children": the part is at most the largest number that stands before it."""
    for opening in _INCLUDING.finditer(sentence.text):
        at = sentence.start + opening.end()
        part = next((c for c in counts if c.span.start == at), None)
        wholes = [c for c in counts if c.end <= sentence.start + opening.start()]
        if part is not None and not part.hyphenated and wholes and any(comparable(w, part) for w in wholes):
            largest = _largest(wholes)
            if largest is not None and not _vague_before(sentence, opening.start()):
                yield from _compared(article, part.quantity, largest.quantity, part.span, (largest.quantity,))


def _of_first(article: Article, sentence: Sentence, counts: tuple[Count, ...]) -> Iterator[Proposal]:
    """ "Of the 60 passengers, 75 were foreigners"."""
    if len(counts) < 2 or not _OF_FIRST.fullmatch(sentence.slice(Span(sentence.start, counts[0].span.start))):
        return
    whole, part = counts[0], counts[1]
    plural = whole.noun is not None and (whole.noun.feats.get("Number") == "Plur" or whole.noun.xpos in {"NNS", "NNPS"})
    beside = re.fullmatch(r"[^,;:]{0,60},\s*", sentence.slice(Span(whole.end, part.span.start)))
    said = _SAID_OF_THEM.match(sentence.slice(Span(part.span.end, sentence.end)))  # what they are: 75 were foreigners
    subject = part.noun is None or part.partitive or part.lemma == whole.lemma or said
    if (
        plural
        and beside
        and subject
        and not (whole.hyphenated or part.hyphenated or _vague_before(sentence, part.span.start - sentence.start))
    ):
        yield from _compared(article, part.quantity, whole.quantity, Span(whole.span.start, part.end), ())


def _of_them(
    article: Article, sentence: Sentence, counts: tuple[Count, ...], previous: Sentence | None, before: tuple[Count, ...]
) -> Iterator[Proposal]:
    """ "12 people … 14 of them", "Of those, 14 …": with no other plural between the whole and the pronoun."""
    for part in counts:
        after = sentence.slice(Span(part.span.end, sentence.end))
        lead = _THEM.search(sentence.slice(Span(sentence.start, part.span.start)))
        leading = lead is not None and lead.end() == part.span.start - sentence.start
        if not _OF_THEM.match(after) and not leading:
            continue
        wholes = [c for c in counts if c.end <= part.span.start and not c.partitive]
        place, others = (sentence, tuple(wholes)) if wholes else (previous, before)
        largest = _largest(others)
        if place is None or largest is None or any(c.partitive for c in others):
            continue
        end = part.span.start if place is sentence else place.end
        if largest is not others[-1] or _plural_between(place, largest.end, end) or _vague_before(place, end - place.start):
            continue
        if place is not sentence and _plural_between(sentence, sentence.start, part.span.start):
            continue
        if largest.noun is None or largest.noun.feats.get("Number") == "Plur":
            yield from _compared(article, part.quantity, largest.quantity, part.span, (largest.quantity,))


def _compared(article: Article, part: Quantity, whole: Quantity, span: Span, sides: tuple[Quantity, ...]) -> Iterator[Proposal]:
    some, all_of_it = interval_of(part), interval_of(whole)
    if some is None or all_of_it is None or not all_of_it.below(some):
        return
    yield Proposal(
        span,
        f"A part cannot be greater than its whole: {inside(part.text)} of {inside(whole.text)}.",
        tuple(Place(side.span, f"the whole: {spoken(side)}") for side in sides),
        f"{spoken(part)} > {spoken(whole)}",
        "warning" if article.quoted_at(span) else None,
    )


def _largest(counts: list[Count] | tuple[Count, ...]) -> Count | None:
    """The count that allows most, None where one of them has no end or no figure."""
    known = [c for c in counts if c.amount is not None and c.amount.high is not None]
    if not known or len(known) < len(counts):
        return None
    return max(known, key=lambda c: (c.amount.high if c.amount is not None and c.amount.high is not None else 0, c.span))


_VAGUE = re.compile(
    r"\b(?:dozens|hundreds|thousands|millions|scores|tens|many|several|some|others|all|most|more|countless|numerous)\b", re.I
)


def _vague_before(sentence: Sentence, end: int) -> bool:
    """Whether the part may belong to a number that nobody gives: "killed 12 people and many animals, including 14 cows"."""
    return _VAGUE.search(re.sub(r"at most|(?:more|less) than", "", sentence.text[:end], flags=re.I)) is not None


def _plural_between(sentence: Sentence, start: int, end: int) -> bool:
    """Whether another plural stands there that "them" may mean."""
    inside = (w for w in sentence.words if start <= w.start < end)
    return any(
        (w.upos in {"NOUN", "PROPN"} and (w.feats.get("Number") == "Plur" or w.xpos in {"NNS", "NNPS"}))
        or (w.upos == "PRON" and w.lemma.lower() in {"they", "we", "you"} and w.text.lower() not in {"them"})
        for w in inside
    )
