"""What a pass hands back for one mention, and how it becomes a mention of its own for the passes after it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace

from claimcheck.enrich.coref.mentions import Discourse, Phrase
from claimcheck.enrich.coref.syntax import role_of
from claimcheck.enrich.coref.wording import name_of
from claimcheck.model import Span
from claimcheck.tree import Sentence, Word


@dataclass(frozen=True, slots=True)
class Resolution:
    """A mention with what it stands for. `antecedent` None: not settled."""

    words: tuple[Word, ...]
    rule: str
    antecedent: Phrase | None = None
    text: str | None = None  # None with an antecedent: the antecedent's own name
    candidates: tuple[str, ...] = ()
    emit: bool = True  # False: known, but readable as it stands


def unsettled(words: tuple[Word, ...], rule: str, candidates: tuple[str, ...] = ()) -> Resolution:
    """Several fit, or none is sure."""
    return Resolution(words, rule, candidates=tuple(dict.fromkeys(candidates)))


def names_of(discourse: Discourse, phrases: list[Phrase]) -> tuple[str, ...]:
    """Names for a list of candidates, each once."""
    return tuple(dict.fromkeys(name_of(discourse, p) for p in phrases))


def enter(discourse: Discourse, sentence: Sentence, found: Resolution) -> None:
    """Add the resolved mention, in place of a noun phrase that was not yet known to be anyone."""
    if found.antecedent is None:
        return
    head = _head(sentence, found.words)
    for place, phrase in enumerate(discourse.phrases.get(sentence.index, ())):
        if phrase.head == head.index and phrase.kind == "noun":
            known = replace(
                phrase,
                key=found.antecedent.key,
                sort=found.antecedent.sort,
                number=found.antecedent.number,
                country=found.antecedent.country,
                members=found.antecedent.members,
                kind="group" if found.antecedent.members else "noun",
            )
            discourse.put(known, instead=place)
            break
    else:
        words = frozenset(w.index for w in found.words)
        discourse.add(
            replace(
                found.antecedent,
                sentence=sentence.index,
                head=head.index,
                anchor=head.index,
                words=words,
                span=sentence.span_of(found.words),
                kind="group" if found.antecedent.members else "pronoun",
                role=role_of(sentence, head),
            )
        )
    discourse.count(found.antecedent.key)


def _head(sentence: Sentence, words: tuple[Word, ...]) -> Word:
    inside = {w.index for w in words}
    tops = [w for w in words if w.head not in inside]
    return tops[-1] if tops else words[-1]


def origin(discourse: Discourse, phrase: Phrase, span: Span) -> Span | None:
    """Where the antecedent is named: the nearest name or noun phrase of the same key before the span, else the first after."""
    if phrase.members:
        spans = [s for key in phrase.members if (s := _named(discourse, key, span)) is not None]
        together = [p.span for p in discourse.by_key.get(phrase.key, ()) if p.kind == "group" and p.text]
        covering = [s for s in together if s.end <= span.start]
        if covering:
            return max(covering)
        return min(spans) if spans else None
    return _named(discourse, phrase.key, span)


def _named(discourse: Discourse, key: str, span: Span) -> Span | None:
    here = max(bisect_right(discourse.sentences, span.start, key=lambda s: s.start) - 1, 0)
    named = [p for p in discourse.by_key.get(key, ()) if p.kind in ("name", "noun")]
    before = [(p.sentence, p.span) for p in named if p.sentence <= here and p.span.end <= span.start]
    if before:
        return max(before)[1]
    after = [(p.sentence, p.span) for p in named if p.sentence >= here and p.span.start >= span.end]
    return min(after)[1] if after else None
