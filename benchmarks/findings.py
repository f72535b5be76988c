"""What the consistency rules find in a folder of articles, to be read and counted: true, arguable or false.

    python -m benchmarks.findings FOLDER --parses KEPT                    all findings, and how many there are of each rule
    python -m benchmarks.findings FOLDER --parses KEPT --rule two_values  those of one rule; may be repeated
    python -m benchmarks.findings FOLDER --parses KEPT --sample 20        at most twenty of each rule, drawn with a fixed seed

KEPT is a folder in which parses are kept: later runs need no models.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import defaultdict
from pathlib import Path

from benchmarks.quality.parses import KeptParser
from claimcheck.document import read
from claimcheck.errors import DocumentError
from claimcheck.model import Finding, Quote
from claimcheck.pipeline import Extractor

SEED = 7
WIDTH = 100  # characters of context


def main(arguments: list[str]) -> int:
    options = argparse.ArgumentParser(prog="python -m benchmarks.findings", description=(__doc__ or "").partition("\n")[0])
    options.add_argument("folder", type=Path)
    options.add_argument("--parses", type=Path, required=True)
    options.add_argument("--rule", action="append", default=[])
    options.add_argument("--sample", type=int)
    asked = options.parse_args(arguments)

    extractor = Extractor(parser=KeptParser(asked.parses))
    paths = sorted(path for path in asked.folder.rglob("*") if path.suffix in (".txt", ".md", ".html"))
    found: dict[str, list[tuple[Path, str, Finding]]] = defaultdict(list)
    articles = 0
    for number, path in enumerate(paths, 1):
        print(f"\r{number} of {len(paths)}", end="", file=sys.stderr, flush=True)
        try:
            document = read(path)
        except DocumentError as error:
            print(f"\r{error}", file=sys.stderr)
            continue
        articles += 1
        for finding in extractor.extract_document(document).findings:
            if not asked.rule or finding.rule in asked.rule:
                found[finding.rule].append((path, document.source, finding))
    print(file=sys.stderr)
    for rule, items in sorted(found.items()):
        shown = items if asked.sample is None else random.Random(SEED).sample(items, min(asked.sample, len(items)))
        for path, source, finding in shown:
            print(f"{rule}  {path.name}:{finding.span.line}  {finding.severity}: {finding.message}")
            print(f"    {_context(source, finding.span)}")
            for side in finding.sides:
                print(f"    {side.message}: {_context(source, side.span)}")
            if finding.arithmetic:
                print(f"    = {finding.arithmetic}")
    print(f"\n{articles} articles")
    for rule, items in sorted(found.items()):
        print(f"{len(items):6}  {rule}")
    return 0


def _context(source: str, span: Quote) -> str:
    before, after = source[max(0, span.start - WIDTH) : span.start], source[span.end : span.end + WIDTH]
    return " ".join(f"…{before}[{span.exact}]{after}…".split())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
