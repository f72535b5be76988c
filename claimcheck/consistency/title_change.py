"""An office or rank that changes from one mention of a person to the next."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from claimcheck.consistency.alike import argument
from claimcheck.consistency.article import Article, Place, Proposal
from claimcheck.model import Entity, Span, TimeExpression
from claimcheck.rules import rule
from claimcheck.tree import Sentence, Word

_WORD = re.compile(r"[^\W\d_]+")
#: Members of a government with a field of their own.
_MINISTERS = frozenset({"minister", "secretary"})
#: Fields of government; words of one line are one field.
_FIELDS: Mapping[str, str] = {
    word: line.split()[0]
    for line in (
        "foreign external",
        "defence defense war",
        "interior home",
        "finance treasury exchequer",
        "economy economic economics",
        "health",
        "education schools",
        "justice",
        "trade commerce",
        "industry",
        "agriculture farming",
        "transport transportation railway railways",
        "energy power petroleum oil",
        "labour labor employment",
        "environment climate",
        "culture",
        "information",
        "tourism",
        "prime",
    )
    for word in line.split()
}
_RANKS = frozenset(
    "corporal sergeant lieutenant captain major colonel brigadier general admiral superintendent inspector constable".split()
)
_HEADS = frozenset("president governor mayor speaker premier chairman chairwoman director ambassador chancellor".split())
_DEPUTY = frozenset({"deputy", "vice", "assistant", "under", "junior", "associate"})
#: With one of these the office is not held now, or several are held at once.
_NOT_NOW = frozenset(
    """former formerly then ex acting interim outgoing incoming elect designate candidate previous late and or cum shadow opposition nominee
    choice predecessor successor one next future first second retired emeritus honorary hopeful joint parliamentary private press permanent
    chief general""".split()
)
#: Who is said to take or leave an office may bear two.
_MOVES = frozenset(
    """appoint promote demote become swear replace succeed resign reshuffle move name elect serve nominate inaugurate transfer
    upgrade return double combine""".split()
)


@dataclass(frozen=True, slots=True)
class _Office:
    head: str
    fields: frozenset[str]
    deputy: bool
    words: str
    span: Span


@rule(
    "consistency",
    severity="warning",
    yes={
        "Defence Minister Ann Lee met the generals on Monday.\n\nThe talks were long. {Foreign Minister Ann Lee} signed the treaty.": "another field",
        "Captain John Reed led the search. Rain fell all night.\n\nThe boat was found by {Sergeant John Reed}.": "another rank",
        "Deputy Governor Ann Lee opened the bank. It was full.\n\nThe board asked {Governor Ann Lee} about prices.": "a deputy here, none there",
    },
    no={
        "Defence Minister Ann Lee met the generals.\n\nFormer Foreign Minister Ann Lee signed the treaty.": "an office that was held before",
        "Foreign Minister Ann Lee met the generals.\n\nExternal Affairs Minister Ann Lee signed the treaty.": "one field with two names",
        "Defence Minister Ann Lee met the generals.\n\nMinister Ann Lee signed the treaty.": "the office without its field",
        "Defence Minister Ann Lee met the generals.\n\nForeign Minister Bo Lee signed the treaty.": "two people",
        "Sergeant John Reed led the search.\n\nIn May he was promoted. Captain John Reed now lives in Leeds.": "a promotion",
    },
)
def title_change(article: Article) -> Iterator[Proposal]:
    """One person with two offices or ranks that exclude each other: another ministry, another rank, deputy here and not there.

    Silent where the office was held before or is held for a while, where several are joined, where the article tells of an
    appointment or promotion, and where one is the short form of the other.
    """
    held: dict[str, list[_Office]] = {}
    for person, office in sorted(_offices(article), key=lambda found: found[1].span):
        for other in held.get(person, ()):
            why = _exclude(other, office)
            if why and not _moves(article, person):
                yield Proposal(
                    office.span,
                    f"{person} is “{office.words}” here and “{other.words}” earlier: {why}.",
                    (Place(other.span, f"“{other.words}”"),),
                )
                break
        held.setdefault(person, []).append(office)


def _offices(article: Article) -> Iterator[tuple[str, _Office]]:
    """Who holds what, from "Foreign Minister Ann Lee" and from "Ann Lee, the foreign minister,"."""
    people = [e for e in article.entities if e.type == "person"]
    for entity in people:
        sentence = article.sentence_at(entity.span)
        if sentence is None or article.quoted_at(entity.span) or _of_another_year(article, sentence):
            continue
        words = _before(sentence, entity)
        if words:
            span = Span(words[0].start, entity.span.end)
            office = _office(sentence.slice(Span(words[0].start, words[-1].end)), span)
            if office is not None:
                yield entity.canonical, office
    for claim in article.claims:
        subject, complement = argument(claim, "subject"), argument(claim, "complement")
        sentence = article.sentence_at(claim.pieces[0])
        if claim.kind != "apposition" or subject is None or complement is None or subject.entity_type != "person":
            continue
        if sentence is None or claim.polarity != "positive" or article.quoted_at(claim.pieces[0]) or _of_another_year(article, sentence):
            continue
        person = next((e.canonical for e in people if e.span.overlaps(subject.head_span)), None)
        office = _office(complement.text, Span(claim.pieces[0].start, claim.pieces[-1].end))
        if person is not None and office is not None and office.head != "rank":
            yield person, office


def _before(sentence: Sentence, person: Entity) -> list[Word]:
    """The words of an office right before a name, or taken for a part of it. Empty where it is joined to another office."""
    words = [w for w in sentence.words if w.start < person.span.end]
    inside = [w for w in words if w.start >= person.span.start]
    titles = [w for w in inside[:-1] if w.text.casefold() in _RANKS | _HEADS | _MINISTERS]
    found = inside[: inside.index(titles[-1]) + 1] if titles else []
    for word in reversed(words[: len(words) - len(inside)]):
        own = {w.index for w in (*found, *inside)}
        if word.text in ("-", "‑") or (word.upos in ("NOUN", "PROPN", "ADJ", "VERB") and (word.head in own or word.text[:1].isupper())):
            found.insert(0, word)
        elif word.upos in ("CCONJ", "SYM") or word.text in ("&", "/"):
            return []
        else:
            break
    return found if len(found) <= 8 else []


def _office(text: str, span: Span) -> _Office | None:
    words = [w.casefold() for w in _WORD.findall(text)]
    heads = [w for w in words if w in _MINISTERS | _HEADS | _RANKS]
    ranks = [w for w in words if w in _RANKS]
    if not heads or (set(words) & _NOT_NOW and not (ranks and len(words) == len(ranks))):
        return None
    fields = frozenset(ranks) if heads[0] in _RANKS else frozenset(_FIELDS[w] for w in words if w in _FIELDS)
    kind = "rank" if heads[0] in _RANKS else heads[0]
    return _Office(kind, fields, bool(_DEPUTY & set(words)), text, span)


def _exclude(a: _Office, b: _Office) -> str | None:
    """Why nobody holds both at the same time; None where one may."""
    if a.head != b.head:
        return None
    if a.fields and b.fields and not a.fields & b.fields and a.head in _MINISTERS | {"rank"}:
        return "the title changes"
    if a.deputy != b.deputy and a.fields == b.fields and a.head != "rank" and (a.fields or a.head in _HEADS):
        return "a deputy in one place only"
    return None


def _of_another_year(article: Article, sentence: Sentence) -> bool:
    """Whether the sentence is dated to a year of its own: the office is that year's."""
    return any(_year(t) for t in article.times_in(sentence))


def _year(time: TimeExpression) -> bool:
    return time.type == "DATE" and re.search(r"\b(1[5-9]|20)\d\d\b", time.text) is not None


def _moves(article: Article, person: str) -> bool:
    """Whether a sentence that names the person, or follows one that does, tells of taking or leaving an office."""
    near: set[int] = set()
    for entity in article.entities:
        if entity.canonical == person:
            sentence = article.sentence_at(entity.span)
            if sentence is not None:
                near |= {sentence.index, sentence.index + 1}
    return any(w.upos == "VERB" and w.lemma.lower() in _MOVES for s in article.sentences if s.index in near for w in s.words)
