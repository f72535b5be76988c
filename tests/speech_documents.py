"""Small invented documents with frozen parses, corrected by hand where the parser erred: `tests/speech/NAME.txt` and `.conllu`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from claimcheck.enrich.attribution import attributions
from claimcheck.model import Attribution
from claimcheck.tree import Sentence, read_conllu

FOLDER = Path(__file__).parent / "speech"


@cache
def text_of(name: str) -> str:
    return (FOLDER / f"{name}.txt").read_text(encoding="utf-8")


@cache
def sentences_of(name: str) -> tuple[Sentence, ...]:
    return read_conllu((FOLDER / f"{name}.conllu").read_text(encoding="utf-8"))


def hops(name: str) -> tuple[Attribution, ...]:
    return attributions(sentences_of(name), text_of(name))


def contents(name: str, attribution: Attribution) -> list[str]:
    return [piece.slice(text_of(name)) for piece in attribution.content]
