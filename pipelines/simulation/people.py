"""Invented people: one grid worker for every place, officers of a street, crews of a unit, residents."""

from functools import lru_cache
from random import Random

from pipelines.simulation.chance import dice_for

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢钟崔廖"
)
GIVEN_ONE = "伟芳娜敏静丽强磊洋艳勇军杰娟涛明超霞平刚"
GIVEN_TWO = (
    "建国建华志强志明秀英秀兰桂英玉兰海燕晓东晓明文博文静佳怡子轩雨桐思远俊杰嘉豪浩然婷婷"
    "雪梅春梅国庆红梅立新永健伟明少华丽华淑珍锦辉家乐梓萱宇航欣怡金凤水清润生振宇天佑慧敏"
)
GIVEN: tuple[str, ...] = (*GIVEN_ONE, *(GIVEN_TWO[start : start + 2] for start in range(0, len(GIVEN_TWO), 2)))


@lru_cache(maxsize=20_000)
def name_of(*key: object) -> str:
    """The name that always belongs to that key."""
    dice = dice_for(*key)
    return dice.choice(SURNAMES) + dice.choice(GIVEN)


def officer(area: str, dice: Random) -> str:
    """One of the four who sit at the desk of a street."""
    return name_of(area, "officer", int(dice.random() * 4))


def crew_member(unit: str, dice: Random) -> str:
    """One of the six who work for a handling unit."""
    return name_of(unit, "crew", int(dice.random() * 6))


def resident(dice: Random) -> str:
    """A caller, by surname and title only."""
    surname = SURNAMES[int(dice.random() * len(SURNAMES))]
    return surname + ("女士" if dice.random() < 0.52 else "先生")
