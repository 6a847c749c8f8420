"""An intake of a few lines: it keeps what it answers 202 to, and answers otherwise where a test asks for it."""

import json
from collections import deque
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Condition, Thread
from typing import Any

Answer = tuple[int, dict[str, str], Any]


class IntakeDouble:
    """`answers` are given first, one a request; then `judge(number of the request)` may answer, else 202."""

    def __init__(self, port: int = 0) -> None:
        self.answers: deque[Answer] = deque()
        self.judge: Callable[[int], Answer | None] = lambda _number: None
        self.requests: list[dict[str, Any]] = []
        self.events: list[dict[str, Any]] = []
        self.connections: set[tuple[str, int]] = set()
        self.arrived = Condition()
        self._server = ThreadingHTTPServer(("127.0.0.1", port), self._handler())
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> "IntakeDouble":
        Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def ids(self) -> list[str]:
        return [event["event_id"] for event in self.events]

    def wait_for(self, is_enough: Callable[["IntakeDouble"], bool]) -> None:
        """Block until the events suffice; a minute at most."""
        with self.arrived:
            assert self.arrived.wait_for(lambda: is_enough(self), timeout=60)

    def answer(self, request: dict[str, Any], events: list[dict[str, Any]]) -> Answer:
        with self.arrived:
            self.requests.append(request)
            other = self.answers.popleft() if self.answers else self.judge(len(self.requests))
            if other is not None:
                return other
            self.events.extend(events)
            self.arrived.notify_all()
        return 202, {}, {"receipts": [{"event_id": event["event_id"], "status": "accepted"} for event in events]}

    def _handler(double) -> type[BaseHTTPRequestHandler]:  # noqa: N805
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                double.connections.add(self.client_address)
                request = {"path": self.path, "key": self.headers["Authorization"], "size": len(body)}
                status, headers, answer = double.answer(request, json.loads(body)[self.path.rpartition("/")[2]])
                text = json.dumps(answer).encode()
                self.send_response(status)
                for name, value in {**headers, "Content-Length": str(len(text))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(text)

            def log_message(self, *_: object) -> None:
                pass

        return Handler
