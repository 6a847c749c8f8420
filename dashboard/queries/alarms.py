"""Viewer and place -> alarms, and what supervision has brought; access first."""

from datetime import datetime
from zoneinfo import ZoneInfo

from dashboard.queries.reach import Reach
from db.alarm_store import AlarmReader
from db.register_store import RegisterStore
from db.supervision_store import SupervisionReader
from pipelines.domain.access import Viewer, may_view
from pipelines.domain.alarm import OPEN_STATES, Alarm, AlarmState
from pipelines.domain.alarm_rule import AlarmRule
from pipelines.domain.errors import AccessError
from pipelines.domain.ladder import Effect, effects
from pipelines.domain.period import local_day

MOST_ALARMS = 500


class AlarmQueries:
    """Alarms and supervision, cut to what the viewer may see."""

    def __init__(
        self,
        alarms: AlarmReader,
        supervision: SupervisionReader,
        registers: RegisterStore,
        reach: Reach,
        zone: ZoneInfo,
    ) -> None:
        self._alarms, self._supervision, self._registers = alarms, supervision, registers
        self._reach, self._zone = reach, zone

    def rules(self) -> dict[str, AlarmRule]:
        """The rules that are watched, by name."""
        return {rule.name: rule for rule in self._registers.rows(AlarmRule)}

    def alarms(self, viewer: Viewer, place: str, state: AlarmState | None, now: datetime) -> list[Alarm]:
        """The newest alarms at or below a place in a state, without one all open ones."""
        day = local_day(now, self._zone)
        unit = self._reach.unit(viewer, place, day)
        places = [one.id for one in self._reach.tree.below(unit.code, day)]
        states = OPEN_STATES if state is None or state in OPEN_STATES else {state}
        found = self._alarms.newest(places, states, MOST_ALARMS)
        return [one for one in found if state is None or one.state_at(now) is state]

    def alarm(self, viewer: Viewer, alarm_id: str) -> Alarm:
        """One alarm; AccessError when there is none in the viewer's scope."""
        found = self._alarms.find(alarm_id)
        if found is None or not may_view(viewer, found.path):
            raise AccessError(f"alarm {alarm_id[:64]}: not in the scope of {viewer.name}, or not known; look again")
        return found

    def effects(self, viewer: Viewer, place: str, now: datetime) -> list[Effect]:
        """By rung: how many of the cases at or below a place were disposed within the reply deadline."""
        unit = self._reach.unit(viewer, place, local_day(now, self._zone))
        return effects(self._supervision.replies(unit, now))
