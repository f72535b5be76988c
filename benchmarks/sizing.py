"""What a million and a billion articles take, from what a batch on one machine took: hours, memory, disk and money.

    python -m benchmarks.sizing --words-per-second 400 --words-per-article 546 --megabytes-per-worker 1000 --bytes jsonl=60000

Prints a table in Markdown. Every figure is an argument: nothing is measured here, and no price is known here. The formulas
stand at `Measured`; docs/sizing.md says how the figures that it shows were measured.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass


@dataclass(frozen=True)
class Measured:
    """What one run on one machine told. A core is one that is kept busy by one worker."""

    words_per_second: float  # of one core: words / CPU seconds
    words_per_article: float
    megabytes_per_worker: float  # peak of its resident memory
    efficiency: float = 1.0  # of many machines: what is left of a core's speed after handing out and collecting

    def articles_per_second(self) -> float:
        """Of one core."""
        return self.words_per_second / self.words_per_article * self.efficiency

    def core_hours(self, articles: float) -> float:
        return articles / self.articles_per_second() / 3600

    def hours(self, articles: float, cores: int) -> float:
        return self.core_hours(articles) / cores

    def gigabytes_of_memory(self, cores: int) -> float:
        """A worker on each core."""
        return cores * self.megabytes_per_worker / 1000

    def cost(self, articles: float, price: float) -> float:
        """`price`: what an hour of one core costs; the answer is in the same currency."""
        return self.core_hours(articles) * price


def table(measured: Measured, amounts: list[float], cores: list[int], sizes: dict[str, float], price: float | None) -> str:
    """A row for each figure, a column for each number of articles. `sizes`: bytes that an article takes, by format."""
    rows = [["", *(f"{_number(n)} articles" for n in amounts)]]
    rows.append(["core-hours", *(_number(measured.core_hours(n)) for n in amounts)])
    if price is not None:
        rows.append([f"cost at {price:g} a core-hour", *(_number(measured.cost(n, price)) for n in amounts)])
    for count in cores:
        memory = _number(measured.gigabytes_of_memory(count))
        rows.append([f"time on {count:,} cores ({memory} GB of memory)", *(_duration(measured.hours(n, count)) for n in amounts)])
    for name, size in sizes.items():
        rows.append([f"disk, {name}", *(_bytes(n * size) for n in amounts)])
    first, *others = rows
    ruler = ["---", *("---:" for _ in amounts)]
    head = f"One core: {measured.articles_per_second():.3g} articles a second, {measured.articles_per_second() * 86400:,.0f} a day.\n\n"
    return head + "\n".join(f"| {' | '.join(row)} |" for row in [first, ruler, *others])


def _number(value: float) -> str:
    """Two or three figures that count: what was measured is not known better."""
    if value >= 1e9:
        return f"{value / 1e9:.3g} billion"
    if value >= 1e6:
        return f"{value / 1e6:.3g} million"
    return f"{float(f'{value:.3g}'):,.10g}"


def _duration(hours: float) -> str:
    for limit, size, name in ((1, 1 / 60, "minutes"), (72, 1, "hours"), (24 * 730, 24, "days")):
        if hours < limit:
            return f"{_number(hours / size)} {name}"
    return f"{_number(hours / 24 / 365.25)} years"


def _bytes(size: float) -> str:
    for name in ("B", "kB", "MB", "GB", "TB"):
        if size < 1000:
            return f"{_number(size)} {name}"
        size /= 1000
    return f"{_number(size)} PB"


def _size(text: str) -> tuple[str, float]:
    name, _, size = text.rpartition("=")
    if not name:
        raise argparse.ArgumentTypeError(f"{text!r} is not NAME=BYTES")
    return name, float(size)


def main() -> None:
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--words-per-second", type=float, required=True, help="of one core, in CPU seconds")
    cli.add_argument("--words-per-article", type=float, required=True)
    cli.add_argument("--megabytes-per-worker", type=float, required=True)
    cli.add_argument("--efficiency", type=float, default=1.0, help="of many machines, 0 to 1 (default: 1)")
    cli.add_argument("--articles", type=float, nargs="+", default=[1e6, 1e9])
    cli.add_argument("--cores", type=int, nargs="+", default=[2, 64, 1000])
    cli.add_argument("--bytes", type=_size, nargs="*", default=[], metavar="NAME=BYTES", help="what an article takes on disk")
    cli.add_argument("--price", type=float, help="of an hour of one core, in any currency")
    options = cli.parse_args()
    measured = Measured(options.words_per_second, options.words_per_article, options.megabytes_per_worker, options.efficiency)
    print(table(measured, options.articles, options.cores, dict(options.bytes), options.price))


if __name__ == "__main__":
    main()
