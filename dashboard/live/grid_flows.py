"""This month's cases -> the rung they were resolved on, and how they came in."""

from collections.abc import Iterator
from dataclasses import replace

from dashboard.address import Address
from dashboard.live.board import State
from dashboard.live.board_grid import MOST_CHANNELS, RUNGS
from dashboard.live.grid_facts import GridFacts
from dashboard.live.snapshot import Snapshot
from dashboard.wording.grid import grid_word
from dashboard.wording.kpi import CHANNELS
from dashboard.wording.numbers import MISSING, count, share
from dashboard.wording.words import Language
from pipelines.domain.kpi import Basis, Ratio


def draw_ladder(own: GridFacts, here: Address) -> Iterator[Snapshot]:
    """Of the cases closed this month: how many were resolved in the grid, the community, and further up."""
    language = here.language
    spot = own.month.rates["on_the_spot_rate"] if own.month else None
    flow = own.month.counts[Basis.FLOW] if own.month else {}
    within = own.month.rates["within_subdistrict_rate"].value if own.month else None
    yield Snapshot(
        cells={
            "spot": share(spot.value if spot else None, language),
            "spot-fraction": _fraction(spot, language) if spot else "",
            "within": share(within, language),
        },
        links=dict.fromkeys(("ladder", "within"), here.listing(Basis.FLOW, "closed").href),
    )
    for rung in RUNGS:
        name, key = f"resolved_at_{rung}", f"rung-{rung}"
        part = Ratio(flow[name], flow["closed"]) if flow else None
        link = here.listing(Basis.FLOW, name).href
        yield _part(key, part, link, language)


def draw_channels(own: GridFacts, here: Address) -> Iterator[Snapshot]:
    """By channel, most frequent first, as shares of all that was reported this month."""
    total = sum(n for _, n in own.channels)
    yield Snapshot(
        cells={"channels-n": grid_word("reported_n", here.language).format(count(total, here.language))},
        states={"no-channels": State.ON if own.is_read and not own.channels else State.OFF},
        links={"channels-n": here.listing(Basis.COHORT, "reported").href},
    )
    for n in range(MOST_CHANNELS):
        key, (channel, size) = f"channel-{n}", own.channels[n] if n < len(own.channels) else (None, 0)
        link = replace(here, channel=channel).listing(Basis.COHORT, "reported").href if channel else ""
        label = _channel(channel, here.language) if size else ""
        yield Snapshot(cells={f"{key}-name": label}, states={key: State.ON if size else State.OFF})
        yield _part(key, Ratio(size, total) if size else None, link, here.language)


def _channel(channel: str | None, language: Language) -> str:
    """What it is called; a sender's own channel by its own name."""
    if not channel:
        return grid_word("no_channel", language)
    return CHANNELS[channel].on(language) if channel in CHANNELS else channel


def _part(key: str, part: Ratio | None, link: str, language: Language) -> Snapshot:
    """A part of a whole: how many, which share, and its length."""
    value = part.value if part else None
    cells = {f"{key}-n": count(part.n, language) if part else MISSING, f"{key}-share": share(value, language)}
    return Snapshot(cells=cells, bars={key: round(value or 0, 3)}, links={key: link})


def _fraction(one: Ratio, language: Language) -> str:
    return f"{count(one.n, language)} / {count(one.d, language)}"
