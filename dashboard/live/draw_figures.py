"""Figures -> texts and states of the KPI strip and the three center panels."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from dashboard.address import Address
from dashboard.live.alarms import ON_TIME, center_state, is_slow
from dashboard.live.board import CENTER_COUNTS, CENTERS, WIDEST_RATE_GAP, Kpi, State
from dashboard.live.facts import Facts
from dashboard.live.snapshot import Snapshot
from dashboard.queries.question import Figures
from dashboard.wording.numbers import Amount, amount, change, change_of_share, count, percent, share
from dashboard.wording.wall import wall_word
from dashboard.wording.words import Language
from pipelines.domain.event import CaseClass, Center
from pipelines.domain.kpi import RATES_BY_NAME, Basis
from pipelines.domain.record_counts import RECORDS_LISTED

_STATE_WORDS = {State.NORMAL: "normal", State.WARNING: "needs_attention", State.CRITICAL: "is_critical"}


def draw_kpis(strip: Sequence[Kpi], facts: Facts, here: Address) -> Iterable[Snapshot]:
    """The figures of a strip with what they are compared with, and where their cases are listed."""
    language = here.language
    for kpi in strip:
        shown, key = _shown(kpi, facts.place, language), f"kpi-{kpi.name}"
        compared = {
            f"{key}-previous": _compared(kpi, facts.counted.own, facts.past.bases.previous, language),
            f"{key}-last_year": _compared(kpi, facts.counted.own, facts.past.bases.last_year, language),
        }
        yield Snapshot(
            cells={key: shown.value, f"{key}-unit": shown.unit, **compared, **_class_a(kpi, facts, language)},
            states={key: _kpi_state(kpi, facts), **_class_a_state(kpi, facts)}
            | {name: State.ON if text else State.OFF for name, text in compared.items()},
            links={key: _listing(kpi, here)}
            | ({f"{key}-a": _listing(kpi, replace(here, class_=CaseClass.A))} if kpi.has_class_a else {}),
        )


def _listing(kpi: Kpi, here: Address) -> str:
    """What a count is made of; of a rate of records what is above its line, of one of cases all that it is made of."""
    if kpi.kind is None:
        return here.behind(kpi.basis, kpi.name).href
    above = RATES_BY_NAME[kpi.name].numerator[0]
    return (here.behind(kpi.basis, above) if above in RECORDS_LISTED[kpi.basis] else here).href


def value_of(kpi: Kpi, figures: Figures) -> float | None:
    """The figure itself: a count, or a rate; None for one of records on a closed day, which are read of cases alone."""
    return figures.counts[kpi.basis].get(kpi.name) if kpi.kind is None else figures.rates[kpi.name].value


def _shown(kpi: Kpi, figures: Figures, language: Language) -> Amount:
    if kpi.kind is not None:
        return percent(figures.rates[kpi.name].value)
    return amount(figures.counts[kpi.basis][kpi.name], language, is_wall=True)


def _compared(kpi: Kpi, figures: Figures, base: Figures | None, language: Language) -> str:
    if base is None:
        return ""
    if kpi.kind is None:
        return change(figures.counts[kpi.basis][kpi.name], base.counts[kpi.basis][kpi.name], language)
    return change_of_share(figures.rates[kpi.name].value, base.rates[kpi.name].value, language, is_wall=True)


def _kpi_state(kpi: Kpi, facts: Facts) -> State:
    return State.WARNING if kpi.name == ON_TIME.name and is_slow(facts.place) else State.NORMAL


def _class_a(kpi: Kpi, facts: Facts, language: Language) -> dict[str, str]:
    if not kpi.has_class_a:
        return {}
    return {
        f"kpi-{kpi.name}-a": count(
            facts.counted.alarming[CaseClass.A].counts[kpi.basis][kpi.name], language, is_wall=True
        )
    }


def _class_a_state(kpi: Kpi, facts: Facts) -> dict[str, str]:
    """An overdue case of class A is critical; that there are open ones is not."""
    if not kpi.has_class_a:
        return {}
    is_alarm = kpi.name == "overdue" and facts.counted.alarming[CaseClass.A].counts[kpi.basis][kpi.name] > 0
    return {f"kpi-{kpi.name}-a": State.CRITICAL if is_alarm else State.NORMAL}


def draw_centers(facts: Facts, here: Address) -> Iterable[Snapshot]:
    """The three panels."""
    for center in CENTERS:
        yield _center_figures(facts, center, here.language)
        yield _center_states(facts, center)
        yield _center_links(replace(here, center=center), center)


def _center_figures(facts: Facts, center: Center, language: Language) -> Snapshot:
    figures, key = facts.counted.centers[center], f"center-{center}"
    base, rate = facts.past.bases.centers.get(center), figures.rates[ON_TIME.name].value
    reported, stock = _reported(figures), figures.counts[Basis.STOCK]
    return Snapshot(
        cells={
            f"{key}-state": wall_word(_STATE_WORDS[center_state(facts, center)], language),
            f"{key}-reported": count(reported, language, is_wall=True),
            f"{key}-change": change(reported, _reported(base), language),
            f"{key}-rate": share(rate, language),
            **{f"{key}-{name}": count(stock[name], language, is_wall=True) for name in CENTER_COUNTS},
        },
        bars={f"{key}-rate": 0.5 if rate is None else place_on_scale(rate)},
    )


def _center_states(facts: Facts, center: Center) -> Snapshot:
    figures, key = facts.counted.centers[center], f"center-{center}"
    state = _rate_state(figures)
    return Snapshot(
        states={
            key: center_state(facts, center),
            f"{key}-rate": state,
            **{f"{key}-{name}": State.NORMAL for name in CENTER_COUNTS},
            f"{key}-overdue": _overdue_state(facts, center),
            f"{key}-dot": State.OFF if figures.rates[ON_TIME.name].value is None else state,
        }
    )


def _center_links(own: Address, center: Center) -> Snapshot:
    key = f"center-{center}"
    stock = {f"{key}-{name}": own.listing(Basis.STOCK, name).href for name in CENTER_COUNTS}
    return Snapshot(links={f"{key}-reported": own.listing(Basis.FLOW, "reported").href, **stock})


def _reported(base: Figures | None) -> int | None:
    return None if base is None else base.counts[Basis.FLOW]["reported"]


def place_on_scale(rate: float) -> float:
    """Where a rate stands beside its target: 0.5 on it, 0 and 1 at the widest gap and beyond."""
    gap = rate - (ON_TIME.target or 0)
    return round(min(max(0.5 + gap / WIDEST_RATE_GAP / 2, 0), 1), 3)


def _rate_state(figures: Figures) -> State:
    return State.WARNING if is_slow(figures) else State.NORMAL


def _overdue_state(facts: Facts, center: Center) -> State:
    grave = facts.counted.overdue[CaseClass.A]
    return State.CRITICAL if any(row.center is center for row in grave) else State.NORMAL
