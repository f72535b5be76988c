"""Webhooks of a desk: who may make them, where they may point, and what becomes of their deliveries."""

from __future__ import annotations

import json
from random import Random
from typing import Any

import pytest
from sqlalchemy import select

from claimcheck.errors import NotInQueue, QueueConflict, QueueError, QueueForbidden
from claimcheck.queue import outbox, retries, slack, webhooks
from claimcheck.queue.actor import Actor, Role
from claimcheck.queue.database import Database
from claimcheck.queue.tables import audit as log
from tests.queue_databases import NOW, later
from tests.queue_reviewing import ROOT, desk, people, sound
from tests.webhook_receiving import PUBLIC, URL, happen, made, states, told


def test_editors_make_change_and_remove_webhooks(queue: Database) -> None:
    setup = desk(queue)
    (editor,) = people(queue, Role.EDITOR, "ed", desks=[setup.desk_id])
    added = setup.do(webhooks.add, editor, setup.desk_id, URL, actions=["item.decided", "comment.*"])
    hook = added.webhook
    assert (hook.url, hook.form, hook.actions, hook.texts, hook.active) == (URL, "cloudevents", ("item.decided", "comment.*"), False, True)
    assert hook.created_by == "ed" and added.secret is not None and added.secret.startswith("whsec_")
    assert setup.see(webhooks.listed, editor) == setup.see(webhooks.listed, editor, setup.desk_id) == [hook]
    changed = setup.do(webhooks.change, editor, hook.id, actions=[], texts=True, active=False)
    assert (changed.actions, changed.texts, changed.active) == ((), True, False)
    setup.do(webhooks.remove, editor, hook.id)
    assert setup.see(webhooks.listed, editor) == []
    events = [dict(row._mapping) for row in setup.see(lambda tx: tx.rows(select(log).where(log.c.action.like("webhook.%"))))]
    assert [event["action"] for event in events] == ["webhook.added", "webhook.changed", "webhook.removed"]
    assert json.loads(events[1]["before"]) == {"active": True, "actions": ["item.decided", "comment.*"], "texts": False}
    sound(queue)


def test_neither_the_secret_nor_the_address_is_ever_in_the_log(queue: Database) -> None:
    setup = desk(queue)
    added = made(setup)
    fresh = setup.do(webhooks.rotate, ROOT, added.webhook.id)
    setup.do(webhooks.change, ROOT, added.webhook.id, url=URL + "2")
    setup.do(webhooks.test, ROOT, added.webhook.id)
    setup.do(webhooks.remove, ROOT, added.webhook.id)
    everything = repr([tuple(row) for row in setup.see(lambda tx: tx.rows(select(log)))])
    assert "webhook.removed" in everything and "hooks.example.org" in everything
    for secret in ("whsec", "secretpath", str(added.secret), fresh):
        assert secret not in everything
    with pytest.raises(NotInQueue):
        setup.see(webhooks.get, ROOT, added.webhook.id)


def test_others_may_not(queue: Database) -> None:
    setup = desk(queue, name="one")
    other = desk(queue, name="other")
    added = made(setup)
    sent = setup.do(webhooks.test, ROOT, added.webhook.id)
    (checker,) = people(queue, Role.CHECKER, "chris", desks=[setup.desk_id])
    (stranger,) = people(queue, Role.EDITOR, "sam", desks=[other.desk_id])
    (editor,) = people(queue, Role.EDITOR, "ed", desks=[setup.desk_id])
    reader = Actor("bot", editor.person_id, editor.roles, via="api", scopes=frozenset({"read", "review"}))
    asked: list[tuple[Any, tuple[Any, ...]]] = [
        (webhooks.add, (setup.desk_id, URL)),
        (webhooks.change, (added.webhook.id,)),
        (webhooks.rotate, (added.webhook.id,)),
        (webhooks.test, (added.webhook.id,)),
        (webhooks.redeliver, (sent.id,)),
        (webhooks.remove, (added.webhook.id,)),
    ]
    for function, arguments in asked:
        for actor, error in ((checker, QueueForbidden), (reader, QueueForbidden), (stranger, NotInQueue)):
            with pytest.raises(error):
                setup.do(function, actor, *arguments)
    for read in (webhooks.get, webhooks.deliveries):
        for actor, error in ((checker, QueueForbidden), (reader, QueueForbidden), (stranger, NotInQueue)):
            with pytest.raises(error):
                setup.see(read, actor, added.webhook.id)
    assert setup.see(webhooks.listed, checker) == setup.see(webhooks.listed, stranger) == []
    assert setup.see(webhooks.in_trouble, checker) == setup.see(webhooks.in_trouble, stranger) == []
    with pytest.raises(NotInQueue):
        setup.see(webhooks.listed, stranger, setup.desk_id)
    assert setup.see(webhooks.get, ROOT, added.webhook.id) == setup.see(webhooks.get, editor, added.webhook.id)


