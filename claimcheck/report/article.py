"""What a report is made from: an article's record and the text that it was made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from claimcheck.tree import Sentence

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Article:
    """An article as the formats of `claimcheck report` see it."""

    record: Json  # follows schemas/report.schema.json
    source: str  # the original text: the record's offsets count its code points
    path: str  # what the reader calls the article, usually its file as it was named
    sentences: tuple[Sentence, ...] = ()  # the parse, with the source's offsets; empty where it is not wanted
