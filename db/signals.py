"""Wake-ups over pub/sub: they carry nothing and may be lost; whoever waits looks by itself as well."""

import time
from typing import Any

from redis import Redis
from redis.exceptions import RedisError

from db import redis_keys


def wake(redis: Redis) -> None:
    """Tell the worker that the log has grown."""
    try:
        redis.publish(redis_keys.WAKE_CHANNEL, b"")
    except RedisError:
        return  # the worker looks by itself a quarter of a second later


class Alarm:
    """Waits for a wake-up; without Redis it simply waits its time."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._subscription: Any = None

    def wait(self, seconds: float) -> None:
        """Return at a wake-up, else after the time."""
        started = time.monotonic()
        try:
            self._listen(seconds)
        except (RedisError, OSError):
            self._subscription = None
            time.sleep(max(0.0, seconds - (time.monotonic() - started)))

    def _listen(self, seconds: float) -> None:
        if self._subscription is None:
            self._subscription = self._redis.pubsub(ignore_subscribe_messages=True)  # type: ignore[no-untyped-call]
            self._subscription.subscribe(redis_keys.WAKE_CHANNEL)
        wait = seconds
        while self._subscription.get_message(timeout=wait) is not None:
            wait = 0
