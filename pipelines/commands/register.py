"""`threecenter register`: the registers that a deployment maintains, from files."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from db.case_counts import CaseCounts
from db.engine import Database
from db.org_store import OrgStore
from db.responsible_store import ResponsibleStore
from pipelines.commands.context import database, out
from pipelines.domain.errors import RegisterError
from pipelines.domain.new_place import NewPlace
from pipelines.registers.catalogue import catalogue_sheet
from pipelines.registers.places import places_sheet
from pipelines.registers.responsible import responsible_sheet
from pipelines.registers.sheet import Sheet
from pipelines.registers.template import explanation, write_template

register_app = typer.Typer(help="Registers that people maintain", no_args_is_help=True)


@dataclass(frozen=True, slots=True)
class Register:
    """How a register's file is read with what the database knows, and where its rows go."""

    sheet: Callable[[Database], Sheet[Any]]
    put: Callable[[Database, Sequence[Any]], None]


def _places(found: Database) -> Sheet[NewPlace]:
    return places_sheet(OrgStore(found.log).tree(), CaseCounts(found.derived).reported_between)


REGISTERS: Mapping[str, Register] = {
    "responsible": Register(
        lambda found: responsible_sheet(OrgStore(found.log).tree()),
        lambda found, rosters: ResponsibleStore(found.log).put(rosters),
    ),
    "places": Register(_places, lambda found, places: OrgStore(found.log).put_places(places)),
    "catalogue": Register(lambda _: catalogue_sheet(), lambda found, items: OrgStore(found.log).put_items(items)),
}


@register_app.command("load")
def register_load(kind: Annotated[str, typer.Argument(metavar="TYPE")], file: Path) -> None:
    """Load a register from a CSV or XLSX file; a file with faults loads nothing, and every fault is named."""
    register, found = _register(kind), database()
    rows = register.sheet(found).load(file)
    register.put(found, rows)
    out.print(f"{kind}: {len(rows)} rows loaded")


@register_app.command("template")
def register_template(
    kind: Annotated[str, typer.Argument(metavar="TYPE")],
    to: Annotated[Path | None, typer.Option(help="write an empty file that ends in .csv or .xlsx")] = None,
) -> None:
    """Print the columns of a register with their meaning, or write an empty file to fill in."""
    columns = _register(kind).sheet(database()).columns
    if to:
        write_template(columns, to)
    else:
        for line in explanation(columns):
            print("\t".join(line))


def _register(kind: str) -> Register:
    if kind not in REGISTERS:
        raise RegisterError(f"register {kind}: there is none; use {', '.join(REGISTERS)}")
    return REGISTERS[kind]
