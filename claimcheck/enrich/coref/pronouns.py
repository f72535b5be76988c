"""Third-person pronouns: candidates that agree and may be the same, the most prominent of them, or none when two are close."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from claimcheck.enrich.coref.agreement import PERSONAL, agrees
from claimcheck.enrich.coref.lexicon import nouns
from claimcheck.enrich.coref.mentions import Discourse, Phrase, Zone
from claimcheck.enrich.coref.pleonastic import pleonastic
from claimcheck.enrich.coref.resolution import Resolution, names_of, unsettled
from claimcheck.enrich.coref.salience import Standpoint, features, points
from claimcheck.enrich.coref.selection import doubtful, expected_sort
from claimcheck.enrich.coref.syntax import clause_of, clauses_above, excluded
from claimcheck.enrich.coref.weights import MANY, PEOPLE, THINGS
from claimcheck.tree import Sentence, Word

#: How many sentences back an antecedent may stand.
WINDOW = 4

#: A winner must lead by so many points; for "it" and "they", where rivals are many, by more (where precision on GUM levels off).
MARGIN = {"Masc": 0.6, "Fem": 0.6, "Neut": 1.0, "": 0.8}

#: And reach so many: the weight of "none of them".
FLOOR = {
    "Masc": PEOPLE.get("none", 0.0),
    "Fem": PEOPLE.get("none", 0.0),
    "Neut": THINGS.get("none", 0.0),
    "": MANY.get("none", 0.0),
}


#: The names under which what was decided stands in a record.
RULES = {"Masc": "personal_pronoun", "Fem": "personal_pronoun", "Neut": "neuter_pronoun", "": "plural_pronoun"}

#: A lead by which a name's gender is learned from its pronoun.
SURE = 1.5


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
    row = discourse.phrases.get(sentence.index, [])
    pool += [p for p in row if p.head > pronoun.index and _announced(sentence, pronoun, p)]
    here = Standpoint(discourse, sentence, pronoun)
    # who speaks is not "he" in direct speech; in 'Lee said he had "no choice"' he may be
    speaker = discourse.speaker(here.zone) if here.zone is not None and _quoted(sentence, pronoun, here.zone) else None
    ruled_out = {id(p) for p in row if excluded(sentence, pronoun, sentence[p.anchor], p.words)}
    allowed = [p for p in pool if p.key != speaker and id(p) not in ruled_out and _allowed(discourse, sentence, pronoun, p, number, gender)]
    banned = {p.key for p in row if p.kind != "group" and id(p) in ruled_out}
    if gender == "":
        # one body is "they" only as a subject just before, with no several in sight
        several = any(p.number == "Plur" and p.sentence >= sentence.index - 1 for p in allowed)
        allowed = [p for p in allowed if p.number == "Plur" or (not several and p.role == "subject" and p.sentence >= sentence.index - 1)]
    banned |= _quoted_by(discourse, pronoun)
    shared = gender == "" and _shared(sentence, pronoun)
    if shared and any(p.kind == "group" for p in allowed):
        allowed = [p for p in allowed if p.kind == "group"]
    wanted = expected_sort(sentence, pronoun, gender)
    if not any(p.sort in wanted for p in allowed):
        wanted = frozenset()
    around = [
        (label, {id(p) for p in near}, Counter(p.key for p in near))
        for label, near in (
            ("also in this sentence", [p for p in row if p.head < pronoun.index]),
            ("also one back", discourse.phrases.get(sentence.index - 1, ())),
            ("also two back", discourse.phrases.get(sentence.index - 2, ())),
        )
    ]
    best: dict[str, Ranked] = {}
    for phrase in allowed:
        if phrase.key in banned and not _reflexive(pronoun):
            continue
        if wanted and phrase.sort not in wanted:
            continue
        found = features(here, phrase)
        if (wanted or (shared and phrase.kind == "group")) and phrase.sentence >= sentence.index - 1:
            found["fits its place"] = 1.0  # no weight: those that do not fit are gone
        seen = discourse.counts.get(phrase.key, 0)
        found["history"] = min(1.0, seen / 5)
        if seen == discourse.most and seen > 1:
            found["most frequent"] = 1.0
        if agrees(discourse, phrase, number, gender):
            found["gender known"] = 1.0
        elif gender in ("Masc", "Fem") and phrase.key in discourse.likely:
            found["gender likely" if discourse.likely[phrase.key] == gender else "gender unlikely"] = 1.0
        for label, members, keys in around:
            if keys[phrase.key] > (id(phrase) in members):  # a mention besides this one
                found[label] = 1.0
        told = tuple(sorted(found.items()))
        score = points(told, gender)
        held = best.get(phrase.key)
        if held is None or (score, phrase.place) > (held.score, held.phrase.place):
            best[phrase.key] = Ranked(phrase, score, told)
    return sorted(best.values(), key=lambda r: (-r.score, -r.phrase.sentence, -r.phrase.head, r.phrase.key))


def _says_of_itself(sentence: Sentence, pronoun: Word, phrase: Phrase) -> bool:
    """ "Some regions decide how they will vote": what decides, says or knows acts like people, whatever its noun names."""
    # regions <-nsubj- decide -ccomp-> vote -nsubj-> they
    clause = clause_of(sentence, pronoun)
    if phrase.sentence != sentence.index or clause.relation != "ccomp" or not clause.head:
        return False
    subject = sentence.child(sentence[clause.head], "nsubj")
    return subject is not None and subject.index in (phrase.anchor, phrase.head)


def _shared(sentence: Sentence, pronoun: Word) -> bool:
    """ "their dispute", "their border": what it takes two to have."""
    owned = sentence.head(pronoun)
    if owned is None or pronoun.deprel not in ("nmod:poss", "det:poss") or any(w.lemma == "own" for w in sentence.children(owned)):
        return False
    lemma = owned.lemma.lower()
    return any(lemma in nouns(kind) for kind in ("meeting", "war", "agreement", "shared"))


def _quoted(sentence: Sentence, pronoun: Word, zone: Zone) -> bool:
    """Are these the speaker's own words?"""
    if zone.form == "direct":
        return True
    before = sentence.text[max(0, zone.span.start - sentence.start) : max(0, pronoun.start - sentence.start)]
    return before.count("“") > before.count("”") or before.count('"') % 2 == 1


