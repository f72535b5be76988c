"""What holds for every record and JSON Schema cannot say.

An invariant is a small function named after what holds. It takes a record that already follows its schema and yields a path
and a sentence for each place where it does not. Those of SOURCE_INVARIANTS compare a claim with the text that it was found in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from html import unescape
from math import isclose

from claimcheck.anchor import position
from claimcheck.complaint import shown
from claimcheck.record_spans import ELSEWHERE, Record, reach, spans_of

Trouble = tuple[str, str]  # path below the record, sentence

#: Half of the last place of figures that are rounded to three.
_ROUNDING = 0.0005 + 1e-9

#: Kinds of claims whose resolved text has another order of words than the source, or a verb that the source has not.
_REWORDED = frozenset({"apposition", "nominal-event", "participle", "quantity", "relative", "title"})


def coverage_share(coverage: Record) -> float:
    """Sentences, numbers and dates in claims, divided by all of them, to three places; 1 when there are none."""
    every = sum(coverage[kind] for kind in ("sentences", "numbers", "dates"))
    held = sum(coverage[f"{kind}_in_claims"] for kind in ("sentences", "numbers", "dates"))
    return round(held / every, 3) if every else 1.0


def _inside(inner: Record, outer: Record) -> bool:
    return bool(outer["start"] <= inner["start"] and inner["end"] <= outer["end"])


def _field(path: str) -> str:
    return f"`{path[2:]}`"


def _at(span: Record) -> str:
    return f"{span['start']}-{span['end']}"


# -- a claim by itself --------------------------------------------------------------------------------------------


def spans_run_forward(claim: Record) -> Iterator[Trouble]:
    """A span ends after it starts."""
    for path, _, span in spans_of(claim):
        if span["start"] >= span["end"]:
            yield path, f"{_field(path)} starts at {span['start']} and ends at {span['end']}; it must end after it starts"


def exact_is_as_long_as_its_span(claim: Record) -> Iterator[Trouble]:
    """`exact` has one code point for each offset of the span."""
    span = claim["span"]
    if len(span["exact"]) != span["end"] - span["start"]:
        yield (
            "$.span.exact",
            f"`exact` is {len(span['exact'])} characters long, but its span {_at(span)} is {span['end'] - span['start']}; "
            "offsets count Unicode code points",
        )


def claim_lies_in_its_sentence(claim: Record) -> Iterator[Trouble]:
    """The sentence's span holds the claim's, and those of all facets that stand in the clause."""
    sentence = claim["sentence_span"]
    for path, name, span in spans_of(claim):
        if name not in ELSEWHERE and not _inside(span, sentence):
            yield path, f"{_field(path)} lies at {_at(span)}, outside of the claim's sentence at {_at(sentence)}"


def heads_lie_in_their_arguments(claim: Record) -> Iterator[Trouble]:
    """An argument's span holds its head."""
    for number, argument in enumerate(claim["arguments"]):
        if not _inside(argument["head_span"], argument["span"]):
            yield (
                f"$.arguments[{number}].head_span",
                f"`head_span` lies at {_at(argument['head_span'])}, outside of its argument at {_at(argument['span'])}",
            )


def pieces_stand_in_source_order(claim: Record) -> Iterator[Trouble]:
    """Pieces follow each other and do not overlap."""
    for number, (before, after) in enumerate(zip(claim["pieces"], claim["pieces"][1:], strict=False), 1):
        if after["start"] < before["end"]:
            yield (
                f"$.pieces[{number}]",
                f"`pieces[{number}]` starts at {after['start']}, before the piece in front of it ends at {before['end']}",
            )


def times_end_after_they_begin(claim: Record) -> Iterator[Trouble]:
    """The last day of a time is not before the first."""
    for number, time in enumerate(claim["times"]):
        if "begin" in time and "end" in time and time["end"] < time["begin"]:  # ISO dates sort as text
            yield f"$.times[{number}].end", f"{shown(time['text'])} ends on {time['end']}, before it begins on {time['begin']}"


def resolved_times_have_a_value(claim: Record) -> Iterator[Trouble]:
    """A time that was settled says to what."""
    for number, time in enumerate(claim["times"]):
        if time["status"] == "resolved" and "value" not in time:
            yield f"$.times[{number}].status", f"{shown(time['text'])} is resolved, but has no `value`"


def values_lie_between_their_bounds(claim: Record) -> Iterator[Trouble]:
    """low <= value <= high, as far as they are there."""
    for number, quantity in enumerate(claim["quantities"]):
        known = [(name, quantity[name]) for name in ("low", "value", "high") if name in quantity]
        for (lower, low), (upper, high) in zip(known, known[1:], strict=False):
            if low > high:
                yield f"$.quantities[{number}].{upper}", f"{shown(quantity['text'])} has `{upper}` {high}, below its `{lower}` {low}"


