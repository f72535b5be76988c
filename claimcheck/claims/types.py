"""What kind of claim it is: a closed list, several at once, each with the evidence that its rule names."""

from __future__ import annotations

from collections.abc import Iterator

from claimcheck.claims.evidence import Evidence, ends_as_sentence, once, simple_present
from claimcheck.claims.shares import part_of_total, subject_is_a_share
from claimcheck.claims.type_words import (
    BACKERS,
    CAUSE_FRAMES,
    CAUSE_VERBS,
    CHANGE_NOUNS,
    CHANGE_VERBS,
    COMPARING_VERBS,
    DONE,
    EFFECT_NOUNS,
    EFFECT_VERBS,
    HAPPENINGS,
    MULTIPLYING,
    NAMING_NOUNS,
    NAMING_PARTICIPLES,
    NAMING_VERBS,
    NEED_AN_AMOUNT,
    NO_RANK,
    ONLY_DISTINGUISHES,
    PLACE_CASES,
    PLACE_NOUNS,
    PLAN_NOUNS,
    PLAN_VERBS,
    PLEDGE_VERBS,
    ROLE_VERBS,
    ROLE_VERBS_WITH_OFFICE,
    RULE_VERBS,
    SCALES,
    STATIVE,
    TYPES,
    WORDS_FOR_WORDS,
)
from claimcheck.model import TimeExpression
from claimcheck.tree import Word


def types(e: Evidence, opinion: bool) -> tuple[str, ...]:
    """Types in the order of the schema's list; `other` when none applies."""
    found = set(_types(e))
    if opinion:
        found.add("opinion")
        found.discard("event")
    return tuple([t for t in TYPES if t in found]) or ("other",)


@once
def is_event(e: Evidence) -> bool:
    """Something happened or was done; what moved on a scale is a change instead."""
    lemma = e.head.lemma.lower()
    return e.clause.kind == "nominal-event" or (not _changes(e) and _happened(e, lemma))


def _types(e: Evidence) -> Iterator[str]:
    lemma = e.head.lemma.lower()
    if is_event(e):
        yield "event"
    if any(t.type in {"DATE", "TIME", "SET"} and (t.value or t.begin) and _own(e, t) for t in e.times):
        yield "date"
    if any(t.type == "DURATION" and _own(e, t) for t in e.times):
        yield "duration"
    if any(q.text.lower() not in {"one", "a", "an"} for q in e.quantities):
        yield "quantity"
    if e.ordinals:
        yield "count-ordinal"
    if lemma in COMPARING_VERBS or _has_comparative(e):
        yield "comparison"
    if tops(e):
        yield "superlative"
    if _changes(e):
        yield "change"
    if e.clause.kind == "quantity" or part_of_total(e):
        yield "part-of-total"
    if causes(e) or any(s.role == "cause" and _because(e, s.head) for s in e.clause.slots):
        yield "causal"
    if _identity(e, lemma):
        yield "identity-role"
    if _located(e):
        yield "location"
    if any(a.form in {"direct", "mixed"} for a in e.attribution):
        yield "quote"
    if lemma in RULE_VERBS or e.stance.modality == "necessary" or (lemma == "apply" and simple_present(e) and "to" in _cases(e, e.head)):
        yield "rule"
    pledge = _pledges(e, lemma)
    if pledge:
        yield "pledge"
    elif e.stance.modality == "predicted":
        yield "prediction"
    if _denies_existence(e):
        yield "existence-negative"


def _own(e: Evidence, time: TimeExpression) -> bool:
    """The time stands in the claim's words, not only elsewhere in the sentence that dates it."""
    return any(w.span.overlaps(time.span) for w in e.words)


# -- what happened, what moved, what made it --------------------------------------------------------------------


