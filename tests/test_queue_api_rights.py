"""Who may use which endpoint of the API: every endpoint, asked by everybody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

from claimcheck.queue import audit, comments, people, views, webhooks
from claimcheck.queue.actor import SCOPES
from claimcheck.queue.api.endpoint import Endpoint
from claimcheck.queue.api.table import ENDPOINTS
from claimcheck.queue.database import Database
from tests.queue_api import ROOT, Json, Team, team
from tests.queue_articles import Said, written
from tests.queue_databases import NOW

#: Roles from the weakest; whoever has one may do what those before may.
RANK = {"known": 0, "viewer": 1, "checker": 2, "editor": 3, "admin": 4}
#: People of `tests.queue_api`, by what they are on the desk "main".
PEOPLE = {"vera": "viewer", "carl": "checker", "edda": "editor", "root2": "admin"}

REFUSED = (401, 403, 404)


def requests(made: Team) -> dict[str, tuple[dict[str, int], Json | None, str]]:
    """For each endpoint: what stands in its path, a body that it takes, and a query. All of it is about the desk "main"."""
    claim, other, third = made.claims[:3]
    report, source = written([Said("The harbour opened in May")], uri="drafts/more.md")
    with made.queue.write() as tx:
        hook = webhooks.add(tx, ROOT, made.desk, "https://hooks.example.org/x", now=NOW).webhook.id
        delivery = webhooks.test(tx, ROOT, hook, now=NOW).id
        comment = comments.add(tx, ROOT, made.article, "Look here.", now=NOW).id
        vera = people.actor_of(tx, made.ids["vera"], "web")
        assert vera is not None
        view = views.save(tx, vera, "Mine", "state=new", now=NOW).id
    at = {
        "desk_id": made.desk, "article_id": made.article, "number": 1, "item_id": claim, "comment_id": comment,
        "webhook_id": hook, "delivery_id": delivery, "person_id": made.ids["carl"], "token_id": 1, "view_id": view,
    }  # fmt: skip
    bodies: dict[str, Json] = {
        "makeDesk": {"name": "third"},
        "setPolicy": {"blind": False},
        "setMember": {"role": "viewer"},
        "addArticle": {"report": report, "source": source, "desk": "main"},
        "addText": {"name": "a.md", "text": "Exports fell.", "desk": "main"},
        "comment": {"body": "A word."},
        "commentOnClaim": {"body": "A word."},
        "decide": {"verdict": "true"},
        "dismiss": {"reason": "A joke."},
        "adjudicate": {"verdict": "true", "note": "It is."},
        "markCorrected": {"note": "Done."},
        "reopen": {"note": "New facts."},
        "assign": {"person_id": made.ids["carl"]},
        "addLabel": {"name": "economy"},
        "addEvidence": {"url": "https://example.org/"},
        "takeClaim": {"desk_id": made.desk},
        "extendLease": {"lease": "abc"},
        "applyToMany": {"ids": [other, third], "action": "label", "arguments": {"name": "economy"}},
        "addWebhook": {"desk_id": made.desk, "url": "https://hooks.example.org/y"},
        "changeWebhook": {"active": False},
        "addPerson": {"name": "nora", "display_name": "Nora"},
        "changePerson": {"display_name": "Carlo"},
        "makeToken": {"name": "mine", "scopes": ["read"], "days": 1},
        "saveView": {"name": "New", "query": "state=new"},
    }
    queries = {
        "removeLabel": "?name=economy",
        "listArticles": f"?desk={made.desk}",
        "listWebhooks": f"?desk={made.desk}",
        "getFigures": f"?desk={made.desk}",
    }
    return {each.name: (at, bodies.get(each.name), queries.get(each.name, "")) for each in ENDPOINTS}


def ask(client: TestClient, endpoint: Endpoint, known: dict[str, tuple[dict[str, int], Json | None, str]]) -> Any:
    at, body, query = known[endpoint.name]
    assert (body is None) == (endpoint.body is None), endpoint.name
    return client.request(endpoint.method, "/api/v1" + endpoint.path.format(**at) + query, **({} if body is None else {"json": body}))


def answers(made: Team, name: str | None, wanted: Callable[[Endpoint], bool]) -> dict[str, int]:
    """The statuses of all endpoints that are wanted."""
    known = requests(made)
    with made.client(name) as client:
        return {each.name: ask(client, each, known).status_code for each in ENDPOINTS if wanted(each)}


def head(made: Team) -> audit.Head:
    with made.queue.read() as tx:
        return audit.head(tx.connection)


def test_nobody_unknown_gets_anything(queue: Database) -> None:
    made = team(queue)
    assert set(answers(made, None, lambda each: True).values()) == {401}


@pytest.mark.parametrize("name", PEOPLE)
def test_whoever_has_too_little_a_role_is_refused_and_nothing_is_changed(queue: Database, name: str) -> None:
    made = team(queue)
    known = requests(made)
    before = head(made)
    found = {}
    with made.client(name) as client:
        for each in ENDPOINTS:
            if each.needs == "session" or RANK[each.needs] > RANK[PEOPLE[name]]:
                found[each.name] = ask(client, each, known).status_code
    assert {endpoint: status for endpoint, status in found.items() if status != 403 and (endpoint, status) != ("applyToMany", 200)} == {}
    assert found
    assert head(made) == before


def test_a_bulk_action_of_somebody_with_too_little_a_role_changes_nothing(queue: Database) -> None:
    made = team(queue)
    known = requests(made)
    before = head(made)
    (bulk,) = [each for each in ENDPOINTS if each.name == "applyToMany"]
    with made.client("carl") as client:
        answer = ask(client, bulk, known)
    assert (answer.status_code, answer.json()["done"], head(made)) == (200, [], before)
    assert "needs the role editor" in answer.json()["left"][0]["reason"]


@pytest.mark.parametrize("endpoint", [each for each in ENDPOINTS if each.needs != "session"], ids=lambda each: each.name)
def test_whoever_has_the_role_is_let_through(empty_queues: Callable[[str], Database], endpoint: Endpoint) -> None:
    with_role = next(name for name, role in PEOPLE.items() if RANK[role] >= RANK[endpoint.needs])
    queue = empty_queues("sqlite")
    made = team(queue)
    known = requests(made)
    with made.client(with_role) as client:
        status = ask(client, endpoint, known).status_code
    queue.close()
    assert status not in REFUSED
    assert status < 300 or (endpoint.name, status) in STATEFUL


#: Endpoints that need something to have happened before, and what they answer else.
STATEFUL = {("adjudicate", 409), ("markCorrected", 409), ("reopen", 409), ("extendLease", 409), ("releaseClaim", 409), ("addText", 422)}


def test_another_desks_editor_sees_nothing_and_is_not_told_that_it_is_there(queue: Database) -> None:
    made = team(queue)
    known = requests(made)
    before = head(made)
    wrong = {}
    with made.client("other") as client:
        for each in ENDPOINTS:
            if each.needs in ("admin", "session", "known") or each.name in OWN:
                continue
            answer = ask(client, each, known)
            if "{" in each.path or known[each.name][2] or each.method == "POST" and each.name != "applyToMany":
                if answer.status_code != 404:
                    wrong[each.name] = (answer.status_code, answer.text)
            else:
                assert answer.status_code == 200, (each.name, answer.text)
                assert "Aldbury" not in answer.text and '"main"' not in answer.text, (each.name, answer.text)
                assert each.name != "applyToMany" or answer.json()["done"] == []
    assert wrong == {}
    assert head(made) == audit.Head(before.seq + 1, head(made).hash)  # the export of nothing


#: What belongs to whoever asks.
OWN = {"saveView", "removeView", "listViews"}


def test_what_another_desk_has_is_answered_as_what_nobody_has(queue: Database) -> None:
    made = team(queue)
    with made.client("other") as client:
        there, nowhere = (client.get(f"/api/v1/claims/{number}") for number in (made.claims[0], 99999))
    assert there.status_code == nowhere.status_code == 404
    assert there.json()["detail"].replace(str(made.claims[0]), "N") == nowhere.json()["detail"].replace("99999", "N")


@pytest.mark.parametrize("scope", [scope for scope in SCOPES if scope != "admin"])
def test_a_token_does_only_what_its_scopes_say(queue: Database, scope: str) -> None:
    made = team(queue)
    known = requests(made)
    made.secrets["edda"] = made.token("edda", scope)
    before = head(made)
    wrong = {}
    with made.client("edda") as client:
        for each in ENDPOINTS:
            if each.scope is None or each.scope == scope or each.needs == "admin":
                continue
            answer = ask(client, each, known)
            if answer.status_code != 403 or each.scope not in answer.json()["detail"]:
                wrong[each.name] = (answer.status_code, answer.text)
    assert wrong == {}
    assert head(made) == before


def test_an_administrators_token_without_the_scope_manages_nobody(queue: Database) -> None:
    made = team(queue)
    known = requests(made)
    made.secrets["root2"] = made.token("root2", "read", "manage")
    with made.client("root2") as client:
        statuses = {each.name: ask(client, each, known).status_code for each in ENDPOINTS if each.needs == "admin"}
    assert set(statuses.values()) == {403} and len(statuses) >= 5


def test_a_token_for_one_desk_reaches_no_other(queue: Database) -> None:
    made = team(queue)
    made.secrets["root2"] = made.token("root2", "read", desk=made.other_desk)
    with made.client("root2") as client:
        assert client.get("/api/v1/claims").json()["items"] == []
        assert client.get(f"/api/v1/articles/{made.article}").status_code == 404
        assert [desk["name"] for desk in client.get("/api/v1/desks").json()["items"]] == ["other"]


def test_tokens_are_made_by_people_and_not_by_tokens(queue: Database) -> None:
    made = team(queue)
    with made.signed_in("carl") as client:
        answer = client.post("/api/v1/tokens", json={"name": "mine", "scopes": ["read"], "days": 1})
        assert answer.status_code == 201
        number, secret = answer.json()["token"]["id"], answer.json()["secret"]
        listed = client.get("/api/v1/tokens")
        assert number in [token["id"] for token in listed.json()["items"]] and secret not in listed.text
        assert client.delete(f"/api/v1/tokens/{number}").json()["revoked_at"]
    made.secrets["carl"] = secret
    with made.client("carl") as client:
        assert client.get("/api/v1/claims").status_code == 401


def test_a_blind_reviewer_does_not_learn_the_others_verdict(queue: Database) -> None:
    made = team(queue)
    claim = made.claims[0]  # needs two
    with made.client("carl") as client:
        assert client.post(f"/api/v1/claims/{claim}/decide", json={"verdict": "false", "note": "A hoax."}).status_code == 200
    with made.client("cleo") as client:
        seen = [client.get(f"/api/v1/claims/{claim}{below}") for below in ("", "/decisions", "/evidence", "/history")]
        assert all("hoax" not in answer.text and '"false"' not in answer.text for answer in seen)
        assert seen[1].json()["items"] == []
        client.post(f"/api/v1/claims/{claim}/decide", json={"verdict": "true"})
        assert len(client.get(f"/api/v1/claims/{claim}/decisions").json()["items"]) == 2


def test_the_log_is_that_of_the_desks_that_one_edits(queue: Database) -> None:
    made = team(queue)
    with made.client("edda") as client:
        events = client.get("/api/v1/log?limit=200").json()["items"]
    assert {event["desk_id"] for event in events} == {made.desk}
    with made.client("root2") as client:
        everything = client.get("/api/v1/log?limit=200").json()["items"]
    assert [event["seq"] for event in everything] == list(range(1, len(everything) + 1))
    assert {event["action"] for event in everything} >= {"person.added", "article.added"}
