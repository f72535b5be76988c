"""The transformer: a BERT encoder (Devlin et al. 2019, https://aclanthology.org/N19-1423) as a package's `encoder/` holds it.

Its arithmetic is a few lines of torch; the `transformers` library, which has the same, takes as long to import as torch itself.
Operations and their order are those of its `BertModel` with fused attention, so that the states are the same to the last
bit. Imports torch, so `parse` imports it late.
"""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable, Sequence
from itertools import groupby
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
        self._packed: dict[str, Any] = {}
        self._layers = [f"encoder.layer.{n}" for n in range(config["num_hidden_layers"])]
        for layer in self._layers:  # one product instead of three
            for kind in ("weight", "bias"):
                parts = [self._weights.pop(f"{layer}.attention.self.{part}.{kind}") for part in ("query", "key", "value")]
                self._weights[f"{layer}.attention.self.{kind}"] = torch.cat(parts)

    def states(self, ids: Tensor, attention_mask: Tensor) -> list[Tensor]:
        """The embeddings and the states after each layer, each (rows, pieces, width), of word pieces (rows, pieces).

        `attention_mask` is 1 for a piece and 0 for padding. There are at most as many pieces in a row as `config.json`'s
        `max_position_embeddings`; more raise RuntimeError.
        """
        rows, length = ids.shape
        # without padding no mask: the faster kernel
        mask = None if bool(attention_mask.all()) else attention_mask.bool()[:, None, None, :].expand(rows, 1, length, length)

        def attend(projected: Tensor) -> Tensor:
            return self._attended(projected, mask)

        states = [self._embedded(ids, torch.arange(length))]
        for layer in self._layers:
            states.append(self._transformed(layer, states[-1], attend))
        return states

    def last_states(self, rows: Sequence[Sequence[int]], layers: int) -> Tensor:
        """The states after the last so many layers, (layers, pieces, width), of rows of word pieces that lie end to end.

        Rows of the same length should be neighbours: attention is computed for such together, all else for all rows at once.
        A row of more pieces than `max_position_embeddings` raises IndexError or RuntimeError.
        """
        groups = [(length, len(list(same))) for length, same in groupby(map(len, rows))]
        sizes = [length * count for length, count in groups]

        def attend(projected: Tensor) -> Tensor:
            parts = zip(groups, torch.split(projected, sizes), strict=True)
            return torch.cat([self._attended(part.view(count, length, -1), None).flatten(0, 1) for (length, count), part in parts])

        ids = torch.tensor([piece for row in rows for piece in row])
        positions = torch.cat([torch.arange(length).repeat(count) for length, count in groups])
        states = [self._embedded(ids, positions)]
        for layer in self._layers:
            states.append(self._transformed(layer, states[-1], attend))
        return torch.stack(states[-layers:])

    def _embedded(self, ids: Tensor, positions: Tensor) -> Tensor:
        embedded = F.embedding(ids, self._words).float() + self._weights["embeddings.token_type_embeddings.weight"][0]
        embedded = embedded + self._weights["embeddings.position_embeddings.weight"][positions]
        return self._normed("embeddings.LayerNorm", embedded)

    def _transformed(self, layer: str, states: Tensor, attend: Callable[[Tensor], Tensor]) -> Tensor:
        """One layer. `attend` makes of queries, keys and values, side by side, what each piece takes from the others."""
        merged = self._linear(f"{layer}.attention.output.dense", attend(self._linear(f"{layer}.attention.self", states)))
        states = self._normed(f"{layer}.attention.output.LayerNorm", merged + states)
        inner = F.gelu(self._linear(f"{layer}.intermediate.dense", states))
        return self._normed(f"{layer}.output.LayerNorm", self._linear(f"{layer}.output.dense", inner) + states)

    def _attended(self, projected: Tensor, mask: Tensor | None) -> Tensor:
        """(rows, pieces, width) of queries, keys and values side by side, (rows, pieces, 3 * width)."""
        heads = (*projected.shape[:2], self._heads, self.width // self._heads)
        query, key, value = (part.reshape(heads).transpose(1, 2) for part in torch.split(projected, self.width, dim=-1))
        attended = F.scaled_dot_product_attention(query, key, value, attn_mask=mask, scale=heads[-1] ** -0.5)
        return attended.transpose(1, 2).flatten(2)

    def quantize(self) -> None:
        """Compute the linear layers in integers from now on: weights of eight bits, states of seven, both rounded row by row.

        Integers add up to the same in any order, and each piece has a scale of its own: what others it is computed with never matters.
        Processors without instructions for eight bits (before AVX512-VNNI) would overflow with states of eight.
        """
        for layer in self._layers:
            for part in ("attention.self", "attention.output.dense", "intermediate.dense", "output.dense"):
                weight = self._weights.pop(f"{layer}.{part}.weight")
                scales = weight.abs().amax(1).clamp_min(1e-12).double() / 127
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")  # torch means to move quantisation into another library, which has no integers yet
                    rounded = torch.quantize_per_channel(weight, scales, torch.zeros(len(weight), dtype=torch.long), 0, torch.qint8)
                self._packed[f"{layer}.{part}"] = torch.ops.quantized.linear_prepack(rounded, None)

    def _linear(self, name: str, states: Tensor) -> Tensor:
        if name not in self._packed:
            return F.linear(states, self._weights[f"{name}.weight"], self._weights[f"{name}.bias"])
        largest = states.abs().amax(-1, keepdim=True).clamp_min(1e-12)
        product = torch.ops.quantized.linear_with_input_q_dq_qweight_dq_output_fp32(states / largest, 1 / 63, 64, self._packed[name])
        return torch.addcmul(self._weights[f"{name}.bias"], product, largest)

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
