"""Deleting for good and access to one's own data, as an administrator meets them."""

import json
import re
import sys
from pathlib import Path

import pytest
from sqlalchemy import Engine

from app.cli import main
from app.core import commands as c
from app.core.planning import PlanProcess
from app.core.roles import Role
from app.i18n import translator
from app.publish.papers.access import FORMS, paper
from app.store import (
    access,
    deeds,
    processes,
    remarks,
    retention,
    roster,
    seatings,
    staff,
    workshops,
)
from app.store.tables import RemarkRow
from app.web.retention.schedule import FATES, KINDS
from tests.web.conftest import NOTES, PASSWORD, Evening, House, Web, plan_evening
from tests.web.test_minutes import publish

PAGE, INNSYN = "/stab/kommune/oppbevaring", "/stab/kommune/innsyn"


async def delete(web: Web, what: str, code: str, **fields: str) -> tuple[int, str]:
    typed = {"reason": "Laget to ganger", "word": code, **fields}
    answer = await web.form(f"{PAGE}/{what}/{code}", **typed)
    return answer.status_code, answer.text


async def held(house: House, web: Web, *, lines: int = 1) -> Evening:
    """An evening with minutes, and people of whom more is known than is needed."""
    evening = await plan_evening(house)
    for member in evening.members[:lines]:
        member.email, member.needs = f"{member.name.lower()}@kommune.example", "access"
        member.standing = "present"
    roster.replace_members(house.engine, evening.room.id, evening.members)
    await evening.hold()
    assert await publish(web, evening) == 303
    return evening


def house_deeds(engine: Engine) -> list[str]:
    return [f"{one.actor}: {one.detail}" for one in deeds.of(engine)]


# ---------------------------------------------------------------- deleting


async def test_a_workshop_made_by_mistake_is_deleted_whole(
    house: House, staff_web: Web, evening: Evening
) -> None:
    """V307: what will happen is told first; the reason is in the log, under the house."""
    code = evening.code
    assert code in (await staff_web.get(PAGE)).text
    page = (await staff_web.get(f"{PAGE}/verksted/{code.lower()}")).text
    assert "kan ikke angres" in page
    for wrong in ({"reason": ""}, {"word": "NEI"}):
        status, page = await delete(staff_web, "verksted", code, **wrong)
        assert status == 422
        assert 'aria-invalid="true"' in page
        assert workshops.find(house.engine, code)
    status, _ = await delete(staff_web, "verksted", code, word=f" {code.lower()} ")
    assert status == 303
    assert workshops.find(house.engine, code) is None
    assert evening.room.over.result() is True, "its screens are told"
    assert f"Kari Leder: {code} Hvor går veien?: Laget to ganger" in house_deeds(house.engine)
    assert (await staff_web.get(f"/stab/v/{code}")).status_code == 404
    assert (await staff_web.get(f"{PAGE}/verksted/{code}")).status_code == 404
    assert "ikke noe igjen" in (await staff_web.get(f"{PAGE}?done=clean")).text


async def test_what_is_official_is_not_deleted_and_why_is_told(
    house: House, staff_web: Web, evening: Evening
) -> None:
    """V301: also where it became so while the administrator was typing."""
    path = f"{PAGE}/verksted/{evening.code}"
    assert "Slett for godt" in (await staff_web.get(path)).text
    token = re.search(r'name="csrf" value="([^"]+)"', (await staff_web.get(path)).text)
    assert token
    await evening.do(c.OpenStep("skriv"))
    fields = {"csrf": token[1], "reason": "Feil", "word": evening.code}
    answer = await staff_web.send_form(path, fields)
    assert answer.status_code == 409
    assert "ble startet" in answer.text
    assert workshops.find(house.engine, evening.code)
    assert evening.code not in (await staff_web.get(PAGE)).text


