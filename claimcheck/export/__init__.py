"""Claims in the formats of other tools: one module a format, each with `write(articles, options)`, which yields pieces of text.

A sink: it sees records, the article they were made of, and its parse; never the stages that made them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import cast

from claimcheck.export.annotated import Annotated, Options, Review

__all__ = ["FORMATS", "Annotated", "Format", "Options", "Review", "Write", "writer"]

Write = Callable[[Sequence[Annotated], Options], Iterator[str]]


@dataclass(frozen=True, slots=True)
class Format:
    """What a format is for, and what it needs besides the records."""

    about: str
    article: bool = False  # its text
    parse: bool = False
    reviews: bool = False  # it tells what was verified
    several: bool = True  # articles in one file


#: The module of a format has its name, with underscores.
FORMATS: Mapping[str, Format] = {
    "web-annotation": Format("W3C Web Annotation, JSON-LD", reviews=True),
    "schema-org": Format("schema.org Claim, and ClaimReview where somebody verified it; JSON-LD", reviews=True),
    "conllu": Format("CoNLL-U: the parse, with claim ids in MISC", article=True, parse=True),
    "timex3": Format("the article with TIMEX3 tags, after TimeML 1.2.1; XML", article=True, several=False),
    "label-studio": Format("tasks with predictions for Label Studio", article=True),
    "doccano": Format("JSON lines for doccano's sequence labelling", article=True),
    "prodigy": Format("JSON lines for Prodigy's spans_manual", article=True),
    "cloudevents": Format("a batch of CloudEvents 1.0, an event a claim"),
}


def writer(name: str) -> Write:
    """The `write` of a format. Raises KeyError for a name that is not in FORMATS."""
    if name not in FORMATS:
        raise KeyError(name)
    return cast(Write, import_module(f"{__name__}.{name.replace('-', '_')}").write)