def _quoted_by(discourse: Discourse, pronoun: Word) -> set[str]:
    """'"Lee stood by us," he said': those of whom the quotation speaks in the third person do not speak."""
    told_by = discourse.told_by(pronoun.span)
    # "The army has enough fuel, it said": by name only others are told of before the speaker
    before = [span for a in told_by for span in a.content if span.end <= pronoun.start]
    told = {p.key for span in before for p in discourse.inside(span) if p.kind in ("name", "noun")}
    return {key for key in told if any(p.role in _TAKING_PART for p in discourse.by_key[key])} | {
        p.key
        for a in told_by
        if a.form in ("direct", "mixed")
        for span in a.content
        for p in discourse.inside(span)
        if p.kind in ("name", "pronoun") and p.role in _TAKING_PART and not _first_person(discourse, p)
    }


_TAKING_PART = frozenset({"subject", "object", "possessor"})


def _first_person(discourse: Discourse, phrase: Phrase) -> bool:
    word = discourse.sentences[phrase.sentence][phrase.head]
    return phrase.kind == "pronoun" and word.text.lower() not in PERSONAL


def choose(ranked: list[Ranked], gender: str, *, margin: float | None = None) -> Ranked | None:
    """The winner, or None when nobody reaches the floor or two are close."""
    lead = MARGIN[gender] if margin is None else margin
    if not ranked:
        return None
    sure = "gender known" if gender in ("Masc", "Fem") else "fits its place"
    alone = bool(dict(ranked[0].features).get(sure)) and not any(
        gender in ("Masc", "Fem") or dict(r.features).get(sure) for r in ranked[1:]
    )
    if margin is None and ranked[0].score < FLOOR[gender] and not alone:
        return None
    if len(ranked) > 1 and ranked[0].score - ranked[1].score < lead:
        return None
    return ranked[0]


