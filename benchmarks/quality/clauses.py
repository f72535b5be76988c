"""How many facts the clauses hold, on CaRB.

    python -m benchmarks.quality.clauses FOLDER --parses FOLDER [--show N]

FOLDER holds `dev.txt` (a sentence a line) and `gold-dev.tsv` (sentence, predicate, arguments): CaRB, a Crowdsourced Benchmark for
Open IE (Bhardwaj, Aggarwal and Mausam, EMNLP 2019; MIT). The scorer follows its published definition. A tuple of ours is held
against each gold tuple of the sentence word by word, predicate with predicate, subject with subject, the other arguments joined; without a
common word in the predicate nothing counts. Recall takes for each gold tuple the best of ours (one of ours may serve several);
precision pairs the tuples one to one, best first. F1 is that at the confidence threshold where it is highest.
A clause becomes a tuple here and nowhere else: the records keep clauses whole.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.quality.measure import Row
from benchmarks.quality.parses import KeptParser
from claimcheck.clauses import clauses
from claimcheck.model import Clause, Slot
from claimcheck.tree import Sentence, Word

#: How sure a tuple is, by the kind of its clause: what the source states outright before what is read into a noun phrase.
CONFIDENCE = {
    "main": 1.0,
    "conjoined": 0.95,
    "relative": 0.9,
    "complement": 0.9,
    "adverbial": 0.85,
    "parenthetical": 0.85,
    "apposition": 0.8,
    "participle": 0.75,
    "title": 0.7,
    "quantity": 0.5,
    "nominal-event": 0.3,
}
BE = frozenset("be is am are was were been being".split())
SAID = ("said", "told", "added", "adds", "says")


@dataclass(frozen=True)
class Fact:
    """A tuple: words of the predicate, of the first argument (the subject) and of all others."""

    predicate: tuple[str, ...]
    subject: tuple[str, ...]
    rest: tuple[str, ...]
    confidence: float = 1.0
    arguments: int = 2  # how many arguments it has, the subject counted


def read_gold(path: Path) -> dict[str, list[Fact]]:
    """Gold tuples of each sentence."""
    gold: dict[str, list[Fact]] = defaultdict(list)
    for line in path.read_text(encoding="utf-8").splitlines():
        sentence, predicate, *arguments = line.split("\t")
        arguments = [a for a in arguments if a.strip()]
        if arguments:
            rest = tuple(word for argument in arguments[1:] for word in argument.split())
            gold[sentence].append(Fact(tuple(predicate.split()), tuple(arguments[0].split()), rest, arguments=len(arguments)))
    return dict(gold)


# -- scorer ------------------------------------------------------------------------------------------------------


def common(gold: Sequence[str], mine: Sequence[str]) -> int:
    left = list(mine)
    for word in gold:
        if word in left:
            left.remove(word)
    return len(mine) - len(left)


def match(gold: Fact, mine: Fact) -> tuple[float, float]:
    """Precision and recall of one tuple against one gold tuple."""
    straight = _match(gold, mine.predicate, mine.subject, mine.rest, mine.arguments)
    if any(verb in " ".join(gold.predicate) for verb in SAID):  # who said and what was said may stand in either order
        return max(straight, _match(gold, mine.predicate, mine.rest, mine.subject, mine.arguments))
    return straight


def _match(gold: Fact, predicate: Sequence[str], subject: Sequence[str], rest: Sequence[str], arguments: int) -> tuple[float, float]:
    shared = common(gold.predicate, predicate)
    if "be" in predicate and "be" not in gold.predicate and BE & set(gold.predicate):
        shared += 1
    if not shared or arguments < min(gold.arguments, 2):
        return 0.0, 0.0
    proposed, wanted = len(predicate) + len(subject), len(gold.predicate) + len(gold.subject)
    shared += common(gold.subject, subject)
    if gold.arguments > 1:
        proposed += len(rest)
        wanted += len(gold.rest)
        shared += common(gold.rest, rest)
    return shared / proposed, shared / wanted


@dataclass(frozen=True)
class Score:
    precision: float
    recall: float

    @property
    def f1(self) -> float:
        return 2 * self.precision * self.recall / (self.precision + self.recall) if self.precision + self.recall else 0.0


def best_score(gold: Mapping[str, Sequence[Fact]], system: Mapping[str, Sequence[Fact]]) -> Score:
    """The score at the threshold of confidence with the highest F1."""
    thresholds = sorted({f.confidence for facts in system.values() for f in facts}) or [0.0]
    return max((score(gold, system, t) for t in thresholds), key=lambda s: s.f1)


def score(gold: Mapping[str, Sequence[Fact]], system: Mapping[str, Sequence[Fact]], threshold: float) -> Score:
    precise = proposed = recalled = wanted = 0.0
    for sentence, facts in gold.items():
        mine = [f for f in system.get(sentence, ()) if f.confidence >= threshold]
        table = [[match(g, m) for m in mine] for g in facts]
        recalled += sum(max((cell[1] for cell in row), default=0.0) for row in table)
        wanted += len(facts)
        precise += sum(paired(table))
        proposed += len(mine)
    return Score(precise / proposed if proposed else 0.0, recalled / wanted if wanted else 0.0)


def paired(table: Sequence[Sequence[tuple[float, float]]]) -> Iterator[float]:
    """Precision of each pair when tuples are paired one to one, best precision first."""
    cells = sorted(((-cell[0], i, j) for i, row in enumerate(table) for j, cell in enumerate(row)), key=lambda c: c)
    rows: set[int] = set()
    columns: set[int] = set()
    for negative, i, j in cells:
        if i not in rows and j not in columns:
            rows.add(i)
            columns.add(j)
            yield -negative


# -- clauses as tuples -------------------------------------------------------------------------------------------


def facts_of(sentence: Sentence, found: Iterable[Clause]) -> list[Fact]:
    made = [_fact(sentence, c) for c in found]
    return [f for f in made if f is not None]


def _fact(sentence: Sentence, clause: Clause) -> Fact | None:
    confidence = CONFIDENCE[clause.kind]
    subject = next((s for s in clause.slots if s.role == "subject"), None)
    others = [s for s in clause.slots if s is not subject]
    if clause.template is not None:
        if subject is None or not others or clause.kind == "nominal-event":
            return None
        verb = "included" if clause.kind == "quantity" else "is"
        return _tuple(sentence, (verb,), subject.words, [i for s in others for i in s.words], confidence, 2)
    predicate = set(clause.verb)
    rest: list[int] = []
    open_ = True  # a preposition right behind the verb belongs to the predicate, as long as no object came
    for slot in sorted(others, key=lambda s: (s.head < clause.head, s.words)):
        taken, left, open_ = _divide(sentence, clause, slot, open_)
        predicate |= taken
        rest += left
    if subject is None:
        there = sentence.child(sentence[clause.head], "expl")
        if there is None:
            return None
        return _tuple(sentence, _texts(sentence, predicate), (there.index,), rest, confidence, 1 + bool(rest))
    return _tuple(sentence, _texts(sentence, predicate), subject.words, rest, confidence, 1 + bool(rest))


def _divide(sentence: Sentence, clause: Clause, slot: Slot, open_: bool) -> tuple[set[int], list[int], bool]:
    """Words of a slot for the predicate, words for the arguments, and whether a preposition may still follow."""
    head = sentence[slot.head]
    words = list(slot.words)
    if head.relation == "xcomp" and head.index > clause.head and open_:
        chain = _chain(sentence, head, set(words))
        return chain, [i for i in words if i not in chain], not sentence.children(head, "obj")
    if head.relation in {"obl", "nmod"} and open_ and head.index > clause.head and slot.role not in {"time"}:
        cases = {w.index for c in sentence.children(head, "case") for w in sentence.subtree(c)} & set(words)
        return cases, [i for i in words if i not in cases], False
    return set(), words, open_ and (slot.role in {"time", "manner"} or head.index < clause.head)


def _chain(sentence: Sentence, verb: Word, within: set[int]) -> set[int]:
    """The verbs of "wants to begin to build", with what marks them."""
    chain = {w.index for w in sentence.children(verb, "mark", "aux", "cop", "compound:prt")} | {verb.index}
    for child in sentence.children(verb, "xcomp"):
        chain |= _chain(sentence, child, within)
    return chain & within


def _tuple(
    sentence: Sentence, predicate: tuple[str, ...], subject: Iterable[int], rest: Iterable[int], confidence: float, arguments: int
) -> Fact | None:
    mine = Fact(predicate, _texts(sentence, subject), _texts(sentence, rest), confidence, arguments)
    return mine if mine.predicate and mine.subject else None


def _texts(sentence: Sentence, numbers: Iterable[int]) -> tuple[str, ...]:
    """The words as the corpus cuts them: at white space."""
    return tuple(token for piece in sentence.pieces(sentence[i] for i in set(numbers)) for token in sentence.slice(piece).split())


# -- measure -----------------------------------------------------------------------------------------------------


def run(folder: Path, parser: KeptParser) -> tuple[dict[str, list[Fact]], dict[str, list[Fact]]]:
    """Gold tuples and ours, by sentence."""
    gold = read_gold(folder / "gold-dev.tsv")
    system: dict[str, list[Fact]] = {}
    for text in gold:
        sentences = parser.sentences(text)
        found = clauses(sentences)
        system[text] = [f for s in sentences for f in facts_of(s, [c for c in found if c.sentence == s.index])]
    return gold, system


def rows(data: Path, parser: KeptParser) -> list[Row]:
    """F1 of our clauses as tuples on CaRB dev."""
    gold, system = run(data / "oie-carb", parser)
    peers = "OpenIE-4 48.8, ClausIE 45.0, spacy-clausie 37.8 (on its test split)"
    return [Row("CaRB dev", "F1 of fact tuples", round(100 * best_score(gold, system).f1, 1), 50.0, peers)]


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", type=Path)
    options.add_argument("--parses", type=Path, required=True)
    options.add_argument("--show", type=int, default=0, help="print the tuples of that many sentences")
    chosen = options.parse_args()
    gold, system = run(chosen.folder, KeptParser(chosen.parses))
    best = best_score(gold, system)
    for text, facts in list(gold.items())[: chosen.show]:
        print(f"\n{text}")
        for mark, group in (("gold", facts), ("ours", system[text])):
            for fact in group:
                print(f"  {mark}  {' '.join(fact.predicate)} | {' '.join(fact.subject)} | {' '.join(fact.rest)}")
    print(f"precision {best.precision:.3f}  recall {best.recall:.3f}  F1 {best.f1:.3f}  tuples {sum(map(len, system.values()))}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
