"""Markdown for pull requests and e-mail: what is found, and the claims with the most urgent first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from claimcheck.escaping import markdown, markdown_code, markdown_link, web_address
from claimcheck.report.article import Article, Json
from claimcheck.report.phrases import name, phrase
from claimcheck.report.sources_say import asked, counted, facts_of, rated
from claimcheck.table import cells

_LEVELS = ("error", "warning", "note")
#: Candidates that were not compared and are named for a claim.
_OTHERS = 3


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
    yield from _lookups(sorted(claims, key=lambda claim: -claim["priority"]["score"]))
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


def _lookups(claims: Sequence[Json]) -> Iterator[str]:
    """What sources say of the claims that were looked up."""
    looked_up = [(claim, lookup) for claim in claims for lookup in claim["lookups"]]
    if not looked_up:
        return
    yield "\n### What sources say\n\nCounted part by part; no verdict.\n\n"
    yield "| line | claim | counted | evidence |\n| ---: | --- | --- | --- |\n"
    for claim, lookup in looked_up:
        told = f"**{name('overall', lookup['overall'])}**: {counted(lookup)}"
        yield _row(str(claim["span"]["line"]), markdown(claim["resolved_text"]), told, "<br>".join(_evidence(lookup)))


def _evidence(lookup: Json) -> Iterator[str]:
    told = [evidence for evidence in lookup["evidence"] if evidence["slots"] or "verdict" in evidence]
    others = [evidence for evidence in lookup["evidence"] if not evidence["slots"] and "verdict" not in evidence]
    for evidence in told:
        yield f"{_titled(evidence)}: “{markdown(evidence['quote']['exact'])}”"
        for slot in evidence["slots"]:
            if not slot["anchor"] or slot["stance"] == "differs":
                against = slot.get("note") or f"{slot['claim_text']} – {slot.get('evidence_text', '')}".rstrip(" –")
                yield f"{name('slot', slot['slot'])} *{name('stance', slot['stance'])}*: {markdown(against)}"
        if "verdict" in evidence:
            yield f"rated “{markdown(evidence['verdict']['rating'])}” {_checked(evidence)}"
    for evidence in others[:_OTHERS]:
        yield _titled(evidence)
    if len(others) > _OTHERS:
        yield f"and {_count(len(others) - _OTHERS, 'more candidate')}"
    yield from (markdown(sentence) for sentence in asked(lookup))


def _titled(evidence: Json) -> str:
    title = markdown_link(evidence["title"] or evidence["url"] or phrase("untitled"), evidence["url"])
    return f"{title} ({markdown(', '.join(facts_of(evidence)))})"


def _checked(evidence: Json) -> str:
    """By whom, with a link where it does not stand in front."""
    verdict = evidence["verdict"]
    return markdown_link(rated(verdict), "" if web_address(verdict["url"]) == web_address(evidence["url"]) else verdict["url"])


def _row(*columns: str) -> str:
    return f"| {' | '.join(columns)} |\n"


def _levels(findings: Iterable[Json]) -> str:
    levels = Counter(finding["severity"] for finding in findings)
    return ", ".join(_count(levels[level], level) for level in _LEVELS if levels[level]) or "no findings"


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
