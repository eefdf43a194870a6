"""The hall meets the knowledge base, over real sockets and on a real disk."""

import json
from collections.abc import Callable
from contextlib import AsyncExitStack
from typing import Any

from app.core.receipts import fingerprint
from app.store import stafflog
from tests.core.test_knowledge import LAID, OPENED, SURPRISED
from tests.live.screen import Screen
from tests.live.server import Hall
from tests.live.test_socket import at_table, written
from tests.store.batches import notes, sayings, state

FIVE = [(1, 0), (1, 1), (2, 0), (2, 1), (3, 0)]
"""Tables and places, as many as make three tables of two nearly full."""


def reaction(number: int, text: str = "", question: str = SURPRISED, **more: Any) -> dict[str, Any]:
    return written(number, text, question=question, **more)


def seen(*screens: Screen) -> str:
    return json.dumps([frame for screen in screens for frame in screen.frames])


async def test_a_hall_reacts(hall: Callable[..., Hall]) -> None:
    """B2, B5, B6, B7: stored and seen by nobody; then counted, told, and without any table."""
    here = hall(*LAID, OPENED)
    async with AsyncExitStack() as stack:
        control = await stack.enter_async_context(here.staff())
        await control.join("control", here.public)
        wall = await stack.enter_async_context(here.screen())
        await wall.join("projector", here.codes[None])
        tablets = [await stack.enter_async_context(here.screen()) for _ in FIVE]
        for tablet, (table, seat) in zip(tablets, FIVE, strict=True):
            await at_table(here, tablet, table, seat)
            assert [known["reactions"] for known in tablet.view["knowledge"].values()] == [None] * 2
        for number, tablet in enumerate(tablets):
            assert (await tablet.ask("note", **reaction(number)))["t"] == "stored"
        first = tablets[0]
        assert (await first.ask("note", **reaction(0, "Så mange?", rev=1)))["t"] == "stored"
        refused = await first.ask("note", **reaction(9))
        assert refused["code"] == "too_many_reactions"
        await first.ask("withdraw", id=reaction(0)["id"], secret=reaction(0)["secret"])
        assert (await first.ask("note", **reaction(10, "Så mange?")))["t"] == "stored"
        await control.until(lambda view: view["counts"]["reacted"] == 3)
        assert "Så mange?" not in seen(control, wall, *tablets)
        assert '"surprised": ' not in seen(control, wall, *tablets)

        assert (await control.ask("close_step", step="kunnskap"))["t"] == "stored"
        for screen in (control, wall, *tablets):
            await screen.until(lambda view: view["knowledge"]["boliger"]["reactions"])
            came = screen.view["knowledge"]["boliger"]["reactions"]
            assert (came["shown"], came["surprised"]) == (True, 5)
            assert screen.view["knowledge"]["buss"]["reactions"]["shown"] is False
        whys = [why["text"] for why in first.view["whys"].values()]
        assert whys == ["Så mange?"]
        assert "Så mange?" not in seen(wall)
        assert (await first.ask("note", **reaction(11)))["code"] == "closed"
        assert (await control.ask("grace", step="kunnskap"))["code"] == "closed"
        assert (await first.ask("note", **reaction(10, "Så mange?")))["t"] == "stored"  # again

    kept = notes(sayings(here.engine, here.workshop))
    assert len(kept) == 5
    assert {(note.table, note.key, note.rev) for note in kept.values()} == {(None, None, 0)}
    assert state(here.engine, here.workshop).settled
    mine = kept[reaction(10)["id"]]
    assert fingerprint(mine.id, mine.text) == fingerprint(reaction(10)["id"], "Så mange?")
    acts = [row.kind for row in stafflog.read(here.engine, here.workshop).acts]
    assert acts.count("RoundSealed") == 1


async def test_who_comes_back_finds_what_was_missed(hall: Callable[..., Hall]) -> None:
    """B6, S9: only what is new, item by item."""
    here = hall(*LAID, OPENED)
    async with here.staff() as control:
        await control.join("control", here.public)
        async with here.screen() as tablet:
            await at_table(here, tablet, 1)
            view = tablet.view
        for number, (table, seat) in enumerate(FIVE):
            async with here.screen() as other:
                await at_table(here, other, table, seat)
                await other.ask("note", **reaction(number, f"Ord {number}"))
        await control.ask("close_step", step="kunnskap")
        async with here.screen() as again:
            again.view = view
            await at_table(here, again, 1, have=view.have)
            await again.until(lambda view: len(view["whys"]) == 5)
            assert again.frames[1]["since"] > 0
            assert again.view["knowledge"]["boliger"]["reactions"]["surprised"] == 5
