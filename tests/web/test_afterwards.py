"""What remains after a workshop: told on the staff's first page and on its own, in order."""

import pytest

from app.core import commands as c
from app.rooms import NotStored, Room
from app.store import roster
from tests.web.conftest import Evening, House, Web, plan_evening
from tests.web.test_minutes import publish


async def test_the_first_page_says_what_is_next(
    staff_web: Web, house: House, evening: Evening
) -> None:
    """V350: nothing before the end and nothing when it is published; between them, what is next
    and the way there."""
    assert "Dette gjenstår" not in (await staff_web.get("/stab")).text
    await evening.hold()
    page = (await staff_web.get("/stab")).text
    assert "Dette gjenstår" in page
    assert f'Neste: <a class="ds-link" href="/stab/v/{evening.code}/frammote">Frammøte</a>' in page
    members = roster.members(house.engine, evening.room.id)
    for member in members:
        member.standing = "present"
    roster.mark(house.engine, evening.room.id, members)
    page = (await staff_web.get("/stab")).text
    assert f'href="/stab/v/{evening.code}/frammote">Frammøte</a>' not in page
    assert "Neste:" in page
    assert await publish(staff_web, evening) == 303
    assert "Dette gjenstår" not in (await staff_web.get("/stab")).text


async def test_a_workshop_that_cannot_be_opened_hides_no_other(
    staff_web: Web, house: House, evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    """V350: it is told that it cannot, and no more."""
    broken = await plan_evening(house)
    await evening.hold()
    await broken.hold()
    opened = house.rooms.room

    async def room(workshop: str) -> Room | None:
        if workshop == broken.room.id:
            raise NotStored
        return await opened(workshop)

    monkeypatch.setattr(house.rooms, "room", room)
    page = (await staff_web.get("/stab")).text
    assert page.count("Verkstedet lar seg ikke åpne akkurat nå.") == 1
    assert page.count("Neste:") == 1


async def test_what_remains_says_what_is_missing(
    staff_web: Web, house: House, evening: Evening
) -> None:
    """V350: of the attendance, when everybody is marked; and a draft that is shared is awaited."""
    await evening.hold()
    members = roster.members(house.engine, evening.room.id)
    for member in members:
        member.standing, member.stands_in_for = "present", ""
    members[-1].stands_in_for = members[0].id
    roster.mark(house.engine, evening.room.id, members)
    await evening.do(c.ShareDraft(on=True))
    _, _, page = (await staff_web.get(f"/stab/v/{evening.code}")).text.partition('id="after"')
    listed, _, _ = page.partition("</section>")
    attendance, remarks = (
        next(line for line in listed.splitlines() if words in line)
        for words in ("Frammøte", "Merknader til utkastet")
    )
    assert "noen er ført som møtt sammen med varamedlemmet sitt" in attendance
    assert 'class="done"' not in attendance + remarks


async def test_the_workshops_page_has_the_whole_list(staff_web: Web, evening: Evening) -> None:
    """V350: in the order it is done, to the end; each with the page where it is done."""
    path = f"/stab/v/{evening.code}"
    assert 'id="after"' not in (await staff_web.get(path)).text
    await evening.hold()
    _, _, page = (await staff_web.get(path)).text.partition('id="after"')
    listed, _, _ = page.partition("</section>")
    pages = ("/frammote", "/arbeidsbenk", "/sladding", "/motebok#fields", "/motebok#publish")
    places = [listed.index(f'href="{path}{each}"') for each in pages]
    assert places == sorted(places)


async def test_a_check_that_does_not_hold_leads_to_where_it_is_mended(
    staff_web: Web, evening: Evening
) -> None:
    """V351: on the page itself without loading it, so that what is typed stands."""
    await evening.hold()
    path = f"/stab/v/{evening.code}"
    page = (await staff_web.get(f"{path}/motebok")).text
    assert f'<a class="ds-link" href="{path}/frammote">Frammøtet er ført for alle' in page
    assert '<a class="ds-link" href="#chair">Møtelederen er ført inn</a>' in page
    assert 'id="chair"' in page


async def test_it_is_said_where_it_is_seen_that_it_is_published(
    staff_web: Web, evening: Evening
) -> None:
    """V352: beside the button that was pressed; what corrects it is folded away."""
    await evening.hold()
    assert await publish(staff_web, evening) == 303
    page = (await staff_web.get(f"/stab/v/{evening.code}/motebok?saved=published")).text
    _, _, below = page.partition('id="publish"')
    told, _, _ = below.partition("</section>")
    assert "Publisert." in told
    assert told.index("<summary>Rett møteboka …") < told.index('name="reason"')
