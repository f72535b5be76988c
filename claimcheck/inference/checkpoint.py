"""A checkpoint as Stanza saves one: settings, vocabularies and weights of one processor. Imports torch, so `parse` imports it late."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn


class UnsupportedError(ValueError):
    """The model is of another architecture than those that are computed here: Stanza itself has to run it."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """`settings`: what the model was trained with. `vocabularies`: by name, as Stanza saves them. `weights`: by name, float32."""

    settings: Mapping[str, Any]
    vocabularies: Mapping[str, Mapping[str, Any]]
    weights: Mapping[str, Tensor]

    def require(self, **values: object) -> None:
        """Raises UnsupportedError unless the settings have these values; what is missing counts as None or False."""
        for name, value in values.items():
            if (self.settings.get(name) or None) != (value or None):
                raise UnsupportedError(f"{name} is {self.settings.get(name)!r}, not {value!r}")

    def units(self, vocabulary: str) -> Sequence[str]:
        """The words, tags or characters of a vocabulary, by number."""
        units: Sequence[str] = self.vocabularies[vocabulary]["_id2unit"]
        return units

    def numbers(self, vocabulary: str) -> Mapping[str, int]:
        """The numbers of a vocabulary's units."""
        numbers: Mapping[str, int] = self.vocabularies[vocabulary]["_unit2id"]
        return numbers

    def linear(self, *names: str) -> nn.Linear:
        """Linear layers of one input, as one layer whose outputs stand one behind the other."""
        weight = torch.cat([self.weights[f"{name}.weight"] for name in names])
        layer = nn.Linear(weight.shape[1], weight.shape[0])
        layer.weight.data = weight
        layer.bias.data = torch.cat([self.weights[f"{name}.bias"] for name in names])
        return layer

    def lstm(self, name: str) -> nn.LSTM:
        """An LSTM of one layer, in one direction or both."""
        weights = {key.removeprefix(f"{name}."): value for key, value in self.weights.items() if key.startswith(f"{name}.")}
        if f"{name}.weight_ih_l1" in self.weights or "weight_ih_l0" not in weights:
            raise UnsupportedError(f"{name} has not just one layer")
        gates, width = weights["weight_ih_l0"].shape
        lstm = nn.LSTM(width, gates // 4, bidirectional="weight_ih_l0_reverse" in weights)
        lstm.load_state_dict(weights)
        return lstm


def content(file: Path) -> dict[str, Any]:
    """What a checkpoint holds, as it was saved. Raises what torch raises when the file is none."""
    found = torch.load(file, map_location="cpu", weights_only=True)
    if not isinstance(found, dict) or not {"config", "vocab", "model"} <= found.keys():
        raise UnsupportedError(f"{file.name} is no model of Stanza's")
    return found


def read(file: Path) -> Checkpoint:
    """The checkpoint of a tagger, parser or entity model. Raises as `content` does."""
    found = content(file)
    weights = {name: weight.float() for name, weight in found["model"].items()}
    settings = {**found["config"], "model_type": found.get("model_type") or found["config"].get("model_type")}
    return Checkpoint(settings, found["vocab"], weights)
