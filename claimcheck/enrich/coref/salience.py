"""How prominent a mention is for a pronoun: named features with weights, as in Lappin and Leass (1994).

Their factors (recency, subject over object over the rest, head nouns, parallel roles) are kept, with the government
of clauses after Hobbs (1978); the weights are rounded from a logistic regression on GAP's development paragraphs
(Webster et al. 2018, Apache-2.0).
"""

from __future__ import annotations

from collections.abc import Iterable

from claimcheck.enrich.coref.agreement import PERSONAL
from claimcheck.enrich.coref.mentions import Discourse, Phrase
from claimcheck.enrich.coref.syntax import clause_of, clauses_above, role_of, subject_of
from claimcheck.enrich.coref.weights import MANY, PEOPLE, THINGS
from claimcheck.tree import Sentence, Word

ROLES = frozenset({"subject", "object", "oblique", "possessor", "modifier"})
DISTANCES = ("same sentence", "one back", "two back", "further back")


class Standpoint:
    """A pronoun, with what all its candidates are measured against: asked once for each pronoun, and not for each of them."""

    def __init__(self, discourse: Discourse, sentence: Sentence, pronoun: Word):
        self.discourse, self.sentence, self.pronoun = discourse, sentence, pronoun
        role = role_of(sentence, pronoun)
        self.role = role if role in ROLES else "modifier"
        self.kind = "possessive" if role == "possessor" else "subject" if role == "subject" else "other"
        self.clause = clause_of(sentence, pronoun)
        self.below = {w.index for w in sentence.subtree(self.clause)}
        self.subject = subject_of(sentence, self.clause)
        self.subjects_above = [subject_of(sentence, above) for above in clauses_above(sentence, self.clause)]
        self.taken_up = last_pronoun(discourse, sentence, pronoun)
        self.zone = discourse.zone(pronoun.span)
        self.speaking = discourse.sources.touch(pronoun.span)
        self._rivals: dict[tuple[int, str, str], tuple[int, int]] = {}

    def rivals(self, phrase: Phrase) -> tuple[int, int]:
        """The first and the last head of those in the phrase's sentence that are like it and, in the pronoun's own, stand before it."""
        key = (phrase.sentence, phrase.sort, phrase.number)
        if key not in self._rivals:
            far = phrase.sentence != self.sentence.index
            row = self.discourse.phrases.get(phrase.sentence, ())
            heads = [
                p.head
                for p in row
                if p.sort == phrase.sort and p.number == phrase.number and p.kind != "group" and (far or p.head < self.pronoun.index)
            ]
            self._rivals[key] = min(heads, default=0), max(heads, default=0)
        return self._rivals[key]


def features(here: Standpoint, phrase: Phrase) -> dict[str, float]:
    """The features of one mention as antecedent of a pronoun, each 0 to 1."""
    discourse, sentence, pronoun, mine = here.discourse, here.sentence, here.pronoun, here.role
    there = discourse.sentences[phrase.sentence]
    distance = min(sentence.index - phrase.sentence, 3)
    role = phrase.role if phrase.role in ROLES else "modifier"
    found = {f"{role}, {DISTANCES[distance]}": 1.0}
    if mine == phrase.role:
        found["same role, same sentence" if distance == 0 else "same role"] = 1.0
    found[f"{phrase.kind} mention"] = 1.0
    if mine != "possessor" or phrase.sort != "person":
        found[f"{phrase.sort}, {here.kind}"] = 1.0
    if phrase.kind == "noun":
        article = next((w.text.lower() for w in there.children(there[phrase.head], "det")), "")
        found["with a" if article in ("a", "an") else "with the" if article in ("the", "this", "these") else "bare noun"] = 1.0
    first, last = here.rivals(phrase)
    if phrase.head == first:
        found["first of its sentence"] = 1.0
    if phrase.head == last:
        found["last before" if distance == 0 else "last of its sentence"] = 1.0
    anchor = there[phrase.anchor]
    if phrase.kind == "name" and anchor.relation in ("compound", "amod"):
        found["inside a compound"] = 1.0
    if anchor.relation == "conj":
        found["second conjunct"] = 1.0
    if anchor.deprel == "obl:agent":
        found["agent of a passive"] = 1.0
    if phrase.kind == "name" and _bracketed(there, phrase):
        found["in brackets"] = 1.0
    if here.taken_up is not None and here.taken_up.key == phrase.key:
        same = here.taken_up.sentence == sentence.index
        found["last such pronoun, same sentence" if same else "last such pronoun, further back"] = 1.0
    if distance == 0:
        found.update(_same_sentence(here, phrase))
    else:
        top = clause_of(there, anchor)
        found["main clause" if top.relation == "root" or top.deprel == "conj" else "lower clause"] = 1.0
    found.update(_judged(sentence, pronoun, phrase))
    found.update(_speech(here, phrase))
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


def _same_sentence(here: Standpoint, phrase: Phrase) -> dict[str, float]:
    found = {}
    sentence, pronoun, clause, kind = here.sentence, here.pronoun, here.clause, here.kind
    if here.subject is not None and here.subject.index in (phrase.anchor, phrase.head):
        found[f"subject of its clause, {kind}"] = 1.0
    mine = clause_of(sentence, sentence[phrase.anchor])
    if mine.index == clause.index:
        found[f"same clause, {kind}"] = 1.0
    for step, subject in enumerate(here.subjects_above):
        if subject is not None and subject.index in (phrase.anchor, phrase.head):
            found[f"subject of the clause above, {kind}" if step == 0 else "subject higher up"] = 1.0
            break
    if clause.relation == "ccomp" and phrase.role == "object" and sentence[phrase.anchor].head == clause.head:
        found["told"] = 1.0  # "Lee told Ray that he": the one who is told
    if clause.relation in ("conj", "parataxis") and mine.index == clause.head and phrase.role == "subject":
        found["sister subject"] = 1.0
    if mine.index in here.below and mine.index != clause.index:
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


def _speech(here: Standpoint, phrase: Phrase) -> dict[str, float]:
    found = {}
    sentence, pronoun = here.sentence, here.pronoun
    there = here.discourse.zone(phrase.span)
    if there is not None and (here.zone is None or here.zone.span != there.span):
        found["inside a quotation"] = 1.0
    if here.speaking and phrase.sentence >= sentence.index - 2 and phrase.place < (sentence.index, pronoun.index):
        if here.discourse.sources.touch(phrase.span):
            found["previous speaker"] = 1.0
    return found


def points(found: Iterable[tuple[str, float]], gender: str) -> float:
    """The weighted sum of features, in the order of their names, for a pronoun of that gender ("Neut" for it, "" for they)."""
    weights = THINGS if gender == "Neut" else PEOPLE if gender else MANY
    return sum((weights[name] * value for name, value in found if name in weights), 0.0)
