"""How a clause is put forward: polarity, modality, hedges, question, directive.

Modality follows the classes of MinIE and of the UDS factuality annotation, made closed: what the clause's own auxiliary
says goes first, then what its predicate or the word above it says ("plans to …", "is expected to …"), then adverbs.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from claimcheck.enrich.hedges import hedges_of
from claimcheck.enrich.speech.negation import negation, shares_auxiliary
from claimcheck.model import Hedge, Modality, Polarity, Stance
from claimcheck.rules import rule
from claimcheck.tree import Sentence, Word, kept

#: Auxiliaries by what they make of a clause.
MODALS: dict[str, Modality] = {
    **dict.fromkeys("may might could can ca".split(), "possible"),
    **dict.fromkeys("must should ought".split(), "necessary"),
    **dict.fromkeys("will would shall wo 'll ’ll 'd ’d".split(), "predicted"),
}  # fmt: skip

#: Words with an infinitive, in the active or as predicate adjectives: "plans to", "is set to".
WITH_INFINITIVE: dict[str, Modality] = {
    **dict.fromkeys(
        """aim aspire attempt decide hope intend mean plan pledge prepare promise propose resolve seek swear threaten try
    undertake vow want wish bid effort intention ambition commitment desire determined eager keen ready willing agree
    offer move""".split(),
        "intended",
    ),
    **dict.fromkeys("have need require oblige obligation requirement compel".split(), "necessary"),
    **dict.fromkeys(
        """go expect set forecast project predict slate schedule due poise anticipate estimate about tip""".split(), "predicted"
    ),
    **dict.fromkeys("likely unlikely".split(), "possible"),
}

#: Of those, verbs whose past active is a plain fact about the past ("tried to" stays open, "had to pay" was paid).
_DONE = frozenset({"have"})

#: Verbs whose clause with "that" is a forecast or a vow.
WITH_CLAUSE: dict[str, Modality] = {
    **dict.fromkeys("predict forecast expect anticipate project foresee".split(), "predicted"),
    **dict.fromkeys("vow pledge promise swear".split(), "intended"),
    **dict.fromkeys("doubt wonder hope wish fear".split(), "possible"),
}

#: Nouns of a plan: "its goal is to …".
_PLANS = frozenset("goal aim plan intention objective purpose ambition target idea".split())
#: Verbs that forecast their object: "expects six million visitors".
_FORECASTING = frozenset("expect forecast predict anticipate project foresee".split())
#: Nouns that say nothing without their relative clause, which is then the predication: "it is stuff that could be of use".
_EMPTY_NOUNS = frozenset("thing something anything everything stuff one what somebody someone".split())

_POSSIBLY = frozenset("perhaps maybe possibly potentially probably conceivably likely presumably".split())

_CONDITIONS = frozenset("if unless provided providing".split())
_TIME_CLAUSE = frozenset("when once after before until till".split())
_WH = frozenset("who whom whose what which when where why how".split())


def stance(sentence: Sentence, head: int) -> Stance:
    """How the clause headed by that word (1-based) is put forward. Raises IndexError when the sentence has no such word."""
    word = sentence[head]
    polarity: Polarity = "negative" if negation(sentence, word) is not None else "positive"
    question = is_question(sentence, word)
    return Stance(
        polarity=polarity,
        modality=modality_of(sentence, word),
        hedges=tuple(hedges_of(sentence, word)),
        question=question,
        directive=not question and is_directive(sentence, word),
    )


def modality_of(sentence: Sentence, head: Word) -> Modality:
    """`asserted`, unless an auxiliary, a condition, the predicate, its governor or an adverb says otherwise."""
    if _condition(sentence, head) is not None:
        return "conditional"
    modal = modal_of(sentence, head) or _of_empty_noun(sentence, head)
    if _inverted_condition(sentence, head):
        return "conditional"
    if modal is not None:
        perfect = any(a.lemma.lower() == "have" for a in sentence.children(head, "aux"))
        if modal.text.lower() in ("would", "'d", "’d", "could", "might") and perfect and _conditioned(sentence, head):
            return "conditional"
        if modal.text.lower() == "would" and perfect and sentence.child(head, "advcl") is None and head.relation == "root":
            return "conditional"
        return "conditional" if _conditioned(sentence, head) else MODALS[_form(modal)]
    if _conditioned(sentence, head):
        return "conditional"
    if _awaited(sentence, head):
        return "predicted"
    if _is_to(sentence, head):
        return "intended"
    if head.lemma.lower() in _FORECASTING and sentence.child(head, "obj") is not None and _present(sentence, head):
        return "predicted"
    lexical = _from_predicate(sentence, head) or _from_governor(sentence, head)
    if lexical is not None:
        return lexical
    if any(a.lemma.lower() in _POSSIBLY for a in sentence.children(head, "advmod")):
        return "possible"
    if any(m.lemma.lower() == "whether" for m in sentence.children(head, "mark")):
        return "possible"
    return "asserted"


def _form(word: Word) -> str:
    return word.text.lower() if word.text.lower() in MODALS else word.lemma.lower()


@kept
def modal_of(sentence: Sentence, head: Word) -> Word | None:
    """The modal auxiliary of the clause, shared with the first of coordinated verbs where there is none."""
    for auxiliary in sentence.children(head, "aux"):
        if _form(auxiliary) in MODALS and (auxiliary.xpos == "MD" or auxiliary.lemma.lower() in ("ought", "will", "would")):
            return auxiliary
    governor = sentence.head(head)
    if governor is not None and (shares_auxiliary(sentence, head) or _shares_participle(sentence, head, governor)):
        return modal_of(sentence, governor)
    return None


def _of_empty_noun(sentence: Sentence, head: Word) -> Word | None:
    """The modal of "stuff that could be available", where the noun is the predicate."""
    if head.lemma.lower() not in _EMPTY_NOUNS or sentence.child(head, "cop") is None:
        return None
    relative = sentence.child(head, "acl:relcl")
    return modal_of(sentence, relative) if relative is not None else None


def _shares_participle(sentence: Sentence, head: Word, governor: Word) -> bool:
    """The second participle of "should be reviewed and reduced": joined to one with auxiliaries, without any or a subject of its own."""
    alike = head.relation == "conj" and head.xpos == governor.xpos and head.xpos in ("VBN", "VBG") and governor.index < head.index
    return alike and sentence.child(head, "aux", "cop", "nsubj", "csubj", "expl", "mark") is None


@kept
def _condition(sentence: Sentence, head: Word) -> Word | None:
    """The "if" or "unless" that begins the clause; not the "if" of an indirect question, of "as if" or "even if"."""
    for mark in sentence.children(head, "mark"):
        before = sentence.words[mark.index - 2].text.lower() if mark.index > 1 else ""
        if mark.lemma.lower() in _CONDITIONS and head.relation != "ccomp" and before not in ("as", "even"):
            return mark
    governor = sentence.head(head)
    if (
        head.relation == "conj"
        and governor is not None
        and sentence.child(head, "nsubj", "mark", "expl") is None
        and governor.relation != "root"
    ):
        return _condition(sentence, governor)
    return None


def _inverted_condition(sentence: Sentence, head: Word) -> bool:
    """ "Should voters approve the plan, …", "… should the court strike it down": the auxiliary opens a clause and nothing is asked."""
    subject = sentence.child(head, "nsubj", "nsubj:pass", "expl")
    opener = next((a for a in sentence.children(head, "aux", "cop") if a.text.lower() in ("should", "had", "were")), None)
    if subject is None or opener is None or opener.index > subject.index or "?" in sentence.text:
        return False
    own = [w for w in sentence.subtree(head) if w.upos != "PUNCT" and w.relation not in ("mark", "cc")]
    return bool(own) and own[0].index == opener.index


def _is_to(sentence: Sentence, head: Word) -> bool:
    """ "Is to be held", "is to speak", "its goal is to win": a form of "be" right before "to" and the verb."""
    #  held -aux:pass-> is,  held -mark-> to;   win -cop-> is,  win -mark-> to,  win -nsubj:outer-> goal
    mark = next((m for m in sentence.children(head, "mark") if m.lemma.lower() == "to"), None)
    being = next((b for b in sentence.children(head, "aux", "cop") if b.lemma.lower() == "be"), None)
    if mark is None or being is None or being.index > mark.index or head.upos != "VERB":
        return False
    if any(w.lemma.lower() in ("yet", "still", "left") for w in sentence.words[being.index : mark.index]):
        return False  # "is yet to be found": nobody plans it
    outer = sentence.child(head, "nsubj:outer")
    if outer is not None:
        return outer.lemma.lower() in _PLANS
    return sentence.child(head, "nsubj", "nsubj:pass") is not None and being.feats.get("VerbForm", "Fin") == "Fin"


def _awaited(sentence: Sentence, head: Word) -> bool:
    """ "Work starts" in "The mayor will speak when work starts": the present tense of a clause of time below what is still to come."""
    #  speak -aux-> will,  speak -advcl-> starts -mark|advmod-> when
    governor = sentence.head(head)
    if governor is None or head.relation != "advcl" or modal_of(sentence, head) is not None or not _present(sentence, head):
        return False
    openers = {w.lemma.lower() for w in sentence.children(head, "mark", "advmod") if w.index < head.index}
    if not openers & _TIME_CLAUSE:
        return False
    modal = modal_of(sentence, governor)
    to_come = MODALS[_form(modal)] if modal is not None else _from_predicate(sentence, governor)
    return to_come in ("predicted", "necessary") or is_directive(sentence, governor)


def _present(sentence: Sentence, head: Word) -> bool:
    finite = [*sentence.children(head, "aux", "cop"), head]
    return any(w.feats.get("Tense") == "Pres" and w.feats.get("VerbForm") == "Fin" for w in finite)


def _conditioned(sentence: Sentence, head: Word) -> bool:
    """A condition hangs on the clause. It leaves standing what is under way: "the plant is closing unless …"."""
    for clause in sentence.children(head, "advcl"):
        mark = _condition(sentence, clause)
        if mark is not None and not _under_way(sentence, head, done=mark.lemma.lower() == "unless"):
            return True
        if mark is None and _inverted_condition(sentence, clause):
            return True
    return False


def _under_way(sentence: Sentence, head: Word, *, done: bool) -> bool:
    """Progressive or perfect without a modal ("if you are insured, prices have doubled for you"), with `done` the simple past too."""
    helpers = {a.lemma.lower() for a in sentence.children(head, "aux")}
    running = head.xpos in ("VBG", "VBN") and bool(helpers & {"be", "have"}) and sentence.child(head, "aux:pass") is None
    return modal_of(sentence, head) is None and (running or (done and head.xpos == "VBD"))


def _infinitive(sentence: Sentence, word: Word) -> bool:
    return any(m.lemma.lower() == "to" or m.text.lower() == "to" for m in sentence.children(word, "mark"))


def _from_predicate(sentence: Sentence, head: Word) -> Modality | None:
    """ "Plans to build", "is expected to rise": the clause is headed by the word that says it."""
    clause = next(
        (c for c in sentence.children(head, "xcomp", "ccomp", "advcl") if c.index > head.index and _infinitive(sentence, c)), None
    )
    if clause is None or (clause.relation == "advcl" and head.upos == "VERB"):
        return None
    return _lexical(sentence, head)


def _lexical(sentence: Sentence, word: Word) -> Modality | None:
    lemma = word.lemma.lower()
    found = WITH_INFINITIVE.get(lemma)
    if found is None or (lemma in _DONE and word.xpos in ("VBD", "VBN")):
        return None
    passive = sentence.child(word, "aux:pass", "nsubj:pass") is not None
    if found == "predicted" and word.upos == "VERB" and lemma != "go" and not passive and word.xpos not in ("VBN",):
        return None  # "expects to win" is a belief; "is expected to win" a forecast
    if lemma == "go" and word.xpos != "VBG":
        return None
    return found


def _from_governor(sentence: Sentence, head: Word) -> Modality | None:
    """ "Plans to build": the clause below the word that says it; an infinitive of purpose; a forecast's clause."""
    governor = sentence.head(head)
    if governor is None:
        return None
    if head.relation in ("xcomp", "acl", "csubj", "advcl", "ccomp") and _infinitive(sentence, head):
        found = _lexical(sentence, governor)
        if found is not None and (head.relation != "advcl" or governor.upos in ("ADJ", "NOUN")):
            return found
        if head.relation == "advcl":
            return "intended"  # an infinitive of purpose
    if head.relation == "ccomp":
        return WITH_CLAUSE.get(governor.lemma.lower())
    if head.relation == "conj" and sentence.child(head, "nsubj", "aux", "mark", "cop") is None and governor.xpos == head.xpos == "VB":
        return _from_governor(sentence, governor)
    return None


