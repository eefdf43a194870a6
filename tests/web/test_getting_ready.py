"""Getting ready in an hour: what is known is proposed, a tick is true, the next is at hand."""

import re

from app.core import commands as c
from app.core.planning import PlanProcess
from app.core.things import Kind, Step
from app.store import processes, roster, seatings
from app.store.seatings import Place, Seating
from tests.web.conftest import Evening, House, Web, plan_evening
from tests.web.test_prepare import make, shown


async def ready(web: Web, code: str) -> dict[str, bool]:
    """What is to be made ready, and whether it is ticked."""
    page = (await web.get(f"/stab/v/{code}")).text
    return {
        name: "done" in ticked
        for ticked, name in re.findall(r'<li([^>]*)><a class="ds-link" href="[^"]+">([^<]+)', page)
    }


async def test_what_comes_first_is_proposed(staff_web: Web, house: House) -> None:
    """V340."""
    assert "mer enn ett verksted" in (await staff_web.get("/stab")).text
    assert shown((await staff_web.get("/stab/v/nytt")).text)["template"] == "first"
    kept = processes.create(house.engine, PlanProcess(title="Samfunnsdelen"), "Kari", 0)
    path = f"/stab/plan/{kept.code}/verksted/nytt"
    assert "mer enn ett verksted" not in (await staff_web.get("/stab")).text
    for proposed in ("first", "verify", ""):
        assert shown((await staff_web.get(path)).text)["template"] == proposed
        await make(staff_web, path, template="")
    statements = f"/stab/plan/{kept.code}/kunnskap"
    form = shown((await staff_web.get(statements)).text)
    assert form["knowledge.0.text"] == ""
    await staff_web.send_form(statements, form)
    told = await staff_web.send_form(statements, form | {"file": form["knowledge.0.id"]})
    assert (told.status_code, "Skriv utsagnet først" in told.text) == (422, True)
    again = processes.load(house.engine, kept.id)
    assert again
    assert again.plan.knowledge == ()


async def test_who_leads_the_body_is_not_asked_twice(staff_web: Web, evening: Evening) -> None:
    """V341: but what the staff wrote, or took out, stands."""
    path = f"/stab/v/{evening.code}/kunngjoring"
    form = shown((await staff_web.get(path)).text)
    assert form["chair"] == "Anne"
    await staff_web.send_form(path, form | {"chair": "", "contact": "Sekretariatet"})
    assert shown((await staff_web.get(path)).text)["chair"] == ""


async def test_a_tick_is_to_be_trusted(staff_web: Web, house: House, evening: Evening) -> None:
    """V342."""
    plan = evening.room.state.plan
    assert plan
    asked = evening.room.state.questions
    booked = (plan.ends - plan.starts) // 60_000
    for minutes, fits in ((booked, True), (booked + 1, False)):
        step = Step("t", Kind.TALK, minutes, "q")
        await evening.do(c.LayProgramme(tuple(asked.values()), (step,)))
        assert (await ready(staff_web, evening.code))["Kjøreplan"] is fits
    members = evening.members
    elected = tuple(one.id for one in members if one.role != "deputy")
    seating = Seating((Place(1, "Bord 1", 9),), ({1: elected},))
    assert not (await ready(staff_web, evening.code))["Bordinndeling"]
    seatings.save(house.engine, evening.room.id, seating, 0)
    assert (await ready(staff_web, evening.code))["Bordinndeling"]
    door = f"/stab/v/{evening.code}/frammote?saved=1"
    assert "endret siden bordene" not in (await staff_web.get(door)).text
    members[0].standing = "absent"
    roster.replace_members(house.engine, evening.room.id, members)
    assert not (await ready(staff_web, evening.code))["Bordinndeling"]
    assert "endret siden bordene" in (await staff_web.get(door)).text


async def test_the_next_and_the_plan_are_at_hand(staff_web: Web, house: House) -> None:
    """V343."""
    kept = processes.create(house.engine, PlanProcess(title="Samfunnsdelen"), "Kari", 0)
    evening = await plan_evening(house, process=kept.id)
    page = (await staff_web.get(f"/stab/v/{evening.code}")).text
    first = next(name for name, done in (await ready(staff_web, evening.code)).items() if not done)
    assert re.search(rf">Neste: {first}<", page)
    assert f'href="/stab/plan/{kept.code}"' in page
