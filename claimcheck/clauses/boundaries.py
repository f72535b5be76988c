"""Where a clause ends: which of its dependents are statements of their own, and which belong to it.

One principle holds the clause rules together: what is cut out of a clause is stated by another one. Each construction has
its test here, and both sides ask it: the rule that builds the clause, and `is_detached`, which cuts it out of its
governor's. What no rule will state stays where it stands, so that nothing important is lost between two rules.
"""

from __future__ import annotations

from claimcheck.clauses.identity import is_identity, is_other_name, named_with_age
from claimcheck.clauses.marking import PERSON, is_set_off, mention_type
from claimcheck.clauses.predication import SUBJECTS, is_finite, is_predicate, subject_of
from claimcheck.tree import Sentence, Word

#: Markers of adverbial clauses without which the statement would say something else: they stay inside it.
BINDING_MARKS = frozenset(
    "if unless until till before after when whenever once since because so than to in_order whether lest provided as_long_as as_soon_as".split()
)
#: Conditions and comparisons: what they introduce is not said to be so.
UNREAL_MARKS = frozenset("if unless lest whether provided providing suppose supposing assuming until till than in_case although_if".split())
#: Their clause tells what happened only in the past tense: "when he resigned", but not "when he resigns".
TEMPORAL_MARKS = frozenset("when whenever before after once".split())
#: Verbs whose bare clause is a tag beside what was said.
SPEECH_AND_THOUGHT = frozenset(
    """say add tell note explain recall think believe reckon know see mean guess hope write state claim report announce declare argue
    insist suggest warn admit agree reply respond continue conclude tweet post ask quip joke seem appear expect understand""".split()
)
#: Participles that have become prepositions.
PREPOSITIONAL = frozenset(
    "accord assume compare concern consider depend exclude follow give include judge owe pend provide regard speak".split()
)
#: "The members refused to leave, leading to a delay": what led to it is that they refused, no noun that could be its subject.
OF_THE_WHOLE = frozenset("lead mean prompt result spark trigger".split())
#: Verbs without an object: what follows "died and" is not theirs.
INTRANSITIVE = frozenset(
    "apologise apologize arrive collapse come crash die disappear drown expire explode fail fall flee go happen occur resign retire return "
    "rise succeed surrender vanish".split()
)


def is_detached(sentence: Sentence, word: Word) -> bool:
    """Whether a dependent, with all below it, is left out of its governor's clause because it says something of its own."""
    governor = sentence.head(word)
    if governor is None:
        return False
    if named_with_age(sentence, word):
        return True
    match word.deprel, word.relation:
        case _, "discourse" | "vocative" | "reparandum" | "dislocated":
            return True
        case _, "parataxis" | "list":
            return is_predicate(sentence, word) or not any(w.upos == "NUM" for w in sentence.subtree(word))
        case _, "conj":
            return splits(sentence, word) or splits_infinitive(sentence, word) is not None
        case (("acl:relcl" | "advcl:relcl"), _):
            return is_set_off(sentence, word) and states_of_noun(sentence, word)
        case _, "acl":
            return is_set_off(sentence, word) and participle_subject(sentence, word) is not None
        case _, "appos":
            return is_set_off(sentence, word) and (is_identity(sentence, word) or is_other_name(sentence, word))
        case _, "advcl":
            if participle_subject(sentence, word) is not None:
                return True
            return states_adverbially(sentence, word) and not _binds(sentence, word)
    return False


# -- coordination ------------------------------------------------------------------------------------------------


def first_conjunct(sentence: Sentence, word: Word) -> Word:
    """The word that a chain of `conj` begins with."""
    first = word
    for governor in sentence.ancestors(word):
        if first.relation != "conj":
            break
        first = governor
    return first


def splits(sentence: Sentence, word: Word) -> bool:
    """Whether a coordinated predicate is a statement of its own.

    Not alternatives ("was arrested or fled": neither is said to be so), not verbs that share what follows ("wrote and directed
    the film"), not what stands under a shared negation, and nothing whose subject cannot be restored.
    """
    if word.relation != "conj" or not is_predicate(sentence, word):
        return False
    first = first_conjunct(sentence, word)
    if first is word or not is_predicate(sentence, first) or not states_alone(sentence, first):
        return False
    if _alternatives(sentence, first) or any(m.upos == "ADP" for m in sentence.children(word, "mark", "case")):
        return False
    own = subject_of(sentence, word)
    if own is not None:
        if own.xpos in {"WP", "WDT"}:
            return False
        return is_finite(sentence, word) or word.upos != "VERB" or (word.xpos == "VBN" and bool(sentence.child(first, "aux", "cop")))
    subject = sentence.child(first, *SUBJECTS)
    if subject is None or subject.index > word.index:
        return False
    negated = any(_negates(w) for w in sentence.children(first, "advmod"))
    if negated and not is_finite(sentence, word):
        return False
    return not _shares_what_follows(sentence, first, word)


