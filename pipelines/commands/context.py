"""What every command needs: the settings, the database, the terminal."""

import os

from dotenv import dotenv_values
from rich.console import Console

from db.engine import Database, open_database
from db.schema import check_schema
from pipelines.deployment import prepared
from pipelines.domain.settings import Settings, read_settings

out = Console(highlight=False, soft_wrap=True)


def environment() -> dict[str, str]:
    """Variables of the process, and of a `.env` file below them."""
    return {name: value for name, value in dotenv_values(".env").items() if value is not None} | dict(os.environ)


def settings() -> Settings:
    """The settings of this call."""
    return prepared(read_settings(environment()))


def database() -> Database:
    """The database of the settings; StoreError when it does not fit this program."""
    found = open_database(settings().database_url)
    check_schema(found)
    return found
