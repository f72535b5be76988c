"""Whether the parser that is used says what Stanza says, word by word; and what both are worth on a treebank.

    python -m benchmarks.speed same ARTICLES [--number 40] [--int8] [--differences 20] [--treebank test.conllu.xz ...] [--page docs/speed.md]

The reference is `load(by_stanza=True)`, Stanza's own code over the same models. Words are those that begin and end at the same
place; a head is the same when it is the same word. Of a treebank's sentences the raw text is parsed: a word is found when it begins and
ends where the treebank has it, and figures are F1 over all words, as in the CoNLL 2018 shared task (Zeman et al. 2018,
https://aclanthology.org/K18-2001), apart from contractions whose parts are spelled otherwise: the scores are for comparing parsers.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.speed.articles import read_folder, spread
from benchmarks.speed.page import filled
from benchmarks.speed.tables import markdown
from benchmarks.speed.treebank import Treebank, read_treebank, score
from claimcheck.parse import Parser, load
from claimcheck.tree import Sentence, Word

PROPERTIES = ("upos", "xpos", "feats", "lemma", "head", "deprel", "ner", "begins a sentence")

#: Where a word stands, and which of those of one form that share a place.
Place = tuple[int, int, str, int]


@dataclass
class Comparison:
    """Words of two parses of the same texts."""

    both: int = 0
    reference_only: int = 0
    other_only: int = 0
    equal: Counter[str] = field(default_factory=Counter)
    differences: list[str] = field(default_factory=list)

    def add(self, name: str, reference: Sequence[Sentence], other: Sequence[Sentence]) -> None:
        """Count the words of one text; `name` stands in the list of differences."""
        ours, theirs = placed(other), placed(reference)
        for place in sorted(ours.keys() | theirs.keys()):
            if place not in ours or place not in theirs:
                who = "reference" if place in theirs else "other"
                self.reference_only += place in theirs
                self.other_only += place in ours
                self.differences.append(f"{name} {place[0]}-{place[1]} {place[2]!r}: a word of the {who} only")
                continue
            self.both += 1
            for key in PROPERTIES:
                if theirs[place][key] == ours[place][key]:
                    self.equal[key] += 1
                else:
                    self.differences.append(f"{name} {place[0]}-{place[1]} {place[2]!r}: {key} {theirs[place][key]} → {ours[place][key]}")


def placed(sentences: Sequence[Sentence]) -> dict[Place, dict[str, str]]:
    """Every word's properties, by its place."""
    found: dict[Place, dict[str, str]] = {}
    times: Counter[tuple[int, int, str]] = Counter()
    for sentence in sentences:
        entity = {i: f"{m.type} {m.span.start}-{m.span.end}" for m in sentence.mentions for i in m.words}
        for word in sentence.words:
            where = (word.start, word.end, word.text)
            times[where] += 1
            found[(*where, times[where])] = {
                "upos": word.upos,
                "xpos": word.xpos,
                "feats": "|".join(f"{k}={v}" for k, v in sorted(word.feats.items())) or "_",
                "lemma": word.lemma,
                "head": _where(sentence.head(word)),
                "deprel": word.deprel,
                "ner": entity.get(word.index, "O"),
                "begins a sentence": "yes" if word.index == 1 else "no",
            }
    return found


def _where(word: Word | None) -> str:
    return f"{word.text} at {word.start}" if word else "root"


def table_of(comparison: Comparison) -> str:
    """Shares of words of which a property is the same."""
    words = max(comparison.both, 1)
    rows = [[key, f"{comparison.equal[key] / words:.4%}", f"{comparison.both - comparison.equal[key]:,}"] for key in PROPERTIES]
    found = 2 * comparison.both / max(2 * comparison.both + comparison.reference_only + comparison.other_only, 1)
    rows.insert(0, ["words", f"{found:.4%}", f"{comparison.reference_only + comparison.other_only:,}"])
    return markdown([f"of {comparison.both:,} words", "the same", "otherwise"], rows)


def table_of_treebanks(found: Sequence[tuple[str, dict[str, float], dict[str, float]]]) -> str:
    """Scores of the reference and of the other parser on each treebank, and by how much they differ."""
    rows = [[f"{name}, {key}", f"{a[key]:.2f}", f"{b[key]:.2f}", f"{b[key] - a[key]:+.2f}"] for name, a, b in found for key in a]
    return markdown(["F1", "Stanza", "the parser that is used", "difference"], rows)


def main(arguments: list[str]) -> int:
    cli = argparse.ArgumentParser(
        prog="python -m benchmarks.speed same", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    cli.add_argument("articles", type=Path)
    cli.add_argument("--number", type=int, default=40, help="of articles (default: %(default)s)")
    cli.add_argument("--differences", type=int, default=20, help="to list (default: %(default)s)")
    cli.add_argument("--int8", action="store_true", help="the parser with its weights in eight bits")
    cli.add_argument("--treebank", type=Path, nargs="+", default=[], help="CoNLL-U, plain or .xz")
    cli.add_argument("--page", type=Path, help="a document whose tables `same`, or `same-int8`, are filled")
    options = cli.parse_args(arguments)

    from claimcheck.document import from_text

    reference: Parser = load("compact", by_stanza=True)
    other: Parser = load("compact:int8") if options.int8 else load("compact")
    texts = read_folder(options.articles)
    comparison = Comparison()
    for i in spread(len(texts), options.number):
        document = from_text(texts[i])
        comparison.add(f"article {i}", reference.parse(document), other.parse(document))
    tables = [table_of(comparison)]
    print(tables[0])
    for line in comparison.differences[: options.differences]:
        print(f"- {line}")
    if options.treebank:
        scores = []
        for path in options.treebank:
            print(f"{path.name} …", file=sys.stderr, flush=True)
            treebank: Treebank = read_treebank(path)
            scores.append((path.name, score(reference, treebank), score(other, treebank)))
        tables.append(table_of_treebanks(scores))
        print(f"\n{tables[-1]}")
    if options.page:
        name = "same-int8" if options.int8 else "same"
        page = filled(options.page.read_text(encoding="utf-8"), {name: "\n\n".join(tables)})
        options.page.write_text(page, encoding="utf-8")
    return 0
