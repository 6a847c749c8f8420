"""The worker's watch: once a minute every rule is measured, and what has turned is said."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from db.alarm_store import AlarmReader
from db.alarm_waits import AlarmWaits
from db.engine import Database
from db.register_store import RegisterStore
from pipelines.domain.alarm_rule import AlarmRule
from pipelines.domain.record import Record
from pipelines.streams.watch import Watched, alarm_records, judge
from pipelines.worker.measures import Measures

WATCHED = timedelta(minutes=1)


class Watch:
    """Measures by the rules that are loaded, judges and posts; all that must outlive it is in the stores."""

    def __init__(self, database: Database, zone: ZoneInfo, post: Callable[[Sequence[Record]], None]) -> None:
        self._rules = RegisterStore(database.log)
        self._alarms, self._waits = AlarmReader(database.derived), AlarmWaits(database.derived)
        self._measures = Measures(database, zone)
        self._post = post
        self._looked_at: datetime | None = None

    def look(self, now: datetime) -> None:
        """Raise and clear what has turned, at most once a minute; StoreError, and the next look tries again."""
        if self._looked_at is not None and now - self._looked_at < WATCHED:
            return
        self._looked_at = now
        moment, rules = self._measures.moment(now), self._rules.rows(AlarmRule)
        waiting = {Watched(*key): since for key, since in self._waits.read(now).items()}
        verdict = judge(self._measures.measure(rules, moment), self._alarms.open(), waiting, now)
        subjects = [Watched(rule.name, one.subject) for rule, one in verdict.to_raise]
        earlier = {Watched(*key): n for key, n in self._alarms.raised_so_far(subjects).items()}
        paths = {one.place: moment.tree.path(one.place, moment.day) for _, one in verdict.to_raise}
        records = alarm_records(verdict, earlier, paths, now)
        if records:
            self._post(records)
        if waiting or verdict.waiting:
            self._waits.write(verdict.waiting.items(), now)
