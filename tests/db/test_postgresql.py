"""What only PostgreSQL can do wrong: sort by a language, forget a commit, hold no Chinese, close its doors."""

from collections.abc import Iterator

import psycopg
import pytest
from sqlalchemy import Engine, text

from db.derived_tables import DERIVED
from db.engine import Database, open_database, reading, writing
from db.log_tables import LOG
from db.schema import create_schema
from db.versions import VERSIONS
from pipelines.domain.errors import StoreError
from tests.postgres import Postgres

_SORTED_BY_A_LANGUAGE = """
SELECT relname || '.' || attname FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND attcollation NOT IN (0, '"C"'::regcollation)
"""


@pytest.fixture
def database(postgres: Postgres, postgresql_template: str) -> Iterator[Database]:
    with postgres.database(postgresql_template) as url:
        opened = open_database(url)
        yield opened
        opened.dispose()


def asked(engine: Engine, question: str) -> list[object]:
    with reading(engine) as connection:
        return list(connection.execute(text(question)).scalars())


def test_every_text_is_sorted_by_its_characters_whatever_the_database_was_made_with(database: Database) -> None:
    assert asked(database.log, _SORTED_BY_A_LANGUAGE) == []


def test_a_commit_is_on_disk_although_the_server_would_rather_wait(postgres: Postgres, database: Database) -> None:
    postgres.execute(f"ALTER DATABASE {database.log.url.database} SET synchronous_commit = off")
    database.dispose()
    assert asked(database.log, "SHOW synchronous_commit") == ["off"]
    with writing(database.log) as connection:
        assert connection.execute(text("SHOW synchronous_commit")).scalar() == "on"


def test_a_writer_holds_up_neither_the_other_side_nor_anybody_who_reads(database: Database) -> None:
    with writing(database.log), writing(database.derived):
        for engine, metadata, side in ((database.log, LOG, "log"), (database.derived, DERIVED, "derived")):
            assert asked(engine, f"SELECT version FROM schema_version_{side}") == [VERSIONS[metadata]]


def test_a_database_that_cannot_hold_every_character_is_refused(postgres: Postgres) -> None:
    postgres.execute("CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
    with pytest.raises(StoreError, match="encoding LATIN1 cannot hold every name; create it with ENCODING 'UTF8'"):
        create_schema(open_database(postgres.url("latin")))
    postgres.execute("DROP DATABASE latin WITH (FORCE)")


def test_who_may_not_make_tables_is_told_so(postgres: Postgres) -> None:
    with postgres.database() as url:
        postgres.execute("CREATE ROLE guest LOGIN")
        with pytest.raises(StoreError, match="permission denied for schema public; see `threecenter doctor`"):
            create_schema(open_database(url.replace("tester@", "guest@")))


def test_connections_that_the_server_has_closed_are_replaced(postgres: Postgres, database: Database) -> None:
    assert asked(database.log, "SELECT 1") == [1]
    with psycopg.connect(postgres.url("postgres"), autocommit=True) as connection:
        name = database.log.url.database
        connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
    assert asked(database.log, "SELECT 1") == [1]
