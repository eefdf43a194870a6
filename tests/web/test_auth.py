"""Logging in and staying so; what is asked of a staff form; the way in for the command line."""

import asyncio
import json
import time
from base64 import b64encode
from collections.abc import Callable

import pytest
from itsdangerous import TimestampSigner
from sqlalchemy import Engine

from app.core.roles import ALL_ROUND, RIGHTS, Role, Somebody, rights
from app.store import staff
from app.web import auth
from tests.web.conftest import PASSWORD, Evening, House, Web


async def test_a_login_leads_to_the_page_that_was_asked_for(web: Web, evening: Evening) -> None:
    there = f"/stab/v/{evening.code}/frammote"
    turned = await web.get(there)
    assert turned.status_code == 303
    login = turned.headers["location"]
    assert login.startswith("/stab/logg-inn?next=%2Fstab%2Fv%2F")
    answer = await web.form(login, login="kari", password=PASSWORD, next=there)
    assert (answer.status_code, answer.headers["location"]) == (303, there)
    assert (await web.get(there)).status_code == 200


@pytest.mark.parametrize("there", ["https://evil.example/", "//evil.example", "/v/ABC", "/stab\\x"])
async def test_a_login_leads_nowhere_else(web: Web, there: str) -> None:
    answer = await web.form("/stab/logg-inn", login="kari", password=PASSWORD, next=there)
    assert answer.headers["location"] == "/stab"


async def test_a_wrong_password_is_said_and_the_login_name_kept(web: Web) -> None:
    answer = await web.log_in("kari", "galt passord")
    assert answer.status_code == 401
    assert 'value="kari"' in answer.text
    assert 'role="alert"' in answer.text
    assert "galt passord" not in answer.text
    assert (await web.get("/stab")).status_code == 303


async def test_attempts_on_one_name_grow_slower_side_by_side_and_others_do_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    waits: list[float] = []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    monkeypatch.setattr("app.web.auth.asyncio.sleep", sleep)
    patience = auth.Patience()
    for _ in range(7):
        await patience.wait("kari")
    assert waits == [0.25, 0.5, 1.0, 2.0, 4.0, 4.0]
    await patience.wait("ola")
    assert len(waits) == 6
    patience.forgive("kari")
    await patience.wait("kari")
    assert len(waits) == 6


async def test_the_cookie_is_closed_to_scripts_and_secure_over_https(house: House) -> None:
    async with house.web() as web:
        plain = (await web.log_in()).headers["set-cookie"].lower()
        assert "httponly" in plain
        assert "samesite=lax" in plain
        assert "max-age=43200" in plain
        assert "secure" not in plain
        web.base_url = "https://test"
        web.cookies.clear()
        page = await web.get("/stab/logg-inn")
        assert "; secure" in page.headers["set-cookie"].lower()


async def test_logging_out_ends_the_session(staff_web: Web) -> None:
    assert (await staff_web.form("/stab")).status_code == 405
    page = await staff_web.get("/stab")
    token = page.text.split('name="csrf" value="')[1].split('"')[0]
    assert (await staff_web.send_form("/stab/logg-ut", {"csrf": token})).status_code == 303
    assert (await staff_web.get("/stab")).status_code == 303


async def test_a_session_ends_with_its_account_or_its_password(house: House) -> None:
    changes: list[Callable[[], object]] = [
        lambda: staff.change(house.engine, "kari", disabled=True, force=True),
        lambda: staff.set_user(house.engine, "kari", "Kari Leder", "et helt annet passord"),
    ]
    for change in changes:
        staff.set_user(house.engine, "kari", "Kari Leder", PASSWORD)
        async with house.web() as web:
            house.site.state.site.porter._known.clear()
            await web.log_in()
            assert (await web.get("/stab")).status_code == 200
            change()
            house.site.state.site.porter._known.clear()
            assert (await web.get("/stab")).status_code == 303


async def test_a_password_given_by_another_process_holds_at_once(house: House) -> None:
    async with house.web() as web:
        await web.log_in()
        assert (await web.get("/stab")).status_code == 200
        staff.set_user(house.engine, "kari", "Kari Leder", "et helt annet passord")
        await web.log_in(password="et helt annet passord")
        assert (await web.get("/stab")).status_code == 200


