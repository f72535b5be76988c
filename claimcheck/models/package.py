"""A model package: its manifest, its files, its place.

The manifest is JSON: `name`, `version`, `licence`, `processors` (Stanza's names, in order), `files` (path inside the
package -> SHA-256), and optionally `scores` (what was measured -> figure), `entity_labels` and `stanza_package` (the
name under which Stanza's `resources.json` lists the models, where it is not `name`).
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

import platformdirs

from claimcheck.errors import ModelError
from claimcheck.models.downloads import DOWNLOADS

#: The package that comes with claimcheck.
EMBEDDED = "compact"
MANIFEST = "manifest.json"
#: Behind the name of a package: its encoder computes in integers of eight bits.
INT8 = ":int8"
_REINSTALL = "Reinstall claimcheck with `pip install --force-reinstall --no-deps -c constraints.txt .`"


@dataclass(frozen=True, slots=True)
class Package:
    """A model package as its manifest describes it."""

    name: str
    folder: Path
    version: str
    licence: str
    processors: tuple[str, ...]
    files: Mapping[str, str]  # path inside the folder, with forward slashes -> SHA-256 in hexadecimal
    stanza_package: str
    entity_labels: tuple[str, ...] = ()
    scores: Mapping[str, float] = field(default_factory=dict)
    int8: bool = False  # the encoder computes in integers of eight bits: other parses now and then, and so another package to all others

    @property
    def sha256(self) -> str:
        """One digest for all files: of the sorted lines `digest  path`, as `sha256sum` would list them; and of the line `int8`."""
        lines = "".join(f"{digest}  {path}\n" for path, digest in sorted(self.files.items()))
        return hashlib.sha256((f"{lines}int8\n" if self.int8 else lines).encode()).hexdigest()

    @property
    def size(self) -> int:
        """Bytes on disk of the files that are there."""
        paths = (self.folder / path for path in self.files)
        return sum(path.stat().st_size for path in paths if path.is_file())


def data_folder() -> Path:
    """Where installed packages lie: `CLAIMCHECK_MODELS`, or the user's data folder."""
    chosen = os.environ.get("CLAIMCHECK_MODELS")
    return Path(chosen) if chosen else platformdirs.user_data_path("claimcheck", appauthor=False) / "models"


def locate(model: str) -> Package:
    """The package of that name or folder, its files checked.

    All files are read, which takes 0.16 s for 100 MB: much less than loading them, and so done on every start.
    Raises ModelError, with the command that mends it, when there is no such package or a file is missing or altered.
    """
    package = find(model)
    verify(package)
    return package


def find(model: str) -> Package:
    """The package of that name or folder, its files not looked at; with INT8 behind it, the same in integers of eight bits.

    A word without a slash is a name; with a slash, or where a folder of that name lies, it is a path. Raises
    ModelError when there is none or its manifest cannot be read.
    """
    package = _find(model.removesuffix(INT8))
    return replace(package, name=f"{package.name}{INT8}", int8=True) if model.endswith(INT8) else package


def _find(model: str) -> Package:
    installed = _places()
    if model in installed:
        return read_manifest(installed[model], mend=_mend(model))
    folder = Path(model)
    if folder.is_dir():
        return read_manifest(folder, mend=f"`claimcheck models info {EMBEDDED}` shows what a package needs")
    if "/" in model or os.sep in model:
        raise ModelError(
            f"There is no model folder {model}: name one that holds a {MANIFEST}, or a package that `claimcheck models list` shows."
        )
    if model == EMBEDDED:
        raise ModelError(f"The model package {EMBEDDED} is missing from this installation. {_REINSTALL}.")
    if model in DOWNLOADS:
        raise ModelError(f"The model package {model} is not installed. Install it with `claimcheck models install {model}`.")
    raise ModelError(f"There is no model package {model!r}. `claimcheck models list` shows the packages.")


