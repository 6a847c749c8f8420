"""A folder in a process of its own.

The worker and it speak over a socket of the two of them: a stretch of the log asks for its batch, None for forgetting;
the answer is the batch, or the error that the folder met. The process ends when the socket does, so it never outlives
the worker.
"""

import pickle
import signal
import socket
import subprocess
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection

from db.engine import open_database
from pipelines.domain.errors import ThreeCenterError
from pipelines.domain.settings import Settings
from pipelines.memory import MADE_BY_A_BATCH, collect_after
from pipelines.worker.folder import FoldedBatch, Folder, Part, Stretch


class FoldingProcess:
    """One part's folder at the other end of a socket."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def ask(self, stretch: Stretch) -> None:
        """Have a stretch folded."""
        self._send(stretch)

    def answer(self) -> FoldedBatch | Exception:
        """The batch that was asked for, or the error that the folder met."""
        try:
            answer: FoldedBatch | Exception = pickle.loads(self._connection.recv_bytes())
        except (EOFError, OSError) as error:
            raise FoldingError(_ENDED) from error
        return answer

    def forget(self) -> None:
        """Have the folder take every case from SQL again."""
        self._send(None)

    def _send(self, message: Stretch | None) -> None:
        try:
            self._connection.send(message)
        except OSError as error:
            raise FoldingError(_ENDED) from error


class FoldingError(ThreeCenterError):
    """The process that folds is gone, and the worker with it."""


_ENDED = "worker: its folding process has ended; start the worker again"


@contextmanager
def folding_process(settings: Settings, part: Part) -> Iterator[FoldingProcess]:
    """A process that folds a part until the block ends, or the process that it works for."""
    ours, theirs = socket.socketpair()
    command = [sys.executable, "-m", "pipelines.worker.folding_process", str(theirs.fileno())]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, pass_fds=[theirs.fileno()]) as process:
        theirs.close()
        try:
            with Connection(ours.detach()) as connection:
                connection.send((settings, part))
                yield FoldingProcess(connection)
        finally:
            process.kill()  # it only reads


def _serve(connection: Connection) -> None:
    settings, part = connection.recv()
    folder = Folder(open_database(settings.database_url), settings.timezone, part)
    while True:
        asked = connection.recv()
        if asked is None:
            folder.forget()
        else:
            connection.send_bytes(pickle.dumps(_batch(folder, asked), pickle.HIGHEST_PROTOCOL))


def _batch(folder: Folder, stretch: Stretch) -> FoldedBatch | Exception:
    """A batch, or what went wrong: the worker decides what becomes of it, and its log tells where it was."""
    try:
        return folder.batch(stretch)
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
