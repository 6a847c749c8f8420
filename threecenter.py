"""The command line: starts the processes, and keeps places, keys, accounts and figures at hand."""

import getpass
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
import uvicorn
from dotenv import dotenv_values
from rich.console import Console

from dashboard.report import kpi_report
from db.account_store import AccountStore
from db.codec import to_millis
from db.engine import Database, check_schema, create_schema, open_database
from db.org_store import OrgStore
from db.sample import SAMPLE_ROOTS, load_sample, read_places, sample_items
from pipelines.deployment import prepared
from pipelines.domain.access import ALL, Key, Permission, Role, Viewer
from pipelines.domain.errors import AccessError, ThreeCenterError
from pipelines.domain.settings import CATALOGUE, Settings, read_settings

app = typer.Typer(no_args_is_help=True, add_completion=False, help="三中心指挥平台 · three-center command dashboard")
db_app, places_app = typer.Typer(help="The database"), typer.Typer(help="The register of places")
key_app, user_app = typer.Typer(help="Keys of sending and reading systems"), typer.Typer(help="Accounts of people")
for _name, _part in (("db", db_app), ("places", places_app), ("key", key_app), ("user", user_app)):
    app.add_typer(_part, name=_name, no_args_is_help=True)
out = Console(highlight=False, soft_wrap=True)
SCOPE = Annotated[str, typer.Option(help="a place code, or ALL")]


def _environment() -> dict[str, str]:
    return {name: value for name, value in dotenv_values(".env").items() if value is not None} | dict(os.environ)


def _settings() -> Settings:
    return prepared(read_settings(_environment()))


def _database() -> Database:
    database = open_database(_settings().database_url)
    check_schema(database)
    return database


def _now() -> int:
    return to_millis(datetime.now(UTC))


@app.command()
def run(
    empty: Annotated[bool, typer.Option("--empty/--demo", help="no cases and no simulator / a simulated city")] = False,
) -> None:
    """Run everything on this machine until Ctrl-C; a process that dies is started again."""
    from pipelines.embedded_run import run_embedded

    run_embedded(_settings(), has_simulator=not empty, say=out.print)


@app.command()
def intake() -> None:
    """Take events in (one process)."""
    from pipelines.intake.app import create_intake

    settings = _settings()
    _serve(create_intake(settings), settings.host, settings.intake_port)


@app.command()
def worker() -> None:
    """Turn the log into figures (one process)."""
    from pipelines.worker.process import run_worker

    run_worker(_settings())


@app.command()
def dashboard() -> None:
    """Serve screens and figures (one process)."""
    from dashboard.app import create_app

    settings = _settings()
    _serve(create_app(settings), settings.host, settings.port)


def _serve(application: object, host: str, port: int) -> None:
    uvicorn.run(
        application,  # type: ignore[arg-type]
        host=host,
        port=port,
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=3,
        ws_max_size=65536,
    )


@app.command()
def simulate(
    rate: Annotated[int, typer.Option(min=1, help="cases a day")] = 800,
    seed: Annotated[int, typer.Option(help="another seed, another city")] = 1,
) -> None:
    """A city at work, through the public intake."""
    from pipelines.deployment import simulator_key
    from pipelines.simulate import simulate as run_city

    settings, database = _settings(), _database()
    store = OrgStore(database.log)
    key = simulator_key(settings, AccountStore(database.log))
    tree = store.tree()
    roots = [code for code in SAMPLE_ROOTS if code in tree.units]
    run_city(settings, key, tree, sample_items(store), seed, rate, roots=roots)


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="native .jsonl[.gz], or .csv[.gz]/.xlsx through a mapping")],
    mapping: Annotated[Path | None, typer.Option(help="YAML mapping of foreign columns")] = None,
    source: Annotated[str, typer.Option(help="name of the sending system")] = "import",
    simulated: Annotated[bool, typer.Option("--simulated", help="the data are not real")] = False,
) -> None:
    """Bring a file in; the same file twice changes nothing."""
    from pipelines.import_run import run_import

    has_rejects = run_import(_settings(), _database(), file, mapping, source, simulated, Console())
    raise typer.Exit(1 if has_rejects else 0)


@app.command()
def kpi(
    place: str,
    period: str,
    center: str | None = None,
    class_: Annotated[str | None, typer.Option("--class")] = None,
    item: str | None = None,
    json: Annotated[bool, typer.Option("--json", help="as the API answers")] = False,
) -> None:
    """Print the figures of a place and period."""
    out.print(kpi_report(_settings(), _database(), place, period, center, class_, item, json), markup=False)


