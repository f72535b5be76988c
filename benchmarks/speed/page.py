"""Writes the measured figures into the documentation.

    python -m benchmarks.speed.page docs/speed.md docs/speed/before.jsonl docs/speed/now.jsonl

Files of raw figures are given from the oldest to the newest: each is a row of the history, under its name, and the last one fills the
other tables, which stand between `<!-- name -->` and `<!-- /name -->`, and draws the pictures, which go beside the raw figures.
"""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path
from typing import Any

from benchmarks.speed.pictures import all_pictures
from benchmarks.speed.tables import all_tables, table_of_history


def main() -> None:
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("page", type=Path)
    cli.add_argument("raw", type=Path, nargs="+")
    options = cli.parse_args()
    runs = {path.stem: read_raw(path) for path in options.raw}
    last = list(runs.values())[-1]
    page = filled(options.page.read_text(encoding="utf-8"), {**all_tables(last), "history": table_of_history(runs)})
    options.page.write_text(page, encoding="utf-8")
    for name, picture in all_pictures(last).items():
        (options.raw[-1].parent / name).write_text(picture, encoding="utf-8")


def read_raw(path: Path) -> list[dict[str, Any]]:
    """The lines of a file of raw figures."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def filled(page: str, tables: dict[str, str]) -> str:
    """The page with each table between its marks. A table without marks, and marks without a table, are left alone."""
    for name, table in tables.items():
        page = re.sub(
            rf"(<!-- {re.escape(name)} -->\n).*?(<!-- /{re.escape(name)} -->)",
            lambda m, t=table: f"{m[1]}{t}\n{m[2]}",
            page,
            flags=re.DOTALL,
        )
    return page


if __name__ == "__main__":
    main()
