"""A wall that has been live for long is as small as on its first minute."""

from itertools import cycle, islice

from tests.journeys.browsing import Watched, expect_number
from tests.journeys.running import Running
from tests.system import PILOT_GRIDS

UPDATES = 30
REPORTS_EACH = 2
WARMED_UP = 6
FEW_NODES = 12
ITEMS = ("G01", "G06", "V05", "E02")
COUNT = """() => {
  const walker = document.createTreeWalker(document, NodeFilter.SHOW_ALL);
  let count = 0;
  while (walker.nextNode()) count += 1;
  return count;
}"""
UNDO = "() => window.dash_stores.map((store) => store.getState().history)"


def test_many_updates_leave_no_nodes_and_no_undo_history(running: Running, watched: Watched):
    page = watched.open_wall()
    before = running.counts()["flow"]["reported"]
    expect_number(page, "kpi-reported", before)
    nodes, undo = [], page.evaluate(UNDO)
    sent = zip(cycle(PILOT_GRIDS), cycle(ITEMS), strict=False)
    for n in range(1, UPDATES + 1):
        for grid, item in islice(sent, REPORTS_EACH):
            running.report(grid, item)
        expect_number(page, "kpi-reported", before + n * REPORTS_EACH)
        nodes.append(page.evaluate(COUNT))
    settled = nodes[WARMED_UP:]
    assert max(settled) - min(settled) <= FEW_NODES, nodes
    assert len(undo) == 1
    assert page.evaluate(UNDO) == undo
    assert watched.faults == []
