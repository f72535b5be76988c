"""Parsing: the only module that imports Stanza. In goes a Document, out come our own Sentences.

Every block is one text for Stanza; all blocks go through the pipeline in one call, so that sentences are batched across
blocks. Torch and Stanza are imported on the first parse, not before.
"""

from __future__ import annotations

import gc
import logging
import os
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Protocol

from claimcheck.abbreviations import rejoin
from claimcheck.errors import ModelError
from claimcheck.model import Document, ParserInfo, Span
from claimcheck.models import Package, locate
from claimcheck.tree import Sentence, Word, mentions_of

PROCESSORS = "tokenize,mwt,pos,lemma,depparse,ner"
#: The name under which the checkpoints ask for the shared encoder.
ENCODER = "claimcheck-encoder"
#: A stretch without sentence punctuation longer than this (a table, a list of names) is parsed in parts: the parser's
#: memory grows with the square of a sentence's length.
LONGEST_RUN = 3000


class Parser(Protocol):
    """What the pipeline needs of a parser; tests pass one that reads frozen parses."""

    info: ParserInfo

    def parse(self, document: Document) -> tuple[Sentence, ...]: ...


def load(model: str = "compact") -> StanzaParser:
    """The parser for a model package: a name or a folder. Raises ModelError when it is missing, incomplete or altered."""
    return StanzaParser(locate(model))


class StanzaParser:
    """Stanza's pipeline over a model package; loads it on the first parse."""

    def __init__(self, package: Package):
        self.package = package
        self.info = ParserInfo("stanza", package.name, package.sha256)
        self._pipeline: Any = None
        self._encoder: Any = None

    def parse(self, document: Document) -> tuple[Sentence, ...]:
        """Sentences of all blocks, in order, with offsets into `document.text`."""
        if self._pipeline is None:
            self._pipeline, self._encoder = _pipeline(self.package)
        import stanza
        import torch

        parts = list(_parts(document))
        with torch.inference_mode(), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            docs = [stanza.Document([], text=span.slice(document.text)) for _, span in parts]
            cut = self._pipeline.processors["tokenize"].bulk_process(docs) if docs else []
            parsed = self._pipeline([_rejoined(doc) for doc in cut], processors=PROCESSORS.removeprefix("tokenize,"))
        if self._encoder is not None:
            self._encoder.forget()
        sentences: list[Sentence] = []
        for (block, span), doc in zip(parts, parsed, strict=True):
            for sentence in doc.sentences:
                sentences.append(_sentence(len(sentences), document.text, span.start, block, sentence))
        return tuple(sentences)


def _rejoined(doc: Any) -> Any:
    """The tokenized document, where it was cut inside "Rep. Ann Lee" put together again."""
    from stanza import Document as StanzaDocument

    sentences = [[token.to_dict()[0] for token in sentence.tokens] for sentence in doc.sentences]
    joined = rejoin(sentences)
    return doc if len(joined) == len(sentences) else StanzaDocument(joined, text=doc.text)


def _parts(document: Document) -> Iterator[tuple[int, Span]]:
    """Blocks as (index, span), over-long runs cut at white space."""
    for index, block in enumerate(document.blocks):
        start = block.span.start
        for run in _runs(block.span.slice(document.text)):
            if document.text[start : start + len(run)].strip():
                yield index, Span(start, start + len(run))
            start += len(run)


def _runs(text: str) -> Iterator[str]:
    if len(text) <= LONGEST_RUN or max(len(r) for r in re.split(r"[.!?]\s", text)) <= LONGEST_RUN:
        yield text
        return
    position = 0
    while position < len(text):
        cut = text.rfind(" ", position + 1, position + LONGEST_RUN)
        end = len(text) if len(text) - position <= LONGEST_RUN else cut + 1 if cut > position else position + LONGEST_RUN
        yield text[position:end]
        position = end


def _sentence(index: int, text: str, offset: int, block: int, parsed: Any) -> Sentence:
    words, tags = [], []
    for token in parsed.tokens:
        for word in token.words:
            start = word.start_char if word.start_char is not None else token.start_char
            end = word.end_char if word.end_char is not None else token.end_char
            feats = dict(item.split("=", 1) for item in (word.feats or "").split("|") if "=" in item)
            words.append(
                Word(
                    word.id,
                    word.text,
                    word.lemma or word.text,
                    word.upos,
                    word.xpos or "",
                    feats,
                    word.head,
                    word.deprel,
                    start + offset,
                    end + offset,
                )
            )
            tags.append(token.ner or "O")
    begin, end = min(w.start for w in words), max(w.end for w in words)
    return Sentence(index, text[begin:end], begin, tuple(words), mentions_of(words, tags), block)


