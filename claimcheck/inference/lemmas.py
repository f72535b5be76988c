"""Lemmas, by a dictionary of words and tags."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from typing import Any

from claimcheck.inference.checkpoint import UnsupportedError

#: The version of the dictionary's form: JSON, compressed.
_VERSION = 3
#: Under what lemmas stand that a word has whatever its tag.
_ANY = "*"


class Lemmas:
    """A lemmatizer's checkpoint at work. Raises UnsupportedError (a ValueError) or KeyError when it has more than a dictionary."""

    def __init__(self, checkpoint: Mapping[str, Any]) -> None:
        settings = checkpoint["config"]
        if not settings["dict_only"] or settings.get("caseless") or checkpoint.get("contextual"):
            raise UnsupportedError("the lemmatizer is more than a dictionary")
        if checkpoint.get("dicts_version") != _VERSION:
            raise UnsupportedError(f"the lemmatizer's dictionary is of version {checkpoint.get('dicts_version')}")
        dictionary: dict[str, dict[str, str]] = json.loads(gzip.decompress(checkpoint["dicts"]))
        self._any = dictionary.pop(_ANY, {})
        self._by_tag = dictionary

    def lemma(self, word: str, upos: str | None) -> str:
        """The lemma of a word with this tag; of one that is not in the dictionary, the word as it is written."""
        own = self._by_tag.get(upos) if upos is not None else None
        found = own.get(word) if own else None
        if found is None:
            found = self._any.get(word)
        return word if not found or found == "_" else found
