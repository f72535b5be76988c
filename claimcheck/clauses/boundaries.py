"""Where a clause ends: which of its dependents are statements of their own, and which belong to it.

One principle holds the clause rules together: what is cut out of a clause is stated by another one. Each construction has
its test here, and both sides ask it: the rule that builds the clause, and `is_detached`, which cuts it out of its
governor's. What no rule will state stays where it stands, so that nothing important is lost between two rules.
"""

from __future__ import annotations

from claimcheck.clauses.identity import is_identity, is_other_name, named_with_age
from claimcheck.clauses.marking import is_set_off
from claimcheck.clauses.misparse import calls_person_that, changes_voice, is_subjectless_relative, is_supposed, is_unlinked, splits_name
from claimcheck.clauses.participle import participle_subject
from claimcheck.clauses.predication import SEPARABLE, SUBJECTS, is_finite, is_predicate, subject_of
from claimcheck.tree import Sentence, Word, kept

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
    insist suggest warn admit agree reply respond continue conclude tweet post ask quip joke seem appear expect understand
    allege confirm reveal remark observe estimate predict stress testify comment""".split()
)
#: What an indirect question begins with, also inside a phrase: "how many people died".
QUESTION_WORDS = frozenset("how what which whose why".split())
#: What stands between verbs that share their object.
BETWEEN_VERBS = frozenset({"CCONJ", "PUNCT", "ADV", "PART", "AUX", "VERB"})
#: Verbs without an object: what follows "died and" is not theirs.
INTRANSITIVE = frozenset(
    "apologise apologize arrive collapse come crash die disappear drown expire explode fail fall flee go happen occur resign retire return "
    "rise succeed surrender vanish".split()
)


def is_detached(sentence: Sentence, word: Word) -> bool:
    """Whether a dependent, with all below it, is left out of its governor's clause because it says something of its own."""
    return (word.relation in SEPARABLE or word.upos == "NUM") and _is_detached(sentence, word)


@kept
def _is_detached(sentence: Sentence, word: Word) -> bool:
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
            return (is_set_off(sentence, word) or calls_person_that(sentence, word)) and states_of_noun(sentence, word)
        case _, "acl":
            return is_set_off(sentence, word) and participle_subject(sentence, word) is not None
        case _, "appos":
            return is_set_off(sentence, word) and (
                is_identity(sentence, word) or (is_other_name(sentence, word) and not splits_name(sentence, word))
            )
        case _, "advcl":
            if participle_subject(sentence, word) is not None:
                return True
            return states_adverbially(sentence, word) and not _binds(sentence, word)
    return False


# -- coordination ------------------------------------------------------------------------------------------------


def is_joined_beside(sentence: Sentence, word: Word) -> bool:
    """A `parataxis` that is coordinated in all but name: finite, with a conjunction and no subject ("and by its own account has …")."""
    if word.relation != "parataxis" or not is_finite(sentence, word) or subject_of(sentence, word) is not None:
        return False
    if any(w.relation == "appos" for w in sentence.subtree(word) if w.index < word.index):
        return False  # its subject, taken for an apposition
    return word.upos == "VERB" and any(c.lemma.lower() in {"and", "but"} for c in sentence.children(word, "cc"))


@kept
def first_conjunct(sentence: Sentence, word: Word) -> Word:
    """The word that a chain of `conj` begins with."""
    first = word
    if is_joined_beside(sentence, word):
        return sentence.head(word) or word
    for governor in sentence.ancestors(word):
        if first.relation != "conj":
            break
        first = governor
    return first


@kept
def splits(sentence: Sentence, word: Word) -> bool:
    """Whether a coordinated predicate is a statement of its own.

    Not alternatives ("was arrested or fled": neither is said to be so), not verbs that share what follows ("wrote and directed
    the film"), not what stands under a shared negation, and nothing whose subject cannot be restored.
    """
    if not (word.relation == "conj" or is_joined_beside(sentence, word)) or not is_predicate(sentence, word) or is_unlinked(sentence, word):
        return False
    first = first_conjunct(sentence, word)
    if changes_voice(first, word, sentence.children(word, "aux")):
        return False
    if first is word or not is_predicate(sentence, first) or not states_alone(sentence, first):
        return False
    if _alternatives(sentence, first) or any(m.upos == "ADP" for m in sentence.children(word, "mark", "case")):
        return False
    own = subject_of(sentence, word)
    if own is not None:
        if own.xpos in {"WP", "WDT"}:
            return False
        return is_finite(sentence, word) or word.upos != "VERB" or (word.xpos == "VBN" and bool(sentence.child(first, "aux", "cop")))
    giver = giver_of_subject(sentence, first, word)
    subject = sentence.child(giver, *SUBJECTS)
    if subject is None or subject.index > word.index:
        return False
    negated = any(_negates(w) for w in sentence.children(giver, "advmod"))
    if negated and not is_finite(sentence, word):
        return False
    return not _shares_what_follows(sentence, first, word)


