"""Where the parts of the two districts lie, roughly and by eye: no surveyed line is used."""

from dataclasses import dataclass

Point = tuple[float, float]
WIDTH_UNITS = 10_000


@dataclass(frozen=True)
class Zone:
    """A part of a district grown as one: a street, or a group of communities that stand without one.

    `seed` is in sketch kilometres; `members` are the codes of the district's children inside.
    """

    seed: Point
    area_km2: float
    members: tuple[str, ...]


@dataclass(frozen=True)
class DistrictLayout:
    """A sketch of the outline in kilometres (y down), refined by noise, and the zones inside it."""

    code: str
    outline: tuple[Point, ...]
    zones: tuple[Zone, ...]

    @property
    def area_km2(self) -> float:
        """The area the drawing is scaled to."""
        return sum(zone.area_km2 for zone in self.zones)


LONGHUA = DistrictLayout(
    "440309",
    outline=(
        (6.2, 0.3), (7.2, 0.1), (8.1, 0.8), (9.0, 0.9), (9.7, 1.7), (10.9, 1.9), (11.8, 2.8), (11.6, 3.9), (12.4, 4.8),
        (12.2, 5.9), (12.9, 6.9), (12.8, 8.1), (13.3, 9.2), (12.7, 10.2), (11.8, 10.6), (11.5, 11.6), (10.4, 12.0),
        (9.9, 13.2), (9.0, 13.9), (8.5, 15.0), (7.3, 15.9), (6.2, 15.7), (5.2, 16.2), (4.2, 15.6), (3.1, 15.7),
        (2.2, 14.9), (1.3, 14.6), (0.9, 13.5), (0.2, 12.6), (0.5, 11.4), (0.3, 10.3), (1.2, 9.5), (1.6, 8.3),
        (2.6, 7.7), (2.7, 6.6), (2.3, 5.5), (3.1, 4.6), (3.3, 3.4), (4.3, 2.9), (4.6, 1.8), (5.5, 1.4),
    ),
    zones=(
        Zone((10.9, 8.0), 22.0, ("440309001",)),
        Zone((7.0, 13.9), 21.6, ("440309002",)),
        Zone((7.2, 9.6), 25.0, ("440309003",)),
        Zone((2.7, 11.6), 37.0, ("440309004",)),
        Zone((4.5, 5.6), 36.0, ("440309005",)),
        Zone((8.7, 3.1), 34.0, ("440309006",)),
    ),
)  # fmt: skip

KUANGQU = DistrictLayout(
    "140303",
    outline=(
        (0.2, 2.0), (0.4, 1.4), (1.0, 1.1), (1.3, 0.7), (2.1, 0.7), (2.6, 0.3), (3.6, 0.2), (4.1, 0.5), (4.9, 0.4),
        (5.2, 0.9), (5.8, 1.1), (5.7, 1.7), (5.3, 2.2), (5.4, 2.8), (4.9, 3.3), (4.2, 3.2), (3.5, 3.6), (2.6, 3.5),
        (2.2, 3.1), (1.6, 3.2), (0.9, 3.0), (0.6, 2.5),
    ),
    zones=(
        Zone((4.6, 1.4), 2.1, ("140303001",)),
        Zone((3.3, 1.0), 1.9, ("140303003",)),
        Zone((1.1, 2.0), 2.2, ("140303004",)),
        Zone((4.6, 2.6), 1.8, ("140303005",)),
        Zone((2.0, 1.3), 1.5, ("140303006",)),
        Zone((2.9, 2.6), 1.7, ("140303007001", "140303007002", "140303007003", "140303007004", "140303007005")),
    ),
)  # fmt: skip

DISTRICTS = (KUANGQU, LONGHUA)
