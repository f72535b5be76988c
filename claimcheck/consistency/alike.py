"""When two claims, or two figures in them, are about the same thing.

Everything here answers "surely the same" or "not sure"; a rule that compares takes only the first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from claimcheck.consistency.article import Article
from claimcheck.consistency.interval import Interval, interval_of
from claimcheck.model import Argument, Attribution, Claim, Quantity, TimeExpression
from claimcheck.tree import Sentence, Word

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")

#: Verbs and nouns of one kind of happening, under one name: what kills, who dies, and how many were killed are one figure.
HAPPENINGS: Mapping[str, str] = {
    word: line.split()[0]
    for line in (
        "killed kill die dead death perish fatality claim slain slay",
        "hurt injure wound injury injured wounded hurt",
        "arrested arrest detain apprehend detained arrest",
        "missing missing",
        "displaced displace uproot",
        "evacuated evacuate evacuation",
        "rescued rescue",
        "destroyed destroy",
        "damaged damage",
        "infected infect",
        "kidnapped kidnap abduct",
    )
    for word in line.split()
}
#: Nouns for one kind of event, under one name.
EVENTS: Mapping[str, str] = {
    word: line.split()[0]
    for line in (
        "attack assault raid ambush bombing",
        "explosion blast bomb",
        "shooting gunfire massacre",
        "crash collision accident derailment",
        "fire blaze inferno wildfire",
        "earthquake quake tremor",
        "flood flooding deluge",
        "storm cyclone hurricane typhoon tornado",
        "landslide mudslide avalanche",
        "conversation call talk phone-call telephone-call phone",
        "meeting meet summit",
        "visit trip tour",
        "strike walkout stoppage",
        "airstrike air-strike bombardment",
        "launch lift-off",
        "protest demonstration march rally",
        "test trial firing",
        "win victory",
        "defeat loss",
        "increase rise hike raise",
        "cut reduction",
        "stampede crush",
        "sinking capsizing shipwreck",
        "eruption",
        "outbreak",
        "epidemic",
        "riot unrest clash",
        "war conflict",
        "election",
        "vote ballot",
        "goal",
        "recall",
        "hearing",
        "arrest",
        "debate",
    )
    for word in line.split()
}
#: People counted without saying which.
_ANYBODY = frozenset({"people", "person", "individual", "human", "life", "victim", ""})
#: A figure beside one of these is a part, an addition, a rate, or a newer state of the other: no contradiction.
_ANOTHER_FIGURE = frozenset(
    """more other another further additional extra earlier initially initial later previous previously revise update updated upgrade rise
    grow climb increase raise jump fall drop decline reduce cut lower total combined combine each every per respectively average already
    remain again separate separately original originally now preliminary former second third include including between half expect
    estimate could may might would if recover annual annually daily weekly monthly yearly minimum maximum up down instead than versus
    compare hourly new old planned plan propose seek ask want so""".split()
)


def content(text: str) -> frozenset[str]:
    """The words of a text in lower case, without figures."""
    return frozenset(w.casefold() for w in _WORD.findall(text))


def argument(claim: Claim, role: str) -> Argument | None:
    return next((a for a in claim.arguments if a.role == role), None)


def identity(article: Article, argument: Argument) -> str | None:
    """What an argument stands for, as a key: the full name of an entity, what a pronoun was resolved to, or a definite noun phrase.

    None where that is not sure: a pronoun without antecedent, "a man", "some people".
    """
    entity = next((e for e in article.entities_at(argument.head_span) if e.span.overlaps(argument.head_span)), None)
    reference = next((r for r in article.references_at(argument.head_span) if r.span.overlaps(argument.head_span)), None)
    if reference is not None:
        return reference.text.casefold() if reference.text else None
    words = argument.text.split()
    if entity is not None:
        # "India's budget" is not India
        return entity.canonical.casefold() if len(argument.text) - len(entity.text) <= 4 else argument.text.casefold().removeprefix("the ")
    if len(words) > 1 and words[0].casefold() in {"the", "this", "its", "their", "his", "her"}:
        return " ".join(words[1:]).casefold() if words[0].casefold() in {"the", "this"} else argument.text.casefold()
    return None


def voice(claim: Claim) -> tuple[str, ...]:
    """Who says it, outermost first: empty for the outlet itself."""
    return tuple(_source(hop) for hop in claim.attribution)


def _source(hop: Attribution) -> str:
    return (hop.resolved_source or hop.source or f"unknown {hop.cue_span.start}").casefold()


def same_time(a: Claim, b: Claim) -> bool:
    """Whether nothing dates two claims apart: neither is dated, or one day of the one is a day of the other."""
    first, second = _days(a.times), _days(b.times)
    if not first or not second:
        return not _vague(a.times) and not _vague(b.times) and not _other_year(a.times if first else b.times)
    return any(x.begin == y.begin and x.end == y.end for x in first for y in second)


def _days(times: Iterable[TimeExpression]) -> list[TimeExpression]:
    return [t for t in times if t.type in ("DATE", "TIME") and t.begin is not None]


def _vague(times: Iterable[TimeExpression]) -> bool:
    """A time that is not resolved may be any other time than the other claim's; a bare weekday is the news of the day."""
    return any(t.begin is None and not re.fullmatch(r"(?i)(?:on )?\w+day(?: \w+)?|today|yesterday", t.text) for t in times)


