"""Settings files that nobody would write: the line of a key is found in any of them, and none of them is more than a complaint."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimcheck.check.settings_file import found_in, load
from claimcheck.check.settings_lines import cfg_line, toml_line
from claimcheck.errors import ConfigError
from claimcheck.record import load_schema

VALUES = st.sampled_from(['"x"', "3", "[1,\n 2]", '"""\n\ntext = 1\n"""', "{ a = 1 }", "'[rules]'"])
KEYS = st.lists(st.sampled_from(["alpha", "beta", "gamma", "rules", "text"]), min_size=1, max_size=5, unique=True)


@given(KEYS, st.data())
def test_the_line_of_a_key_is_where_it_was_written(keys: list[str], data: st.DataObject) -> None:
    lines: list[str] = []
    wanted: dict[str, int] = {}
    for key in keys:
        lines += data.draw(st.lists(st.sampled_from(["", "# rules = alpha", "  "]), max_size=2))
        wanted[key] = len(lines) + 1
        lines += f"{key} = {data.draw(VALUES)}".split("\n")
    text = "\n".join(lines)
    assert {key: toml_line(text, (key,)) for key in keys} == wanted


@pytest.mark.parametrize("steps", [("no", "such"), (), (0,), ("rules", 7, "x")])
def test_a_key_that_is_not_there_is_on_the_first_line_or_on_that_of_what_holds_it(steps: Any) -> None:
    assert toml_line("\n[rules]\na = 1\n", steps) in (1, 2)
    assert cfg_line("\n[claimcheck]\na = 1\n", "claimcheck", steps) in (1, 2)


def test_a_file_that_repeats_a_key_is_searched_in_bounded_time() -> None:
    text = "\n".join(f"alpha{number} = 'alpha'" for number in range(20_000)) + "\nalpha = 3\n"
    assert toml_line(text, ("alpha",)) == 1, "given up"


# -- anything at all --------------------------------------------------------------------------------------------

PIECES = st.sampled_from(
    [
        "[claimcheck]", "[tool.claimcheck]", "[rules]", "[tool.claimcheck.rules]", "[[per-file]]", "[claimcheck:per-file:a]", "[tool]",
        "rules", "fail-on", "exclude", "files", "min-priority", "published", "weekday_date", "per-file", "claimcheck", " = ", ": ", ".",
        "'off'", "off", "1", "-0.0", "1e999", "nan", "2025-07-02", "2025-13-02", "10:00:00", "true", "[", "]", "{", "}", ",", "\n", "\n",
        "\n", "    ", "#", '"', '"""', "\\u0000", "\x00", "é", "\r\n", "%(x)s", ";",
    ]
)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None)
@given(st.lists(PIECES, max_size=30).map("".join), st.sampled_from([".claimcheck.toml", "pyproject.toml", "setup.cfg"]))
def test_a_settings_file_is_read_or_complained_about(tmp_path: Path, text: str, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(text.encode())
    try:
        found_in(tmp_path)
        found, complaints = set(load(path, lambda: frozenset({"weekday_date"})).values), ("",)
    except ConfigError as error:
        found, complaints = set(), (str(error), *error.complaints)
    finally:
        path.unlink()
    assert found <= set(load_schema("config")["properties"])
    assert all(complaint.startswith(str(path)) for complaint in complaints if complaint)
