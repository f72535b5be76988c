"""Every rule against its own examples, on frozen parses."""

from __future__ import annotations

import re

import pytest

from claimcheck.consistency import STAGE as CONSISTENCY
from claimcheck.rules import Rule, all_rules, rules_of
from claimcheck.tree import Sentence
from fixtures.freeze import key, plain, read_examples

RULES = tuple(rule for rule in all_rules() if rule.stage != CONSISTENCY)  # those are tested in test_consistency.py
STAGES = sorted({rule.stage for rule in RULES})
FROZEN = {stage: read_examples(stage) for stage in STAGES}


def found_by(rule: Rule, sentences: tuple[Sentence, ...]) -> list[str]:
    """The texts that the rule finds, each as the slice of its sentence."""
    texts = []
    for sentence in sentences:
        for item in rule.find(sentence):
            texts.append(text_of(item, sentence))
    return texts


def text_of(item: object, sentence: Sentence) -> str:
    span = getattr(item, "span", None)
    if span is None:  # a clause: from its first to its last own word
        return sentence.text_of([sentence[i] for i in item.words])  # type: ignore[attr-defined]
    return sentence.slice(span)


def expected(example: str) -> str:
    return re.search(r"\{(.*?)\}", example, re.DOTALL)[1]  # type: ignore[index]


@pytest.mark.parametrize(("rule", "example"), [pytest.param(r, e, id=f"{r.name}: {why}") for r in RULES for e, why in r.yes.items()])
def test_rule_finds_its_example(rule: Rule, example: str) -> None:
    texts = found_by(rule, FROZEN[rule.stage][key(example)])
    assert expected(example) in texts


@pytest.mark.parametrize(("rule", "example"), [pytest.param(r, e, id=f"{r.name}: {why}") for r in RULES for e, why in r.no.items()])
def test_rule_leaves_its_near_miss_alone(rule: Rule, example: str) -> None:
    sentences = FROZEN[rule.stage][key(example)]
    assert "".join(s.text for s in sentences).replace(" ", "") == plain(example).replace(" ", "")
    assert found_by(rule, sentences) == []


def test_examples_are_all_used() -> None:
    wanted = {stage: {key(e) for r in rules_of(stage) for e in (*r.yes, *r.no)} for stage in STAGES}
    assert {stage: set(frozen) for stage, frozen in FROZEN.items()} == wanted
