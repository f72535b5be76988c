"""Articles for the tests of `claimcheck report`: frozen ones, one that means harm, and a long one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from claimcheck.anchor import quote
from claimcheck.document import read
from claimcheck.model import Coverage, Finding, ParserInfo, Report, Side, Span
from claimcheck.record import finding_to_json, report_to_json
from claimcheck.report import Article
from tests.conftest import SentenceExtractor
from tests.frozen import report_of, sentences_of

#: Each sentence is a claim to SentenceExtractor.
HOSTILE = (
    'Exports fell "><script>document.title="owned"</script><img src=x onerror="document.title=1"> in June. '
    "Imports [rose](javascript:alert(1)) in May \u202eenohp a no\u202c with {{ 7*7 }} and {% raw %}.\n\n"
    "</style></script><!-- The minister thinks that `all` will be & well.\n"
)


def frozen(name: str) -> Article:
    report = report_of(name)
    return Article(report_to_json(report), report.document.source, f"{name}.txt")


def with_trees(name: str) -> Article:
    """A frozen article of plain text with its frozen parse."""
    return replace(frozen(name), sentences=sentences_of(name))


def with_finding(article: Article, first: str, second: str) -> Article:
    """The article with an error that is about two of its wordings, the first of which is looked at first."""

    def place(words: str) -> Span:
        start = article.source.index(words)
        return Span(start, start + len(words))

    spans = place(first), place(second)
    touched = [c["claim_id"] for c in article.record["claims"] if any(c["span"]["start"] <= s.start < c["span"]["end"] for s in spans)]
    finding = Finding(
        "f-0123456789abcdef",
        "weekday_date",
        "error",
        f"{first} and {second} cannot both be.",
        quote(article.source, spans[0]),
        (Side(quote(article.source, spans[1]), f"Here it is {second}."),),
        "12 + 6 + 5 = 23, not 25",
        tuple(touched),
    )
    record = article.record | {"findings": [finding_to_json(finding)]}
    record["claims"] = [c | {"findings": [finding.finding_id] if c["claim_id"] in touched else []} for c in record["claims"]]
    return replace(article, record=record)


def hostile() -> Article:
    document = read("hostile.txt", data=HOSTILE.encode("utf-8"))
    record = report_to_json(SentenceExtractor().extract_document(document))
    record["document"]["title"] = '</title><script>document.title="owned"</script>'
    return Article(record, document.source, 'javascript:alert("1")//\u202e<b>.txt')


def empty() -> Article:
    document = read("empty.txt", data=b"No claim here")
    report = Report(document, (), Coverage(1, 0, 0, 0, 0, 0), ParserInfo("stub", "none", "0" * 64), "0.1.0")
    return Article(report_to_json(report), document.source, "empty.txt")


def long(name: str, times: int) -> Article:
    """A frozen article over and over: its claims, blocks and spans moved behind each other."""
    once = frozen(name)
    source = once.source + "\n\n"
    claims, blocks = [], []
    for turn in range(times):
        moved = _moved({"claims": once.record["claims"], "blocks": once.record["document"]["blocks"]}, turn * len(source))
        for claim in moved["claims"]:
            claims.append(claim | {"claim_id": f"{claim['claim_id']}-{turn + 2}"})
        blocks += moved["blocks"]
    document = once.record["document"] | {"blocks": blocks, "characters": len(source) * times}
    return Article(once.record | {"claims": claims, "document": document}, source * times, f"{name}-{times}.txt")


def _moved(value: Any, by: int) -> Any:
    if isinstance(value, list):
        return [_moved(item, by) for item in value]
    if not isinstance(value, dict):
        return value
    return {key: item + by if key in ("start", "end") and isinstance(item, int) else _moved(item, by) for key, item in value.items()}
