"""An intake on 127.0.0.1 that keeps to the contract: all or nothing, receipts, the first fault by its index."""

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread

KEY = "key-of-the-test"


class ContractIntake:
    def __init__(self, items=(), longest_note: int = 2000) -> None:
        self.stored: dict[str, dict] = {}
        self.posts: list[int] = []
        self.statuses: list[int] = []
        self.answers_before: list[tuple[int, dict, dict] | None] = []
        self.items, self.longest_note, self.lock = set(items), longest_note, Lock()
        handler = type("Handler", (_Handler,), {"intake": self})
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def __enter__(self):
        Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    def __exit__(self, *_error):
        self.server.shutdown()
        self.server.server_close()

    def answer(self, path: str, key: str, body: bytes) -> tuple[int, dict, dict] | None:
        with self.lock:
            if self.answers_before:
                return self.answers_before.pop(0)
            if path != "/api/v1/events":
                return 404, {}, {}
            if key != f"Bearer {KEY}":
                return 401, {"error": {"code": "UNKNOWN_KEY", "message": "no such key"}}, {}
            return self._events(body)

    def _events(self, body: bytes) -> tuple[int, dict, dict]:
        if len(body) > 256 * 1024:
            return 413, {"error": {"code": "TOO_LARGE", "message": "at most 256 KiB"}}, {}
        events = json.loads(body)["events"]
        if len(events) > 1000:
            return 413, {"error": {"code": "TOO_MANY", "message": "at most 1,000"}}, {}
        self.posts.append(len(events))
        reported = {event["case_id"] for event in self.stored.values()}
        for index, event in enumerate(events):
            error = self._fault(event, reported)
            if error:
                status, code, field = error
                told = {"code": code, "message": "not taken", "field": field, "value": event.get(field), "index": index}
                return status, {"error": told}, {}
            reported.add(event["case_id"])
        receipts = []
        for event in events:
            status = "duplicate" if event["event_id"] in self.stored else "accepted"
            self.stored[event["event_id"]] = event
            receipts.append({"event_id": event["event_id"], "shard": "s", "seq": len(self.stored), "status": status})
        return 202, {"receipts": receipts}, {}

    def _fault(self, event: dict, reported: set) -> tuple[int, str, str] | None:
        if self.stored.get(event["event_id"], event) != event:
            return 409, "OTHER_BODY", "event_id"
        if event["step"] != "report" and "place" not in event and event["case_id"] not in reported:
            return 422, "UNKNOWN_CASE", "case_id"
        if "item" in event and event["item"] not in self.items:
            return 422, "UNKNOWN_ITEM", "item"
        if len(event.get("note", "")) > self.longest_note:
            return 422, "TOO_LONG", "note"
        return None


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    intake: ContractIntake

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        answer = self.intake.answer(self.path, self.headers.get("Authorization", ""), body)
        if answer is None:
            self.close_connection = True
            return
        status, told, headers = answer
        self.intake.statuses.append(status)
        content = json.dumps(told).encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_arguments):
        pass
