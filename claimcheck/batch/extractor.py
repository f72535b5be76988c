"""The extractor of a worker: its models are loaded before the first article comes, so that no article has to wait for them."""

from __future__ import annotations

from collections.abc import Sequence

from claimcheck.document import from_text
from claimcheck.model import Document, Report
from claimcheck.pipeline import Extractor

#: Something to load all models for.
_FIRST = "Exports fell by 3 % in June, the minister said on Tuesday."


class LoadedExtractor:
    """An Extractor, loaded. Raises ModelError when the models cannot be used."""

    def __init__(self, model: str):
        self._model = model
        self._extractor = _loaded(model)

    def extract_documents(self, documents: Sequence[Document]) -> Sequence[Report]:
        return self._extractor.extract_documents(documents)

    def forget(self) -> None:
        self._extractor = _loaded(self._model)


def _loaded(model: str) -> Extractor:
    extractor = Extractor(model)
    extractor.extract_documents([from_text(_FIRST)])
    return extractor
