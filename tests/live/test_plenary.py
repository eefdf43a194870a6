"""A plenary over real sockets and on a real disk: who hears what, and what is kept of it."""

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack

from app.core import events as e
from tests.core.given import said
from tests.core.test_plenary import CHAIR, FOR, HALL_NOTE
from tests.live.server import Hall
from tests.live.test_knowledge import seen
from tests.live.test_socket import at_table, written
from tests.store.batches import sayings, state

HALF, WHOLE, OTHER = "Et halvt ord", "Vi bygger ved banen.", "Vi venter til neste år."


async def test_a_plenary(hall: Callable[..., Hall]) -> None:
    """U2, U3, U6, U7, U8, U12: typed for the projector alone; two who fix at once; sealed after."""
    plenary = e.StepOpened("vekst-plenum", 0, None)
    here = hall(said(1), said(2), HALL_NOTE, plenary)
    async with AsyncExitStack() as stack:
        control, other = [await stack.enter_async_context(here.staff()) for _ in "ab"]
        for desk in (control, other):
            await desk.join("control", here.public)
        wall, anna, carl = [await stack.enter_async_context(here.screen()) for _ in "abc"]
        await wall.join("projector", here.codes[None])
        await at_table(here, anna, 1, 0)
        await at_table(here, carl, 2, 0)

        shown = {"question": "vekst", "table": 1, "beside": [2]}
        assert (await control.ask("show", **shown))["t"] == "stored"
        given = await carl.ask("note", **written(1, "Det er nært", question=FOR))
        assert given["t"] == "stored"
        parked = await anna.ask("note", **written(2, "Hvem betaler?", question=CHAIR))
        assert parked["t"] == "stored"
        laid = {"about": "vekst.2", "side": "against", "id": HALL_NOTE.note.id, "on": True}
        assert (await other.ask("argument", **laid))["t"] == "stored"
        for screen in (control, wall, anna, carl):
            await screen.until(lambda view: len(view.notes("arguments")) == 2)
            await screen.until(lambda view: view.notes("parked") == {"Hvem betaler?"})
            assert len(screen.view["shown"]) == 2

        assert (await control.ask("typing", question="vekst", text=HALF))["t"] == "stored"
        await wall.until(lambda view: view["typed"] == HALF)
        one, two = await asyncio.gather(
            control.ask("wording", question="vekst", version=1, text=WHOLE),
            other.ask("wording", question="vekst", version=1, text=OTHER),
        )
        assert {one.get("code", "stored"), two.get("code", "stored")} == {"stored", "stale"}
        for screen in (wall, anna):
            await screen.until(lambda view: view["common"]["version"] == 1)
        assert wall.view["typed"] is None
        assert HALF not in seen(anna, carl)

        stand = {"question": "vekst", "version": 1, "stands": False, "dissent": "Nei", "rev": 1}
        assert (await anna.ask("stand", **stand))["code"] == "no_pen"
        await anna.ask("pen", do="take")
        assert (await anna.ask("stand", **stand))["t"] == "stored"
        await wall.until(lambda view: view["common"]["stances"])
        assert (await control.ask("close_step", step="vekst-plenum"))["t"] == "stored"

    kept = state(here.engine, here.workshop)
    assert kept.wordings["vekst"] in {(WHOLE,), (OTHER,)}
    assert kept.stands["vekst", 1].dissent == "Nei"
    for question in (FOR, CHAIR):
        assert [(one.table, one.key) for one in kept.notes_on(question).values()] == [(None, None)]
    assert HALF not in str(sayings(here.engine, here.workshop))
