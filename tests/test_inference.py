"""The networks as we compute them: beside Stanza, in packs of any make-up, and in integers."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from claimcheck import models
from claimcheck.document import from_text, read
from claimcheck.errors import ModelError
from claimcheck.parse import ModelParser, load
from claimcheck.pipeline import Extractor
from tests.test_inference_words import NASTY

pytestmark = pytest.mark.e2e

ARTICLES = sorted([*Path("fixtures/articles").glob("*/article.*"), *Path("seeds").glob("*.txt")])
LONG_SENTENCE = "They sold " + ", ".join(f"{n} tons of grain to country number {n}" for n in range(2, 90)) + "."


@pytest.fixture(scope="module")
def ours() -> ModelParser:
    return load()


@pytest.fixture(scope="module")
def by_stanza() -> ModelParser:
    return load(by_stanza=True)


@pytest.fixture(scope="module")
def rounded() -> ModelParser:
    return load("compact:int8")


def test_articles_are_parsed_as_stanza_parses_them(ours: ModelParser, by_stanza: ModelParser) -> None:
    documents = [read(path) for path in ARTICLES]
    expected = [by_stanza.parse(document) for document in documents]
    assert sum(len(sentences) for sentences in expected) > 100
    assert ours.parse_many(documents) == expected
    assert [ours.parse(document) for document in documents] == expected


def test_odd_texts_are_parsed_as_stanza_parses_them(ours: ModelParser, by_stanza: ModelParser) -> None:
    """A sentence of many hundred words, which the encoder reads in windows, among them."""
    documents = [from_text(f"Before it.\n\n{text}\n\nAfter it.") for text in (*NASTY, LONG_SENTENCE) if text.isprintable()]
    assert len(documents) > 8
    expected = [by_stanza.parse(document) for document in documents]
    assert max(len(sentence.words) for sentences in expected for sentence in sentences) > 550
    assert ours.parse_many(documents) == expected


def test_nothing_to_parse_is_nothing(ours: ModelParser) -> None:
    assert ours.parse_many([]) == []
    assert ours.parse_many([from_text("Prices fell."), from_text("Rents rose.")])[1][0].text == "Rents rose."


def test_many_documents_give_the_reports_of_each() -> None:
    extractor = Extractor()
    documents = [read(path) for path in ARTICLES[:6]]
    assert extractor.extract_documents(documents) == [extractor.extract_document(document) for document in documents]


def test_models_of_another_shape_are_left_to_stanza(monkeypatch: pytest.MonkeyPatch, ours: ModelParser) -> None:
    from claimcheck.inference import runtime
    from claimcheck.inference.checkpoint import Checkpoint, UnsupportedError

    def unknown(folder: Path, package: str, *, int8: bool) -> None:
        Checkpoint({"num_layers": 3}, {}, {}).require(num_layers=1)

    with pytest.raises(UnsupportedError, match="num_layers is 3, not 1"):
        unknown(Path(), "", int8=False)
    monkeypatch.setattr(runtime, "Runtime", unknown)
    document = from_text("Prices fell sharply in June, the minister said.")
    parser = load()
    assert parser.parse(document) == ours.parse(document)
    assert type(parser._models).__name__ == "StanzaModels"
    with pytest.raises(ModelError, match=r"^compact:int8 cannot be: num_layers is 3, not 1\. Leave :int8 out\.$"):
        load("compact:int8").parse(document)


def test_a_broken_model_is_one_sentence(tmp_path: Path) -> None:
    import shutil

    embedded = models.find("compact")
    shutil.copytree(embedded.folder, tmp_path / "broken")
    (tmp_path / "broken" / "en" / "ner" / "compact.pt").write_bytes(b"nothing of the kind")
    package = models.write_manifest(
        tmp_path / "broken", name="compact", version="1", licence=embedded.licence, processors=list(embedded.processors)
    )
    with pytest.raises(ModelError, match=r"cannot be loaded .*`claimcheck models info compact` checks them"):
        ModelParser(package).parse(from_text("Prices fell."))


# -- eight bits -----------------------------------------------------------------------------------------------------


def test_integers_parse_nearly_alike_and_say_so(ours: ModelParser, rounded: ModelParser) -> None:
    documents = [read(path) for path in ARTICLES]
    pairs = [
        (a, b)
        for ours_of, rounded_of in zip(ours.parse_many(documents), rounded.parse_many(documents), strict=True)
        for one, other in zip(ours_of, rounded_of, strict=True)
        for a, b in zip(one.words, other.words, strict=True)
    ]
    differing = sum((a.head, a.deprel) != (b.head, b.deprel) for a, b in pairs)
    assert 0 < differing < 0.03 * len(pairs)
    assert sum(a.upos != b.upos for a, b in pairs) < 0.01 * len(pairs)
    assert (rounded.info.package, rounded.info.sha256 == ours.info.sha256) == ("compact:int8", False)


def test_in_integers_others_do_not_matter_at_all(rounded: ModelParser) -> None:
    import torch

    from claimcheck.inference import bert

    encoder = bert.read(models.find("compact").folder / "encoder")
    assert encoder is not None
    encoder.quantize()
    row = [101, 7597, 3062, 9249, 1012, 102]
    with torch.inference_mode():
        layer = "encoder.layer.0.intermediate.dense"
        states = torch.randn(300, 384, generator=torch.Generator().manual_seed(1))
        assert torch.equal(encoder._linear(layer, states)[7:9], encoder._linear(layer, states[7:9]))
        alone, among = encoder.last_states([row], 2), encoder.last_states([row, [*row, *row[1:]]], 2)
    assert torch.allclose(alone, among[:, : len(row)], atol=1e-4)


# -- parts ----------------------------------------------------------------------------------------------------------


def test_the_best_chain_of_tags_is_the_best_of_all() -> None:
    import numpy as np

    from claimcheck.inference.entities import _best_paths

    chance = np.random.default_rng(3)
    steps = chance.normal(size=(3, 3)).astype(np.float32)
    lengths = [5, 3, 3, 1]
    scores = chance.normal(size=(4, 5, 3)).astype(np.float32)
    paths = _best_paths(scores, np.array(lengths), steps)
    for row, length in enumerate(lengths):

        def worth(path: tuple[int, ...], row: int = row) -> float:
            return sum(scores[row, n, tag] for n, tag in enumerate(path)) + sum(steps[a, b] for a, b in zip(path, path[1:], strict=False))

        assert tuple(paths[row, :length]) == max(product(range(3), repeat=length), key=worth)


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ("O I-Person O", "O S-Person O"),
        ("I-Person I-Person O", "B-Person E-Person O"),
        ("B-Person O E-Place", "S-Person O S-Place"),
        ("B-Person I-Place E-Place", "S-Person B-Place E-Place"),
        ("B-Person I-Person E-Person S-Place", "B-Person I-Person E-Person S-Place"),
        ("O O", "O O"),
    ],
)
def test_tags_that_cannot_stand_are_set_right(tags: str, expected: str) -> None:
    from claimcheck.inference.entities import _mended

    assert _mended(tags.split()) == expected.split()


def test_rows_are_packed_as_torch_packs_them() -> None:
    import torch
    from torch.nn.utils.rnn import pack_sequence

    from claimcheck.inference.rows import Packing

    rows = [torch.randn(length, 2) for length in (5, 3, 3, 1)]
    packing = Packing([5, 3, 3, 1])
    packed, expected = packing.pack(torch.cat(rows)), pack_sequence(rows)
    assert torch.equal(packed.data, expected.data)
    assert torch.equal(packed.batch_sizes, expected.batch_sizes)
    assert torch.equal(packing.unpack(packed.data), torch.cat(rows))


def test_states_without_padding_are_those_with_padding() -> None:
    import torch

    from claimcheck.inference import bert

    encoder = bert.read(models.find("compact").folder / "encoder")
    assert encoder is not None
    rows = [[101, 7597, 102], [101, 3062, 9249, 1012, 102], [101, 7597, 3062, 9249, 102]]
    padded = torch.tensor([[*row, *[0] * (5 - len(row))] for row in rows])
    with torch.inference_mode():
        expected = encoder.states(padded, (padded != 0).long())
        found = encoder.last_states(rows, 3)
    assert found.shape == (3, 13, 384)
    start = 0
    for number, row in enumerate(rows):
        for layer in range(3):
            assert torch.allclose(found[layer, start : start + len(row)], expected[layer - 3][number, : len(row)], atol=1e-5)
        start += len(row)


def test_words_have_the_same_vector_when_they_come_again_and_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    import torch

    from claimcheck.inference import characters, checkpoint

    letters = characters.Characters(checkpoint.read(models.find("compact").folder / "en" / "pos" / "compact.pt"))
    first = letters.vectors(["prices", "fell"])
    again = letters.vectors(["fell", "rents", "prices"])
    assert torch.allclose(again[[2, 0]], first, atol=1e-6)
    monkeypatch.setattr(characters, "_REMEMBERED", 3)
    fresh = letters.vectors(["fell", "again"])
    assert torch.allclose(fresh[0], first[1], atol=1e-6)
    assert len(letters._known) == 2


def test_what_begins_with_words_of_question_marks_is_one() -> None:
    from claimcheck.inference.runtime import _plain

    assert [_plain(word) for word in ("???", "?!", "!!!", "!?", "?", "a?", "…")] == ["?", "?", "!", "!", "?", "a?", "…"]
