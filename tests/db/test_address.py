"""The address of a database: what cannot be used is said in one line, and never with its password."""

from collections.abc import Callable

import pytest

from db.engine import Database, open_database
from db.schema import check_schema, create_schema
from pipelines.domain.errors import SettingsError, StoreError
from pipelines.domain.settings import CATALOGUE, printable

PASSWORD = "open-sesame"


@pytest.mark.parametrize(
    "url",
    [
        f"mysql://somebody:{PASSWORD}@127.0.0.1/x",
        f"postgresql://somebody:{PASSWORD}@with-an-at@127.0.0.1/x",
        f"postgresql://somebody:{PASSWORD}@127.0.0.1:port/x",
        PASSWORD,
        "",
    ],
)
def test_what_is_no_address_of_a_database_is_refused(url: str) -> None:
    with pytest.raises(SettingsError, match=r"THREECENTER_DATABASE_URL: .*; give sqlite:.* or postgresql:") as told:
        open_database(url)
    assert PASSWORD not in str(told.value)


@pytest.mark.parametrize(
    "url",
    [
        f"postgresql://somebody:{PASSWORD}@127.0.0.1:1/x",
        f"postgresql+psycopg://somebody@127.0.0.1:1/x?password={PASSWORD}",
        f"postgres://somebody:{PASSWORD}@/x?host=/nowhere",
        f"postgresql://somebody:{PASSWORD}@127.0.0.1:1/x?no_such_option=1",
    ],
)
@pytest.mark.parametrize("ask", [create_schema, check_schema])
def test_a_database_that_does_not_answer_is_said_in_one_line(url: str, ask: Callable[[Database], None]) -> None:
    with pytest.raises(StoreError, match="; check THREECENTER_DATABASE_URL") as told:
        ask(open_database(url))
    assert PASSWORD not in str(told.value)
    assert len(str(told.value).splitlines()) == 1


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (f"postgresql://me:{PASSWORD}@db:5432/x", "postgresql://me:***@db:5432/x"),
        (f"postgresql://me:a/b:{PASSWORD}@z@db/x", "postgresql://me:***@db/x"),
        (f"postgresql://me@db/x?a=b&password={PASSWORD}&c=d", "postgresql://me@db/x?a=b&password=***&c=d"),
        (f"redis://:{PASSWORD}@db:6379/0", "redis://:***@db:6379/0"),
        ("sqlite:////a/b:c.db", "sqlite:////a/b:c.db"),
    ],
)
def test_settings_are_shown_without_passwords(value: str, shown: str) -> None:
    url, secret = (one for one in CATALOGUE if one.variable in ("THREECENTER_DATABASE_URL", "THREECENTER_SECRET"))
    assert printable(url, value) == shown
    assert printable(secret, value) == "***"
