"""`threecenter register`: the registers that a deployment maintains, from files."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from db.case_counts import CaseCounts
from db.codec import to_millis
from db.engine import Database
from db.event_batch import Submission
from db.event_log import EventLog
from db.org_store import OrgStore
from db.register_store import RegisterStore
from db.responsible_store import ResponsibleStore
from db.rule_store import RuleStore
from pipelines.commands.context import database, out, settings
from pipelines.domain.alarm_rule import AlarmRule
from pipelines.domain.errors import RegisterError
from pipelines.domain.new_place import NewPlace
from pipelines.domain.org import OrgTree
from pipelines.domain.staff import StaffPost
from pipelines.registers.alarms import alarms_sheet
from pipelines.registers.calendar import calendar_sheet
from pipelines.registers.catalogue import catalogue_sheet
from pipelines.registers.context import facts_sheet, groups_sheet, sources_sheet
from pipelines.registers.deadlines import deadlines_sheet
from pipelines.registers.duties import duties_sheet
from pipelines.registers.hours import hours_sheet
from pipelines.registers.places import places_sheet
from pipelines.registers.rentals import rentals_sheet
from pipelines.registers.responsible import responsible_sheet
from pipelines.registers.roster import RosterRow, roster_records, roster_sheet
from pipelines.registers.sheet import Sheet
from pipelines.registers.staff import staff_sheet
from pipelines.registers.template import explanation, write_template
from pipelines.registers.workflow_file import example, read_workflow

PART = 2000
"""How many records of a roster go into the log at once, so that the intake need not wait."""
register_app = typer.Typer(help="Registers that people maintain", no_args_is_help=True)


@dataclass(frozen=True, slots=True)
class Register:
    """How a register's file is read with what the database knows, and where its rows go."""

    sheet: Callable[[Database], Sheet[Any]]
    put: Callable[[Database, Sequence[Any]], None]


WORKFLOWS = "workflows"


def _tree(found: Database) -> OrgTree:
    return OrgStore(found.log).tree()


def _rules(found: Database) -> RuleStore:
    return RuleStore(found.log, settings().timezone)


def _places(found: Database) -> Sheet[NewPlace]:
    return places_sheet(_tree(found), CaseCounts(found.derived).reported_between)


def _staff(found: Database) -> Sheet[StaffPost]:
    return staff_sheet(_tree(found), RegisterStore(found.log).rows(StaffPost), ResponsibleStore(found.log).rows())


def _put(found: Database, rows: Sequence[Any]) -> None:
    RegisterStore(found.log).put(rows)


def _put_roster(found: Database, rows: Sequence[RosterRow]) -> None:
    tree, log, now = _tree(found), EventLog(found.log), datetime.now(UTC)
    records = list(roster_records(rows, tree, settings().timezone, now))
    for start in range(0, len(records), PART):
        part = tuple(records[start : start + PART])
        digests = tuple(one.event_id.encode() for one in part)
        log.append([Submission(part, digests, tree.shard, lambda _place: True)], to_millis(now))


REGISTERS: Mapping[str, Register] = {
    "places": Register(_places, lambda found, places: OrgStore(found.log).put_places(places)),
    "responsible": Register(
        lambda found: responsible_sheet(_tree(found), RegisterStore(found.log).rows(StaffPost)),
        lambda found, rosters: ResponsibleStore(found.log).put(rosters),
    ),
    "catalogue": Register(
        lambda found: catalogue_sheet(_rules(found).rules().workflows, OrgStore(found.log).catalogue()),
        lambda found, items: OrgStore(found.log).put_items(items),
    ),
    "deadlines": Register(
        lambda found: deadlines_sheet(OrgStore(found.log).catalogue(), _rules(found).rules().workflows),
        lambda found, rules: _rules(found).put_deadlines(rules),
    ),
    "calendar": Register(lambda _: calendar_sheet(), lambda found, days: _rules(found).put_days(days)),
    "hours": Register(lambda _: hours_sheet(), lambda found, windows: _rules(found).put_windows(windows)),
    "staff": Register(_staff, _put),
    "roster": Register(lambda found: roster_sheet(_tree(found)), _put_roster),
    "duties": Register(lambda found: duties_sheet(_tree(found)), _put),
    "rentals": Register(lambda found: rentals_sheet(_tree(found)), _put),
    "groups": Register(lambda found: groups_sheet(_tree(found)), _put),
    "sources": Register(lambda _: sources_sheet(), _put),
    "facts": Register(lambda found: facts_sheet(_tree(found)), _put),
    "alarms": Register(
        lambda found: alarms_sheet(_tree(found)),
        lambda found, rules: RegisterStore(found.log).replace(AlarmRule, rules),
    ),
}


@register_app.command("load")
def register_load(kind: Annotated[str, typer.Argument(metavar="TYPE")], file: Path) -> None:
    """Load a register from a CSV or XLSX file, a workflow from YAML; a file with faults loads nothing.

    Every fault is named with its row, column, value and remedy.
    """
    if kind == WORKFLOWS:
        workflow = read_workflow(file)
        _rules(database()).put_workflow(workflow)
        out.print(f"workflow {workflow.name}: loaded")
        return
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
    if kind == WORKFLOWS:
        print(example(), end="")
        return
    columns = _register(kind).sheet(database()).columns
    if to:
        write_template(columns, to)
    else:
        for line in explanation(columns):
            print("\t".join(line))


def _register(kind: str) -> Register:
    if kind not in REGISTERS:
        raise RegisterError(f"register {kind}: there is none; use {', '.join((*REGISTERS, WORKFLOWS))}")
    return REGISTERS[kind]
