"""Policies with their audit, and the views that people keep, on both products."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from db.account_store import AccountStore
from db.codec import to_millis
from db.engine import Database, open_database, reading
from db.log_tables import audit
from db.policy_store import PolicyStore
from db.schema import create_schema
from db.view_store import ViewStore
from pipelines.domain.ranking import Ranking, RankingChange
from pipelines.domain.saved_view import MOST_VIEWS, SavedView, ViewError, ViewFault

NOW = datetime(2026, 11, 21, 4, tzinfo=UTC)
LATER = NOW + timedelta(minutes=1)
VIEW = SavedView("早会", "/overview")


@pytest.fixture
def database(empty_url: str) -> Iterator[Database]:
    made = open_database(empty_url)
    create_schema(made)
    yield made
    made.dispose()


def refused(fault: ViewFault, does, *what) -> None:
    with pytest.raises(ViewError) as found:
        does(*what)
    assert found.value.fault is fault


def test_every_change_of_the_ranking_stands_in_the_audit_and_nothing_else_does(database: Database):
    store = PolicyStore(database.log)
    assert (store.ranking(), store.ranking_changes(9)) == (Ranking.RANK, [])
    assert store.set_ranking(Ranking.RANK, "root", NOW) is Ranking.RANK
    assert store.set_ranking(Ranking.OFF, "root", NOW) is Ranking.RANK
    assert store.set_ranking(Ranking.OFF, "op", LATER) is Ranking.OFF
    assert store.set_ranking(Ranking.BENCHMARK, "op", LATER) is Ranking.OFF
    AccountStore(database.log).record("root", "user create", "x", 0)
    assert store.ranking() is Ranking.BENCHMARK
    changes = [
        RankingChange(LATER, "op", Ranking.OFF, Ranking.BENCHMARK),
        RankingChange(NOW, "root", Ranking.RANK, Ranking.OFF),
    ]
    assert store.ranking_changes(9) == changes
    assert store.ranking_changes(1) == changes[:1]
    with reading(database.log) as connection:
        rows = connection.execute(select(audit.c.at, audit.c.actor, audit.c.subject).order_by(audit.c.id)).all()
    assert [tuple(row) for row in rows[:2]] == [
        (to_millis(NOW), "root", "rank → off"),
        (to_millis(LATER), "op", "off → benchmark"),
    ]


def test_views_are_of_their_account_alone(database: Database):
    store = ViewStore(database.log)
    store.save("li", VIEW)
    store.save("wang", SavedView("早会", "/grid"))
    refused(ViewFault.TAKEN, store.save, "li", SavedView("早会", "/alarms"))
    refused(ViewFault.MISSING, store.rename, "li", "晚会", "夜会")
    store.rename("li", "早会", "晚会")
    refused(ViewFault.MISSING, store.delete, "li", "早会")
    assert store.views("li") == [SavedView("晚会", "/overview")]
    assert store.views("wang") == [SavedView("早会", "/grid")]
    store.delete("li", "晚会")
    assert (store.views("li"), len(store.views("wang"))) == ([], 1)


def test_a_view_is_not_renamed_over_another(database: Database):
    store = ViewStore(database.log)
    store.save("li", SavedView("b", "/grid"))
    store.save("li", SavedView("a", "/overview"))
    refused(ViewFault.TAKEN, store.rename, "li", "a", "b")
    store.rename("li", "a", "a")
    assert store.views("li") == [SavedView("a", "/overview"), SavedView("b", "/grid")]


def test_there_is_an_end_to_how_many_are_kept(database: Database):
    store = ViewStore(database.log)
    for n in range(MOST_VIEWS):
        store.save("li", SavedView(f"{n}", "/overview"))
    refused(ViewFault.FULL, store.save, "li", VIEW)
    store.save("wang", VIEW)
    store.delete("li", "0")
    store.save("li", VIEW)
    assert len(store.views("li")) == MOST_VIEWS
