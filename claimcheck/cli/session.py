"""What the commands work with. Tests pass a session with stand-ins, so that no command needs a patch to be tested."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from claimcheck.check.reports import Reports
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


def _kept_reports(model: str) -> Reports:
    """Reports that are kept between runs; for those that are not, parses that are kept, and the models only for the rest."""
    from claimcheck.check.kept import KeptReports, keeping
    from claimcheck.check.reports import extracting
    from claimcheck.model import ParserInfo
    from claimcheck.models import find
    from claimcheck.store import Store

    package, store = find(model), Store()

    def extractor() -> Extracts:
        from claimcheck.kept_parse import KeptParses
        from claimcheck.parse import load
        from claimcheck.pipeline import Extractor

        info = ParserInfo("stanza", package.name, package.sha256)
        return Extractor(model, parser=KeptParses(lambda: load(model), info, store))

    return keeping(extracting(extractor), KeptReports(store, package))


@dataclass(slots=True)
class Session:
    extractor: Callable[[str], Extracts] = _extractor  # model name or path -> extractor
    download: Callable[[Path], None] = _download  # fills a folder with Stanza's own models
    debug: bool = False

    def reports(self, model: str, *, cache: bool) -> Reports:
        """How drafts become reports. `cache`: what is known of them is used, and kept; a stand-in's reports are never kept."""
        from claimcheck.check.reports import extracting

        if cache and self.extractor is _extractor:
            return _kept_reports(model)
        return extracting(lambda: self.extractor(model))
