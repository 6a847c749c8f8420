"""Disputes and petitions -> what was reported, what stands open and for how long, and what has become backlog."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from dashboard.live.board import State
from dashboard.live.board_governance import AGES, KINDS, MOST_OLDEST
from dashboard.live.governance_facts import Matters
from dashboard.live.governance_setting import TODAY, Setting
from dashboard.live.snapshot import Snapshot
from dashboard.queries.case_row import CaseDetail
from dashboard.queries.question import Figures
from dashboard.wording.numbers import MISSING
from pipelines.domain.kpi import Basis, Ratio
from pipelines.domain.matter import MatterKind, MatterPart
from pipelines.domain.period import local_day
from pipelines.domain.step import CaseStage

MATTERS = dict(zip(KINDS, map(MatterPart, MatterKind), strict=True))


def draw_matters(at: Setting, place: Figures, found: Matters | None) -> Snapshot:
    """Reported today, open by age, and resolved of this month's: disputes beside petitions."""
    appeals = found.today.reached[CaseStage.REPORTED] if found else None
    reported = (place.counts[Basis.COHORT]["disputes_reported"], appeals)
    cells = dict[str, str]()
    for kind, today, done in zip(KINDS, reported, _done(found), strict=True):
        ages = getattr(found.backlog, kind) if found else [None] * len(AGES)
        cells |= {
            f"{kind}-today": at.number(today),
            f"{kind}-open": at.number(sum(ages) if found else None),
            f"{kind}-done": at.rate(done),
            f"{kind}-done-of": at.parts(done),
            **{f"{kind}-age-{n}": at.number(ages[n]) for n in AGES},
        }
    totals = [sum(pair) for pair in zip(found.backlog.disputes, found.backlog.petitions, strict=True)] if found else []
    return Snapshot(
        cells=cells,
        states=_age_states(totals),
        bars={f"age-{n}": round(totals[n] / max(totals), 3) if any(totals) else 0 for n in AGES},
        links={key: link for kind in KINDS for key, link in _matter_links(at, kind)},
    )


def _matter_links(at: Setting, kind: str) -> Iterator[tuple[str, str]]:
    """Where the numbers of disputes or petitions lead."""
    part = MATTERS[kind]
    is_done = Basis.COHORT, "disposed" if part.kind is MatterKind.DISPUTE else "resolved"
    yield f"{kind}-today", at.listing(TODAY, Basis.COHORT, "reported", matter=part)
    yield f"{kind}-open", at.listing(TODAY, Basis.STOCK, "open", matter=part)
    yield f"{kind}-done", at.listing(at.month, *is_done, matter=part)
    yield f"{kind}-done-of", at.listing(at.month, Basis.COHORT, "reported", matter=part)
    for n in AGES:
        yield f"{kind}-age-{n}", at.listing(TODAY, Basis.STOCK, "open", matter=replace(part, age=n))


def _done(found: Matters | None) -> tuple[Ratio | None, Ratio | None]:
    """Of what was reported this month: disputes whose work is done, petitions that are resolved."""
    if found is None:
        return None, None
    month, appeals = found.month, found.month.appeals.reached
    disputes = Ratio(month.disputes_disposed, month.figures.counts[Basis.COHORT]["disputes_reported"])
    return disputes, Ratio(appeals[CaseStage.RESOLVED], appeals[CaseStage.REPORTED])


def _age_states(totals: list[int]) -> Mapping[str, str]:
    """What has been open longest of all is what a person should act on."""
    is_old = bool(totals) and totals[-1] > 0
    return {f"age-{n}": State.WARNING if is_old and n == AGES[-1] else State.ON for n in AGES}


def draw_backlog(at: Setting, place: Figures, found: Matters | None) -> Iterable[Snapshot]:
    """The petition backlog, resolved and left, and the matters that have been open longest."""
    stock, rate = place.counts[Basis.STOCK], place.rates["petition_resolution"]
    resolved = at.listing(TODAY, Basis.STOCK, "petitions_resolved")
    yield Snapshot(
        cells={
            "backlog-left": at.number(stock["petition_backlog"]),
            "backlog-resolved": at.number(stock["petitions_resolved"]),
            "backlog-rate": at.rate(rate),
            "backlog-of": at.parts(rate),
        },
        states={
            **dict.fromkeys(("backlog-left", "backlog-resolved"), State.ON),
            "no-oldest": State.ON if found and not found.backlog.oldest else State.OFF,
        },
        bars={"backlog": rate.value or 0},
        links={
            "backlog-left": at.listing(TODAY, Basis.STOCK, "petition_backlog"),
            **dict.fromkeys(("backlog-resolved", "backlog-rate", "backlog-of"), resolved),
        },
    )
    oldest = found.backlog.oldest if found else ()
    for n in range(MOST_OLDEST):
        yield _oldest(f"oldest-{n}", oldest[n] if n < len(oldest) else None, at)


def _oldest(key: str, one: CaseDetail | None, at: Setting) -> Snapshot:
    if one is None:
        cells = {f"{key}-{part}": "" for part in ("title", "where", "days")}
        return Snapshot(cells, states={key: State.OFF}, links={key: ""})
    case = one.file.case
    reported = case.reported_at
    days = str((at.today - local_day(reported, at.zone)).days) if reported else MISSING
    return Snapshot(
        cells={
            f"{key}-title": at.item_name(case.item),
            f"{key}-where": at.where(one),
            f"{key}-days": at.word("open_days").format(days),
        },
        states={key: State.ON},
        links={key: at.case(case.case_id)},
    )
