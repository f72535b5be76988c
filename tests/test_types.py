"""Types of claims and the questions about them, on single invented sentences; every type with a near miss."""

from __future__ import annotations

import pytest

from tests.claim_sentences import claim, claims_of, sentences


def types(sentence: str, *words: str) -> set[str]:
    return set(claim(sentence, *words).types)


@pytest.mark.parametrize(
    ("sentence", "words", "kind"),
    [
        ("Parliament passed a law on Tuesday.", "passed", "event"),
        ("Parliament passed a law on Tuesday.", "passed", "date"),
        ("The four-day strike cost the port 2 million euros.", "cost", "duration"),
        ("The firm paid 40 million euros to 12 villages.", "paid", "quantity"),
        ("This was the third call since January.", "call", "count-ordinal"),
        ("Oslo is bigger than Bergen.", "bigger", "comparison"),
        ("Nile is the longest river in Africa.", "longest", "superlative"),
        ("A record 400 ships passed the canal.", "ships", "superlative"),
        ("Exports fell by 12 percent in June.", "fell", "change"),
        ("Unemployment doubled in 2023.", "doubled", "change"),
        ("The council raised the tax by 3 percent.", "raised", "change"),
        ("Nine of the 15 members voted against the bill.", "voted", "part-of-total"),
        ("Storms caused the blackout.", "caused", "causal"),
        ("The blackout happened because of storms.", "happened", "causal"),
        ("The reform led to protests.", "led", "causal"),
        ("Ann Lee was elected mayor of Leeds in 2019.", "elected", "identity-role"),
        ("Ann Lee, a teacher from Leeds, won 52 percent of the vote.", "teacher", "identity-role"),
        ("He no longer lives in Oslo.", "lives", "location"),
        ('"This is a good day for patients," Ann Lee said.', "good day", "quote"),
        ("Under the law, banks must report losses.", "report", "rule"),
        ("Norway will sign the treaty in 2026.", "sign", "prediction"),
        ("The union vowed to fight the law.", "vowed", "pledge"),
        ("There is no evidence of fraud.", "evidence", "existence-negative"),
        ("The new library is wonderful.", "wonderful", "opinion"),
        ("The suspect is a teacher.", "teacher", "other"),
        ("Now the river is calm.", "calm", "date"),  # vague, but a time
        ("Nobody was hurt in the fire.", "hurt", "existence-negative"),
        ("Storms caused the blackout.", "caused", "event"),
        ("Norway exports fish.", "exports", "other"),
        ("The mayor held a post for six months after the vote.", "held", "duration"),
        ("The site is gaining users.", "gaining", "change"),
        ("Demand falls with prices.", "falls", "causal"),
        ("The river froze, leading to shortages.", "froze", "causal"),
        ("It has dropped to 56 percent.", "dropped", "part-of-total"),
        ("One in three visits came from Norway.", "came", "part-of-total"),
        ("Exports exceeded imports.", "exceeded", "comparison"),
        ("The office was unveiled in 1999 as the National Data Agency.", "unveiled", "identity-role"),
        ("The word dam means barrier.", "means", "identity-role"),
        ("There was a crowd of people in the square.", "crowd", "location"),
        ("On Monday the dam broke and the mayor resigned.", "broke", "date"),
    ],
)
def test_type(sentence: str, words: str, kind: str) -> None:
    assert kind in types(sentence, words)


