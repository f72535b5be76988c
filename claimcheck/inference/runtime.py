"""A model package at work: from texts to sentences of words with tags, lemmas, heads and entities."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from re import compile as regex

import torch
from torch import Tensor

from claimcheck.inference import bert, checkpoint, wordpieces
from claimcheck.inference.arcs import Arcs
from claimcheck.inference.characters import Characters
from claimcheck.inference.checkpoint import Checkpoint, UnsupportedError
from claimcheck.inference.contractions import Contractions
from claimcheck.inference.encoding import Encoding
from claimcheck.inference.entities import Entities
from claimcheck.inference.lemmas import Lemmas
from claimcheck.inference.splitting import Splitter
from claimcheck.inference.tagger import Tagger
from claimcheck.inference.words import Parsed, Reader, Words

#: Words that go through the networks together: a bound on memory, some 15 kB each.
_AT_ONCE = 8192
#: A row of question or exclamation marks is read as one of them.
_QUESTION = regex("^[?？︖﹖⁇][?？︖﹖⁇!！︕﹗‼]+$")
_EXCLAMATION = regex("^[!！︕﹗‼][?？︖﹖⁇!！︕﹗‼]+$")


class Runtime:
    """The models of one package, loaded."""

    def __init__(self, folder: Path, package: str, *, int8: bool = False):
        """`folder` is the package's, `package` its name in Stanza's layout (`en/<processor>/<package>.pt`).

        `int8`: the encoder's weights in eight bits: faster, and now and then another parse. Raises UnsupportedError when one of
        the models is of another shape than those computed here, and what torch raises for a broken file.
        """
        if not (folder / "encoder").is_dir():
            raise UnsupportedError("there is no encoder")
        encoder, pieces = bert.read(folder / "encoder"), wordpieces.read(folder / "encoder")
        if encoder is None or pieces is None:
            raise UnsupportedError("the encoder is no uncased BERT")
        if int8:
            encoder.quantize()

        def file(processor: str) -> Path:
            return folder / "en" / processor / f"{package}.pt"

        self._reader = Reader(Splitter(checkpoint.content(file("tokenize"))), Contractions(checkpoint.content(file("mwt"))))
        self._lemmas = Lemmas(checkpoint.content(file("lemma")))
        tagger, arcs, entities = (checkpoint.read(file(processor)) for processor in ("pos", "depparse", "ner"))
        self._tagger, self._arcs, self._entities = Tagger(tagger), Arcs(arcs), Entities(entities)
        self._tagger_letters, self._arcs_letters, self._entity_letters = Characters(tagger), Characters(arcs), Characters(entities)
        self._encoding = Encoding(encoder, pieces, torch.cat([_mixture(model) for model in (tagger, arcs, entities)]))

    def parse(self, texts: Sequence[str]) -> list[list[Parsed]]:
        """The sentences of each text, which do not see one another."""
        with torch.inference_mode():
            read = self._reader.words_of(texts)
            sentences = [sentence for text in read for sentence in text]
            order = sorted(range(len(sentences)), key=lambda n: -len(sentences[n].words))
            parsed: dict[int, Parsed] = {}
            for chunk in _chunks(order, sentences):
                parsed |= zip(chunk, self._parsed([sentences[n] for n in chunk]), strict=True)
        found = iter(parsed[n] for n in range(len(sentences)))
        return [[next(found) for _ in text] for text in read]

    def _parsed(self, sentences: Sequence[Words]) -> Iterator[Parsed]:
        """Of sentences in order of length, longest first."""
        forms = [tuple(_plain(word.text) for word in sentence.words) for sentence in sentences]
        surface = [tuple(token.text for token in sentence.tokens) for sentence in sentences]
        rows = list(dict.fromkeys([*forms, *surface]))  # most sentences have no contraction: both readings are the same row
        vectors = dict(zip(rows, self._encoding.vectors(rows), strict=True))
        lengths = [len(row) for row in forms]

        words = [word for row in forms for word in row]
        context = torch.cat([vectors[row][0, 1:] for row in forms])
        tags = self._tagger.tags(torch.cat([self._tagger_letters.vectors(words), context], dim=1), lengths)

        rooted = [word for row in forms for word in (Characters.ROOT, *row)]
        context = torch.cat([vectors[row][1] for row in forms])
        arcs = self._arcs.parsed(torch.cat([self._arcs_letters.vectors(rooted), context], dim=1), [n + 1 for n in lengths])

        entities = self._named(surface, vectors)
        start = 0
        for n, sentence in enumerate(sentences):
            own = tags[start : start + lengths[n]]
            start += lengths[n]
            lemmas = [self._lemmas.lemma(word.text, upos) for word, (upos, _, _) in zip(sentence.words, own, strict=True)]
            yield Parsed(sentence, own, lemmas, arcs[n], [entities[n][word.token] for word in sentence.words])

    def _named(self, surface: Sequence[tuple[str, ...]], vectors: dict[tuple[str, ...], Tensor]) -> list[list[str]]:
        """Entity tags of the tokens of each sentence."""
        order = sorted(range(len(surface)), key=lambda n: -len(surface[n]))
        rows = [surface[n] for n in order]
        context = torch.cat([vectors[row][2, 1:] for row in rows])
        letters = self._entity_letters.vectors([token for row in rows for token in row])
        tags = self._entities.tags(torch.cat([context, letters], dim=1), [len(row) for row in rows])
        found: list[list[str]] = [[]] * len(surface)
        for n, own in zip(order, tags, strict=True):
            found[n] = own
        return found


def _mixture(model: Checkpoint) -> Tensor:
    model.require(bert_finetune=False, use_peft=False)
    if "bert_layer_mix.weight" not in model.weights:
        raise UnsupportedError("the network does not mix the encoder's last layers")
    return model.weights["bert_layer_mix.weight"]


def _plain(word: str) -> str:
    return _EXCLAMATION.sub("!", _QUESTION.sub("?", word))


def _chunks(order: Sequence[int], sentences: Sequence[Words]) -> Iterator[list[int]]:
    """Sentences in groups of about so many words as are computed at a time."""
    chunk: list[int] = []
    words = 0
    for n in order:
        if chunk and words + len(sentences[n].words) > _AT_ONCE:
            yield chunk
            chunk, words = [], 0
        chunk.append(n)
        words += len(sentences[n].words)
    if chunk:
        yield chunk
