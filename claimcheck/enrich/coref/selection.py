"""What the place of an "it" or "they" tells about what it stands for: a country has an army, a company says something."""

from __future__ import annotations

from claimcheck.enrich.coref.agreement import agrees
from claimcheck.enrich.coref.lexicon import nouns
from claimcheck.enrich.coref.mentions import Discourse, Phrase
from claimcheck.enrich.coref.syntax import clause_of, clauses_above, excluded, subject_of
from claimcheck.tree import Sentence, Word


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
    if gender == "" and pronoun.relation in ("obj", "iobj") and head.lemma in ADDRESSING:
        return frozenset({"person", "organization", "location"})
    subject = subject_of(sentence, clause)
    if subject is None or subject.index != pronoun.index or pronoun.deprel == "nsubj:pass":
        return frozenset()
    if gender == "" and clause.lemma in HUMAN:
        return frozenset({"person", "organization", "location"})
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

#: Verbs whose subject "they" is people, too.
HUMAN = frozenset(
    """want wish know feel fear worry like love hate prefer ask call speak talk tell thank visit meet marry live die kill shoot steal rob arrest detain
    charge accuse beat torture treat eat drink sleep drive walk march gather protest demonstrate chant shout sing pray teach learn study write read
    design work earn pay spend borrow donate vote elect campaign play train compete celebrate remember forget understand realise realize notice
    discover investigate search discuss debate suspect blame sign resign retire travel flee escape return""".split()
)

#: And verbs whose object "them" is people: they are told, let or helped to do something.
ADDRESSING = frozenset(
    "tell ask urge order allow let permit invite persuade encourage warn inform remind convince thank marry arrest pay".split()
)


def doubtful(discourse: Discourse, sentence: Sentence, pronoun: Word, phrase: Phrase, gender: str) -> bool:
    """Is the best candidate one that what stands around the pronoun makes unsure, whatever its lead?"""
    if gender in ("Masc", "Fem"):
        return _somebody_nearer(discourse, sentence, pronoun, phrase, gender)
    if gender == "Neut":
        return _of_a_matter(sentence, pronoun) or _announces_noun(discourse, sentence, pronoun, gender)
    return _was_told(sentence, pronoun, phrase) or _announces_noun(discourse, sentence, pronoun, gender)


def _somebody_nearer(discourse: Discourse, sentence: Sentence, pronoun: Word, phrase: Phrase, gender: str) -> bool:
    """ "The victim's family had reported her missing", after a sentence about Lee: a name that tells no gender, from before, against
    somebody whom the sentence itself speaks of."""
    known = discourse.genders.get(phrase.key) or discourse.likely.get(phrase.key)
    if known == gender or phrase.kind != "name" or phrase.sentence >= sentence.index:
        return False
    return any(
        other.kind == "noun"
        and other.sort == "person"
        and other.number == "Sing"
        and other.head < pronoun.index
        and any(word.lemma.lower() == "the" for word in sentence.children(sentence[other.head], "det"))
        and agrees(discourse, other, "Sing", gender) is not False
        and not excluded(sentence, pronoun, sentence[other.anchor], other.words)
        for other in discourse.phrases.get(sentence.index, ())
    )


def _of_a_matter(sentence: Sentence, pronoun: Word) -> bool:
    """ "It was not a paint issue", "it is a step": mostly what was said before, and no thing or body."""
    noun = sentence.head(pronoun)
    return (
        noun is not None
        and pronoun.relation == "nsubj"
        and noun.upos == "NOUN"
        and bool(sentence.children(noun, "cop"))
        and (noun.lemma.lower() in nouns("demonstrative") or noun.lemma.lower() in ("change", "matter", "mistake", "case", "sign", "shame"))
    )


def _was_told(sentence: Sentence, pronoun: Word, phrase: Phrase) -> bool:
    """ "She told the lawmakers that they had arrested three": those who are told, or those for whom she speaks."""
    # told -obj-> lawmakers, told -ccomp-> arrested -nsubj-> they
    if phrase.sentence != sentence.index or pronoun.relation != "nsubj":
        return False
    clause = clause_of(sentence, pronoun)
    anchor = sentence[phrase.anchor]
    return clause.relation == "ccomp" and anchor.relation in ("obj", "iobj") and anchor.head == clause.head


def _announces_noun(discourse: Discourse, sentence: Sentence, pronoun: Word, gender: str) -> bool:
    """ "Although they came late, several farmers joined": the subject that follows fits as well."""
    # joined -advcl-> came -nsubj-> they, joined -nsubj-> farmers
    clause = clause_of(sentence, pronoun)
    above = next(clauses_above(sentence, clause), None)
    if above is None or clause.relation != "advcl" or clause.index > above.index:
        return False
    subject = sentence.child(above, "nsubj")
    if subject is None or subject.index < pronoun.index or sentence.children(subject, "det"):
        return False
    number = "Sing" if gender == "Neut" else "Plur"
    return any(
        p.anchor == subject.index and p.kind == "noun" and agrees(discourse, p, number, gender)
        for p in discourse.phrases.get(sentence.index, ())
    )