def available() -> tuple[Package, ...]:
    """The packages that can be found by name, the embedded one first; a package with a broken manifest is left out."""
    found = []
    for name in sorted(_places(), key=lambda name: (name != EMBEDDED, name)):
        try:
            found.append(find(name))
        except ModelError:
            continue
    return tuple(found)


def verify(package: Package) -> None:
    """Compare every file with its SHA-256. Raises ModelError naming the first that is missing or altered."""
    for path, expected in sorted(package.files.items()):
        file = package.folder / path
        if not file.is_file():
            raise ModelError(f"The model package {package.name} is incomplete: {file} is missing. {_mend(package.name)}.")
        try:
            actual = sha256_of(file)
        except OSError as error:
            raise ModelError(f"The model file {file} cannot be read ({error.strerror}). {_mend(package.name)}.") from error
        if actual != expected:
            raise ModelError(
                f"The model file {file} is not what {package.name} {package.version} was published with. {_mend(package.name)}."
            )


def read_manifest(folder: Path, *, mend: str = _REINSTALL) -> Package:
    """The package in a folder. Raises ModelError when its manifest is missing, unreadable or incomplete."""
    file = folder / MANIFEST
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ModelError(f"The model folder {folder} has no {MANIFEST}. {mend}.") from None
    except (OSError, ValueError) as error:
        raise ModelError(f"The model manifest {file} cannot be read ({error}). {mend}.") from error
    try:
        files = {_inside(path): str(digest) for path, digest in content["files"].items()}
        return Package(
            name=str(content["name"]),
            folder=folder,
            version=str(content["version"]),
            licence=str(content["licence"]),
            processors=tuple(str(name) for name in content["processors"]),
            files=files,
            stanza_package=str(content.get("stanza_package", content["name"])),
            entity_labels=tuple(str(label) for label in content.get("entity_labels", ())),
            scores={str(name): float(figure) for name, figure in content.get("scores", {}).items()},
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ModelError(f"The model manifest {file} is incomplete or malformed ({error!r}). {mend}.") from error


def write_manifest(
    folder: Path,
    *,
    name: str,
    version: str,
    licence: str,
    processors: Iterable[str],
    stanza_package: str | None = None,
    entity_labels: Iterable[str] = (),
    scores: Mapping[str, float] | None = None,
) -> Package:
    """Describe every file below a folder in its `manifest.json`, and read it back. Replaces an older manifest."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path != folder / MANIFEST)
    content = {
        "name": name,
        "version": version,
        "licence": licence,
        "processors": list(processors),
        "stanza_package": stanza_package or name,
        "entity_labels": list(entity_labels),
        "scores": dict(scores or {}),
        "files": {path.relative_to(folder).as_posix(): sha256_of(path) for path in paths},
    }
    (folder / MANIFEST).write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return read_manifest(folder)


def sha256_of(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _places() -> dict[str, Path]:
    """Folders of packages by name: the embedded one and those installed."""
    places = {}
    installed = data_folder()
    if installed.is_dir():
        # a name with a dot in front is a download that was not finished
        places = {entry.name: entry for entry in sorted(installed.iterdir()) if entry.is_dir() and not entry.name.startswith(".")}
    embedded = Path(__file__).parent / EMBEDDED
    if (embedded / MANIFEST).is_file():
        places[EMBEDDED] = embedded
    return places


def _mend(name: str) -> str:
    """The command that makes a package whole again, as the beginning of a sentence."""
    if name in DOWNLOADS:
        return f"Install it again with `claimcheck models install {name}`"
    if name == EMBEDDED:
        return _REINSTALL
    return f"Copy the package again, or use the one that comes with claimcheck: `--model {EMBEDDED}`"


def _inside(path: str) -> str:
    """The path if it stays inside the package. Raises ValueError when it does not."""
    if PurePosixPath(path).is_absolute() or ".." in PurePosixPath(path).parts or "\\" in path:
        raise ValueError(f"{path} points out of the package")
    return path
