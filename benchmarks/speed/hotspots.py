"""Where the time goes, function by function, in the parse and in everything after it.

    python -m benchmarks.speed profile ARTICLES [--number 10] [--top 25]

Seconds of CPU are those in the function itself, not in what it calls; functions of torch count as theirs. The profiler makes small Python
functions look slower than they are: compare orders, not figures, and measure what was changed with the benchmark.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.speed.articles import read_folder, spread, words
from benchmarks.speed.tables import markdown


def main(arguments: list[str]) -> int:
    cli = argparse.ArgumentParser(
        prog="python -m benchmarks.speed profile", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    cli.add_argument("articles", type=Path)
    cli.add_argument("--number", type=int, default=10, help="of articles (default: %(default)s)")
    cli.add_argument("--top", type=int, default=25, help="functions to show (default: %(default)s)")
    options = cli.parse_args(arguments)

    import torch

    from claimcheck.document import from_text
    from claimcheck.pipeline import Extractor, assemble
    from claimcheck.record import report_to_json, validate_report

    torch.set_num_threads(1)
    texts = read_folder(options.articles)
    documents = [from_text(texts[i]) for i in spread(len(texts), options.number)]
    count = sum(words(document.source) for document in documents)
    parser = Extractor().parser
    warm = [from_text("The council approved 3 million euros on Monday, Mayor Ann Lee said."), *documents[:1]]
    reports = [assemble(document, parser.parse(document), parser) for document in warm]
    for document, report in zip(warm, reports, strict=True):
        validate_report(report_to_json(report), source=document.source)

    parses, profile = profiled(lambda: [parser.parse(document) for document in documents])
    _show("The parse", profile, count, options.top)
    reports, profile = profiled(lambda: [assemble(d, s, parser) for d, s in zip(documents, parses, strict=True)])
    _show("After the parse", profile, count, options.top)
    _, profile = profiled(lambda: [validate_report(report_to_json(r), source=d.source) for d, r in zip(documents, reports, strict=True)])
    _show("Records", profile, count, options.top)
    return 0


def profiled(work: Callable[[], Any]) -> tuple[Any, cProfile.Profile]:
    """What the work gives, and the seconds of CPU of its functions."""
    profile = cProfile.Profile(time.process_time)
    profile.enable()
    result = work()
    profile.disable()
    return result, profile


def hottest(profile: cProfile.Profile, top: int) -> list[tuple[str, float, int]]:
    """Function, its own seconds, calls; the slowest first."""
    stats: dict[tuple[str, int, str], tuple[int, int, float, float, Any]] = pstats.Stats(profile).stats  # type: ignore[attr-defined]
    rows = [(_place(*where), figures[2], figures[1]) for where, figures in stats.items()]
    return sorted(rows, key=lambda row: (-row[1], row[0]))[:top]


def _place(file: str, line: int, name: str) -> str:
    if file.startswith(("~", "<")):
        return name
    parts = Path(file).parts
    start = max((i for i, part in enumerate(parts) if part in ("claimcheck", "site-packages")), default=len(parts) - 2)
    return f"{'/'.join(parts[start + (parts[start] == 'site-packages') :])}:{line} {name}"


def _show(title: str, profile: cProfile.Profile, count: int, top: int) -> None:
    whole = sum(figures[2] for figures in pstats.Stats(profile).stats.values())  # type: ignore[attr-defined]
    rows = [
        [f"`{place}`", f"{took:.2f}", f"{took / whole:.0%}", f"{calls:,}", f"{1e6 * took / count:.0f}"]
        for place, took, calls in hottest(profile, top)
    ]
    print(f"\n## {title}: {whole:.2f} s for {count:,} words\n")
    print(markdown(["function", "own seconds", "share", "calls", "µs a word"], rows))
