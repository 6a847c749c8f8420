"""`threecenter import`: a key for the source, an intake if none answers, and the file."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import httpx
from rich.console import Console

from db.account_store import AccountStore
from db.codec import to_millis
from db.engine import Database
from db.org_store import OrgStore
from pipelines.domain.access import ALL, Key, Permission
from pipelines.domain.errors import StoreError
from pipelines.domain.new_place import NewPlace
from pipelines.domain.settings import Settings
from pipelines.importer import ImportSummary, import_file
from pipelines.mapping import NewUnit, load_mapping

INTAKE_START_SECONDS = 20.0


def run_import(
    settings: Settings,
    database: Database,
    file: Path,
    mapping: Path | None,
    source: str,
    is_simulated: bool,
    console: Console,
) -> bool:
    """Bring the file in and print the summary; whether rows were rejected."""
    store, accounts = OrgStore(database.log), AccountStore(database.log)
    rules = load_mapping(mapping) if mapping else None

    def ensure_units(units: list[NewUnit]) -> None:
        store.put_places([NewPlace(unit.code, unit.level, unit.name, unit.parent) for unit in units])

    with _intake(settings), _key(accounts, source, is_simulated) as key:
        tree, catalogue = store.tree(), store.catalogue()
        summary = import_file(settings, file, rules, key, ensure_units, tree, catalogue, console)
    _print(summary, console)
    return summary.rows_rejected > 0


@contextmanager
def _key(accounts: AccountStore, source: str, is_simulated: bool) -> Iterator[str]:
    """A key of the source's name for the duration; one that people made under that name is left alone."""
    now = to_millis(datetime.now(UTC))
    rights = frozenset({Permission.SEND, Permission.BACKFILL, Permission.CONFIRM})
    text = accounts.create_key(Key(source, ALL, rights, is_simulated), now)
    try:
        yield text
    finally:
        accounts.revoke_key(source, to_millis(datetime.now(UTC)))


@contextmanager
def _intake(settings: Settings) -> Iterator[None]:
    """The running intake, or one of our own for the duration."""
    if _answers(settings):
        yield
        return
    process = subprocess.Popen([sys.executable, "-m", "threecenter", "intake"])
    try:
        end = time.monotonic() + INTAKE_START_SECONDS
        while not _answers(settings):
            if process.poll() is not None or time.monotonic() > end:
                raise StoreError(f"intake: does not answer at {settings.intake_url}; see THREECENTER_INTAKE_URL")
            time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait()


def _answers(settings: Settings) -> bool:
    try:
        return httpx.get(f"{settings.intake_url}/healthz", timeout=2).status_code == httpx.codes.OK
    except httpx.HTTPError:
        return False


def _print(summary: ImportSummary, console: Console) -> None:
    console.print(
        f"{summary.rows_read} rows read: {summary.cases_in} cases in, {summary.rows_rejected} rows rejected; "
        f"{summary.events_accepted} events new, {summary.duplicates} known; {summary.seconds:.1f} s"
    )
    if summary.rejects_file:
        console.print(f"rejected rows with reasons: {summary.rejects_file}")
