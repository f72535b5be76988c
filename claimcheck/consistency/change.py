"""Changes with both ends: "rose 25 percent, from 800 to 900", "to 900 from 800", "900, up 25 percent from 800"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from claimcheck.consistency.article import Article
from claimcheck.consistency.counted import quantities_in
from claimcheck.model import Quantity, Span
from claimcheck.tree import Sentence, Word

UP = frozenset("rise increase grow climb jump soar surge expand swell rocket skyrocket balloon up growth raise upward".split())
DOWN = frozenset(
    """fall drop decline decrease plunge plummet tumble slump slide sink dip shrink cut reduce lower slash trim down reduction
    contraction downward""".split()
)
#: How many times as much it is afterwards.
FACTORS = {"double": 2, "triple": 3, "treble": 3, "quadruple": 4, "quintuple": 5}
HALVE = frozenset({"halve"})
TRIGGERS = UP | DOWN | frozenset(FACTORS) | HALVE
#: Amounts that go up and down. A temperature may be below nothing, a ratio and a score have no size.
KINDS = frozenset("money percent count length mass area volume energy power speed data".split())
#: By what else something changes: points, and fractions in words ("by a third").
BY_KINDS = frozenset({"percentage-point", "ratio"})
_FROM = re.compile(r"\bfrom\s+(?:the\s+)?$", re.IGNORECASE)
_TO = re.compile(r"\b(?:to|reaching|hitting)\s+(?:the\s+)?$", re.IGNORECASE)
#: Between the two ends, no new clause: "from 4.7 percent in 2010 to 13 percent".
_GAP = re.compile(r"[^.;:()]{0,60}")
_NOUNS = r"(?:increase|rise|growth|gain|jump|surge|climb|hike|drop|fall|decline|decrease|reduction|cut|slump|dip|change)"
_AFTER_PAIR = re.compile(
    rf"(?:[^.;:()]{{0,40}}?,\s*|\s+)(?:(?:or|up|down|by|a|an)|(?:(?:with|marking|representing|showing|recording|which is|that is)\s+)?(?:an?\s+)?"
    rf"(?:\w+\s+)?{_NOUNS}(?:\s+rate)?\s+of)\s+|[^.;:()]{{0,20}}?\s*\(\s*(?:[+−–-]|up|down|or|an?\s+{_NOUNS}\s+of)?\s*",
    re.IGNORECASE,
)
_COMPARED = re.compile(r"[^.;:()]{0,40}?,?\s+compared\s+(?:with|to)\s+(?:the\s+)?(?:previous\s+)?", re.IGNORECASE)
_CHANGE_NOUN = re.compile(rf"[\s-]+(?:\w+\s+)?{_NOUNS}\b", re.IGNORECASE)
_SCALE = re.compile(r"\d\s?(?:k|m|mn|bn|b|t)\b|thousand|lakh|million|crore|billion|trillion", re.IGNORECASE)
_NEGATIVE = re.compile(r"(?:minus|negative)\s+$|(?<![\w\s])\s?[-−–]$|\s[-−–]$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Change:
    """A change: the word that says it, before and after in the same unit, and by how much, where the text says it."""

    sentence: Sentence
    trigger: Word
    before: Quantity
    after: Quantity
    by: Quantity | None

    @property
    def direction(self) -> Literal["up", "down"]:
        return "down" if change_word(self.trigger) in DOWN | HALVE else "up"

    @property
    def span(self) -> Span:
        found = [self.trigger.span, self.before.span, self.after.span] + ([self.by.span] if self.by else [])
        return Span(min(s.start for s in found), max(s.end for s in found))


def change_word(word: Word) -> str | None:
    """The word of change that a word is a form of; parsers do not know the lemma of "halved"."""
    text = word.text.lower()
    forms = (word.lemma.lower(), text, text[:-1], text[:-2], text[:-3], text[:-3] + "e")
    return next((form for form in forms if form in TRIGGERS), None)


def changes(article: Article) -> Iterator[Change]:
    """All changes of an article whose two ends are written in one clause."""
    for sentence in article.sentences:
        amounts = [q for q in quantities_in(article, sentence) if q.unit_kind in KINDS | BY_KINDS and q.value is not None]
        if amounts and any(change_word(w) for w in sentence.words):
            yield from _from_to(sentence, amounts)
            yield from _up_from(sentence, amounts)
            yield from _compared(sentence, amounts)
            yield from _multiplied(sentence, amounts)


def _from_to(sentence: Sentence, amounts: Sequence[Quantity]) -> Iterator[Change]:
    """ "from 800 to 900" and "to 900 from 800", after the word of change."""
    for first, second in zip(amounts, amounts[1:], strict=False):
        gap = sentence.slice(Span(first.span.end, second.span.start))
        lead, between = _text_before(sentence, first), gap
        if _FROM.search(lead) and _TO.search(between):
            before, after = first, second
        elif _TO.search(lead) and _FROM.search(between):
            before, after = second, first
        else:
            continue
        pair = _same_unit(before, after)
        trigger = _trigger(sentence, first.span.start, amounts)
        if (
            pair is None
            or trigger is None
            or not _GAP.fullmatch(gap)
            or _negative(sentence, before, after)
            or _verb_in(sentence, first, second)
        ):
            continue
        if re.match(r"[^.;]{0,40}\band\s+(?:then\s+)?(?:to|from)\b", sentence.slice(Span(second.span.end, sentence.end))):
            continue  # "from 100 to 110 in one case and to 105 in the other"
        by = _between(sentence, trigger, first, amounts) or _behind(sentence, second, amounts) or _in_front(sentence, trigger, amounts)
        yield Change(sentence, trigger, *pair, by if by not in (before, after) else None)


def _up_from(sentence: Sentence, amounts: Sequence[Quantity]) -> Iterator[Change]:
    """ "$900 million, up 25 percent from $800 million": the nearest amount before is what it is now."""
    for position, before in enumerate(amounts):
        lead = _text_before(sentence, before)
        opening = re.search(
            r",\s+(up|down|rising|falling)\s+(?:\S+\s+){0,6}?from\s+(?:the\s+)?(?:previous\s+|earlier\s+|initial\s+)?$", lead, re.IGNORECASE
        )
        if opening is None:
            continue
        at = sentence.start + opening.start()
        now = [q for q in amounts[:position] if q.span.end <= at and not _bracketed(sentence, q, at)]
        within = [q for q in amounts[:position] if q.span.start > at]
        trigger = next((w for w in sentence.words if w.start == sentence.start + opening.start(1)), None)
        if not now or trigger is None or len(within) > 1 or change_word(trigger) not in UP | DOWN:
            continue
        pair = _same_unit(before, now[-1])
        gap = _without_brackets(sentence.slice(Span(now[-1].span.end, at)))
        verbs = [w for w in sentence.words if now[-1].span.end <= w.start < at and w.upos in {"VERB", "AUX"}]
        if pair is None or len(gap) > 40 or verbs or re.search(r"[.;:(]", gap) or _negative(sentence, *pair):
            continue
        yield Change(sentence, trigger, *pair, within[0] if within else None)


def _compared(sentence: Sentence, amounts: Sequence[Quantity]) -> Iterator[Change]:
    """ "$8.2 billion last year, compared with $9.1 billion in 2019, an increase of 11 percent"."""
    for after, before in zip(amounts, amounts[1:], strict=False):
        gap = sentence.slice(Span(after.span.end, before.span.start))
        by = _behind(sentence, before, amounts) if _COMPARED.fullmatch(gap) else None
        pair = _same_unit(before, after)
        if by is None or pair is None or _negative(sentence, *pair):
            continue
        near = [w for w in sentence.words if before.span.end <= w.start <= by.span.end + 20 and change_word(w) in UP | DOWN]
        if len(near) == 1:
            yield Change(sentence, near[0], *pair, by)


def _multiplied(sentence: Sentence, amounts: Sequence[Quantity]) -> Iterator[Change]:
    """ "the 344 million viewers of 2016 doubled to 703 million": doubled -nsubj-> viewers -nummod-> million."""
    for before, after in zip(amounts, amounts[1:], strict=False):
        inside = [w for w in sentence.words if before.span.end <= w.start and w.end <= after.span.start]
        trigger = next((w for w in inside if change_word(w) in FACTORS.keys() | HALVE), None)
        subject = sentence.child(trigger, "nsubj") if trigger is not None else None
        if trigger is None or subject is None or _denied(sentence, trigger):
            continue
        own = sentence.subtree(subject, without=("acl", "nmod", "conj", "appos"))
        pair = _same_unit(before, after)
        if pair is None or not any(w.start < before.span.end and before.span.start < w.end for w in own):
            continue
        if re.fullmatch(r"\s+to\s+", sentence.slice(Span(trigger.end, after.span.start))):
            yield Change(sentence, trigger, *pair, None)


def _without_brackets(text: str) -> str:
    return re.sub(r"\s*\([^()]*\)", "", text)


def _bracketed(sentence: Sentence, quantity: Quantity, end: int) -> bool:
    """Whether an amount stands in brackets that close before the end: "6,500 yuan (US$1,286), up"."""
    behind = sentence.slice(Span(quantity.span.end, end))
    return ")" in behind and "(" not in behind[: behind.index(")")]


def _text_before(sentence: Sentence, quantity: Quantity) -> str:
    return sentence.slice(Span(sentence.start, quantity.span.start))


def _same_unit(before: Quantity, after: Quantity) -> tuple[Quantity, Quantity] | None:
    """Both ends in one unit, None where they are not: in "from 10 to 15 percent" the ten are percent as well."""
    if before.per != after.per and before.per and after.per or not {before.unit_kind, after.unit_kind} <= KINDS:
        return None
    if _SCALE.search(before.text) is None and _SCALE.search(after.text) and before.value is not None and abs(before.value) < 1000:
        return None  # "from $8 to $12 million": eight what?
    if (before.unit_kind, before.unit) == (after.unit_kind, after.unit):
        return before, after
    if before.unit_kind == "count" and before.item is None:
        return replace(before, unit_kind=after.unit_kind, unit=after.unit), after
    if after.unit_kind == "count" and after.item is None:
        return before, replace(after, unit_kind=before.unit_kind, unit=before.unit)
    return None


def _negative(sentence: Sentence, *amounts: Quantity) -> bool:
    return any(_NEGATIVE.search(_text_before(sentence, q)) or (q.value is not None and q.value <= 0) for q in amounts)


def _verb_in(sentence: Sentence, first: Quantity, second: Quantity) -> bool:
    return any(w.upos == "VERB" for w in sentence.words if first.span.end <= w.start < second.span.start and w.deprel != "case")


def _trigger(sentence: Sentence, end: int, amounts: Sequence[Quantity]) -> Word | None:
    """The nearest word of change before the pair, with no other verb and no other clause between."""
    depth = 0
    for word in reversed([w for w in sentence.words if w.end <= end][-20:]):
        depth += (word.text == ")") - (word.text == "(")  # a stretch in brackets says something else
        if depth > 0 or (word.text == "(" and depth == 0):
            continue
        if change_word(word) and word.upos in {"VERB", "NOUN", "ADV", "ADJ", "ADP"} and not _up_to(sentence, word):
            return word if not _denied(sentence, word) else None
        if word.upos in {"VERB", "SCONJ"} and word.deprel != "case" or word.text in {";", ":", "(", ")"}:
            return None
    return None


def _up_to(sentence: Sentence, word: Word) -> bool:
    """ "Up to 900" is a bound, and the "up" of "went up" or "made up" belongs to its verb."""
    return word.text.lower() == "up" and word.index < len(sentence.words) and sentence.words[word.index].text.lower() in {"to", "of"}


def _denied(sentence: Sentence, word: Word) -> bool:
    return any(c.lemma.lower() in {"not", "n't", "never", "n’t"} for c in sentence.children(word))


def _between(sentence: Sentence, trigger: Word, first: Quantity, amounts: Sequence[Quantity]) -> Quantity | None:
    """ "rose [by] 25 percent[,] from …": the one amount between the word and the pair."""
    inside = [q for q in amounts if trigger.end <= q.span.start and q.span.end <= first.span.start]
    if len(inside) != 1 or (inside[0].item_span is not None and inside[0].unit_kind in {"percent", "ratio"}):
        return None  # "rose 5 percent of the budget from …"
    lead = sentence.slice(Span(trigger.end, inside[0].span.start))
    return inside[0] if re.fullmatch(r"\s+(?:[a-z]+ly\s+)?(?:(?:[^,;:.()]{0,40}\s)?by\s+|of\s+)?(?:an?\s+)?", lead) else None


def _behind(sentence: Sentence, second: Quantity, amounts: Sequence[Quantity]) -> Quantity | None:
    """ "from 800 to 900, an increase of 25 percent", "… (+25%)", "…, a 25 percent increase", "…, or 25 percent"."""
    following = next((q for q in amounts if q.span.start >= second.span.end), None)
    if following is None:
        return None
    gap = sentence.slice(Span(second.span.end, following.span.start))
    found = _AFTER_PAIR.fullmatch(gap)
    if found is None:
        return None
    rest = sentence.slice(Span(following.span.end, sentence.end))
    if re.search(r",?\s+an?\s+$", gap) and not _CHANGE_NOUN.match(rest):
        return None  # "…, a 25 percent share"
    if following.item_span is not None and following.unit_kind == "percent" and not _CHANGE_NOUN.match(rest):
        return None  # "or 5 percent of the budget"
    return following


def _in_front(sentence: Sentence, trigger: Word, amounts: Sequence[Quantity]) -> Quantity | None:
    """ "a 25 percent increase from …"."""
    leading = [q for q in amounts if q.span.end <= trigger.start]
    return (
        leading[-1]
        if leading and trigger.upos == "NOUN" and sentence.slice(Span(leading[-1].span.end, trigger.start)) in {" ", "-"}
        else None
    )
