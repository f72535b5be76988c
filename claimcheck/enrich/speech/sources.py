"""Who is the source of a cue, and in which words."""

from __future__ import annotations

from claimcheck.enrich.speech.channels import is_channel
from claimcheck.enrich.speech.cues import CLAUSE, HEARING, QUOTATIVE
from claimcheck.enrich.speech.kinds import DOCUMENTS, INSTITUTIONS, UNNAMED, is_agent, noun_lemma
from claimcheck.enrich.speech.stray import speaker_before, speaker_behind_mark
from claimcheck.tree import Sentence, Word

_RELATIVE = frozenset({"who", "which", "that", "whom"})
#: Participles with which a speaker goes on.
_SPEAKING_ON = frozenset(
    "adding alleging arguing claiming emphasising emphasizing insisting noting saying stating stressing telling warning".split()
)
_EXPLETIVE = frozenset({"it", "there"})


def source_of(sentence: Sentence, cue: Word, barred: frozenset[int] = frozenset()) -> Word | None:
    """Head word of the phrase that names the source, or None where the text does not say who.

    Words in `barred` (a quotation in which the cue does not stand) are no sources. Climbs from
    a participle, infinitive or coordinated verb to the subject it shares, and from a relative clause to the noun it describes.
    """
    seen: set[int] = set()
    current: Word | None = cue
    while current is not None and current.index not in seen:
        seen.add(current.index)
        own = own_source(sentence, current, barred)
        if own is not None:
            if current.index == cue.index or not _says_nothing(sentence, own):
                return own
            if cue.text.lower() in _SPEAKING_ON:
                return _speaker_above(sentence, current) or own
            return None if cue.relation == "advcl" and cue.xpos in ("VBD", "VBZ", "VBP") else own  # a finite clause has its own subject
        if barred and current.index == cue.index:
            beside = _between(sentence, cue, barred)
            if beside is not None:
                return beside
        if current.index != cue.index and is_passive(sentence, current) and current.relation != "conj":
            subject = sentence.child(current, "nsubj:pass", "nsubj")
            if subject is not None:
                return relative_antecedent(sentence, subject, current) or subject
        if is_passive(sentence, current) and current.index == cue.index and current.relation not in ("acl", "advcl"):
            return None
        governor = sentence.head(current)
        if governor is None:
            return None
        if current.relation == "conj" and speaks_on(sentence, current):
            current = sentence.head(governor)
            continue
        if current.index == cue.index:
            quoted = _quoted_as(sentence, cue, governor)
            if quoted is not None:
                return quoted
        if current.relation == "acl":
            return None if _no_relative(sentence, governor, current) or is_passive(sentence, cue) else governor
        if current.relation == "xcomp":
            controller = sentence.child(governor, "obj", "iobj")
            if controller is not None and controller.index < current.index and governor.lemma not in ("promise", "threaten", "vow", "use"):
                return controller
        if current.relation == "advcl":
            speaker = _interrupting_speaker(sentence, governor, current)
            if speaker is not None:
                return speaker
        if current.relation not in ("xcomp", "advcl", "conj", "parataxis", "dep", "ccomp", "aux"):
            return None
        if current.relation == "ccomp" and current.index == cue.index and cue.xpos != "VBG":
            return None
        current = governor
    return None


def _no_relative(sentence: Sentence, noun: Word, verb: Word) -> bool:
    """A finite verb without subject is no clause about its noun, a thing: "the charges on which he was held told the court …"."""
    if verb.xpos not in ("VBD", "VBZ", "VBP") or sentence.child(verb, "nsubj", "nsubj:pass", "mark") is not None:
        return False
    named = any(n.upos == "PROPN" for n in sentence.children(noun, "flat", "appos"))
    between = sentence.words[noun.index : verb.index - 1]
    return _says_nothing(sentence, noun) and not named and not any(w.text.lower() == "who" for w in between)


def _says_nothing(sentence: Sentence, noun: Word) -> bool:
    """A thing, as far as its noun and its mentions show."""
    if noun.upos != "NOUN" or is_agent(noun) or noun_lemma(noun) in DOCUMENTS | INSTITUTIONS:
        return False
    return not any(noun.index in m.words and m.type in ("Person", "PERSON", "Organization", "ORG") for m in sentence.mentions)


def _speaker_above(sentence: Sentence, clause: Word) -> Word | None:
    """ "Reed said the charges were old, adding that …", with "adding" hung on what was said: the speaker of the cue above."""
    current: Word | None = clause
    while current is not None and current.relation in ("conj", "xcomp", "advcl"):
        current = sentence.head(current)
    cue = sentence.head(current) if current is not None and current.relation == "ccomp" else None
    if cue is not None and cue.upos not in ("VERB", "AUX"):  # hung on "by" of "by saying"
        cue = sentence.head(cue)
    return source_of(sentence, cue) if cue is not None and cue.lemma.lower() in CLAUSE and cue.index < clause.index else None


