"""Speech whose content is a clause below its cue."""

from __future__ import annotations

from collections.abc import Iterator

from claimcheck.enrich.speech.complements import complements
from claimcheck.enrich.speech.content import outside_of, proposal
from claimcheck.enrich.speech.cues import ADJECTIVES, CLAUSE, SPEAKING
from claimcheck.enrich.speech.kinds import source_kind
from claimcheck.enrich.speech.sources import hears, is_passive, own_source, source_words
from claimcheck.enrich.speech.verbs import addition, asserts, clause_words, is_day, verb_group, verbs
from claimcheck.model import Attribution
from claimcheck.rules import rule
from claimcheck.tree import Sentence, Word

#: "Considering that …", "assuming that …": conjunctions, nobody speaks.
_GIVEN = frozenset("assume consider presume see suppose".split())
#: Conjunctions of the time at which something was said.
_MEANWHILE = frozenset("as while when after before".split())


@rule(
    "attribution",
    yes={
        "{The minister} said that prices had fallen.": "a clause with that",
        "{Police} said two men were arrested on Monday.": "a clause without that",
        '"We will appeal," {the lawyer} told reporters.': "a quotation as the verb's complement",
        "{The inquest} heard the boy had been ill for three days.": "a court hears what it is told",
        "{The mayor} denied taking bribes from two builders.": "a deed of the speaker's own",
        "{The poll} showed Reed leading Diaz by 4 points.": "what a text shows",
        "The plan that {Reed} said would save 3 million dollars has failed.": "a relative clause around the cue",
        "The Herald quoted {the minister} as saying that the dam had failed.": "who is quoted speaks, not who quotes",
    },
    no={
        "The neighbours heard the boy cry.": "ears, not evidence",
        "The guide showed tourists sleeping lions.": "a person who shows a thing",
        "The minister made prices fall.": "a verb of making, nobody speaks",
        "She said nothing about prices.": "a pronoun is no content",
    },
)
def reported_clause(sentence: Sentence) -> Iterator[Attribution]:
    """A verb of speech, thought or knowledge with a clause as its complement."""
    for verb, lemma in verbs(sentence):
        if lemma not in CLAUSE or addition(sentence, verb) or not asserts(sentence, verb, lemma):
            continue
        if _witnessed(sentence, verb, lemma):
            continue
        words: set[Word] = set()
        heads = complements(sentence, verb)
        for clause in heads:
            words |= clause_words(sentence, clause, verb) - _meanwhile(sentence, verb, clause)
        if not words:
            continue
        if lemma == "show":  # "showed Reed leading": the parse took who leads for the one who is shown something
            words |= {w for shown in sentence.children(verb, "iobj") if shown.index > verb.index for w in sentence.subtree(shown)}
        if lemma in SPEAKING:
            words |= _stray_subject(sentence, verb, words)
        if is_passive(sentence, verb) and own_source(sentence, verb) is None:
            continue  # passive_report
        asked = lemma == "ask" and all(any(m.lemma.lower() == "to" for m in sentence.children(c, "mark")) for c in heads)
        found = proposal(
            sentence, verb, words, "reported_clause", cue_words=verb_group(sentence, verb), cue_class="report" if asked else None
        )
        if found is not None and (
            found.source is not None or (verb.relation in ("advcl", "acl", "xcomp", "csubj") and not _judged(sentence, verb))
        ):
            yield found


def _witnessed(sentence: Sentence, verb: Word, lemma: str) -> bool:
    """ "Saw him leave", "saw four people climb down": what somebody lived through, not what he says about it."""
    clause = sentence.child(verb, "ccomp")
    if lemma not in ("find", "see", "show", "feel", "hear") or clause is None or sentence.child(clause, "mark") is not None:
        return False
    if lemma == "hear" and _told(sentence, verb, clause):
        return False
    if clause.feats.get("VerbForm") in ("Inf", "Part", "Ger") and sentence.child(clause, "aux", "cop") is None:
        return lemma != "show" or clause.xpos != "VBG" or not _text(sentence, verb)
    return lemma in ("see", "hear") and sentence.subtree(clause)[0].lemma.lower() not in ("how", "why", "what", "that", "whether")


def _text(sentence: Sentence, verb: Word) -> bool:
    """ "The poll showed Reed leading": a text or a recording says so."""
    source = own_source(sentence, verb)
    return source is not None and source_kind(sentence, source, source_words(sentence, source)) == "document"


def _meanwhile(sentence: Sentence, verb: Word, clause: Word) -> set[Word]:
    """`Lee said "the game was lost" as he left the hall`: a clause behind a quotation says when it was said, not what."""
    quoted = outside_of(sentence, verb)
    if clause.index not in quoted or clause.index < verb.index:
        return set()
    words: set[Word] = set()
    for aside in sentence.children(clause, "advcl"):
        branch = sentence.subtree(aside)
        marks = {m.lemma.lower() for m in sentence.children(aside, "mark", "advmod")}
        if aside.index > clause.index and marks & _MEANWHILE and not any(w.index in quoted for w in branch):
            words |= set(branch)
    return words


