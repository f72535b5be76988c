"""How fast the review queue is with many claims in it, on one database or several side by side.

    python -m benchmarks.queue --database queue.sqlite --database postgresql://user@host/name --claims 50000
    python -m benchmarks.queue --database queue.sqlite --http http://127.0.0.1:8765 --token … --cookie name=value

An empty database is filled with synthetic claims first; decisions are really given, so use one that may be spoiled. With --http the
pages and the API of a server are measured that runs on the (first) database. Figures of one run can be compared with each other; those
of two machines cannot.
"""

import argparse
from collections.abc import Mapping

from benchmarks.queue.addresses import addresses
from benchmarks.queue.calls import calls
from benchmarks.queue.filling import fill
from benchmarks.queue.timing import Timing, timed
from claimcheck.queue.database import opened


def main() -> None:
    cli = argparse.ArgumentParser(
        prog="python -m benchmarks.queue", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    cli.add_argument("--database", action="append", required=True, metavar="URL_OR_FILE", help="may be repeated, to compare")
    cli.add_argument("--claims", type=int, default=50_000)
    cli.add_argument("--events", type=int, default=300_000, help="of the log, when an empty database is filled")
    cli.add_argument("--threads", type=int, default=1)
    cli.add_argument("--seconds", type=float, default=5, help="for each measure")
    cli.add_argument("--http", metavar="URL", help="a server that runs on the database")
    cli.add_argument("--token", help="for its API")
    cli.add_argument("--cookie", help="of a session, for its pages: name=value")
    options = cli.parse_args()

    found: list[tuple[str, Mapping[str, Timing]]] = []
    for where in options.database:
        database = opened(where, make=True)
        filled = fill(database, options.claims, options.events)
        print(f"{database.name}: {filled.claims:,} claims of {filled.articles:,} articles, {filled.events:,} events")
        measured = calls(database, filled)
        found.append(
            (database.engine.dialect.name, {name: timed(work, options.threads, options.seconds) for name, work in measured.items()})
        )
        database.close()
    if options.http:
        asked = addresses(options.http, options.token, options.cookie, options.claims)
        found.append((f"HTTP, {found[0][0]}", {name: timed(work, options.threads, options.seconds) for name, work in asked.items()}))
    for name, timings in found:
        _print(name, timings, found[0][1])


def _print(name: str, timings: Mapping[str, Timing], first: Mapping[str, Timing]) -> None:
    print(f"\n{name:32}{'a second':>10}{'p50 ms':>10}{'p99 ms':>10}{'p50 to first':>14}")
    for what, timing in timings.items():
        ratio = f"{timing.p50 / first[what].p50:13.2f}x" if what in first else ""
        print(f"{what:32}{timing.per_second:10.1f}{timing.p50:10.1f}{timing.p99:10.1f}{ratio}")


if __name__ == "__main__":
    main()
