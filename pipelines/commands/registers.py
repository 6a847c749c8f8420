"""`threecenter db` and `threecenter places`."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from db.engine import open_database
from db.org_store import OrgStore
from db.register_store import RegisterStore
from db.rule_store import RuleStore
from db.schema import create_schema, upgrade_schema
from pipelines.commands.context import database, out, settings
from pipelines.commands.register import register_load
from pipelines.deployment import hold
from pipelines.sample import load_sample, load_sample_alarms, load_sample_rules

db_app = typer.Typer(help="The database", no_args_is_help=True)
places_app = typer.Typer(help="The register of places", no_args_is_help=True)


@db_app.command("create")
def db_create() -> None:
    """Make all tables where they are missing, and load the sample places, catalogue and rules."""
    own = settings()
    made = open_database(own.database_url)
    create_schema(made)
    load_sample(OrgStore(made.log))
    load_sample_rules(RuleStore(made.log, own.timezone))
    load_sample_alarms(RegisterStore(made.log))
    out.print("database: ready")


@db_app.command("upgrade")
def db_upgrade() -> None:
    """Bring the database of an earlier program to this one; stop everything that runs on it first."""
    own = settings()
    with hold(own.home):
        made = open_database(own.database_url)
        upgrade_schema(made)
        load_sample_alarms(RegisterStore(made.log))
    out.print("database: fits this program; the worker makes anew what is derived from the log")


@db_app.command("check")
def db_check() -> None:
    """Say whether the database fits this program."""
    database()
    out.print("database: fits this program")


@places_app.command("load")
def places_load(file: Path) -> None:
    """Load places with their dated parents from a CSV or XLSX file: the same as `register load places`."""
    register_load("places", file)


@places_app.command("list")
def places_list(roots: Annotated[bool, typer.Option("--roots", help="only places without a parent")] = False) -> None:
    """Print code, level and name of each place."""
    tree = OrgStore(database().log).tree()
    today = datetime.now(settings().timezone).date()
    for unit in tree.roots(today) if roots else tree.units.values():
        print(f"{unit.code}\t{unit.level}\t{unit.name}")
