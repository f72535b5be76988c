"""The dates that a text has spoken of: what "that day", "the next week" and a date without a year count from."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from claimcheck.enrich.timex.answer import SIZES, Spoken
from claimcheck.tree import Sentence

Mode = Literal["news", "narrative"]

#: How many sentences back "the next day" may look for its day in news; in a narrative the last one holds.
REACH = 3


@dataclass(slots=True)
class Memory:
    """What is known before the text is read, and what it has told so far."""

    published: date | None
    mode: Mode
    spoken: list[Spoken] = field(default_factory=list)
    before_christ: int | None = None  # the year last spoken of, when it is one

    def last(self, grain: str, sentence: Sentence, reach: int | None = None, *, story: bool = False) -> Spoken | None:
        """The date last spoken of that is at least as fine as the grain; with `story`, no year that only names a thing."""
        limit = reach if reach is not None else (REACH if self.mode == "news" else 10_000)
        for spoken in reversed(self.spoken):
            if sentence.index - spoken.sentence > limit:
                return None
            if SIZES[spoken.grain] <= SIZES.get(grain, 1) and not (story and spoken.named):
                return spoken
        return None

    def finer(self, last: Spoken) -> Spoken:
        """For a mere year, the day or month just before it in the same year: "(7 December), 1941 … in January"."""
        if last.grain == "year":
            for spoken in reversed(self.spoken):
                if spoken.begin.year != last.begin.year or last.sentence - spoken.sentence > REACH:
                    break
                if SIZES[spoken.grain] <= 3:
                    return spoken
        return last