def splits_infinitive(sentence: Sentence, word: Word) -> Word | None:
    """The finite verb around coordinated infinitives ("plans to close two schools and sell the land"), if each is a statement."""
    first = first_conjunct(sentence, word)
    if (
        first is word
        or word.upos != "VERB"
        or word.xpos == "VBG"
        or sentence.child(word, *SUBJECTS)
        or first.feats.get("VerbForm") != "Inf"
    ):
        return None
    if first.relation == "advcl" and not any(m.lemma.lower() == "to" for m in sentence.children(first, "mark")):
        return None  # "if the river does not fall and …": no infinitive
    if first.relation not in {"xcomp", "acl", "advcl"} or first.deprel == "acl:relcl" or _alternatives(sentence, first):
        return None
    if not sentence.children(word, "obj", "obl", "ccomp") or _shares_what_follows(sentence, first, word):
        return None
    frame = next((a for a in sentence.ancestors(first) if is_predicate(sentence, a) and _leads(sentence, a)), None)
    if frame is None or not is_finite(sentence, frame) or any(_negates(w) for w in sentence.children(frame, "advmod")):
        return None
    return frame


def _leads(sentence: Sentence, verb: Word) -> bool:
    """Whether the verb's subject stands before it: not "said the mayor", whose own words are only a tag."""
    subject = subject_of(sentence, verb)
    return subject is not None and subject.index < verb.index


def _alternatives(sentence: Sentence, first: Word) -> bool:
    chain = (w for w in sentence.words if w.relation == "conj" and is_predicate(sentence, w) and first_conjunct(sentence, w) is first)
    return any(c.lemma.lower() in {"or", "nor"} for w in chain for c in sentence.children(w, "cc"))


def _negates(word: Word) -> bool:
    return word.lemma.lower() in {"not", "n't", "never"} or word.feats.get("Polarity") == "Neg"


def _shares_what_follows(sentence: Sentence, first: Word, second: Word) -> bool:
    """ "wrote and directed the film", "is owned, managed and used by peoples": what follows the last verb belongs to all of them.

    Nothing stands between the verbs, and only a later one has an object or agent; or the first has an adverbial behind the others.
    """
    if any(c.index > second.index for c in sentence.children(first, "obl", "advmod", "obj", "advcl", "xcomp") if c.upos != "PUNCT"):
        return True
    if first.upos != "VERB" or first.lemma.lower() in INTRANSITIVE:
        return False
    passive = sentence.child(first, "nsubj:pass", "aux:pass") is not None
    wanted = ("obj", "obl") if passive else ("obj",)
    for other in sentence.words[second.index - 1 :]:
        if other is not second and not (other.relation == "conj" and first_conjunct(sentence, other) is first):
            continue
        between = sentence.words[first.index : other.index - 1]
        if all(w.upos in {"CCONJ", "PUNCT", "ADV", "PART", "AUX", "VERB"} for w in between) and sentence.children(other, *wanted):
            return True
    return False


# -- subordination -----------------------------------------------------------------------------------------------


def states_alone(sentence: Sentence, head: Word) -> bool:
    """Whether some rule makes a statement of the clause of `head`."""
    match head.deprel, head.relation:
        case _, "root":
            return True
        case _, "parataxis":
            return is_parallel(sentence, head)
        case _, "ccomp" | "csubj":
            return completes(sentence, head)
        case (("acl:relcl" | "advcl:relcl"), _):
            return states_of_noun(sentence, head)
        case _, "advcl":
            return states_adverbially(sentence, head)
    return False


def completes(sentence: Sentence, word: Word) -> bool:
    """Whether a `ccomp` or `csubj` says what is known or said: finite or with a subject, and no indirect question."""
    if word.relation not in {"ccomp", "csubj"} or not is_predicate(sentence, word) or _asks(sentence, word):
        return False
    if _inverted(sentence, word) and any(a.lemma in {"have", "should"} for a in sentence.children(word, "aux")):
        return False  # "had it happened earlier": a condition
    if sentence.children(word, "nsubj", "csubj", "expl"):
        return True
    return is_finite(sentence, word) and word.relation == "ccomp"


