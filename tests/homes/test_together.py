"""Real processes and real screens: with two of them it is as with one."""

import asyncio
import json
from functools import partial
from urllib.request import Request, urlopen

from sqlalchemy import inspect, text

from app.core import events as e
from app.core.things import Statement
from app.web import auth
from tests.core.given import NOON
from tests.core.screens import Merged
from tests.homes.conftest import House, at_table, seat
from tests.live.test_socket import written

TALK = e.StepOpened("vekst-bord", NOON, None)
WRITING = e.StepOpened("vekst-skriv", NOON, None)


async def test_two_at_one_table(house: House) -> None:
    """H1, H2: they see each other's notes, know of each other, and have one pen between them."""
    hall = house.furnish(TALK)
    one, two, _ = house.processes
    async with one.screen() as anna, two.screen() as bent:
        await at_table(hall, anna, 1, 1)
        await at_table(hall, bent, 1, 2)
        assert house.home_of(hall.workshop) is one
        await anna.until(lambda view: view["table"]["tablets"] == 2)
        await bent.until(lambda view: view["table"]["tablets"] == 2)
        for number, (writes, reads) in enumerate([(anna, bent), (bent, anna)]):
            note = written(number, f"Innspill {number}", shared=True)
            assert (await writes.ask("note", **note))["t"] == "stored"
            await reads.until(partial(has_note, note["text"]))
            assert (await reads.ask("note", **note))["t"] == "stored"
            assert (await reads.ask("note", **note | {"text": "Annet"}))["code"] == "other_text"
        answers = await asyncio.gather(anna.ask("pen", do="take"), bent.ask("pen", do="take"))
        assert sorted(answer["t"] for answer in answers) == ["refused", "stored"]
        assert "pen_taken" in [answer.get("code") for answer in answers]
        holder, other = (anna, bent) if answers[0]["t"] == "stored" else (bent, anna)
        await other.until(lambda view: view["table"]["pen"])
        words = {"question": "vekst", "text": "Vi vil", "dissent": "", "rev": 1}
        assert (await other.ask("statement", **words))["code"] == "no_pen"
        assert (await holder.ask("statement", **words))["t"] == "stored"
        await other.until(lambda view: view["statement"]["text"] == "Vi vil")


def has_note(words: str, view: Merged) -> bool:
    return words in view.notes("own_notes")


async def test_control_on_one_and_tablets_on_both(house: House) -> None:
    """H1: led from a process where the workshop does not live, from the writing to the count."""
    hall = house.furnish(WRITING, e.StatementKept(Statement("vekst", 1, "Vi vil", "", 1)))
    one, two, _ = house.processes
    async with (
        one.screen() as anna,
        two.screen() as bent,
        one.staff(house.engine) as beside,
        two.staff(house.engine) as control,
    ):
        await at_table(hall, anna, 1, 1)
        await at_table(hall, bent, 2, 2)
        await beside.join("control", hall.public)
        await control.join("control", hall.public)
        await control.until(lambda view: view["counts"]["controls"] == 2)
        assert (await anna.ask("note", **written(1)))["t"] == "stored"
        assert (await bent.ask("note", **written(2, "Flere tog")))["t"] == "stored"
        await control.until(lambda view: view["counts"]["notes"] == 2)
        assert not bent.view.notes()
        assert (await control.ask("open_step", step="vekst-bord"))["t"] == "stored"
        for tablet in (anna, bent):
            await tablet.until(lambda view: view.notes() | view.notes("own_notes") == SAID)
        assert (await control.ask("open_step", step="dotter"))["t"] == "stored"
        keys = [(await tablet.ask("ticket", step="dotter"))["key"] for tablet in (anna, bent)]
        for tablet, key in zip((anna, bent), keys, strict=True):
            ballot = {"step": "dotter", "key": key, "rev": 0, "marks": {"vekst.1": 1}}
            assert (await tablet.ask("ballot", **ballot))["t"] == "stored"
        assert (await control.ask("close_step", step="dotter"))["t"] == "stored"
        for screen in (control, anna, bent, beside):
            await screen.until(lambda view: (view["prioritising"] or {}).get("result"))
            assert screen.view["prioritising"] == control.view["prioritising"]


