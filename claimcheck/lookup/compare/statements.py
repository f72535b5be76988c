"""A claim record as a statement: names in full, pronouns replaced, the roles of a passive those of its active."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from claimcheck.lookup.compare.names import country
from claimcheck.lookup.compare.vocabulary import TITLES
from claimcheck.lookup.compare.words import verb_of
from claimcheck.lookup.statement import Participant, Setting, Statement
from claimcheck.model import Argument, Claim, Modality, Role, Span, Substitution
from claimcheck.record import claim_from_json

#: Kinds of entities that are names.
_NAMES = frozenset({"person", "organization", "location", "facility", "norp", "product", "event", "work of art", "law", "misc"})
_RUN = re.compile(r"(?:[A-Z][\w.'’-]*)(?:\s(?:of\s|for\s|the\s|de\s|al\s)*[A-Z][\w.'’-]*)*")
_CAPITAL_IDLE = frozenset({"the", "a", "an", "he", "she", "it", "they", "this", "that", "mr", "mrs", "ms", "dr", "i", "we", "you"})
_PREPOSITION = re.compile(
    r"(?:\b(?:of|in|at|on|for|by|near|off|from|to|with|between|against|and|or|over|into|around|than|as)|,|['’]s?)\s+(?:the\s+)?$", re.I
)
_ARTICLE = re.compile(r"^(?:the|this|that)\s+", re.IGNORECASE)
#: Words after a name that begin something else.
_AFTER_NAME = frozenset("and or of in on at for from with who which that as to by".split())
_SIDES = re.compile(r"\b(North|South|East|West) and (North|South|East|West) ([A-Z]\w+)")
_AGENT = re.compile(r"by\s", re.IGNORECASE)
#: Of a statement whose text is not known.
NOWHERE = Setting()
#: A claim that nobody asserts.
_OPEN = {"question": "possible", "directive": "necessary", "hypothetical": "conditional"}


def statement_of(record: Mapping[str, Any], names: Mapping[str, str] | None = None) -> Statement:
    """The statement of a claim record (`schemas/claim.schema.json`). `names`: names of its article that the record may not know as
    such, with their kinds. Raises RecordError when the record is not valid."""
    claim = claim_from_json(dict(record))
    article = record["document"]
    published = article.get("published_at")
    setting = Setting(article.get("title") or "", day=date.fromisoformat(published[:10]) if published else None)
    return statement_of_claim(claim, names, setting)


def statement_of_claim(claim: Claim, names: Mapping[str, str] | None = None, setting: Setting = NOWHERE) -> Statement:
    """As `statement_of`, of a claim that is at hand already. `setting`: the title and the day of its text."""
    told: list[Participant] = []
    for argument in claim.arguments:
        told.append(_participant(claim, argument, names or {}))
    modality: Modality = claim.modality
    if modality == "asserted" and claim.checkability.reason in _OPEN:
        modality = _OPEN[claim.checkability.reason]  # type: ignore[assignment]
    return Statement(
        text=claim.text,
        span=Span(claim.span.start, claim.span.end),
        predicate=_lemma(claim),
        predicate_span=claim.predicate.span,
        participants=tuple(told),
        times=claim.times,
        quantities=claim.quantities,
        ordinals=claim.ordinals,
        polarity=claim.polarity,
        modality=modality,
        tense=claim.predicate.tense,
        reported=bool(claim.attribution),
        setting=replace(setting, sentence=claim.span.exact),
    )


def _lemma(claim: Claim) -> str:
    """The lemma, also where the tagger left the form: "sentenced"."""
    lemma = claim.predicate.lemma.casefold()
    return verb_of(lemma) if claim.predicate.tense != "none" else lemma


def _participant(claim: Claim, argument: Argument, known: Mapping[str, str]) -> Participant:
    replaced = [s for s in claim.substitutions if s.span in argument.span and s.rule != "relative_date"]
    found = _entities(claim, argument, replaced)
    for start, text in _runs(claim, argument, known, found, replaced):
        found.append((start, text, known.get(text)))
    found.sort(key=lambda item: item[0])
    head = _slice(argument, argument.head_span) or argument.text.split()[-1:] and argument.text.split()[-1] or ""
    main = _main(argument, found, head)
    names = tuple(dict.fromkeys(([main[1]] if main else []) + [text for _, text, _ in found]))
    whole = [s for s in replaced if argument.head_span in s.span]
    text = argument.text
    if whole:  # a pronoun, a description: what it stands for takes its place
        text = whole[0].text
        inner = tuple(_ARTICLE.sub("", m[0]) for m in _RUN.finditer(text) if m[0].casefold() not in _CAPITAL_IDLE)
        if inner and _is_name(text, inner[0]):
            head, names = inner[0].split()[-1], tuple(dict.fromkeys((*inner, *names)))
        else:
            names = tuple(dict.fromkeys((*names, *inner)))
            words = re.split(r"\s(?:of|in|on|at|between|by|for|with|from|to|after)\s", text)[0].split()
            head = words[-1] if words else head
    elif main:
        head = main[1].split()[-1]
    names = _both(text, names)
    kind = argument.entity_type if argument.entity_type in _NAMES else (main[2] if main else None)
    made = Participant(argument.role, text, argument.span, head, names, kind)
    if claim.predicate.voice == "passive":
        return replace(made, role=_active(claim, argument, made))
    return made


def _is_name(text: str, name: str) -> bool:
    """Whether a text is a name, with nothing after it that the name only tells apart: not "the Mecca crane collapse"."""
    rest = _ARTICLE.sub("", text)
    after = rest[len(name) :].split() if rest.startswith(name) else None
    return after is not None and (not after or not after[0].isalpha() or after[0].casefold() in _AFTER_NAME)


def _both(text: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """The names, with "North Korea" and "South Korea" for those of "North and South Korea"."""
    for match in _SIDES.finditer(text):
        first, second, of = match.groups()
        kept = (name for name in names if name not in (first, second, f"{second} {of}", of))
        names = (f"{second} {of}", f"{first} {of}", *kept)
    return names


def _active(claim: Claim, argument: Argument, made: Participant) -> Role:
    """The role in the active. The parser takes some participles for passives that have an object: those stay."""
    if any(a.role == "object" for a in claim.arguments):
        return made.role
    if argument.role == "subject":
        return "object"
    if argument.role in ("oblique", "quantity", "place") and _AGENT.match(argument.text) and (made.names or argument.role != "place"):
        return "subject"
    return made.role


def _slice(argument: Argument, span: Span) -> str:
    """The words of a span inside an argument whose text is one stretch of the source."""
    if argument.span.end - argument.span.start != len(argument.text) or span not in argument.span:
        return ""
    return argument.text[span.start - argument.span.start : span.end - argument.span.start]


def _entities(claim: Claim, argument: Argument, replaced: Sequence[Substitution]) -> list[tuple[int, str, str | None]]:
    found: list[tuple[int, str, str | None]] = []
    for entity in claim.entities:
        if entity.type not in _NAMES or entity.span not in argument.span:
            continue
        if any(s.span.overlaps(entity.span) for s in replaced):
            continue
        found.append((entity.span.start, " ".join(entity.canonical.split()), entity.type))
    for change in replaced:
        for match in _RUN.finditer(change.text):
            if match[0].casefold() not in _CAPITAL_IDLE:
                found.append((change.span.start, match[0], None))
    return found


def _runs(
    claim: Claim,
    argument: Argument,
    known: Mapping[str, str],
    found: Sequence[tuple[int, str, str | None]],
    replaced: Sequence[Substitution],
) -> list[tuple[int, str]]:
    """Capitalised words that the tagger left out; the first word of a sentence only where it is known to be a name."""
    if argument.span.end - argument.span.start != len(argument.text):
        return []
    taken = [e.span for e in claim.entities] + [s.span for s in replaced] + [t.span for t in claim.times]
    out = []
    for match in _RUN.finditer(argument.text):
        text = match[0].rstrip(".").removesuffix("'s").removesuffix("’s")
        span = Span(argument.span.start + match.start(), argument.span.start + match.start() + len(text))
        words = text.split()
        if any(span.overlaps(other) for other in taken) or {words[0].casefold(), words[-1].casefold()} & (TITLES | _CAPITAL_IDLE):
            continue
        if span.start == claim.sentence_span.start and text not in known and country(text) is None:
            continue
        out.append((span.start, text))
    return out


def _main(argument: Argument, found: Sequence[tuple[int, str, str | None]], head: str) -> tuple[int, str, str | None] | None:
    """The name that the argument is about: that of its head, or the one that ends it: "the writer Javier Montes"."""
    for item in found:
        if item[0] <= argument.head_span.start < item[0] + max(len(item[1]), 1) and head.casefold() in item[1].casefold():
            return item
    if not found or argument.span.end - argument.span.start != len(argument.text):
        return None
    last = found[-1]
    before, after = argument.text[: last[0] - argument.span.start], argument.text[last[0] - argument.span.start :]
    short = last[1].split()[-1]
    if before and not _PREPOSITION.search(before) and after.split() and after.split()[-1].strip(",.") == short:
        return last
    return None