def _pipeline(package: Package) -> tuple[Any, Any]:
    try:
        os.environ.setdefault("HF_HUB_OFFLINE", "1")  # a local folder is read; nothing is to be asked of a hub
        logging.getLogger("stanza").setLevel(logging.ERROR)
        with _without_collecting(), _without_optimizers():
            import stanza
            from stanza.models.common.foundation_cache import FoundationCache

            cache = FoundationCache(local_files_only=True)
            folder = package.folder / "encoder"
            encoder = _add_encoder(cache, folder) if folder.is_dir() else None
            pipeline = stanza.Pipeline(
                "en",
                dir=str(package.folder),
                package=package.stanza_package,
                processors=PROCESSORS,
                download_method=None,
                verbose=False,
                foundation_cache=cache,
                device="cpu",  # on a graphics card the same article could give other figures, and so another parse
            )
        return pipeline, encoder
    except ModelError:
        raise
    except Exception as error:  # whatever Stanza or torch make of a broken file
        raise ModelError(
            f"The models in {package.folder} cannot be loaded ({type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}); "
            f"`claimcheck models info {package.name}` checks them, and installing claimcheck again mends the embedded ones."
        ) from error


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Three hundred thousand objects come with torch and the models, all to stay: looking for garbage among them is a tenth of the time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()
        gc.freeze()


@contextmanager
def _without_optimizers() -> Iterator[None]:
    """Stanza gives every model that it loads an optimizer, as if it were to be trained; the first one imports torch's compiler.

    That is a second of CPU and 80 MB for nothing. No option of Stanza leaves optimizers out, so the function that makes them is
    another one while the models load: the only place where something of Stanza's is replaced.
    """
    from stanza.models.common import utils

    def never_stepped(name: str, parameters: Any, lr: float = 0.0, **_: object) -> SimpleNamespace:
        """What loading asks of an optimizer: the learning rates, for a scheduler, and to take up a state that was saved."""
        return SimpleNamespace(param_groups=[{"lr": lr, **group} for group in parameters], load_state_dict=lambda state: None)

    made = utils.dispatch_optimizer
    utils.dispatch_optimizer = never_stepped
    try:
        yield
    finally:
        utils.dispatch_optimizer = made


def _add_encoder(cache: Any, folder: Path) -> Any:
    """Put the package's transformer into Stanza's cache, under the name that its checkpoints ask for."""
    from stanza.models.common.foundation_cache import BertRecord

    from claimcheck import bert, wordpieces
    from claimcheck.encoder import SharedStates

    tokenizer: Any = wordpieces.read(folder)
    encoder = bert.read(folder) if tokenizer is not None else None
    if encoder is not None:
        shared = SharedStates(encoder.states, encoder.width)
    else:
        shared, tokenizer = _of_transformers(folder)
    cache.bert[ENCODER] = BertRecord(shared, tokenizer, {})
    return shared


def _of_transformers(folder: Path) -> tuple[Any, Any]:
    """Encoder and tokenizer of a kind that is not computed here. Raises ModelError when transformers is not installed."""
    from claimcheck.encoder import SharedStates

    os.environ.setdefault("TRANSFORMERS_OFFLINE", "1")
    logging.getLogger("transformers").setLevel(logging.ERROR)
    try:
        from transformers import AutoModel, AutoTokenizer
        from transformers.utils import logging as transformers_logging
    except ImportError as error:
        raise ModelError(
            f"The encoder in {folder} is no uncased BERT, and others need the transformers library. "
            "Install it with `pip install -c constraints.txt '.[transformers]'`."
        ) from error

    transformers_logging.disable_progress_bar()
    model = AutoModel.from_pretrained(str(folder), local_files_only=True)
    model.eval()
    tokenizer = AutoTokenizer.from_pretrained(str(folder), local_files_only=True, add_prefix_space=True)

    def states(ids: Any, attention_mask: Any) -> Any:
        return model(ids, attention_mask=attention_mask, output_hidden_states=True).hidden_states

    return SharedStates(states, model.config.hidden_size), tokenizer


def download_default(folder: Path) -> None:
    """Fetch Stanza's own English models into `folder`; the only call of this module that uses the network.

    Raises ModelError when they cannot be fetched.
    """
    try:
        import stanza

        stanza.download("en", model_dir=str(folder), processors=PROCESSORS, verbose=False)
    except Exception as error:
        raise ModelError(f"Stanza's English models could not be fetched ({error}); is there a network?") from error
