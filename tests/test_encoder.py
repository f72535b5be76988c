"""The encoder's states, what of torch and Stanza loading the models brings along, and encoders of another kind."""

from __future__ import annotations

import json
import shutil
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from claimcheck import models
from claimcheck.errors import ModelError

pytestmark = pytest.mark.e2e

FOLDER = models.find("compact").folder / "encoder"
ROOT = Path(__file__).parent.parent
#: "Prices fell sharply ." and "The café 's owners paid $ 3.5m ( £2m ) to Saint-Étienne .", with padding.
IDS = [
    [101, 7597, 3062, 9249, 1012, 102, *[0] * 16],
    [101, 1996, 7668, 1005, 1055, 5608, 3825, 1002, 1017, 1012, 1019, 2213, 1006, 21853, 2213, 1007, 2000, 3002, 1011, 16821, 1012, 102],
]


@pytest.fixture(scope="module")
def batch():
    import torch

    ids = torch.tensor(IDS)
    return ids, (ids != 0).long()


@pytest.fixture(scope="module")
def states(batch):
    import torch

    from claimcheck.inference.bert import read

    encoder = read(FOLDER)
    assert encoder is not None
    with torch.inference_mode():
        return encoder.states(*batch)


@pytest.mark.parametrize(
    ("row", "piece", "layer", "expected"),
    [
        (0, 1, 0, [-0.774512, 0.426773, -0.767659, 1.005847]),
        (0, 1, 6, [-0.943117, 0.254361, 0.832590, -0.443950]),
        (0, 4, 3, [-0.286411, 0.450656, -1.052608, -0.145362]),
        (1, 2, 6, [0.189447, 0.489939, 0.728624, -1.146075]),
        (1, 5, 3, [0.063539, -0.071350, 1.076083, -0.393058]),
    ],
)
def test_the_states_are_those_that_transformers_computes(states, row: int, piece: int, layer: int, expected: list[float]) -> None:
    """The figures were computed by `transformers.BertModel` from the same files."""
    assert states[layer][row, piece, :4].tolist() == pytest.approx(expected, abs=1e-5)


def test_every_layer_is_that_of_torch_s_own_transformer(batch, states) -> None:
    import torch

    from claimcheck.inference.bert import read_safetensors

    ids, mask = batch
    weights = {name: tensor.float() for name, tensor in read_safetensors(FOLDER / "model.safetensors").items()}
    assert len(states) == 7
    for number in range(6):
        layer = torch.nn.TransformerEncoderLayer(384, 12, 1536, dropout=0.0, activation="gelu", layer_norm_eps=1e-12, batch_first=True)
        own = {}
        for kind in ("weight", "bias"):
            name = f"encoder.layer.{number}.{{}}.{kind}".format
            own[f"self_attn.in_proj_{kind}"] = torch.cat([weights[name(f"attention.self.{part}")] for part in ("query", "key", "value")])
            own[f"self_attn.out_proj.{kind}"] = weights[name("attention.output.dense")]
            own[f"norm1.{kind}"] = weights[name("attention.output.LayerNorm")]
            own[f"linear1.{kind}"] = weights[name("intermediate.dense")]
            own[f"linear2.{kind}"] = weights[name("output.dense")]
            own[f"norm2.{kind}"] = weights[name("output.LayerNorm")]
        layer.load_state_dict(own)
        with torch.no_grad():
            expected = layer.train()(states[number].clone(), src_key_padding_mask=mask == 0)
        assert torch.allclose(states[number + 1][mask == 1], expected[mask == 1], atol=1e-5)


def test_a_row_has_the_same_states_alone_and_beside_a_longer_one(batch, states) -> None:
    import torch

    from claimcheck.inference.bert import read

    ids, mask = (part[:1, :6] for part in batch)
    encoder = read(FOLDER)
    assert encoder is not None
    with torch.inference_mode():
        alone = encoder.states(ids, mask)
    assert all(torch.allclose(one[0], both[0, :6], atol=1e-5) for one, both in zip(alone, states, strict=True))


def test_a_row_is_computed_once_until_it_is_forgotten(batch) -> None:
    import torch

    from claimcheck.inference.encoder import SharedStates

    asked = []

    def count(ids, mask):
        asked.append(len(ids))
        return [ids[:, :, None].float().expand(-1, -1, 2) + layer for layer in range(5)]

    ids, mask = batch
    shared = SharedStates(count, 2)
    first = shared(ids, attention_mask=mask)
    again = shared(torch.cat([ids, ids]), attention_mask=torch.cat([mask, mask]))
    assert asked == [2]
    assert [layer[0, 1].tolist() for layer in first.hidden_states] == [[7597.0 + layer] * 2 for layer in range(1, 5)]
    assert torch.equal(again.hidden_states[3][2:], first.hidden_states[3])
    assert first.hidden_states[0][0, 6:].abs().sum() == 0
    shared.forget()
    shared(ids[:1], attention_mask=mask[:1])
    assert asked == [2, 1]


