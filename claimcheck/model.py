"""What the stages hand to each other: frozen dataclasses, in the order in which the pipeline makes them.

Offsets are half-open and count Unicode code points. Until the last stage they point into `Document.text`, the readable
text; `pipeline` then moves every span to `Document.source`, the file as it was decoded. Where the two are the same
(plain text) nothing moves. A facet that is unknown is `None` or empty, never a guess.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open range of code points."""

    start: int
    end: int

    def __contains__(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end

    def slice(self, text: str) -> str:
        return text[self.start : self.end]


# -- document ---------------------------------------------------------------------------------------------------

BlockKind = Literal["title", "heading", "paragraph", "list-item", "quote", "table", "caption"]


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of `Document.text` that is parsed by itself: a paragraph, a heading, a list item."""

    span: Span
    kind: BlockKind


@dataclass(frozen=True, slots=True)
class Document:
    """An article, read. Text outside all blocks (code, navigation, front matter) is not parsed."""

    uri: str
    sha256: str  # of the bytes that were read
    source: str  # what offsets in records point into
    text: str  # what is parsed
    blocks: tuple[Block, ...]
    format: Literal["text", "markdown", "html", "docx"]
    lang: str = "en"
    title: str | None = None
    published: date | None = None
    published_from: str | None = None  # "option", "front matter", "metadata", "dateline" …: where the date was found
    starts: tuple[int, ...] | None = None  # source offset of each character of text; None: text is source
    ends: tuple[int, ...] | None = None  # source offset after each character of text

    def locate(self, span: Span) -> Span:
        """The span of `source` for a span of `text`."""
        if self.starts is None or self.ends is None or span.start >= span.end:
            return span
        return Span(self.starts[span.start], self.ends[span.end - 1])


# -- clauses ----------------------------------------------------------------------------------------------------

ClauseKind = Literal[
    "main", "conjoined", "relative", "complement", "adverbial", "participle", "apposition", "title", "nominal-event", "quantity",
    "parenthetical",
]  # fmt: skip

Role = Literal[
    "subject", "object", "indirect-object", "complement", "time", "place", "quantity", "cause", "purpose", "manner", "oblique",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Slot:
    """A phrase of a clause by the numbers of its words (1-based, in its sentence)."""

    role: Role
    head: int
    words: tuple[int, ...]
    restored: bool = False  # stands elsewhere in the sentence: the subject of a coordinated verb, a relative's noun


@dataclass(frozen=True, slots=True)
class Clause:
    """One predication of a sentence, before it is known whether it is a claim."""

    sentence: int  # index of the sentence in the document
    head: int  # number of the word that predicates: a verb, or the noun or adjective of a copula
    kind: ClauseKind
    verb: tuple[int, ...]  # predicate words: auxiliaries, negation, verb, particle
    slots: tuple[Slot, ...]
    words: tuple[int, ...]  # all words of the clause's own text, in order, without a restored slot's
    template: str | None = None  # how the text reads where the source has no verb: "{0} is {1}" over the slots
    presupposed: bool = False  # inside a noun phrase: taken for granted, not asserted
    rule: str = ""


# -- facets -----------------------------------------------------------------------------------------------------

CueClass = Literal["report", "factive", "doubt", "belief", "denial"]


@dataclass(frozen=True, slots=True)
class Attribution:
    """One hop: somebody said it. `content` holds what was said; several spans when the cue interrupts."""

    cue: str  # lemma, or "according to"
    cue_span: Span
    cue_class: CueClass
    form: Literal["direct", "indirect", "mixed", "according-to"]
    content: tuple[Span, ...]
    source: str | None = None  # words of the text; None: not said who (passive, "it was reported")
    source_span: Span | None = None
    resolved_source: str | None = None  # name for a pronoun or description
    source_kind: Literal["named", "anonymous", "institution", "document"] = "anonymous"
    channel: str | None = None  # "X", "a statement": by which means
    rule: str = ""

    @property
    def span(self) -> Span:
        return self.source_span or self.cue_span


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A TIMEX3: `value` in ISO 8601 / TIMEX3; `begin` and `end` are inclusive calendar days."""

    text: str
    span: Span
    type: Literal["DATE", "TIME", "DURATION", "SET"]
    value: str | None
    grain: str  # second minute hour part-of-day day weekend week month season quarter half year decade century
    anchor: str  # what it was counted from: "none" (absolute), "publication", "previous", "unknown"
    status: Literal["resolved", "unresolved"]
    begin: date | None = None
    end: date | None = None
    candidates: tuple[str, ...] = ()
    mod: str | None = None  # TIMEX3 mod: APPROX START MID END BEFORE AFTER …
    relation: str | None = None  # "since", "until", "before", "after", "by", "days after": how it bears on the event
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount: `value` is the plain number ("3.5 billion rupees" -> 3500000000)."""

    text: str
    span: Span
    value: float | int | None
    unit_kind: str  # money percent percentage-point count length mass time area volume speed temperature …
    comparator: Literal["eq", "approx", "lt", "le", "gt", "ge"] = "eq"
    low: float | int | None = None
    high: float | int | None = None
    unit: str | None = None  # ISO 4217 for money, UCUM-like symbols else
    item: str | None = None
    item_span: Span | None = None
    per: str | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Ordinal:
    """A rank in a set with a window: "third telephonic conversation since January"."""

    rank: int  # -1: last
    item: str
    item_span: Span
    span: Span
    since: str | None = None
    until: str | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Entity:
    """A named entity. `canonical` is its fullest name in the document."""

    text: str
    span: Span
    type: str
    canonical: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A mention that needs its antecedent to be understood. With `candidates` and no text: it could not be settled."""

    span: Span
    text: str | None  # what to read in its place, grammatical there ("Ann Lee's" for "his")
    rule: str
    antecedent_span: Span | None = None
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hedge:
    text: str
    span: Span


Polarity = Literal["positive", "negative"]
Modality = Literal["asserted", "possible", "necessary", "predicted", "conditional", "intended"]


@dataclass(frozen=True, slots=True)
class Stance:
    """How a clause is put forward."""

    polarity: Polarity
    modality: Modality
    hedges: tuple[Hedge, ...] = ()
    question: bool = False
    directive: bool = False


# -- claims -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Predicate:
    lemma: str
    text: str
    span: Span
    tense: Literal["past", "present", "future", "none"]
    voice: Literal["active", "passive"]


@dataclass(frozen=True, slots=True)
class Argument:
    role: Role
    text: str
    span: Span
    head_span: Span
    entity_type: str | None = None


@dataclass(frozen=True, slots=True)
class Substitution:
    """A replacement made in `resolved_text`: `span` of the source now reads `text`."""

    span: Span
    text: str
    rule: str
    antecedent_span: Span | None = None


@dataclass(frozen=True, slots=True)
class Ambiguity:
    kind: str
    span: Span
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Checkability:
    value: Literal["yes", "partial", "no"]
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    name: str
    points: float


@dataclass(frozen=True, slots=True)
class Priority:
    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """W3C TextQuoteSelector and TextPositionSelector in one; line and column count from 1."""

    start: int
    end: int
    exact: str
    prefix: str
    suffix: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Claim:
    """One checkable or not checkable statement with everything that is known about it."""

    claim_id: str
    span: Quote
    sentence_span: Span
    text: str
    resolved_text: str
    kind: ClauseKind
    types: tuple[str, ...]
    checkability: Checkability
    predicate: Predicate
    polarity: Polarity
    modality: Modality
    priority: Priority
    presupposed: bool = False
    pieces: tuple[Span, ...] = ()  # the source stretches that `text` is made of
    substitutions: tuple[Substitution, ...] = ()
    arguments: tuple[Argument, ...] = ()
    hedges: tuple[Hedge, ...] = ()
    attribution: tuple[Attribution, ...] = ()  # outermost first
    times: tuple[TimeExpression, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    ordinals: tuple[Ordinal, ...] = ()
    entities: tuple[Entity, ...] = ()
    ambiguity: tuple[Ambiguity, ...] = ()
    rules: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Uncovered:
    """A sentence, number or date that no claim holds, and why."""

    span: Span
    kind: Literal["sentence", "number", "date"]
    reason: str


@dataclass(frozen=True, slots=True)
class Coverage:
    sentences: int
    sentences_in_claims: int
    numbers: int
    numbers_in_claims: int
    dates: int
    dates_in_claims: int
    uncovered: tuple[Uncovered, ...] = ()


@dataclass(frozen=True, slots=True)
class ParserInfo:
    """Which models made the parse."""

    name: str
    package: str
    sha256: str


# -- findings ---------------------------------------------------------------------------------------------------

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Side:
    """Another place that a finding is about, and what stands there."""

    span: Quote
    message: str


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in an article that contradicts itself, or that a reader would miss: what `claimcheck check` reports."""

    finding_id: str
    rule: str  # name of the rule, as in `claimcheck explain`
    severity: Severity
    message: str  # one sentence for the writer
    span: Quote  # where to look first
    sides: tuple[Side, ...] = ()  # what it is compared with
    arithmetic: str | None = None  # "12 + 6 + 5 = 23, not 25"
    claims: tuple[str, ...] = ()  # ids of the claims that it touches


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that `extract` found in one document."""

    document: Document
    claims: tuple[Claim, ...]
    coverage: Coverage
    parser: ParserInfo
    version: str
    findings: tuple[Finding, ...] = ()
    extra: Mapping[str, str] = field(default_factory=dict)
