"""All measures of quality in one table, beside what others reach on the same data.

    python -m benchmarks.quality --data FOLDER --parses FOLDER [--only dates quotes ...] [--json FILE]

FOLDER of `--data` holds one folder a data set, named as in docs/quality.md, which says where each can be had. A measure whose data is
not there is left out with a word. `--parses` keeps the parses: the first run takes about an hour on one core, later ones minutes.
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from dataclasses import asdict
from pathlib import Path

from benchmarks.quality.measure import Row
from benchmarks.quality.parses import KeptParser

#: Module of this package, and the data sets that it needs.
MEASURES = {
    "quotes": ("quotes-polnear",),
    "dates": ("dates-gum", "dates-wikiwars"),
    "number_specs": ("recognizers-specs",),
    "clauses": ("oie-carb",),
    "checkable": ("checkable-policlaim", "checkworthiness-ct24", "subjectivity-ct25"),
    "pronouns": ("pronouns-gap",),
    "matching": ("matching-2b",),
}


def main() -> int:
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--data", type=Path, required=True)
    cli.add_argument("--parses", type=Path, required=True)
    cli.add_argument("--only", nargs="+", choices=list(MEASURES), default=list(MEASURES))
    cli.add_argument("--json", type=Path)
    options = cli.parse_args()

    parser = KeptParser(options.parses)
    rows: list[Row] = []
    for name in options.only:
        missing = [folder for folder in MEASURES[name] if not (options.data / folder).is_dir()]
        if missing:
            print(f"{name}: left out, there is no {options.data / missing[0]}.", file=sys.stderr)
            continue
        print(f"{name} …", file=sys.stderr, flush=True)
        rows += importlib.import_module(f"benchmarks.quality.{name}").rows(options.data, parser)
    print(table(rows))
    if options.json:
        options.json.write_text(json.dumps([asdict(r) for r in rows], indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return 0


def table(rows: list[Row]) -> str:
    """The rows as a Markdown table."""
    lines = ["| data | measure | value | target | | peers |", "| --- | --- | ---: | ---: | --- | --- |"]
    for row in rows:
        target = "–" if row.target is None else f"{'<' if row.best == 'low' else '≥'} {row.target:g}"
        mark = {None: "", True: "reached", False: "missed"}[row.reached]
        lines.append(f"| {row.data} | {row.measure} | {round(row.value, 3 if row.value < 1 else 1):g} | {target} | {mark} | {row.peers} |")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
