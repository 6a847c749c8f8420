"""Several senders side by side, so that the intake commits their batches together; a case keeps to one of them."""

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event

from pipelines.importer.parcel import ENVELOPE_BYTES, LARGEST_BODY_BYTES, Parcel
from pipelines.importer.sender import Delivery, Notice, Sender, Wait

LANES = 3
LARGEST_BATCH_EVENTS = 1000
_BATCHES_AHEAD = 2


class Lane:
    """A queue of parcels, its batches sent one after the other by one thread."""

    def __init__(self, sender: Sender) -> None:
        self._sender = sender
        self._thread = ThreadPoolExecutor(max_workers=1)
        self._sent: deque[Future[Delivery]] = deque()
        self._batch: list[Parcel] = []
        self._events, self._bytes = 0, ENVELOPE_BYTES

    def take(self, parcel: Parcel) -> Iterator[Delivery]:
        """Adds a parcel; yields batches that have arrived, and waits for one when too many are under way."""
        events, size = len(parcel.events), parcel.size
        if self._batch and (self._events + events > LARGEST_BATCH_EVENTS or self._bytes + size > LARGEST_BODY_BYTES):
            yield from self._send()
        self._batch.append(parcel)
        self._events += events
        self._bytes += size

    def _send(self) -> Iterator[Delivery]:
        self._sent.append(self._thread.submit(self._sender.deliver, self._batch))
        self._batch, self._events, self._bytes = [], 0, ENVELOPE_BYTES
        while len(self._sent) > _BATCHES_AHEAD or (self._sent and self._sent[0].done()):
            yield self._sent.popleft().result()

    def finish(self) -> Iterator[Delivery]:
        """Sends what is left and yields all that is still under way."""
        if self._batch:
            yield from self._send()
        while self._sent:
            yield self._sent.popleft().result()

    def close(self) -> None:
        """Ends the thread; the batch under way is answered or given up, the others are not begun."""
        self._thread.shutdown(wait=True, cancel_futures=True)
        self._sender.close()


class Lanes:
    """All lanes to one intake; left on an error, nothing more is sent."""

    def __init__(self, intake_url: str, key: str, wait: Wait | None, notice: Notice) -> None:
        self._stop = Event()
        wait = wait or self._stop.wait
        self._lanes = [Lane(Sender(intake_url, key, self._stop, wait, notice)) for _ in range(LANES)]

    def take(self, parcel: Parcel) -> Iterator[Delivery]:
        """Sends a parcel on its way; yields what has arrived meanwhile."""
        return self._lanes[parcel.lane(LANES)].take(parcel)

    def finish(self) -> Iterator[Delivery]:
        """Waits for everything; yields it."""
        for lane in self._lanes:
            yield from lane.finish()

    def __enter__(self) -> "Lanes":
        return self

    def __exit__(self, *_error: object) -> None:
        self._stop.set()
        for lane in self._lanes:
            lane.close()
