"""`claimcheck diff`: what changed between two versions of an article that somebody would have to check again."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from claimcheck.cli.checking import day, reports_of
from claimcheck.cli.models import model_names
from claimcheck.cli.session import Session
from claimcheck.cli.terminal import Progress, colours, width
from claimcheck.cli.warming import warmed
from claimcheck.errors import DocumentError, SettingError

if TYPE_CHECKING:
    from claimcheck.check.checkable import Checkable
    from claimcheck.check.drafts import Draft

FORMS = ("text", "json", "markdown")


@click.command(
    epilog="""\b
Examples:
  claimcheck diff draft-1.md draft-2.md
  claimcheck diff main:drafts/harbour.md drafts/harbour.md
  claimcheck diff old-claims.jsonl new-claims.jsonl --format markdown

Told are claims that were added or removed, and claims of which a value, a date, the source, a hedge, the polarity or the
wording changed. Exit code 0; with --exit-code 1 when there is a difference; 2 when it could not be done."""
)
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.option("--format", "form", type=click.Choice(FORMS), default="text", show_default=True, help="How the difference is told.")
@click.option("--published", metavar="DATE", callback=day, help="Day of publication (YYYY-MM-DD) of both versions.")
@click.option("--model", default="compact", show_default=True, shell_complete=model_names, help="Model package: a name or a folder.")
@click.option("--exit-code", is_flag=True, help="Exit with 1 when there is a difference.")
@warmed
@click.option("--no-cache", is_flag=True, help="Keep nothing of the articles on this machine, and use nothing that was kept.")
@click.pass_obj
def diff(session: Session, old: str, new: str, form: str, published: date | None, model: str, exit_code: bool, no_cache: bool) -> None:
    """Compare the claims of two versions of an article.

    OLD and NEW are articles, or records that `claimcheck extract` wrote (.json, .jsonl). REVISION:PATH is an article as git has it
    at that revision.
    """
    from claimcheck.check.difference import difference
    from claimcheck.check.difference_forms import FORMS as TELL
    from claimcheck.check.outputs import Look

    versions = [_version(name, published) for name in (old, new)]
    articles = [version for version in versions if not isinstance(version, list)]
    made = iter(_claims(session, articles, model, no_cache)) if articles else iter(())
    before, after = (version if isinstance(version, list) else next(made) for version in versions)
    found = difference(before, after)
    for piece in TELL[form](found, Look(width(), colours(sys.stdout))):
        sys.stdout.write(piece)
    if exit_code and (found.added or found.removed or found.changed):
        click.get_current_context().exit(1)


def _version(name: str, published: date | None) -> list[Checkable] | Draft:
    """What is compared: claims that were written down, or an article that is still to be read."""
    path = Path(name)
    if path.suffix.lower() in (".json", ".jsonl") and path.is_file():
        return _recorded(path)
    from claimcheck.check.drafts import Draft
    from claimcheck.check.settings import SettingsFinder
    from claimcheck.document import MAX_BYTES
    from claimcheck.reading.file import load

    revision, colon, inner = name.partition(":")
    if colon and len(revision) > 1 and not path.exists():  # one letter is a drive
        from claimcheck.check.revision import commit_of, content_at

        path = Path(inner).absolute()
        data = content_at(commit_of(revision, path.parent if path.parent.is_dir() else Path.cwd()), path)
        if data is None:
            raise DocumentError(f"{inner} was not there at {revision}: give its path from this folder.")
    else:
        data = load(name, name, MAX_BYTES)
    settings = SettingsFinder({}, None).at(Path.cwd())
    return Draft(name, inner or name, data, settings, settings.in_force(name), published)


def _recorded(path: Path) -> list[Checkable]:
    """The claims in a file of records. Raises RecordError or SettingError when they cannot be used."""
    from claimcheck.check.checkable import checkable
    from claimcheck.errors import RecordError
    from claimcheck.jsonl import read_bytes, records_in
    from claimcheck.record import validate_file
    from claimcheck.strict_json import decode

    complaints = validate_file(path)
    if complaints:
        raise RecordError(f"{path} does not hold valid records.", tuple(map(str, complaints)))
    claims: list[dict[str, Any]] = []
    for _, record in records_in(decode(read_bytes(path))):
        if isinstance(record, dict):
            claims += record["claims"] if "claims" in record and "claim_id" not in record else [record]
    if len({json.dumps(claim["document"].get("uri")) for claim in claims}) > 1:
        raise SettingError(f"{path} holds the claims of several articles: compare one article at a time.")
    return [checkable(claim) for claim in claims]


def _claims(session: Session, drafts: list[Draft], model: str, no_cache: bool) -> list[list[Checkable]]:
    from claimcheck.check.checkable import checkable
    from claimcheck.check.outcome import Unreadable

    progress = Progress()
    found = []
    try:
        for reported in reports_of(session, model, progress, cache=not no_cache)(drafts):
            if isinstance(reported, Unreadable):
                raise DocumentError(reported.reason)
            found.append([checkable(claim) for claim in reported.record["claims"]])
    finally:
        progress.clear()
    return found
