"""Screens of a peer without a browser: each holds its websocket as the page's own script does, and counts its updates.

Started with the peer's name, its address and how many; prints `ready` once all are open, and, after a line on standard
input, counts; after another, prints how many updates each screen got in between, as JSON. In the peers' environment.
"""

import asyncio
import json
import re
import sys
import urllib.request
from collections.abc import Awaitable, Callable

from tornado.httpclient import HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

STAMP = re.compile(rb"now (\d{13})")
TOKEN = re.compile(r'"token":\s*"([^"]+)"')
Saw = Callable[[bytes], None]


class Screen:
    """The moments that one screen has been shown."""

    def __init__(self) -> None:
        self.seen: set[bytes] = set()
        self.opened = asyncio.Event()

    def saw(self, message: bytes) -> None:
        """Note the moment that a message tells of, if any."""
        found = STAMP.findall(message)
        if found:
            self.seen.update(found)
            self.opened.set()


async def _messages(socket: WebSocketClientConnection, saw: Saw) -> None:
    while (message := await socket.read_message()) is not None:
        saw(message if isinstance(message, bytes) else message.encode())


async def watch_panel(address: str, saw: Saw) -> None:
    """The page's token opens the socket; the server pushes."""
    page = await asyncio.to_thread(lambda: urllib.request.urlopen(address, timeout=60).read().decode())
    found = TOKEN.search(page)
    assert found, page[:300]
    saw(page.encode())
    away = address.replace("http", "ws", 1) + "/ws"
    await _messages(await websocket_connect(HTTPRequest(away), subprotocols=["bokeh", found[1]]), saw)


async def _repeat(socket: WebSocketClientConnection, message: bytes, seconds: float) -> None:
    while True:
        await asyncio.sleep(seconds)
        await socket.write_message(message, binary=True)


async def watch_streamlit(address: str, saw: Saw) -> None:
    """The socket asks for a run of the script, and for one of the fragment as often as the page is told to."""
    from streamlit.proto.BackMsg_pb2 import BackMsg
    from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

    away = address.replace("http", "ws", 1) + "/_stcore/stream"
    socket = await websocket_connect(HTTPRequest(away), subprotocols=["streamlit"])
    asked = BackMsg()
    asked.rerun_script.query_string = ""
    await socket.write_message(asked.SerializeToString(), binary=True)
    repeating: list[asyncio.Task[None]] = []

    def look(message: bytes) -> None:
        saw(message)
        told = ForwardMsg()
        told.ParseFromString(message)
        if told.WhichOneof("type") == "auto_rerun" and not repeating:
            again = BackMsg()
            again.rerun_script.fragment_id = told.auto_rerun.fragment_id
            again.rerun_script.is_auto_rerun = True
            repeating.append(asyncio.create_task(_repeat(socket, again.SerializeToString(), told.auto_rerun.interval)))

    await _messages(socket, look)


WATCH: dict[str, Callable[[str, Saw], Awaitable[None]]] = {"panel": watch_panel, "streamlit": watch_streamlit}


async def main(name: str, address: str, count: int) -> None:
    """Open all, one after another; then count."""
    screens, watching = [Screen() for _ in range(count)], []
    for screen in screens:
        watching.append(asyncio.create_task(WATCH[name](address, screen.saw)))
        await asyncio.wait_for(screen.opened.wait(), 60)
    print("ready", flush=True)
    await asyncio.to_thread(sys.stdin.readline)
    for screen in screens:
        screen.seen.clear()
    await asyncio.to_thread(sys.stdin.readline)
    print(json.dumps([len(screen.seen) for screen in screens]), flush=True)
    for task in watching:
        task.cancel()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3])))
