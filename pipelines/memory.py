"""How often Python looks for garbage that refers to itself."""

import gc

MADE_BY_A_BATCH = 2_000_000
"""More objects than a batch of the worker makes and gives up again."""


def collect_after(objects: int) -> None:
    """Look when so many more objects were made than given up: where few are in cycles, a look takes long for little."""
    gc.set_threshold(objects, 50, 50)


def settle() -> None:
    """What stands now stays: no later look goes through it, where each would keep hundreds of screens waiting."""
    gc.collect()
    gc.freeze()
