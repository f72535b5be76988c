"""Sentences and tokens: for every character, whether a token or a sentence ends with it.

The network is the tokenizer of Qi et al. 2018 (https://aclanthology.org/K18-2016): two LSTMs over characters, the second of which
reads the first one's states as far as that takes a character for the end of a token. A paragraph is read in windows of a thousand
characters, the next of which starts where the last sentence ended. Paragraphs of all texts are read together, and see nothing of
each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import starmap
from re import compile as regex
from typing import Any, TypeAlias

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import logsigmoid

from claimcheck.inference.addresses import addresses
from claimcheck.inference.checkpoint import Checkpoint
from claimcheck.inference.lettering import BLANK, Lettering
from claimcheck.inference.recurrence import Recurrence, Stepwise
from claimcheck.inference.words import Token

#: Characters of a paragraph that are read at a time.
_WINDOW = 1000
#: Characters of all windows that are read at a time: a bound on memory, 2 kB each.
_AT_ONCE = 32_768
#: What stands for a token that is longer than the model's longest sequence.
_TOO_LONG = "<UNK>"
_BLANKS = regex(f"{BLANK}+")
_BETWEEN = regex(rf"\n{BLANK}*\n")
#: Classes of characters: inside a token; last of a token, of a sentence, of a contraction, of a contraction and a sentence.
_INSIDE, _TOKEN, _SENTENCE, _CONTRACTION, _LAST_CONTRACTION = range(5)

Numbers: TypeAlias = np.ndarray[Any, np.dtype[np.integer[Any]]]


class Splitter:
    """A tokenizer's checkpoint at work. Raises UnsupportedError (a ValueError) or KeyError when it is of another architecture."""

    def __init__(self, checkpoint: Mapping[str, Any]) -> None:
        model = Checkpoint(checkpoint["config"], {"letters": checkpoint["vocab"]}, checkpoint["model"])
        model.require(lang="en", rnn_layers=1, hierarchical=True, use_mwt=True, conv_res=None, use_dictionary=False, skip_newline=False)
        model.require(charlm=False)
        self._letters = Lettering(model.numbers("letters"), model.settings["feat_funcs"])
        self._first = Recurrence(model.weights, "rnn", 0, table=self._letters.table(model.weights["embeddings.weight"]))
        self._second = Recurrence(model.weights, "rnn2", 0, halved=True)
        names = ("tok_clf", "sent_clf", "mwt_clf")
        self._scores = 2 * torch.cat([model.weights[f"{name}.weight"] for name in names]).T
        self._bias = torch.cat([model.weights[f"{name}.bias"] for name in names])
        self._more = 2 * torch.cat([model.weights[f"{name}2.weight"] for name in names]).T
        self._sharpness = max(0.0, float(model.settings["hier_invtemp"]))
        self._longest = int(model.settings["max_seqlen"])

    def split(self, texts: Sequence[str]) -> list[list[list[Token]]]:
        """The sentences of each text, of tokens with offsets into it. White space inside a token is one plain space at a time."""
        found: list[list[list[Token]]] = [[] for _ in texts]
        places = [(number, start, end) for number, text in enumerate(texts) for start, end in _paragraphs(text)]
        paragraphs = [_Paragraph(texts[number], start, end, self._letters) for number, start, end in places]
        self._classify(paragraphs)
        for (number, _, _), paragraph in zip(places, paragraphs, strict=True):
            found[number] += paragraph.sentences(self._longest)
        return found

    def _classify(self, paragraphs: Sequence[_Paragraph]) -> None:
        unread = list(paragraphs)
        while unread:
            unread.sort(key=lambda paragraph: -len(paragraph.window()))
            for group in _groups(unread):
                windows = [paragraph.window() for paragraph in group]
                for paragraph, classes in zip(group, self._classes(windows), strict=True):
                    paragraph.take(classes)
            unread = [paragraph for paragraph in unread if paragraph.unread]

    def _classes(self, windows: Sequence[Numbers]) -> list[Numbers]:
        """The classes of the characters of windows, which are in order of length, longest first."""
        lengths = [len(window) for window in windows]
        order = Stepwise(lengths)
        rows = torch.empty(order.size, dtype=torch.int64)
        rows[order.places] = torch.from_numpy(np.concatenate(windows)).long()
        with torch.inference_mode():
            states = self._first.halves(rows, order)
            scores = torch.addmm(self._bias, states, self._scores)
            if self._sharpness:
                states *= 1 - torch.sigmoid(-self._sharpness * scores[:, :1])
            scores += self._second.halves(states, order) @ self._more
            classes = _likeliest(scores)[order.places].numpy()
        return np.split(classes, np.cumsum(lengths)[:-1])


