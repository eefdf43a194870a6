"""Practising: a leader's own copy of the workshop, with imagined councillors, gone when closed."""

import asyncio
import json
import re
from typing import Any

import pytest
from httpx2 import Response
from sqlalchemy import text

from app import imagined
from app.core import commands as c
from app.core.things import Knowledge
from app.rooms import LONGEST_REHEARSAL, Room
from app.store import roster, staff, workshops
from app.web import practice
from tests.web.conftest import LEADER, PASSWORD, Evening, House, Web, plan_evening

ROWS = "SELECT code, title, rehearsal, starts FROM workshop ORDER BY code"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Imagined councillors who do not need to think."""
    monkeypatch.setattr(imagined.answer, "__defaults__", (0.0,))


async def begin(web: Web, evening: Evening) -> Response:
    return await web.form(f"/stab/v/{evening.code}/ov")


async def control(web: Web, evening: Evening) -> dict[str, Any]:
    """What the practice's control is told, and under `code` its own code."""
    page = await web.get(f"/stab/v/{evening.code}/ov/styr")
    assert page.status_code == 200
    code = re.search(r'data-code="(\w+)"', page.text)
    blocks = dict(
        re.findall(r'<script type="application/json" id="(\w+)">(.*?)</script>', page.text)
    )
    assert code
    return {"code": code[1]} | {name: json.loads(body) for name, body in blocks.items()}


async def practising(web: Web, evening: Evening, house: House) -> Room:
    assert (await begin(web, evening)).status_code == 303
    row = workshops.find(house.engine, (await control(web, evening))["code"])
    room = await house.rooms.room(row.id) if row else None
    assert room is not None
    return room


async def press(web: Web, evening: Evening, csrf: str, what: str) -> Response:
    return await web.send_form(f"/stab/v/{evening.code}/ov/{what}", {"csrf": csrf})


def rows(house: House) -> list[Any]:
    with house.engine.connect() as connection:
        return list(connection.execute(text(ROWS)).all())


async def test_a_screen_with_a_token_is_not_compressed(
    staff_web: Web, house: House, evening: Evening
) -> None:
    await practising(staff_web, evening, house)
    path = f"/stab/v/{evening.code}"
    assert (await staff_web.get(f"{path}/styr")).headers["content-encoding"] == "gzip"
    assert "content-encoding" not in (await staff_web.get(f"{path}/ov/styr")).headers


async def test_a_practice_is_a_copy_without_people(
    staff_web: Web, house: House, evening: Evening
) -> None:
    """J1: tables, questions, knowledge and programme; no roster, no notice, codes of its own."""
    await evening.do(c.LayKnowledge((Knowledge("k", "Flere bor alene."),)))
    room = await practising(staff_web, evening, house)
    of, copy = evening.room.state, room.state
    assert copy.plan is not None
    assert copy.plan.rehearsal
    assert (copy.tables, copy.questions) == (of.tables, of.questions)
    assert (copy.knowledge, copy.steps) == (of.knowledge, of.steps)
    assert roster.members(house.engine, room.id) == []
    codes = workshops.codes(house.engine, room.id)
    assert codes.keys() == evening.codes.keys()
    assert not set(codes.values()) & set(evening.codes.values())


async def test_one_each_and_twice_is_once(staff_web: Web, house: House, evening: Evening) -> None:
    """J2: two presses at once make one practice; another leader has another."""
    staff.set_user(house.engine, "ola", "Ola Leder", PASSWORD)
    await asyncio.gather(*(begin(staff_web, evening) for _ in range(3)))
    assert len(rows(house)) == 2
    async with house.web() as other:
        assert (await other.log_in("ola")).status_code == 303
        await begin(other, evening)
        assert len(rows(house)) == 3
        mine, theirs = await control(staff_web, evening), await control(other, evening)
        assert mine["code"] != theirs["code"]
        await press(other, evening, theirs["practice"]["csrf"], "lukk")
    assert len(rows(house)) == 2
    assert (await control(staff_web, evening))["code"] == mine["code"]


async def test_nothing_of_it_is_public(staff_web: Web, house: House, evening: Evening) -> None:
    """J3: not its page, its minutes or its line on the front page, nor among the staff's own."""
    room = await practising(staff_web, evening, house)
    await evening.do(c.EndWorkshop())
    told = await control(staff_web, evening)
    for name in ("public", "attendance", "workbench", "minutes"):
        assert told["links"][name] == ""
    for path in (f"/v/{told['code']}", f"/v/{told['code']}.json", f"/v/{told['code']}.ics"):
        assert (await staff_web.get(path)).status_code == 404
    for path in ("/", "/stab"):
        assert told["code"] not in (await staff_web.get(path)).text
    assert room.state.ended is None


