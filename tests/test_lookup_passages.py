"""Which sentences of evidence are read, and the ledger of a search."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimcheck.lookup.evidence import Answer, Evidence, Failure, Request
from claimcheck.lookup.passages import SENTENCES, passages
from claimcheck.lookup.query import Name, Query
from claimcheck.lookup.source import Found, Search
from claimcheck.lookup.watched import Ledger, Watched
from tests.lookup_driver import answer, drive

QUERY = Query("c-0", (Name("Anna Berg", "person"), Name("Northport", "location")), ("resign", "harbour"), begin=date(2024, 3, 5))


def chosen(text: str, query: Query = QUERY) -> list[str]:
    return [span.slice(text) for span in passages(text, query)]


def test_a_sentence_with_the_name_brings_the_one_before_it() -> None:
    text = "Boats are old. The city has one. Anna Berg ran it. Cats sleep.\n\nNothing is here."
    assert chosen(text) == ["The city has one.", "Anna Berg ran it."]


def test_the_first_sentence_of_a_paragraph_comes_alone() -> None:
    assert chosen("Cats sleep. Dogs bark.\n\nAnna Berg resigned in 2024. She was ill.") == ["Anna Berg resigned in 2024."]


@pytest.mark.parametrize(
    "text",
    [
        "Prof. J. K. Berg of Northport resigned.",
        "Mr. Berg left Northport.",
        "Anna Berg (b. 1960) resigned.",
        "Berg of No. 5 left Northport.",
    ],
)
def test_an_abbreviation_ends_no_sentence(text: str) -> None:
    assert chosen(text) == [text]


def test_one_word_is_enough_in_any_inflection_and_none_is_not() -> None:
    assert chosen("Both resigned. Cats sleep.") == ["Both resigned."]
    assert chosen("Cats sleep.") == []
    born = Query("c-0", (), ("bear", "fall"))
    assert chosen("He was born in Elsberg.\n\nPrices fell.\n\nBearings turn.\n\nNobody came.", born)[:2] == [
        "He was born in Elsberg.",
        "Prices fell.",
    ]


def test_the_best_sentences_are_taken_where_there_are_too_many() -> None:
    text = "\n\n".join([*(f"Northport has {number} streets." for number in range(20)), "Anna Berg of Northport resigned in 2024."])
    found = chosen(text)
    assert len(found) == SENTENCES
    assert found[-1] == "Anna Berg of Northport resigned in 2024."


@given(st.text(alphabet=st.sampled_from('aB .!?\n"’(Mr9é\u2028'), max_size=300))
def test_passages_are_apart_and_in_order(noise: str) -> None:
    text = f"{noise}Anna Berg resigned. {noise}"
    spans = passages(text, QUERY)
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(before.end <= after.start for before, after in zip(spans, spans[1:], strict=False))
    assert all(span.slice(text).strip() == span.slice(text) for span in spans)


# -- the ledger -------------------------------------------------------------------------------------------------


class TwoSteps:
    """Asks for two pages, then for one more, and tells what it got."""

    name, about, hosts, follow_ups = "two", "", frozenset({"a.example"}), ""
    closed = False

    def ready(self) -> Failure | None:
        return None

    def judge(self, answer: Answer) -> Failure | None:
        return None

    def search(self, query: Query, *, limit: int) -> Search:
        try:
            first = yield [Request("https://a.example/1"), Request("https://a.example/2")]
            second = yield [Request("https://a.example/3")]
        finally:
            self.closed = True
        texts = ["kept" if isinstance(came, Answer) else came.kind for came in (*first, *second)]
        return Found((Evidence("two", "page", "", "https://a.example/", " ".join(texts)),))


@pytest.mark.parametrize(
    ("left", "text"), [(3, "kept kept kept"), (2, "kept kept budget"), (1, "kept budget budget"), (0, "budget budget budget")]
)
def test_what_is_beyond_the_budget_is_never_asked(left: int, text: str) -> None:
    ledger, sent = Ledger(left), []

    def answers(request: Request) -> Answer:
        sent.append(request.url)
        return answer(request, {})

    found = drive(Watched(TwoSteps(), ledger), QUERY, answers)
    assert found.evidence[0].text == text
    assert sent == [request.url for request, _ in ledger.sent] == [f"https://a.example/{n}" for n in (1, 2, 3)][:left]
    assert len(ledger.asked) == 3
    assert ledger.left == 0


def test_a_search_that_is_given_up_is_closed() -> None:
    source = TwoSteps()
    search = Watched(source, Ledger(9)).search(QUERY, limit=1)
    next(search)
    search.close()
    assert source.closed
