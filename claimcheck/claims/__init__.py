"""Claims: Clauses and facets in, Claims out.

A clause becomes a claim unless it only carries an attribution ("the minister said"): then its content is the claim and
the saying stands in the claim's `attribution`.
"""

from __future__ import annotations

from collections.abc import Sequence
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
    Span,
    Stance,
    TimeExpression,
)
from claimcheck.tree import Sentence


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


T = TypeVar("T", TimeExpression, Quantity, Ordinal, Entity)


def drafts(sentences: Sequence[Sentence], clauses: Sequence[Clause], stances: Sequence[Stance], facets: Facets) -> tuple[Draft, ...]:
    """One draft a claim, in text order. `stances` run beside `clauses`."""
    saying = carriers(sentences, clauses, facets.attributions)
    quoted, unsure = quoted_starts(sentences)
    seen: set[str] = set()
    taken: set[tuple[int, tuple[Span, ...]]] = set()
    found = []
    for number, (clause, stance) in enumerate(zip(clauses, stances, strict=True)):
        sentence = sentences[clause.sentence]
        if number in saying:
            act = act_of_saying(sentence, clause, saying[number], facets.times)
            if act is None:
                continue
            clause = act
        elif (fragment := quoted_fragment(sentence, clause, facets.attributions)) is not None:
            clause = fragment
        if says_nothing(sentence, clause):
            continue
        draft = _draft(sentence, clause, stance, facets, None if sentence.block in unsure else quoted)
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


def _draft(sentence: Sentence, clause: Clause, stance: Stance, facets: Facets, quoted: frozenset[int] | None) -> Draft:
    head = sentence[clause.head]
    hops = [
        a
        for a in facets.attributions
        if stays_whole(a, head) or (any(head.span in part for part in a.content) and not head.span.overlaps(a.cue_span))
    ]
    hops.sort(key=lambda a: (-sum(p.end - p.start for p in a.content), a.cue_span.start))
    words = tuple(sentence[i] for i in word_numbers(sentence, clause, hops))
    pieces = sentence.pieces(words)
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
    )
    said = wording(sentence, clause, words, facets.references, facets.times)
    antecedents = [s.antecedent_span for s in said.substitutions if s.antecedent_span is not None]
    evidence = replace(evidence, names_resolved=any(x.span.overlaps(a) for x in facets.entities for a in antecedents))
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


def _hops(clause: Clause, hops: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """Who somebody is, is told by the outlet, also amid what another said; in a direct quotation by its speaker."""
    told = clause.kind in {"apposition", "title"}
    return tuple(a for a in hops if not told or a.form == "direct")


def _dated(sentence: Sentence, clause: Clause, pieces: tuple[Span, ...], times: tuple[TimeExpression, ...]) -> tuple[TimeExpression, ...]:
    """The times of the claim's words, and those elsewhere in the sentence that date it."""
    return tuple(sorted({*_inside(times, pieces), *dating(sentence, clause, pieces, times)}, key=lambda t: t.span))


def _inside(facets: tuple[T, ...], pieces: tuple[Span, ...]) -> tuple[T, ...]:
    return tuple(f for f in facets if any(f.span.overlaps(p) for p in pieces))


def _only_refers(sentence: Sentence, quantity: Quantity) -> bool:
    """ "the two leaders", "both sides": a number that only points back at who was named."""
    number = next((w for w in sentence.words if w.span in quantity.span and w.upos in {"NUM", "DET"}), None)
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
    return Predicate(lemma, sentence.text_of(verbs), sentence.span_of(verbs), _tense(head, auxiliaries), "passive" if passive else "active")  # type: ignore[arg-type]


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


def _arguments(sentence: Sentence, clause: Clause, entities: Sequence[Entity]) -> tuple[Argument, ...]:
    found = []
    for slot in clause.slots:
        words = [sentence[i] for i in slot.words]
        head = sentence[slot.head].span
        kind = next((e.type for e in entities if head.overlaps(e.span)), None)
        found.append(Argument(slot.role, " ".join(sentence.text_of(words).split()), sentence.span_of(words), head, kind))
    return tuple(found)
