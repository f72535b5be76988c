"""Lists that somebody keeps."""

from __future__ import annotations

import pytest

from claimcheck.errors import NotInQueue, QueueError
from claimcheck.queue import views
from claimcheck.queue.actor import Role, local
from claimcheck.queue.database import Database
from claimcheck.queue.listing import Filter, from_query
from claimcheck.queue.states import State
from tests.queue_databases import NOW
from tests.queue_reviewing import desk, people


def test_a_view_is_kept_replaced_and_removed(queue: Database) -> None:
    desk(queue)
    ada, ben = people(queue, Role.VIEWER, "ada", "ben")
    with queue.write() as tx:
        first = views.save(tx, ada, "  Zürich \n", "?text=Z%C3%BCrich&state=new&state=leased&after=xyz&order=age&limit=7", now=NOW)
        views.save(tx, ada, "all", "", now=NOW)
    assert (first.name, first.query) == ("Zürich", "state=leased&state=new&text=Z%C3%BCrich&order=age")
    assert from_query(first.query) == Filter(states=(State.LEASED, State.NEW), text="Zürich")
    with queue.write() as tx:
        again = views.save(tx, ada, "Zürich", "mine=yes&order=priority", now=NOW)
        assert (again.id, again.query) == (first.id, "mine=yes")
        assert [view.name for view in views.listed(tx, ada)] == ["all", "Zürich"]
        assert views.listed(tx, ben) == views.listed(tx, local("root")) == []
        with pytest.raises(NotInQueue):
            views.remove(tx, ben, first.id, now=NOW)
        views.remove(tx, ada, first.id, now=NOW)
        assert [view.name for view in views.listed(tx, ada)] == ["all"]


def test_what_is_no_view_is_refused(queue: Database) -> None:
    desk(queue)
    (ada,) = people(queue, Role.VIEWER, "ada")
    for name, query, told in (
        (" \n", "", "needs a name"),
        ("x" * 61, "", "longer than 60"),
        ("a", "state=open", "no state “open”"),
        ("a", "order=best", "no order “best”"),
    ):
        with queue.write() as tx, pytest.raises(QueueError, match=told):
            views.save(tx, ada, name, query, now=NOW)
    with queue.write() as tx, pytest.raises(QueueError, match="people who sign in"):
        views.save(tx, local("root"), "a", "", now=NOW)
    with queue.write() as tx:
        for number in range(views.MOST):
            views.save(tx, ada, f"view {number}", "", now=NOW)
        with pytest.raises(QueueError, match="50 views already"):
            views.save(tx, ada, "one more", "", now=NOW)
        assert views.save(tx, ada, "view 7", "mine=yes", now=NOW).query == "mine=yes"
