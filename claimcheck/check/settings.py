"""What a desk wants of a check: layers of settings, of which the nearest that says something wins.

command line > the last per-file section that matches > the rest of the settings file > default
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

from claimcheck.check.globs import matches
from claimcheck.check.register import finding_rules
from claimcheck.check.settings_file import SettingsFile, found_in, load, unknown_rule
from claimcheck.errors import SettingError
from claimcheck.model import Severity

Level = Literal["error", "warning", "note", "off"]

CHOICES: tuple[Level, ...] = ("error", "warning", "note", "off")
COMMAND_LINE = "command line"
DEFAULT = "default"

#: Everything that can be set but `rules`, `exclude` and `per-file`, with what holds where nothing is said.
DEFAULTS: dict[str, Any] = {
    "fail-on": "error",
    "published": None,
    "min-priority": 0.5,
    "baseline": None,
    "lock": None,
    "model": "compact",
}

#: The baseline that is taken where none is named, if it is there.
BASELINE = "claimcheck-baseline.json"

#: And the lock.
LOCK = "claims.lock"


@dataclass(frozen=True, slots=True)
class Layer:
    """Settings from one place. `values` are as in `schemas/config.schema.json`."""

    origin: str  # "command line", "pyproject.toml", "pyproject.toml, per-file drafts/": what --show-settings says
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class InForce:
    """What holds for one file: its layers, the nearest first."""

    layers: tuple[Layer, ...]

    def get(self, key: str) -> tuple[Any, str]:
        """The value of a setting, and where it comes from."""
        for layer in self.layers:
            if key in layer.values:
                return layer.values[key], layer.origin
        return DEFAULTS[key], DEFAULT

    def level(self, rule: str, own: Severity) -> tuple[Level, str]:
        """At which level a rule's findings are reported, and which layer says so. `own`: where none does."""
        for layer in self.layers:
            if rule in layer.values.get("rules", {}):
                return layer.values["rules"][rule], layer.origin
        return own, DEFAULT

    @property
    def published(self) -> date | None:
        """The day of publication that the settings give, which the article's own precedes."""
        value = next((layer.values["published"] for layer in self.layers if "published" in layer.values), None)
        return None if value is None else date.fromisoformat(value)


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of the files below a folder. `folder`: where paths and globs begin; `file` None: there is no settings file."""

    folder: Path
    file: SettingsFile | None = None
    command_line: Layer = Layer(COMMAND_LINE)

    @property
    def origin(self) -> str:
        return self.file.path.name if self.file else DEFAULT

    @property
    def origin_path(self) -> str:
        """The settings file, for messages."""
        return str(self.file.path) if self.file else "default"

    @property
    def values(self) -> Mapping[str, Any]:
        return self.file.values if self.file else {}

    def path_of(self, file: Path) -> str:
        """A file's path with forward slashes: from the folder of the settings where it lies below, else the whole."""
        whole = Path(os.path.abspath(file))
        place = whole.parent.resolve() / whole.name  # a link is a draft under its own name
        try:
            return place.relative_to(self.folder).as_posix()
        except ValueError:
            return place.as_posix()

    def excludes(self, path: str) -> bool:
        """Whether a file or folder is passed over when the folder above it is searched. `path` as `path_of` gives it."""
        return matches(path, self.values.get("exclude", ()))

    def in_force(self, path: str) -> InForce:
        """What holds for a file. `path` as `path_of` gives it."""
        near = [self.command_line]
        for section in reversed(self.values.get("per-file", ())):
            if matches(path, section["files"]):
                near.append(Layer(f"{self.origin}, per-file {' '.join(section['files'])}", section))
        return InForce((*near, Layer(self.origin, self.values)))

    def whole(self) -> InForce:
        """What holds for a check as a whole: `fail-on`, `model`, `baseline` and `lock`."""
        return InForce((self.command_line, Layer(self.origin, self.values)))

    def file_named(self, key: str) -> Path | None:
        """The file that `baseline` or `lock` names: on the command line from the working directory, else from `folder`."""
        value, origin = self.whole().get(key)
        if value is None:
            return None
        return Path(value) if origin == COMMAND_LINE else self.folder / value


class SettingsFinder:
    """Finds the settings for each path: those of `config`, or the nearest at or above its folder. Each file is read once.

    The paths in settings begin at their folder; those in `config`, which may lie anywhere, at the working directory.

    `command_line`: what was given there, in the schema's terms. Raises ConfigError when a settings file cannot be used.
    """

    def __init__(self, command_line: Mapping[str, Any] | None = None, config: Path | None = None):
        self._layer = Layer(COMMAND_LINE, command_line or {})
        self._config = config
        self._read = cache(self._settings)
        self._nearest = cache(self._above)

    def at(self, folder: Path) -> Settings:
        """The settings for the files in a folder."""
        return self._read(self._config.resolve() if self._config else self._nearest(folder.resolve()))

    def _above(self, folder: Path) -> Path | None:
        """The nearest settings file in a folder or above it, up to the root of a repository or of the file system."""
        found = found_in(folder)
        if found or folder.parent == folder or os.path.exists(folder / ".git"):
            return found
        return self._nearest(folder.parent)

    def _settings(self, path: Path | None) -> Settings:
        if path is None:
            return Settings(Path.cwd().resolve(), None, self._layer)
        folder = Path.cwd().resolve() if self._config else path.parent
        return Settings(folder, load(path, lambda: frozenset(finding_rules())), self._layer)


def levels_of(options: tuple[str, ...]) -> dict[str, Level]:
    """`--level RULE=LEVEL` as often as it was given. Raises SettingError for what is no rule or no level."""
    levels: dict[str, Level] = {}
    for option in options:
        rule, sign, level = option.partition("=")
        if not sign or level not in CHOICES:
            raise SettingError(f"--level {option}: write RULE=LEVEL, with error, warning, note or off for LEVEL.")
        if rule not in finding_rules():
            raise SettingError(f"--level {option}: {unknown_rule(rule, frozenset(finding_rules()))}")
        levels[rule] = level
    return levels
