"""Posting to the intake until it has answered: outages are waited out, bad rows are taken out one by one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Event
from typing import Any

import httpx
import msgspec

from pipelines.domain.errors import AccessError, StoreError
from pipelines.importer.parcel import Parcel, body_of, step_of

PATH = "/api/v1/events"
LONGEST_PAUSE_SECONDS = 5.0
_ANSWER_SECONDS = 60.0
_OUTAGE = frozenset({429, 502, 503, 504})
_REFUSED = frozenset({400, 403, 409, 413, 422})

Wait = Callable[[float], object]
Notice = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that the intake does not take: the field at fault, its value and the intake's words."""

    row: int
    step: str
    field: str
    value: str
    reason: str


@dataclass(slots=True)
class Delivery:
    """What became of a batch."""

    rows: int = 0
    cases: int = 0
    accepted: int = 0
    duplicates: int = 0
    refusals: list[Refusal] = field(default_factory=list)


class _Receipt(msgspec.Struct):
    status: str


class _Receipts(msgspec.Struct):
    receipts: list[_Receipt]


_decode_receipts = msgspec.json.Decoder(_Receipts).decode


class Sender:
    """One connection to the intake, kept open; `stop` ends all waiting."""

    def __init__(self, intake_url: str, key: str, stop: Event, wait: Wait, notice: Notice) -> None:
        self._url = intake_url.rstrip("/")
        self._stop, self._wait, self._notice = stop, wait, notice
        headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
        self._client = httpx.Client(headers=headers, timeout=_ANSWER_SECONDS, trust_env=False)

    def close(self) -> None:
        """Ends the connection."""
        self._client.close()

    def deliver(self, parcels: Sequence[Parcel]) -> Delivery:
        """Sends all parcels in order; a refused one is taken out and the rest sent again.

        After a refusal the next post is half as wide, after a success twice as wide: a file that is wrong in every
        row costs one small post for each, one that is wrong in a few costs a few more posts.
        """
        delivery, waiting, width = Delivery(rows=len(parcels)), list(parcels), len(parcels)
        while waiting:
            group = waiting[:width]
            answer = self._post([event for parcel in group for event in parcel.events])
            if answer.status_code == httpx.codes.ACCEPTED:
                _count(delivery, group, answer)
                waiting, width = waiting[width:], width * 2
                continue
            refused = _refused(group, _error(answer))
            if refused is not None:
                position, refusal = refused
                delivery.refusals.append(refusal)
                del waiting[position]
            width = max(1, len(group) // 2)
        return delivery

    def _post(self, events: list[bytes]) -> httpx.Response:
        """The intake's answer, however long it takes; AccessError or StoreError when asking again cannot help."""
        body, attempt = body_of(events), 0
        while not self._stop.is_set():
            fault, pause = "", min(LONGEST_PAUSE_SECONDS, 0.1 * 2 ** min(attempt, 10))
            try:
                answer = self._client.post(self._url + PATH, content=body)
            except httpx.TransportError as error:
                fault = str(error) or type(error).__name__
            else:
                if answer.status_code not in _OUTAGE:
                    return self._decided(answer)
                fault, pause = f"answers {answer.status_code}", _pause(answer, pause)
            if attempt == 0:
                self._notice(f"intake {self._url}: {fault}; nothing is lost, waiting for it")
            attempt += 1
            self._wait(pause)
        raise StoreError(f"intake {self._url}: import stopped; run it again, what is in already stays in once")

    def _decided(self, answer: httpx.Response) -> httpx.Response:
        status, error = answer.status_code, _error(answer)
        if status == httpx.codes.ACCEPTED or (status in _REFUSED and (status != 403 or "index" in error)):
            return answer
        if status in {401, 403}:
            words = error.get("message") or "the key may not send"
            raise AccessError(f"intake {self._url}: {status}, {words}; use a key that may send and backfill here")
        raise StoreError(f"intake {self._url}: answers {status} to {PATH}; check THREECENTER_INTAKE_URL and its log")


def _count(delivery: Delivery, group: Sequence[Parcel], answer: httpx.Response) -> None:
    try:
        receipts = _decode_receipts(answer.content).receipts
    except msgspec.DecodeError as error:
        raise StoreError(f"intake: sent receipts that cannot be read ({error}); check THREECENTER_INTAKE_URL") from None
    if len(receipts) != sum(len(parcel.events) for parcel in group):
        raise StoreError(f"intake: sent {len(receipts)} receipts for another number of events; run the import again")
    duplicates = sum(receipt.status == "duplicate" for receipt in receipts)
    delivery.duplicates += duplicates
    delivery.accepted += len(receipts) - duplicates
    delivery.cases += sum(parcel.is_report for parcel in group)


def _error(answer: httpx.Response) -> dict[str, Any]:
    """The error of an answer; empty when it has none in the agreed form."""
    try:
        error = msgspec.json.decode(answer.content)["error"]
    except (msgspec.DecodeError, TypeError, KeyError, IndexError):
        return {}
    return {name: value for name, value in error.items() if value is not None} if isinstance(error, dict) else {}


def _refused(group: Sequence[Parcel], error: dict[str, Any]) -> tuple[int, Refusal] | None:
    """Which parcel is refused and why; None when the answer does not say and there are several."""
    index = error.get("index")
    position, event = _at(group, index if isinstance(index, int) else -1)
    if position is None and len(group) > 1:
        return None
    position, event = position or 0, event or group[0].events[0]
    reason = f"{error.get('code', 'REFUSED')}: {error.get('message', 'the intake gives no reason')}"
    value = "" if error.get("value") is None else str(error["value"])
    return position, Refusal(group[position].row, step_of(event), str(error.get("field", "")), value, reason)


def _at(group: Sequence[Parcel], index: int) -> tuple[int | None, bytes | None]:
    """The parcel and event at an index of the batch."""
    for position, parcel in enumerate(group):
        if 0 <= index < len(parcel.events):
            return position, parcel.events[index]
        index -= len(parcel.events)
    return None, None


def _pause(answer: httpx.Response, usual: float) -> float:
    """Seconds to wait: what the intake asks for, within reason."""
    asked = answer.headers.get("Retry-After", "")
    return min(float(asked), 60.0) if asked.isdigit() else usual
