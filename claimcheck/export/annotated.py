"""What an export is made from: the claims of one article, and what else is known of it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from claimcheck.model import Document, Span
from claimcheck.tree import Sentence

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Review:
    """What somebody found of a claim. `when` is an ISO 8601 date."""

    verdict: str
    source: str
    by: str
    when: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Options:
    """What the user adds. `time`: RFC 3339, when the claims were extracted; `interpreter`: the desk that stands by them."""

    time: str | None = None
    interpreter: str | None = None


@dataclass(frozen=True, slots=True)
class Annotated:
    """An article with its claims. `article` and `sentences` are there for the formats that need them."""

    document: Json  # as claims carry it
    claims: tuple[Json, ...]
    article: Document | None = None
    sentences: tuple[Sentence, ...] = ()  # offsets into article.text
    reviews: Mapping[str, Review] = field(default_factory=dict)  # claim_id -> what was found

    @property
    def text(self) -> str:
        """What a reader sees of the article; "" where it is not at hand."""
        return self.article.text if self.article else ""

    def place(self, span: Mapping[str, int]) -> Span:
        """Where a span of the original stands in `text`: the inverse of `Document.locate`, empty where a reader sees none of it."""
        start, end = span["start"], span["end"]
        if self.article is None or self.article.starts is None or self.article.ends is None:
            return Span(start, end)
        first, last = bisect_left(self.article.starts, start), bisect_right(self.article.ends, end)
        return Span(first, max(first, last))


def name_of(uri: str, claim_id: str) -> str:
    """A name for a claim that no other has: a UUID URN (RFC 4122, version 5) of the article's address and the claim's id."""
    return uuid5(NAMESPACE_URL, f"{uri}#{claim_id}").urn


def address_of(document: Mapping[str, Any]) -> str:
    """The article's address; for a text without one, a name made from its bytes."""
    return str(document["uri"]) or uuid5(NAMESPACE_URL, document["sha256"]).urn
