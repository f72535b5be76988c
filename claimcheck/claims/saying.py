"""The clause that says who speaks: whose content is the claim, and what is left to check of the saying itself.

"The minister said on Monday that the dam failed": the claim is that the dam failed, the minister its attribution. That he said
so on Monday is a claim of its own, because it can be checked; "the minister said" alone is none.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from claimcheck.clauses.extent import trim, without_orphans
from claimcheck.model import Attribution, Clause, Slot, Span, TimeExpression
from claimcheck.tree import Sentence, Word

#: Not "continue", "conclude" or "respond": "the broadcasts will continue" says enough.
SPEECH = frozenset("say state add note tell write ask explain reply claim recall".split())
#: Verbs that only lead up to the saying: "is expected to say", "went on to say".
LEADING = frozenset("expect go continue proceed due set".split())
#: Kinds of clause that can be what was said; a relative clause or a title inside an object is not.
STATEMENTS = frozenset({"main", "conjoined", "complement", "adverbial", "parenthetical"})
#: Kinds that stand in a noun phrase, whatever the verb above it says.
NOMINAL = frozenset({"apposition", "title", "nominal-event", "quantity"})


def says_nothing(sentence: Sentence, clause: Clause) -> bool:
    """ "She said:", "who asked": a verb of speech with nothing but its subject."""
    if sentence[clause.head].lemma.lower() not in SPEECH or any(s.role != "subject" for s in clause.slots):
        return False
    return not any(sentence[i].upos == "VERB" and i != clause.head for i in clause.words)  # "wrote and directed the film"


def carriers(sentences: Sequence[Sentence], clauses: Sequence[Clause], attributions: Sequence[Attribution]) -> dict[int, Attribution]:
    """Clauses, by their place in `clauses`, whose predicate is the cue of an attribution that has a statement inside."""
    heads = [sentences[c.sentence][c.head].span for c in clauses]
    order = sorted(range(len(clauses)), key=lambda n: heads[n])
    starts = [heads[n].start for n in order]
    by_sentence: dict[int, list[int]] = {}
    for number, clause in enumerate(clauses):
        by_sentence.setdefault(clause.sentence, []).append(number)
    begins = [s.start for s in sentences]
    found: dict[int, Attribution] = {}
    for attribution in attributions:
        if attribution.form == "according-to":
            continue
        told = {
            n
            for part in attribution.content
            for n in order[bisect_left(starts, part.start) : bisect_left(starts, part.end)]
            if heads[n] in part
        }
        inside = [n for n in sorted(told) if clauses[n].kind in STATEMENTS and not _touches(sentences, clauses[n], attribution.cue_span)]
        first = max(0, bisect_right(begins, attribution.cue_span.start) - 1)
        last = bisect_left(begins, attribution.cue_span.end)
        for number in (n for place in range(first, last) for n in by_sentence.get(place, ())):
            clause, span = clauses[number], heads[number]
            if clause.kind in NOMINAL or number in found or number in told:
                continue
            sentence = sentences[clause.sentence]
            if not span.overlaps(attribution.cue_span) and not _leads_to(sentence, clause, attribution):
                continue
            here = any(sentence.span.overlaps(part) for part in attribution.content)
            near = [clauses[n] for n in inside if clauses[n].sentence == clause.sentence]
            if any(_is_content(sentence, c, clause) for c in near) if here else inside:
                found[number] = attribution
    return found


def _touches(sentences: Sequence[Sentence], clause: Clause, cue: Span) -> bool:
    """Whether the clause has a word of the cue."""
    return bool({w.index for w in sentences[clause.sentence].overlapping(cue)} & set(clause.words))


def stays_whole(attribution: Attribution, head: Word) -> bool:
    """Whether the clause of the cue is the claim itself, and attributed: "is believed to have fled", "Critics call it unsafe".

    What is said has no clause of its own there. "Was charged with murder" is an act, whoever says so.
    """
    if not head.span.overlaps(attribution.cue_span) or attribution.cue == "charge":
        return False
    return attribution.rule in {"accused_of", "described_as", "passive_report"} or attribution.cue == "claim"


def _is_content(sentence: Sentence, statement: Clause, cue: Clause) -> bool:
    """Whether a statement is what was said, and not only beside it: "intends to hold a vote, although polls show …"."""
    head, verb = sentence[statement.head], sentence[cue.head]
    for word in (head, *sentence.ancestors(head)):
        if word is verb:
            return True
        if word.relation in {"advcl", "acl", "appos"}:
            # a parser that knows no better hangs what was said on the verb as an adverbial clause
            return word is head and word.head == verb.index and not sentence.children(verb, "obj", "xcomp", "ccomp")
    return True


def _leads_to(sentence: Sentence, clause: Clause, attribution: Attribution) -> bool:
    """Whether the clause only leads up to the verb of saying."""
    head = sentence[clause.head]
    if head.lemma.lower() not in LEADING:
        return False
    return any(w.span.overlaps(attribution.cue_span) for w in sentence.children(head, "xcomp"))


def act_of_saying(sentence: Sentence, clause: Clause, attribution: Attribution, times: Sequence[TimeExpression]) -> Clause | None:
    """The saying without what was said, where it has a day or a place of its own; None where nothing is left to check."""
    outside = [i for i in clause.words if not any(sentence[i].span.overlaps(part) for part in attribution.content)]
    head = sentence[clause.head]
    if clause.kind not in {"main", "conjoined"} or clause.head not in outside or not head.span.overlaps(attribution.cue_span):
        return None
    stretch = _around(outside, clause.head, sentence)
    words = tuple(w.index for w in trim(without_orphans(sentence, [sentence[i] for i in stretch]), head))
    kept = [s for s in clause.slots if s.restored or set(s.words) <= set(words)]
    days = [t.span for t in times if t.type in {"DATE", "TIME"} and t.value not in {None, "PRESENT_REF", "PAST_REF", "FUTURE_REF"}]
    dated = any(sentence[i].span.overlaps(day) for s in kept if s.role != "subject" for i in s.words for day in days)
    subject = next((s for s in kept if s.role == "subject"), None)
    if subject is None or not (dated or any(s.role == "place" for s in kept)):
        return None
    if subject.head > clause.head:  # "said the mayor on Monday" reads "the mayor said on Monday"
        kept[kept.index(subject)] = Slot("subject", subject.head, subject.words, restored=True)
    return replace(clause, words=words, slots=tuple(kept))


def quoted_fragment(sentence: Sentence, clause: Clause, attributions: Sequence[Attribution]) -> Clause | None:
    """What was said, for a clause of saying whose quotation holds no clause: `"Looking forward to May," said Lee`; else None."""
    head = sentence[clause.head]
    for attribution in attributions:
        quoted = attribution.form == "direct" or (attribution.form == "mixed" and head.lemma.lower() in SPEECH)
        if not quoted or not head.span.overlaps(attribution.cue_span):
            continue
        inside = {i for i in clause.words if any(sentence[i].span in part for part in attribution.content)}
        top = next((i for i in sorted(inside) if sentence[i].head not in inside and sentence[i].upos != "PUNCT"), None)
        if top is not None and sum(sentence[i].upos != "PUNCT" for i in inside) > 2:
            words = tuple(w.index for w in trim([sentence[i] for i in sorted(inside)], sentence[top]))
            return replace(clause, head=top, verb=(top,), slots=(), words=words)
    return None


def _around(numbers: Sequence[int], head: int, sentence: Sentence) -> list[int]:
    """The words without marks that only joined the content: "that", "whether"."""
    return [i for i in numbers if not (i > head and sentence[i].upos == "SCONJ")]
