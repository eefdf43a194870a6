"""The names that the tablet hints at: who is elected, and nothing about who met."""

from collections.abc import Iterator

from app.core import commands as c
from app.store import roster
from tests.web.conftest import Evening, House, Web
from tests.web.test_join import data
from tests.web.test_staff import shown


async def test_who_met_changes_no_byte_of_what_the_tablet_gets(
    web: Web, staff_web: Web, house: House, evening: Evening
) -> None:
    """A9: present, absent, with a remark, deputised, or written in at the door."""
    tablet, path = f"/b/{evening.codes[1]}", f"/stab/v/{evening.code}/frammote"
    before = await web.get(tablet)
    for marked in _ways_to_mark(*(member.id for member in evening.members)):
        form = shown((await staff_web.get(path)).text)
        assert (await staff_web.send_form(path, form | marked)).status_code == 303
        after = await web.get(tablet)
        assert (after.content, dict(after.headers)) == (before.content, dict(before.headers))
    kept = {member.name: member for member in roster.members(house.engine, evening.room.id)}
    assert kept["Anne"].standing == "absent"
    assert (kept["Dina"].standing, kept["Dina"].written_in) == ("present", True)


def _ways_to_mark(anne: str, bo: str, cato: str) -> Iterator[dict[str, str]]:
    yield {f"standing.{anne}": "present", f"standing.{bo}": "absent"}
    yield {f"standing.{anne}": "absent", f"remark.{anne}": "syk"}
    yield {f"standing.{cato}": "present", f"for.{cato}": bo}
    yield {"new.name": "Dina", "new.for": anne, "new.party": "Ap"}
    yield {"rest": "present"}


async def test_the_names_stand_in_no_order_but_the_alphabets(
    web: Web, house: House, evening: Evening
) -> None:
    """A9: the roster's own order is by party, and a namesake is named once."""
    anne, bo, cato = evening.members
    anne.place, bo.name, cato.name = 9, "Åse", "Anne"
    roster.replace_members(house.engine, evening.room.id, (bo, cato, anne))
    page = await web.get(f"/b/{evening.codes[2]}")
    assert data(page.text, "page")["names"] == ["Anne", "Åse"]
    assert page.headers["cache-control"] == "no-store"


async def test_no_names_without_a_roster_without_a_code_or_after_the_end(
    web: Web, house: House, evening: Evening
) -> None:
    """A9."""
    tablet = f"/b/{evening.codes[1]}"
    assert "Cato" in (await web.get(tablet)).text
    assert "Cato" not in (await web.get("/b/ABCD2345")).text
    assert "Cato" not in (await web.get(f"/skjerm/{evening.codes[None]}")).text
    roster.replace_members(house.engine, evening.room.id, ())
    assert data((await web.get(tablet)).text, "page")["names"] == []
    roster.replace_members(house.engine, evening.room.id, evening.members)
    await evening.do(c.EndWorkshop())
    assert "Cato" not in (await web.get(tablet)).text
