"""Whether a clause judges: its predicate is an evaluation, or it holds words that only somebody's judgement can warrant."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import accumulate

from claimcheck.claims.evidence import Evidence, simple_present
from claimcheck.claims.lexicon import (
    ASSESSING_NOUNS,
    BELIEVING_VERBS,
    COMMENT_PHRASES,
    COMMENTS,
    EVALUATIVE,
    EVALUATIVE_NOUNS,
    FACTUAL,
    LABELLING_VERBS,
    LIGHT_VERBS,
    LOADED_VERBS,
    ONLY_AS_PREDICATE,
    RELATIONAL,
    SIZES,
)
from claimcheck.claims.type_words import CHANGE_NOUNS, EFFECT_NOUNS, SCALES
from claimcheck.tree import Sentence, Word

_QUOTES = frozenset({'"', "“", "”", "``", "''", "«", "»"})
#: Adverbs that only go with what can be more or less so.
_DEGREES = frozenset("so too very really quite rather such extremely".split())
_JUDGING_DEGREES = frozenset("so too such".split())
#: Of those, what no plain report of a passive has.
_INTENSE = frozenset("so too very extremely".split())
_CLAUSES = frozenset({"acl", "advcl", "ccomp", "csubj", "parataxis", "xcomp"})
_VERBLESS = frozenset({"apposition", "title", "nominal-event", "quantity"})


def evaluative(word: Word) -> bool:
    return word.lemma.lower() in EVALUATIVE or word.text.lower() in EVALUATIVE


def is_opinion(e: Evidence) -> bool:
    """An evaluation is the predicate, or qualifies a noun that is: "is excellent", "was a terrible mistake", "should resign".

    Amounts do not change it: "is a shameful 3 percent" still judges, and is then partly checkable.
    """
    if e.clause.kind in _VERBLESS:
        return False
    head, sentence = e.head, e.sentence
    if sentence.child(head, "aux:pass") and any(w.upos == "ADJ" and w.text.lower() in EVALUATIVE for w in sentence.children(head, "conj")):
        return True  # "were measured, proportionate …": the participle is one of the adjectives
    if (e.copular or head.upos == "ADJ") and any(_judges(sentence, w) for w in _predicates(e)):
        return True
    verbs = [*sentence.children(head, "aux"), *(sentence[i] for i in e.clause.verb)]  # "should be cut and reformed" share theirs
    should = e.stance.modality == "necessary" and any(w.lemma in {"should", "ought"} for w in verbs)
    return should and not e.quantities


def _predicates(e: Evidence) -> list[Word]:
    """The predicate adjective or noun with what is joined to it; for a verb of seeming its complement."""
    return [e.head, *(w for w in e.sentence.children(e.head, "conj") if w.upos == e.head.upos)]


def _judges(sentence: Sentence, word: Word) -> bool:
    """The predicate itself, or for a noun its adjectives, evaluate."""
    if word.upos == "ADJ":
        return evaluative(word) and not _relates(sentence, word)
    if word.upos not in {"NOUN", "PROPN"} and word.lemma.lower() != "one":
        return False
    if word.lemma.lower() in EVALUATIVE_NOUNS:
        return True
    if word.lemma.lower() == "one":  # "one of the most successful products"
        return any(
            evaluative(w) and any(d.lemma.lower() in {"most", "more", "least"} for d in sentence.children(w, "advmod"))
            for noun in sentence.children(word, "nmod")
            for w in sentence.children(noun, "amod")
        )
    return any(evaluative(w) for w in sentence.children(word, "amod"))


def _relates(sentence: Sentence, word: Word) -> bool:
    """ "Unique to Norway", "sensitive to heat"."""
    wanted = RELATIONAL.get(word.lemma.lower())
    return any(c.lemma.lower() == wanted for w in sentence.children(word, "obl", "nmod") for c in sentence.children(w, "case"))


def assesses(e: Evidence) -> bool:
    """ "The problem is …", "there is no excuse": a noun of assessment is subject or predicate, with no figure to hold it to."""
    sentence, head = e.sentence, e.head
    if e.clause.kind in _VERBLESS:
        return False
    subject = e.subject()
    if e.copular and subject is not None and any(evaluative(w) for w in sentence.children(subject, "amod")):
        return True  # "the most effective reform was the tax"
    if e.copular and head.upos == "NOUN":
        return head.lemma.lower() in ASSESSING_NOUNS or (subject is not None and subject.lemma.lower() in ASSESSING_NOUNS)
    if e.copular and head.upos != "VERB" and subject is not None and subject.upos == "NOUN" and subject.lemma.lower() in ASSESSING_NOUNS:
        return True
    if sentence.child(head, "expl") and head.lemma.lower() == "be":
        return any(w.lemma.lower() in ASSESSING_NOUNS | EVALUATIVE_NOUNS for w in sentence.children(head, "nsubj"))
    return False


def is_time_to(e: Evidence) -> bool:
    """ "It is time to say goodbye", "it is time for us to leave": what somebody finds due."""
    #  time -cop-> is,  time -nsubj|expl-> it,  time -acl|csubj|advcl-> say -mark-> to
    if e.head.lemma.lower() != "time" or not e.copular:
        return False
    subject = e.sentence.child(e.head, "nsubj", "expl")
    below = e.sentence.children(e.head, "acl", "csubj", "advcl", "ccomp", "xcomp")
    infinitive = any(m.lemma.lower() == "to" for w in below for m in e.sentence.children(w, "mark"))
    return subject is not None and subject.lemma.lower() == "it" and infinitive


def judges_in_object(e: Evidence) -> bool:
    """A verb that says little of itself, whose object judges: "has a strong rationale", "face big problems", "do an excellent job"."""
    if e.head.lemma.lower() not in LIGHT_VERBS or e.clause.kind in _VERBLESS:
        return False
    if e.head.lemma.lower() == "take" and any(w.lemma.lower() in {"seriously", "lightly"} for w in e.sentence.children(e.head, "advmod")):
        return True
    for noun in e.sentence.children(e.head, "obj"):
        beside = e.sentence.children(noun, "amod")
        if any(evaluative(w) for w in beside) and noun.upos == "NOUN":
            return True
        if noun.lemma.lower() in ASSESSING_NOUNS and any(w.lemma.lower() in SIZES for w in beside):
            return True
    return False


def on_a_scale(e: Evidence) -> bool:
    """What is judged can be measured all the same: "brings a significant reduction", "is less severe than smallpox"."""
    if any(w.lemma.lower() in CHANGE_NOUNS | EFFECT_NOUNS | SCALES for w in e.sentence.children(e.head, "obj")):
        return True
    compared = e.head.feats.get("Degree") == "Cmp" or any(
        w.lemma.lower() in {"more", "less"} for w in e.sentence.children(e.head, "advmod")
    )
    below = e.sentence.children(e.head, "obl", "advcl", "nmod")
    return compared and any(c.lemma.lower() == "than" for w in below for c in e.sentence.children(w, "case", "mark"))


def believes_a_judgement(e: Evidence) -> bool:
    """ "Lee believes the plan has a strong rationale": that he does can be asked of him, the plan cannot."""
    #  believe -ccomp-> has -obj-> rationale -amod-> strong
    if e.head.lemma.lower() not in BELIEVING_VERBS:
        return False
    for inner in e.sentence.children(e.head, "ccomp", "xcomp"):
        nouns = e.sentence.children(inner, "obj") if inner.lemma.lower() in LIGHT_VERBS else []
        beside = [w for noun in nouns for w in e.sentence.children(noun, "amod")]
        if any(evaluative(w) for w in beside) or (inner.upos != "VERB" and _judges(e.sentence, inner)):
            return True
    return False


def labels(e: Evidence) -> bool:
    """Somebody puts a label on something: "characterized the dispute as a skirmish", "called it pathetic"."""
    sentence, lemma = e.sentence, e.head.lemma.lower()
    if lemma not in LABELLING_VERBS and lemma not in {"call", "describe"}:
        return False
    complements = [w for w in sentence.children(e.head, "xcomp", "obl", "ccomp") if w.index > e.head.index]
    as_what = [
        w for w in complements if w.relation == "xcomp" or any(c.lemma.lower() == "as" for c in sentence.children(w, "case", "mark"))
    ]
    if lemma in LABELLING_VERBS:
        return bool(as_what) or lemma == "dub" and sentence.child(e.head, "obj") is not None
    return any(_judges(sentence, w) for w in as_what)


def grades(e: Evidence) -> bool:
    """A predicate adjective that may be graded ("is weak on crime", "was so silent") and is not known to name a plain state ("is closed")."""
    if e.clause.kind in _VERBLESS:
        return False
    if e.head.xpos == "VBN" and e.sentence.child(
        e.head, "aux:pass"
    ):  # "leaders were outraged": a state of mind that the tagger calls a verb
        degree = any(w.lemma.lower() in _INTENSE for w in e.sentence.children(e.head, "advmod"))  # "is so consumed with control"
        return degree or e.head.text.lower() in EVALUATIVE
    if not (e.copular and e.head.upos == "ADJ") or e.head.feats.get("Degree", "Pos") != "Pos" or _relates(e.sentence, e.head):
        return False
    degrees = {w.lemma.lower() for w in e.sentence.children(e.head, "advmod")} & _DEGREES
    if e.head.lemma.lower() in FACTUAL:  # "is very common" can be counted, "is too common" cannot
        return bool(degrees & _JUDGING_DEGREES)
    degree = bool(degrees)
    if e.head.text.lower().endswith("ed") and not degree:  # "is specialised", "was armed": what was done to it
        return evaluative(e.head)
    return True


def loaded_words(e: Evidence) -> tuple[Word, ...]:
    """Words of the clause that load it, in text order. What stands between quotation marks is somebody else's, unless the clause is."""
    if not _may_load(e.sentence):
        return ()
    reports = not simple_present(e) and bool(e.entities)  # what somebody did: a clause inside it may be coloured
    own = (w for w in e.words if _is_loaded(e, w) and not (reports and _subordinate(e, w)))
    return tuple(w for w in own if e.attribution or not _quoted(e.sentence, w))


