"""The places below one -> rows in the order that the policy allows, each with what it may be compared with."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dashboard.live.alarms import is_slow
from dashboard.live.board import MOST_RANKED, State
from dashboard.live.facts import Facts
from dashboard.live.snapshot import Snapshot
from dashboard.queries.question import Figures
from dashboard.wording.numbers import apart, count, share
from dashboard.wording.places import listed_name
from dashboard.wording.wall import wall_word
from dashboard.wording.words import Language
from pipelines.domain.kpi import Basis
from pipelines.domain.ranking import Ranking, in_turn, middle, ranks
from pipelines.domain.ranking import apart as apart_from
from pipelines.domain.unit import OrgLevel

PARTS = ("rank", "name", "gap", "open", "rate", "overdue")


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows with their ranks, how many stand before them and how many there are; `most` and `middle` are of all."""

    policy: Ranking
    shown: Sequence[tuple[str, Figures]]
    before: int
    total: int
    most: int
    middle: float | None


def draw_ranking(facts: Facts, language: Language) -> Iterable[Snapshot]:
    """By open cases, most first, or by code in turn; rows without a place are off."""
    rows = _rows(facts)
    for n in range(MOST_RANKED):
        yield _row(n, rows, language) if n < len(rows.shown) else _empty_row(n)
    yield _around(rows, facts, language)


def _rows(facts: Facts) -> _Rows:
    places, policy = facts.counted.children, facts.ranking
    opened = [_open(one) for one in places]
    told = (len(places), max(opened, default=0), middle(opened) if policy.compares else None)
    if not policy.is_ordered:
        fixed = sorted(places, key=lambda one: one.unit.code)
        before, shown = in_turn(fixed, MOST_RANKED, facts.turn)
        return _Rows(policy, [("", one) for one in shown], before, *told)
    ranked = zip(ranks([(-n,) for n in opened]), places, strict=True)
    ordered = sorted(ranked, key=lambda one: (one[0], one[1].unit.code))
    shown_n = len(places) if len(places) <= MOST_RANKED else MOST_RANKED - 1
    return _Rows(policy, [(f"{rank}/{len(places)}", one) for rank, one in ordered[:shown_n]], 0, *told)


def _open(figures: Figures) -> int:
    return figures.counts[Basis.STOCK]["open"]


def _around(rows: _Rows, facts: Facts, language: Language) -> Snapshot:
    """What the rows are, what they are measured against, and where the others are."""
    more, told = _more(rows, language), wall_word("cases", language)
    if rows.middle is not None:
        told = wall_word("middle_of_open", language).format(f"{rows.middle:,.1f}".removesuffix(".0"))
    return Snapshot(
        cells={"rank-title": wall_word(f"ranking_{_level(facts)}", language), "rank-told": told, "rank-more": more},
        states={
            "rank": "dense" if rows.total > 6 else "roomy",
            "rank-more": State.ON if more else State.OFF,
        },
    )


def _more(rows: _Rows, language: Language) -> str:
    shown = len(rows.shown)
    if rows.total == shown:
        return ""
    if rows.policy.is_ordered:
        return wall_word("more", language).format(rows.total - shown)
    return wall_word("in_turn", language).format(rows.before + 1, rows.before + shown, rows.total)


def _level(facts: Facts) -> str:
    levels = {one.unit.level for one in facts.counted.children}
    return str(next(iter(levels), OrgLevel.GRID)) if len(levels) < 2 else "mixed"


def _row(n: int, rows: _Rows, language: Language) -> Snapshot:
    key, (rank, one) = f"rank-{n}", rows.shown[n]
    values = {
        "rank": rank,
        "name": listed_name(one.unit, language),
        "gap": apart(apart_from(_open(one), rows.middle)),
        "open": count(_open(one), language, is_wall=True),
        "rate": share(one.rates["on_time_rate"].value, language),
        "overdue": count(one.counts[Basis.STOCK]["overdue"], language, is_wall=True),
    }
    is_low = rows.policy.compares and is_slow(one)
    return Snapshot(
        cells={f"{key}-{part}": text for part, text in values.items()},
        states={key: State.WARNING if is_low else State.ON, **_track_states(key, rows)},
        bars={key: _length(_open(one), rows.most), f"{key}-middle": _length(rows.middle or 0, rows.most)},
        links={key: f"/places/{one.unit.code}"},
    )


def _track_states(key: str, rows: _Rows) -> dict[str, str]:
    """Lengths beside each other are a comparison; a mark needs two to stand between."""
    return {
        f"{key}-track": State.ON if rows.policy.compares else State.OFF,
        f"{key}-middle": State.ON if rows.middle is not None else State.OFF,
    }


def _length(value: float, most: int) -> float:
    return round(value / most, 3) if most else 0


def _empty_row(n: int) -> Snapshot:
    key = f"rank-{n}"
    return Snapshot(
        cells={f"{key}-{part}": "" for part in PARTS},
        states=dict.fromkeys((key, f"{key}-track", f"{key}-middle"), State.OFF),
        bars={key: 0, f"{key}-middle": 0},
        links={key: ""},
    )
