"""Which contestants there are, and what is asked of each: the rounds of the table, its stages, the curves."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.speed.articles import joined, spread, words
from benchmarks.speed.processes import run

PROGRAMS = Path(__file__).parent / "contestants"
#: Words of one article, and numbers of articles, of the curves.
LENGTHS = (100, 300, 1_000, 3_000, 10_000, 20_000)
NUMBERS = (1, 10, 100, 1_000)
#: Short tasks are repeated until they have taken so many seconds: the clock of a busy machine is coarse.
LEAST = 1.0

#: One measurement, as it is written to the file of raw figures.
Line = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Contestant:
    """Somebody's way through the articles."""

    key: str
    name: str
    program: str
    python: str
    settings: Mapping[str, Any]
    path: Path | None = None  # a folder to import from


@dataclass(frozen=True, slots=True)
class Plan:
    """What to measure, and with how much patience."""

    articles: int = 40
    rounds: int = 3
    all_cores: bool = True
    longest: float = 120.0  # seconds that a point of a curve may take, by the rate in the table
    numbers: Sequence[int] = NUMBERS
    lengths: Sequence[int] = LENGTHS


def contestants(root: Path, stanza_python: str, spacy_python: str | None) -> list[Contestant]:
    """Those that can be run here. `root` holds the claimcheck that is measured."""
    package = {"package": str(root / "claimcheck" / "models" / "compact"), "package_name": "compact"}
    library, ours = "claimcheck_library.py", sys.executable
    batched = (root / "claimcheck" / "cli" / "batch.py").is_file()  # not yet, in versions that are compared with
    found = [
        Contestant("stanza", "(a) Stanza, document by document", "stanza_by_document.py", stanza_python, package),
        Contestant("parser", "(a′) the same models through claimcheck, computed by Stanza", library, ours, {"mode": "parse"}, root),
    ]
    if spacy_python:
        found.append(Contestant("spacy", "(b) spaCy sm + textacy", "spacy_textacy.py", spacy_python, {}))
    found.append(Contestant("extract", "(c) claimcheck extract", library, ours, {"mode": "extract"}, root))
    name = "(d) claimcheck batch"
    found.append(
        Contestant("batch", name, "claimcheck_batch.py", ours, {}, root)
        if batched
        else Contestant("batch", name, library, ours, {"mode": "documents"}, root)
    )
    return found


def measure(texts: Sequence[str], who: Sequence[Contestant], cores: int, plan: Plan) -> Iterator[Line]:
    """All the figures, one after the other: the table's rounds, interleaved, then stages, then curves."""
    sample = spread(len(texts), plan.articles)
    chosen = [texts[i] for i in sample]
    table = [task(f"{len(chosen)} articles", chosen, range(len(chosen)))]
    for turn in range(plan.rounds):
        for threads in (1, cores) if cores > 1 and plan.all_cores else (1,):
            for contestant in _rotated(who, turn):
                for line in _run(contestant, chosen, table, threads=threads, processes=threads):
                    yield {"kind": "run", "round": turn, **line}
    for contestant in who:
        if contestant.program == "claimcheck_batch.py":  # many processes; what it does in each is measured in one
            contestant = Contestant(
                contestant.key, contestant.name, "claimcheck_library.py", contestant.python, {"mode": "documents"}, contestant.path
            )
        for line in _run(contestant, chosen, table, stages=True):
            yield {"kind": "stages", **line}


def curves(texts: Sequence[str], who: Sequence[Contestant], rates: Mapping[str, float], plan: Plan) -> Iterator[Line]:
    """Growing numbers of articles, and growing articles, on one thread. `rates` are words a second; what would take too long is left out."""
    most = max(plan.numbers, default=0)
    many = [texts[i] for i in range(len(texts))]
    order = spread(len(texts), most) if most <= len(texts) else [n % len(texts) for n in range(most)]
    numbers = [task(str(size), many, [order[n * most // size] for n in range(size)]) for size in plan.numbers]
    articles = [joined(texts, size) for size in plan.lengths]
    lengths = [task(str(size), articles, [n]) for n, size in enumerate(plan.lengths)]
    for contestant in who:
        if contestant.key == "parser":  # its curve is that of `extract` without what comes after
            continue
        for kind, given, tasks in (("numbers", many, numbers), ("lengths", articles, lengths)):
            if kind == "lengths" and contestant.program == "claimcheck_batch.py":
                continue  # of one article, what it takes beyond its start cannot be told
            short = [t for t in tasks if t["words"] <= plan.longest * rates[contestant.key]]
            needed = sorted({i for t in short for i in t["texts"]})
            place = {i: n for n, i in enumerate(needed)}
            short = [{**t, "texts": [place[i] for i in t["texts"]], "least": LEAST} for t in short]
            if short:
                parts = contestant.key == "extract"
                for line in _run(contestant, [given[i] for i in needed], short, stages=parts):
                    yield {"kind": kind, **line}


def task(name: str, texts: Sequence[str], numbers: Sequence[int]) -> dict[str, Any]:
    """Some of the texts, as a contestant is told of them."""
    return {"name": name, "texts": list(numbers), "words": sum(words(texts[i]) for i in numbers)}


def _run(
    contestant: Contestant,
    texts: Sequence[str],
    tasks: Sequence[Mapping[str, Any]],
    *,
    threads: int = 1,
    processes: int = 1,
    stages: bool = False,
) -> Iterator[Line]:
    print(f"{contestant.name}, {threads} thread{'s' * (threads > 1)}{', stages' * stages} …", file=sys.stderr, flush=True)
    job = {**contestant.settings, "texts": list(texts), "tasks": list(tasks), "processes": processes, "stages": stages}
    count = {t["name"]: t["words"] for t in tasks}
    for line in run(contestant.python, PROGRAMS / contestant.program, job, threads=threads, path=contestant.path):
        yield {"contestant": contestant.key, "threads": threads, "words": count.get(line.get("name", ""), 0), **line}


def _rotated(who: Sequence[Contestant], turn: int) -> list[Contestant]:
    """Another one first in every round, so that none always runs on a warm or a busy machine."""
    return [*who[turn % len(who) :], *who[: turn % len(who)]]
