"""Evidence in prose becomes statements: it goes through the same extractor as the article."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from hashlib import sha256

from claimcheck.lookup.compare import statement_of_claim, titled
from claimcheck.lookup.evidence import Evidence
from claimcheck.lookup.passages import passages
from claimcheck.lookup.query import Query
from claimcheck.lookup.statement import Setting, Statement
from claimcheck.model import Block, Document, ParserInfo, Report, Span

#: Finds the claims of a document that was read already.
Extract = Callable[[Document], Report]


class Reader:
    """Statements of evidence. What was read once is not read again, whichever claim asks."""

    def __init__(self, extract: Extract):
        self.parser: ParserInfo | None = None  # of the models, once something was read
        self._extract = extract
        self._read: dict[tuple[str, str, date | None, tuple[Span, ...]], tuple[Statement, ...]] = {}

    def statements(self, evidence: Evidence, query: Query) -> tuple[Statement, ...]:
        """What the evidence says, as far as it may bear on the query. Spans point into `evidence.text`."""
        if evidence.statements is not None:
            return evidence.statements
        spans = passages(evidence.text, query)
        if not spans:
            return ()
        key = (evidence.text, evidence.title, evidence.dated, spans)
        if key not in self._read:
            report = self._extract(_document(evidence, spans))
            self.parser = report.parser
            setting = Setting(evidence.title, day=evidence.dated)
            self._read[key] = titled([statement_of_claim(claim, None, setting) for claim in report.claims], evidence.text)
        return self._read[key]


def _document(evidence: Evidence, spans: Sequence[Span]) -> Document:
    """The passages as paragraphs of a document; neighbours are one paragraph, so that "it" finds its noun."""
    joined: list[Span] = []
    for span in spans:
        if joined and not evidence.text[joined[-1].end : span.start].strip(" "):
            joined[-1] = Span(joined[-1].start, span.end)
        else:
            joined.append(span)
    return Document(
        uri=evidence.url,
        sha256=sha256(evidence.text.encode()).hexdigest(),
        source=evidence.text,
        text=evidence.text,
        blocks=tuple(Block(span, "paragraph") for span in joined),
        format="text",
        title=evidence.title,
        published=evidence.dated,
    )
