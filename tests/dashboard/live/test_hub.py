import asyncio
from contextlib import aclosing

import pytest
from sqlalchemy import text

from dashboard.live.channel import View
from dashboard.live.hub import KEPT
from dashboard.wording.words import Language
from db.codec import to_millis
from pipelines.domain.errors import AccessError
from tests.dashboard.live.city import ENGLISH, NOON, VIEW, message


def test_a_screen_gets_everything_first_and_then_only_what_has_changed(city):
    city.report("c1")

    async def watch():
        async with aclosing(city.hub.watch(VIEW)) as screen:
            first = await message(screen)
            assert (first["type"], first["seq"], first["cells"]["kpi-reported"]) == ("full", 1, "1")
            assert first["zone"] == "Asia/Shanghai"
            city.report("c2")
            await city.hub.look()
            second = await message(screen)
            assert (second["type"], second["seq"], second["cells"]["kpi-reported"]) == ("diff", 2, "2")
            assert "scope" not in second["cells"]
            assert second["cells"].items().isdisjoint(first["cells"].items())

    asyncio.run(watch())


def test_a_second_without_news_is_a_heartbeat(city):
    city.report("c1")

    async def watch():
        async with aclosing(city.hub.watch(VIEW)) as screen:
            await message(screen)
            await city.hub.look()
            await city.hub.settle()
            await city.hub.look()
            await message(screen)
            city.clock.move(1)
            await city.hub.look()
            beat = await message(screen)
            now, as_of = to_millis(city.clock()), to_millis(NOON)
            assert beat == {"type": "diff", "seq": 4, "now": now, "as_of": as_of}

    asyncio.run(watch())


def test_a_slow_screen_skips_and_gets_everything_again(city):
    city.report("c1")

    async def watch():
        async with aclosing(city.hub.watch(VIEW)) as screen:
            await message(screen)
            for n in range(5):
                city.report(f"more{n}")
                await city.hub.look()
            late = await message(screen)
            assert (late["type"], late["seq"], late["cells"]["kpi-reported"]) == ("full", 6, "6")
            waiting = asyncio.ensure_future(anext(screen))
            await asyncio.sleep(0)
            assert not waiting.done()
            city.report("newest")
            await city.hub.look()
            assert '"diff"' in await waiting

    asyncio.run(watch())


def test_all_screens_of_a_view_share_one_encoded_text(city):
    city.report("c1")

    async def watch():
        async with aclosing(city.hub.watch(VIEW)) as one, aclosing(city.hub.watch(VIEW)) as other:
            assert await anext(one) is await anext(other)
            await city.hub.look()
            assert await anext(one) is await anext(other)

    asyncio.run(watch())


def test_a_screen_in_another_language_has_the_same_numbers(city):
    city.report("c1")

    async def watch():
        async with aclosing(city.hub.watch(VIEW)) as zh, aclosing(city.hub.watch(ENGLISH)) as en:
            chinese, english = await message(zh), await message(en)
        assert chinese["cells"].keys() == english["cells"].keys()
        assert chinese["cells"]["kpi-open"] == english["cells"]["kpi-open"] == "1"
        assert (chinese["cells"]["scope"], english["cells"]["scope"]) == ("矿区 · 总览", "Kuangqu District · Overview")

    asyncio.run(watch())


def test_figures_grow_old_when_the_worker_stops_and_the_screen_can_see_it(city):
    city.report("c1")

    async def watch():
        async with aclosing(city.hub.watch(VIEW)) as screen:
            first = await message(screen)
            city.clock.move(40)
            await city.hub.look()
            later = await message(screen)
            assert later["now"] - first["now"] == 40_000
            assert later["as_of"] == first["as_of"]

    asyncio.run(watch())


def test_a_store_that_fails_leaves_the_last_figures_with_their_age(city):
    city.report("c1")

    async def watch():
        async with aclosing(city.hub.watch(VIEW)) as screen:
            first = await message(screen)
            with city.system.database.derived.begin() as connection:
                connection.execute(text("alter table watermark rename to lost"))
            city.clock.move(1)
            await city.hub.look()
            beat = await message(screen)
            assert (beat["type"], beat["as_of"], beat["now"]) == ("diff", first["as_of"], first["now"] + 1000)
            assert "cells" not in beat
            with city.system.database.derived.begin() as connection:
                connection.execute(text("alter table lost rename to watermark"))
            city.report("c2")
            await city.hub.look()
            assert (await message(screen))["cells"]["kpi-reported"] == "2"

    asyncio.run(watch())


def test_an_emptied_redis_changes_no_number(city):
    city.report("c1")

    async def watch():
        async with aclosing(city.hub.watch(VIEW)) as screen:
            await message(screen)
            city.system.redis.flushall()
            await city.hub.look()
            assert "kpi-reported" not in (await message(screen)).get("cells", {})

    asyncio.run(watch())


def test_a_view_outside_the_scope_is_refused(city):
    view = View("overview", "140303", frozenset({"440309"}), Language.ZH)

    async def watch():
        async with aclosing(city.hub.watch(view)) as screen:
            with pytest.raises(AccessError):
                await message(screen)

    asyncio.run(watch())


def test_a_view_without_screens_is_looked_at_no_longer(city):
    city.report("c1")

    async def watch():
        async with aclosing(city.hub.watch(VIEW)) as screen:
            await message(screen)
        await city.hub.look()
        still = (await city.hub.whole(VIEW))[0].seq
        city.clock.move(KEPT.total_seconds() + 1)
        await city.hub.look()
        again = (await city.hub.whole(VIEW))[0].seq
        assert (still, again) == (2, 1)

    asyncio.run(watch())
