"""What was reported, item by item."""

from dashboard.exports.book import Form, Number, Row, Sheet
from dashboard.exports.cells import heads
from dashboard.exports.view import View
from dashboard.wording.desk import item_name, say
from dashboard.wording.exports import SHEETS
from pipelines.domain.kpi import Basis, Ratio


def items_sheet(view: View) -> Sheet:
    """Every item of the cases reported in the period, most frequent first, with its share."""
    reported = view.figures.counts[Basis.COHORT]["reported"]
    rows = [_row(view, code, Ratio(n, reported)) for code, n in view.items]
    columns = heads(view.language, "item", "item_code", "share", "count", "all_reported")
    return Sheet(say(SHEETS, "items", view.language), columns, rows)


def _row(view: View, code: str | None, share: Ratio) -> Row:
    name = item_name(view.answers.items, code, view.language)
    return name, code or "", Number(share.value, Form.SHARE), share.n, share.d
