from datetime import date, timedelta

from pipelines.domain.staff import StaffCategory, StaffPost, vacancies

TODAY = date(2026, 11, 21)
YEAR = date(2026, 1, 1)


def post(grid: str, until: date | None = None, is_chief: bool = True, since: date = YEAR) -> StaffPost:
    return StaffPost(f"{grid}{since}", "王伟", StaffCategory.FULL_TIME, grid, since, is_chief, until)


def test_a_grid_is_vacant_from_the_day_its_last_chief_left_and_the_longest_vacant_comes_first() -> None:
    posts = [
        post("held"),
        post("left", TODAY - timedelta(days=3)),
        post("long", TODAY - timedelta(days=90)),
        post("long", TODAY - timedelta(days=40), since=TODAY - timedelta(days=80)),
        post("aide", is_chief=False),
        post("next", since=TODAY + timedelta(days=1)),
        post("today", TODAY),
    ]
    found = vacancies(posts, ["held", "left", "long", "aide", "next", "today"], TODAY)
    assert [one.place for one in found] == ["aide", "next", "long", "left", "today"]
    assert [one.since and (TODAY - one.since).days for one in found] == [None, None, 40, 3, 0]
