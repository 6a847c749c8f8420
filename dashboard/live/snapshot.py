"""What one screen shows at one moment, as text and states by identifier, and how two moments differ."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field

import msgspec

from dashboard.live.board import State


@dataclass(frozen=True, slots=True)
class Chart:
    """Lines to draw: values from left to right (None is a gap), the usual range, the axis from 0 to `top`.

    `has_end` when the last value is the present one, which a dot marks.
    """

    values: Sequence[float | None] = ()
    low: Sequence[float] = ()
    middle: Sequence[float] = ()
    high: Sequence[float] = ()
    top: float = 0
    label: str = ""
    has_end: bool = True


@dataclass(frozen=True, slots=True)
class Mark:
    """A numbered marker on the map: where, what it says, what it announces, and whether somebody has taken that."""

    place: str
    state: State
    number: int
    is_seen: bool = False


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Texts, states, bar lengths (0..1), addresses and charts by identifier; `marks` are those of the map.

    `since` are instants (epoch ms, 0 for none) whose age the screen tells by its own clock.
    """

    cells: Mapping[str, str] = field(default_factory=dict)
    states: Mapping[str, str] = field(default_factory=dict)
    bars: Mapping[str, float] = field(default_factory=dict)
    links: Mapping[str, str] = field(default_factory=dict)
    since: Mapping[str, int] = field(default_factory=dict)
    charts: Mapping[str, Chart] = field(default_factory=dict)
    marks: Sequence[Mark] = ()


@dataclass(frozen=True, slots=True)
class Moment:
    """A snapshot with its number and times (epoch ms): the server's clock, and what the figures are true for."""

    seq: int
    now: int
    as_of: int
    snapshot: Snapshot


@dataclass(frozen=True, slots=True)
class Minute:
    """The past minute that a moment is of, and the first and last that can be asked for, as local time."""

    at: str
    first: str
    last: str


_PARTS = ("cells", "states", "bars", "links", "since", "charts")
_encoder = msgspec.json.Encoder()


def joined(parts: Iterable[Snapshot]) -> Snapshot:
    """One snapshot of several parts; no identifier stands in two of them."""
    found: dict[str, dict[str, object]] = {name: {} for name in _PARTS}
    marks: list[Mark] = []
    for part in parts:
        marks.extend(part.marks)
        for name in _PARTS:
            found[name] |= getattr(part, name)
    return msgspec.convert(found | {"marks": marks}, Snapshot, from_attributes=True)


def full(moment: Moment, build: str, zone: str, minute: Minute | None = None) -> str:
    """The whole moment, for a screen that has nothing or has missed something; a past one says which minute it is."""
    body = {"type": "full", "build": build, "zone": zone, **_times(moment)} | (asdict(minute) if minute else {})
    parts = {name: getattr(moment.snapshot, name) for name in _PARTS}
    return _encoder.encode(body | parts | {"marks": moment.snapshot.marks}).decode()


def diff(before: Moment, after: Moment) -> str:
    """What has changed since the moment before; always at least the times, as a heartbeat."""
    body: dict[str, object] = {"type": "diff", **_times(after)}
    for name in _PARTS:
        old, new = getattr(before.snapshot, name), getattr(after.snapshot, name)
        changed = {key: value for key, value in new.items() if old.get(key) != value}
        if changed:
            body[name] = changed
    if before.snapshot.marks != after.snapshot.marks:
        body["marks"] = after.snapshot.marks
    return _encoder.encode(body).decode()


def is_same_frame(before: Snapshot, after: Snapshot) -> bool:
    """Whether both fill the same elements; if not, only a full message will do."""
    return all(getattr(before, name).keys() == getattr(after, name).keys() for name in _PARTS)


def _times(moment: Moment) -> dict[str, int]:
    return {"seq": moment.seq, "now": moment.now, "as_of": moment.as_of}
