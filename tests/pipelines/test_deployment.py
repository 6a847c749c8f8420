"""What an embedded deployment keeps under HOME fits the database that it is started with."""

from pathlib import Path

from db.account_store import AccountStore, key_digest
from db.engine import open_database
from pipelines.deployment import simulator_key
from tests.postgres import Postgres
from tests.system import settings_of


def test_the_simulator_has_a_living_key_on_whatever_database_is_named(
    postgres: Postgres, postgresql_template: str, tmp_path: Path
) -> None:
    settings = settings_of(tmp_path)
    for _ in range(2):
        with postgres.database(postgresql_template) as url:
            accounts = AccountStore(open_database(url).log)
            key = simulator_key(settings, accounts)
            living = accounts.keys()
            assert key_digest(key) in living
            assert simulator_key(settings, accounts) == key
