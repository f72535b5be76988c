"""Whether the sentences that people call checkable, worth checking or subjective are what the pipeline says of them.

    python -m benchmarks.quality.checkable DATA --parses FOLDER [--errors policlaim|check-worthy|subjective] [--limit N]

DATA holds the evaluation folders. Three sets, none of them trained on; their texts are not free and must not be copied into this
repository:

- PoliClaim (Ni et al., ACL 2024): sentences of US governors' speeches; "checkable" when a sentence states something that can be
  verified. A sentence counts as found when the pipeline draws at least one claim from it whose checkability is `yes` or `partial`.
  A `partial` for one of the reasons of `WITHOUT_FACT` does not count: there the fact is missing, while an open reference or an open
  time only lacks the sentences around it, which this set does not show.
- CheckThat! 2024 task 1 (Barrón-Cedeño et al., CLEF 2024): sentences of US presidential debates; worth checking or not. A sentence
  has the score of `sentence_score`: the highest priority of its checkable claims. F1 counts sentences with at least
  `WORTH_CHECKING`, the least score of a checkable claim that carries a figure, rank, cause or comparison.
- CheckThat! 2025 task 1 (subjectivity in news): a subjective sentence should not become a checkable claim, that is one with
  checkability `yes` which the sentence states: an office or event that it only names in passing ("Governor Lee", "the 2019 fire")
  is no part of the opinion. The share of objective sentences that do become one stands beside it: neither may be had at the other's
  cost.

Every sentence is read by itself, without its neighbours: the sets are shuffled or cut.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.quality.measure import Row
from benchmarks.quality.parses import KeptParser, plain_document
from claimcheck.model import Claim
from claimcheck.pipeline import Extractor

#: Reasons for which a `partial` claim holds no fact that could be checked as it stands.
WITHOUT_FACT = frozenset({"opinion", "generic", "personal-experience", "directive", "hypothetical"})
#: Of what is hypothetical, a forecast or a plan does hold one: what is to come, though its time is open.
ANNOUNCED = frozenset({"predicted", "intended"})
#: From this score on a sentence is taken to be worth checking.
WORTH_CHECKING = 0.35
#: Kinds of claims that a sentence only makes in passing: "Governor Lee", "the 2019 fire".
IN_PASSING = frozenset({"title", "apposition", "nominal-event"})


@dataclass(frozen=True, slots=True)
class Labelled:
    text: str
    positive: bool
    claims: tuple[Claim, ...]


def read_table(path: Path, text: str, label: str) -> list[tuple[str, str]]:
    """Text and label of each row. The files quote fields only where they must, some end in CR LF, the last field may be missing."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_MINIMAL)
        return [(row[text].strip(), row[label].strip()) for row in rows if (row[text] or "").strip()]


def label_claims(rows: Iterable[tuple[str, str]], positive: str, parser: KeptParser) -> list[Labelled]:
    extractor = Extractor(parser=parser)
    return [Labelled(text, label == positive, extractor.extract_document(plain_document(text)).claims) for text, label in rows]


def states_a_fact(claim: Claim) -> bool:
    verdict = claim.checkability
    announced = verdict.reason == "hypothetical" and claim.modality in ANNOUNCED
    return verdict.value == "yes" or (verdict.value == "partial" and (announced or verdict.reason not in WITHOUT_FACT))


def is_checkable(claims: Sequence[Claim]) -> bool:
    return any(states_a_fact(c) for c in claims)


def is_stated_as_checkable(claims: Sequence[Claim]) -> bool:
    return any(c.checkability.value == "yes" and c.kind not in IN_PASSING for c in claims)


def sentence_score(claims: Sequence[Claim]) -> float:
    """The highest priority of the checkable claims; 0 where there is none."""
    return max((c.priority.score for c in claims if c.checkability.value != "no"), default=0.0)


def accuracy(gold: Sequence[bool], found: Sequence[bool]) -> float:
    return 100 * sum(g == f for g, f in zip(gold, found, strict=True)) / len(gold)


def f1(gold: Sequence[bool], found: Sequence[bool]) -> float:
    both = sum(g and f for g, f in zip(gold, found, strict=True))
    return 100 * 2 * both / ((sum(gold) + sum(found)) or 1)


