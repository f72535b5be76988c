"""Ordinals: a rank in a set with its window, such as "third telephonic conversation since January"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from claimcheck.enrich.measure.atoms import atoms_of
from claimcheck.enrich.measure.names import title_case
from claimcheck.enrich.measure.numerals import HYPHENS, cardinal, word
from claimcheck.enrich.measure.rank_words import (
    CLIMBING,
    EDITIONS,
    FINISHING,
    LASTING,
    LASTS,
    NAMED_BY_NUMBER,
    NOT_RANKED,
    NOT_SUPERLATIVE,
    STREAK,
    SUPERLATIVE,
    TIME_NOUNS,
    VAGUE_ITEMS,
)
from claimcheck.enrich.measure.ranked import Times, item_of, window_of
from claimcheck.enrich.measure.ranks import Rank, ranks_in
from claimcheck.enrich.within import by_sentence
from claimcheck.model import Ordinal, Span, TimeExpression
from claimcheck.rules import rule, rules_of
from claimcheck.tree import Sentence, Word

#: Without one of these nothing is ranked by its number.
_NUMBERED = re.compile(r"[#№]|no\s*\.|number", re.IGNORECASE)


def ordinals(sentences: Sequence[Sentence], times: Sequence[TimeExpression] = ()) -> tuple[Ordinal, ...]:
    """All ordinals of the sentences in text order, without overlaps; `times` give their windows and hide the ordinals of dates."""
    found: list[Ordinal] = []
    rules = rules_of("ordinal")
    for sentence, here in zip(sentences, by_sentence(sentences, times), strict=True):
        proposals = [each for r in rules for each in r.find(sentence, times=here)]
        kept: list[Ordinal] = []
        for each in sorted(proposals, key=lambda o: (o.span.start - o.span.end, o.rule, o.span)):
            if not any(each.span.overlaps(other.span) for other in kept):
                kept.append(each)
        found += kept
    return tuple(sorted(found, key=lambda o: o.span))


def _numbers(sentence: Sentence, times: Times) -> Iterator[Rank]:
    """Ordinal numbers that are neither fractions nor days."""
    for number in ranks_in(sentence.text):
        span = Span(sentence.start + number.span.start, sentence.start + number.span.end)
        if not _in_date(sentence, span, times):
            yield replace(number, span=span)


def _in_date(sentence: Sentence, span: Span, times: Times) -> bool:
    """Whether the ordinal is inside a time expression that is more than "the sixth straight year"."""
    return any(span in t.span and not STREAK & set(sentence.slice(t.span).lower().split()) for t in times)


def _word_at(sentence: Sentence, span: Span) -> Word | None:
    """The last word that shares characters with the span."""
    return next((w for w in reversed(sentence.words) if w.start < span.end and span.start < w.end), None)


def _head_after(sentence: Sentence, number: Word) -> Word | None:
    """The noun to the right that the ordinal modifies."""
    head = sentence.head(number)
    # the first-ever medal: medal -amod-> ever -advmod-> first, or the other way round
    ever = next((w for w in sentence.words[number.index : number.index + 2] if w.lemma.lower() == "ever"), None)
    if ever is not None and head is not None and head.upos not in {"NOUN", "PROPN"}:
        number, head = ever, sentence.head(ever)
    if head is None or head.index < number.index:
        return None
    # third-largest economy: economy -amod-> largest -advmod/amod-> third
    if head.upos == "ADJ" and head.relation == "amod":
        head = sentence.head(head) or head
    # second court appearance: court -amod-> second, appearance -compound-> court
    whole = sentence.head(head) if head.relation == "compound" and head.upos == "NOUN" else None
    if whole is not None and whole.index == head.index + 1 == number.index + 2 and head.lemma.lower() not in NOT_RANKED | TIME_NOUNS:
        head = whole
    if (
        head.index > number.index
        and head.upos in {"NOUN", "PROPN"}
        and number.relation in {"amod", "nummod", "advmod", "compound", "obl", "nmod", "dep"}
    ):
        return head
    return None


def _is_name(sentence: Sentence, number: Span, head: Word) -> bool:
    """Both the ordinal and its noun carry capitals ("First Lady"), or a figure stands before a name ("42nd Street")."""
    text = sentence.slice(number)
    follower = next((w for w in sentence.words if w.start >= number.end), head)
    if text[:1].isdigit() and follower.upos == "PROPN":
        return not (EDITIONS | LASTING) & {w.text.lower() for w in sentence.words[follower.index - 1 : head.index + 2]}
    if any(number in m.span and len(m.words) > 1 and m.type != "Date" for m in sentence.mentions):
        return True
    if text[:1].isupper() and follower.text[:1].isupper() and number.start > sentence.start and not title_case(sentence):
        return True
    if head.upos != "PROPN" and not head.text[:1].isupper():
        return False
    if title_case(sentence) and head.upos != "PROPN":
        return False
    return text[:1].isupper()


def _ranked(sentence: Sentence, times: Times, name: str) -> Iterator[tuple[Rank, Word, Ordinal]]:
    for found in _numbers(sentence, times):
        number = _word_at(sentence, found.span)
        head = number and _head_after(sentence, number)
        if number is None or head is None or _is_name(sentence, found.span, head):
            continue
        item = item_of(sentence, _behind_ever(found), head)
        since, until = window_of(sentence, head, item.end, times)
        span = Span(found.span.start, item.end)
        yield found, head, Ordinal(found.rank, sentence.slice(item), item, span, since, until, name)


def _behind_ever(found: Rank) -> int:
    """The offset from which the item may begin: behind "first", "first-ever" or "first ever"."""
    at = found.after + 1 if word(found.atoms, found.after) in HYPHENS else found.after
    if word(found.atoms, at) != "ever":
        return found.span.end
    return found.span.end + found.atoms[at].end - found.atoms[found.after - 1].end


def _superlative(found: Rank) -> int | None:
    """The index of the superlative behind the ordinal: "largest" of "third-largest", "most" of "second most populous"."""
    at = found.after + 1 if word(found.atoms, found.after) in HYPHENS else found.after
    text = word(found.atoms, at)
    if text in SUPERLATIVE or (text.endswith("est") and len(text) > 4 and text not in NOT_SUPERLATIVE):
        return at
    return None


@rule(
    "ordinal",
    yes={
        "This was their {third telephonic conversation} since January.": "a window after the noun",
        "It was the company's {second strike} this month.": "a month as its window",
        "The team won its {39th game} on Sunday.": "in figures",
        "The town won its {first-ever medal} on Sunday.": "with ever",
    },
    no={
        "The First Lady spoke on May 3rd.": "a title and a date",
        "A third party bought the house.": "an idiom",
        "He fell in the second half.": "a part of a game",
        "A third of the voters stayed at home.": "a fraction",
    },
)
def ranked_noun(sentence: Sentence, times: Times = ()) -> Iterator[Ordinal]:
    """An ordinal before a noun: which one of a row it was. "since" and "until" come from the times beside it."""
    for found, head, ordinal_ in _ranked(sentence, times, "ranked_noun"):
        lemma = head.lemma.lower()
        if _superlative(found) is not None or STREAK & set(ordinal_.item.lower().split()):
            continue
        hyphen = word(found.atoms, found.after) in HYPHENS and _behind_ever(found) == found.span.end
        if lemma in NOT_RANKED or {lemma, word(found.atoms, found.after)} & TIME_NOUNS or hyphen:
            continue
        if lemma in VAGUE_ITEMS:
            continue
        if lemma == "place" and found.rank == 1 and sentence.child(head, "det"):
            continue  # in the first place
        if head.feats.get("Number") == "Plur" and (ordinal_.since is None or sentence.child(head, "nummod")):
            continue
        yield ordinal_


@rule(
    "ordinal",
    yes={"Prices fell for the {sixth straight year}.": "straight", "It was her {third consecutive win}.": "consecutive"},
    no={"He served two consecutive terms.": "no ordinal"},
)
def ranked_streak(sentence: Sentence, times: Times = ()) -> Iterator[Ordinal]:
    """An ordinal with "straight", "consecutive" or "successive": how long a row without a gap is."""
    for _, _, ordinal_ in _ranked(sentence, times, "ranked_streak"):
        if STREAK & set(ordinal_.item.lower().split()):
            yield ordinal_


@rule(
    "ordinal",
    yes={"Germany is the {third-largest economy} in the world.": "with a hyphen", "It is the {second most populous country}.": "with most"},
    no={"The third largest protests ended quietly.": "a rank of one cannot be many", "The second forest burned.": "a noun in -est"},
)
def ranked_superlative(sentence: Sentence, times: Times = ()) -> Iterator[Ordinal]:
    """An ordinal before a superlative: the place in an order. The item is superlative and noun."""
    for found in _numbers(sentence, times):
        at = _superlative(found)
        if at is None:
            continue
        start = sentence.start + found.atoms[at].start
        best = _word_at(sentence, Span(start, start + 1))
        head = best and _superlative_head(sentence, best)
        if head is None or head.feats.get("Number") == "Plur":
            continue
        item = Span(start, head.end)
        since, until = window_of(sentence, head, item.end, times)
        yield Ordinal(found.rank, sentence.slice(item), item, Span(found.span.start, item.end), since, until, "ranked_superlative")


def _superlative_head(sentence: Sentence, best: Word) -> Word | None:
    """The noun of a superlative, over "most populous" if need be: country -amod-> populous -advmod-> most."""
    head = sentence.head(best)
    for _ in range(2):
        if head is None or head.upos in {"NOUN", "PROPN"}:
            break
        head = sentence.head(head)
    if head is None or head.index < best.index or head.upos not in {"NOUN", "PROPN"}:
        return None
    return head


@rule(
    "ordinal",
    yes={"He was the {second of three} sons.": "of a number"},
    no={"He left on the second of May.": "a date", "First of all, he apologised.": "an idiom"},
)
def ranked_of_number(sentence: Sentence, times: Times = ()) -> Iterator[Ordinal]:
    """ "The second of three sons": a rank with the size of its row."""
    for found in _numbers(sentence, times):
        number = _word_at(sentence, found.span)
        if number is None or word(found.atoms, found.after) != "of":
            continue
        for child in sentence.children(number, "nmod", "obl"):
            size = sentence.child(child, "nummod") or (child if child.upos == "NUM" else None)
            case = sentence.child(child, "case")
            if size is None or case is None or case.start < found.span.end or child.lemma.lower() in TIME_NOUNS:
                continue
            item = Span(child.start, child.end)
            yield Ordinal(found.rank, sentence.slice(item), item, Span(found.span.start, size.end), rule="ranked_of_number")


@rule(
    "ordinal",
    yes={
        "The strike was the {first} at the mine since 1985.": "a window behind it",
        "The attack was the {third} this month.": "a month as its window",
    },
    no={"The man was the first to arrive.": "no row with a window", "He was the first.": "of what is not said"},
)
def ranked_subject(sentence: Sentence, times: Times = ()) -> Iterator[Ordinal]:
    """ "The strike was the first since 1985": the row is that of the subject, and its window is told."""
    for found in _numbers(sentence, times):
        number = _word_at(sentence, found.span)
        # first -nsubj-> strike, first -cop-> was, first -det-> the, first -obl-> 1985
        if number is None or sentence.child(number, "cop") is None or sentence.child(number, "det") is None:
            continue
        subject = sentence.child(number, "nsubj")
        if subject is None or subject.upos != "NOUN" or subject.feats.get("Number") == "Plur" or subject.index > number.index:
            continue
        if any(_is_window(sentence, child) for child in sentence.children(number, "obl", "nmod", "advcl")):
            since, until = window_of(sentence, number, found.span.end, times)
            yield Ordinal(found.rank, subject.text, subject.span, found.span, since, until, "ranked_subject")


def _is_window(sentence: Sentence, phrase: Word) -> bool:
    """Whether a phrase says in which time a row is counted: "since 1985", "this month", "in a year"."""
    marks = {m.lemma.lower() for m in sentence.children(phrase, "case", "mark")}
    return bool(marks & {"since", "until"}) or (phrase.lemma.lower() in TIME_NOUNS and phrase.relation != "advcl")


@rule(
    "ordinal",
    yes={"The party {came third} in the election.": "after come", "She {finished second}.": "after finish"},
    no={"First, she finished the work.": "an adverb at the beginning", "He came a second too late.": "a unit of time"},
)
def finished_in_rank(sentence: Sentence, times: Times = ()) -> Iterator[Ordinal]:
    """ "Came third", "finished second": a place in a contest. The item is the verb."""
    for found in _numbers(sentence, times):
        number = _word_at(sentence, found.span)
        verb = sentence.words[number.index - 2] if number is not None and number.index > 1 else None
        if number is None or verb is None or verb.upos != "VERB" or verb.lemma.lower() not in FINISHING or verb.end > found.span.start:
            continue
        if word(found.atoms, found.after) in HYPHENS | {"to"} and word(found.atoms, found.after + 1) in {"to", "last", "-"}:
            continue  # second-to-last
        if number.head == verb.index and number.relation in {"advmod", "xcomp", "obj", "amod", "obl"}:
            since, until = window_of(sentence, verb, number.end, times)
            yield Ordinal(found.rank, verb.text, verb.span, Span(verb.start, found.span.end), since, until, "finished_in_rank")


@rule(
    "ordinal",
    yes={"It was his {last match} for the club.": "with a possessive", "The {final mission} ended in July.": "with the article"},
    no={"He left last year.": "a time", "They met in the last three games.": "more than one", "It was a last resort.": "an idiom"},
)
def last_of_row(sentence: Sentence, times: Times = ()) -> Iterator[Ordinal]:
    """ "His last match", "the final mission": the end of a row, rank -1; "penultimate" is -2."""
    for number in sentence.words:
        rank = LASTS.get(number.text.lower())
        head = sentence.head(number)
        if rank is None or number.relation != "amod" or head is None or head.index < number.index or head.lemma.lower() not in LASTING:
            continue
        determiner = sentence.child(head, "nmod:poss", "det")
        definite = determiner is not None and (determiner.relation == "nmod" or determiner.lemma.lower() == "the")
        if (
            not definite
            or head.feats.get("Number") == "Plur"
            or sentence.child(head, "nummod")
            or any(number.span in t.span for t in times)
        ):
            continue
        if number.text[:1].isupper() and number.index > 1:
            continue
        item = item_of(sentence, number.end, head)
        since, until = window_of(sentence, head, item.end, times)
        yield Ordinal(rank, sentence.slice(item), item, Span(number.start, item.end), since, until, "last_of_row")


@rule(
    "ordinal",
    yes={
        "It is the {#2 browser} in the country.": "a sign before a noun",
        "The song rose to {number 3} in the charts.": "after a verb of getting there",
        "The player was {No. 1} in the world.": "as what is said of somebody",
    },
    no={
        "The number 3 bus was late.": "a bus line",
        "He lives at No. 10 Downing Street.": "an address",
        "The number of jobs fell to 3 million.": "how many",
    },
)
def ranked_by_number(sentence: Sentence, times: Times = ()) -> Iterator[Ordinal]:
    """A rank as "#2", "No. 1" or "number three": before a noun with an article, said of something, or reached by it."""
    if not _NUMBERED.search(sentence.text):
        return
    atoms = atoms_of(sentence.text)
    for i, atom in enumerate(atoms):
        at = i + 1 + (atom.low == "no" and word(atoms, i + 1) == ".")
        if atom.low not in {"#", "no", "no.", "№", "number"} or atom.low == "no" and at == i + 1:
            continue
        found = cardinal(atoms, at)
        if found is None or found.value.denominator != 1 or not 0 < found.value <= 500:
            continue
        span = Span(sentence.start + atom.start, sentence.start + atoms[found.end - 1].end)
        inside = [w for w in sentence.overlapping(span) if w.upos != "PUNCT"]
        numbers = {w.index for w in inside}
        top = next((w for w in inside if w.head not in numbers), None)
        # the #2 browser: browser -compound-> # -flat-> 2; a child of the noun behind it
        noun = sentence.head(top) if top is not None else None
        if top is None or noun is None and not sentence.child(top, "cop"):
            continue
        if noun is not None and noun.index > inside[-1].index and noun.upos == "NOUN" and noun.end - span.end < 40:
            definite = [d for d in sentence.children(noun, "det", "nmod:poss") if d.index < inside[0].index]
            if not definite or {noun.lemma.lower(), word(atoms, found.end)} & NAMED_BY_NUMBER or word(atoms, found.end) in HYPHENS:
                continue
            item = item_of(sentence, span.end, noun)
            since, until = window_of(sentence, noun, item.end, times)
            yield Ordinal(int(found.value), sentence.slice(item), item, Span(span.start, item.end), since, until, "ranked_by_number")
            continue
        # it has been #3: # -nsubj-> it, # -cop-> been; increased to number 3: increased -obl-> number -case-> to
        verb = top if sentence.child(top, "cop") else noun
        if verb is None or verb is not top and (verb.lemma.lower() not in CLIMBING or verb.index > top.index):
            continue
        subject = sentence.child(verb, "nsubj")
        if subject is None or sentence.child(top, "det", "nmod:poss") or subject.lemma.lower() in NAMED_BY_NUMBER:
            continue
        since, until = window_of(sentence, verb, span.end, times)
        yield Ordinal(int(found.value), subject.text, subject.span, span, since, until, "ranked_by_number")
