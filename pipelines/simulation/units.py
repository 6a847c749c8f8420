"""Which unit handles what: a keyword in the item's name decides, else its center."""

from functools import lru_cache

from pipelines.domain.catalogue import Item
from pipelines.domain.event import Center

BY_KEYWORD = (
    ("燃气", "燃气抢险队"),
    ("火情", "消防救援站"),
    ("消防", "消防救援站"),
    ("灭火", "消防救援站"),
    ("电动车", "消防救援站"),
    ("边坡", "应急抢险队"),
    ("电梯", "特种设备救援队"),
    ("路灯", "路灯养护队"),
    ("信号灯", "交通设施养护队"),
    ("单车", "单车调度队"),
    ("机动车", "交警中队"),
    ("垃圾", "环卫作业队"),
    ("蚊蝇", "环卫作业队"),
    ("绿化", "绿化管养队"),
    ("水管", "供水抢修队"),
    ("污水", "排水养护队"),
    ("雨水", "排水养护队"),
    ("积水", "排水养护队"),
    ("路面", "市政养护队"),
    ("人行道", "市政养护队"),
    ("井盖", "市政养护队"),
    ("护栏", "市政养护队"),
    ("劳资", "劳动监察中队"),
    ("物业", "物业管理站"),
    ("出租屋", "出租屋综管所"),
    ("居住", "出租屋综管所"),
    ("租赁", "司法所"),
    ("纠纷", "人民调解委员会"),
    ("信访", "信访办"),
    ("诈骗", "派出所"),
    ("暴力", "派出所"),
    ("法律", "司法所"),
)
BY_CENTER = {Center.EMERGENCY: "应急抢险队", Center.GOVERNANCE: "综治办", Center.GRID: "城管执法队"}


@lru_cache(maxsize=4_000)
def unit_for(item: Item, area: str) -> str:
    """The unit of that street which handles the item."""
    found = next((unit for keyword, unit in BY_KEYWORD if keyword in item.name), None)
    return area + (found or BY_CENTER.get(item.center, "综合服务中心"))


def other_unit(item: Item, area: str) -> str:
    """A unit that a case of this item goes to by mistake."""
    right = unit_for(item, area)
    return next(area + unit for unit in BY_CENTER.values() if area + unit != right)
