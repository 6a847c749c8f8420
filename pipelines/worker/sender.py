"""What the worker says itself goes the way of everybody's: through the intake, under the system's token."""

from collections.abc import Sequence

import httpx

from pipelines.domain.event import CaseEvent
from pipelines.domain.record import Record
from pipelines.streams.message import Body, event_body, record_body
from pipelines.token import system_token

POSTED = 400  # so many system events stay below the intake's limit of bytes, however their cases are called
_SAID_BEFORE = 409


class Sender:
    """Posts to the intake; httpx.HTTPError when it does not take them."""

    def __init__(self, client: httpx.Client, secret: str) -> None:
        self._client = client
        self._secret = secret

    def events(self, events: Sequence[CaseEvent]) -> None:
        """Events in batches: one that was posted before is a duplicate."""
        body = [event_body(event) for event in events]
        for start in range(0, len(body), POSTED):
            self._send("events", body[start : start + POSTED]).raise_for_status()

    def records(self, records: Sequence[Record]) -> None:
        """Records in batches; one by one where another worker has said some of them at another instant."""
        body = [record_body(record) for record in records]
        for start in range(0, len(body), POSTED):
            part = body[start : start + POSTED]
            if self._is_new(part):
                continue
            for one in part:
                self._is_new([one])

    def _is_new(self, body: Sequence[Body]) -> bool:
        answer = self._send("records", body)
        if answer.status_code == _SAID_BEFORE:
            return False
        answer.raise_for_status()
        return True

    def _send(self, kind: str, body: Sequence[Body]) -> httpx.Response:
        headers = {"Authorization": f"Bearer {system_token(self._secret)}"}
        return self._client.post(f"/api/v1/{kind}", json={kind: body}, headers=headers)