def average_precision(gold: Sequence[bool], scores: Sequence[float]) -> float:
    """Mean precision at each positive, after scikit-learn's definition: equal scores are one step, so that order cannot help."""
    ranked = sorted(zip(scores, gold, strict=True), key=lambda pair: -pair[0])
    total, seen, hits, found = 0.0, 0, 0, 0
    for number, (score, positive) in enumerate(ranked):
        seen, hits = seen + 1, hits + positive
        if number + 1 == len(ranked) or ranked[number + 1][0] != score:
            total += (hits - found) * hits / seen
            found = hits
    return total / (sum(gold) or 1)


def policlaim(data: Path, parser: KeptParser) -> list[Labelled]:
    return label_claims(read_table(data / "checkable-policlaim" / "train.tsv", "sentence", "checkable"), "yes", parser)


def check_worthy(data: Path, parser: KeptParser) -> list[Labelled]:
    path = data / "checkworthiness-ct24" / "CT24_checkworthy_english_dev.tsv"
    return label_claims(read_table(path, "Text", "class_label"), "Yes", parser)


def subjective(data: Path, parser: KeptParser) -> list[Labelled]:
    return label_claims(read_table(data / "subjectivity-ct25" / "dev_en.tsv", "sentence", "label"), "SUBJ", parser)


def rows(data: Path, parser: KeptParser) -> list[Row]:
    """The table's rows. Raises OSError when a file of `data` cannot be read."""
    found = policlaim(data, parser)
    gold = [s.positive for s in found]
    result = [
        Row(
            "PoliClaim train",
            "checkable sentences, accuracy",
            round(accuracy(gold, [is_checkable(s.claims) for s in found]), 1),
            80,
            "on its test: human 91-94, GPT-4 86.3, TF-IDF + logistic regression 79.2, GPT-3.5 76.5 (published)",
        )
    ]
    found = check_worthy(data, parser)
    gold = [s.positive for s in found]
    scores = [sentence_score(s.claims) for s in found]
    result += [
        Row(
            "CheckThat! 2024 dev", "check-worthy, average precision", round(average_precision(gold, scores), 3), 0.75, "TF-IDF .697 on test"
        ),
        Row(
            "CheckThat! 2024 dev",
            "check-worthy, F1",
            round(f1(gold, [s >= WORTH_CHECKING for s in scores]), 1),
            None,
            "on test: DeBERTa-large 82-83 (published, trained), TF-IDF 52.8",
        ),
    ]
    found = subjective(data, parser)
    for name, positive, target, best in (("subjective", True, 20.0, "low"), ("objective", False, None, "high")):
        part = [is_stated_as_checkable(s.claims) for s in found if s.positive is positive]
        result.append(
            Row(
                "CheckThat! 2025 dev",
                f"{name} sentences that become checkable claims, %",
                round(100 * sum(part) / len(part), 1),
                target,
                "",
                best,
            )
        )
    return result


def print_errors(found: Sequence[Labelled], ranked: bool, limit: int) -> None:
    """Sentences that are wrong, each with what was made of it."""
    for sentence in found[:limit]:
        score = sentence_score(sentence.claims)
        wrong = (score >= WORTH_CHECKING if ranked else is_checkable(sentence.claims)) is not sentence.positive
        if wrong:
            print(f"\n{'+' if sentence.positive else '-'} {score:.2f} {sentence.text}")
            for claim in sentence.claims:
                verdict, names = claim.checkability, ", ".join(f"{r.name} {r.points:+}" for r in claim.priority.reasons)
                print(
                    f"      {verdict.value} {verdict.reason or ''} [{claim.kind}; {' '.join(claim.types)}; {claim.modality}] {claim.text}\n         {names}"
                )


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("data", type=Path)
    options.add_argument("--parses", type=Path, required=True)
    options.add_argument("--errors", choices=["policlaim", "check-worthy", "subjective"])
    options.add_argument("--limit", type=int)
    chosen = options.parse_args()
    parser = KeptParser(chosen.parses)
    if chosen.errors:
        read = {"policlaim": policlaim, "check-worthy": check_worthy, "subjective": subjective}[chosen.errors]
        found = read(chosen.data, parser)
        flip = [Labelled(s.text, not s.positive, s.claims) for s in found] if chosen.errors == "subjective" else found
        print_errors(flip, chosen.errors == "check-worthy", chosen.limit or len(found))
        return 0
    for row in rows(chosen.data, parser):
        print(f"{row.data:22} {row.measure:55} {row.value:6} (target {'under ' if row.best == 'low' else ''}{row.target}) {row.peers}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