def _quoted_as(sentence: Sentence, cue: Word, governor: Word) -> Word | None:
    """ "The Herald quoted the minister as saying …", "was quoted by the Herald as saying …": the one who is quoted speaks.

    quoted -obj-> minister, quoted -advcl-> saying, saying -mark-> as        (saying may hang on the minister too)
    """
    if cue.xpos != "VBG" or not any(m.lemma.lower() == "as" for m in sentence.children(cue, "mark", "case")):
        return None
    quoting = governor if governor.lemma.lower() in ("quote", "cite", "report") else sentence.head(governor)
    if quoting is None or quoting.lemma.lower() not in ("quote", "cite", "report") or quoting.upos != "VERB":
        return None
    if is_passive(sentence, quoting):
        subject = sentence.child(quoting, "nsubj:pass", "nsubj")
        if subject is None:
            return sentence.head(quoting) if quoting.relation == "acl" else None
        return relative_antecedent(sentence, subject, quoting) or subject
    return next((o for o in sentence.children(quoting, "obj", "iobj") if o.index < cue.index), None)


def speaks_on(sentence: Sentence, verb: Word) -> bool:
    """The speaker's second verb, joined by the parse to what was said, whose subject is a thing that says nothing.

    Reed said the gate was open and denied that he had locked it.
    said -ccomp-> open, open -nsubj-> gate, open -conj-> denied, denied -ccomp-> locked
    """
    said = sentence.head(verb)
    if said is None or verb.relation != "conj" or verb.lemma.lower() not in CLAUSE or verb.xpos not in ("VBD", "VBN", "VBZ"):
        return False
    clause, thing, cue = sentence.child(verb, "ccomp"), sentence.child(said, "nsubj", "nsubj:pass"), sentence.head(said)
    if clause is None or thing is None or cue is None or said.relation != "ccomp" or cue.lemma.lower() not in CLAUSE:
        return False
    own = sentence.child(verb, "nsubj", "nsubj:pass", "aux", "aux:pass", "expl", "mark") is not None
    that = any(m.lemma.lower() == "that" for m in sentence.children(clause, "mark"))
    return that and not own and thing.upos == "NOUN" and not is_agent(thing) and noun_lemma(thing) not in DOCUMENTS


def hears(verb: Word, hearer: Word | None) -> bool:
    """ "The court heard …": a court or body of inquiry hears what it is told, others hear with their ears."""
    return hearer is not None and verb.lemma.lower() == "hear" and noun_lemma(hearer) in HEARING


def own_source(sentence: Sentence, cue: Word, barred: frozenset[int] = frozenset()) -> Word | None:
    """The verb's own subject, of several the nearest, or its agent."""
    if is_passive(sentence, cue):
        for oblique in sentence.children(cue, "obl:agent", "obl"):
            if _has_case(sentence, oblique, "by"):
                return oblique
        return None
    behind = _speaker_behind(sentence, cue)
    if behind is not None and behind.index not in barred:
        return behind
    for subject in sorted(sentence.children(cue, "nsubj", "nsubj:outer"), key=lambda w: (abs(w.index - cue.index), w.index)):
        if subject.index in barred:
            continue
        if subject.lemma.lower() in _EXPLETIVE and subject.deprel == "expl":
            continue
        if subject.deprel == "nsubj:pass":
            continue
        return relative_antecedent(sentence, subject, cue) or subject
    inverted = _inverted(sentence, cue) or _right_behind(sentence, cue)
    if inverted is not None:
        return inverted
    stray = speaker_before(sentence, cue) or speaker_behind_mark(sentence, cue)
    return stray if stray is not None and stray.index not in barred else None


def _between(sentence: Sentence, cue: Word, barred: frozenset[int]) -> Word | None:
    """`"…," the chairman said`: the phrase between the quotation and the verb, where the parse lost it."""
    if is_passive(sentence, cue) or cue.lemma not in QUOTATIVE:
        return None
    low = cue.index
    while low > 1 and (low - 1) not in barred:
        low -= 1
    if low == 1 or cue.index - low > 25:
        return None
    window = [w for w in sentence.words[low - 1 : cue.index - 1] if w.upos in ("PROPN", "NOUN", "PRON")]
    if any(w.upos in ("VERB", "AUX") and w.feats.get("VerbForm") == "Fin" for w in sentence.words[low - 1 : cue.index - 1]):
        return None
    numbers = {w.index for w in window}
    return next((w for w in window if w.head not in numbers and w.relation not in ("obl", "nmod")), None)


