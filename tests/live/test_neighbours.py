"""Tablets that change table, on the wire."""

import time
from collections.abc import Callable

from app.core import events as e
from app.core.things import Kind, Step
from tests.live.server import Hall
from tests.live.test_socket import at_table, written

NOW = time.time_ns() // 1_000_000
STEPS = (
    e.StepPlanned(Step("bytt", Kind.ROUND, 5), "vekst-bord"),
    e.StepPlanned(Step("vekst-igjen", Kind.TALK, 20, "vekst"), "bytt"),
    e.StepOpened("vekst-skriv", NOW, None),
)


async def test_a_tablet_that_goes_along(hall: Callable[..., Hall]) -> None:
    """Z4, Z1: it gets the table's code when the round is on, and joins by it; what it wrote before
    is no longer at the table that it left, nor at the one it came to."""
    here = hall(*STEPS)
    async with here.screen() as anna, here.screen() as bent, here.staff() as control:
        await at_table(here, anna, 1)
        await at_table(here, bent, 2)
        await control.join("control", here.public)
        assert (await anna.ask("note", **written(1)))["t"] == "stored"
        assert (await anna.ask("move", table=2))["code"] == "closed"
        assert (await control.ask("move", table=2))["code"] == "not_allowed_here"
        assert (await control.ask("open_step", step="bytt"))["t"] == "stored"
        assert (await anna.ask("move", table=9))["code"] == "unknown_table"
        moved = await anna.ask("move", table=2)
        assert (moved["table"], moved["code"]) == (2, here.codes[2])
        seat = f"{0xAB0A:032x}"  # of table 1 in `at_table`
        await anna.join("tablet", moved["code"], seat=seat)
        assert anna.view["table"]["no"] == 2
        await control.until(lambda view: view["tables"]["2"]["tablets"] == 2)
        assert control.view["tables"]["1"]["tablets"] == 0
        assert (await control.ask("open_step", step="vekst-igjen"))["t"] == "stored"
        for tablet in (anna, bent):
            await tablet.until(lambda view: view.notes())
            assert tablet.view.notes("own_notes") == set()
            assert tablet.view.notes() == {"Flere busser"}
        assert (await anna.ask("note", **written(1)))["t"] == "stored"  # sent again: the same one
        assert (await anna.ask("note", **written(1, "Annet", rev=1)))["code"] == "closed"


async def test_a_table_that_disbands(hall: Callable[..., Hall]) -> None:
    """Z4, Z5, Z6: its tablets go where they like, with what they wrote."""
    here = hall(*STEPS)
    async with here.screen() as anna, here.staff() as control:
        await at_table(here, anna, 1)
        await control.join("control", here.public)
        await anna.ask("note", **written(1))
        assert (await control.ask("disband", table=1, on=True))["t"] == "stored"
        await anna.until(lambda view: view["table"]["disbanded"])
        await control.until(lambda view: view["tables"]["1"]["disbanded"])
        assert (await anna.ask("note", **written(2, "På vei")))["t"] == "stored"
        moved = await anna.ask("move", table=3)
        await anna.join("tablet", moved["code"], seat=f"{0xAB0A:032x}")
        assert (await anna.ask("move", table=2))["code"] == "closed"
        assert (await anna.ask("note", **written(1, "Bedre", rev=1)))["t"] == "stored"
        assert (await control.ask("disband", table=2, on=True))["t"] == "stored"
        assert (await control.ask("disband", table=3, on=True))["code"] == "bad_plan"
        assert (await control.ask("open_step", step="vekst-bord"))["t"] == "stored"
        await anna.until(lambda view: view.notes())
        assert anna.view.notes() == {"Bedre", "På vei"}
        assert anna.view.notes("own_notes") == set()


async def test_a_tablet_passed_from_hand_to_hand(hall: Callable[..., Hall]) -> None:
    """Z9: as many ballots as the table has seats, and none is anybody's but its hand's."""
    here = hall(*STEPS, e.StepOpened("dotter", NOW, None))
    async with here.screen() as anna:
        await at_table(here, anna, 1)
        await anna.until(lambda view: view["table"]["tablets"] == 1)
        keys = {(await anna.ask("ticket", step="dotter", hand=hand))["key"] for hand in (0, 1)}
        assert len(keys) == 2
        again = await anna.ask("ticket", step="dotter", hand=1)
        assert again["key"] in keys
        refused = await anna.ask("ticket", step="dotter", hand=2)
        assert refused["code"] == "no_more_ballots"