def _happened(e: Evidence, lemma: str) -> bool:
    """Something happened or was done: a verb of doing in the past, the perfect or the progressive. States, habits, rules, what is only
    possible or to come, and what did not happen are no events. A headline's present tense reports one."""
    if e.head.text.lower() == "born" and e.sentence.child(e.head, "cop", "aux:pass"):
        return True
    if e.head.upos != "VERB" or e.copular or e.clause.kind in {"quantity", "apposition", "title"} or e.stance.polarity == "negative":
        return False
    if subject_is_a_share(e):
        return False
    scheduled = e.stance.modality == "intended" and e.sentence.child(e.head, "aux:pass") is not None and _to_be(e)  # "is to be held"
    if e.stance.modality not in {"asserted", "intended"} and not scheduled:
        return False
    if lemma in STATIVE and not any(w.lemma.lower() in DONE for w in e.sentence.children(e.head, "obj", "nsubj:pass")):
        return lemma == "appear" and e.sentence.child(e.head, "xcomp", "ccomp") is None and not simple_present(e)
    if scheduled:
        return True
    if _to_be(e):  # "is yet to be found"
        return False
    if e.stance.modality == "intended" and simple_present(e):
        return False
    return not simple_present(e) or not ends_as_sentence(e)


def _to_be(e: Evidence) -> bool:
    helpers = [w.lemma.lower() for w in e.sentence.children(e.head, "aux", "cop")]
    return helpers.count("be") > 1 and any(w.lemma.lower() == "to" for w in e.sentence.children(e.head, "mark"))


@once
def _changes(e: Evidence) -> bool:
    """A thing moves on a scale: by an amount, or with a verb that has no other meaning, where what moves is nobody."""
    lemma = e.head.lemma.lower()
    if e.clause.kind == "nominal-event":
        return False
    if e.copular and e.head.upos == "NOUN":
        return lemma in CHANGE_NOUNS
    if any(w.lemma.lower() in CHANGE_VERBS and w.relation == "xcomp" for w in e.sentence.children(e.head)) and lemma in PLAN_VERBS:
        return True
    if lemma not in CHANGE_VERBS or e.sentence.child(e.head, "compound"):  # "grow up"
        return False
    if e.sentence.child(e.head, "xcomp") is not None:  # "declined to comment", "rose to speak"
        return False
    if lemma in MULTIPLYING or _by_an_amount(e):
        return True
    if lemma in {"gain", "lose"}:  # "is gaining users", but not "lost the match"
        return any(w.lemma.lower() in BACKERS and w.xpos == "NNS" for w in e.sentence.children(e.head, "obj"))
    subject = e.subject()
    if subject is not None and subject.lemma.lower() in SCALES and not subject.feats.get("Person"):
        return True
    return lemma not in NEED_AN_AMOUNT and not _somebody(e)


def _somebody(e: Evidence) -> bool:
    """The subject is a person: a name of one, or a personal pronoun but "it" and "they"."""
    subject = e.subject()
    if subject is None:
        return False
    if subject.upos == "PRON":
        return subject.text.lower() not in {"it", "they", "this", "that", "these", "those", "which", "all", "some", "most", "both"}
    return any(subject.span.overlaps(x.span) and x.type == "person" for x in e.entities)


def _doer(e: Evidence) -> bool:
    """The subject is somebody who acts: a person or a body."""
    subject = e.subject()
    if subject is None or subject.upos == "PRON":
        return subject is None or subject.text.lower() not in {"it", "this", "that", "which", "these"}
    return any(subject.span.overlaps(x.span) and x.type in {"person", "organization", "location", "norp"} for x in e.entities)


def _predicates(e: Evidence) -> list[Word]:
    """The head and the infinitive below it: "is known to affect"."""
    return [e.head, *(w for w in e.sentence.children(e.head, "xcomp") if w.upos == "VERB")]


def _cases(e: Evidence, verb: Word) -> set[str]:
    children = e.sentence.children(verb, "obl", "nmod")
    return {w.lemma.lower() for child in children for w in e.sentence.children(child, "case")}


