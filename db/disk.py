"""How much room the disk of a store has left."""

import shutil
from dataclasses import dataclass
from pathlib import Path

SMALLEST_FREE_BYTES = 2 * 1024**3
SMALLEST_FREE_SHARE = 0.1


@dataclass(frozen=True, slots=True)
class Disk:
    """Bytes in all, bytes free, and the least that must stay free: 10 %, or 2 GiB on a large disk."""

    total: int
    free: int

    @property
    def least(self) -> int:
        """Below it nothing more is taken in."""
        return min(SMALLEST_FREE_BYTES, int(self.total * SMALLEST_FREE_SHARE))

    @property
    def is_low(self) -> bool:
        """Whether there is too little left."""
        return self.free < self.least


def disk_of(folder: Path) -> Disk:
    """The disk under a folder."""
    usage = shutil.disk_usage(folder)
    return Disk(usage.total, usage.free)


def disk_shortage(folder: Path | None) -> str | None:
    """What is wrong with the disk under a folder; None when it has room, and for a store that is elsewhere."""
    disk = disk_of(folder) if folder else None
    if disk is None or not disk.is_low:
        return None
    return f"disk of {folder}: {disk.free // 2**20} MiB free, {disk.least // 2**20} MiB needed; make room"
