"""A number and the list behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from claimcheck.consistency.article import Article, Place, Proposal
from claimcheck.consistency.counted import PEOPLE, Count, counts_in
from claimcheck.consistency.wording import capital
from claimcheck.model import Span
from claimcheck.rules import rule
from claimcheck.tree import Mention, Sentence, Word

#: Not one thing each: "two pairs: A, B, C and D"; goals and wins stand before who scored or lost them.
NOT_LISTED = frozenset(
    """pair couple set group team family side time goal point win game match medal try title award set wicket run percent vote date
    point way kind sort type hundred thousand dozen million billion number letter word line page part half third quarter name player""".split()
)
#: Places are written with the place that they are in: "Portland, Oregon".
PLACES = frozenset(
    {"city", "town", "village", "place", "location", "district", "municipality", "community", "suburb", "site", "airport", "stop", "venue"}
)
_COLON = re.compile(r"(?:\s+(?:namely|today|here|now))?\s*:\s*")
#: Between the noun and the colon stands what they did: "five countries voted against the text: …".
_AFTER_VERB = re.compile(r"\s+[a-z][^.:;,()“”\"\d]{2,80}?:\s+")
_NAMED_LANDS = frozenset({"country", "state", "nation", "city", "town", "province"})
_DASH = re.compile(r"\s+[–—-]\s+|\s*—\s*")
_BRACKET = re.compile(r"\s*\(\s*")
#: A list with one of these has more members than are written, or other things than members.
_OPEN = re.compile(
    r"[\d;:()\[\]“”\"/&…]|\b(?:including|such as|among|like|led by|e\.?g|etc|others|other|more|also|or|but|not|both|either|two|three|four|five|six|seven|eight|"
    r"nine|ten|respectively|plus|from|with|versus|vs|one|each|all|first|second|third|another|as well as|together|between|who|which|that|whose|where|when)\b",
    re.IGNORECASE,
)


@rule(
    "consistency",
    severity="error",
    yes={
        "The president dismissed {three ministers: Ann Lee, Bob Chan, Carl Ray and Dora Cole}.": "four names",
        "The mayor gave {two reasons: cost, speed and safety}.": "three reasons",
        "The {four countries – Chile, Peru and Brazil} – signed the pact.": "three countries between dashes",
        "The {four countries (Chile, Peru and Brazil)} signed the pact.": "three countries in brackets",
        "{Five countries voted against the text: Chile, Peru, Cuba and Mali}.": "behind the verb",
        "The pact was signed by {both Chile, Peru and Brazil}.": "both is two",
    },
    no={
        "The president dismissed four ministers: Ann Lee, Bob Chan, Carl Ray and Dora Cole.": "four names",
        "Four countries voted against the text: Chile, Peru, Cuba and Mali.": "four, behind the verb",
        "Two countries bought oil from the others: Chile, Peru, Cuba and Mali.": "whom they bought it from, or who they are",
        "The president dismissed three ministers, including Ann Lee and Bob Chan.": "not all of them",
        "The pact was signed by at least two countries: Chile, Peru and Brazil.": "at least",
        "The tour stops in two cities: Portland, Oregon, and Seattle.": "a city with its state",
        "The mayor thanked two ministers: Ann Lee, the health minister, and Bob Chan.": "a name with its office",
        "The pact was signed by both Chile and Peru, and Brazil will follow.": "two, and something else",
        "The team scored three goals: Lee and Chan.": "who scored them",
    },
)
def count_against_list(article: Article) -> Iterator[Proposal]:
    """A number and the complete list behind it do not agree: "three ministers: Ann, Bob, Carl and Dora", "both Chile, Peru and Brazil".

    Only lists behind a colon, between dashes or in brackets are counted, and only where each member is a plain name or noun: names
    with offices, places with their country, and lists with "including" or numbers in them are left alone.
    """
    for position, sentence in enumerate(article.sentences):
        following = article.sentences[position + 1] if position + 1 < len(article.sentences) else None
        for count in counts_in(article, sentence):
            yield from _listed(article, sentence, count, following)
        yield from _both(article, sentence)


def _listed(article: Article, sentence: Sentence, count: Count, following: Sentence | None) -> Iterator[Proposal]:
    quantity, noun = count.quantity, count.noun
    if (
        quantity.comparator != "eq"
        or quantity.value is None
        or not 2 <= quantity.value <= 12
        or noun is None
        or count.partitive
        or count.hyphenated
    ):
        return
    if (
        noun.lemma.lower() in NOT_LISTED
        or noun.start < quantity.span.end
        or not (noun.feats.get("Number") == "Plur" or noun.xpos in {"NNS", "NNPS"})
    ):
        return
    rest = sentence.slice(Span(noun.end, sentence.end))
    place, far = sentence, False
    if found := _COLON.match(rest):
        start = noun.end + found.end()
        if not rest[found.end() :].strip():  # parsers like to end a sentence at a colon
            if following is None or following.block != sentence.block:
                return
            place, start = following, following.start
        end, closed = place.end, False
        if place.text.rstrip()[-1:] not in {".", "!", "?"}:
            return
    elif (found := _BRACKET.match(rest)) and ")" in rest:
        start, end, closed = noun.end + found.end(), noun.end + rest.index(")"), True
    elif (found := _DASH.match(rest)) and (ending := _DASH.search(rest, found.end()) or re.search(r"[.!?]?\s*$", rest)):
        start, end, closed = noun.end + found.end(), noun.end + ending.start(), True
    elif found := _AFTER_VERB.match(rest):
        start, end, closed, far = noun.end + found.end(), sentence.end, False, True
        if sentence.text.rstrip()[-1:] not in {".", "!", "?"} or not _subject_alone(article, sentence, count, start):
            return
    else:
        return
    members = _members(place, start, end)
    if not members or len(members) == quantity.value:
        return
    if far and not _of_one_sort(place, members, noun) or not far and not _plain(place, members, noun, fewer=len(members) < quantity.value):
        return
    bracket = place.slice(Span(end, end + 1)) == ")"
    span = Span(quantity.span.start, end + 1 if bracket else members[-1].end)
    yield _proposal(article, span, f"“{capital(quantity.text)} {noun.text}”", members, place, int(quantity.value), closed)


def _subject_alone(article: Article, sentence: Sentence, count: Count, colon: int) -> bool:
    """ "Five countries voted against it:": what the sentence begins with, and the only number in it. voted -nsubj-> countries"""
    lead = sentence.slice(Span(sentence.start, count.quantity.span.start)).strip().lower()
    return (
        lead in {"", "the", "all", "these", "only", "just"}
        and count.noun is not None
        and count.noun.relation == "nsubj"
        and len(counts_in(article, sentence)) == 1
        and not any(_may_be_listed(word) for word in sentence.words if word.start >= count.noun.end and word.start < colon)
    )


def _may_be_listed(word: Word) -> bool:
    """Whether a word between the number and the list may be what is listed: "two countries bought oil from the others: …"."""
    plural = word.feats.get("Number") == "Plur" or word.xpos in {"NNS", "NNPS"}
    lemma = word.lemma.lower()
    return lemma in {"other", "others", "these", "those", "following"} or plural and (lemma in PEOPLE or lemma in _NAMED_LANDS)


def _of_one_sort(sentence: Sentence, members: Sequence[Span], noun: Word) -> bool:
    """Whether the list far behind its number is one of names that the noun is for: people, or countries and cities."""
    kinds = {_kind(sentence, member) for member in members}
    if kinds <= {"PERSON", "PER", "Person"}:
        return noun.lemma.lower() in PEOPLE
    return kinds <= {"GPE", "LOC", "Location"} and noun.lemma.lower() in _NAMED_LANDS and not _nested(members, sentence)


def _members(sentence: Sentence, start: int, end: int) -> list[Span]:
    """The members of a list "A, B and C" that is all there is between two offsets; none where it is anything else."""
    text = sentence.slice(Span(start, end)).rstrip(" .!?\n")
    if _OPEN.search(text) or len(re.findall(r"\band\b", text)) != 1 or "\n" in text:
        return []
    if any(w.upos in {"VERB", "AUX", "PRON", "SCONJ", "NUM"} for w in sentence.words if start <= w.start < end):
        return []
    joint = re.search(r",?\s+and\s+", text)
    if joint is None or "," in text[joint.end() :] or not text[: joint.start()].strip():
        return []
    pieces = [(m.start(), m.end()) for m in re.finditer(r"[^,]+", text[: joint.start()])] + [(joint.end(), len(text))]
    spans = []
    for a, b in pieces:
        piece = text[a:b]
        lead = len(piece) - len(piece.lstrip())
        spans.append(Span(start + a + lead, start + a + len(piece.rstrip())))
    return spans if all(0 < len(sentence.slice(s).split()) <= 4 for s in spans) else []


def _plain(sentence: Sentence, members: Sequence[Span], noun: Word, *, fewer: bool) -> bool:
    """Whether each member is one name of the same kind, or a common noun without an article."""
    kinds = [_kind(sentence, member) for member in members]
    if kinds[0] is not None and all(kind == kinds[0] for kind in kinds):
        return kinds[0] in {"PERSON", "PER", "Person"} or (noun.lemma.lower() not in PLACES and not _nested(members, sentence))
    words = [sentence.slice(member) for member in members]
    return (
        not fewer
        and all(re.fullmatch(r"[a-z][a-z’'-]*(?:\s[a-z’'-]+){0,2}", w) for w in words)
        and not any(re.match(r"(?:the|a|an|its|his|her|their|in|of|for|to|by|on|at)\b", w) for w in words)
    )


def _nested(members: Sequence[Span], sentence: Sentence) -> bool:
    """Whether a comma stands before the "and" of three places: "Portland, Oregon, and Seattle"."""
    return sentence.slice(Span(members[-2].end, members[-1].start)).strip().startswith(",")


def _kind(sentence: Sentence, member: Span) -> str | None:
    """The entity type of a member that is nothing but one name; "the" before it does not count."""
    found: list[Mention] = [m for m in sentence.mentions if m.span.overlaps(member)]
    if len(found) != 1:
        return None
    lead = sentence.slice(Span(member.start, max(found[0].span.start, member.start))).strip().lower()
    return found[0].type if lead in {"", "the"} and found[0].span.end == member.end else None


def _both(article: Article, sentence: Sentence) -> Iterator[Proposal]:
    """ "both Chile, Peru and Brazil": Chile -cc:preconj-> both, Chile -conj-> Peru, Chile -conj-> Brazil."""
    if "both" not in sentence.forms:
        return
    for both in sentence.words:
        first = sentence.head(both)
        if both.text.lower() != "both" or both.relation != "cc" or first is None or first.index <= both.index:
            continue
        last = max((w.end for c in sentence.children(first, "conj") for w in sentence.subtree(c)), default=None)
        if last is None or first.upos not in {"NOUN", "PROPN"}:
            continue
        members = _members(sentence, both.end + 1, last)
        if len(members) < 3 or not _plain(sentence, members, first, fewer=False) or _nested(members, sentence):
            continue
        yield _proposal(article, Span(both.start, members[-1].end), f"“{capital(both.text)}”", members, sentence, 2, True)


def _proposal(article: Article, span: Span, said: str, members: Sequence[Span], place: Sentence, number: int, closed: bool) -> Proposal:
    names = tuple(Place(member, f"number {position}") for position, member in enumerate(members, 1))
    fewer = len(members) < number and not closed
    quoted = article.quoted_at(span)
    return Proposal(
        span,
        f"{said} is followed by a list of {len(members)}.",
        names,
        f"{len(members)} in the list, not {number}",
        "warning" if quoted or fewer else None,
    )
