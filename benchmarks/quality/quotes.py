"""How well it is found who said what, on PolNeAR.

    python -m benchmarks.quality.quotes FOLDER --parses FOLDER [--write FILE] [--rules] [--misses KIND] [--false RULE]

FOLDER holds `text/NAME.txt` and `attributions/NAME_*.ann` (brat: Source, Cue, Content): the Political News Attribution Relations
Corpus (Newell, Margolin and Ruths, LREC 2018). Its texts are not free: nothing of them belongs into this repository.
A content is found when the letters and digits that it shares with a gold content are at least half of those that either has
(intersection over union), one to one, best first; a speaker is right when it shares a letter with the gold source.
A gold content is `direct` when it stands between quotation marks, `mixed` when it holds some, else `indirect`.
`--rules` adds how many finds of each rule were in the gold, `--write` keeps the system's answers as JSON, `--misses` shows the gold
of a kind that was not found, `--false` the finds of a rule (or `all`) that are not in the gold.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.quality.measure import Row
from benchmarks.quality.parses import KeptParser
from claimcheck.enrich.attribution import attributions
from claimcheck.model import Attribution, Span

Spans = tuple[Span, ...]


@dataclass(frozen=True)
class Gold:
    content: Spans
    source: Spans
    kind: str


def read_gold(annotation: Path, text: str) -> list[Gold]:
    spans: dict[str, Spans] = {}
    found = []
    for line in annotation.read_text(encoding="utf-8").splitlines():
        fields = line.split("\t")
        if fields[0].startswith("T"):
            _, _, offsets = fields[1].partition(" ")
            spans[fields[0]] = tuple(Span(*map(int, part.split())) for part in offsets.split(";"))
        elif fields[0].startswith("E"):
            roles: dict[str, list[Span]] = defaultdict(list)
            for item in fields[1].split():
                role, _, name = item.partition(":")
                roles[re.sub(r"\d+$", "", role)] += spans.get(name, ())
            content = tuple(sorted(roles["Content"]))
            found.append(Gold(content, tuple(sorted(roles["Source"])), kind_of(" ".join(s.slice(text) for s in content).strip())))
    return found


def kind_of(words: str) -> str:
    if re.match(r"^[\"“]", words) and re.search(r"[\"”][.,]?$", words):
        return "direct"
    return "mixed" if re.search(r"[\"“”]", words) else "indirect"


def letters(spans: Spans, text: str) -> set[int]:
    return {i for s in spans for i in range(s.start, s.end) if text[i : i + 1].isalnum()}


def pairs(gold: Sequence[Gold], system: Sequence[Attribution], text: str, threshold: float = 0.5) -> dict[int, int]:
    """Number of the gold content for each number of a system's content that finds it."""
    mine, theirs = [letters(a.content, text) for a in system], [letters(g.content, text) for g in gold]
    scored = sorted(((len(m & t) / len(m | t), i, j) for i, m in enumerate(mine) for j, t in enumerate(theirs) if m & t), reverse=True)
    found: dict[int, int] = {}
    for overlap, i, j in scored:
        if overlap >= threshold and i not in found and j not in found.values():
            found[i] = j
    return found


def percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 1) if whole else 0.0


def score(gold: Mapping[str, Sequence[Gold]], system: Mapping[str, Sequence[Attribution]], texts: Mapping[str, str]) -> dict[str, Any]:
    count: Counter[str] = Counter()
    for name, annotated in gold.items():
        answers, text = system[name], texts[name]
        count["system"] += len(answers)
        for one in annotated:
            count["gold"] += 1
            count[f"gold {one.kind}"] += 1
        for i, j in pairs(annotated, answers, text).items():
            one, source = annotated[j], answers[i].source_span
            count["found"] += 1
            count[f"found {one.kind}"] += 1
            if one.source:
                right = source is not None and bool(letters(one.source, text) & letters((source,), text))
                count[f"speakers {one.kind}"] += 1
                count[f"right {one.kind}"] += right
    result: dict[str, Any] = {
        "documents": len(gold),
        "P": percent(count["found"], count["system"]),
        "R": percent(count["found"], count["gold"]),
        "F1": percent(2 * count["found"], count["system"] + count["gold"]),
    }
    for kind in ("direct", "mixed", "indirect"):
        result[kind] = {
            "gold": count[f"gold {kind}"],
            "R": percent(count[f"found {kind}"], count[f"gold {kind}"]),
            "speaker": percent(count[f"right {kind}"], count[f"speakers {kind}"]),
            "R with the right speaker": percent(count[f"right {kind}"], count[f"gold {kind}"]),
        }
    return result


