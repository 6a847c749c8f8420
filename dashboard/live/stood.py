"""The open alarms of a place, as the boards tell them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from dashboard.live.board import MOST_CLEARED
from dashboard.queries.bundle import Queries
from pipelines.domain.access import Viewer
from pipelines.domain.alarm import Alarm, AlarmState
from pipelines.domain.alarm_rule import AlarmRule, Condition
from pipelines.domain.event import Center
from pipelines.domain.unit import OrgUnit

_OWNERS = {Condition.VACANCY: Center.GRID, Condition.UNADMITTED: Center.GRID}
"""The center whose board alone shows what a rule of a condition raises; what others raise is on every board."""
_TOLD = timedelta(hours=12)
"""A shift: for so long a board tells that an alarm is over, unless somebody confirms it before."""


@dataclass(frozen=True, slots=True)
class Raised:
    """What a rule has raised at a place; None for a rule that is no more."""

    alarm: Alarm
    place: OrgUnit
    rule: AlarmRule | None


@dataclass(frozen=True, slots=True)
class Stood:
    """The alarms of a place: what rules have raised beside overdue cases, who has taken which case.

    `shelved` of the open ones are put off for a while; those of cases are `quiet`. Nobody has confirmed yet that the
    `cleared` ones are over.
    """

    raised: Sequence[Raised] = ()
    taken: Mapping[str, str] = field(default_factory=dict)
    quiet: frozenset[str] = frozenset()
    shelved: int = 0
    cleared: Sequence[Raised] = ()


def read_stood(queries: Queries, viewer: Viewer, place: str, center: Center | None, now: datetime) -> Stood:
    """What stands of the alarms; those of overdue cases tell only who has taken them, the cases tell the rest."""
    rules, units = queries.alarms.rules(), queries.reach.tree.units

    def shown(state: AlarmState | None) -> list[Alarm]:
        found = queries.alarms.alarms(viewer, place, state, now)
        return [one for one in found if _is_shown(rules.get(one.rule), center)]

    def raised(alarms: Sequence[Alarm]) -> list[Raised]:
        return [Raised(one, units[one.path[-1]], rules.get(one.rule)) for one in alarms]

    found = shown(None)
    put_off = [one for one in found if one.state_at(now) is AlarmState.SHELVED]
    calling = [one for one in found if one.state_at(now) is not AlarmState.SHELVED]
    return Stood(
        raised([one for one in calling if one.case_id is None]),
        {one.case_id: one.actor or "" for one in calling if one.case_id and one.state is AlarmState.ACKNOWLEDGED},
        frozenset(one.case_id for one in put_off if one.case_id),
        len(put_off),
        raised(_newest_cleared(shown(AlarmState.CLEARED), now)),
    )


def _newest_cleared(alarms: Sequence[Alarm], now: datetime) -> Sequence[Alarm]:
    ended = [(one.cleared_at, one) for one in alarms if one.cleared_at is not None and now - one.cleared_at < _TOLD]
    return [one for _, one in sorted(ended, key=lambda pair: pair[0], reverse=True)[:MOST_CLEARED]]


def _is_shown(rule: AlarmRule | None, center: Center | None) -> bool:
    return center is None or rule is None or _OWNERS.get(rule.condition, center) is center
