"""The rehearsal for programs: made by staff or the command line, and taken away whole."""

import pytest

from app import rooms
from app.store import workshops
from app.web import api, auth
from tests.core.given import NOON
from tests.store.batches import door
from tests.web.conftest import Evening, House, Web, plan_evening

ASKED = {"tables": 3, "seats": 10}


async def test_a_rehearsal_is_made_and_removed_by_the_command_line(house: House) -> None:
    async with house.web(Authorization=f"Bearer {auth.operator_token(house.engine)}") as web:
        answer = await web.post("/api/generalprove", json=ASKED)
        assert answer.status_code == 201
        made = answer.json()
        row = workshops.find(house.engine, made["code"])
        assert row
        assert row.rehearsal
        assert [step["kind"] for step in made["steps"]] == [
            "rules", "knowledge", "verify", "write", "talk", "plenary", *["prioritise"] * 3,
            "round", "talk", "evaluate", "end",
        ]  # fmt: skip
        room = await house.rooms.room(row.id)
        assert room
        assert [table.seats for table in room.state.tables.values()] == [4, 3, 3]
        assert [q.id for q in room.state.questions.values() if not q.about] == [made["question"]]
        for code in (*made["tables"].values(), made["projector"]):
            assert door(house.engine, code)
        assert (await web.delete(f"/api/generalprove/{made['code']}")).status_code == 204
        assert workshops.find(house.engine, made["code"]) is None
        assert room.over.result() is True
        assert (await web.delete(f"/api/generalprove/{made['code']}")).status_code == 404


async def test_a_rehearsal_that_was_left_behind_goes_with_the_next(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """G2: whoever held it was killed, and came no more. What is no rehearsal stays."""
    made = []
    async with house.web(Authorization=f"Bearer {auth.operator_token(house.engine)}") as web:
        for hours in (0, 25, 48):
            for module in (api, rooms):
                monkeypatch.setattr(module, "clock", lambda at=hours: NOON + at * 3_600_000)
            made.append((await web.post("/api/generalprove", json=ASKED)).json()["code"])
            real = await plan_evening(house)
    there = [workshops.find(house.engine, code) is not None for code in (*made, real.code)]
    assert there == [False, True, True, True]


async def test_so_may_a_member_of_the_staff(staff_web: Web) -> None:
    here = {"Origin": "http://test"}
    made = await staff_web.post("/api/generalprove", json=ASKED, headers=here)
    assert made.status_code == 201
    there = {"Origin": "https://evil.example"}
    stopped = await staff_web.post("/api/generalprove", json=ASKED, headers=there)
    assert (stopped.status_code, stopped.json()) == (403, {"error": 403})


async def test_nobody_else_may(web: Web, house: House, evening: Evening) -> None:
    assert (await web.post("/api/generalprove", json=ASKED)).status_code == 401
    forged = {"Authorization": "Bearer nonsense"}
    assert (await web.post("/api/generalprove", json=ASKED, headers=forged)).status_code == 401
    assert (await web.delete(f"/api/generalprove/{evening.code}")).status_code == 401


async def test_a_real_workshop_is_not_a_rehearsal(house: House, evening: Evening) -> None:
    async with house.web(Authorization=f"Bearer {auth.operator_token(house.engine)}") as web:
        assert (await web.delete(f"/api/generalprove/{evening.code}")).status_code == 404
    assert workshops.find(house.engine, evening.code)


@pytest.mark.parametrize("asked", [{}, {"tables": 0, "seats": 1}, {"tables": 61, "seats": 1}])
async def test_nonsense_is_refused(house: House, asked: dict[str, int]) -> None:
    async with house.web(Authorization=f"Bearer {auth.operator_token(house.engine)}") as web:
        assert (await web.post("/api/generalprove", json=asked)).status_code == 400


async def test_the_description_of_the_api_is_there_and_loads_nothing(web: Web) -> None:
    told = (await web.get("/api/openapi.json")).json()
    assert {"/api/generalprove", "/v/{code}.json", "/helse"} <= told["paths"].keys()
    assert not any(path.startswith("/stab") for path in told["paths"])
    assert (await web.get("/docs")).status_code == 404
