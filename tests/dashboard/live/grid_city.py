"""A district at work as the grid center sees it: patrols, rosters, staff, duties, and cases at every rung."""

from datetime import date, timedelta

from dashboard.live.channel import View
from dashboard.wording.words import Language
from db.register_store import RegisterStore
from pipelines.domain.access import ALL
from pipelines.domain.duty import DutyEntry, DutyKind
from pipelines.domain.staff import StaffCategory, StaffPost
from tests.dashboard.live.city import NOON, City
from tests.dashboard.live.test_board import look
from tests.system import PILOT_GRIDS

DISTRICT = "140303"
BEGUN = date(2026, 1, 1)
LEFT = date(2026, 11, 11)
RUNGS = ("grid", "grid", "grid", "community", "community", "subdistrict", "district")
CUTS = (80, 11, 10, 25, 23, 24)
NOT_ITEMISED, TODAY_LISTED = 4, 11
PLACES = (0, 0, 0, 0, 10, 10, 10, 20, 20, 30)
"""The grid of each case, among those of the pilot."""


def view(place: str = DISTRICT, language: Language = Language.ZH) -> View:
    return View("grid", place, frozenset({ALL}), language)


def shown(city: City, place: str = DISTRICT, language: Language = Language.ZH):
    """The whole board, with what is read beside the rounds."""
    return look(city, view(place, language))


def a_month_at_work(city: City) -> None:
    """Ten cases of November, seven of them closed; some days patrolled, three workers, 47 chiefs, the list of §8."""
    system = city.system
    key, at = system.key("office"), NOON - timedelta(hours=3)
    city.report("october", "G06", PILOT_GRIDS[0], at=NOON - timedelta(days=40), channel="window")
    for n, grid in enumerate(PLACES):
        channel = "hotline" if n < 3 else "patrol"
        city.report(f"c{n}", "G06", PILOT_GRIDS[grid], at=at - timedelta(days=n), channel=channel)
    for n, rung in enumerate(RUNGS):
        city.step(f"c{n}", "dispatch")
        city.step(f"c{n}", "dispose")
        city.step(f"c{n}", "close", level=rung)
    walked = [(0, 12), (1, 50), (3, 44)]
    records = [
        system.record("patrol", grid, NOON - timedelta(days=days)) for days, n in walked for grid in PILOT_GRIDS[:n]
    ]
    kinds = ("full_time", "full_time", "retired")
    records += [
        system.record("roster", PILOT_GRIDS[10 * (n + 1)], NOON, worker=f"w{n}", category=kind)
        for n, kind in enumerate(kinds)
    ]
    system.send_records(records, key)
    RegisterStore(system.database.log).put([*_posts(), *_duties()])
    system.work(NOON)


def _posts() -> list[StaffPost]:
    kept = [_chief(n, None) for n in range(47)]
    return [*kept, _chief(47, LEFT), StaffPost("w0", "李", StaffCategory.TEMPORARY, PILOT_GRIDS[49], BEGUN)]


def _chief(n: int, until: date | None) -> StaffPost:
    return StaffPost(f"W{n}", "王伟", StaffCategory.FULL_TIME, PILOT_GRIDS[n], BEGUN, True, until)


def _duties() -> list[DutyEntry]:
    cut = date(2026, 3, 1)
    named = [_duty(f"C{n}", items, cut, f"削减{n}") for n, items in enumerate(CUTS)]
    return [*named, _duty("C9", NOT_ITEMISED, cut, ""), _duty("NOW", TODAY_LISTED, None, "")]


def _duty(code: str, items: int, until: date | None, cut: str) -> DutyEntry:
    return DutyEntry(code, DISTRICT, DutyKind.DUTY, code, BEGUN, items, valid_to=until, cut=cut)
