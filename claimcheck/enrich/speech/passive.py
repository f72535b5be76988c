"""Speech without a named speaker: "it was reported that …", "is believed to …", "allegedly"."""

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


def _named_with_as(sentence: Sentence, verb: Word) -> bool:
    """ "Has been described as a disaster"."""
    return any(
        m.lemma.lower() == "as" for c in sentence.children(verb, "obl", "advcl", "xcomp") for m in sentence.children(c, "case", "mark")
    )


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
        "The law has been {described} as a disaster.": "by nobody who is named",
    },
    no={
        "The house was found empty.": "found is no speech here",
        "The mayor was asked to a dinner.": "an invitation",
        "The guests were seen off by the mayor.": "he waved",
    },
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
            elif sentence.children(verb, "compound:prt"):
                continue  # "was seen off by the minister": he waved
            elif (agent is not None and lemma in ("describe", "call", "consider", "see", "report", "reveal", "confirm")) or (
                lemma == "describe" and _named_with_as(sentence, verb)
            ):
                words = clause_words(sentence, verb, verb) | (set(sentence.subtree(verb)) - _passive_words(sentence, verb))
                words -= set(sentence.subtree(agent)) if agent is not None else set()
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


def _in_commas(sentence: Sentence, verb: Word, subject: Word) -> bool:
    """ "The firm, it was claimed, had …", where the parse takes the remark for a relative or adverbial clause."""
    branch = [w for w in sentence.subtree(verb) if w.upos != "PUNCT"]
    first, last = branch[0].index, branch[-1].index
    return (
        verb.relation in ("acl", "advcl")
        and subject.lemma.lower() not in ("who", "which", "that")
        and 1 < first <= last < len(sentence.words)
        and sentence[first - 1].text == ","
        and sentence[last + 1].text == ","
    )


#: Verbs of a remark behind the content whose subject is "it": "…, it is alleged".
_IMPERSONAL = frozenset(
    "allege announce argue believe claim confirm report reveal rumour rumor say suggest understand fear hope think".split()
)


@rule(
    "attribution",
    yes={
        "Reed had paid twice, the jury was {told}.": "the hearer as the subject; nobody who spoke is named",
        "Reed had paid twice, it is {alleged}.": "it as the subject",
        "The firm, it was {claimed}, had lost 3 million dollars.": "in the middle",
    },
    no={
        "Reed paid twice, and the jury was told.": "a new clause with and",
        "Reed paid twice, the jury was pleased.": "no verb of speech",
    },
)
def closing_passive(sentence: Sentence) -> Iterator[Attribution]:
    """A passive of speech behind or inside of what was said: "…, the court was told", "…, it is claimed, …".

    paid -parataxis-> told, told -nsubj:pass-> jury
    """
    for verb, lemma in verbs(sentence):
        subject = sentence.child(verb, "nsubj:pass")
        head = sentence.head(verb)
        if subject is None or head is None or not is_passive(sentence, verb):
            continue
        if verb.relation != "parataxis" and not _in_commas(sentence, verb, subject):
            continue
        while head.relation in ("acl", "advcl", "xcomp", "amod", "nmod", "obl", "obj", "nsubj") and head.head:
            head = sentence[head.head]
        impersonal = subject.lemma.lower() == "it" and lemma in _IMPERSONAL
        if not impersonal and not (lemma in ("tell", "inform") and subject.upos != "PRON"):
            continue
        first, before = sentence.subtree(verb)[0], head.index < verb.index
        front = sentence[first.index - 1] if first.index > 1 else None
        set_off = first.text == "," or (front is not None and front.text in (",", "—", "–", "--"))
        if not set_off or sentence.child(verb, "ccomp", "xcomp", "cc", "mark", "obj", "csubj", "csubj:pass", "conj") is not None:
            continue
        if any(c.lemma.lower() in ("of", "about") for o in sentence.children(verb, "obl") for c in sentence.children(o, "case")):
            continue  # "…, he was told of the vote": a message of its own
        if not before and not any(w.index < first.index and w.upos != "PUNCT" for w in sentence.subtree(head)):
            continue
        found = proposal(
            sentence,
            verb,
            clause_words(sentence, head, verb),
            "closing_passive",
            source=own_source(sentence, verb),
            find_source=False,
        )
        if found is not None:
            yield found


#: Adverbs that say that somebody, who is not named, says so.
_HEARSAY = frozenset({"reportedly", "allegedly", "purportedly", "supposedly"})


@rule(
    "attribution",
    yes={
        "The ship {reportedly} sank near Malta.": "nobody is named",
        "The couple {allegedly} ignored the advice of three doctors.": "nor here",
    },
    no={
        "Police found the allegedly stolen car.": "it only colours a word",
        "The ship repeatedly sank.": "another adverb",
    },
)
def hearsay_adverb(sentence: Sentence) -> Iterator[Attribution]:
    """A clause that an adverb marks as what others say."""
    if sentence.lemmas.isdisjoint(_HEARSAY):
        return
    for word in sentence.words:
        verb = sentence.head(word)
        if word.lemma.lower() not in _HEARSAY or word.relation != "advmod" or verb is None:
            continue
        if verb.upos != "VERB" and not sentence.children(verb, "cop", "nsubj") or verb.relation == "amod":
            continue
        words = clause_words(sentence, verb, word)
        found = proposal(sentence, word, words, "hearsay_adverb", lemma=word.lemma.lower(), cue_class="report", find_source=False)
        if found is not None:
            yield found
