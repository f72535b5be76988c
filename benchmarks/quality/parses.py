"""Parses that are kept: a benchmark parses a text once a model, and reads the parse in later runs.

python -m benchmarks.quality.parses FOLDER FILE...     parse text files into the folder beforehand
"""

from __future__ import annotations

import hashlib
import re
import sys
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

from claimcheck.model import Block, Document, Span
from claimcheck.models import locate
from claimcheck.parse import ModelParser
from claimcheck.tree import Sentence, read_conllu, write_conllu

_PARAGRAPH = re.compile(r"\S(?:.|\n(?![ \t]*\n))*")


def plain_document(text: str, published: date | None = None) -> Document:
    """The text as it is, cut at blank lines only: annotations of a corpus point into it."""
    blocks = tuple(Block(Span(m.start(), m.end()), "paragraph") for m in _PARAGRAPH.finditer(text))
    return Document("", hashlib.sha256(text.encode()).hexdigest(), text, text, blocks, "text", published=published)


class KeptParser:
    """Parses as `ModelParser` does; what was parsed before is read from `folder`, under the hash of model and text."""

    def __init__(self, folder: Path, model: str = "compact"):
        package = locate(model)
        self.folder = folder
        self._parser = ModelParser(package)
        self.info = self._parser.info

    def parse(self, document: Document) -> tuple[Sentence, ...]:
        spans = " ".join(f"{b.span.start}-{b.span.end}" for b in document.blocks)
        key = hashlib.sha256(f"{self.info}\n{spans}\n{document.text}".encode()).hexdigest()[:24]
        path = self.folder / key[:2] / f"{key}.conllu"
        with suppress(FileNotFoundError, ValueError, KeyError, IndexError):  # what an older version kept otherwise is parsed again
            return read_conllu(path.read_text(encoding="utf-8"))
        parsed = self._parser.parse(document)
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        part.write_text(write_conllu(parsed), encoding="utf-8")
        part.replace(path)  # a run that is stopped leaves no half a parse
        return parsed

    def sentences(self, text: str) -> tuple[Sentence, ...]:
        """The parse of a plain text, offsets into it."""
        return self.parse(plain_document(text))


def main(arguments: list[str]) -> int:
    folder, *files = map(Path, arguments)
    parser: Any = KeptParser(folder)
    for number, file in enumerate(files, 1):
        parser.sentences(file.read_text(encoding="utf-8"))
        print(f"\r{number} of {len(files)}", end="", file=sys.stderr, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
