"""The staff's accounts: who may be what, a way in for each, sessions that end."""

import json
import re
import threading
from html import unescape
from unittest.mock import Mock

import pytest
from argon2 import PasswordHasher
from sqlalchemy import Engine, select, update

from app import cli
from app.cli import accounts
from app.cli.common import Stop
from app.core.roles import ALL_ROUND, Role
from app.rooms import clock
from app.store import moving, sessions, staff
from app.store.database import writing
from app.web import auth
from tests.web.conftest import HOST, PASSWORD, Evening, House, Web
from tests.web.test_rights import log_in as log_in_as

ACCOUNTS = "/stab/kontoer"
ONE = f"{ACCOUNTS}/konto?login=ola"
NEW = "blåbær under trappa"


async def press(web: Web, path: str, page: str = "/stab/konto", **fields: str) -> tuple[int, str]:
    """Send a form, with the token of the session: the status and the page."""
    shown = await web.get(page)
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', shown.text))
    names = {name.replace("__", "."): value for name, value in fields.items()}
    known = {name: unescape(hidden[name]) for name in ("csrf", "seen") if name in hidden}
    answer = await web.send_form(path, known | names)
    return answer.status_code, unescape(answer.text)


async def add(web: Web, login: str = "ola", name: str = "Ola Nord", *roles: Role) -> str:
    """The link that the administrator is shown."""
    chosen = {f"role__{role}": "yes" for role in roles or (Role.EDITOR,)}
    status, page = await press(web, ACCOUNTS, login=login, name=name, **chosen)
    assert status == 200, page
    found = re.search(rf"{HOST}(/stab/passord\?token=[\w-]+)", page)
    assert found
    return found[1]


def cookies(web: Web) -> bytes:
    return "; ".join(f"{name}={value}" for name, value in web.cookies.items()).encode()


async def choose(web: Web, link: str, password: str = NEW) -> int:
    token = link.partition("token=")[2]
    return (await web.form(link, token=token, password=password)).status_code


# ---------------------------------------------------------------- a way in


async def test_a_new_account_gets_in_by_a_link_that_is_good_once(
    house: House, staff_web: Web
) -> None:
    """V202: and no administrator has typed a password for it."""
    link = await add(staff_web)
    async with house.web() as web:
        assert (await web.log_in("ola", "")).status_code == 401
        assert await choose(web, link, "kort") == 422
        assert await choose(web, link) == 303
        assert (await web.get(link)).status_code == 403
        assert await choose(web, link, "et helt annet passord") == 403
        assert (await web.log_in("Ola ", NEW)).status_code == 303
        assert (await web.get("/stab")).status_code == 200


async def test_a_link_is_good_for_a_day(engine: Engine) -> None:
    """V202."""
    now = clock()
    token = staff.add(engine, "ola", "Ola Nord", [Role.EDITOR], now)
    assert staff.behind_link(engine, token, now + staff.LINK_LASTS - 1) is not None
    assert staff.behind_link(engine, token, now + staff.LINK_LASTS) is None
    assert staff.choose(engine, token, NEW, now + staff.LINK_LASTS) is None
    assert staff.behind_link(engine, "", now) is None
    with engine.connect() as connection:
        kept = connection.scalars(select(staff.USER.c.password)).all()
    assert not any(token in each for each in kept)


