"""How well pronouns and descriptions are resolved, on GAP and on the news of GUM.

    python -m benchmarks.quality.pronouns DATA --parses FOLDER [--errors KIND] [--split development|validation]

DATA holds `pronouns-gap/gap-{development,validation}.tsv` (Webster, Recasens, Axelrod and Baldridge 2018, "Mind the GAP",
Apache-2.0), `coref-gum/conll/GUM_news_*.conll` and the texts of the same articles, `dates-gum/GUM_news_*.txt` (Zeldes 2017, CC BY).

GAP: a paragraph with one pronoun and two names, A and B; the system says of each whether the pronoun means it. Precision and
recall count these yes-or-no answers, a "yes" for the right name being a true positive; the overall F1 is over all paragraphs.
*Names given* is the paper's gold-two-mention task, in which the baselines know the spans of A and B (parallelism reaches 66.9):
the better of the two by our weights, or neither where both are ruled out. *As it runs* is what `references` answers, with every
mention of the paragraph as a candidate and abstention where none is sure.

GUM: of what is resolved, how much has an antecedent in the same chain as the mention (precision); and how much of the gold's
mentions with an earlier mention in their chain is resolved at all (coverage). A mention that the gold leaves out counts as wrong.
`--errors` prints what was wrong of a kind ("gap", "he/she", "it", "they", "possessive", "description" or "all").
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from benchmarks.quality.measure import Row
from benchmarks.quality.parses import KeptParser
from claimcheck.enrich.attribution import attributions
from claimcheck.enrich.coref.agreement import PERSONAL
from claimcheck.enrich.coref.pronouns import ranking
from claimcheck.enrich.entity import entities
from claimcheck.enrich.reference import references, walk
from claimcheck.model import Reference, Span
from claimcheck.tree import Mention, Sentence

SPLITS = ("development", "validation")
#: Kept for the project's own gold: not to be looked at or tuned on.
HELD_OUT = frozenset({"GUM_news_asylum", "GUM_news_homeopathic", "GUM_news_taxes", "GUM_news_imprisoned"})
DESCRIPTIONS = frozenset(
    """counted_group office_holder country_noun named_body event_again demonstrative_subject noun_again city_noun national_body
    spoken_for""".split()
)
KINDS = ("he/she", "it", "they", "possessive", "description")


# -- GAP --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Question:
    """One paragraph of GAP."""

    name: str
    text: str
    pronoun: Span
    names: tuple[Span, Span]
    gold: tuple[bool, bool]

    @property
    def gender(self) -> str:
        return PERSONAL[self.pronoun.slice(self.text).lower()][1]


def questions(file: Path) -> Iterator[Question]:
    with file.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            yield Question(
                row["ID"],
                row["Text"],
                _at(row, "Pronoun"),
                (_at(row, "A"), _at(row, "B")),
                (row["A-coref"].upper() == "TRUE", row["B-coref"].upper() == "TRUE"),
            )


def _at(row: dict[str, str], column: str) -> Span:
    start = int(row[f"{column}-offset"])
    return Span(start, start + len(row[column]))


@dataclass
class Tally:
    """True and false answers; F1 as GAP's own scorer counts it."""

    counts: Counter[str]

    def add(self, gold: Sequence[bool], answer: Sequence[bool]) -> None:
        for right, said in zip(gold, answer, strict=True):
            self.counts["tp" if right and said else "fp" if said else "fn" if right else "tn"] += 1

    @property
    def precision(self) -> float:
        return 100 * self.counts["tp"] / max(1, self.counts["tp"] + self.counts["fp"])

    @property
    def recall(self) -> float:
        return 100 * self.counts["tp"] / max(1, self.counts["tp"] + self.counts["fn"])

    @property
    def f1(self) -> float:
        c = self.counts
        return 100 * 2 * c["tp"] / max(1, 2 * c["tp"] + c["fp"] + c["fn"])


def with_names(sentences: Sequence[Sentence], names: Sequence[Span]) -> tuple[Sentence, ...]:
    """The parse with the given names as people, whatever the tagger made of these words here or elsewhere."""
    found = []
    texts = {s.slice(name) for name in names for s in sentences if name in s.span}
    for sentence in sentences:
        same = tuple(replace(m, type="PERSON") if sentence.slice(m.span) in texts else m for m in sentence.mentions)
        sentence = replace(sentence, mentions=same)
        for name in names:
            words = tuple(w.index for w in sentence.words if w.span.overlaps(name))
            held = [m for m in sentence.mentions if m.span.overlaps(name)]
            if words and not any(m.type.lower() in ("person", "per") and name in m.span for m in held):
                given = Mention(sentence.span_of([sentence[i] for i in words]), "PERSON", words)
                kept = [m for m in sentence.mentions if not m.span.overlaps(name)]
                sentence = replace(sentence, mentions=tuple(sorted((*kept, given), key=lambda m: m.span)))
        found.append(sentence)
    return tuple(found)


