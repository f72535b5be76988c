"""Checkability and its reason, each with near misses, on single invented sentences."""

from __future__ import annotations

import pytest

from claimcheck.claims import lexicon
from claimcheck.claims.checkability import BOILERPLATE
from tests.claim_sentences import claim, claims_of, sentences


def verdict(sentence: str, *words: str) -> tuple[str, str | None]:
    found = claim(sentence, *words).checkability
    return found.value, found.reason


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("Exports fell by 12 percent in June.", "Exports"),
        ("The minister resigned.", "resigned"),
        ("The driver was arrested.", "arrested"),
        ("The new library is closed.", "closed"),
        ("The suspect is a teacher.", "teacher"),
        ("Coal production is down.", "down"),
        ("There is no evidence of fraud.", "evidence"),
        ("Nobody was hurt in the fire.", "hurt"),
        ("Norway exports fish.", "exports"),
        ("The dogs chased the cats.", "chased"),
        ("A devastating fire destroyed the town hall.", "destroyed"),
        ("Norway's withdrawal surprised the union.", "withdrawal"),
        ("Ann Lee became the first woman in the senate.", "became"),
        ("I voted against the budget.", "voted"),
        ("Under the law, banks must report losses.", "report"),
        ("Ann Lee, who had lied, was promoted.", "lied"),
        ("A plan that Ann Lee drew up was adopted.", "drew"),
        ("Norway signed a treaty to study beautiful rivers.", "signed"),
        ("Growth will return in 2026.", "return"),
        ("The fact is that the senate rejected the plan.", "rejected"),
        ("The mine is closing unless a buyer appears.", "closing"),
        ("The firm denied that it had paid bribes.", "paid"),
        ("The shameful bonus cost 12 million euros.", "cost"),
        # near misses of the constructions that argue
        ("The fire spread to the barn.", "spread"),
        ("The lamp highlights the painting.", "highlights"),
        ("The money went not to the victims but rather to the banks.", "went"),
        ("Patients waited for two hours.", "waited"),
        ("The largest reform was the tax.", "reform"),
        ("The plant is unique to Norway.", "unique"),
        ("The illness is very common.", "common"),
        ("The mayor is building a palace, and the council is paying for it.", "paying"),
        ("We have got a new bridge.", "bridge"),
        ("I asked the board to meet.", "asked"),
        ("There is a hall built by volunteers.", "hall"),
        ("There is little evidence of fraud.", "evidence"),
        ("Dogs are not allowed in the park.", "allowed"),
        ("The study compares rivers and lakes.", "compares"),
        ("Each room has a window.", "window"),
        ("A man who gave the file to the Echo on Monday was arrested.", "gave"),
    ],
)
def test_what_can_be_looked_up_is_checkable(sentence: str, words: str) -> None:
    assert verdict(sentence, words) == ("yes", None)


@pytest.mark.parametrize(
    ("sentence", "words", "value"),
    [
        ("The new library is wonderful.", "wonderful", "no"),
        ("It was a terrible mistake.", "mistake", "no"),
        ("It was a costly mistake of 3 million euros.", "mistake", "partial"),
        ("He was the best player.", "player", "no"),
        ("The minister should resign.", "resign", "no"),
        ("The tax should be reviewed and reduced.", "reduced", "no"),
        ("Unfortunately, the talks have failed.", "failed", "partial"),
        ("Of course, the plan has failed.", "failed", "partial"),
        ("The shameless senator ignored the letter.", "ignored", "partial"),
        ("The problem is the weather.", "problem", "partial"),
        ('Ann Lee called the plan "pathetic" and left.', "called", "partial"),
        ("The senators were outraged by the vote.", "outraged", "partial"),
        ("The leaders were so silent.", "silent", "partial"),
        ("The party must change its course.", "change", "partial"),
        ("Everyone deserves a second chance.", "deserves", "partial"),
        ("That is why we need a library.", "library", "partial"),
        ("Here is what we can do.", "Here", "partial"),
        ("It is true that the dam is safe.", "true", "partial"),
        ("What we need is a plan.", "plan", "partial"),
        ("That is the country we love.", "That", "partial"),
        ("The flood highlights the importance of dams.", "highlights", "partial"),
        ("The rumour spread like wildfire.", "spread", "partial"),
        ("Patients waited too long.", "waited", "partial"),
        ("The police acted in a sensible way.", "acted", "partial"),
        ("The most effective reform was the tax.", "reform", "partial"),
        ("The illness is too common.", "common", "partial"),
        ("The treatment is less severe than surgery.", "severe", "partial"),
        ("The treatment is severe.", "severe", "no"),
        ("The reforms bring a significant reduction in costs.", "reduction", "partial"),
        ("The reforms bring a terrible future.", "future", "no"),
        ("The taxes must be increased.", "increased", "partial"),
        ("The arrogant mayor is building a palace, and the council is paying for it.", "paying", "partial"),
    ],
)
def test_a_judgement_is_an_opinion_and_partly_checkable_only_where_it_holds_more(sentence: str, words: str, value: str) -> None:
    assert verdict(sentence, words) == (value, "opinion")


