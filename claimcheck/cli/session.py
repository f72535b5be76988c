"""What the commands work with. Tests pass a session with stand-ins, so that no command needs a patch to be tested."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from claimcheck.check.reports import Reports
    from claimcheck.lookup.client import Client
    from claimcheck.lookup.evidence import Request
    from claimcheck.lookup.kept_answers import KeptAnswers
    from claimcheck.lookup.policy import Policy
    from claimcheck.model import Document, Report
    from claimcheck.parse import Parser
    from claimcheck.pipeline import Extractor
    from claimcheck.queue.service import Extract


class Extracts(Protocol):
    """What `extract` needs of an extractor."""

    def extract_document(self, document: Document) -> Report: ...


def _extractor(model: str) -> Extracts:
    from claimcheck.pipeline import Extractor

    return Extractor(model)


def _download(folder: Path) -> None:
    from claimcheck.parse import download_default

    download_default(folder)


def _show(file: Path) -> None:
    """Open a file in the program that the desktop has for it."""
    import click

    click.launch(str(file.resolve()))


def _kept_parses(model: str) -> Parser:
    """Parses that are kept between runs, and the models only for the rest."""
    from claimcheck.kept_parse import KeptParses
    from claimcheck.model import ParserInfo
    from claimcheck.models import find
    from claimcheck.parse import load
    from claimcheck.store import Store

    package = find(model)
    return KeptParses(lambda: load(model), ParserInfo("stanza", package.name, package.sha256), Store())


def _client(policy: Policy, *, kept: KeptAnswers, replay: bool, gate: Callable[[Request], str | None]) -> Client:
    from claimcheck.lookup.client import Client

    return Client(policy, kept=kept, replay=replay, gate=gate)


def _kept_reports(model: str) -> Reports:
    """Reports that are kept between runs; for those that are not, parses that are kept."""
    from claimcheck.check.kept import KeptReports, keeping
    from claimcheck.check.reports import extracting
    from claimcheck.models import find
    from claimcheck.store import Store

    package, store = find(model), Store()

    def extractor() -> Extracts:
        from claimcheck.pipeline import Extractor

        return Extractor(model, parser=_kept_parses(model))

    return keeping(extracting(extractor), KeptReports(store, package))


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True)
class Session:
    extractor: Callable[[str], Extracts] = _extractor  # model name or path -> extractor
    download: Callable[[Path], None] = _download  # fills a folder with Stanza's own models
    show: Callable[[Path], None] = _show  # opens a file that was written
    client: Callable[..., Client] = _client  # policy, kept=, replay=, gate= -> what asks sources
    now: Callable[[], datetime] = _now  # the only clock that the queue has
    debug: bool = False

    def uploads(self, model: str) -> Extract:
        """How articles become reports that are handed in at a server. The models are loaded when the first one is."""
        from claimcheck.cli.uploads import Uploads

        return Uploads(lambda: self.extractor(model))

    def reports(self, model: str, *, cache: bool) -> Reports:
        """How drafts become reports. `cache`: what is known of them is used, and kept; a stand-in's reports are never kept."""
        from claimcheck.check.reports import extracting

        if cache and self.extractor is _extractor:
            return _kept_reports(model)
        return extracting(lambda: self.extractor(model))

    def evidence_extractor(self, model: str, *, cache: bool) -> Extracts:
        """What finds the claims in evidence. `cache`: its parses are kept, as those of drafts are."""
        if cache and self.extractor is _extractor:
            from claimcheck.pipeline import Extractor

            return Extractor(model, parser=_kept_parses(model))
        return self.extractor(model)

    def parser(self, model: str, *, cache: bool) -> Parser:
        """What parses articles, for those who show the parse. A stand-in for the extractor has a `parser` of its own."""
        if cache and self.extractor is _extractor:
            return _kept_parses(model)
        return cast("Extractor", self.extractor(model)).parser
