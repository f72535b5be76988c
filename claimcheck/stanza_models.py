"""Stanza's own pipeline over a model package: for models that are not computed here, and as what ours are compared with.

The only module that imports Stanza and transformers, which take seconds: `parse` imports it late.
"""

from __future__ import annotations

import logging
import os
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from claimcheck.abbreviations import rejoin
from claimcheck.errors import ModelError
from claimcheck.inference.words import Form, Parsed, Token, Words
from claimcheck.models import Package

PROCESSORS = "tokenize,mwt,pos,lemma,depparse,ner"
#: The name under which the checkpoints ask for the shared encoder.
ENCODER = "claimcheck-encoder"
#: Characters that are parsed at a time, a long article: a bound on memory.
_AT_ONCE = 50_000


class StanzaModels:
    """Stanza's pipeline over a model package."""

    def __init__(self, package: Package):
        """Raises ModelError for an encoder that needs a library which is not installed, and what Stanza or torch raise for a broken file."""
        os.environ.setdefault("HF_HUB_OFFLINE", "1")  # a local folder is read; nothing is to be asked of a hub
        logging.getLogger("stanza").setLevel(logging.ERROR)
        with _without_optimizers():
            import stanza
            from stanza.models.common.foundation_cache import FoundationCache

            cache = FoundationCache(local_files_only=True)
            folder = package.folder / "encoder"
            self._encoder = _add_encoder(cache, folder) if folder.is_dir() else None
            self._pipeline = stanza.Pipeline(
                "en",
                dir=str(package.folder),
                package=package.stanza_package,
                processors=PROCESSORS,
                download_method=None,
                verbose=False,
                foundation_cache=cache,
                device="cpu",  # on a graphics card the same article could give other figures, and so another parse
            )

    def parse(self, texts: Sequence[str]) -> list[list[Parsed]]:
        """The sentences of each text."""
        found: list[list[Parsed]] = []
        for group in _groups(texts):
            found += self._parsed(group)
        return found

    def _parsed(self, texts: Sequence[str]) -> list[list[Parsed]]:
        import stanza
        import torch

        with torch.inference_mode(), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            docs = [stanza.Document([], text=text) for text in texts]
            cut = self._pipeline.processors["tokenize"].bulk_process(docs) if docs else []
            parsed = self._pipeline([rejoined(doc) for doc in cut], processors=PROCESSORS.removeprefix("tokenize,"))
        if self._encoder is not None:
            self._encoder.forget()
        return [[_sentence(sentence) for sentence in doc.sentences] for doc in parsed]


def _groups(texts: Sequence[str]) -> Iterator[list[str]]:
    """Texts in groups of about so many characters as are parsed at a time."""
    group: list[str] = []
    size = 0
    for text in texts:
        if group and size + len(text) > _AT_ONCE:
            yield group
            group, size = [], 0
        group.append(text)
        size += len(text)
    if group:
        yield group


def _sentence(parsed: Any) -> Parsed:
    tokens, words, entities = [], [], []
    for number, token in enumerate(parsed.tokens):
        tokens.append(Token(token.text, token.start_char, token.end_char, len(token.words) > 1))
        for word in token.words:
            start, end = (token.start_char, token.end_char) if word.start_char is None else (word.start_char, word.end_char)
            words.append(Form(word.text, start, end, number))
            entities.append(token.ner or "O")
    return Parsed(
        Words(tokens, words),
        [(word.upos, word.xpos or "", word.feats or "") for word in parsed.words],
        [word.lemma or word.text for word in parsed.words],
        [(word.head, word.deprel) for word in parsed.words],
        entities,
    )


def rejoined(doc: Any) -> Any:
    """The tokenized document, where it was cut inside "Rep. Ann Lee" put together again."""
    from stanza import Document as StanzaDocument

    sentences = [[token.to_dict()[0] for token in sentence.tokens] for sentence in doc.sentences]
    joined = rejoin(sentences)
    return doc if len(joined) == len(sentences) else StanzaDocument(joined, text=doc.text)


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

    from claimcheck.inference import bert, wordpieces
    from claimcheck.inference.encoder import SharedStates

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
    from claimcheck.inference.encoder import SharedStates

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
