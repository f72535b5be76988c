"""The language server with frozen parses instead of models: what tests start as an editor would."""

from __future__ import annotations

from datetime import date

from claimcheck.check.reports import extracting
from claimcheck.language_server import make_server
from claimcheck.model import Document
from claimcheck.pipeline import Extractor
from claimcheck.tree import Sentence
from fixtures.freeze import key, read_examples
from tests.frozen import ExampleParser

FROZEN = read_examples("consistency")


class Frozen(ExampleParser):
    """Knows the examples of the consistency rules, and nothing of any other text."""

    def __init__(self) -> None:
        super().__init__(())

    def parse(self, document: Document) -> tuple[Sentence, ...]:
        return FROZEN.get(key(document.text.strip("\n")), ())


if __name__ == "__main__":
    make_server(lambda model: extracting(lambda: Extractor(parser=Frozen())), lambda: date(2025, 7, 2)).start_io()
