"""One claim of a gold file: its fields checked, its words found in the article, its values read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from math import isfinite
from typing import Any

from claimcheck.evaluation.gold import GoldClaim, GoldHop, GoldOrdinal, GoldQuantity, GoldReference, GoldTime
from claimcheck.evaluation.places import first_free, occurrences, sentence_from
from claimcheck.model import Document, Span

#: Fields of each part, and whether they must be there (some with null).
FIELDS = {
    "claim": {
        "at": True, "pieces": True, "kind": True, "types": True, "checkability": True, "reason": False, "presupposed": False,
        "resolved": False, "references": False, "polarity": False, "modality": False, "attribution": False, "times": False,
        "quantities": False, "ordinals": False,
    },
    "references": {"text": True, "means": True},
    "attribution": {"source": True, "cue": False, "form": True, "who": False},
    "times": {"text": True, "value": False, "begin": False, "end": False},
    "quantities": {"text": True, "value": True, "comparator": False, "unit": False, "item": False, "low": False, "high": False},
    "ordinals": {"text": True, "rank": True, "item": False, "since": False, "until": False},
}  # fmt: skip


#: Words that open a relative clause and stand for the noun before it.
RELATIVE = frozenset({"who", "whom", "whose", "which", "that", "when", "where"})


class Complaint(Exception):
    """What is wrong, without the file and the claim, which the caller knows."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A claim as it stands in the file."""

    number: int
    fields: Any
    line: int


@cache
def allowed() -> dict[str, tuple[str, ...]]:
    """The closed lists, from the published schema of the claim."""
    from claimcheck.record import load_schema

    schema = load_schema("claim")
    own, parts = schema["properties"], schema["$defs"]
    return {
        "kind": tuple(own["kind"]["enum"]),
        "types": tuple(own["types"]["items"]["enum"]),
        "polarity": tuple(own["polarity"]["enum"]),
        "modality": tuple(own["modality"]["enum"]),
        "checkability": tuple(parts["checkability"]["properties"]["value"]["enum"]),
        "reason": tuple(parts["checkability"]["properties"]["reason"]["enum"]),
        "form": tuple(parts["attribution"]["properties"]["form"]["enum"]),
        "comparator": tuple(parts["quantity"]["properties"]["comparator"]["enum"]),
    }


def claim_of(entry: Entry, document: Document, starts: Iterable[int]) -> GoldClaim:
    """The claim with its words found. `starts` are the beginnings of all sentences that the file names. Raises Complaint."""
    fields = _mapping(entry.fields, "claim")
    source = document.source
    places = list(occurrences(_text(fields, "at"), source, Span(0, len(source))))
    if len(places) != 1:
        raise Complaint(f"`at` {_shown(fields['at'])} stands {_times(len(places))} in the article, not once")
    sentence = sentence_from(places[0].start, starts, document)
    pieces = _pieces(fields, source, sentence)
    checkability = _one_of("checkability", fields.get("checkability"))
    reason = None if fields.get("reason") is None else _one_of("reason", fields["reason"])
    if (reason is None) != (checkability == "yes"):
        raise Complaint("`reason` stands beside checkability partial or no, and only there")
    if fields.get("presupposed", "false") not in ("true", "false"):
        raise Complaint(f"`presupposed` is true or false, not {_shown(fields['presupposed'])}")
    types = _list(fields, "types")
    if not types:
        raise Complaint("`types` names no type")
    return GoldClaim(
        number=entry.number,
        line=entry.line,
        sentence=sentence,
        pieces=pieces,
        kind=_one_of("kind", fields["kind"]),
        types=tuple(sorted({_one_of("types", name) for name in types})),
        checkability=checkability,
        reason=reason,
        presupposed=fields.get("presupposed") == "true",
        resolved=_maybe(fields, "resolved"),
        polarity=_one_of("polarity", fields.get("polarity", "positive")),
        modality=_one_of("modality", fields.get("modality", "asserted")),
        attribution=tuple(_hop(part, source, sentence) for part in _parts(fields, "attribution")),
        references=tuple(
            _reference(part, span, source, sentence) for part, span in _placed(fields, "references", source, pieces, "the claim's pieces")
        ),
        times=tuple(_time(part, span) for part, span in _placed(fields, "times", source, (*pieces, sentence), "the sentence")),
        quantities=tuple(
            GoldQuantity(
                _text(part, "text"),
                span,
                _number(part, "value"),
                _one_of("comparator", part.get("comparator") or "eq"),
                _maybe(part, "unit"),
                _maybe(part, "item"),
                _number(part, "low"),
                _number(part, "high"),
            )
            for part, span in _placed(fields, "quantities", source, (*pieces, sentence), "the sentence")
        ),
        ordinals=tuple(
            GoldOrdinal(_text(part, "text"), span, _rank(part), _maybe(part, "item"), _maybe(part, "since"), _maybe(part, "until"))
            for part, span in _placed(fields, "ordinals", source, (*pieces, sentence), "the sentence")
        ),
    )


# -- parts of a claim -------------------------------------------------------------------------------------------


