"""The figures as Markdown tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from benchmarks.speed.figures import Point, Speed, Spread, after_the_parse, points, slope, speeds, stages

Line = Mapping[str, Any]

NAMES = {
    "stanza": "(a) Stanza, document by document",
    "parser": "(a′) the same, through claimcheck, `load(by_stanza=True)`",
    "spacy": "(b) spaCy sm + textacy",
    "extract": "(c) `claimcheck extract`",
    "batch": "(d) `claimcheck batch`",
}
STAGES = (
    "reading",
    "sentences and tokens",
    "encoder",
    "letters of words",
    "tags",
    "lemmas",
    "trees",
    "names",
    "rest of the parse",
    "after the parse: triples and quotations",
    "after the parse: clauses",
    "after the parse: facets",
    "after the parse: claims",
    "after the parse: coverage",
    "after the parse: findings",
    "after the parse: offsets and ids",
    "records: made, checked, written",
    "rest",
)


def all_tables(lines: Sequence[Line]) -> dict[str, str]:
    """Every table of one run, by the name under which a page has it."""
    cores = next((line["cores"] for line in lines if line["kind"] == "machine"), 1)
    found = {
        "machine": machine(lines),
        "one-thread": table_of_speeds(speeds(lines, 1)),
        "all-cores": table_of_speeds(speeds(lines, cores)) if cores > 1 else "",
        "stages": table_of_stages(stages(lines)),
        "limit": table_of_limit(lines),
        "numbers": table_of_curves(points(lines, "numbers"), "articles"),
        "lengths": table_of_curves(points(lines, "lengths"), "words in one article"),
        "parts": table_of_parts(points(lines, "lengths").get("extract", ())),
    }
    return {name: table for name, table in found.items() if table}


def machine(lines: Sequence[Line]) -> str:
    """The machine, and how busy it was."""
    begin = next((line for line in lines if line["kind"] == "machine"), None)
    if begin is None:
        return ""
    loads = [line["load"] for line in lines if line["kind"] in ("machine", "end")]
    busy = " to ".join(f"{load:.1f}" for load in loads)
    return f"{begin['processor']}, {begin['cores']} cores, Python {begin['python']}; load of the machine from begin to end {busy}."


def markdown(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table whose first column is words and whose others are figures."""
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, ["---", *["---:"] * (len(head) - 1)], *rows))


def table_of_speeds(rows: Mapping[str, Speed]) -> str:
    if not rows:
        return ""
    first, peer = rows.get("stanza"), rows.get("spacy")
    head = ["", "words a second of CPU", "to (a)", "to (b)", "on the clock", "cold start, s (CPU)", "largest process, MiB", "all, MiB"]
    return markdown(
        head,
        [
            [
                NAMES[key],
                _spread(row.per_core),
                _ratio(row, first),
                _ratio(row, peer),
                _spread(row.on_the_clock),
                f"{row.start.middle:.1f} ({row.start_cpu.middle:.1f})",
                _whole(row.largest),
                _whole(row.together),
            ]
            for key, row in _ordered(rows)
        ],
    )


def table_of_stages(found: Mapping[str, Mapping[str, float]]) -> str:
    if not found:
        return ""
    who = [key for key, _ in _ordered(found)]
    rows = [
        [stage, *(f"{found[key][stage]:.0f}" if found[key].get(stage, 0) >= 0.5 else "" for key in who)]
        for stage in STAGES
        if any(found[key].get(stage, 0) >= 0.5 for key in who)
    ]
    rows.append(["all", *(f"{sum(found[key].values()):.0f}" for key in who)])
    rows.append(["after the parse, of parse and after", *(_share(found[key]) for key in who)])
    return markdown(["µs a word", *(NAMES[key] for key in who)], rows)


def table_of_limit(lines: Sequence[Line]) -> str:
    """The models' multiplications, what the machine does of them, and how near the contestants are."""
    figures = next((line for line in lines if line["kind"] == "limit"), None)
    if figures is None:
        return ""
    counted: Mapping[str, int] = figures["multiply_adds"]
    total = sum(counted.values())
    rows = [[name, f"{count / 1e6:.2f}", f"{count / total:.0%}"] for name, count in counted.items()]
    rows.append(["all", f"{total / 1e6:.2f}", ""])
    first = markdown(["", "million multiply-adds a word", "share"], rows)
    reached = speeds(lines, 1)
    ours = [key for key in ("stanza", "parser", "extract", "batch") if key in reached]
    rates = [
        [
            kind,
            f"{figures['gflops'][kind]:.0f}",
            _whole(words),
            *(f"{reached[key].per_core.middle / words:.0%}" for key in ours),
        ]
        for kind, words in figures["words_per_second"].items()
    ]
    second = markdown(["", "10⁹ operations a second", "words a second at most", *(f"{NAMES[key]} reaches" for key in ours)], rates)
    return f"{first}\n\n{second}"