async def test_people_are_forgotten_when_the_minutes_stand(house: House, staff_web: Web) -> None:
    """V303, V307."""
    evening = await held(house, staff_web)
    seatings.save(house.engine, evening.room.id, seatings.Seating(), 0)
    page = (await staff_web.get(PAGE)).text
    assert "1 linje i medlemslista · hvem som satt hvor" in page
    status, _ = await delete(staff_web, "personer", evening.code)
    assert status == 303
    anne = roster.members(house.engine, evening.room.id)[0]
    assert (anne.name, anne.party, anne.email, anne.needs) == ("Anne", "Ap", "", "")
    remarks.add(
        house.engine,
        RemarkRow(id="m" * 32, workshop=evening.room.id, at=1, name="Bo", about="", text="Nei."),
    )
    status, page = await delete(staff_web, "personer", evening.code)
    assert (status, "ikke noe annet igjen" in page) == (422, True)
    assert (await delete(staff_web, "personer", evening.code, remarks="yes"))[0] == 303
    assert "1 linje" not in (await staff_web.get(PAGE)).text
    again = (await staff_web.get(f"{PAGE}/personer/{evening.code}")).text
    assert "ikke noe igjen" in again
    assert (await delete(staff_web, "personer", evening.code))[0] == 409, "nothing is left"
    deed, _second = [one for one in deeds.of(house.engine, evening.room.id) if "oppbev" in one.what]
    assert deed.detail.endswith(": Laget to ganger")


async def test_people_are_needed_before_that(staff_web: Web, evening: Evening) -> None:
    """V303."""
    status, page = await delete(staff_web, "personer", evening.code)
    assert status == 409
    assert "ingen møtebok" in page


async def test_only_administrators_delete_and_give_access(
    house: House, staff_web: Web, evening: Evening
) -> None:
    """V307: a process leader and an auditor see what is kept, and change nothing."""
    for role in (Role.LEADER, Role.AUDITOR):
        staff.set_user(house.engine, "per", "Per", PASSWORD, [role])
        async with house.web() as web:
            await web.log_in("per")
            assert (await web.get(PAGE)).status_code == 200
            assert (await delete(web, "verksted", evening.code))[0] == 403
            assert (await web.form(PAGE, days="1")).status_code == 403
            assert (await web.get(INNSYN)).status_code == 403
    assert workshops.find(house.engine, evening.code)
    assert retention.rule(house.engine).days == 0


async def test_a_rule_that_is_none_is_given_back(staff_web: Web) -> None:
    """V305: with what was typed."""
    for days in ("0", "-1", "3651", "tretti", "9" * 40):
        answer = await staff_web.form(PAGE, days=days)
        assert answer.status_code == 422
        assert f'value="{days}"' in answer.text


async def test_two_who_set_the_rule_at_once(house: House, staff_web: Web) -> None:
    """V305: who comes second is told, and has what they typed before them still."""
    page = (await staff_web.get(PAGE)).text
    seen = re.findall(r'name="seen" value="([^"]+)"', page)[-1]
    assert (await staff_web.form(PAGE, days="30", remarks="yes", seen=seen)).status_code == 303
    answer = await staff_web.form(PAGE, days="60", seen=seen)
    assert answer.status_code == 409
    assert 'value="60"' in answer.text
    stands = retention.rule(house.engine)
    assert (stands.days, stands.remarks, stands.by) == (30, True, "Kari Leder")


async def test_a_plan_nobody_has_seen_is_deleted(house: House, staff_web: Web) -> None:
    """V301."""
    kept = processes.create(house.engine, PlanProcess(title="Feil plan"), "Kari", 1)
    assert "Feil plan" in (await staff_web.get(PAGE)).text
    assert (await delete(staff_web, "plan", kept.code))[0] == 303
    assert processes.find(house.engine, kept.code) is None
    assert (await staff_web.get(f"{PAGE}/plan/{kept.code}")).status_code == 404
    assert (await staff_web.get(f"{PAGE}/alt/{kept.code}")).status_code == 400


def test_the_assessment_has_the_schedule() -> None:
    """V300."""
    dpia = (Path(__file__).parents[2] / "docs" / "dpia.md").read_text(encoding="utf-8")
    _ = translator("nb")
    for kind in KINDS:
        line = f"| {_(FATES[kind.fate])} | {_(kind.what)} | {_(kind.basis)} | {_(kind.when)} |"
        assert line in dpia, line


# ---------------------------------------------------------------- access