def is_question(sentence: Sentence, head: Word) -> bool:
    """The clause asks: a question mark closes it, and it is no relative or adverbial clause of what is asked."""
    if "?" not in sentence.text or head.relation in ("acl", "advcl", "csubj"):
        return False
    if head.relation == "ccomp" and sentence.child(head, "mark") is not None:
        return False
    mark = next((w for w in sentence.words[head.index :] if set(w.text) <= set("?!") or w.text == "."), None)
    if mark is None or "?" not in mark.text:
        return False
    asked = [c for c in sentence.children(head, "ccomp", "parataxis") if c.index > head.index and _asks(sentence, c)]
    return not asked or _asks(sentence, head)


def _asks(sentence: Sentence, head: Word) -> bool:
    """Question word in front or auxiliary before the subject."""
    own = [w for w in sentence.subtree(head, without=("acl", "advcl", "ccomp", "parataxis", "conj")) if w.index <= head.index]
    if any(w.lemma.lower() in _WH and w.xpos in ("WP", "WRB", "WDT", "WP$") for w in own):
        return True
    subject = sentence.child(head, "nsubj", "expl")
    return subject is not None and any(a.index < subject.index for a in sentence.children(head, "aux", "cop"))


def is_directive(sentence: Sentence, head: Word) -> bool:
    """An imperative: a bare verb without subject at the head of its sentence or quotation."""
    if head.upos not in ("VERB", "AUX"):
        return False
    marked = head.feats.get("Mood") == "Imp"
    bare = head.xpos == "VB" or marked
    if not bare or sentence.child(head, "nsubj", "csubj", "expl", "mark") is not None:
        return False
    if any(a.lemma.lower() != "do" for a in sentence.children(head, "aux", "cop")):
        return False
    if head.relation == "conj":
        governor = sentence.head(head)
        return governor is not None and governor.index < head.index and is_directive(sentence, governor)
    return head.relation in ("root", "parataxis") or (head.relation == "ccomp" and _opens_quotation(sentence, head))


