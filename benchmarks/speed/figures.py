"""From raw measurements to the figures of the tables: medians, ratios, slopes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log
from statistics import median
from typing import Any

Line = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Spread:
    """The median of some rounds, the lowest and the highest."""

    middle: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Speed:
    """One row of the table: rates in words a second, times in seconds, memory in MiB."""

    per_core: Spread  # words for each second of CPU
    on_the_clock: Spread
    start: Spread  # from nothing to the result of a first short article, on the clock
    start_cpu: Spread
    largest: float  # memory of the largest process
    together: float  # of all
    claims: float = 0.0


def spread_of(figures: Iterable[float]) -> Spread:
    """Raises statistics.StatisticsError when there are none."""
    some = list(figures)
    return Spread(median(some), min(some), max(some))


def speeds(lines: Iterable[Line], threads: int) -> dict[str, Speed]:
    """The table's rows, by contestant."""
    found: dict[str, dict[int, dict[str, Line]]] = {}
    for line in lines:
        if line["kind"] == "run" and line["threads"] == threads:
            found.setdefault(line["contestant"], {}).setdefault(line["round"], {})[line["event"]] = line
    rows = {}
    for key, rounds in found.items():
        pairs = [(r["ready"], r["task"]) for r in rounds.values() if {"ready", "task"} <= r.keys()]
        rows[key] = Speed(
            per_core=spread_of(task["words"] / seconds(ready, task, "cpu") for ready, task in pairs),
            on_the_clock=spread_of(task["words"] / seconds(ready, task, "wall") for ready, task in pairs),
            start=spread_of(ready["wall"] for ready, _ in pairs),
            start_cpu=spread_of(ready["cpu"] for ready, _ in pairs),
            largest=max(max(task["largest_mib"], task["peak_mib"]) for _, task in pairs),
            together=max(max(task["together_mib"], task["peak_mib"]) for _, task in pairs),
        )
    return rows


def seconds(ready: Line, task: Line, clock: str) -> float:
    """What a task took without the start, which the time of some contestants includes."""
    took: float = task[clock]
    if task["start_included"]:
        took -= ready[clock]
    elif clock == "cpu":  # of children that were ended without being asked, only what was seen is known
        took = max(took, (task["family_cpu"] - ready["family_cpu"]) / task["repeats"] if task["threads"] > 1 else 0.0)
    return max(took, 1e-9)


def stages(lines: Iterable[Line]) -> dict[str, dict[str, float]]:
    """Microseconds a word of each stage, by contestant."""
    found = {}
    for line in lines:
        if line["kind"] == "stages" and line["event"] == "task":
            counted = sum(line["stages"].values())
            parts = {**line["stages"], "rest": max(line["cpu"] - counted, 0.0)}
            found[line["contestant"]] = {name: 1e6 * took / line["words"] for name, took in parts.items()}
    return found


def after_the_parse(parts: Mapping[str, float]) -> float:
    """Of stages, the share of what comes after the parse, of all but reading and writing."""
    after = sum(took for name, took in parts.items() if name.startswith("after the parse"))
    whole = sum(took for name, took in parts.items() if not name.startswith(("reading", "records", "rest")) or name == "rest of the parse")
    return after / whole if whole else 0.0


@dataclass(frozen=True, slots=True)
class Point:
    """A point of a curve."""

    words: int
    size: int  # articles, or words that were asked for
    cpu: float  # seconds
    peak_mib: float
    stages: Mapping[str, float]


def points(lines: Iterable[Line], kind: str) -> dict[str, list[Point]]:
    """The curves of a kind, by contestant, without points that are lost in the start of a process."""
    found: dict[str, list[Point]] = {}
    ready: Line = {}
    for line in lines:
        if line["kind"] != kind:
            continue
        if line["event"] == "ready":
            ready = line
        elif not line["start_included"] or line["cpu"] > 1.5 * ready["cpu"]:
            took = seconds(ready, line, "cpu")
            memory = max(line["peak_mib"], line["largest_mib"])
            found.setdefault(line["contestant"], []).append(Point(line["words"], int(line["name"]), took, memory, line["stages"]))
    return found


def slope(pairs: Sequence[tuple[float, float]]) -> float:
    """The exponent p of y = c · x^p that fits best, by least squares of the logarithms: 1 is linear. Raises ValueError with less than two x."""
    xs, ys = [log(x) for x, _ in pairs], [log(y) for _, y in pairs]
    if len(set(xs)) < 2:
        raise ValueError("a slope needs two points")
    x_mean, y_mean = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((x - x_mean) * (y - y_mean) for x, y in zip(xs, ys, strict=True)) / sum((x - x_mean) ** 2 for x in xs)
