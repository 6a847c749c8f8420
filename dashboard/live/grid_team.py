"""Staff and rosters -> who is on duty by category, and the grids that nobody answers for."""

from collections.abc import Iterator
from dataclasses import replace

from dashboard.address import Address
from dashboard.live.board import State
from dashboard.live.board_grid import CATEGORIES, DESK, MOST_VACANT, VACANT_ON_A_WALL
from dashboard.live.facts import Facts
from dashboard.live.grid_facts import GridFacts, Vacant
from dashboard.live.snapshot import Snapshot
from dashboard.wording.grid import grid_word
from dashboard.wording.numbers import MISSING, count
from dashboard.wording.places import place_name
from dashboard.wording.words import Language
from pipelines.domain.kpi import Basis
from pipelines.domain.record_counts import WORKERS

TODAY = "today"


def draw_team(own: GridFacts, facts: Facts, here: Address) -> Iterator[Snapshot]:
    """On duty today, of those on the register; then the vacancies."""
    stock, language = facts.place.counts[Basis.STOCK], here.language
    held = {kind: len({one.code for one in own.team.posts if one.category is kind}) for kind in CATEGORIES}
    on_duty = {kind: stock.get(f"workers_{kind}", 0) for kind in CATEGORIES}
    most = max(*held.values(), *on_duty.values(), 1)
    known = dict(held) if own.is_read else dict.fromkeys(CATEGORIES)
    whole = sum(held.values()) if own.is_read else None
    yield Snapshot(
        cells={"team": _of(stock.get("workers_on_duty", 0), whole, language)}
        | {f"team-{kind}": _of(on_duty[kind], known[kind], language) for kind in CATEGORIES},
        bars={f"team-{kind}": round(on_duty[kind] / most, 3) for kind in CATEGORIES}
        | {f"team-{kind}-held": round(held[kind] / most, 3) for kind in CATEGORIES},
        links={"team": _behind("workers_on_duty", here)}
        | {f"team-{kind}": _behind(WORKERS[kind], here) for kind in CATEGORIES},
    )
    yield from _draw_vacancies(own, facts, here)


def _behind(count: str, here: Address) -> str:
    """What a count of today is made of."""
    return replace(here, period=TODAY).behind(Basis.STOCK, count).href


def _of(n: int, whole: int | None, language: Language) -> str:
    return f"{count(n, language)} / {count(whole, language)}"


def _draw_vacancies(own: GridFacts, facts: Facts, here: Address) -> Iterator[Snapshot]:
    """None are told where nobody is on the register: nothing is known there."""
    vacant = own.team.vacant if own.team.posts else ()
    grids = count(facts.place.counts[Basis.STOCK]["grids"], here.language)
    shown = count(len(vacant), here.language) if own.team.posts else MISSING
    yield Snapshot(
        cells={"vacant": shown, "vacant-of": grid_word("of_grids", here.language).format(grids)},
        states={"vacant": State.WARNING if vacant else State.NORMAL},
        links={"vacant": _behind("grids_vacant", here), "vacant-of": _behind("grids", here)},
    )
    for n in range(MOST_VACANT):
        yield _vacancy(n, vacant[n] if n < len(vacant) else None, here)


def _vacancy(n: int, one: Vacant | None, here: Address) -> Snapshot:
    key, room = f"vacant-{n}", State.ON if n < VACANT_ON_A_WALL else DESK
    link = replace(here, key=one.grid.code, period="", center=None).href if one else ""
    name = place_name(one.grid, here.language) if one else ""
    days = grid_word("vacant_days", here.language).format(f"{one.days:,}") if one and one.days is not None else ""
    cells = {f"{key}-name": name, f"{key}-days": days}
    return Snapshot(cells=cells, states={key: room if one else State.OFF}, links={key: link})
