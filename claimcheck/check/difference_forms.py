"""How a difference between two versions of an article is told: to people, to a pull request, to a program."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from claimcheck.check.checkable import checkable_to_json
from claimcheck.check.difference import Change, Difference
from claimcheck.check.outcome import Json
from claimcheck.check.outputs.look import Look, shown
from claimcheck.record import SCHEMA_VERSION, dumps

Tell = Callable[[Difference, Look], Iterator[str]]


def text(difference: Difference, look: Look) -> Iterator[str]:
    """A line a claim, `~` for one that changed, with its changes below it; then a count."""
    for pair in difference.changed:
        yield f"{look.paint('~', 'warning')} {shown(pair.new.text)}\n"
        yield from (f"    {_name(change)}: {_told(change)}\n" for change in pair.changes)
    for claim in difference.added:
        yield f"{look.paint('+', 'note')} {shown(claim.text)}\n"
    for claim in difference.removed:
        yield f"{look.paint('-', 'error')} {shown(claim.text)}\n"
    yield _count(difference) + "\n"


def markdown(difference: Difference, _look: Look) -> Iterator[str]:
    """For a pull request: a table of changes, lists of what was added and removed."""
    yield f"### Claims: {_count(difference).rstrip('.')}\n\n"
    if difference.changed:
        yield "| claim | change | before | now |\n| --- | --- | --- | --- |\n"
        for pair in difference.changed:
            for number, change in enumerate(pair.changes):
                claim = _escaped(pair.new.text) if number == 0 else ""
                yield f"| {claim} | {_name(change)} | {_escaped(change.old)} | {_escaped(change.new)} |\n"
        yield "\n"
    for title, claims in (("Added", difference.added), ("Removed", difference.removed)):
        if claims:
            yield f"{title}:\n\n"
            yield from (f"- {_escaped(claim.text)}\n" for claim in claims)
            yield "\n"


def json(difference: Difference, _look: Look) -> Iterator[str]:
    """One object: `changed`, `added`, `removed`, each claim by its checkable core, as in `schemas/lock.schema.json`."""
    record: Json = {
        "schema_version": SCHEMA_VERSION,
        "changed": [
            {
                "old": checkable_to_json(pair.old),
                "new": checkable_to_json(pair.new),
                "changes": [{"kind": change.kind, "old": change.old, "new": change.new} for change in pair.changes],
            }
            for pair in difference.changed
        ],
        "added": [checkable_to_json(claim) for claim in difference.added],
        "removed": [checkable_to_json(claim) for claim in difference.removed],
        "unchanged": difference.unchanged,
    }
    yield dumps(record, indent=2) + "\n"


FORMS: Mapping[str, Tell] = {"text": text, "json": json, "markdown": markdown}


def _name(change: Change) -> str:
    return change.kind.replace("-", " ")


def _told(change: Change) -> str:
    if change.kind == "reworded":
        return f"was “{shown(change.old)}”"
    return f"{shown(change.old) or 'nothing'} → {shown(change.new) or 'nothing'}"


def _count(difference: Difference) -> str:
    parts = [(len(difference.changed), "changed"), (len(difference.added), "added"), (len(difference.removed), "removed")]
    said = ", ".join(f"{number} {what}" for number, what in parts if number)
    return f"{said or 'no differences'}; {difference.unchanged} unchanged."


def _escaped(text: str) -> str:
    """Words of an article inside Markdown, where they must stay words."""
    marked = "".join(f"\\{c}" if c in "\\`*_{}[]()#+-!|~>@" else c for c in shown(text))
    return marked.replace("&", "&amp;").replace("<", "&lt;")
