"""The staff log: complete, on disk with what it tells of, and seen to be altered if it is."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from sqlalchemy import Engine, event, update

from app import secretary
from app.core.roles import Role
from app.store import deeds, roster, staff, stafflog, workshops
from app.store.database import writing
from app.store.deeds import DEED, doing
from app.store.workshops import ACT
from app.web.deeds import WORDS
from tests.command import tannhjul
from tests.core.given import NOON
from tests.routes import every
from tests.web.conftest import Evening, House, Web

APP = Path(deeds.__file__).parents[1]

#: Who is not logged in, or only logs in: what they send is no deed, or names itself.
NOBODYS = {
    "/b/{code}/enkelt", "/utkast/{code}", "/stab/logg-inn", "/stab/oppstart", "/stab/passord",
}  # fmt: skip


def forms(house: House) -> list[APIRoute]:
    answering = (route for route in every(house.site.routes) if isinstance(route, APIRoute))
    return [route for route in answering if "GET" not in (route.methods or ())]


def asked_first(dependant: Dependant) -> Iterator[str]:
    for each in dependant.dependencies:
        yield f"{each.call.__module__}.{each.call.__qualname__}"  # type: ignore[union-attr]
        yield from asked_first(each)


async def test_every_form_goes_through_the_door(house: House) -> None:
    """V322: what carries out a staff form says so to the log before anything else happens."""
    doors = {
        "app.web.login.sent.<locals>.form",
        "app.web.plan.upload.upload.<locals>.form",
        "app.web.api.operator",
    }
    through = {route.path for route in forms(house) if doors & {*asked_first(route.dependant)}}
    assert len(through) > 30
    assert {route.path for route in forms(house)} - through == NOBODYS
    told = {re.sub(r"^/api/generalprove.*", "/api/generalprove", path) for path in through}
    assert told <= WORDS.keys(), "a form without words in app/web/deeds.py"


def test_nothing_writes_beside_the_door() -> None:
    """V322: every transaction that writes is `writing`; the log's own is the one exception."""
    beside = {"begin", "commit"}

    def engine(asked: ast.expr) -> bool:
        return any(word in ast.unparse(asked) for word in ("engine", "connection"))

    found: dict[str, set[str]] = {}
    for file in APP.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in beside and engine(node.value):
                found.setdefault(str(file.relative_to(APP)), set()).add(node.attr)
            if isinstance(node, ast.Name) and node.id == "in_turn":
                found.setdefault(str(file.relative_to(APP)), set()).add("in_turn")
    assert found == {"store/database.py": {"begin", "in_turn"}, "store/workshops.py": {"in_turn"}}


async def test_a_deed_and_what_it_did_are_one(
    house: House, staff_web: Web, evening: Evening
) -> None:
    """V323: a form that stores something has one line; one that stores nothing has none."""
    workshop, engine = evening.room.id, house.engine
    assert deeds.of(engine, workshop) == []
    path = f"/stab/v/{evening.code}/medlem/ny"
    fields = {"name": "Lyng Liksomsen", "party": "Ap", "role": "member"}
    assert (await staff_web.form(path, **fields)).status_code == 303
    (deed,) = deeds.of(engine, workshop)
    assert (deed.no, deed.actor) == (1, "Kari Leder")
    assert deed.what == "/stab/v/{code}/medlem/{member}"
    assert (await staff_web.form(path, **{**fields, "name": ""})).status_code == 422
    assert len(deeds.of(engine, workshop)) == 1


def test_what_is_undone_is_not_told(engine: Engine) -> None:
    """V323: the disk fills, and neither the change nor its line is there."""
    workshop = workshops.create(engine)
    code = workshops.public_code(engine, workshop)

    def fail(*_: object) -> None:
        raise OSError("the disk is full")

    event.listen(engine, "commit", fail)
    with doing("/stab/v/{code}/frammote", "Kari", NOON, code), pytest.raises(OSError, match="full"):
        workshops.give_codes(engine, workshop, [1])
    event.remove(engine, "commit", fail)
    assert (workshops.codes(engine, workshop), deeds.of(engine, workshop)) == ({}, [])


def test_what_others_do_meanwhile_is_not_it(engine: Engine) -> None:
    """V323: a deed is over with its form, also for what was begun in it and goes on."""
    with doing("/stab/kommune", "Kari", NOON) as deed:
        pass
    deeds._doing.set(deed)  # as in a task that took it along
    roster.replace_members(engine, workshops.create(engine), [])
    deeds._doing.set(None)
    assert deeds.of(engine) == []


async def test_anybody_reads_it(house: House, web: Web, staff_web: Web, evening: Evening) -> None:
    """V324: in the workshop and beside it, in one list, without what files are called."""
    await evening.hold()
    with doing("/stab/v/{code}/kunngjoring/dokumenter/fil", "Ola", NOON, evening.code) as deed:
        deed.detail = "hemmelig-navn.pdf"
        workshops.give_codes(house.engine, evening.room.id, [9])
    for _ in range(3):
        with doing("/stab/v/{code}/plassering", "Ola", NOON, evening.code):
            workshops.give_codes(house.engine, evening.room.id, [9])
    page = (await web.get(f"/v/{evening.code}/logg")).text
    assert "Avsluttet verkstedet" in page
    assert "La et dokument ved kunngjøringen" in page
    assert "hemmelig" not in page
    assert page.count("Endret hvem som sitter hvor") == 1
    assert "(3 ganger)" in page
    newest_first = page.index("Endret hvem som sitter hvor") < page.index("La et dokument")
    assert newest_first, "also what was done at the same moment"
    assert "hemmelig-navn.pdf" in (await staff_web.get(f"/stab/v/{evening.code}")).text
    everything = (await staff_web.get("/stab/logg")).text
    assert "hemmelig-navn.pdf" in everything
    assert "Logget inn" in everything


