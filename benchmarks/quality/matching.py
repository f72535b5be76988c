"""Whether an earlier fact-check of a claim is found again among 19,250.

    python -m benchmarks.quality.matching DATA [--vectors] [--keep FOLDER] [--errors N] [--fit]

DATA holds the folder `matching-2b`: CheckThat! 2022 task 2B in English (Nakov et al., CLEF 2022): sentences of US debates and speeches,
and the claims that PolitiFact had checked, with speaker and title. Its texts are for research only and must not be copied into this
repository. Queries are the sentences alone, without their neighbours; then with the day, then with the speaker too. Both are read
from the query's id, which names the event: the day is there for all of them, as an article's date is; a speaker where the id names
exactly one person and no debate. More than a third of the relevant claims are of the event itself: for them the day tells much, and the
figures with it are those of an archive in which the very statement has been checked already.

MAP@5 is trec_eval's map_cut_5, as the task's scorer has it: the mean over queries of the sum of precision at each relevant rank up to
5, by the number of relevant claims. BM25 alone, over the words of the claim as they stand, is the task's own baseline; its figure
depends on how words are cut, so it is computed here too. `--fit` fits the weights of `claimcheck/lookup/matching.json` on the
training queries and shows a cross-validation over debates, never on the development queries; each query stands in it three times, with
the words alone, with the day, and with the speaker too, so that one set of weights serves all. `--errors` shows training queries that fail.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from itertools import product
from math import log
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.quality.matching_fit import Labelled, fitted
from benchmarks.quality.measure import Row
from benchmarks.quality.parses import KeptParser
from claimcheck.archive import Archive, Entry, opened
from claimcheck.archive.day import read_day
from claimcheck.lookup import matching
from claimcheck.lookup.circumstances import Circumstances

if TYPE_CHECKING:
    from collections.abc import Iterator

    from claimcheck.archive.vectors import SentenceVectors

FOLDER = "matching-2b"
CUT = 5
TARGET = 0.5
WEIGHTS = Path(matching.__file__).with_name(matching.WEIGHTS)


#: What is known of a query, from its words on.
LEVELS = ("words and slots", "words, slots and day", "words, slots, day and speaker")
#: Persons as the ids name them, misspellings included.
_PERSONS = {
    "cruz": "Ted Cruz",
    "hillary": "Hillary Clinton",
    "kasich": "John Kasich",
    "obama": "Barack Obama",
    "pelosi": "Nancy Pelosi",
    "sanders": "Bernie Sanders",
    "trump": "Donald Trump",
    "trumo": "Donald Trump",
    "tump": "Donald Trump",
}


@dataclass(frozen=True, slots=True)
class Task:
    """Claims by their ids, queries by theirs, and for each query the ids of the claims that are relevant."""

    claims: Mapping[str, Entry]
    queries: Mapping[str, str]
    relevant: Mapping[str, Mapping[str, frozenset[str]]]  # "train", "dev"


def read(data: Path) -> Task:
    claims = {}
    with gzip.open(data / FOLDER / "vclaims.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            item = json.loads(line)
            claims[item["vclaim_id"]] = Entry(
                "fact-check",
                item["vclaim"],
                speaker=item["speaker"],
                stated=read_day(item["date"].removeprefix("stated on ").partition(" in ")[0].rstrip(".: ")),
                reviewed=_reviewed(item["url"]),
                rating=item["truth_label"],
                title=item["title"],
                url=f"https://claims.example/{item['vclaim_id']}",
            )
    pairs = (line.rstrip("\n").split("\t") for line in _lines(data, "Train-Dev_Queries"))
    return Task(claims, dict(pairs), {"train": _relevant(data, "Train_QRELs"), "dev": _relevant(data, "Dev_QRELs")})


def _reviewed(path: str) -> str | None:
    """The day of a fact-check from its address: /factchecks/2019/oct/30/…"""
    parts = path.split("/")
    return read_day(" ".join(reversed(parts[2:5]))) if len(parts) > 5 else None


def known(query: str, level: int) -> Circumstances:
    """What a query's id tells, by the index of LEVELS: "20170822_Trump_phoenix_0123" is of 22 August 2017, and Donald Trump's."""
    if not level:
        return matching.UNKNOWN
    words = query.lower().split("_")
    persons = {_PERSONS[word] for word in words if word in _PERSONS}
    alone = level == 2 and len(persons) == 1 and "debate" not in words
    return Circumstances(date.fromisoformat(words[0]), persons.pop() if alone else None)


def _lines(data: Path, name: str) -> list[str]:
    return (data / FOLDER / f"CT2022-Task2B-EN-{name}.tsv").read_text(encoding="utf-8").splitlines()


def _relevant(data: Path, name: str) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for line in _lines(data, name):
        query, _, claim, relevant = line.split("\t")
        if relevant.strip() == "1":
            found[query].add(claim)
    return {query: frozenset(claims) for query, claims in found.items()}


def average_precision(ranked: Sequence[str], relevant: frozenset[str], cut: int = CUT) -> float:
    """Of one query, after trec_eval's map_cut."""
    hits = [rank for rank, claim in enumerate(ranked[:cut], 1) if claim in relevant]
    return sum(number / rank for number, rank in enumerate(hits, 1)) / len(relevant)