def test_what_is_out_of_sight_is_not_told_from_what_is_not_there(queue: Database) -> None:
    setup, other = desk(queue, name="one"), desk(queue, name="other")
    sent = setup.do(webhooks.test, ROOT, made(setup).webhook.id)
    (stranger,) = people(queue, Role.EDITOR, "sam", desks=[other.desk_id])
    sentences = []
    for number in (sent.id, 4711):
        with pytest.raises(NotInQueue) as error:
            setup.do(webhooks.redeliver, stranger, number)
        sentences.append(str(error.value).replace(str(number), "N"))
    assert sentences[0] == sentences[1]


@pytest.mark.parametrize(
    "url",
    [
        "http://hooks.example.org/x",
        "https://127.0.0.1/x",
        "https://0x7f.1/x",
        "https://2130706433/x",
        "https://169.254.169.254/latest/meta-data",
        "https://[::1]/x",
        "https://[::ffff:10.0.0.1]/x",
        "https://[fd00::1]/x",
        "https://10.0.0.1/x",
        "https://172.16.0.1/x",
        "https://192.168.0.1/x",
        "https://100.64.0.1/x",
        "https://localhost/x",
        "https://metadata.google.internal/x",
        "https://printer.local/x",
        "https://intranet/x",
        "https://user:sesame@hooks.example.org/x",
        "https://hooks.example.org@127.0.0.1/x",
        "https://hooks.example.org:8443/x",
        "https://hooks.example.org:99999/x",
        "https://hooks.example.org/ x",
        "https://hooks.example.org/\nx",
        "ftp://hooks.example.org/x",
        "javascript:alert(1)",
        "hooks.example.org",
        "https://",
        "",
        "https://hooks.example.org/" + "x" * 3000,
        None,
        7,
    ],
)
def test_an_address_that_may_not_be_told_anything(queue: Database, url: Any) -> None:
    setup = desk(queue)
    with pytest.raises(QueueError) as refused:
        setup.do(webhooks.add, ROOT, setup.desk_id, url)
    assert "sesame" not in str(refused.value) and "address" in str(refused.value)
    added = made(setup)
    with pytest.raises(QueueError):
        setup.do(webhooks.change, ROOT, added.webhook.id, url=url if url is not None else 7)


def test_hosts_of_one_s_own_network_are_allowed_by_name(queue: Database) -> None:
    setup = desk(queue)
    own = frozenset({"chat.newsroom.internal", "10.0.0.7"})
    for url in ("http://chat.newsroom.internal:8065/hooks/x", "https://10.0.0.7/x"):
        assert setup.do(webhooks.add, ROOT, setup.desk_id, url, own_hosts=own).webhook.url == url
    for url in ("http://other.newsroom.internal/x", "http://me:pw@chat.newsroom.internal/x", "ftp://10.0.0.7/x", "https://10.0.0.8/x"):
        with pytest.raises(QueueError):
            setup.do(webhooks.add, ROOT, setup.desk_id, url, own_hosts=own)


def test_what_there_is_not(queue: Database) -> None:
    setup = desk(queue)
    with pytest.raises(QueueError, match="There is no event 'item.gone'"):
        made(setup, actions=["item.decided", "item.gone"])
    with pytest.raises(QueueError, match="There is no event 'person.added'"):
        made(setup, actions=["person.added"])
    with pytest.raises(QueueError, match="cloudevents or slack"):
        made(setup, form="email")
    with pytest.raises(NotInQueue):
        setup.do(webhooks.add, ROOT, 4711, URL)
    for _ in range(webhooks.MOST):
        made(setup)
    with pytest.raises(QueueError, match="at most 20"):
        made(setup)


