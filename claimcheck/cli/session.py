"""What the commands work with. Tests pass a session with stand-ins, so that no command needs a patch to be tested."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from claimcheck.cli.terminal import note

if TYPE_CHECKING:
    from claimcheck.batch.shard import Extracts as BatchExtracts
    from claimcheck.check.reports import Reports
    from claimcheck.lookup.client import Client
    from claimcheck.lookup.evidence import Request
    from claimcheck.lookup.kept_answers import KeptAnswers
    from claimcheck.lookup.policy import Policy
    from claimcheck.model import Document, ParserInfo, Report
    from claimcheck.parse import Parser
    from claimcheck.pipeline import Extractor
    from claimcheck.queue.service import Extract


class Extracts(Protocol):
    """What `extract` needs of an extractor."""

    def extract_document(self, document: Document) -> Report: ...


def _extractor(model: str) -> Extracts:
    from claimcheck.pipeline import Extractor

    return Extractor(model)


def _worker(model: str) -> BatchExtracts:
    from claimcheck.batch.extractor import LoadedExtractor

    return LoadedExtractor(model)


def _download(folder: Path) -> None:
    from claimcheck.stanza_models import download_default

    download_default(folder)


def _show(file: Path) -> None:
    """Open a file in the program that the desktop has for it."""
    import click

    click.launch(str(file.resolve()))


def _info(model: str) -> ParserInfo:
    from claimcheck.model import ParserInfo
    from claimcheck.models import find

    package = find(model)
    return ParserInfo("stanza", package.name, package.sha256)


def _fresh_parses(model: str, warm: Path | None) -> Parser:
    """Parses by the models: those that a warm server has loaded, or else our own."""
    from claimcheck.parse import load

    if warm is None:
        return load(model)
    from claimcheck.warm.client import WarmParser

    return WarmParser(warm, _info(model), lambda: load(model), note)


def _kept_parses(model: str, warm: Path | None) -> Parser:
    """Parses that are kept between runs, and the models only for the rest."""
    from claimcheck.kept_parse import KeptParses
    from claimcheck.store import Store

    return KeptParses(lambda: _fresh_parses(model, warm), _info(model), Store())


def _client(policy: Policy, *, kept: KeptAnswers, replay: bool, gate: Callable[[Request], str | None]) -> Client:
    from claimcheck.lookup.client import Client

    return Client(policy, kept=kept, replay=replay, gate=gate)


def _kept_reports(model: str, warm: Path | None) -> Reports:
    """Reports that are kept between runs; for those that are not, parses that are kept."""
    from claimcheck.check.kept import KeptReports, keeping
    from claimcheck.check.reports import extracting
    from claimcheck.models import find
    from claimcheck.store import Store

    package, store = find(model), Store()

    def extractor() -> Extracts:
        from claimcheck.pipeline import Extractor

        return Extractor(model, parser=_kept_parses(model, warm))

    return keeping(extracting(extractor), KeptReports(store, package))


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True)
class Session:
    extractor: Callable[[str], Extracts] = _extractor  # model name or path -> extractor
    worker: Callable[[str], BatchExtracts] = _worker  # the same in the processes of a batch, which find it by its name
    download: Callable[[Path], None] = _download  # fills a folder with Stanza's own models
    show: Callable[[Path], None] = _show  # opens a file that was written
    client: Callable[..., Client] = _client  # policy, kept=, replay=, gate= -> what asks sources
    now: Callable[[], datetime] = _now  # the only clock that the queue has
    debug: bool = False
    warm: Path | None = None  # the socket of the warm server that is to be asked

    def extracts(self, model: str) -> Extracts:
        """What finds claims, with the models of a warm server where one is to be asked."""
        if self.warm is None or self.extractor is not _extractor:
            return self.extractor(model)
        from claimcheck.pipeline import Extractor

        return Extractor(model, parser=_fresh_parses(model, self.warm))

    def models(self, model: str) -> Parser:
        """The models themselves, to be kept loaded. A stand-in for the extractor has a `parser` of its own."""
        if self.extractor is not _extractor:
            return cast("Extractor", self.extractor(model)).parser
        return _fresh_parses(model, None)

    def uploads(self, model: str, parser: Parser | None = None) -> Extract:
        """How articles become reports that are handed in at a server.

        `parser`: what parses them; without one, the models are loaded when the first article comes.
        """
        from claimcheck.cli.uploads import Uploads

        if parser is None:
            return Uploads(lambda: self.extractor(model))
        from claimcheck.pipeline import Extractor

        return Uploads(lambda: Extractor(model, parser=parser))

    def reports(self, model: str, *, cache: bool) -> Reports:
        """How drafts become reports. `cache`: what is known of them is used, and kept; a stand-in's reports are never kept."""
        from claimcheck.check.reports import extracting

        if cache and self.extractor is _extractor:
            return _kept_reports(model, self.warm)
        return extracting(lambda: self.extracts(model))

    def evidence_extractor(self, model: str, *, cache: bool) -> Extracts:
        """What finds the claims in evidence. `cache`: its parses are kept, as those of drafts are."""
        if cache and self.extractor is _extractor:
            from claimcheck.pipeline import Extractor

            return Extractor(model, parser=_kept_parses(model, self.warm))
        return self.extracts(model)

    def parser(self, model: str, *, cache: bool) -> Parser:
        """What parses articles, for those who show the parse. A stand-in for the extractor has a `parser` of its own."""
        if cache and self.extractor is _extractor:
            return _kept_parses(model, self.warm)
        return cast("Extractor", self.extracts(model)).parser
