"""The intake: authenticate the source, validate, commit to the log, answer 202."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from fastapi import FastAPI, Request, Response

from db.account_store import AccountStore
from db.disk import disk_shortage
from db.embedded import connect
from db.engine import open_database
from db.event_batch import Refusal
from db.event_log import EventLog
from db.history_store import HistoryStore
from db.org_store import OrgStore
from db.rule_store import RuleStore
from db.schema import check_schema
from pipelines.domain.access import Key
from pipelines.domain.errors import StoreError
from pipelines.domain.settings import Settings
from pipelines.intake.answers import json_response, receipts_response, refused, rejected
from pipelines.intake.backlog import Backlog
from pipelines.intake.commit import Committer
from pipelines.intake.described import EVENTS_API, RECORDS_API
from pipelines.intake.entries import EVENTS, RECORDS, Kind, submission
from pipelines.intake.limits import is_too_deep, read_body, split, too_deep
from pipelines.intake.metrics import tell_intake
from pipelines.intake.sources import Registers, Sources
from pipelines.metrics import metrics_route
from pipelines.streams.rejection import RejectedError, Rejection

RETRY_SECONDS = 2


@dataclass(frozen=True, slots=True)
class Intake:
    """What one request needs."""

    sources: Sources
    registers: Registers
    committer: Committer
    backlog: Backlog


def create_intake(settings: Settings) -> FastAPI:
    """The intake's application over the stores of the settings."""
    database = open_database(settings.database_url)
    check_schema(database)
    redis = connect(settings.redis_url)
    accounts, log = AccountStore(database.log), EventLog(database.log)
    committer = Committer(log, redis, partial(disk_shortage, database.folder))
    registers = Registers(OrgStore(database.log), RuleStore(database.log, settings.timezone), settings.timezone)
    marks = HistoryStore(database.derived).watermarks
    intake = Intake(Sources(accounts, settings.secret), registers, committer, Backlog(log.heads, marks))

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        committing = asyncio.create_task(committer.run())
        yield
        committing.cancel()
        database.dispose()

    # FastAPI's own pages of the description load their scripts from a foreign host.
    app = FastAPI(title="threecenter intake", version="1", docs_url=None, redoc_url=None, lifespan=lifespan)
    app.add_api_route("/api/v1/events", partial(_post, intake, EVENTS), methods=["POST"], **EVENTS_API)
    app.add_api_route("/api/v1/records", partial(_post, intake, RECORDS), methods=["POST"], **RECORDS_API)
    app.add_api_route("/healthz", _health, methods=["GET"])
    app.add_api_route("/readyz", partial(_ready, log, database.folder), methods=["GET"])
    app.add_api_route("/metrics", metrics_route(partial(tell_intake, log, partial(disk_shortage, database.folder))))
    return app


async def _post(intake: Intake, kind: Kind, request: Request) -> Response:
    """Take one entry, or a batch under the name of its kind; 202 with receipts once all are on disk."""
    body, key = b"", None
    try:
        key = _key(intake.sources, request)
        body = await read_body(request)
        intake.registers.refresh()
        now = datetime.now(UTC)
        sent = submission(split(body, kind.name), kind, key, intake.registers.deployment, now)
        await intake.backlog.make_way(sent.events, now)
        answer = await intake.committer.submit(sent)
        if isinstance(answer, Refusal):
            return refused(answer, sent.events[answer.index], key)
        return receipts_response(answer)
    except RejectedError as error:
        if key is not None and error.rejection.status != 503:
            intake.committer.refuse(key.name)
        is_deep = error.rejection.status == 422 and is_too_deep(body)
        again = {"Retry-After": "1"} if error.rejection.status == 503 else None
        return rejected(too_deep() if is_deep else error.rejection, again)
    except StoreError as error:
        message = f"{error}; nothing was stored, send again"
        return rejected(Rejection(503, "STORE_DOWN", message), headers={"Retry-After": str(RETRY_SECONDS)})


def _key(sources: Sources, request: Request) -> Key:
    key = sources.find(request.headers.get("authorization", ""))
    if key is None:
        message = "Authorization: unknown or revoked key; see `threecenter key list`"
        raise RejectedError(Rejection(401, "UNKNOWN_KEY", message, "Authorization"))
    return key


async def _health() -> Response:
    """Up."""
    return json_response(200, {"status": "up"})


async def _ready(log: EventLog, folder: Path | None) -> Response:
    """200 when the log answers and the disk has room, else 503 with the reason."""
    try:
        await asyncio.to_thread(log.last_pos)
        reason = disk_shortage(folder)
    except StoreError as error:
        reason = str(error)
    return (
        json_response(503, {"status": "not ready", "reason": reason})
        if reason
        else json_response(200, {"status": "ready"})
    )
