"""Settings files: where they are found, and what stands in them.

    .claimcheck.toml   the whole file
    pyproject.toml     [tool.claimcheck], and [[tool.claimcheck.per-file]] for some of the files
    setup.cfg          [claimcheck], and [claimcheck:per-file:NAME] for some of the files

Each is read into the same values, those of `schemas/config.schema.json`.
"""

from __future__ import annotations

import configparser
import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from difflib import get_close_matches
from math import isfinite
from pathlib import Path
from typing import Any

from claimcheck.check.settings_lines import Steps, cfg_line, toml_line
from claimcheck.errors import ConfigError
from claimcheck.record import schema_errors

#: In the order in which they are looked for in a folder; the first that has settings is taken alone.
NAMES = (".claimcheck.toml", "pyproject.toml", "setup.cfg")

MAX_BYTES = 1_000_000
MAX_DEPTH = 20  # tables within tables; the schema knows four levels

_CFG = "claimcheck"
_CFG_PER_FILE = "claimcheck:per-file:"
_LISTS = frozenset({"exclude", "files"})


@dataclass(frozen=True, slots=True)
class SettingsFile:
    """A settings file as read. `values` follow the schema; `line` gives the line of a key by the steps that lead to it."""

    path: Path
    values: Mapping[str, Any]
    line: Callable[[Steps], int]


def found_in(folder: Path) -> Path | None:
    """The settings file of a folder. Raises ConfigError when one that may be it is broken."""
    for name in NAMES:
        path = folder / name
        if os.path.isfile(path) and _values(path, _text(path, lenient=name != NAMES[0]), asked=False) is not None:
            return path
    return None


def load(path: Path, rules: Callable[[], frozenset[str]]) -> SettingsFile:
    """The settings in a file, which must have some. `rules`: the names of all rules that report findings; asked for where one is named.

    Raises ConfigError, with a complaint for each mistake, when the file cannot be read or its settings cannot be used.
    """
    text = _text(path)
    values = _values(path, text, asked=True)
    if values is None:
        table = f"[{_CFG}]" if _is_cfg(path) else f"[{'.'.join(_prefix(path))}]"
        raise _broken(path, 1, f"there is no {table} in it: add it, or name another file.")
    line = _line_finder(path, text)
    complaints = [(steps, sentence.replace("an object", "a table")) for steps, sentence in schema_errors("config", values)]
    complaints = complaints or _unknown_rules(values, rules)
    if complaints:
        placed = sorted((line(steps), number, _key(path, steps, text), sentence) for number, (steps, sentence) in enumerate(complaints))
        lines = tuple(f"{_shown(path)}:{at}: {key}: {sentence}" for at, _, key, sentence in placed)
        raise ConfigError(lines[0] if len(lines) == 1 else f"{_shown(path)} has {len(lines)} mistakes.", lines)
    return SettingsFile(path, values, line)


def unknown_rule(name: str, rules: frozenset[str]) -> str:
    """Why a name is no rule's, with the nearest that is."""
    near = get_close_matches(name, sorted(rules), n=1)
    return f"there is no rule of that name{f'; did you mean {near[0]}?' if near else ' among those that report findings.'}"


def _unknown_rules(values: Mapping[str, Any], rules: Callable[[], frozenset[str]]) -> list[tuple[tuple[str | int, ...], str]]:
    tables: list[tuple[tuple[str | int, ...], Mapping[str, Any]]] = [(("rules",), values.get("rules", {}))]
    tables += [(("per-file", number, "rules"), section.get("rules", {})) for number, section in enumerate(values.get("per-file", []))]
    if not any(table for _, table in tables):
        return []
    known = rules()
    return [((*steps, name), unknown_rule(name, known)) for steps, table in tables for name in table if name not in known]


# -- reading ------------------------------------------------------------------------------------------------------


def _text(path: Path, *, lenient: bool = False) -> str:
    """The text of a file; "" for one that is broken and, as far as can be seen, none of ours."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        if lenient:
            return ""
        raise ConfigError(f"{_shown(path)} cannot be read ({getattr(error, 'strerror', None) or error}): check the path.") from None
    if lenient and b"claimcheck" not in data:
        return ""
    if len(data) > MAX_BYTES:
        raise ConfigError(f"{_shown(path)} is larger than {MAX_BYTES // 1_000_000} MB, so it holds no settings: name another file.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise _broken(path, line, f"byte {error.start} is not UTF-8: save the file as UTF-8.") from None


def _values(path: Path, text: str, *, asked: bool) -> dict[str, Any] | None:
    """The settings in a text, None where it has none. A file that was not asked for and does not name us is none of ours."""
    if not asked and path.name != NAMES[0] and "claimcheck" not in text:
        return None
    return _cfg_values(path, text) if _is_cfg(path) else _toml_values(path, text)


def _is_cfg(path: Path) -> bool:
    return path.suffix in (".cfg", ".ini")


def _prefix(path: Path) -> tuple[str, ...]:
    """The table that holds the settings in a TOML file."""
    return ("tool", "claimcheck") if path.name == "pyproject.toml" else ()


def _toml_values(path: Path, text: str) -> dict[str, Any] | None:
    try:
        table: Any = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _broken(path, *_toml_place(text, str(error))) from None
    except RecursionError:
        raise _broken(path, 1, "its values are nested too deep.") from None
    for step in _prefix(path):
        table = table.get(step) if isinstance(table, dict) else None
        if table is None:
            return None
    if not isinstance(table, dict):
        raise _broken(path, toml_line(text, _prefix(path)), f"{'.'.join(_prefix(path))} is no table.")
    values: dict[str, Any] = _as_json(table, path)
    return values


def _toml_place(text: str, message: str) -> tuple[int, str]:
    """The line and the sentence of tomllib's error: "Expected '=' after a key … (at line 3, column 5)"."""
    what, _, place = message.rpartition(" (at ")
    words = place.replace(",", "").split()
    line = int(words[1]) if len(words) > 1 and words[0] == "line" and words[1].isdecimal() else text.rstrip().count("\n") + 1
    what = what or message
    return line, f"{what[:1].lower()}{what[1:].rstrip('.')}."