async def test_an_altered_line_shows(
    house: House, web: Web, evening: Evening, tmp_path: Path
) -> None:
    """V325: on the page, and to whoever kept the minutes."""
    await evening.hold()
    with doing("/stab/v/{code}/frammote", "Kari", NOON, evening.code):
        workshops.give_codes(house.engine, evening.room.id, [9])
    draft = await secretary.draft(evening.room, house.engine)
    await secretary.publish(evening.room, house.engine, draft, "Kari Leder")
    minutes, log = tmp_path / "m.json", tmp_path / "l.json"

    async def keep() -> None:
        log.write_bytes((await web.get(f"/v/{evening.code}/logg.json")).content)

    minutes.write_bytes((await web.get(f"/v/{evening.code}.json")).content)
    with doing("/stab/v/{code}/frammote", "Kari", NOON, evening.code):
        workshops.give_codes(house.engine, evening.room.id, [10])  # comes after, and is no harm
    await keep()
    told = json.loads(log.read_bytes())
    assert len(told["lines"]) == told["acts"] + told["deeds"]
    assert evening.room.id not in log.read_text()
    head = json.loads(minutes.read_bytes())["minutes"]["log"]
    assert (told["deeds"], head["deeds"]) == (2, 1)
    page = (await web.get(f"/v/{evening.code}/logg")).text
    assert "Loggen er slik den var da versjon 1" in page
    assert head["head"] in (await web.get(f"/v/{evening.code}")).text
    answer = tannhjul("verify", minutes, "--log", log, "--json")
    assert (answer.status, answer.json["log_ok"]) == (0, True)

    for table, column, mine in (
        (ACT, "actor", (ACT.c.workshop == evening.room.id) & (ACT.c.seq == 2)),
        (DEED, "at", (DEED.c.owner == evening.room.id) & (DEED.c.no == 1)),
    ):
        with writing(house.engine) as connection:
            before = connection.scalar(
                table.select().with_only_columns(table.c[column]).where(mine)
            )
            connection.execute(update(table).where(mine).values({column: 5}))
        await keep()
        assert "Noe i den er endret" in (await web.get(f"/v/{evening.code}/logg")).text
        answer = tannhjul("verify", minutes, "--log", log, "--json")
        assert (answer.status, answer.json["log_ok"]) == (1, False)
        with writing(house.engine) as connection:
            connection.execute(update(table).where(mine).values({column: before}))
    assert stafflog.read(house.engine, evening.room.id).lines


def test_a_command_at_the_machine_is_told(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """V322: with who was logged in there, where that is known."""
    monkeypatch.setenv("TANNHJUL_PASSWORD", "fire ord som huskes")
    told = tannhjul("user", "add", "ola", "--name", "Ola", "--data", tmp_path)
    assert told.status == 0
    (deed,) = deeds.of(engine)
    assert deed.what == "tannhjul user add"
    assert deed.detail == "ola: leader editor publisher administrator; Ola"
    assert "kommandolinjen" in deed.actor


async def test_whose_rights_and_name_it_was_when(house: House, staff_web: Web) -> None:
    """V322: nobody is somebody else for an hour, or may more, and the log keeps still about it."""
    staff.set_user(house.engine, "ola", "Ola Nord", "riktig hest batteri", [Role.EDITOR])
    one = "/stab/kontoer/konto"
    fields = {"login": "ola", "name": "Per Sør", "role.editor": "1", "role.publisher": "1"}
    assert (await staff_web.form(f"{one}?login=ola", **fields)).status_code == 303
    back = {"login": "ola", "name": "Ola Nord", "role.editor": "1"}
    assert (await staff_web.form(f"{one}?login=ola", **back)).status_code == 303
    assert [deed.detail for deed in deeds.of(house.engine)[-2:]] == [
        "ola: editor → editor publisher; Ola Nord → Per Sør",
        "ola: editor publisher → editor; Per Sør → Ola Nord",
    ]


async def test_who_may_not_is_told_whom_to_ask(house: House, evening: Evening) -> None:
    """V326: and what they wrote is there, to be passed on."""
    staff.set_user(house.engine, "rev", "Rita Revisor", "riktig hest batteri", [Role.AUDITOR])
    async with house.web() as web:
        await web.log_in("rev")
        path = f"/stab/v/{evening.code}/medlem/ny"
        answer = await web.form(path, name="Lyng Liksomsen")
        assert answer.status_code == 403
        assert "Kari Leder" in answer.text
        assert "Lyng Liksomsen" in answer.text
        assert (await web.get(f"/stab/v/{evening.code}/styr")).status_code == 200
