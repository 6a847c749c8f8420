"""Communities of this month -> their order by closure rate or by code, and how far each is from the middle one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median

from dashboard.address import Address
from dashboard.live.board import State
from dashboard.live.board_grid import AN_END_ON_A_WALL, DESK, MOST_AT_AN_END
from dashboard.live.facts import Facts
from dashboard.live.grid_facts import GridFacts
from dashboard.live.snapshot import Snapshot
from dashboard.queries.question import Figures
from dashboard.wording.grid import grid_word
from dashboard.wording.numbers import change_of_share, change_per_unit, per_unit, share
from dashboard.wording.places import name_within
from dashboard.wording.words import Language
from pipelines.domain.comparison import SMALL_BASE
from pipelines.domain.kpi import Basis, Ratio
from pipelines.domain.ranking import Ranking, in_turn, ranks
from pipelines.domain.unit import OrgLevel, OrgUnit

CLOSED, REPORTED = "closure_rate", "report_rate"
NARROWEST = 0.01
"""The least distance that a whole half of the scale stands for: a hair's breadth is no difference."""
PARTS = ("rank", "name", "reports", "rate", "fraction", "gap", "reports-gap")
ENDS = [f"{end}-{n}" for end in ("best", "worst") for n in range(MOST_AT_AN_END)]
IN_TURN = [*(f"best-{n}" for n in range(AN_END_ON_A_WALL)), *(f"worst-{n}" for n in reversed(range(AN_END_ON_A_WALL)))]
"""From top to bottom: the rows that have room on both."""
LOOKS: Mapping[Ranking, str] = {Ranking.RANK: "ranked", Ranking.BENCHMARK: "listed", Ranking.OFF: "plain"}


@dataclass(frozen=True, slots=True)
class Middle:
    """The rates of the middle place, and the widest distance from it."""

    rate: float
    reports: float | None
    widest: float


@dataclass(frozen=True, slots=True)
class Rows:
    """Who stands where with which rank; `told` is which of how many these are."""

    policy: Ranking
    placed: Mapping[str, tuple[str, Figures]]
    told: str


def draw_communities(own: GridFacts, facts: Facts, here: Address) -> Iterator[Snapshot]:
    """The first and the last few, of whom who reported nothing has no rank; or all in turn."""
    known = [one for one in own.communities if _rate(one).d]
    middle = _middle(known)
    ends = facts.ranking.is_ordered
    rows = _ends(known, here.language) if ends else _in_turn(own.communities, facts, here.language)
    for key in ENDS:
        yield _row(key, rows, middle, facts.place.unit, here)
    yield _told(own, known, rows, middle, here.language)


def _ends(known: Sequence[Figures], language: Language) -> Rows:
    """By closure rate, best first; equal ones share a rank."""
    order = ranks([(-(_rate(one).value or 0),) for one in known])
    ranked = sorted(zip(order, known, strict=True), key=lambda one: (one[0], one[1].unit.code))
    half = min(MOST_AT_AN_END, (len(ranked) + 1) // 2)
    best, worst = ranked[:half], ranked[half:][-MOST_AT_AN_END:][::-1]
    ends = zip(("best", "worst"), (best, worst), strict=True)
    placed = {f"{end}-{n}": (str(rank), one) for end, rows in ends for n, (rank, one) in enumerate(rows)}
    return Rows(Ranking.RANK, placed, grid_word("ranked_of", language).format(len(known)) if known else "")


def _in_turn(places: Sequence[Figures], facts: Facts, language: Language) -> Rows:
    fixed = sorted(places, key=lambda one: one.unit.code)
    before, shown = in_turn(fixed, len(IN_TURN), facts.turn)
    told = grid_word("in_turn", language).format(before + 1, before + len(shown), len(fixed)) if shown else ""
    return Rows(facts.ranking, {key: ("", one) for key, one in zip(IN_TURN, shown, strict=False)}, told)


def _rate(one: Figures) -> Ratio:
    return one.rates[CLOSED]


def _middle(known: Sequence[Figures]) -> Middle:
    rates = [_rate(one).value or 0 for one in known] or [0]
    reports = [value for one in known if (value := one.rates[REPORTED].value) is not None]
    rate = median(rates)
    return Middle(rate, median(reports) if reports else None, max(NARROWEST, *(abs(one - rate) for one in rates)))


def _told(own: GridFacts, known: Sequence[Figures], rows: Rows, middle: Middle, language: Language) -> Snapshot:
    """What stands around the rows; `silent` are places without a report, `small` says that a rate is of few cases."""
    silent, is_compared = len(own.communities) - len(known), bool(known) and rows.policy.compares
    is_silent = bool(silent and known and rows.policy.is_ordered)
    return Snapshot(
        cells={
            "communities-title": _title(own, rows.policy, language),
            "communities-n": rows.told,
            "middle-rate": share(middle.rate if known else None, language),
            "middle-reports": per_unit(middle.reports),
            "silent": grid_word("silent", language).format(silent) if is_silent else "",
        },
        states={
            "ends": LOOKS[rows.policy],
            "middle": State.ON if is_compared else State.OFF,
            "no-communities": State.ON if own.is_read and not known and not rows.placed else State.OFF,
            "silent": State.ON if is_silent else State.OFF,
            "small": State.ON if any(_is_small(one) for _, one in rows.placed.values()) else State.OFF,
        },
    )


def _title(own: GridFacts, policy: Ranking, language: Language) -> str:
    level = "grids" if any(one.unit.level is OrgLevel.GRID for one in own.communities) else "communities"
    return grid_word(f"{level}_{'ranked' if policy.is_ordered else 'listed'}", language)


def _is_small(one: Figures) -> bool:
    return 0 < _rate(one).d < SMALL_BASE


def _row(key: str, rows: Rows, middle: Middle, place: OrgUnit, here: Address) -> Snapshot:
    rank, one = rows.placed.get(key, ("", None))
    room = State.ON if int(key.rpartition("-")[2]) < AN_END_ON_A_WALL else DESK
    compared = one if rows.policy.compares else None
    rate = _rate(compared).value if compared else None
    gap = 0.0 if rate is None else rate - middle.rate
    own = {"rank": rank, **_own(one, place, here.language)} if one else dict.fromkeys(PARTS, "")
    apart = _apart(compared, middle, here.language) if compared else {"gap": "", "reports-gap": ""}
    return Snapshot(
        cells={f"{key}-{part}": text for part, text in (own | apart).items()},
        states={key: room if one else State.OFF},
        bars={key: round(0.5 + gap / middle.widest / 2, 3)},
        links={key: replace(here, key=one.unit.code).listing(Basis.COHORT, "reported").href if one else ""},
    )


def _own(one: Figures, place: OrgUnit, language: Language) -> dict[str, str]:
    rate, reports = _rate(one), one.rates[REPORTED].value
    return {
        "name": name_within(one.unit, place, language),
        "reports": per_unit(reports),
        "rate": ("≈ " if _is_small(one) else "") + share(rate.value, language),
        "fraction": f"{rate.n:,} / {rate.d:,}",
    }


def _apart(one: Figures, middle: Middle, language: Language) -> dict[str, str]:
    return {
        "gap": change_of_share(_rate(one).value, middle.rate, language, is_wall=True),
        "reports-gap": change_per_unit(one.rates[REPORTED].value, middle.reports, language),
    }
