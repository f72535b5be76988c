"""Claims: Clauses and facets in, Claims out.

A clause becomes a claim unless it only carries an attribution ("the minister said"): then its content is the claim and
the saying stands in the claim's `attribution`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from claimcheck.claims.checkability import checkability
from claimcheck.claims.dating import dating
from claimcheck.claims.evidence import Evidence
from claimcheck.claims.questions import questions
from claimcheck.claims.quoted import quoted_starts, with_own_form
from claimcheck.claims.saying import act_of_saying, carriers, quoted_fragment, says_nothing, stays_whole
from claimcheck.claims.types import types
from claimcheck.claims.wording import Wording, word_numbers, wording
from claimcheck.model import (
    Ambiguity,
    Argument,
    Attribution,
    Checkability,
    Clause,
    Entity,
    Ordinal,
    Predicate,
    Quantity,
    Reference,
    Slot,
    Span,
    Stance,
    TimeExpression,
)
from claimcheck.tree import Sentence, Word


@dataclass(frozen=True, slots=True)
class Facets:
    """What the enriching stages found in the whole document."""

    times: tuple[TimeExpression, ...]
    quantities: tuple[Quantity, ...]
    ordinals: tuple[Ordinal, ...]
    entities: tuple[Entity, ...]
    attributions: tuple[Attribution, ...]
    references: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """A claim before it is scored and gets its id."""

    evidence: Evidence
    wording: Wording
    predicate: Predicate
    arguments: tuple[Argument, ...]
    types: tuple[str, ...]
    checkability: Checkability
    ambiguity: tuple[Ambiguity, ...]
    questions: tuple[str, ...]


def facets_of_each(sentences: Sequence[Sentence], facets: Facets) -> list[Facets]:
    """The facets that touch each sentence, so that no clause looks through the whole document."""
    starts, ends = [s.start for s in sentences], [s.end for s in sentences]

    def spread(found: Sequence[F], spans: Callable[[F], Iterable[Span]]) -> list[tuple[F, ...]]:
        per: list[list[F]] = [[] for _ in sentences]
        for each in found:
            touched = {
                place for span in spans(each) for place in range(bisect_right(ends, span.start), max(0, bisect_left(starts, span.end)))
            }
            for place in sorted(touched):
                per[place].append(each)
        return [tuple(row) for row in per]

    def own(each: TimeExpression | Quantity | Ordinal | Entity | Reference) -> tuple[Span, ...]:
        return (each.span,)

    columns = zip(
        spread(facets.times, own),
        spread(facets.quantities, own),
        spread(facets.ordinals, own),
        spread(facets.entities, own),
        spread(facets.attributions, lambda a: (*a.content, a.cue_span, *((a.source_span,) if a.source_span else ()))),
        spread(facets.references, own),
        strict=True,
    )
    return [Facets(*row) for row in columns]


F = TypeVar("F")
T = TypeVar("T", TimeExpression, Quantity, Ordinal, Entity)


def drafts(sentences: Sequence[Sentence], clauses: Sequence[Clause], stances: Sequence[Stance], facets: Facets) -> tuple[Draft, ...]:
    """One draft a claim, in text order. `stances` run beside `clauses`."""
    saying = carriers(sentences, clauses, facets.attributions)
    parts = facets_of_each(sentences, facets)
    named = sorted(e.span for e in facets.entities)
    quoted, unsure = quoted_starts(sentences)
    seen: set[str] = set()
    taken: set[tuple[int, tuple[Span, ...]]] = set()
    found = []
    for number, (clause, stance) in enumerate(zip(clauses, stances, strict=True)):
        sentence, here = sentences[clause.sentence], parts[clause.sentence]
        if number in saying:
            act = act_of_saying(sentence, clause, saying[number], here.times)
            if act is None:
                continue
            clause = act
        elif (fragment := quoted_fragment(sentence, clause, here.attributions)) is not None:
            clause = fragment
        if says_nothing(sentence, clause):
            continue
        draft = _draft(sentence, clause, stance, here, named, None if sentence.block in unsure else quoted)
        same = clause.sentence, draft.wording.pieces
        if same in taken:  # two clauses of the same words
            continue
        taken.add(same)
        key = draft.wording.text.casefold()
        if draft.evidence.clause.kind in {"apposition", "title", "nominal-event"}:
            if key in seen:  # the same office or event named again says nothing new
                continue
            seen.add(key)
        found.append(draft)
    return tuple(found)


def _draft(
    sentence: Sentence, clause: Clause, stance: Stance, facets: Facets, named: Sequence[Span], quoted: frozenset[int] | None
) -> Draft:
    """`facets` are those of the sentence, `named` the spans of all names of the document in order."""
    head = sentence[clause.head]
    hops = [
        a
        for a in facets.attributions
        if stays_whole(a, head) or (any(head.span in part for part in a.content) and not head.span.overlaps(a.cue_span))
    ]
    hops.sort(key=lambda a: (-sum(p.end - p.start for p in a.content), a.cue_span.start))
    words = tuple(sentence[i] for i in word_numbers(sentence, clause, hops))
    said = wording(sentence, clause, words, facets.references, facets.times)
    antecedents = [s.antecedent_span for s in said.substitutions if s.antecedent_span is not None]
    pieces = said.pieces
    evidence = Evidence(
        sentence,
        clause,
        words,
        stance,
        _hops(clause, hops if quoted is None else with_own_form(hops, words, quoted)),
        _dated(sentence, clause, pieces, facets.times),
        tuple(q for q in _inside(facets.quantities, pieces) if not _only_refers(sentence, q)),
        _inside(facets.ordinals, pieces),
        _inside(facets.entities, pieces),
        any(_holds_name(named, a) for a in antecedents),
    )
    open_times = tuple(
        Ambiguity("time", t.span, t.candidates)
        for t in evidence.times
        if t.status == "unresolved" and (t.candidates or t.anchor == "unknown")
    )
    ambiguity = (*said.ambiguity, *open_times)
    verdict = checkability(evidence, ambiguity)
    return Draft(
        evidence,
        said,
        _predicate(sentence, clause),
        _arguments(sentence, clause, evidence.entities),
        types(evidence, verdict.reason == "opinion"),
        verdict,
        ambiguity,
        questions(evidence, said.resolved, verdict),
    )


def _holds_name(named: Sequence[Span], span: Span) -> bool:
    place = bisect_right(named, span.start, key=lambda s: s.end)
    return place < len(named) and named[place].overlaps(span)


def _hops(clause: Clause, hops: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """Who somebody is, is told by the outlet, also amid what another said; in a direct quotation by its speaker."""
    told = clause.kind in {"apposition", "title"}
    return tuple(a for a in hops if not told or a.form == "direct")


def _dated(sentence: Sentence, clause: Clause, pieces: tuple[Span, ...], times: tuple[TimeExpression, ...]) -> tuple[TimeExpression, ...]:
    """The times of the claim's words, and those elsewhere in the sentence that date it."""
    own = (_of_event(sentence, clause, time) for time in _inside(times, pieces))
    return tuple(sorted({*own, *dating(sentence, clause, pieces, times)}, key=lambda t: t.span))


