"""Who sends, and what they may name: keys, places and items, kept in memory and read again when they change."""

import time
from zoneinfo import ZoneInfo

from db.account_store import AccountStore, key_digest
from db.org_store import OrgStore
from db.rule_store import RuleStore
from pipelines.domain.access import ALL, SYSTEM, Key, Permission
from pipelines.streams.stamp import Deployment
from pipelines.token import is_system_token

KEYS_AGE_SECONDS = 2.0
REGISTERS_AGE_SECONDS = 1.0
SYSTEM_KEY = Key(SYSTEM, ALL, frozenset({Permission.SEND, Permission.BACKFILL}))


class Sources:
    """Finds the key behind a bearer text."""

    def __init__(self, accounts: AccountStore, secret: str) -> None:
        self._accounts = accounts
        self._secret = secret
        self._keys: dict[str, Key] = {}
        self._read_at = float("-inf")

    def find(self, authorization: str) -> Key | None:
        """The key of an Authorization header, None when unknown or revoked."""
        scheme, _, text = authorization.partition(" ")
        if scheme.lower() != "bearer" or not text:
            return None
        self._read(KEYS_AGE_SECONDS)
        digest = key_digest(text)
        found = self._keys.get(digest) or self._own(text)
        if found is None:
            self._read(0.0)
            found = self._keys.get(digest)
        return found

    def _read(self, age_seconds: float) -> None:
        if time.monotonic() - self._read_at >= age_seconds:
            self._keys, self._read_at = self._accounts.keys(), time.monotonic()

    def _own(self, text: str) -> Key | None:
        return SYSTEM_KEY if is_system_token(text, self._secret) else None


class Registers:
    """Places, catalogue and rules as validation needs them."""

    def __init__(self, store: OrgStore, rules: RuleStore, timezone: ZoneInfo) -> None:
        self._store, self._rules = store, rules
        self._timezone = timezone
        self._version = store.version()
        self._looked_at = time.monotonic()
        self.deployment = self._read()

    def refresh(self) -> None:
        """Read again if something changed; looks at most once a second."""
        if time.monotonic() - self._looked_at < REGISTERS_AGE_SECONDS:
            return
        self._looked_at = time.monotonic()
        version = self._store.version()
        if version != self._version:
            self.deployment, self._version = self._read(), version

    def _read(self) -> Deployment:
        return Deployment(self._store.tree(), self._store.catalogue(), self._timezone, self._rules.rules())
