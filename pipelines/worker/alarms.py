"""The worker's watch: once a minute every rule is measured, and what has turned is said."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from db.alarm_store import AlarmReader
from db.engine import Database
from pipelines.domain.alarm_rule import RULES, AlarmRule
from pipelines.domain.record import Record
from pipelines.streams.watch import Watched, alarm_records, judge
from pipelines.worker.measures import Measures

WATCHED = timedelta(minutes=1)


class Watch:
    """Measures, judges and posts; all that it keeps is how long what has not lasted enough has been waiting."""

    def __init__(
        self,
        database: Database,
        zone: ZoneInfo,
        post: Callable[[Sequence[Record]], None],
        rules: Sequence[AlarmRule] = RULES,
    ) -> None:
        self._alarms = AlarmReader(database.derived)
        self._measures = Measures(database, zone)
        self._post = post
        self._rules = rules
        self._waiting: Mapping[Watched, datetime] = {}
        self._looked_at: datetime | None = None

    def look(self, now: datetime) -> None:
        """Raise and clear what has turned, at most once a minute; StoreError, and the next look tries again."""
        if self._looked_at is not None and now - self._looked_at < WATCHED:
            return
        self._looked_at = now
        moment = self._measures.moment(now)
        measured = [(rule, self._measures.measure(rule, moment)) for rule in self._rules]
        verdict = judge(measured, self._alarms.open(), self._waiting, now)
        subjects = [Watched(rule.name, one.subject) for rule, one in verdict.to_raise]
        earlier = {Watched(*key): n for key, n in self._alarms.raised_so_far(subjects).items()}
        paths = {one.place: moment.tree.path(one.place, moment.day) for _, one in verdict.to_raise}
        records = alarm_records(verdict, earlier, paths, now)
        if records:
            self._post(records)
        self._waiting = verdict.waiting
