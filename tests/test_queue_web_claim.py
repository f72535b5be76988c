"""A claim's page: what it shows to whom, and what is sent from it."""

from __future__ import annotations

import re

import pytest

from claimcheck.queue import articles, decisions, items
from claimcheck.queue.actor import Role
from tests.queue_articles import EDITOR, edited, filled, report_and_source, written
from tests.queue_server import Site


@pytest.fixture
def site(queue_site: Site) -> Site:
    """Three claims, of which the first needs two reviewers."""
    filled(queue_site.database, 3)
    for name, role in (("ada", Role.CHECKER), ("ben", Role.CHECKER), ("eda", Role.EDITOR), ("vic", Role.VIEWER)):
        queue_site.person(name, role)
    return queue_site


def found(site: Site, number: int) -> items.Item:
    with site.database.read() as tx:
        return items.get(tx, EDITOR, number)


def post(site: Site, who: str, path: str, status: int = 303, **data: str) -> str:
    answer = site.client(who).post(path, data=data)
    assert answer.status_code == status, answer.text
    return answer.headers.get("location") or answer.text


def show(site: Site, who: str, number: int) -> str:
    answer = site.client(who).get(f"/claims/{number}")
    assert answer.status_code == 200
    return answer.text


# -- the article beside it ----------------------------------------------------------------------------------------


def test_the_words_of_the_claim_are_marked_in_the_article(queue_site: Site) -> None:
    _, _, ids = filled(queue_site.database)
    queue_site.person("ada")
    report, source = report_and_source()
    for number in ids:
        page = show(queue_site, "ada", number)
        stored = found(queue_site, number)
        (claim,) = [claim for claim in report["claims"] if claim["claim_id"] == stored.claim_id]
        here = re.findall(r'<span data-s="(\d+)" class="c on[^"]*">([^<]*)</span>', page)
        marked = sorted(int(start) for start, _ in here)
        starts = {piece["start"] for piece in claim["pieces"]}
        assert starts <= set(marked) and all(any(p["start"] <= start < p["end"] for p in claim["pieces"]) for start in marked)
        assert page.count('id="here"') == 1


def test_other_claims_are_links_within_the_same_list(site: Site) -> None:
    page = site.client("ada").get("/claims/1?type=change").text
    assert re.findall(r'<a class="n" href="([^"]*)"', page) == ["/claims/2?type=change", "/claims/3?type=change"]


def test_what_is_known_is_told(queue_site: Site) -> None:
    _, _, ids = filled(queue_site.database)
    queue_site.person("ada")
    pages = [show(queue_site, "ada", number) for number in ids]
    assert all("Why it ranks here" in page and "Who says so" in page for page in pages)
    assert any("What to check" in page for page in pages)


# -- taking -------------------------------------------------------------------------------------------------------


def test_a_claim_is_taken_kept_and_given_back(site: Site) -> None:
    assert post(site, "ada", "/claims/1/take", query="state=new") == "/claims/1?state=new&said=taken"
    page = show(site, "ada", 1)
    assert 'data-beat="/claims/1/heartbeat"' in page and "15 minutes" in page
    site.later(minutes=10)
    answer = site.client("ada").post("/claims/1/heartbeat")
    assert answer.json() == {"until": "2026-01-05T09:25:00.000000Z"}
    assert site.client("ben").post("/claims/1/heartbeat").status_code == 409
    assert "<b>ada</b> has this claim" in show(site, "ben", 1)
    assert 'id="decide"' not in show(site, "ben", 1)
    post(site, "ada", "/claims/1/release")
    assert found(site, 1).state == "new"


def test_whoever_was_slower_is_told_and_nothing_is_taken_from_the_other(site: Site) -> None:
    post(site, "ada", "/claims/1/take")
    page = post(site, "ben", "/claims/1/take", 409)
    assert "Not done." in page and "ada is at this claim" in page
    assert found(site, 1).lease_by == "ada"
    post(site, "ben", "/claims/1/release", 403)
    post(site, "eda", "/claims/1/release")
    assert found(site, 1).state == "new"


