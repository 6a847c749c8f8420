"""Make places.csv, the demonstration tree of two districts, from the excerpt of public division codes.

Run by `make geometry`. The same excerpt gives the same bytes.
"""

import csv
import random
from collections.abc import Iterator
from dataclasses import astuple, dataclass, fields
from pathlib import Path

from pypinyin import Style, lazy_pinyin

HERE = Path(__file__).parent
SOURCE = HERE / "source" / "china_division.csv"
PLACES = HERE / "places.csv"

SEED = 440309
RAGGED_DISTRICT = "140303"
ABOLISHED_STREET = "140303007"
PILOT_COMMUNITIES = tuple(f"{ABOLISHED_STREET}{number:03d}" for number in range(1, 6))
GRIDDED_DISTRICT = "440309"
PILOT_GRIDS = 10
FEWEST_GRIDS, USUAL_GRIDS, MOST_GRIDS = 13, 16.6, 23

ENDINGS = {"district": "District", "subdistrict": "Subdistrict", "community": "Community"}
SUFFIXES = (("街道", "Subdistrict"), ("社区", "Community"), ("村", "Village"), ("区", "District"))
READINGS = {
    "山咀头": "shan zui tou",
    "陂": "bei",
    "吓": "xia",
    "厦": "xia",
    "坜": "li",
    "垴": "nao",
    "埔": "pu",
    "凹": "ao",
}
LONG_NAMES = ("中航 格澜郡", "招商 澜园", "水斗 老围", "水斗 新围", "平潭街 东", "平潭街 西")


@dataclass(frozen=True)
class Place:
    """One row of places.csv; an empty date means without limit on that side."""

    code: str
    level: str
    name: str
    parent: str
    kind: str
    valid_from: str
    valid_to: str
    name_en: str


def display_name(name: str) -> str:
    """The name as people say it: 居委会 and 村委会 fall away, 社区 and 村 stay."""
    if name.endswith("社区居委会"):
        return name.removesuffix("居委会")
    return name.removesuffix("委会") if name.endswith("村委会") else name


def syllables(chinese: str) -> list[str]:
    """Toneless readings, one a character; the known place-name readings win over the dictionary."""
    for written, reading in READINGS.items():
        if written in chinese:
            before, after = chinese.split(written, 1)
            return [*syllables(before), *reading.split(), *syllables(after)]
    return lazy_pinyin(chinese, style=Style.NORMAL)


def spell(word: str) -> str:
    """One capitalised word, with the apostrophe pinyin wants before a, e and o: 石凹 gives Shi'ao."""
    first, *others = syllables(word)
    return first.capitalize() + "".join(f"'{part}" if part[0] in "aeo" else part for part in others)


def transliterate(chinese: str) -> str:
    """The name in pinyin without tones; a known long name falls into its two words."""
    words = {name.replace(" ", ""): name.split() for name in LONG_NAMES}
    return " ".join(spell(word) for word in words.get(chinese, [chinese]))


def english_name(name: str, level: str) -> str:
    """矿区 keeps both characters, since a place of two has no suffix to spare."""
    for written, ending in SUFFIXES:
        if name.endswith(written) and len(name) - len(written) >= 2:
            return f"{transliterate(name.removesuffix(written))} {ending}"
    return f"{transliterate(name)} {ENDINGS[level]}"


def place(code: str, level: str, name: str, parent: str, name_en: str) -> Place:
    """A place of the base hierarchy that is valid at any time."""
    return Place(code, level, name, parent, "base", "", "", name_en)


def read_source() -> list[dict[str, str]]:
    """The rows kept from the excerpt, in its order: nothing of the abolished street but its pilot communities."""
    with SOURCE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [row for row in rows if not row["code"].startswith(ABOLISHED_STREET) or row["code"] in PILOT_COMMUNITIES]


def named_places() -> list[Place]:
    """Districts, streets and communities; a district is a root, a pilot community hangs on its district."""
    places = []
    for row in read_source():
        name, level = display_name(row["name"]), row["level"]
        parent = RAGGED_DISTRICT if row["code"] in PILOT_COMMUNITIES else row["parent"]
        parent = "" if level == "district" else parent
        places.append(place(row["code"], level, name, parent, english_name(name, level)))
    return places


def grid_count(community: Place, dice: random.Random) -> int:
    """How many grids a community has: ten in a pilot, 13 to 23 in Longhua, none elsewhere."""
    if community.code in PILOT_COMMUNITIES:
        return PILOT_GRIDS
    if community.code.startswith(GRIDDED_DISTRICT):
        return round(dice.triangular(FEWEST_GRIDS, MOST_GRIDS, USUAL_GRIDS))
    return 0


def grids_of(community: Place, dice: random.Random) -> Iterator[Place]:
    """The community's grids, numbered from 1, named without the 社区 that would only repeat."""
    short, short_en = community.name.removesuffix("社区"), community.name_en.removesuffix(" Community")
    for number in range(1, grid_count(community, dice) + 1):
        code, name = f"{community.code}{number:03d}", f"{short}第{number}网格"
        yield place(code, "grid", name, community.code, f"{short_en} Grid {number}")


def make_places() -> list[Place]:
    """All places by code, so that a parent stands before its children and siblings stand together."""
    dice = random.Random(SEED)
    named = sorted(named_places(), key=lambda each: each.code)
    grids = [grid for each in named if each.level == "community" for grid in grids_of(each, dice)]
    return sorted(named + grids, key=lambda each: each.code)


def write_places(target: Path = PLACES) -> None:
    """Write the table as UTF-8 with plain line ends."""
    with target.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(field.name for field in fields(Place))
        table.writerows(astuple(each) for each in make_places())


if __name__ == "__main__":
    write_places()
