"""The minute at the end, over real sockets and on a real disk."""

from collections.abc import Callable
from contextlib import AsyncExitStack

from app.core.asides import LINE
from app.store import stafflog
from tests.core.test_evaluation import LAID, OPENED
from tests.live.server import Hall
from tests.live.test_knowledge import FIVE, seen
from tests.live.test_socket import at_table, written
from tests.store.batches import notes, sayings, state

WORDS = "Kortere innledning"


async def test_a_hall_evaluates(hall: Callable[..., Hall]) -> None:
    """Y1, Y2, Y3, Y4, Y5: seen by nobody; then counted for all, the lines without any table."""
    here = hall(*LAID, OPENED)
    async with AsyncExitStack() as stack:
        control = await stack.enter_async_context(here.staff())
        await control.join("control", here.public)
        wall = await stack.enter_async_context(here.screen())
        await wall.join("projector", here.codes[None])
        tablets = [await stack.enter_async_context(here.screen()) for _ in FIVE]
        keys = []
        for number, (tablet, (table, seat)) in enumerate(zip(tablets, FIVE, strict=True)):
            await at_table(here, tablet, table, seat)
            keys.append((await tablet.ask("ticket", step="minutt"))["key"])
            ballot = {"step": "minutt", "key": keys[-1], "rev": 0, "marks": {"heard": 5}}
            assert (await tablet.ask("ballot", **ballot))["t"] == "stored"
            line = written(number, WORDS, question=LINE)
            assert (await tablet.ask("note", **line))["t"] == "stored"
        first = tablets[0]
        other = {"step": "minutt", "key": keys[0], "rev": 1}
        assert (await first.ask("ballot", **other, marks={"role": 6}))["code"] == "bad_mark"
        assert (await first.ask("ballot", **other, marks={"heard": 3}))["t"] == "stored"
        full = await first.ask("note", **written(9, WORDS, question=LINE))
        assert full["code"] == "too_many_reactions"
        await control.until(lambda view: view["hall"]["cast"] == 5)
        for screen in (control, wall, *tablets):
            assert screen.view["evaluation"]["result"] is None

        assert (await control.ask("close_step", step="minutt"))["t"] == "stored"
        for screen in (control, wall, *tablets):
            await screen.until(lambda view: view["evaluation"]["result"])
            came = {row["id"]: row["grades"] for row in screen.view["evaluation"]["result"]}
            assert (came["heard"], came["role"]) == ([0, 0, 1, 0, 4], [])
        late = await first.ask("ballot", **{**other, "rev": 2}, marks={"heard": 1})
        assert late["code"] == "counted"
        assert WORDS not in seen(control, wall, *tablets)

    kept = notes(sayings(here.engine, here.workshop))
    assert {(note.table, note.key, note.rev) for note in kept.values()} == {(None, None, 0)}
    assert len(kept) == 5
    box = state(here.engine, here.workshop).boxes["minutt"]
    assert (box.ballots, box.profiles) == ({}, ())
    acts = [row.kind for row in stafflog.read(here.engine, here.workshop).acts]
    assert acts.count("RoundSealed") == 1
