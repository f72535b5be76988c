"""Workflow commands that GitHub shows beside the lines of a change, and a summary of the job for all that it does not show.

GitHub shows ten annotations of each kind a step (https://docs.github.com/en/actions/reference/limits); the most urgent
are given, the summary lists all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from claimcheck.check.outcome import LEVELS, CheckedFile, Notice, Outcome
from claimcheck.check.outputs.look import Look
from claimcheck.check.outputs.place import most_urgent_first, region
from claimcheck.escaping import markdown, markdown_code

SHOWN = 10
_COMMAND = {"error": "error", "warning": "warning", "note": "notice"}


def write(outcome: Outcome, _look: Look) -> Iterator[str]:
    """A command a line: at most ten of each kind, the most urgent first."""
    given: Counter[str] = Counter()
    for lost in outcome.unreadable[:SHOWN]:
        given["error"] += 1
        yield f"::error file={_property(lost.path)},title=unreadable::{_data(lost.reason)}\n"
    left = 0
    for file, notice in most_urgent_first((f, n) for f, n in outcome.notices() if n.counts):
        kind = _COMMAND[notice.level]
        if given[kind] == SHOWN:
            left += 1
            continue
        given[kind] += 1
        yield _command(kind, file, notice)
    if left:
        yield f"{left} more finding{'s' if left > 1 else ''}: see the summary of the job.\n"


def summary(outcome: Outcome) -> Iterator[str]:
    """The job's summary in Markdown: every finding that counts, the most urgent first."""
    notices = most_urgent_first((f, n) for f, n in outcome.notices() if n.counts)
    levels = Counter(notice.level for _, notice in notices)
    said = ", ".join(f"{levels[level]} {level}{'s' if levels[level] > 1 else ''}" for level in reversed(LEVELS) if levels[level])
    yield f"### claimcheck: {said or 'no findings'}\n\n"
    for lost in outcome.unreadable:
        yield f"- `{markdown_code(lost.path)}` could not be checked: {markdown(lost.reason)}\n"
    if outcome.unreadable:
        yield "\n"
    if notices:
        yield "| | where | what | rule |\n| --- | --- | --- | --- |\n"
    for file, notice in notices:
        finding = notice.finding
        sum_ = f" ({markdown(finding.arithmetic)})" if finding.arithmetic else ""
        where = f"`{markdown_code(file.name)}:{finding.span.line}`"
        yield f"| {notice.level} | {where} | {markdown(finding.message)}{sum_} | {finding.rule} |\n"
    yield "\n"


def _command(kind: str, file: CheckedFile, notice: Notice) -> str:
    finding = notice.finding
    place = region(file, finding.span)
    fields = {"file": file.name, "line": place.line, "endLine": place.end_line, "title": finding.rule}
    if place.line == place.end_line:  # GitHub takes columns within one line only
        fields |= {"col": place.column, "endColumn": place.end_column}
    lines = [finding.message]
    lines += [finding.arithmetic] if finding.arithmetic else []
    lines += [f"line {side.span.line}: {side.message}: “{side.span.exact}”" for side in finding.sides]
    written = ",".join(f"{name}={_property(str(value))}" for name, value in fields.items())
    return f"::{kind} {written}::{_data(chr(10).join(lines))}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
