"""How prominent a mention is for a pronoun: named features with weights, as in Lappin and Leass (1994).

Their factors (recency, subject over object over the rest, head nouns, parallel roles) are kept, with the government
of clauses after Hobbs (1978); the weights are rounded from a logistic regression on GAP's development paragraphs
(Webster et al. 2018, Apache-2.0).
"""

from __future__ import annotations

from claimcheck.enrich.coref.agreement import PERSONAL
from claimcheck.enrich.coref.mentions import Discourse, Phrase
from claimcheck.enrich.coref.syntax import clause_of, clauses_above, role_of, subject_of
from claimcheck.enrich.coref.weights import MANY, PEOPLE, THINGS
from claimcheck.tree import Sentence, Word

ROLES = frozenset({"subject", "object", "oblique", "possessor", "modifier"})
DISTANCES = ("same sentence", "one back", "two back", "further back")


def features(discourse: Discourse, sentence: Sentence, pronoun: Word, phrase: Phrase) -> dict[str, float]:
    """The features of one mention as antecedent of a pronoun, each 0 to 1."""
    distance = min(sentence.index - phrase.sentence, 3)
    role = phrase.role if phrase.role in ROLES else "modifier"
    found = {f"{role}, {DISTANCES[distance]}": 1.0}
    mine = role_of(sentence, pronoun)
    mine = mine if mine in ROLES else "modifier"
    if mine == phrase.role:
        found["same role, same sentence" if distance == 0 else "same role"] = 1.0
    found[f"{phrase.kind} mention"] = 1.0
    if mine != "possessor" or phrase.sort != "person":
        found[f"{phrase.sort}, {'possessive' if mine == 'possessor' else 'subject' if mine == 'subject' else 'other'}"] = 1.0
    if phrase.kind == "noun":
        there = discourse.sentences[phrase.sentence]
        article = next((w.text.lower() for w in there.children(there[phrase.head], "det")), "")
        found["with a" if article in ("a", "an") else "with the" if article in ("the", "this", "these") else "bare noun"] = 1.0
    rivals = [
        p
        for p in discourse.phrases.get(phrase.sentence, ())
        if p.sort == phrase.sort and p.number == phrase.number and p.kind != "group" and (distance or p.head < pronoun.index)
    ]
    if phrase.head == min((p.head for p in rivals), default=0):
        found["first of its sentence"] = 1.0
    if phrase.head == max((p.head for p in rivals), default=0):
        found["last before" if distance == 0 else "last of its sentence"] = 1.0
    anchor = discourse.sentences[phrase.sentence][phrase.anchor]
    if phrase.kind == "name" and anchor.relation in ("compound", "amod"):
        found["inside a compound"] = 1.0
    if anchor.relation == "conj":
        found["second conjunct"] = 1.0
    if anchor.deprel == "obl:agent":
        found["agent of a passive"] = 1.0
    if phrase.kind == "name" and _bracketed(discourse.sentences[phrase.sentence], phrase):
        found["in brackets"] = 1.0
    taken_up = last_pronoun(discourse, sentence, pronoun)
    if taken_up is not None and taken_up.key == phrase.key:
        found["last such pronoun, same sentence" if taken_up.sentence == sentence.index else "last such pronoun, further back"] = 1.0
    if distance == 0:
        found.update(_same_sentence(sentence, pronoun, phrase, mine))
    else:
        top = clause_of(discourse.sentences[phrase.sentence], anchor)
        found["main clause" if top.relation == "root" or top.deprel == "conj" else "lower clause"] = 1.0
    found.update(_judged(sentence, pronoun, phrase))
    found.update(_speech(discourse, sentence, pronoun, phrase))
    return found


def last_pronoun(discourse: Discourse, sentence: Sentence, pronoun: Word) -> Phrase | None:
    """The resolved pronoun of the same number and gender nearest before this one, in its sentence or the one before."""
    kind = PERSONAL[pronoun.text.lower()]
    for index in (sentence.index, sentence.index - 1):
        there = discourse.sentences[index] if index >= 0 else None
        row = [p for p in discourse.phrases.get(index, ()) if there is not None and (index < sentence.index or p.head < pronoun.index)]
        same = [p for p in row if there is not None and PERSONAL.get(there[p.head].text.lower()) == kind]
        if same:
            return max(same, key=lambda p: (p.head, p.key))
    return None


