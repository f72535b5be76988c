"""SARIF 2.1.0 (OASIS, https://docs.oasis-open.org/sarif/sarif/v2.1.0/): findings as `fail`, claims as `review`.

What the baseline holds or a comment ignores stays in the file, marked so: code scanning would otherwise close it and open it
again with every change.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote as percent_encode

from claimcheck import __version__
from claimcheck.check.outcome import CheckedFile, Json, Notice, Outcome
from claimcheck.check.outputs.look import Look
from claimcheck.check.outputs.place import rank, region
from claimcheck.check.register import explanation, finding_rules
from claimcheck.model import Quote
from claimcheck.record import dumps

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
ROOT = "SRCROOT"
CLAIM = "claim"


def write(outcome: Outcome, _look: Look) -> Iterator[str]:
    """One log with one run."""
    yield dumps(log(outcome), indent=2) + "\n"


def log(outcome: Outcome) -> Json:
    """The outcome as a SARIF log."""
    rules = sorted({notice.finding.rule for _, notice in outcome.notices()})
    descriptors = [_descriptor(name) for name in rules] + [_CLAIM_DESCRIPTOR]
    index = {descriptor["id"]: number for number, descriptor in enumerate(descriptors)}
    results = [_finding(file, number, notice, index) for number, file in enumerate(outcome.files) for notice in file.notices]
    results += [_claim(number, file, claim, index) for number, file in enumerate(outcome.files) for claim in file.review()]
    run: Json = {
        "tool": {"driver": {"name": "claimcheck", "semanticVersion": __version__, "rules": descriptors}},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {ROOT: {"description": {"text": "The folder in which claimcheck was run."}}},
        "artifacts": [{"location": _address(file.name), "roles": ["analysisTarget"]} for file in outcome.files],
        "results": results,
        "invocations": [
            {
                "executionSuccessful": not outcome.unreadable,
                "exitCode": outcome.exit_code,
                "toolExecutionNotifications": [
                    {
                        "level": "error",
                        "message": {"text": lost.reason},
                        "locations": [{"physicalLocation": {"artifactLocation": _address(lost.path)}}],
                    }
                    for lost in outcome.unreadable
                ],
            }
        ],
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _finding(file: CheckedFile, number: int, notice: Notice, index: dict[str, int]) -> Json:
    finding = notice.finding
    text = finding.message + (f" ({finding.arithmetic})" if finding.arithmetic else "")
    links = [f" See [{_plain(side.message)}]({n})." for n, side in enumerate(finding.sides)]
    result: Json = {
        "ruleId": finding.rule,
        "ruleIndex": index[finding.rule],
        "kind": "fail",
        "level": notice.level,
        "rank": rank(file, notice),
        "message": {"text": _plain(text) + "".join(links)},
        "locations": [{"physicalLocation": _physical(file, number, finding.span)}],
        "partialFingerprints": {"claimcheck/v1": notice.fingerprint},
        "baselineState": notice.state,
        "properties": {"claims": list(finding.claims), "findingId": finding.finding_id},
    }
    if finding.sides:
        result["relatedLocations"] = [
            {"id": n, "message": {"text": _plain(side.message)}, "physicalLocation": _physical(file, number, side.span)}
            for n, side in enumerate(finding.sides)
        ]
    if notice.suppression is not None:
        kind = "inSource" if notice.suppression.kind == "inline" else "external"
        suppression: Json = {"kind": kind, "status": "accepted"}
        if notice.suppression.reason:
            suppression["justification"] = notice.suppression.reason
        result["suppressions"] = [suppression]
    return result


def _claim(number: int, file: CheckedFile, claim: Json, index: dict[str, int]) -> Json:
    """A claim to be checked by somebody: a result of kind `review`, which by the standard has the level `none`."""
    questions = " ".join(claim["questions"])
    text = claim["resolved_text"] + (f" To find out: {questions}" if questions else "")
    return {
        "ruleId": CLAIM,
        "ruleIndex": index[CLAIM],
        "kind": "review",
        "level": "none",
        "rank": round(100.0 * claim["priority"]["score"], 1),
        "message": {"text": _plain(text)},
        "locations": [{"physicalLocation": _physical(file, number, Quote(**claim["span"]))}],
        "partialFingerprints": {"claimcheck/claim/v1": claim["claim_id"]},
        "properties": {"types": claim["types"], "checkability": claim["checkability"]["value"]},
    }


def _physical(file: CheckedFile, number: int, span: Quote) -> Json:
    place = region(file, span)
    return {
        "artifactLocation": _address(file.name) | {"index": number},
        "region": {
            "startLine": place.line,
            "startColumn": place.column,
            "endLine": place.end_line,
            "endColumn": place.end_column,
            "charOffset": span.start,
            "charLength": span.end - span.start,
            "snippet": {"text": span.exact},
        },
    }


def _address(path: str) -> Json:
    if path.startswith("/") or re.match("[A-Za-z]:", path):  # outside of the root
        return {"uri": "file://" + percent_encode(path if path.startswith("/") else f"/{path}")}
    return {"uri": percent_encode(path), "uriBaseId": ROOT}


def _descriptor(name: str) -> Json:
    """A rule for people, as `claimcheck explain` tells of it."""
    doc = explanation(name)
    return {
        "id": name,
        "shortDescription": {"text": doc.partition("\n\n")[0]},
        "fullDescription": {"text": doc},
        "help": {"text": f"`claimcheck explain {name}` shows what the rule finds and what it leaves alone, with examples."},
        "defaultConfiguration": {"level": finding_rules()[name]},
    }


_CLAIM_DESCRIPTOR: Json = {
    "id": CLAIM,
    "shortDescription": {"text": "A checkable claim."},
    "fullDescription": {"text": "A statement that somebody can check: not a mistake, but work. Its rank is its priority."},
    "defaultConfiguration": {"level": "none"},
}


def _plain(text: str) -> str:
    """Words in a message, in which brackets would be links and braces places for arguments (sections 3.11.5 and 3.11.6)."""
    return re.sub(r"([\\\[\]])", r"\\\1", text).replace("{", "{{").replace("}", "}}")
