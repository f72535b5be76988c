"""The arithmetic of `benchmarks.sizing`, and that the page shows what its own command prints."""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.sizing import Measured, table

ROOT = Path(__file__).parent.parent
#: One article a second, on each core.
ONE = Measured(words_per_second=500, words_per_article=500, megabytes_per_worker=900)


def test_an_article_a_second_is_3600_in_an_hour() -> None:
    assert ONE.core_hours(3600) == 1
    assert ONE.hours(7200, cores=4) == 0.5
    assert ONE.cost(36_000, price=0.25) == 2.5
    assert ONE.gigabytes_of_memory(10) == 9


def test_half_the_efficiency_is_twice_the_time() -> None:
    half = Measured(500, 500, 900, efficiency=0.5)
    assert half.core_hours(3600) == pytest.approx(2)


def test_without_a_price_there_is_no_cost() -> None:
    assert "cost" not in table(ONE, [1e6], [2], {}, None)
    assert "| cost at 2 a core-hour | 556 |" in table(ONE, [1e6], [2], {}, 2.0)


def test_the_page_shows_what_its_command_prints() -> None:
    page = (ROOT / "docs" / "sizing.md").read_text(encoding="utf-8")
    start = page.index("python -m benchmarks.sizing")
    arguments = shlex.split(page[start : page.index("\n\n", start)].replace("\\\n", " "))
    done = subprocess.run([sys.executable, *arguments[1:]], cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.strip() in page
