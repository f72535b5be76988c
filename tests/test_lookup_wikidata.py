"""The Wikidata source, driven by hand: what it asks, what it makes of answers, what it abstains from."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from claimcheck.lookup.evidence import Answer, Failure, Request
from claimcheck.lookup.query import Name, Query
from claimcheck.lookup.sources.wikidata import Wikidata
from tests.lookup_driver import answer, drive
from tests.wikibase import answer as items
from tests.wikibase import entity, hits, labels, quantity, snak, statement, time

LEE = entity(
    "Q101",
    "Ann Lee",
    statement("P31", "Q5"),
    statement("P39", "Q201", ("P580", time("+2019-02-01T00:00:00Z")), ("P582", time("+2023-05-00T00:00:00Z", 10))),
    statement(
        "P39",
        "Q202",
        ("P580", time("+2025-01-25T00:00:00Z")),
        ("P1545", "29"),
        rank="preferred",
        references=2,
        link="https://gov.example/lee",
    ),
    statement("P39", "Q203", rank="deprecated", references=1),
    statement("P569", time("+1980-06-06T00:00:00Z")),
    statement("P27", "Q102"),
    statement("P21", "Q6581072"),
    description="politician",
    revision=4321,
)
ARDANIA = entity(
    "Q102",
    "Republic of Ardania",
    statement("P31", "Q3624078"),
    statement("P1082", quantity("+1000000"), ("P585", time("+2015-00-00T00:00:00Z", 9))),
    statement("P1082", quantity("+1250000", upperBound="+1260000", lowerBound="+1240000"), ("P585", time("+2024-00-00T00:00:00Z", 9))),
    statement("P35", "Q101", ("P580", time("+2025-01-25T00:00:00Z"))),
    statement("P2046", quantity("+3500.5", "Q712226")),
)
LABELS = {
    "Q201": "mayor of Port Ardan",
    "Q202": "Secretary of Defense of Ardania",
    "Q203": "Secretary of State of Ardania",
    "Q712226": "square kilometre",
    "Q5": "human",
    "Q3624078": "sovereign state",
}


class Service:
    """Answers as a Wikibase would; keeps what it was asked."""

    def __init__(self, *entities: dict[str, Any], names: dict[str, list[tuple[str, str, str]]]):
        self.entities = {item["id"]: item for item in entities}
        self.names = names
        self.asked: list[dict[str, str]] = []

    def __call__(self, request: Request) -> Answer | Failure:
        sent = dict(request.params)
        self.asked.append(sent)
        if sent["action"] == "wbsearchentities":
            return answer(request, hits(sent["search"], *self.names.get(sent["search"], [])))
        ids = sent["ids"].split("|")
        if sent["props"] == "labels":
            return answer(request, labels(**{key: LABELS[key] for key in ids if key in LABELS}))
        return answer(request, items(*(self.entities[key] for key in ids)))


def service() -> Service:
    found = {"Ann Lee": [("Q101", "Ann Lee", "politician")], "Ardania": [("Q102", "Ardania", "country")]}
    return Service(LEE, ARDANIA, names=found)


PERSON, PLACE = Name("Ann Lee", "person"), Name("Ardania", "location")


def query(*words: str, names: tuple[Name, ...] = (PERSON, PLACE), **more: Any) -> Query:
    return Query("c-1", names=names, words=words, **more)


def test_an_office_with_its_dates_rank_and_references() -> None:
    found = drive(Wikidata(), query("secretary", as_of=date(2025, 7, 2)), service())

    assert not found.failures
    best = found.evidence[0]
    line = "Ann Lee – position held: Secretary of Defense of Ardania; start time: 25 January 2025; series ordinal: 29"
    assert best.text == f"{line} (preferred rank, 2 references: https://gov.example/lee)"
    assert best.title == "Ann Lee (Q101) – politician"
    assert best.url == "https://www.wikidata.org/w/index.php?title=Q101&oldid=4321"
    assert (best.revision, best.licence, best.modified, best.as_of) == ("4321", "CC0 1.0", "2025-03-01", "then")
    assert len(best.answers) == 3 and len(set(best.answers)) == 3
    (said,) = best.statements or ()
    assert said.text == line
    assert said.predicate == "position held" and said.predicate_span.slice(best.text) == "position held"
    subject, office = said.participants
    assert (subject.role, subject.names, subject.head, subject.kind) == ("subject", ("Ann Lee",), "Lee", "person")
    assert (office.role, office.head, office.names) == ("complement", "secretary", ("Ardania",))
    assert office.span.slice(best.text) == "Secretary of Defense of Ardania"
    (start,) = said.times
    assert (start.value, start.begin, start.end, start.grain) == ("2025-01-25", date(2025, 1, 25), date(2025, 1, 25), "day")
    assert (start.relation, start.status, start.anchor) == ("since", "resolved", "none")
    assert start.span.slice(best.text) == start.text == "25 January 2025"
    (ordinal,) = said.ordinals
    assert (ordinal.rank, ordinal.item, ordinal.span.slice(best.text)) == (29, "secretary", "29")


def test_only_names_are_sent() -> None:
    asked = service()
    drive(Wikidata(), query("secretary", "defend", begin=date(2025, 1, 1)), asked)
    sent = " ".join(value for request in asked.asked for value in request.values())
    assert "Ann Lee" in sent and "Ardania" in sent
    assert "secretary" not in sent and "defend" not in sent and "2025" not in sent


def test_a_statement_known_to_be_wrong_is_never_given() -> None:
    found = drive(Wikidata(), query("secretary", "state"), service(), limit=50)
    assert not any("Secretary of State" in evidence.text for evidence in found.evidence)


def test_nothing_is_said_that_the_query_did_not_ask_for() -> None:
    found = drive(Wikidata(), query("bread", names=(PERSON,)), service(), limit=50)
    assert found.evidence == ()


def test_what_a_person_is_born_with_is_no_claim_of_the_news() -> None:
    found = drive(Wikidata(), query("sex", "gender", "woman"), service(), limit=50)
    assert not any("sex" in evidence.text or "Q6581072" in evidence.text for evidence in found.evidence)


def test_the_office_at_the_time_asked_for_comes_first() -> None:
    found = drive(Wikidata(), query("appoint", names=(PERSON,), begin=date(2020, 3, 1), end=date(2020, 3, 1)), service())
    assert "mayor of Port Ardan; start time: 1 February 2019; end time: May 2023" in found.evidence[0].text
    (said,) = found.evidence[0].statements or ()
    assert [(time.value, time.relation, time.grain) for time in said.times] == [
        ("2019-02-01", "from", "day"),
        ("2023-05", "until", "month"),
    ]
    assert said.times[1].begin == date(2023, 5, 1) and said.times[1].end == date(2023, 5, 31)


def test_a_count_with_its_bounds_of_the_year_asked_for() -> None:
    asked = query("population", names=(PLACE,), begin=date(2024, 1, 1), end=date(2024, 12, 31))
    first, second = drive(Wikidata(), asked, service()).evidence
    assert first.text == "Republic of Ardania – population: 1,250,000; point in time: 2024 (no reference)"
    (said,) = first.statements or ()
    (amount,) = said.quantities
    assert (amount.value, amount.low, amount.high, amount.comparator) == (1_250_000, 1_240_000, 1_260_000, "approx")
    assert (amount.unit_kind, amount.unit, amount.item) == ("count", None, "people")
    assert said.participants[0].names == ("Republic of Ardania", "Ardania")
    assert (said.times[0].value, said.times[0].relation) == ("2024", None)
    assert "2015" in second.text


def test_a_unit_is_read_by_its_label() -> None:
    (found,) = drive(Wikidata(), query("area", names=(PLACE,)), service()).evidence
    assert found.text.startswith("Republic of Ardania – area: 3,500.5 square kilometre")
    (said,) = found.statements or ()
    (amount,) = said.quantities
    assert (amount.value, amount.unit_kind, amount.unit, amount.item) == (3500.5, "area", "km2", None)
    assert amount.span.slice(found.text) == "3,500.5 square kilometre"


def test_two_names_that_meet_in_a_statement() -> None:
    found = drive(Wikidata(), query(names=(PLACE, PERSON)), service())
    assert found.evidence[0].text.startswith("Republic of Ardania – head of state: Ann Lee; start time: 25 January 2025")
    (said,) = found.evidence[0].statements or ()
    assert said.participants[1].names == ("Ann Lee",) and said.participants[1].kind == "person"


def namesakes() -> Service:
    other = entity("Q103", "Ann Lee", statement("P31", "Q5"), statement("P39", "Q201"), description="mayor")
    book = entity("Q104", "Ann Lee", statement("P31", "Q571"), statement("P577", time("+1990-01-01T00:00:00Z")), description="novel")
    found = [("Q101", "Ann Lee", "politician"), ("Q104", "Ann Lee", "novel"), ("Q103", "Ann Lee", "mayor")]
    return Service(LEE, other, book, names={"Ann Lee": found})


def test_namesakes_are_both_given_and_said_to_be_so() -> None:
    found = drive(Wikidata(), query("appoint", "mayor", names=(PERSON,)), namesakes(), limit=9)
    titles = {evidence.title for evidence in found.evidence}
    assert titles == {
        "Ann Lee (Q101) – politician – one of 2 items called “Ann Lee”",
        "Ann Lee (Q103) – mayor – one of 2 items called “Ann Lee”",
    }


def test_a_book_is_not_a_person() -> None:
    found = drive(Wikidata(), query("publish", names=(PERSON,)), namesakes())
    assert found.evidence == ()
    found = drive(Wikidata(), query("publish", names=(Name("Ann Lee"),)), namesakes())
    assert [evidence.title for evidence in found.evidence] == ["Ann Lee (Q104) – novel – one of 3 items called “Ann Lee”"]


@pytest.mark.parametrize(
    ("hit", "why"),
    [
        (("Q101", "Ann Leeds", "politician"), "only begins like the name"),
        (("Q101", "Ann Lee", "Wikimedia disambiguation page"), "is about the name"),
        (("Q101", "Ann Lee", "female given name"), "is the name"),
    ],
)
def test_what_is_not_the_thing_named_is_not_fetched(hit: tuple[str, str, str], why: str) -> None:
    asked = Service(LEE, names={"Ann Lee": [hit]})
    found = drive(Wikidata(), query("appoint", names=(PERSON,)), asked)
    assert found.evidence == () and len(asked.asked) == 1, why


def test_a_short_form_in_capitals_is_not_a_word() -> None:
    asked = Service(LEE, names={"US": [("Q101", "Us", "film")]})
    assert drive(Wikidata(), query("bear", names=(Name("US", "location"),)), asked).evidence == ()
    assert len(asked.asked) == 1


def test_the_dates_of_an_event_are_given_whatever_they_are() -> None:
    event = entity(
        "Q105",
        "Operation Lantern",
        statement("P580", time("+2025-05-06T00:00:00Z")),
        statement("P582", time("+2025-05-10T00:00:00Z")),
        statement("P1120", quantity("+31"), ("P5102", "Q300")),
    )
    asked = Service(event, names={"Operation Lantern": [("Q105", "Operation Lantern", "")]})
    found = drive(Wikidata(), query(names=(Name("Operation Lantern"),), begin=date(2025, 5, 7), end=date(2025, 5, 7)), asked)
    assert [evidence.text.partition(" (")[0] for evidence in found.evidence] == [
        "Operation Lantern – start time: 6 May 2025",
        "Operation Lantern – end time: 10 May 2025",
    ]
    (said,) = found.evidence[0].statements or ()
    assert said.times[0].relation is None and len(said.participants) == 1


def test_circumstances_are_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(LABELS, "Q300", "allegedly")
    monkeypatch.setitem(LABELS, "Q301", "circa")
    event = entity(
        "Q105",
        "Lantern fire",
        statement("P1120", quantity("+31"), ("P5102", "Q300")),
        statement("P1339", quantity("+90"), ("P1480", "Q301")),
    )
    asked = Service(event, names={"Lantern fire": [("Q105", "Lantern fire", "")]})
    deaths, injured = drive(Wikidata(), query("kill", "injure", names=(Name("Lantern fire"),)), asked).evidence
    (said,) = deaths.statements or ()
    assert said.modality == "possible" and said.quantities[0].comparator == "eq"
    assert said.quantities[0].item == "deaths" and said.quantities[0].item_span is not None
    assert said.quantities[0].item_span.slice(deaths.text) == "deaths"
    (said,) = injured.statements or ()
    assert said.modality == "asserted" and said.quantities[0].comparator == "approx"


def test_an_end_that_nobody_knows_is_an_end() -> None:
    over = statement("P39", "Q202", ("P580", time("+2019-00-00T00:00:00Z", 9)), ("P582", snak("P582", kind="somevalue")))
    open_ = statement("P39", "Q201", ("P580", time("+2020-00-00T00:00:00Z", 9)), ("P582", snak("P582", kind="novalue")))
    person = entity("Q101", "Ann Lee", statement("P31", "Q5"), over, open_, statement("P39", None, kind="somevalue"))
    asked = Service(person, names={"Ann Lee": [("Q101", "Ann Lee", "")]})
    found = drive(Wikidata(), query("appoint", names=(PERSON,), begin=date(2024, 1, 1)), asked)
    assert [evidence.text.partition(" (")[0] for evidence in found.evidence] == [
        "Ann Lee – position held: mayor of Port Ardan; start time: 2020; end time: none",
        "Ann Lee – position held: Secretary of Defense of Ardania; start time: 2019; end time: unknown",
    ]


def test_an_item_that_changed_later_may_have_stood_otherwise() -> None:
    found = drive(Wikidata(), query("secretary", as_of=date(2025, 2, 1)), service())
    assert found.evidence and found.evidence[0].as_of is None


def test_a_value_of_another_type_than_its_propertys_is_left_out() -> None:
    person = entity(
        "Q101", "Ann Lee", statement("P31", "Q5"), statement("P569", "Q201"), statement("P39", quantity("+3")), statement("P2218", "5")
    )
    asked = Service(person, names={"Ann Lee": [("Q101", "Ann Lee", "")]})
    assert drive(Wikidata(), query("bear", "appoint", "worth", names=(PERSON,)), asked).evidence == ()


def test_a_name_that_is_the_same_in_all_languages() -> None:
    person = {**LEE, "labels": {"mul": {"language": "mul", "value": "Ann Lee"}}}
    asked = Service(person, names={"Ann Lee": [("Q101", "Ann Lee", "")]})
    found = drive(Wikidata(), query("secretary", names=(PERSON,)), asked)
    assert found.evidence[0].text.startswith("Ann Lee – position held")
    assert {request["languages"] for request in asked.asked if "languages" in request} == {"en|mul"}


def test_requests_are_few_and_items_at_most_six() -> None:
    names = [Name(f"Name {letter}", "person") for letter in "ABCDE"]
    many = {name.text: [(f"Q{place}{number}", name.text, "") for number in range(1, 9)] for place, name in enumerate(names, 1)}
    everyone = [entity(key, name, statement("P31", "Q5"), statement("P39", "Q202")) for name, found in many.items() for key, _, _ in found]
    asked = Service(*everyone, names=many)
    found = drive(Wikidata(), query("secretary", names=tuple(names)), asked, limit=50)
    assert [request["action"] for request in asked.asked] == ["wbsearchentities"] * 3 + ["wbgetentities"] * 3
    assert [request["ids"] for request in asked.asked[3:5]] == ["Q11|Q21|Q31", "Q12|Q22|Q32"]
    assert len(found.evidence) == 6
    assert all(request["maxlag"] == "5" and request["formatversion"] == "2" for request in asked.asked)


def test_the_first_thing_named_is_asked_for_beside_persons_and_places() -> None:
    asked = service()
    names = (PERSON, PLACE, Name("Bo Hale", "person"), Name("Operation Lantern"))
    drive(Wikidata(), query("secretary", names=names), asked)
    assert [request["search"] for request in asked.asked if "search" in request] == ["Ann Lee", "Ardania", "Operation Lantern"]


def failing(action: str, props: str = "") -> Callable[[Request], Answer | Failure]:
    good = service()

    def answers(request: Request) -> Answer | Failure:
        sent = dict(request.params)
        if sent["action"] == action and props in sent.get("props", ""):
            return Failure("timeout", "too slow", request)
        return good(request)

    return answers


def test_a_failure_loses_nothing_else() -> None:
    asked = query("secretary", as_of=date(2025, 7, 2))
    assert [failure.kind for failure in drive(Wikidata(), asked, failing("wbsearchentities")).failures] == ["timeout", "timeout"]
    assert [failure.kind for failure in drive(Wikidata(), asked, failing("wbgetentities", "claims")).failures] == ["timeout"]
    unlabelled = drive(Wikidata(), query("appoint"), failing("wbgetentities", "labels"))
    assert {failure.kind for failure in unlabelled.failures} == {"timeout"}


def test_a_statement_without_labels_is_shown_by_ids() -> None:
    good = service()

    def answers(request: Request) -> Answer | Failure:
        if dict(request.params).get("props") == "labels":
            return Failure("timeout", "too slow", request)
        return good(request)

    found = drive(Wikidata(), query("appoint", names=(PERSON,)), answers)
    assert found.evidence[0].text.startswith("Ann Lee – position held: Q202; start time")
    assert found.failures and {failure.kind for failure in found.failures} == {"timeout"}


@pytest.mark.parametrize(
    ("code", "kind"),
    [("maxlag", "busy"), ("readonly", "busy"), ("ratelimited", "rate-limited"), ("no-such-entity", "service-error")],
)
def test_an_error_with_the_status_of_success(code: str, kind: str) -> None:
    request = Request("https://www.wikidata.org/w/api.php", (("action", "wbgetentities"),))
    body = {"error": {"code": code, "info": "Waiting for a database: 7 seconds <b>lagged</b>.", "lag": 7}, "servedby": "none"}
    failure = Wikidata().judge(answer(request, body, headers={"retry-after": "5"}))
    assert failure is not None and failure.kind == kind and "<b>" not in failure.message
    assert failure.retry_after == (None if kind == "service-error" else 5.0)


def test_a_good_answer_is_no_error() -> None:
    request = Request("https://www.wikidata.org/w/api.php", (("action", "wbgetentities"),))
    assert Wikidata().judge(answer(request, items(LEE))) is None
    failure = Wikidata().judge(answer(request, [1]))
    assert failure is not None and failure.kind == "malformed"


def test_a_query_without_names_asks_nothing() -> None:
    asked = service()
    assert drive(Wikidata(), query("secretary", names=()), asked).evidence == ()
    assert asked.asked == []


def test_another_wikibase() -> None:
    source = Wikidata(endpoint="http://127.0.0.1:8181/w/api.php")
    assert source.hosts == frozenset({"127.0.0.1"})
    found = drive(source, query("secretary"), service())
    assert found.evidence[0].url == "http://127.0.0.1:8181/w/index.php?title=Q101&oldid=4321"
    assert found.evidence[0].licence is None
