"""Whole runs in one process: what is written, what is gone on with, and what is refused."""

from __future__ import annotations

import gzip
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from claimcheck.batch.journal import clear
from claimcheck.batch.run import Plan, Summary, run
from claimcheck.batch.shard import Settings
from claimcheck.batch.sources.fields import Fields
from claimcheck.batch.stamp import about
from claimcheck.errors import BatchError, ModelError
from claimcheck.record import validate_file
from tests.batch_standins import ARTICLES, PLAIN, Misbehaves, PulledError, Silent, has_no_models, serially, tree
from tests.frozen import document_of

ABOUT = {"model": "frozen", "version": "1"}


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    """Ten articles in shards of three: two that are parsed, one that is none, one that fails."""
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(8):
        (folder / f"{number}.txt").write_text(f"{PLAIN} It was the {number + 2}th month.", encoding="utf-8")
    for name in ARTICLES[:2]:
        (folder / f"{name}.txt").write_text(document_of(name).source, encoding="utf-8")
    (folder / "4.txt").write_bytes(b"\x00\xff")
    (folder / "6.txt").write_text(f"{PLAIN} RAISE", encoding="utf-8")
    return Plan((str(folder),), tmp_path / "out", ABOUT, articles=3)


def done(plan: Plan) -> tuple[Summary, Silent]:
    watch = Silent()
    return run(plan, serially(plan), watch), watch


def whole(plan: Plan, tmp_path: Path) -> dict[str, bytes]:
    """The output of a run that nobody disturbed."""
    other = replace(plan, out=tmp_path / "undisturbed")
    if not other.out.exists():
        done(other)
    return tree(other.out)


def records(data: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in data.splitlines()]


# -- what is written ----------------------------------------------------------------------------------------------


def test_an_output_has_every_article_once_in_order(plan: Plan) -> None:
    summary, watch = done(plan)
    assert (summary.articles, summary.errors, summary.passing, summary.left_out) == (10, 2, 0, 0)
    files = tree(plan.out)
    assert sorted(files) == [
        *(f"documents-{number:06}.jsonl" for number in range(4)),
        "errors.jsonl",
        "manifest.json",
        "manifest.jsonl",
        *(f"reports-{number:06}.jsonl" for number in range(4)),
    ]
    documents = [row for number in range(4) for row in records(files[f"documents-{number:06}.jsonl"])]
    assert [row["id"] for row in documents] == sorted(path.name for path in Path(plan.paths[0]).iterdir())
    reports = [row for number in range(4) for row in records(files[f"reports-{number:06}.jsonl"])]
    assert [report["document"]["uri"] for report in reports] == [row["uri"] for row in documents if "error" not in row]
    assert summary.claims == sum(len(report["claims"]) for report in reports) > 20
    assert [(row["claims"], row["sha256"]) for row in documents if "error" not in row] == [
        (len(report["claims"]), report["document"]["sha256"]) for report in reports
    ]
    assert [(row["id"], row["error"]) for row in records(files["errors.jsonl"])] == [("4.txt", "unreadable"), ("6.txt", "failed")]
    assert watch.weight == watch.total


def test_the_reports_are_valid_records(plan: Plan) -> None:
    done(plan)
    for path in plan.out.glob("reports-*"):
        assert validate_file(path) == []


def test_the_manifest_has_each_file_and_adds_it_all_up(plan: Plan) -> None:
    import hashlib

    summary, _ = done(plan)
    manifest = json.loads((plan.out / "manifest.json").read_bytes())
    assert {name: manifest[name] for name in ("articles", "claims", "errors")} == {
        "articles": summary.articles,
        "claims": summary.claims,
        "errors": summary.errors,
    }
    assert manifest["model"] == "frozen"
    assert [shard["shard"] for shard in manifest["shards"]] == [0, 1, 2, 3]
    named = {file["name"]: (file["sha256"], file["size"]) for shard in manifest["shards"] for file in shard["files"]}
    there = {name: (hashlib.sha256(data).hexdigest(), len(data)) for name, data in tree(plan.out).items() if "-0" in name}
    assert named == there