def names_given(question: Question, sentences: Sequence[Sentence]) -> tuple[bool, bool]:
    """The gold-two-mention task: the better of the two names."""
    sentences = with_names(sentences, question.names)
    document, _ = walk(sentences, entities(sentences), attributions(sentences, question.text), until=question.pronoun.start)
    keys = [{p.key for row in document.phrases.values() for p in row if p.kind == "name" and p.span.overlaps(n)} for n in question.names]
    for sentence in document.sentences:
        for word in sentence.words:
            if word.start == question.pronoun.start and word.text.lower() in PERSONAL:
                ranked = [
                    r.phrase.key for r in ranking(document, sentence, word, window=len(sentences)) if any(r.phrase.key in k for k in keys)
                ]
                return (bool(ranked) and ranked[0] in keys[0], bool(ranked) and ranked[0] in keys[1])
    return False, False


def as_it_runs(question: Question, sentences: Sequence[Sentence]) -> tuple[bool, bool]:
    """What the stage resolves the pronoun to, when that is one of the two names."""
    document, found = walk(sentences, entities(sentences), attributions(sentences, question.text))
    for resolution, reference in found:
        if reference.span.start == question.pronoun.start and reference.text is not None and resolution.antecedent is not None:
            key = resolution.antecedent.key
            a, b = (
                any(p.key == key and p.kind == "name" and p.span.overlaps(n) for row in document.phrases.values() for p in row)
                for n in question.names
            )
            return a, b
    return False, False


def gap(data: Path, parser: KeptParser, splits: Sequence[str] = SPLITS, errors: bool = False) -> dict[str, Tally]:
    """Tallies by task: "given", "runs", and "given" for each gender and split."""
    tallies: dict[str, Tally] = defaultdict(lambda: Tally(Counter()))
    for split in splits:
        for question in questions(data / "pronouns-gap" / f"gap-{split}.tsv"):
            sentences = parser.sentences(question.text)
            given, runs = names_given(question, sentences), as_it_runs(question, sentences)
            for task, answer in (("given", given), ("runs", runs)):
                tallies[task].add(question.gold, answer)
                tallies[f"{task} {split}"].add(question.gold, answer)
            tallies[f"given {question.gender}"].add(question.gold, given)
            if errors and given != question.gold:
                print(question.name, "gold", question.gold, "given", given, "runs", runs, _marked(question))
    return tallies


def _marked(question: Question) -> str:
    text = question.text
    for span, mark in sorted(zip((question.pronoun, *question.names), "PAB", strict=True), reverse=True):
        text = f"{text[: span.start]}[{mark}:{span.slice(text)}]{text[span.end :]}"
    return text


# -- GUM --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Chained:
    """A mention of the gold with the number of its chain."""

    span: Span
    chain: str


def read_chains(file: Path, text: str) -> tuple[Chained, ...]:
    """Mentions of a CoNLL file of GUM: `(TYPE-CHAIN…` opens, `…CHAIN…)` closes. Offsets into the text, white space being skipped."""
    waiting: dict[str, list[int]] = defaultdict(list)
    found = []
    position = 0
    for line in file.read_text(encoding="utf-8").splitlines():
        fields = line.split("\t")
        if line.startswith("#") or len(fields) < 3:
            continue
        start, position = _find(text, fields[1], position)
        for mark in _marks(fields[2]):
            chain = mark.strip("()").split("-")[1]
            if mark.startswith("("):
                waiting[chain].append(start)
            if mark.endswith(")") and waiting[chain]:
                found.append(Chained(Span(waiting[chain].pop(), position), chain))
    return tuple(sorted(found, key=lambda c: (c.span, c.chain)))


def _find(text: str, token: str, position: int) -> tuple[int, int]:
    """Where the token stands next. Raises ValueError when the text does not hold it."""
    while position < len(text) and text[position].isspace():
        position += 1
    start = position
    for character in token:
        while position < len(text) and text[position].isspace():
            position += 1
        if position >= len(text) or text[position] != character:
            raise ValueError(f"{token!r} is not at {start}: {text[start : start + 20]!r}")
        position += 1
    return start, position


def _marks(column: str) -> Iterator[str]:
    """ "(person-1(place-2)" -> "(person-1", "(place-2)"; "event-2)event-3)" -> "event-2)", "event-3)"."""
    mark = ""
    for character in column if column != "_" else "":
        if character == "(" and mark:
            yield mark
            mark = ""
        mark += character
        if character == ")":
            yield mark
            mark = ""
    if mark:
        yield mark


def chain_at(chains: Sequence[Chained], span: Span) -> Chained | None:
    """The smallest gold mention that holds the span; else the largest within it."""
    around = [c for c in chains if span in c.span]
    if around:
        return min(around, key=lambda c: (c.span.end - c.span.start, c.span))
    inside = [c for c in chains if c.span in span]
    return max(inside, key=lambda c: (c.span.end - c.span.start, c.span), default=None)


def kind_of(reference: Reference, sentence: Sentence) -> str | None:
    """Which row a reference belongs to; None: not measured."""
    if reference.rule in DESCRIPTIONS:
        return "description"
    return _pronoun_kind(sentence, reference.span)


