"""The roster's pages: a list is looked at before it is taken in, and nothing else shows it."""

import html
import re
from dataclasses import replace

from httpx2 import Response

from app.core import commands as c
from app.roster.reader import read
from app.store import roster
from app.store.tables import Member
from app.web.members import person
from tests.web.conftest import HOST, Evening, House, Web, plan_evening

LIST = (
    "Navn;Parti;Verv;Kjønn;Telefon;E-post\nAnne;Ap;ordfører;K;+47 1;anne@example.no\nBo;H;;M;;\n"
    "Dina;SV;;K;;\nSum;3;;;;\nVaramedlemmer\nCato;H\nEli;SV\n"
)


async def look(web: Web, evening: Evening, text: str, **more: str) -> Response:
    path = f"/stab/v/{evening.code}/medlemmer"
    page = await web.get(path)
    token = re.search(r'name="csrf" value="([^"]+)"', page.text)
    assert token
    fields = {"csrf": token[1], "pasted": "", **more}
    files = {"file": ("liste.csv", text.encode())} if text else {"file": ("", b"")}
    return await web.post(f"{path}/les?lang=en", data=fields, files=files, headers={"Origin": HOST})


def carried(page: str) -> dict[str, str]:
    """The preview's form as a browser sends it untouched."""
    fields = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page))
    listed = re.search(r'<textarea name="list"[^>]*>\n(.*?)</textarea>', page, re.DOTALL)
    assert listed
    return {**fields, "list": html.unescape(listed[1])}


async def take_in(web: Web, evening: Evening, text: str, **more: str) -> Response:
    page = (await look(web, evening, text)).text
    path = f"/stab/v/{evening.code}/medlemmer"
    return await web.send_form(path, {**carried(page), **more})


def there(house: House, evening: Evening) -> list[Member]:
    return roster.members(house.engine, evening.room.id)


async def test_a_preview_says_what_will_happen_and_nothing_has(
    staff_web: Web, house: House, evening: Evening
) -> None:
    """L6."""
    page = (await look(staff_web, evening, LIST)).text
    for words in ("Nothing is taken in yet", "A line with totals", "Telefon", "Dina"):
        assert words in page, words
    assert re.findall(r"<b>(\d+)</b>", page)[:5] == ["2", "3", "0", "0", "1"]
    assert there(house, evening) == evening.members


async def test_taking_in_keeps_ids_and_marks_and_twice_changes_nothing(
    staff_web: Web, house: House, evening: Evening
) -> None:
    """L5."""
    evening.members[1].standing = "absent"
    evening.members[2].stands_in_for = evening.members[1].id
    roster.mark(house.engine, evening.room.id, evening.members)
    assert (await take_in(staff_web, evening, LIST)).status_code == 303
    once = there(house, evening)
    assert [m.name for m in once] == ["Anne", "Bo", "Dina", "Cato", "Eli"]
    old = {m.name: m for m in evening.members}
    for name in ("Anne", "Bo", "Cato"):
        new = next(m for m in once if m.name == name)
        kept = (old[name].id, old[name].standing, old[name].stands_in_for)
        assert (new.id, new.standing, new.stands_in_for) == kept
    anne = person(once[0])
    assert (anne.role, anne.gender, anne.more) == ("chair", "K", {"Telefon": "+47 1"})
    again = await take_in(staff_web, evening, LIST)
    assert again.headers["location"].endswith("saved=same")
    assert roster.stamp(there(house, evening)) == roster.stamp(once)


async def test_who_is_not_in_the_list_leaves_or_stays(
    staff_web: Web, house: House, evening: Evening
) -> None:
    """L6: as the person says; whoever was written in at the door stays anyhow."""
    guest = evening.members[2].model_copy(update={"id": "f" * 32, "written_in": True, "place": 3})
    guest.name = "Finn"
    roster.add(house.engine, guest)
    short = "Navn;Parti\nAnne;Ap\n"
    await take_in(staff_web, evening, short, keep="1")
    assert [m.name for m in there(house, evening)] == ["Anne", "Bo", "Cato", "Finn"]
    await take_in(staff_web, evening, short, keep="0")
    assert [m.name for m in there(house, evening)] == ["Anne", "Finn"]


