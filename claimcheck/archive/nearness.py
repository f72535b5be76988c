"""How near the claims of an archive are to a text in meaning, where the archive has vectors and the model is installed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimcheck.archive import vectors
from claimcheck.archive.ledger import Archive
from claimcheck.errors import ModelError

if TYPE_CHECKING:
    from claimcheck.archive.vectors import Cosines, Nearness, SentenceVectors


class Near:
    """Keeps the model and the vectors between one text and the next: loading them takes a second."""

    def __init__(self) -> None:
        self._model: SentenceVectors | None = None
        self._all: Nearness | None = None
        self._none = False

    def to(self, archive: Archive, text: str | None) -> Cosines | None:
        """The cosines of the archive's claims with a text; None where there is no text, no model, or not a vector for every entry."""
        if text is None or self._none:
            return None
        if self._model is None or self._all is None:
            if vectors.folder() is None or not archive.has_vectors(vectors.MODEL):
                self._none = True
                return None
            try:
                self._model = vectors.SentenceVectors()
            except ModelError:
                self._none = True  # the ranking by words needs no model
                return None
            self._all = vectors.Nearness(*archive.vectors(vectors.MODEL))
        return self._all.cosines(next(self._model.encoded([text])))
