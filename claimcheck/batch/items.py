"""What a batch works on: one article of an input, as bytes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Format = Literal["text", "markdown", "html", "docx"]


@dataclass(frozen=True, slots=True)
class Item:
    """An article that was not read yet.

    `id` is its place in the input: the path of its file below the folder that holds all inputs, and behind a "#" the number of its
    line, row or record where the file holds many. It is unique in a run and the same in every run. `own_id` is what the input
    itself calls the article (a JSONL field, a WARC-Record-ID), which may be missing or come twice.
    """

    id: str
    data: bytes = b""
    format: Format | None = None  # None: the ending of `id` and the first bytes tell
    own_id: str | None = None
    uri: str | None = None  # what records call the article; `id` where there is none
    title: str | None = None
    published: str | None = None  # an ISO 8601 day or moment
    error: str | None = None  # one sentence: why there are no bytes

    @property
    def name(self) -> str:
        """What records call the article."""
        return self.uri or self.id
