"""The article in seeds/ looked up as a user would, in answers that a real MediaWiki gave (fixtures/wiki, fixtures/cassettes).

The wiki's page on the operation gave one day for its launch when the article came out and gives another now; it agrees about the day
of the attack. The evidence is read with the embedded models.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from claimcheck.cli import main
from claimcheck.record import dumps, report_to_json, schema_errors
from tests.frozen import document_of, report_of
from tests.wiki_lookups import API

pytestmark = pytest.mark.e2e

WIKI = ("--source", "wikipedia", "--endpoint", f"wikipedia={API}", "--allow-private-hosts", "--contact", "desk@newsroom.example")


@pytest.fixture(scope="module")
def vcr_cassette_dir() -> str:
    return str(Path(__file__).resolve().parent.parent / "fixtures" / "cassettes" / "wikipedia")


@pytest.fixture
def records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CLAIMCHECK_ANSWERS", str(tmp_path / "answers.sqlite"))
    monkeypatch.setenv("CLAIMCHECK_CACHE", str(tmp_path / "cache"))
    path = tmp_path / "claims.jsonl"
    claims = report_to_json(report_of("seed"))["claims"]
    path.write_text("".join(dumps(claim) + "\n" for claim in claims), encoding="utf-8")
    return path


def slot(result: dict[str, Any], evidence: str, name: str) -> dict[str, Any]:
    (piece,) = [piece for piece in result["evidence"] if piece["id"] == evidence]
    return next(slot for slot in piece["slots"] if slot["slot"] == name)


@pytest.mark.vcr
@pytest.mark.block_network(allowed_hosts=["127.0.0.1"])
def test_the_seed_article(records: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = records.with_name("first.jsonl")
    assert main(["lookup", str(records), *WIKI, "-o", str(first)]) == 0
    assert capsys.readouterr().err == ""
    found = [json.loads(line) for line in first.read_text(encoding="utf-8").splitlines()]
    assert [schema_errors("lookup-result", result) for result in found] == [[]] * len(found)
    by_text = {result["claim"]["text"]: result for result in found}

    launch = next(result for text, result in by_text.items() if text.startswith("India launched Operation Sindoor"))
    then, since = [piece for piece in launch["evidence"] if piece["title"] == "Operation Sindoor"]
    assert (then["as_of"], since["as_of"], launch["overall"]) == ("then", "since", "mixed")
    assert slot(launch, then["id"], "time")["stance"] == "agrees"
    differing = slot(launch, since["id"], "time")
    assert (differing["stance"], differing["note"]) == ("differs", "6-7 May 2025 against 7 May 2025")
    assert "oldid=" in then["url"] and then["url"] != since["url"]
    span = differing["claim_span"]
    assert document_of("seed").source[span["start"] : span["end"]] == "May 6-7" == differing["claim_text"]

    attack = next(
        result for text, result in by_text.items() if "Pahalgam terror attack" in text and "took place" in result["claim"]["resolved_text"]
    )
    assert attack["overall"] == "supports"
    assert any(
        piece["title"] == "2025 Pahalgam attack" and slot(attack, piece["id"], "time")["stance"] == "agrees"
        for piece in attack["evidence"][:1]
    )

    again = records.with_name("again.jsonl")
    assert main(["lookup", str(records), *WIKI, "--replay", "-o", str(again)]) == 0
    assert again.read_bytes() == first.read_bytes()

    text = " ".join(re.findall(r"\w+", document_of("seed").source.casefold()))
    for request in (request for result in found for source in result["sources"] for request in source["requests"]):
        words = re.findall(r"\w+", request["url"].casefold())
        assert not any(" ".join(words[start : start + 4]) in text for start in range(len(words) - 3)), request["url"]
