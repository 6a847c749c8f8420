"""Names of columns, rates and changes as the cells of a sheet."""

from dashboard.exports.book import Form, Number
from dashboard.wording.desk import say
from dashboard.wording.exports import HEADS
from dashboard.wording.words import Language
from pipelines.domain.comparison import Change, ChangeUnit
from pipelines.domain.kpi import Counts, Kind, Rate, ratio
from pipelines.domain.kpi.catalogue import Entry

_RATES = {Kind.SHARE: Form.SHARE, Kind.PER_UNIT: Form.PER_UNIT, Kind.INDEX: Form.PER_UNIT}
_CHANGES = {
    ChangeUnit.PERCENT: Form.PERCENT,
    ChangeUnit.POINTS: Form.POINTS,
    ChangeUnit.ABSOLUTE: Form.DIFFERENCE,
}


def heads(language: Language, *names: str) -> list[str]:
    """Names of columns."""
    return [say(HEADS, name, language) for name in names]


def rate_cells(rate: Rate, counts: Counts) -> tuple[Number, int, int]:
    """A rate's value with its numerator and denominator."""
    own = ratio(rate, counts)
    return Number(own.value, _RATES[rate.kind]), own.n, own.d


def target_cell(figure: Rate | Entry) -> Number | str:
    """What a figure should reach; empty where nothing is set."""
    return "" if figure.target is None else Number(figure.target, _RATES[figure.kind])


def change_cell(change: Change | None) -> Number | None:
    """A change in its own unit; None without a base."""
    return None if change is None else Number(change.value, _CHANGES[change.unit])