def test_a_lease_that_ran_out_is_none(site: Site) -> None:
    post(site, "ada", "/claims/1/take")
    site.later(minutes=16)
    assert 'data-item="1" data-state="new"' in show(site, "ben", 1)
    assert site.client("ada").post("/claims/1/heartbeat").status_code == 409


# -- deciding -----------------------------------------------------------------------------------------------------


def test_one_verdict_is_enough_for_most_claims(site: Site) -> None:
    goal = post(
        site,
        "ada",
        "/claims/2/decide",
        verdict="false",
        note="No.\r\nReally.",
        links="https://a.example/\n\nhttps://b.example/",
        query="state=new",
    )
    assert goal == "/claims/2?state=new&said=checked"
    page = show(site, "ben", 2)
    assert '<b class="verdict">false</b> by ada' in page and "No.\nReally." in page
    assert re.findall(r'<a href="(https://[ab][^"]*)" target="_blank" rel="noopener noreferrer nofollow"', page) == [
        "https://a.example/",
        "https://b.example/",
    ]


def test_a_verdict_that_cannot_be_given_loses_nothing_that_was_typed(site: Site) -> None:
    page = post(site, "ada", "/claims/2/decide", 422, verdict="perhaps", note="typed <note>", links="https://a.example/")
    assert "Not done." in page and "typed &lt;note&gt;" in page and "https://a.example/" in page
    page = post(site, "ada", "/claims/2/decide", 422, verdict="true", note="kept", links="javascript:alert(1)")
    assert re.search(r'value="true"[^>]* checked', page) and "kept" in page
    page = post(site, "ada", "/claims/2/decide", 422, note="no verdict")
    assert "Choose a verdict." in page and "no verdict" in page
    post(site, "ben", "/claims/2/take")
    page = post(site, "ada", "/claims/2/decide", 409, verdict="true", note="too late")
    assert "ben" in page and found(site, 2).state == "leased"


def test_two_reviewers_do_not_see_each_other_and_then_do(site: Site) -> None:
    assert post(site, "ada", "/claims/1/decide", verdict="false", note="secret").endswith("said=one-more")
    page = show(site, "ben", 1)
    assert "secret" not in page and "What others found is shown once you have given your own verdict" in page
    assert "secret" in show(site, "ada", 1) and 'id="decide"' not in show(site, "ada", 1)
    assert post(site, "ben", "/claims/1/decide", verdict="true").endswith("said=disputed")
    page = show(site, "ben", 1)
    assert "Reviewers differ" in page and "secret" in page and "Decide between them" not in page
    assert 'href="/claims/1/adjudicate"' in show(site, "eda", 1)


def test_one_verdict_after_the_other(site: Site) -> None:
    assert post(site, "ada", "/claims/2/decide", verdict="true", then="next") == "/claims/1?said=decided-taken"
    assert found(site, 1).lease_by == "ada"
    post(site, "ada", "/claims/1/decide", verdict="true", then="next")
    assert post(site, "ada", "/claims/3/decide", verdict="true", then="next") == "/?said=decided-none"


@pytest.mark.parametrize("act", ["take", "decide", "dismiss", "label", "evidence", "comment", "assign", "correct", "reopen", "release"])
def test_a_viewer_only_looks(site: Site, act: str) -> None:
    before = found(site, 2)
    data = {"verdict": "true", "reason": "x", "name": "x", "url": "https://a.example/", "body": "x", "note": "x", "person": ""}
    post(site, "vic", f"/claims/2/{act}", 403, **data)
    assert found(site, 2) == before
    assert '<form method="post" action="/claims/' not in show(site, "vic", 2)