@once
def causes(e: Evidence) -> bool:
    """The predicate says that one thing makes another."""
    return any(_causes(e, w) for w in _predicates(e))


def _causes(e: Evidence, verb: Word) -> bool:
    if verb.upos != "VERB" or e.clause.kind in {"nominal-event", "quantity"}:
        return False
    lemma, sentence = verb.lemma.lower(), e.sentence
    cases = _cases(e, verb)
    if lemma in CAUSE_VERBS and (lemma not in {"lead", "result", "stem"} or any((lemma, c) in CAUSE_FRAMES for c in cases)):
        return not (lemma in {"produce", "drive", "help", "force"} and _doer(e))
    below = [w for w in sentence.children(verb, "advcl", "acl") if w.xpos == "VBG" and w in e.words]  # "…, leading to shortages"
    if any((w.lemma.lower(), c) in CAUSE_FRAMES for w in below for c in _cases(e, w)):
        return True
    if lemma == "depend" and cases & {"on", "upon"} or (lemma == "contribute" and "to" in cases and not _doer(e)):
        return True
    objects = sentence.children(verb, "obj")
    if lemma in CHANGE_VERBS and not objects and _with_a_scale(e, verb):
        return True
    if lemma in {"have", "exert"} and any(w.lemma.lower() in EFFECT_NOUNS for w in objects):
        return True
    if lemma in EFFECT_VERBS and objects and not _doer(e):
        return True
    agents = [w for w in sentence.children(verb, "obl") if any(c.lemma.lower() == "by" for c in sentence.children(w, "case"))]
    passive = sentence.child(verb, "aux:pass") is not None
    return passive and any(w.upos == "NOUN" and w.lemma.lower() in HAPPENINGS for w in agents)


def _with_a_scale(e: Evidence, verb: Word) -> bool:
    """ "Demand falls with prices": one thing moves as another does."""
    beside = (w for w in e.sentence.children(verb, "obl") if w.lemma.lower() in SCALES)
    return any(c.lemma.lower() == "with" for w in beside for c in e.sentence.children(w, "case"))


def _pledges(e: Evidence, lemma: str) -> bool:
    """The speaker's side commits itself: a vow, a plan with its infinitive, "we will", "they said they would"."""
    sentence, modality = e.sentence, e.stance.modality
    if lemma in PLEDGE_VERBS or (modality == "intended" and any(a.cue in PLEDGE_VERBS for a in e.attribution)):
        return True
    subject = e.subject()
    if e.stance.modality == "intended" and sentence.child(e.head, "nsubj:pass") is None:
        infinitive = sentence.child(e.head, "xcomp") is not None
        return (lemma in PLAN_VERBS and infinitive) or (subject is not None and subject.lemma.lower() in PLAN_NOUNS)
    if modality != "predicted" or subject is None or subject.upos != "PRON" or not e.attribution:
        return False
    active = e.head.upos == "VERB" and lemma not in STATIVE and sentence.child(e.head, "nsubj:pass", "aux:pass") is None
    own = {"we", "i"} if any(a.form == "direct" for a in e.attribution) else {"we", "i", "he", "she", "they"}
    return active and subject.text.lower() in own


def _denies_existence(e: Evidence) -> bool:
    """ "There is no", "no ships sank", "nobody", "never"."""
    if e.stance.polarity != "negative":
        return False
    own = [w for w in e.words if not _below_a_clause(e, w)]
    if e.sentence.child(e.head, "expl") or any(w.lemma.lower() == "no" and w.upos == "DET" for w in own):
        return True
    return any(w.lemma.lower() in {"never", "nobody", "none"} or w.text.lower() == "no-one" for w in own) or _no_one(e)


def _no_one(e: Evidence) -> bool:
    subject = e.subject()
    return subject is not None and subject.lemma.lower() == "one" and any(w.lemma.lower() == "no" for w in e.sentence.children(subject))


