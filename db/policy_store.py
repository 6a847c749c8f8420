"""What holds for the whole deployment, each change with its line in the audit."""

from datetime import datetime

from sqlalchemy import Connection, Engine, insert, select

from db.codec import to_instant, to_millis
from db.engine import reading, upsert, writing
from db.log_tables import audit, policy
from pipelines.domain.ranking import Ranking, RankingChange

RANKING, ACTION = "ranking", "policy ranking"
BETWEEN = " → "


class PolicyStore:
    """Reads and changes the policies; one that was never set stands at its default."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def ranking(self) -> Ranking:
        """How places are set beside each other."""
        with reading(self._engine) as connection:
            return _ranking(connection)

    def set_ranking(self, wanted: Ranking, actor: str, now: datetime) -> Ranking:
        """Change it and say so in the audit, both or neither; what stood before, which may be the same."""
        with writing(self._engine) as connection:
            before = _ranking(connection)
            if before is not wanted:
                row = {"name": RANKING, "value": wanted.value}
                new = upsert(self._engine, policy)
                connection.execute(new.on_conflict_do_update(index_elements=["name"], set_=row), row)
                line = {"actor": actor, "action": ACTION, "subject": f"{before}{BETWEEN}{wanted}"}
                connection.execute(insert(audit).values(at=to_millis(now), **line))
        return before

    def ranking_changes(self, most: int) -> list[RankingChange]:
        """The latest changes, newest first."""
        query = select(audit).where(audit.c.action == ACTION).order_by(audit.c.id.desc()).limit(most)
        with reading(self._engine) as connection:
            rows = connection.execute(query).all()
        return [RankingChange(to_instant(row.at), row.actor, *map(Ranking, row.subject.split(BETWEEN))) for row in rows]


def _ranking(connection: Connection) -> Ranking:
    value = connection.execute(select(policy.c.value).where(policy.c.name == RANKING)).scalar()
    return Ranking(value) if value else Ranking.RANK