def giver_of_subject(sentence: Sentence, first: Word, word: Word) -> Word:
    """The conjunct whose subject a later one shares: of "Ann called, but Bo hung up and left" the one who left is Bo."""
    chain = [w for w in sentence.conjuncts(first) if first.index < w.index < word.index]
    own = [w for w in chain if is_predicate(sentence, w) and sentence.child(w, *SUBJECTS) is not None]
    return own[-1] if own else first


@kept
def straying(sentence: Sentence, word: Word) -> tuple[Word, ...]:
    """Phrases before a conjunct that the parser hung on the first: of "she put up one and this year they put up two" "this year".

    They stand behind the conjunct's conjunction and before its own subject, or behind the conjunct: of "two were killed and five
    were injured on Monday" the day.
    """
    link, subject, above = sentence.child(word, "cc"), sentence.child(word, *SUBJECTS), sentence.head(word)
    if word.relation != "conj" or link is None or subject is None or above is None:
        return ()
    found = sentence.children(above, "obl", "advmod")
    before = [w for w in found if link.index < sentence.subtree(w)[0].index and w.index < subject.index]
    last = [c for c in sentence.children(above, "conj") if is_predicate(sentence, c)][-1:] == [word]
    behind = [w for w in found if last and sentence.subtree(w)[0].index > word.index]
    return tuple(before + behind)


@kept
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
    return any(
        c.lemma.lower() in {"or", "nor"} for w in sentence.conjuncts(first) for c in sentence.children(w, "cc") if is_predicate(sentence, w)
    )


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
    reach = next((w.index for w in sentence.words[first.index :] if w.upos not in BETWEEN_VERBS), len(sentence.words) + 1)
    later = (second, *(w for w in sentence.conjuncts(first) if w.index > second.index))
    return any(other.index <= reach and sentence.children(other, *wanted) for other in later)


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


@kept
def completes(sentence: Sentence, word: Word) -> bool:
    """Whether a `ccomp` or `csubj` says what is known or said: finite or with a subject, and no indirect question."""
    if word.relation not in {"ccomp", "csubj"} or not is_predicate(sentence, word) or _asks(sentence, word):
        return False
    if not is_finite(sentence, word) and any(m.lemma.lower() in {"to", "for"} for m in sentence.children(word, "mark")):
        return False  # "hard for them to understand"
    if _inverted(sentence, word) and any(a.lemma in {"have", "should"} for a in sentence.children(word, "aux")):
        return False  # "had it happened earlier": a condition
    if sentence.children(word, "nsubj", "csubj", "expl"):
        return True
    return is_finite(sentence, word) and word.relation == "ccomp"


def _asks(sentence: Sentence, word: Word) -> bool:
    """An indirect question; the question word may be the predicate itself ("asked what the purpose was")."""
    first = next((w for w in sentence.subtree(word) if w.upos != "PUNCT"), word)
    if word.xpos in {"WP", "WRB"} and word.index == first.index:
        return True
    if first.lemma.lower() in QUESTION_WORDS and first.head != word.index:  # "how late they were", "what year it began"
        above = [first, *(a for a in sentence.ancestors(first) if first.index < a.index < word.index)]
        if not any(a.relation in {"csubj", "ccomp", "advcl", "acl"} or sentence.child(a, "acl") for a in above):
            return True
    fronted = [w for w in sentence.children(word) if w.index < word.index]  # "did not reveal where …" asks nothing
    return any(w.feats.get("PronType") == "Int" or w.lemma.lower() in {"whether", "if", "how"} for w in fronted)


