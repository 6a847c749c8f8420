"""An instant of the watch: the places as they are, and which rule speaks for which of them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from pipelines.domain.alarm_rule import BY_PLACE, AlarmRule, Reading
from pipelines.domain.org import OrgTree
from pipelines.domain.unit import LEVELS, Hierarchy, OrgLevel


@dataclass(frozen=True, slots=True)
class Moment:
    """When it is measured, and the places as they are that day."""

    now: datetime
    day: date
    begun_at: datetime
    tree: OrgTree
    codes: Mapping[int, str]

    def level(self, level: OrgLevel) -> list[str]:
        """Codes of the base places of a level; where it is missing, the next one below stands in for it."""
        return [code for code in self.tree.units if self._stands_for(code, LEVELS.index(level))]

    def _stands_for(self, code: str, rank: int) -> bool:
        if self.tree.units[code].kind is not Hierarchy.BASE or not self.tree.stands_on(code, self.day):
            return False
        *above, own = [LEVELS.index(self.tree.units[one].level) for one in self.tree.path(code, self.day)]
        return own >= rank and all(one < rank for one in above)

    def places(self, rule: AlarmRule) -> list[str]:
        """What a rule by place is about, whatever other rules say."""
        if rule.level is None:
            return [rule.place] if rule.place and self.is_at(rule.place, rule) else []
        return [code for code in self.level(rule.level) if self.is_at(code, rule)]

    def is_at(self, code: str, rule: AlarmRule) -> bool:
        """Whether a place stands at or below that of a rule."""
        return self.tree.stands_on(code, self.day) and (
            rule.place is None or rule.place in self.tree.path(code, self.day)
        )

    def shares(self, rules: Sequence[AlarmRule]) -> dict[str, Sequence[str]]:
        """By rule the places it speaks for: of those that measure the same, the one with the nearest place does."""
        own = {rule.name: dict.fromkeys(self.places(rule)) for rule in rules if rule.condition in BY_PLACE}
        found = dict[str, Sequence[str]]()
        for rule in rules:
            nearer = [own[one.name] for one in rules if one.measured == rule.measured and self._is_nearer(one, rule)]
            found[rule.name] = [code for code in own.get(rule.name, ()) if not _is_in_any(code, nearer)]
        return found

    def _is_nearer(self, one: AlarmRule, other: AlarmRule) -> bool:
        return one.condition in BY_PLACE and self._depth(one) > self._depth(other)

    def _depth(self, rule: AlarmRule) -> int:
        return len(self.tree.path(rule.place, self.day)) if rule.place in self.tree.units else 0

    def readings(self, found: Mapping[int, float]) -> list[Reading]:
        """One for each place by its number."""
        return [Reading(self.codes[number], self.codes[number], value) for number, value in found.items()]


def _is_in_any(code: str, groups: Iterable[Collection[str]]) -> bool:
    return any(code in group for group in groups)
