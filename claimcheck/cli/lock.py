"""`claimcheck lock`: what was verified of the claims of articles, kept beside them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from claimcheck.cli.checking import Asked, day, near, options, replace_file, reports_of
from claimcheck.cli.session import Session
from claimcheck.cli.terminal import Progress, complain
from claimcheck.errors import DocumentError, SettingError

if TYPE_CHECKING:
    from claimcheck.check.lock import Lock, Standing
    from claimcheck.check.outcome import Json

EXAMPLES = """\b
Examples:
  claimcheck extract drafts/harbour.md --format table
  claimcheck lock verify drafts/harbour.md c-9bd3f8e1a2b3c4d5 --verdict true --source https://stats.example/june --by "Ana Horvat"
  claimcheck lock status drafts/
  claimcheck lock prune drafts/"""


@click.group(epilog=EXAMPLES)
def lock() -> None:
    """Keep what was verified: verdict, source, by whom and when.

    The file is claims.lock beside the settings, or the one that the settings name. A verification holds while the claim says the
    same, whatever is edited around it; `claimcheck check` reports a claim that was changed since.
    """


@lock.command(epilog=EXAMPLES)
@click.option("--verdict", required=True, metavar="VERDICT", help="true, mostly true, misleading, false, unverifiable, or your own.")
@click.option("--source", required=True, metavar="TEXT", help="Where it was found: an address, a document, a person.")
@click.option("--by", required=True, metavar="NAME", help="Who verified it.")
@click.option("--when", metavar="DATE", callback=day, help="The day (YYYY-MM-DD). Default: that of this machine.")
@click.option("--note", metavar="TEXT", help="What the next reader should know.")
@options
@click.argument("claim", metavar="CLAIM")
@click.pass_obj
def verify(session: Session, /, claim: str, verdict: str, source: str, by: str, when: date | None, note: str | None, **values: Any) -> None:
    """Write a verification of a claim into the lock.

    PATH is one article, CLAIM the id of one of its claims, as `claimcheck extract` gives it.
    """
    from claimcheck.check.lock import Verification, dumped, verified

    for name, value in (("verdict", verdict), ("source", source), ("by", by)):
        if not value.strip():
            raise SettingError(f"--{name} is empty: a verification says what was found, where, and by whom.")
    path, before, articles = _against(session, Asked.of(values))
    if len(articles) != 1:
        raise SettingError(f"A claim is verified in one article; {len(articles)} are named.")
    article, record = articles[0]
    found = Verification(verdict.strip(), source.strip(), by.strip(), (when or date.today()).isoformat(), note or None)
    replace_file(path, dumped(verified(before, article, record, claim, found)))
    text = next(one["text"] for one in record["claims"] if one["claim_id"] == claim)
    click.echo(f"{path}: {_row(text)} {found.verdict}.")


@lock.command(
    epilog=f"{EXAMPLES}\n\nExit code 0: every verified claim stands as it was. 1: some are open again. 2: something could not be read."
)
@options
@click.pass_obj
def status(session: Session, /, **values: Any) -> None:
    """Say how the verified claims of articles stand: verified, open again, or idle (told no more)."""
    path, before, articles = _against(session, Asked.of(values))
    found = [item for article, record in articles for item in _standings(before, article, record)]
    for item in found:
        verification = item.locked.verification
        click.echo(f"{item.state:<9} {item.locked.path}: {_row((item.now or item.locked.claim).text)}")
        click.echo(f"{'':<9} {verification.verdict}, by {verification.by} on {verification.when}: {_plain(verification.source)}")
        for change in item.changes:
            click.echo(f"{'':<9} {change.kind.replace('-', ' ')}: {_plain(change.old) or 'nothing'} → {_plain(change.new) or 'nothing'}")
    count = {state: sum(item.state == state for item in found) for state in ("verified", "open", "idle")}
    click.echo(f"{path}: {', '.join(f'{number} {state}' for state, number in count.items())}.")
    if count["open"]:
        click.get_current_context().exit(1)


@lock.command(epilog=EXAMPLES)
@options
@click.pass_obj
def prune(session: Session, /, **values: Any) -> None:
    """Remove the verifications of claims that the articles tell no more."""
    from claimcheck.check.lock import dumped, without

    path, before, articles = _against(session, Asked.of(values))
    idle = [item for article, record in articles for item in _standings(before, article, record) if item.state == "idle"]
    if idle:
        replace_file(path, dumped(without(before, idle)))
    for item in idle:
        click.echo(f"removed   {item.locked.path}: {_row(item.locked.claim.text)}")
    click.echo(f"{path}: {len(idle)} removed, {len(before.claims) - len(idle)} left.")


def _against(session: Session, asked: Asked) -> tuple[Path, Lock, list[tuple[str, Json]]]:
    """The lock's path and content, and the articles with their reports. Raises DocumentError when one cannot be read."""
    from claimcheck.check.lock import Lock, load_lock
    from claimcheck.check.outcome import Unreadable
    from claimcheck.check.run import whole
    from claimcheck.check.settings import LOCK

    finder = asked.finder("never")
    drafts = asked.drafts(finder)
    settings = asked.settings(finder)
    holds = whole(drafts, settings)
    path = holds.lock or settings.folder / LOCK
    before = load_lock(path) if path.exists() else Lock()
    lost = [draft for draft in drafts if isinstance(draft, Unreadable)]
    readable = [draft for draft in drafts if not isinstance(draft, Unreadable)]
    progress = Progress()
    articles: list[tuple[str, Json]] = []
    try:
        for draft, reported in zip(readable, reports_of(session, holds.model, progress, cache=not asked.no_cache)(readable), strict=True):
            if isinstance(reported, Unreadable):
                lost.append(reported)
            else:
                articles.append((draft.path, reported.record))
    finally:
        progress.clear()
    for other in lost[:-1]:
        complain(other.reason)
    if lost:
        raise DocumentError(lost[-1].reason)
    return near(path), before, articles


def _standings(lock: Lock, article: str, record: Json) -> list[Standing]:
    from claimcheck.check.lock import standings

    return standings(lock, article, record["claims"])


def _plain(text: str) -> str:
    """Words of an article on one line of a terminal."""
    from claimcheck.check.outputs.look import shown

    return " ".join(shown(text).split())


def _row(text: str) -> str:
    return f"“{_plain(text)[:200]}”"
