"""How often Python looks for garbage that refers to itself."""

import gc

_RARELY = (200_000, 50, 50)


def collect_rarely() -> None:
    """For processes that hold or make many objects without cycles, among which a look finds nothing but takes long."""
    gc.set_threshold(*_RARELY)
