"""The figures that real offices published must come out of the running system."""

from datetime import UTC, datetime

from dashboard.queries.question import Question
from pipelines.domain.kpi import LISTED, Basis
from pipelines.domain.period import read_period
from tests.system import ALL_VIEWER, PILOT, PILOT_GRIDS, System, hours

DISTRICT = "140303"


def _pilot_year(deployment: System) -> tuple[Question, datetime]:
    """1,151 reports over the 50 pilot grids this month, 1,116 of them closed."""
    now = datetime.now(UTC)
    key, events = deployment.key(), []
    for n in range(1151):
        at = now - hours(2 + n % 20 / 10)
        events.append(deployment.event(f"c{n}", "report", at, place=PILOT_GRIDS[n % 50], item="G01"))
        if n < 1116:
            events.append(deployment.event(f"c{n}", "close", at + hours(1)))
    deployment.send(events, key)
    deployment.work()
    today = deployment.day(now)
    span = f"{(deployment.day(now - hours(30))).isoformat()}..{today.isoformat()}"
    return Question(DISTRICT, read_period(span, today)), now


def test_the_pilot_grids_reach_the_published_closure_rate(deployment: System) -> None:
    question, now = _pilot_year(deployment)
    figures = deployment.queries.figures.figures(ALL_VIEWER, question, now)
    rate = figures.rates["closure_rate"]
    assert (rate.n, rate.d, round(rate.value or 0, 4)) == (1116, 1151, 0.9696)
    assert figures.counts[Basis.STOCK]["open"] == 35
    assert round(figures.rates["report_rate"].value or 0, 2) == 23.02


def test_a_parent_equals_its_children_and_what_was_reported_at_itself(deployment: System) -> None:
    question, now = _pilot_year(deployment)
    key = deployment.key("more")
    at = now - hours(1)
    deployment.send([deployment.event("own", "report", at, place=DISTRICT)], key)
    deployment.send([deployment.event("street", "report", at, place="140303001")], key)
    deployment.work()
    whole = deployment.queries.figures.figures(ALL_VIEWER, question, now)
    parts = deployment.queries.figures.children(ALL_VIEWER, question, now)
    assert parts[-1].is_direct
    assert parts[-1].counts[Basis.COHORT]["reported"] == 1
    for basis, own in whole.counts.items():
        for name, n in own.items():
            assert n == sum(part.counts[basis][name] for part in parts), (basis, name)


def test_today_from_the_live_store_equals_the_same_days_from_sql(deployment: System) -> None:
    _, now = _pilot_year(deployment)
    today = deployment.day(now)
    live = deployment.queries.figures.figures(ALL_VIEWER, Question(DISTRICT, read_period("today", today)), now)
    stored = deployment.queries.figures.figures(
        ALL_VIEWER, Question(DISTRICT, read_period(today.isoformat(), today)), now
    )
    assert live.counts == stored.counts
    assert live.freshness.watermark == stored.freshness.watermark


def test_the_list_behind_each_count_has_exactly_that_many_rows(deployment: System) -> None:
    question, now = _pilot_year(deployment)
    for place in (DISTRICT, PILOT[0], PILOT_GRIDS[0]):
        asked = Question(place, question.period)
        figures = deployment.queries.figures.figures(ALL_VIEWER, asked, now)
        for basis, own in figures.counts.items():
            for name, n in own.items():
                if name in LISTED[basis]:
                    rows = deployment.queries.cases.behind(ALL_VIEWER, asked, basis, name, now, limit=200)
                    assert rows.total == n, (place, basis, name)
                    assert len(rows.rows) == min(n, 200)


def _walked(deployment: System, asked: Question, basis: Basis, name: str, now: datetime) -> list[str]:
    """The case of every row of a list, page after page to its end."""
    found, cursor = list[str](), None
    while True:
        page = deployment.queries.cases.behind(ALL_VIEWER, asked, basis, name, now, limit=200, cursor=cursor)
        found += [row.case_id for row in page.rows]
        if page.next is None:
            return found
        cursor = page.next


def test_a_list_walked_to_its_end_names_every_case_once(deployment: System) -> None:
    question, now = _pilot_year(deployment)
    reported, closed = ({f"c{n}" for n in range(most)} for most in (1151, 1116))
    for place, step in ((DISTRICT, 1), (PILOT[0], 5), (PILOT_GRIDS[0], 50)):
        own = {f"c{n}" for n in range(1151) if n % 50 < 50 // step}
        for basis, name, cases in (
            (Basis.COHORT, "reported", reported),
            (Basis.COHORT, "closed", closed),
            (Basis.STOCK, "open", reported - closed),
        ):
            walked = _walked(deployment, Question(place, question.period), basis, name, now)
            assert set(walked) == cases & own, (place, name)
            assert len(walked) == len(set(walked)), (place, name)


def test_a_past_period_lists_the_stock_as_it_stood_at_its_end(deployment: System) -> None:
    now = datetime.now(UTC)
    key, start = deployment.key(), now - hours(24 * 20)
    for n in range(12):
        events = [deployment.event(f"p{n}", "report", start + hours(n), place=PILOT_GRIDS[n], item="G01")]
        if n % 3:
            events.append(deployment.event(f"p{n}", "dispose", start + hours(30 + n)))
        if n % 2:
            events.append(deployment.event(f"p{n}", "close", now - hours(50)))
        deployment.send(events, key)
    deployment.work()
    today = deployment.day(now)
    span = f"{deployment.day(start).isoformat()}..{deployment.day(now - hours(24 * 10)).isoformat()}"
    for asked in (
        Question(DISTRICT, read_period(span, today)),
        Question(DISTRICT, read_period(span, today), item="G01"),
    ):
        counts = deployment.queries.figures.figures(ALL_VIEWER, asked, now).counts[Basis.STOCK]
        assert (counts["open"], counts["awaiting_close"], counts["no_deadline"]) == (12, 8, 4)
        for name in ("open", "awaiting_close", "no_deadline", "open_disposed"):
            first = deployment.queries.cases.behind(ALL_VIEWER, asked, Basis.STOCK, name, now, limit=5)
            assert first.total == counts[name]
            assert len(first.rows) == min(5, counts[name])


def test_an_hourly_series_adds_up_to_the_day_and_leaves_out_what_has_no_hour(deployment: System) -> None:
    now = datetime.now(UTC)
    yesterday = deployment.day(now - hours(24))
    noon = datetime(yesterday.year, yesterday.month, yesterday.day, 4, tzinfo=UTC)  # 12:00 in Shanghai
    key = deployment.key()
    timed = [deployment.event(f"h{n}", "report", noon + hours(n % 5), place=PILOT_GRIDS[n]) for n in range(20)]
    dated = [deployment.event("d", "report", noon, place=PILOT_GRIDS[0]) | {"occurred_at": yesterday.isoformat()}]
    deployment.send(timed + dated, key)
    deployment.work()
    asked = Question(DISTRICT, read_period(yesterday.isoformat(), deployment.day(now)))
    hourly = deployment.queries.series.points(ALL_VIEWER, asked, "hour", now)
    daily = deployment.queries.series.points(ALL_VIEWER, asked, "day", now)
    by_hour = {point.at[11:13]: point.counts[Basis.COHORT]["reported"] for point in hourly}
    assert len(hourly) == 24
    assert {hour: n for hour, n in by_hour.items() if n} == {f"{12 + n}": 4 for n in range(5)}
    assert [point.counts[Basis.COHORT]["reported"] for point in daily] == [21]