def _of_event(sentence: Sentence, clause: Clause, time: TimeExpression) -> TimeExpression:
    """The time as it bears on an event that a noun tells: in "prices rose after the April 22 attack" they rose after that day, and the
    attack was on it."""
    if time.relation is None or clause.kind != "nominal-event":
        return time
    markers = sentence.children(sentence[clause.head], "case")
    governs_all = any(w.text.lower() == time.relation and w.end <= time.span.start and w.index not in clause.words for w in markers)
    return replace(time, relation=None) if governs_all else time


def _inside(facets: tuple[T, ...], pieces: tuple[Span, ...]) -> tuple[T, ...]:
    """Those of the sentence's facets, in text order and apart from each other, that share a character with the pieces."""
    if not facets:
        return ()
    found: dict[int, T] = {}
    for piece in pieces:
        for place in range(bisect_right(facets, piece.start, key=lambda f: f.span.end), len(facets)):
            if facets[place].span.start >= piece.end:
                break
            found[place] = facets[place]
    return tuple(found[place] for place in sorted(found))


def _only_refers(sentence: Sentence, quantity: Quantity) -> bool:
    """ "the two leaders", "both sides": a number that only points back at who was named."""
    number = next((w for w in sentence.overlapping(quantity.span) if w.span in quantity.span and w.upos in {"NUM", "DET"}), None)
    if quantity.value != 2 or number is None:
        return False
    noun = sentence.head(number)
    return number.lemma == "both" or (
        noun is not None and any(d.lemma in {"the", "these", "those"} for d in sentence.children(noun, "det"))
    )


def _predicate(sentence: Sentence, clause: Clause) -> Predicate:
    head = sentence[clause.head]
    verbs = [sentence[i] for i in clause.verb] or [head]
    copula = sentence.child(head, "cop")
    lemma = {"apposition": "be", "title": "be", "nominal-event": "occur", "quantity": "include"}.get(clause.kind) or (
        copula.lemma if copula else head.lemma
    )
    auxiliaries = [w for w in verbs if w.relation in {"aux", "cop"}]
    passive = any(w.deprel == "aux:pass" for w in verbs) or sentence.child(head, "nsubj:pass") is not None
    span = sentence.span_of(verbs)
    return Predicate(lemma, sentence.slice(span), span, _tense(head, auxiliaries), "passive" if passive else "active")  # type: ignore[arg-type]


def _tense(head, auxiliaries) -> str:  # type: ignore[no-untyped-def]
    if any(w.lemma in {"will", "shall"} for w in auxiliaries):
        return "future"
    for word in (*auxiliaries, head):
        if word.feats.get("VerbForm") == "Fin" and "Tense" in word.feats:
            perfect = word.lemma == "have" and word.relation == "aux"
            return "past" if word.feats["Tense"] == "Past" or perfect else "present"
    if head.feats.get("Tense") == "Past" or head.feats.get("VerbForm") == "Part" and head.xpos == "VBN":
        return "past"
    return "none"


def _head(sentence: Sentence, slot: Slot) -> Word:
    """The head of an argument; where a wrong tree lays that outside of the phrase, its highest word."""
    top = slot.head if slot.head in slot.words else next((i for i in slot.words if sentence[i].head not in slot.words), slot.words[0])
    return sentence[top]


def _arguments(sentence: Sentence, clause: Clause, entities: Sequence[Entity]) -> tuple[Argument, ...]:
    found = []
    for slot in clause.slots:
        span = sentence.span_of([sentence[i] for i in slot.words])
        head = _head(sentence, slot).span
        kind = next((e.type for e in entities if head.overlaps(e.span)), None)
        found.append(Argument(slot.role, " ".join(sentence.slice(span).split()), span, head, kind))
    return tuple(found)