def test_the_rarer_things(site: Site) -> None:
    post(site, "ada", "/claims/2/dismiss", 422, reason=" ")
    post(site, "ada", "/claims/2/dismiss", reason="of no interest")
    assert found(site, 2).state == "dismissed"
    post(site, "ada", "/claims/2/reopen", 403, note="it is")
    post(site, "eda", "/claims/2/reopen", note="it is")
    post(site, "ada", "/claims/2/decide", verdict="false")
    page = show(site, "eda", 2)
    assert 'class="strong">Mark as corrected' in page
    post(site, "eda", "/claims/2/correct", note="Mended in the second edition.")
    assert found(site, 2).state == "corrected"
    ada = site.actor("ada").person_id
    post(site, "eda", "/claims/3/assign", person=str(ada))
    assert "for <b>Ada</b>" in show(site, "ben", 3)
    post(site, "eda", "/claims/3/assign", person="")
    assert found(site, 3).assigned_id is None


def test_labels_and_evidence(site: Site) -> None:
    post(site, "ada", "/claims/2/label", name="Phone <them>")
    assert '<span class="label">phone &lt;them&gt;</span>' in show(site, "vic", 2)
    post(site, "ada", "/claims/2/unlabel", name="phone <them>")
    assert '<span class="label">' not in show(site, "vic", 2)
    post(site, "ada", "/claims/2/evidence", url="https://a.example/x?y=1&z=2", title="A <title>", note="Says so.")
    page = show(site, "vic", 2)
    assert 'href="https://a.example/x?y=1&amp;z=2"' in page and "A &lt;title&gt;" in page
    page = post(site, "ada", "/claims/2/evidence", 422, url="ftp://a.example/", title="typed")
    assert 'value="typed"' in page and 'value="ftp://a.example/"' in page


# -- comments -----------------------------------------------------------------------------------------------------


def test_a_comment_is_about_words_of_the_article(site: Site) -> None:
    post(site, "ada", "/claims/2/comment", body="All of it?", quote="exports  fell\nby")
    page = show(site, "ben", 2)
    assert re.search(r'class="[^"]*commented[^"]*">[^<]*exports fell by', page) and "All of it?" in page
    number = re.search(r'id="comment-(\d+)"', page)
    assert number and f'href="#remark-{number[1]}"' in page and f'id="remark-{number[1]}"' in page
    post(site, "ben", f"/claims/2/comments/{number[1]}/resolve")
    page = show(site, "ada", 2)
    assert "settled by ben" in page and f'id="remark-{number[1]}"' not in page


def test_of_equal_words_those_that_were_selected_are_meant(site: Site) -> None:
    with site.database.read() as tx:
        source = articles.version(tx, EDITOR, 1).source
    last = source.rindex("fell")
    post(site, "ada", "/claims/1/comment", body="That one.", quote="fell", start=str(last))
    post(site, "ada", "/claims/1/comment", body="The nearest.", quote="fell")
    starts = [int(start) for start in re.findall(r'data-s="(\d+)" class="[^"]*commented', show(site, "ada", 1))]
    assert starts == [source.index("fell"), last]


def test_words_that_are_not_there_are_told(site: Site) -> None:
    page = post(site, "ada", "/claims/2/comment", 422, body="What I wrote", quote="no such words")
    assert "not in the article" in page and "What I wrote" in page and "no such words" in page


# -- versions -----------------------------------------------------------------------------------------------------


def test_a_claim_that_changed_says_loudly_what_became_of_it(queue_site: Site) -> None:
    editor, desk, _ = filled(queue_site.database, 3)
    queue_site.person("ada")
    with queue_site.database.write() as tx:
        decisions.decide(tx, editor, 2, "true", now=queue_site.now)
        version = articles.version(tx, editor, 1)
        report, source = edited(version.report, version.source, replace={"by 3 percent": "by 31 percent"})
        added = articles.add(tx, editor, desk.id, report, source, now=queue_site.now)
    (new,) = added.queued
    old = show(queue_site, "ada", 2)
    assert "The article says this differently now" in old and f'href="/claims/{new}"' in old and 'id="decide"' not in old
    page = show(queue_site, "ada", new)
    assert "Changed from an earlier claim" in page and 'href="/claims/2"' in page and "<del" in page and "31 percent" in page
    with queue_site.database.write() as tx:
        articles.add(tx, editor, desk.id, *written(["Nothing happened today"]), now=queue_site.later(minutes=1))
    assert "The article no longer says this" in show(queue_site, "ada", 3)