SAID = {"Flere busser", "Flere tog"}


async def test_a_tablet_that_comes_back_to_another_process(house: House) -> None:
    """H1, D9: has the same ballot, and the pen that it held."""
    hall = house.furnish(TALK)
    one, two, _ = house.processes
    async with one.screen() as anna, two.screen() as bent:
        await at_table(hall, anna, 1, 1)
        await at_table(hall, bent, 1, 2)
        assert (await bent.ask("pen", do="take"))["t"] == "stored"
        key = (await bent.ask("ticket", step="dotter"))["key"]
        bent.socket.transport.abort()
        async with one.screen() as again:
            answer = await again.join("tablet", hall.codes[1], seat=seat(2))
            await again.until(lambda view: view["table"]["pen"] == answer["you"])
            assert (await again.ask("ticket", step="dotter"))["key"] == key
            await asyncio.sleep(5)  # the other process has noticed that it is gone
            note = written(1, "Innspill", shared=True)
            assert (await again.ask("note", **note))["t"] == "stored"
            await again.until(lambda view: "Innspill" in view.notes("own_notes"))
            assert again.view["table"]["tablets"] == 2
            assert again.view["table"]["pen"] == answer["you"]


async def test_a_rehearsal_is_gone_in_every_process(house: House) -> None:
    """H8: its screens say goodbye, whoever took it away."""
    one, two, _ = house.processes
    token = {"Authorization": f"Bearer {auth.operator_token(house.engine)}"}

    def ask(method: str, path: str, body: bytes | None = None) -> bytes:
        headers = {**token, "Content-Type": "application/json"}
        address = f"http://127.0.0.1:{two.port}/api/generalprove{path}"
        with urlopen(Request(address, body, headers, method=method), timeout=20) as answer:
            told: bytes = answer.read()
            return told

    asked = json.dumps({"tables": 2, "seats": 4}).encode()
    made = json.loads(await asyncio.to_thread(ask, "POST", "", asked))
    async with one.screen() as anna, two.screen() as bent:
        for screen, number in ((anna, 1), (bent, 2)):
            await screen.join("tablet", made["tables"][str(number)], seat=seat(number))
        await asyncio.to_thread(ask, "DELETE", f"/{made['code']}")
        for screen in (anna, bent):
            while (frame := await screen.receive())["t"] != "bye":
                pass
            assert frame["code"] == "removed"
    for process in (one, two):
        async with process.screen() as late:
            answer = await late.join("tablet", made["tables"]["1"], seat=seat(1))
            assert answer["code"] == "unknown_code"


async def test_no_device_passes_through_the_database(house: House) -> None:
    """H11: neither who is present, nor who holds a pen, nor which ballot is whose."""
    hall = house.furnish(TALK)
    one, two, _ = house.processes
    async with one.screen() as anna, two.screen() as bent:
        await at_table(hall, anna, 1, 1)
        await at_table(hall, bent, 1, 2, accepted=True)
        await bent.ask("tell", accepted=True, drafting=True)
        await bent.ask("pen", do="take")
        await anna.until(lambda view: view["table"]["pen"])
        key = (await bent.ask("ticket", step="dotter"))["key"]
        marks = [seat(1), seat(2), key, anna.view["table"]["pen"]]
        with house.engine.connect() as connection:
            names = inspect(connection).get_table_names()
            there = [connection.scalars(text(f"SELECT t::text FROM {name} t")) for name in names]
            stored = [row for rows in there for row in rows]
    assert any(hall.workshop in row for row in stored)
    assert not [row for row in stored if any(mark in row for mark in marks)]