def test_two_processes_make_the_key_in_the_same_moment(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, look = staff.secret(engine), staff.setting
    not_there_yet = iter([None])
    monkeypatch.setattr(staff, "setting", lambda *asked: next(not_there_yet, False) or look(*asked))
    assert staff.secret(engine) == kept


async def test_a_form_without_the_token_is_held_and_nothing_typed_is_lost(
    staff_web: Web, evening: Evening
) -> None:
    path = f"/stab/v/{evening.code}/motebok/opplysninger"
    answer = await staff_web.send_form(path, {"csrf": "gammel", "chair": "<Anne>\nNord"})
    assert answer.status_code == 403
    assert "&lt;Anne&gt;\nNord" in answer.text
    assert evening.room.state.details.chair == ""
    token = answer.text.split('method="post"')[2].split('name="csrf" value="')[1].split('"')[0]
    again = await staff_web.send_form(path, {"csrf": token, "chair": "Anne"})
    assert again.status_code == 303
    assert evening.room.state.details.chair == "Anne"


async def test_a_form_from_someone_logged_out_meanwhile_is_held(web: Web, evening: Evening) -> None:
    path = f"/stab/v/{evening.code}/motebok/opplysninger"
    answer = await web.send_form(path, {"csrf": "x", "chair": "Anne Nord"})
    assert answer.status_code == 401
    assert "Anne Nord" in answer.text
    assert evening.room.state.details.chair == ""


@pytest.mark.parametrize("origin", ["https://evil.example", "http://test.evil.example", "null"])
async def test_a_form_from_another_site_is_stopped(
    staff_web: Web, evening: Evening, origin: str
) -> None:
    page = await staff_web.get(f"/stab/v/{evening.code}/motebok")
    token = page.text.split('name="csrf" value="')[1].split('"')[0]
    path = f"/stab/v/{evening.code}/motebok/opplysninger"
    answer = await staff_web.send_form(path, {"csrf": token, "chair": "Anne"}, origin=origin)
    assert answer.status_code == 403
    assert evening.room.state.details.chair == ""


async def test_a_form_that_tells_neither_origin_nor_referrer_needs_to_come_without_a_cookie(
    staff_web: Web,
) -> None:
    page = await staff_web.get("/stab")
    form = {"csrf": page.text.split('name="csrf" value="')[1].split('"')[0]}
    for told in ({}, {"Referer": "https://evil.example/"}):
        answer = await staff_web.post("/stab/logg-ut", data=form, headers=told)
        assert answer.status_code == 403, told
    here = {"Referer": "http://test/stab"}
    assert (await staff_web.post("/stab/logg-ut", data=form, headers=here)).status_code == 303


# ---------------------------------------------------------------- the first account


async def test_the_setup_link_works_once(house: House, web: Web) -> None:
    token = auth.new_setup_link(house.engine)
    assert staff.setting(house.engine, "setup") != token
    path = f"/stab/oppstart?token={token}"
    short = await web.form(path, token=token, login="ola", name="Ola", password="kort")
    assert short.status_code == 422
    assert 'value="ola"' in short.text
    made = await web.form(path, token=token, login="Ola", name="Ola Nord", password=PASSWORD)
    assert made.status_code == 303
    assert (await web.get("/stab")).status_code == 200
    assert (await web.get(path)).status_code == 403
    assert staff.setting(house.engine, "setup") is None


async def test_the_setup_link_is_good_for_one(house: House, web: Web) -> None:
    """Two who have it press at the same moment; and where an administrator was made otherwise, a
    link that lies about in a log is worth nothing."""
    token = auth.new_setup_link(house.engine)
    path = f"/stab/oppstart?token={token}"
    async with house.web() as other:
        both = await asyncio.gather(
            web.form(path, token=token, login="ola", name="Ola Nord", password=PASSWORD),
            other.form(path, token=token, login="per", name="Per Sør", password=PASSWORD),
        )
    assert sorted(answer.status_code for answer in both) == [303, 403]
    assert len(staff.users(house.engine)) == 2
    token = auth.new_setup_link(house.engine)
    staff.add(house.engine, "rita", "Rita Rev", [Role.AUDITOR], 0)
    assert auth.setup_holds(house.engine, token)
    staff.add(house.engine, "anne", "Anne Adm", [Role.ADMINISTRATOR], 0)
    assert not auth.setup_holds(house.engine, token)


async def test_a_name_is_one_name_however_it_is_written(
    web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else each way to write it had its own first attempts."""
    tried: list[str] = []

    async def wait(_: auth.Patience, login: str) -> None:
        tried.append(login)

    monkeypatch.setattr(auth.Patience, "wait", wait)
    for login in ("kari", " KARI", "ｋari", "ＫＡＲＩ"):
        assert (await web.log_in(login, "galt passord")).status_code == 401
    assert tried == ["kari"] * 4


async def test_a_setup_link_that_nobody_made_does_nothing(house: House, web: Web) -> None:
    assert (await web.get("/stab/oppstart?token=")).status_code == 403
    fields = {"token": "x", "login": "ola", "name": "Ola", "password": PASSWORD}
    assert (await web.send_form("/stab/oppstart", fields)).status_code == 403
    assert staff.get_user(house.engine, "ola") is None


# ---------------------------------------------------------------- behind a raw scope


def scope(**headers: str) -> dict[str, object]:
    raw = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    return {"type": "websocket", "headers": raw, "path": "/live"}


async def test_the_name_behind_a_websocket(house: House, staff_web: Web) -> None:
    behind = auth.staff_behind(house.site.state.site.porter)
    cookie = "; ".join(f"{name}={value}" for name, value in staff_web.cookies.items())
    assert behind(scope(Cookie=cookie)) == Somebody("Kari Leder", rights(ALL_ROUND))
    assert behind(scope(Cookie=cookie[:-3] + "abc")) is None
    assert behind(scope()) is None
    started = time.perf_counter()
    for _ in range(1_000):
        behind(scope(Cookie=cookie))
    assert time.perf_counter() - started < 1.0


def test_the_token_of_the_command_line_opens_for_ten_minutes(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    behind = auth.staff_behind(auth.Porter(engine))
    token = auth.operator_token(engine)
    who = behind(scope(Authorization=f"Bearer {token}"))
    assert who == Somebody(auth.OPERATOR, RIGHTS[Role.LEADER])
    assert behind(scope(Authorization=f"Bearer {token}x")) is None
    assert behind(scope(Authorization=f"Basic {token}")) is None
    later = time.time() + auth.TOKEN_LASTS + 2
    monkeypatch.setattr("itsdangerous.timed.time.time", lambda: later)
    assert behind(scope(Authorization=f"Bearer {token}")) is None


async def test_the_token_opens_no_staff_page(house: House) -> None:
    token = auth.operator_token(house.engine)
    async with house.web(Authorization=f"Bearer {token}") as web:
        assert (await web.get("/stab")).status_code == 303


def test_a_session_is_taken_as_last_read_for_half_a_minute(engine: Engine) -> None:
    session: dict[str, str] = {}
    user = staff.get_user(engine, "kari")
    assert user is not None
    auth.log_in(session, engine, user)
    signed = TimestampSigner(staff.secret(engine)).sign(b64encode(json.dumps(session).encode()))
    here = scope(Cookie=f"{auth.COOKIE}={signed.decode()}")
    porter = auth.Porter(engine)
    assert porter.user(here) is not None
    staff.change(engine, "kari", disabled=True, force=True)
    assert porter.user(here) is not None
    porter.forget()
    assert porter.user(here) is None


async def test_a_copied_cookie_is_worth_nothing_after_logging_out(staff_web: Web) -> None:
    page = await staff_web.get("/stab")
    token = page.text.split('name="csrf" value="')[1].split('"')[0]
    copied = dict(staff_web.cookies)
    await staff_web.send_form("/stab/logg-ut", {"csrf": token})
    staff_web.cookies.clear()
    staff_web.cookies.update(copied)
    assert (await staff_web.get("/stab")).status_code == 303