def test_packed_lines_are_the_same_lines(plan: Plan, tmp_path: Path) -> None:
    packed = replace(plan, out=tmp_path / "packed", form="jsonl.gz")
    done(plan)
    done(packed)
    plain, small = tree(plan.out), tree(packed.out)
    for name, data in plain.items():
        if "-0" in name:
            assert gzip.decompress(small[f"{name}.gz"]) == data
    assert small["errors.jsonl"] == plain["errors.jsonl"]


def test_parquet_holds_all_that_the_lines_hold(plan: Plan, tmp_path: Path) -> None:
    tables = replace(plan, out=tmp_path / "tables", form="parquet")
    done(plan)
    done(tables)
    for number in range(4):
        claims = pq.read_table(tables.out / f"claims-{number:06}.parquet").to_pylist()
        documents = pq.read_table(tables.out / f"documents-{number:06}.parquet").to_pylist()
        rebuilt = []
        for row in documents:
            if row["report"] is not None:
                own = [json.loads(claim["record"]) for claim in claims if claim["document_id"] == row["id"]]
                rebuilt.append(json.loads(row["report"]) | {"claims": own})
        assert rebuilt == records((plan.out / f"reports-{number:06}.jsonl").read_bytes())
        rows = [{name: value for name, value in row.items() if value is not None and name != "report"} for row in documents]
        assert rows == records((plan.out / f"documents-{number:06}.jsonl").read_bytes())
        for claim in claims:
            record = json.loads(claim["record"])
            assert (claim["text"], claim["types"], claim["priority"]) == (record["text"], record["types"], record["priority"]["score"])
    assert (tables.out / "errors.jsonl").read_bytes() == (plan.out / "errors.jsonl").read_bytes()