def _below_a_clause(e: Evidence, word: Word) -> bool:
    """The word stands in a clause inside the claim's own."""
    for step in (word, *e.sentence.ancestors(word)):
        if step.index == e.clause.head:
            return False
        if step.relation in {"acl", "advcl", "ccomp", "parataxis", "csubj"}:
            return True
    return False


# -- where ------------------------------------------------------------------------------------------------------


def _located(e: Evidence) -> bool:
    """A place is an adverbial of the predicate, or what is said of the subject: "was found on a street", "is in the square"."""
    if e.clause.kind in {"nominal-event", "apposition", "title", "quantity"}:
        return False
    inside = {w.index for w in e.words}
    verbs = [e.head, *e.sentence.children(e.head, "xcomp")]
    if e.sentence.child(e.head, "expl") is not None:  # "there was a crowd in the square"
        there = e.sentence.children(e.head, "nsubj")
        verbs += [*there, *(w for noun in there for w in e.sentence.children(noun, "nmod"))]  # "a sea of people in the square"
    places = [w for verb in verbs for w in e.sentence.children(verb, "obl", "nmod") if w.index in inside]
    if e.copular and e.head.upos in {"NOUN", "PROPN"} and _is_place(e, e.head):
        return True
    return any(_is_place(e, w) for w in places)


def _is_place(e: Evidence, noun: Word) -> bool:
    cases = {c.lemma.lower() for c in e.sentence.children(noun, "case")}
    if e.head.upos == "ADJ" and cases & {"to", "for", "of"}:  # "unique to Norway"
        return False
    if not cases & PLACE_CASES or any(noun.span.overlaps(t.span) for t in e.times):
        return False
    named = any(noun.span.overlaps(x.span) and x.type in {"location", "facility"} for x in e.entities)
    return named or noun.lemma.lower() in PLACE_NOUNS


def _by_an_amount(e: Evidence) -> bool:
    """An amount is an argument of the verb itself, not inside a clause below it."""
    below = ("acl", "advcl", "ccomp", "parataxis", "conj")
    for child in e.sentence.children(e.head, "obj", "obl", "nsubj", "advmod", "nummod", "nmod"):
        if any(w.span.overlaps(q.span) for w in e.sentence.subtree(child, without=below) for q in e.quantities):
            return True
    return False


def _because(e: Evidence, head: int) -> bool:
    """A cause that its word leaves no doubt about; "since" and "as" may be of time."""
    opening = e.sentence.children(e.sentence[head], "mark", "case")
    return any(w.lemma.lower() in {"because", "due", "owing", "thanks"} for w in opening)


def _has_comparative(e: Evidence) -> bool:
    if not e.sentence.graded and "than" not in e.sentence.lemmas and "compared" not in e.sentence.forms:
        return False
    return any(_compares(e, w) for w in e.words)


def _compares(e: Evidence, word: Word) -> bool:
    """A comparative, "than" or "compared with"; not inside an amount ("more than 20", "$200 or less") or a fixed phrase ("no longer")."""
    lemma = word.lemma.lower()
    if word.feats.get("Degree") != "Cmp" and lemma != "than" and word.text.lower() != "compared":
        return False
    if any(word.span.overlaps(q.span) for q in e.quantities):
        return False
    if word.feats.get("Degree") == "Cmp":
        before = e.sentence[word.index - 1].lemma.lower() if word.index > 1 else ""
        after = e.sentence[word.index + 1].lemma.lower() if word.index < len(e.sentence.words) else ""
        fixed = (before == "no" and lemma in {"long", "longer"}) or before == after == "or" or (before, after) == ("or", "")
        temporal = word.text.lower() in {"earlier", "later", "further", "former", "latter"}
        which = word.relation == "amod" and lemma in ONLY_DISTINGUISHES and after != "than" and not _than(e, word)
        any_more = before == "any" or (before == "one" and lemma in {"much", "more", "many"})
        counting = after == "than" and any(e.sentence[word.index + 1].span.overlaps(q.span) for q in e.quantities)
        return not (fixed or temporal or counting or which or any_more)
    if lemma == "than":
        following = e.sentence.words[word.index : word.index + 1]
        return not any(w.span.overlaps(q.span) for w in following for q in e.quantities)
    return True