def mean_average_precision(task: Task, part: str, ranked: Callable[[str], Sequence[str]]) -> float:
    """`ranked` gives the ids of claims for a query's id."""
    relevant = task.relevant[part]
    return sum(average_precision(ranked(query), claims) for query, claims in relevant.items()) / len(relevant)


def bm25(texts: Mapping[str, str], k1: float = 1.2, b: float = 0.75) -> Callable[[str], list[str]]:
    """The baseline: Robertson's BM25 over the words of the texts in lower case; ids for a text, best first."""
    cut = {name: re.findall(r"\w+", text.lower()) for name, text in texts.items()}
    average = sum(map(len, cut.values())) / len(cut)
    holding: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for name, words in cut.items():
        for word, count in Counter(words).items():
            holding[word].append((name, count))

    def ranked(text: str) -> list[str]:
        scores: Counter[str] = Counter()
        for word in re.findall(r"\w+", text.lower()):
            rarity = log(1 + (len(cut) - len(holding[word]) + 0.5) / (len(holding[word]) + 0.5))
            for name, count in holding[word]:
                scores[name] += rarity * count * (k1 + 1) / (count + k1 * (1 - b + b * len(cut[name]) / average))  # type: ignore[assignment]
        return sorted(scores, key=lambda name: (-scores[name], name))[:CUT]

    return ranked


@contextmanager
def archived(task: Task) -> Iterator[tuple[Archive, dict[str, str]]]:
    """The claims in an archive, and their ids by those of its entries."""
    with tempfile.TemporaryDirectory() as folder, opened(Path(folder) / "archive.sqlite", make=True) as archive:
        archive.add(task.claims.values())
        yield archive, {entry.entry_id: name for name, entry in task.claims.items()}


def meanings(archive: Archive, model: SentenceVectors, texts: Mapping[str, str], keep: Path | None = None) -> dict[str, matching.Meanings]:
    """For each query the nearness of every claim. `keep`: a folder for the archive's vectors, which take minutes."""
    from claimcheck.archive.vectors import MODEL, Nearness

    entries = archive.without_vector(MODEL)
    digest = sha256(repr((MODEL, entries)).encode()).hexdigest()[:24]
    kept = keep / f"vectors-{digest}" if keep else None
    if kept and kept.is_file():
        near = Nearness([number for number, _, _ in entries], kept.read_bytes())
    else:
        vectors = b"".join(vector for _, vector in model.of_entries(entries))
        near = Nearness([number for number, _, _ in entries], vectors)
        if kept:
            part = kept.with_suffix(".part")
            part.write_bytes(vectors)
            part.replace(kept)  # a run that is stopped leaves no half of them
    return {name: near.cosines(vector) for name, vector in zip(texts, model.encoded(list(texts.values())), strict=True)}


def candidates(
    archive: Archive, names: Mapping[str, str], task: Task, part: str, near: Mapping[str, matching.Meanings], level: int = 0
) -> dict[str, list[tuple[str, matching.Measured]]]:
    """For each query its candidates with their measures."""
    return {
        query: [
            (names[item.entry_id], item) for item in matching.measured(archive, task.queries[query], near.get(query), known(query, level))
        ]
        for query in task.relevant[part]
    }


def by_weights(found: Mapping[str, list[tuple[str, matching.Measured]]], weights: Mapping[str, float]) -> Callable[[str], list[str]]:
    def ranked(query: str) -> list[str]:
        names = {item.entry_id: name for name, item in found[query]}
        return [names[item.entry_id] for item, _ in matching.rank([item for _, item in found[query]], weights)]

    return ranked


