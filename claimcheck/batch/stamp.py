"""What decides about results besides the articles: settings, models and code."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Any

from claimcheck import __version__
from claimcheck.batch.shard import Settings
from claimcheck.batch.sources.fields import Fields
from claimcheck.models import find, verify

#: Parts of the package that no record depends on.
_BESIDE = ("archive", "check", "cli", "evaluation", "export", "lookup", "queue", "report", "verdicts", "warm", "__pycache__", "compact")


def about(settings: Settings, fields: Fields, form: str, articles: int) -> dict[str, Any]:
    """By name, for people to compare. The models' files are looked at. Raises ModelError when they are missing or altered."""
    package = find(settings.model)
    verify(package)
    return {
        "version": __version__,
        "code": _code(),
        "model": package.name,
        "model_sha256": package.sha256,
        "format": form,
        "shard_size": articles,
        "published": settings.published,
        "min_priority": settings.min_priority,
        "only_checkable": settings.only_checkable,
        "fields": {name: list(getattr(fields, name)) for name in sorted(Fields.__slots__)},
    }


def _code() -> str:
    """A digest of the package's own files, for those who run what is not released."""
    package = Path(__file__).parent.parent
    digest = hashlib.sha256()
    for folder, below, names in os.walk(package):
        below[:] = sorted(name for name in below if name not in _BESIDE)
        for name in sorted(names):
            if name.endswith((".py", ".json", ".txt")):
                path = Path(folder, name)
                digest.update(f"{path.relative_to(package).as_posix()}\0".encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()
