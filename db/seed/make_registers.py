"""Make the sample registers of the demonstration tree: people, homes, groups and figures are invented.

Run by `make geometry`. The same places give the same bytes.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random

SEED = Path(__file__).parent
ROOTS = ("140303", "440309")
BEGIN, FIRST_DUE = date(2025, 1, 1), date(2026, 9, 1)
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗"
GIVEN = (
    "伟",
    "芳",
    "娜",
    "敏",
    "静",
    "丽",
    "强",
    "磊",
    "洋",
    "艳",
    "建国",
    "志强",
    "秀英",
    "桂英",
    "晓东",
    "文静",
    "雨桐",
    "俊杰",
)
CATEGORIES = (("在职专职", 5), ("退休专职", 1), ("综合协管员", 3), ("其它临聘", 1))
TYPES = (("整租", 5), ("合租", 3), ("集体宿舍", 1), ("商住混用", 1))
GRADES = (("A", 6, 180), ("B", 3, 90), ("C", 1, 30))
VACANT_EVERY, HOMES_EVERY = 61, 4
GROUPS = ("广场舞队", "合唱团", "书画社", "志愿巡逻队", "棋牌社")
CUTS = (("合并同类事项", 34), ("取消上报台账", 21), ("移交职能部门", 17), ("停止无依据证明", 12))

Cells = Sequence[object]


def main() -> None:
    """Write every sample file anew."""
    places = [row for row in _read(SEED / "places.csv") if row["kind"] == "base"]
    grids = [row for row in places if row["level"] == "grid" and row["code"].startswith(ROOTS)]
    communities = [row for row in places if row["level"] == "community" and row["code"].startswith(ROOTS)]
    _write("staff", "code,name,category,place,chief,valid_from,valid_to", _staff(grids, communities))
    _write("rentals", "code,place,type,grade,every_days,first_due,valid_from,valid_to", _rentals(grids))
    _write("groups", "code,place,name,leader,filed_on,approved_on,renewal_due,ended_on", _groups(communities))
    _write("duties", "code,place,kind,name,items,baseline,at_least,valid_from,valid_to,cut", _duties())
    _write("facts", "code,place,name,value,base,day,source", _facts())
    _write("sources", "code,name,expected_minutes", [("simulator", "模拟城市", 5)])


def _staff(grids: Iterable[dict[str, str]], communities: Iterable[dict[str, str]]) -> Iterator[Cells]:
    for n, grid in enumerate(grids, start=1):
        if n % VACANT_EVERY:
            yield _person(f"W{grid['code']}", grid["code"], "是")
    for community in communities:
        yield _person(f"W{community['code']}", community["code"], "否")


def _person(code: str, place: str, chief: str) -> Cells:
    dice = Random(code)
    name = dice.choice(SURNAMES) + dice.choice(GIVEN)
    return code, name, _drawn(dice, CATEGORIES), place, chief, BEGIN, ""


def _rentals(grids: Iterable[dict[str, str]]) -> Iterator[Cells]:
    for n, grid in enumerate(grids):
        if n % HOMES_EVERY == 0:
            code = f"H{grid['code']}"
            dice = Random(code)
            grade, _, days = dice.choices(GRADES, [weight for _, weight, _ in GRADES])[0]
            first = FIRST_DUE + timedelta(days=dice.randrange(120))
            yield code, grid["code"], _drawn(dice, TYPES), grade, days, first, BEGIN, ""


def _groups(communities: Iterable[dict[str, str]]) -> Iterator[Cells]:
    for n, community in enumerate(communities):
        if n % 3 == 0:
            dice = Random(f"G{community['code']}")
            filed = date(2025, 8, 5) + timedelta(days=dice.randrange(400))
            approved = filed + timedelta(days=dice.randrange(5, 40)) if dice.random() < 0.85 else ""
            leader = dice.choice(SURNAMES) + dice.choice(GIVEN)
            yield f"G{community['code']}", community["code"], dice.choice(GROUPS), leader, filed, approved, "", ""


def _duties() -> Iterator[Cells]:
    ended = date(2026, 3, 1)
    for place in ROOTS:
        for n, (cut, items) in enumerate(CUTS, start=1):
            yield _duty(f"{place}-{n}", f"原职责清单第{n}部分", items, ended, cut)
        yield _duty(f"{place}-{len(CUTS) + 1}", "原职责清单其余取消部分", 3, ended)
        yield _duty(f"{place}-{len(CUTS) + 2}", "现行职责清单", 28)
        yield _duty(f"{place}-A1", "原考核评比取消部分", 38, ended, "清理考核评比", "考核评比")
        yield _duty(f"{place}-A2", "现行考核评比", 2, kind="考核评比")
        for letter, kind, gone, left in (("L", "台账报表", 21, 9), ("C", "证明盖章", 14, 5)):
            yield _duty(f"{place}-{letter}1", f"原{kind}取消部分", gone, ended, f"清理{kind}", kind)
            yield _duty(f"{place}-{letter}2", f"现行{kind}", left, kind=kind)


def _duty(code: str, name: str, items: int, ended: date | str = "", cut: str = "", kind: str = "职责事项") -> Cells:
    is_at_least = "是" if kind == "考核评比" else ""
    return code, code.split("-", maxsplit=1)[0], kind, name, items, "是", is_at_least, BEGIN, ended, cut


def _facts() -> Iterator[Cells]:
    yield "organisations", "440309", "社会组织", 747, 526, date(2025, 12, 31), "示例：公开年报"
    yield "service_centers", "440309", "党群服务中心", 128, "", date(2025, 12, 31), "示例：公开年报"
    yield "population", "140303", "常住人口（万人）", 24.3, 24.2, date(2025, 12, 31), "示例：统计公报"


def _drawn(dice: Random, shares: Sequence[tuple[str, int]]) -> str:
    return dice.choices([word for word, _ in shares], [share for _, share in shares])[0]


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _write(name: str, header: str, rows: Iterable[Cells]) -> None:
    with (SEED / "registers" / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header.split(","))
        writer.writerows(rows)


if __name__ == "__main__":
    main()