def _asks(sentence: Sentence, word: Word) -> bool:
    """An indirect question; the question word may be the predicate itself ("asked what the purpose was")."""
    first = sentence.subtree(word)[0]
    if word.xpos in {"WP", "WRB"} and word.index == first.index:
        return True
    fronted = [w for w in sentence.children(word) if w.index < word.index]  # "did not reveal where …" asks nothing
    return any(w.feats.get("PronType") == "Int" or w.lemma.lower() in {"whether", "if", "how"} for w in fronted)


def states_adverbially(sentence: Sentence, word: Word) -> bool:
    """Whether an adverbial clause tells something that is so: finite, with a subject, and neither a condition nor still to come."""
    if word.relation != "advcl" or word.deprel == "advcl:relcl" or not is_predicate(sentence, word):
        return False
    marks = _marks(sentence, word)
    if not sentence.child(word, "nsubj", "csubj") or not (is_finite(sentence, word) or is_absolute(sentence, word)):
        return False
    if marks & UNREAL_MARKS or sentence.subtree(word)[0].lemma.lower() in UNREAL_MARKS:
        return False
    if _inverted(sentence, word):
        return False
    return not marks & TEMPORAL_MARKS or _is_past(sentence, word)


def is_absolute(sentence: Sentence, word: Word) -> bool:
    """ ", with the vote set for May": a clause without a finite verb, introduced by "with" after a comma."""
    marked = any(m.lemma.lower() == "with" for m in sentence.children(word, "mark", "case"))
    participle = word.xpos in {"VBN", "VBG"} and not sentence.children(word, "aux", "cop")
    return word.relation == "advcl" and marked and participle and is_set_off(sentence, word) and sentence.child(word, *SUBJECTS) is not None


def _inverted(sentence: Sentence, word: Word) -> bool:
    """ "Had they known", "should it rain": a condition without a mark, its auxiliary before the subject."""
    subject = sentence.child(word, *SUBJECTS)
    auxiliary = sentence.child(word, "aux", "cop")
    return not _marks(sentence, word) and subject is not None and auxiliary is not None and auxiliary.index < subject.index


def _marks(sentence: Sentence, word: Word) -> set[str]:
    found = {m.lemma.lower() for m in sentence.children(word, "mark", "case")}
    return found | {a.lemma.lower() for a in sentence.children(word, "advmod") if a.xpos == "WRB"}


def _is_past(sentence: Sentence, word: Word) -> bool:
    carriers = [*sentence.children(word, "aux", "cop"), word]
    return any(w.feats.get("Tense") == "Past" and w.feats.get("VerbForm") == "Fin" or w.xpos == "VBD" for w in carriers)


def _binds(sentence: Sentence, clause: Word) -> bool:
    marks = _marks(sentence, clause) | {w.lemma.lower() for w in sentence.subtree(clause)[:2]}
    if marks & BINDING_MARKS or clause.feats.get("VerbForm") == "Inf":
        return True
    return not is_set_off(sentence, clause) and not sentence.child(clause, *SUBJECTS) and sentence.subtree(clause)[0].index > 1


def is_parallel(sentence: Sentence, word: Word) -> bool:
    """Whether a `parataxis` is a full sentence of its own and no speech tag."""
    if word.relation != "parataxis" or not is_predicate(sentence, word) or not is_finite(sentence, word):
        return False
    return bool(sentence.child(word, "nsubj", "csubj", "expl")) and not _is_tag(sentence, word)


def _is_tag(sentence: Sentence, word: Word) -> bool:
    """Speech or thought without an object or complement of its own, such as "she said" or "police added on Monday"."""
    return word.lemma.lower() in SPEECH_AND_THOUGHT and not sentence.children(word, "obj", "ccomp", "xcomp", "nsubj:pass")


def participle_subject(sentence: Sentence, participle: Word) -> Word | None:
    """Who or what a participle that says something of its own is said of: its noun, or the subject of its verb.

    A participle that is set off, with an object, agent, time or place of its own; one right behind its noun only says which is meant.
    """
    if participle.upos != "VERB" or participle.feats.get("VerbForm") not in {"Part", "Ger"} or sentence.child(participle, *SUBJECTS):
        return None
    if not sentence.children(participle, "obj", "obl", "ccomp", "nummod") or participle.lemma.lower() in PREPOSITIONAL:
        return None
    governor = sentence.head(participle)
    if governor is None or sentence.child(participle, "mark", "case", "expl"):
        return None
    first = sentence.subtree(participle)[0]
    set_off = is_set_off(sentence, participle)
    if participle.deprel == "acl":
        return governor if governor.upos in {"NOUN", "PROPN"} and governor.index < first.index and set_off else None
    if participle.deprel != "advcl" or not (set_off or first.index <= 2):
        return None
    if participle.xpos == "VBG" and participle.lemma.lower() in OF_THE_WHOLE:
        return None
    for verb in (governor, *sentence.ancestors(governor)):
        subject = sentence.child(verb, "nsubj")
        if subject is not None:
            break
        if verb.relation not in {"conj", "advcl", "xcomp"}:
            return None
    else:
        return None
    if subject.feats.get("PronType") in {"Dem", "Rel", "Int"} or subject.upos not in {"NOUN", "PROPN", "PRON", "NUM"}:
        return None
    if first.index < subject.index:  # fronted: only at the very start, and of the one who acts
        acts = subject.deprel == "nsubj" and (sentence.child(participle, "obj") or _is_somebody(sentence, subject))
        return subject if first.index <= 2 and (acts or participle.xpos == "VBN") else None
    return subject


