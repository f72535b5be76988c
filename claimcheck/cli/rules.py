"""`claimcheck rules` and `claimcheck explain`: what the rules are, with the examples that test them."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from typing import Any

import click

from claimcheck.errors import RuleError

WIDTH = 100


def _rule_names(_context: click.Context, _parameter: click.Parameter, beginning: str) -> list[Any]:
    from claimcheck.rules import all_rules

    return [rule.name for rule in all_rules() if rule.name.startswith(beginning)]


@click.command(
    epilog="""\b
Examples:
  claimcheck rules
  claimcheck rules --stage attribution"""
)
@click.option("--stage", metavar="STAGE", help="Only the rules of one stage.")
def rules(stage: str | None) -> None:
    """List the rules, each with what it finds."""
    from claimcheck.rules import all_rules

    found = all_rules()
    stages = sorted({rule.stage for rule in found})
    if stage is not None and stage not in stages:
        raise RuleError(f"There is no stage {stage!r} with rules. The stages are {', '.join(stages)}.")
    shown = [rule for rule in found if stage in (None, rule.stage)]
    stage_width = max((len(rule.stage) for rule in shown), default=0)
    name_width = max((len(rule.name) for rule in shown), default=0)
    for rule in shown:
        summary = rule.doc.partition("\n\n")[0]
        click.echo(f"{rule.stage:<{stage_width}}  {rule.name:<{name_width}}  {' '.join(summary.split())}")


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
    from claimcheck.rules import find_rule

    found = find_rule(rule)
    click.echo(f"{found.name} ({found.stage})\n")
    for paragraph in found.doc.split("\n\n"):
        click.echo(textwrap.fill(" ".join(paragraph.split()), WIDTH) + "\n")
    _examples("Finds, in braces:", found.yes)
    _examples("Leaves alone:", found.no)
    click.echo(f"Stands in {found.find.__module__}")


def _examples(title: str, examples: Mapping[str, str]) -> None:
    if not examples:
        return
    click.echo(title)
    for sentence, about in examples.items():
        click.echo(textwrap.fill(sentence, WIDTH, initial_indent="  ", subsequent_indent="  "))
        click.echo(textwrap.fill(about, WIDTH, initial_indent="    - ", subsequent_indent="      "))
    click.echo()
