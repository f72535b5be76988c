"""Claims and figures that a reader cannot trace: no speaker, no document and no link beside them, or only unnamed speakers.

These are notes, and few: the claims of an article that most need a source, best first, and no more than a few of each kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from claimcheck.consistency.alike import content
from claimcheck.consistency.article import Article, Place, Proposal
from claimcheck.model import Attribution, Claim, Quantity, Span
from claimcheck.rules import rule

#: At most so many findings of each rule in an article, and one a paragraph.
MOST = 2
_LINK = re.compile(r"\]\(|<a\s[^>]*href|https?://|www\.", re.IGNORECASE)
#: Nouns and verbs beside a claim that tell where it is from, though nobody "says" it.
_FROM = re.compile(
    r"\b(?:according|data|figures?|statistics|statistical|survey(?:s|ed)?|poll(?:s|ed|ing)?|census|stud(?:y|ies)|research(?:ers?)?|reports?|reported|"
    r"reportedly|reporting|estimat\w*|records?|documents?|filings?|database|index|bureau|ministry|official(?:s|ly)?|agency|institute|"
    r"university|commission|court|prosecutors?|police|announce\w*|statement|press release|publish\w*|source|sources|analysis|analysts?|"
    r"experts?|economists?|show(?:s|ed|n)?|account(?:s)? for|calculat\w*|disclos\w*|indictment|charged|audit\w*|results?|bank|company|government|"
    r"authorit(?:y|ies)|department|organi[sz]ation|group|committee|election|vote[sd]?|votes|budget|said|says|told|added|noted|explained|confirm\w*|fined|sentenced|registered|"
    r"grades?|remaining|named|rank(?:s|ed|ing)?|lists?|jury|awards?|chosen|chose)\b",
    re.IGNORECASE,
)
#: Sentences before and behind a figure in which its source may stand.
_BESIDE = 2
_LARGE = 10_000
_MUCH_MONEY = 1_000_000
_UNNAMED = re.compile(
    r"\b(?:sources?|insiders?|(?:people|persons?|those|somebody|someone|officials?|aides?) (?:\w+ )?(?:familiar|close|briefed|with (?:direct )?knowledge)|"
    r"anonymous\w*|unnamed|not to be (?:named|identified)|condition of anonymity)\b",
    re.IGNORECASE,
)
#: Words that only point back to a source that was named before.
_POINTS_BACK = re.compile(r"\b(?:same|these|those|this|that)\b", re.IGNORECASE)
_HEARSAY = re.compile(r"\b(?:it|is|are|was|were|been)(?: \w+)? (?:reported|rumou?red|said|understood|claimed)\b", re.IGNORECASE)
_HEARSAY_CUES = frozenset({"report", "rumour", "rumor", "say", "understand", "claim"})
#: Priority from which a claim is one that a desk would look at first.
_WEIGHTY = 0.4
#: A place among all others: records of the world, a country, all time.
_ALL = r"(?:world|globe|country|nation|continent|history|planet|region|Europe|Asia|Africa|(?:Latin |North |South |Central )?America)"
_BEST = r"(?:(?:second|third|fourth|fifth)[- ])?(?:most \w+|least \w+|\w{3,}est|best|worst|first)"
_AMONG_ALL = re.compile(
    rf"\b{_ALL}['’]s (?:\w+ )?{_BEST}\b|\b{_BEST} (?!time)(?:[\w’'-]+ ){{1,5}}(?:in|of|on) (?:the |all )?{_ALL}\b|"
    rf"\b{_BEST}[- ]ever\b|\b{_BEST} (?:[\w’'-]+ ){{1,3}}(?:ever|in history)\b"
)
_NOT_AMONG_ALL = re.compile(r"\b(?:interest|forest|test|contest|request|arrest|protest|west|guest|harvest|one of|among)\b", re.IGNORECASE)
_OWN = re.compile(r"[“”\"«»]|\b(?:I|we|our|my|us|me)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Candidate:
    claim: Claim
    span: Span
    block: int


@rule(
    "consistency",
    severity="note",
    yes={
        "The town has a new bridge. Cars crossed it for the first time on Monday.\n\n{About 40 percent} of all commuters in the region live in "
        "debt. The bridge is blue.": "a share that nobody gives",
    },
    no={
        "The town has a new bridge.\n\nAbout 40 percent of all commuters in the region live in debt, according to the central bank. The bridge "
        "is blue.": "a source in the sentence",
        "The town has a new bridge.\n\nThe mayor spoke about debt. About 40 percent of all commuters in the region live in debt. “It is a "
        "shame,” said the mayor.": "a speaker beside it",
        "The town has a new bridge.\n\nAnn Lee, 42, crossed the bridge, which is 300 metres long, 12 times in 40 minutes.": (
            "age, length, time and a count that the reporter saw"
        ),
    },
)
def unattributed_figure(article: Article) -> Iterator[Proposal]:
    """A figure that somebody must have counted, in the outlet's own voice, without a source or a link beside it.

    Shares, large amounts of money and large counts; ages, dates, scores, distances, ranks and small counts need no source, nor do
    amounts that only name a thing ("the $5 million plan"). The two sentences before it and the two behind it are searched for a
    speaker, a document or a link, in whatever paragraph they stand. At most two in an article, those of the highest priority.
    """
    found = []
    for claim in article.claims:
        figure = next((q for q in claim.quantities if _needs_a_source(q) and not _names_a_thing(article, q)), None)
        if figure is not None and _bare(article, claim, beside=True) and not article.quoted_at(figure.span):
            found.append(_Candidate(claim, figure.span, _block(article, claim)))
    for best in _few(found):
        words = best.span.slice(article.document.text)
        yield Proposal(best.span, f"“{words}” has no source in this sentence or near it, and somebody must have counted it.")


@rule(
    "consistency",
    severity="note",
    yes={
        "{The bank sold 300 branches to a fund in May}, sources said. The branches are in the north.": "sources",
    },
    no={
        "The bank sold 300 branches to a fund in May, its director Ann Lee said. The branches are in the north.": "a speaker with a name",
        "The bank sold 300 branches to a fund in May, sources said. Its director Ann Lee said that it sold 300 branches to a fund in May.": (
            "somebody with a name says it too"
        ),
        "Some said that it was a bad idea.": "an opinion",
    },
)
def anonymous_only(article: Article) -> Iterator[Proposal]:
    """A checkable claim of some weight that the article has from nobody with a name: "sources said", "it was reported".

    Silent where the same thing is also told by a named speaker, an institution or a document. At most two in an article.
    """
    found = []
    for claim in article.claims:
        if not claim.attribution or claim.checkability.value != "yes" or claim.modality != "asserted" or claim.priority.score < 0.4:
            continue
        if all(_anonymous(article, hop) for hop in claim.attribution) and not _told_by_others(article, claim):
            found.append(_Candidate(claim, claim.pieces[0], _block(article, claim)))
    for best in _few(found):
        hop = best.claim.attribution[0]
        whole = Span(best.span.start, best.claim.pieces[-1].end)
        yield Proposal(
            best.span if whole.overlaps(hop.span) else whole,
            f"Nobody with a name says this: the only source is “{hop.source or hop.cue_span.slice(article.document.text)}”.",
            (Place(hop.span, "not named"),),
        )


@rule(
    "consistency",
    severity="note",
    yes={
        "The town has a new bridge. Cars crossed it for the first time on Monday.\n\n{The old bridge was the longest wooden bridge in Europe "
        "until 1950}.": "a superlative that nobody vouches for",
    },
    no={
        "The town has a new bridge.\n\nThe old bridge was the longest wooden bridge in Europe until 1950, the historian Ann Lee said.": "a speaker",
        "The town has a new bridge. The old bridge is made of wood.": "an observation",
    },
)
def unsourced_claim(article: Article) -> Iterator[Proposal]:
    """A claim that a checking desk would take first, with neither a speaker nor a document nor a link in its paragraph.

    Superlatives and ranks among all others ("the largest in the world", "the first ever") in the outlet's own voice. At most two
    in an article, those of the highest priority.
    """
    found = []
    for claim in article.claims:
        if not {"superlative", "count-ordinal"} & set(claim.types) or claim.priority.score < _WEIGHTY or not _among_all(claim):
            continue
        if _bare(article, claim, beside=False) and not any(_needs_a_source(q) for q in claim.quantities):
            if not article.quoted_at(claim.pieces[0]):
                found.append(_Candidate(claim, Span(claim.pieces[0].start, claim.pieces[-1].end), _block(article, claim)))
    for best in _few(found):
        yield Proposal(best.span, "This is said to be first, largest or the like, and nothing in the paragraph says who found it so.")


def _few(found: Iterable[_Candidate]) -> list[_Candidate]:
    """The best by priority, one a paragraph, in text order."""
    best: dict[int, _Candidate] = {}
    for candidate in sorted(found, key=lambda c: (-c.claim.priority.score, c.span)):
        if len(best) < MOST:
            best.setdefault(candidate.block, candidate)
    return sorted(best.values(), key=lambda c: c.span)


def _needs_a_source(quantity: Quantity) -> bool:
    """Whether the figure is one that somebody counted or measured for many: a share, a large amount, a large count."""
    value = quantity.value if quantity.value is not None else quantity.high
    if value is None:
        return False
    if quantity.unit_kind in ("percent", "percentage-point"):
        return value not in (0, 50, 100) and (quantity.item or "").split()[-1:] not in (["stake"], ["share"], ["discount"], ["owned"])
    if quantity.unit_kind == "money":
        return abs(value) >= _MUCH_MONEY
    return quantity.unit_kind == "count" and abs(value) >= _LARGE and quantity.item is not None


def _names_a_thing(article: Article, quantity: Quantity) -> bool:
    """Whether an amount of money stands before a noun and tells which one is meant: "the $5 million plan"."""
    if quantity.unit_kind != "money":
        return False
    sentence = article.sentence_at(quantity.span)
    words = [word for word in sentence.words if word.span in quantity.span] if sentence else []
    inside = {word.index for word in words}
    return sentence is not None and any(
        word.head not in inside and word.head and sentence[word.head].upos in ("NOUN", "PROPN") and word.head > max(inside)
        for word in words
    )


def _bare(article: Article, claim: Claim, beside: bool) -> bool:
    """Whether a claim in the outlet's own voice stands without a source: in the sentences beside it, or in its paragraph."""
    if claim.attribution or claim.checkability.value != "yes" or claim.modality != "asserted" or claim.presupposed:
        return False
    if claim.kind in ("title", "apposition", "nominal-event", "parenthetical", "quantity"):
        return False
    sentence = article.sentence_at(claim.pieces[0])
    if sentence is None or article.block_of(sentence) not in ("paragraph", "list-item", "quote"):
        return False
    if beside:
        near = list(article.sentences[max(0, sentence.index - _BESIDE) : sentence.index + _BESIDE + 1])
    else:
        near = [s for s in article.sentences if s.block == sentence.block]
    if any(_FROM.search(s.text) or _OWN.search(s.text) for s in near):
        return False
    if any(hop.span.overlaps(s.span) or any(c.overlaps(s.span) for c in hop.content) for hop in article.attributions for s in near):
        return False
    block = article.document.locate(article.document.blocks[sentence.block].span)
    return not _LINK.search(article.document.source[block.start : block.end + 1])


def _anonymous(article: Article, hop: Attribution) -> bool:
    if hop.source_kind != "anonymous" or hop.cue_class not in ("report", "factive"):
        return False
    if hop.source is None:
        before = article.document.text[max(0, hop.cue_span.start - 24) : hop.cue_span.end]
        return hop.cue in _HEARSAY_CUES and _HEARSAY.search(before) is not None
    return _UNNAMED.search(hop.source) is not None and hop.resolved_source is None and not _POINTS_BACK.search(hop.source)


def _among_all(claim: Claim) -> bool:
    found = _AMONG_ALL.search(claim.text)
    return found is not None and not _NOT_AMONG_ALL.search(claim.text[max(0, found.start() - 16) : found.end()])


def _block(article: Article, claim: Claim) -> int:
    sentence = article.sentence_at(claim.pieces[0])
    return sentence.block if sentence is not None else -1


def _told_by_others(article: Article, claim: Claim) -> bool:
    words = content(claim.resolved_text)
    return any(
        other is not claim
        and other.predicate.lemma == claim.predicate.lemma
        and any(hop.source_kind != "anonymous" for hop in other.attribution)
        and len(words & content(other.resolved_text)) * 2 >= len(words)
        for other in article.claims
    )