def _told(sentence: Sentence, verb: Word, clause: Word) -> bool:
    """ "The inquest heard he had been ill": a court hears what it is told; the clause is finite and has its subject."""
    finite = clause.feats.get("VerbForm") == "Fin" or any(
        a.xpos in ("VBD", "VBZ", "VBP", "MD") for a in sentence.children(clause, "aux", "cop")
    )
    return hears(verb, own_source(sentence, verb)) and finite and sentence.child(clause, "nsubj", "nsubj:pass", "expl") is not None


def _judged(sentence: Sentence, verb: Word) -> bool:
    """ "It is hard to say what …": an adjective about saying, nobody says it."""
    governor = sentence.head(verb)
    return governor is not None and governor.upos == "ADJ" and sentence.child(governor, "expl", "cop") is not None


def _stray_subject(sentence: Sentence, verb: Word, words: set[Word]) -> set[Word]:
    """Words between verb and clause that the parse hung on the verb as its object, and gaps inside of the clause.

    said [the nonstop demands that come with the work] sometimes erase the barriers
    said -obj-> demands, said -ccomp-> erase
    """
    if verb.lemma in ("tell", "warn") or min(w.index for w in words) < verb.index:
        return set()
    low, high = min(w.index for w in words), max(w.index for w in words)
    below = set(sentence.subtree(verb))
    stray: set[Word] = set()
    for thing in sentence.children(verb, "obj"):
        if verb.index < thing.index < high and not is_day(thing) and sentence.child(verb, "nsubj") is not None:
            stray |= set(sentence.subtree(thing))
    low = min([low, *(w.index for w in stray)])
    gap = {w for w in below if low < w.index < high and w.index > verb.index}
    return stray | gap


@rule(
    "attribution",
    yes={"{The minister} said prices had fallen, adding that wages had risen.": "the subject of said speaks on"},
    no={"The cook tasted the soup, adding salt.": "adding a thing"},
)
def adding_that(sentence: Sentence) -> Iterator[Attribution]:
    """A participle of speech that goes on with the words of the speaker above: "adding that …", "saying …"."""
    for verb, lemma in verbs(sentence):
        if lemma not in CLAUSE or lemma in _GIVEN or not addition(sentence, verb):
            continue
        words: set[Word] = set()
        for clause in sentence.children(verb, "ccomp"):
            words |= clause_words(sentence, clause, verb)
        found = proposal(sentence, verb, words, "adding_that")
        if found is not None:
            yield found


@rule(
    "attribution",
    yes={"{The minister} made it clear that taxes would rise.": "made it clear"},
    no={"The rain made it hard to see.": "nobody says anything", "It is clear that the vote was fair.": "nobody is named"},
)
def made_clear(sentence: Sentence) -> Iterator[Attribution]:
    """ "Made it clear that …", "made clear …", "left no doubt that …" with somebody as the subject."""
    if "make" not in sentence.lemmas:
        return
    for verb in sentence.words:
        if verb.upos != "VERB" or verb.lemma.lower() != "make" or is_passive(sentence, verb):
            continue
        clear = next((c for c in sentence.children(verb, "xcomp", "obj", "advmod", "ccomp") if c.lemma.lower() in ("clear", "plain")), None)
        speaker = own_source(sentence, verb)
        if clear is None or speaker is None or clear.index < verb.index:
            continue
        branches = (*sentence.children(clear, "ccomp", "csubj", "advcl"), *sentence.children(verb, "ccomp", "csubj", "advcl"))
        clause = next((c for c in branches if c.index > clear.index and sentence.child(c, "nsubj", "nsubj:pass", "expl") is not None), None)
        if clause is None or any(m.lemma.lower() not in ("that", "whether") for m in sentence.children(clause, "mark")):
            continue
        words = clause_words(sentence, clause, verb)
        found = proposal(sentence, verb, words, "made_clear", source=speaker, lemma="make clear", cue_class="report")
        if found is not None:
            yield found


@rule(
    "attribution",
    yes={
        "{She} is convinced that the vote was fair.": "an adjective of belief",
        "{Residents} were frustrated that the city released only part of the video.": "a feeling about what is taken for true",
    },
    no={"It is good that the vote was fair.": "a judgement without a holder"},
)
def convinced_that(sentence: Sentence) -> Iterator[Attribution]:
    """An adjective of belief or knowledge with a clause."""
    if sentence.lemmas.isdisjoint(ADJECTIVES) and sentence.forms.isdisjoint(ADJECTIVES):
        return
    for word in sentence.words:
        lemma = word.text.lower() if word.text.lower() in ADJECTIVES else word.lemma.lower()
        if word.upos not in ("ADJ", "VERB") or lemma not in ADJECTIVES or sentence.child(word, "cop", "aux:pass", "aux") is None:
            continue
        subject = sentence.child(word, "nsubj", "nsubj:pass")
        clause = sentence.child(word, "ccomp", "advcl")
        if subject is None or clause is None or subject.lemma.lower() in ("it", "there", "this", "that"):
            continue
        mark = sentence.child(clause, "mark")
        if clause.relation == "advcl" and (mark is None or mark.lemma.lower() != "that"):
            continue
        if clause.index < word.index:
            continue
        found = proposal(
            sentence, word, clause_words(sentence, clause, word), "convinced_that", source=subject, cue_class=ADJECTIVES[lemma], lemma=lemma
        )
        if found is not None:
            yield found
