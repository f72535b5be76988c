"""`claimcheck baseline`: the findings that a desk knows already and does not want to hear of again."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from claimcheck.cli.checking import Asked, checked, near, options, replace_file
from claimcheck.cli.session import Session
from claimcheck.cli.terminal import complain
from claimcheck.errors import SettingError

if TYPE_CHECKING:
    from claimcheck.check.baseline import Baseline, Entry
    from claimcheck.check.run import Checked

EXAMPLES = """\b
Examples:
  claimcheck baseline write drafts/
  claimcheck baseline check drafts/
  claimcheck baseline prune drafts/"""


@click.group(epilog=EXAMPLES)
def baseline() -> None:
    """Keep a file of the findings that are known.

    `claimcheck check` then counts only the others. The file is claimcheck-baseline.json beside the settings (else in the
    working directory), or the one that --baseline or the settings name. It knows a finding by its words, not by its line.
    """


@baseline.command(epilog=EXAMPLES)
@options
@click.pass_obj
def write(session: Session, /, **values: Any) -> None:
    """Write all findings of the articles into the baseline.

    What it had of these articles is replaced; what it has of others stays.
    """
    from claimcheck.check.baseline import Baseline, dumped, entries_of, made

    asked = Asked.of(values)
    path, before, done = _against(session, asked)
    before = before or Baseline()
    files = {file.path for file in done.outcome.files}
    kept = [entry for entry in before.entries if entry.path not in files]
    after = made([*kept, *entries_of(done.outcome.files)])
    replace_file(path, dumped(after))
    click.echo(f"{path}: {_findings(after.entries)} of {_files(after.entries)}.")
    _leave(done)


@baseline.command(
    epilog=f"{EXAMPLES}\n\nExit code 0: every finding is in the baseline. 1: some are not. 2: something could not be checked."
)
@options
@click.pass_obj
def check(session: Session, /, **values: Any) -> None:
    """Say which findings the baseline does not have, and which of its entries nothing matches any more.

    An entry without a finding is no mistake: somebody mended the article.
    """
    path, before, done = _against(session, Asked.of(values))
    if before is None:
        raise SettingError(f"There is no baseline {path}: `claimcheck baseline write` makes it.")
    fresh = [(file, notice) for file, notice in done.outcome.notices() if notice.counts]
    for file, notice in fresh:
        span = notice.finding.span
        click.echo(f"new    {file.name}:{span.line}:{span.column}: {_words(span.exact)} [{notice.finding.rule}]")
    _list_stale(done.surplus)
    known = sum(notice.state == "unchanged" for _, notice in done.outcome.notices())
    click.echo(f"{path}: {known} known, {len(fresh)} new, {sum(entry.count for entry in done.surplus)} stale.")
    _leave(done, 1 if fresh else 0)


@baseline.command(epilog=EXAMPLES)
@options
@click.pass_obj
def prune(session: Session, /, **values: Any) -> None:
    """Remove the entries of these articles that nothing matches any more, and those of files that are gone."""
    from claimcheck.check.baseline import dumped, without

    path, before, done = _against(session, Asked.of(values))
    if before is None:
        raise SettingError(f"There is no baseline {path}: `claimcheck baseline write` makes it.")
    after = without(before, done.surplus)
    if done.surplus:
        replace_file(path, dumped(after))
    _list_stale(done.surplus)
    click.echo(f"{path}: {sum(entry.count for entry in done.surplus)} removed, {_findings(after.entries)} left.")
    _leave(done)


def _against(session: Session, asked: Asked) -> tuple[Path, Baseline | None, Checked]:
    """The articles compared with the baseline, with its path; None where the file is not there yet."""
    from claimcheck.check.baseline import load_baseline
    from claimcheck.check.run import whole
    from claimcheck.check.settings import BASELINE

    finder = asked.finder(fail_on="never")  # settings that differ in this alone are no hindrance
    drafts = asked.drafts(finder)
    settings = asked.settings(finder)
    holds = whole(drafts, settings)
    path = near(holds.baseline or settings.folder / BASELINE)
    before = load_baseline(path) if os.path.lexists(path) else None
    return path, before, checked(session, drafts, holds.model, asked.conditions(before, holds.lock), cache=not asked.no_cache)


def _list_stale(surplus: Iterable[Entry]) -> None:
    for entry in surplus:
        times = f" ({entry.count} times)" if entry.count > 1 else ""
        click.echo(f"stale  {entry.path}: {_words(entry.words)} [{entry.rule}]{times}")


def _words(text: str) -> str:
    """Words of an article in a row of a list: no line breaks, no control characters, not too many."""
    row = "".join(character if character.isprintable() else " " for character in text[:200])
    return f"“{' '.join(row.split())}”"


def _findings(entries: Iterable[Entry]) -> str:
    count = sum(entry.count for entry in entries)
    return f"{count} finding{'' if count == 1 else 's'}"


def _files(entries: Iterable[Entry]) -> str:
    count = len({entry.path for entry in entries})
    return f"{count} article{'' if count == 1 else 's'}"


def _leave(done: Checked, code: int = 0) -> None:
    """End with the code, or with 2 after a sentence for each article that could not be checked."""
    for unreadable in done.outcome.unreadable:
        complain(unreadable.reason)
    code = 2 if done.outcome.unreadable else code
    if code:
        click.get_current_context().exit(code)