async def test_somebody_else_was_quicker(staff_web: Web, house: House, evening: Evening) -> None:
    """L6: the preview is shown anew, with what was read, and nothing is taken in."""
    page = (await look(staff_web, evening, LIST)).text
    evening.members[0].standing = "present"
    roster.mark(house.engine, evening.room.id, evening.members)
    answer = await staff_web.send_form(f"/stab/v/{evening.code}/medlemmer?lang=en", carried(page))
    assert "meanwhile" in answer.text
    assert there(house, evening)[0].standing == "present"
    assert "Dina" not in {m.name for m in there(house, evening)}
    await staff_web.send_form(f"/stab/v/{evening.code}/medlemmer", carried(answer.text))
    assert "Dina" in {m.name for m in there(house, evening)}


async def test_the_same_name_twice_is_asked_about(
    staff_web: Web, house: House, evening: Evening
) -> None:
    """L6: and the one that is ticked is left out."""
    twice = "Navn;Parti\nAnne;Ap\nAnne;H\nBo;H\nCato;H\n"
    page = (await look(staff_web, evening, twice)).text
    assert "skip.0" in page
    assert "skip.2" not in page
    await take_in(staff_web, evening, twice, **{"skip.1": "1"})
    assert [(m.name, m.party) for m in there(house, evening)] == [
        ("Anne", "Ap"),
        ("Bo", "H"),
        ("Cato", "H"),
    ]


async def test_what_cannot_be_read_is_said_and_what_was_pasted_stays(
    staff_web: Web, evening: Evening
) -> None:
    """L3."""
    answer = await look(staff_web, evening, "", pasted="Hei\nIngen <liste> her")
    assert answer.status_code == 422
    assert "We found no line with headings" in answer.text
    assert "Ingen &lt;liste&gt; her" in answer.text
    answer = await look(staff_web, evening, "MZ\0\0")
    assert "not a spreadsheet" in answer.text


async def test_a_file_that_is_far_too_large_is_refused_in_words(
    staff_web: Web, evening: Evening
) -> None:
    """L3."""
    for lines in (1_500_000, 12_000_000):
        answer = await look(staff_web, evening, "Navn;Parti\n" + "A;Ap\n" * lines)
        assert answer.status_code == 422
        assert "The file is larger than 5 MB" in answer.text


async def test_the_roster_of_another_workshop(
    staff_web: Web, house: House, evening: Evening
) -> None:
    """L5."""
    await take_in(staff_web, evening, LIST)
    second = await plan_evening(house)
    page = (await look(staff_web, second, "", source=evening.code)).text
    await staff_web.send_form(f"/stab/v/{second.code}/medlemmer", carried(page))
    mine, copied = there(house, evening), there(house, second)
    assert [person(m) for m in mine] == [person(m) for m in copied]
    assert not {m.id for m in mine} & {m.id for m in copied}


async def test_export_reads_as_it_was(staff_web: Web, house: House, evening: Evening) -> None:
    """L4."""
    await take_in(staff_web, evening, LIST)
    people = [person(m) for m in there(house, evening)]
    for kind in ("csv", "xlsx"):
        answer = await staff_web.get(f"/stab/v/{evening.code}/medlemmer.{kind}")
        assert read(answer.content).people == people
        template = await staff_web.get(f"/stab/v/{evening.code}/medlemsmal.{kind}")
        assert len(read(template.content).people) == 3
    assert (await staff_web.get(f"/stab/v/{evening.code}/medlemmer.exe")).status_code == 404


# ---------------------------------------------------------------- by hand

TYPED = {
    "name": "Gran, Gro", "party": "arbeiderpartiet", "role": "deputy", "deputy_no": "2",
    "bloc": "position", "gender": "kvinne", "full_time": "no", "first_term": "yes",
    "committee": "Helse", "email": "gro@example.no", "host": "yes", "needs.quiet": "1",
}  # fmt: skip


