"""Appeals -> how far this month's have come; disputes -> how long none has become a petition."""

from dashboard.live.board import State
from dashboard.live.board_governance import PERIODS
from dashboard.live.governance_facts import Matters
from dashboard.live.governance_setting import Setting
from dashboard.live.snapshot import Snapshot
from dashboard.wording.numbers import MISSING
from dashboard.wording.times import day
from pipelines.domain.kpi import Basis, Ratio
from pipelines.domain.matter import LOOP, MatterKind, MatterPart
from pipelines.domain.period import local_day
from pipelines.domain.step import CaseStage


def draw_loop(at: Setting, found: Matters | None) -> Snapshot:
    """How many have reached each step, how many stand open at it, and how many the citizens have confirmed."""
    reached = found.month.appeals.reached if found else {}
    most = reached.get(CaseStage.REPORTED, 0)
    rate = found.month.figures.rates["citizen_confirmed_rate"] if found else None
    return Snapshot(
        cells={
            **{f"loop-{step}": at.number(reached.get(step)) for step in LOOP},
            **{f"loop-{step}-waiting": _waiting(at, found, step) for step in LOOP},
            "loop-rate": at.rate(rate),
            "loop-rate-of": at.parts(rate),
        },
        states={f"loop-{step}": State.ON for step in LOOP},
        bars={f"loop-{step}": round(reached[step] / most, 3) if most else 0 for step in LOOP},
        links={
            **{f"loop-{step}": _appeals(at, reached=step) for step in LOOP},
            **{f"loop-{step}-waiting": _appeals(at, waiting=step) for step in LOOP},
            "loop-rate": at.listing(at.month, Basis.COHORT, "confirmed"),
            "loop-rate-of": at.listing(at.month, Basis.COHORT, "resolved"),
        },
    )


def _waiting(at: Setting, found: Matters | None, step: CaseStage) -> str:
    n = found.month.appeals.waiting.get(step) if found else None
    return at.word("loop_waiting").format(at.number(n)) if n else ""


def _appeals(at: Setting, reached: CaseStage | None = None, waiting: CaseStage | None = None) -> str:
    part = MatterPart(MatterKind.PETITION, reached=reached, waiting=waiting)
    return at.listing(at.month, Basis.COHORT, "reported", matter=part)


def _zero_rates(at: Setting, found: Matters | None) -> dict[str, str]:
    rates = _escalated(found)
    shares = {f"zero-{period}": at.rate(rate) for period, rate in rates.items()}
    return shares | {f"zero-{period}-of": at.parts(rate) for period, rate in rates.items()}


def draw_zero(at: Setting, found: Matters | None) -> Snapshot:
    """Days since a dispute last became a petition, which one it was, and their share of this month's and year's."""
    last = found.escalation if found else None
    days = (at.today - local_day(last.at, at.zone)).days if last else None
    return Snapshot(
        cells={
            "zero-days": MISSING if days is None else f"{days:,}",
            "zero-text": at.word("zero_never" if found and last is None else "zero_since"),
            "zero-when": day(local_day(last.at, at.zone), at.language) if last else "",
            "zero-title": at.item_name(last.case.file.case.item) if last else "",
            "zero-where": at.where(last.case) if last else "",
            **_zero_rates(at, found),
        },
        states={
            "zero": State.WARNING if days == 0 else State.NORMAL,
            "zero-last": State.ON if last else State.OFF,
            **{f"zero-{period}": State.ON for period in PERIODS},
        },
        links={
            "zero-last": at.case(last.case.file.case.case_id) if last else "",
            "zero-month": at.listing(at.month, Basis.COHORT, "disputes_escalated"),
            "zero-year": at.listing(at.year, Basis.COHORT, "disputes_escalated"),
        },
    )


def _escalated(found: Matters | None) -> dict[str, Ratio | None]:
    """The share of disputes that became petitions, this month's and this year's."""
    figures = (found.month.figures, found.year) if found else (None, None)
    return {
        period: one.rates["dispute_escalation"] if one else None for period, one in zip(PERIODS, figures, strict=True)
    }
