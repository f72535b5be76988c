"""For people: each finding with its line and carets below the words, then a count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from claimcheck.anchor import line_starts
from claimcheck.check.outcome import LEVELS, CheckedFile, Notice, Outcome
from claimcheck.check.outputs.look import Look, columns, shown
from claimcheck.model import Quote

_LEAD = 50  # columns of the line before the words, where the line is too long
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
    yield from _excerpt(file, finding.span, gutter, look, "^", notice.level)
    for side in finding.sides:
        yield from _excerpt(file, side.span, gutter, look, "-", "quiet", side.message)
    if finding.arithmetic:
        yield f"  {'':>{gutter}} = {shown(finding.arithmetic)}\n"
    yield "\n"


def _excerpt(file: CheckedFile, span: Quote, gutter: int, look: Look, mark: str, style: str, label: str = "") -> Iterator[str]:
    """The line in which a span begins, cut to the width, and marks below the span's words."""
    starts = line_starts(file.source)
    begin = starts[span.line - 1]
    end = starts[span.line] if span.line < len(starts) else len(file.source)
    line = file.source[begin:end].rstrip("\r\n")
    first, last = span.start - begin, min(span.end - begin, len(line))
    room = max(look.width - gutter - 5, _ROOM)
    before, words, after = shown(line[:first]), shown(line[first:last]), shown(line[last : last + room])
    if columns(before + words + after) > room or last + room < len(line):
        before = _end(before, min(_LEAD, room // 2))
        words = _beginning(words, room - columns(before))
        after = _beginning(after, room - columns(before + words)) if last - first == len(words) else ""
    marks = mark * max(columns(words), 1) + (f" {shown(label)}" if label else "")
    yield f"  {span.line:>{gutter}} | {before}{words}{after}\n"
    yield f"  {'':>{gutter}} | {' ' * columns(before)}{look.paint(marks, style)}\n"


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
    levels = Counter(notice.level for _, notice in outcome.notices() if notice.counts)
    parts = [f"{levels[level]} {level}{'s' if levels[level] != 1 else ''}" for level in reversed(LEVELS) if levels[level]]
    files = len(outcome.files)
    said = f"{', '.join(parts) or 'No findings'} in {files} file{'s' if files != 1 else ''}"
    ignored = sum(n.suppression is not None and n.suppression.kind == "inline" for _, n in outcome.notices())
    known = sum(n.state == "unchanged" for _, n in outcome.notices())
    rest = [f"{ignored} ignored in the draft"] * bool(ignored) + [f"{known} in the baseline"] * bool(known)
    return f"{said} ({', '.join(rest)})." if rest else f"{said}."
