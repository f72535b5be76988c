"""`claimcheck rules` and `claimcheck explain`: what the rules are, with the examples that test them."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

import click

from claimcheck.errors import RuleError

WIDTH = 100


def _rule_names(_context: click.Context, _parameter: click.Parameter, beginning: str) -> list[Any]:
    from claimcheck.check.register import REMARKS
    from claimcheck.rules import all_rules

    names = [*(rule.name for rule in all_rules()), *(remark.name for remark in REMARKS)]
    return [name for name in names if name.startswith(beginning)]


@click.command(
    epilog="""\b
Examples:
  claimcheck rules
  claimcheck rules --stage attribution"""
)
@click.option("--stage", metavar="STAGE", help="Only the rules of one stage.")
def rules(stage: str | None) -> None:
    """List the rules, each with what it finds."""
    from claimcheck.check import register
    from claimcheck.rules import all_rules

    found = [(rule.stage, rule.name, rule.doc) for rule in all_rules()]
    found = sorted([*found, *((register.STAGE, remark.name, remark.doc) for remark in register.REMARKS)])
    stages = sorted({stage for stage, _, _ in found})
    if stage is not None and stage not in stages:
        raise RuleError(f"There is no stage {stage!r} with rules. The stages are {', '.join(stages)}.")
    shown = [rule for rule in found if stage in (None, rule[0])]
    stage_width = max((len(name) for name, _, _ in shown), default=0)
    name_width = max((len(name) for _, name, _ in shown), default=0)
    for its_stage, name, doc in shown:
        summary = doc.partition("\n\n")[0]
        click.echo(f"{its_stage:<{stage_width}}  {name:<{name_width}}  {' '.join(summary.split())}")


@click.command(
    epilog="""\b
Example:
  claimcheck explain according_to"""
)
@click.argument("rule", shell_complete=_rule_names)
def explain(rule: str) -> None:
    """Say what a RULE finds, and show its examples.

    RULE is a name as records give it under `provenance`, or as `claimcheck rules` lists it.
    """
    from claimcheck.check import register
    from claimcheck.rules import find_rule

    remark = next((remark for remark in register.REMARKS if remark.name == rule), None)
    if remark is not None:
        _head(remark.name, register.STAGE, remark.doc)
        click.echo(f"Reported by `claimcheck check` itself, as a {remark.severity}: see docs/check.md")
        return
    near = get_close_matches(rule, [remark.name for remark in register.REMARKS], n=1, cutoff=0.8)
    if near:
        raise RuleError(f"There is no rule {rule!r}. Did you mean {near[0]}?")
    found = find_rule(rule)
    _head(found.name, found.stage, found.doc)
    _examples("Finds, in braces:", found.yes)
    _examples("Leaves alone:", found.no)
    click.echo(f"Stands in {found.find.__module__}")


def _head(name: str, stage: str, doc: str) -> None:
    click.echo(f"{name} ({stage})\n")
    for paragraph in doc.split("\n\n"):
        click.echo(textwrap.fill(" ".join(paragraph.split()), WIDTH) + "\n")


def _examples(title: str, examples: Mapping[str, str]) -> None:
    if not examples:
        return
    click.echo(title)
    for sentence, about in examples.items():
        click.echo(textwrap.fill(sentence, WIDTH, initial_indent="  ", subsequent_indent="  "))
        click.echo(textwrap.fill(about, WIDTH, initial_indent="    - ", subsequent_indent="      "))
    click.echo()
