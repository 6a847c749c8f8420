"""Run the benchmarks, all or those named, and print one table with the machine and the day."""

import os
import platform
import sys
from collections.abc import Iterable
from datetime import UTC, datetime

from bench import (
    drill_click,
    events_per_second,
    first_light,
    first_load,
    import_rows,
    main_thread,
    map_grids,
    readable,
    screens,
    side_by_side,
)
from bench.figure import Figure

MODULES = (
    events_per_second,
    readable,
    import_rows,
    first_light,
    screens,
    first_load,
    main_thread,
    map_grids,
    drill_click,
    side_by_side,
)
MEASURES = {module.__name__.removeprefix("bench."): module.measure for module in MODULES}


def main(names: Iterable[str]) -> int:
    """0 when every gate holds; a row is printed as soon as it is measured."""
    chosen = list(names) or list(MEASURES)
    unknown = set(chosen) - MEASURES.keys()
    if unknown:
        print(f"bench: {', '.join(sorted(unknown))} is none of {', '.join(MEASURES)}", file=sys.stderr)
        return 2
    print(_machine(), "", "| what | measured | gate | |", "|---|---:|---:|---|", sep="\n", flush=True)
    return max([_show(figure) for name in chosen for figure in MEASURES[name]()], default=0)


def _machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, {memory:.0f} GiB, "
        f"Python {platform.python_version()}, {datetime.now(UTC):%Y-%m-%d}"
    )


def _show(figure: Figure) -> int:
    value = f"{figure.value:,.0f}" if figure.value >= 100 else f"{figure.value:.3g}"
    verdict = ("passes" if figure.passes else "**misses**") if figure.gate else ""
    print(f"| {figure.name} | {value} {figure.unit} | {figure.gate} | {verdict} |", flush=True)
    return 0 if figure.passes else 1


sys.exit(main(sys.argv[1:]))
