"""The consistency rules: each against its own examples, whole short articles on frozen parses."""

from __future__ import annotations

import re
from functools import cache

import pytest

from claimcheck.consistency import STAGE
from claimcheck.document import from_text
from claimcheck.model import Finding, Report
from claimcheck.pipeline import Extractor
from claimcheck.record import report_to_json, validate_report
from claimcheck.rules import Rule, all_rules, rules_of
from fixtures.freeze import key, plain, read_examples
from tests.frozen import ExampleParser

all_rules()  # fills the register
RULES = rules_of(STAGE)
FROZEN = read_examples(STAGE)
YES = [pytest.param(rule, example, id=f"{rule.name}: {why}") for rule in RULES for example, why in rule.yes.items()]
NO = [pytest.param(rule, example, id=f"{rule.name}: {why}") for rule in RULES for example, why in rule.no.items()]


@cache
def report_of(example: str) -> Report:
    return Extractor(parser=ExampleParser(FROZEN[key(example)])).extract_document(from_text(plain(example), uri="example"))


def found_by(rule: Rule, example: str) -> list[Finding]:
    return [finding for finding in report_of(example).findings if finding.rule == rule.name]


@pytest.mark.parametrize(("rule", "example"), YES)
def test_rule_finds_its_example(rule: Rule, example: str) -> None:
    wanted = re.search(r"\{(.*?)\}", example, re.DOTALL)
    assert wanted
    assert wanted[1] in [finding.span.exact for finding in found_by(rule, example)]


@pytest.mark.parametrize(("rule", "example"), NO)
def test_rule_leaves_its_near_miss_alone(rule: Rule, example: str) -> None:
    assert [(finding.span.exact, finding.message) for finding in found_by(rule, example)] == []


@pytest.mark.parametrize("example", sorted({example for rule in RULES for example in (*rule.yes, *rule.no)}))
def test_the_record_of_an_example_is_valid(example: str) -> None:
    record = report_to_json(report_of(example))
    assert [str(complaint) for complaint in validate_report(record, source=plain(example))] == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_every_rule_has_a_severity(rule: Rule) -> None:
    assert rule.severity in ("error", "warning", "note")


@pytest.mark.parametrize(("rule", "example"), YES)
def test_the_message_is_a_sentence(rule: Rule, example: str) -> None:
    for finding in found_by(rule, example):
        assert re.match(r"[A-Z0-9“\"]", finding.message), finding.message
        assert re.search(r"[.?][”\"]?$", finding.message), finding.message


def test_examples_are_all_used() -> None:
    assert set(FROZEN) == {key(example) for rule in RULES for example in (*rule.yes, *rule.no)}
