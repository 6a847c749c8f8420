"""What is wrong with the weights of a catalogue file: the items of a class weigh the same on every day."""

from collections.abc import Iterator
from datetime import date

from pipelines.domain.catalogue import Catalogue, Item, catalogue_of, version_order
from pipelines.domain.event import CaseClass
from pipelines.registers.sheet import Fault, Numbered


def weight_faults(rows: Numbered[Item], kept: Catalogue) -> Iterator[Fault]:
    """A fault for each row that weighs another than its class; sample items are no measure for a deployment's own."""
    numbers = {_key(item): number for number, item in rows}
    merged = catalogue_of(
        ({_key(item): item for item in kept.versions()} | {_key(item): item for _, item in rows}).values()
    )
    told = set[int]()
    for day in sorted({version_order(item) for item in merged.versions()}):
        standing: dict[tuple[CaseClass, bool], Item] = {}
        for item in sorted(merged.in_force(day), key=lambda item: numbers.get(_key(item), 0)):
            first, number = standing.setdefault((item.class_, item.is_sample), item), numbers.get(_key(item), 0)
            if item.weight != first.weight and number and number not in told:
                told.add(number)
                remedy = f"class {item.class_} weighs {first.weight}, by item {first.code}; a class has one weight:"
                yield Fault(number, "weight", str(item.weight), f"{remedy} write that, or another for all its items")


def _key(item: Item) -> tuple[str, date]:
    return item.code, version_order(item)
