"""The Wikipedia source, driven by hand: what it asks, and what it makes of answers that are wrong, missing or hostile."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimcheck.lookup.evidence import Answer, Failure, Request
from claimcheck.lookup.query import Name, Query
from claimcheck.lookup.source import Found
from claimcheck.lookup.sources.mediawiki_terms import LONGEST_NAME, searches
from claimcheck.lookup.sources.wikipedia import Wikipedia
from tests.lookup_driver import answer, drive

QUERY = Query("q", (Name("Ann Lee", "person"), Name("Orsa", "location")), ("resign", "mayor", "vote"), as_of=date(2024, 5, 6))
NOW = "Ann Lee is the former mayor of Orsa.\n\n== Career ==\nLee resigned on 9 May 2024.\nHer hobby is chess."
THEN = "<p>Ann Lee is the mayor of Orsa.<sup class='reference'>[1]</sup></p><h2>Career</h2><p>Her hobby is chess.</p>"


def _params(request: Request) -> dict[str, str]:
    return dict(request.params)


def _hit(number: int, title: str = "Ann Lee", **more: Any) -> dict[str, Any]:
    newest = {"revid": number * 10, "parentid": 0, "timestamp": "2024-06-01T10:00:00Z"}
    return {"pageid": number, "ns": 0, "title": title, "index": number, "extract": "", "revisions": [newest], **more}


class Wiki:
    """Answers as a MediaWiki with one page would; `instead` replaces an answer by kind of request."""

    def __init__(self, **instead: Any):
        self.instead = instead
        self.asked: list[Request] = []

    def __call__(self, request: Request) -> Answer | Failure:
        self.asked.append(request)
        params = _params(request)
        kind = "text" if params["action"] == "parse" else "search" if "generator" in params else "page"
        given = self.instead.get(kind, getattr(self, f"_{kind}")(params))
        if callable(given):
            given = given(request)
        return given if isinstance(given, Answer | Failure) else answer(request, given)

    def _search(self, params: dict[str, str]) -> object:
        return {"batchcomplete": True, "query": {"pages": [_hit(1)]}}

    def _page(self, params: dict[str, str]) -> object:
        number = int(params["pageids"])
        then = {"revid": number * 10 - 5, "parentid": 0, "timestamp": "2024-05-01T10:00:00Z"}
        found = {"pageid": number, "ns": 0, "title": "Ann Lee", "extract": NOW, "lastrevid": number * 10, "revisions": [then]}
        return {"batchcomplete": True, "query": {"pages": [found]}}

    def _text(self, params: dict[str, str]) -> object:
        return {"parse": {"title": "Ann Lee", "pageid": 1, "revid": int(params["oldid"]), "text": THEN}}


def _look(wiki: Callable[[Request], Answer | Failure], query: Query = QUERY, limit: int = 5) -> Found:
    return drive(Wikipedia(), query, wiki, limit)


def test_what_is_asked() -> None:
    wiki = Wiki()
    _look(wiki)
    search, page, text = (_params(request) for request in wiki.asked)
    assert {request.url for request in wiki.asked} == {"https://en.wikipedia.org/w/api.php"}
    assert search["gsrsearch"] == '"Ann Lee" "Orsa" resign mayor' and search["gsrwhat"] == "text" and search["redirects"] == "1"
    assert page["rvstart"] == "2024-05-06T23:59:59Z" and page["rvdir"] == "older" and page["rvlimit"] == "1"
    assert text["oldid"] == "5"
    for params in (search, page, text):
        assert (params["format"], params["formatversion"], params["maxlag"]) == ("json", "2", "5")
        assert params["maxage"] == params["smaxage"]


def test_what_is_found() -> None:
    found = _look(Wiki())
    then, since = found.evidence
    assert (then.as_of, then.text) == ("then", "Ann Lee is the mayor of Orsa.")
    assert (since.as_of, since.text) == ("since", "Ann Lee is the former mayor of Orsa.\n\nLee resigned on 9 May 2024.")
    assert (then.url, since.url) == ("https://en.wikipedia.org/w/index.php?oldid=5", "https://en.wikipedia.org/w/index.php?oldid=10")
    assert (then.revision, then.modified, then.dated) == ("5", "2024-05-01T10:00:00Z", date(2024, 5, 1))
    assert (since.revision, since.modified) == ("10", "2024-06-01T10:00:00Z")
    assert then.licence == "CC BY-SA 4.0" and then.kind == "page" and then.source == "wikipedia" and then.title == "Ann Lee"
    assert set(then.answers) > set(since.answers)


def test_without_a_day_of_publication_nothing_is_said_of_then() -> None:
    wiki = Wiki()
    (piece,) = _look(wiki, Query("q", QUERY.names, QUERY.words)).evidence
    assert piece.as_of is None and "rvstart" not in _params(wiki.asked[1]) and len(wiki.asked) == 2


@pytest.mark.parametrize("query", [Query("q"), Query("q", words=("resign", "mayor")), Query("q", (Name('"'), Name("*"), Name("_")))])
def test_without_a_name_nothing_is_asked(query: Query) -> None:
    wiki = Wiki()
    assert _look(wiki, query) == Found() and not wiki.asked


def test_at_most_two_searches_and_six_requests() -> None:
    searched: list[str] = []

    def search(request: Request) -> object:
        searched.append(_params(request)["gsrsearch"])
        pages = [_hit(number) for number in range(1, 9)] if len(searched) > 1 else []
        return {"batchcomplete": True, "query": {"pages": pages}} if pages else {"batchcomplete": True}

    wiki = Wiki(search=lambda request: answer(request, search(request)))
    assert len(_look(wiki).evidence) == 4
    assert searched == ['"Ann Lee" "Orsa" resign mayor', '"Ann Lee"']
    assert len(wiki.asked) == 6


def test_the_limit_is_of_pieces_and_saves_requests() -> None:
    wiki = Wiki(search={"batchcomplete": True, "query": {"pages": [_hit(number) for number in range(1, 9)]}})
    assert [piece.as_of for piece in _look(wiki, limit=1).evidence] == ["then"]
    assert len(wiki.asked) == 3
    assert _look(Wiki(), limit=0) == Found()


def test_the_page_that_shares_most_terms_comes_first() -> None:
    pages = [_hit(1, "Orsa", extract="A town."), _hit(2, "Ann Lee", extract="She was the mayor of Orsa.")]
    wiki = Wiki(search={"batchcomplete": True, "query": {"pages": pages}})
    _look(wiki, limit=1)
    assert _params(wiki.asked[1])["pageids"] == "2"


@pytest.mark.parametrize(
    "page",
    [
        _hit(1, pageprops={"disambiguation": ""}),
        _hit(1, missing=True),
        {**_hit(1), "ns": 1},
        {**_hit(1), "pageid": "1"},
        {**_hit(1), "pageid": True},
        {**_hit(1), "pageid": -1},
        {**_hit(1), "title": ["Ann Lee"]},
        "Ann Lee",
        None,
    ],
)
def test_what_is_no_page_is_not_read(page: object) -> None:
    wiki = Wiki(search={"batchcomplete": True, "query": {"pages": [page]}})
    assert _look(wiki) == Found()
    assert all("generator" in _params(request) for request in wiki.asked)


@pytest.mark.parametrize("value", [[], "text", 1, None, {}, {"query": []}, {"query": {"pages": {"1": _hit(1)}}}, {"query": {}}])
def test_a_search_of_another_shape_is_malformed(value: object) -> None:
    found = _look(Wiki(search=value))
    assert not found.evidence and [failure.kind for failure in found.failures] == ["malformed"]


@pytest.mark.parametrize("value", [{"query": {"pages": []}}, {"query": {"pages": [{"title": 7}]}}, {"batchcomplete": True}, {"query": 3}])
def test_a_page_of_another_shape_is_malformed(value: object) -> None:
    found = _look(Wiki(page=value))
    assert not found.evidence and [failure.kind for failure in found.failures] == ["malformed"]


def test_a_page_that_is_gone_is_nothing() -> None:
    assert _look(Wiki(page={"batchcomplete": True, "query": {"pages": [{"pageid": 1, "missing": True}]}})) == Found()


@pytest.mark.parametrize("value", [{"parse": []}, {"parse": {"revid": 4, "text": THEN}}, {"parse": {"revid": 5, "text": {"*": THEN}}}])
def test_the_text_of_another_revision_is_malformed(value: object) -> None:
    found = _look(Wiki(text=value))
    assert [failure.kind for failure in found.failures] == ["malformed"]
    assert [piece.as_of for piece in found.evidence] == [None], "what it said on the day is not known, so nothing is said of it"


def test_a_failure_loses_nothing_else() -> None:
    lost = Failure("timeout", "too slow")
    pages = {"batchcomplete": True, "query": {"pages": [_hit(1), _hit(2)]}}
    good = Wiki()

    def page(request: Request) -> object:
        return lost if _params(request)["pageids"] == "1" else answer(request, good._page(_params(request)))

    found = _look(Wiki(search=pages, page=page))
    assert found.failures == (lost,) and [piece.revision for piece in found.evidence] == ["15", "20"]
    found = _look(Wiki(text=lost))
    assert found.failures == (lost,) and [piece.as_of for piece in found.evidence] == [None]
    assert _look(Wiki(search=lost)) == Found(failures=(lost,))


def test_a_wiki_without_extracts_is_read_as_html() -> None:
    """Extracts are an extension; without it a wiki answers with a warning."""

    def page(request: Request) -> object:
        value: Any = Wiki()._page(_params(request))
        del value["query"]["pages"][0]["extract"]
        return answer(request, value | {"warnings": {"query": {"warnings": 'Unrecognized value for parameter "prop": extracts'}}})

    def text(request: Request) -> object:
        now = _params(request)["oldid"] == "10"
        body = "<p>Ann Lee was the mayor of Orsa.</p>" if now else THEN
        return answer(request, {"parse": {"revid": int(_params(request)["oldid"]), "text": body}})

    then, since = _look(Wiki(page=page, text=text)).evidence
    assert (then.as_of, since.as_of) == ("then", "since") and since.text == "Ann Lee was the mayor of Orsa."
    assert since.answers[-1] != then.answers[-1]


def test_a_page_that_was_a_redirect_on_the_day_is_since() -> None:
    html = '<div class="redirectMsg"><p>Redirect to:</p><ul class="redirectText"><li><a href="/wiki/Orsa">Orsa</a></li></ul></div>'
    (piece,) = _look(Wiki(text=lambda request: answer(request, {"parse": {"revid": 5, "text": html}}))).evidence
    assert piece.as_of == "since" and piece.text.startswith("Ann Lee is the former mayor")


def test_hostile_text_is_bounded_and_clean() -> None:
    words = "Ann Lee\u202e resigned \x07as mayor. "
    hit = _hit(1, extract=words * 10_000)
    long = {"pageid": 1, "ns": 0, "title": "Ann\nLee" * 1_000, "extract": words * 50_000, "lastrevid": 10, "revisions": "none"}
    found = _look(Wiki(search={"query": {"pages": [hit] * 100}}, page={"query": {"pages": [long]}}))
    assert found.evidence
    for piece in found.evidence:
        assert len(piece.text) <= 2_000 and len(piece.title) <= 300 and "\n" not in piece.title
        assert "\u202e" not in piece.text and "\x07" not in piece.text


@pytest.mark.parametrize("stamp", ["2024-13-45T00:00:00Z", "yesterday", 20240501, None, "2024-05-01T10:00:00Z<script>"])
def test_a_time_that_is_none_is_left_out(stamp: object) -> None:
    hit = _hit(1, revisions=[{"revid": 10, "timestamp": stamp}])
    wiki = Wiki(search={"query": {"pages": [hit]}})
    assert all(piece.dated is None and piece.modified is None for piece in _look(wiki).evidence if piece.revision == "10")


def _judged(value: object, headers: dict[str, str] | None = None) -> Failure | None:
    request = Request("https://en.wikipedia.org/w/api.php", (("action", "query"),))
    return Wikipedia().judge(answer(request, value, headers=headers))


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("maxlag", "busy"),
        ("readonly", "busy"),
        ("ratelimited", "rate-limited"),
        ("cirrussearch-too-busy-error", "busy"),
        ("internal_api_error_DBQueryError", "service-error"),
        ("nosuchrevid", "service-error"),
    ],
)
def test_errors_with_status_200(code: str, kind: str) -> None:
    failures = (
        _judged({"error": {"code": code, "info": "Some <b>reason</b>."}}, {"retry-after": "7"}),
        _judged({"errors": [{"code": code, "text": "Some reason."}]}),
        _judged({"batchcomplete": True}, {"mediawiki-api-error": code}),
    )
    assert [failure.kind for failure in failures if failure] == [kind] * 3
    assert failures[0] and failures[0].retry_after == 7 and code.lower() in failures[0].message and "<b>" not in failures[0].message


def test_warnings_are_no_errors() -> None:
    assert _judged({"batchcomplete": True, "warnings": {"main": {"warnings": "Unrecognized parameter: foo."}}}) is None


@pytest.mark.parametrize("value", [[], "error", None, 4])
def test_what_is_no_object_is_malformed(value: object) -> None:
    failure = _judged(value)
    assert failure and failure.kind == "malformed"


def test_the_message_of_an_error_is_short_and_plain() -> None:
    failure = _judged({"error": {"code": "x" * 500 + "\n", "info": "<script>alert(1)</script>" + "\u202eno " * 5_000}})
    assert failure and len(failure.message) < 300 and "\u202e" not in failure.message and "alert" not in failure.message
    assert _judged({"error": "odd"}) is not None


def test_another_wiki() -> None:
    own = Wikipedia(endpoint="https://wiki.desk.example/api.php")
    assert own.hosts == {"wiki.desk.example"} and own.ready() is None
    (piece,) = drive(own, Query("q", QUERY.names, QUERY.words), Wiki(), 5).evidence
    assert piece.url == "https://wiki.desk.example/index.php?oldid=10" and piece.licence is None, "its licence is not ours to say"
    assert Wikipedia(endpoint="https://de.wikipedia.org/w/api.php").hosts == {"de.wikipedia.org"}


@pytest.mark.parametrize("endpoint", ["ftp://wiki.example/w/api.php", "https://wiki.example/", "api.php", "https://[/api.php"])
def test_an_endpoint_that_is_none(endpoint: str) -> None:
    failure = Wikipedia(endpoint=endpoint).ready()
    assert failure and failure.kind == "not-configured"


def test_a_search_is_made_of_names_and_words_alone() -> None:
    names = (Name('insource:/x/ OR "Ann Lee" -Orsa~2 *'), Name("AND"), Name("Rep. O’Neil-Smith & Co."))
    first, second = searches(Query("q", names, ("NOT", "intitle:x", "it's", "2024", "mayor")))
    assert first == '"insource x OR Ann Lee -Orsa 2" "AND" not it\'s', "commands and operators are words like others"
    assert second == '"insource x OR Ann Lee -Orsa 2"'
    assert searches(Query("q", (Name("Rep. O’Neil-Smith & Co."),))) == ('"Rep. O’Neil-Smith & Co."',)


def test_the_second_search_is_for_the_name_that_means_one_thing() -> None:
    assert searches(Query("q", (Name("Satan"), Name("Ann Lee")), ("fall",)))[1] == '"Ann Lee"'
    assert searches(Query("q", (Name("Ann Lee"), Name("Bo Ray")), ("fall",)))[1] == '"Ann Lee"'
    assert searches(Query("q", (Name("Orsa"), Name("Sund")), ("fall",)))[1] == '"Orsa"'
    assert searches(Query("q", (Name("Orsa"),))) == ('"Orsa"',), "the same is not asked twice"


@given(st.lists(st.text(max_size=200), max_size=4), st.lists(st.text(max_size=60), max_size=4))
def test_no_name_or_word_breaks_out_of_its_quotes(names: list[str], words: list[str]) -> None:
    for search in searches(Query("q", tuple(Name(name) for name in names), tuple(words))):
        quoted, plain = search.split('"')[1::2], search.split('"')[0::2]
        assert search.count('"') % 2 == 0 and 1 <= len(quoted) <= 2 and len(search) <= 300
        assert all(len(name) <= LONGEST_NAME and not set(name) & set('*~?!\\":()[]{}|') for name in quoted)
        assert all(char.isalpha() or char in " '’-" for char in "".join(plain))
        assert not {"OR", "AND", "NOT"} & set("".join(plain).split())


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.just("2024-05-01T10:00:00Z"),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from("query pages pageid ns title extract revisions revid parse text error pageprops".split()), inner, max_size=6
        )
    ),
    max_leaves=20,
)


@given(_JSON, _JSON, _JSON)
def test_no_answer_raises(search: object, page: object, text: object) -> None:
    assert isinstance(_look(Wiki(search=lambda r: answer(r, search))), Found)
    assert isinstance(_look(Wiki(page=lambda r: answer(r, page))), Found)
    assert isinstance(_look(Wiki(text=lambda r: answer(r, text))), Found)
