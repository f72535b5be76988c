"""Third-person pronouns: candidates that agree and may be the same, the most prominent of them, or none when two are close."""

from __future__ import annotations

from dataclasses import dataclass

from claimcheck.enrich.coref.agreement import PERSONAL, agrees
from claimcheck.enrich.coref.lexicon import nouns
from claimcheck.enrich.coref.mentions import Discourse, Phrase
from claimcheck.enrich.coref.resolution import Resolution, names_of, unsettled
from claimcheck.enrich.coref.salience import features, points
from claimcheck.enrich.coref.syntax import clause_of, excluded, subject_of
from claimcheck.tree import Sentence, Word

#: How many sentences back an antecedent may stand.
WINDOW = 4

#: A winner must lead by so many points; for "it" and "they", where rivals are many, by more.
MARGIN = {"Masc": 0.35, "Fem": 0.35, "Neut": 0.6, "": 0.6}

#: And reach so many.
FLOOR = {"Masc": 0.0, "Fem": 0.0, "Neut": 1.2, "": 1.0}


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate for a pronoun, by its most prominent mention."""

    phrase: Phrase
    score: float
    features: tuple[tuple[str, float], ...]


def ranking(discourse: Discourse, sentence: Sentence, pronoun: Word, *, window: int = WINDOW) -> list[Ranked]:
    """Candidates, the best first. Equal scores: the later mention first."""
    number, gender = PERSONAL[pronoun.text.lower()]
    pool = discourse.before(sentence.index, pronoun.index, window)
    pool += [p for p in discourse.phrases.get(sentence.index, ()) if p.head > pronoun.index and _announced(sentence, pronoun, p)]
    speaker = discourse.speaker(discourse.zone(pronoun.span))
    allowed = [p for p in pool if p.key != speaker and _allowed(discourse, sentence, pronoun, p, number, gender)]
    banned = {
        p.key
        for p in discourse.phrases.get(sentence.index, ())
        if p.kind != "group" and excluded(sentence, pronoun, sentence[p.anchor], p.words)
    }
    wanted = expected_sort(sentence, pronoun, gender)
    if not any(p.sort in wanted for p in allowed):
        wanted = frozenset()
    most = max(discourse.counts.values(), default=0)
    best: dict[str, Ranked] = {}
    for phrase in allowed:
        if phrase.key in banned and not _reflexive(pronoun):
            continue
        if wanted and phrase.sort not in wanted:
            continue
        found = features(discourse, sentence, pronoun, phrase)
        seen = discourse.counts.get(phrase.key, 0)
        found["history"] = min(1.0, seen / 5)
        if seen == most and seen > 1:
            found["most frequent"] = 1.0
        if agrees(discourse, phrase, number, gender):
            found["gender known"] = 1.0
        elif gender in ("Masc", "Fem") and phrase.key in discourse.likely:
            found["gender likely" if discourse.likely[phrase.key] == gender else "gender unlikely"] = 1.0
        for offset, label in ((0, "also in this sentence"), (1, "also one back"), (2, "also two back")):
            if any(
                p.key == phrase.key and p is not phrase and (offset or p.head < pronoun.index)
                for p in discourse.phrases.get(sentence.index - offset, ())
            ):
                found[label] = 1.0
        score = points(found, gender)
        held = best.get(phrase.key)
        if held is None or (score, phrase.place) > (held.score, held.phrase.place):
            best[phrase.key] = Ranked(phrase, score, tuple(sorted(found.items())))
    return sorted(best.values(), key=lambda r: (-r.score, -r.phrase.sentence, -r.phrase.head, r.phrase.key))


def choose(ranked: list[Ranked], gender: str, *, margin: float | None = None) -> Ranked | None:
    """The winner, or None when nobody reaches the floor or two are close."""
    lead = MARGIN[gender] if margin is None else margin
    if not ranked:
        return None
    alone = len(ranked) == 1 and dict(ranked[0].features).get("gender known")
    if margin is None and ranked[0].score < FLOOR[gender] and not alone:
        return None
    if len(ranked) > 1 and ranked[0].score - ranked[1].score < lead:
        return None
    return ranked[0]


def third_person(discourse: Discourse, sentence: Sentence, pronoun: Word) -> Resolution | None:
    """What a third-person pronoun stands for; None for an "it" that stands for nothing."""
    if pleonastic(sentence, pronoun):
        return None
    _, gender = PERSONAL[pronoun.text.lower()]
    rule = {"Masc": "personal_pronoun", "Fem": "personal_pronoun", "Neut": "neuter_pronoun", "": "plural_pronoun"}[gender]
    ranked = ranking(discourse, sentence, pronoun)
    winner = choose(ranked, gender)
    if winner is None:
        top = [r.phrase for r in ranked if r.score >= ranked[0].score - 2.0][:4]
        return unsettled((pronoun,), rule, names_of(discourse, top))
    return Resolution((pronoun,), rule, winner.phrase)


def _allowed(discourse: Discourse, sentence: Sentence, pronoun: Word, phrase: Phrase, number: str, gender: str) -> bool:
    if agrees(discourse, phrase, number, gender) is False:
        return False
    if phrase.kind == "noun" and phrase.sort in ("time", "abstract"):
        return False
    if phrase.sentence == sentence.index:
        return not excluded(sentence, pronoun, sentence[phrase.anchor], phrase.words)
    return not _reflexive(pronoun)


def _reflexive(pronoun: Word) -> bool:
    return pronoun.text.lower().endswith(("self", "selves"))


def _announced(sentence: Sentence, pronoun: Word, phrase: Phrase) -> bool:
    """A name after the pronoun: "When he arrived, Lee smiled." The pronoun's clause must lean on the name's."""
    if phrase.kind != "name" or phrase.role != "subject":
        return False
    clause = clause_of(sentence, pronoun)
    main = clause_of(sentence, sentence[phrase.anchor])
    if main.index == clause.index:
        # "In his speech, Lee said": the pronoun in a modifier before the subject
        return pronoun.deprel in ("nmod:poss", "det:poss") and not any(
            a.relation in ("nsubj", "obj") for a in (pronoun, *sentence.ancestors(pronoun)) if a.index != clause.index
        )
    return clause.relation in ("advcl", "acl") and main in tuple(sentence.ancestors(clause)) and clause.index < main.index


def expected_sort(sentence: Sentence, pronoun: Word, gender: str) -> frozenset[str]:
    """What its place tells about an "it" or "they": a country has an army, a company says something. Empty: nothing told."""
    if gender in ("Masc", "Fem"):
        return frozenset()
    head = sentence.head(pronoun)
    if head is None:
        return frozenset()
    if pronoun.deprel in ("nmod:poss", "det:poss"):
        lemma = head.lemma.lower()
        if gender == "Neut" and lemma in nouns("office"):
            return frozenset({"location", "organization"})
        if gender == "Neut" and lemma in nouns("corporate"):
            return frozenset({"organization"})
        if gender == "" and lemma in nouns("meeting"):
            return frozenset({"person"})
        return frozenset()
    clause = clause_of(sentence, pronoun)
    subject = subject_of(sentence, clause)
    if subject is None or subject.index != pronoun.index or pronoun.deprel == "nsubj:pass":
        return frozenset()
    if clause.lemma in AGENTIVE:
        return frozenset({"organization", "location"}) if gender == "Neut" else frozenset({"person", "organization", "location"})
    noun = clause if sentence.children(clause, "cop") and clause.upos == "NOUN" else None
    if clause.lemma in ("become", "remain"):
        noun = sentence.child(clause, "obj", "xcomp")
    if noun is not None and gender == "Neut":
        lemma = noun.lemma.lower()
        if lemma in nouns("place") or lemma in nouns("country"):
            return frozenset({"location"})
        if lemma in nouns("group"):
            return frozenset({"organization"})
        if lemma in nouns("event"):
            return frozenset({"event", "thing"})
    return frozenset()


#: Verbs whose subject speaks, decides or acts.
AGENTIVE = frozenset(
    """say tell state announce claim add warn argue deny admit confirm report accuse urge ask demand promise pledge vow agree refuse decide plan intend
    hope want believe think expect propose suggest recommend insist acknowledge condemn criticise criticize reject accept order launch declare sign
    invite negotiate withdraw deploy invade retaliate appeal sue file hire employ recruit buy sell purchase acquire invest own operate manufacture
    reserve apologise apologize respond object vote seek try attempt continue consider welcome support oppose fight""".split()
)


def pleonastic(sentence: Sentence, pronoun: Word) -> bool:
    """Is this an "it" that stands for nothing: it rains, it is clear that, it was reported that, it takes, it was Lee who?"""
    if pronoun.text.lower() != "it":
        return False
    if pronoun.relation == "expl":
        return True
    head = sentence.head(pronoun)
    if head is None:
        return True
    if pronoun.relation == "obj":
        # make it clear/possible that, find it hard to
        return (
            any(w.relation in ("xcomp", "ccomp", "advcl", "csubj") and w.upos == "ADJ" for w in sentence.children(head))
            or head.lemma == "make"
        )
    if pronoun.relation != "nsubj":
        return False
    if head.lemma in _WEATHER or (head.lemma in _SEEMING and sentence.children(head, "ccomp", "csubj", "xcomp", "advcl")):
        return True
    clauses = sentence.children(head, "csubj", "ccomp", "acl", "advcl", "xcomp")
    after = [w for w in clauses if w.index > head.index]
    passive = pronoun.deprel == "nsubj:pass"
    if passive and head.lemma in _REPORTED and (sentence.children(head, "ccomp", "csubj") or not sentence.children(head, "obl", "xcomp")):
        return True
    if head.lemma == "take" and sentence.children(head, "obj", "obl") and after:
        return True
    if sentence.children(head, "cop"):
        marked = any(
            sentence.children(w, "mark", "case") or any(x.lemma in ("to", "that", "who", "which") for x in sentence.subtree(w))
            for w in after
        )
        if head.upos == "ADJ" and marked and head.lemma in _EVALUATIVE:
            return True
        if head.upos in ("NOUN", "PROPN", "NUM", "ADV", "PRON") and (
            marked and head.lemma not in nouns("group") or head.lemma in nouns("time")
        ):
            return True
        if any(w.relation == "csubj" for w in after):
            return True
    return False


_WEATHER = frozenset({"rain", "snow", "hail", "drizzle", "freeze", "thunder", "pour"})
_SEEMING = frozenset(
    {"seem", "appear", "turn", "happen", "emerge", "follow", "transpire", "matter", "suffice", "help", "remain", "look", "sound", "feel"}
)
_REPORTED = frozenset(
    """say report believe think know expect claim allege announce reveal rumor rumour estimate argue assume suggest agree decide note hope find learn
    understand confirm state recommend propose consider determine speculate fear point""".split()
)
_EVALUATIVE = frozenset(
    """clear unclear likely unlikely possible impossible important necessary hard difficult easy good bad better best worse true false common rare
    unusual strange odd obvious evident apparent essential vital crucial imperative illegal legal lawful unlawful safe dangerous fair unfair right
    wrong reasonable surprising unsurprising unfortunate fortunate inevitable probable doubtful certain uncertain useful useless worth wise
    understandable natural normal ironic noteworthy notable interesting nice great sad tragic shameful outrageous unacceptable acceptable critical
    advisable appropriate inappropriate desirable preferable conceivable plausible customary mandatory compulsory cheap expensive early late""".split()
)