def _other_year(times: Iterable[TimeExpression]) -> bool:
    return any(t.grain in ("year", "decade", "century", "month", "quarter") for t in times)


def same_places(first: Claim, second: Claim) -> bool:
    """Whether the later claim names no place that the earlier one does not: that would be a part of it, or another place."""
    told = {e.canonical for e in first.entities if e.type in ("location", "facility")}
    return {e.canonical for e in second.entities if e.type in ("location", "facility")} <= told


def events_of(sentence: Sentence, words: Iterable[Word]) -> frozenset[str]:
    """The kinds of event that nouns among the words name."""
    return frozenset(EVENTS[w.lemma.lower()] for w in words if w.upos in ("NOUN", "PROPN") and w.lemma.lower() in EVENTS)


def one_item(a: str | None, b: str | None) -> bool:
    """Whether two counts are counts of the same things: the same noun with the same adjectives, or people both."""
    first, second = content(a or ""), content(b or "")
    return first == second or (first or {""}) <= _ANYBODY and (second or {""}) <= _ANYBODY


def another_figure(sentence: Sentence, claim: Claim) -> bool:
    """Whether words of the claim say that its figure is one of several: an update, a part, a rate, a comparison."""
    words = [w for piece in claim.pieces for w in sentence.overlapping(piece) if w.span in piece]
    return any(w.lemma.lower() in _ANOTHER_FIGURE or w.text.lower() in _ANOTHER_FIGURE for w in words)


def contradict(a: Quantity, b: Quantity) -> bool:
    """Whether no value fits both: "at least 12" fits 14, "3.2 million" fits "3 million"."""
    first, second = interval_of(a), interval_of(b)
    if first is None or second is None or a.unit_kind != b.unit_kind or a.unit != b.unit or a.per != b.per:
        return False
    return _apart(first, second) or _apart(second, first)


def agree(a: Quantity, b: Quantity) -> bool:
    """Whether a value fits both amounts; False where one of them says no amount, or they are of different kinds."""
    first, second = interval_of(a), interval_of(b)
    if first is None or second is None or a.unit_kind != b.unit_kind or a.unit != b.unit:
        return False
    return not _apart(first, second) and not _apart(second, first)


def _apart(lower: Interval, upper: Interval) -> bool:
    """Whether one lies below the other; two that are rounded may touch: 3 million ends where 4 million begins."""
    if lower.high is None or upper.low is None:
        return False
    return lower.high < upper.low or (lower.high == upper.low and lower.low != lower.high and upper.low != upper.high)
