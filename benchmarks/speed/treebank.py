"""A treebank in CoNLL-U (https://universaldependencies.org/format.html) as texts with gold words, and a parser's F1 on it."""

from __future__ import annotations

import lzma
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from claimcheck.model import Block, Document, Span
from claimcheck.parse import Parser
from claimcheck.tree import Sentence

MEASURES = ("words", "sentences", "UPOS", "XPOS", "UFeats", "lemmas", "UAS", "LAS")

#: First and last character of a word, and the word: characters are counted without white space, over the whole treebank.
Place = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Gold:
    """A word as the treebank has it. The head is the place of a word, None for the root."""

    place: Place
    upos: str
    xpos: str
    feats: str
    lemma: str
    head: Place | None
    deprel: str  # without subtype, as the shared task scores it


@dataclass(frozen=True, slots=True)
class Treebank:
    """Sentences of gold words, and the raw text that they stand in."""

    paragraphs: tuple[tuple[str, ...], ...]  # of each document
    sentences: tuple[tuple[Gold, ...], ...]


def read_treebank(path: Path) -> Treebank:
    """A file, plain or compressed with xz. Raises OSError or ValueError when it is no CoNLL-U with `# text` comments."""
    data = path.read_bytes()
    return parse_treebank((lzma.decompress(data) if path.suffix == ".xz" else data).decode("utf-8"))


def parse_treebank(conllu: str) -> Treebank:
    """The treebank in a text of CoNLL-U. Raises ValueError when a sentence has no `# text`."""
    documents: list[list[str]] = []
    sentences = []
    position = 0
    for block in re.split(r"\n\s*\n", conllu.strip()):
        lines = block.splitlines()
        text = next((line.partition("=")[2].strip() for line in lines if line.startswith("# text =")), None)
        if text is None:
            raise ValueError(f"a sentence without its text: {block[:80]!r}")
        starts = {line.split(" =")[0].strip() for line in lines if line.startswith("# new")}
        if "# newdoc id" in starts or "# newdoc" in starts or not documents:
            documents.append([text])
        elif any(start.startswith("# newpar") for start in starts):
            documents[-1].append(text)
        else:
            documents[-1][-1] += " " + text
        rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
        sentences.append(tuple(_gold(rows, position)))
        position += len("".join(text.split()))
    return Treebank(tuple(map(tuple, documents)), tuple(sentences))


def _gold(rows: Sequence[Sequence[str]], position: int) -> Iterator[Gold]:
    places: dict[str, Place] = {"0": (-1, -1, "")}
    words, covered, until = [], 0, 0
    for row in rows:
        number, form = row[0], "".join(row[1].split())
        if "." in number:  # an empty node
            continue
        if "-" in number:  # a written token of several words
            first, last = map(int, number.split("-"))
            parts = ["".join(r[1].split()) for r in rows if r[0].isdigit() and first <= int(r[0]) <= last]
            begin = position
            for n, part in enumerate(parts, first):
                places[str(n)] = (
                    (begin, begin + len(part), part.lower())
                    if "".join(parts).lower() == form.lower()
                    else (position, position + len(form), part.lower())
                )
                begin += len(part)
            covered, until = last, position + len(form)
            continue
        if int(number) > covered:
            places[number] = (position, position + len(form), form.lower())
            until = position + len(form)
        position = max(position, until)
        words.append((row, places[number]))
    for row, place in words:
        head = None if row[6] == "0" else places[row[6]]
        yield Gold(place, row[3], row[4], row[5], row[2], head, row[7].partition(":")[0])


def score(parser: Parser, treebank: Treebank) -> dict[str, float]:
    """F1 of a hundred of each measure, of the parser on the treebank's raw texts."""
    wanted = {word.place: word for sentence in treebank.sentences for word in sentence}
    begins = {(sentence[0].place[0], sentence[-1].place[1]) for sentence in treebank.sentences if sentence}
    right = dict.fromkeys(MEASURES, 0)
    found = cut = 0
    offset = 0
    for paragraphs in treebank.paragraphs:
        document = _document(paragraphs)
        characters = _counted(document.text, offset)
        for sentence in parser.parse(document):
            places = _places(sentence, characters, document.text)
            found += len(places)
            cut += 1
            right["sentences"] += (places[0][0], places[-1][1]) in begins
            for word, place in zip(sentence.words, places, strict=True):
                gold = wanted.get(place)
                if gold is None:
                    continue
                feats = "|".join(f"{k}={v}" for k, v in sorted(word.feats.items(), key=lambda item: item[0].lower())) or "_"
                head = places[word.head - 1] if word.head else None
                right["words"] += 1
                right["UPOS"] += word.upos == gold.upos
                right["XPOS"] += word.xpos == gold.xpos
                right["UFeats"] += feats == gold.feats
                right["lemmas"] += gold.lemma in ("_", word.lemma)
                right["UAS"] += head == gold.head
                right["LAS"] += head == gold.head and word.relation == gold.deprel
        offset = characters[len(document.text)]
    words = found + sum(map(len, treebank.sentences))
    totals = dict.fromkeys(MEASURES, words) | {"sentences": cut + len(begins)}
    return {name: 200 * right[name] / max(totals[name], 1) for name in MEASURES}


def _document(paragraphs: Sequence[str]) -> Document:
    text = "\n\n".join(paragraphs)
    blocks, start = [], 0
    for paragraph in paragraphs:
        blocks.append(Block(Span(start, start + len(paragraph)), "paragraph"))
        start += len(paragraph) + 2
    return Document("", "", text, text, tuple(blocks), "text")


def _counted(text: str, offset: int) -> list[int]:
    """For each position, the characters before it that are no white space."""
    counts = [offset]
    for character in text:
        counts.append(counts[-1] + (not character.isspace()))
    return counts


def _places(sentence: Sentence, characters: Sequence[int], text: str) -> list[Place]:
    return [(characters[w.start], characters[w.end], "".join(w.text.lower().split())) for w in sentence.words]
