"""The three measures of Claimify, as far as they can be decided without a model.

Metropolitansky and Larson, "Towards Effective Extraction and Evaluation of Factual Claims", ACL 2025,
https://arxiv.org/abs/2502.10855. There a language model judges entailment, coverage and decontextualisation; here words are
compared with the sentence and with the gold. So each figure here is a necessary condition of theirs, and repeatable.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from claimcheck.evaluation.facets import replacements, same_reference
from claimcheck.evaluation.gold import Gold, GoldClaim
from claimcheck.evaluation.matching import Pair, claim_pieces
from claimcheck.evaluation.words import positions, words_of
from claimcheck.model import Claim

#: What makes a sentence of a claim whose source has no verb.
LINKING = {
    "apposition": frozenset({"is", "are"}),
    "title": frozenset({"is", "are"}),
    "nominal-event": frozenset({"there", "was", "were", "took", "place"}),
    "quantity": frozenset({"included"}),
}


def added_words(claim: Claim, source: str) -> tuple[str, ...]:
    """Words of `resolved_text` that neither the source sentence nor a declared replacement has, in their order."""
    known = {*words_of(claim.sentence_span.slice(source)), *LINKING.get(claim.kind, ())}
    for change in claim.substitutions:
        known.update(words_of(change.text))
        if change.antecedent_span is not None:
            known.update(words_of(change.antecedent_span.slice(source)))
    return tuple(dict.fromkeys(word for word in words_of(claim.resolved_text) if word not in known))


def verifiable(gold: Gold) -> list[GoldClaim]:
    return [claim for claim in gold.claims if claim.checkability != "no"]


def covered_sentences(gold: Gold, claims: Iterable[Claim]) -> list[tuple[GoldClaim, bool]]:
    """Each sentence with a verifiable gold claim, by the first such claim, and whether a program's checkable claim shares a word
    with those claims.
    """
    found = _checkable_words(gold, claims)
    sentences: dict[int, list[GoldClaim]] = {}
    for claim in verifiable(gold):
        sentences.setdefault(claim.sentence.start, []).append(claim)
    return [
        (inside[0], any(positions(gold.document.source, claim.pieces) & found for claim in inside))
        for _, inside in sorted(sentences.items())
    ]


def covered_words(gold: Gold, claims: Iterable[Claim]) -> tuple[int, int]:
    """How many words stand in verifiable gold claims, and how many of them in a program's checkable claims too."""
    wanted = positions(gold.document.source, (piece for claim in verifiable(gold) for piece in claim.pieces))
    return len(wanted), len(wanted & _checkable_words(gold, claims))


def _checkable_words(gold: Gold, claims: Iterable[Claim]) -> frozenset[int]:
    checkable = (claim for claim in claims if claim.checkability.value != "no")
    return positions(gold.document.source, (piece for claim in checkable for piece in claim_pieces(claim)))


def open_words(pair: Pair) -> tuple[str, ...]:
    """Words of the program's claim that the gold marks and that still cannot be understood alone.

    A pronoun or description must be replaced by what it means, or be declared ambiguous where two readings fit; a time that the
    gold knows must have a resolved value.
    """
    pieces = claim_pieces(pair.claim)
    inside = [reference for reference in pair.gold.references if any(reference.span.overlaps(piece) for piece in pieces)]
    changes, declared = replacements(pair), [doubt.span for doubt in pair.claim.ambiguity]
    open_ = [
        reference.text
        for reference in inside
        if not (
            any(reference.span.overlaps(span) for span in declared)
            if reference.means is None
            else any(same_reference(reference, change, pair.claim) for change in changes)
        )
    ]
    resolved = [time.span for time in pair.claim.times if time.status == "resolved"]
    known = [time for time in pair.gold.times if time.value or time.begin]
    dates = [time for time in known if any(time.span.overlaps(piece) for piece in pieces)]
    open_ += [time.text for time in dates if not any(time.span.overlaps(span) for span in resolved)]
    return tuple(open_)


def open_claims(pairs: Sequence[Pair]) -> list[tuple[Pair, tuple[str, ...]]]:
    """The pairs whose claim cannot be read alone, with the words that it hangs on."""
    return [(pair, words) for pair in pairs if (words := open_words(pair))]
