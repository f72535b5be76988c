"""A claim in the form in which it is compared: of the draft and of the evidence alike."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from claimcheck.model import Modality, Ordinal, Polarity, Quantity, Role, Span, TimeExpression


@dataclass(frozen=True, slots=True)
class Participant:
    """Who or what takes part. `names` are the proper names in it, in full; empty for a common noun."""

    role: Role
    text: str
    span: Span
    head: str  # its main word: "secretary" in "the US Secretary of Defense"; a name's last word
    names: tuple[str, ...] = ()
    kind: str | None = None  # entity type: person, organization, location …


@dataclass(frozen=True, slots=True)
class Setting:
    """What a statement stands in, as far as it tells what the statement is about."""

    title: str = ""  # of its text: a page's title, an article's headline
    sentence: str = ""  # the source from the statement's first word to its last, with what lies between
    day: date | None = None  # on which the text was published


@dataclass(frozen=True, slots=True)
class Statement:
    """One predication. Spans point into the article's source, or into `Evidence.text`."""

    text: str
    span: Span
    predicate: str  # lemma: "launch", "be"; for a fact of a database its property's label: "position held"
    predicate_span: Span
    participants: tuple[Participant, ...] = ()
    times: tuple[TimeExpression, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    ordinals: tuple[Ordinal, ...] = ()
    polarity: Polarity = "positive"
    modality: Modality = "asserted"
    tense: Literal["past", "present", "future", "none"] = "none"
    reported: bool = False  # somebody else's words, not the writer's
    setting: Setting = Setting()