def _opens_quotation(sentence: Sentence, head: Word) -> bool:
    first = sentence.subtree(head)[0]
    before = sentence.words[first.index - 2] if first.index > 1 else first
    return any(c in "\"“‘'" for c in first.text + before.text)


# -- what the rules of this stage look for, for `explain` and the examples --------------------------------------


def _clauses(sentence: Sentence) -> Iterator[Word]:
    for word in sentence.words:
        if word.relation in ("root", "ccomp", "advcl", "acl", "conj", "parataxis", "xcomp", "csubj") and word.upos != "PUNCT":
            yield word


@rule(
    "stance",
    yes={
        "The minister did {not} resign.": "a particle",
        "{Nobody} was hurt in the fire.": "a pronoun",
        "There is {no} evidence of fraud.": "a determiner",
        "He left {without} paying.": "a preposition before a clause",
    },
    no={
        "Not only the roof burned.": "not only is no negation",
        "The minister denied that he had resigned.": "a denial is somebody's, the outer clause stands",
    },
)
def negated_clause(sentence: Sentence) -> Iterator[Word]:
    """The word that turns a clause into its opposite."""
    seen = set()
    for head in _clauses(sentence):
        word = negation(sentence, head)
        if word is not None and word.index not in seen:
            seen.add(word.index)
            yield word


