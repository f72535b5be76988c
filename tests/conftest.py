"""What several tests share: an extractor that needs no models, and a way to run the command line inside the process."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from claimcheck import anchor
from claimcheck.cli import main
from claimcheck.cli.session import Session
from claimcheck.model import (
    Checkability,
    Claim,
    Coverage,
    Document,
    ParserInfo,
    Predicate,
    Priority,
    Quote,
    Reason,
    Report,
    Span,
)
from tests.browser import browser as browser
from tests.browser import open_report as open_report
from tests.queue_databases import empty_queues as empty_queues
from tests.queue_databases import postgresql_server as postgresql_server
from tests.queue_databases import queue as queue
from tests.queue_databases import shared_queue as shared_queue
from tests.queue_server import queue_server as queue_server
from tests.queue_server import queue_site as queue_site
from tests.warm_serving import socket_path as socket_path

# How fast a machine is, and whether hypothesis has to build its tables first, must not decide whether a test passes.
settings.register_profile("claimcheck", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("claimcheck")

#: Two sentences of fact and one of opinion, as `SentenceExtractor` reads them.
ARTICLE = "Exports fell in June. Imports rose in May.\n\nThe minister thinks that all will be well.\n"


class SentenceExtractor:
    """Makes every sentence a claim: what the command line does around an extractor can be tested without models."""

    def extract_document(self, document: Document) -> Report:
        claims = tuple(self._claim(document, number, match) for number, match in enumerate(re.finditer(r"\w[^.]*\.", document.text)))
        ledger = Coverage(len(claims), len(claims), 0, 0, 0, 0)
        return Report(document, claims, ledger, ParserInfo("stub", "none", "0" * 64), "0.1.0")

    def _claim(self, document: Document, number: int, match: re.Match[str]) -> Claim:
        span = document.locate(Span(*match.span()))
        text = document.source[span.start : span.end]
        verb = re.search(r"\b(fell|rose|thinks)\b", text) or re.match(r"\w+", text)
        assert verb
        opinion = "thinks" in text
        score = 0.1 if opinion else 0.5 + number / 10
        return Claim(
            claim_id=f"c-{number:016x}",
            span=self._quote(document, span),
            sentence_span=span,
            text=text,
            resolved_text=text,
            kind="main",
            types=("opinion",) if opinion else ("event",),
            checkability=Checkability("no", "opinion") if opinion else Checkability("yes"),
            predicate=Predicate(verb.group(), verb.group(), Span(span.start + verb.start(), span.start + verb.end()), "past", "active"),
            polarity="positive",
            modality="asserted",
            priority=Priority(score, (Reason("checkable", score),)),
            pieces=(span,),
            rules=("stub",),
        )

    def _quote(self, document: Document, span: Span) -> Quote:
        return anchor.quote(document.source, span)


@dataclass
class Outcome:
    code: int
    out: str
    err: str


@dataclass
class Commands:
    """Runs command lines with stand-ins; `models` notes which model packages were asked for."""

    capture: pytest.CaptureFixture[str]
    models: list[str] = field(default_factory=list)
    extractor: object = field(default_factory=SentenceExtractor)
    download: Callable[[Path], None] = lambda folder: None

    def __call__(self, *arguments: str | Path) -> Outcome:
        def make(model: str) -> object:
            self.models.append(model)
            return self.extractor

        session = Session(extractor=make, download=self.download)  # type: ignore[arg-type]
        self.capture.readouterr()
        code = main([str(argument) for argument in arguments], session=session)
        captured = self.capture.readouterr()
        return Outcome(code, captured.out, captured.err)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Commands:
    monkeypatch.delenv("COLUMNS", raising=False)
    return Commands(capsys)


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def vcr_config() -> dict[str, Any]:
    """How cassettes are recorded and matched; pytest-recording asks for it by this name."""
    from tests.cassettes import settings

    return settings()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="rewrite golden files and print what changed; read it before you commit")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Tests that need a browser, a cluster or a wiki run only when they are asked for: not every machine has one."""
    for marker in ("browser", "ray", "wiki"):
        if marker not in config.getoption("-m"):
            apart = [item for item in items if item.get_closest_marker(marker)]
            config.hook.pytest_deselected(items=apart)
            items[:] = [item for item in items if item not in apart]


@pytest.fixture
def accept(request: pytest.FixtureRequest) -> bool:
    """Whether golden files are to be rewritten. Never in CI."""
    asked = bool(request.config.getoption("--accept"))
    if asked and os.environ.get("CI"):
        pytest.fail("--accept rewrites what the tests compare with, so CI refuses it")
    return asked