def _pieces(fields: Mapping[str, Any], source: str, sentence: Span) -> tuple[Span, ...]:
    """Each piece at its first place after the piece before."""
    found: list[Span] = []
    for piece in _list(fields, "pieces"):
        if not isinstance(piece, str) or not piece.strip():
            raise Complaint("`pieces` are words of the sentence")
        after = found[-1].end if found else sentence.start
        place = next(occurrences(piece, source, Span(after, sentence.end)), None)
        if place is None:
            elsewhere = any(occurrences(piece, source, sentence))
            where = "only before the piece that it follows" if elsewhere else "nowhere in the sentence"
            raise Complaint(f"the piece {_shown(piece)} stands {where}")
        found.append(place)
    if not found:
        raise Complaint("`pieces` names no words")
    return tuple(found)


def _placed(fields: Mapping[str, Any], name: str, source: str, within: Sequence[Span], where: str) -> list[tuple[Mapping[str, Any], Span]]:
    """The parts with the place of their text: words that are listed twice stand for two places."""
    taken: list[Span] = []
    parts = _parts(fields, name)
    for part in parts:
        span = first_free(_text(part, "text"), source, within, taken)
        if span is None:
            again = " once more" if any(other.slice(source) == part["text"] for other in taken) else ""
            raise Complaint(f"`{name}`: {_shown(part['text'])} does not stand{again} in {where}")
        taken.append(span)
    return list(zip(parts, taken, strict=True))


def _reference(part: Mapping[str, Any], span: Span, source: str, sentence: Span) -> GoldReference:
    text, means = _text(part, "text"), _maybe(part, "means")
    before: list[Span] = []
    if means and text.casefold() in RELATIVE:
        before = list(occurrences(means, source, Span(sentence.start, max(sentence.start, span.start))))
    return GoldReference(text, span, means, before[-1] if before else None)


def _hop(part: Mapping[str, Any], source: str, sentence: Span) -> GoldHop:
    words = _maybe(part, "source")
    places: tuple[Span, ...] = ()
    if words is not None:
        places = tuple(occurrences(words, source, sentence)) or tuple(occurrences(words, source, Span(0, len(source))))
        if not places:
            raise Complaint(f"`attribution`: the source {_shown(words)} does not stand in the article")
    return GoldHop(words, _one_of("form", part.get("form")), places, _maybe(part, "who"), _maybe(part, "cue"))


def _time(part: Mapping[str, Any], span: Span) -> GoldTime:
    begin, end = _day(part, "begin"), _day(part, "end")
    if (begin is None) != (end is None) or begin and end and begin > end:
        raise Complaint(f"`times`: {_shown(part['text'])} needs both `begin` and `end`, in this order, or neither")
    if "value" not in part and begin is None:
        raise Complaint(f"`times`: {_shown(part['text'])} has neither `value` nor `begin` and `end`")
    return GoldTime(_text(part, "text"), span, _maybe(part, "value"), begin, end)


# -- values -----------------------------------------------------------------------------------------------------


def _mapping(value: Any, name: str) -> Mapping[str, Any]:
    """A mapping that has the fields which it must have and no other."""
    if not isinstance(value, dict):
        raise Complaint(f"{'a claim' if name == 'claim' else f'each of `{name}`'} is a mapping of fields")
    known = FIELDS[name]
    within = "" if name == "claim" else f" in `{name}`"
    for field in value:
        if field not in known:
            raise Complaint(f"there is no field `{field}`{within}; the fields are {', '.join(known)}")
    for field, needed in known.items():
        if needed and field not in value:
            raise Complaint(f"`{field}` is missing{within}")
    return value


def _parts(fields: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    return [_mapping(part, name) for part in _list(fields, name)]


def _list(fields: Mapping[str, Any], name: str) -> list[Any]:
    value = fields.get(name)
    if value is None:
        return []
    if not isinstance(value, list):
        raise Complaint(f"`{name}` is a list")
    return value


def _maybe(fields: Mapping[str, Any], name: str) -> str | None:
    value = fields.get(name)
    if not isinstance(value, str | None):
        raise Complaint(f"`{name}` is words, not a list or mapping")
    return value or None


def _text(fields: Mapping[str, Any], name: str) -> str:
    value = _maybe(fields, name)
    if value is None or not value.strip():
        raise Complaint(f"`{name}` has no words")
    return value


def _one_of(name: str, value: Any) -> str:
    if value not in allowed()[name]:
        raise Complaint(f"`{name}` is one of {', '.join(allowed()[name])}, not {_shown(value)}")
    return str(value)


def _number(fields: Mapping[str, Any], name: str) -> float | int | None:
    value = _maybe(fields, name)
    if value is None:
        return None
    try:
        number = float(value)
    except ValueError:
        number = float("nan")
    if not isfinite(number):
        raise Complaint(f"`{name}` is a plain number such as 3500000000 or 12.5, not {_shown(value)}")
    return int(number) if number.is_integer() else number


def _rank(fields: Mapping[str, Any]) -> int:
    rank = _number(fields, "rank")
    if not isinstance(rank, int) or rank == 0:
        raise Complaint(f"`rank` is a whole number, 1 for the first and -1 for the last, not {_shown(fields['rank'])}")
    return rank


def _day(fields: Mapping[str, Any], name: str) -> date | None:
    value = _maybe(fields, name)
    try:
        return None if value is None else date.fromisoformat(value)
    except ValueError:
        raise Complaint(f"`{name}` is a day, YYYY-MM-DD, not {_shown(value)}") from None


def _shown(value: Any) -> str:
    return f'"{value}"' if isinstance(value, str) else "nothing" if value is None else "a list or mapping"


def _times(number: int) -> str:
    return {0: "nowhere", 2: "twice"}.get(number, f"{number} times")
