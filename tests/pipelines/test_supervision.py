"""The ladder over real stores: a case that nobody touches comes to 红牌 by nothing but the passing of time."""

from datetime import UTC, datetime

from dashboard.queries.question import Question
from db.case_store import CaseStore
from db.org_store import OrgStore
from db.supervision_store import SupervisionReader
from pipelines.domain.kpi import Basis
from pipelines.domain.ladder import Replies
from pipelines.domain.period import read_period
from pipelines.domain.step import RungName
from tests.system import ALL_VIEWER, PILOT_GRIDS, System, hours

DUE = datetime(2026, 11, 16, 4, tzinfo=UTC)


def report(deployment: System, key: str, *names: str) -> None:
    due = {"place": PILOT_GRIDS[0], "due_at": DUE.isoformat()}
    deployment.send([deployment.event(name, "report", DUE - hours(10), **due) for name in names], key)
    deployment.work(DUE)


def rung(deployment: System, case_id: str) -> str | None:
    return CaseStore(deployment.database.derived).files([case_id])[case_id].case.rung


def tick(deployment: System, n: float) -> None:
    """So many hours past the deadline; a tick for each of the two turns of the clock, and one for each rung."""
    for _ in range(3):
        deployment.tick(DUE + hours(n))


def test_ticks_lead_a_case_that_nobody_touches_to_the_red_card(deployment: System) -> None:
    report(deployment, deployment.key(), "c1")
    seen = []
    for n in (0, 1.9, 2, 23, 24, 71):
        tick(deployment, n)
        seen.append(rung(deployment, "c1"))
    assert seen == [None, None, "urge", "urge", "yellow", "yellow"]
    deployment.worker = None
    deployment.work(DUE + hours(71))
    tick(deployment, 72)
    assert rung(deployment, "c1") == "red"
    length = deployment.log().last_pos()
    tick(deployment, 73)
    assert deployment.log().last_pos() == length
    period = read_period("2026-11-16..2026-11-20", deployment.day(DUE))
    figures = deployment.queries.figures.figures(ALL_VIEWER, Question("140303", period), DUE + hours(73))
    assert (figures.counts[Basis.FLOW]["urged"], figures.counts[Basis.FLOW]["supervised"]) == (1, 2)


def test_what_supervision_has_brought_is_counted_by_rung(deployment: System) -> None:
    key = deployment.key()
    report(deployment, key, "quick", "slow", "never")
    tick(deployment, 2)
    deployment.send([deployment.event("quick", "dispose", DUE + hours(3))], key)
    deployment.work(DUE + hours(3))
    tick(deployment, 24)
    deployment.send([deployment.event("slow", "dispose", DUE + hours(90))], key)
    deployment.work(DUE + hours(90))
    unit = OrgStore(deployment.database.log).tree().unit("140303")
    reader = SupervisionReader(deployment.database.derived)
    found = {RungName.URGE: Replies(1, 0, 0), RungName.YELLOW: Replies(0, 1, 1)}
    assert reader.replies(unit, DUE + hours(71)) == found
    tick(deployment, 72)
    found = {RungName.URGE: Replies(1, 0, 0), RungName.YELLOW: Replies(0, 1, 0), RungName.RED: Replies(0, 0, 1)}
    assert reader.replies(unit, DUE + hours(72)) == found
    asked = Question("140303", read_period("2026-11-16..2026-11-20", deployment.day(DUE)))
    rate = deployment.queries.figures.figures(ALL_VIEWER, asked, DUE + hours(91)).rates["supervision_reply_rate"]
    assert (rate.n, rate.d) == (1, 2)


def test_rung_and_reply_belong_to_supervision_only(deployment: System) -> None:
    key = deployment.key()
    report(deployment, key, "c1")
    for field, value in (("rung", "red"), ("reply_by", DUE.isoformat())):
        refused = deployment.post(deployment.event("c1", "dispose", DUE, **{field: value}), key)
        assert (refused.status_code, refused.json()["error"]["field"]) == (422, field)
    by_hand = {"rung": "instruction", "reply_by": (DUE + hours(5)).isoformat()}
    deployment.send([deployment.event("c1", "supervise", DUE, **by_hand)], key)
    deployment.work(DUE)
    assert rung(deployment, "c1") == "instruction"
