"""Communities of this month -> their rank by closure rate, and how far each is from the middle one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median

from dashboard.address import Address
from dashboard.live.board import State
from dashboard.live.board_grid import AN_END_ON_A_WALL, DESK, MOST_AT_AN_END
from dashboard.live.grid_facts import GridFacts
from dashboard.live.snapshot import Snapshot
from dashboard.queries.question import Figures
from dashboard.wording.grid import grid_word
from dashboard.wording.numbers import change_of_share, change_per_unit, per_unit, share
from dashboard.wording.places import name_within
from dashboard.wording.words import Language
from pipelines.domain.comparison import SMALL_BASE
from pipelines.domain.kpi import Basis, Ratio
from pipelines.domain.unit import OrgLevel, OrgUnit

CLOSED, REPORTED = "closure_rate", "report_rate"
NARROWEST = 0.01
"""The least distance that a whole half of the scale stands for: a hair's breadth is no difference."""
PARTS = ("rank", "name", "reports", "rate", "fraction", "gap", "reports-gap")


@dataclass(frozen=True, slots=True)
class Middle:
    """The rates of the middle place, and the widest distance from it."""

    rate: float
    reports: float | None
    widest: float


def draw_communities(own: GridFacts, place: OrgUnit, here: Address) -> Iterator[Snapshot]:
    """The first and the last few; who reported nothing has no rank."""
    ranked = sorted((one for one in own.communities if _rate(one).d), key=_order)
    middle = _middle(ranked)
    best = ranked[: min(MOST_AT_AN_END, (len(ranked) + 1) // 2)]
    worst = ranked[len(best) :][-MOST_AT_AN_END:]
    for n in range(MOST_AT_AN_END):
        yield _row(f"best-{n}", best, n, n + 1, middle, place, here)
        yield _row(f"worst-{n}", worst[::-1], n, len(ranked) - n, middle, place, here)
    yield _told(own, ranked, [*best, *worst], middle, here.language)


def _order(one: Figures) -> tuple[float, str]:
    return -(_rate(one).value or 0), one.unit.code


def _rate(one: Figures) -> Ratio:
    return one.rates[CLOSED]


def _middle(ranked: Sequence[Figures]) -> Middle:
    rates = [one.rates[CLOSED].value or 0 for one in ranked] or [0]
    reports = [value for one in ranked if (value := one.rates[REPORTED].value) is not None]
    rate = median(rates)
    return Middle(rate, median(reports) if reports else None, max(NARROWEST, *(abs(one - rate) for one in rates)))


def _told(
    own: GridFacts, ranked: Sequence[Figures], shown: Sequence[Figures], middle: Middle, language: Language
) -> Snapshot:
    """What stands around the rows; `silent` are places without a report, `small` says that a rate is of few cases."""
    silent, is_grid = len(own.communities) - len(ranked), any(one.unit.level is OrgLevel.GRID for one in ranked)
    known = bool(ranked)
    return Snapshot(
        cells={
            "communities-title": grid_word("grids_ranked" if is_grid else "communities_ranked", language),
            "communities-n": grid_word("ranked_of", language).format(len(ranked)) if known else "",
            "middle-rate": share(middle.rate if known else None, language),
            "middle-reports": per_unit(middle.reports),
            "silent": grid_word("silent", language).format(silent) if silent and known else "",
        },
        states={
            "middle": State.ON if known else State.OFF,
            "no-communities": State.ON if own.is_read and not known else State.OFF,
            "silent": State.ON if silent and known else State.OFF,
            "small": State.ON if any(_is_small(one) for one in shown) else State.OFF,
        },
    )


def _is_small(one: Figures) -> bool:
    return _rate(one).d < SMALL_BASE


def _row(
    key: str, end: Sequence[Figures], n: int, rank: int, middle: Middle, place: OrgUnit, here: Address
) -> Snapshot:
    one = end[n] if n < len(end) else None
    room = State.ON if n < AN_END_ON_A_WALL else DESK
    gap = (_rate(one).value or 0) - middle.rate if one else 0.0
    cells = _cells(one, rank, middle, place, here.language) if one else dict.fromkeys(PARTS, "")
    return Snapshot(
        cells={f"{key}-{part}": text for part, text in cells.items()},
        states={key: room if one else State.OFF},
        bars={key: round(0.5 + gap / middle.widest / 2, 3)},
        links={key: replace(here, key=one.unit.code).listing(Basis.COHORT, "reported").href if one else ""},
    )


def _cells(one: Figures, rank: int, middle: Middle, place: OrgUnit, language: Language) -> dict[str, str]:
    rate, reports = _rate(one), one.rates[REPORTED].value
    return {
        "rank": str(rank),
        "name": name_within(one.unit, place, language),
        "reports": per_unit(reports),
        "rate": ("≈ " if _is_small(one) else "") + share(rate.value, language),
        "fraction": f"{rate.n:,} / {rate.d:,}",
        "gap": change_of_share(rate.value, middle.rate, language, is_wall=True),
        "reports-gap": change_per_unit(reports, middle.reports, language),
    }
