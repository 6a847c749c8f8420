"""Duty lists: what a unit must do, what was cut from it, and what was admitted since."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from pipelines.domain.record import Record, RecordType, in_order
from pipelines.domain.standing import LocalDay


class DutyKind(StrEnum):
    """What sort of burden an entry of the list is."""

    DUTY = "duty"
    ASSESSMENT = "assessment"
    LEDGER = "ledger"
    CERTIFICATE = "certificate"


class Admission(StrEnum):
    """Where the admission of a new entry stands."""

    PROPOSED = "proposed"
    REVIEWED = "reviewed"
    APPROVED = "approved"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class DutyEntry:
    """So many items of one kind on the list of a unit; `cut` names what took them off on the day `valid_to`.

    Entries of the baseline were there when the counting began; of those that say so there were at least so many.
    """

    code: str
    place: str
    kind: DutyKind
    name: str
    valid_from: date
    items: int = 1
    is_baseline: bool = True
    is_at_least: bool = False
    valid_to: date | None = None
    cut: str = ""
    admission: Admission = Admission.APPROVED

    @property
    def key(self) -> str:
        """What tells it from every other entry."""
        return self.code

    def stands_on(self, day: date) -> bool:
        """Whether it is on the list on that day."""
        is_admitted = self.admission is Admission.APPROVED
        return is_admitted and self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


_STEPS: Mapping[str, tuple[Admission | None, Admission]] = {
    "propose": (None, Admission.PROPOSED),
    "review": (Admission.PROPOSED, Admission.REVIEWED),
    "approve": (Admission.REVIEWED, Admission.APPROVED),
    "refuse": (Admission.REVIEWED, Admission.REFUSED),
}
"""By action: where the admission must stand, and where it stands then."""


def duty_list(entries: Iterable[DutyEntry], records: Iterable[Record], local_day: LocalDay) -> list[DutyEntry]:
    """The entries of the register as the records have changed them.

    What fits no step changes nothing, nor what names another place: a sender is answerable for its own places only.
    """
    found = {entry.code: entry for entry in entries}
    for record in sorted(records, key=in_order):
        code, day = record.values["duty"], local_day(record.occurred_at)
        entry = found.get(code)
        if entry and entry.place != record.path[-1]:
            continue
        changed = _cut(entry, record, day) if record.type is RecordType.DUTY else _admitted(entry, record, day)
        if changed is not None:
            found[code] = changed
    return list(found.values())


def _cut(entry: DutyEntry | None, record: Record, day: date) -> DutyEntry | None:
    if entry is None or not entry.stands_on(day):
        return None
    return replace(entry, valid_to=day, cut=record.values["cut"] or "")


def _admitted(entry: DutyEntry | None, record: Record, day: date) -> DutyEntry | None:
    values = record.values
    needed, then = _STEPS[values["action"]]
    if (entry.admission if entry else None) is not needed:
        return None
    if entry:
        return replace(entry, admission=then, valid_from=day)
    kind = DutyKind(values["kind"])
    place, items = record.path[-1], values["items"]
    return DutyEntry(values["duty"], place, kind, values["name"], day, items, is_baseline=False, admission=then)


def listing(entries: Sequence[DutyEntry], items: Collection[str]) -> set[str]:
    """The places whose list is one of items: at least one entry of it is called as an item of the catalogue is.

    A list that counts its duties in sums of other codes says nothing of the work that comes in under an item.
    """
    return {entry.place for entry in entries if entry.code in items}


@dataclass(frozen=True, slots=True)
class Reduction:
    """From the baseline of a kind to its items on a day: by named cuts, what no cut names, and what was admitted."""

    kind: DutyKind
    baseline: int
    cuts: Mapping[str, int]
    not_itemised: int
    admitted: int
    is_at_least: bool

    @property
    def items(self) -> int:
        """What is on the list."""
        return self.baseline - sum(self.cuts.values()) - self.not_itemised + self.admitted

    @property
    def rate(self) -> float | None:
        """减负率: (baseline - items) / baseline; None without a baseline; a least value where the baseline is one."""
        return (self.baseline - self.items) / self.baseline if self.baseline else None


def reductions(entries: Sequence[DutyEntry], day: date) -> list[Reduction]:
    """One for each kind that has ever had an item."""
    return [_reduction(kind, own, day) for kind in DutyKind if (own := [one for one in entries if one.kind is kind])]


def _reduction(kind: DutyKind, entries: Sequence[DutyEntry], day: date) -> Reduction:
    old = [one for one in entries if one.is_baseline and one.valid_from <= day]
    gone = [one for one in old if not one.stands_on(day)]
    cuts = Counter[str]()
    for one in gone:
        cuts[one.cut] += one.items
    not_itemised = cuts.pop("", 0)
    admitted = sum(one.items for one in entries if not one.is_baseline and one.stands_on(day))
    baseline = sum(one.items for one in old)
    return Reduction(kind, baseline, cuts, not_itemised, admitted, any(one.is_at_least for one in old))
