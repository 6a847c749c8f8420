"""Every number of a file is the one that the interface gives for the same question."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

from dashboard.address import Format
from dashboard.address_reading import read_address
from dashboard.exports.place import write_place
from dashboard.queries.question import Question
from dashboard.wording.exports import SHEETS
from dashboard.wording.kpi import count_label, rate_label
from dashboard.wording.words import Language
from pipelines.domain.kpi import Basis
from pipelines.domain.period import read_period
from tests.dashboard.exports.conftest import Caller
from tests.dashboard.exports.reading import READERS, Tables, number, of_openpyxl
from tests.dashboard.pages.conftest import DISTRICT, NOW, Desk
from tests.system import ALL_VIEWER, PILOT, PILOT_GRIDS

PERIOD = "period=2024-05"
QUESTIONS = [
    f"place={DISTRICT}&{PERIOD}",
    f"place={DISTRICT}&{PERIOD}&class=A",
    f"place={DISTRICT}&{PERIOD}&center=emergency",
    f"place={DISTRICT}&{PERIOD}&item=E02",
    f"place={PILOT[0]}&{PERIOD}&channel=patrol",
    f"place={PILOT_GRIDS[0]}&period=2024-04..2024-05",
]
ZONE = ZoneInfo("Asia/Shanghai")


def files(caller: Caller, question: str, more: str = "") -> Iterator[Tables]:
    place, _, rest = question.removeprefix("place=").partition("&")
    for form, read in READERS:
        yield read(caller.file(f"/exports/places/{place}.{form}?{rest}{more}"))


def same_rate(row: dict[str, Any], told: dict[str, Any], names: tuple[str, str, str]) -> bool:
    value, n, d = (row[name] for name in names)
    return (told["value"], told["n"], told["d"]) == (number(value), n, d)


def test_every_count_and_rate_of_the_place(caller: Caller):
    for question in QUESTIONS:
        told = caller.told(f"/api/v1/kpi?{question}")
        counts = {f"{basis}.{name}": n for basis, own in told["counts"].items() for name, n in own.items()}
        del told["rates"]["duty_load"]  # an index among siblings, of which the file of one place knows nothing
        for tables in files(caller, question):
            rows = tables["全部指标"].by("标识")
            lasted = {f"{name}.{part}" for name in told["durations"] for part in ("mean", "p50", "p90")}
            assert set(rows) == {*counts, *told["rates"], *lasted}, question
            assert {name: rows[name]["数值"] for name in counts} == counts, question
            for name, rate in told["rates"].items():
                assert same_rate(rows[name], rate, ("数值", "分子 n", "分母 d")), (question, name)
            for name, one in told["durations"].items():
                for part in ("mean", "p50", "p90"):
                    row = rows[f"{name}.{part}"]
                    assert (number(row["数值"]), row["分子 n"]) == (one[part], one["count"]), (question, name)


def test_what_the_figures_are_true_for(caller: Caller):
    for question in QUESTIONS:
        told = caller.told(f"/api/v1/kpi?{question}")
        as_of = datetime.fromisoformat(told["as_of"]).astimezone(ZONE).replace(tzinfo=None, microsecond=0)
        for tables in files(caller, question):
            rows = {name: row["内容"] for name, row in tables["说明"].by("项目").items()}
            assert str(rows["数据截至"])[:19] == str(as_of)
            assert {f"水位 {shard}": seq for shard, seq in told["watermark"].items()} == {
                name: seq for name, seq in rows.items() if name.startswith("水位")
            }
            assert rows["地点编码"] == told["place"] and rows["统计周期"] == told["period"]
            assert all(f"数据截至 {as_of}" in table.heading for table in tables.values())


def test_both_comparisons(caller: Caller):
    for question in QUESTIONS[:3]:
        told = caller.told(f"/api/v1/kpi?{question}&compare=year_on_year,period_on_period")
        base = told["compare"]["period_on_period"]
        for tables in files(caller, question):
            table = tables["同比环比"]
            has_base = any(rate["n"] for rate in base["rates"].values())
            assert set(zip(table.column("比较"), table.column("基期"), strict=True)) == (
                {("环比", base["period"])} if has_base else set()
            ), "nothing was counted a year ago, nor of some slices a month ago"
            if not has_base:
                continue
            rows = table.by("标识")
            assert {name: number(row["变化"]) for name, row in rows.items()} == {
                name: change["value"] for name, change in base["change"].items()
            }
            for name, rate in base["rates"].items():
                assert same_rate(rows[name], rate, ("基期值", "基期分子 n", "基期分母 d")), name


def test_the_places_below_with_the_direct_row_and_the_total(caller: Caller):
    for question in QUESTIONS[:5]:
        told = caller.told(f"/api/v1/kpi/children?{question}")["items"]
        whole = caller.told(f"/api/v1/kpi?{question}")
        expected = {(one["place"], bool(one.get("direct"))): one for one in told}
        for tables in files(caller, question):
            rows = tables["下级排名"].by("地点").items()
            assert len(rows) == len(told) + 1
            for name, row in rows:
                one = whole if name == "合计" else expected[row["编码"], name == "直报本级"]
                for count in ("open", "overdue", "due_soon"):
                    label = count_label(Basis.STOCK, count, Language.ZH)
                    assert row[label] == one["counts"]["stock"][count]
                for rate, ratio in ((name, found) for name, found in one["rates"].items() if name != "duty_load"):
                    label = rate_label(rate, Language.ZH)
                    assert same_rate(row, ratio, (label, f"{label} n", f"{label} d"))


def test_the_trend_of_every_class(caller: Caller):
    question = QUESTIONS[0]
    told = {
        class_: caller.told(f"/api/v1/kpi/series?{question}&class={class_}&step=day")["items"]
        for class_ in ("", "A", "B", "C", "D", "none")
    }
    names = {"": "上报", "A": "A类", "B": "B类", "C": "C类", "D": "D类", "none": "未分类"}
    for tables in files(caller, question):
        table = tables["趋势"]
        assert [str(day)[:10] for day in table.column("日期")] == [point["at"] for point in told[""]]
        for class_, points in told.items():
            reported = [point["counts"]["cohort"]["reported"] for point in points]
            assert table.column(names[class_]) == reported, class_
        assert table.column("结案件次") == [point["counts"]["flow"]["closed"] for point in told[""]]


def test_every_listed_case(caller: Caller):
    for list_ in ("cohort.reported", "stock.overdue", "flow.closed", "due.settle_due"):
        basis, count = list_.split(".")
        told = caller.told(f"/api/v1/cases?{QUESTIONS[0]}&basis={basis}&count={count}&limit=200")
        for tables in files(caller, QUESTIONS[0], f"&list={list_}"):
            table = tables["案件明细"]
            assert table.column("案件编号") == [one["case_id"] for one in told["items"]], list_
            assert table.column("地点编码") == [one["place"] for one in told["items"]]
            for head, name in (("时限", "due_at"), ("结案时间", "closed_at")):
                times = [str(cell)[:19] if cell else None for cell in table.column(head)]
                assert times == [_local(one[name]) for one in told["items"]], (list_, name)
            assert f"共 {told['total']} 件" in table.heading
    direct = caller.told(f"/api/v1/cases?{PERIOD}&place={PILOT[0]}&direct=true")
    listed = of_openpyxl(caller.file(f"/exports/places/{PILOT[0]}.xlsx?{PERIOD}&direct=1"))["案件明细"]
    assert listed.column("案件编号") == [one["case_id"] for one in direct["items"]] == ["D0"]


def _local(at: str | None) -> str | None:
    return f"{datetime.fromisoformat(at).astimezone(ZONE):%Y-%m-%d %H:%M:%S}" if at else None


def test_every_item_with_its_share(caller: Caller):
    told = caller.told(f"/api/v1/cases?{QUESTIONS[0]}&limit=200")["items"]
    expected = Counter(one["item"] for one in told)
    for tables in files(caller, QUESTIONS[0]):
        rows = tables["事项"].by("事项编码")
        assert {code: row["上报 n"] for code, row in rows.items()} == expected
        assert {row["全部上报 d"] for row in rows.values()} == {len(told)}
        shares = {code: n / len(told) for code, n in expected.items()}
        assert shares == {code: number(row["占比"]) for code, row in rows.items()}


def test_today_is_written_as_its_day_and_equals_the_live_figures(desk: Desk):
    queries, zone = desk.system.queries, desk.system.settings.timezone
    question = Question(DISTRICT, read_period("today", queries.figures.today(NOW)))
    live = queries.figures.figures(ALL_VIEWER, question, NOW)
    file = BytesIO()
    written = write_place(
        queries, ALL_VIEWER, read_address(f"/places/{DISTRICT}", "period=today"), Format.XLSX, file, NOW, zone
    )
    rows = of_openpyxl(file.getvalue())["全部指标"].by("标识")
    counts = {f"{basis}.{name}": n for basis, own in live.counts.items() for name, n in own.items()}
    assert {name: rows[name]["数值"] for name in counts} == counts
    assert counts["cohort.reported"] > 0
    assert "_2024-05-15_" in written.name


def test_both_languages_say_the_same_numbers(caller: Caller):
    chinese, english = (
        of_openpyxl(caller.file(f"/exports/places/{DISTRICT}.xlsx?{PERIOD}{more}")) for more in ("", "&lang=en")
    )
    words = [word for name, word in SHEETS.items() if name != "places_listed"]
    assert list(english) == [word.en for word in words]
    assert list(chinese) == [word.zh for word in words]
    for word in words:
        numbers = [
            [[cell for cell in row if not isinstance(cell, str)] for row in one.rows]
            for one in (chinese[word.zh], english[word.en])
        ]
        assert numbers[0] == numbers[1] or word.zh == "说明", word
