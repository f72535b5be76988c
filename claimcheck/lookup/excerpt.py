"""The part of a long page that bears on a claim: paragraphs word for word, chosen by the terms of the query, and nothing made up.

Terms are counted, no more: the reader of the evidence (`passages`, then the extractor) judges. A page's first paragraph always comes
along, for it says what "it" and "the two countries" are further down.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from claimcheck.calendar_names import MONTHS
from claimcheck.lookup.query import Query
from claimcheck.lookup.word_forms import forms

#: Characters of an excerpt, of the first paragraph in it, and of one of the other pieces.
MOST, MOST_LEAD, MOST_PIECE = 2_000, 600, 700
#: A sentence that is longer is a list without full stops. It is left out: half a sentence may say the opposite of the whole.
LONGEST_SENTENCE = 1_000
#: What a piece must weigh to be worth reading: a name in full, or two words.
LEAST = 2
#: Sentences that are searched for in the whole of another text: a bound on the time for two pages that share nothing.
MOST_SEARCHES = 2_000

#: Letters that a stem has at least; shorter beginnings are those of other words too ("car" of "carpet").
LONG_STEM = 4
_WORD = re.compile(r"\w+")
#: A full stop and what may close a quotation behind it, before a space and a capital or a figure.
_END = re.compile(r"""[.!?…]["”’')\]]*(?=\s+["“‘'(\[]?[^\W_a-z])""")
_ABBREVIATED = re.compile(
    r"(?:^|[\s(])(?:[A-Za-z]|[A-Z]\.[A-Z]|Mr|Mrs|Ms|Dr|Prof|Gen|Adm|Col|Maj|Lt|Sgt|Capt|Rev|Sen|Rep|Gov|Hon|Pres|St|No|Nos|vs|approx|c|ca|cf)\.$"
)


@dataclass(frozen=True, slots=True)
class Excerpt:
    """`text`: pieces of the page, in its order, with blank lines between them; "" where nothing bears on the query.
    `share`: of the query's terms, how many stand in it, 0 to 1."""

    text: str
    share: float


class Terms:
    """The terms of a query, ready to be looked for."""

    def __init__(self, query: Query):
        self._names = [tuple(_words(name.text)) for name in query.names]
        self._persons = [name.kind == "person" for name in query.names]
        self._words = [(forms(word), begin) for word in query.words if (begin := stem(word))]
        days = [day for day in (query.begin, query.end) if day]
        self._dates = sorted({str(day.year) for day in days}) + sorted({MONTHS[day.month - 1].casefold() for day in days})
        self._most = 2 * len(self._names) + len(self._words) + len(self._dates)
        self.number = len(self._names) + len(self._words) + len(self._dates)

    def weight(self, text: str) -> int:
        """Two for each name in full, one for the last word of a person's name alone, one for each word in any inflection, one for a
        year or a month that the claim is about. How often one occurs does not count."""
        return sum(self._weights(text))

    def found(self, text: str) -> int:
        """How many of the terms stand in the text."""
        return sum(weight > 0 for weight in self._weights(text))

    def share(self, text: str) -> float:
        """The weight of a text as a part of the largest that it could have."""
        return round(self.weight(text) / self._most, 4) if self._most else 0.0

    def _weights(self, text: str) -> Iterator[int]:
        words = _words(text)
        here = set(words)
        for name, person in zip(self._names, self._persons, strict=True):
            yield 2 if _runs(words, name) else int(person and bool(name) and name[-1] in here)
        for inflected, begin in self._words:
            # beyond its inflections, for "collapse" and "collapsing" of one that no dictionary has
            yield int(bool(inflected & here) or len(begin) >= LONG_STEM and any(word.startswith(begin) for word in here))
        for term in self._dates:
            yield int(term in here)


def excerpt(paragraphs: Sequence[str], query: Query, *, title: str, lead: bool = True) -> Excerpt:
    """What of a page's paragraphs bears on the query, at most MOST characters. `lead`: with the first paragraph, where it or
    anything else bears on the query. A page whose title is one of the names speaks of it as "it", so there one term is enough.

    One term of several is chance: with nothing but the name of a country, its page says nothing of what happened there.
    """
    terms = Terms(query)
    least = 1 if terms.weight(title) >= LEAST else LEAST
    pieces = [
        (number, place, piece)
        for number, paragraph in enumerate(paragraphs)
        for place, piece in enumerate(_pieces(paragraph, MOST_LEAD if lead and not number else MOST_PIECE))
    ]
    weights = [terms.weight(piece) for _, _, piece in pieces]
    if max(weights, default=0) < least:
        return Excerpt("", 0.0)
    chosen: list[int] = []
    left = MOST
    ranked = sorted((index for index, weight in enumerate(weights) if weight >= least), key=lambda index: (-weights[index], index))
    if lead:
        ranked = [0, *(index for index in ranked if index)]
    for index in ranked:
        length = len(pieces[index][2]) + 2
        if length <= left + 2:
            chosen.append(index)
            left -= length
    text = ""
    before: tuple[int, int] | None = None
    for index in sorted(chosen):
        number, place, piece = pieces[index]
        # Two neighbours of one paragraph are put together again as they stood.
        joint = "" if before is None else " " if before == (number, place - 1) else "\n\n"
        text += joint + piece
        before = (number, place)
    if terms.found(f"{title}\n{text}") < min(2, terms.number):
        return Excerpt("", 0.0)
    return Excerpt(text, terms.share(text))


def changed(paragraphs: Iterable[str], earlier: Sequence[str]) -> tuple[str, ...]:
    """The paragraphs that hold a sentence which the earlier text does not, whatever its spacing and punctuation."""
    known = {_letters(sentence) for paragraph in earlier for sentence in sentences(paragraph)}
    whole = "".join(_letters(paragraph) for paragraph in earlier)
    searches = MOST_SEARCHES
    found = []
    for paragraph in paragraphs:
        for sentence in sentences(paragraph):
            letters = _letters(sentence)
            if letters in known:
                continue
            # Where the two texts are cut into sentences at other places, it may stand there all the same.
            searches -= 1
            if searches < 0 or letters not in whole:
                found.append(paragraph)
                break
    return tuple(found)


def sentences(paragraph: str) -> list[str]:
    """The paragraph cut behind its sentences: rough, but never inside an abbreviation of the list."""
    found: list[str] = []
    begin = 0
    for match in _END.finditer(paragraph):
        if _ABBREVIATED.search(paragraph, max(begin, match.end() - 12), match.end()):
            continue
        found.append(paragraph[begin : match.end()].strip())
        begin = match.end()
    found.append(paragraph[begin:].strip())
    return [sentence for sentence in found if sentence]


def stem(word: str) -> str:
    """What all inflections of a word begin with that only add an ending: "clos" for "closed". A short word stays as it is."""
    folded = word.casefold()
    shorter = folded[:-1] if folded.endswith(("e", "y")) else folded
    return shorter if len(shorter) >= LONG_STEM else folded


def _pieces(paragraph: str, most: int) -> list[str]:
    """Runs of whole sentences, each at most `most` characters where its sentences are not longer themselves."""
    if len(paragraph) <= most:
        return [paragraph] if paragraph else []
    pieces: list[str] = []
    for sentence in sentences(paragraph):
        if pieces and len(pieces[-1]) + 1 + len(sentence) <= most:
            pieces[-1] += f" {sentence}"
        else:
            pieces.append(sentence)
    return [piece for piece in pieces if len(piece) <= max(most, LONGEST_SENTENCE)]


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def _letters(text: str) -> str:
    return "".join(_words(text))


def _runs(words: Sequence[str], name: tuple[str, ...]) -> bool:
    """Whether the name stands among the words, in its order."""
    if not name:
        return False
    return any(tuple(words[start : start + len(name)]) == name for start in range(len(words) - len(name) + 1) if words[start] == name[0])
