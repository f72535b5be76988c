"""The source inventory: who speaks in an article, how much, and under which kind of name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from claimcheck.report import phrases
from claimcheck.report.article import Article, Json

#: The speaker of what the article says in its own voice.
OUTLET = 0

_ARTICLE = re.compile(r"^(?:the|a|an)\s+")


@dataclass(slots=True)
class Speaker:
    """Somebody whose words the article gives. `words` counts each word once, however many claims hold it."""

    index: int
    name: str
    kind: str  # named, institution, document, anonymous; outlet
    claims: list[int] = field(default_factory=list)  # numbers
    forms: set[str] = field(default_factory=set)  # direct, indirect, mixed, according-to
    content: set[tuple[int, int]] = field(default_factory=set)
    words: int = 0
    share: float = 0.0  # of the words of all speakers and the outlet


def source_of(hop: Json) -> str:
    """Who a hop of an attribution goes to, by the fullest name that is known."""
    return str(hop.get("resolved_source") or hop.get("source") or "")


class Speakers:
    """The speakers of one article, the outlet first and then those with most words."""

    def __init__(self, article: Article) -> None:
        outlet = Speaker(OUTLET, phrases.phrase("outlet"), "outlet")
        known: dict[str, Speaker] = {}
        for number, claim in enumerate(article.record["claims"], 1):
            if not claim["attribution"]:
                outlet.claims.append(number)
                outlet.content |= {(piece["start"], piece["end"]) for piece in claim["pieces"]}
            for hop in claim["attribution"]:
                source = source_of(hop)
                speaker = known.setdefault(_key(source), Speaker(-1, source or phrases.phrase("nobody"), hop["source_kind"]))
                if number not in speaker.claims:
                    speaker.claims.append(number)
                speaker.forms.add(hop["form"])
                speaker.content |= {(span["start"], span["end"]) for span in hop["content"]}
        said = _merged(span for speaker in known.values() for span in speaker.content)
        for speaker in [outlet, *known.values()]:
            own = _merged(speaker.content)
            speaker.words = sum(
                len(article.source[start:end].split()) for start, end in (_without(own, said) if speaker is outlet else own)
            )
        total = sum(speaker.words for speaker in [outlet, *known.values()])
        ordered = sorted(known.items(), key=lambda item: (-item[1].words, -len(item[1].claims), item[0]))
        self.all = [outlet, *(speaker for _, speaker in ordered)]
        for index, speaker in enumerate(self.all):
            speaker.index = index
            speaker.share = speaker.words / total if total else 0.0
        self._by_key = known

    def of(self, claim: Json) -> tuple[int, ...]:
        """The speakers of a claim, from the one the outlet heard to the one who first said it."""
        return tuple(dict.fromkeys(self._by_key[_key(source_of(hop))].index for hop in claim["attribution"])) or (OUTLET,)


def _key(source: str) -> str:
    return _ARTICLE.sub("", source.casefold()).strip()


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def _without(spans: list[tuple[int, int]], others: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """What of the spans no other span covers; both merged."""
    rest = []
    for start, end in spans:
        for first, last in others:
            if first < end and start < last:
                if start < first:
                    rest.append((start, first))
                start = max(start, last)
        if start < end:
            rest.append((start, end))
    return rest
