"""Whether everything is accounted for: each sentence, number and date of a folder of articles stands in a claim or has a reason.

    python -m benchmarks.coverage FOLDER --parses FOLDER [--limit N] [--words]

FOLDER holds plain text files. Prints, over all articles, the share of sentences, numbers and dates inside claims, how often each reason is
given for the rest, and every failure: an article that could not be read, or an item that is neither held nor listed. `--words` adds what
the ledger does not count: the content words (nouns, verbs, adjectives, numbers) that no claim holds and that belong to no
attribution, the most telling measure of what is lost between two rules.
Exits with 1 when there is a failure.
"""

from __future__ import annotations

import argparse
import sys
import traceback
from collections import Counter
from pathlib import Path

from benchmarks.quality.parses import KeptParser, plain_document
from claimcheck.model import Report, Span
from claimcheck.pipeline import Extractor
from claimcheck.tree import Sentence

KINDS = ("sentence", "number", "date")
CONTENT = frozenset({"NOUN", "PROPN", "VERB", "ADJ", "NUM"})


def failures_of(report: Report) -> list[str]:
    """What the ledger of a report leaves out: held and listed items must add up to all."""
    ledger = report.coverage
    listed: Counter[str] = Counter(u.kind for u in ledger.uncovered)
    sums = {
        "sentence": (ledger.sentences, ledger.sentences_in_claims),
        "number": (ledger.numbers, ledger.numbers_in_claims),
        "date": (ledger.dates, ledger.dates_in_claims),
    }
    found = [f"{k}: {inside} held and {listed[k]} listed of {total}" for k, (total, inside) in sums.items() if inside + listed[k] != total]
    return found + [f"{u.kind} without a reason at {u.span.start}" for u in ledger.uncovered if not u.reason]


def lost_words(sentences: tuple[Sentence, ...], report: Report) -> list[str]:
    """Content words outside every claim and attribution, of sentences that have a claim, each as "word: sentence"."""
    held: list[Span] = [p for c in report.claims for p in c.pieces]
    held += [s for c in report.claims for a in c.attribution for s in (a.cue_span, a.source_span) if s is not None]
    with_claim = {c.sentence_span for c in report.claims}
    lost = []
    for sentence in sentences:
        if sentence.span not in with_claim:
            continue
        inside = [s for s in held if s.overlaps(sentence.span)]
        gone = [w.text for w in sentence.words if w.upos in CONTENT and not any(w.span.overlaps(s) for s in inside)]
        if gone:
            lost.append(f"{' '.join(gone)}: {' '.join(sentence.text.split())}")
    return lost


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", type=Path)
    options.add_argument("--parses", type=Path, required=True)
    options.add_argument("--limit", type=int, default=200, help="how many articles, spread over the folder (200)")
    options.add_argument("--words", action="store_true", help="also list content words outside all claims")
    chosen = options.parse_args()
    parser = KeptParser(chosen.parses)
    extractor = Extractor(parser=parser)
    files = sorted(chosen.folder.glob("*.txt"))
    files = files[:: max(1, len(files) // chosen.limit)][: chosen.limit]
    total: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    failures: list[str] = []
    for number, file in enumerate(files, 1):
        try:
            document = plain_document(file.read_text(encoding="utf-8", errors="replace"))
            report = extractor.extract_document(document)
        except Exception:  # the point of the run is to find what breaks, on any article
            failures.append(f"{file.name}: {traceback.format_exc(limit=-2)}")
            continue
        failures += [f"{file.name}: {failure}" for failure in failures_of(report)]
        ledger = report.coverage
        total.update(
            {
                "sentence": ledger.sentences,
                "sentence held": ledger.sentences_in_claims,
                "number": ledger.numbers,
                "number held": ledger.numbers_in_claims,
                "date": ledger.dates,
                "date held": ledger.dates_in_claims,
                "claims": len(report.claims),
            }
        )
        reasons.update(f"{u.kind}, {u.reason}" for u in ledger.uncovered)
        if chosen.words:
            sentences = parser.parse(document)
            lost = lost_words(sentences, report)
            total.update({"words": sum(w.upos in CONTENT for s in sentences for w in s.words)})
            total.update({"words lost": sum(len(line.partition(": ")[0].split()) for line in lost)})
            print("\n".join(lost))
        print(f"\r{number} of {len(files)}", end="", file=sys.stderr, flush=True)
    print(f"\n{len(files)} articles, {total['claims']} claims")
    for kind in KINDS:
        held, of = total[f"{kind} held"], total[kind]
        print(f"{kind + 's':<10} {held} of {of} in claims ({100 * held / max(of, 1):.1f} %)")
    for reason, count in sorted(reasons.items(), key=lambda item: (-item[1], item[0])):
        print(f"  {count:>5}  {reason}")
    if chosen.words:
        print(f"content words outside claims: {total['words lost']} of {total['words']}")
    print(f"failures: {len(failures)}")
    print("\n".join(failures))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