async def test_one_is_added_changed_and_removed(
    staff_web: Web, house: House, evening: Evening
) -> None:
    path = f"/stab/v/{evening.code}/medlem"
    await staff_web.form(f"{path}/ny", **TYPED)
    gro = there(house, evening)[-1]
    assert (gro.name, gro.party, gro.role, gro.deputy_no) == ("Gro Gran", "Ap", "deputy", 2)
    assert (gro.gender, gro.full_time, gro.first_term, gro.host) == ("K", False, True, True)
    assert (gro.needs, gro.bloc) == ("quiet", "position")
    page = (await staff_web.get(f"{path}/{gro.id}")).text
    fields = dict(re.findall(r'name="(csrf|was)" value="([^"]+)"', page))
    await staff_web.send_form(f"{path}/{gro.id}", {**TYPED, **fields, "party": "H"})
    assert there(house, evening)[-1].party == "H"
    page = (await staff_web.get(f"{path}/{gro.id}")).text
    fields = dict(re.findall(r'name="(csrf|was)" value="([^"]+)"', page))
    await staff_web.send_form(f"{path}/{gro.id}", {**fields, "do": "remove"})
    assert gro.id not in {m.id for m in there(house, evening)}


async def test_a_refused_form_comes_back_as_typed(
    staff_web: Web, house: House, evening: Evening
) -> None:
    """L6: with what is wrong; and a later one does not write over what it has not seen."""
    path = f"/stab/v/{evening.code}/medlem"
    wrong = {**TYPED, "party": "", "email": "ikke en adresse", "deputy_no": "to"}
    answer = await staff_web.form(f"{path}/ny", **wrong)
    assert answer.status_code == 422
    assert answer.text.count('aria-invalid="true"') == 3
    assert 'value="ikke en adresse"' in answer.text
    bo = evening.members[1]
    page = (await staff_web.get(f"{path}/{bo.id}")).text
    fields = dict(re.findall(r'name="(csrf|was)" value="([^"]+)"', page))
    bo.standing = "present"
    roster.mark(house.engine, evening.room.id, [bo])
    answer = await staff_web.send_form(f"{path}/{bo.id}?lang=en", {**TYPED, **fields})
    assert "Somebody else changed Bo" in answer.text
    assert 'value="Gro Gran"' in answer.text
    assert there(house, evening)[1] == bo


async def test_the_rosters_secrets_are_seen_by_the_staff_only(
    staff_web: Web, web: Web, house: House, evening: Evening
) -> None:
    """L7: neither public pages nor tablets, nor the log."""
    secret = {
        "bloc": "opposition", "committee": "Hemmeligutvalget", "email": "hemmelig@example.no",
        "needs": "quiet", "more": '{"Telefon": "99887766"}', "gender": "hemmeligkjønn",
    }  # fmt: skip
    members = [m.model_copy(update=secret) for m in evening.members]
    roster.replace_members(house.engine, evening.room.id, members)
    await evening.do(c.TakeAttendance(2, 1))
    await evening.hold()
    await staff_web.form(f"/stab/v/{evening.code}/moteskriving")
    code, table = evening.code, evening.codes[1]
    paths = ["/", f"/v/{code}", f"/v/{code}.json", f"/v/{code}/logg", f"/b/{table}", "/mine",
             f"/b/{table}/enkel", f"/stab/v/{code}", f"/stab/v/{code}/frammote"]  # fmt: skip
    shown = 0
    for path in paths:
        text = (await (staff_web if "/stab" in path else web).get(path)).text
        shown += "Anne" in text
        for word in ("Hemmelig", "hemmelig", "99887766"):
            assert word not in text, (path, word)
    assert shown
    assert "99887766" in (await staff_web.get(f"/stab/v/{code}/medlemmer")).text


async def test_only_the_staff(web: Web, evening: Evening) -> None:
    for path in ("medlemmer", "medlemmer.csv", "medlem/ny", "medlemsmal.csv"):
        answer = await web.get(f"/stab/v/{evening.code}/{path}")
        assert answer.status_code == 303
        assert "logg-inn" in answer.headers["location"]


def test_a_person_has_the_columns_of_the_table() -> None:
    """A field of the reader that the roster lacks would be lost on the way."""
    member = Member(id="a", workshop="b", place=0, name="A", party="Ap")
    one = replace(person(member), email="a@b.no")
    assert one.email == "a@b.no"