def _inverted(sentence: Sentence, cue: Word) -> Word | None:
    """`"…," said Berg`: the subject after the verb, which parsers take for an object."""
    if cue.lemma not in QUOTATIVE or cue.feats.get("VerbForm") in ("Inf", "Ger"):
        return None
    for candidate in sentence.children(cue, "obj", "iobj", "dep", "obl", "appos", "vocative", "flat"):
        between = sentence.words[cue.index : candidate.index - 1]
        if (
            candidate.index > cue.index
            and candidate.feats.get("Case") != "Acc"
            and candidate.upos in ("PROPN", "NOUN", "PRON")
            and not any(c.text[0].islower() for c in sentence.children(candidate, "case"))  # "Under Secretary Reed" is a title
            and not any(w.upos in ("PUNCT", "ADP") and w.text in (",", ":", '"', "“") for w in between)
            and (candidate.upos != "PRON" or candidate.feats.get("Case") == "Nom")
            and _after_content(sentence, cue)
        ):
            return candidate
    return None


def _right_behind(sentence: Sentence, cue: Word) -> Word | None:
    """The noun phrase right behind an inverted verb, where the parse hung it on the channel.

    "…," said Ministry of Defence in a statement
    said -obl-> statement, statement -nmod:poss-> Ministry
    """
    if cue.lemma not in QUOTATIVE or cue.xpos not in ("VBD", "VBZ", "VBP") or not _after_content(sentence, cue):
        return None
    window = []
    for word in sentence.words[cue.index :]:
        if word.upos in ("PUNCT", "VERB", "AUX", "SCONJ", "ADV", "PART") or (
            word.upos == "ADP" and word.lemma.lower() not in ("of", "for")
        ):
            break
        window.append(word)
    if not window or window[0].upos not in ("PROPN", "NOUN", "DET", "ADJ", "NUM", "PRON"):
        return None
    numbers = {w.index for w in window}
    head = next((w for w in window if w.head not in numbers), None)
    outside = sentence.head(head) if head is not None else None
    if head is None or outside is None or head.upos not in ("PROPN", "NOUN") or sentence.child(head, "case") is not None:
        return None
    return head if is_channel(sentence, outside) and outside.head == cue.index else None


def _speaker_behind(sentence: Sentence, cue: Word) -> Word | None:
    """`The refusal did not go over well, said one source`: who speaks stands behind the verb, though a far noun is called its subject."""
    subject = sentence.child(cue, "nsubj")
    if subject is None or subject.index > cue.index or sentence.child(cue, "ccomp", "xcomp") is not None:
        return None
    behind = _inverted(sentence, cue)
    if behind is None or sentence.subtree(behind)[0].index != cue.index + 1:
        return None
    return behind if behind.upos == "PROPN" or noun_lemma(behind) in UNNAMED | INSTITUTIONS else None


def _after_content(sentence: Sentence, cue: Word) -> bool:
    """The cue stands right behind a comma, a quotation mark or another end of what was said."""
    if cue.index == 1:
        return False
    before = sentence[cue.index - 1]
    return before.upos == "PUNCT" and before.text not in (";", ":", "(", ")")


def _interrupting_speaker(sentence: Sentence, governor: Word, cue: Word) -> Word | None:
    """In "X is so, he said, adding that …" the parse hangs "adding" on "is so": the speaker is the one of "said"."""
    best: Word | None = None
    for other in (*sentence.children(governor), *([h] if (h := sentence.head(governor)) is not None else [])):
        if other.upos != "VERB" or other.index == cue.index or other.lemma not in QUOTATIVE or other.index > cue.index:
            continue
        speaker = own_source(sentence, other)
        if speaker is not None and (other.relation in ("parataxis", "dep") or governor.relation == "ccomp") and other.index < cue.index:
            best = speaker
    return best


def relative_antecedent(sentence: Sentence, subject: Word, verb: Word) -> Word | None:
    """The noun that a relative pronoun stands for."""
    if subject.lemma.lower() not in _RELATIVE:
        return None
    clause: Word | None = verb
    while clause is not None and clause.deprel != "acl:relcl":
        clause = sentence.head(clause) if clause.relation in ("conj", "xcomp", "ccomp", "advcl") else None
    return sentence.head(clause) if clause is not None else None


