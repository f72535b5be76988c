"""Nouns that hold a message: "the claim that …", "her fear that …", "a promise to …"."""

from __future__ import annotations

from collections.abc import Iterator

from claimcheck.enrich.speech.content import proposal
from claimcheck.enrich.speech.cues import NOUNS
from claimcheck.enrich.speech.sources import source_of
from claimcheck.model import Attribution
from claimcheck.rules import rule
from claimcheck.tree import Sentence, Word

#: Verbs whose subject is the holder of the message in their object: "made the claim that", "rejected claims that".
_LIGHT = frozenset(
    """make have express voice issue give repeat reiterate raise share deny reject dismiss refute hold spread push send
    deliver convey dispute offer release echo defend keep abandon face""".split()
)
#: Nouns and the prepositions before what they are about. "Of" is left out where it may name the holder ("the report of the board").
_ABOUT: dict[str, tuple[str, ...]] = {
    "accusation": ("of",),
    "allegation": ("of", "about"),
    "charge": ("of",),
    "claim": ("about",),
    "denial": ("of",),
    "fear": ("of", "about", "over"),
    "prediction": ("of", "about"),
    "rumor": ("of", "about"),
    "rumour": ("of", "about"),
    "speculation": ("of", "about", "over"),
    "suspicion": ("of", "about"),
    "warning": ("of", "about", "against"),
}
#: Nouns that are somebody's only where it is said whose: "a plan to plant trees" is a thing.
_INTENTIONS = frozenset("desire idea intention plan".split())
#: Further nouns that are a message where a clause says what they are: "Reed's point was that …".
_POINTS = frozenset("answer bet position point response story stance".split())
_AGAINST = frozenset("deny reject dismiss refute dispute rebut repudiate".split())


@rule(
    "attribution",
    yes={
        "{The party} rejected claims that votes were bought.": "claims that are rejected: a denial",
        "{Critics} repeated the claim that the vote was rigged.": "the subject of a light verb",
        "The {claim} that the votes were bought is false.": "nobody is named",
    },
    no={
        "The report that he wrote was long.": "a relative clause: he wrote the report",
        "The fact that prices fell helped.": "a fact has no speaker",
    },
)
def noun_cue(sentence: Sentence) -> Iterator[Attribution]:
    """A noun of speech or thought with a clause that gives its content."""
    if sentence.lemmas.isdisjoint(NOUNS):
        return
    for noun in sentence.words:
        lemma = noun.lemma.lower()
        if noun.upos != "NOUN" or lemma not in NOUNS:
            continue
        clause = _content_clause(sentence, noun)
        if clause is None:
            continue
        mark = sentence.child(clause, "mark")
        if lemma == "charge" and mark is not None and mark.lemma.lower() == "to":
            continue  # "three charges of fraud to gain money"
        cue_class = NOUNS[lemma]
        source = _holder(sentence, noun)
        governor = sentence.head(noun)
        if governor is not None and noun.relation == "obj" and governor.lemma.lower() in _LIGHT:
            speaker = source_of(sentence, governor)
            if governor.lemma.lower() in _AGAINST and speaker is not None:
                source, cue_class = speaker, "denial"
            elif source is None:
                source = speaker
        if source is None and lemma in _INTENTIONS:
            continue
        found = proposal(sentence, noun, sentence.subtree(clause), "noun_cue", source=source, find_source=False, cue_class=cue_class)
        if found is not None:
            yield found


@rule(
    "attribution",
    yes={
        "Police found no proof for the {allegations} of fraud.": "nobody is named",
        "{The minister} rejected allegations of fraud.": "who rejects them",
    },
    no={
        "The report of the committee was long.": "whose report it is, not what it says",
        "The claim of the heirs was paid.": "a demand for money, and whose it is",
    },
)
def message_about(sentence: Sentence) -> Iterator[Attribution]:
    """A noun of speech or thought with a preposition before what it is about: "allegations of fraud", "fears of a war"."""
    if sentence.lemmas.isdisjoint(_ABOUT):
        return
    for noun in sentence.words:
        lemma = noun.lemma.lower()
        forms = _ABOUT.get(lemma)
        if lemma == "charge" and _in_charge(sentence, noun):
            continue
        if noun.upos != "NOUN" or forms is None or _content_clause(sentence, noun) is not None:
            continue
        topic = next(
            (
                t
                for t in (*sentence.children(noun, "nmod", "acl"), *_after_object(sentence, noun))
                if t.index > noun.index and (c := sentence.child(t, "case", "mark")) is not None and c.lemma.lower() in forms
            ),
            None,
        )
        if topic is None or topic.upos == "PRON":
            continue
        governor = sentence.head(noun)
        source = sentence.child(noun, "nmod:poss")
        cue_class = NOUNS.get(lemma, "report")
        if governor is not None and noun.relation == "obj" and governor.lemma.lower() in _LIGHT:
            speaker = source_of(sentence, governor)
            if governor.lemma.lower() in _AGAINST and speaker is not None:
                source, cue_class = speaker, "denial"
            elif source is None:
                source = speaker
        words = set(sentence.subtree(topic)) - set(sentence.children(topic, "case", "mark"))
        case = sentence.child(topic, "case", "mark")
        cue = f"{lemma} {case.lemma.lower()}" if case is not None else lemma
        found = proposal(sentence, noun, words, "message_about", source=source, find_source=False, cue_class=cue_class, lemma=cue)
        if found is not None:
            yield found