def _than(e: Evidence, word: Word) -> bool:
    return any(w.lemma.lower() == "than" and w.index > word.index for w in e.words)


@once
def tops(e: Evidence) -> bool:
    """Something is said to be first or last in its class."""
    if not e.sentence.graded and e.sentence.lemmas.isdisjoint(("record", "only")):
        return False
    return any(_tops(e, w) for w in e.words)


def _tops(e: Evidence, word: Word) -> bool:
    """A superlative; "only" beside a noun; "record" of an amount. "Most people", "at least", "first lady" are none."""
    lemma = word.lemma.lower()
    if word.feats.get("Degree") == "Sup":
        if word.text.lower() in {"latest", "first"} or any(word.span.overlaps(o.span) for o in e.ordinals):
            return False
        if word.text.lower() not in {"least", "most", "best"}:
            return True
        return word.text.lower() != "least" and _has_definite(e, word)
    noun = e.sentence.head(word)
    if noun is None or word.relation not in {"amod", "compound"}:
        return False
    if lemma == "record":
        return noun.upos in {"NOUN", "PROPN"} and noun.index > word.index
    return lemma == "only" and word.upos == "ADJ" and noun.lemma.lower() not in NO_RANK


def _has_definite(e: Evidence, word: Word) -> bool:
    """ "The most", "the best", "its best": of "most people" nothing else is asserted."""
    holders = [word, *e.sentence.ancestors(word)][:3]
    return any(d.index < word.index and d.feats.get("Definite") == "Def" for h in holders for d in e.sentence.children(h, "det"))


def _identity(e: Evidence, lemma: str) -> bool:
    if e.clause.kind in {"apposition", "title"}:
        return True
    sentence, subject = e.sentence, e.subject()
    cases = _cases(e, e.head)
    complement = any(s.role == "complement" for s in e.clause.slots)
    if lemma in ROLE_VERBS and ("as" in cases or any(s.role in {"complement", "object"} for s in e.clause.slots)):
        return True
    if lemma in ROLE_VERBS_WITH_OFFICE and ("as" in cases or (complement and lemma != "replace")):
        return True
    inner = {c for w in sentence.children(e.head, "obl", "obj") for c in _cases(e, w)}  # "referred to the base as Camp One"
    if lemma in NAMING_PARTICIPLES and _named_as(e) or lemma == "refer" and "as" in inner:
        return True
    if lemma == "mean" and any(w.lemma.lower() in WORDS_FOR_WORDS for w in sentence.children(e.head, "nsubj")):
        return True
    if lemma in NAMING_VERBS and ("as" in cases or (sentence.child(e.head, "aux:pass") is not None and complement)):
        return True
    if not e.copular or subject is None or e.head.upos not in {"NOUN", "PROPN"} or sentence.child(e.head, "case") is not None:
        return False
    if any(w.lemma.lower() in NAMING_NOUNS for w in (subject, *sentence.children(e.head, "nsubj"))):
        return True
    return any(subject.span.overlaps(x.span) and x.type in {"person", "organization", "location"} for x in e.entities)


def _named_as(e: Evidence) -> bool:
    """ "Was unveiled as the Data Office": a passive with "as" and a name."""
    if e.sentence.child(e.head, "aux:pass") is None:
        return False
    nouns = [w for w in e.sentence.children(e.head, "obl") if any(c.lemma.lower() == "as" for c in e.sentence.children(w, "case"))]
    return any(w.upos == "PROPN" or any(w.span.overlaps(x.span) for x in e.entities) for w in nouns)
