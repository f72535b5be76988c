"""The transformer: a BERT encoder (Devlin et al. 2019, https://aclanthology.org/N19-1423) as a package's `encoder/` holds it.

Its arithmetic is a few lines of torch; the `transformers` library, which has the same, takes as long to import as torch itself.
Operations and their order are those of its `BertModel` with fused attention, so that the states are the same to the last
bit. Imports torch, so `parse` imports it late.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F

#: The kinds of BERT that are read here; what `config.json` leaves out is as in Devlin et al.
_READ = {"model_type": "bert", "hidden_act": "gelu", "position_embedding_type": "absolute", "is_decoder": False}
_TYPES = {"F32": torch.float32, "F16": torch.float16, "BF16": torch.bfloat16}


def read(folder: Path) -> Bert | None:
    """The encoder of a folder, None when its `config.json` names another kind of transformer or its weights are stored otherwise.

    Raises OSError, ValueError or KeyError when `config.json` or `model.safetensors` is broken.
    """
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    if "model_type" not in config or any(config.get(name, value) != value for name, value in _READ.items()):
        return None
    file = folder / "model.safetensors"
    weights = read_safetensors(file) if file.is_file() else {}
    return Bert(config, weights) if {"embeddings.word_embeddings.weight", "embeddings.LayerNorm.weight"} <= weights.keys() else None


class Bert:
    """An encoder that is not trained further. Weights in half precision are computed with as float32."""

    def __init__(self, config: dict[str, Any], weights: dict[str, Tensor]):
        self.width: int = config["hidden_size"]
        self._heads: int = config["num_attention_heads"]
        self._epsilon: float = config.get("layer_norm_eps", 1e-12)
        # The largest table by far, of which few rows are looked up: it stays as it is stored.
        self._words = weights["embeddings.word_embeddings.weight"]
        self._weights = {
            name: tensor.to(torch.float32, copy=True)
            for name, tensor in weights.items()
            if tensor is not self._words and not name.startswith("pooler.")
        }
        self._layers = [f"encoder.layer.{n}" for n in range(config["num_hidden_layers"])]

    def states(self, ids: Tensor, attention_mask: Tensor) -> list[Tensor]:
        """The embeddings and the states after each layer, each (rows, pieces, width), of word pieces (rows, pieces).

        `attention_mask` is 1 for a piece and 0 for padding. There are at most as many pieces in a row as `config.json`'s
        `max_position_embeddings`; more raise RuntimeError.
        """
        rows, length = ids.shape
        # without padding no mask: the faster kernel
        mask = None if bool(attention_mask.all()) else attention_mask.bool()[:, None, None, :].expand(rows, 1, length, length)
        states = [self._embedded(ids)]
        for layer in self._layers:
            states.append(self._transformed(layer, states[-1], mask))
        return states

    def _embedded(self, ids: Tensor) -> Tensor:
        length = ids.shape[1]
        embedded = F.embedding(ids, self._words).float() + self._weights["embeddings.token_type_embeddings.weight"][0]
        embedded = embedded + self._weights["embeddings.position_embeddings.weight"][:length]
        return self._normed("embeddings.LayerNorm", embedded)

    def _transformed(self, layer: str, states: Tensor, mask: Tensor | None) -> Tensor:
        heads = (*states.shape[:2], self._heads, self.width // self._heads)
        query, key, value = (
            self._linear(f"{layer}.attention.self.{part}", states).view(heads).transpose(1, 2) for part in ("query", "key", "value")
        )
        attended = F.scaled_dot_product_attention(query, key, value, attn_mask=mask, scale=heads[-1] ** -0.5)
        merged = self._linear(f"{layer}.attention.output.dense", attended.transpose(1, 2).flatten(2))
        states = self._normed(f"{layer}.attention.output.LayerNorm", merged + states)
        inner = F.gelu(self._linear(f"{layer}.intermediate.dense", states))
        return self._normed(f"{layer}.output.LayerNorm", self._linear(f"{layer}.output.dense", inner) + states)

    def _linear(self, name: str, states: Tensor) -> Tensor:
        return F.linear(states, self._weights[f"{name}.weight"], self._weights[f"{name}.bias"])

    def _normed(self, name: str, states: Tensor) -> Tensor:
        return F.layer_norm(states, (self.width,), self._weights[f"{name}.weight"], self._weights[f"{name}.bias"], self._epsilon)


def read_safetensors(file: Path) -> dict[str, Tensor]:
    """All tensors of a safetensors file (https://huggingface.co/docs/safetensors), by name, as they are stored.

    Raises OSError, ValueError or KeyError when it is not one or holds other than floating-point numbers.
    """
    found = {}
    with file.open("rb") as stream:
        length = int.from_bytes(stream.read(8), "little")
        header = json.loads(stream.read(length))
        for name, entry in header.items():
            if name == "__metadata__" or name.endswith("position_ids"):  # the numbers of the rows, which older checkpoints store
                continue
            begin, end = entry["data_offsets"]
            data = bytearray(end - begin)
            stream.seek(8 + length + begin)
            if stream.readinto(data) != len(data):
                raise ValueError(f"{file} ends before {name}")
            found[name] = torch.frombuffer(data, dtype=_TYPES[entry["dtype"]]).view(entry["shape"])
    return found
