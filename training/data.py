"""Training data on disk: treebank splits as plain CoNLL-U, and NER articles split by article.

The articles are ordered by the SHA-1 of their file name, so that the split needs no seed and no list:
the first 80 are the test part, the next 80 the development part, the rest is for training.
"""

import hashlib
import lzma
import tarfile
from pathlib import Path

TagSequence = tuple[list[str], list[str]]  # words, BIO tags: same length

NER_HELD_OUT = 80


def unpack_treebanks(treebanks: Path, work: Path) -> dict[str, Path]:
    """`en-{train,dev,test}.conllu.xz` in `treebanks` -> plain files in `work`, by part."""
    parts = {}
    for part in ("train", "dev", "test"):
        parts[part] = work / f"{part}.conllu"
        if not parts[part].exists():
            parts[part].write_bytes(lzma.decompress((treebanks / f"en-{part}.conllu.xz").read_bytes()))
    return parts


def read_ner(archive: Path) -> dict[str, list[TagSequence]]:
    """The newswire archive -> sentences by part ("train", "dev", "test").

    Some tokens carry a second, nested tag: the outermost one, first in its line, is taken.
    """
    articles: list[tuple[str, list[TagSequence]]] = []
    with tarfile.open(archive, "r:xz") as tar:
        for member in tar:
            stream = tar.extractfile(member) if member.name.endswith(".tsv") else None
            if stream is None:
                continue
            name = Path(member.name).name
            key = hashlib.sha1(name.encode()).hexdigest()
            articles.append((key, _sentences(stream.read().decode("utf-8"))))
    articles.sort(key=lambda article: article[0])
    cuts = {"test": (0, NER_HELD_OUT), "dev": (NER_HELD_OUT, 2 * NER_HELD_OUT), "train": (2 * NER_HELD_OUT, None)}
    return {part: [s for _, sentences in articles[a:b] for s in sentences] for part, (a, b) in cuts.items()}


def _sentences(text: str) -> list[TagSequence]:
    sentences: list[TagSequence] = []
    for block in text.split("\n\n"):
        rows = [line.split("\t") for line in block.splitlines() if line.strip()]
        rows = [row for row in rows if len(row) > 1 and row[0].strip()]
        if not rows or rows[0][0].startswith("http"):
            continue
        sentences.append(([row[0] for row in rows], [row[1].strip() or "O" for row in rows]))
    return sentences
