"""The inbox as a form on paper would be: without scripts."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from claimcheck.queue import items, labels, leases
from claimcheck.queue.actor import Role
from claimcheck.queue.web import inbox
from tests.queue_articles import filled
from tests.queue_server import Site

SHOWN, MANY = 6, 9


@pytest.fixture
def site(queue_site: Site, monkeypatch: pytest.MonkeyPatch) -> Site:
    """An article with nine claims, six on a page; Ada checks, Eda edits, Vic looks on, and Otto is of another desk."""
    monkeypatch.setattr(inbox, "SHOWN", SHOWN)
    filled(queue_site.database, MANY)
    for name, role in (("ada", Role.CHECKER), ("eda", Role.EDITOR), ("vic", Role.VIEWER)):
        queue_site.person(name, role)
    queue_site.person("otto", Role.EDITOR, "sports")
    return queue_site


def listed(page: str) -> list[int]:
    return [int(number) for number in re.findall(r'<li class="item [^>]*data-item="(\d+)"', page)]


def state(site: Site, number: int) -> str:
    with site.database.read() as tx:
        return str(items.get(tx, site.actor("eda"), number).state)


def test_the_most_urgent_come_first_and_pages_follow_each_other(site: Site) -> None:
    client = site.client("ada")
    first = client.get("/").text
    following = re.search(r'rel="next" href="([^"]*)"', first)
    assert following and len(listed(first)) == SHOWN
    assert "high 0.80" in first.split("</li>", 20)[-1] or first.index("0.80") < first.index("0.50")
    second = client.get(following[1].replace("&amp;", "&")).text
    assert len(listed(second)) == MANY - SHOWN and not set(listed(first)) & set(listed(second))
    assert "First page" in second and 'rel="next"' not in second


def test_numbers_stand_beside_the_states(site: Site) -> None:
    with site.database.write() as tx:
        leases.take(tx, site.actor("ada"), now=site.now)
    page = site.client("vic").get("/").text
    told = dict(re.findall(r'<a href="/\?state=([a-z]+)">[a-z]+ <span class="num">(\d+)</span>', page))
    assert told["new"] == str(MANY - 1) and told["leased"] == "1" and told["stale"] == "0"


@pytest.mark.parametrize(
    ("query", "number"),
    [("text=aldbury", 1), ("type=change", MANY), ("type=quote", 0), ("priority-from=0.7", 1), ("mine=yes", 1), ("state=leased", 1),
     ("label=urgent", 1), ("findings=yes", 0), ("assigned=-", MANY), ("verdict=false", 0), ("article=1", MANY), ("desk=main", MANY)],
)  # fmt: skip
def test_the_list_is_narrowed_by_its_address(site: Site, query: str, number: int) -> None:
    ada = site.actor("ada")
    with site.database.write() as tx:
        lease = leases.take(tx, ada, now=site.now)
        assert lease
        labels.add(tx, ada, lease.item.id, "urgent", now=site.now)
    page = site.client("ada").get(f"/?{query}").text
    assert re.search(r'class="total">([\d,]+)<', page)[1] == str(number)  # type: ignore[index]
    assert len(listed(page)) == min(number, SHOWN)


def test_a_list_that_cannot_be_understood_is_told_and_the_whole_one_shown(site: Site) -> None:
    answer = site.client("ada").get("/?state=bogus&evil=1")
    assert answer.status_code == 422 and "Not done." in answer.text and len(listed(answer.text)) == SHOWN


def test_another_desk_sees_nothing_of_it(site: Site) -> None:
    page = site.client("otto").get("/").text
    assert listed(page) == [] and "fell by" not in page
    assert site.client("otto").get("/claims/1").status_code == 404
    assert site.client("otto").post("/claims/1/take").status_code == 404
    assert site.client("otto").post("/bulk", data={"ids": "1", "action": "dismiss", "reason": "mine"}).status_code == 409
    assert state(site, 1) == "new"


def test_an_empty_list_says_what_to_do(site: Site) -> None:
    site.person("new", None)
    assert "You are on no desk yet" in site.client("new").get("/").text
    assert "Hand in an article" in site.client("otto").get("/").text
    site.person("sam", Role.CHECKER, "sports")
    assert "Editors hand articles in." in site.client("sam").get("/").text


def test_a_link_in_the_list_leads_back_to_it(site: Site) -> None:
    client = site.client("ada")
    page = client.get("/?type=change&order=age").text
    first = re.search(r'<h2><a href="([^"]*)"', page)
    assert first
    claim = client.get(first[1].replace("&amp;", "&")).text
    assert 'href="/?type=change&amp;order=age" data-key="g"' in claim
    assert 'href="/claims/2?type=change&amp;order=age" rel="next"' in claim


def test_the_next_claim_is_taken_from_the_list_one_looks_at(site: Site) -> None:
    answer = site.client("ada").post("/take", data={"query": "state=new&article=1"})
    assert answer.status_code == 303
    goal = urlsplit(answer.headers["location"])
    assert goal.path == "/claims/1" and parse_qs(goal.query) == {"state": ["new"], "article": ["1"], "said": ["taken"]}
    assert state(site, 1) == "leased"
    assert site.client("vic").post("/take").status_code == 403
    nothing = site.client("ada").post("/take", data={"query": "article=99"})
    assert nothing.headers["location"] == "/?article=99&said=none"


def test_what_somebody_else_took_says_so(site: Site) -> None:
    site.client("ada").post("/claims/1/take")
    page = site.client("eda").get("/?state=leased").text
    assert "with ada" in page and 'action="/claims/1/take"' not in page
    assert "<b>you have it</b>" in site.client("ada").get("/?state=leased").text


# -- many at once -------------------------------------------------------------------------------------------------


def test_many_claims_are_changed_at_once(site: Site) -> None:
    client = site.client("eda")
    done = client.post("/bulk", data={"ids": ["1", "2", "3"], "action": "label", "label": "later", "query": "state=new"})
    assert done.status_code == 303 and done.headers["location"] == "/?state=new&said=bulk.3"
    assert listed(client.get("/?label=later").text) == [1, 2, 3]
    client.post("/bulk", data={"ids": ["2"], "action": "unlabel", "label": "later"})
    assert listed(client.get("/?label=later").text) == [1, 3]
    ada = site.actor("ada").person_id
    client.post("/bulk", data={"ids": ["1", "3"], "action": "assign", "person": str(ada)})
    assert listed(client.get("/?assigned=ada").text) == [1, 3]
    client.post("/bulk", data={"ids": ["1"], "action": "assign", "person": ""})
    assert listed(client.get("/?assigned=ada").text) == [3]
    client.post("/bulk", data={"ids": ["1", "2"], "action": "dismiss", "reason": "of no interest"})
    assert state(site, 1) == "dismissed"
    client.post("/bulk", data={"ids": ["1"], "action": "reopen", "reason": "it is"})
    assert state(site, 1) == "new"


def test_those_that_could_not_be_changed_are_ticked_again_and_told_why(site: Site) -> None:
    site.client("ada").post("/claims/2/take")
    answer = site.client("eda").post("/bulk", data={"ids": ["1", "2"], "action": "dismiss", "reason": "both"})
    assert answer.status_code == 409
    assert "1 of 2 claims were left as they were" in answer.text and "ada" in answer.text
    assert re.findall(r'name="ids" value="(\d+)"[^>]* checked', answer.text) == ["2"]
    assert 'value="both"' in answer.text, "what was typed is kept"
    assert state(site, 1) == "dismissed" and state(site, 2) == "leased"


@pytest.mark.parametrize("data", [{"action": "label", "label": "x"}, {"ids": "1"}, {"ids": "1", "action": "dismiss", "reason": ""}])
def test_half_a_bulk_action_is_none(site: Site, data: dict[str, str]) -> None:
    answer = site.client("eda").post("/bulk", data=data)
    assert answer.status_code in (409, 422) and "Not done." in answer.text
    assert state(site, 1) == "new"


def test_bulk_actions_are_for_editors(site: Site) -> None:
    assert 'action="/bulk"' not in site.client("ada").get("/").text
    answer = site.client("ada").post("/bulk", data={"ids": "1", "action": "dismiss", "reason": "mine"})
    assert answer.status_code == 409 and state(site, 1) == "new"


# -- views --------------------------------------------------------------------------------------------------------


def test_a_view_is_kept_for_whoever_saved_it(site: Site) -> None:
    client = site.client("ada")
    assert (
        client.post("/views", data={"name": "Dates <1>", "query": "type=change&order=age"}).headers["location"].endswith("said=view-saved")
    )
    page = client.get("/").text
    saved = re.search(r'<a href="(/\?[^"]*)"[^>]*>Dates &lt;1&gt;</a>', page)
    assert saved and saved[1].replace("&amp;", "&") == "/?type=change&order=age"
    assert "Dates" not in site.client("eda").get("/").text
    number = re.search(r'action="/views/(\d+)/remove"', page)
    assert number
    assert site.client("eda").post(f"/views/{number[1]}/remove").status_code == 404
    client.post(f"/views/{number[1]}/remove")
    assert "Dates" not in client.get("/").text
