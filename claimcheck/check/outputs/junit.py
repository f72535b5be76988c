"""JUnit's XML, as CI servers read it: a suite a file; a case for each finding that counts, or one that passes.

The dialect is that of Jenkins' xunit plugin (https://github.com/jenkinsci/xunit-plugin), which others follow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree as xml

from claimcheck.check.outcome import LEVELS, CheckedFile, Notice, Outcome
from claimcheck.check.outputs.look import Look

#: What XML 1.0 cannot hold, not even escaped.
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(outcome: Outcome, _look: Look) -> Iterator[str]:
    """One document. A finding below `fail_on` is a case that passes, with the finding as its output."""
    root = xml.Element("testsuites", name="claimcheck")
    totals = {"tests": 0, "failures": 0, "errors": 0}
    for file in outcome.files:
        counts = _suite(root, file, outcome)
        totals = {name: totals[name] + counts.get(name, 0) for name in totals}
    for lost in outcome.unreadable:
        suite = xml.SubElement(root, "testsuite", name=_clean(lost.path), tests="1", failures="0", errors="1", skipped="0")
        case = xml.SubElement(suite, "testcase", classname=_clean(lost.path), name="read")
        xml.SubElement(case, "error", type="unreadable", message=_clean(lost.reason))
        totals = {"tests": totals["tests"] + 1, "failures": totals["failures"], "errors": totals["errors"] + 1}
    for name, total in totals.items():
        root.set(name, str(total))
    xml.indent(root)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield xml.tostring(root, encoding="unicode") + "\n"


def _suite(root: xml.Element, file: CheckedFile, outcome: Outcome) -> dict[str, int]:
    notices = [notice for notice in file.notices if notice.counts]
    failing = [notice for notice in notices if _fails(notice, outcome)]
    tests = max(len(notices), 1)
    suite = xml.SubElement(root, "testsuite", name=_clean(file.name), tests=str(tests), failures=str(len(failing)), errors="0", skipped="0")
    if not notices:
        xml.SubElement(suite, "testcase", classname=_clean(file.name), name="no findings")
    for notice in notices:
        finding = notice.finding
        name = f"{finding.rule} at line {finding.span.line}, column {finding.span.column}"
        case = xml.SubElement(suite, "testcase", classname=_clean(file.name), name=name)
        if _fails(notice, outcome):
            failure = xml.SubElement(case, "failure", type=notice.level, message=_clean(finding.message))
            failure.text = _clean(_details(file, notice))
        else:
            xml.SubElement(case, "system-out").text = _clean(f"{notice.level}: {finding.message}\n{_details(file, notice)}")
    return {"tests": tests, "failures": len(failing)}


def _fails(notice: Notice, outcome: Outcome) -> bool:
    return outcome.fail_on is not None and LEVELS.index(notice.level) >= LEVELS.index(outcome.fail_on)


def _details(file: CheckedFile, notice: Notice) -> str:
    finding = notice.finding
    lines = [f"{file.name}:{finding.span.line}:{finding.span.column}: {finding.span.exact}"]
    lines += [finding.arithmetic] if finding.arithmetic else []
    lines += [f"{file.name}:{side.span.line}:{side.span.column}: {side.message}: {side.span.exact}" for side in finding.sides]
    return "\n".join(lines)


def _clean(text: str) -> str:
    return _NO_XML.sub("\ufffd", text)