@rule(
    "attribution",
    yes={"{The minister}'s argument was that prices would fall.": "what the noun says stands behind the verb to be"},
    no={"The problem is that prices fell.": "no message", "The question is whether prices will fall.": "nobody is named who asks"},
)
def message_is(sentence: Sentence) -> Iterator[Attribution]:
    """A noun of speech or thought, with its holder, that is what the clause behind says: "the firm's argument is that …".

    fall -nsubj:outer-> argument, argument -nmod:poss-> minister, fall -mark-> that
    """
    for noun in sentence.related("nsubj:outer"):
        lemma = noun.lemma.lower()
        clause = sentence.head(noun)
        if noun.upos != "NOUN" or (lemma not in NOUNS and lemma not in _POINTS) or clause is None:
            continue
        mark = sentence.child(clause, "mark")
        holder = _holder(sentence, noun)
        if mark is None or mark.lemma.lower() not in ("that", "whether") or mark.index < noun.index or holder is None:
            continue
        words = {w for w in sentence.subtree(clause) if w.index >= mark.index}
        cue_class = NOUNS.get(lemma, "report")
        found = proposal(sentence, noun, words, "message_is", source=holder, find_source=False, cue_class=cue_class)
        if found is not None:
            yield found


def _in_charge(sentence: Sentence, noun: Word) -> bool:
    """ "In charge of the fund", "took charge of the team": an office, no accusation."""
    governor = sentence.head(noun)
    led = any(c.lemma.lower() in ("in", "under") for c in sentence.children(noun, "case"))
    return led or (governor is not None and governor.lemma.lower() in ("take", "have", "assume"))


def _after_object(sentence: Sentence, noun: Word) -> tuple[Word, ...]:
    """Phrases that the parse hung on the verb though they stand right behind the noun."""
    governor = sentence.head(noun)
    if governor is None or noun.relation != "obj" or governor.lemma.lower() not in _LIGHT:
        return ()
    return tuple(p for p in sentence.children(governor, "obl", "advcl") if sentence.subtree(p)[0].index == noun.index + 1)


def _content_clause(sentence: Sentence, noun: Word) -> Word | None:
    """A clause with "that", "to", "whether" or "of …ing" that is no relative clause."""
    for clause in sentence.children(noun, "acl", "ccomp", "xcomp"):
        if clause.index < noun.index or (clause.deprel == "acl:relcl" and not _saturated(sentence, clause)):
            continue
        mark = sentence.child(clause, "mark")
        if mark is None or mark.lemma.lower() not in ("that", "to", "whether", "if"):
            continue
        if mark.lemma.lower() == "that" and not _complete(sentence, clause):
            continue
        return clause
    governor = sentence.head(noun)
    if governor is not None and noun.relation == "obj":  # the parse may hang the clause on the verb: "rejected claims that …"
        last = noun.index
        for clause in sentence.children(governor, "advcl", "ccomp"):
            marks = [m.lemma.lower() for m in sentence.children(clause, "mark")]
            if marks == ["that"] and sentence.subtree(clause)[0].index == last + 1 and _complete(sentence, clause):
                return clause
    return None


def _saturated(sentence: Sentence, clause: Word) -> bool:
    """Called a relative clause by the parse, but nothing is missing from it: it has subject and object, or predicates without one."""
    return _complete(sentence, clause) and sentence.child(clause, "cop", "aux:pass", "obj", "xcomp", "ccomp") is not None


def _complete(sentence: Sentence, clause: Word) -> bool:
    """The clause has its own subject and misses no object: "that" is a conjunction there."""
    subject = sentence.child(clause, "nsubj", "csubj")
    return subject is not None and subject.lemma.lower() not in ("that", "which", "who") and sentence.child(clause, "mark") is not None


def _holder(sentence: Sentence, noun: Word) -> Word | None:
    """Whose claim it is: a possessor, or a phrase with "by", "from", "of", "among"."""
    owner = sentence.child(noun, "nmod:poss")
    if owner is not None:
        return owner
    for phrase in sentence.children(noun, "nmod"):
        case = sentence.child(phrase, "case")
        if phrase.index > noun.index and case is not None and case.lemma.lower() in ("by", "from", "of", "among"):
            return phrase
    return None