def _pronoun_kind(sentence: Sentence, span: Span) -> str | None:
    word = next((w for w in sentence.words if w.start == span.start), None)
    if word is None or word.text.lower() not in PERSONAL:
        return None
    if word.deprel in ("nmod:poss", "det:poss"):
        return "possessive"
    return {"Masc": "he/she", "Fem": "he/she", "Neut": "it", "": "they"}[PERSONAL[word.text.lower()][1]]


def gum(data: Path, parser: KeptParser, errors: str = "") -> dict[str, Counter[str]]:
    """For each kind: right, wrong, and of the gold's mentions: due, resolved."""
    counts: dict[str, Counter[str]] = {kind: Counter() for kind in KINDS}
    for file in sorted((data / "coref-gum" / "conll").glob("GUM_news_*.conll")):
        if file.stem in HELD_OUT:
            continue
        text = (data / "dates-gum" / f"{file.stem}.txt").read_text(encoding="utf-8")
        chains = read_chains(file, text)
        first: dict[str, int] = {}
        for mention in chains:
            first.setdefault(mention.chain, mention.span.start)
        sentences = parser.sentences(text)
        answered = set()
        for reference in references(sentences, entities(sentences), attributions(sentences, text)):
            sentence = next(s for s in sentences if reference.span in s.span)
            kind = kind_of(reference, sentence)
            if kind is None or reference.text is None or reference.antecedent_span is None:
                continue
            span = reference.span
            if kind != "description":  # "they're" is written out as a whole
                span = next(w.span for w in sentence.words if w.start == span.start)
            answered.add(span)
            mine = chain_at(chains, span)
            if kind != "description" and mine is not None and mine.span != span:
                mine = None  # "it" inside a larger mention is no mention of its own
            theirs = chain_at(chains, reference.antecedent_span)
            right = mine is not None and theirs is not None and mine.chain == theirs.chain
            counts[kind]["right" if right else "wrong"] += 1
            if not right and errors in (kind, "all"):
                start, end = reference.span.start, reference.span.end
                around = f"{text[max(0, start - 200) : start]}<<{text[start:end]} -> {reference.text}>>{text[end : end + 60]}"
                print(kind, reference.rule, file.stem, "" if mine else "(not in the gold)", " ".join(around.split()))
        for mention in chains:
            sentence_of = next((s for s in sentences if mention.span in s.span), None)
            alone = sentence_of is not None and any(w.span == mention.span for w in sentence_of.words)
            kind = _pronoun_kind(sentence_of, mention.span) if sentence_of is not None and alone else None
            if kind and first[mention.chain] < mention.span.start:
                counts[kind]["due"] += 1
                counts[kind]["resolved"] += mention.span in answered
    return counts


def rows(data: Path, parser: KeptParser) -> list[Row]:
    """The figures of this module: GAP overall and as it runs, GUM by kind."""
    tallies = gap(data, parser)
    found = [
        Row("GAP dev + val", "F1, names given", tallies["given"].f1, 72.0, "parallelism 66.9 (published)"),
        Row("GAP val", "F1, names given", tallies["given validation"].f1, 72.0, "parallelism 66.9 (published, test)"),
        Row("GAP dev + val", "precision, as it runs", tallies["runs"].precision),
        Row("GAP dev + val", "F1, as it runs", tallies["runs"].f1, None, "parallelism 66.9 (published, with the names given)"),
    ]
    for kind, count in gum(data, parser).items():
        precision = 100 * count["right"] / max(1, count["right"] + count["wrong"])
        found.append(Row("GUM news", f"precision, {kind}", precision))
        if count["due"]:
            found.append(Row("GUM news", f"coverage, {kind}", 100 * count["resolved"] / count["due"]))
    return found


def main(arguments: list[str]) -> int:
    options: Any = _options(arguments)
    parser = KeptParser(options.parses)
    splits = options.split or SPLITS
    if not options.gum_only:
        for task, tally in sorted(gap(options.data, parser, splits, errors=options.errors == "gap").items()):
            print(f"GAP {task:20} P {tally.precision:5.1f} R {tally.recall:5.1f} F1 {tally.f1:5.1f} {dict(sorted(tally.counts.items()))}")
    for kind, count in gum(options.data, parser, options.errors).items():
        answered = count["right"] + count["wrong"]
        print(
            f"GUM {kind:12} precision {100 * count['right'] / max(1, answered):5.1f} ({count['right']}/{answered})"
            + (f"  coverage {100 * count['resolved'] / count['due']:5.1f} ({count['resolved']}/{count['due']})" if count["due"] else "")
        )
    return 0


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Pronouns and descriptions on GAP and GUM.")
    parser.add_argument("data", type=Path)
    parser.add_argument("--parses", type=Path, required=True)
    parser.add_argument("--errors", default="", help="print what was wrong: gap, all, or a kind")
    parser.add_argument("--gum-only", action="store_true", help="leave GAP out")
    parser.add_argument("--split", action="append", choices=SPLITS, help="only this part of GAP")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
