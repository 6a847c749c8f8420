import json
import os
import re
import signal
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import Timer

import pytest

from pipelines.domain.settings import read_settings
from pipelines.simulate import PROGRESS_FILE, simulate
from pipelines.simulation.poster import RefusedError

ROOT = Path(__file__).parents[3]
RUN = """
import sys
from pipelines.domain.settings import read_settings
from pipelines.simulate import simulate
from tests.pipelines.simulation.conftest import read_items, read_tree
home, url, days = sys.argv[1:]
settings = read_settings({"THREECENTER_HOME": home, "THREECENTER_INTAKE_URL": url})
simulate(settings, "key", read_tree(), read_items(), 1, 200, history_days=int(days), newest_days=2)
print("returned")
"""


def start(home, url, days):
    command = [sys.executable, "-c", RUN, str(home), url, str(days)]
    return subprocess.Popen(command, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def last_line(process):
    """The line that tells that the history is complete; a process that never says so is ended after a minute."""
    with ending_after(60, process.kill):
        return next((line for line in process.stderr if re.search(r" (\d+) of \1 days", line)), "")


@contextmanager
def ending_after(seconds, act):
    watchdog = Timer(seconds, act)
    watchdog.start()
    try:
        yield
        assert watchdog.is_alive(), f"did not come to an end by itself within {seconds} s"
    finally:
        watchdog.cancel()


def end(process, number):
    process.send_signal(number)
    out, error = process.communicate(timeout=60)
    assert (process.returncode, out) == (0, "returned\n"), error


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_cleanly_and_the_next_start_goes_on(intake, tmp_path, number):
    process = start(tmp_path, intake.url, 3)
    assert "3 of 3 days" in last_line(process)
    end(process, number)
    days = json.loads((tmp_path / PROGRESS_FILE).read_text(encoding="utf-8"))["days"]
    first = set(intake.ids)
    assert len(days) == 3

    process = start(tmp_path, intake.url, 4)
    assert "1 of 1 days" in last_line(process)
    end(process, number)
    again = set(intake.ids[len(first) :])
    assert len(again) > 100
    assert len(again & first) < 20


def test_a_refusal_of_the_history_ends_the_whole_with_its_reason(intake, tmp_path, tree, catalogue):
    intake.judge = lambda _number: (403, {}, {"error": {"code": "FORBIDDEN", "message": "may not backfill"}})
    settings = replace(read_settings({}), home=tmp_path, intake_url=intake.url)
    stop_me = partial(os.kill, os.getpid(), signal.SIGTERM)
    with ending_after(30, stop_me), pytest.raises(RefusedError, match="may not backfill"):
        simulate(settings, "key", tree, catalogue, 1, 100, history_days=2, newest_days=1)
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
