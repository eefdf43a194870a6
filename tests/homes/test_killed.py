"""A process is killed, or loses its database, in the middle of a workshop."""

import asyncio
import random
import signal
from collections.abc import Sequence
from itertools import cycle

import pytest
from sqlalchemy import text
from websockets.exceptions import ConnectionClosed

from app.core import events as e
from tests.core.given import NOON
from tests.homes.conftest import House, Process, at_table, seat
from tests.live.screen import Screen
from tests.live.server import Hall
from tests.live.test_socket import written
from tests.store.batches import notes, sayings

TALK = e.StepOpened("vekst-bord", NOON, None)
WRITING = e.StepOpened("vekst-skriv", NOON, None)


class Tablet:
    """Writes one note after the other. Where the connection breaks, it goes to the next process
    and sends again what it got no answer to."""

    def __init__(self, hall: Hall, processes: Sequence[Process], number: int) -> None:
        self._hall = hall
        self._number = number
        self._processes = cycle(processes)
        self.first = processes[0]
        self.stored: dict[str, str] = {}
        self.connections = 0
        self.stop = False

    async def write(self) -> None:
        while not self.stop:
            try:
                async with next(self._processes).screen() as screen:
                    await at_table(self._hall, screen, 1 + self._number % 3, self._number)
                    self.connections += 1
                    while not self.stop:
                        number = 1000 * self._number + len(self.stored)
                        note = written(number, f"Innspill {number}")
                        answer = await screen.ask("note", **note)
                        if answer["t"] == "stored":
                            self.stored[note["id"]] = note["text"]
                        else:
                            assert answer["code"] == "not_stored"
                            await asyncio.sleep(0.05)
            except (ConnectionClosed, OSError):
                await asyncio.sleep(0.1)


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_the_home_is_killed_in_the_middle_of_the_writing(house: House, seed: int) -> None:
    """H3: what was reported stored is there, once and as sent; the others keep their line."""
    hall = house.furnish(WRITING)
    chance = random.Random(seed)
    order = house.processes * 2
    tablets = [Tablet(hall, order[i % 3 : i % 3 + 3], i) for i in range(9)]
    writing = [asyncio.create_task(tablet.write()) for tablet in tablets]
    enough = chance.randint(30, 300)
    async with asyncio.timeout(60):
        while sum(len(tablet.stored) for tablet in tablets) < enough:
            await asyncio.sleep(0.002)
        dead = house.home_of(hall.workshop)
        dead.kill()
        counts = [len(tablet.stored) for tablet in tablets]
        while not all(len(t.stored) > n + 5 for t, n in zip(tablets, counts, strict=True)):
            await asyncio.sleep(0.01)
        for tablet in tablets:
            tablet.stop = True
        await asyncio.gather(*writing)
    assert house.home_of(hall.workshop) is not dead
    assert [t.connections for t in tablets] == [1 + (t.first is dead) for t in tablets]
    kept = {key: note.text for key, note in notes(sayings(house.engine, hall.workshop)).items()}
    assert kept == {key: words for tablet in tablets for key, words in tablet.stored.items()}


async def test_who_is_present_after_the_home_was_killed(house: House) -> None:
    """H3, H4: the pen and what was accepted are as before; who does not come back is gone."""
    hall = house.furnish(TALK)
    one, two, _ = house.processes
    async with one.screen() as anna, one.screen() as carl, two.screen() as bent:
        await at_table(hall, anna, 1, 1, accepted=True)
        await at_table(hall, carl, 1, 3, accepted=True)
        async with two.staff(house.engine) as control:
            await at_table(hall, bent, 1, 2)
            await control.join("control", hall.public)
            assert (await anna.ask("pen", do="take"))["t"] == "stored"
            await control.until(lambda view: view["hall"]["accepted"] == 2)
            await control.until(lambda view: view["hall"]["tablets"] == 3)
            assert house.home_of(hall.workshop) is one
            one.kill()
            async with two.screen() as again:
                answer = await again.join("tablet", hall.codes[1], seat=seat(1), accepted=True)
                await again.until(lambda view: view["table"]["pen"] == answer["you"])
                await control.until(lambda view: view["hall"]["tablets"] == 2)
                assert control.view["hall"]["accepted"] == 1
                assert control.view["counts"]["controls"] == 1
                assert again.view["table"]["pen"] == answer["you"]
                assert (await bent.ask("pen", do="take"))["code"] == "pen_taken"


