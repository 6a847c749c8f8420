"""Run every benchmark and print one table with the machine and the day."""

import os
import platform
from datetime import UTC, datetime

from bench import events_per_second
from bench.figure import Figure


def main() -> None:
    """Measure and print."""
    figures: list[Figure] = [*events_per_second.measure()]
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    print(f"{datetime.now(UTC):%Y-%m-%d}, {machine}")
    for figure in figures:
        print(f"{figure.name:50} {figure.value:12,.0f} {figure.unit}")


main()
