"""Markdown for pull requests and e-mail: what is found, and the claims with the most urgent first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from claimcheck.escaping import markdown, markdown_code
from claimcheck.report.article import Article, Json
from claimcheck.table import cells

_LEVELS = ("error", "warning", "note")


def write(articles: Sequence[Article]) -> Iterator[str | bytes]:
    """A section for each article."""
    for number, article in enumerate(articles):
        if number:
            yield "\n"
        yield from _section(article)


def _section(article: Article) -> Iterator[str]:
    document, claims, findings = (article.record[name] for name in ("document", "claims", "findings"))
    yield f"## {markdown(document.get('title') or article.path)}\n\n"
    facts = [f"`{markdown_code(article.path)}`"] if document.get("title") else []
    facts += [f"published {document['published_at']}"] if "published_at" in document else []
    checkable = sum(claim["checkability"]["value"] != "no" for claim in claims)
    facts += [f"{_count(len(claims), 'claim')}, {checkable} of them checkable", _levels(findings)]
    yield f"{' · '.join(facts)}\n"
    if findings:
        yield "\n### Findings\n\n| | line | what | rule |\n| --- | ---: | --- | --- |\n"
        for finding in sorted(findings, key=lambda finding: _LEVELS.index(finding["severity"])):
            sum_ = f" ({markdown(finding['arithmetic'])})" if finding.get("arithmetic") else ""
            places = "".join(f"<br>line {side['span']['line']}: {markdown(side['message'])}" for side in finding["sides"])
            what = f"{markdown(finding['message'])}{sum_}{places}"
            yield _row(finding["severity"], str(finding["span"]["line"]), what, markdown(finding["rule"]))
    if claims:
        yield "\n### Claims\n\n| priority | line | claim | who | when | how much | to find out |\n| ---: | ---: | --- | --- | --- | --- | --- |\n"
        for claim in sorted(claims, key=lambda claim: -claim["priority"]["score"]):
            yield _claim(claim)
    uncovered = article.record["coverage"]["uncovered"]
    if uncovered:
        kinds = Counter(item["kind"] for item in uncovered)
        told = ", ".join(_count(kinds[kind], kind) for kind in ("sentence", "number", "date") if kinds[kind])
        yield f"\nIn no claim: {told}.\n"


def _claim(claim: Json) -> str:
    row = cells(claim)
    text = markdown(row["resolved_text"])
    if claim["checkability"]["value"] != "yes":
        text += f" *({markdown(row['checkability'])})*"
    questions = "<br>".join(markdown(question) for question in claim["questions"])
    return _row(row["priority"], row["line"], text, markdown(row["source"]), markdown(row["when"]), markdown(row["how_much"]), questions)


def _row(*columns: str) -> str:
    return f"| {' | '.join(columns)} |\n"


def _levels(findings: Iterable[Json]) -> str:
    levels = Counter(finding["severity"] for finding in findings)
    return ", ".join(_count(levels[level], level) for level in _LEVELS if levels[level]) or "no findings"


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
