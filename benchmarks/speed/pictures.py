"""The pictures of one run."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from benchmarks.speed.chart import Curve, bars, curves
from benchmarks.speed.figures import Point, points, stages
from benchmarks.speed.tables import parse_and_after

Line = Mapping[str, Any]

#: Short names for pictures; the number is that of a colour and a shape, the same in all of them.
NAMES = {
    "stanza": ("(a) Stanza", 0),
    "spacy": ("(b) spaCy sm + textacy", 1),
    "extract": ("(c) claimcheck extract", 2),
    "batch": ("(d) claimcheck batch", 3),
}
#: Groups of stages of the bars.
GROUPS = ("sentences and tokens", "encoder", "tags", "trees", "names", "after the parse", "records", "the rest")


def all_pictures(lines: Sequence[Line]) -> dict[str, str]:
    """File name -> SVG, of those for which there are figures."""
    numbers, lengths = points(lines, "numbers"), points(lines, "lengths")
    found = {}
    for kind, curve_points, across in (("articles", numbers, "articles"), ("length", lengths, "words in one article")):
        if curve_points:
            rate = _curves(curve_points, kind, lambda p: p.words / p.cpu)
            found[f"{kind}.svg"] = curves("Words for each second of CPU, one thread", across, "words a second", rate)
            memory = _curves(curve_points, kind, lambda p: p.peak_mib)
            found[f"{kind}-memory.svg"] = curves("Memory at the highest", across, "MiB", memory)
    if lengths.get("extract"):
        parts = [(p.words, parse_and_after(p)) for p in lengths["extract"]]
        found["parts.svg"] = curves(
            "claimcheck extract: seconds of CPU for one article",
            "words in the article",
            "seconds",
            [
                Curve("parse", 4, tuple((words, parse) for words, (parse, _) in parts if parse > 0)),
                Curve("after the parse", 5, tuple((words, after) for words, (_, after) in parts if after > 0)),
            ],
        )
    split = stages(lines)
    rows = [(name, _grouped(split[key])) for key, (name, _) in NAMES.items() if key in split]
    if rows:
        found["stages.svg"] = bars("Microseconds of CPU a word", rows, GROUPS)
    return found


def _curves(found: Mapping[str, Sequence[Point]], kind: str, value: Callable[[Point], float]) -> list[Curve]:
    across: Callable[[Point], float] = (lambda p: p.size) if kind == "articles" else (lambda p: p.words)
    return [Curve(name, style, tuple((across(p), value(p)) for p in found[key])) for key, (name, style) in NAMES.items() if found.get(key)]


def _grouped(parts: Mapping[str, float]) -> list[float]:
    sums = dict.fromkeys(GROUPS, 0.0)
    for stage, took in parts.items():
        sums[next((group for group in GROUPS if stage.startswith(group)), "the rest")] += took
    return list(sums.values())
