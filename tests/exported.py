"""Articles as the exports see them, from frozen parses; some with characters that break naive writers."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

from claimcheck.document import from_text
from claimcheck.export import Annotated, Options, Review, writer
from claimcheck.model import Document
from claimcheck.record import report_to_json
from tests.frozen import document_of, report_of, sentences_of

BRIEF = ("uri", "sha256", "title", "published_at", "lang")

#: A script, an entity, a right-to-left override, a letter beyond the BMP, and a control character.
HOSTILE = '<script>alert("&amp;")</script> ]]> --> \u202eevil\u202c \U0001f4f0 \x0b | \\" =1+1 @all'


@cache
def annotated(name: str) -> Annotated:
    record = report_to_json(report_of(name))
    return Annotated(brief(record), tuple(record["claims"]), document_of(name), sentences_of(name))


def brief(record: dict[str, Any]) -> dict[str, Any]:
    return {field: record["document"][field] for field in BRIEF if field in record["document"]}


def reviewed(article: Annotated, *verdicts: str) -> Annotated:
    """The article with a review of each of its first claims."""
    reviews = {
        claim["claim_id"]: Review(verdict, "https://archive.example/1", "Ana Horvat", "2025-07-03", "by telephone")
        for claim, verdict in zip(article.claims, verdicts, strict=False)
    }
    return replace(article, reviews=reviews)


def hostile() -> Annotated:
    """An article of one claim, all of whose words are hostile."""
    document: Document = from_text(f"The council said on Tuesday that {HOSTILE} costs 5 euros.", uri="a b/<i>.txt", title=HOSTILE)
    claim = annotated("seed").claims[0]
    source = document.source
    span = {"start": 0, "end": len(source)}
    start = source.index("Tuesday")
    claim = claim | {
        "text": HOSTILE,
        "resolved_text": HOSTILE,
        "span": claim["span"] | span | {"exact": source, "prefix": "", "suffix": ""},
        "sentence_span": span,
        "pieces": [span],
        "questions": [HOSTILE],
        "times": [
            {"text": "Tuesday", "span": {"start": start, "end": start + 7}, "type": "DATE", "grain": "day", "anchor": "publication"}
            | {"status": "unresolved", "candidates": []}
        ],
        "document": {"uri": "a%20b/%3Ci%3E.txt", "sha256": document.sha256, "title": HOSTILE, "lang": "en"},
    }
    return Annotated(claim["document"], (claim,), document, ())


def text_of(name: str, *articles: Annotated, **options: Any) -> str:
    """What an export writes; the same when it is asked again."""
    text = "".join(writer(name)(articles, Options(**options)))
    assert text == "".join(writer(name)(articles, Options(**options)))
    return text
