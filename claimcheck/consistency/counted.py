"""The counts of a sentence with what they count, and which of them can be parts of one another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from claimcheck.consistency.article import Article
from claimcheck.consistency.interval import Interval, interval_of
from claimcheck.model import Quantity, Span
from claimcheck.tree import Sentence, Word

#: Whole groups of people without more said about them: what follows in apposition tells who they are.
ANYBODY = frozenset(
    """people person victim suspect passenger casualty hostage detainee fatality individual human survivor occupant dead inmate
    prisoner patient participant respondent candidate defendant migrant refugee protester protestor demonstrator resident visitor""".split()
)
#: By sex and age. Nobody is of two of these, but for those that `OVERLAPPING` pairs.
YOUNG = frozenset("child kid baby infant toddler minor teenager adolescent juvenile".split())
SEX_AND_AGE = YOUNG | frozenset("man woman boy girl adult male female".split())
OVERLAPPING = (
    (YOUNG, YOUNG | {"boy", "girl", "male", "female"}),
    (frozenset({"teenager", "adolescent"}), frozenset({"man", "woman"})),
    (frozenset({"adult"}), frozenset({"man", "woman", "male", "female"})),
    (frozenset({"male"}), frozenset({"man", "boy"})),
    (frozenset({"female"}), frozenset({"woman", "girl"})),
)
#: What became of somebody, by the word that says it. Who died is not counted among the injured.
FATES = {
    word: fate
    for fate, words in (("dead", "dead die kill perish death fatality drown"), ("injured", "injure injured wound wounded hurt injury"))
    for word in words.split()
}
#: Two that are everybody.
EVERYBODY = (
    (frozenset({"adult"}), frozenset({"child", "minor", "kid", "juvenile"})),
    (frozenset({"male"}), frozenset({"female"})),
    (frozenset({"boy"}), frozenset({"girl"})),
)
PEOPLE = (
    ANYBODY
    | SEX_AND_AGE
    | frozenset(
        """tourist guide soldier officer policeman policewoman firefighter fireman civilian student pupil teacher worker member employee
        staff-member driver pilot sailor fisherman miner farmer villager doctor nurse medic journalist reporter official lawmaker legislator
        senator deputy minister mp lawyer judge activist militant rebel fighter gunman attacker terrorist insurgent guard guardsman agent
        crewman crewmember national citizen foreigner local voter councillor councilor commissioner director player athlete swimmer rider
        runner spectator fan customer shopper guest pensioner parent mother father brother sister son daughter cousin relative sibling
        bystander pedestrian motorist cyclist pilgrim worshipper priest monk nun scientist researcher engineer technician contractor troop
        trooper marine reservist recruit cadet commander general colonel leader supporter opponent volunteer rescuer paramedic clerk
        trader businessman vendor colleague delegate governor mayor executive manager applicant graduate user subscriber client
        convict offender perpetrator robber thief smuggler trafficker dealer actor singer artist musician dancer climber hiker skier
        diver traveller traveler peacekeeper policyholder servicemember serviceman veteran widow orphan elder youth youngster
        elderly injured wounded missing hospitalised hospitalized""".split()
    )
)
#: What only people are or do, where the number stands alone: "26 were killed".
OF_PEOPLE = frozenset(
    """kill injure wound hurt arrest detain hospitalise hospitalize die survive say answer vote dead injured wounded missing survey
    poll interview question rescue evacuate""".split()
)
SEATS = frozenset("member seat person judge justice strong man nation".split())


@dataclass(frozen=True, slots=True)
class Count:
    """A number of things: `number` is its last word, `noun` what it counts where the sentence says so beside it."""

    quantity: Quantity
    sentence: Sentence
    number: Word
    noun: Word | None
    amount: Interval | None  # None: nobody says how many ("hundreds")

    @property
    def span(self) -> Span:
        return self.quantity.span

    @property
    def end(self) -> int:
        """Where the number and its noun end."""
        own = self.noun is not None and self.noun.start >= self.span.end and not self.partitive
        return self.noun.end if own and self.noun is not None else self.span.end

    @property
    def partitive(self) -> bool:
        """ "six of them", "nine of the members": the noun is what the number is a part of."""
        item = self.quantity.item_span
        between = self.sentence.slice(Span(self.span.end, item.start)) if item and item.start >= self.span.end else ""
        return "of" in between.lower().split()

    @property
    def lemma(self) -> str | None:
        """The noun's singular: the parser's, or what is left without an s where only that is a word known here."""
        if self.noun is None:
            return None
        lemma, text = self.noun.lemma.lower(), self.noun.text.lower()
        if lemma in {"officer", "officers"} and self.quantity.item is not None and "police" in self.quantity.item.lower():
            return "policeman"
        return next((form for form in (lemma, text, text.removesuffix("s")) if form in PEOPLE), lemma)

    @property
    def hyphenated(self) -> bool:
        """ "15" of "15-member"."""
        return self.quantity.item_span is not None and self.sentence.slice(Span(self.span.end, self.quantity.item_span.start)) in {"-", "–"}

    @property
    def of_people(self) -> bool:
        if self.noun is not None:
            return self.lemma in PEOPLE
        head = self.sentence.head(self.number)
        after = self.sentence.words[self.number.index] if self.number.index < len(self.sentence.words) else None
        return any(w is not None and w.lemma.lower() in OF_PEOPLE for w in (head, after))


def counts_in(article: Article, sentence: Sentence) -> tuple[Count, ...]:
    """The sentence's counts in text order. Ages, scores and shares are none."""
    return tuple(_count(sentence, q) for q in quantities_in(article, sentence) if q.unit_kind == "count")


def quantities_in(article: Article, sentence: Sentence) -> tuple[Quantity, ...]:
    return article.quantities_in(sentence)


def _count(sentence: Sentence, quantity: Quantity) -> Count:
    inside = [w for w in sentence.words if w.start < quantity.span.end and quantity.span.start < w.end]
    numbers = [w for w in inside if w.upos == "NUM"] or inside
    noun = None
    if quantity.item_span is not None:
        item = quantity.item_span
        nouns = [w for w in sentence.words if item.start <= w.start < item.end and w.upos in {"NOUN", "PROPN", "PRON"}]
        noun = nouns[-1] if nouns else None
    return Count(quantity, sentence, numbers[-1] if numbers else sentence.words[0], noun, interval_of(quantity))


def comparable(whole: Count, part: Count) -> bool:
    """Whether what the one counts can be among what the other counts: people among people, the same things among the same."""
    if part.lemma is not None and part.lemma == whole.lemma:
        return True
    return whole.of_people and part.of_people


def disjoint(lemmas: Sequence[str]) -> bool:
    """Whether nobody can be of two of these kinds: men, women and children, dead and injured; never children and girls."""
    if sorted(lemmas) == ["dead", "injured"]:
        return True
    if len(set(lemmas)) < len(lemmas) or not all(lemma in SEX_AND_AGE for lemma in lemmas):
        return False
    pairs = ((a, b) for a in lemmas for b in lemmas if a != b)
    return not any(a in those and b in these for a, b in pairs for those, these in OVERLAPPING)


def everybody(lemmas: Sequence[str]) -> bool:
    """Whether everybody is of one of two such kinds: adults and children."""
    return len(lemmas) == 2 and any((lemmas[0] in a and lemmas[1] in b) or (lemmas[1] in a and lemmas[0] in b) for a, b in EVERYBODY)
