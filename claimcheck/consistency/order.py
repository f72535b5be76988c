"""What is said to have come after, against the dates of the two."""

from __future__ import annotations

from collections.abc import Iterator

from claimcheck.consistency.article import Article, Place, Proposal
from claimcheck.consistency.moments import Happening, happenings, says_year, spoken_time
from claimcheck.consistency.wording import capital
from claimcheck.model import Span
from claimcheck.rules import rule
from claimcheck.tree import Sentence, Word

_ORDER = {"after": "earlier", "before": "later"}
_PUTS = {"after": "later", "before": "earlier"}
#: With these in front, "before" and "after" mean a time of their own.
_OUTSIDE = frozenset({"even", "not", "until", "since", "from", "than", "as", "only", "year", "years", "long", "and", "or"})


@rule(
    "consistency",
    severity="error",
    yes={
        "He was released {on 5 May 2025} after he was arrested on 7 May 2025.": "the release came first",
        "After she resigned on 7 May 2025, she was elected {on 5 May 2025}.": "the other order of the clauses",
        "The school was closed {in 2019} before it was rebuilt in 2015.": "before",
    },
    no={
        "He was released on 7 May 2025 after he was arrested on 5 May 2025.": "in order",
        "He was released on 5 May 2025 after he was arrested.": "one date",
        "In 2019, prices had fallen by half since before the war began in 2015.": "since is not before",
        "The mayor resigned on 5 January after he lost the vote on 20 December.": "the year before",
        "He was not released on 5 May 2025 after he was arrested on 7 May 2025.": "it did not happen",
    },
)
def order_against_dates(article: Article) -> Iterator[Proposal]:
    """ "After" or "before" between two clauses whose dates are the other way round.

        released --advcl--> arrested --mark--> after

    Both dates have their year, or are of the same month.
    """
    by_verb: dict[Span, Happening] = {}
    for happening in happenings(article):
        by_verb.setdefault(happening.claim.predicate.span, happening)
    for sentence in article.sentences:
        for below in sentence.related("advcl"):
            mark = next((w for w in sentence.children(below, "mark") if w.text.lower() in _ORDER), None)
            above = sentence.head(below)
            if mark is None or above is None:
                continue
            clause = sentence.span_of(sentence.subtree(below))
            first, second = _of(by_verb, above), _of(by_verb, below)
            if first is None or second is None or second.time.span not in clause or first.time.span.overlaps(clause):
                continue
            if not _comparable(first, second) or _modified(sentence, mark):
                continue
            after = mark.text.lower() == "after"
            if first.end < second.begin if after else first.begin > second.end:
                span = _shown(article, sentence, first.time.span)
                word = _ORDER[mark.text.lower()]
                yield Proposal(
                    span,
                    f"“{capital(mark.text.lower())}” puts this {_PUTS[mark.text.lower()]} than {spoken_time(second.time)}, "
                    f"but {spoken_time(first.time)} is {word}.",
                    (Place(second.time.span, f"what it came {mark.text.lower()}"),),
                    severity="warning" if article.quoted_at(span) else None,
                )


def _of(by_verb: dict[Span, Happening], verb: Word) -> Happening | None:
    return next((h for span, h in by_verb.items() if verb.span in span), None)


def _comparable(first: Happening, second: Happening) -> bool:
    both = says_year(first.time) and says_year(second.time)
    return both or (first.begin.year, first.begin.month) == (second.begin.year, second.begin.month)


def _modified(sentence: Sentence, mark: Word) -> bool:
    """ "Shortly after" is after; "even before", "since before" and "not until after" say something else."""
    previous = sentence[mark.index - 1] if mark.index > 1 else None
    return previous is not None and previous.text.lower() in _OUTSIDE


def _shown(article: Article, sentence: Sentence, span: Span) -> Span:
    """The date with its preposition."""
    text = article.document.text[sentence.start : span.start]
    word = text.rstrip().rpartition(" ")[2]
    return Span(sentence.start + text.rindex(word), span.end) if word.lower() in ("on", "in", "at") else span