async def test_what_is_held_about_somebody_is_theirs_alone(house: House, staff_web: Web) -> None:
    """V308, V309: everything of the one that is chosen, nothing of the namesake."""
    evening = await held(house, staff_web, lines=3)
    names = {"Anne": "Anne Nord", "Bo": "Nord, Anne"}
    for member in evening.members:
        member.name = names.get(member.name, member.name)
    evening.members[1].email = "den-andre@kommune.example"
    evening.members[0].more = json.dumps({"Merke": "blå"})
    roster.replace_members(house.engine, evening.room.id, evening.members)
    said = RemarkRow(id="m" * 32, workshop=evening.room.id, at=1, name="anne  nord", about="",
                     text="Ordet ble gitt.")  # fmt: skip
    remarks.add(house.engine, said)
    page = (await staff_web.form(INNSYN, name="anne nord")).text
    assert "kan være flere" in page
    assert "checked" not in page
    for press in FORMS:
        answer = await staff_web.form(INNSYN, name="anne nord", press=press)
        assert answer.status_code == 422, "nothing is chosen"
        mine = {f"roster.{evening.members[0].id}": "yes", f"remark.{said.id}": "yes"}
        answer = await staff_web.form(INNSYN, name="anne nord", press=press, **mine)
        assert answer.headers["content-disposition"] == f'attachment; filename="innsyn.{press}"'
        assert answer.headers["cache-control"] == "no-store"
        if press == "docx":
            continue
        for told in ("anne@kommune.example", "blå", "Ordet ble gitt.", "Ingen kan vite"):
            assert told in answer.text, told
        assert "den-andre" not in answer.text
        assert not [note for note in NOTES if note in answer.text]
        assert PASSWORD not in answer.text
    assert house_deeds(house.engine).count("Kari Leder: json") == 1
    assert "anne" not in " ".join(house_deeds(house.engine)).lower()


async def test_where_others_name_somebody_is_told(house: House, staff_web: Web) -> None:
    """V309: in what is sealed, the log and the minutes; the staff's own acts too."""
    evening = await held(house, staff_web)
    found = access.lines(house.engine, "Kari Leder")
    assert [line.kind for line in found] == ["staff"]
    told = access.collect(house.engine, "Kari Leder", found)
    assert {"WorkshopEnded", "MinutesPublished"} <= {each["what"] for each in told["acts"]}
    assert "argon2" not in json.dumps(told)
    anne = access.collect(house.engine, "Anne", access.lines(house.engine, "Anne"))
    assert {"where": "minutes", "code": evening.code, "times": 1} in anne["mentioned"]
    words = access.collect(house.engine, "Tett ved banen", [])
    assert {"where": "note", "code": evening.code, "times": 1} in words["mentioned"]
    assert paper(anne, 1, translator("nn")).title.text == "Det Tannhjul har om Anne"
    assert access.lines(house.engine, " , - ") == []
    assert access.words_of("Berg-Lie, Anne") == access.words_of("anne berg  LIE")


def run(monkeypatch: pytest.MonkeyPatch, engine: Engine, *words: str) -> int:
    """The command's exit status."""
    url = engine.url.render_as_string(hide_password=False)
    monkeypatch.setattr(sys, "argv", ["tannhjul", *words, "--database", url])
    try:
        main()
    except SystemExit as end:
        return int(end.code or 0)
    return 0


async def test_the_command_gives_access_too(
    house: House,
    staff_web: Web,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """V308: lists, refuses to choose among namesakes, and writes a file for its owner only."""
    await held(house, staff_web)
    second = await held(house, staff_web)
    second.members[0].party = "Sp"
    roster.replace_members(house.engine, second.room.id, second.members)
    out = tmp_path / "innsyn.json"
    assert run(monkeypatch, house.engine, "innsyn", "anne", "--out", str(out)) == 1
    assert "--only" in capsys.readouterr().err
    assert not out.exists()
    assert run(monkeypatch, house.engine, "innsyn", "anne", "--json") == 0
    listed = json.loads(capsys.readouterr().out)
    (mine,) = [line["id"] for line in listed if line["about"] == "Sp"]
    out.touch(0o644)
    assert run(monkeypatch, house.engine, "innsyn", "anne", "--only", mine, "--out", str(out)) == 0
    assert [line["party"] for line in json.loads(out.read_text())["roster"]] == ["Sp"]
    assert out.stat().st_mode & 0o077 == 0
    wrong = str(tmp_path / "innsyn.txt")
    assert run(monkeypatch, house.engine, "innsyn", "anne", "--only", mine, "--out", wrong) == 1
    assert run(monkeypatch, house.engine, "innsyn", "anne", "--only", "x", "--out", str(out)) == 1
