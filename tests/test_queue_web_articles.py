"""Pages of the queue: articles, deciding between reviewers, settings. Asked inside the process, on both databases."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from lxml import html
from sqlalchemy import select

from claimcheck.queue import articles, decisions, desks, items, people, webhooks
from claimcheck.queue.actor import Actor, Role
from claimcheck.queue.database import Database
from claimcheck.queue.states import State
from tests.queue_articles import filled, plain, report_and_source, written
from tests.queue_server import ROOT, Site


def reads(data: bytes, name: str, published: date | None) -> tuple[dict[str, Any], str]:
    """Stands in for the models: every line is a claim."""
    text = data.decode()
    report, source = written([line.rstrip(".") for line in text.splitlines() if line.strip()], uri=name, title=None)
    if published:
        report["document"]["published_at"] = published.isoformat()
    return report, source


@pytest.fixture
def site(queue: Database) -> Site:
    found = Site(queue, extract=reads)
    found.person("ada", Role.CHECKER)
    found.person("ben", Role.CHECKER)
    found.person("eda", Role.EDITOR)
    found.person("vic", Role.VIEWER)
    found.person("root", None, admin=True)
    return found


def words(response: Any) -> str:
    """What stands on a page, without the space between."""
    assert response.status_code < 400, response.text[:500]
    main = html.fromstring(response.text).get_element_by_id("main")
    return " ".join(main.text_content().split())


def everything(name: str, site: Site) -> Actor:
    with site.database.read() as tx:
        actor = people.actor_of(tx, people.named(tx, ROOT, name).id, "web")
    assert actor is not None
    return actor


def disputed(site: Site) -> int:
    """A claim on which ada and ben differ."""
    _, _, ids = filled(site.database, 3)
    with site.database.write() as tx:
        decisions.decide(tx, everything("ada", site), ids[0], "true", note="the office says so", now=site.now)
    with site.database.write() as tx:
        found = decisions.decide(tx, everything("ben", site), ids[0], "false", links=["https://example.org/a"], now=site.now)
    assert found.state is State.DISPUTED
    return ids[0]


# --- articles ---


def test_an_article_is_handed_in_as_text(site: Site) -> None:
    eda = site.client("eda")
    sent = {"name": "harbour", "pasted": "\r\n".join(f"{one}." for one in plain(3)), "published": "2026-01-02", "desk": ""}
    answer = eda.post("/articles", data=sent)
    assert answer.status_code == 303
    there = eda.get(answer.headers["location"])
    assert "Claims in the queue: 3." in there.text
    assert all(one in words(there) for one in plain(3))
    assert "published 2026-01-02" in words(there)
    again = eda.post("/articles", data=sent)
    assert "said=article-known" in again.headers["location"]


def test_a_file_is_handed_in(site: Site) -> None:
    answer = site.client("eda").post(
        "/articles", data={"pasted": ""}, files={"file": ("..\\drafts\\quay.txt", b"Rents fell by 3 percent.\n")}
    )
    assert answer.status_code == 303
    with site.database.read() as tx:
        (found,) = articles.listed(tx, ROOT)
    assert found.uri == "quay.txt"


def test_of_a_file_and_a_text_neither_is_dropped_in_silence(site: Site) -> None:
    both = site.client("eda").post("/articles", data={"pasted": "Rents rose.", "name": "a"}, files={"file": ("quay.txt", b"Rents fell.\n")})
    assert both.status_code == 422 and "give one of the two" in both.text and "Rents rose." in both.text
    with site.database.read() as tx:
        assert list(articles.listed(tx, ROOT)) == []


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"pasted": ""}, "Choose a file, or paste"),
        ({"pasted": "Rents fell."}, "Give the text a name"),
        ({"pasted": "Rents fell.", "name": "a", "published": "yesterday"}, "The day of publication"),
        ({"pasted": "Rents fell.", "name": "a", "desk": "99"}, "desk"),
    ],
)
def test_what_cannot_be_taken_in_is_told_and_kept(site: Site, sent: dict[str, str], told: str) -> None:
    answer = site.client("eda").post("/articles", data=sent)
    assert answer.status_code in (404, 422)
    assert told in answer.text
    assert sent["pasted"] in answer.text
    with site.database.read() as tx:
        assert articles.listed(tx, ROOT) == []


def test_only_editors_hand_in(site: Site) -> None:
    assert site.client("ada").post("/articles", data={"pasted": "Rents fell.", "name": "a"}).status_code == 403
    assert "Hand in an article" not in words(site.client("ada").get("/articles"))


def test_a_new_version_goes_by_the_article_and_tells_what_became_of_the_verdicts(site: Site) -> None:
    eda, ada = site.client("eda"), everything("ada", site)
    first = plain(4)
    where = eda.post("/articles", data={"name": "a", "pasted": "\n".join(f"{one}." for one in first)}).headers["location"].partition("?")[0]
    with site.database.read() as tx:
        by_text = {one.text: one.id for one in map(items.from_row, tx.rows(select(*items.COLUMNS)))}
    with site.database.write() as tx:
        decisions.decide(tx, ada, by_text[first[0]], "true", now=site.now)
        decisions.decide(tx, ada, by_text[first[1]], "false", now=site.now)
    second = [first[0], re.sub(r"\d+ percent", "88 percent", first[1]), first[2], *plain(1, first=30)]
    answer = eda.post(
        f"{where}/versions", files={"file": ("another name.txt", "\n".join(f"{one}." for one in second).encode())}, data={"pasted": ""}
    )
    assert answer.status_code == 303 and answer.headers["location"].startswith(where + "?")
    page = eda.get(answer.headers["location"])
    assert "Claims: 2 new, 2 carried over, 1 changed, 1 gone." in words(page)
    assert "1 verdict on words that are no longer in the article" in words(page)
    assert f"{first[1]} was false" in words(page)
    old = eda.get(f"{where}/versions/1")
    assert "This is version 1 of 2." in words(old)
    assert first[3] in words(old) and first[3] not in words(page)


def test_the_real_article_is_shown_with_its_claims(site: Site) -> None:
    _, _, ids = filled(site.database)
    page = site.client("vic").get("/articles/1")
    tree = html.fromstring(page.text)
    links = set(tree.xpath("//section[@id='article']//a/@href"))
    assert len(links & {f"/claims/{number}" for number in ids}) == len(ids)
    text = " ".join(tree.get_element_by_id("article").text_content().split())
    assert "his third telephonic" not in text  # numbers of claims stand in between
    assert all(word in text for word in report_and_source()[1].split()[20:60])


def test_another_desk_sees_no_article(site: Site) -> None:
    filled(site.database, 2)
    site.person("zoe", Role.EDITOR, desk="sport")
    zoe = site.client("zoe")
    assert zoe.get("/articles/1").status_code == 404
    assert zoe.post("/articles/1/versions", data={"pasted": "Rents fell."}).status_code == 404
    assert zoe.post("/articles/1/comment", data={"body": "hello"}).status_code == 404
    assert zoe.get("/articles?desk=main").status_code == 404
    assert "Written" not in zoe.get("/articles").text


def test_a_comment_on_an_article(site: Site) -> None:
    filled(site.database, 2)
    ada = site.client("ada")
    assert ada.post("/articles/1/comment", data={"body": "<b>Legal</b> has to see this."}).status_code == 303
    assert "<b>Legal</b> has to see this." in words(ada.get("/articles/1"))
    assert site.client("vic").post("/articles/1/comment", data={"body": "x"}).status_code == 403
    assert site.client("ada").post("/articles/1/comment", data={"body": " "}).status_code == 422


def test_the_list_of_articles_goes_on(site: Site) -> None:
    for number in range(33):
        report, source = written(plain(1, first=number), uri=f"drafts/{number}.txt", title=f"Article {number}")
        with site.database.write() as tx:
            articles.add(tx, ROOT, 1, report, source, now=site.now)
    first = site.client("vic").get("/articles")
    assert "Article 32" in words(first) and "Article 2 " not in words(first)
    (following,) = html.fromstring(first.text).xpath("//a[@rel='next']/@href")
    assert "Article 0 " in words(site.client("vic").get(following))


# --- deciding between reviewers ---


def test_an_editor_chooses_a_verdict(site: Site) -> None:
    number = disputed(site)
    eda = site.client("eda")
    page = eda.get(f"/claims/{number}/adjudicate")
    assert "the office says so" in words(page) and "https://example.org/a" in page.text
    choices = html.fromstring(page.text).xpath("//input[@name='choice']/@value")
    revision = html.fromstring(page.text).xpath("//input[@name='revision']/@value")[0]
    assert len(choices) == 3 and choices[-1] == "none"
    answer = eda.post(f"/claims/{number}/adjudicate", data={"choice": choices[1], "note": "the link is right", "revision": revision})
    assert answer.status_code == 303
    with site.database.read() as tx:
        found = items.get(tx, ROOT, number)
    assert (found.state, found.verdict) == (State.CHECKED, "false")
    assert eda.get(f"/claims/{number}/adjudicate").headers["location"] == f"/claims/{number}"


def test_none_of_these_needs_another_verdict(site: Site) -> None:
    number = disputed(site)
    eda = site.client("eda")
    refused = eda.post(f"/claims/{number}/adjudicate", data={"choice": "none", "note": "neither"})
    assert refused.status_code == 422 and "choose what it is instead" in refused.text and "neither" in refused.text
    assert eda.post(f"/claims/{number}/adjudicate", data={"choice": "none", "verdict": "misleading", "note": "neither"}).status_code == 303
    with site.database.read() as tx:
        assert items.get(tx, ROOT, number).verdict == "misleading"


def test_somebody_was_faster(site: Site) -> None:
    number = disputed(site)
    refused = site.client("eda").post(
        f"/claims/{number}/adjudicate", data={"choice": "none", "verdict": "true", "note": "so", "revision": "1"}
    )
    assert refused.status_code == 409
    assert "look at it again" in refused.text


def test_checkers_do_not_decide_between_reviewers(site: Site) -> None:
    number = disputed(site)
    assert site.client("ada").get(f"/claims/{number}/adjudicate").status_code == 403
    assert (
        site.client("ada").post(f"/claims/{number}/adjudicate", data={"choice": "none", "verdict": "true", "note": "a"}).status_code == 403
    )


# --- settings ---


def test_an_administrator_sets_up_a_desk_and_its_people(site: Site) -> None:
    root = site.client("root")
    made = root.post("/settings/desks", data={"name": "sport"})
    assert made.status_code == 303
    where = made.headers["location"].partition("?")[0]
    added = root.post("/settings/people", data={"name": "Nia", "display_name": "Nia Ö."})
    link = html.fromstring(added.text).get_element_by_id("link").text
    assert link.startswith(site.url) and len(link.partition("#")[2]) > 30
    assert link.partition("#")[2] not in root.get("/settings/people").text
    assert root.post(f"{where}/members", data={"name": "nia", "role": "checker"}).status_code == 303
    with site.database.read() as tx:
        nia = people.named(tx, ROOT, "nia")
        assert nia.roles == {desks.named(tx, ROOT, "sport").id: Role.CHECKER}
    assert root.post(f"/settings/people/{nia.id}", data={"action": "shut-out"}).status_code == 303
    with site.database.read() as tx:
        assert not people.get(tx, ROOT, nia.id).active


@pytest.mark.parametrize("name", ["vic", "ada", "eda"])
def test_others_manage_nobody(site: Site, name: str) -> None:
    client = site.client(name)
    assert client.get("/settings/people").status_code == 403
    assert client.post("/settings/people", data={"name": "mal", "admin": "yes"}).status_code == 403
    assert client.post("/settings/people/1", data={"action": "admin"}).status_code == 403
    assert client.post("/settings/people/1/link").status_code == 403
    assert client.post("/settings/desks", data={"name": "x"}).status_code == 403
    assert client.post("/settings/desks/1/members", data={"name": name, "role": "editor"}).status_code == 403
    with site.database.read() as tx:
        assert people.named(tx, ROOT, name).roles[1] is {"vic": Role.VIEWER, "ada": Role.CHECKER, "eda": Role.EDITOR}[name]


POLICY = {
    "scale": "right\nwrong\nopen", "wrong": "wrong", "priority_above": "0.5", "lease_minutes": "5", "least_priority": "0.1",
    "checkable": "yes", "types": "date",
}  # fmt: skip


def test_an_editor_changes_how_a_desk_reviews(site: Site) -> None:
    assert site.client("eda").post("/settings/desks/1/policy", data=POLICY).status_code == 303
    with site.database.read() as tx:
        policy = desks.of(tx, ROOT, 1).policy
    assert policy.scale == ("right", "wrong", "open") and policy.wrong == ("wrong",)
    assert (policy.twice.priority_above, policy.twice.types, policy.blind, policy.lease_seconds) == (0.5, ("date",), False, 300)
    page = html.fromstring(site.client("eda").get("/settings/desks/1").text)
    assert page.xpath("//textarea[@name='scale']")[0].text.split() == ["right", "wrong", "open"]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"wrong": "odd"}, "not on the scale"),
        ({"scale": "one"}, "at least two"),
        ({"lease_minutes": "soon"}, "is a number"),
        ({"priority_above": "nan"}, "The priority is a number"),
        ({"priority_above": "2"}, "from 0 to 1"),
    ],
)
def test_settings_that_cannot_be_are_told(site: Site, change: dict[str, str], told: str) -> None:
    refused = site.client("eda").post("/settings/desks/1/policy", data=POLICY | change)
    assert refused.status_code == 422 and told in refused.text
    assert site.client("ada").post("/settings/desks/1/policy", data=POLICY).status_code == 403


def test_a_webhook_shows_its_secret_once(site: Site) -> None:
    eda = site.client("eda")
    made = eda.post("/settings/desks/1/webhooks", data={"url": "https://hooks.example.org/a", "form": "cloudevents", "actions": "item.*"})
    secret = html.fromstring(made.text).get_element_by_id("secret").text
    assert secret.startswith("whsec_")
    with site.database.read() as tx:
        (hook,) = webhooks.listed(tx, ROOT)
    page = eda.get(f"/settings/webhooks/{hook.id}")
    assert secret not in page.text and "https://hooks.example.org/a" in page.text
    assert eda.post(f"/settings/webhooks/{hook.id}", data={"action": "test"}).status_code == 303
    assert "waiting" in words(eda.get(f"/settings/webhooks/{hook.id}"))
    assert eda.post(f"/settings/webhooks/{hook.id}", data={"action": "off"}).status_code == 303
    assert "It is switched off." in words(eda.get(f"/settings/webhooks/{hook.id}"))
    assert site.client("ada").get(f"/settings/webhooks/{hook.id}").status_code == 403
    assert eda.post(f"/settings/webhooks/{hook.id}", data={"action": "remove"}).status_code == 303
    assert eda.get(f"/settings/webhooks/{hook.id}").status_code == 404


def test_a_webhook_to_the_inside_is_refused(site: Site) -> None:
    refused = site.client("eda").post("/settings/desks/1/webhooks", data={"url": "https://169.254.169.254/latest", "form": "cloudevents"})
    assert refused.status_code == 422
    with site.database.read() as tx:
        assert webhooks.listed(tx, ROOT) == []


# --- figures and history ---


def test_figures_tell_what_was_done(site: Site) -> None:
    disputed(site)
    page = words(site.client("eda").get("/figures"))
    assert "3 open claims" in page
    assert "of 1 claim judged twice" in page and "0 %" in page
    assert "ada11just now" in page and "ben11just now" in page
    viewer = words(site.client("vic").get("/figures"))
    assert "3 open claims" in viewer and "ada11" not in viewer


def test_figures_are_those_of_the_desks_in_sight(site: Site) -> None:
    filled(site.database, 5)
    site.person("zoe", Role.EDITOR, desk="sport")
    assert "0 open claims" in words(site.client("zoe").get("/figures"))
    assert site.client("zoe").get("/figures?desk=main").status_code == 404
    assert "5 open claims" in words(site.client("root").get("/figures?desk=main"))


def test_the_picture_has_a_bar_for_each_day(site: Site) -> None:
    disputed(site)
    tree = html.fromstring(site.client("eda").get("/figures").text)
    bars = tree.xpath("//svg[contains(@class, 'chart')]//rect/title/text()")
    assert len(bars) == 30
    assert bars[-1] == "2026-01-05: 3 came in, 0 settled, 2 verdicts"
    assert not tree.xpath("//@style")


def test_the_history_goes_back_page_by_page(site: Site) -> None:
    filled(site.database, 120)
    root = site.client("root")
    newest = root.get("/history")
    assert "claim 120" in newest.text and "The log ends with event" in words(newest)
    (earlier,) = html.fromstring(newest.text).xpath("//a[@rel='next']/@href")
    assert "claim 120 " not in root.get(earlier).text and "claim 10" in root.get(earlier).text
    assert "The log ends with" not in site.client("eda").get("/history").text


def test_history_is_that_of_the_desks_in_sight(site: Site) -> None:
    filled(site.database, 3)
    site.person("zoe", Role.EDITOR, desk="sport")
    assert "claim 1" not in site.client("zoe").get("/history").text
    assert site.client("zoe").get("/articles/1/history").status_code == 404
    assert "claim 3" in site.client("vic").get("/articles/1/history").text


def test_history_tells_no_verdict_that_is_hidden(site: Site) -> None:
    _, _, ids = filled(site.database, 3)
    with site.database.write() as tx:
        decisions.decide(tx, everything("ada", site), ids[0], "misleading", note="found in the budget", now=site.now)
    assert "misleading" in site.client("ada").get("/history").text
    assert "misleading" in site.client("eda").get("/history").text
    for page in ("/history", "/articles/1/history"):
        hidden = site.client("ben").get(page).text
        assert "ada" in hidden
        assert "misleading" not in hidden and "budget" not in hidden
