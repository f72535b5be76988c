"""`claimcheck check`: articles in, findings out, as the desk's settings judge them."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from claimcheck.cli import pushing
from claimcheck.cli.checking import Asked, checked, options, reports_of
from claimcheck.cli.session import Session
from claimcheck.cli.terminal import Progress, colours, complain, replacing, width
from claimcheck.errors import SettingError

if TYPE_CHECKING:
    from claimcheck.check.drafts import Draft
    from claimcheck.check.outcome import Outcome, Unreadable
    from claimcheck.check.run import Narrow
    from claimcheck.check.settings import Settings


FORMAT = "text"  # where none is asked for


class _FormatOption(click.Option):
    """Names the formats in its help. They are imported when that is shown, not when the program starts."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        from claimcheck.check.outputs import OUTPUTS

        self.help = (
            f"How findings are written ({', '.join(OUTPUTS)}): to standard output, or to FILE. May be repeated.  [default: {FORMAT}]"
        )
        return super().get_help_record(ctx)


@click.command(
    epilog="""\b
Examples:
  claimcheck check drafts/
  claimcheck check harbour.md budget.docx --published 2025-07-02
  claimcheck check drafts/ --fail-on warning --level weekday_date=note
  claimcheck check --show-settings drafts/harbour.md
  git show :drafts/harbour.md | claimcheck check - --stdin-filename drafts/harbour.md
  claimcheck check drafts/ --queue https://queue.example --queue-token-file token --queue-desk politics

With --queue URL the whole text of each draft and its report are sent to that server, and to nobody else. https is needed, but
for this machine; the token never stands on the command line.

Settings stand in .claimcheck.toml, pyproject.toml or setup.cfg; docs/check.md has them all.

Exit code 0: nothing at or above --fail-on. 1: findings. 2: something could not be checked, or not pushed."""
)
@options
@click.option("--format", "forms", cls=_FormatOption, multiple=True, metavar="NAME[=FILE]", help="How findings are written.")
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "note", "never"]),
    help="The mildest level that makes the check fail.  [default: error]",
)
@click.option("--no-baseline", is_flag=True, help="Count what the baseline knows, too.")
@click.option("--diff-base", metavar="REV", help="Report only what is new or changed since a revision of git.")
@click.option("--show-settings", is_flag=True, help="Print what holds for each PATH and why; check nothing.")
@pushing.options
@click.pass_obj
def check(
    session: Session,
    /,
    forms: tuple[str, ...],
    fail_on: str | None,
    no_baseline: bool,
    diff_base: str | None,
    show_settings: bool,
    **values: Any,
) -> None:
    """Find what contradicts itself in articles.

    It also finds what a reader would miss, such as a date that nobody can tell. `claimcheck rules --stage consistency` lists what.

    A PATH is an article (plain text, Markdown, HTML, Word), a folder with articles (.txt .md .html .docx), or - for standard
    input.
    """
    from claimcheck.check.run import known, whole

    asked = Asked.of(values)
    target = pushing.Target.of(values)
    if no_baseline and asked.baseline:
        raise SettingError("--baseline and --no-baseline contradict each other: give one of them.")
    targets = _targets(forms)
    finder = asked.finder(fail_on)
    drafts = asked.drafts(finder)
    holds = whole(drafts, asked.settings(finder))
    if show_settings:
        _show(drafts, asked.settings(finder))
        return
    _spare(targets, drafts, [holds.baseline, holds.lock])
    baseline = None if no_baseline else known(holds.baseline)
    narrow = _narrow(session, drafts, holds.model, diff_base, cache=not asked.no_cache) if diff_base is not None else None
    conditions = asked.conditions(baseline, holds.lock, narrow)
    outcome = checked(session, drafts, holds.model, conditions, holds.fail_on, cache=not asked.no_cache).outcome
    _write(outcome, targets)
    for unreadable in outcome.unreadable:
        complain(unreadable.reason)
    pushed = target is None or pushing.push(session, target, outcome)
    if outcome.exit_code or not pushed:
        click.get_current_context().exit(outcome.exit_code if pushed else 2)