def score_is_the_sum_of_its_reasons(claim: Record) -> Iterator[Trouble]:
    """The score is what the reasons' points add up to, cut to 0..1 and rounded to three places."""
    priority = claim["priority"]
    points = sum(reason["points"] for reason in priority["reasons"])
    expected = min(1.0, max(0.0, points))
    if not isclose(priority["score"], expected, rel_tol=0, abs_tol=_ROUNDING):
        yield "$.priority.score", f"`score` is {priority['score']}, but the points of its reasons make {round(expected, 3)}"


def doubtful_checkability_has_a_reason(claim: Record) -> Iterator[Trouble]:
    """A claim that cannot be checked, or only in part, says why."""
    checkability = claim["checkability"]
    if checkability["value"] != "yes" and "reason" not in checkability:
        yield "$.checkability.reason", f"`checkability` is {shown(checkability['value'])} without a `reason`"


def resolved_text_differs_only_by_substitutions(claim: Record) -> Iterator[Trouble]:
    """Without substitutions, the resolved text is the text; with them, it has the words of each.

    White space, the case of letters and a full stop at the end may differ, as a sentence that stands by itself begins with a
    capital. The kinds of _REWORDED are held to the second half only: their resolved text is a sentence where the source has
    none, so it has a verb that no piece has ("Boateng, the director" reads "Boateng is the director") or another order of
    words ("the house that they built" reads "they built the house"). An adverbial clause may go on with the time that its
    sentence has for it ("in January, when she was elected" reads "she was elected in January").
    """
    text, resolved = _sentence(claim["text"]), _sentence(claim["resolved_text"])
    same = resolved == text or (claim["kind"] == "adverbial" and resolved.startswith(f"{text} "))
    if not claim["substitutions"] and claim["kind"] not in _REWORDED and not same:
        yield "$.resolved_text", "`resolved_text` differs from `text`, but `substitutions` is empty"
    for number, substitution in enumerate(claim["substitutions"]):
        if _sentence(substitution["text"]) not in resolved:
            yield f"$.substitutions[{number}].text", f"{shown(substitution['text'])} does not stand in `resolved_text`"


def _sentence(words: str) -> str:
    return " ".join(words.split()).rstrip(".").casefold()


# -- what was looked up for a claim -------------------------------------------------------------------------------


def lookups_are_of_the_claim(claim: Record) -> Iterator[Trouble]:
    """What was looked up, was looked up for this claim of this article."""
    for number, lookup in enumerate(claim["lookups"]):
        if lookup["claim_id"] != claim["claim_id"]:
            yield f"$.lookups[{number}].claim_id", f"`claim_id` {lookup['claim_id']} is not that of the claim"
        if lookup["document"]["sha256"] != claim["document"]["sha256"]:
            yield f"$.lookups[{number}].document.sha256", "`sha256` is not that of the claim's document"


def evidence_is_numbered(claim: Record) -> Iterator[Trouble]:
    """Evidence is called e1, e2 and so on, in its order, and what is said of slots names some that is there."""
    for number, lookup in enumerate(claim["lookups"]):
        for place, evidence in enumerate(lookup["evidence"]):
            if evidence["id"] != f"e{place + 1}":
                yield f"$.lookups[{number}].evidence[{place}].id", f"`id` is {evidence['id']}; evidence {place + 1} must be e{place + 1}"
        there = {evidence["id"] for evidence in lookup["evidence"]}
        for place, slot in enumerate(lookup["slots"]):
            for stance in ("agrees", "differs"):
                for name in sorted(set(slot[stance]) - there):
                    yield f"$.lookups[{number}].slots[{place}].{stance}", f"`{stance}` names {name}, but there is no such evidence"


def passages_are_as_long_as_their_offsets(claim: Record) -> Iterator[Trouble]:
    """A quoted passage has one code point for each of its offsets, and what was compared ends after it starts."""
    for number, lookup in enumerate(claim["lookups"]):
        for place, evidence in enumerate(lookup["evidence"]):
            quote, path = evidence["quote"], f"$.lookups[{number}].evidence[{place}].quote.exact"
            apart = quote["end"] - quote["start"]
            if len(quote["exact"]) != apart:
                yield path, f"`exact` is {len(quote['exact'])} characters long, but its offsets {_at(quote)} are {apart} apart"
        for path, _, span in spans_of(lookup, f"$.lookups[{number}]"):
            if span["start"] >= span["end"]:
                yield path, f"{_field(path)} starts at {span['start']} and ends at {span['end']}; it must end after it starts"


