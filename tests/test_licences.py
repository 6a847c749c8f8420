"""Whose data we hand on, the notice of their licence goes with it."""

from importlib.metadata import distribution
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SEED, DATA = ROOT / "db/seed/LICENCES.md", ROOT / "tests/data/LICENCES.md"


@pytest.mark.parametrize(
    ("page", "holder"),
    [(SEED, "Copyright (c) 2017 mwn"), (DATA, "Copyright (c) 2022 nycomplaints authors")],
)
def test_data_under_the_mit_licence_come_with_its_notice(page: Path, holder: str) -> None:
    text = " ".join(page.read_text(encoding="utf-8").split())
    assert holder in text
    assert "Permission is hereby granted, free of charge" in text
    assert "this permission notice shall be included in all copies or substantial portions" in text
    assert 'THE SOFTWARE IS PROVIDED "AS IS"' in text


def test_the_calendar_names_whoever_the_package_of_holidays_names() -> None:
    licence = distribution("holidays").read_text("licenses/LICENSE")
    assert licence
    holders = [line for line in licence.splitlines() if line.startswith("Copyright")]
    assert len(holders) == 3
    assert all(holder in SEED.read_text(encoding="utf-8") for holder in holders)