@rule(
    "stance",
    yes={
        "Prices {may} rise next year.": "possible",
        "Banks {must} report losses.": "necessary",
        "The tax {will} end in May.": "predicted",
    },
    no={"The festival opens in May.": "a month", "She has a strong will.": "a noun"},
)
def modal_auxiliary(sentence: Sentence) -> Iterator[Word]:
    """A modal auxiliary: the clause is possible, necessary or predicted."""
    seen = set()
    for head in _clauses(sentence):
        modal = modal_of(sentence, head)
        if modal is not None and modal.index not in seen:
            seen.add(modal.index)
            yield modal


@rule(
    "stance",
    yes={
        "The driver {allegedly} ignored the light.": "an adverb of hearsay",
        "The plan {seems} to work.": "a verb of appearance",
        "Police arrested a {suspected} thief.": "an adjective",
    },
    no={"About 30 people were hurt.": "a vague quantity, no hedge", "The ship appeared at noon.": "it came into sight"},
)
def hedging_word(sentence: Sentence) -> Iterator[Hedge]:
    """A word that holds the statement at arm's length."""
    seen = set()
    for head in _clauses(sentence):
        for hedge in hedges_of(sentence, head):
            if hedge.span not in seen:
                seen.add(hedge.span)
                yield hedge


@rule(
    "stance",
    yes={"Why did the bridge {fall}?": "a question word", "Did the minister {resign}?": "the auxiliary comes first"},
    no={"She asked why the bridge fell.": "an indirect question is told, not asked"},
)
def asked_clause(sentence: Sentence) -> Iterator[Word]:
    """The head of a clause that asks."""
    yield from (head for head in _clauses(sentence) if is_question(sentence, head))


@rule(
    "stance",
    yes={"{Call} the number below.": "an imperative", "Do not {touch} the wires.": "a negated imperative"},
    no={"They call the number below.": "a subject", "To call the number is free.": "an infinitive"},
)
def imperative_clause(sentence: Sentence) -> Iterator[Word]:
    """The head of a clause that tells the reader to do something."""
    yield from (head for head in _clauses(sentence) if not is_question(sentence, head) and is_directive(sentence, head))


assert set(MODALS.values()) | set(WITH_INFINITIVE.values()) | set(WITH_CLAUSE.values()) <= set(get_args(Modality))