# -- a claim and its source ---------------------------------------------------------------------------------------


def quote_stands_in_the_source(claim: Record, source: str) -> Iterator[Trouble]:
    """The source has `exact` at the span, `prefix` before it and `suffix` after it."""
    span = claim["span"]
    there = source[span["start"] : span["end"]]
    if there != span["exact"]:
        elsewhere = source.find(span["exact"])
        moved = f"; these words stand at {elsewhere}, so the source may have been edited" if elsewhere >= 0 else ""
        yield "$.span.exact", f"`exact` is {shown(span['exact'])}, but the source has {shown(there)} at {_at(span)}{moved}"
        return
    if not source[: span["start"]].endswith(span["prefix"]):
        yield "$.span.prefix", f"`prefix` is {shown(span['prefix'])}, but something else stands before {span['start']}"
    if not source.startswith(span["suffix"], span["end"]):
        yield "$.span.suffix", f"`suffix` is {shown(span['suffix'])}, but something else stands after {span['end']}"


def line_and_column_fit_the_offset(claim: Record, source: str) -> Iterator[Trouble]:
    """Line and column name the same place as `start`."""
    span = claim["span"]
    line, column = position(source, span["start"])
    if (span["line"], span["column"]) != (line, column):
        yield "$.span.line", f"offset {span['start']} is in line {line}, column {column}, not line {span['line']}, column {span['column']}"


def spans_lie_in_the_source(claim: Record, source: str) -> Iterator[Trouble]:
    """No span goes beyond the end of the source."""
    for path, _, span in spans_of(claim):
        if span["end"] > len(source):
            yield path, f"{_field(path)} ends at {span['end']}, but the source has only {len(source)} characters"


def words_stand_at_their_spans(claim: Record, source: str) -> Iterator[Trouble]:
    """What a facet gives as its text can be read at its span.

    The source may have more there: markup, or words between the parts of a phrase ("has since *signed*"). So the letters and
    digits of the text have to occur in it in their order.
    """
    facets = [("predicate", claim["predicate"])]
    for field in ("arguments", "hedges", "times", "quantities", "entities"):
        facets += [(f"{field}[{number}]", facet) for number, facet in enumerate(claim[field])]
    quotes = [(f"$.{path}.text", facet["text"], facet["span"]) for path, facet in facets]
    for number, hop in enumerate(claim["attribution"]):
        if "source" in hop and "source_span" in hop:
            quotes.append((f"$.attribution[{number}].source", hop["source"], hop["source_span"]))
    for path, words, span in quotes:
        there = source[span["start"] : span["end"]]
        if not _readable(words, there):
            yield path, f"{_field(path)} is {shown(words)}, but the source has {shown(there)} at {_at(span)}"


def text_is_made_of_its_pieces(claim: Record, source: str) -> Iterator[Trouble]:
    """The letters and digits of the text occur in its pieces in their order; there may be markup in between."""
    pieces = [source[piece["start"] : piece["end"]] for piece in claim["pieces"]]
    if pieces and not _readable(claim["text"], " ".join(pieces)):
        yield "$.text", f"`text` is {shown(claim['text'])}, but its pieces read {shown(' … '.join(pieces))}"


def _readable(words: str, there: str) -> bool:
    """Whether the letters and digits of the words occur in that order in the source's text, which may have HTML entities."""
    if words in there:
        return True
    wanted = _letters(words)
    return _occurs(wanted, _letters(there)) or ("&" in there and _occurs(wanted, _letters(unescape(there))))


def _letters(words: str) -> str:
    return "".join(filter(str.isalnum, words.casefold()))


def _occurs(wanted: str, there: str) -> bool:
    if wanted in there:
        return True
    rest = iter(there)
    return all(letter in rest for letter in wanted)


# -- a report -----------------------------------------------------------------------------------------------------


def claims_name_the_document(report: Record) -> Iterator[Trouble]:
    """Each claim names the document that the report is about."""
    for number, claim in enumerate(report["claims"]):
        for field in ("uri", "sha256"):
            if claim["document"][field] != report["document"][field]:
                yield f"$.claims[{number}].document.{field}", f"`{field}` is not that of the report's document"


