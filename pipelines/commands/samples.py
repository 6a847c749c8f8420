"""The sample registers of the demo: invented people, homes and figures at the sample places."""

from db.engine import Database
from db.register_store import NAMES, RegisterStore
from db.sample import SEED
from pipelines.commands.register import REGISTERS
from pipelines.domain.alarm_rule import AlarmRule
from pipelines.domain.staff import StaffPost


def load_sample_registers(database: Database) -> None:
    """Fill the registers, where a deployment has no staff yet."""
    if RegisterStore(database.log).rows(StaffPost):
        return
    for name in (name for kind, name in NAMES.items() if kind is not AlarmRule):
        register = REGISTERS[name]
        register.put(database, register.sheet(database).load(SEED / "registers" / f"{name}.csv"))
