"""Speech without a named speaker: "it was reported that …", "is believed to …", "reportedly"."""

from __future__ import annotations

from collections.abc import Iterator

from claimcheck.enrich.speech.content import proposal
from claimcheck.enrich.speech.cues import CLAUSE, PASSIVE
from claimcheck.enrich.speech.sources import is_passive, own_source
from claimcheck.enrich.speech.verbs import clause_words, verbs
from claimcheck.model import Attribution
from claimcheck.rules import rule
from claimcheck.tree import Sentence, Word

#: "were told", "was asked": the subject hears, the content is a clause.
_HEARD = frozenset("tell inform ask warn advise remind assure notify".split())


def _passive_words(sentence: Sentence, verb: Word) -> set[Word]:
    """The passive's own words: auxiliaries, agent, times and places of the report."""
    words = {verb}
    for child in sentence.children(verb, "aux", "obl:agent", "advmod", "expl", "punct", "mark", "cop"):
        words |= set(sentence.subtree(child))
    return words


def _agent_on_predicate(sentence: Sentence, verb: Word) -> Word | None:
    """ "Called a charlatan by two doctors", where the parse hung the agent on "charlatan"."""
    for predicate in sentence.children(verb, "xcomp"):
        for noun in sentence.children(predicate, "nmod", "obl"):
            if (
                predicate.upos == "NOUN"
                and noun.index > predicate.index
                and any(c.lemma.lower() == "by" for c in sentence.children(noun, "case"))
            ):
                return noun
    return None


@rule(
    "attribution",
    yes={
        "It {was reported} that the mayor had resigned.": "it with a clause; nobody is named",
        "The suspect is {believed} to have fled.": "a raised subject with an infinitive",
        "The bridge was described by {engineers} as unsafe.": "an agent with by",
    },
    no={"The house was found empty.": "found is no speech here", "The mayor was asked to a dinner.": "an invitation"},
)
def passive_report(sentence: Sentence) -> Iterator[Attribution]:
    """A passive of speech or belief, with or without its agent."""
    for verb, lemma in verbs(sentence):
        if lemma not in PASSIVE and lemma not in CLAUSE or not is_passive(sentence, verb):
            continue
        if verb.relation in ("acl", "amod") and sentence.child(verb, "aux:pass") is None:
            continue
        agent = own_source(sentence, verb) or _agent_on_predicate(sentence, verb)
        subject = sentence.child(verb, "nsubj:pass", "nsubj", "expl")
        clause = next((c for c in sentence.children(verb, "ccomp", "csubj:pass", "csubj") if c.index > verb.index), None)
        words: set[Word] = set()
        if clause is not None and (lemma in CLAUSE or lemma in PASSIVE):
            words = set(sentence.subtree(clause))
        elif subject is not None and lemma in PASSIVE:
            below = [c for c in sentence.children(verb, "xcomp") if c.index > verb.index]
            to = below[0] if below else None
            mark = next((m for c in below for m in sentence.children(c, "mark") if m.lemma.lower() == "to"), None)
            if to is not None and mark is not None and lemma not in _HEARD and lemma not in ("call", "urge", "tip"):
                words = set(sentence.subtree(subject)) | {w for c in below for w in sentence.subtree(c)}
            elif to is not None and mark is not None:
                words = set(sentence.subtree(to))
            elif agent is not None and lemma in ("describe", "call", "consider", "see", "report", "reveal", "confirm"):
                words = clause_words(sentence, verb, verb) | (set(sentence.subtree(verb)) - _passive_words(sentence, verb))
                words -= set(sentence.subtree(agent))
        if not words:
            continue
        cue = tuple(w for w in sentence.children(verb, "aux:pass") if w.index == verb.index - 1)
        found = proposal(
            sentence,
            verb,
            words,
            "passive_report",
            source=agent,
            find_source=False,
            cue_words=(verb,) if subject is not None and subject.lemma != "it" else (*cue, verb),
        )
        if found is not None:
            yield found
