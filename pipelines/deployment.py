"""An embedded deployment under HOME: its stores, demo account and simulator key, made at the first start."""

import errno
import fcntl
import os
import secrets
import socket
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryFile
from typing import TextIO

from redis import Redis
from redis.exceptions import RedisError

from db.account_store import AccountStore, key_digest
from db.codec import to_millis
from db.embedded import redis_command, secret_of
from db.engine import Database, open_database
from db.org_store import OrgStore
from db.register_store import RegisterStore
from db.rule_store import RuleStore
from db.schema import create_schema
from pipelines.domain.access import ALL, Key, Permission, Role, Viewer
from pipelines.domain.errors import AccessError, SettingsError, StoreError
from pipelines.domain.settings import Settings
from pipelines.sample import load_sample, load_sample_alarms, load_sample_rules
from pipelines.supervisor import Program

DEMO_ACCOUNT = "demo"
SIMULATOR = "simulator"
REDIS_START_SECONDS = 10.0


def prepared(settings: Settings) -> Settings:
    """Settings with the secret that embedded use makes for itself; SettingsError when HOME cannot be written."""
    home = settings.home
    try:
        home.mkdir(parents=True, exist_ok=True)
        TemporaryFile(dir=home).close()
        return settings if settings.secret else replace(settings, secret=secret_of(home))
    except OSError as error:
        raise SettingsError(f"THREECENTER_HOME: {home} cannot be written ({error.strerror}); choose another") from None


def hold(home: Path) -> TextIO:
    """The lock of a running deployment, held as long as the file is open; SettingsError when another one runs."""
    file = (home / "run.lock").open("a+", encoding="utf-8")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.seek(0)
        holder = f"`threecenter run`, process {file.read().strip()}"
        raise SettingsError(f"THREECENTER_HOME: {home} is in use by another {holder}; stop it first") from None
    file.truncate(0)
    file.write(str(os.getpid()))
    file.flush()
    return file


def check_ports(settings: Settings) -> None:
    """SettingsError when one of the two ports cannot be listened on."""
    check_port(settings.host, settings.port, "THREECENTER_PORT")
    check_port(settings.host, settings.intake_port, "THREECENTER_INTAKE_PORT")


def check_port(host: str, port: int, variable: str) -> None:
    """SettingsError names the variable to change when nobody can listen there."""
    try:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as error:
        if error.errno in {errno.EADDRINUSE, errno.EACCES}:
            raise SettingsError(f"{variable}: port {port} cannot be used ({error.strerror}); set another") from None
        fault = f"'{host}' is no address of this machine ({error.strerror})"
        raise SettingsError(f"THREECENTER_HOST: {fault}; set another") from None


def wait_for_redis(redis: Redis) -> None:
    """Return when Redis answers; StoreError after ten seconds."""
    end = time.monotonic() + REDIS_START_SECONDS
    while True:
        try:
            redis.ping()
            return
        except RedisError as error:
            if time.monotonic() > end:
                raise StoreError(f"redis: {error}; see THREECENTER_REDIS_URL") from None
            time.sleep(0.05)


def set_up(settings: Settings) -> Database:
    """The database with its tables and, where it has none, the sample places, catalogue and rules."""
    database = open_database(settings.database_url)
    create_schema(database)
    load_sample(OrgStore(database.log))
    load_sample_rules(RuleStore(database.log, settings.timezone))
    load_sample_alarms(RegisterStore(database.log))
    return database


def demo_password(settings: Settings, accounts: AccountStore) -> str:
    """The demo account's password: made once, kept under HOME for its owner only."""
    path = settings.home / "demo-password"
    if not path.exists() or accounts.find(DEMO_ACCOUNT) is None:
        _keep(path, secrets.token_urlsafe(9))
        viewer = Viewer(DEMO_ACCOUNT, frozenset({ALL}), Role.MANAGER)
        accounts.put_account(viewer, path.read_text(encoding="utf-8"))
    return path.read_text(encoding="utf-8")


def simulator_key(settings: Settings, accounts: AccountStore) -> str:
    """The simulator's key: a simulated one that may backfill and confirm, made once and kept under HOME."""
    path, now = settings.home / "simulator-key", to_millis(datetime.now(UTC))
    may = frozenset({Permission.SEND, Permission.BACKFILL, Permission.CONFIRM})
    known = accounts.keys().get(key_digest(path.read_text(encoding="utf-8"))) if path.exists() else None
    if known is None or known.may != may:
        with suppress(AccessError):
            accounts.revoke_key(SIMULATOR, now)
        _keep(path, accounts.create_key(Key(SIMULATOR, ALL, may, is_simulated=True), now))
    return path.read_text(encoding="utf-8")


def _keep(path: Path, text: str) -> None:
    path.touch(mode=0o600)
    path.write_text(text, encoding="utf-8")


def programs(has_simulator: bool) -> Sequence[Program]:
    """What runs, in the order of starting; the embedded Redis stands apart since the others wait for it."""
    command = [sys.executable, "-m", "threecenter"]
    found = [Program(name, [*command, name]) for name in ("intake", "worker", "dashboard")]
    if has_simulator:
        found.append(Program("simulate", [*command, "simulate"], is_shown=True))
    return found


def redis_program(settings: Settings) -> Program:
    """The embedded Redis."""
    return Program("redis", redis_command(settings))
