"""GitLab's code quality report (https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format)."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator

from claimcheck.check.outcome import Outcome
from claimcheck.check.outputs.look import Look
from claimcheck.check.outputs.place import region
from claimcheck.record import dumps

_SEVERITY = {"error": "major", "warning": "minor", "note": "info"}


def write(outcome: Outcome, _look: Look) -> Iterator[str]:
    """A list with the findings that count. GitLab compares two reports by fingerprint, which must be of one finding only."""
    seen: Counter[str] = Counter()
    issues = []
    for file, notice in outcome.notices():
        if not notice.counts:
            continue
        place = region(file, notice.finding.span)
        name = f"{file.name}\0{notice.fingerprint}"
        seen[name] += 1
        unique = f"{name}\0{seen[name]}"
        sums = f" ({notice.finding.arithmetic})" if notice.finding.arithmetic else ""
        issues.append(
            {
                "check_name": notice.finding.rule,
                "description": notice.finding.message + sums,
                "fingerprint": hashlib.sha256(unique.encode("utf-8", "surrogatepass")).hexdigest(),
                "severity": _SEVERITY[notice.level],
                "location": {
                    "path": file.name,
                    "positions": {
                        "begin": {"line": place.line, "column": place.column},
                        "end": {"line": place.end_line, "column": place.end_column},
                    },
                    "lines": {"begin": place.line, "end": place.end_line},
                },
            }
        )
    yield dumps(issues, indent=2) + "\n"
