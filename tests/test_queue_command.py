"""`claimcheck queue` on the command line: a desk's day, one sentence for what cannot be, and who did it in the log."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from claimcheck.cli import group
from claimcheck.queue import audit
from claimcheck.queue.database import Database
from tests.conftest import Commands, Outcome
from tests.queue_articles import report_and_source, written
from tests.queue_databases import where

Ask = Callable[..., Outcome]


@pytest.fixture
def ask(run: Commands, queue: Database, monkeypatch: pytest.MonkeyPatch) -> Ask:
    """Runs `claimcheck queue …` on an empty queue of either kind; `who` acts."""
    monkeypatch.setenv("CLAIMCHECK_QUEUE", where(queue))

    def call(*arguments: str | Path, who: str = "ada", stdin: str | None = None) -> Outcome:
        monkeypatch.setenv("CLAIMCHECK_USER", who)
        if stdin is not None:
            monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8"))
        return run("queue", *arguments)

    return call


@pytest.fixture
def lite(run: Commands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ask:
    """The same on a file that is not there yet, for what does not depend on the database."""
    monkeypatch.setenv("CLAIMCHECK_QUEUE", str(tmp_path / "data" / "queue.sqlite"))
    monkeypatch.setenv("CLAIMCHECK_USER", "ada")
    return lambda *arguments: run("queue", *arguments)


@pytest.fixture
def draft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A draft of three sentences, the last an opinion."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "harbour.txt"
    path.write_text("Exports fell in June. Imports rose in May.\n\nThe minister thinks that all will be well.\n", encoding="utf-8")
    return Path("harbour.txt")


def records(outcome: Outcome) -> list[Any]:
    assert outcome.code == 0, outcome.err
    return [json.loads(line) for line in outcome.out.splitlines()]


def report_files(folder: Path, *, name: str = "written") -> tuple[Path, Path]:
    """A report and the article that it is of."""
    report, source = written(["Corran exports fell by 4 percent", "Birk rents fell by 9 percent"], uri=f"{name}.txt")
    (folder / f"{name}.json").write_text(json.dumps(report), encoding="utf-8")
    (folder / f"{name}.txt").write_text(source, encoding="utf-8")
    return folder / f"{name}.json", folder / f"{name}.txt"


# -- a day ----------------------------------------------------------------------------------------------------------


def test_a_day(ask: Ask, draft: Path, queue: Database) -> None:
    added = ask("add", draft)
    assert (added.code, added.out) == (0, "harbour.txt: article 1, version 1: 2 queued.\n")
    listed = records(ask("list", "--format", "jsonl"))
    assert [entry["text"] for entry in listed] == ["Imports rose in May.", "Exports fell in June."]  # by priority
    first, second = (entry["id"] for entry in listed)

    taken = json.loads(ask("next", "--format", "json").out)
    assert taken["item"]["id"] == first
    assert taken["item"]["lease_by"] == "ada"
    assert taken["record"]["text"] == "Imports rose in May."
    other = json.loads(ask("next", "--format", "json", who="bea").out)
    assert other["item"]["id"] == second
    empty = ask("next", who="carl")
    assert (empty.code, empty.out, empty.err) == (1, "", "No claim waits for you.\n")

    done = ask("decide", first, "mostly", "true", "--note", "5.9", "--link", "https://example.org/a", "--token", taken["lease"]["token"])
    assert (done.code, done.out) == (0, f"{first}: checked, mostly true\n")
    assert ask("release", second, who="bea").out == f"{second}: new\n"
    assert ask("dismiss", second, "--note", "an opinion").out == f"{second}: dismissed\n"
    assert ask("reopen", second, "--note", "no, a figure").out == f"{second}: new\n"
    assert ask("decide", second, "false").out == f"{second}: checked, false\n"
    assert ask("correct", second, "--note", "put right").out == f"{second}: corrected, false\n"

    shown = ask("show", first).out
    for words in ("checked: mostly true", "ada: mostly true", "5.9", "https://example.org/a", "Imports rose in May."):
        assert words in shown
    history = ask("show", second, "--history").out
    assert [word in history for word in ("bea took the claim", "ada dismissed", "put right")] == [True, True, True], history
    assert ask("add", draft).out == "harbour.txt: article 1, version 1, is in the queue already.\n"

    with queue.read() as tx:
        actions = [(row["actor"], row["action"]) for row in audit.events(tx.connection)]
    assert ("bea", "item.released") in actions
    assert ("ada", "item.corrected") in actions


def test_two_differ_and_an_editor_settles_it(ask: Ask, draft: Path) -> None:
    assert ask("desk", "add", "politics").out == "politics: added.\n"
    assert ask("desk", "set", "politics", 'twice={"priority_above": 0}').out == "politics: changed.\n"
    ask("add", draft, "--desk", "politics")
    assert ask("decide", "1", "true", who="ada").out == "1: new; 1 more to review it\n"
    assert ask("decide", "1", "false", who="bea").out == "1: disputed\n"
    wrong = ask("adjudicate", "1", "--choose", "carl", "--note", "why", who="dora")
    assert (wrong.code, "those who did are ada, bea" in wrong.err) == (2, True)
    assert ask("adjudicate", "1", "--choose", "bea", "--note", "the later figure", who="dora").out == "1: checked, false\n"
    ask("decide", "2", "true", who="ada")
    ask("decide", "2", "false", who="bea")
    assert (
        ask("adjudicate", "2", "--none-of-these", "misleading", "--note", "of another year", who="dora").out == "2: checked, misleading\n"
    )


def test_lists_are_narrowed(ask: Ask, draft: Path) -> None:
    ask("add", draft)
    ask("next", who="bea")
    assert [entry["state"] for entry in records(ask("list", "--state", "leased", "--format", "jsonl"))] == ["leased"]
    assert [entry["text"] for entry in records(ask("list", "--text", "exports", "--format", "jsonl"))] == ["Exports fell in June."]
    assert len(records(ask("list", "--type", "event", "--priority-from", "0.55", "--format", "jsonl"))) == 1
    assert len(records(ask("list", "--limit", "1", "--format", "jsonl"))) == 1
    none = ask("list", "--state", "disputed")
    assert (none.code, none.out, none.err) == (0, "", "No claim is like that.\n")
    table = ask("list").out
    assert table.splitlines()[0].split() == ["No.", "State", "Priority", "Claim", "Article"]
    assert "Imports rose in May." in table


def test_a_claim_is_named_by_its_id_too(ask: Ask, draft: Path, tmp_path: Path) -> None:
    ask("add", draft)
    name = records(ask("list", "--format", "jsonl"))[0]["claim_id"]
    assert ask("decide", name, "true").code == 0
    (tmp_path / "second.txt").write_text(draft.read_text(), encoding="utf-8")
    ask("add", "second.txt")
    several = ask("show", name)
    assert several.code == 2
    assert "is in several articles: name one of the numbers" in several.err
    assert "There is no claim c-ffff in the queue" in ask("show", "c-ffff").err


def test_a_new_version_carries_over_and_says_loudly_what_is_gone(ask: Ask, draft: Path, tmp_path: Path) -> None:
    report, text = written(["Corran exports fell by 4 percent", "Birk rents fell by 9 percent"], uri="w.txt")
    files = (tmp_path / "one.json", tmp_path / "w.txt")
    files[0].write_text(json.dumps(report))
    files[1].write_text(text)
    ask("add", files[0], "--source", files[1])
    ask("decide", "1", "true")
    ask("decide", "2", "false")
    report, text = written(["Corran exports fell by 4 percent"], uri="w.txt")
    files[0].write_text(json.dumps(report))
    files[1].write_text(text)
    again = ask("add", files[0], "--source", files[1])
    assert again.out == f"{files[1]}: article 1, version 2: 0 queued, 1 carried over, 0 changed, 0 returned.\n"
    assert "1 no longer in the article: 2" in again.err
    assert records(ask("list", "--state", "stale", "--format", "jsonl"))[0]["id"] == 2
    assert records(ask("list", "--state", "checked", "--format", "jsonl"))[0]["verdict"] == "true"


def test_a_claim_names_its_other_forms(ask: Ask, tmp_path: Path) -> None:
    record, draft = (tmp_path / "one.json", tmp_path / "w.txt")
    for number in (4, 5):
        report, text = written([f"Corran exports fell by {number} percent"], uri="w.txt")
        record.write_text(json.dumps(report)), draft.write_text(text)
        ask("add", record, "--source", draft)
        ask("decide", "1", "true")  # of the second version it is refused: the claim is stale
    assert "now:       2, new: Corran exports fell by 5 percent" in ask("show", "1").out
    assert "before:    1, stale: true: Corran exports fell by 4 percent" in ask("show", "2").out
    assert "claim 2 is its new form" in ask("show", "1", "--history").out


# -- records ----------------------------------------------------------------------------------------------------------


def test_a_report_is_taken_as_it_is_without_models(ask: Ask, run: Commands, tmp_path: Path) -> None:
    report, source = report_files(tmp_path)
    added = ask("add", report, "--source", source, "--format", "jsonl")
    assert records(added)[0]["queued"] == [1, 2]
    assert run.models == []


def test_a_report_of_another_text_is_refused(lite: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    report, source = report_files(tmp_path)
    source.write_text("Something else.\n", encoding="utf-8")
    outcome = lite("add", report)
    assert outcome.code == 2
    assert "name the very file with --source" in outcome.err


def test_the_others_are_taken_where_one_cannot_be_read(lite: Ask, draft: Path) -> None:
    outcome = lite("add", "missing.txt", draft)
    assert (outcome.code, outcome.out) == (2, "harbour.txt: article 1, version 1: 2 queued.\n")
    assert outcome.err.startswith("claimcheck: error: ")
    assert "missing.txt" in outcome.err


def test_the_frozen_article_goes_in_whole(lite: Ask, tmp_path: Path) -> None:
    report, source = report_and_source("seed")
    (tmp_path / "r.json").write_text(json.dumps(report), encoding="utf-8")
    original = next(path for path in Path("fixtures/articles/seed").iterdir() if path.stem == "article")
    outcome = lite("add", tmp_path / "r.json", "--source", original, "--format", "jsonl")
    queued = records(outcome)[0]["queued"]
    assert len(queued) == sum(claim["checkability"]["value"] != "no" for claim in report["claims"])


# -- people, tokens, webhooks ------------------------------------------------------------------------------------------


def test_people_tokens_and_webhooks(ask: Ask, queue: Database) -> None:
    ask("desk", "add", "main")
    added = ask("person", "add", "bea", "--role", "main=checker", "--public-url", "https://claims.example.org")
    assert added.code == 0, added.err
    assert "https://claims.example.org/sign-in/ticket#" in added.out
    assert ask("person", "add", "carl", "--admin", "--password-stdin", stdin="a long enough password\n").out == "carl: added.\n"
    everybody = {one["name"]: one for one in records(ask("person", "list", "--format", "jsonl"))}
    assert everybody["bea"]["roles"] == {"main": "checker"}
    assert everybody["carl"]["ways"] == ["password"]
    assert "administrator" in ask("person", "list").out
    assert ask("person", "role", "bea", "main=editor").code == 0
    assert ask("person", "password", "bea", "--password-stdin", stdin="another long password\n").out == "bea: has a new password.\n"
    assert "/sign-in/ticket#" in ask("person", "password", "bea", "--link").out
    tied = ask("person", "link", "bea", "--issuer", "https://id.example", "--subject", "2482")
    assert tied.out == "bea: signs in with that account at https://id.example.\n"
    assert ask("person", "link", "bea", "--issuer", "https://id.example", "--subject", "é").code == 2
    assert ask("person", "deactivate", "bea").out == "bea: deactivated.\n"
    assert ask("person", "deactivate", "bea", "--undo").out == "bea: active.\n"

    made = ask("token", "make", "carl", "--name", "ci", "--scope", "push", "--scope", "read", "--days", "7")
    secret = made.out.strip()
    assert secret.startswith("ccq_")
    assert secret not in made.err
    (token,) = records(ask("token", "list", "--format", "jsonl"))
    assert (token["person"], token["scopes"], token["state"]) == ("carl", ["push", "read"], "valid")
    assert ask("token", "revoke", str(token["id"])).code == 0
    assert "revoked" in ask("token", "list", "carl").out

    inner = ("webhook", "add", "http://chat.newsroom.internal:8080/hook", "--action", "item.*")
    assert "--webhook-host" in ask(*inner).err
    hook = ask("webhook", "add", "https://hooks.example.org/s3cret", "--action", "item.*")
    assert hook.code == 0, hook.err
    listed = ask("webhook", "list")
    assert "hooks.example.org" in listed.out
    assert "s3cret" not in listed.out
    assert "s3cret" not in ask("webhook", "list", "--format", "jsonl").out
    assert ask("webhook", "test", "1").code == 0
    assert records(ask("webhook", "deliveries", "1", "--format", "jsonl"))[0]["state"] == "waiting"
    assert ask("webhook", "remove", "1").code == 0
    assert ask(*inner, "--webhook-host", "chat.newsroom.internal").code == 0

    with queue.read() as tx:
        log = str(audit.events(tx.connection))
    for never in (secret, "long enough", "another long", hook.out.strip()):
        assert never not in log


@pytest.mark.parametrize("password", ["", "short\n"])
def test_a_password_that_is_none_is_one_sentence(ask: Ask, password: str) -> None:
    outcome = ask("person", "add", "bea", "--password-stdin", stdin=password)
    assert (outcome.code, outcome.out, outcome.err.count("\n")) == (2, "", 1)
    assert "password" in outcome.err


# -- keeping it safe -----------------------------------------------------------------------------------------------------


def test_verify_prints_the_head_and_finds_what_was_altered(ask: Ask, draft: Path, queue: Database) -> None:
    ask("add", draft)
    ask("decide", "1", "true")
    fine = ask("verify")
    assert fine.code == 0
    head = fine.out.splitlines()[-1].split()[-1]
    assert fine.out.startswith("The log is intact: ")
    assert ask("verify", "--head", head).code == 0
    with queue.write() as tx:
        tx.execute(text("update item set verdict = 'false' where id = 1"))
    beside = ask("verify")
    assert beside.code == 1
    assert "flaw " in beside.out
    missing = ask("verify", "--head", f"{int(head.partition(':')[0]) + 5}:{'0' * 64}")
    assert missing.code == 1
    assert "the end of the log was cut off" in missing.out


def test_backup_and_restore(ask: Ask, draft: Path, tmp_path: Path) -> None:
    ask("add", draft)
    made = ask("backup", tmp_path / "queue.gz")
    assert made.code == 0, made.err
    assert "1 articles, 2 claims" in made.out
    again = ask("restore", tmp_path / "queue.gz")
    assert again.code == 2
    assert "--replace" in again.err
    new = ask("restore", tmp_path / "queue.gz", "--queue", tmp_path / "new.sqlite")
    assert new.code == 0, new.err
    assert len(records(ask("list", "--queue", tmp_path / "new.sqlite", "--format", "jsonl"))) == 2
    assert ask("restore", tmp_path / "queue.gz", "--replace").code == 0
    assert ask("verify").code == 0


def test_migrate_back_and_forward(ask: Ask, draft: Path) -> None:
    ask("add", draft)
    back = ask("migrate", "--to", "0001")
    assert back.code == 0, back.err
    assert "version 0001, from 0002" in back.out
    refused = ask("list")
    assert (refused.code, refused.out, refused.err.count("\n")) == (2, "", 1)
    assert "claimcheck queue migrate" in refused.err
    assert ask("migrate").code == 0
    assert len(records(ask("list", "--format", "jsonl"))) == 2
    assert ask("verify").code == 0


def test_reviews_are_exported_in_every_form(ask: Ask, draft: Path, tmp_path: Path, queue: Database) -> None:
    ask("add", draft)
    ask("decide", "1", "true", "--note", "=1+1")
    (review,) = records(ask("export", "--state", "checked"))
    assert (review["text"], review["verdict"]) == ("Exports fell in June.", "true")
    table = ask("export", "--format", "csv", "--output", tmp_path / "reviews.csv")
    assert (table.code, table.out) == (0, "")
    assert "Exports fell in June." in (tmp_path / "reviews.csv").read_text(encoding="utf-8")
    for form in ("annotations", "lock"):
        outcome = ask("export", "--format", form)
        assert outcome.code == 0, outcome.err
        assert outcome.out
    with queue.read() as tx:
        assert [row["action"] for row in audit.events(tx.connection)].count("queue.exported") == 4


def test_stats_tell_how_the_desk_stands(ask: Ask, draft: Path) -> None:
    ask("add", draft)
    ask("decide", "1", "true")
    told = ask("stats")
    assert told.code == 0, told.err
    assert told.out.startswith("1 open claims of 2: new 1, checked 1\n")
    assert "ada: 1 verdicts in 30 days, 1 in all" in told.out
    (figures,) = records(ask("stats", "--format", "json"))
    assert (figures["open"], figures["days"][-1]["settled"]) == (1, 1)
    assert ask("stats", "--desk", "nowhere").code == 2


# -- what cannot be --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["list"], "There is no queue at"),
        (["list", "--queue", "mysql://x/y"], "A queue is a SQLite file or a PostgreSQL database, not mysql."),
        (["list", "--as", " "], "--as needs a name"),
        (["verify", "--head", "12"], "write it as `claimcheck queue verify` printed it, NUMBER:HASH."),
        (["adjudicate", "1", "--note", "why"], "Give either --choose PERSON, or --none-of-these VERDICT."),
        (["person", "add", "bea", "--role", "checker"], "write it as DESK=ROLE"),
        (["person", "add", "bea", "--public-url", "claims.example.org"], "--public-url is the address"),
        (["restore", "missing.gz"], "There is no file missing.gz."),
        (["add", "a.txt", "--source", "b.txt"], "--source is for the articles of records"),
        (["migrate", "--to", "base"], "There is no such version"),
        (["token", "make", "ada", "--name", "x", "--scope", "all"], "'all' is not one of"),
    ],
)
def test_what_cannot_be_is_one_sentence(lite: Ask, arguments: list[str], sentence: str) -> None:
    outcome = lite(*arguments)
    assert (outcome.code, outcome.out, outcome.err.count("\n")) == (2, "", 1)
    assert sentence in outcome.err


def test_what_the_queue_refuses_is_one_sentence(ask: Ask, draft: Path) -> None:
    ask("add", draft)
    for arguments, sentence in (
        (("show", "4711"), "no claim number 4711"),
        (("decide", "1", "nonsense"), "A verdict on this desk is one of"),
        (("list", "--state", "old"), "There is no state “old”"),
        (("list", "--order", "height"), "order"),
        (("list", "--desk", "nowhere"), ""),
        (("next", "--desk", "nowhere"), "There is no desk nowhere"),
        (("decide", "1", "true", "--token", "stolen"), ""),
    ):
        outcome = ask(*arguments)
        assert outcome.code == 2 or (arguments == ("list", "--desk", "nowhere") and not outcome.out), arguments
        assert sentence in outcome.err


def below(command: Any, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    inner = getattr(command, "commands", {})
    return [found for name in sorted(inner) for found in [(*path, name), *below(inner[name], (*path, name))]]


@pytest.mark.parametrize("path", below(group.commands["queue"]), ids=" ".join)
def test_every_command_has_examples_in_its_help(run: Commands, path: tuple[str, ...]) -> None:
    outcome = run("queue", *path, "--help")
    assert outcome.code == 0
    assert "Example" in outcome.out or "Commands:" in outcome.out
