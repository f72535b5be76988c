"""The register of rules.

A rule is a generator function named after the construction that it finds. Its docstring is what `claimcheck explain`
shows, its examples stand in the decorator: `yes` maps a sentence, with braces around the span to be found, to what
that span is; `no` maps a near miss to the reason why it must not be found. The examples are tests: their parses are
frozen under `fixtures/examples/`.

Rules propose. Their stage merges the proposals, so that the order in which rules run does not matter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pkgutil import walk_packages
from typing import Any, TypeVar

from claimcheck.errors import RuleError
from claimcheck.model import Severity

F = TypeVar("F", bound=Callable[..., Iterator[Any]])

#: Packages whose modules hold rules: importing them fills the register.
RULE_PACKAGES = ("claimcheck.clauses", "claimcheck.claims", "claimcheck.enrich", "claimcheck.consistency")

_REGISTER: dict[str, Rule] = {}


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as registered. `find` takes a Sentence and yields proposals, each with a `span`.

    A rule of the stage `consistency` takes a whole Article, has a severity, and its examples are short articles.
    """

    name: str
    stage: str
    find: Callable[..., Iterator[Any]]
    doc: str
    yes: Mapping[str, str] = field(default_factory=dict)
    no: Mapping[str, str] = field(default_factory=dict)
    severity: Severity | None = None


def rule(stage: str, *, yes: Mapping[str, str], no: Mapping[str, str], severity: Severity | None = None) -> Callable[[F], F]:
    """Register a generator function as a rule of a stage. Raises RuleError when its name is taken."""

    def register(function: F) -> F:
        name = function.__name__
        if name in _REGISTER and _REGISTER[name].find.__module__ != function.__module__:
            raise RuleError(f"Two rules are called {name}: in {_REGISTER[name].find.__module__} and {function.__module__}.")
        _REGISTER[name] = Rule(name, stage, function, (function.__doc__ or "").strip(), dict(yes), dict(no), severity)
        return function

    return register


def rules_of(stage: str) -> tuple[Rule, ...]:
    """Registered rules of a stage, by name. Only sees modules that have been imported."""
    return tuple(sorted((r for r in _REGISTER.values() if r.stage == stage), key=lambda r: r.name))


def all_rules() -> tuple[Rule, ...]:
    """Every rule of the package, by stage and name; imports the modules that hold them."""
    for package in RULE_PACKAGES:
        for module in walk_packages(import_module(package).__path__, package + "."):
            import_module(module.name)
    return tuple(sorted(_REGISTER.values(), key=lambda r: (r.stage, r.name)))


def find_rule(name: str) -> Rule:
    """The rule of that name. Raises RuleError, with near names, when there is none."""
    for candidate in all_rules():
        if candidate.name == name:
            return candidate
    from difflib import get_close_matches

    near = get_close_matches(name, [r.name for r in all_rules()], n=3)
    hint = f" Did you mean {', '.join(near)}?" if near else " `claimcheck rules` lists them."
    raise RuleError(f"There is no rule {name!r}.{hint}")