@kept
def states_adverbially(sentence: Sentence, word: Word) -> bool:
    """Whether an adverbial clause tells something that is so: finite, with a subject, and neither a condition nor still to come."""
    if word.relation != "advcl" or word.deprel == "advcl:relcl" or not is_predicate(sentence, word):
        return False
    marks = _marks(sentence, word)
    if not sentence.child(word, "nsubj", "csubj") or not (is_finite(sentence, word) or is_absolute(sentence, word)):
        return False
    if marks & UNREAL_MARKS or sentence.subtree(word)[0].lemma.lower() in UNREAL_MARKS:
        return False
    if _inverted(sentence, word) or _is_purpose(sentence, word) or _equates(sentence, word):
        return False
    return not marks & TEMPORAL_MARKS or _is_past(sentence, word)


def is_absolute(sentence: Sentence, word: Word) -> bool:
    """ ", with the vote set for May": a clause without a finite verb, introduced by "with" after a comma."""
    marked = any(m.lemma.lower() == "with" for m in sentence.children(word, "mark", "case"))
    participle = word.xpos in {"VBN", "VBG"} and not sentence.children(word, "aux", "cop")
    return word.relation == "advcl" and marked and participle and is_set_off(sentence, word) and sentence.child(word, *SUBJECTS) is not None


def _is_purpose(sentence: Sentence, word: Word) -> bool:
    """ "pray so that we may win": what was meant to be. After a comma, with "so" alone, or in the past it tells what came of it."""
    so = next((m for m in sentence.children(word, "mark", "advmod") if m.lemma.lower() == "so"), None)
    if so is None or sentence.child(so, "fixed") is None or is_set_off(sentence, word):
        return False
    return any(a.xpos == "MD" for a in sentence.children(word, "aux")) or not _is_past(sentence, word)


def _equates(sentence: Sentence, word: Word) -> bool:
    """ "as often as he could": the second "as" only measures."""
    if not any(m.lemma.lower() == "as" for m in sentence.children(word, "mark")):
        return False
    first = sentence.subtree(word)[0].index
    return any(w.lemma.lower() in {"as", "so"} and w.relation == "advmod" for w in sentence.words[max(0, first - 5) : first - 1])


def _inverted(sentence: Sentence, word: Word) -> bool:
    """ "Had they known", "should it rain": a condition without a mark, its auxiliary before the subject."""
    subject = sentence.child(word, *SUBJECTS)
    auxiliary = sentence.child(word, "aux", "cop")
    return not _marks(sentence, word) and subject is not None and auxiliary is not None and auxiliary.index < subject.index


@kept
def _marks(sentence: Sentence, word: Word) -> frozenset[str]:
    found = frozenset(m.lemma.lower() for m in sentence.children(word, "mark", "case"))
    return found | {a.lemma.lower() for a in sentence.children(word, "advmod") if a.xpos == "WRB"}


def _is_past(sentence: Sentence, word: Word) -> bool:
    carriers = [*sentence.children(word, "aux", "cop"), word]
    return any(w.feats.get("Tense") == "Past" and w.feats.get("VerbForm") == "Fin" or w.xpos == "VBD" for w in carriers)


def _binds(sentence: Sentence, clause: Word) -> bool:
    marks = _marks(sentence, clause) | {w.lemma.lower() for w in sentence.subtree(clause)[:2]}
    if _marks(sentence, clause) == {"that"} and not is_set_off(sentence, clause):
        return True  # "feel that …", taken for an adverbial
    if marks & BINDING_MARKS or clause.feats.get("VerbForm") == "Inf":
        return True
    return not is_set_off(sentence, clause) and not sentence.child(clause, *SUBJECTS) and sentence.subtree(clause)[0].index > 1


def is_parallel(sentence: Sentence, word: Word) -> bool:
    """Whether a `parataxis` is a full sentence of its own and no speech tag."""
    if word.relation != "parataxis" or not is_predicate(sentence, word) or not is_finite(sentence, word) or is_supposed(sentence, word):
        return False
    return bool(sentence.child(word, "nsubj", "csubj", "expl")) and not _is_tag(sentence, word)


def _is_tag(sentence: Sentence, word: Word) -> bool:
    """Speech or thought without an object or complement of its own, such as "she said" or "police added on Monday"."""
    return word.lemma.lower() in SPEECH_AND_THOUGHT and not sentence.children(word, "obj", "ccomp", "xcomp", "nsubj:pass")


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


@kept
def states_of_noun(sentence: Sentence, word: Word) -> bool:
    """Whether a relative clause says something of a noun that can be named in its place."""
    noun = relative_noun(sentence, word)
    if noun is None or not is_predicate(sentence, word) or is_subjectless_relative(sentence, word):
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
