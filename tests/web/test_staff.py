"""The staff's pages: lists, cards, control, and attendance at the door."""

import json
import re
from typing import Any

from sqlalchemy import event

from app.core import commands as c
from app.store import roster
from app.store.tables import Member
from tests.web.conftest import Evening, House, Web, plan_evening


async def test_the_list_and_the_page_of_a_workshop(staff_web: Web, evening: Evening) -> None:
    assert f"/stab/v/{evening.code}" in (await staff_web.get("/stab")).text
    await evening.do(c.OpenStep("skriv"))
    page = (await staff_web.get(f"/stab/v/{evening.code}?lang=en")).text
    assert "Kari Leder" in page
    assert "Opened «Writing alone»" in page
    assert f'href="/b/{evening.codes[1]}?lang=en"' in page


async def test_every_kind_of_act_has_words(staff_web: Web, evening: Evening) -> None:
    await evening.hold()
    await evening.do(c.TakeAttendance(2, 1))
    page = (await staff_web.get(f"/stab/v/{evening.code}?lang=en")).text
    for words in ("Planned the workshop", "Set up 2 tables", "Asked the question", "5 minutes",
                  "Opened", "Closed", "Sealed the notes", "Ended the workshop",
                  "Took attendance: 2 present, 1 absent"):  # fmt: skip
        assert words in page, words


async def test_control_carries_its_links(staff_web: Web, evening: Evening) -> None:
    page = (await staff_web.get(f"/stab/v/{evening.code}/styr")).text
    assert f'<body data-screen="control" data-code="{evening.code}">' in page
    found = re.search(r'id="links">(.*?)</script>', page)
    assert found
    links = json.loads(found[1])
    pages = {"projector", "join", "public", "staff", "attendance", "minutes", "preview"}
    assert links.keys() == pages | {"workbench", "reopening"}
    for name, link in links.items():
        assert (await staff_web.get(link)).status_code == 200, name


async def test_control_knows_when_the_meeting_begins(staff_web: Web, evening: Evening) -> None:
    """So that it can ask before it begins weeks too early; in the words of the server."""
    page = (await staff_web.get(f"/stab/v/{evening.code}/styr?lang=nn")).text
    found = re.search(r'id="begins">(.*?)</script>', page)
    assert found
    begins = json.loads(found[1])
    assert begins == {"at": 1_788_422_400_000, "when": "torsdag 3. september 2026 kl. 10.00"}


async def test_a_rehearsal_is_on_no_list_and_no_public_page(staff_web: Web, house: House) -> None:
    rehearsal = await plan_evening(house, rehearsal=True)
    for path in ("/", "/stab"):
        assert rehearsal.code not in (await staff_web.get(path)).text
    assert (await staff_web.get(f"/v/{rehearsal.code}")).status_code == 404
    assert (await staff_web.get(f"/v/{rehearsal.code}.json")).status_code == 404
    assert (await staff_web.get(f"/stab/v/{rehearsal.code}")).status_code == 200


# ---------------------------------------------------------------- attendance


def shown(page: str) -> dict[str, str]:
    """The attendance form as a browser would send it untouched."""
    fields = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page))
    fields |= dict(re.findall(r'type="text" name="(remark[^"]+)" value="([^"]*)"', page))
    radios = re.findall(r'type="radio" name="([^"]+)" value="([^"]*)" checked', page)
    for name, options in re.findall(
        r'<select[^>]* name="(for[^"]+)".*?>(.*?)</select>', page, re.DOTALL
    ):
        chosen = re.search(r'value="([^"]*)" selected', options)
        fields[name] = chosen[1] if chosen else ""
    return {**fields, **dict(radios)}


async def test_attendance_goes_to_the_roster_and_only_its_counts_to_the_log(
    staff_web: Web, house: House, evening: Evening
) -> None:
    path = f"/stab/v/{evening.code}/frammote"
    anne, bo, cato = (member.id for member in evening.members)
    form = shown((await staff_web.get(path)).text)
    form |= {f"standing.{anne}": "present", f"standing.{bo}": "absent", f"remark.{bo}": " syk  "}
    form |= {f"standing.{cato}": "present", f"for.{cato}": bo}
    assert (await staff_web.send_form(path, form)).status_code == 303
    kept = roster.members(house.engine, evening.room.id)
    assert [(m.standing, m.remark, m.stands_in_for) for m in kept] == [
        ("present", "", None), ("absent", "syk", None), ("present", "", bo),
    ]  # fmt: skip
    taken = evening.room.state.attendance
    assert taken
    assert (taken.present, taken.absent) == (2, 1)
    page = (await staff_web.get(path)).text
    assert 'value="syk"' in page
    assert f'value="{bo}" selected' in page


