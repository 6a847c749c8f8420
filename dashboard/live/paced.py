"""Reading again only after a while."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Generic, TypeVar

T = TypeVar("T")


class Paced(Generic[T]):
    """A part that is read again only after a while, and when what it depends on has changed."""

    def __init__(self, seconds: float, read: Callable[[datetime], T]) -> None:
        self._every = timedelta(seconds=seconds)
        self._read = read
        self._held: tuple[datetime, object, T] | None = None

    def at(self, now: datetime, key: object) -> T:
        """The part as it stands, or as it stood a little while ago."""
        if self._held is None or self._held[1] != key or not timedelta() <= now - self._held[0] < self._every:
            self._held = (now, key, self._read(now))
        return self._held[2]