@pytest.mark.parametrize(
    ("sentence", "words", "kind"),
    [
        ("More than 20 people were hurt.", "hurt", "comparison"),  # a bound of an amount
        ("He no longer lives in Oslo.", "lives", "comparison"),  # a fixed phrase
        ("Most people like music.", "music", "superlative"),
        ("The first responders reached the village.", "reached", "superlative"),  # what they are called
        ("He led the team.", "led", "causal"),  # not "led to"
        ("The work stopped since the river was high.", "stopped", "causal"),  # "since" may be of time
        ("The four-day strike cost the port 2 million euros.", "cost", "change"),
        ("Nobody was hurt in the fire.", "hurt", "event"),  # nothing happened
        ("The council raised the tax by 3 percent.", "raised", "event"),  # a thing that moved on a scale
        ("Norway exports fish.", "exports", "event"),  # a habit
        ("The committee can meet in public.", "meet", "event"),  # only possible
        ("Norway will sign the treaty in 2026.", "sign", "event"),  # to come
        ("The firm denied that it had paid bribes.", "paid", "location"),
        ("The union vowed to fight the law.", "vowed", "prediction"),
        ("The suspect is a teacher.", "teacher", "event"),
        ("The minister should resign.", "resign", "event"),  # an opinion states no event
        ("The team lost the match.", "lost", "change"),
        ("The guide crossed the bridge, leading two tourists.", "crossed", "causal"),
        ("Inflation has dropped to 3 percent.", "dropped", "part-of-total"),  # a rate is no part of anything
        ("One in three visits came from Norway.", "came", "event"),  # a statistic
        ("The office was closed in 1999 as a precaution.", "closed", "identity-role"),
        ("Dust means trouble.", "means", "identity-role"),
        ("On Monday the dam broke and the mayor resigned.", "resigned", "date"),  # it dates the claim, but stands in the other one
    ],
)
def test_near_miss(sentence: str, words: str, kind: str) -> None:
    assert kind not in types(sentence, words)


@pytest.mark.parametrize(
    ("sentence", "words", "questions"),
    [
        (
            "Police said 5,300 workers were fired in 2023.",
            "workers",
            (
                "Did police say so?",
                "Which source gives “5,300 workers”?",
                "Did that happen in 2023?",
            ),
        ),
        ("Two judges heard the case.", "heard", ("Which two judges are meant?",)),
        ("The firm denied that it had paid bribes.", "paid", ("Did the firm deny this?", "Is it true that the firm had paid bribes?")),
        (
            "The council approved the budget on Monday.",
            "approved",
            ("Did that happen on 6 May 2024?",),
        ),
        (
            "Norway will sign the treaty in 2026.",
            "sign",
            ("Is that planned or expected in 2026?",),
        ),
        (
            "The 2010 law protects rivers.",
            "law",
            ("Is it true that the 2010 law protects rivers?",),
        ),  # the date of the law, not of the claim
        ("The problem is the weather.", "problem", ("Which facts support “The problem is the weather”?",)),
        (
            "This was the third time since January.",
            "time",
            ("When were the earlier times since January 2024, and was this the third?",),
        ),
        (
            "The mayor held a post for six months after the vote.",  # counted from the vote: no duration of the post
            "held",
            ("Is it true that the mayor held a post for six months after the vote?",),
        ),
        (
            "This was the third call since January.",
            "call",
            ("Is it the third call since January 2024, and what came before it?",),
        ),
        ("The new library is wonderful.", "wonderful", ()),
        ("I have wanted peace since 2015.", "wanted", ("Which facts support “I have wanted peace since 2015”?",)),
    ],
)
def test_questions(sentence: str, words: str, questions: tuple[str, ...]) -> None:
    assert claim(sentence, words).questions == questions


def test_questions_read_as_sentences() -> None:
    for sentence in sentences():
        for found in claims_of(sentence):
            for question in found.questions:
                assert question[0].isupper() and question.endswith("?")
                assert "  " not in question and "..?" not in question and ".?" not in question.replace("”?", "")
                assert not question.startswith("Is it true that The ")


@pytest.mark.parametrize(
    ("sentence", "words", "beginning"),
    [
        ("The minister resigned.", "resigned", "Is it true that the minister resigned?"),
        ("Storms caused the blackout.", "caused", "Is it true that storms caused the blackout?"),
        ("Norway exports fish.", "exports", "Is it true that Norway exports fish?"),
        ("Ann Lee, who had lied, was promoted.", "promoted", "Is it true that Ann Lee was promoted?"),
    ],
)
def test_only_a_capital_that_begins_the_sentence_is_lost(sentence: str, words: str, beginning: str) -> None:
    assert claim(sentence, words).questions[0] == beginning