def is_passive(sentence: Sentence, verb: Word) -> bool:
    """A passive, with its auxiliary or reduced to a participle ("quoted by")."""
    if sentence.child(verb, "aux:pass", "nsubj:pass") is not None:
        return True
    if verb.relation == "conj" and verb.xpos == "VBN" and sentence.child(verb, "nsubj", "aux") is None:
        first = sentence.head(verb)
        return first is not None and first.xpos == "VBN" and sentence.child(first, "aux:pass") is not None
    if verb.xpos == "VBN" and sentence.child(verb, "aux") is None and sentence.child(verb, "nsubj") is None:
        return verb.relation in ("acl", "advcl", "amod")
    return False


def _has_case(sentence: Sentence, noun: Word, form: str) -> bool:
    return any(w.lemma.lower() == form for w in sentence.children(noun, "case"))


def source_words(sentence: Sentence, head: Word) -> tuple[Word, ...]:
    """The phrase that names the source, without its preposition, possessive ending, channel and what is only told about it.

    A relative clause stays where the source has no name: "a spokesman who asked not to be named".
    """
    nameless = head.upos != "PROPN" and not any(w.upos == "PROPN" for w in sentence.children(head, "appos", "flat", "compound"))
    drop = {"appos", "parataxis", "advcl", "ccomp", "dep", "discourse", "cop", "nsubj", "aux", "advmod:emph", "csubj", "orphan", "obl"}
    if not nameless:
        drop |= {"acl"}
    words = _phrase(sentence, head, drop)
    for conj in sentence.children(head, "conj"):
        if conj.upos in ("VERB", "AUX") or sentence.child(conj, "nsubj") is not None:
            words -= set(sentence.subtree(conj))
    for name in sentence.children(head, "appos"):
        adjacent = name.index > head.index and not any(w.upos == "PUNCT" for w in sentence.words[head.index : name.index - 1])
        if adjacent and name.upos == "PROPN":  # a title with the name right behind it
            words |= _phrase(sentence, name, drop)
    for place in tuple(words):
        if place.index > head.index and place.relation in ("nmod", "obl") and is_channel(sentence, place) and head.upos != "NOUN":
            words -= set(sentence.subtree(place))
    for clause in sentence.children(head, "acl"):
        if (
            clause in words
            and clause.index > head.index
            and any(w.text == "," for w in sentence.words[head.index : sentence.subtree(clause)[0].index])
        ):
            words -= set(sentence.subtree(clause))
    for told in sentence.children(head, "nmod"):
        if told.index > head.index and any(c.lemma.lower() in ("as", "during", "after", "before") for c in sentence.children(told, "case")):
            words -= set(sentence.subtree(told))
    bracket = next((w for w in sentence.words[head.index :] if w.text in ("(", "[") and w in words), None)
    if bracket is not None:
        words = {w for w in words if w.index < bracket.index}
    words -= {w for c in sentence.children(head, "case") for w in sentence.subtree(c)}
    return _trim(sentence, words, head)


def _phrase(sentence: Sentence, head: Word, drop: set[str]) -> set[Word]:
    """The head with the branches whose relation to it is not in `drop`."""
    words = {head}
    for child in sentence.children(head):
        if child.relation not in drop and child.deprel not in drop:
            words |= set(sentence.subtree(child, without=("parataxis", "discourse")))
    return words


def _trim(sentence: Sentence, words: set[Word], head: Word) -> tuple[Word, ...]:
    """The unbroken run of words around the head, without punctuation at its ends."""
    chosen = {w.index for w in words}
    low = high = head.index
    while low - 1 in chosen:
        low -= 1
    while high + 1 in chosen:
        high += 1
    low = _hyphenated(sentence, low)
    run = list(sentence.words[low - 1 : high])
    while (
        len(run) > 1 and (run[0].upos in ("PUNCT", "CCONJ") or run[0].relation in ("case", "mark", "fixed")) and run[0].index != head.index
    ):
        run.pop(0)
    while len(run) > 1 and (run[-1].upos in ("PUNCT", "CCONJ") or run[-1].text in ("'s", "’s", "'", "’")) and run[-1].index != head.index:
        run.pop()
    return tuple(run)


def _hyphenated(sentence: Sentence, low: int) -> int:
    """The number where a name with a hyphen begins, of which the parse left out the front: "Diaz-Reed"."""
    while low > 2:
        name, hyphen, word = sentence[low - 2], sentence[low - 1], sentence[low]
        if hyphen.text not in ("-", "‐", "‑", "–") or not (name.end == hyphen.start and hyphen.end == word.start):
            break
        if name.upos not in ("PROPN", "ADJ", "NOUN") or not name.text[:1].isupper() or word.upos != "PROPN":
            break
        low -= 2
    return low