def _as_json(value: Any, path: Path, depth: int = 0) -> Any:
    """A TOML value as JSON has it: days and times as text, and what is no number as the word for it."""
    if depth > MAX_DEPTH:
        raise _broken(path, 1, "its values are nested too deep.")
    if isinstance(value, dict):
        return {name: _as_json(item, path, depth + 1) for name, item in value.items()}
    if isinstance(value, list):
        return [_as_json(item, path, depth + 1) for item in value]
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, float) and not isfinite(value):
        return str(value)
    return value


def _cfg_parser() -> configparser.RawConfigParser:
    parser = configparser.RawConfigParser(default_section="", interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    return parser


def _cfg_values(path: Path, text: str) -> dict[str, Any] | None:
    parser = _cfg_parser()
    try:
        parser.read_string(text)
    except configparser.Error as error:
        raise _broken(path, *_cfg_place(error)) from None
    sections = [name for name in parser.sections() if name.startswith(_CFG_PER_FILE)]
    if not parser.has_section(_CFG) and not sections:
        return None
    values = {key: _cfg_value(key, value) for key, value in parser.items(_CFG)} if parser.has_section(_CFG) else {}
    if sections:
        values["per-file"] = [{key: _cfg_value(key, value) for key, value in parser.items(name)} for name in sections]
    return values


def _cfg_place(error: configparser.Error) -> tuple[int, str]:
    if isinstance(error, configparser.DuplicateOptionError):
        return error.lineno or 1, f"`{error.option}` stands twice in [{error.section}]."
    if isinstance(error, configparser.DuplicateSectionError):
        return error.lineno or 1, f"[{error.section}] stands twice."
    if isinstance(error, configparser.MissingSectionHeaderError):
        return error.lineno, "there is no section above this line."
    if isinstance(error, configparser.ParsingError) and error.errors:
        return error.errors[0][0], f"{error.errors[0][1]} is neither a section nor `key = value`."
    return 1, " ".join(str(error).split())


def _cfg_value(key: str, value: str) -> Any:
    """An option as the schema has it: a line an entry in lists, `name = level` a line in `rules`, a number in `min-priority`."""
    lines = [line.strip() for line in value.splitlines() if line.strip()]
    if key in _LISTS:
        return lines
    if key == "rules":
        pairs = [line.replace(":", "=", 1).partition("=") for line in lines]
        return {name.strip(): level.strip() for name, _, level in pairs}
    if key == "min-priority":
        try:
            number = float(value)
        except ValueError:
            return value
        return number if isfinite(number) else value
    return value.strip()


# -- complaints ---------------------------------------------------------------------------------------------------


def _line_finder(path: Path, text: str) -> Callable[[Steps], int]:
    if not _is_cfg(path):
        return lambda steps: toml_line(text, (*_prefix(path), *steps))
    return lambda steps: cfg_line(text, *_cfg_steps(text, steps))


def _cfg_steps(text: str, steps: Steps) -> tuple[str, Steps]:
    """The section of a setup.cfg that steps of the schema lead to, and the steps inside it."""
    if len(steps) > 1 and steps[0] == "per-file" and isinstance(steps[1], int):
        parser = _cfg_parser()
        parser.read_string(text)
        sections = [name for name in parser.sections() if name.startswith(_CFG_PER_FILE)]
        return sections[steps[1]], steps[2:]
    return _CFG, steps


def _key(path: Path, steps: Steps, text: str) -> str:
    """A key as its file has it: "tool.claimcheck.rules.weekday_date", "[claimcheck] rules.weekday_date"."""
    if _is_cfg(path):
        section, steps = _cfg_steps(text, steps)
        return f"[{section}] {_dotted(steps)}".rstrip()
    return _dotted((*_prefix(path), *steps)) or "the file"


def _dotted(steps: Steps) -> str:
    written = ""
    for step in steps:
        written += f"[{step + 1}]" if isinstance(step, int) else f".{step[:60]}"
    return written.removeprefix(".")


def _broken(path: Path, line: int, sentence: str) -> ConfigError:
    complaint = f"{_shown(path)}:{line}: {sentence}"
    return ConfigError(complaint, (complaint,))


def _shown(path: Path) -> str:
    """A path as a person would name it: from the working directory where it lies below."""
    try:
        name = str(path.relative_to(Path.cwd()))
    except (ValueError, OSError):
        name = str(path)
    return os.fsencode(name).decode("utf-8", "replace")