def third_person(discourse: Discourse, sentence: Sentence, pronoun: Word) -> Resolution | None:
    """What a third-person pronoun stands for; None for an "it" that stands for nothing."""
    if pleonastic(sentence, pronoun) or _in_a_title(sentence, pronoun) or _initials(sentence, pronoun):
        return None
    if _those_just_counted(sentence, pronoun):
        return None
    _, gender = PERSONAL[pronoun.text.lower()]
    rule = RULES[gender]
    glossed = _glossed(discourse, sentence, pronoun)
    if glossed is not None:
        return Resolution((pronoun,), rule, glossed, emit=False)
    taking_part = participants(discourse, sentence, pronoun) if gender == "" else None
    if taking_part is not None:
        return Resolution((pronoun,), rule, taking_part)
    ranked = ranking(discourse, sentence, pronoun)
    winner = choose(ranked, gender)
    if winner is not None and doubtful(discourse, sentence, pronoun, winner.phrase, gender):
        winner = None
    if winner is not None and gender == "" and winner.phrase.sentence < sentence.index:
        here = (p for p in discourse.phrases.get(sentence.index, ()) if p.number == "Plur" and p.key != winner.phrase.key)
        if any(_says_of_itself(sentence, pronoun, p) for p in here):
            winner = None  # those may be meant
    if winner is None:
        top = [r.phrase for r in ranked if r.score >= ranked[0].score - 2.0][:4]
        return unsettled((pronoun,), rule, names_of(discourse, top))
    against = discourse.likely.get(winner.phrase.key, gender) != gender
    if gender in ("Masc", "Fem") and not against and (len(ranked) == 1 or winner.score - ranked[1].score >= SURE):
        discourse.genders.setdefault(winner.phrase.key, gender)
    told = gender == "" and _owner_is_told(sentence, pronoun, winner.phrase)
    return Resolution((pronoun, *_genitive(sentence, pronoun)), rule, winner.phrase, emit=not told)


def _owner_is_told(sentence: Sentence, pronoun: Word, phrase: Phrase) -> bool:
    """ "Voters keep their flag": the subject of the same clause says whose, and "the voters' flag" would only say it again."""
    if pronoun.deprel not in ("nmod:poss", "det:poss") or phrase.sentence != sentence.index or phrase.kind != "noun":
        return False
    subject = sentence.child(clause_of(sentence, pronoun), "nsubj")
    return subject is not None and subject.index in (phrase.anchor, phrase.head) and subject.index < pronoun.index


def _genitive(sentence: Sentence, pronoun: Word) -> tuple[Word, ...]:
    """ "Its" that the parser took apart as "it" and "s"."""
    after = sentence.words[pronoun.index : pronoun.index + 1]
    return tuple(w for w in after if w.start == pronoun.end and w.text == "s" and pronoun.text.lower() == "it")


def _in_a_title(sentence: Sentence, pronoun: Word) -> bool:
    """ "Some Like It Hot": a capital inside of a sentence, with capitals around it."""
    if not pronoun.text[:1].isupper() or pronoun.index == 1 or pronoun.index == len(sentence.words):
        return False
    before, after = sentence[pronoun.index - 1], sentence[pronoun.index + 1]
    return before.text[:1].isupper() and before.text[:1].isalpha() and after.text[:1].isupper()