def by_rule(gold: Mapping[str, Sequence[Gold]], system: Mapping[str, Sequence[Attribution]], texts: Mapping[str, str]) -> dict[str, str]:
    total: Counter[str] = Counter()
    hits: Counter[str] = Counter()
    for name, annotated in gold.items():
        found = pairs(annotated, system[name], texts[name])
        for i, one in enumerate(system[name]):
            total[one.rule] += 1
            hits[one.rule] += i in found
    return {rule: f"{hits[rule]} of {number}" for rule, number in total.most_common()}


def answers_as_json(system: Mapping[str, Sequence[Attribution]]) -> dict[str, list[dict[str, list[list[int]]]]]:
    def lists(*spans: Span | None) -> list[list[int]]:
        return [[s.start, s.end] for s in spans if s is not None]

    return {
        name: [{"content": lists(*a.content), "source": lists(a.source_span), "cue": lists(a.cue_span)} for a in found]
        for name, found in system.items()
    }


def corpus(folder: Path) -> tuple[dict[str, str], dict[str, list[Gold]]]:
    """Texts and gold by the name of the document."""
    texts, gold = {}, {}
    for annotation in sorted((folder / "attributions").glob("*.ann")):
        name = annotation.stem.rpartition("_")[0]
        source = folder / "text" / f"{name}.txt"
        if name not in texts and source.exists():
            texts[name] = source.read_text(encoding="utf-8")
            gold[name] = read_gold(annotation, texts[name])
    return texts, gold


def rows(data: Path, parser: KeptParser) -> list[Row]:
    """The three figures of PolNeAR's development part. `data` holds the folder `quotes-polnear`."""
    texts, gold = corpus(data / "quotes-polnear")
    result = score(gold, {name: attributions(parser.sentences(text), text) for name, text in texts.items()}, texts)
    direct, indirect = result["direct"], result["indirect"]
    return [
        Row("PolNeAR dev", "attributions, F1 at IoU .5", result["F1"], 60.0, "GenderGapTracker 48.2, textacy 20.2"),
        Row("PolNeAR dev", "direct quotes found with the right speaker, %", direct["R with the right speaker"], 85.0),
        Row("PolNeAR dev", "indirect speech found, %", indirect["R"], 55.0, "GenderGapTracker 24.4 (test split)"),
    ]


def _show(one: Attribution | Gold, text: str) -> str:
    return " … ".join(" ".join(p.slice(text).split()) for p in one.content)


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", type=Path)
    options.add_argument("--parses", type=Path, required=True)
    options.add_argument("--write", type=Path)
    options.add_argument("--rules", action="store_true")
    options.add_argument("--misses")
    options.add_argument("--false")
    chosen = options.parse_args()

    parser = KeptParser(chosen.parses)
    texts, gold = corpus(chosen.folder)
    system = {name: attributions(parser.sentences(text), text) for name, text in texts.items()}
    if chosen.write:
        chosen.write.write_text(json.dumps(answers_as_json(system), indent=1, sort_keys=True), encoding="utf-8")
    result = score(gold, system, texts)
    if chosen.rules:
        result["rules"] = by_rule(gold, system, texts)
    print(json.dumps(result, indent=1))
    for name, text in texts.items():
        found = pairs(gold[name], system[name], text)
        for j, one in enumerate(gold[name]):
            if one.kind == chosen.misses and j not in found.values():
                print(f"- {name}: {' '.join(s.slice(text) for s in one.source)!r}: {_show(one, text)!r}")
        for i, answer in enumerate(system[name]):
            if chosen.false in (answer.rule, "all") and i not in found:
                print(f"+ {name}: {answer.rule} {answer.source!r} {answer.cue}: {_show(answer, text)!r}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
