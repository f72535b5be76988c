"""Polarity, modality, hedges, questions and directives of clauses, on frozen parses of invented sentences."""

from __future__ import annotations

import pytest

from claimcheck.enrich.stance import stance
from claimcheck.model import Stance
from tests.claim_sentences import stance_of
from tests.speech_documents import sentences_of

SENTENCES = {s.text: s for s in sentences_of("stance")}


def of(text: str, form: str) -> Stance:
    sentence = SENTENCES[text]
    return stance(sentence, next(w.index for w in sentence.words if w.text == form))


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("The minister did not resign.", "resign"),
        ("Nobody was hurt in the fire.", "hurt"),
        ("There is no evidence of fraud.", "is"),
        ("He left without paying.", "paying"),
        ("He failed to pay his taxes.", "pay"),
        ("She did not eat or drink.", "drink"),
        ("The bank never published the report.", "published"),
        ("None of the passengers survived.", "survived"),
        ("Neither side scored.", "scored"),
        ("The firm no longer sells cars.", "sells"),
    ],
)
def test_negative(text: str, form: str) -> None:
    assert of(text, form).polarity == "negative"


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Not only the roof burned.", "burned"),
        ("The minister denied that he had resigned.", "denied"),
        ("The minister denied that he had resigned.", "resigned"),
        ("The attack was not only cruel but illegal.", "cruel"),
        ("He left without paying.", "left"),
        ("He failed to pay his taxes.", "failed"),
    ],
)
def test_positive(text: str, form: str) -> None:
    assert of(text, form).polarity == "positive"


@pytest.mark.parametrize(
    ("text", "form", "modality"),
    [
        ("Prices may rise next year.", "rise", "possible"),
        ("It is likely to rain.", "likely", "possible"),
        ("Banks must report losses.", "report", "necessary"),
        ("The government has to pay the bill.", "pay", "necessary"),
        ("The tax will end in May.", "end", "predicted"),
        ("Prices are expected to rise by 3 percent.", "expected", "predicted"),
        ("Prices are expected to rise by 3 percent.", "rise", "predicted"),
        ("The economy is going to shrink.", "shrink", "predicted"),
        ("Experts forecast that growth will slow.", "slow", "predicted"),
        ("If the strike goes on, the factory will close.", "goes", "conditional"),
        ("If the strike goes on, the factory will close.", "close", "conditional"),
        ("Unemployment would have risen without the loan.", "risen", "conditional"),
        ("Should voters approve the plan, work starts in May.", "approve", "conditional"),
        ("The company plans to build a plant in Ohio.", "plans", "intended"),
        ("The company plans to build a plant in Ohio.", "build", "intended"),
        ("The mayor vowed to rebuild the school.", "rebuild", "intended"),
        ("The festival opens in May.", "opens", "asserted"),
        ("The plan seems to work.", "work", "asserted"),
        ("Experts forecast that growth will slow.", "forecast", "asserted"),
        ("Call the number below.", "Call", "asserted"),
    ],
)
def test_modality(text: str, form: str, modality: str) -> None:
    assert of(text, form).modality == modality


@pytest.mark.parametrize(
    ("text", "form", "hedges"),
    [
        ("The driver allegedly ignored the light.", "ignored", ["allegedly"]),
        ("The plan seems to work.", "seems", ["seems"]),
        ("The plan seems to work.", "work", ["seems"]),
        ("Police arrested a suspected thief.", "arrested", ["suspected"]),
        ("The suspect is believed to have fled.", "fled", ["believed"]),
        ("I think the plan has failed.", "failed", ["I think"]),
        ("The report is not likely to be published.", "published", ["likely"]),
        ("About 30 people were hurt.", "hurt", []),
        ("The minister did not resign.", "resign", []),
    ],
)
def test_hedges(text: str, form: str, hedges: list[str]) -> None:
    assert [h.text for h in of(text, form).hedges] == hedges


@pytest.mark.parametrize(
    ("text", "form", "question"),
    [
        ("Why did the bridge fall?", "fall", True),
        ("Did the minister resign?", "resign", True),
        ("She asked why the bridge fell.", "asked", False),
        ("She asked why the bridge fell.", "fell", False),
        ("Call the number below.", "Call", False),
    ],
)
def test_question(text: str, form: str, question: bool) -> None:
    assert of(text, form).question is question


@pytest.mark.parametrize(
    ("text", "form", "directive"),
    [
        ("Call the number below.", "Call", True),
        ("Do not touch the wires.", "touch", True),
        ('"Do not panic," the mayor said.', "panic", True),
        ('"Do not panic," the mayor said.', "said", False),
        ("They call the number below.", "call", False),
        ("Did the minister resign?", "resign", False),
    ],
)
def test_directive(text: str, form: str, directive: bool) -> None:
    assert of(text, form).directive is directive


def test_a_word_that_the_sentence_has_not() -> None:
    with pytest.raises(IndexError):
        stance(SENTENCES["Neither side scored."], 99)


@pytest.mark.parametrize(
    ("text", "form", "modality"),
    [
        ("Should the court strike the rule down, work will stop.", "strike", "conditional"),
        ("The work will stop should the court strike the rule down.", "strike", "conditional"),
        ("The work will stop should the court strike the rule down.", "stop", "conditional"),
        ("The minister should resign.", "resign", "necessary"),
        ("The mayor will speak when the work ends.", "ends", "predicted"),
        ("The mayor spoke when the work ended.", "ended", "asserted"),
        ("The tax should be reviewed and reduced.", "reduced", "necessary"),
        ("The tax was reviewed and reduced.", "reduced", "asserted"),
        ("The mine is closing unless a buyer appears.", "closing", "asserted"),
        ("The mine will close unless a buyer appears.", "close", "conditional"),
        ("If you are insured, premiums have doubled for you.", "doubled", "asserted"),
        ("If the strike goes on, the factory will close.", "close", "conditional"),
        ("I hope the mine closes.", "closes", "possible"),
        ("The firm said it had paid the bribes.", "paid", "asserted"),
    ],
)
def test_modality_of_clauses_that_hang_together(text: str, form: str, modality: str) -> None:
    assert stance_of(text, form).modality == modality


@pytest.mark.parametrize(
    ("text", "form", "modality"),
    [
        ("The committee can meet in public.", "meet", "possible"),
        ("He no longer lives in Oslo.", "lives", "asserted"),
    ],
)
def test_modality_of_abilities(text: str, form: str, modality: str) -> None:
    assert stance_of(text, form).modality == modality
