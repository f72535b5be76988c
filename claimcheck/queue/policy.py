"""How a desk wants its claims reviewed: the scale of verdicts, and who must look."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields, replace
from typing import Any

from claimcheck.errors import QueueError

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Twice:
    """Claims that need two reviewers: those above the priority, or of one of the types."""

    priority_above: float | None = 0.7
    types: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Policy:
    """The settings of a desk. `to_json` and `from_json` are each other's inverse."""

    scale: tuple[str, ...] = ("true", "mostly true", "misleading", "false", "unverifiable")
    wrong: tuple[str, ...] = ("misleading", "false")  # verdicts after which the article has to be corrected
    twice: Twice = Twice()
    blind: bool = True  # a reviewer does not see the other's verdict before having given one
    lease_seconds: int = 900
    least_priority: float = 0.0  # claims below it are not queued
    checkable: tuple[str, ...] = ("yes", "partial")  # values of checkability that are queued

    def needs(self, priority: float, types: tuple[str, ...]) -> int:
        """How many people have to review a claim: 1 or 2."""
        above = self.twice.priority_above is not None and priority > self.twice.priority_above
        return 2 if above or set(types) & set(self.twice.types) else 1

    def to_json(self) -> Json:
        found: Json = {entry.name: getattr(self, entry.name) for entry in fields(self)}
        found["twice"] = {"priority_above": self.twice.priority_above, "types": list(self.twice.types)}
        return {name: list(value) if isinstance(value, tuple) else value for name, value in found.items()}


def policy_from_json(value: object, base: Policy | None = None) -> Policy:
    """A policy from what `to_json` writes; fields that are not there are those of `base`. Raises QueueError, naming the field."""
    base = base or Policy()
    if not isinstance(value, dict):
        raise QueueError("The settings of a desk are an object of JSON.")
    unknown = sorted(set(value) - {entry.name for entry in fields(Policy)})
    if unknown:
        raise QueueError(f"A desk has no setting {unknown[0]}: it has {', '.join(entry.name for entry in fields(Policy))}.")
    found: Json = {}
    for name in ("scale", "wrong", "checkable"):
        if name in value:
            found[name] = _words(value[name], name)
    if "twice" in value:
        found["twice"] = _twice(value["twice"])
    if "blind" in value:
        if not isinstance(value["blind"], bool):
            raise QueueError("blind is true or false.")
        found["blind"] = value["blind"]
    if "lease_seconds" in value:
        found["lease_seconds"] = int(_number(value["lease_seconds"], "lease_seconds", 30, 86_400))
    if "least_priority" in value:
        found["least_priority"] = _number(value["least_priority"], "least_priority", 0, 1)
    policy = replace(base, **found)
    if len(policy.scale) < 2 or len(set(policy.scale)) < len(policy.scale):
        raise QueueError("scale: the verdicts are at least two, each once.")
    if not set(policy.wrong) <= set(policy.scale):
        raise QueueError(
            "wrong: the verdicts after which the article has to be put right are of the scale; one of these is not on the scale."
        )
    if not set(policy.checkable) <= {"yes", "partial", "no"}:
        raise QueueError("checkable holds yes, partial and no.")
    return policy


def _twice(value: object) -> Twice:
    if not isinstance(value, dict) or set(value) - {"priority_above", "types"}:
        raise QueueError("twice has priority_above and types.")
    above = value.get("priority_above")
    return Twice(
        None if above is None else _number(above, "twice.priority_above", 0, 1),
        _words(value.get("types", []), "twice.types"),
    )


def _words(value: object, name: str) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or len(value) > 50:
        raise QueueError(f"{name} is a list of words.")
    for word in value:
        if not isinstance(word, str) or not word.strip() or len(word) > 60 or word != word.strip() or not word.isprintable():
            raise QueueError(f"{name} holds something that is no short text: {json.dumps(word)[:60]}.")
    return tuple(value)


def _number(value: object, name: str, low: float, high: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise QueueError(f"{name} is a number from {low:g} to {high:g}.")
    return value