async def test_attendance_that_the_disk_would_not_take_says_so(
    staff_web: Web, house: House, evening: Evening
) -> None:
    """U21: in a form's own way; nothing is kept of it."""
    anne = evening.members[0]
    path = f"/stab/v/{evening.code}/frammote"
    fields = shown((await staff_web.get(path)).text) | {f"standing.{anne.id}": "present"}
    event.listen(house.engine, "checkout", read_only)
    answer = await staff_web.send_form(path, fields)
    event.remove(house.engine, "checkout", read_only)
    house.engine.dispose()
    assert answer.status_code == 503
    assert "Det ble ikke lagret" in answer.text
    assert not any(m.standing for m in roster.members(house.engine, evening.room.id))


def read_only(connection: Any, *_: Any) -> None:
    connection.execute("PRAGMA query_only=ON")


async def test_two_doors_do_not_undo_each_other(
    staff_web: Web, house: House, evening: Evening
) -> None:
    path = f"/stab/v/{evening.code}/frammote"
    anne, bo, _ = (member.id for member in evening.members)
    east = west = shown((await staff_web.get(path)).text)
    await staff_web.send_form(path, {**east, f"standing.{anne}": "present"})
    await staff_web.send_form(path, {**west, f"standing.{bo}": "absent"})
    kept = roster.members(house.engine, evening.room.id)
    assert [m.standing for m in kept] == ["present", "absent", ""]


async def test_all_the_others_met_is_one_press(
    staff_web: Web, house: House, evening: Evening
) -> None:
    path = f"/stab/v/{evening.code}/frammote"
    form = shown((await staff_web.get(path)).text)
    form |= {f"standing.{evening.members[1].id}": "absent", "rest": "present"}
    await staff_web.send_form(path, form)
    kept = roster.members(house.engine, evening.room.id)
    assert [m.standing for m in kept] == ["present", "absent", ""], "deputies are called by name"


async def test_a_deputy_is_written_in_at_the_door(
    staff_web: Web, house: House, evening: Evening
) -> None:
    path = f"/stab/v/{evening.code}/frammote"
    form = shown((await staff_web.get(path)).text)
    await staff_web.send_form(
        path, {**form, "new.name": "<b>Dina</b>", "new.for": form_id(evening)}
    )
    *_, dina = roster.members(house.engine, evening.room.id)
    assert (dina.name, dina.party, dina.role, dina.standing) == (
        "<b>Dina</b>",
        "H",
        "deputy",
        "present",
    )
    assert dina.stands_in_for == form_id(evening)
    assert "&lt;b&gt;Dina" in (await staff_web.get(path)).text


def form_id(evening: Evening) -> str:
    return evening.members[1].id


async def test_the_next_deputy_of_the_same_list_is_proposed(
    staff_web: Web, house: House, evening: Evening
) -> None:
    """L13: in the order of the list, each for one; and nothing else on the page is lost."""
    anne, bo, cato = evening.members
    more = [
        Member(id=f"{i}" * 32, workshop=bo.workshop, place=3 + i, name=name, party=party,
               role=role, deputy_no=order)
        for i, (name, party, role, order) in enumerate([
            ("Dina", "Høyre", "deputy", 1), ("Eli", "Ap", "deputy", 1),
            ("Finn", "H", "member", None),
        ])
    ]  # fmt: skip
    dina, _, finn = more
    cato.deputy_no = 2
    roster.replace_members(house.engine, bo.workshop, [anne, bo, cato, *more])
    path = f"/stab/v/{evening.code}/frammote"
    fields = shown((await staff_web.get(path)).text)
    await staff_web.send_form(path, {**fields, "away": bo.id, f"late.{anne.id}": "1"})
    fields = shown((await staff_web.get(path)).text)
    await staff_web.send_form(path, {**fields, f"late.{anne.id}": "1", "away": finn.id})
    page = (await staff_web.get(f"{path}?lang=en")).text
    assert re.findall(r'name="step_in" value="([^"]+)"', page) == [
        f"{dina.id}:{bo.id}",
        f"{cato.id}:{finn.id}",
    ]
    fields = {**shown(page), f"late.{anne.id}": "1", f"remark.{anne.id}": "kl. 19"}
    await staff_web.send_form(path, {**fields, "step_in": f"{dina.id}:{bo.id}"})
    page = (await staff_web.get(f"{path}?lang=en")).text
    assert "Dina steps in" not in page
    assert "Cato steps in" in page
    fields = {**shown(page), f"late.{anne.id}": "1"}
    await staff_web.send_form(path, {**fields, "rest": "present"})
    there = {m.name: m for m in roster.members(house.engine, bo.workshop)}
    assert (there["Anne"].late, there["Anne"].remark) == (True, "kl. 19")
    assert {name: m.standing for name, m in there.items()} == {
        "Anne": "present", "Bo": "absent", "Cato": "", "Dina": "present", "Eli": "",
        "Finn": "absent",
    }  # fmt: skip
    assert there["Dina"].stands_in_for == bo.id
