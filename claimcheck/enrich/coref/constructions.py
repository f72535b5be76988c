"""The rules of the reference stage, one for each construction, with their examples."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from claimcheck.enrich.coref.syntax import phrase_words
from claimcheck.enrich.entity import entities
from claimcheck.enrich.reference import references
from claimcheck.model import Attribution, Reference, Span
from claimcheck.rules import rule
from claimcheck.tree import Sentence


def proposals(sentence: Sentence, rule: str) -> Iterator[Reference]:
    """The settled references of one rule in a sentence by itself."""
    alone = (replace(sentence, index=0),)
    for reference in references(alone, entities(alone), _spoken(alone[0])):
        if reference.rule == rule and reference.text is not None:
            yield reference


def _spoken(sentence: Sentence) -> tuple[Attribution, ...]:
    """One quotation or reported clause and the speaker beside it, for a sentence that is looked at alone."""
    match = re.search(r"[“\"]([^“”\"]+)[”\"]", sentence.text)
    if match is None:
        return _reported(sentence)
    quoted = Span(sentence.start + match.start(1), sentence.start + match.end(1))
    for word in sentence.words:
        verb = sentence.head(word)
        if word.relation == "nsubj" and word.upos in ("PROPN", "PRON") and verb is not None and not verb.span.overlaps(quoted):
            if not word.span.overlaps(quoted):
                source = sentence.span_of(phrase_words(sentence, word))
                return (Attribution(verb.lemma, verb.span, "report", "direct", (quoted,), sentence.slice(source), source),)
    return ()


def _reported(sentence: Sentence) -> tuple[Attribution, ...]:
    """ "Ann Lee said (that) …" """
    for word in sentence.words:
        below, subject = sentence.child(word, "ccomp"), sentence.child(word, "nsubj")
        if word.lemma == "say" and below is not None and subject is not None and subject.index < word.index < below.index:
            content = sentence.span_of([w for w in sentence.subtree(below) if w.index > word.index])
            source = sentence.span_of([w for w in sentence.subtree(subject) if w.index < word.index])
            return (Attribution("say", word.span, "report", "indirect", (content,), sentence.slice(source), source),)
    return ()


@rule(
    "reference",
    yes={
        "Ann Lee met Bob Ray, and {she} smiled.": "Ann Lee, the only woman",
        "After {he} had resigned, Bob Ray left the country.": "a name announced in the same sentence",
        "Bob Ray criticised Jim Fox for {his} decision.": "who is criticised for something did it",
    },
    no={
        "She smiled.": "nobody is named",
        "Ann Lee met him.": "the only one named is a woman",
        "He said that Bob Ray would leave.": "a name below his own verb is someone else",
        '"Bob Ray stood by us," he said.': "who speaks does not call himself by name",
    },
)
def personal_pronoun(sentence: Sentence) -> Iterator[Reference]:
    """He and she: the most prominent person that agrees in gender and may be the same."""
    yield from proposals(sentence, "personal_pronoun")


@rule(
    "reference",
    yes={"The company announced that {it} would sell the factory.": "the company: a company sells"},
    no={"It was clear that prices would fall.": "stands for nothing", "It rained in Paris.": "the weather"},
)
def neuter_pronoun(sentence: Sentence) -> Iterator[Reference]:
    """It and its: a body, place, thing or event that fits what is said of it. An "it" that stands for nothing is left alone."""
    yield from proposals(sentence, "neuter_pronoun")


@rule(
    "reference",
    yes={
        "The ministers resigned because {they} had lost the vote.": "the ministers",
        "Kenya and Uganda went to court in May, and {their} dispute goes on.": "a dispute has two sides",
    },
    no={"They resigned.": "nobody is named", "Ann Lee said they resigned.": "one person is not they"},
)
def plural_pronoun(sentence: Sentence) -> Iterator[Reference]:
    """They, them and their: several people or things, or names joined by "and"."""
    yield from proposals(sentence, "plural_pronoun")


@rule(
    "reference",
    yes={
        "India and France signed a treaty, and {the two countries} will share data.": "the two that are joined",
        "Ann Lee met Bob Ray in Paris, where {the two leaders} discussed trade.": "the two whom the verb brings together",
    },
    no={
        "The two countries signed a treaty.": "no country is named",
        "The two men who were arrested on Monday were released.": "says itself which men",
    },
)
def counted_group(sentence: Sentence) -> Iterator[Reference]:
    """The two leaders, both countries: as many names of that kind as the number says, joined before or alone in question."""
    yield from proposals(sentence, "counted_group")


@rule(
    "reference",
    yes={"Finance Minister Ann Lee met bankers before {the minister} flew to Paris.": "named with that office"},
    no={"Finance Minister Ann Lee met the defence minister.": "another office"},
)
def office_holder(sentence: Sentence) -> Iterator[Reference]:
    """The minister, the teacher: the one person who was introduced by that noun, with the same modifiers."""
    yield from proposals(sentence, "office_holder")


@rule(
    "reference",
    yes={"Kenya exports tea, and {the country} imports oil.": "the only country named"},
    no={"Kenya and Uganda grow tea, and the country imports oil.": "two countries fit"},
)
def country_noun(sentence: Sentence) -> Iterator[Reference]:
    """The country, the nation: the only country named nearby."""
    yield from proposals(sentence, "country_noun")


@rule(
    "reference",
    yes={"The Ministry of Health said that {the ministry} would pay.": "the noun is part of the name"},
    no={"The Ministry of Health sued the Ministry of Defence before the ministry paid.": "two names have the noun"},
)
def named_body(sentence: Sentence) -> Iterator[Reference]:
    """The ministry, the bank, the company: the one body whose name has the noun, or the only firm nearby."""
    yield from proposals(sentence, "named_body")


@rule(
    "reference",
    yes={"Ann Lee held a telephone call with Bob Ray, and {the call} lasted an hour.": "introduced by a fuller phrase"},
    no={"Ann Lee took the call.": "no call was introduced"},
)
def event_again(sentence: Sentence) -> Iterator[Reference]:
    """The call, the attack, the bill: an event or paper that a fuller phrase introduced, when there is one only."""
    yield from proposals(sentence, "event_again")


@rule(
    "reference",
    yes={"Ann Lee resigned on Monday, and {Lee} left the country.": "the only Lee"},
    no={"Ann Lee and Tom Lee argued before Lee left the country.": "two people bear the name"},
)
def short_name(sentence: Sentence) -> Iterator[Reference]:
    """A surname or initials read as the full name."""
    yield from proposals(sentence, "short_name")


@rule(
    "reference",
    yes={"Ann Lee held a telephone call with Bob Ray, and {this} was their third telephone conversation.": "a call is a conversation"},
    no={"This was a surprise.": "nothing is named that it could be"},
)
def demonstrative_subject(sentence: Sentence) -> Iterator[Reference]:
    """This was their third conversation: the one event before it of the kind that the predicate names."""
    yield from proposals(sentence, "demonstrative_subject")


@rule(
    "reference",
    yes={"Ann Lee flew to Paris and met Bob Ray {there}.": "the only place named before"},
    no={"There was a war in France.": "says that something exists, not where"},
)
def place_adverb(sentence: Sentence) -> Iterator[Reference]:
    """There: the only place named before it in the sentence, or in the sentence before."""
    yield from proposals(sentence, "place_adverb")


@rule(
    "reference",
    yes={'"{I} resigned on Monday," Ann Lee said.': "the speaker"},
    no={"I resigned when Ann Lee left.": "not in a quotation"},
)
def quoted_first_person(sentence: Sentence) -> Iterator[Reference]:
    """I, me, my inside a quotation: its speaker. "We" only where an institution speaks."""
    yield from proposals(sentence, "quoted_first_person")


@rule(
    "reference",
    yes={
        "The firm published a promotional video before {the video} was removed.": "the only video",
        "The council closed the Dalton Memorial, but {the memorial} will reopen in May.": "the noun of the name",
        "The Ulm Film Festival began on Friday, and {the event} drew 4,000 visitors.": "a festival is an event",
    },
    no={
        "The firm published an old video and a new video before the video was removed.": "two videos fit",
        "The video was removed.": "no video was introduced",
    },
)
def noun_again(sentence: Sentence) -> Iterator[Reference]:
    """The video, the memorial, this process: the one thing of that noun, or of a narrower one, that was introduced with more words."""
    yield from proposals(sentence, "noun_again")


@rule(
    "reference",
    yes={"Protesters marched in Munich, Germany, and {the city} closed several streets.": "the only city"},
    no={"Protesters marched in Munich and in Hamburg, and the city closed several streets.": "two cities fit"},
)
def city_noun(sentence: Sentence) -> Iterator[Reference]:
    """The city, the town: the only place that the text shows to be one, or the only place in which something happens."""
    yield from proposals(sentence, "city_noun")


@rule(
    "reference",
    yes={"Kenya exports more tea than ever, because {the government} lowered the tax.": "the only country"},
    no={"Kenya exports more tea to France, because the government lowered the tax.": "two countries have a government"},
)
def national_body(sentence: Sentence) -> Iterator[Reference]:
    """The government, the parliament, the nation: of the one country that the article is about."""
    yield from proposals(sentence, "national_body")


@rule(
    "reference",
    yes={"Ann Lee, a spokeswoman for Interpol, said {the agency} would send experts.": "she speaks for it"},
    no={"Ann Lee of Interpol said the agency would send experts.": "she is not said to speak for it"},
)
def spoken_for(sentence: Sentence) -> Iterator[Reference]:
    """The company, the department: the body for which the person speaks who is reported to say it."""
    yield from proposals(sentence, "spoken_for")


@rule(
    "reference",
    yes={
        "The council decided to close the school, but {the decision} was reversed.": "who decided what",
        "Police arrested Ann Lee on Monday, and {the arrest} led to protests.": "who was arrested",
    },
    no={
        "The council did not decide to close the school, but the decision was criticised.": "nothing was decided",
        "Police arrested Ann Lee and arrested Bob Ray, and the arrest led to protests.": "two arrests fit",
    },
)
def told_by_verb(sentence: Sentence) -> Iterator[Reference]:
    """The decision, the arrest, the collapse: what the one such verb before it told."""
    yield from proposals(sentence, "told_by_verb")