def test_a_link_that_two_use_at_once_is_good_for_one(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """V202: both found it good, and the second comes too late."""
    token = staff.add(engine, "ola", "Ola Nord", [Role.EDITOR], clock())
    found = staff.behind_link(engine, token, clock())
    monkeypatch.setattr(staff, "behind_link", lambda *_: found)
    assert staff.choose(engine, token, NEW, clock()) is not None
    assert staff.choose(engine, token, "riktig gammel hest", clock()) is None
    assert staff.check(engine, "ola", NEW) is not None


async def test_a_new_link_ends_the_password_the_sessions_and_the_link_before(
    house: House, staff_web: Web
) -> None:
    """V202, V206."""
    first = await add(staff_web)
    async with house.web() as web:
        await choose(web, first)
        await web.log_in("ola", NEW)
        status, page = await press(staff_web, f"{ACCOUNTS}/lenke", login="ola")
        assert status == 200
        assert (await web.get("/stab")).status_code == 303
        assert (await web.log_in("ola", NEW)).status_code == 401
        second = re.search(r"token=[\w-]+", page)
        assert second
        await press(staff_web, f"{ACCOUNTS}/lenke", login="ola")
        assert await choose(web, f"/stab/passord?{second[0]}") == 403


async def test_somebody_who_was_given_a_password_chooses_another_first(
    house: House, evening: Evening
) -> None:
    """V207: no page, form or screen before it; what was typed waits."""
    staff.set_user(house.engine, "ola", "Ola Nord", NEW, ALL_ROUND, must_change=True)
    there = f"/stab/v/{evening.code}/motebok"
    async with house.web() as web:
        await web.log_in("ola", NEW)
        turned = await web.get(there)
        assert turned.headers["location"].startswith("/stab/konto?next=")
        status, page = await press(web, f"{there}/opplysninger", chair="Anne Nord")
        assert (status, "Anne Nord" in page) == (403, True)
        assert evening.room.state.details.chair == ""
        porter = house.site.state.site.porter
        scope = {"type": "websocket", "headers": [(b"cookie", cookies(web))]}
        assert auth.staff_behind(porter)(scope) is None
        fields = {"old": NEW, "password": "riktig gammel hest", "next": there}
        assert (await press(web, "/stab/konto/passord", **fields))[0] == 303
        assert (await web.get(there)).status_code == 200
        scope = {"type": "websocket", "headers": [(b"cookie", cookies(web))]}
        assert auth.staff_behind(porter)(scope) is not None


# ---------------------------------------------------------------- the last administrator


async def test_the_last_administrator_cannot_be_taken_out(house: House, staff_web: Web) -> None:
    """V203: neither closed, nor without the role, nor without a password; nor is one who has never
    come in counted."""
    await add(staff_web, "ola", "Ola Nord", Role.ADMINISTRATOR)
    for path, fields in (
        (f"{ACCOUNTS}/steng", {}),
        (f"{ACCOUNTS}/lenke", {}),
        (f"{ACCOUNTS}/konto", {"name": "Kari Leder", "role__leader": "yes"}),
    ):
        page = f"{ACCOUNTS}/konto?login=kari"
        status, told = await press(staff_web, path, page, login="kari", **fields)
        assert status == 409, path
        assert 'role="alert"' in told
    assert (await staff_web.get(ACCOUNTS)).status_code == 200


def test_two_administrators_take_each_other_out_at_once(engine: Engine) -> None:
    """V203: one of them."""
    staff.set_user(engine, "ola", "Ola Nord", NEW, [Role.ADMINISTRATOR])
    ready, told = threading.Barrier(2), []

    def take_out(login: str) -> None:
        ready.wait()
        try:
            staff.change(engine, login, disabled=True)
        except staff.LastAdministrator:
            told.append(login)

    both = [threading.Thread(target=take_out, args=(login,)) for login in ("kari", "ola")]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert len(told) == 1
    assert [user.login for user in staff.users(engine) if not user.disabled] == told


# ---------------------------------------------------------------- names, roles


@pytest.mark.parametrize("name", ["Kari Leder", "  kari   LEDER ", "Ｋari Leder", "Generalprøve"])
async def test_two_have_not_the_same_name(house: House, staff_web: Web, name: str) -> None:
    """V204: what was chosen stands in the form still."""
    told = {"login": "ola", "name": name, "role__editor": "yes"}
    status, page = await press(staff_web, ACCOUNTS, **told)
    assert status == 422
    assert 'value="ola"' in page
    assert 'id="role.editor" name="role.editor" value="yes" aria-describedby' in page
    assert len(staff.users(house.engine)) == 1
    token = auth.new_setup_link(house.engine)
    path = f"/stab/oppstart?token={token}"
    fields = {"token": token, "login": "per", "name": name, "password": NEW}
    async with house.web() as web:
        assert (await web.form(path, **fields)).status_code == 422


async def test_an_account_needs_a_login_of_its_own_a_name_and_a_role(staff_web: Web) -> None:
    """V202."""
    for fields, error in (
        ({"login": "kari", "name": "Ola", "role__editor": "yes"}, "login-error"),
        ({"login": "to ord", "name": "Ola", "role__editor": "yes"}, "login-error"),
        ({"login": "ola", "name": " ", "role__editor": "yes"}, "name-error"),
        ({"login": "ola", "name": "Ola"}, "roles-error"),
    ):
        status, page = await press(staff_web, ACCOUNTS, **fields)
        assert (status, f'id="{error}"' in page) == (422, True), fields


async def test_a_role_that_is_taken_away_is_gone_at_once(house: House, staff_web: Web) -> None:
    """V206: in the session that stands open."""
    staff.set_user(house.engine, "ola", "Ola Nord", NEW, [Role.ADMINISTRATOR])
    async with house.web() as web:
        await web.log_in("ola", NEW)
        assert (await web.get(ACCOUNTS)).status_code == 200
        fields = {"login": "ola", "name": "Ola Nord", "role__auditor": "yes"}
        assert (await press(staff_web, f"{ACCOUNTS}/konto", ONE, **fields))[0] == 303
        assert (await web.get(ACCOUNTS)).status_code == 403
        assert (await web.get("/stab")).status_code == 200


async def test_who_comes_second_is_told_what_stands(house: House, staff_web: Web) -> None:
    """V203: nobody changes an account that they have not seen."""
    staff.set_user(house.engine, "ola", "Ola Nord", NEW, [Role.EDITOR])
    seen = staff.seen(next(each for each in staff.users(house.engine) if each.login == "ola"))
    staff.change(house.engine, "ola", roles=[Role.PUBLISHER])
    fields = {"login": "ola", "name": "Ola N. Nord", "role__leader": "yes"}
    status, page = await press(staff_web, f"{ACCOUNTS}/konto", ONE, **fields | {"seen": seen})
    assert status == 409
    assert 'value="Ola N. Nord"' in page
    assert (await press(staff_web, f"{ACCOUNTS}/konto", ONE, **fields))[0] == 303
    assert [user.roles for user in staff.users(house.engine) if user.login == "ola"] == ["leader"]


# ---------------------------------------------------------------- sessions and passwords


async def test_sessions_end(house: House, staff_web: Web) -> None:
    """V206: here or everywhere, by oneself or by an administrator; the others stand."""
    staff.set_user(house.engine, "ola", "Ola Nord", NEW, [Role.EDITOR])
    async with house.web() as here, house.web() as there:

        async def both() -> list[int]:
            return [(await web.get("/stab")).status_code for web in (here, there)]

        await here.log_in("ola", NEW)
        await there.log_in("ola", NEW)
        await press(here, "/stab/logg-ut")
        assert await both() == [303, 200]
        await here.log_in("ola", NEW)
        await press(here, "/stab/konto/logg-ut")
        assert await both() == [303, 303]
        for path in ("logg-ut", "steng"):
            await here.log_in("ola", NEW)
            await there.log_in("ola", NEW)
            assert await both() == [200, 200]
            await press(staff_web, f"{ACCOUNTS}/{path}", login="ola")
            assert await both() == [303, 303]
        assert (await here.log_in("ola", NEW)).status_code == 401
        await press(staff_web, f"{ACCOUNTS}/apne", login="ola")
        await here.log_in("ola", NEW)
        await there.log_in("ola", NEW)
        fields = {"old": NEW, "password": "riktig gammel hest"}
        assert (await press(here, "/stab/konto/passord", **fields))[0] == 303
        assert await both() == [200, 303]
    assert (await staff_web.get("/stab")).status_code == 200


async def test_a_new_password_asks_for_the_old_one(house: House, staff_web: Web) -> None:
    """V205, V206."""
    for old, new, error in (
        ("galt", NEW, "old-error"),
        (PASSWORD, "hest på fire", "password-error"),
        (PASSWORD, "Velkommen2026!!!", "password-error"),
        (PASSWORD, "kari leder kari leder", "password-error"),
    ):
        status, page = await press(staff_web, "/stab/konto/passord", old=old, password=new)
        assert (status, f'id="{error}"' in page) == (422, True), new
        assert new not in page
    assert staff.check(house.engine, "kari", PASSWORD) is not None


def test_a_session_lasts_twelve_hours(engine: Engine) -> None:
    """V206."""
    assert auth.LASTS == 12 * 3600
    secret = sessions.begin(engine, "kari", 0, 1_000)
    assert sessions.behind(engine, secret, 999) is not None
    assert sessions.behind(engine, secret, 1_000) is None
    assert sessions.open_now(engine, 999) == {"kari": [1_000]}
    sessions.begin(engine, "kari", 1_000, 2_000)
    assert sessions.open_now(engine, 0) == {"kari": [2_000]}  # what was over is gone


@pytest.mark.usefixtures("staff_web")
async def test_no_session_is_in_a_backup(house: House) -> None:
    """V206."""
    assert sessions.open_now(house.engine, clock())
    with house.engine.connect() as connection:
        tables = {table.name for table, _ in moving.everything(connection)}
    assert "staff_user" in tables
    assert "staff_session" not in tables


def test_a_password_is_hashed_as_is_advised_now(
    engine: Engine, strong: tuple[PasswordHasher, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """V205: at least as RFC 9106 has it; an older hash is made anew when its owner logs in."""
    hasher, _ = strong
    assert (hasher.time_cost, hasher.memory_cost, hasher.parallelism) >= (3, 65_536, 4)
    before = staff.users(engine)[0].password
    monkeypatch.setattr(staff, "_hasher", PasswordHasher(2, 8, 1))
    assert staff.check(engine, "kari", "galt") is None
    assert staff.users(engine)[0].password == before
    assert staff.check(engine, "kari", PASSWORD) is not None
    after = staff.users(engine)[0].password
    assert "t=2" in after
    assert staff.check(engine, "kari", PASSWORD) is not None
    assert staff.users(engine)[0].password == after


def test_no_password_opens_an_account_that_has_none(engine: Engine) -> None:
    """V202: neither what is kept in its place, nor nothing."""
    staff.add(engine, "ola", "Ola Nord", [Role.EDITOR], clock())
    kept = next(each.password for each in staff.users(engine) if each.login == "ola")
    assert staff.check(engine, "ola", kept) is None
    with writing(engine) as connection:
        connection.execute(
            update(staff.USER).where(staff.USER.c.login == "ola").values(password="")
        )
    assert staff.check(engine, "ola", "") is None


# ---------------------------------------------------------------- at the machine


def command(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, *typed: str, password: str = NEW
) -> None:
    """Run `tannhjul user …` on this database. Raises what it would print, as `Stop`."""
    monkeypatch.setattr("sys.argv", ["tannhjul", "user", *typed])
    monkeypatch.setenv("TANNHJUL_PASSWORD", password)
    args = cli._parser().parse_args()
    args.database = engine.url.render_as_string()
    accounts.user(args)


def test_a_script_without_a_password_is_told_how_to_give_one(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """V208: nobody is at a terminal."""
    monkeypatch.setattr("getpass.getpass", Mock(side_effect=EOFError))
    with pytest.raises(Stop, match="TANNHJUL_PASSWORD"):
        command(engine, monkeypatch, "add", "ola", password="")


def test_the_command_line_does_the_same(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """V208."""
    command(engine, monkeypatch, "add", "Ola", "--name", "Ola Nord", "--role", "editor")
    command(engine, monkeypatch, "roles", "ola", "--role", "auditor", "--role", "editor")
    command(engine, monkeypatch, "disable", "ola")
    command(engine, monkeypatch, "list", "--json")
    ola = json.loads(capsys.readouterr().out)[1]
    assert (ola["login"], set(ola["roles"].split()), ola["disabled"]) == (
        "ola",
        {"auditor", "editor"},
        True,
    )
    assert "password" not in ola
    command(engine, monkeypatch, "enable", "ola")
    command(engine, monkeypatch, "link", "kari")  # who has the machine may let anybody in
    token = capsys.readouterr().out.strip().partition("token=")[2]
    assert staff.choose(engine, token, NEW, clock()) is not None
    command(engine, monkeypatch, "password", "ola", "--must-change")
    user = staff.check(engine, "ola", NEW)
    assert user is not None
    assert user.must_change


@pytest.mark.parametrize(
    ("typed", "password"),
    [
        (["disable", "kari"], NEW),
        (["roles", "kari", "--role", "leader"], NEW),
        (["roles", "kari"], NEW),
        (["disable", "ingen"], NEW),
        (["password", "ingen"], NEW),
        (["add"], NEW),
        (["add", "ola", "--name", "kari leder"], NEW),
        (["password", "kari"], "kort"),
        (["password", "kari"], "Velkommen2026!!!"),
    ],
)
def test_the_command_line_refuses_the_same_in_one_line(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, typed: list[str], password: str
) -> None:
    """V208: and nothing is changed, unless it is told twice that no administrator is to be left."""
    before = staff.users(engine)
    with pytest.raises(Stop, match=r"^[^\n]+$"):
        command(engine, monkeypatch, *typed, password=password)
    assert staff.users(engine) == before
    if typed[0] == "disable" and typed[1] == "kari":
        command(engine, monkeypatch, *typed, "--force")
        assert staff.get_user(engine, "kari") is None


# ---------------------------------------------------------------- told whose it is


@pytest.mark.parametrize("role", Role)
async def test_the_pages_are_made_for_each_role(house: House, evening: Evening, role: Role) -> None:
    """V209: accounts are shown to those who look after them."""
    staff.set_user(house.engine, role, f"En {role}", PASSWORD, [role])
    async with house.web() as web:
        await log_in_as(web, role)
        desk = (await web.get("/stab")).text
        assert (ACCOUNTS in desk) == (role == Role.ADMINISTRATOR)
        assert f"En {role}" in (await web.get("/stab/konto")).text
