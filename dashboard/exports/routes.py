"""Files out: the address of a page below /exports, its form as the ending, gives the page's view as a file."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from tempfile import TemporaryFile
from typing import BinaryIO
from urllib.parse import quote
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Request, Response
from starlette.responses import StreamingResponse

from dashboard.address import EXPORTS, Format
from dashboard.address_reading import read_address
from dashboard.api.asked import member
from dashboard.api.routes import refused
from dashboard.exports.place import Written, write_place
from dashboard.queries.bundle import Queries
from dashboard.viewer import current_viewer
from pipelines.domain.access import Viewer
from pipelines.domain.errors import QuestionError, StoreError, ThreeCenterError

CHUNK_BYTES = 65536
_MEDIA = {
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.CSV: "text/csv; charset=utf-8",
}


def export_routes(queries: Queries, zone: ZoneInfo) -> APIRouter:
    """GET /exports/places/CODE.xlsx and .csv."""
    router = APIRouter(prefix=EXPORTS)
    turn = asyncio.Lock()

    @router.get("/places/{name:path}", response_class=StreamingResponse)
    async def place(name: str, request: Request) -> Response:
        """The view of a place: CODE.xlsx or CODE.csv, with the query of its page.

        period, center, class, item, channel; list = BASIS.COUNT and direct = 1 for the cases; sort; lang = zh or en.
        """
        try:
            async with turn:
                return await asyncio.to_thread(_file, queries, current_viewer(), name, request.url.query, zone)
        except ThreeCenterError as error:
            return refused(error)

    return router


def _file(queries: Queries, viewer: Viewer, name: str, query: str, zone: ZoneInfo) -> Response:
    """The whole file is on disk before its first byte leaves: a slow reader holds no state of the store."""
    code, _, ending = name.rpartition(".")
    form = member(Format, ending, "format")
    if form is None:
        raise QuestionError(f"export '{name[:40]}': has no format; end it in .xlsx or .csv")
    address = read_address(f"/places/{quote(code, safe='')}", query)
    try:
        file = TemporaryFile()  # noqa: SIM115
        written = write_place(queries, viewer, address, form, file, datetime.now(UTC), zone)
        file.seek(0)
    except OSError as error:
        raise StoreError(f"export: cannot be written ({error.strerror}); free some disk space") from error
    return StreamingResponse(_chunks(file), media_type=_MEDIA[form], headers=_headers(written))


def _headers(written: Written) -> dict[str, str]:
    names = f"filename=\"{written.ascii_name}\"; filename*=UTF-8''{quote(written.name)}"
    return {"Content-Disposition": f"attachment; {names}", "Cache-Control": "private, no-store"}


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    with file:
        while chunk := file.read(CHUNK_BYTES):
            yield chunk
