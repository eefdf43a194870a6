"""What is printed from the workshop's page."""

import re
import secrets
from dataclasses import replace

from sqlalchemy import Engine

from app.core import commands as c
from app.settings import Settings
from app.store import roster, seatings
from app.store.seatings import Place, Seating
from app.web.prints import alphabetical
from tests.publish.prints import texts
from tests.web.conftest import PASSWORD, Evening, House, Web, plan_evening


async def test_table_cards_have_a_code_each_and_no_names(staff_web: Web, evening: Evening) -> None:
    answer = await staff_web.get(f"/stab/v/{evening.code}/bordkort.pdf")
    assert answer.headers["content-type"] == "application/pdf"
    (sheet,) = texts(answer.content)
    for no in (1, 2):
        code = evening.codes[no]
        assert sheet.count(f"{code[:4]} {code[4:]}") == 1
        assert f"Bord {no}" in sheet
    assert "http://test/b" in sheet
    assert not re.search(r"\bAnne\b|\bBo\b|\bCato\b", sheet)


async def test_cards_that_no_tablet_could_use_are_told_of(engine: Engine) -> None:
    for address, told in (
        ("http://127.0.0.1:8000", "ingen nettbrett når 127.0.0.1"),
        ("http://192.0.2.7:8000", "2 kort å skrive ut"),
    ):
        house = House(engine, Settings(_env_file=None, address=address))
        evening = await plan_evening(house)
        async with house.web() as web:
            await web.form("/stab/logg-inn", login="kari", password=PASSWORD)
            assert told in (await web.get(f"/stab/v/{evening.code}")).text
        house.rooms.close()


async def test_name_signs_for_those_who_are_expected(
    staff_web: Web, house: House, evening: Evening
) -> None:
    """Not for deputies who were not called, nor for those who are away."""
    path = f"/stab/v/{evening.code}/navneskilt.pdf"
    (sheet,) = texts((await staff_web.get(path)).content)
    assert "Anne" in sheet
    assert "Bo " in sheet
    assert "Cato" not in sheet
    _, away, deputy = evening.members
    away.standing, deputy.stands_in_for = "absent", away.id
    roster.mark(house.engine, evening.room.id, [away, deputy])
    (sheet,) = texts((await staff_web.get(path)).content)
    assert "Anne" in sheet
    assert "Cato" in sheet
    assert "Bo " not in sheet
    roster.replace_members(house.engine, evening.room.id, [])
    assert (await staff_web.get(path)).status_code == 404


async def test_the_place_list_tells_where_each_sits_in_each_round(
    staff_web: Web, house: House, evening: Evening
) -> None:
    path = f"/stab/v/{evening.code}/plassliste.pdf"
    assert (await staff_web.get(path)).status_code == 404, "nobody is seated yet"
    anne, bo, _ = (member.id for member in evening.members)
    gone = secrets.token_hex(16)
    seating = Seating(
        tables=(Place(1, "Ved vinduet", 6), Place(2, "Ved døra", 6)),
        rounds=({1: (anne, gone), 2: (bo,)}, {2: (bo, anne)}),
    )
    seatings.save(house.engine, evening.room.id, seating, 0)
    (sheet,) = texts((await staff_web.get(path)).content)
    assert "Anne Ap Ved vinduet Ved døra" in sheet
    assert "Bo H Ved døra Ved døra" in sheet
    assert "Cato" not in sheet
    assert "/plassliste.pdf" in (await staff_web.get(f"/stab/v/{evening.code}")).text


async def test_prints_speak_the_meetings_language(staff_web: Web, evening: Evening) -> None:
    plan = evening.room.state.plan
    assert plan is not None
    await evening.do(c.PlanWorkshop(replace(plan, language="nn")))
    (sheet,) = texts((await staff_web.get(f"/stab/v/{evening.code}/bordkort.pdf?lang=en")).content)
    assert "Utan konto og utan namn" in sheet


def test_names_stand_as_norwegian_lists_have_them() -> None:
    names = ["Åse", "Øystein", "Zara", "Ærlig", "Anne", "Ádne", "Bo"]
    assert sorted(names, key=alphabetical) == [
        "Ádne", "Anne", "Bo", "Zara", "Ærlig", "Øystein", "Åse",
    ]  # fmt: skip


async def test_prints_are_for_the_staff(web: Web, evening: Evening) -> None:
    for name in ("bordkort", "navneskilt", "plassliste"):
        assert (await web.get(f"/stab/v/{evening.code}/{name}.pdf")).status_code == 303