def relative_noun(sentence: Sentence, word: Word) -> Word | None:
    """The noun that a relative clause hangs on; for "…, most of which were empty" also where the parser hung it on the verb."""
    if word.deprel == "acl:relcl":
        return sentence.head(word)
    governor = sentence.head(word)
    if word.deprel != "advcl:relcl" or governor is None:
        return None
    first = sentence.subtree(word)[0].index
    inner = any(w.lemma in {"which", "whom"} and sentence.child(w, "case") and first < w.index < word.index for w in sentence.subtree(word))
    if not inner or not is_set_off(sentence, word):
        return None
    ends = {w.index for w in sentence.words[max(0, first - 3) : first - 1]}
    return next((c for c in sentence.children(governor, "obj", "obl") if c.index < first and sentence.subtree(c)[-1].index in ends), None)


def _is_somebody(sentence: Sentence, word: Word) -> bool:
    return mention_type(sentence, word) in PERSON or (word.upos == "PRON" and word.lemma.lower() in {"he", "she"})


def states_of_noun(sentence: Sentence, word: Word) -> bool:
    """Whether a relative clause says something of a noun that can be named in its place."""
    noun = relative_noun(sentence, word)
    if noun is None or not is_predicate(sentence, word):
        return False
    said = sentence.child(word, "ccomp")
    if said is not None and word.lemma.lower() in SPEECH_AND_THOUGHT and subject_of(sentence, said) is None:
        return False  # "the mayor, who Lee says is ill": the noun belongs into what is said
    if noun.upos not in {"NOUN", "PROPN", "PRON", "NUM", "ADJ"} or noun.feats.get("PronType") in {"Int", "Rel"}:
        return False
    if any(w.lemma.lower() in {"how", "what", "whether", "if"} for w in sentence.children(word)):
        return False
    if is_set_off(sentence, word) and not any(_is_relative_word(w) for w in sentence.subtree(word)):
        return False  # "…, that is the point": a sentence of its own
    if noun.index >= sentence.subtree(word)[0].index or sentence.subtree(noun)[0].lemma.lower() in {"all", "any", "each", "every", "no"}:
        return False
    if not is_set_off(sentence, word) and not _is_certain(sentence, noun, word):
        return False
    return noun.upos != "PRON" or noun.lemma.lower() not in PLACEHOLDERS


def _is_relative_word(word: Word) -> bool:
    relative = word.feats.get("PronType") == "Rel" or word.lemma.lower() in {"who", "whom", "which", "whose", "where", "when"}
    return (relative and word.lemma.lower() != "that") or word.feats.get("VerbForm") == "Part"


def _is_certain(sentence: Sentence, noun: Word, word: Word) -> bool:
    """Whether a noun with a restrictive clause is some certain thing: not an empty word, and not any such thing ("laws that ban it")."""
    if noun.lemma.lower() in EMPTY_NOUNS:
        return False
    if noun.upos == "PROPN" or sentence.children(noun, "nummod", "nmod:poss"):
        return True
    if any(d.lemma.lower() in {"the", "this", "that", "these", "those"} for d in sentence.children(noun, "det")):
        return True
    inside = {w.index for w in sentence.subtree(word)}
    return _is_past(sentence, word) or any(set(m.words) <= inside for m in sentence.mentions)


#: Nouns that say nothing without their relative clause: "the way he was treated".
EMPTY_NOUNS = frozenset(
    "way reason time moment day year place extent manner fact kind sort thing something stuff case one level point".split()
)
#: Pronouns whose relative clause only says which is meant: "those who voted".
PLACEHOLDERS = frozenset(
    "it this that these what all everything something anything nothing those one anyone everyone anybody everybody nobody "
    "whatever whoever".split()
)
