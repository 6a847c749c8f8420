"""`threecenter run`: everything on this machine, watched until the end."""

from collections.abc import Callable

from db.account_store import AccountStore
from db.embedded import connect
from pipelines.commands.samples import load_sample_registers
from pipelines.deployment import (
    DEMO_ACCOUNT,
    check_ports,
    demo_password,
    hold,
    programs,
    redis_program,
    set_up,
    simulator_key,
    wait_for_redis,
)
from pipelines.domain.settings import Settings
from pipelines.supervisor import Supervisor


def run_embedded(settings: Settings, has_simulator: bool, say: Callable[[str], None]) -> None:
    """Start stores, intake, worker, dashboard and simulator; return after Ctrl-C, when all have stopped."""
    with hold(settings.home):
        check_ports(settings)
        password = _make_ready(settings, has_simulator)
        with Supervisor(settings.home / "logs", say) as supervisor:
            if settings.is_redis_embedded:
                supervisor.start(redis_program(settings))
            wait_for_redis(connect(settings.redis_url))
            for program in programs(has_simulator):
                supervisor.start(program)
            say(f"wall       http://{settings.host}:{settings.port}/wall/overview")
            say(f"sign in    account {DEMO_ACCOUNT}, password {password}")
            say(f"intake     http://{settings.host}:{settings.intake_port}/api/v1/events")
            say(f"logs       {settings.home / 'logs'}; Ctrl-C stops everything")
            supervisor.watch()


def _make_ready(settings: Settings, has_simulator: bool) -> str:
    """Make what a first start needs; the password of the demo account."""
    database = set_up(settings)
    accounts = AccountStore(database.log)
    password = demo_password(settings, accounts)
    if has_simulator:
        simulator_key(settings, accounts)
        load_sample_registers(database)
    database.dispose()
    return password
