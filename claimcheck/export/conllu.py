"""CoNLL-U (https://universaldependencies.org/format.html): the parse, with the claims of each word in MISC.

Claim=c-…,c-…         the claims in whose words it stands
ClaimPredicate=c-…    the claims whose predicate it is
start_char, end_char  where it stands in the original, in code points
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from claimcheck.export.annotated import Annotated, Json, Options, address_of
from claimcheck.model import Span
from claimcheck.tree import Sentence, Word


def write(articles: Sequence[Annotated], options: Options) -> Iterator[str]:
    """The sentences of all articles; a `newdoc` comment begins each article."""
    for article in articles:
        marks = sorted(_marks(article.claims))
        taken, near = 0, list[_Mark]()
        for number, sentence in enumerate(article.sentences, 1):
            if number == 1:
                yield f"# newdoc id = {_line(address_of(article.document))}\n"
            yield f"# sent_id = {number}\n# text = {_line(sentence.text)}\n"
            place = _located(article, sentence.span)
            while taken < len(marks) and marks[taken].start < place.end:
                near.append(marks[taken])
                taken += 1
            near = [mark for mark in near if mark.end > place.start]
            yield from _rows(article, sentence, near)
            yield "\n"


class _Mark(NamedTuple):
    """A stretch of the original that belongs to a claim: its words, or its predicate."""

    start: int
    end: int
    order: int  # of the claim in its article
    name: str
    claim_id: str


def _marks(claims: Sequence[Json]) -> Iterator[_Mark]:
    for order, claim in enumerate(claims):
        for name, spans in (("Claim", claim["pieces"]), ("ClaimPredicate", [claim["predicate"]["span"]])):
            for span in spans:
                yield _Mark(span["start"], span["end"], order, name, claim["claim_id"])


def _rows(article: Annotated, sentence: Sentence, marks: Sequence[_Mark]) -> Iterator[str]:
    tags = {index: ("I-" if position else "B-") + m.type for m in sentence.mentions for position, index in enumerate(m.words)}
    for group in _tokens(sentence):
        last = group[-1]
        following = sentence.words[last.index] if last.index < len(sentence.words) else None
        glued = ["SpaceAfter=No"] if following is not None and following.start == last.end else []
        if len(group) > 1:
            yield _row(f"{group[0].index}-{last.index}", _line(sentence.slice(last.span)) or "_", *"_______", _misc(glued))
        for word in group:
            place = _located(article, word.span)
            misc = [f"start_char={place.start}", f"end_char={place.end}"]
            misc += [f"ner={tags[word.index]}"] if word.index in tags else []
            misc += _ids("Claim", marks, place) + _ids("ClaimPredicate", marks, place)
            feats = "|".join(f"{name}={value}" for name, value in sorted(word.feats.items())) or "_"
            columns = (word.upos or "_", word.xpos or "_", feats, str(word.head), word.deprel, "_")
            yield _row(str(word.index), _line(word.text), _line(word.lemma) or "_", *columns, _misc(misc + glued * (len(group) == 1)))


def _tokens(sentence: Sentence) -> list[list[Word]]:
    """The words by written token: those of "can't" may share its offsets."""
    groups: list[list[Word]] = []
    for word in sentence.words:
        if groups and groups[-1][-1].span == word.span:
            groups[-1].append(word)
        else:
            groups.append([word])
    return groups


def _located(article: Annotated, span: Span) -> Span:
    return article.article.locate(span) if article.article else span


def _ids(name: str, marks: Sequence[_Mark], place: Span) -> list[str]:
    """The claims that have the word in such a stretch, in their order."""
    found = sorted(
        {(mark.order, mark.claim_id) for mark in marks if mark.name == name and mark.start <= place.start and place.end <= mark.end}
    )
    return [f"{name}={','.join(claim_id for _, claim_id in found)}"] if found else []


def _misc(items: Sequence[str]) -> str:
    return "|".join(items) or "_"


def _row(*columns: str) -> str:
    return "\t".join(columns) + "\n"


def _line(text: str) -> str:
    """The text on one line, without tabs: what ends a line is a space here."""
    return " ".join(text.split())
