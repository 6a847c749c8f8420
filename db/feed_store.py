"""What each source has sent, by quarter of an hour: events taken in, and requests turned away."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, case, func, select

from db.engine import Bulk, reading, upsert
from db.log_tables import feed

SLOT_MILLIS = 15 * 60 * 1000
"""Days of every time zone begin with a quarter of an hour."""
_COLUMNS = ("slot", "source", "accepted", "refused", "heard_at")


@dataclass(frozen=True, slots=True)
class Feed:
    """One source: when it was last heard (epoch ms), and what it has sent since the instant asked for."""

    source: str
    heard_at: int
    accepted: int
    refused: int


class FeedStore:
    """Counted by the intake in the transaction of the events, so that no crash parts the two."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        new = upsert(engine, feed)
        sums = {name: feed.c[name] + new.excluded[name] for name in ("accepted", "refused")}
        fresh = sums | {"heard_at": new.excluded.heard_at}
        self._add = Bulk(engine, new.on_conflict_do_update(index_elements=["slot", "source"], set_=fresh), _COLUMNS)

    def count(self, connection: Connection, accepted: Counter[str], refused: Counter[str], at: int) -> None:
        """Add events and requests by source, at an instant; a source with none of both was heard all the same."""
        sources = sorted(accepted.keys() | refused.keys())
        self._add.run(connection, [(at // SLOT_MILLIS, one, accepted[one], refused[one], at) for one in sources])

    def read(self, since: int) -> Sequence[Feed]:
        """Every source that was ever heard, with its counts since an instant that begins a quarter of an hour."""
        is_new = feed.c.slot >= since // SLOT_MILLIS
        sums = (func.sum(case((is_new, feed.c[name]), else_=0)) for name in ("accepted", "refused"))
        query = select(feed.c.source, func.max(feed.c.heard_at), *sums).group_by(feed.c.source).order_by(feed.c.source)
        with reading(self._engine) as connection:
            return [Feed(source, heard_at, int(a), int(r)) for source, heard_at, a, r in connection.execute(query)]
