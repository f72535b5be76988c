"""Shares that are more than all of a whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from claimcheck.consistency.article import Article, Place, Proposal
from claimcheck.consistency.counted import PEOPLE, quantities_in
from claimcheck.consistency.interval import Interval, exactly, interval_of, spoken, spoken_interval
from claimcheck.consistency.wording import capital, listed
from claimcheck.model import Quantity, Span
from claimcheck.rules import rule
from claimcheck.tree import Sentence

#: Wholes that are all there is: no more than all households can have anything.
WHOLES = PEOPLE | frozenset(
    "household family home vote ballot seat school pupil country nation company firm population electorate workforce".split()
)
_OF = re.compile(r"\s+of\s+(?:(?:the|all|its|their|our|those|these|registered|eligible|local|adult)\s+)*", re.IGNORECASE)
#: A share of what was planned or was there before may be more than a hundred percent.
_PLANNED = re.compile(
    r"\s*(?:needed|required|expected|planned|targeted|projected|in\s+(?:19|20)\d\d|it|they|he|she|we|last|a\s+year|before|target|quota|capacity|number|level|average)\b",
    re.IGNORECASE,
)
#: Another time, place or group: its shares are parts of another whole.
_ELSEWHERE = re.compile(
    r"\b(?:compared|than|versus|up|down|from|previous\w*|last|earlier|ago|first round|second round|run-?off|while in|whereas|women|men|turnout|counted|tallied|"
    r"processed|reporting|threshold|margin|lead|need\w*|required?|respectively in|more|less|another|polls|surveys|projection\w*|exit)\b",
    re.IGNORECASE,
)
_AT_PLACE = re.compile(r"\b(?:in|among|at|across|on|outside|inside|by)\s", re.IGNORECASE)
#: What is opposed where it is not said again: another thing may have other numbers.
_SAME = re.compile(r"\s*\S+(?:\s+\S+)?(?:\s+(?:it|them|this|that|the\s+(?:idea|move)))?\s*[.!?]?\s*", re.IGNORECASE)
#: Who is of no opinion gives no other answer.
_NEITHER = re.compile(
    r"\s*(?:of \w+ )?(?:(?:were|was|are|remained|had|said|answered)\s+)?(?:they\s+(?:were|had)\s+)?"
    r"(?:undecided|unsure|not sure|no opinion|no answer|abstained|(?:did|do)\s?n[o’']t\s+(?:know|answer|say|vote)|declined to (?:answer|say))"
    r"\s*[.!?]?\s*",
    re.IGNORECASE,
)
_WON = frozenset("win get receive take garner poll obtain secure gain collect have earn capture score".split())
_VOTES = frozenset({"vote", "ballot"})
_YES = re.compile(
    r"\s*(?:of \w+ )?(?:(?:said|voted|were|answered|was)\s+)?(?:yes|for|in favou?r|approv\w+|support\w*|agree\w*|back\w*)\b", re.IGNORECASE
)
_NO = re.compile(
    r"\s*(?:of \w+ )?(?:(?:said|voted|were|answered|was)\s+)?(?:no|against|oppos\w+|disapprov\w+|disagree\w*|reject\w*)\b", re.IGNORECASE
)


@rule(
    "consistency",
    severity="error",
    yes={
        "{More than 120 percent} of residents were vaccinated.": "more than all",
        "Turnout reached {104 percent} in the capital.": "turnout is a share",
        "Smith won {52 percent of the vote and Jones won 51 percent}.": "two shares of one vote",
        "In the survey, {58 percent were in favour and 47 percent were against}.": "two answers that exclude each other",
        "In the poll, {55 percent said yes, 38 percent said no and 17 percent were undecided}.": "and those who gave neither",
    },
    no={
        "Sales rose 120 percent in March.": "growth has no end",
        "The plant reached 120 percent of its capacity.": "a share of a target",
        "The fund received 120 percent of the votes needed.": "more than were needed",
        "Smith won 50.4 percent of the vote and Jones won 49.7 percent.": "rounded",
        "Smith won 52 percent of the vote, up from 51 percent.": "another vote",
        "In the survey, 58 percent liked tea and 67 percent liked coffee.": "somebody may like both",
        "In the poll, 55 percent said yes, 38 percent said no and 7 percent were undecided.": "it adds up",
        "In the poll, 55 percent said yes, 38 percent said no and 17 percent were women.": "women are no third answer",
        "In Ohio Smith won 52 percent of the vote and in Iowa Jones won 55 percent.": "two places",
        "Some 62 percent support the law and 45 percent oppose the tax.": "two things",
        "Some 58 percent of women were in favour and 47 percent of men were against.": "two wholes",
    },
)
def percent_over_hundred(article: Article) -> Iterator[Proposal]:
    """More than a hundred percent of a whole: "120 percent of voters", or shares of one vote that add up to more.

    Shares may each be rounded in their last digit. Growth, and shares of a target, an average or a capacity, have no such end.
    """
    for sentence in article.sentences:
        shares = [q for q in quantities_in(article, sentence) if q.unit_kind == "percent"]
        for share in shares:
            amount = interval_of(share)
            if amount is not None and exactly(100).below(amount) and (_of_whole(sentence, share) or _turnout(sentence, share)):
                message = f"{capital(share.text)} is more than the whole."
                yield Proposal(share.span, message, (), f"{spoken(share)} > 100%", "warning" if article.quoted_at(share.span) else None)
        if len(shares) > 1 and not _ELSEWHERE.search(sentence.text) and (_one_vote(sentence, shares) or _yes_and_no(sentence, shares)):
            yield from _added(article, sentence, shares)


def _of_whole(sentence: Sentence, share: Quantity) -> bool:
    if share.item_span is None or not _OF.fullmatch(sentence.slice(Span(share.span.end, share.item_span.start))):
        return False
    nouns = [w for w in sentence.words if share.item_span.start <= w.start < share.item_span.end and w.upos == "NOUN"]
    after = sentence.slice(Span(share.item_span.end, sentence.end))
    follower = next((w for w in sentence.words if w.start >= share.item_span.end), None)
    ends = follower is None or follower.upos in {"VERB", "AUX", "PUNCT", "ADV", "CCONJ"}
    return bool(nouns) and nouns[-1].lemma.lower() in WHOLES and ends and not _PLANNED.match(after)


def _turnout(sentence: Sentence, share: Quantity) -> bool:
    """ "Turnout reached 104 percent": reached -nsubj-> turnout, reached -obj-> percent."""
    inside = [w for w in sentence.words if share.span.start <= w.start < share.span.end]
    for word in inside:
        verb = word if word.deprel == "root" else sentence.head(word)
        subject = sentence.child(verb, "nsubj") if verb is not None and (verb is word or verb not in inside) else None
        if subject is not None and subject.lemma.lower() == "turnout" and verb is not None:
            return verb is word or verb.lemma.lower() in {"reach", "hit", "total", "exceed", "be", "average", "top"}
    return False


def _one_vote(sentence: Sentence, shares: Sequence[Quantity]) -> bool:
    """Whether all are shares that somebody won of one vote: won -obj-> percent; the first says of what."""
    first = shares[0].item_span
    named = [w for w in sentence.words if first is not None and first.start <= w.start < first.end and w.lemma.lower() in _VOTES]
    if not named or any(
        share.item_span is not None and share.item is not None and "vote" not in share.item.lower() for share in shares[1:]
    ):
        return False
    gap = sentence.slice(Span(first.end if first is not None else shares[0].span.end, shares[-1].span.start))
    return not _AT_PLACE.search(gap) and all(_won(sentence, share) for share in shares)


def _won(sentence: Sentence, share: Quantity) -> bool:
    for word in sentence.words:
        if share.span.start <= word.start < share.span.end and word.relation in {"obj", "conj", "obl", "nsubj", "parataxis"}:
            lead = sentence.slice(Span(sentence.start, share.span.start)).split()[-1:]
            verb = sentence.head(word)
            with_it = lead in (["with"], ["to"]) or sentence.child(word, "orphan") is not None
            if verb is not None and (verb.lemma.lower() in _WON or with_it or sentence.child(word, "nsubj") is not None):
                return True
    return False


def _yes_and_no(sentence: Sentence, shares: Sequence[Quantity]) -> bool:
    """ "58 percent were in favour and 47 percent against": two answers, the second said in few words, and who gives neither."""
    ends = [share.span.start for share in shares[1:]] + [sentence.end]
    said = [sentence.slice(Span(share.span.end, end)) for share, end in zip(shares, ends, strict=True)]
    if len(shares) == 3:
        if not _NEITHER.fullmatch(said[2]):
            return False
        said[1] = re.sub(r"\s*,?\s*(?:and|while)?\s*$", "", said[1])
    elif len(shares) != 2:
        return False
    return (
        bool(_YES.match(said[0]) and _NO.match(said[1]) or _NO.match(said[0]) and _YES.match(said[1]))
        and _SAME.fullmatch(said[1]) is not None
    )


def _added(article: Article, sentence: Sentence, shares: Sequence[Quantity]) -> Iterator[Proposal]:
    total: Interval = exactly(0)
    for share in shares:
        amount = interval_of(share)
        if amount is None:
            return
        total += amount
    if not exactly(100).below(total):
        return
    span = Span(shares[0].span.start, shares[-1].span.end)
    if _yes_and_no(sentence, shares):
        span = Span(span.start, max(span.end, sentence.start + len(sentence.text.rstrip(" .!?"))))
    values = [Fraction(str(share.value)) for share in shares if share.value is not None]
    makes = spoken_interval(exactly(sum(values, Fraction(0)))) if len(values) == len(shares) else spoken_interval(total)
    yield Proposal(
        span,
        f"{capital(listed([share.text for share in shares]))} of one whole make {makes} percent.",
        tuple(Place(share.span, f"a share: {spoken(share)}") for share in shares),
        f"{' + '.join(spoken(share) for share in shares)} = {makes}% > 100%",
        "warning" if article.quoted_at(span) else None,
    )