def test_a_secret_is_shown_once_and_renewed_with_an_overlap(queue: Database) -> None:
    setup = desk(queue)
    added = made(setup)
    assert str(added.secret) not in repr(setup.see(webhooks.get, ROOT, added.webhook.id))

    def signatures(now: Any) -> int:
        with queue.write() as tx:
            outbox.send_again(tx, added.webhook.id, 0, now)
            hold = outbox.take(tx, "t", now)
            assert hold is not None
            parcel = outbox.step(tx, hold, None, now, public_url=PUBLIC, chance=Random(1))
            assert parcel is not None
            outbox.step(tx, hold, (parcel.delivery_id, retries.Outcome(200)), now, public_url=PUBLIC, chance=Random(1), more=False)
        return len(parcel.headers["webhook-signature"].split(" "))

    assert signatures(NOW) == 1
    assert setup.do(webhooks.rotate, ROOT, added.webhook.id) != added.secret
    assert signatures(later(hours=23)) == 2
    assert signatures(later(hours=25)) == 1


def test_a_chat_has_no_secret(queue: Database) -> None:
    setup = desk(queue)
    added = made(setup, form="slack")
    assert added.secret is None
    with pytest.raises(QueueError, match="signs nothing"):
        setup.do(webhooks.rotate, ROOT, added.webhook.id)
    happen(queue, setup.desk_id)
    with queue.write() as tx:
        outbox.plan(tx, NOW)
        hold = outbox.take(tx, "t", NOW)
        assert hold is not None
        parcel = outbox.step(tx, hold, None, NOW, public_url=PUBLIC, chance=Random(1))
    assert parcel is not None and dict(parcel.headers) == {"Content-Type": slack.CONTENT_TYPE}
    assert json.loads(parcel.body)["text"].startswith("The settings of the desk changed by root.")
    assert "secretpath" in parcel.url and "secretpath" not in repr(setup.see(webhooks.deliveries, ROOT, added.webhook.id))


def test_switched_off_it_gives_up_what_waits_and_on_again_it_begins_anew(queue: Database) -> None:
    setup = desk(queue, 0)
    added = made(setup)
    happen(queue, setup.desk_id, 3)
    with queue.write() as tx:
        outbox.plan(tx, NOW)
    assert setup.see(webhooks.get, ROOT, added.webhook.id).waiting == 3
    off = setup.do(webhooks.change, ROOT, added.webhook.id, active=False)
    assert (off.waiting, off.off_because) == (0, None)
    assert {error for *_, error in states(queue, off.id)} == {"The webhook was switched off before it was sent."}
    (newest, *_) = setup.see(webhooks.deliveries, ROOT, off.id)
    with pytest.raises(QueueConflict, match="switch it on"):
        setup.do(webhooks.redeliver, ROOT, newest.id)
    happen(queue, setup.desk_id, 3)
    with queue.write() as tx:
        assert outbox.plan(tx, NOW) == 0 and not outbox.pending(tx, NOW)
    on = setup.do(webhooks.change, ROOT, off.id, active=True)
    assert on.active and told(setup, on.id) == []
    happen(queue, setup.desk_id)
    assert len(told(setup, on.id)) == 1
    assert setup.do(webhooks.redeliver, ROOT, newest.id).attempts == 0


def test_the_log_of_deliveries_is_read_in_pages(queue: Database) -> None:
    setup = desk(queue, 0)
    added = made(setup)
    happen(queue, setup.desk_id, 7)
    assert len(told(setup, added.webhook.id)) == 7
    first = setup.see(webhooks.deliveries, ROOT, added.webhook.id, limit=4)
    rest = setup.see(webhooks.deliveries, ROOT, added.webhook.id, limit=4, before=first[-1].id)
    assert [entry.seq for entry in (*first, *rest)] == sorted((entry.seq for entry in (*first, *rest)), reverse=True)
    assert len(rest) == 3 and {(entry.state, entry.status, entry.action) for entry in first} == {("delivered", 200, "desk.policy")}
