"""How hazards are handled: the rate of the year beside last year's, and the clocks of the month."""

from collections.abc import Iterable
from dataclasses import replace

from dashboard.address import Address
from dashboard.live.board import CLOCKS, State
from dashboard.live.emergency_facts import Handling
from dashboard.live.facts import Facts
from dashboard.live.snapshot import Snapshot
from dashboard.wording.emergency import change_of_duration, emergency_word
from dashboard.wording.numbers import MISSING, change_of_share, count, percent, share
from dashboard.wording.times import duration
from dashboard.wording.words import Language
from pipelines.domain.comparison import SMALL_BASE, change_of_mean
from pipelines.domain.event import Center
from pipelines.domain.kpi import Basis
from pipelines.domain.kpi.durations import Distribution

RATE = "hazard_rate"
SMALL = "*"


def draw_handling(facts: Facts, handling: Handling | None, language: Language) -> Iterable[Snapshot]:
    """The rate with what it is made of, and how long it took to arrive and to fix."""
    here = Address(key=facts.place.unit.code, center=Center.EMERGENCY, language=language)
    yield _rate(handling, here, language)
    for name in CLOCKS:
        yield _clock(name, handling, language)
    yield Snapshot(states={"handling-small": State.ON if _has_small(handling) else State.OFF})


def _has_small(handling: Handling | None) -> bool:
    """Whether a figure is made of too few cases, and has a star."""
    if handling is None:
        return False
    sizes = [own[name].count for own in (handling.durations, handling.before) for name in CLOCKS]
    sizes += [handling.last_year.rates[RATE].d] if handling.last_year else []
    return any(0 < size < SMALL_BASE for size in sizes)


def _rate(handling: Handling | None, here: Address, language: Language) -> Snapshot:
    if handling is None:
        return _rate_cells(MISSING, "", "", "", "", "", language)
    rate, own = handling.year.rates[RATE], handling.comparable.rates[RATE]
    before = handling.last_year.rates[RATE] if handling.last_year else None
    is_known = before is not None and before.d > 0
    compared = change_of_share(own.value, before.value if before else None, language, is_wall=True)
    known = share(before.value, language) if before and is_known else ""
    small = SMALL if before and 0 < before.d < SMALL_BASE else ""
    shown = percent(rate.value)
    made_of = emergency_word("made_of", language).format(count(rate.n, language), count(rate.d, language))
    link = replace(here, period=handling.year.period.text).listing(Basis.COHORT, "hazards_reported").href
    return _rate_cells(shown.value, shown.unit, compared, f"{known}{small}", made_of, link, language)


def _rate_cells(
    value: str, unit: str, compared: str, before: str, made_of: str, link: str, language: Language
) -> Snapshot:
    told = emergency_word("last_year_was", language).format(before) if before else ""
    return Snapshot(
        cells={
            "handling-rate": value,
            "handling-unit": unit,
            "handling-change": compared,
            "handling-before": told,
            "handling-of": made_of,
        },
        states={"handling-compared": State.ON if compared else State.OFF, "handling-of": State.ON},
        links={"handling-of": link},
    )


def _clock(name: str, handling: Handling | None, language: Language) -> Snapshot:
    """Half and nine tenths of all are not longer; the mean alone is exact, so it is what is compared."""
    found = handling.durations[name] if handling else Distribution()
    before = handling.before[name] if handling else Distribution()
    small = SMALL if 0 < found.count < SMALL_BASE else ""
    return Snapshot(
        cells={
            f"clock-{name}-n": f"{count(found.count, language)}{small}" if handling else "",
            f"clock-{name}-median": duration(found.quantile(0.5), language),
            f"clock-{name}-p90": duration(found.quantile(0.9), language),
            f"clock-{name}-change": change_of_duration(change_of_mean(found, before), language),
        }
    )
