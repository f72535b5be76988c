"""Front matter: the YAML or TOML that publishing tools put before a Markdown article."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from claimcheck.errors import DocumentError
from claimcheck.reading.dates import first_date

_MAX_CHARACTERS = 64_000
_FENCED = re.compile(
    r"\s*?(?P<fence>---|\+\+\+)[ \t]*(?:\r\n|\r|\n)(?P<body>.*?)^(?:(?P=fence)|\.\.\.)[ \t]*(?:\r\n|\r|\n|\Z)", re.DOTALL | re.MULTILINE
)
_KEY = re.compile(r"\s*(?:#.*\s+)*[A-Za-z_][\w -]*\s*[:=]")

_TITLES = ("title", "headline", "heading")
_DATES = ("date", "published", "published_at", "published_on", "publishdate", "publish_date", "pubdate", "date_published", "datepublished")
_URLS = ("canonical_url", "canonical", "url", "source_url", "link")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """Where the front matter ends (0: there is none) and what it says of the article."""

    end: int = 0
    title: str | None = None
    published: date | None = None
    url: str | None = None


def front_matter(source: str, name: str) -> FrontMatter:
    """The front matter of a Markdown source. Raises DocumentError, naming the line, where it begins as one and is none."""
    match = _FENCED.match(source[: _MAX_CHARACTERS + 8])
    if match is None or not _KEY.match(match["body"]):
        return FrontMatter()
    values = _toml(match["body"], name) if match["fence"] == "+++" else _yaml(match["body"], name)
    if not isinstance(values, dict):
        return FrontMatter()
    fields = {str(key).lower().replace("-", "_"): value for key, value in values.items()}
    title = next((value for key in _TITLES if isinstance(value := fields.get(key), str) and value.strip()), None)
    url = next((value for key in _URLS if isinstance(value := fields.get(key), str) and "/" in value), None)
    published = next((day for key in _DATES if (day := _day(fields.get(key))) is not None), None)
    return FrontMatter(match.end(), title, published, url)


def _yaml(body: str, name: str) -> Any:
    import yaml

    try:
        return yaml.safe_load(body)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 2
        raise _broken(name, line, error.problem or "it cannot be read") from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise _broken(name, 2, str(error).splitlines()[0]) from None


def _toml(body: str, name: str) -> Any:
    try:
        return tomllib.loads(body.replace("\r\n", "\n"))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        line = re.search(r"line (\d+)", str(error))
        raise _broken(name, int(line[1]) + 1 if line else 2, str(error).split(" (at")[0]) from None


def _broken(name: str, line: int, problem: str) -> DocumentError:
    return DocumentError(f"{name} has front matter that cannot be read at line {line} ({problem}): mend that line, or quote its value.")


def _day(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    return first_date(value) if isinstance(value, str) else None
