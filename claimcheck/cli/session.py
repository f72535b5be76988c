"""What the commands work with. Tests pass a session with stand-ins, so that no command needs a patch to be tested."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from claimcheck.model import Document, Report


class Extracts(Protocol):
    """What `extract` needs of an extractor."""

    def extract_document(self, document: Document) -> Report: ...


def _extractor(model: str) -> Extracts:
    from claimcheck.pipeline import Extractor

    return Extractor(model)


def _download(folder: Path) -> None:
    from claimcheck.parse import download_default

    download_default(folder)


@dataclass(slots=True)
class Session:
    extractor: Callable[[str], Extracts] = _extractor  # model name or path -> extractor
    download: Callable[[Path], None] = _download  # fills a folder with Stanza's own models
    debug: bool = False
