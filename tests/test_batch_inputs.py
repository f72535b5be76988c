"""What becomes of folders, JSONL, Parquet, WARC and globs, and of those that an enemy made."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimcheck.batch.items import Item
from claimcheck.batch.sources import Input, jsonl
from claimcheck.batch.sources.fields import Fields
from claimcheck.document import MAX_BYTES
from claimcheck.errors import BatchError, SettingError


def items_of(*paths: Path | str, fields: Fields | None = None, leave_out: Path | None = None) -> list[Item]:
    return list(Input([str(path) for path in paths], fields, leave_out=str(leave_out) if leave_out else None).items())


def errors_of(items: list[Item]) -> list[tuple[str, str]]:
    return [(item.id, item.error) for item in items if item.error is not None]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    top = tmp_path / "in"
    (top / "b").mkdir(parents=True)
    for name in ("z.txt", "a.md", "b/c.html", "b/d.docx"):
        (top / name).write_bytes(name.encode())
    for name in (".hidden.txt", "picture.png", "b/notes.json"):
        (top / name).write_bytes(b"no article")
    return top


# -- folders and globs --------------------------------------------------------------------------------------------


def test_a_folder_is_its_articles_sorted(folder: Path) -> None:
    source = Input([str(folder)])
    assert [(item.id, item.data) for item in source.items()] == [
        (name, name.encode()) for name in ("a.md", "b/c.html", "b/d.docx", "z.txt")
    ]
    assert source.progress.passed_over == 2
    assert source.progress.read == source.progress.total == sum(len(name) for name in ("a.md", "b/c.html", "b/d.docx", "z.txt"))


def test_ids_are_paths_below_the_folder_that_holds_all_inputs(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert [item.id for item in items_of(folder / "z.txt", folder / "b")] == ["z.txt", "b/c.html", "b/d.docx"]
    assert [item.id for item in items_of(folder / "b" / "c.html")] == ["c.html"]
    monkeypatch.chdir(folder / "b")
    assert [item.id for item in items_of("../b", "../z.txt")] == ["b/c.html", "b/d.docx", "z.txt"]


def test_a_glob_is_what_it_matches(folder: Path) -> None:
    assert [item.id for item in items_of(f"{folder}/**/*.*")] == ["a.md", "b/c.html", "b/d.docx", "b/notes.json", "picture.png", "z.txt"]
    assert [item.id for item in items_of(f"{folder}/*.txt")] == ["z.txt"]


def test_a_file_that_is_named_is_read_whatever_it_is_called(folder: Path) -> None:
    assert [item.data for item in items_of(folder / "picture.png")] == [b"no article"]


@pytest.mark.parametrize(
    ("paths", "sentence"),
    [
        (["missing"], "There is no input .*missing: name folders, files or a glob in quotation marks."),
        (["*.pdf"], "There is no input"),
        (["b", "b/c.html"], "c.html lies in .*b, so its articles would be read twice"),
        (["z.txt", "z.txt"], "is named twice"),
        (["pipe"], "is neither a file nor a folder"),
    ],
)
def test_inputs_that_cannot_be(folder: Path, paths: list[str], sentence: str) -> None:
    os.mkfifo(folder / "pipe")
    with pytest.raises(BatchError, match=sentence):
        items_of(*(folder / path for path in paths))


def test_the_output_is_no_input(folder: Path) -> None:
    assert [item.id for item in items_of(folder, leave_out=folder / "b")] == ["a.md", "z.txt"]
    other = folder.parent / "other name"
    other.symlink_to(folder)
    assert [item.id for item in items_of(other, leave_out=folder / "b")] == ["a.md", "z.txt"]


def test_what_is_no_file_in_a_folder_is_told_and_never_waited_for(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    os.mkfifo(folder / "pipe.txt")
    (folder / "out.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "inside.txt").symlink_to(folder / "z.txt")
    (folder / "nowhere.txt").symlink_to(folder / "not there")
    (folder / "circle").symlink_to(folder)
    found = items_of(folder)
    assert [item.id for item in found] == [
        "a.md", "b/c.html", "b/d.docx", "inside.txt", "nowhere.txt", "out.txt", "pipe.txt", "z.txt",
    ]  # fmt: skip
    assert errors_of(found) == [
        ("nowhere.txt", "nowhere.txt cannot be opened (No such file or directory)."),
        ("out.txt", "out.txt is a link that leads out of its folder: copy the file there."),
        ("pipe.txt", "pipe.txt is no file."),
    ]


def test_a_file_that_is_too_large_is_not_read(folder: Path) -> None:
    with (folder / "z.txt").open("wb") as stream:
        stream.truncate(MAX_BYTES + 1)
    assert errors_of(items_of(folder)) == [("z.txt", "z.txt is larger than 10 MB (10.0 MB): give one article per file.")]


def test_names_that_are_no_utf8_stay_apart(folder: Path) -> None:
    for name in (b"\xff.txt", b"\xfe.txt"):
        Path(os.fsdecode(os.fsencode(folder) + b"/" + name)).write_bytes(name)
    ids = [item.id for item in items_of(folder)]
    assert {"\\xff.txt", "\\xfe.txt"} < set(ids)
    json.dumps(ids).encode()


def test_folders_may_be_as_deep_as_the_system_lets_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for _ in range(1100):
        os.mkdir("d")
        os.chdir("d")
    Path("a.txt").write_text("deep")
    monkeypatch.chdir(tmp_path)
    try:
        assert [item.data for item in items_of(tmp_path)] == [b"deep"]
    finally:
        subprocess.run(["rm", "-rf", tmp_path / "d"], check=True)  # pytest's own way is a recursion


# -- JSON Lines ---------------------------------------------------------------------------------------------------


def lines(path: Path, *records: object) -> Path:
    data = b"".join((record if isinstance(record, bytes) else json.dumps(record).encode()) + b"\n" for record in records)
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    return path


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz", "a.ndjson", "a.NDJSON.GZ"])
def test_jsonl_is_an_article_a_line(tmp_path: Path, name: str) -> None:
    path = lines(
        tmp_path / name,
        {"id": 7, "text": "Prices rose.", "url": "https://a.example/1", "title": "Prices", "published": "2025-07-01T10:00:00Z"},
        {"html": "<p>Prices fell.</p>", "text": " ", "uri": "u", "date": "1 July 2025"},
    )
    path.write_bytes(path.read_bytes())
    assert items_of(path) == [
        Item(f"{name}#1", b"Prices rose.", "text", "7", "https://a.example/1", "Prices", "2025-07-01"),
        Item(f"{name}#2", b"<p>Prices fell.</p>", "html", None, "u", None, "2025-07-01"),
    ]


def test_fields_have_the_names_that_are_asked_for(tmp_path: Path) -> None:
    path = lines(tmp_path / "a.jsonl", {"body": "Prices rose.", "text": "not this", "html": "nor this", "date": "never", "id": "x"})
    assert items_of(path, fields=Fields.of(["text=body", "date=", "id=date"])) == [Item("a.jsonl#1", b"Prices rose.", "text", "never")]


@pytest.mark.parametrize("option", ["text", "body=text", "text=a text=b", "=x"])
def test_fields_that_cannot_be(option: str) -> None:
    with pytest.raises(SettingError, match="--field"):
        Fields.of(option.split())


def test_lines_that_cannot_be_read_are_errors_of_their_own(tmp_path: Path) -> None:
    path = lines(
        tmp_path / "a.jsonl",
        {"text": "one"},
        b"{",
        b'{"text": "\xff"}',
        b"[1]",
        {"text": 3},
        {"body": "x"},
        b"",
        {"text": "\ud800"},
        b"[" * 100_000,
        b'{"text": "not a number", "title": NaN, "score": NaN}',
        {"text": "last"},
    )
    found = items_of(path)
    assert [item.id for item in found] == [f"a.jsonl#{number}" for number in (1, 2, 3, 4, 5, 6, 8, 9, 10, 11)]
    assert [item.data for item in found if item.error is None] == [b"one", b"not a number", b"last"]
    said = dict(errors_of(found))
    assert said["a.jsonl#2"] == "a.jsonl#2 is not JSON: Expecting property name enclosed in double quotes at column 2."
    assert said["a.jsonl#3"] == "a.jsonl#3 is not UTF-8: byte 10 cannot be read."
    assert said["a.jsonl#4"] == "a.jsonl#4 is no JSON object."
    assert said["a.jsonl#5"] == "The text of a.jsonl#5 is no text but a number: name the right field, as in --field text=body."
    assert said["a.jsonl#6"] == "a.jsonl#6 has no text in `text` or `html`: name the right field, as in --field text=body."
    assert said["a.jsonl#8"].startswith("a.jsonl#8 holds half a character")
    assert all(sentence.endswith(".") for sentence in said.values())


def test_a_line_without_end_is_not_held_in_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonl, "LONGEST", 1000)
    monkeypatch.setattr(jsonl, "PATIENCE", 10_000)
    path = lines(tmp_path / "a.jsonl", b"x" * 5000, {"text": "then"}, b"y" * 50_000, {"text": "never"})
    found = items_of(path)
    assert errors_of(found) == [
        ("a.jsonl#1", "a.jsonl#1 is longer than 0 MB: give one article a line."),
        ("a.jsonl", "a.jsonl#3 does not end: the rest of the file is left out."),
    ]
    assert [item.data for item in found if item.error is None] == [b"then"]


def test_a_gzip_bomb_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonl, "_AT_LEAST", 200_000)
    for name, data in (("one-line", bytes(10_000_000)), ("empty-lines", b"\n" * 400_000), ("lines", b'{"text": "a"}\n' * 50_000)):
        path = tmp_path / f"{name}.jsonl.gz"
        path.write_bytes(gzip.compress(data))
        found = items_of(path)
        assert found[-1].error and "the rest" in found[-1].error


def test_a_gzip_that_is_cut_off_is_read_up_to_there(tmp_path: Path) -> None:
    path = lines(tmp_path / "a.jsonl.gz", *({"text": os.urandom(50).hex()} for _ in range(1000)))
    path.write_bytes(path.read_bytes()[:-20_000])
    found = items_of(path)
    assert len(found) > 100
    (error,) = errors_of(found)
    assert error[0] == "a.jsonl.gz"
    assert "breaks off at line" in error[1]


@given(st.lists(st.binary(max_size=60), max_size=8))
def test_jsonl_of_anything_is_items(tmp_path_factory: pytest.TempPathFactory, pieces: list[bytes]) -> None:
    path = tmp_path_factory.mktemp("any") / "a.jsonl"
    path.write_bytes(b"\n".join(pieces))
    found = items_of(path)
    assert len({item.id for item in found}) == len(found)


# -- Parquet ------------------------------------------------------------------------------------------------------


def test_parquet_is_an_article_a_row(tmp_path: Path) -> None:
    from datetime import date, datetime

    table = pa.table(
        {
            "text": pa.array(["Prices rose.", None, "Prices fell."]),
            "url": ["https://a.example/1", None, None],
            "published": pa.array([date(2025, 7, 1), None, None]),
            "date": pa.array([None, None, datetime(2025, 7, 2, 3)]),
            "id": [1, 2, 3],
            "nested": [{"a": 1}] * 3,
        }
    )
    pq.write_table(table, tmp_path / "a.parquet", row_group_size=2)
    first, second, third = items_of(tmp_path / "a.parquet")
    assert first == Item("a.parquet#1", b"Prices rose.", "text", "1", "https://a.example/1", None, "2025-07-01")
    assert second.error == "a.parquet#2 has no text in `text` or `html`: name the right field, as in --field text=body."
    assert (third.id, third.published) == ("a.parquet#3", "2025-07-02")


def test_parquet_may_be_large_and_encoded_in_any_way(tmp_path: Path) -> None:
    texts = [f"Article {number} has text." for number in range(1000)]
    for kind in (pa.string(), pa.large_string(), pa.binary(), pa.dictionary(pa.int32(), pa.string())):
        pq.write_table(pa.table({"body": pa.array(texts, kind)}), tmp_path / "a.parquet")
        assert [item.data.decode() for item in items_of(tmp_path / "a.parquet", fields=Fields.of(["text=body"]))] == texts


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        (pa.table({"text": [1, 2]}), "The column text of a.parquet holds int64 and no text"),
        (pa.table({"text": [["a"], ["b"]]}), "The column text of a.parquet holds list"),
        (pa.table({"body": ["a"]}), "a.parquet has no column text or html; it has body: name the right one, as in --field text=body."),
    ],
)
def test_parquet_with_other_columns_is_one_error(tmp_path: Path, table: pa.Table, sentence: str) -> None:
    pq.write_table(table, tmp_path / "a.parquet")
    (error,) = errors_of(items_of(tmp_path / "a.parquet"))
    assert error[0] == "a.parquet"
    assert error[1].startswith(sentence)


def test_parquet_that_is_damaged_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"text": [os.urandom(30).hex() for _ in range(2000)]}), path, row_group_size=500)
    data = path.read_bytes()
    for broken in (b"", b"PAR1", data[:-500], data[:40_000] + bytes(2000) + data[42_000:], b"PAR1" + os.urandom(5000) + b"PAR1"):
        path.write_bytes(broken)
        found = items_of(path)
        assert found[-1].error
        assert found[-1].error.startswith("a.parquet")


def test_text_in_parquet_that_is_no_utf8_is_an_error_of_its_row(tmp_path: Path) -> None:
    wrong = pa.array([b"good", b"\xff\xff", b"good"]).cast(pa.binary()).view(pa.string())
    pq.write_table(pa.table({"text": wrong}), tmp_path / "a.parquet")
    found = items_of(tmp_path / "a.parquet")
    assert [(item.id, item.data) for item in found if item.error is None] == [("a.parquet#1", b"good"), ("a.parquet#3", b"good")]
    assert [place for place, _ in errors_of(found)] == ["a.parquet#2"]


def test_a_package_that_is_missing_is_told_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    (tmp_path / "a.parquet").write_bytes(b"")
    with pytest.raises(BatchError, match=r"not installed .*`pip install -c constraints.txt '.\[batch\]'` installs it."):
        items_of(tmp_path)
