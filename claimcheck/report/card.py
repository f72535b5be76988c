"""What a card says about a claim: everything a checker needs to begin, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from claimcheck.report import phrases
from claimcheck.report.article import Article, Json
from claimcheck.report.phrases import name, phrase
from claimcheck.report.sources_say import SourcesSay, sources_say
from claimcheck.report.speakers import Speakers

#: What a claim is filtered by that was not looked up.
UNASKED = "unasked"

#: A claim is urgent from this priority on, which is where `claimcheck check` begins to ask for a review; else it is medium, or low.
HIGH, MEDIUM = 0.5, 0.25

#: The families that claims are coloured by, and the types in each, from what is checked first. A claim has the colour of the first.
FAMILIES: Mapping[str, frozenset[str]] = {
    "numbers": frozenset({"quantity", "count-ordinal", "comparison", "superlative", "change", "part-of-total"}),
    "time": frozenset({"date", "duration"}),
    "identity": frozenset({"identity-role", "location", "existence-negative"}),
    "future": frozenset({"prediction", "pledge", "rule"}),
    "events": frozenset({"event", "causal"}),
    "opinion": frozenset({"opinion", "quote", "other"}),
}


@dataclass(frozen=True, slots=True)
class Hop:
    """One link of the chain through which a claim came to the outlet."""

    source: str
    words: str  # what the article calls the source, where that is something else
    how: tuple[str, ...]  # the cue, what it commits to, how the words are given, kind of source, channel


@dataclass(frozen=True, slots=True)
class Fact:
    """Words of the article and what they come to."""

    words: str
    means: str


@dataclass(frozen=True, slots=True)
class Card:
    """A claim as the templates see it. `number` counts from 1 in the order of the record."""

    number: int
    claim_id: str
    text: str
    quote: str  # as in the article, where that is something else
    line: int
    column: int
    family: str
    types: tuple[tuple[str, str], ...]  # name in the record, words
    level: str  # high, medium, low
    score: str
    reasons: tuple[tuple[str, str], ...]  # words, points with their sign
    checkability: str
    why_not: str
    speakers: tuple[int, ...]
    hops: tuple[Hop, ...]
    times: tuple[Fact, ...]
    amounts: tuple[Fact, ...]
    read_as: tuple[Fact, ...]
    open: tuple[Fact, ...]  # readings that could not be settled
    manner: tuple[str, ...]  # denied, possible, hedged, taken for granted
    questions: tuple[str, ...]
    findings: tuple[int, ...]  # numbers
    lookups: tuple[SourcesSay, ...]
    evidence: tuple[str, ...]  # what the lookups come to, or UNASKED
    disputed: bool  # some source differs
    rules: tuple[str, ...]
    sentence: int | None  # number of the sentence that it stands in, where the parse is known


def level_of(score: float) -> str:
    return "high" if score >= HIGH else "medium" if score >= MEDIUM else "low"


def family_of(types: list[str]) -> str:
    return next((family for family, members in FAMILIES.items() if members & set(types)), "opinion")


def cards(article: Article, speakers: Speakers) -> tuple[Card, ...]:
    """The cards of an article, in the order of its record."""
    findings = {finding["finding_id"]: number for number, finding in enumerate(article.record["findings"], 1)}
    sentences = {(sentence.start, sentence.end): number for number, sentence in enumerate(article.sentences, 1)}
    return tuple(_card(number, claim, article, speakers, findings, sentences) for number, claim in enumerate(article.record["claims"], 1))


def _card(
    number: int, claim: Json, article: Article, speakers: Speakers, findings: Mapping[str, int], sentences: Mapping[tuple[int, int], int]
) -> Card:
    priority, checkability = claim["priority"], claim["checkability"]
    touching = {number for finding_id, number in findings.items() if finding_id in claim["findings"]}
    return Card(
        number=number,
        claim_id=claim["claim_id"],
        text=claim["resolved_text"],
        quote="" if claim["span"]["exact"] == claim["resolved_text"] else claim["span"]["exact"],
        line=claim["span"]["line"],
        column=claim["span"]["column"],
        family=family_of(claim["types"]),
        types=tuple((kind, name("type", kind)) for kind in claim["types"]),
        level=level_of(priority["score"]),
        score=f"{priority['score']:.2f}",
        reasons=tuple((name("reason", reason["name"]), f"{reason['points']:+.2f}".replace("-", "−")) for reason in priority["reasons"]),
        checkability=checkability["value"],
        why_not=name("why-not", checkability["reason"]) if "reason" in checkability else "",
        speakers=speakers.of(claim),
        hops=tuple(_hop(hop) for hop in claim["attribution"]),
        times=tuple(Fact(time["text"], _when(time)) for time in claim["times"]),
        amounts=(
            *(Fact(quantity["text"], _amount(quantity)) for quantity in claim["quantities"]),
            *(Fact(_slice(article, ordinal["span"]), _rank(ordinal)) for ordinal in claim["ordinals"]),
        ),
        read_as=tuple(Fact(_slice(article, item["span"]), item["text"]) for item in claim["substitutions"]),
        open=tuple(Fact(_slice(article, item["span"]), _readings(item)) for item in claim["ambiguity"]),
        manner=tuple(_manner(claim)),
        questions=tuple(claim["questions"]),
        findings=tuple(sorted(touching)),
        lookups=tuple(sources_say(lookup) for lookup in claim["lookups"]),
        evidence=tuple(dict.fromkeys(lookup["overall"] for lookup in claim["lookups"])) or (UNASKED,),
        disputed=any(lookup["overall"] in ("conflicts", "mixed") for lookup in claim["lookups"]),
        rules=tuple(claim["provenance"]["rules"]),
        sentence=sentences.get((claim["sentence_span"]["start"], claim["sentence_span"]["end"])),
    )


def _slice(article: Article, span: Json) -> str:
    return article.source[span["start"] : span["end"]]


def _hop(hop: Json) -> Hop:
    source, resolved = hop.get("source", ""), hop.get("resolved_source", "")
    how = [hop["cue"], *([] if hop["cue_class"] == "report" else [name("cue", hop["cue_class"])]), name("form", hop["form"])]
    how.append(name("source", hop["source_kind"]))
    if "channel" in hop:
        how.append(phrase("channel", channel=hop["channel"]))
    return Hop(resolved or source or phrase("nobody"), source if resolved and resolved != source else "", tuple(how))


def _when(time: Json) -> str:
    known = phrases.when(time)
    if time["candidates"]:
        known = phrase("either", known=known, candidates=phrase("or").join(time["candidates"]))
    if "mod" in time:
        known = phrase("qualified", known=known, by=name("mod", time["mod"]))
    if "relation" not in time:
        return known
    form = "counted" if time["type"] == "DURATION" else "related"  # "some days (days after)"; "since January 2025"
    return phrase(form, relation=time["relation"], known=known, amount=known, item=time["relation"])


def _amount(quantity: Json) -> str:
    plain = phrases.amount(quantity)
    return phrase("counted", amount=plain or quantity["text"], item=quantity["item"]) if "item" in quantity else plain


def _rank(ordinal: Json) -> str:
    place = phrase("last") if ordinal["rank"] == -1 else phrase("rank", rank=ordinal["rank"])
    window = [phrase(key, time=phrases.moment(ordinal[key])) for key in ("since", "until") if key in ordinal]
    return " ".join([phrase("ranked", rank=place, item=ordinal["item"]), *window])


def _readings(item: Json) -> str:
    return phrase("or").join(item["candidates"]) if item["candidates"] else phrase("untold." + item["kind"])


def _manner(claim: Json) -> list[str]:
    manner = [name("polarity", "negative")] if claim["polarity"] == "negative" else []
    if claim["modality"] != "asserted":
        manner.append(name("modality", claim["modality"]))
    manner += [phrase("hedged", words=hedge["text"]) for hedge in claim["hedges"]]
    return [*manner, phrase("presupposed")] if claim["presupposed"] else manner
