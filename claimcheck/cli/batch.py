"""`claimcheck batch`: many articles in, shards of records out."""

from __future__ import annotations

import os
import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from claimcheck.cli.batch_meter import Meter, told_rate, told_time
from claimcheck.cli.models import model_names
from claimcheck.cli.session import Session
from claimcheck.cli.terminal import complain, note
from claimcheck.errors import SettingError

if TYPE_CHECKING:
    from claimcheck.batch.run import Executor, Plan, Summary

FORMS = ("jsonl", "jsonl.gz", "parquet")
_SECONDS = {"": 1, "s": 1, "m": 60, "h": 3600}


def _limit(_context: click.Context, _parameter: click.Parameter, value: str) -> float | None:
    match = re.fullmatch(r"([0-9]{1,6}(?:\.[0-9]{1,3})?)([smh]?)", value)
    if value != "none" and (match is None or float(match[1]) == 0):
        raise SettingError(f"--limit {value}: write how long as in 60s or 5m, or none.")
    return float(match[1]) * _SECONDS[match[2]] if match else None


def _day(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    try:
        return date.fromisoformat(value).isoformat() if value else None
    except ValueError:
        raise SettingError(f"{value!r} is no date: write the day of publication as YYYY-MM-DD.") from None


def _cluster(_context: click.Context, _parameter: click.Parameter, value: str | None) -> tuple[str | None] | None:
    """The address in a tuple; None without a cluster."""
    kind, _, address = (value or "").partition("=")
    if value is not None and kind != "ray":
        raise SettingError(f"--cluster {value}: write ray, or ray=ADDRESS.")
    return None if value is None else (address or None,)


@click.command(
    epilog="""\b
Examples:
  claimcheck batch archive/ out/
  claimcheck batch articles.jsonl.gz out/ --field text=body --field date=day
  claimcheck batch 'crawl/*.warc.gz' out/ --format parquet --workers 8
  claimcheck batch 2023/ 2024/ out/ --min-priority 0.5 --only-checkable
  claimcheck batch archive/ out/ --retry --limit 5m

Run it again with the same IN and OUT to go on where it was stopped, by whatever: what is done is not done again. The output is the
same with any number of workers, and however often it was stopped. docs/batch.md describes the files.

Exit code 0: done. 1: done, but some articles could not be read; OUT/errors.jsonl says which and why. 2: it could not be done.
130: interrupted."""
)
@click.argument("inputs", nargs=-1, required=True, metavar="IN...", type=click.Path())
@click.argument("out", metavar="OUT", type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(FORMS), default="jsonl", show_default=True, help="Parquet has a row for each claim.")
@click.option("--workers", type=click.IntRange(1, 1024), help="Processes that work at once.  [default: one for each core]")
@click.option("--limit", metavar="TIME", default="60s", show_default=True, callback=_limit, help="For one article: 90s, 5m, none.")
@click.option(
    "--shard-size", type=click.IntRange(1, 10_000), default=64, show_default=True, metavar="N", help="Articles in a shard, at most."
)
@click.option(
    "--field",
    "named",
    multiple=True,
    metavar="WHAT=NAME",
    help="Where JSONL and Parquet have the text, html, id, url, title or date of an article; may be repeated.",
)
@click.option("--published", metavar="DATE", callback=_day, help="Day of publication (YYYY-MM-DD) where the input names none.")
@click.option(
    "--model",
    default="compact",
    show_default=True,
    shell_complete=model_names,
    help="Model package: a name or a folder; :int8 behind it is faster, and now and then another parse.",
)
@click.option("--min-priority", type=click.FloatRange(0, 1), default=0.0, metavar="SCORE", help="Leave out claims of a lower priority.")
@click.option("--only-checkable", is_flag=True, help="Leave out claims whose checkability is `no`.")
@click.option("--retry", is_flag=True, help="Do shards again in which articles took too long, or their process died.")
@click.option("--fresh", is_flag=True, help="Remove what an earlier run left in OUT, and do it all again.")
@click.option("--cluster", metavar="ray[=ADDRESS]", callback=_cluster, help="Work on a cluster; docs/sizing.md has how.")
@click.option("-q", "--quiet", is_flag=True, help="No progress and no summary.")
@click.pass_obj
def batch(
    session: Session,
    inputs: tuple[str, ...],
    out: Path,
    form: str,
    workers: int | None,
    limit: float | None,
    shard_size: int,
    named: tuple[str, ...],
    published: str | None,
    model: str,
    min_priority: float,
    only_checkable: bool,
    retry: bool,
    fresh: bool,
    cluster: tuple[str | None] | None,
    quiet: bool,
) -> None:
    """List the claims of very many articles.

    An IN is a folder with articles (.txt .md .html .docx) or with files that hold many, such a file (.jsonl .parquet .warc, .gz), or a
    glob in quotation marks. OUT is a folder.
    """
    from claimcheck.batch.run import Plan, run
    from claimcheck.batch.shard import Settings
    from claimcheck.batch.sources.fields import Fields
    from claimcheck.batch.stamp import about

    settings = Settings(model, published, min_priority, only_checkable, limit)
    fields = Fields.of(named)
    plan = Plan(inputs, out, about(settings, fields, form, shard_size), settings, fields, form, shard_size, fresh, retry)
    meter = Meter(quiet=quiet)
    try:
        summary = run(plan, _executor(session, plan, workers, cluster), meter)
    except KeyboardInterrupt:
        meter.clear()
        if not quiet:
            note(f"Stopped; {meter.articles:,} articles are done. Run the same command again to go on.")
        raise
    finally:
        meter.clear()
    if summary.left_out:
        complain(f"{summary.left_out:,} claims break their own schema and were left out: please report this.")
    if not quiet:
        for line in _told(summary, meter, out):
            click.echo(line, err=True)
    if summary.errors:
        click.get_current_context().exit(1)


def _executor(session: Session, plan: Plan, workers: int | None, cluster: tuple[str | None] | None) -> Executor:
    from claimcheck.batch.run import here, on_cluster

    if cluster is not None:
        return on_cluster(plan, cluster[0], workers, lost=note)
    return here(session.worker, plan, workers or _cores())


def _cores() -> int:
    """Those that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _told(summary: Summary, meter: Meter, out: Path) -> list[str]:
    """The summary in lines."""
    seconds = meter.seconds
    rate = f" in {told_time(seconds)}, {told_rate(meter.worked / seconds)}" if meter.worked and seconds >= 1 else ""
    before = f"; {meter.articles - meter.worked:,} were done before" if meter.articles > meter.worked else ""
    lines = [f"{summary.articles:,} articles, {summary.claims:,} claims{rate}{before}."]
    if not summary.articles:
        lines = ["The input has no articles."]
    if summary.errors:
        again = f" {summary.passing:,} of them took too long or died: --retry tries them again." if summary.passing else ""
        lines.append(f"{summary.errors:,} articles have no record: {out / 'errors.jsonl'} says why.{again}")
    if summary.passed_over:
        lines.append(f"{summary.passed_over:,} files of other kinds were passed over.")
    return lines