def coloured(e: Evidence) -> bool:
    """The sentence around a clause judges in the author's own words: what it says beside that is part of the argument."""
    if e.clause.kind in _VERBLESS:
        return False
    sentence = e.sentence
    if _may_load(sentence) and any(_is_loaded(e, w) and not _quoted(sentence, w) for w in sentence.words):
        return True
    marks = accumulate(w.text in _QUOTES for w in sentence.words)
    return _has_comment_phrase(w for w, before in zip(sentence.words, marks, strict=True) if before % 2 == 0 and w.text not in _QUOTES)


def _subordinate(e: Evidence, word: Word) -> bool:
    """The word stands in a clause below the claim's own: "signed a plan to study smart grids" does not judge."""
    for step in (word, *e.sentence.ancestors(word)):
        if step.index == e.clause.head:
            return False
        if step.relation in _CLAUSES:
            return True
    return False


#: Lemmas and forms of all words that load a clause: most sentences have none.
_LOADING_LEMMAS = frozenset({*EVALUATIVE, *EVALUATIVE_NOUNS, *LOADED_VERBS, *COMMENTS, "rather"})


def _may_load(sentence: Sentence) -> bool:
    return not (_LOADING_LEMMAS.isdisjoint(sentence.lemmas) and EVALUATIVE.isdisjoint(sentence.forms))