def test_an_input_without_articles_is_an_empty_output(plan: Plan, tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    summary, _ = done(replace(plan, paths=(str(tmp_path / "none"),)))
    assert summary.articles == 0
    assert json.loads((plan.out / "manifest.json").read_bytes())["shards"] == []


# -- going on -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["jsonl", "parquet"])
@pytest.mark.parametrize("shards", [0, 1, 3])
def test_a_run_that_is_stopped_goes_on_and_leaves_the_same_bytes(plan: Plan, tmp_path: Path, shards: int, form: str) -> None:
    plan = replace(plan, form=form)
    with pytest.raises(PulledError):
        run(plan, serially(plan, at_most=shards), Silent())
    assert not (plan.out / "manifest.json").exists()
    _, watch = done(plan)
    assert (watch.passed_numbers, watch.done_numbers) == (list(range(shards)), list(range(shards, 4)))
    assert watch.weight == watch.total
    assert tree(plan.out) == whole(plan, tmp_path)


def test_a_run_that_is_complete_does_nothing_again(plan: Plan) -> None:
    done(plan)
    before = tree(plan.out)
    summary, watch = done(plan)
    assert (watch.passed_numbers, watch.done_numbers) == ([0, 1, 2, 3], [])
    assert summary.articles == 10
    assert tree(plan.out) == before


def torn(out: Path) -> None:
    with (out / "manifest.jsonl").open("r+b") as stream:
        stream.truncate((out / "manifest.jsonl").stat().st_size - 30)


def zeros(out: Path) -> None:
    lines = (out / "manifest.jsonl").read_bytes().splitlines(keepends=True)
    (out / "manifest.jsonl").write_bytes(b"".join(lines[:-1]) + bytes(len(lines[-1]) - 1) + b"\n")


def missing(out: Path) -> None:
    (out / "reports-000003.jsonl").unlink()


def altered(out: Path) -> None:
    data = bytearray((out / "reports-000003.jsonl").read_bytes())
    data[5] ^= 1
    (out / "reports-000003.jsonl").write_bytes(data)


def left_behind(out: Path) -> None:
    """As when the power goes between the naming of the files and the line in the journal."""
    (out / ".reports-000003.jsonl.99.part").write_bytes(b"half")
    torn(out)


@pytest.mark.parametrize("damage", [torn, zeros, missing, altered, left_behind])
def test_what_is_damaged_is_done_again_and_nothing_else(plan: Plan, tmp_path: Path, damage: Callable[[Path], None]) -> None:
    done(plan)
    damage(plan.out)
    _, watch = done(plan)
    assert (watch.passed_numbers, watch.done_numbers) == ([0, 1, 2], [3])
    assert tree(plan.out) == whole(plan, tmp_path)
    _, watch = done(plan)
    assert watch.done_numbers == []


@pytest.mark.parametrize("piece", [b"", b'{"claimch', b'{"claimcheck_batch": 1, "mo'])
def test_a_journal_whose_first_line_is_torn_begins_again(plan: Plan, tmp_path: Path, piece: bytes) -> None:
    plan.out.mkdir()
    (plan.out / "manifest.jsonl").write_bytes(piece)
    assert done(plan)[1].done_numbers == [0, 1, 2, 3]
    assert tree(plan.out) == whole(plan, tmp_path)


def test_other_settings_are_refused_and_fresh_does_it_all_again(plan: Plan, tmp_path: Path) -> None:
    done(plan)
    before = tree(plan.out)
    other = replace(plan, about={**ABOUT, "min_priority": 0.5}, settings=Settings(min_priority=0.5))
    with pytest.raises(BatchError, match=r"was begun with another --min-priority \(none, now 0.5\): go on with that one.*--fresh"):
        done(other)
    assert tree(plan.out) == before
    summary, watch = done(replace(other, fresh=True))
    assert watch.done_numbers == [0, 1, 2, 3]
    assert 0 < summary.claims < done(replace(plan, fresh=True))[0].claims
    assert tree(plan.out) == before


def test_fresh_removes_what_another_form_left(plan: Plan) -> None:
    done(replace(plan, form="parquet"))
    done(replace(plan, fresh=True))
    assert not list(plan.out.glob("*.parquet"))


@pytest.mark.parametrize(
    ("change", "which"),
    [
        (lambda folder: (folder / "0.txt").write_text(PLAIN), "the shard that begins with 0.txt is another one"),
        (lambda folder: (folder / "7.txt").unlink(), "the shard that begins with 6.txt is another one"),
        (
            lambda folder: [(folder / f"{number}.txt").unlink() for number in range(10) if (folder / f"{number}.txt").exists()],
            "another one",
        ),
        (lambda folder: [path.unlink() for path in sorted(folder.iterdir())[9:]], "it had 4 shards and has 3"),
    ],
)
def test_another_input_is_refused(plan: Plan, change: Callable[[Path], object], which: str) -> None:
    done(plan)
    before = tree(plan.out)
    change(Path(plan.paths[0]))
    with pytest.raises(BatchError, match=f"The input is not the one that .*out was begun with .*{which}"):
        done(plan)
    assert {name: data for name, data in before.items() if name.startswith(("reports", "documents"))}.items() <= tree(plan.out).items()


def test_a_folder_with_something_else_is_refused_and_left_alone(plan: Plan) -> None:
    plan.out.mkdir()
    (plan.out / "novel.txt").write_text("chapter one")
    for fresh in (False, True):
        with pytest.raises(BatchError, match=r"holds what is no output of a batch \(novel.txt\)"):
            done(replace(plan, fresh=fresh))
    (plan.out / "manifest.jsonl").write_text('{"another": "program"}\n')
    with pytest.raises(BatchError, match="was not written by this command"):
        done(plan)
    with pytest.raises(BatchError, match="was not written by this command: it is not removed"):
        clear(plan.out)
    assert sorted(path.name for path in plan.out.iterdir() if path.name != ".lock") == ["manifest.jsonl", "novel.txt"]


def test_an_output_inside_its_input_is_not_read(plan: Plan) -> None:
    inside = replace(plan, out=Path(plan.paths[0]) / "out")
    assert done(inside)[0].articles == 10
    assert done(inside)[1].done_numbers == []


def test_an_input_inside_its_output_is_refused(plan: Plan) -> None:
    with pytest.raises(BatchError, match="lies in the output"):
        done(replace(plan, out=Path(plan.paths[0]).parent))


def test_an_output_that_cannot_be_made(plan: Plan, tmp_path: Path) -> None:
    with pytest.raises(BatchError, match="cannot be made"):
        done(replace(plan, out=tmp_path / "no" / "such" / "folder"))


def test_two_runs_in_one_output_are_refused(plan: Plan) -> None:
    plan.out.mkdir()
    script = (
        "import sys, time; from pathlib import Path; from claimcheck.batch.lock import locked\n"
        "with locked(Path(sys.argv[1])): print('held', flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", script, str(plan.out / ".lock")], stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout and other.stdout.readline() == "held\n"
        with pytest.raises(BatchError, match="Another run is writing to"):
            done(plan)
        other.kill()
    assert done(plan)[0].articles == 10


def test_models_that_are_missing_end_the_run(plan: Plan) -> None:
    with pytest.raises(ModelError, match="compact is missing"):
        run(plan, serially(plan, has_no_models), Silent())


class Recovers(Misbehaves):
    """Articles that were too slow are so no more."""

    slow = True

    def extract_documents(self, documents):
        if any("RAISE" in document.text for document in documents):
            if Recovers.slow:
                raise MemoryError
            return [self._extractor.extract_document(document) for document in documents]
        return super().extract_documents(documents)


def test_retry_does_those_shards_again_that_may_do_better(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(plan, serially(plan, Recovers), Silent()).passing == 1
    monkeypatch.setattr(Recovers, "slow", False)
    watch = Silent()
    assert run(plan, serially(plan, Recovers), watch).errors == 2
    assert watch.done_numbers == []
    again = replace(plan, retry=True)
    assert run(again, serially(plan, Recovers), watch).errors == 1
    assert watch.done_numbers == [2]
    assert [row["id"] for row in records((plan.out / "errors.jsonl").read_bytes())] == ["4.txt"]


# -- what decides about results -----------------------------------------------------------------------------------


def test_the_stamp_names_models_code_and_settings_but_not_how_it_is_worked() -> None:
    first = about(Settings(), Fields(), "jsonl", 64)
    assert first == about(Settings(limit=5.0), Fields(), "jsonl", 64)
    assert json.loads(json.dumps(first)) == first
    for other in (
        about(Settings(published="2025-07-01"), Fields(), "jsonl", 64),
        about(Settings(min_priority=0.5), Fields(), "jsonl", 64),
        about(Settings(only_checkable=True), Fields(), "jsonl", 64),
        about(Settings(), Fields.of(["text=body"]), "jsonl", 64),
        about(Settings(), Fields(), "parquet", 64),
        about(Settings(), Fields(), "jsonl", 8),
    ):
        assert other != first
    with pytest.raises(ModelError):
        about(Settings("no-such-model"), Fields(), "jsonl", 64)


def test_one_shard_is_in_memory_at_a_time(plan: Plan) -> None:
    """The input is read as far as the work has come."""
    read: list[int] = []
    executor = serially(plan)

    def counting(todo, tick):
        def seen():
            for shard in todo:
                read.append(shard.number)
                yield shard

        for count, written in enumerate(executor(seen(), tick)):
            assert len(read) == count + 1
            yield written

    run(plan, counting, Silent())
    assert read == [0, 1, 2, 3]


def test_names_are_those_of_the_shards_whatever_their_number() -> None:
    from claimcheck.batch.forms import form

    names = [name for name, _ in form("parquet").files(1234567, [])]
    assert names == ["claims-1234567.parquet", "documents-1234567.parquet"]
    data = dict(form("parquet").files(0, []))["documents-000000.parquet"]
    assert pq.read_table(io.BytesIO(data)).num_rows == 0
    assert os.path.basename(names[0]) == names[0]
