"""A lookup as a whole, with sources that are made up and asked by hand: rounds, budget, what is enough, and the records."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from claimcheck.lookup.compare import statement_of
from claimcheck.lookup.dry_run import intended
from claimcheck.lookup.evidence import Answer, Evidence, Failure, Request
from claimcheck.lookup.query import Query
from claimcheck.lookup.reading import Reader
from claimcheck.lookup.result import result_of
from claimcheck.lookup.run import Looked, Plan, chosen, look_up
from claimcheck.lookup.source import Found, Search, Source
from claimcheck.lookup.statement import Statement
from claimcheck.model import Document, Report, Span
from claimcheck.record import dumps, report_to_json, schema_errors
from tests.frozen import report_of
from tests.lookup_driver import answer, drive

CLAIMS = report_to_json(report_of("seed"))["claims"]
LAUNCH = next(claim for claim in CLAIMS if "launched Operation" in claim["text"])
ASSERTED = "India launched Operation Sindoor on 7 May 2025."


def stated(text: str, when: str, **changes: Any) -> Statement:
    """The claim about the launch as somebody else tells it: `text` with the day that `when` names."""
    ours = statement_of(LAUNCH)
    place = Span(text.index(when), text.index(when) + len(when))
    day = ours.times[0].begin
    assert day
    other = day.replace(day=int(when.split()[0]))
    time = replace(ours.times[0], text=when, span=place, begin=other, end=other, value=other.isoformat(), anchor="none")
    people = tuple(
        replace(who, span=Span(text.index(who.text), text.index(who.text) + len(who.text))) for who in ours.participants if who.text in text
    )
    verb = Span(text.index("launched"), text.index("launched") + 8)
    return replace(ours, text=text, span=Span(0, len(text)), predicate_span=verb, participants=people, times=(time,), **changes)


def never(document: Document) -> Report:
    raise AssertionError("nothing in prose was found")


@dataclass
class Page:
    """Asks for so many pages, one after another, and gives one piece of evidence, or what it is told."""

    name: str = "page"
    hosts: frozenset[str] = frozenset({"page.example"})
    pages: int = 1
    when: str | None = "7 May 2025"
    lacking: Failure | None = None
    seen: list[Query] = field(default_factory=list)
    about: str = ""
    follow_ups: str = "more pages"

    def ready(self) -> Failure | None:
        return self.lacking

    def judge(self, answer: Answer) -> Failure | None:
        return None

    def search(self, query: Query, *, limit: int) -> Search:
        self.seen.append(query)
        answers: list[Answer | Failure] = []
        for number in range(self.pages if self.hosts else 0):
            params = (("q", " ".join(name.text for name in query.names)), ("page", str(number)))
            answers += yield [Request("https://page.example/find", params)]
        failures = tuple(came for came in answers if isinstance(came, Failure))
        if self.when is None or failures:
            return Found(failures=failures)
        text = f"India launched Operation Sindoor on {self.when}."
        digests = tuple(came.sha256 for came in answers if isinstance(came, Answer))
        about_it = any(name.text == "Operation Sindoor" for name in query.names)
        found = Evidence(
            self.name, "page", "A page", "https://page.example/1", text, answers=digests, statements=(stated(text, self.when),)
        )
        return Found((found if about_it else replace(found, statements=()),))


@dataclass
class Asker:
    """Asks by hand. `failing`: a request that is not answered; `slow`: claims that are answered last."""

    failing: str = "\0"
    sent: list[str] = field(default_factory=list)
    delays: Sequence[float] = (0.0,)

    async def drive(self, source: Source, query: Query, *, limit: int) -> Found:
        await asyncio.sleep(self.delays[len(self.sent) % len(self.delays)])

        def answers(request: Request) -> Answer | Failure:
            self.sent.append(request.shown)
            if self.failing in request.shown:
                return Failure("timeout", "page.example did not answer in time.", request)
            return answer(request, {"page": request.shown})

        return drive(source, query, answers, limit)


def looked(plan: Plan, asker: Asker | None = None, claims: Sequence[Any] = CLAIMS) -> list[Looked]:
    return asyncio.run(look_up(claims, plan, asker or Asker(), Reader(never)))


def record(item: Looked) -> Any:
    result = result_of(item, None)
    assert schema_errors("lookup-result", result) == []
    return result


def about(items: Sequence[Looked]) -> Looked:
    return next(item for item in items if item.claim is LAUNCH)


# -- which claims -----------------------------------------------------------------------------------------------


def test_the_most_important_claims_come_first_and_what_cannot_be_checked_never() -> None:
    scores = [claim["priority"]["score"] for claim in chosen(CLAIMS, Plan((), min_priority=0.25))]
    assert scores == sorted(scores, reverse=True)
    assert min(scores) >= 0.25
    assert "no" not in {claim["checkability"]["value"] for claim in chosen(CLAIMS, Plan(()))}
    assert chosen(CLAIMS, Plan((), max_claims=3)) == chosen(CLAIMS, Plan(()))[:3]


# -- what is found ----------------------------------------------------------------------------------------------


def test_a_day_that_differs_is_a_conflict_with_both_places() -> None:
    result = record(about(looked(Plan([Page()]))))
    assert result["overall"] == "conflicts"
    time = next(slot for slot in result["evidence"][0]["slots"] if slot["slot"] == "time")
    assert (time["stance"], time["claim_text"], time["evidence_text"]) == ("differs", "May 6-7", "7 May 2025")
    assert "6-7 May 2025" in time["note"]
    assert "7 May 2025" in time["note"]
    assert ASSERTED[time["evidence_span"]["start"] : time["evidence_span"]["end"]] == "7 May 2025"
    summary = next(slot for slot in result["slots"] if slot["slot"] == "time")
    assert (summary["agrees"], summary["differs"], summary["anchor"]) == ([], ["e1"], False)
    quote = result["evidence"][0]["quote"]
    assert ASSERTED[quote["start"] : quote["end"]] == quote["exact"] == ASSERTED


def test_a_request_stands_in_the_record_with_the_checksum_of_its_answer() -> None:
    result = record(about(looked(Plan([Page()]))))
    request = result["sources"][0]["requests"][0]
    assert request["url"].startswith("https://page.example/find?q=Operation+Sindoor")
    assert result["evidence"][0]["answers"] == [request["sha256"]]
    assert result["evidence"][0]["retrieved_at"] == request["retrieved_at"] == "2026-01-02T03:04:05Z"


def test_evidence_about_something_else_is_a_candidate_and_says_nothing() -> None:
    other = next(item for item in looked(Plan([Page()])) if "third telephonic" in item.claim["text"])
    result = record(other)
    assert result["overall"] == "not-found"
    assert [evidence["slots"] for evidence in result["evidence"]] == [[]]


# -- sources ----------------------------------------------------------------------------------------------------


def test_enough_is_enough_unless_all_are_wanted() -> None:
    first, second = Page("first"), Page("second")
    result = record(about(looked(Plan([first, second]), claims=[LAUNCH])))
    outcomes = [source["outcome"] for source in result["sources"]]
    silent = [slot for slot in result["evidence"][0]["slots"] if not slot["anchor"] and slot["stance"] == "silent"]
    assert outcomes == ["found", "found" if silent else "skipped"]
    everything = record(about(looked(Plan([first, second], exhaustive=True), claims=[LAUNCH])))
    assert [source["outcome"] for source in everything["sources"]] == ["found", "found"]
    assert [evidence["source"] for evidence in everything["evidence"]] == ["first", "second"]


def test_a_failure_is_told_and_costs_the_others_nothing() -> None:
    items = looked(Plan([Page("first", pages=2), Page("second")], exhaustive=True), Asker(failing="page=1"))
    result = record(about(items))
    assert [source["outcome"] for source in result["sources"]] == ["failed", "found"]
    assert [("failure" in request) for request in result["sources"][0]["requests"]] == [False, True]
    assert result["sources"][0]["requests"][1]["failure"] == {"kind": "timeout", "message": "page.example did not answer in time."}
    assert result["sources"][0]["failures"] == []
    assert result["overall"] == "conflicts"


def test_a_source_that_lacks_something_is_not_asked() -> None:
    source = Page(lacking=Failure("not-configured", "Set CLAIMCHECK_KEY."))
    result = record(about(looked(Plan([source]))))
    assert result["sources"] == [
        {"name": "page", "outcome": "failed", "requests": [], "failures": [{"kind": "not-configured", "message": "Set CLAIMCHECK_KEY."}]}
    ]
    assert source.seen == []


def test_the_words_of_the_claim_are_for_sources_on_this_machine_only() -> None:
    far, near = Page("far"), Page("near", hosts=frozenset())
    looked(Plan([near, far], exhaustive=True))
    assert {query.text for query in far.seen} == {None}
    assert {query.text for query in near.seen} == {claim["resolved_text"] for claim in chosen(CLAIMS, Plan(()))}


# -- budget and order -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("budget", [1, 5, 16, 33])
def test_the_budget_of_an_article_holds_and_the_important_claims_have_it(budget: int) -> None:
    asker = Asker()
    items = looked(Plan([Page(pages=3, when=None)], max_requests=budget, requests_per_claim=8), asker)
    assert len(asker.sent) == min(budget, 3 * len(items))
    spent = [len(item.asked[0].ledger.sent) for item in items]
    assert spent == sorted(spent, reverse=True)
    poor = record(next(item for item in items if len(item.asked[0].ledger.sent) < 3))
    assert [failure["kind"] for failure in poor["sources"][0]["failures"]] == ["budget"]


def test_the_outcome_does_not_depend_on_who_answers_first() -> None:
    plan = Plan([Page("first", pages=2), Page("second")], max_requests=40)
    outcomes = {
        dumps([result_of(item, None) for item in looked(plan, Asker(delays=delays))])
        for delays in ((0.0,), (0.003, 0.0, 0.001), (0.0, 0.002))
    }
    assert len(outcomes) == 1


# -- a dry run --------------------------------------------------------------------------------------------------


def test_a_dry_run_tells_the_first_requests_of_every_source_and_asks_nobody() -> None:
    far, near, lacking = Page("far", pages=2), Page("near", hosts=frozenset()), Page("l", lacking=Failure("not-configured", "Set a key."))
    told = list(intended(CLAIMS, Plan([near, far, lacking], max_claims=2)))
    assert [(item.source, len(item.requests)) for item in told] == [("far", 1), ("l", 0)] * 2
    assert told[0].then == "more pages"
    assert told[0].requests[0].shown.startswith("https://page.example/find?q=")
    assert told[1].failure == lacking.lacking
