"""Scores of a model package, end to end from raw text, with the official CoNLL-U scorer (udtools).

    python -m training.evaluate --package FOLDER --treebanks FOLDER [--ner ARCHIVE] [--out scores.json]

Parts: `ewt-test`, the web treebank's documents of the test file; `gum-news`, the news documents of the development and
test files together. Entities: exact span and type, F1, on the held-out articles and their own tokens.
"""

import argparse
import io
import json
import re
import tempfile
from pathlib import Path

import torch
from udtools import udeval

from claimcheck.model import Block, Document, Span
from claimcheck.models import locate
from claimcheck.parse import ModelParser
from training.data import read_ner, unpack_treebanks


def documents(conllu: str, wanted: str) -> list[str]:
    """The documents of a CoNLL-U text whose id matches, as CoNLL-U."""
    found: list[str] = []
    keep = False
    for block in conllu.strip().split("\n\n"):
        name = re.search(r"^# newdoc id = (\S+)", block, re.MULTILINE)
        if name:
            keep = bool(re.match(wanted, name[1]))
            if keep:
                found.append("")
        if keep:
            found[-1] += block + "\n\n"
    return found


def raw_text(conllu: str) -> str:
    """The document as a reader sees it: sentences joined as SpaceAfter says, paragraphs by an empty line."""
    out = ""
    for block in conllu.strip().split("\n\n"):
        text = re.search(r"^# text = (.*)$", block, re.MULTILINE)
        if text is None:
            continue
        if out:
            out += "\n\n" if "# newpar" in block else " "
        out += text[1]
    return out


def parsed_conllu(package, text: str) -> str:
    """The package's parse as plain CoNLL-U with written tokens, as the scorer needs it."""
    import stanza

    texts = re.split(r"\n\n", text)
    with torch.inference_mode():
        docs = package._pipeline([stanza.Document([], text=t) for t in texts])
    for part, doc in zip(texts, docs, strict=True):
        for token in (t for s in doc.sentences for t in s.tokens):
            if token.text == "<UNK>":  # what the tokenizer writes for an address of hundreds of characters
                token.text = token.words[0].text = part[token.start_char : token.end_char]
    return "".join(f"{doc:C}\n\n" for doc in docs)


def score(parser: ModelParser, gold: list[str]) -> dict[str, float]:
    system = "".join(parsed_conllu(parser, raw_text(document)) for document in gold)
    result = udeval.evaluate(udeval.load_conllu(io.StringIO("".join(gold)), "", {}), udeval.load_conllu(io.StringIO(system), "", {}))
    return {name: round(100 * result[name].f1, 2) for name in ("Tokens", "Sentences", "Words", "UPOS", "UFeats", "Lemmas", "UAS", "LAS")}


def entity_f1(parser: ModelParser, sentences) -> float:
    """Exact span and type F1 over tokenised sentences."""
    from stanza.models.common.doc import Document as Parsed

    doc = Parsed([[{"id": i + 1, "text": w} for i, w in enumerate(words)] for words, _ in sentences])
    with torch.inference_mode():
        doc = parser._pipeline.processors["ner"].process(doc)
    right = found = wanted = 0
    for (_, gold), sentence in zip(sentences, doc.sentences, strict=True):
        a, b = spans(gold), spans([t.ner for t in sentence.tokens])
        right, found, wanted = right + len(a & b), found + len(b), wanted + len(a)
    return round(200 * right / (found + wanted), 2) if found + wanted else 0.0


def spans(tags: list[str]) -> set[tuple[int, int, str]]:
    """Entities of BIO or BIOES tags as (first, last, type)."""
    found: list[list] = []
    previous = "O"
    for i, tag in enumerate(tags):
        prefix, _, kind = tag.partition("-")
        if tag != "O":
            if prefix in "BS" or previous == "O" or found[-1][2] != kind:
                found.append([i, i, kind])
            else:
                found[-1][1] = i
        previous = tag
    return {(a, b, k) for a, b, k in found}


def main() -> None:
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--package", default="compact", help="name or folder of a model package")
    cli.add_argument("--treebanks", type=Path, required=True)
    cli.add_argument("--ner", type=Path)
    cli.add_argument("--out", type=Path)
    options = cli.parse_args()
    parser = ModelParser(locate(options.package))
    parser.parse(Document("", "", "Hello.", "Hello.", (Block(Span(0, 6), "paragraph"),), "text"))
    with tempfile.TemporaryDirectory() as work:
        parts = {k: p.read_text() for k, p in unpack_treebanks(options.treebanks, Path(work)).items() if k != "train"}
    scores = {
        "ewt-test": score(parser, documents(parts["test"], r"(?!GUM_)")),
        "gum-news": score(parser, documents(parts["dev"], "GUM_news") + documents(parts["test"], "GUM_news")),
    }
    if options.ner:
        scores["entities"] = {"F1": entity_f1(parser, read_ner(options.ner)["test"])}
    print(json.dumps(scores, indent=1))
    if options.out:
        options.out.write_text(json.dumps(scores, indent=1, sort_keys=True) + "\n")


if __name__ == "__main__":
    main()
