"""For people: each finding with its line and carets below the words, then a count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from claimcheck.anchor import line_starts
from claimcheck.check.outcome import LEVELS, CheckedFile, Notice, Outcome
from claimcheck.check.outputs.look import Look, columns, shown
from claimcheck.model import Quote

_LEAD = 50  # columns of the line before the words, where the line is too long
_LEAST = 12  # columns before the words that are shown in any case, where the line is too long
_ROOM = 20  # columns of the line that are shown however narrow the terminal is


def write(outcome: Outcome, look: Look) -> Iterator[str]:
    """Findings that count, file by file; then what of the baseline is stale, and a count."""
    for file, notice in outcome.notices():
        if notice.counts:
            yield from _notice(file, notice, look)
    for entry in outcome.stale:
        yield look.paint(f"{shown(entry.path)}: in the baseline, but found no more: {shown(entry.words)} [{entry.rule}]\n", "quiet")
    if outcome.stale:
        yield look.paint("`claimcheck baseline prune` removes what is found no more.\n", "quiet") + "\n"
    yield _count(outcome) + "\n"


def _notice(file: CheckedFile, notice: Notice, look: Look) -> Iterator[str]:
    finding = notice.finding
    place = look.paint(f"{shown(file.name)}:{finding.span.line}:{finding.span.column}", "place")
    yield f"{place}: {look.paint(notice.level, notice.level)}: {shown(finding.message)} {look.paint(f'[{finding.rule}]', 'quiet')}\n"
    gutter = len(str(max(span.line for span in (finding.span, *(side.span for side in finding.sides)))))
    marks = [_Mark(finding.span, "^", notice.level), *(_Mark(side.span, "-", "quiet", side.message) for side in finding.sides)]
    for line in dict.fromkeys(mark.span.line for mark in marks):
        yield from _excerpt(file, [mark for mark in marks if mark.span.line == line], gutter, look)
    if finding.arithmetic:
        yield f"  {'':>{gutter}} = {shown(finding.arithmetic)}\n"
    yield "\n"


@dataclass(frozen=True, slots=True)
class _Mark:
    """What is marked below a line: with which character, and what is said of it."""

    span: Quote
    sign: str
    style: str
    label: str = ""


def _excerpt(file: CheckedFile, marks: Sequence[_Mark], gutter: int, look: Look) -> Iterator[str]:
    """The line in which all the marks begin, cut to the width, with a line below it for each; where they do not fit, one after the other."""
    starts = line_starts(file.source)
    number = marks[0].span.line
    begin = starts[number - 1]
    end = starts[number] if number < len(starts) else len(file.source)
    line = file.source[begin:end].rstrip("\r\n")
    first = min(mark.span.start for mark in marks) - begin
    last = min(max(mark.span.end for mark in marks) - begin, len(line))
    room = max(look.width - gutter - 5, _ROOM)
    before, words, after = shown(line[:first]), shown(line[first:last]), shown(line[last : last + room])
    if columns(before + words + after) > room or last + room < len(line):
        before = _end(before, max(min(_LEAD, room // 2, room - columns(words) - 1), _LEAST))
        if len(marks) > 1 and columns(before + words) >= room:
            for mark in marks:
                yield from _excerpt(file, [mark], gutter, look)
            return
        words = _beginning(words, room - columns(before))
        after = _beginning(after, room - columns(before + words)) if last - first == len(words) else ""
    yield f"  {number:>{gutter}} | {before}{words}{after}\n"
    for mark in marks:
        skipped = columns(before) + columns(shown(line[first : mark.span.start - begin]))
        marked = (
            columns(words) if len(marks) == 1 else columns(shown(line[mark.span.start - begin : min(mark.span.end - begin, len(line))]))
        )
        signs = mark.sign * max(marked, 1) + (f" {shown(mark.label)}" if mark.label else "")
        yield f"  {'':>{gutter}} | {' ' * skipped}{look.paint(signs, mark.style)}\n"


def _beginning(text: str, room: int) -> str:
    """The first characters that fit into the room, with an ellipsis for what is left out."""
    text = text[: room + 1]
    if columns(text) <= room:
        return text
    while text and columns(text) > room - 1:
        text = text[:-1]
    return f"{text}…" if room > 0 else ""


def _end(text: str, room: int) -> str:
    """The last words that fit into the room, with an ellipsis for what is left out."""
    if columns(text[-room - 1 :]) <= room:
        return text
    text = text[-room:]
    text = text[text.find(" ") + 1 :]
    while text and columns(text) > room - 1:
        text = text[1:]
    return f"…{text}"


def _count(outcome: Outcome) -> str:
    if not outcome.files:
        return "Nothing could be checked." if outcome.unreadable else "No articles were found."
    levels = Counter(notice.level for _, notice in outcome.notices() if notice.counts)
    parts = [f"{levels[level]} {level}{'s' if levels[level] != 1 else ''}" for level in reversed(LEVELS) if levels[level]]
    files = len(outcome.files)
    said = f"{', '.join(parts) or 'No findings'} in {files} file{'s' if files != 1 else ''}"
    ignored = sum(n.suppression is not None and n.suppression.kind == "inline" for _, n in outcome.notices())
    known = sum(n.state == "unchanged" for _, n in outcome.notices())
    rest = [f"{ignored} ignored in the draft"] * bool(ignored) + [f"{known} in the baseline"] * bool(known)
    return f"{said} ({', '.join(rest)})." if rest else f"{said}."
