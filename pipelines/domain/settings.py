"""All settings, as one frozen value read once from the environment."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from pipelines.domain.errors import SettingsError

SHORTEST_SECRET = 32


@dataclass(frozen=True, slots=True)
class Setting:
    """One variable: its name, default and meaning, as `threecenter settings` prints it."""

    variable: str
    default: str
    meaning: str


CATALOGUE = (
    Setting("THREECENTER_HOME", "./var", "embedded stores, uploads, exports, logs"),
    Setting("THREECENTER_DATABASE_URL", "", "SQLAlchemy URL of SQLite or PostgreSQL ≥ 15; empty = log.db under HOME"),
    Setting("THREECENTER_REDIS_URL", "", "any Redis ≥ 7 or Valkey ≥ 8; empty = embedded server under HOME"),
    Setting("THREECENTER_HOST", "127.0.0.1", "address of dashboard and intake"),
    Setting("THREECENTER_PORT", "8050", "dashboard and figures"),
    Setting("THREECENTER_INTAKE_PORT", "8051", "intake"),
    Setting("THREECENTER_INTAKE_URL", "http://127.0.0.1:8051", "where worker, dashboard, import and simulator send"),
    Setting("THREECENTER_TIMEZONE", "Asia/Shanghai", "local day"),
    Setting("THREECENTER_SECRET", "", "session signing, 32 characters or more; empty = made once under HOME"),
)


_SECRETS = re.compile(r"(?<=://)([^:@/]*:).*(?=@)|([?&]\w*password=)[^&]*")


def printable(setting: Setting, value: str) -> str:
    """A value as it may be shown: without the secret, and without the password in an address."""
    return "***" if setting.variable == "THREECENTER_SECRET" else _SECRETS.sub(r"\1\2***", value)


@dataclass(frozen=True, slots=True)
class Settings:
    """What a process needs to know from outside."""

    home: Path
    database_url: str
    redis_url: str
    host: str
    port: int
    intake_port: int
    intake_url: str
    timezone: ZoneInfo
    secret: str
    is_redis_embedded: bool


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Settings from variables; SettingsError names the variable that cannot be used."""
    value = {setting.variable: environment.get(setting.variable, setting.default) for setting in CATALOGUE}
    home = Path(value["THREECENTER_HOME"]).resolve()
    intake_port = _port(value, "THREECENTER_INTAKE_PORT")
    return Settings(
        home=home,
        database_url=value["THREECENTER_DATABASE_URL"] or f"sqlite:///{home / 'log.db'}",
        redis_url=value["THREECENTER_REDIS_URL"] or f"unix://{_socket_path(home)}",
        host=value["THREECENTER_HOST"],
        port=_port(value, "THREECENTER_PORT"),
        intake_port=intake_port,
        intake_url=environment.get("THREECENTER_INTAKE_URL") or f"http://127.0.0.1:{intake_port}",
        timezone=_timezone(value["THREECENTER_TIMEZONE"]),
        secret=_secret(value),
        is_redis_embedded=not value["THREECENTER_REDIS_URL"],
    )


def _socket_path(home: Path) -> Path:
    """A Unix socket's path may have 107 bytes; a deeper HOME gets one named after it under /tmp."""
    path = home / "redis.sock"
    if len(str(path).encode()) <= 100:
        return path
    digest = sum(ord(character) * 131**index for index, character in enumerate(str(home))) % 16**12
    return Path("/tmp") / f"threecenter-{digest:012x}.sock"


def _port(value: Mapping[str, str], variable: str) -> int:
    text = value[variable]
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        raise SettingsError(f"{variable} is '{text}': give a port between 1 and 65535")
    return int(text)


def _timezone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise SettingsError(f"THREECENTER_TIMEZONE is '{name}': give an IANA name such as Asia/Shanghai") from None


def _secret(value: Mapping[str, str]) -> str:
    secret = value["THREECENTER_SECRET"]
    if not secret and value["THREECENTER_DATABASE_URL"]:
        raise SettingsError("THREECENTER_SECRET is missing: set one of 32 random characters or more")
    if secret and (len(secret) < SHORTEST_SECRET or len(set(secret)) < 8):
        raise SettingsError("THREECENTER_SECRET is too short or too simple: set 32 random characters or more")
    return secret
