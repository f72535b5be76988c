"""The sources by name: those that come with claimcheck, and those that other packages add.

A package adds a source by an entry point of the group `claimcheck.sources`: its name, and a callable that takes the keyword
arguments `endpoint` (an address or None) and `file` (a path or None) and returns a `Source`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path
from typing import cast
from urllib.parse import urlsplit

from claimcheck.errors import SettingError
from claimcheck.lookup.source import Source

GROUP = "claimcheck.sources"

#: Module and class of each source that comes with claimcheck; what asks nobody stands first, and is asked first.
BUILT_IN: Mapping[str, tuple[str, str]] = {
    "archive": ("archive", "Archive"),
    "zim": ("zim", "Zim"),
    "wikipedia": ("wikipedia", "Wikipedia"),
    "wikidata": ("wikidata", "Wikidata"),
    "google-fact-check": ("google_fact_check", "GoogleFactCheck"),
    "world-bank": ("world_bank", "WorldBank"),
    "gdelt": ("gdelt", "Gdelt"),
    "wayback": ("wayback", "Wayback"),
}
#: What is asked where nobody names a source. Each of the others is asked only by name.
DEFAULT = ("archive", "wikipedia", "wikidata")

Make = Callable[..., Source]


def source_names() -> tuple[str, ...]:
    """All names, those that come with claimcheck first."""
    return (*BUILT_IN, *sorted({point.name for point in entry_points(group=GROUP)} - set(BUILT_IN)))


def sources(names: Sequence[str], *, endpoints: Mapping[str, str] | None = None, files: Mapping[str, Path] | None = None) -> list[Source]:
    """The sources of these names, those on this machine first, else in the order given, none twice.

    `endpoints` and `files` are by name. Raises SettingError for a name that is not known, or an address that is none.
    """
    endpoints, files = endpoints or {}, files or {}
    for name, address in endpoints.items():
        _check_endpoint(name, address)
    for name in endpoints:
        if name not in names:
            raise SettingError(f"--endpoint names {name}, which is not asked: add --source {name}.")
    made = [_make(name)(endpoint=endpoints.get(name), file=files.get(name)) for name in dict.fromkeys(names)]
    return sorted(made, key=lambda source: bool(source.hosts))


def _make(name: str) -> Make:
    if name in BUILT_IN:
        module, kind = BUILT_IN[name]
        return cast(Make, getattr(import_module(f"claimcheck.lookup.sources.{module}"), kind))
    for point in entry_points(group=GROUP, name=name):
        return cast(Make, point.load())
    raise SettingError(f"There is no source {name!r}: choose among {', '.join(source_names())}.")


def _check_endpoint(name: str, address: str) -> None:
    """Raises SettingError for an address that could not be asked, or that holds what should not stand in records."""
    try:
        parts = urlsplit(address)
        sound = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        sound = False
    if not sound:
        raise SettingError(f"{address!r} is no web address: write --endpoint {name}=https://wiki.example.org/w/api.php.")
    if "@" in parts.netloc:
        raise SettingError(f"The address for {name} holds a user name: leave it out, for addresses stand in the records.")
    if parts.query or parts.fragment:
        raise SettingError(f"The address for {name} has a query: leave out what follows the path.")