@pytest.mark.parametrize(
    ("sentence", "words", "value", "reason"),
    [
        ("Why did the bridge fall?", "fall", "no", "question"),
        ("How could anyone vote for this law?", "vote", "no", "question"),
        ("Call the number below.", "Call", "no", "directive"),
        ("Let us build a better country.", "build", "no", "directive"),
        ("We must protect our rivers.", "protect", "no", "directive"),
        ("I urge you to vote.", "urge", "no", "directive"),
        ("If the strike goes on, the factory will close.", "factory", "no", "hypothetical"),
        ("The work will stop should the court strike the rule down.", "stop", "no", "hypothetical"),
        ("The plan may hurt farmers.", "hurt", "partial", "hypothetical"),
        ("The committee can meet in public.", "meet", "partial", "hypothetical"),
        ("I am proud of our team.", "proud", "no", "personal-experience"),
        ("I hope the strike ends soon.", "hope", "no", "personal-experience"),
        ("I have wanted peace since 2015.", "wanted", "partial", "personal-experience"),
        ("I walked home alone.", "walked", "partial", "personal-experience"),
        ("Growth will return.", "return", "partial", "hypothetical"),
        ("The union vowed to fight the law.", "vowed", "partial", "hypothetical"),
        ("The talks ended as the delegates left.", "delegates", "partial", "underspecified-time"),
        ("Dogs chase cats.", "chase", "partial", "generic"),
        ("Most people like music.", "music", "partial", "generic"),
        ("You never know what happens.", "know", "partial", "generic"),
        ("Your child can earn 600 euros in a summer.", "earn", "partial", "generic"),
        ("A man who had lied was promoted.", "lied", "partial", "generic"),
        ("He led the team.", "led", "partial", "ambiguous-reference"),
        ("Yes, she is.", "she", "partial", "ambiguous-reference"),
        ("It is a disease.", "disease", "partial", "ambiguous-reference"),
        ("That is why we built a library in Leeds.", "built", "partial", "ambiguous-reference"),
        ("We have got to cut the cost.", "cut", "no", "directive"),
        ("The plan could be a disaster.", "disaster", "partial", "hypothetical"),
        ("There are plenty of reasons.", "reasons", "partial", "generic"),
        ("The world looks to us.", "world", "partial", "generic"),
        ("To pray for the victims.", "pray", "no", "ambiguous-reference"),
        ("Thank you very much.", "Thank", "no", "boilerplate"),
        ("Thank you, Leeds, for 40 happy years.", "Thank", "no", "boilerplate"),
        ("Reporting by Ann Lee in Oslo.", "Reporting", "no", "boilerplate"),
        ("An earlier version of this article misspelled a name.", "misspelled", "no", "boilerplate"),
    ],
)
def test_each_reason(sentence: str, words: str, value: str, reason: str) -> None:
    assert verdict(sentence, words) == (value, reason)


def test_the_present_tense_of_a_headline_is_an_event() -> None:
    assert verdict("Officials close bridge", "close") == ("yes", None)


def test_we_with_a_figure_is_more_than_a_feeling() -> None:
    assert verdict("We are looking at a deficit of 40 million euros.", "deficit") == ("yes", None)


@pytest.mark.parametrize(
    "line",
    ["Reporting by Ann Lee", "Good evening, friends.", "This story has been updated.", "Ann Lee contributed reporting.", "© 2024 The Echo"],
)
def test_lines_of_the_page_are_boilerplate(line: str) -> None:
    assert BOILERPLATE.search(line)


@pytest.mark.parametrize(
    "line",
    [
        "Reporting losses is a duty.",
        "The report was published on Monday by the ministry, Ann Lee said.".replace("The report was", "A report was"),
        "Thanks to the reform, which parliament passed in 2019 after a long debate, prices fell.",
        "The story is told in three parts.",
        "She contributed 40 euros.",
    ],
)
def test_sentences_that_begin_like_them_are_not(line: str) -> None:
    assert not BOILERPLATE.search(line)


def test_every_verdict_but_yes_has_a_reason() -> None:
    for sentence in sentences():
        for found in claims_of(sentence):
            assert (found.checkability.value == "yes") == (found.checkability.reason is None)


def test_word_lists_are_lower_case_and_do_not_contradict_each_other() -> None:
    lists = {name: words for name, words in vars(lexicon).items() if isinstance(words, frozenset)}
    assert all(word == word.lower() for words in lists.values() for word in words)
    assert lexicon.ONLY_AS_PREDICATE <= lexicon.EVALUATIVE | {"senior", "clear", "unprecedented", "difficult", "early"}
    assert not lexicon.EVALUATIVE & lexicon.FACTUAL
    assert lexicon.APPEALS <= lexicon.PERFORMATIVES
    assert not lexicon.PRIVATE_VERBS & lexicon.PUBLIC_ACTS