def _those_just_counted(sentence: Sentence, pronoun: Word) -> bool:
    """ "12 people were hurt, among them four children", ", four of them children": the sentence itself says who they are."""
    if pronoun.text.lower() != "them" or pronoun.index < 4:
        return False
    before = sentence[pronoun.index - 1]
    comma = before.index - 1 if before.lemma == "among" else before.index - 2
    if before.lemma not in ("among", "of") or sentence[comma].text not in (",", "–", "—", "("):
        return False
    return any(word.upos == "NOUN" and sentence.children(word, "nummod") for word in sentence.words[: comma - 1])


def _initials(sentence: Sentence, pronoun: Word) -> bool:
    """ "An IT manager": in capitals among words that are not."""
    return len(pronoun.text) > 1 and pronoun.text.isupper() and not sentence.text.isupper()


def _glossed(discourse: Discourse, sentence: Sentence, pronoun: Word) -> Phrase | None:
    """ "He told him [Lee]": the editor says who."""
    after = sentence.text[pronoun.end - sentence.start :]
    gap = len(after) - len(after.lstrip(" "))
    if after[gap : gap + 1] not in ("[", "("):
        return None
    for phrase in discourse.phrases.get(sentence.index, ()):
        if phrase.kind == "name" and phrase.span.start == pronoun.end + gap + 1:
            closing = sentence.text[phrase.span.end - sentence.start :][:1]
            return phrase if closing in ("]", ")") else None
    return None


def participants(discourse: Discourse, sentence: Sentence, pronoun: Word) -> Phrase | None:
    """ "This was their third conversation": those who took part in the event that "this" stands for."""
    # conversation -nsubj-> This, conversation -nmod:poss-> their
    event = sentence.head(pronoun)
    if event is None or pronoun.deprel not in ("nmod:poss", "det:poss") or not sentence.children(event, "cop"):
        return None
    subject = sentence.child(event, "nsubj")
    if (
        subject is None
        or subject.index > pronoun.index
        or not any(event.lemma.lower() in nouns(kind) for kind in ("meeting", "war", "agreement"))
    ):
        return None
    same = [p for p in discourse.phrases.get(sentence.index, ()) if p.head == subject.index and p.key.startswith("noun:")]
    if len(same) != 1:
        return None
    origin, head = discourse.noun(same[0].key)
    if head.lemma.lower() not in nouns("event"):
        return None
    groups = {p.key: p for p in discourse.phrases.get(origin.index, ()) if p.kind == "group" and p.number == "Plur"}
    return next(iter(groups.values())) if len(groups) == 1 else None


def _allowed(discourse: Discourse, sentence: Sentence, pronoun: Word, phrase: Phrase, number: str, gender: str) -> bool:
    if agrees(discourse, phrase, number, gender) is False:
        return False
    if phrase.kind == "noun" and (phrase.sort in ("time", "abstract") or _nobody(discourse.sentences[phrase.sentence], phrase)):
        return False
    if phrase.sentence == sentence.index:
        if gender == "Neut" and _before_its_noun(sentence, phrase):
            return False
        return True
    return not _reflexive(pronoun)


def _before_its_noun(sentence: Sentence, phrase: Phrase) -> bool:
    """ "A Court of Appeal justice said it was unfair": the name only says which justice, though the parse makes it the head."""
    after = max(phrase.words, default=phrase.head) + 1
    return phrase.kind == "name" and any(c.index == after and c.upos == "NOUN" for c in sentence.children(sentence[phrase.anchor], "appos"))


def _nobody(sentence: Sentence, phrase: Phrase) -> bool:
    """ "no one in the village", "neither side": there is nobody to take up."""
    head = sentence[phrase.head]
    return head.lemma.lower() in ("one", "none", "nobody", "nothing") or any(
        w.text.lower() in ("no", "neither") for w in sentence.children(head, "det")
    )


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
    around = [clause, *clauses_above(sentence, clause)]
    if main not in around or clause.index > main.index:
        return False
    # "When told that he was free, Lee smiled": the outermost clause that is not the name's own leans on it
    outermost = around[around.index(main) - 1]
    return outermost.relation in ("advcl", "acl") and outermost.index < main.index
