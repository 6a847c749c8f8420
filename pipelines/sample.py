"""The sample places with their rosters, catalogue, deadlines, calendar and alarms that a deployment starts with."""

from functools import cache

from db.org_store import OrgStore
from db.register_store import RegisterStore
from db.responsible_store import ResponsibleStore
from db.rule_store import RuleStore
from db.sample import HIERARCHIES, PLACES, RESPONSIBLE, SEED, read_places, read_responsible
from pipelines.domain.alarm_rule import AlarmRule
from pipelines.domain.catalogue import Catalogue
from pipelines.domain.org import OrgTree
from pipelines.domain.workflow import WORKFLOWS
from pipelines.registers.alarms import alarms_sheet
from pipelines.registers.calendar import calendar_sheet
from pipelines.registers.catalogue import read_catalogue
from pipelines.registers.deadlines import deadlines_sheet

SAMPLE_ROOTS = ("140303", "440309")
CALENDAR, DEADLINES, ALARMS = SEED / "calendar.csv", SEED / "deadlines.csv", SEED / "alarms.csv"
CATALOGUES = (SEED / "catalogue.csv", SEED / "catalogue_nyc.csv")


def load_sample(store: OrgStore) -> None:
    """Places with their rosters and items of the demo, where a deployment has none yet."""
    if not store.has_places():
        store.put_places([*read_places(PLACES), *read_places(HIERARCHIES)])
        ResponsibleStore(store.engine).put(read_responsible(RESPONSIBLE))
    known = store.catalogue().items
    items = [item for file in CATALOGUES for item in _shipped(file).items.values() if item.code not in known]
    if items:
        store.put_items(items)


def load_sample_rules(rules: RuleStore) -> None:
    """Deadlines of the sample's items and China's public holidays, where a deployment has no rules yet."""
    if rules.rules().books:
        return
    rules.put_days(calendar_sheet().load(CALENDAR))
    rules.put_deadlines(deadlines_sheet(_shipped(CATALOGUES[0]), WORKFLOWS).load(DEADLINES))


def load_sample_alarms(registers: RegisterStore) -> None:
    """The rules of alarms that are watched unless a deployment has loaded its own."""
    if not registers.rows(AlarmRule):
        registers.replace(AlarmRule, sample_alarms())


def sample_alarms() -> list[AlarmRule]:
    """The rules of alarms that stand in the shipped file; none of them is about one place."""
    return alarms_sheet(OrgTree([], [])).load(ALARMS)


def sample_items(store: OrgStore) -> Catalogue:
    """The sample's own items as the deployment has them now: what a simulated city may report."""
    known = store.catalogue().items
    return Catalogue({code: known[code] for code in _shipped(CATALOGUES[0]).items if code in known})


_shipped = cache(read_catalogue)