class _Paragraph:
    """A stretch of a text without blank lines, as characters: a run of white space is the first of it."""

    def __init__(self, text: str, start: int, end: int, letters: Lettering) -> None:
        self._text = text
        rows = letters.read(text[start:end])
        blank = rows == letters.blank
        kept = np.flatnonzero(~(blank[1:] & blank[:-1])) + 1
        kept = np.concatenate([[0], kept])
        self._offsets = kept + start
        self._blank = blank[kept]
        self._rows = rows[kept]
        self._rows[0] += letters.rows
        self._rows[-1] += 2 * letters.rows
        self._classes = np.zeros(len(kept), dtype=np.int64)
        self._behind = letters.behind
        self._done = 0

    @property
    def unread(self) -> int:
        """Characters still to be read."""
        return len(self._rows) - self._done

    def window(self) -> Numbers:
        """What is read next. The network was taught that something stands behind a paragraph that is read in one go."""
        window = self._rows[self._done : self._done + _WINDOW]
        return window if self._done or len(window) == _WINDOW else np.append(window, self._behind)

    def take(self, classes: Numbers) -> None:
        """Of the window; what stands behind its last sentence is read again, with what follows, if there is more."""
        size = min(self.unread, _WINDOW)
        ends = np.flatnonzero((classes == _SENTENCE) | (classes == _LAST_CONTRACTION))
        if size < self.unread and len(ends):
            size = int(ends[-1]) + 1
        self._classes[self._done : self._done + size] = classes[:size]
        self._done += size

    def sentences(self, longest: int) -> Iterator[list[Token]]:
        """Tokens by sentence, with offsets into the text. Never an empty sentence."""
        classes, blank, offsets = self._classes, self._blank, self._offsets
        classes[-1] = _SENTENCE if classes[-1] <= _SENTENCE else _LAST_CONTRACTION
        self._keep_addresses()
        last = np.flatnonzero(classes)
        first = np.concatenate([[0], last[:-1] + 1])
        some = (first < last) | ~blank[last]  # a space by itself is no token, and ends no sentence
        first, last = first[some], last[some]
        if not len(first):
            return
        first = first + blank[first]
        blanks = np.cumsum(blank)
        spaced = blanks[last] > blanks[first]
        starts, ends = offsets[first].tolist(), (offsets[last] + 1).tolist()
        text = self._text
        texts = [text[start:end] for start, end in zip(starts, ends, strict=True)]
        for n in np.flatnonzero(spaced).tolist():
            texts[n] = _BLANKS.sub(" ", texts[n])
        for n in np.flatnonzero(last - first >= longest).tolist():
            texts[n] = _TOO_LONG
        kinds = classes[last]
        tokens = list(starmap(Token, zip(texts, starts, ends, (kinds >= _CONTRACTION).tolist(), strict=True)))
        begin = 0
        for end in (np.flatnonzero((kinds == _SENTENCE) | (kinds == _LAST_CONTRACTION)) + 1).tolist():
            yield tokens[begin:end]
            begin = end
        if begin < len(tokens):
            yield tokens[begin:]

    def _keep_addresses(self) -> None:
        text = self._text[self._offsets[0] : self._offsets[-1] + 1]
        for start, end in addresses(_BLANKS.sub(" ", text)):
            self._classes[start : end - 1] = _INSIDE
            self._classes[end - 1] = max(self._classes[end - 1], _TOKEN)


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Where the paragraphs of a text stand that is itself between blank lines."""
    start = 0
    for match in _BETWEEN.finditer(f"\n\n{text}\n\n"):
        end = start + len(text[start : max(0, match.start() - 2)].rstrip())
        if start < end:
            yield start, end
        start = match.end() - 2


def _groups(paragraphs: Sequence[_Paragraph]) -> Iterator[list[_Paragraph]]:
    group: list[_Paragraph] = []
    size = 0
    for paragraph in paragraphs:
        length = len(paragraph.window())
        if group and size + length > _AT_ONCE:
            yield group
            group, size = [], 0
        group.append(paragraph)
        size += length
    if group:
        yield group


def _likeliest(scores: Tensor) -> Tensor:
    """The likeliest class for each row of scores: that a token ends, that a sentence does, that a token is a contraction."""
    (token, sentence, contraction), (inside, on, plain) = logsigmoid(scores).T, logsigmoid(-scores).T
    classes = (inside, token + on + plain, token + sentence + plain, token + on + contraction, token + sentence + contraction)
    return torch.stack(classes).argmax(0)
