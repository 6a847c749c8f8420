"""`threecenter reconcile`: the comparison with its progress, and every difference as a table."""

from collections.abc import Sequence
from datetime import date, datetime

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from db.embedded import connect
from db.engine import Database
from db.org_store import OrgStore
from db.rule_store import RuleStore
from pipelines.domain.kpi import CENTERS, CLASSES, COUNT_NAMES
from pipelines.domain.org import OrgTree
from pipelines.domain.period import local_day
from pipelines.domain.record_counts import RECORD_FLOWS
from pipelines.domain.settings import Settings
from pipelines.domain.tally import CELLS_PER_PAIR
from pipelines.reconcile import Difference, Reconciliation
from pipelines.reconcile_records import RecordDifference, record_differences

WIDTH = 160  # of what is not a terminal: one line a difference
UNKNOWN = "(not in the register)"
_COLUMNS = ("place", "name", "day", "count", "center", "class", "live", "true")


def run_reconcile(settings: Settings, database: Database, is_mending: bool, console: Console) -> bool:
    """Compare and print; whether there were differences."""

    def day_of(instant: datetime) -> date:
        return local_day(instant, settings.timezone)

    rules = RuleStore(database.log, settings.timezone).rules
    work = Reconciliation(database, connect(settings.redis_url), day_of, rules)
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("comparing", total=len(work.shards()))
        found = list(work.run(is_mending, lambda _shard: progress.advance(task)))
    of_records = record_differences(database, is_mending, day_of)
    n = len(found) + len(of_records)
    if n:
        wide = Console(width=None if console.is_terminal else WIDTH, highlight=False)
        wide.print(_table(found, of_records, OrgStore(database.log).tree()))
    mended = ", all mended" if n and is_mending else ""
    console.print(f"{_number(len(work.shards()), 'shard')} compared: {_number(n, 'difference')}{mended}")
    return bool(n)


def _number(n: int, what: str) -> str:
    return f"{n:,} {what}{'' if n == 1 else 's'}"


def _table(found: Sequence[Difference], of_records: Sequence[RecordDifference], tree: OrgTree) -> Table:
    table = Table(*_COLUMNS, box=None, pad_edge=False)
    for one in found:
        table.add_row(*_cells(one, tree))
    places = {unit.id: (unit.code, unit.name) for unit in tree.units.values()}
    for wrong in of_records:
        place = places.get(wrong.place, (str(wrong.place), UNKNOWN))
        count = str(date.fromordinal(wrong.day)), f"records.{RECORD_FLOWS[wrong.number]}"
        table.add_row(*place, *count, "", "", str(wrong.held), str(wrong.true))
    return table


def _cells(one: Difference, tree: OrgTree) -> tuple[str, ...]:
    place = one.row.place
    return (
        place,
        tree.units[place].name if place in tree.units else UNKNOWN,
        str(one.row.day or "now"),
        *(_names(one.cell) if one.cell is not None else ("(whole row)", "", "")),
        "unreadable" if one.live is None else str(one.live),
        str(one.true),
    )


def _names(cell: int) -> tuple[str, str, str]:
    """Count, center and class; what has no name is a number."""
    pair, number = divmod(cell, CELLS_PER_PAIR)
    center, class_ = divmod(pair, len(CLASSES))
    count = ".".join(COUNT_NAMES[number]) if number in COUNT_NAMES else str(number)
    return count, CENTERS[center] if center < len(CENTERS) else str(center), CLASSES[class_]