def _is_loaded(e: Evidence, word: Word) -> bool:
    lemma = word.lemma.lower()
    if word.upos == "ADJ":
        beside = word.relation == "amod"
        named = any(word.span.overlaps(x.span) for x in e.entities)  # "Great Britain", "the Fine Arts Museum"
        return evaluative(word) and not named and not _relates(e.sentence, word) and not (beside and lemma in ONLY_AS_PREDICATE)
    if word.upos == "NOUN":
        return lemma in EVALUATIVE_NOUNS
    if word.upos == "VERB":
        return lemma in LOADED_VERBS
    if lemma == "rather":  # "rather weak", but neither "rather than" nor "not to them but rather to us"
        above = e.sentence.head(word)
        return word.relation == "advmod" and above is not None and above.upos in {"ADJ", "ADV"} and above.index > word.index
    return word.upos == "ADV" and lemma in COMMENTS and word.relation in {"advmod", "discourse"}


def comments(e: Evidence) -> bool:
    """A phrase such as "of course" stands in the clause."""
    return _has_comment_phrase(e.words)


def _has_comment_phrase(words: Iterable[Word]) -> bool:
    text = f" {' '.join([w.text.lower() for w in words])} ".replace(" - ", "-")  # a hyphen may be a token of its own: "so - called"
    return any(f" {phrase} " in text for phrase in COMMENT_PHRASES)


def _quoted(sentence: Sentence, word: Word) -> bool:
    """An odd number of quotation marks stands before the word in its sentence."""
    return sum(w.text in _QUOTES for w in sentence.words[: word.index - 1]) % 2 == 1
