"""Parts that do not add up to the whole that they are parts of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from claimcheck.consistency.article import Article, Place, Proposal
from claimcheck.consistency.counted import (
    ANYBODY,
    FATES,
    PEOPLE,
    SEATS,
    SEX_AND_AGE,
    YOUNG,
    Count,
    comparable,
    counts_in,
    disjoint,
    everybody,
    quantities_in,
)
from claimcheck.consistency.interval import Interval, exactly, spoken, spoken_interval
from claimcheck.consistency.wording import capital, listed
from claimcheck.model import Severity, Span
from claimcheck.rules import rule
from claimcheck.tree import Sentence

#: All that may stand between two members of a list of parts.
_LINK = re.compile(r"\s*,?\s*(?:(?:and|as well as|plus|along with)\s+)?(?:another\s+|a\s+further\s+)?", re.IGNORECASE)
_APPOSED = re.compile(r"(?:\s+(?:were|was|have\s+been|had\s+been)\s+(?:\w+ly\s+)?(?P<fate>\w+ed|hurt|shot))?\s*(?P<mark>,|:|\(|–|—|\s-)\s*")
_COMPOSED = re.compile(
    r"(?:-|–)\w+(?:\s+[\w’'-]+){1,4}?\s+(?:(?:is|was|are|were)\s+)?(?:made\s+(?:up\s+)?of|composed\s+of|consist\w*\s+of|compris\w+|with)\s+",
    re.IGNORECASE,
)
_INCLUDING = re.compile(r"(?:\s+[\w’'-]+){0,3}?\s*,?\s*including\s+", re.IGNORECASE)
_OF_THEM = re.compile(r"\s+of\s+(?:them|whom|those|these)\b\s*(?:(?:were|are)\s+)?", re.IGNORECASE)
_THEM_FIRST = re.compile(r"(?:^|.*,\s*)(?:of|among)\s+(?:them|whom|those|these)\s*,?\s*$", re.IGNORECASE | re.DOTALL)
_OF_THE = re.compile(r"\s+(?:out\s+)?of\s+(?:the|its|their|those|these|all)\s+", re.IGNORECASE)
_OF_FIRST = re.compile(r"\W*(?:out\s+)?of\s+(?:(?:the|all|those|its|their)\s+)*", re.IGNORECASE)
_OTHER = re.compile(r"\bthe\s+(?:other|remaining)\s+$", re.IGNORECASE)
#: One of them is no longer there: "the other three, after one had died".
_GONE = re.compile(r"\b(?:after|one|another|had|since|once)\b", re.IGNORECASE)
#: How the members of a body vote: each in one way only.
_BALLOT = re.compile(
    r"\W*(?:(?:others|members|lawmakers|councillors|deputies|senators|judges|voted|voting|were|was|came|out)\s+)*"
    r"(?:in\s+favou?r|for|yes|no|against|opposed|abstained|abstaining|absent)\b",
    re.IGNORECASE,
)
_IN_BODY = re.compile(r"\s+(?:\w+\s+){0,3}?in\s+(?:the|its|a)\s+")
_BODY_VOTED = re.compile(
    r"(?:-|–)\w+(?:\s+[\w’'-]+){1,4}?\s+(?:voted|approved\s+it|ruled|passed\s+it|rejected\s+it|decided|split)\s+(?:by\s+)?", re.IGNORECASE
)
_AGAINST = re.compile(r"\b(?:against|opposed|no)\b", re.IGNORECASE)
#: Who says this gives no other answer: beside it, the answers are parts of the whole.
_NO_ANSWER = re.compile(
    r"\b(?:no opinion|undecided|unsure|not sure|(?:did|do|does)\s?n[o’']t (?:know|answer|say|respond|vote)|declined to (?:answer|say)|no answer)\b",
    re.IGNORECASE,
)
_ANSWERING = frozenset(
    """say answer reply respond agree disagree support oppose favor favour approve disapprove reject vote want prefer back think believe
    be have do decline""".split()
)
#: What may stand between the number of a part and the word that says what they are.
_LEADING = frozenset(
    "of they who whom those these them be were was have been more other others suffer suffered various degree degrees".split()
)
#: What somebody may be besides being something else.
_ALSO = ANYBODY | frozenset(
    """official member leader officer employee worker citizen national foreigner local civilian voter user parent mother father elder veteran
    brother sister cousin sibling relative son daughter friend""".split()
)
#: Who is one of these is no civilian.
_ARMED = frozenset(
    "soldier militant rebel fighter gunman troop trooper marine insurgent combatant policeman guard terrorist attacker".split()
)


@rule(
    "consistency",
    severity="error",
    yes={
        "{Twelve people, seven men and six women}, were arrested.": "men and women, in apposition",
        "{Twelve people were arrested, seven men and six women}.": "behind the verb",
        "The attack killed {15 people: nine soldiers and eight civilians}.": "a list behind a colon",
        "{Twenty-three people were hurt, six of them children and 15 adults}.": "adults and children are everybody",
        "The bombing caused {25 casualties: 12 dead and 14 injured}.": "dead and injured are all casualties",
        "Nine people were injured. Of them, {eight were adults and two were children}.": "of them, a sentence later",
        "Of {40 people surveyed, 22 agreed, 12 disagreed and nine} had no opinion.": "answers that exclude each other",
        "{Nine of the 15 members voted for the bill, seven} against it.": "votes",
        "{Three of the four suspects were arrested on Thursday, while the other two} escaped.": "the other two are all the rest",
        "Three of the four suspects were arrested on Thursday. The other {two} escaped.": "the others, a sentence later",
        "There were 70 workers in the hall. Of those, {36 were killed and 42 were injured}.": "the dead are not among the injured",
        "The {15-member council voted 9-7} to approve the plan.": "a body that votes",
        "The {24-member cabinet is made of 14 women and 12 men}.": "composed of",
        "The bill passed {52-51 in the 100-member} Senate.": "a vote in a body of so many",
        "The attack killed {26 people, including 25 tourists and two guides}.": "unless somebody is both",
    },
    no={
        "Twelve people, seven men and five women, were arrested.": "it adds up",
        "Twelve people, including six children and ten Americans, were arrested.": "some of the children may be Americans",
        "At least 12 people, seven men and six women, were arrested.": "the whole has no upper bound",
        "Twelve people were arrested, seven men and five women.": "it adds up, behind the verb",
        "Twelve people were killed, seven men and six women hurt.": "the hurt are not among the dead",
        "Twelve people were arrested, six in Leeds and seven in York.": "some may have been held twice",
        "The attack hurt 15 people: ten journalists and eight civilians.": "journalists are civilians",
        "Nine people were injured, six of them men and two women.": "the ninth may be a child",
        "Of 40 people surveyed, 22 liked tea and 30 liked coffee.": "somebody may like both",
        "Three of the four suspects were arrested on Thursday, while the other one escaped.": "it adds up",
        "Three of the nine members left in May, two in June, and the other four in July.": "three parts that add up",
        "Of the 40 pupils, 22 play football, 25 play chess and six do not know yet.": "no answers, but games",
        "Two of the six hostages were freed on Monday and the other three on Friday, after one had died.": "the sixth is dead",
        "Four men, including two brothers and three cousins, were charged.": "brothers may be cousins of others",
        "Eight of the 14 peaks are in Nepal. The other six are in Tibet.": "it adds up, a sentence later",
        "Of 40 people hurt, 12 were children and 35 were injured by glass.": "some of the children may be",
        "The bill passed 52-48 in the 100-member Senate.": "all members",
        "Police arrested 12 teachers, seven men and six women.": "a list, not an apposition",
    },
)
def sum_of_parts(article: Article) -> Iterator[Proposal]:
    """Parts that together are more than their whole: "twelve people, seven men and six women".

    Only parts that exclude each other are added: by sex and age, by vote, by answer, or "the other two". Where they are all of the
    whole (adults and children, an apposition, "the other"), less than the whole is found too. Roles and nationalities after
    "including" are a warning, since somebody may be of two. Bounds and ranges count with all that they allow.
    """
    previous: Sentence | None = None
    for sentence in article.sentences:
        counts = counts_in(article, sentence)
        before = counts_in(article, previous) if previous is not None and previous.block == sentence.block else ()
        yield from _apposed(article, sentence, counts)
        yield from _included(article, sentence, counts)
        yield from _of_them(article, sentence, counts, before)
        yield from _the_others(article, sentence, counts, before)
        yield from _answers(article, sentence, counts, before)
        yield from _votes(article, sentence, counts)
        previous = sentence


def _apposed(article: Article, sentence: Sentence, counts: Sequence[Count]) -> Iterator[Proposal]:
    """ "Twelve people, seven men and six women,": with a comma only where the whole is nobody in particular."""
    for position, whole in enumerate(counts[:-2]):
        first = counts[position + 1]
        link = _APPOSED.fullmatch(sentence.slice(Span(whole.end, first.span.start))) if whole.end <= first.span.start else None
        gap = sentence.slice(Span(whole.span.end, first.span.start))
        if (
            whole.hyphenated
            and whole.lemma in SEATS
            and _COMPOSED.fullmatch(gap)
            and disjoint([_kind(p) or "" for p in _list_from(sentence, counts, position + 1)])
        ):
            parts = _list_from(sentence, counts, position + 1)
            yield from _added(article, whole, parts, all_of_it="with" not in gap.split() and not _goes_on(sentence, parts[-1]))
        if link is None or not whole.of_people or whole.noun is None or whole.partitive or whole.hyphenated:
            continue
        parts = _list_from(sentence, counts, position + 1)
        apart = _OF_THEM.match(sentence.slice(Span(first.span.end, sentence.end)))
        if link["fate"] and (apart or not re.match(r"\s*(?:[.,;]|$)", sentence.slice(Span(parts[-1].end, sentence.end)))):
            continue  # "nine were hurt, six of them men and two women", "three were killed, two men and four women wounded"
        kinds = [_kind(part) or "" for part in parts]
        children = everybody(kinds) and whole.lemma in YOUNG | {"student", "pupil", "sibling", "orphan"}
        listed_whole = link["mark"] in {":", "(", "–", "—"}
        if disjoint(kinds) and (children or whole.lemma in ANYBODY or listed_whole):
            yield from _added(article, whole, parts, all_of_it=not _goes_on(sentence, parts[-1]))
        elif listed_whole and whole.lemma in ANYBODY and _are_roles([part.lemma or "" for part in parts]):
            yield from _added(article, whole, parts, severity="warning", unless=", unless somebody is counted twice")


def _goes_on(sentence: Sentence, last: Count) -> bool:
    """Whether the list has more members, without a number: "and others"."""
    return re.match(r"\s*,?\s*(?:and|as well as|plus|,)\s", sentence.slice(Span(last.end, sentence.end))) is not None


def _included(article: Article, sentence: Sentence, counts: Sequence[Count]) -> Iterator[Proposal]:
    """ "26 people, including 25 tourists and two guides": roles may meet in one person, so that is a warning."""
    for position, whole in enumerate(counts[:-2]):
        first = counts[position + 1]
        gap = sentence.slice(Span(whole.end, first.span.start)) if whole.end <= first.span.start else ""
        if not _INCLUDING.fullmatch(gap) or not whole.of_people or whole.partitive or position:
            continue
        parts = _list_from(sentence, counts, position + 1)
        kinds = [part.lemma or "" for part in parts]
        if disjoint(kinds):
            yield from _added(article, whole, parts)
        elif _are_roles([*kinds]) and "civilian" not in kinds:
            yield from _added(article, whole, parts, severity="warning", unless=", unless somebody is counted twice")


def _are_roles(kinds: Sequence[str]) -> bool:
    """Whether these are roles of people that one person seldom has two of: tourists and guides, soldiers and civilians."""
    among_soldiers = bool(set(kinds) & _ARMED)
    return len(set(kinds)) == len(kinds) > 1 and all(
        (k in PEOPLE and k not in _ALSO and k not in SEX_AND_AGE) or (k == "civilian" and among_soldiers) for k in kinds
    )


def _of_them(article: Article, sentence: Sentence, counts: Sequence[Count], before: Sequence[Count]) -> Iterator[Proposal]:
    """ "23 people were hurt, six of them children and 15 adults", "Of them, eight were adults and two were children"."""
    for position, part in enumerate(counts):
        opening = _OF_THEM.match(sentence.slice(Span(part.span.end, sentence.end)))
        leading = _THEM_FIRST.match(sentence.slice(Span(sentence.start, part.span.start)))
        if not opening and not leading:
            continue
        wholes = counts[:position] if position else before
        parts = [part]
        for following in counts[position + 1 :]:
            gap = sentence.slice(Span(parts[-1].span.end, following.span.start))
            if len(gap.split()) > 8 or ";" in gap or _kind(following) is None:
                break
            parts.append(following)
        kinds = [_kind(each) or "" for each in parts]
        if len(wholes) == 1 and len(parts) > 1 and wholes[0].of_people and not wholes[0].partitive and disjoint(kinds):
            yield from _added(article, wholes[0], parts, all_of_it=everybody(kinds) and not _goes_on(sentence, parts[-1]))
        return


def _kind(part: Count) -> str | None:
    """What the people of a part are by sex and age, or what became of them: the noun beside the number, or what is said of it."""
    # six children; six (of them) were children: children -nsubj-> six; six of them children; 36 were killed; 12 dead
    if part.noun is not None and not part.partitive and part.lemma in SEX_AND_AGE:
        return part.lemma
    for word in part.sentence.words[part.number.index : part.number.index + 7]:
        lemma = word.lemma.lower()
        if (lemma in SEX_AND_AGE and word.upos == "NOUN") or lemma in FATES:
            return FATES.get(lemma, lemma)
        if lemma not in _LEADING and word.text.lower() not in _LEADING and lemma not in ANYBODY:
            return None
    return None


def _the_others(article: Article, sentence: Sentence, counts: Sequence[Count], before: Sequence[Count]) -> Iterator[Proposal]:
    """ "Three of the four …, the other two …", also a sentence later: the others are all that is left."""
    for position, rest in enumerate(counts):
        lead = sentence.slice(Span(sentence.start, rest.span.start))
        if not _OTHER.search(lead):
            continue
        if position == 0 and len(before) == 2 and _OTHER.fullmatch(lead):
            first, second, between = before[0], before[1], []
        elif position > 1:
            first, second, between = counts[0], counts[1], list(counts[2:position])
        else:
            continue
        if _OF_THE.fullmatch(first.sentence.slice(Span(first.span.end, second.span.start))):
            whole, parts = second, [first, *between, rest]
        elif _OF_THEM.match(second.sentence.slice(Span(second.span.end, second.sentence.end))):
            whole, parts = first, [second, *between, rest]
        else:
            continue
        if any(part.noun is not None and part.lemma != whole.lemma and not part.partitive for part in parts) or whole.hyphenated:
            continue
        pair = _sum([parts[0], rest])
        if len(parts) < 4 and pair is not None and whole.amount is not None and not pair.meets(whole.amount):
            gone = _GONE.search(sentence.slice(Span(rest.span.end, sentence.end)))
            yield from _added(article, whole, parts, all_of_it=gone is None)


def _answers(article: Article, sentence: Sentence, counts: Sequence[Count], before: Sequence[Count]) -> Iterator[Proposal]:
    """ "Of 40 people surveyed, 22 …, 12 … and nine had no opinion", "Nine of the 15 members voted for it, seven against"."""
    if len(counts) < 2:
        return
    since = None
    if _OF_FIRST.fullmatch(sentence.slice(Span(sentence.start, counts[0].span.start))):
        whole, parts = counts[0], list(counts[1:])
    elif _OF_THE.fullmatch(sentence.slice(Span(counts[0].span.end, counts[1].span.start))):
        whole, parts, since = counts[1], [counts[0], *counts[2:]], counts[1].end
    elif len(before) == 1 and (them := _OF_THEM.match(sentence.slice(Span(counts[0].span.end, sentence.end)))):
        whole, parts, since = before[0], list(counts), counts[0].span.end + them.end()
    else:
        return
    if len(parts) < 2:
        return
    ends = [part.span.start for part in parts[1:]] + [sentence.end]
    starts = [since if since and part is counts[0] else part.end for part in parts]
    said = [sentence.slice(Span(start, end)) for start, end in zip(starts, ends, strict=True)]
    if any(part.noun is not None and not part.partitive and not comparable(whole, part) for part in parts) or whole.hyphenated:
        return
    answers = any(_NO_ANSWER.search(text) for text in said[-2:]) and all(_subject(part) for part in parts)
    ballots = all(_BALLOT.match(text) for text in said) and any(_AGAINST.search(text) for text in said[1:])
    if answers or ballots:
        yield from _added(article, whole, parts)


def _subject(part: Count) -> bool:
    """Whether a verb of answering follows: "22 said"; 22 that play chess may play football too."""
    words = part.sentence.words
    after = next((w for w in words if w.start >= part.end), None)
    return after is not None and after.lemma.lower() in _ANSWERING


def _votes(article: Article, sentence: Sentence, counts: Sequence[Count]) -> Iterator[Proposal]:
    """ "52-51 in the 100-member Senate": no more votes than members."""
    for score in quantities_in(article, sentence):
        if (
            score.unit_kind != "score"
            or score.low is None
            or score.high is None
            or not re.search(r"\bvot|\bpass|\bapprov|\breject|\bruled|\bback", sentence.text)
        ):
            continue
        for body in counts:
            gap = sentence.slice(Span(min(score.span.end, body.span.end), max(score.span.start, body.span.start)))
            if (
                not (_IN_BODY if body.span.start > score.span.start else _BODY_VOTED).fullmatch(gap)
                or not body.hyphenated
                or body.lemma not in SEATS
            ):
                continue
            cast = exactly(int(score.low) + int(score.high))
            if body.amount is not None and body.amount.below(cast):
                total = spoken_interval(cast)
                end = body.noun.end if body.noun is not None else body.end
                span = Span(min(score.span.start, body.span.start), max(score.span.end, end))
                yield Proposal(
                    span,
                    f"{score.text} is {total} votes in a body of {body.quantity.text}.",
                    (Place(body.span, f"the whole: {spoken(body.quantity)}"),),
                    f"{score.high} + {score.low} = {total} > {spoken(body.quantity)}",
                    "warning" if article.quoted_at(span) else None,
                )


def _list_from(sentence: Sentence, counts: Sequence[Count], position: int) -> list[Count]:
    """The counts that follow each other with nothing but a comma or "and" between them."""
    parts = [counts[position]]
    for following in counts[position + 1 :]:
        end = max(parts[-1].end, _named(parts[-1]))
        if end > following.span.start or not _LINK.fullmatch(sentence.slice(Span(end, following.span.start))):
            break
        parts.append(following)
    return parts


def _sum(parts: Sequence[Count]) -> Interval | None:
    total = exactly(0)
    for part in parts:
        if part.amount is None:
            return None
        total += part.amount
    return total


def _added(
    article: Article, whole: Count, parts: Sequence[Count], *, all_of_it: bool = False, severity: Severity | None = None, unless: str = ""
) -> Iterator[Proposal]:
    total = _sum(parts)
    if total is None or whole.amount is None or len(parts) < 2:
        return
    if not whole.amount.below(total) and not (all_of_it and total.below(whole.amount)):
        return
    same = whole.sentence is parts[-1].sentence
    here = [part for part in parts if part.sentence is parts[-1].sentence]
    first = min(whole.span.start, parts[0].span.start) if same else here[0].span.start
    span = Span(first, max(parts[-1].end, whole.end if same else 0, _named(parts[-1])))
    makes = spoken_interval(total)
    yield Proposal(
        span,
        f"{capital(listed([part.quantity.text for part in parts]))} make {makes}, not {spoken(whole.quantity)}{unless}.",
        (
            Place(whole.span, f"the whole: {spoken(whole.quantity)}"),
            *(Place(part.span, f"a part: {spoken(part.quantity)}") for part in parts),
        ),
        f"{' + '.join(spoken(part.quantity) for part in parts)} = {makes}, not {spoken(whole.quantity)}",
        "warning" if article.quoted_at(span) else severity,
    )


def _named(part: Count) -> int:
    """Where the noun ends that says who a part is, if it does not stand beside the number."""
    words = part.sentence.words[part.number.index : part.number.index + 7]
    noun = next((w for w in words if w.lemma.lower() in SEX_AND_AGE or w.lemma.lower() in FATES), None)
    return noun.end if noun is not None and _kind(part) is not None else 0
