"""How an Outcome is written: one module a format, each with `write(outcome, look)`, which yields pieces of text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from typing import cast

from claimcheck.check.outcome import Outcome
from claimcheck.check.outputs.look import Look

__all__ = ["DEFAULT", "OUTPUTS", "Look", "Write", "writer"]

Write = Callable[[Outcome, Look], Iterator[str]]

DEFAULT = "text"

#: Format -> what it is for. The module of that name is imported when it is asked for.
OUTPUTS: Mapping[str, str] = {
    "text": "for people: the line, with carets below the words",
    "json": "one object with all files, claims and findings: schemas/check.schema.json",
    "jsonl": "one finding a line",
    "sarif": "SARIF 2.1.0: findings as `fail`, claims as `review`",
    "github": "GitHub's workflow commands: the ten most urgent of each kind; all of them in the job's summary",
    "gitlab": "GitLab's code quality report",
    "junit": "JUnit's XML, a suite a file",
    "rdjsonl": "reviewdog's diagnostics, one a line",
}


def writer(name: str) -> Write:
    """The `write` of a format. Raises KeyError for a name that is not in OUTPUTS."""
    if name not in OUTPUTS:
        raise KeyError(name)
    return cast(Write, import_module(f"{__name__}.{name}").write)
