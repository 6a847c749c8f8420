"""Keys of sending and reading systems, and the accounts of people."""

import hashlib
import re
import secrets
from functools import cache
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import Engine, Row, insert, select, update

from db.engine import reading, upsert, writing
from db.log_tables import account, api_key, audit
from pipelines.domain.access import SYSTEM, Key, Permission, Role, Viewer
from pipelines.domain.errors import AccessError

_hasher = PasswordHasher()
_UNSENDABLE = re.compile(r"[^A-Za-z0-9_-]")
"""What an Authorization header cannot carry, or not in the same way from every client."""


class AccountStore:
    """Creates, finds and revokes keys and accounts; secrets are kept as digests only."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def create_key(self, key: Key, now: int) -> str:
        """The new key's text, shown once; a key of the same name must be revoked first."""
        if key.name == SYSTEM:
            raise AccessError(f"key {SYSTEM}: the deployment's own name; choose another")
        text = f"{_UNSENDABLE.sub('', key.name) or 'key'}.{secrets.token_urlsafe(32)}"
        row = {
            "name": key.name,
            "digest": _digest(text),
            "scope": key.scope,
            "may": ",".join(sorted(key.may)),
            "simulated": key.is_simulated,
            "created_at": now,
            "revoked_at": None,
        }
        with writing(self._engine) as connection:
            living = select(api_key.c.name).where(api_key.c.name == key.name, api_key.c.revoked_at.is_(None))
            if connection.execute(living).first():
                raise AccessError(f"key {key.name}: exists already; revoke it first or choose another name")
            new = upsert(self._engine, api_key)
            connection.execute(new.on_conflict_do_update(index_elements=["name"], set_=row), row)
        return text

    def revoke_key(self, name: str, now: int) -> None:
        """End a key; AccessError when there is none of that name."""
        statement = update(api_key).where(api_key.c.name == name, api_key.c.revoked_at.is_(None))
        with writing(self._engine) as connection:
            if not connection.execute(statement.values(revoked_at=now)).rowcount:
                raise AccessError(f"key {name}: no living key of that name; see `threecenter key list`")

    def keys(self) -> dict[str, Key]:
        """Living keys by the digest of their text."""
        with reading(self._engine) as connection:
            rows = connection.execute(select(api_key).where(api_key.c.revoked_at.is_(None))).all()
        return {row.digest: _key(row) for row in rows}

    def simulated_sources(self) -> frozenset[str]:
        """Names of keys, living or not, whose data are simulated."""
        with reading(self._engine) as connection:
            return frozenset(connection.execute(select(api_key.c.name).where(api_key.c.simulated)).scalars())

    def put_account(self, viewer: Viewer, password: str) -> None:
        """Create an account, or set its role, scope and password anew."""
        row = {
            "name": viewer.name,
            "role": viewer.role.value,
            "scope": ",".join(sorted(viewer.scopes)),
            "password_hash": _hasher.hash(password),
        }
        new = upsert(self._engine, account)
        with writing(self._engine) as connection:
            connection.execute(new.on_conflict_do_update(index_elements=["name"], set_=row), row)

    def find(self, name: str) -> Viewer | None:
        """The account's viewer, None when there is none."""
        with reading(self._engine) as connection:
            row = connection.execute(select(account).where(account.c.name == name)).first()
        return _viewer(row) if row else None

    def sign_in(self, name: str, password: str) -> Viewer | None:
        """The viewer when name and password fit, else None; takes as long for unknown names."""
        with reading(self._engine) as connection:
            stored = connection.execute(select(account.c.password_hash).where(account.c.name == name)).scalar()
        try:
            _hasher.verify(stored or _nobody(), password)
        except VerificationError:
            return None
        return self.find(name) if stored else None

    def record(self, actor: str, action: str, subject: str, now: int) -> None:
        """One line in the audit."""
        with writing(self._engine) as connection:
            connection.execute(insert(audit).values(at=now, actor=actor, action=action, subject=subject))


def _viewer(row: Row[Any]) -> Viewer:
    scopes = frozenset(filter(None, row.scope.split(",")))
    return Viewer(row.name, scopes, Role(row.role), has_account=True)


@cache
def _nobody() -> str:
    """What an unknown name's password is checked against; made on first use, since it takes a quarter of a second."""
    return _hasher.hash(secrets.token_urlsafe(16))


def key_digest(text: str) -> str:
    """The digest under which a key's text is known."""
    return _digest(text)


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=32).hexdigest()


def _key(row: Row[Any]) -> Key:
    may = frozenset(Permission(word) for word in row.may.split(",") if word)
    return Key(row.name, row.scope, may, row.simulated)
