"""The words of a claim: its verbatim text, and the text that can be read on its own.

`text` is made of pieces of the source in source order. `resolved_text` is put in reading order, with references and
relative dates replaced; each replacement is a Substitution that says what stood there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from claimcheck.claims.dates import spoken_date
from claimcheck.claims.dating import frames
from claimcheck.claims.inflection import past_tense
from claimcheck.clauses.boundaries import first_conjunct
from claimcheck.clauses.extent import trim, without_orphans
from claimcheck.clauses.predication import is_finite
from claimcheck.model import Ambiguity, Attribution, Clause, Reference, Slot, Span, Substitution, TimeExpression
from claimcheck.tree import Sentence, Word

PLACES = frozenset({"Location", "GPE", "LOC"})
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
    said = {w.index for s in spans for w in sentence.overlapping(s) if w.index != clause.head}
    said |= {
        w.index
        for i in said
        for w in sentence.children(sentence[i])
        if w.upos in {"ADP", "DET"} or w.relation in {"case", "fixed", "nmod", "amod", "nmod:poss", "flat", "compound"}
    }
    if spans:  # "According to the agency, quoting the army, …": where the source has it from
        quoting = [w for w in sentence.words if w.lemma.lower() in {"cite", "quote"} and w.xpos == "VBG" and w.relation == "advcl"]
        said |= {w.index for verb in quoting if verb.index != clause.head for w in sentence.subtree(verb)}
    kept = {*clause.words, *clause.verb, *restored} - said
    words = [sentence[i] for i in sorted(kept or set(clause.words))]
    words = trim(without_orphans(sentence, words) if said else words, sentence[clause.head])
    return tuple(w.index for w in words)


def _is_told(clause: Clause, slot: Slot) -> bool:
    return clause.kind != "relative" or slot.role in {"subject", "object"}


def wording(
    sentence: Sentence, clause: Clause, words: Sequence[Word], references: Sequence[Reference], times: Sequence[TimeExpression]
) -> Wording:
    """Texts of a clause made of `words`. `references` and `times` are those of the document, or of any part that holds the sentence."""
    pieces = sentence.pieces(words)
    text = join([sentence.slice(p) for p in pieces])
    inside = [r for r in references if any(r.span in p for p in pieces)]
    changes = [Substitution(r.span, r.text, r.rule, r.antecedent_span) for r in inside if r.text]
    framing = frames(sentence, clause, pieces, times)
    for time in times:
        spoken = spoken_date(time) if any(time.span in p for p in pieces) else None
        if spoken and (time.type == "DATE" or _stands_alone(sentence, time)):
            changes.append(Substitution(*_absorb_preposition(sentence, time, spoken), "relative_date"))
    changes += [_front_time(sentence, span, time) for span, time in framing]
    changes = _without_overlaps([*changes, *_relative_word(sentence, clause), *_participle(sentence, clause)])
    order = (*(span for span, _ in framing), *_reading_order(sentence, clause, words, pieces))
    if clause.template:
        printed = [s for s in clause.slots if f"{{{s.role}}}" in clause.template]
        order = tuple(p for s in printed for p in _pieces(sentence, s))
    changes = _without_echoes(sentence, order, changes)
    used: list[Substitution] = []
    segments = [_render(sentence, piece, changes, used) for piece in order]
    resolved = join(segments[:1] + [_lowered(sentence, p, s) for p, s in zip(order[1:], segments[1:], strict=True)])
    if clause.template:
        filled = {s.role: join(_lowered(sentence, p, _render(sentence, p, changes, used)) for p in _pieces(sentence, s)) for s in printed}
        resolved = clause.template.format(**filled)
    tail = _relative_time(sentence, clause, times) or _relative_place(sentence, clause, changes, used)
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


def _reading_order(sentence: Sentence, clause: Clause, words: Sequence[Word], pieces: tuple[Span, ...]) -> tuple[Span, ...]:
    """Source order, but for a noun that follows or precedes the clause which it belongs into.

    "the house Jack built" reads "Jack built the house", "Cutting 300 jobs, the firm …" reads "the firm … cutting 300 jobs".
    """
    if clause.template:
        return ()
    restored = next((s for s in clause.slots if s.restored and _is_told(clause, s)), None)
    if restored is None:
        return pieces
    rest = [w for w in words if w.index not in restored.words]
    if restored.role == "subject" and restored.head > clause.head:
        return (*_pieces(sentence, restored), *sentence.pieces(rest))
    if clause.kind == "relative" and restored.role == "object":
        end = _place_of_object(sentence, clause)
        before, after = [w for w in rest if w.index <= end], [w for w in rest if w.index > end]
        return (*sentence.pieces(before), *_pieces(sentence, restored), *sentence.pieces(after))
    return pieces


def _place_of_object(sentence: Sentence, clause: Clause) -> int:
    """The word that a relative clause's object follows: its verb, the infinitive below it, or a preposition left without a noun.

    "the house they plan to build" reads "they plan to build the house", "the case he was caught up in" "he was caught up in the case".
    """
    verb = sentence[clause.head]
    end = max((i for i in clause.verb if i in clause.words), default=clause.head)
    while (below := sentence.child(verb, "xcomp")) is not None and below.index in clause.words and not sentence.child(below, "obj"):
        verb, end = below, max(end, below.index)
    stranded = [w.index for w in sentence.children(verb) if w.upos == "ADP" and w.index > verb.index and w.index in clause.words]
    return max([end, *stranded])


#: Words of these have a capital only where they begin a sentence.
_BEGINNING = frozenset({"ADJ", "ADP", "ADV", "DET", "PRON", "SCONJ", "VERB"})


def _lowered(sentence: Sentence, piece: Span, said: str) -> str:
    """The first word of the sentence without its capital, where it no longer stands first: "Ann Lee is the historian"."""
    first = sentence.words[0]
    if piece.start > first.start or first.upos not in _BEGINNING or first.text == "I" or first.text.isupper():
        return said
    if first.upos == "ADJ" and any(1 in m.words for m in sentence.mentions):  # of a name
        return said
    return said[:1].lower() + said[1:] if said.startswith(first.text) else said


def _relative_place(sentence: Sentence, clause: Clause, changes: Sequence[Substitution], used: list[Substitution]) -> str:
    """ "in Rome" for the clause in "Rome, where she was born"."""
    place = next((s for s in clause.slots if s.restored and s.role == "place"), None)
    if clause.kind != "relative" or place is None or not any(place.head in m.words and m.type in PLACES for m in sentence.mentions):
        return ""
    return "in " + join(_render(sentence, p, changes, used) for p in _pieces(sentence, place))


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


#: Which part of a month or year is meant: "late last year" reads "late in 2014". Of a day they say nothing that the date does not.
PARTS_OF_PERIOD = frozenset({"early", "late", "earlier", "later"})
#: Subjects that are plural though their form does not show it.
PLURAL = frozenset("all both few hundred many most several some thousand two three four five six seven eight nine ten they we".split())


def _participle(sentence: Sentence, clause: Clause) -> list[Substitution]:
    """ "the plan drafted by Norway" reads "the plan was drafted by Norway": tense of the verb above, number of the noun."""
    subject = next((s for s in clause.slots if s.role == "subject"), None)
    head = sentence[clause.head]
    if (
        clause.kind not in {"participle", "relative", "adverbial", "conjoined"}
        or len(clause.verb) > 1
        or subject is None
        or sentence.children(head, "aux", "cop")
    ):
        return []
    if head.feats.get("VerbForm") not in {"Part", "Ger"} or head.xpos not in {"VBN", "VBG"}:
        return []
    if clause.kind == "conjoined" and is_finite(sentence, first_conjunct(sentence, head)):
        return []  # "disturbed and infringed": a past tense that was tagged as a participle
    noun = sentence[subject.head]
    joined = noun.relation != "conj" and any(c.index in subject.words for c in sentence.children(noun, "conj"))
    plural = noun.feats.get("Number") == "Plur" or joined or noun.lemma.lower() in PLURAL
    past = head.xpos == "VBN" or any(w.feats.get("Tense") == "Past" for w in sentence.ancestors(head))
    if head.xpos == "VBG" and past and (told := _told_in_the_past(sentence, clause, head, plural)):
        return told
    auxiliary = ("were" if plural else "was") if past else ("are" if plural else "is")
    first = head  # "often interpreted": the auxiliary stands before the adverb
    while (
        first.index > 1
        and (adverb := sentence[first.index - 1]).upos == "ADV"
        and adverb.head == head.index
        and adverb.index in clause.words
    ):
        first = adverb
    verbatim = sentence.slice(Span(first.start, head.end))
    if first.index == 1 and first.upos != "PROPN":
        verbatim = verbatim[:1].lower() + verbatim[1:]
    return [Substitution(Span(first.start, head.end), f"{auxiliary} {verbatim}", "restored_auxiliary")]


def _told_in_the_past(sentence: Sentence, clause: Clause, head: Word, plural: bool) -> list[Substitution]:
    """ "killing 107 and wounding 238" reads "killed 107 and wounded 238"; nothing where a form is not known, or negated."""
    joined = [c for c in sentence.children(head, "conj") if c.xpos == "VBG" and c.index in clause.words]
    told = []
    for verb in (head, *joined):
        form = past_tense(verb.lemma, plural)
        if form is None or any(w.feats.get("Polarity") == "Neg" for w in sentence.children(verb, "advmod")):
            return []
        told.append(Substitution(verb.span, form, "restored_tense"))
    return told


def _relative_word(sentence: Sentence, clause: Clause) -> list[Substitution]:
    """ "whose wife resigned" reads "the minister's wife resigned", "most of which were empty" "most of the homes were empty"."""
    noun = next((s for s in clause.slots if s.restored), None)
    if clause.kind != "relative" or noun is None or noun.role in {"subject", "object"}:
        return []
    phrase = [sentence[i] for i in noun.words]
    name = join(_lowered(sentence, p, sentence.slice(p)) for p in sentence.pieces(phrase))
    for index in clause.words:
        word = sentence[index]
        if word.lemma == "whose":
            plural = sentence[noun.head].feats.get("Number") == "Plur" and name.endswith("s")
            return [Substitution(word.span, name + ("’" if plural else "’s"), "relative_possessive", sentence.span_of(phrase))]
        if word.lemma in {"which", "whom", "who"} and word.xpos in {"WP", "WDT"}:
            return [Substitution(word.span, name, "relative_word", sentence.span_of(phrase))]
    return []


def _absorb_preposition(sentence: Sentence, time: TimeExpression, spoken: str) -> tuple[Span, str]:
    """ "last month" reads "in May 2025", "since last month" reads "since May 2025", "Tuesday's" keeps its ending."""
    words = [w for w in sentence.overlapping(time.span) if w.span in time.span]
    if not words:
        return time.span, spoken
    top = next((w for w in words if w.head not in {x.index for x in words}), words[-1])
    governor = sentence.head(top)
    # "Last year saw 126 murders": what has no other subject in front of a finite verb is one itself
    subject = (
        words[0].index == 1
        and governor is not None
        and governor.xpos in {"VBD", "VBZ"}
        and not sentence.children(governor, "nsubj", "csubj", "expl")
    )
    adverbial = not subject and (top.relation in {"obl", "advmod"} or top.deprel == "nmod:unmarked")
    if (
        adverbial
        and not sentence.children(top, "case")
        and (words[0].index == 1 or sentence[words[0].index - 1].upos not in {"ADP", "SCONJ"})
    ):
        part = f"{words[0].text} " if words[0].text.lower() in PARTS_OF_PERIOD and time.grain != "day" else ""
        return time.span, part + ("on " if time.grain == "day" or time.type == "TIME" else "in ") + spoken
    if words[0].text.lower() in {"early", "late", "mid"} and time.grain != "day":
        return time.span, f"{words[0].text} {spoken}"  # "in late April" reads "in late April 2015"
    return time.span, spoken


def _front_time(sentence: Sentence, phrase: Span, time: TimeExpression) -> Substitution:
    """The time that the claim shares with another clause, as it reads in front of it: "On 5 May 2015"."""
    span, said = time.span, spoken_date(time)
    if said and time.span in phrase and (time.type == "DATE" or _stands_alone(sentence, time)):
        span, said = _absorb_preposition(sentence, time, said)
    else:
        said = sentence.slice(span)
    text = sentence.slice(Span(phrase.start, span.start)) + said + sentence.slice(Span(span.end, max(span.end, phrase.end)))
    return Substitution(phrase, join([text]), "front_time")


def _stands_alone(sentence: Sentence, time: TimeExpression) -> bool:
    """Whether a time of day is an adverbial: "on Saturday night", but neither "Saturday night's game" nor "the Saturday night game"."""
    words = [w for w in sentence.overlapping(time.span) if w.span in time.span]
    top = next((w for w in words if w.head not in {x.index for x in words}), None)
    if top is None or top.relation not in {"obl", "advmod", "nmod"} or top.deprel == "nmod:poss":
        return False
    cases = sentence.children(top, "case")
    return all(c.lemma.lower() in {"on", "since", "until", "by", "from"} and c.index < words[0].index for c in cases)


def _without_overlaps(changes: list[Substitution]) -> list[Substitution]:
    kept: list[Substitution] = []
    for change in sorted(changes, key=lambda c: (c.span.start, -c.span.end, c.rule)):
        if not kept or change.span.start >= kept[-1].span.end:
            kept.append(change)
    return kept


def _without_echoes(sentence: Sentence, order: Sequence[Span], changes: Sequence[Substitution]) -> list[Substitution]:
    """Without replacements whose name the claim has already told, in reading order: "Ann Lee and her son" needs none."""
    if not changes:
        return []
    kept: dict[Span, Substitution] = {}
    told = ""
    for piece in order:
        position = piece.start
        for change in sorted((c for c in changes if c.span in piece), key=lambda c: c.span):
            told += " " + sentence.slice(Span(position, change.span.start)) if position < change.span.start else ""
            position = max(position, change.span.end)
            inside = sentence.overlapping(change.span)
            first = next((w for w in inside if w.start == change.span.start), None)
            owned = first is not None and first.text.lower() in POSSESSIVES and first.end < change.span.end
            pronoun = owned or any(w.upos in {"PRON", "DET"} and w.span == change.span for w in inside)
            name = _bare(change.text.partition(" of ")[2] if owned else change.text)  # "the homes of the owners" for "their homes"
            last = told.rstrip().rpartition(" ")[2]
            if not pronoun and " " in change.text and last and change.text.split()[0] == last:  # "Ann [Lee]" is whole already
                told += " " + sentence.slice(change.span)
                continue
            if pronoun and name and f" {name} " in f" {_bare(told)} ":
                told += " " + sentence.slice(change.span)
                continue
            told += " " + change.text
            kept[change.span] = change
        told += " " + sentence.slice(Span(min(position, piece.end), piece.end))
    return [c for c in changes if c.span in kept]


#: They may be replaced together with what is owned.
POSSESSIVES = frozenset({"his", "her", "its", "their"})


def _bare(text: str) -> str:
    """Lower-case words without possessive endings, articles and punctuation, to compare names."""
    words = text.casefold().replace("’s", "").replace("'s", "").split()
    return " ".join(w.strip(".,;:()\"“”’'") for w in words if w not in {"the", "a", "an"})


#: What a contracted auxiliary reads after a name: "they’re" becomes "the unions are".
WHOLE_AUXILIARIES = {"re": "are", "ve": "have", "ll": "will", "m": "am"}


def _contraction(sentence: Sentence, end: int) -> tuple[str, int]:
    """The full form of an auxiliary that is written onto the word ending at `end`, and where it ends; nothing where there is none."""
    word = next((w for w in sentence.words if w.start == end and w.upos in {"AUX", "VERB"} and w.text[:1] in {"'", "’"}), None)
    if word is None:
        return "", end
    letters = word.text[1:].lower()
    whole = WHOLE_AUXILIARIES.get(letters)
    if letters == "s":
        whole = "has" if word.lemma == "have" else "is"
    elif letters == "d":
        following = sentence.words[word.index : word.index + 1]
        verbs = [*filter(None, [sentence.head(word)]), *following]
        whole = "had" if word.lemma == "have" or any(v.xpos == "VBN" for v in verbs) else "would"
    return (f" {whole}", word.end) if whole else ("", end)


def _render(sentence: Sentence, piece: Span, changes: Sequence[Substitution], used: list[Substitution]) -> str:
    if not changes:
        return sentence.slice(piece)
    out, position = [], piece.start
    for change in changes:
        if change.span in piece and change.span.start >= position:
            contracted, position_after = _contraction(sentence, change.span.end)
            out += [sentence.slice(Span(position, change.span.start)), change.text, contracted]
            position = min(position_after, piece.end)
            used.append(change)
    return "".join([*out, sentence.slice(Span(position, piece.end))])
