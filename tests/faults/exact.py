"""Whether a deployment has counted what its client's ledger holds: the figures, and the very cases behind them."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import httpx

from tests.faults.harness import Ledger

ZONE = ZoneInfo("Asia/Shanghai")
PLACE = "140303"


def is_exact(address: str, key: str, ledger: Ledger) -> bool:
    """Whether every figure and every list of two days is the ledger's, and today's live figures are those of SQL.

    Two days by date, so that a midnight in between moves nothing out of sight. False while nobody answers.
    """
    today = datetime.now(ZONE).date()
    span = f"{today - timedelta(days=1)}..{today}"
    wanted = {
        ("cohort", "reported"): ledger.reported,
        ("cohort", "closed"): ledger.closed,
        ("flow", "closed"): ledger.closed,
        ("stock", "open"): ledger.reported - ledger.closed,
    }
    headers = {"Authorization": f"Bearer {key}"}
    with httpx.Client(base_url=f"{address}/api/v1", headers=headers, timeout=10) as client:
        try:
            counts = _counts(client, span)
            return (
                all(counts[basis][name] == len(cases) for (basis, name), cases in wanted.items())
                and all(_listed(client, span, *count) == sorted(cases) for count, cases in wanted.items())
                and _is_live_as_stored(client, today)
            )
        except httpx.HTTPError:
            return False


def _counts(client: httpx.Client, period: str) -> dict[str, dict[str, int]]:
    answer = client.get("/kpi", params={"place": PLACE, "period": period}).raise_for_status()
    counts: dict[str, dict[str, int]] = answer.json()["counts"]
    return counts


def _is_live_as_stored(client: httpx.Client, today: date) -> bool:
    return _counts(client, "today") == _counts(client, today.isoformat())


def _listed(client: httpx.Client, period: str, basis: str, count: str) -> list[str]:
    """The case of every row of a list, page after page to its end; one that is listed twice is here twice."""
    asked = {"place": PLACE, "period": period, "basis": basis, "count": count, "limit": "200"}
    found, more = list[str](), dict[str, str]()
    while True:
        page = client.get("/cases", params=asked | more).raise_for_status().json()
        found += [row["case_id"] for row in page["items"]]
        if page["next"] is None:
            return sorted(found)
        more = {"cursor": page["next"]}
