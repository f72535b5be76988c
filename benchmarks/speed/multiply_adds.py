"""How many multiplications with addition the models need for a word, counted from the shapes of their weights.

A floating-point rate counts each as two operations. What is counted is the least that gives the published models' answers:

- encoder, for a word piece: all its matrices once; and in each layer the products of queries with keys and of weights with values, each
  `width` for every piece of the sentence (Vaswani et al. 2017, https://arxiv.org/abs/1706.03762, table 1). Once for all three readers.
- sentences and tokens, for a character: the matrices of its LSTMs and classifiers.
- tags, trees and names, for a word: the matrices of their LSTMs, highways and heads; for a character those of their character LSTMs.
- a biaffine scorer (Dozat and Manning 2017, https://arxiv.org/abs/1611.01734) of n by m: n times m for a word, and m for every word of
  the sentence that may be its head. The relation is scored for the chosen head only, with n times m for every label.

Left out, being small: look-ups, sums, normalisation, the mix of layers, decoding (Viterbi, Chu-Liu-Edmonds), and the network for
contractions, which few words need.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import prod

#: Name of a tensor -> its shape.
Shapes = Mapping[str, tuple[int, ...]]

#: Parts of names of matrices that are looked up in, or mix a handful of layers.
_NOT_MULTIPLIED = ("emb", "_transitions", "bert_layer_mix", "_init", "drop_replacement")
#: Scorers of one label each that every pair of words goes through; the others are asked for chosen heads only.
_PAIRS = ("unlabeled", "linearization", "distance")


@dataclass(frozen=True, slots=True)
class Text:
    """What a text is made of, for each of its words, and how long its sentences are as its words see them."""

    tokens: float  # words and punctuation marks of the models, for a word of the counter
    pieces: float  # of the encoder, with the two marks around each sentence
    characters: float
    pieces_around: float  # of the sentence in which a piece stands, on average
    tokens_around: float


def encoder(shapes: Shapes, text: Text) -> float:
    """Of the transformer, for a word."""
    layers = {name: shape for name, shape in shapes.items() if name.startswith("encoder.layer.") and len(shape) == 2}
    number = len({name.split(".")[2] for name in layers})
    width = next((shape[1] for name, shape in layers.items() if name.endswith("attention.self.query.weight")), 0)
    return text.pieces * (sum(map(prod, layers.values())) + number * 2 * width * text.pieces_around)


def splitter(shapes: Shapes, text: Text) -> float:
    """Of the network that finds sentences and tokens, for a word."""
    return text.characters * _matrices(shapes)


def reader(shapes: Shapes, text: Text) -> float:
    """Of the tagger, the parser or the entity model, for a word."""
    characters = {name: shape for name, shape in shapes.items() if name.startswith("charmodel.")}
    words = {name: shape for name, shape in shapes.items() if name not in characters}
    total = text.characters * _matrices(characters) + text.tokens * _matrices(words)
    for name, shape in words.items():
        if len(shape) == 3 and not _skipped(name):
            total += text.tokens * prod(shape)
            if name.startswith(_PAIRS):
                total += text.tokens * text.tokens_around * shape[1]
    return total


def _matrices(shapes: Shapes) -> int:
    return sum(prod(shape) for name, shape in shapes.items() if len(shape) == 2 and not _skipped(name))


def _skipped(name: str) -> bool:
    return any(part in name for part in _NOT_MULTIPLIED)
