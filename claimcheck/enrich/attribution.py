"""Who said what: sentences in, one `Attribution` for each hop out.

Rules under `claimcheck.enrich.speech` propose attributions sentence by sentence; this module merges what they propose for
the same cue, widens it to whole quotations, and carries a speaker over the sentences and paragraphs of a long one.

Content follows the PolNeAR guidelines (Newell, Margolin and Ruths, LREC 2018): the words that are attributed, with
"that", without the quotation marks around them and without the cue. A claim whose head word lies in a content span is
attributed; hops nest when the content of one holds the cue of the next.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace

from claimcheck.enrich.speech import according, beside, clauses, colon, infinitives, nouns, objects, passive
from claimcheck.enrich.speech.accounts import accounts
from claimcheck.enrich.speech.linking import Linker
from claimcheck.enrich.speech.quotes import Quotation, around, quotations, regions
from claimcheck.enrich.speech.widening import widen
from claimcheck.model import Attribution, Span
from claimcheck.rules import rules_of
from claimcheck.tree import Sentence

#: Modules that hold the rules; importing them fills the register.
RULE_MODULES = (according, beside, clauses, colon, infinitives, nouns, objects, passive)

#: Rules whose finds count inside of a quotation.
HEARSAY = frozenset(
    {
        "reported_clause",
        "closing_cue",
        "interrupting_cue",
        "adding_that",
        "according_to",
        "passive_report",
        "closing_passive",
        "hearsay_adverb",
        "as_said",
        "accused_of",
        "colon_speaker",
    }
)

#: Which reading of a cue wins when several rules read it, best first.
PRECEDENCE = (
    "according_to",
    "per_source",
    "as_said",
    "adding_that",
    "closing_cue",
    "described_as",
    "accused_of",
    "interrupting_cue",
    "reported_clause",
    "convinced_that",
    "promised_action",
    "passive_report",
    "closing_passive",
    "hearsay_adverb",
    "noun_cue",
    "message_is",
    "message_about",
    "made_clear",
    "called_for",
    "reported_object",
    "position_on",
    "colon_speaker",
    "dash_signature",
    "in_view_of",
    "quotation_beside",
    "quotation_goes_on",
)


def attributions(sentences: Sequence[Sentence], text: str) -> tuple[Attribution, ...]:
    """Every hop of attribution in a document, ordered by where content and cue begin.

    `text` is the document's text, into which the sentences' offsets point. Quotations are paired inside one block. A cue
    yields one attribution, whose content may consist of several spans. Never raises on odd quotation marks or trees.
    """
    spoken = [s for s in sentences if s.words]
    quotes = quotations(text, regions([(s.block, s.start, s.end) for s in spoken]))
    rules = rules_of("attribution")
    proposals = [found for sentence in spoken for rule in rules for found in rule.find(sentence)]
    merged = within_outer(merge_cues([*proposals, *colon.turns(spoken)]))
    linked = accounts(Linker(widen(merged, text, quotes), spoken, text, quotes).link(), spoken, quotes)
    return tuple(sorted((a for a in linked if _another_voice(a, quotes)), key=_order))


def _another_voice(one: Attribution, quotes: Sequence[Quotation]) -> bool:
    """Inside of a quotation only what others said is a hop of its own: not "we want", "I said", "they know"."""
    if not around(quotes, one.cue_span.start):
        return True
    return (
        one.rule in HEARSAY
        and one.cue_class in ("report", "factive", "denial")
        and (one.source is None or one.source.lower() not in ("i", "we", "you"))
    )


def merge_cues(proposals: Iterable[Attribution]) -> tuple[Attribution, ...]:
    """One attribution for each cue: that of the rule with precedence, whatever the order of the proposals."""
    best: list[Attribution] = []
    taken: set[int] = set()
    for one in sorted(proposals, key=_rank):
        offsets = range(one.cue_span.start, one.cue_span.end)
        if taken.isdisjoint(offsets):
            taken.update(offsets)
            best.append(one)
    return tuple(sorted(best, key=_order))


def within_outer(found: Sequence[Attribution]) -> tuple[Attribution, ...]:
    """Hops inside of what another says end where that other's own words, the speaker and the cue behind, begin.

    Reed said the road was safe, reported the Post: "the road was safe" is Reed's, ", reported the Post" is not.
    """
    cues = sorted((one.cue_span.start, place) for place, one in enumerate(found))
    made = []
    for one in found:
        pieces = one.content
        low, high = bisect_left(cues, (pieces[0].start, -1)), bisect_left(cues, (pieces[-1].end, -1))
        for _, place in cues[low:high]:
            other = found[place]
            if not any(one.cue_span in p for p in other.content) or not any(other.cue_span in p for p in pieces):
                continue
            end = min(s.start for s in (other.cue_span, other.source_span) if s is not None)
            pieces = tuple(Span(p.start, min(p.end, end)) for p in pieces if p.start < end)
        made.append(one if pieces == one.content or not pieces else replace(one, content=pieces))
    return tuple(made)


def _rank(one: Attribution) -> tuple[object, ...]:
    place = PRECEDENCE.index(one.rule) if one.rule in PRECEDENCE else len(PRECEDENCE)
    return (place, one.source is None, one.cue_span, one.content, one.source_span or Span(-1, -1), one.cue)


def _order(one: Attribution) -> tuple[object, ...]:
    return (one.content[0].start, one.cue_span.start, one.content, one.rule)
