"""The stages in order: read this file first.

document -> parse -> clauses -> facets (time, quantity, ordinal, entity, attribution, reference, stance) -> claims ->
score -> coverage -> consistency -> report. It is the only module that knows all stages.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date

from claimcheck.anchor import quote, relocate
from claimcheck.claims import Draft, Facets, drafts
from claimcheck.clauses import clauses
from claimcheck.consistency import Article, find, findings
from claimcheck.coverage import coverage
from claimcheck.document import from_text, read
from claimcheck.enrich.attribution import attributions
from claimcheck.enrich.entity import entities
from claimcheck.enrich.ordinal import ordinals
from claimcheck.enrich.quantity import quantities
from claimcheck.enrich.reference import references, resolve_sources
from claimcheck.enrich.stance import stance
from claimcheck.enrich.time import times
from claimcheck.identity import identify
from claimcheck.mending import mended
from claimcheck.model import Attribution, Claim, Document, Ordinal, Quantity, Report, Span, TimeExpression
from claimcheck.parse import ManyParser, Parser, load
from claimcheck.score import priority
from claimcheck.tree import Sentence


class Extractor:
    """Finds the claims of articles. Make one and use it often: the models are loaded on the first article and kept.

    `model` is "compact" (embedded), "stanza-default" (after `claimcheck models install`) or a folder in Stanza's layout.
    `parser` replaces the models altogether, with anything that has `parse(document)` and `info`.
    Raises ModelError when the models cannot be used.
    """

    def __init__(self, model: str = "compact", *, parser: Parser | None = None):
        self.model = model
        self._parser = parser

    @property
    def parser(self) -> Parser:
        if self._parser is None:
            self._parser = load(self.model)
        return self._parser

    def extract(self, source: str | os.PathLike[str], *, published: str | date | None = None) -> Report:
        """Read the article in a file and find its claims. Raises DocumentError when it cannot be read."""
        return self.extract_document(read(source, published=published))

    def extract_text(self, text: str, *, published: str | date | None = None, title: str | None = None, uri: str = "") -> Report:
        """Find the claims of a text. Offsets point into that text. Raises DocumentError as `extract` does."""
        return self.extract_document(from_text(text, uri=uri, published=published, title=title))

    def extract_document(self, document: Document) -> Report:
        """Find the claims of a document that was read already."""
        return assemble(document, self.parser.parse(document), self.parser)

    def extract_documents(self, documents: Sequence[Document]) -> list[Report]:
        """Find the claims of many documents: a report for each, in their order. Faster than one by one: they are parsed together."""
        parser = self.parser
        parses = parser.parse_many(documents) if isinstance(parser, ManyParser) else [parser.parse(document) for document in documents]
        return [assemble(document, sentences, parser) for document, sentences in zip(documents, parses, strict=True)]


def assemble(document: Document, sentences: Sequence[Sentence], parser: Parser) -> Report:
    """All stages after the parse."""
    sentences = mended(sentences)
    predications = clauses(sentences)
    when = times(sentences, document.published)
    amounts = quantities(sentences, [t.span for t in when])
    ranks = ordinals(sentences, when)
    names = entities(sentences)
    said = attributions(sentences, document.text)
    mentions = references(sentences, names, said)
    said = resolve_sources(said, mentions, names)
    stances = [stance(sentences[c.sentence], c.head) for c in predications]
    facets = Facets(when, amounts, ranks, names, said, mentions)
    claims = tuple(_claim(document, draft) for draft in drafts(sentences, predications, stances, facets))
    ledger = coverage(sentences, claims, said, when, amounts)
    found = find(Article(document, sentences, claims, when, amounts, ranks, names, said, mentions))

    claims, ledger = relocate((claims, ledger), document)
    claims = identify(claims)
    return Report(document, claims, ledger, parser.info, _version(), findings(found, claims, document))


def _claim(document: Document, draft: Draft) -> Claim:
    """The draft as a claim, still without its id, which depends on the claims before it."""
    e, said = draft.evidence, draft.wording
    facets: tuple[Attribution | TimeExpression | Quantity | Ordinal, ...] = (*e.attribution, *e.times, *e.quantities, *e.ordinals)
    return Claim(
        claim_id="",
        span=quote(document.source, document.locate(Span(said.pieces[0].start, said.pieces[-1].end))),
        sentence_span=e.sentence.span,
        text=said.text,
        resolved_text=said.resolved,
        kind=e.clause.kind,
        types=draft.types,
        checkability=draft.checkability,
        predicate=draft.predicate,
        polarity=e.stance.polarity,
        modality=e.stance.modality,
        priority=priority(draft),
        presupposed=e.clause.presupposed,
        pieces=said.pieces,
        substitutions=said.substitutions,
        arguments=draft.arguments,
        hedges=e.stance.hedges,
        attribution=e.attribution,
        times=e.times,
        quantities=e.quantities,
        ordinals=e.ordinals,
        entities=e.entities,
        ambiguity=draft.ambiguity,
        rules=tuple(sorted({r for r in (e.clause.rule, *(f.rule for f in facets)) if r})),
        questions=draft.questions,
    )


def _version() -> str:
    from claimcheck import __version__

    return __version__