def _bracketed(sentence: Sentence, phrase: Phrase) -> bool:
    before = sentence.text[: max(0, phrase.span.start - sentence.start)]
    return before.count("(") > before.count(")")


def _same_sentence(sentence: Sentence, pronoun: Word, phrase: Phrase, role: str) -> dict[str, float]:
    found = {}
    clause = clause_of(sentence, pronoun)
    kind = "possessive" if role == "possessor" else "subject" if role == "subject" else "other"
    subject = subject_of(sentence, clause)
    if subject is not None and subject.index in (phrase.anchor, phrase.head):
        found[f"subject of its clause, {kind}"] = 1.0
    mine = clause_of(sentence, sentence[phrase.anchor])
    if mine.index == clause.index:
        found[f"same clause, {kind}"] = 1.0
    for step, above in enumerate(clauses_above(sentence, clause)):
        subject = subject_of(sentence, above)
        if subject is not None and subject.index in (phrase.anchor, phrase.head):
            found[f"subject of the clause above, {kind}" if step == 0 else "subject higher up"] = 1.0
            break
    if clause.relation == "ccomp" and phrase.role == "object" and sentence[phrase.anchor].head == clause.head:
        found["told"] = 1.0  # "Lee told Ray that he": the one who is told
    if clause.relation in ("conj", "parataxis") and mine.index == clause.head and phrase.role == "subject":
        found["sister subject"] = 1.0
    if mine.index in {w.index for w in sentence.subtree(clause)} and mine.index != clause.index:
        found["in a clause below"] = 1.0
    if phrase.head > pronoun.index:
        found["after"] = 1.0
    else:
        found["near"] = 1.0 / (1.0 + (pronoun.index - phrase.head) / 5.0)
    return found


#: Verbs that lay the cause with their object: "Lee praised Ray for his speech" is Ray's speech (implicit causality).
_JUDGING = frozenset(
    """praise thank blame criticise criticize congratulate compliment condemn accuse sue fire arrest punish reward honour honor fine jail convict
    commend admire applaud rebuke chide denounce fault forgive hail laud mock pardon reprimand scold slam suspend sack prosecute dismiss ban charge
    attack award""".split()
)


def _judged(sentence: Sentence, pronoun: Word, phrase: Phrase) -> dict[str, float]:
    if phrase.sentence != sentence.index:
        return {}
    verb = sentence.head(sentence[phrase.anchor])
    if verb is None or not {verb.lemma, verb.lemma.removesuffix("d"), verb.lemma.removesuffix("ed")} & _JUDGING:
        return {}  # a lemmatiser may leave "praised" as it is
    chain = [pronoun, *sentence.ancestors(pronoun)]
    below = next((w for w, above in zip(chain, chain[1:], strict=False) if above == verb), None)
    if below is not None and below.index == phrase.anchor:
        below = None
    held = below or next((w for w in chain if w.relation == "nmod" and w.head == phrase.anchor), None)
    if held is None or not any(w.lemma in ("for", "of", "over") for w in sentence.children(held, "case", "mark")):
        return {}
    judged = phrase.role == "object" or sentence[phrase.anchor].deprel == "nsubj:pass"
    return {"judged" if judged else "judging": 1.0} if phrase.role in ("object", "subject") else {}


def _speech(discourse: Discourse, sentence: Sentence, pronoun: Word, phrase: Phrase) -> dict[str, float]:
    found = {}
    here, there = discourse.zone(pronoun.span), discourse.zone(phrase.span)
    if there is not None and (here is None or here.span != there.span):
        found["inside a quotation"] = 1.0
    speaking = any(a.source_span is not None and a.source_span.overlaps(pronoun.span) for a in discourse.attributions)
    if speaking and phrase.sentence >= sentence.index - 2 and phrase.place < (sentence.index, pronoun.index):
        if any(a.source_span is not None and a.source_span.overlaps(phrase.span) for a in discourse.attributions):
            found["previous speaker"] = 1.0
    return found


def points(found: dict[str, float], gender: str) -> float:
    """The weighted sum, for a pronoun of that gender ("Neut" for it, "" for they)."""
    weights = THINGS if gender == "Neut" else PEOPLE if gender else MANY
    return sum(weights.get(name, 0.0) * value for name, value in sorted(found.items()))
