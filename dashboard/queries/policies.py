"""What holds for the whole deployment: read often, changed by who may, each change with who and when."""

import time
from collections.abc import Sequence
from datetime import datetime

from db.policy_store import PolicyStore
from pipelines.domain.access import Viewer, may_set_policy
from pipelines.domain.errors import AccessError
from pipelines.domain.ranking import Ranking, RankingChange, read_ranking

REMEMBER_SECONDS = 2.0
SHOWN_CHANGES = 10


class Policies:
    """Every board asks once a second: what was read is good for a moment, and gone with a change of this process."""

    def __init__(self, store: PolicyStore) -> None:
        self._store = store
        self._ranking: tuple[float, Ranking] | None = None

    def ranking(self) -> Ranking:
        """How places are set beside each other."""
        if self._ranking is None or time.monotonic() - self._ranking[0] > REMEMBER_SECONDS:
            self._ranking = (time.monotonic(), self._store.ranking())
        return self._ranking[1]

    def set_ranking(self, viewer: Viewer, wanted: str, now: datetime) -> None:
        """Change it in the viewer's name; AccessError for who may not, SettingsError for a word that is none."""
        if not may_set_policy(viewer):
            raise AccessError(f"ranking: {viewer.name} may not change it; ask an operator of the whole deployment")
        self._store.set_ranking(read_ranking(wanted), viewer.name, now)
        self._ranking = None

    def ranking_changes(self) -> Sequence[RankingChange]:
        """The latest changes, newest first."""
        return self._store.ranking_changes(SHOWN_CHANGES)