def spans_lie_in_the_document(report: Record) -> Iterator[Trouble]:
    """Spans run forward and do not go beyond the document's characters."""
    characters = report["document"]["characters"]
    ends = [reach(part) for part in (report, *report["claims"], *report["findings"])]
    if all(end is not None and end <= characters for end in ends):
        return
    for path, _, span in spans_of(report):
        if span["start"] >= span["end"]:
            yield path, f"{_field(path)} starts at {span['start']} and ends at {span['end']}; it must end after it starts"
    everything = [("$", report)]
    everything += [(f"$.{kind}[{number}]", part) for kind in ("claims", "findings") for number, part in enumerate(report[kind])]
    for prefix, part in everything:
        for path, _, span in spans_of(part, prefix):
            if span["end"] > characters:
                yield path, f"{_field(path)} ends at {span['end']}, but the document has only {characters} characters"


def coverage_adds_up(report: Record) -> Iterator[Trouble]:
    """What is in claims and what is listed as uncovered make the whole, and `share` is the part in claims."""
    coverage = report["coverage"]
    listed = Counter(item["kind"] for item in coverage["uncovered"])
    for kind in ("sentence", "number", "date"):
        every, held = coverage[f"{kind}s"], coverage[f"{kind}s_in_claims"]
        if held + listed[kind] != every:
            yield (
                f"$.coverage.{kind}s_in_claims",
                f"{held} of {every} {kind}s are in claims and {listed[kind]} listed as uncovered; together they must make {every}",
            )
    if not isclose(coverage["share"], coverage_share(coverage), rel_tol=0, abs_tol=_ROUNDING):
        yield "$.coverage.share", f"`share` is {coverage['share']}, but the counts make {coverage_share(coverage)}"


def findings_and_claims_name_each_other(report: Record) -> Iterator[Trouble]:
    """A finding has one id of its own, and a claim names just those findings that name it."""
    named: dict[str, set[str]] = {claim["claim_id"]: set() for claim in report["claims"]}
    seen: set[str] = set()
    for number, finding in enumerate(report["findings"]):
        if finding["finding_id"] in seen:
            yield f"$.findings[{number}].finding_id", f"`finding_id` {finding['finding_id']} is that of another finding too"
        seen.add(finding["finding_id"])
        for claim_id in finding["claims"]:  # claims may have been left out of the report
            named.get(claim_id, set()).add(finding["finding_id"])
    for number, claim in enumerate(report["claims"]):
        if set(claim["findings"]) != named[claim["claim_id"]]:
            yield f"$.claims[{number}].findings", "`findings` are not those of the report's findings that name the claim"


def findings_stand_in_the_source(report: Record, source: str) -> Iterator[Trouble]:
    """All sides of a finding are slices of the source, at the line and column that they give."""
    for number, finding in enumerate(report["findings"]):
        for path, holder in (("", finding), *((f".sides[{n}]", side) for n, side in enumerate(finding["sides"]))):
            span, where = holder["span"], f"$.findings[{number}]{path}.span"
            if source[span["start"] : span["end"]] != span["exact"]:
                yield where, f"the source has other words than {shown(span['exact'])} at {_at(span)}"
            elif (span["line"], span["column"]) != position(source, span["start"]):
                yield where, f"the span begins at line {span['line']}, column {span['column']}, by its own account, but not in the source"


ClaimInvariant = Callable[[Record], Iterator[Trouble]]
SourceInvariant = Callable[[Record, str], Iterator[Trouble]]
ReportInvariant = Callable[[Record], Iterator[Trouble]]

#: What needs not be asked of a claim whose spans are all in order, as `record_spans.reach` sees at a glance.
OF_ALL_SPANS = frozenset({spans_run_forward, claim_lies_in_its_sentence, spans_lie_in_the_source})

CLAIM_INVARIANTS: tuple[ClaimInvariant, ...] = (
    spans_run_forward,
    exact_is_as_long_as_its_span,
    claim_lies_in_its_sentence,
    heads_lie_in_their_arguments,
    pieces_stand_in_source_order,
    times_end_after_they_begin,
    resolved_times_have_a_value,
    values_lie_between_their_bounds,
    score_is_the_sum_of_its_reasons,
    doubtful_checkability_has_a_reason,
    resolved_text_differs_only_by_substitutions,
    lookups_are_of_the_claim,
    evidence_is_numbered,
    passages_are_as_long_as_their_offsets,
)

SOURCE_INVARIANTS: tuple[SourceInvariant, ...] = (
    quote_stands_in_the_source,
    line_and_column_fit_the_offset,
    spans_lie_in_the_source,
    words_stand_at_their_spans,
    text_is_made_of_its_pieces,
)

REPORT_INVARIANTS: tuple[ReportInvariant, ...] = (
    claims_name_the_document,
    spans_lie_in_the_document,
    coverage_adds_up,
    findings_and_claims_name_each_other,
)

REPORT_SOURCE_INVARIANTS: tuple[SourceInvariant, ...] = (findings_stand_in_the_source,)
