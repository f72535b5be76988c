"""`claimcheck lookup` and `extract --lookup`, with a client that answers from a table and sources that are real."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

import pytest

from claimcheck.cli import main
from claimcheck.cli.session import Session
from claimcheck.lookup.evidence import Answer, Failure, Request
from claimcheck.lookup.query import Query
from claimcheck.lookup.source import Found, Source
from claimcheck.record import dumps, report_to_json, schema_errors
from tests.conftest import SentenceExtractor
from tests.frozen import report_of
from tests.lookup_driver import answer, drive

CLAIMS = report_to_json(report_of("seed"))["claims"]
CONTACT = ("--contact", "desk@newsroom.example")
NOTHING: dict[str, Any] = {"batchcomplete": True, "query": {"pages": []}}


class Answering:
    """Takes the client's place. What it was made with and asked is kept."""

    def __init__(self, answers: Callable[[Request], Answer | Failure]):
        self.answers = answers
        self.made: dict[str, Any] = {}
        self.asked: list[Request] = []

    def __call__(self, policy: object, **made: Any) -> Self:
        self.made = {"policy": policy, **made}
        return self

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *error: object) -> None:
        return None

    async def drive(self, source: Source, query: Query, *, limit: int) -> Found:
        def answers(request: Request) -> Answer | Failure:
            refused = self.made["gate"](request)
            if refused:
                return Failure("confidential", refused, request)
            self.asked.append(request)
            return self.answers(request)

        return drive(source, query, answers, limit)


@pytest.fixture
def records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("CLAIMCHECK_CONTACT", "CLAIMCHECK_ARCHIVE", "CLAIMCHECK_GOOGLE_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("CLAIMCHECK_ANSWERS", str(tmp_path / "answers.sqlite"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    path = tmp_path / "claims.jsonl"
    path.write_text("".join(dumps(claim) + "\n" for claim in CLAIMS), encoding="utf-8")
    return path


def nothing(request: Request) -> Answer:
    return answer(request, NOTHING)


def run(client: Answering, *arguments: str) -> int:
    return main(["lookup", *arguments], session=Session(extractor=lambda model: SentenceExtractor(), client=client))


def results(text: str) -> list[dict[str, Any]]:
    found = [json.loads(line) for line in text.splitlines()]
    assert [schema_errors("lookup-result", result) for result in found] == [[]] * len(found)
    return found


def test_a_record_for_each_claim(records: Path, capsys: pytest.CaptureFixture[str]) -> None:
    client = Answering(nothing)
    assert run(client, str(records), "--source", "wikipedia", *CONTACT, "--max-claims", "4") == 0
    out, err = capsys.readouterr()
    found = results(out)
    assert [result["claim"]["text"] for result in found] == [
        claim["text"] for claim in sorted(CLAIMS, key=lambda c: (-c["priority"]["score"], c["span"]["start"]))[:4]
    ]
    assert {result["overall"] for result in found} == {"not-found"}
    assert {result["sources"][0]["outcome"] for result in found} == {"nothing"}
    assert client.asked
    assert err == ""


def test_nothing_is_asked_without_a_contact_where_it_is_required(records: Path, capsys: pytest.CaptureFixture[str]) -> None:
    client = Answering(nothing)
    assert run(client, str(records)) == 2
    assert client.asked == []
    assert capsys.readouterr().err == (
        "claimcheck: error: wikipedia and wikidata may be asked only with an address at which you can be reached: add --contact "
        "desk@example.org, or set CLAIMCHECK_CONTACT. It is sent with every request.\n"
    )


def test_the_contact_may_stand_in_the_environment(records: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAIMCHECK_CONTACT", "desk@newsroom.example")
    client = Answering(nothing)
    assert run(client, str(records), "--max-claims", "1") == 0
    assert client.made["policy"].contact == "desk@newsroom.example"


def test_a_dry_run_prints_the_requests_and_makes_none(records: Path, capsys: pytest.CaptureFixture[str]) -> None:
    client = Answering(nothing)
    assert run(client, str(records), "--source", "wikipedia", "--dry-run", "--max-claims", "2") == 0
    out = capsys.readouterr().out
    assert client.made == {}
    assert out.count("  GET https://en.wikipedia.org/w/api.php?action=query") == 2
    assert "%22Rajnath+Singh%22" in out
    assert out.endswith("Nothing was sent.\n")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--source", "wikipdia"], "There is no source 'wikipdia': choose among archive, zim, wikipedia, wikidata"),
        (["--source", "gdelt", "--endpoint", "wikipedia=https://w.example/api.php"], "--endpoint names wikipedia, which is not asked"),
        (["--source", "wikipedia", "--endpoint", "https://w.example/api.php"], "names no source"),
        (["--source", "wikipedia", "--endpoint", "wikipedia=ftp://w.example/"], "is no web address"),
        (["--source", "wikipedia", "--endpoint", "wikipedia=http://[w/api.php"], "is no web address"),
        (["--source", "wikipedia", "--endpoint", "wikipedia=http://w.example/api.php"], "would be asked without encryption"),
        (["--source", "wikipedia", "--endpoint", "wikipedia=https://me:pw@w.example/api.php"], "holds a user name"),
        (["--source", "wikipedia", "--endpoint", "wikipedia=https://w.example/api.php?key=1"], "has a query"),
        (["--source", "gdelt", "--zim", "wiki.zim"], "--zim is for the source zim, which is not asked: add --source zim."),
        (["--source", "wikipedia", "--contact", "me"], "contact"),
        (["--source", "gdelt", "--article", "other.txt"], "is not the file that any of the records was made of"),
        (["--source", "gdelt", "-o", "claims.jsonl"], "is a file that is read"),
    ],
)
def test_what_cannot_be_asked_is_one_sentence(
    records: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], sentence: str
) -> None:
    records.with_name("other.txt").write_text("Exports fell by nine percent in June, the ministry said.\n", encoding="utf-8")
    client = Answering(nothing)
    assert run(client, records.name, *arguments) == 2
    err = capsys.readouterr().err
    assert sentence in err
    assert "pw" not in err
    assert err.count("\n") == 1
    assert client.asked == []