@app.command()
def rebuild() -> None:
    """Make everything derived anew from the log; stop the worker first."""
    from pipelines.rebuild import rebuild_all

    rebuild_all(_settings(), _database(), Console())


@app.command()
def settings() -> None:
    """Print every setting with its source, default and meaning."""
    given = _environment()
    for setting in CATALOGUE:
        origin = "environment" if setting.variable in given else "default"
        shown = "***" if setting.variable == "THREECENTER_SECRET" and given.get(setting.variable) else None
        value = shown or given.get(setting.variable, setting.default) or "(empty)"
        out.print(
            f"{setting.variable}={value}  [{origin}; default {setting.default or '(empty)'}] {setting.meaning}",
            markup=False,
        )


@db_app.command("create")
def db_create() -> None:
    """Make all tables where they are missing, and load the sample places and catalogue."""
    database = open_database(_settings().database_url)
    create_schema(database)
    load_sample(OrgStore(database.log))
    out.print("database: ready")


@db_app.command("check")
def db_check() -> None:
    """Say whether the database fits this program."""
    _database()
    out.print("database: fits this program")


@places_app.command("load")
def places_load(file: Path) -> None:
    """Load places from a CSV file code,level,name,parent[,kind,valid_from,valid_to,name_en]."""
    found = read_places(file)
    OrgStore(_database().log).put_places(found)
    out.print(f"{len(found)} places loaded")


@places_app.command("list")
def places_list(roots: Annotated[bool, typer.Option("--roots", help="only places without a parent")] = False) -> None:
    """Print code, level and name of each place."""
    tree = OrgStore(_database().log).tree()
    today = datetime.now(_settings().timezone).date()
    for unit in tree.roots(today) if roots else tree.units.values():
        out.print(f"{unit.code}\t{unit.level}\t{unit.name}", markup=False)


@key_app.command("create")
def key_create(
    name: Annotated[str, typer.Option()],
    scope: SCOPE,
    may: Annotated[str, typer.Option(help="send,read[,backfill,confirm]")],
    simulated: Annotated[bool, typer.Option("--simulated")] = False,
) -> None:
    """Make a key and print it, alone, on standard output."""
    database = _database()
    if not name.strip() or len(name) > 64:
        raise AccessError(f"key '{name[:64]}': cannot be a name; choose 1 to 64 characters")
    known = {permission.value for permission in Permission}
    words = {word.strip() for word in may.split(",")}
    if not words <= known:
        raise AccessError(f"--may: unknown {sorted(words - known)}; use some of {sorted(known)}")
    _check_scope(database, scope)
    rights = frozenset(Permission(word) for word in words)
    print(AccountStore(database.log).create_key(Key(name, scope, rights, simulated), _now()))


def _check_scope(database: Database, scope: str) -> None:
    if scope != ALL:
        OrgStore(database.log).tree().unit(scope)


@key_app.command("list")
def key_list() -> None:
    """Print name, scope and rights of every living key."""
    for key in AccountStore(_database().log).keys().values():
        kind = "simulated" if key.is_simulated else "real"
        out.print(f"{key.name}\t{key.scope}\t{','.join(sorted(key.may))}\t{kind}", markup=False)


@key_app.command("revoke")
def key_revoke(name: str) -> None:
    """End a key."""
    AccountStore(_database().log).revoke_key(name, _now())
    out.print(f"key {name}: revoked", markup=False)


@user_app.command("create")
def user_create(
    name: Annotated[str, typer.Option()],
    role: Annotated[Role, typer.Option()],
    scope: SCOPE,
    password_stdin: Annotated[bool, typer.Option("--password-stdin", help="read it from standard input")] = False,
) -> None:
    """Make an account, or set an existing one anew."""
    database = _database()
    _check_scope(database, scope)
    password = sys.stdin.readline().rstrip("\n") if password_stdin else getpass.getpass("password: ")
    if len(password) < 8:
        raise AccessError("password: shorter than 8 characters; choose a longer one")
    accounts = AccountStore(database.log)
    accounts.put_account(Viewer(name, frozenset({scope}), role), password)
    accounts.record(getpass.getuser(), "user create", name, _now())
    out.print(f"user {name}: can sign in", markup=False)


def main() -> None:
    """Run the command; a fault that a person can mend is one line and exit code 2."""
    try:
        app()
    except ThreeCenterError as error:
        print(f"threecenter: {error}", file=sys.stderr)
        raise SystemExit(2) from None


if __name__ == "__main__":
    main()