async def test_a_process_where_the_workshop_does_not_live_is_killed(house: House) -> None:
    """H4: its tablets are gone after a while, and its controls are not counted."""
    hall = house.furnish(TALK)
    one, two, _ = house.processes
    async with one.screen() as anna, two.screen() as bent, one.staff(house.engine) as control:
        await at_table(hall, anna, 1, 1)
        await at_table(hall, bent, 1, 2)
        await control.join("control", hall.public)
        async with two.staff(house.engine) as beside:
            await beside.join("control", hall.public)
            await control.until(lambda view: view["counts"]["controls"] == 2)
            await control.until(lambda view: view["hall"]["tablets"] == 2)
            two.kill()
            await control.until(lambda view: view["counts"]["controls"] == 1)
            await control.until(lambda view: view["hall"]["tablets"] == 1)
        assert (await anna.ask("pen", do="take"))["t"] == "stored"


async def test_a_process_that_stops_by_itself(house: House) -> None:
    """H3: hands its workshops over, and nobody else notices."""
    hall = house.furnish(WRITING)
    one, two, _ = house.processes
    async with one.screen() as anna, two.screen() as bent:
        await at_table(hall, anna, 1, 1)
        await at_table(hall, bent, 1, 2)
        assert (await anna.ask("note", **written(1)))["t"] == "stored"
        ended = asyncio.create_task(asyncio.to_thread(one.end, signal.SIGTERM))
        number = 1
        while house.home_of(hall.workshop) is one:
            number += await keep(bent, number + 1)
        await ended
        while not await keep(bent, number + 1):
            pass
    assert len(notes(sayings(house.engine, hall.workshop))) == number + 1
    assert "Traceback" not in one.said()


async def keep(screen: Screen, number: int) -> bool:
    """Write a note; whether it was stored."""
    answer = await screen.ask("note", **written(number))
    await asyncio.sleep(0.02)
    return bool(answer["t"] == "stored")


async def test_the_database_throws_everybody_out(house: House) -> None:
    """H6: as when it starts anew. The screens stay, and what was written is stored once."""
    hall = house.furnish(WRITING)
    one, two, _ = house.processes
    async with one.screen() as anna, two.screen() as bent:
        await at_table(hall, anna, 1, 1)
        await at_table(hall, bent, 1, 2)
        for number in range(0, 40, 2):
            if number % 8 == 0:
                throw_out(house)
            for screen, which in ((anna, number), (bent, number + 1)):
                while not await keep(screen, which):
                    pass
        assert house.home_of(hall.workshop) is one
    assert len(notes(sayings(house.engine, hall.workshop))) == 40


def throw_out(house: House) -> None:
    with house.engine.connect() as connection:
        others = text(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        assert connection.scalar(others)


async def test_one_that_thinks_it_is_the_home(house: House) -> None:
    """H5: stores nothing more, and its screens come back where the workshop is."""
    hall = house.furnish(WRITING)
    one, _, _ = house.processes
    async with one.screen() as anna:
        await at_table(hall, anna, 1, 1)
        assert (await anna.ask("note", **written(1)))["t"] == "stored"
        with house.engine.begin() as connection:
            connection.execute(
                text("UPDATE home SET epoch = 'x', address = '' WHERE workshop = :id"),
                {"id": hall.workshop},
            )
        assert (await anna.ask("note", **written(2)))["code"] == "not_stored"
        while not await keep(anna, 2):
            pass
    assert len(notes(sayings(house.engine, hall.workshop))) == 2