def rows(data: Path, parser: KeptParser) -> list[Row]:
    """The figures; the claims' vectors are kept beside the parses."""
    return _rows(data, parser.folder)


def _rows(data: Path, keep: Path | None) -> list[Row]:
    """BM25 alone, and our ranking by what is known, each also with vectors where their model is installed. The target is the last's."""
    from claimcheck.archive import vectors

    task = read(data)
    baseline = bm25({name: entry.claim for name, entry in task.claims.items()})
    part = "dev"  # the weights were fitted on the others
    texts = {query: task.queries[query] for query in task.relevant[part]}
    found = []
    with archived(task) as (archive, names):
        model = vectors.SentenceVectors() if vectors.folder() else None
        kinds: list[tuple[str, Mapping[str, matching.Meanings]]] = [("", {})]
        if model:
            kinds.append((" with vectors", meanings(archive, model, texts, keep)))
        value = mean_average_precision(task, part, lambda query: baseline(task.queries[query]))
        found.append(Row(f"CheckThat! 2022 2B {part}", "MAP@5, BM25 alone", value))
        for (ending, near), (level, name) in product(kinds, enumerate(LEVELS)):
            ranked = by_weights(candidates(archive, names, task, part, near, level), matching.weights(with_meanings=bool(near)))
            target = TARGET if (ending, name) == (kinds[-1][0], LEVELS[-1]) else None
            value = mean_average_precision(task, part, ranked)
            found.append(Row(f"CheckThat! 2022 2B {part}", f"MAP@5, {name}{ending}", value, target))
    return found


def labelled(task: Task, found: Mapping[str, list[tuple[str, matching.Measured]]], part: str, level: int) -> list[Labelled]:
    return [
        Labelled(
            query,
            level,
            [item.measures for _, item in items],
            [name in task.relevant[part][query] for name, _ in items],
            len(task.relevant[part][query]),
        )
        for query, items in found.items()
    ]


def main() -> None:
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("data", type=Path)
    cli.add_argument("--vectors", action="store_true", help="fit or show errors with vectors")
    cli.add_argument("--fit", action="store_true")
    cli.add_argument("--keep", type=Path, metavar="FOLDER", help="where the claims' vectors are kept between two runs")
    cli.add_argument("--errors", type=int, default=0, metavar="N")
    options = cli.parse_args()
    if not options.fit and not options.errors:
        for row in _rows(options.data, options.keep):
            print(f"{row.data}, {row.measure}: {row.value:.4f}")
        return
    task = read(options.data)
    with archived(task) as (archive, names):
        near: Mapping[str, matching.Meanings] = {}
        if options.vectors:
            from claimcheck.archive.vectors import SentenceVectors

            near = meanings(archive, SentenceVectors(), {query: task.queries[query] for query in task.relevant["train"]}, options.keep)
        if options.fit:
            data = []
            for level in range(len(LEVELS)):
                data += labelled(task, candidates(archive, names, task, "train", near, level), "train", level)
            weights, figures = fitted(data)
            for level, figure in figures.items():
                print(f"{LEVELS[level]}, cross-validated over debates: MAP@5 {figure:.4f}")
            _write(weights, with_vectors=options.vectors)
        else:
            found = candidates(archive, names, task, "train", near)
            _errors(task, found, by_weights(found, matching.weights(with_meanings=options.vectors)), options.errors)


def _write(weights: Mapping[str, float], *, with_vectors: bool) -> None:
    content = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    content["with_vectors" if with_vectors else "words_alone"] = {name: round(value, 4) for name, value in weights.items()}
    WEIGHTS.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def _errors(task: Task, found: Mapping[str, object], ranked: Callable[[str], Sequence[str]], most: int) -> None:
    failed: Iterable[str] = (query for query in found if average_precision(ranked(query), task.relevant["train"][query]) < 0.5)
    for query, _ in zip(failed, range(most), strict=False):
        order = ranked(query)
        print(f"\n? {task.queries[query]}")
        for claim in sorted(task.relevant["train"][query]):
            rank = order.index(claim) + 1 if claim in order else None
            print(f"  wanted {rank}: {task.claims[claim].claim} | {task.claims[claim].title}")
        for claim in order[:2]:
            print(f"  found: {task.claims[claim].claim} | {task.claims[claim].title}")


if __name__ == "__main__":
    main()