def table_of_curves(found: Mapping[str, Sequence[Point]], what: str) -> str:
    """Words a second of CPU and memory at each size, and the exponent of the time in words."""
    if not found:
        return ""
    who = [key for key, _ in _ordered(found)]
    sizes = sorted({point.size for curve in found.values() for point in curve})
    at = {key: {point.size: point for point in found[key]} for key in who}
    rows = []
    for size in sizes:
        cells = [at[key].get(size) for key in who]
        rows.append([f"{size:,}", *(f"{_whole(p.words / p.cpu)} ({_whole(p.peak_mib)})" if p else "" for p in cells)])
    rows.append(["exponent of the time", *(_slope([(p.words, p.cpu) for p in found[key]]) for key in who)])
    return markdown([f"{what}: words a second of CPU (MiB)", *(NAMES[key] for key in who)], rows)


def table_of_parts(curve: Sequence[Point]) -> str:
    """Parse and what comes after it, of `claimcheck extract`, at each length of an article."""
    if not curve:
        return ""
    parts = [(point, parse_and_after(point)) for point in curve]
    rows = [
        [f"{p.size:,}", f"{1e6 * parse / p.words:.0f}", f"{1e6 * after / p.words:.0f}", f"{1e6 * p.cpu / p.words:.0f}"]
        for p, (parse, after) in parts
    ]
    rows.append(
        [
            "exponent of the time",
            _slope([(p.words, parse) for p, (parse, _) in parts]),
            _slope([(p.words, after) for p, (_, after) in parts]),
            _slope([(p.words, p.cpu) for p, _ in parts]),
        ]
    )
    return markdown(["words in one article", "parse, µs a word", "after the parse, µs a word", "all, µs a word"], rows)


def parse_and_after(point: Point) -> tuple[float, float]:
    """Seconds of the parse and of the stages after it."""
    after = sum(took for name, took in point.stages.items() if name.startswith("after the parse"))
    parse = sum(took for name, took in point.stages.items() if not name.startswith(("after the parse", "reading", "records")))
    return parse, after


def table_of_history(runs: Mapping[str, Sequence[Line]]) -> str:
    """One row a run, in the order given: ratios within each run can be compared even if the machine was another."""
    rows = []
    for name, lines in runs.items():
        found, parts = speeds(lines, 1), stages(lines)
        first, peer = found.get("stanza"), found.get("spacy")
        for key in ("extract", "batch"):
            if key in found:
                row = found[key]
                share = _share(parts.get(key, {}))
                rows.append(
                    [
                        f"{name}: {NAMES[key]}",
                        _whole(row.per_core.middle),
                        _ratio(row, first),
                        _ratio(row, peer),
                        share,
                        f"{row.start.middle:.1f} ({row.start_cpu.middle:.1f})",
                        _whole(row.largest),
                    ]
                )
    head = ["", "words a second of CPU", "to (a)", "to (b)", "after the parse", "cold start, s (CPU)", "MiB"]
    return markdown(head, rows)


def _ordered(rows: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return [(key, rows[key]) for key in NAMES if key in rows]


def _spread(figure: Spread) -> str:
    return _whole(figure.middle) if figure.low == figure.high else f"{_whole(figure.middle)} ({_whole(figure.low)}–{_whole(figure.high)})"


def _ratio(row: Speed, other: Speed | None) -> str:
    return f"{row.per_core.middle / other.per_core.middle:.2f}×" if other else ""


def _share(parts: Mapping[str, float]) -> str:
    return f"{after_the_parse(parts):.0%}" if any(stage.startswith("after the parse") for stage in parts) else ""


def _slope(pairs: Sequence[tuple[float, float]]) -> str:
    return f"{slope(pairs):.2f}" if len({x for x, _ in pairs}) > 1 else ""


def _whole(figure: float) -> str:
    return f"{figure:,.0f}"
