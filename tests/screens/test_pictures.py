"""The committed pictures are those that `make screens` would make."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from PIL import Image

from tests.screens.__main__ import BESIDE, REFERENCES, SCREENS
from tests.screens.city import HOUR, afternoon
from tests.screens.pictures import pictures

MOST_BYTES = 250_000


@pytest.mark.parametrize("hour", range(24))
def test_it_is_afternoon_in_the_zone_of_the_pictures(hour: int):
    now = datetime(2026, 11, 21, tzinfo=UTC) + timedelta(hours=hour)
    assert now.astimezone(ZoneInfo(afternoon(now))).hour == HOUR


def test_every_kept_picture_is_there_in_its_size_and_no_other():
    kept = {f"{one.name}.png": one for one in pictures() if one.is_kept}
    assert {path.name for path in SCREENS.glob("*.png")} == kept.keys()
    for name, one in kept.items():
        assert Image.open(SCREENS / name).size == tuple(round(n * one.scale) for n in one.size), name
        assert (SCREENS / name).stat().st_size < MOST_BYTES, name


def test_every_reference_stands_beside_a_picture():
    references = {path.name for path in REFERENCES.glob("*.png")}
    assert references <= {f"{one.name}.png" for one in pictures()}
    assert {path.name for path in BESIDE.glob("*.png")} == references
