"""What is sent: the encoded events of one row, which go in together or not at all."""

from dataclasses import dataclass
from zlib import crc32

import msgspec

from pipelines.domain.step import Step
from pipelines.mapping.rows import MappedCase, Reject

LARGEST_BODY_BYTES = 256 * 1024
ENVELOPE_BYTES = len(b'{"events":[]}')

_encode = msgspec.json.Encoder().encode


class _Head(msgspec.Struct):
    """What the importer must know of a native event; the intake checks the rest."""

    case_id: str
    step: str


_decode_head = msgspec.json.Decoder(_Head).decode


@dataclass(frozen=True, slots=True)
class Parcel:
    """The events of one row, in order; `is_report` when they make a case."""

    row: int
    case_id: str
    events: tuple[bytes, ...]
    is_report: bool

    @property
    def size(self) -> int:
        """Bytes in a body, commas included."""
        return sum(map(len, self.events)) + len(self.events)

    def lane(self, lanes: int) -> int:
        """Which of several lanes it takes: one case keeps to one lane, so that its events stay in order."""
        return crc32(self.case_id.encode()) % lanes


def pack(case: MappedCase) -> Parcel | Reject:
    """A mapped row, ready to be sent; one that no body can hold is rejected."""
    return _sized(Parcel(case.row, case.case_id, tuple([_encode(event) for event in case.events]), True))


def pack_line(row: int, line: bytes) -> Parcel | Reject:
    """A native line as it stands, ready to be sent; a line that is no event is rejected."""
    try:
        line.decode()
        head = _decode_head(line)
    except UnicodeDecodeError:
        return Reject(row, "", line.decode(errors="replace"), "is not UTF-8 text; save the file as UTF-8")
    except msgspec.ValidationError as error:
        return Reject(row, "", line.decode(), f"is no event: {error}")
    except msgspec.DecodeError as error:
        return Reject(row, "", line.decode(), f"is not JSON: {error}")
    return _sized(Parcel(row, head.case_id, (line,), head.step == Step.REPORT))


def _sized(parcel: Parcel) -> Parcel | Reject:
    if parcel.size + ENVELOPE_BYTES <= LARGEST_BODY_BYTES:
        return parcel
    return Reject(parcel.row, "", "", f"is larger than {LARGEST_BODY_BYTES // 1024} KiB; shorten its texts")


def step_of(event: bytes) -> str:
    """The step of an encoded event."""
    return _decode_head(event).step


def body_of(events: list[bytes]) -> bytes:
    """The body of one post."""
    return b'{"events":[' + b",".join(events) + b"]}"
