"""Sending batches to the intake: again and again while it cannot take them, an error when it will not."""

from collections.abc import Callable

import httpx

from pipelines.domain.errors import ThreeCenterError
from pipelines.simulation.wire import Batch

ACCEPTED, TOO_MANY_REQUESTS, SERVER_ERROR = 202, 429, 500
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS, TIMEOUT_SECONDS = 0.5, 15.0, 20.0
QUIET_SECONDS = 10.0
ADVICE = {
    401: "make a new key with `threecenter key create`",
    403: "the key needs `--scope ALL --may send,backfill --simulated`",
    409: "under this seed it holds a city with other places or items; take another --seed",
    422: "it must hold the same places and catalogue as the simulator, and the key needs `--may send,backfill`",
}

Wait = Callable[[float], bool]
Say = Callable[[str], None]


class RefusedError(ThreeCenterError):
    """The intake will never take this: the message says why."""


class StoppedError(Exception):
    """The simulator was told to stop before the batch was stored."""


class Poster:
    """One connection to the intake, kept alive; `wait` pauses and says whether to stop, `say` tells of long outages."""

    def __init__(self, intake_url: str, key: str, wait: Wait, say: Say) -> None:
        self._root = f"{intake_url.rstrip('/')}/api/v1"
        self._wait, self._say = wait, say
        headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
        self._client = httpx.Client(headers=headers, timeout=TIMEOUT_SECONDS, trust_env=False)

    def post(self, batch: Batch) -> None:
        """Return once the batch is stored; RefusedError when it never will be, StoppedError when told to stop."""
        pause, waited, is_told = FIRST_PAUSE_SECONDS, 0.0, False
        while not self._wait(0):
            trouble, asked_pause = self._send(batch)
            if not trouble:
                if is_told:
                    self._say(f"intake: takes {batch.name} again")
                return
            if waited >= QUIET_SECONDS and not is_told:
                self._say(f"intake {self._url(batch)}: {trouble}; trying again until it takes the {batch.name}")
                is_told = True
            length = pause if asked_pause is None else asked_pause
            self._wait(length)
            waited, pause = waited + length, min(pause * 2, LONGEST_PAUSE_SECONDS)
        raise StoppedError

    def close(self) -> None:
        """Give the connection back."""
        self._client.close()

    def _send(self, batch: Batch) -> tuple[str, float | None]:
        """What is wrong for the moment, empty when stored, and the pause that the intake asks for."""
        try:
            answer = self._client.post(self._url(batch), content=batch.body)
        except httpx.TransportError as error:
            return f"does not answer ({type(error).__name__})", None
        if answer.status_code == ACCEPTED:
            return "", None
        if answer.status_code >= SERVER_ERROR or answer.status_code == TOO_MANY_REQUESTS:
            return f"answers {answer.status_code}", _retry_after(answer)
        raise RefusedError(self._refusal(batch, answer))

    def _url(self, batch: Batch) -> str:
        return f"{self._root}/{batch.name}"

    def _refusal(self, batch: Batch, answer: httpx.Response) -> str:
        advice, status = ADVICE.get(answer.status_code, "see its log"), answer.status_code
        return f"intake {self._url(batch)}: refuses the {batch.name} with {status} ({_reason(answer)}); {advice}"


def _reason(answer: httpx.Response) -> str:
    """Code, field and message of an error body, or the start of whatever came instead."""
    try:
        error = answer.json()["error"]
        return " ".join(str(error[name]) for name in ("code", "field", "value", "message") if error.get(name))
    except (ValueError, KeyError, TypeError, AttributeError):
        return answer.text[:200]


def _retry_after(answer: httpx.Response) -> float | None:
    """The seconds of a Retry-After header; a date there counts as none."""
    text = answer.headers.get("Retry-After", "")
    return float(text) if text.isdigit() else None
