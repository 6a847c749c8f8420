"""Who may see and do what: decisions only."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

ALL = "ALL"
SYSTEM = "system"


class Role(StrEnum):
    """What an account is for."""

    LEADER = "leader"
    MANAGER = "manager"
    ANALYST = "analyst"
    DUTY_OFFICER = "duty_officer"
    GRID_WORKER = "grid_worker"
    OPERATOR = "operator"
    SCREEN = "screen"


class Permission(StrEnum):
    """What a key may do."""

    SEND = "send"
    READ = "read"
    BACKFILL = "backfill"
    CONFIRM = "confirm"


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody who reads: scopes are place codes, or ALL; no scope sees nothing.

    `has_account` tells a person who signed in from a key of the same name.
    """

    name: str
    scopes: frozenset[str]
    role: Role = Role.ANALYST
    has_account: bool = False

    @property
    def sees_all(self) -> bool:
        """Whether the scope is the whole deployment."""
        return ALL in self.scopes


@dataclass(frozen=True, slots=True)
class Key:
    """A sending or reading system: its name is the source of what it sends."""

    name: str
    scope: str
    may: frozenset[Permission]
    is_simulated: bool = False

    def viewer(self) -> Viewer | None:
        """The viewer behind a key that may read."""
        return Viewer(self.name, frozenset({self.scope})) if Permission.READ in self.may else None


ANSWERING = frozenset({Role.LEADER, Role.MANAGER, Role.DUTY_OFFICER})


def may_answer_alarms(viewer: Viewer) -> bool:
    """Whether the viewer may acknowledge, shelve and confirm the alarms of the own scope."""
    return viewer.role in ANSWERING


def may_set_policy(viewer: Viewer) -> bool:
    """Whether the viewer may change what holds for the whole deployment."""
    return viewer.has_account and viewer.role is Role.OPERATOR and viewer.sees_all


def may_view(viewer: Viewer, path: Iterable[str]) -> bool:
    """Whether the place at the end of the path lies in the viewer's scope."""
    return viewer.sees_all or not viewer.scopes.isdisjoint(path)