async def test_they_answer_what_the_step_asks(
    staff_web: Web, house: House, evening: Evening
) -> None:
    """J4: at their tables, twelve where there are twelve seats; the original hears nothing."""
    room = await practising(staff_web, evening, house)
    csrf = (await control(staff_web, evening))["practice"]["csrf"]
    await room.do(c.OpenStep("skriv"), LEADER)
    for _ in range(2):
        assert (await press(staff_web, evening, csrf, "svar")).status_code == 202
        await asyncio.gather(*practice_tasks(house))
        notes = room.state.notes_on("q").values()
        assert len(notes) == 24
    assert {note.table for note in notes} == {1, 2}
    assert all(note.text.startswith("Oppdiktet: ") for note in notes)
    assert not evening.room.state.notes_on("q")
    assert not evening.room.state.seats


def practice_tasks(house: House) -> list[asyncio.Task[None]]:
    return list(house.site.state.site.answering.values())


async def test_closing_removes_it_whole_and_stops_the_crowd(
    staff_web: Web, house: House, evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    """J5, K6: no row of it is left in any table, though its councillors were about to write."""
    monkeypatch.setattr(imagined.answer, "__defaults__", (0.2,))
    before = rows(house)
    room = await practising(staff_web, evening, house)
    csrf = (await control(staff_web, evening))["practice"]["csrf"]
    await room.do(c.OpenStep("skriv"), LEADER)
    await press(staff_web, evening, csrf, "svar")
    answering = practice_tasks(house)
    assert answering
    closed = await press(staff_web, evening, csrf, "lukk")
    assert closed.headers["location"] == f"/stab/v/{evening.code}/ov"
    await asyncio.gather(*answering)
    assert rows(house) == before
    with house.engine.connect() as connection:
        for table in workshops.OF_A_WORKSHOP:
            mine = table.select().where(table.c.workshop == room.id)
            assert connection.execute(mine).first() is None, table.name
    assert not practice_tasks(house)
    again = await press(staff_web, evening, csrf, "svar")
    assert again.status_code == 404
    assert (await staff_web.get(f"/stab/v/{evening.code}/ov/styr")).status_code == 303


async def test_what_was_forgotten_is_swept(staff_web: Web, house: House, evening: Evening) -> None:
    """J5: a practice of yesterday is gone when the server starts; one of today is kept."""
    room = await practising(staff_web, evening, house)
    await house.rooms.sweep()
    assert len(rows(house)) == 2
    with house.engine.begin() as connection:
        old = "UPDATE workshop SET starts = starts - :day WHERE id = :id"
        connection.execute(text(old), {"day": LONGEST_REHEARSAL + 1, "id": room.id})
    await house.rooms.sweep()
    assert [row.code for row in rows(house)] == [evening.code]


async def test_without_tables_or_programme(staff_web: Web, house: House) -> None:
    """J1: tables are made up where none are laid; an empty programme says what is missing."""
    evening = await plan_evening(house)
    await evening.do(c.LayTables(()))
    room = await practising(staff_web, evening, house)
    assert len(room.state.tables) == practice.TABLES
    await evening.do(c.LayProgramme((), ()))
    csrf = (await control(staff_web, evening))["practice"]["csrf"]
    await press(staff_web, evening, csrf, "lukk")
    answer = await staff_web.send_form(f"/stab/v/{evening.code}/ov", {"csrf": csrf})
    assert answer.headers["location"] == f"/stab/v/{evening.code}/ov"
    page = await staff_web.get(f"/stab/v/{evening.code}/ov", params={"lang": "nb"})
    assert "Kjøreplanen er tom" in page.text
    assert len(rows(house)) == 1


async def test_strangers_and_forged_forms(web: Web, staff_web: Web, evening: Evening) -> None:
    """J2: only the staff practise, and only by their own press."""
    for path in ("ov", "ov/styr", "styr/nettbrett"):
        page = await web.get(f"/stab/v/{evening.code}/{path}")
        assert page.status_code == 303
        assert "logg-inn" in page.headers["location"]
    for path in ("ov", "ov/svar", "ov/lukk"):
        answer = await staff_web.send_form(f"/stab/v/{evening.code}/{path}", {"csrf": "feil"})
        assert answer.status_code == 403
    assert (await staff_web.get("/stab/v/FINNES/ov")).status_code == 404


async def test_only_the_preview_may_be_framed(staff_web: Web, evening: Evening) -> None:
    """J6: and by our own pages alone."""
    preview = await staff_web.get(f"/stab/v/{evening.code}/styr/nettbrett")
    assert "frame-ancestors 'self'" in preview.headers["content-security-policy"]
    assert evening.members[0].name not in preview.text
    steer = await staff_web.get(f"/stab/v/{evening.code}/styr")
    assert "frame-ancestors 'none'" in steer.headers["content-security-policy"]
