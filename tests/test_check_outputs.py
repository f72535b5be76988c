"""Each output against the standard that it follows, with an article that is out to do harm."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as xml
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from claimcheck.anchor import quote
from claimcheck.check.outcome import CheckedFile, Notice, Outcome, Stale, Suppression, Unreadable
from claimcheck.check.outputs import OUTPUTS, Look, github, writer
from claimcheck.check.outputs.look import columns, shown
from claimcheck.check.outputs.place import most_urgent_first, rank
from claimcheck.check.register import finding_rules
from claimcheck.model import Finding, Severity, Side, Span
from claimcheck.record import report_to_json, schema_errors
from tests.frozen import report_of

SARIF = json.loads((Path(__file__).parent.parent / "fixtures" / "standards" / "sarif-2.1.0.json").read_text(encoding="utf-8"))

#: Wide letters, an escape sequence, an override of the writing direction, Markdown, XML and workflow commands.
HOSTILE = (
    "日本 said \x1b[31mred\x1b[0m on Monday, July 1, 2025.\n"
    "Then \u202eevil\u202c [link](javascript:alert(1)) {0} | `code` <b>&amp; ::error::no,\n"
    "at last 12 of 10 people came%0A.\n"
)


def finding(source: str, words: str, *, rule: str = "weekday_date", severity: Severity = "error", sides: tuple[str, ...] = ()) -> Finding:
    start = source.index(words)
    others = tuple(Side(quote(source, Span(source.index(w), source.index(w) + len(w))), f"here: {w}") for w in sides)
    return Finding(
        "f-" + f"{abs(hash(words)) % 16**16:016x}",
        rule,
        severity,
        f"“{words}” is wrong.",
        quote(source, Span(start, start + len(words))),
        others,
        "12 > 10" if sides else None,
    )


def checked(source: str, *notices: Notice, path: str = "drafts/a b.md") -> CheckedFile:
    record = report_to_json(report_of("seed")) | {"claims": [], "findings": []}
    return CheckedFile(path, source, record, notices)


def notice(found: Finding, **changes: Any) -> Notice:
    return replace(Notice(found, found.severity, f"print of {found.span.exact}"), **changes)


DATE = finding(HOSTILE, "Monday, July 1, 2025")
LINES = finding(HOSTILE, "::error::no,\nat last", sides=("evil\u202c [link](javascript:alert(1)) {0}",), severity="warning")
SOFT = finding(HOSTILE, "12 of 10", severity="note")
FILE = checked(
    HOSTILE,
    notice(DATE),
    notice(LINES),
    notice(SOFT),
    notice(finding(HOSTILE, "people"), suppression=Suppression("inline", "the report has it so")),
    notice(finding(HOSTILE, "came"), state="unchanged", suppression=Suppression("baseline")),
)
SEED = report_of("seed")
CLAIMED = CheckedFile("seed.txt", SEED.document.source, report_to_json(SEED), (), min_priority=0.0)
OUTCOME = Outcome(
    (FILE, CLAIMED),
    "warning",
    (Unreadable("lost: 1,2.md", "lost: 1,2.md is empty:\ngive an article with text."),),
    (Stale("drafts/a b.md", "weekday_date", "Tuesday, July 2"),),
)


def written(name: str, outcome: Outcome = OUTCOME, look: Look | None = None) -> str:
    return "".join(writer(name)(outcome, look or Look()))


@pytest.mark.parametrize("name", OUTPUTS)
def test_the_same_outcome_gives_the_same_bytes(name: str) -> None:
    assert written(name) == written(name)
    assert written(name).endswith("\n") or written(name) == ""


@pytest.mark.parametrize("name", OUTPUTS)
def test_an_outcome_without_anything_is_written_too(name: str) -> None:
    assert isinstance(written(name, Outcome(())), str)


def test_unknown_output_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        writer("xml")


# -- the outcome itself -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fail_on", "notices", "code"),
    [
        ("error", (notice(DATE),), 1),
        ("error", (notice(LINES),), 0),
        ("warning", (notice(LINES),), 1),
        ("note", (notice(SOFT),), 1),
        (None, (notice(DATE),), 0),
        ("error", (notice(DATE, suppression=Suppression("inline", "why")),), 0),
        ("error", (notice(DATE, state="unchanged"),), 0),
        ("error", (notice(DATE, level="note"),), 0),
        ("error", (), 0),
    ],
)
def test_exit_code(fail_on: Severity | None, notices: tuple[Notice, ...], code: int) -> None:
    assert Outcome((checked(HOSTILE, *notices),), fail_on).exit_code == code


def test_what_cannot_be_checked_is_worse_than_any_finding() -> None:
    assert OUTCOME.exit_code == 2


# -- text ---------------------------------------------------------------------------------------------------------


def test_carets_stand_below_the_words() -> None:
    lines = written("text", Outcome((checked(HOSTILE, notice(DATE)),))).splitlines()
    assert lines[0] == "drafts/a b.md:1:25: error: “Monday, July 1, 2025” is wrong. [weekday_date]"
    assert lines[1].startswith("  1 | 日本 said")
    before = lines[2].index("^")
    assert columns(lines[1].partition("Monday")[0]) == before
    assert lines[2].strip(" |") == "^" * len("Monday, July 1, 2025")


def test_places_on_one_line_are_marked_below_one_excerpt() -> None:
    source = "Twelve people were held in Leeds on Monday, seven men and six women, the police said."
    found = finding(source, "Twelve people were held in Leeds on Monday, seven men and six women", sides=("Twelve", "seven", "six"))
    outcome = Outcome((checked(source, notice(found)),))
    lines = written("text", outcome, Look(width=100)).splitlines()
    assert [line for line in lines if line.startswith("  1 | ")] == [f"  1 | {source}"]
    for words in ("Twelve", "seven", "six"):
        assert f"    | {' ' * source.index(words)}{'-' * len(words)} here: {words}" in lines
    narrow = written("text", outcome, Look(width=50)).splitlines()
    assert len([line for line in narrow if line.startswith("  1 | ")]) == 4, "they do not fit on one line"
    assert all(columns(line) <= 50 for line in narrow if line.startswith("  1 | "))


def test_places_on_other_lines_have_excerpts_of_their_own() -> None:
    source = "Twelve people were held.\nThey were seven men and six women."
    found = finding(source, "seven men and six women", sides=("Twelve", "seven"))
    lines = written("text", Outcome((checked(source, notice(found)),))).splitlines()
    assert [line[2] for line in lines if line[3:6] == " | " and line[2] != " "] == ["2", "1"]


def test_no_control_character_reaches_a_terminal() -> None:
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", written("text"))


def test_colours_only_where_they_are_asked_for() -> None:
    assert "\x1b[31;1merror\x1b[0m" in written("text", look=Look(colour=True))
    assert "\x1b[" not in written("text")


def test_what_is_ignored_or_known_is_counted_but_not_shown() -> None:
    text = written("text")
    assert "“people”" not in text
    assert "“came”" not in text
    assert text.endswith("1 error, 1 warning, 1 note in 2 files (1 ignored in the draft, 1 in the baseline).\n")
    assert "drafts/a b.md: in the baseline, but found no more: Tuesday, July 2 [weekday_date]\n" in text


def test_a_long_line_is_cut_around_the_words() -> None:
    source = "word " * 300 + "Monday, July 1, 2025" + " more" * 300
    lines = written("text", Outcome((checked(source, notice(finding(source, "Monday, July 1, 2025"))),)), Look(width=80)).splitlines()
    assert len(lines[1]) <= 80
    assert lines[1][lines[2].index("^") :].startswith("Monday, July 1, 2025")
    assert lines[1].count("…") == 2


@settings(deadline=None)
@given(st.text(), st.integers(20, 200), st.data())
def test_any_text_any_place_any_width(source: str, width: int, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(source)))
    end = data.draw(st.integers(start, len(source)))
    begin = data.draw(st.integers(0, len(source)))
    side = Side(quote(source, Span(begin, data.draw(st.integers(begin, len(source))))), "")
    found = Finding("f-0", "weekday_date", "error", "Wrong.", quote(source, Span(start, end)), data.draw(st.sampled_from([(), (side,)])))
    outcome = Outcome((checked(source, notice(found)),))
    lines = written("text", outcome, Look(width=width)).split("\n")
    assert columns(lines[1]) <= max(width, 28)
    for name in OUTPUTS:
        written(name, outcome)


@given(st.text())
def test_shown_keeps_the_number_of_characters(text: str) -> None:
    assert len(shown(text)) == len(text)


# -- JSON ---------------------------------------------------------------------------------------------------------


def test_json_follows_its_schema() -> None:
    record = json.loads(written("json"))
    for number, file in enumerate(record["files"]):
        for one in file["notices"]:
            one["finding"]["finding_id"] = f"f-{number:016x}"
    assert schema_errors("check", record) == []
    assert [one["state"] for one in record["files"][0]["notices"]] == ["new"] * 4 + ["unchanged"]


def test_a_line_a_finding() -> None:
    lines = [json.loads(line) for line in written("jsonl").splitlines()]
    assert [line["finding"]["span"]["exact"] for line in lines] == [n.finding.span.exact for n in FILE.notices]
    assert lines[3]["suppression"] == {"kind": "inline", "reason": "the report has it so"}


# -- SARIF --------------------------------------------------------------------------------------------------------


def test_sarif_follows_the_published_schema() -> None:
    assert [error.message for error in Draft202012Validator(SARIF).iter_errors(json.loads(written("sarif")))] == []


def test_sarif_says_what_counts() -> None:
    run = json.loads(written("sarif"))["runs"][0]
    found = [result for result in run["results"] if result["kind"] == "fail"]
    assert [result["level"] for result in found] == ["error", "warning", "note", "error", "error"]
    assert [result["baselineState"] for result in found] == ["new"] * 4 + ["unchanged"]
    assert [result.get("suppressions", [{}])[0].get("kind") for result in found] == [None, None, None, "inSource", "external"]
    assert all(run["tool"]["driver"]["rules"][r["ruleIndex"]]["id"] == r["ruleId"] for r in run["results"])
    assert run["artifacts"][0]["location"] == {"uri": "drafts/a%20b.md", "uriBaseId": "SRCROOT"}
    assert run["invocations"][0]["executionSuccessful"] is False


def test_sarif_has_every_checkable_claim_for_review() -> None:
    run = json.loads(written("sarif"))["runs"][0]
    claims = [result for result in run["results"] if result["kind"] == "review"]
    assert len(claims) == sum(claim.checkability.value != "no" for claim in SEED.claims) > 20
    above = json.loads(written("sarif", Outcome((replace(CLAIMED, min_priority=0.4),))))["runs"][0]["results"]
    assert 0 < len(above) < len(claims)
    assert min(result["rank"] for result in above) >= 40
    assert {result["level"] for result in claims} == {"none"}
    assert all(0 <= result["rank"] <= 100 for result in run["results"])


def test_sarif_regions_slice_the_source() -> None:
    for result in json.loads(written("sarif"))["runs"][0]["results"]:
        physical = result["locations"][0]["physicalLocation"]
        source = (HOSTILE, SEED.document.source)[physical["artifactLocation"]["index"]]
        region = physical["region"]
        assert source[region["charOffset"] : region["charOffset"] + region["charLength"]] == region["snippet"]["text"]


def test_words_of_the_article_are_no_links_in_sarif() -> None:
    result = json.loads(written("sarif"))["runs"][0]["results"][1]
    text = result["message"]["text"]
    assert "\\[link\\](javascript" in text
    assert re.findall(r"(?<!\\)\]\((\d+)\)", text) == [str(related["id"]) for related in result["relatedLocations"]]


@pytest.mark.parametrize("rule", sorted(finding_rules()))
def test_every_rule_can_be_described_in_sarif(rule: str) -> None:
    found = finding(HOSTILE, "people", rule=rule)
    descriptor = json.loads(written("sarif", Outcome((checked(HOSTILE, notice(found)),))))["runs"][0]["tool"]["driver"]["rules"][0]
    assert descriptor["id"] == rule
    assert descriptor["defaultConfiguration"]["level"] == finding_rules()[rule]
    assert len(descriptor["shortDescription"]["text"]) > 10


# -- GitHub -------------------------------------------------------------------------------------------------------


def test_each_command_is_one_line() -> None:
    lines = written("github").splitlines()
    assert len(lines) == 4
    pattern = r"::(error|warning|notice) file=[^,:]+(,\w+=[^,:]*)*::[^\r\n]+"
    assert [re.fullmatch(pattern, line) is not None for line in lines] == [True] * 4
    assert lines[0].startswith("::error file=lost%3A 1%2C2.md,title=unreadable::")
    assert "line=1,endLine=1,title=weekday_date,col=25,endColumn=45::" in lines[1]
    assert "col=" not in lines[2]
    assert "%0A12 > 10%0Aline 2: here: evil" in lines[2]


def test_the_ten_most_urgent_of_each_kind_are_given_and_all_are_in_the_summary() -> None:
    source = " ".join(f"word{n}" for n in range(30))
    notices = [notice(finding(source, f"word{n}", severity="warning" if n % 2 else "note")) for n in range(29, -1, -1)]
    outcome = Outcome((checked(source, *notices),))
    lines = written("github", outcome).splitlines()
    assert sum(line.startswith("::warning") for line in lines) == 10
    assert sum(line.startswith("::notice") for line in lines) == 10
    assert lines[-1] == "10 more findings: see the summary of the job."
    summary = "".join(github.summary(outcome))
    assert summary.startswith("### claimcheck: 15 warnings, 15 notes\n")
    assert summary.count("| weekday_date |") == 30


def test_the_article_stays_text_in_the_summary() -> None:
    summary = "".join(github.summary(OUTCOME))
    assert "<b>" not in summary
    assert "](javascript" not in summary
    rows = [line for line in summary.splitlines() if line.startswith("| ")]
    assert all(len(re.findall(r"(?<!\\)\|", row)) == 5 for row in rows if not row.startswith("| |"))


# -- the others ---------------------------------------------------------------------------------------------------


def test_gitlab_has_a_fingerprint_for_each_finding_alone() -> None:
    outcome = Outcome((checked(HOSTILE, notice(DATE), notice(DATE), notice(LINES)), checked(HOSTILE, notice(DATE), path="b.md")))
    issues = json.loads(written("gitlab", outcome))
    assert len({issue["fingerprint"] for issue in issues}) == len(issues) == 4
    assert [issue["severity"] for issue in issues] == ["major", "major", "minor", "major"]
    assert issues[2]["location"]["lines"] == {"begin": 2, "end": 3}


def test_junit_counts_add_up() -> None:
    root = xml.fromstring(written("junit"))
    suites = root.findall("testsuite")
    assert [suite.get("name") for suite in suites] == ["drafts/a b.md", "seed.txt", "lost: 1,2.md"]
    for name, tag in (("tests", "testcase"), ("failures", "failure"), ("errors", "error")):
        assert int(root.get(name, "")) == len(root.findall(f".//{tag}")) == sum(int(suite.get(name, "")) for suite in suites)
    assert [case.find("failure") is not None for case in suites[0]] == [True, True, False]
    assert suites[1][0].get("name") == "no findings"


def test_reviewdog_counts_bytes() -> None:
    first = json.loads(written("rdjsonl").splitlines()[0])
    start = first["location"]["range"]["start"]
    line = HOSTILE.split("\n")[0].encode()
    assert line[start["column"] - 1 :].startswith(b"Monday, July 1")
    assert [json.loads(one)["severity"] for one in written("rdjsonl").splitlines()] == ["ERROR", "WARNING", "INFO"]


def test_the_priority_of_the_claims_ranks_within_a_level() -> None:
    first = SEED.claims[0]
    low = replace(DATE, claims=())
    high = replace(DATE, claims=(max(SEED.claims, key=lambda claim: claim.priority.score).claim_id,))
    file = replace(CLAIMED, notices=(notice(low), notice(SOFT), notice(high)))
    assert [pair[1].finding for pair in most_urgent_first((file, n) for n in file.notices)] == [high, low, SOFT]
    assert rank(file, notice(high)) > rank(file, notice(low)) > rank(file, notice(SOFT))
    assert first.claim_id