def test_failures_are_told_once_on_standard_error(records: Path, capsys: pytest.CaptureFixture[str]) -> None:
    client = Answering(lambda request: Failure("timeout", "en.wikipedia.org did not answer in time.", request))
    assert run(client, str(records), "--source", "wikipedia", *CONTACT, "--max-claims", "3") == 0
    out, err = capsys.readouterr()
    assert err == "claimcheck: wikipedia: timeout (3 times): en.wikipedia.org did not answer in time.\n"
    assert {result["sources"][0]["outcome"] for result in results(out)} == {"failed"}


def test_the_claims_with_what_was_found_are_valid_records(records: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run(Answering(nothing), str(records), "--source", "wikipedia", *CONTACT, "--max-claims", "3", "--format", "claims") == 0
    out = capsys.readouterr().out
    claims = [json.loads(line) for line in out.splitlines()]
    assert [claim["claim_id"] for claim in claims] == [claim["claim_id"] for claim in CLAIMS]
    assert sum(len(claim["lookups"]) for claim in claims) == 3
    looked_up = tmp_path / "looked-up.jsonl"
    looked_up.write_text(out, encoding="utf-8")
    assert main(["validate", str(looked_up)]) == 0


def test_for_people_there_is_a_sheet(records: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(Answering(nothing), str(records), "--source", "wikipedia", *CONTACT, "--max-claims", "2", "--format", "text") == 0
    out = capsys.readouterr().out
    assert out.endswith("2 claims looked up: 0 supports, 0 conflicts, 0 mixed, 2 not-found. These are no verdicts.\n")
    assert "\x1b" not in out


def test_a_source_that_would_send_words_of_the_draft_is_held_back(records: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The gate is in the client's hands: the command must give it one that knows the draft."""
    client = Answering(nothing)
    assert run(client, str(records), "--source", "wikipedia", *CONTACT, "--max-claims", "1") == 0
    capsys.readouterr()
    gate = client.made["gate"]
    assert gate(Request("https://en.wikipedia.org/w/api.php", (("srsearch", CLAIMS[1]["resolved_text"]),)))
    assert [gate(request) for request in client.asked] == [None] * len(client.asked)


def test_replay_needs_no_contact(records: Path) -> None:
    client = Answering(nothing)
    assert run(client, str(records), "--replay", "--max-claims", "1") == 0
    assert client.made["replay"] is True
    assert client.made["kept"].path == records.with_name("answers.sqlite")


def test_another_server_in_ones_own_network(records: Path) -> None:
    client = Answering(nothing)
    own = ("--endpoint", "wikipedia=http://127.0.0.1:8080/w/api.php")
    safe = ("--endpoint", "wikipedia=https://wiki.newsroom.example/w/api.php", *CONTACT)
    assert run(client, str(records), "--source", "wikipedia", *safe, "--max-claims", "1") == 0
    assert client.made["policy"].allow_private == frozenset()
    client.asked.clear()
    assert run(client, str(records), "--source", "wikipedia", *own, "--allow-private-hosts", "--max-claims", "1") == 0
    assert client.made["policy"].allow_private == frozenset({"127.0.0.1"})
    assert {request.url for request in client.asked} == {"http://127.0.0.1:8080/w/api.php"}


def test_extract_looks_up_only_when_asked(records: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    article = tmp_path / "article.txt"
    article.write_text("Exports fell in June. Imports rose in May.\n", encoding="utf-8")
    client = Answering(nothing)
    session = Session(extractor=lambda model: SentenceExtractor(), client=client)
    assert main(["extract", str(article)], session=session) == 0
    assert client.made == {}
    assert '"lookups":[]' in capsys.readouterr().out
    assert main(["extract", str(article), "--lookup", "wikipedia", *CONTACT], session=session) == 0
    claims = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [len(claim["lookups"]) for claim in claims] == [1, 1]
    assert main(["extract", str(article), "--lookup", "wikipedia"], session=session) == 2
    assert "--contact" in capsys.readouterr().err
