"""The command line: starts the processes, and keeps places, keys, accounts and figures at hand."""

import signal
import sys
from pathlib import Path
from typing import Annotated

import typer
import uvicorn
from rich.console import Console

from dashboard.wording.words import Language
from db.account_store import AccountStore
from db.org_store import OrgStore
from db.register_store import RegisterStore
from pipelines.commands import context
from pipelines.commands.accounts import key_app, user_app
from pipelines.commands.policy import policy_app
from pipelines.commands.register import register_app
from pipelines.commands.registers import db_app, places_app
from pipelines.commands.upkeep import upkeep_app
from pipelines.deployment import check_port
from pipelines.domain.errors import ThreeCenterError
from pipelines.domain.housing import Rental
from pipelines.domain.settings import CATALOGUE, printable
from pipelines.domain.staff import StaffPost
from pipelines.sample import SAMPLE_ROOTS, sample_items

MADE_BY_REQUESTS = 20_000  # so that a few batches of events at most wait to be given up

app = typer.Typer(no_args_is_help=True, add_completion=False, help="三中心指挥平台 · three-center command dashboard")
_PARTS = {"db": db_app, "places": places_app, "register": register_app, "key": key_app, "user": user_app}
for _name, _part in (_PARTS | {"policy": policy_app}).items():
    app.add_typer(_part, name=_name)
app.add_typer(upkeep_app)


@app.command()
def run(
    empty: Annotated[bool, typer.Option("--empty/--demo", help="no cases and no simulator / a simulated city")] = False,
) -> None:
    """Run everything on this machine until Ctrl-C; a process that dies is started again."""
    from pipelines.embedded_run import run_embedded

    _end_when_told()
    run_embedded(context.settings(), has_simulator=not empty, say=context.out.print)


@app.command()
def intake() -> None:
    """Take events in (one process)."""
    from pipelines.intake.app import create_intake
    from pipelines.memory import collect_after

    collect_after(MADE_BY_REQUESTS)
    settings = context.settings()
    check_port(settings.host, settings.intake_port, "THREECENTER_INTAKE_PORT")
    _serve(create_intake(settings), settings.host, settings.intake_port)


@app.command()
def worker() -> None:
    """Turn the log into figures (one process)."""
    from pipelines.worker.process import run_worker

    _end_when_told()
    run_worker(context.settings())


@app.command()
def dashboard() -> None:
    """Serve screens and figures (one process)."""
    from dashboard.app import create_app

    settings = context.settings()
    check_port(settings.host, settings.port, "THREECENTER_PORT")
    _serve(create_app(settings), settings.host, settings.port)


def _serve(application: object, host: str, port: int) -> None:
    from pipelines.memory import settle

    _end_when_told()
    settle()
    uvicorn.run(
        application,  # type: ignore[arg-type]
        host=host,
        port=port,
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=3,
        ws_max_size=65536,
        ws_per_message_deflate=False,  # hundreds of screens get the same small message: packing it for each costs most
    )


def _end_when_told() -> None:
    """Ctrl-C and SIGTERM are how a process that runs for ever ends: quietly, and with code 0."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: sys.exit(0))


@app.command()
def simulate(
    rate: Annotated[int, typer.Option(min=1, help="cases a day")] = 800,
    seed: Annotated[int, typer.Option(help="another seed, another city")] = 1,
) -> None:
    """A city at work, through the public intake."""
    from pipelines.deployment import simulator_key
    from pipelines.simulate import simulate as run_city

    _end_when_told()
    settings, database = context.settings(), context.database()
    store = OrgStore(database.log)
    key = simulator_key(settings, AccountStore(database.log))
    tree = store.tree()
    roots = [code for code in SAMPLE_ROOTS if code in tree.units]
    registers = RegisterStore(database.log)
    staff, rentals = registers.rows(StaffPost), registers.rows(Rental)
    run_city(settings, key, tree, sample_items(store), seed, rate, roots=roots, posts=staff, rentals=rentals)


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="native .jsonl[.gz], or .csv[.gz]/.xlsx through a mapping")],
    mapping: Annotated[Path | None, typer.Option(help="YAML mapping of foreign columns")] = None,
    source: Annotated[str, typer.Option(help="name of the sending system")] = "import",
    simulated: Annotated[bool, typer.Option("--simulated", help="the data are not real")] = False,
) -> None:
    """Bring a file in; the same file twice changes nothing."""
    from pipelines.import_run import run_import

    has_rejects = run_import(context.settings(), context.database(), file, mapping, source, simulated, Console())
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
    from dashboard.report import kpi_report

    settings, database = context.settings(), context.database()
    context.out.print(kpi_report(settings, database, place, period, center, class_, item, json), markup=False)


@app.command()
def export(
    place: str,
    period: str,
    to: Annotated[Path, typer.Option(help="a file that ends in .xlsx or .csv")],
    center: str | None = None,
    class_: Annotated[str | None, typer.Option("--class")] = None,
    item: str | None = None,
    language: Annotated[Language, typer.Option(help="of all words in the file")] = Language.ZH,
    replace: Annotated[bool, typer.Option("--replace", help="where the file exists already")] = False,
) -> None:
    """Write the figures, charts and cases of a place and period to a workbook or a CSV file."""
    from dashboard.report import export_report

    settings, database = context.settings(), context.database()
    chosen = (place, period, center, class_, item, language)
    context.out.print(export_report(settings, database, *chosen, to, replace), markup=False)


@app.command()
def settings() -> None:
    """Print every setting with its source, default and meaning."""
    given = context.environment()
    for setting in CATALOGUE:
        origin = "environment" if setting.variable in given else "default"
        value = given.get(setting.variable, setting.default)
        value = printable(setting, value) if value else "(empty)"
        context.out.print(
            f"{setting.variable}={value}  [{origin}; default {setting.default or '(empty)'}] {setting.meaning}",
            markup=False,
        )


def main() -> None:
    """Run the command; a fault that a person can mend is one line and exit code 2."""
    try:
        app()
    except ThreeCenterError as error:
        print(f"threecenter: {error}", file=sys.stderr)
        raise SystemExit(2) from None


if __name__ == "__main__":
    main()
