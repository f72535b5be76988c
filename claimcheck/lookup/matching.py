"""Which earlier fact-checks speak of a claim: candidates by words, ranked by how they fit.

First FTS5 gives the entries that share most words with the claim (BM25: Robertson and Zaragoza 2009, https://doi.org/10.1561/1500000019). Then
each is measured anew, slot by slot: how much of either is covered, what stands in the same order, which names and numbers are shared
and which are missing. The measures are summed with the weights of `matching.json`, whose docstring says what they were fitted on.
Vectors of sentences, where an archive has them, find more candidates and are one measure more.

Everything is exact and repeatable: equal scores are ordered by the entries' ids.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from math import exp, log
from typing import Any, Protocol

from claimcheck.archive.entry import Entry
from claimcheck.archive.ledger import Archive, Candidate
from claimcheck.archive.tokens import Token, keys, tokens
from claimcheck.lookup.circumstances import NEAR, Circumstances, apart, nearness, same_speaker, surname

#: Weights of the columns claim, title, body and speaker when candidates are looked for.
COLUMN_WEIGHTS = (1.0, 0.6, 0.2, 0.2)
#: Candidates by words, and by vectors.
BY_WORDS, BY_VECTORS = 150, 100
#: Candidates by words of the days around, and of the same speaker.
BY_CIRCUMSTANCES = 50
#: Nothing is known but the words.
UNKNOWN = Circumstances()
#: Words of a query that are looked for: the rarest; a paragraph has more, and each costs time.
_MAX_WORDS = 32
#: Of candidates, tokens that are compared.
_MAX_TOKENS = 120
#: BM25's saturation and length normalisation, with the usual values, and the length of a claim with its title that is neither long nor short.
_K1, _B, _LENGTH = 1.2, 0.75, 24.0
#: Letters of the pieces by which spellings are compared.
_PIECE = 4
#: A word is as rare as if the archive held at least so many entries: in a handful of them every word is frequent.
_ENTRIES = 1000
WEIGHTS = "matching.json"
_WORD = re.compile(r"[^\W_]+")


class Meanings(Protocol):
    """How near the entries' meanings are to the query's: those of the claim and of the title."""

    def of(self, number: int) -> tuple[float, float]: ...

    def best(self, limit: int) -> list[int]: ...


#: Measures that say nothing of what a claim says.
CIRCUMSTANCES = ("same day", "days apart", "same speaker")


@dataclass(frozen=True, slots=True)
class Match:
    """An entry that fits. `score`, 0 to 1: the share of candidates with such measures that were what was looked for."""

    entry: Entry
    score: float
    measures: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Measured:
    """A candidate with its measures."""

    number: int
    entry_id: str
    measures: Mapping[str, float]


def matches(
    archive: Archive,
    text: str,
    *,
    limit: int = 5,
    least: float = 0.0,
    meanings: Meanings | None = None,
    circumstances: Circumstances = UNKNOWN,
) -> list[Match]:
    """The entries that fit a claim best, at most `limit`. Raises ArchiveError when the archive is damaged.

    None is among them whose words alone score below `least`: the day and the speaker put those in order that fit, and in an archive of
    one day and one speaker they fit all.
    """
    weighted = weights(with_meanings=meanings is not None)
    by_words = {**weighted, **dict.fromkeys(CIRCUMSTANCES, 0.0)}
    found = measured(archive, text, meanings, circumstances)
    fit = {item.entry_id for item, score in rank(found, by_words) if score >= least}
    best = rank([item for item in found if item.entry_id in fit], weighted)[:limit]
    entries = archive.by_number([item.number for item, _ in best])
    return [Match(entries[item.number], score, item.measures) for item, score in best]


def rank(items: Sequence[Measured], weighted: Mapping[str, float]) -> list[tuple[Measured, float]]:
    """Candidates with their scores, best first."""
    scored = [
        (item, round(_chance(sum(weighted[name] * value for name, value in item.measures.items()) + weighted[""]), 9)) for item in items
    ]
    return sorted(scored, key=lambda pair: (-pair[1], pair[0].entry_id))


@cache
def weights(*, with_meanings: bool) -> Mapping[str, float]:
    """The weight of each measure, by name; "" is the constant."""
    content: dict[str, Any] = json.loads((files("claimcheck.lookup") / WEIGHTS).read_text(encoding="utf-8"))
    return {name: float(value) for name, value in content["with_vectors" if with_meanings else "words_alone"].items()}


def measured(archive: Archive, text: str, meanings: Meanings | None = None, circumstances: Circumstances = UNKNOWN) -> list[Measured]:
    """The candidates for a claim with their measures, in no order that matters."""
    asked = tokens(text)
    if not asked:
        return []
    entries = max(len(archive), _ENTRIES)
    frequency = archive.frequencies(sorted({token.key for token in asked}))
    query = Query(text, asked, {word: _rarity(number, entries) for word, number in frequency.items()}, _rarity(0, entries))
    words = sorted({token.key for token in asked} & frequency.keys(), key=lambda word: (-query.rarity(word), word))[:_MAX_WORDS]
    found = {candidate.number: candidate for candidate in _candidates(archive, words, circumstances)}
    if meanings is not None:
        more = [number for number in meanings.best(BY_VECTORS) if number not in found]
        found.update((candidate.number, candidate) for candidate in archive.indexed(more))
    others = {key for candidate in found.values() for key in _compared(candidate.claim) + _compared(candidate.title)} - query.known
    query.learn({word: _rarity(number, entries) for word, number in archive.frequencies(sorted(others)).items()})
    return [
        Measured(
            candidate.number,
            candidate.entry_id,
            measures(query, candidate)
            | nearness(apart(circumstances.day, (candidate.stated, candidate.reviewed)))
            | {"same speaker": same_speaker(circumstances.speaker, candidate.said_by)}
            | (_near(meanings, candidate.number) if meanings else {}),
        )
        for candidate in found.values()
    ]


def _candidates(archive: Archive, words: Sequence[str], circumstances: Circumstances) -> Iterator[Candidate]:
    """Entries by their words: among all, among those of the days around, and among those of the speaker."""
    yield from archive.candidates(words, COLUMN_WEIGHTS, BY_WORDS)
    day, name = circumstances.day, keys(surname(circumstances.speaker) or "")
    if day:
        span = _day(day.toordinal() - NEAR), _day(day.toordinal() + NEAR)
        yield from archive.candidates(words, COLUMN_WEIGHTS, BY_CIRCUMSTANCES, between=span)
    if name:
        yield from archive.candidates(words, COLUMN_WEIGHTS, BY_CIRCUMSTANCES, speaker=name)


def _day(ordinal: int) -> date:
    return date.fromordinal(min(max(ordinal, date.min.toordinal()), date.max.toordinal()))


def _near(meanings: Meanings, number: int) -> dict[str, float]:
    return dict(zip(("meaning of claim", "meaning of title"), meanings.of(number), strict=True))


class Query:
    """The claim that is looked up, read once for all candidates."""

    def __init__(self, text: str, asked: Sequence[Token], rarities: dict[str, float], unknown: float):
        self.keys = [token.key for token in asked][:_MAX_TOKENS]
        self.words = frozenset(self.keys)
        self.names = frozenset(token.key for token in asked if token.kind == "name") & self.words
        self.numbers = frozenset(key for key in self.words if key[0].isdigit())
        self.counted = frozenset(what for _, what in _counted(self.keys))
        self.wording = _wording(text)
        self.pieces = _pieces(self.wording)
        self._rarities, self._unknown = rarities, unknown
        self.weight = self.sum(self.words)

    @property
    def known(self) -> frozenset[str]:
        return frozenset(self._rarities)

    def learn(self, rarities: Mapping[str, float]) -> None:
        self._rarities.update(rarities)

    def rarity(self, word: str) -> float:
        return self._rarities.get(word, self._unknown)

    def sum(self, words: frozenset[str]) -> float:
        return sum(sorted(self.rarity(word) for word in words))  # sorted: sums of floats depend on their order


def measures(query: Query, candidate: Candidate) -> dict[str, float]:
    """How a candidate fits a query: figures of about 0 to 1, each for itself."""
    claim, title = _compared(candidate.claim), _compared(candidate.title)
    in_claim, in_title = frozenset(claim), frozenset(title)
    both, speaker = in_claim | in_title, frozenset(candidate.speaker.split())
    shared = query.words & both
    numbers = frozenset(key for key in in_claim if key[0].isdigit())
    counted = {what for _, what in _counted(claim)} & query.counted  # "36 percent" and "51 percent"
    wording = _wording(candidate.text)
    return {
        "bm25": _bm25(query, Counter(claim + title), len(claim) + len(title), shared) / 50,
        "query covered": query.sum(shared) / query.weight,
        "title covered": query.sum(query.words & in_title) / (query.sum(in_title) or 1.0),
        "order of words": _sequence(query, claim) / 50,
        "same letters": _alike(query.pieces, _pieces(wording)),
        "same wording": _run(query.wording, wording) / 10,
        "names missing": query.sum(query.names - both - speaker) / 20,
        "numbers shared": query.sum(query.numbers & numbers) / 20,
        "numbers differ": float(bool(counted) and not query.numbers & numbers),
        "length": log(1 + len(claim)) / 5,
    }


def _compared(text: str) -> list[str]:
    return text.split()[:_MAX_TOKENS]


def _rarity(entries_with: int, entries: int) -> float:
    """Inverse document frequency, never negative."""
    return log(1 + (max(entries - entries_with, 0) + 0.5) / (entries_with + 0.5))


def _bm25(query: Query, counts: Counter[str], length: int, shared: frozenset[str]) -> float:
    norm = _K1 * (1 - _B + _B * length / _LENGTH)
    return sum(query.rarity(word) * counts[word] * (_K1 + 1) / (counts[word] + norm) for word in sorted(shared))


def _run(asked: Sequence[str], claim: Sequence[str]) -> int:
    """The longest row of words that stands in both without a gap."""
    best, before = 0, dict[int, int]()
    places = _places(claim)
    for word in asked:
        before = {place: before.get(place - 1, 0) + 1 for place in places.get(word, ())}
        best = max(best, *before.values()) if before else best
    return best


def _sequence(query: Query, claim: Sequence[str]) -> float:
    """The heaviest sequence of words that stands in both in the same order, gaps allowed: the longest common subsequence, weighted."""
    places = _places(claim)
    heaviest: dict[int, float] = {}  # of the sequences that end at each place of the claim
    for word in query.keys:
        found = places.get(word)
        if not found:
            continue
        weight = query.rarity(word)
        fresh = {place: weight + max((value for end, value in heaviest.items() if end < place), default=0.0) for place in found}
        for place, value in fresh.items():
            heaviest[place] = max(heaviest.get(place, 0.0), value)
    return max(heaviest.values(), default=0.0)


def _counted(words: Sequence[str]) -> list[tuple[str, str]]:
    """The numbers with the word after each, which tells what is counted."""
    return [(one, other) for one, other in zip(words, words[1:], strict=False) if one[0].isdigit() and not other[0].isdigit()]


def _wording(text: str) -> list[str]:
    """The words as they stand, with those that say little: a quotation shares them too."""
    return _WORD.findall(text.casefold())[:_MAX_TOKENS]


def _places(words: Sequence[str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for place, word in enumerate(words):
        found.setdefault(word, []).append(place)
    return found


def _pieces(words: Sequence[str]) -> frozenset[str]:
    """The pieces of four letters of a row of words, with the spaces between: names spelt another way still share most of them."""
    text = " ".join(words)
    return frozenset(text[start : start + _PIECE] for start in range(len(text) - _PIECE + 1))


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of the smaller side's pieces that are in the other."""
    small = min(len(one), len(other))
    return len(one & other) / small if small else 0.0


def _chance(score: float) -> float:
    return 1 / (1 + exp(-max(min(score, 50.0), -50.0)))
