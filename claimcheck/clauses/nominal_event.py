"""Events inside noun phrases: "the April 22 attack", "Pakistan's retaliation". They are taken for granted, not asserted."""

from collections.abc import Iterator

from claimcheck.clauses.extent import phrase_of
from claimcheck.clauses.predication import DATE_TYPES
from claimcheck.model import Clause, Slot
from claimcheck.rules import rule
from claimcheck.tree import Sentence, Word

#: Nouns that name something that happened.
EVENT_NOUNS = frozenset(
    """accident agreement airstrike ambush announcement appointment arrest arrival attempt assassination assault attack battle blast blaze bombing
    boycott breach ceasefire clash collapse collision conference conflict conviction coup crackdown crash crisis cyclone death debate defeat
    deal decision demonstration departure derailment detention disaster dismissal dispute drought earthquake election epidemic eruption
    evacuation execution expansion explosion famine fire flood genocide hurricane inauguration incident injury inspection invasion
    investigation kidnapping killing landing launch lockdown massacre match meeting merger murder mutiny offensive operation outage outbreak
    pandemic parade poll protest purchase quake raid rally rape rebellion referendum refusal release request rescue resignation retaliation retreat revolt riot
    robbery sale scandal sentence shooting siege speech spill stampede storm strike summit surrender takeover test theft trial tsunami
    tournament uprising verdict victory visit vote war walkout wedding withdrawal""".split()
)


#: What is done with events that have not happened, or may never.
UNREAL_GOVERNORS = frozenset(
    """avert avoid await block call cancel candidate contest demand delay due expect fear favour favor forecast hope hopeful intend offer
    oppose plan poise postpone predict prepare prevent promise propose prospect pursue reject resist schedule seek set stop support suspend
    threat threaten upcoming urge veto vow want warn work ahead next bid campaign run toward towards""".split()
)


@rule(
    "clause",
    yes={
        "Tensions rose after {the April 22 attack}.": "a dated event",
        "{Norway's withdrawal} surprised the union.": "an event with its actor",
    },
    no={
        "The government's policy failed.": "a policy is no event",
        "Norway's withdrawal is expected in May.": "still to come",
        "The union will oppose the mayor's visit.": "still to come",
    },
)
def nominal_event(sentence: Sentence) -> Iterator[Clause]:
    """An event noun with an actor, a date or a number of its own: somebody will have to check that it happened so."""
    if EVENT_NOUNS.isdisjoint(sentence.lemmas):
        return
    for word in sentence.words:
        if (
            word.upos not in {"NOUN", "PROPN"}
            or word.lemma.lower() not in EVENT_NOUNS
            or word.relation in {"compound", "flat", "nmod:desc"}
        ):
            continue
        if _is_unreal(sentence, word):
            continue
        actor = next((c for c in sentence.children(word, "nmod:poss") if c.upos in {"PROPN", "NOUN"}), None)
        dated = _date_inside(sentence, word)
        if actor is None and not dated:
            continue
        clauses = [c for c in sentence.children(word, "acl") if c.index > word.index and c.feats.get("VerbForm") != "Inf"]
        phrase = phrase_of(sentence, word, clauses[0] if clauses else None)
        roles = [Slot("subject", word.index, phrase)]
        if dated:
            roles.append(Slot("time", dated[0], dated))
        template = "there was {subject}" if not sentence.child(word, "det") and actor is None else "{subject} took place"
        yield Clause(
            sentence.index, word.index, "nominal-event", (), tuple(roles), phrase, template, presupposed=True, rule="nominal_event"
        )


def _is_unreal(sentence: Sentence, noun: Word) -> bool:
    """Whether the event may not have happened: planned, wanted or feared, in the future, under a modal, a negation or a condition."""
    if sentence.child(noun, "det") is not None and sentence.children(noun, "det")[0].lemma.lower() in {"no", "any", "every"}:
        return True
    for governor in sentence.ancestors(noun):
        if governor.lemma.lower() in UNREAL_GOVERNORS:
            return True
        auxiliaries = sentence.children(governor, "aux")
        if any(a.xpos == "MD" for a in auxiliaries) or any(
            m.lemma.lower() in {"if", "unless"} for m in sentence.children(governor, "mark")
        ):
            return True
        if any(a.lemma.lower() in {"not", "n't", "never"} for a in sentence.children(governor, "advmod")):
            return True
    return False


def _date_inside(sentence: Sentence, noun: Word) -> tuple[int, ...]:
    """Words of a date that stand inside the noun phrase before the noun, or hang on it with a preposition."""
    phrase = {w.index for w in sentence.subtree(noun, without=("acl", "appos", "parataxis", "conj"))}
    for mention in sentence.mentions:
        if mention.type in DATE_TYPES and set(mention.words) <= phrase and noun.index not in mention.words:
            if any(ch.isdigit() for i in mention.words for ch in sentence[i].text):
                return mention.words
    return ()
