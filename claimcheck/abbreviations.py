"""Abbreviations that end no sentence: the splitter takes the period of "Rep. Ann Lee" for one.

Only those that something must follow are listed. "Inc.", "Jan." or "U.S." may well stand last, so the splitter's word is taken there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

#: Before a name.
TITLES = frozenset(
    """adm amb assemb asst atty brig capt cmdr col comdr cpl cpt det dr ft gen gov govs hon insp lt maj messrs mr mrs ms msgr mt pfc pres prof profs
    pvt rep reps rev sec sen sens sgt sgts st supt supts""".split()
)
#: Before anything.
LEADING = frozenset("approx cf e.g i.e viz vs".split())
#: Before a number.
NUMBERING = frozenset("fig figs no nos pp".split())

Token = dict[str, Any]  # as Stanza has it: id, text, start_char, end_char, misc


def rejoin(sentences: Sequence[Sequence[Token]]) -> list[list[Token]]:
    """The sentences of one block, in order, with those put together that were cut behind such an abbreviation.

    The tokens of a longer sentence are numbered anew, and a period that was split off is given back to its abbreviation.
    """
    joined: list[list[Token]] = []
    for sentence in sentences:
        if joined and sentence and _open(joined[-1], str(sentence[0]["text"])):
            joined[-1] = [{**t, "id": i} for i, t in enumerate([*_closed_up(joined[-1]), *sentence], 1)]
        else:
            joined.append(list(sentence))
    return joined


def cut_short(last: Sequence[str], touching: bool, following: str) -> bool:
    """Whether a sentence ends with such an abbreviation, and goes on with the word `following`.

    `last`: its last word, or its last two words, which touch or do not.
    """
    end = f"{last[-2]}." if last[-1] == "." and touching else last[-1]
    if not end.endswith(".") or end == ".":
        return False
    word = end[:-1].lower()
    if word in TITLES:
        return end[0].isupper() and following[:1].isupper()
    return word in LEADING or (word in NUMBERING and following[:1].isdigit())


def _open(sentence: Sequence[Token], following: str) -> bool:
    touching = len(sentence) > 1 and sentence[-2]["end_char"] == sentence[-1]["start_char"]
    return cut_short([str(token["text"]) for token in sentence[-2:]], touching, following)


def _closed_up(sentence: Sequence[Token]) -> list[Token]:
    if sentence[-1]["text"] != ".":
        return list(sentence)
    word, period = sentence[-2:]
    return [*sentence[:-2], {**word, "text": f"{word['text']}.", "end_char": period["end_char"]}]
