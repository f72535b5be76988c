"""What `check` and `baseline` share: the options that say what is checked, under which settings, and the check itself."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from claimcheck.cli.models import model_names
from claimcheck.cli.session import Session
from claimcheck.cli.terminal import Progress, replacing
from claimcheck.cli.warming import warmed
from claimcheck.errors import SettingError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from claimcheck.check.baseline import Baseline
    from claimcheck.check.drafts import Draft
    from claimcheck.check.outcome import Unreadable
    from claimcheck.check.reports import Reported, Reports
    from claimcheck.check.run import Checked, Conditions, Narrow
    from claimcheck.check.settings import Settings, SettingsFinder

F = TypeVar("F", bound=Callable[..., Any])

STDIN = "-"


def day(_context: click.Context, parameter: click.Parameter, value: str | None) -> date | None:
    """The calendar date that an option gives."""
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        raise SettingError(f"{value!r} is no date: write --{parameter.name} as YYYY-MM-DD.") from None


def _rule_levels(_context: click.Context, _parameter: click.Parameter, beginning: str) -> list[str]:
    from claimcheck.check.register import finding_rules

    return [f"{name}=" for name in finding_rules() if name.startswith(beginning)]


_OPTIONS = (
    click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=click.Path(allow_dash=True)),
    click.option("--config", metavar="FILE", type=click.Path(), help="Settings. Default: the nearest file at or above each PATH."),
    click.option("--baseline", metavar="FILE", type=click.Path(), help="The findings that are known already."),
    click.option(
        "--level",
        "levels",
        multiple=True,
        metavar="RULE=LEVEL",
        shell_complete=_rule_levels,
        help="Report a rule as error, warning or note, or off. May be repeated.",
    ),
    click.option("--published", metavar="DATE", callback=day, help="Day of publication (YYYY-MM-DD) of all the articles."),
    click.option("--model", shell_complete=model_names, help="Model package: a name or a folder.  [default: compact]"),
    click.option("--no-ignores", is_flag=True, help="Report what comments and [sic] in the articles pass over."),
    click.option("--today", metavar="DATE", callback=day, help="The day on which ignores expire. Default: that of this machine."),
    warmed,
    click.option("--no-cache", is_flag=True, help="Keep nothing of the articles on this machine, and use nothing that was kept."),
    click.option("--stdin-filename", metavar="NAME", help="What to call standard input (-): its ending tells the format."),
)


def options(command: F) -> F:
    """The options that every command has that checks articles."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@dataclass(frozen=True, slots=True)
class Asked:
    """The values of these options."""

    paths: tuple[str, ...]
    config: str | None
    baseline: str | None
    levels: tuple[str, ...]
    published: date | None
    model: str | None
    no_ignores: bool
    today: date | None
    stdin_filename: str | None
    no_cache: bool

    @classmethod
    def of(cls, values: dict[str, Any]) -> Asked:
        """Takes its values out of those of a command."""
        return cls(**{field.name: values.pop(field.name) for field in fields(cls)})

    def finder(self, fail_on: str | None = None) -> SettingsFinder:
        """Finds the settings of each path. Raises SettingError for an option that cannot be used."""
        from claimcheck.check.settings import SettingsFinder, levels_of

        given = {"rules": levels_of(self.levels), "fail-on": fail_on, "baseline": self.baseline, "model": self.model}
        return SettingsFinder({key: value for key, value in given.items() if value}, Path(self.config) if self.config else None)

    def drafts(self, finder: SettingsFinder) -> list[Draft | Unreadable]:
        """The articles to be checked. Raises ConfigError, or SettingError when standard input is wanted twice."""
        from claimcheck.check.drafts import drafts

        if self.paths.count(STDIN) > 1:
            raise SettingError("Standard input (-) can be read only once.")
        if self.stdin_filename and STDIN not in self.paths:
            raise SettingError("--stdin-filename is for standard input: give - as a PATH.")
        data = sys.stdin.buffer.read() if STDIN in self.paths else b""
        return drafts(self.paths, finder, published=self.published, stdin=data, stdin_name=self.stdin_filename)

    def settings(self, finder: SettingsFinder) -> Settings:
        """The settings at the first path, for what no draft decides."""
        path = Path(self.paths[0] if self.paths[0] != STDIN else ".")
        return finder.at(path if path.is_dir() else path.parent)

    def conditions(self, baseline: Baseline | None, lock: Path | None, narrow: Narrow | None = None) -> Conditions:
        """How the check is run. This is the one place that asks for the day. Raises LockError when the lock cannot be used."""
        from claimcheck.check.run import Conditions, verifications

        return Conditions(self.today or date.today(), not self.no_ignores, baseline, verifications(lock), narrow)


def reports_of(session: Session, model: str, progress: Progress, *, cache: bool = True) -> Reports:
    """How reports are made, with a line of progress for each; `cache`: what is known of the articles is used, and kept."""
    reports = session.reports(model, cache=cache)

    def shown(drafts: Sequence[Draft]) -> Iterator[Reported | Unreadable]:
        progress.say("reading …")
        for number, reported in enumerate(reports(drafts), 1):
            progress.say(f"[{number}/{len(drafts)}] {drafts[number - 1].shown}")
            yield reported

    return shown


def checked(
    session: Session, drafts: list[Draft | Unreadable], model: str, conditions: Conditions, fail_on: Any = "error", *, cache: bool = True
) -> Checked:
    """The drafts, checked."""
    from claimcheck.check.run import check

    progress = Progress()
    try:
        return check(drafts, reports_of(session, model, progress, cache=cache), conditions, fail_on=fail_on)
    finally:
        progress.clear()


def near(path: Path) -> Path:
    """The path as seen from the working directory, where it lies below."""
    try:
        return path.relative_to(Path.cwd())
    except ValueError:
        return path


def replace_file(path: Path, text: str) -> None:
    """Put a text in the place of a file, whole or not at all. Raises SettingError when it cannot be written."""
    if not path.resolve().parent.is_dir():
        raise SettingError(f"{path} cannot be written: there is no folder {path.parent}.")
    with replacing(path) as stream:
        stream.write(text)
