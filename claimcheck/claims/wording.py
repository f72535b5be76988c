"""The words of a claim: its verbatim text, and the text that can be read on its own.

`text` is made of pieces of the source in source order. `resolved_text` is put in reading order, with references and
relative dates replaced; each replacement is a Substitution that says what stood there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from claimcheck.claims.dates import spoken_date
from claimcheck.clauses.predication import phrase_of, trim
from claimcheck.model import Ambiguity, Attribution, Clause, Reference, Slot, Span, Substitution, TimeExpression
from claimcheck.tree import Sentence, Word

NO_SPACE_BEFORE = tuple(",.;:!?)]%’'")


@dataclass(frozen=True, slots=True)
class Wording:
    pieces: tuple[Span, ...]
    text: str
    resolved: str
    substitutions: tuple[Substitution, ...]
    ambiguity: tuple[Ambiguity, ...]


def word_numbers(sentence: Sentence, clause: Clause, hops: Sequence[Attribution] = ()) -> tuple[int, ...]:
    """Numbers of all words that the claim's text takes: its own, its verb's, and those of a restored subject or object.

    The noun of "where" and "when" is left out, and so is "according to …", which stands in the attribution.
    """
    restored = {i for slot in clause.slots if slot.restored and _is_told(clause, slot) for i in slot.words}
    spans = [s for hop in hops if hop.form == "according-to" for s in (hop.cue_span, hop.source_span) if s is not None]
    said = {w.index for w in sentence.words if w.index != clause.head and any(w.span.overlaps(s) for s in spans)}
    said |= {
        w.index
        for i in said
        for w in sentence.children(sentence[i])
        if w.upos in {"ADP", "DET"} or w.relation in {"case", "fixed", "nmod", "amod", "nmod:poss", "flat", "compound"}
    }
    kept = {*clause.words, *clause.verb, *restored} - said
    words = trim([sentence[i] for i in sorted(kept or set(clause.words))], sentence[clause.head])
    return tuple(w.index for w in words)


def _is_told(clause: Clause, slot: Slot) -> bool:
    return clause.kind != "relative" or slot.role in {"subject", "object"}


def wording(
    sentence: Sentence, clause: Clause, words: Sequence[Word], references: Sequence[Reference], times: Sequence[TimeExpression]
) -> Wording:
    """Texts of a clause made of `words`. `references` and `times` are those of the document, or of any part that holds the sentence."""
    pieces = sentence.pieces(words)
    text = join(sentence.slice(p) for p in pieces)
    inside = [r for r in references if any(r.span in p for p in pieces)]
    changes = [Substitution(r.span, r.text, r.rule, r.antecedent_span) for r in inside if r.text]
    for time in times:
        spoken = spoken_date(time) if any(time.span in p for p in pieces) else None
        if spoken:
            changes.append(Substitution(*_absorb_preposition(sentence, time, spoken), "relative_date"))
    changes = _without_overlaps([*changes, *_relative_possessive(sentence, clause), *_participle(sentence, clause)])
    changes = _without_echoes(sentence, pieces, changes)
    used: list[Substitution] = []
    segments = [_render(sentence, piece, changes, used) for piece in _reading_order(sentence, clause, words)]
    resolved = join(segments)
    if clause.template:
        printed = [s for s in clause.slots if f"{{{s.role}}}" in clause.template]
        filled = {s.role: join(_render(sentence, p, changes, used) for p in _pieces(sentence, s)) for s in printed}
        resolved = clause.template.format(**filled)
    tail = _relative_time(sentence, clause, times)
    if tail:
        resolved = f"{resolved} {tail}"
    open_ = tuple(Ambiguity("reference", r.span, r.candidates) for r in inside if not r.text)
    return Wording(pieces, text, capitalised(resolved), tuple(sorted(set(used), key=lambda s: s.span)), open_)


def join(parts: Iterable[str]) -> str:
    """Pieces with one space between them, none before closing punctuation; white space inside is folded."""
    out = ""
    for part in parts:
        part = " ".join(part.split())
        if part:
            out += part if not out or part.startswith(NO_SPACE_BEFORE) or out.endswith(("(", "[")) else " " + part
    return out


def capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def _pieces(sentence: Sentence, slot: Slot) -> tuple[Span, ...]:
    return sentence.pieces([sentence[i] for i in slot.words])


def _reading_order(sentence: Sentence, clause: Clause, words: Sequence[Word]) -> tuple[Span, ...]:
    """Source order, but for a noun that follows or precedes the clause which it belongs into.

    "the house Jack built" reads "Jack built the house", "Cutting 300 jobs, the firm …" reads "the firm … cutting 300 jobs".
    """
    if clause.template:
        return ()
    restored = next((s for s in clause.slots if s.restored and _is_told(clause, s)), None)
    if restored is None:
        return sentence.pieces(words)
    rest = [w for w in words if w.index not in restored.words]
    if restored.role == "subject" and restored.head > clause.head:
        return (*_pieces(sentence, restored), *sentence.pieces(rest))
    if clause.kind == "relative" and restored.role == "object":
        end = max((i for i in clause.verb if i in clause.words), default=clause.head)
        before, after = [w for w in rest if w.index <= end], [w for w in rest if w.index > end]
        return (*sentence.pieces(before), *_pieces(sentence, restored), *sentence.pieces(after))
    return sentence.pieces(words)


def _relative_time(sentence: Sentence, clause: Clause, times: Sequence[TimeExpression]) -> str:
    """ "in January 2025" for the clause in "since January this year when …": the date that stands right before "when"."""
    if clause.kind not in {"relative", "adverbial"}:
        return ""
    when = next((w for w in sentence.children(sentence[clause.head]) if w.lemma == "when" and w.index > 1), None)
    if when is None:
        return ""
    before = next((w for w in reversed(sentence.words[: when.index - 1]) if w.upos != "PUNCT"), None)
    time = next((t for t in times if before is not None and before.span in t.span), None)
    if time is None or time.type != "DATE" or time.status != "resolved":
        return ""
    return f"{'on' if time.grain == 'day' else 'in'} {spoken_date(time) or time.text}"


def _participle(sentence: Sentence, clause: Clause) -> list[Substitution]:
    """ "the plan drafted by Norway" reads "the plan was drafted by Norway": tense of the verb above, number of the noun."""
    subject = next((s for s in clause.slots if s.restored and s.role == "subject"), None)
    head = sentence[clause.head]
    if clause.kind != "participle" or subject is None or sentence.children(head, "aux", "cop"):
        return []
    noun = sentence[subject.head]
    plural = noun.feats.get("Number") == "Plur" or (noun.relation != "conj" and bool(sentence.children(noun, "conj")))
    past = head.xpos == "VBN" or any(w.feats.get("Tense") == "Past" for w in sentence.ancestors(head))
    auxiliary = ("were" if plural else "was") if past else ("are" if plural else "is")
    return [Substitution(head.span, f"{auxiliary} {sentence.slice(head.span)}", "restored_auxiliary")]


def _relative_possessive(sentence: Sentence, clause: Clause) -> list[Substitution]:
    """ "whose wife resigned" reads "the minister's wife resigned"."""
    for index in clause.words if clause.kind == "relative" else ():
        word = sentence[index]
        noun = sentence.head(sentence[clause.head])
        if word.lemma == "whose" and noun is not None:
            phrase = [sentence[i] for i in phrase_of(sentence, noun)]
            owner = " ".join(sentence.text_of(phrase).split())
            ending = "’" if noun.feats.get("Number") == "Plur" and owner.endswith("s") else "’s"
            return [Substitution(word.span, owner + ending, "relative_possessive", sentence.span_of(phrase))]
    return []


def _absorb_preposition(sentence: Sentence, time: TimeExpression, spoken: str) -> tuple[Span, str]:
    """ "last month" reads "in May 2025", "since last month" reads "since May 2025", "Tuesday's" keeps its ending."""
    words = [w for w in sentence.words if w.span in time.span]
    if not words or words[0].lemma.lower() in {"earlier", "later", "early", "late", "mid"}:
        return time.span, spoken
    top = next((w for w in words if w.head not in {x.index for x in words}), words[-1])
    adverbial = top.relation in {"obl", "advmod"} or top.deprel == "nmod:unmarked"
    if (
        adverbial
        and not sentence.children(top, "case")
        and (words[0].index == 1 or sentence[words[0].index - 1].upos not in {"ADP", "SCONJ"})
    ):
        return time.span, ("on " if time.grain == "day" else "in ") + spoken
    return time.span, spoken


def _without_overlaps(changes: list[Substitution]) -> list[Substitution]:
    kept: list[Substitution] = []
    for change in sorted(changes, key=lambda c: (c.span.start, -c.span.end, c.rule)):
        if not kept or change.span.start >= kept[-1].span.end:
            kept.append(change)
    return kept


def _without_echoes(sentence: Sentence, pieces: Sequence[Span], changes: Sequence[Substitution]) -> list[Substitution]:
    """Without replacements of "his" where the name stands already before it: "Ann Lee and her son" needs none."""
    kept: list[Substitution] = []
    for change in changes:
        name = change.text.removesuffix("'s").removesuffix("’s")
        if name != change.text:
            before = " ".join(sentence.slice(Span(p.start, min(p.end, change.span.start))) for p in pieces if p.start < change.span.start)
            if name in before or any(k.text == name for k in kept):
                continue
        kept.append(change)
    return kept


def _render(sentence: Sentence, piece: Span, changes: Sequence[Substitution], used: list[Substitution]) -> str:
    out, position = [], piece.start
    for change in changes:
        if change.span in piece and change.span.start >= position:
            out += [sentence.slice(Span(position, change.span.start)), change.text]
            position = change.span.end
            used.append(change)
    return "".join([*out, sentence.slice(Span(position, piece.end))])