def _narrow(session: Session, drafts: list[Draft | Unreadable], model: str, revision: str, *, cache: bool) -> Narrow:
    """What leaves only what is new since a revision."""
    from claimcheck.check.drafts import Draft
    from claimcheck.check.revision import only_what_changed

    progress = Progress()
    try:
        return only_what_changed(
            [draft for draft in drafts if isinstance(draft, Draft)], revision, reports_of(session, model, progress, cache=cache)
        )
    finally:
        progress.clear()


def _targets(forms: tuple[str, ...]) -> dict[str, str | None]:
    """Formats with the file that each goes to, None for standard output. Raises SettingError for what cannot be."""
    from claimcheck.check.outputs import OUTPUTS

    targets: dict[str, str | None] = {}
    for form in forms or (FORMAT,):
        name, sign, file = form.partition("=")
        if name not in OUTPUTS:
            raise SettingError(f"--format {form}: there is no format {name}; there are {', '.join(OUTPUTS)}.")
        if sign and not file:
            raise SettingError(f"--format {form}: the name of the file is missing after the equals sign.")
        if name in targets:
            raise SettingError(f"--format {form}: {name} is asked for twice.")
        targets[name] = file or None
    if list(targets.values()).count(None) > 1:
        raise SettingError("Only one --format can go to standard output: give the others a file, as in --format json=findings.json.")
    files = [file for file in targets.values() if file is not None]
    for file in files:
        if not Path(file).resolve().parent.is_dir():
            raise SettingError(f"{file} cannot be written: there is no folder {Path(file).parent}.")
        if files.count(file) > 1:
            raise SettingError(f"Two formats want to be written to {file}: name a file for each.")
    return targets


def _spare(targets: dict[str, str | None], drafts: list[Draft | Unreadable], others: list[Path | None]) -> None:
    """Raises SettingError where a format would be written over a draft or over what the check goes by."""
    from claimcheck.check.drafts import Draft

    read = [draft for draft in drafts if isinstance(draft, Draft)]
    files = [path for path in others if path] + [draft.settings.file.path for draft in read if draft.settings.file]
    used = {os.path.realpath(name) for name in [*files, *(draft.settings.folder / draft.path for draft in read)]}
    for name, file in targets.items():
        if file is not None and os.path.realpath(file) in used:
            raise SettingError(f"--format {name}={file} would write over what the check reads: name another file.")


def _write(outcome: Outcome, targets: dict[str, str | None]) -> None:
    from claimcheck.check.outputs import Look, writer

    for name, file in targets.items():
        if file is None:
            for piece in writer(name)(outcome, Look(width(), colours(sys.stdout))):
                sys.stdout.write(piece)
        else:
            with replacing(Path(file)) as stream:
                for piece in writer(name)(outcome, Look()):
                    stream.write(piece)
    summary = os.environ.get("GITHUB_STEP_SUMMARY")
    if "github" in targets and summary:
        _add_summary(outcome, Path(summary))


def _add_summary(outcome: Outcome, path: Path) -> None:
    """Add all findings to the summary of GitHub's job, of which other steps write their parts."""
    from claimcheck.check.outputs.github import summary

    try:
        with path.open("a", encoding="utf-8") as stream:
            stream.writelines(summary(outcome))
    except OSError as error:
        complain(f"The summary of the job was not written: {path} ({error.strerror}).")


def _show(drafts: list[Draft | Unreadable], otherwise: Settings) -> None:
    """Print the settings of each file, and where each comes from."""
    from claimcheck.check.outcome import Unreadable
    from claimcheck.check.register import finding_rules
    from claimcheck.check.settings import BASELINE, DEFAULTS

    for draft in drafts:
        if isinstance(draft, Unreadable):
            raise SettingError(draft.reason)
        settings = draft.settings
        click.echo(f"{draft.shown}")
        click.echo(f"  settings: {settings.file.path if settings.file else 'none found'}")
        rows = []
        for key in DEFAULTS:
            value, origin = draft.in_force.get(key)
            if key == "baseline" and value is None and (settings.folder / BASELINE).is_file():
                value = BASELINE
            rows.append((key, "-" if value is None else str(value), origin))
        for rule, own in finding_rules().items():
            rows.append((f"rules.{rule}", *draft.in_force.level(rule, own)))
        names, levels = max(len(row[0]) for row in rows), max(len(row[1]) for row in rows)
        for name, value, origin in rows:
            click.echo(f"  {name:<{names}}  {value:<{levels}}  {origin}")
        click.echo()
