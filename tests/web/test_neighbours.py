"""Where people sit and where they go: names for the tables and the projector, and nobody else."""

from dataclasses import replace
from typing import Any

import pytest

from app.core import commands as c
from app.core.things import Kind, Step
from app.store import roster, seatings
from app.store.seatings import Place, Seating
from tests.web.conftest import Evening, House, Web, plan_evening

TABLES = (Place(1, "Bord 1", 6), Place(2, "Bord 2", 6))


@pytest.fixture
async def changing(house: House) -> Evening:
    """Anne and Bo sit at table 1, and are to sit at 1 and 2. The hall is about to change."""
    evening = await plan_evening(house)
    seat(house, evening, rounds=2)
    await evening.do(c.PlanStep(Step("bytt", Kind.ROUND, 5), "skriv"), c.OpenStep("bytt"))
    return evening


def seat(house: House, evening: Evening, rounds: int) -> None:
    anne, bo, _ = (member.id for member in evening.members)
    laid = ({1: (anne, bo, "gone" * 8)}, {1: (anne,), 2: (bo,)})[:rounds]
    known, rev = seatings.load(house.engine, evening.room.id)
    seating = Seating(TABLES, laid) if not rev else replace(known, rounds=laid)
    seatings.save(house.engine, evening.room.id, seating, rev)


async def told(web: Web, path: str) -> dict[str, Any]:
    answer = await web.get(path)
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    assert "set-cookie" not in answer.headers
    read: dict[str, Any] = answer.json()
    return read


def people(read: dict[str, Any]) -> dict[int, list[str]]:
    return {table["no"]: table["people"] for table in read["tables"]}


async def test_a_table_is_told_where_its_people_go(web: Web, changing: Evening) -> None:
    """Z7: its own people, by table; who left the roster is passed over."""
    first = await told(web, f"/b/{changing.codes[1].lower()}/bord")
    assert first["laid"]
    assert people(first) == {1: ["Anne"], 2: ["Bo"]}
    assert people(await told(web, f"/b/{changing.codes[2]}/bord")) == {1: [], 2: []}


async def test_the_projector_is_told_of_everybody(
    house: House, web: Web, changing: Evening
) -> None:
    """Z7: who is away is left out, who has no seat is told apart."""
    address = f"/skjerm/{changing.codes[None]}/bord"
    assert people(await told(web, address)) == {1: ["Anne"], 2: ["Bo"]}
    bo = changing.members[1]
    roster.mark(house.engine, changing.room.id, [bo.model_copy(update={"standing": "absent"})])
    assert people(await told(web, address)) == {1: ["Anne"], 2: []}
    roster.mark(house.engine, changing.room.id, [bo])
    await changing.do(c.DisbandTable(2, on=True))
    read = await told(web, address)
    assert (people(read), read["standing"]) == ({1: ["Anne"]}, ["Bo"])


async def test_names_are_told_to_nobody_else(
    web: Web, staff_web: Web, changing: Evening, caplog: pytest.LogCaptureFixture
) -> None:
    """Z7, L7: nor when the hall is not changing tables; and nothing is written of who asked."""
    tablet, projector = changing.codes[1], changing.codes[None]
    for code, kind in (
        (projector, "b"),
        (tablet, "skjerm"),
        ("AAAA2222", "b"),
        (changing.code, "b"),
    ):
        for asker in (web, staff_web):
            answer = await asker.get(f"/{kind}/{code}/bord")
            assert answer.status_code == 404
            assert "Anne" not in answer.text
    assert (await web.get(f"/b/{tablet}/bord")).status_code == 200
    assert not any(str(tablet) in record.getMessage() for record in caplog.records)
    await changing.do(c.OpenStep("slutt"))
    for path in (f"/b/{tablet}/bord", f"/skjerm/{projector}/bord"):
        read = await told(web, path)
        assert not read["laid"]
        assert (people(read), read["standing"]) == ({1: [], 2: []}, [])


async def test_no_seating_for_the_round(house: House, web: Web, changing: Evening) -> None:
    """Z8: the tables are told all the same."""
    seat(house, changing, rounds=1)
    for path in (f"/b/{changing.codes[1]}/bord", f"/skjerm/{changing.codes[None]}/bord"):
        read = await told(web, path)
        assert (read["laid"], people(read), read["standing"]) == (False, {1: [], 2: []}, [])
