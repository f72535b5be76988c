"""Speech whose content is a clause below its cue."""

from __future__ import annotations

from collections.abc import Iterator

from claimcheck.enrich.speech.content import cue_lemma, proposal
from claimcheck.enrich.speech.cues import ADJECTIVES, CLAUSE, INFINITIVE, QUOTATIVE, SPEAKING
from claimcheck.enrich.speech.sources import is_passive, own_source
from claimcheck.enrich.speech.verbs import addition, asserts, clause_words, is_day, trailing, verb_group, verbs
from claimcheck.model import Attribution, CueClass
from claimcheck.rules import rule
from claimcheck.tree import Sentence, Word

#: "A spokesman who asked not to be named": about the source, not what he said.
_ANONYMITY = frozenset({"name", "identify", "quote"})


@rule(
    "attribution",
    yes={
        "{The minister} said that prices had fallen.": "a clause with that",
        "{Police} said two men were arrested on Monday.": "a clause without that",
        '"We will appeal," {the lawyer} told reporters.': "a quotation as the verb's complement",
    },
    no={
        "The minister made prices fall.": "a verb of making, nobody speaks",
        "She said nothing about prices.": "a pronoun is no content",
    },
)
def reported_clause(sentence: Sentence) -> Iterator[Attribution]:
    """A verb of speech, thought or knowledge with a clause as its complement."""
    for verb, lemma in verbs(sentence):
        if lemma not in CLAUSE or addition(sentence, verb) or not asserts(sentence, verb, lemma):
            continue
        if lemma in ("find", "see", "show", "feel", "hear") and sentence.child(verb, "ccomp") is not None:
            clause = sentence.child(verb, "ccomp")
            if clause is not None and sentence.child(clause, "mark") is None and clause.feats.get("VerbForm") in ("Inf", "Part", "Ger"):
                continue  # "saw him leave"
        words: set[Word] = set()
        for clause in _complements(sentence, verb):
            words |= clause_words(sentence, clause, verb)
        if not words:
            continue
        if lemma in SPEAKING:
            words |= _stray_subject(sentence, verb, words)
        if is_passive(sentence, verb) and own_source(sentence, verb) is None:
            continue  # passive_report
        found = proposal(sentence, verb, words, "reported_clause", cue_words=verb_group(sentence, verb))
        if found is not None and (found.source is not None or verb.relation in ("advcl", "acl", "xcomp", "csubj")):
            yield found


def _with_that(sentence: Sentence, clause: Word) -> bool:
    """A clause with "that" and a subject of its own: no relative clause, though it hangs on a noun."""
    marks = [m.lemma.lower() for m in sentence.children(clause, "mark")]
    return marks == ["that"] and sentence.child(clause, "nsubj", "expl") is not None


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


def _complements(sentence: Sentence, verb: Word) -> list[Word]:
    found = [c for c in sentence.children(verb, "ccomp") if not (c.index > verb.index and trailing(sentence, c))]
    if not found:
        found = [c for c in sentence.children(verb, "advcl", "conj") if c.index > verb.index and _with_that(sentence, c)]
    if not found and cue_lemma(sentence, verb) in ("tell", "remind", "assure", "inform", "warn", "advise", "notify"):
        for hearer in sentence.children(verb, "obj", "iobj", "obl"):
            if hearer.index > verb.index:
                found += [c for c in sentence.children(hearer, "acl", "ccomp") if _with_that(sentence, c)]
    if not found and cue_lemma(sentence, verb) in QUOTATIVE:
        found = [
            c
            for c in sentence.children(verb, "parataxis", "dep", "discourse")
            if len(sentence.subtree(c)) > 1 and not (c.lemma.lower() in QUOTATIVE and own_source(sentence, c) is not None)
        ]
    return found


@rule(
    "attribution",
    yes={"{The minister} said prices had fallen, adding that wages had risen.": "the subject of said speaks on"},
    no={"The cook tasted the soup, adding salt.": "adding a thing"},
)
def adding_that(sentence: Sentence) -> Iterator[Attribution]:
    """A participle of speech that goes on with the words of the speaker above: "adding that …", "saying …"."""
    for verb, lemma in verbs(sentence):
        if lemma not in CLAUSE or not addition(sentence, verb):
            continue
        words: set[Word] = set()
        for clause in sentence.children(verb, "ccomp"):
            words |= clause_words(sentence, clause, verb)
        found = proposal(sentence, verb, words, "adding_that")
        if found is not None:
            yield found


@rule(
    "attribution",
    yes={
        "{The company} promised to pay by May.": "what was promised",
        "{The union} urged members to stay away.": "what was asked of others",
    },
    no={"She told a story to the children.": "no infinitive", "He refused to comment.": "nothing is said"},
)
def promised_action(sentence: Sentence) -> Iterator[Attribution]:
    """A verb of promising, asking, wanting or claiming with an infinitive."""
    for verb, lemma in verbs(sentence):
        if lemma not in INFINITIVE or is_passive(sentence, verb) or not asserts(sentence, verb, lemma):
            continue
        for clause in sentence.children(verb, "xcomp", "ccomp", "advcl"):
            to = sentence.child(clause, "mark")
            if to is None or to.lemma.lower() != "to" or clause.index < verb.index:
                continue
            if clause.relation == "advcl" and sentence.child(verb, "obj", "obl") is None:
                continue
            if lemma == "ask" and clause.lemma.lower() in _ANONYMITY:
                continue
            if lemma == "call" and not any(
                c.lemma.lower() in ("on", "upon", "for") for o in sentence.children(verb, "obl") for c in sentence.children(o, "case")
            ):
                continue
            words = clause_words(sentence, clause, verb)
            for asked in sentence.children(verb, "obj", "obl"):
                if verb.index < asked.index < clause.index and (asked.relation == "obj" or lemma == "call"):
                    words |= {w for w in sentence.subtree(asked) if w.relation != "case" or w.head != asked.index}
            asked_for: CueClass | None = "report" if lemma in ("ask", "challenge") else None
            found = proposal(sentence, verb, words, "promised_action", cue_words=verb_group(sentence, verb), cue_class=asked_for)
            if found is not None and found.source is not None:
                yield found
                break


@rule(
    "attribution",
    yes={"{She} is convinced that the vote was fair.": "an adjective of belief"},
    no={"It is good that the vote was fair.": "a judgement without a holder"},
)
def convinced_that(sentence: Sentence) -> Iterator[Attribution]:
    """An adjective of belief or knowledge with a clause."""
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
