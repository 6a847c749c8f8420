"""Folding in a process of its own: the next batch is folded while this process records the last one.

Both speak over a socket of the two of them: (position, now) asks for a batch, None for forgetting; the answer is the
batch, or the error that the folder met. The process ends when the socket does, so it never outlives the worker.
"""

import pickle
import signal
import socket
import subprocess
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from multiprocessing.connection import Connection

from db.engine import open_database
from pipelines.domain.errors import ThreeCenterError
from pipelines.domain.settings import Settings
from pipelines.memory import MADE_BY_A_BATCH, collect_after
from pipelines.worker.folder import BATCH, FoldedBatch, Folder


class FoldingProcess:
    """Asks the process for batches, one ahead of what is taken while the log holds more."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._is_asked = False

    def batch(self, pos: int, now: datetime) -> FoldedBatch:
        """The next batch after a position, as in `Folder`; whatever error the folder met."""
        if not self._is_asked:
            self._ask(pos, now)
        batch = self._answer()
        if batch.is_full:
            self._ask(batch.to_pos, now)
        return batch

    def forget(self) -> None:
        """Set aside what was asked for ahead, and have the folder forget."""
        if self._is_asked:
            self._receive()
        self._send(None)

    def _ask(self, pos: int, now: datetime) -> None:
        self._send((pos, now))
        self._is_asked = True

    def _answer(self) -> FoldedBatch:
        answer: FoldedBatch | Exception = pickle.loads(self._receive())
        if isinstance(answer, Exception):
            raise answer
        return answer

    def _send(self, message: tuple[int, datetime] | None) -> None:
        try:
            self._connection.send(message)
        except OSError as error:
            raise FoldingError(_ENDED) from error

    def _receive(self) -> bytes:
        self._is_asked = False
        try:
            return self._connection.recv_bytes()
        except (EOFError, OSError) as error:
            raise FoldingError(_ENDED) from error


class FoldingError(ThreeCenterError):
    """The process that folds is gone, and the worker with it."""


_ENDED = "worker: its folding process has ended; start the worker again"


@contextmanager
def folding_process(settings: Settings, size: int = BATCH) -> Iterator[FoldingProcess]:
    """A process that folds so many events at once until the block ends, or the process that it works for."""
    ours, theirs = socket.socketpair()
    command = [sys.executable, "-m", "pipelines.worker.folding_process", str(theirs.fileno())]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, pass_fds=[theirs.fileno()]) as process:
        theirs.close()
        try:
            with Connection(ours.detach()) as connection:
                connection.send((settings, size))
                yield FoldingProcess(connection)
        finally:
            process.kill()  # it only reads


def _serve(connection: Connection) -> None:
    settings, size = connection.recv()
    folder = Folder(open_database(settings.database_url), settings.timezone, size)
    while True:
        asked = connection.recv()
        if asked is None:
            folder.forget()
        else:
            connection.send_bytes(pickle.dumps(_batch(folder, *asked), pickle.HIGHEST_PROTOCOL))


def _batch(folder: Folder, pos: int, now: datetime) -> FoldedBatch | Exception:
    """A batch, or what went wrong: the worker decides what becomes of it, and its log tells where it was."""
    try:
        return folder.batch(pos, now)
    except ThreeCenterError as error:
        return error
    except Exception as error:
        error.add_note(f"in the folding process:\n{traceback.format_exc()}")
        return error


def main() -> None:
    """Serve whoever holds the other end of the socket whose number is given."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    collect_after(MADE_BY_A_BATCH)
    with suppress(EOFError, OSError):
        _serve(Connection(int(sys.argv[1])))


if __name__ == "__main__":
    main()