def write_safetensors(file: Path, tensors: dict[str, list[float]]) -> bytes:
    """Rows of float32, as the format describes itself: length of the header, header, numbers."""
    header, numbers = {"__metadata__": {"format": "pt"}}, b""
    for name, row in tensors.items():
        header[name] = {"dtype": "F32", "shape": [1, len(row)], "data_offsets": [len(numbers), len(numbers) + 4 * len(row)]}
        numbers += struct.pack(f"<{len(row)}f", *row)
    content = json.dumps(header).encode()
    file.write_bytes(struct.pack("<Q", len(content)) + content + numbers)
    return file.read_bytes()


@pytest.mark.parametrize("lost", [1, 17, 100])
def test_a_file_of_weights_that_ends_too_early_is_an_error(tmp_path: Path, lost: int) -> None:
    from claimcheck.inference.bert import read_safetensors

    file = tmp_path / "model.safetensors"
    whole = write_safetensors(file, {"a": [1.0, 2.0], "b": [3.0, 4.0, 5.0]})
    assert {name: tensor.tolist() for name, tensor in read_safetensors(file).items()} == {"a": [[1.0, 2.0]], "b": [[3.0, 4.0, 5.0]]}
    file.write_bytes(whole[:-lost])
    with pytest.raises(ValueError, match="ends before [ab]" if lost < 20 else "line 1 column"):
        read_safetensors(file)


@pytest.mark.parametrize(
    ("setting", "value"), [("model_type", "roberta"), ("hidden_act", "relu"), ("position_embedding_type", "relative_key")]
)
def test_another_kind_of_encoder_is_not_computed_here(tmp_path: Path, setting: str, value: str) -> None:
    from claimcheck.inference.bert import read

    names = ("embeddings.word_embeddings.weight", "embeddings.LayerNorm.weight")
    config = json.loads((FOLDER / "config.json").read_text(encoding="utf-8")) | {"num_hidden_layers": 0}
    (tmp_path / "config.json").write_text(json.dumps(config), encoding="utf-8")
    assert read(tmp_path) is None, "without weights"
    write_safetensors(tmp_path / "model.safetensors", {f"bert.{name}": [1.0] for name in names})
    assert read(tmp_path) is None, "with weights under other names"
    write_safetensors(tmp_path / "model.safetensors", {name: [1.0] for name in names})
    assert read(tmp_path) is not None
    (tmp_path / "config.json").write_text(json.dumps(config | {setting: value}), encoding="utf-8")
    assert read(tmp_path) is None


def test_the_models_need_neither_transformers_nor_torch_s_compiler() -> None:
    script = (
        "import sys; sys.modules['transformers'] = None\n"
        "import gc\n"
        "from claimcheck.document import from_text\n"
        "from claimcheck.parse import load\n"
        "sentence, = load().parse(from_text('Prices fell sharply in June.'))\n"
        "assert [word.deprel for word in sentence.words][:2] == ['nsubj', 'root'], sentence\n"
        "assert gc.isenabled()\n"
        "sys.exit(str({'torch._dynamo', 'sympy', 'safetensors', 'tokenizers'} & set(sys.modules) or ''))"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stderr.strip()) in ((0, ""), (1, "")), done.stderr


def test_an_encoder_of_another_kind_needs_transformers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from claimcheck.document import from_text
    from claimcheck.parse import ModelParser

    (tmp_path / "encoder").mkdir()
    shutil.copy(FOLDER / "tokenizer.json", tmp_path / "encoder")
    config = {"model_type": "roberta", "hidden_size": 768, "max_position_embeddings": 514}
    (tmp_path / "encoder" / "config.json").write_text(json.dumps(config), encoding="utf-8")
    package = models.write_manifest(tmp_path, name="other", version="1.0", licence="CC0-1.0", processors=["tokenize"])
    monkeypatch.setitem(sys.modules, "transformers", None)
    with pytest.raises(ModelError, match=r"transformers library\. Install it with `pip install -c constraints\.txt '\.\[transformers\]'`"):
        ModelParser(package).parse(from_text("Prices fell."))
