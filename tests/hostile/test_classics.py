"""What every web program is tried with: forms from elsewhere, false hosts, sessions laid ready."""

import hashlib
import json
from pathlib import Path
from urllib.parse import urlencode

import pytest
from starlette.datastructures import Headers

from app.store import staff
from tests.hostile.forms import Form, forms
from tests.hostile.world import HOST, PASSWORD, Answer, Pairs, Template, World

URLENCODED = "application/x-www-form-urlencoded"


def _stored(world: World) -> str:
    """A sum of all that the database holds."""
    with world.engine.connect() as connection:
        lines = connection.connection.driver_connection.iterdump()  # type: ignore[union-attr]
        return hashlib.sha256("\n".join(lines).encode("utf-8", "replace")).hexdigest()


async def _post(world: World, form: Form, fields: dict[str, str], **told: str) -> Answer:
    """As a page of ours would send it, but for the headers that are `told`."""
    headers = dict(world.known_as("staff")) | {b"content-type": URLENCODED.encode()}
    headers |= {name.replace("_", "-").encode(): value.encode() for name, value in told.items()}
    body = json.dumps(fields) if "json" in told.get("content_type", "") else urlencode(fields)
    pairs: Pairs = [(name, value) for name, value in headers.items() if value]
    return await world.ask("POST", form.action.encode(), pairs, body.encode())


async def test_only_a_page_of_ours_changes_anything(whole: Template, tmp_path: Path) -> None:
    """V226: of every route that takes a form, walked over, so that a new one is tried unasked."""
    async with whole.copy(tmp_path / "house") as world:
        before, tried = _stored(world), set()
        for route, found in whole.known.forms.items():
            _, form = found[0]
            given = form.fields
            for told in ({"origin": "http://hostile.example"}, {"origin": "null"}, {"origin": ""}):
                assert (await _post(world, form, given, **told)).status == 403, (route, told)
            told = {"origin": "", "referer": "http://hostile.example/test"}
            assert (await _post(world, form, given, **told)).status == 403, (route, told)
            if "csrf" not in given:
                continue
            for fields in (
                {name: value for name, value in given.items() if name != "csrf"},
                {**given, "csrf": ""},
                {**given, "csrf": given["csrf"][::-1]},
            ):
                assert (await _post(world, form, fields)).status in (400, 403), route
            for kind in ("text/plain", "application/json"):
                status = (await _post(world, form, given, content_type=kind)).status
                assert status in (400, 403), (route, kind)
            tried.add(route)
        for there in world.routes:
            if there.method in ("POST", "PUT", "PATCH", "DELETE"):
                away = [*world.known_as("staff")[::2], (b"origin", b"http://hostile.example")]
                path = there.path.replace("{", "%7b").replace("}", "%7d")
                assert (await world.ask(there.method, path.encode(), away)).status == 403, path
        assert _stored(world) == before
        assert len(tried) > 25
        _, form = whole.known.forms["/stab/v/{code}/motebok/opplysninger"][0]
        assert (await _post(world, form, form.fields | {"chair": "Anne Nord"})).status == 303
        assert _stored(world) != before, "a change would have been seen"


async def test_a_form_of_another_session_is_held(whole: Template, tmp_path: Path) -> None:
    """V226: the token of another member of the staff opens nothing, also where both are right."""
    async with whole.copy(tmp_path / "house") as world:
        _, form = whole.known.forms["/stab/v/nytt"][0]
        await world.log_in()
        before = _stored(world)
        answer = await _post(world, form, form.fields | {"title": "Tittelen"})
        assert answer.status == 403
        assert "Tittelen" in answer.text
        assert _stored(world) == before


async def test_no_page_that_is_kept_for_others_takes_an_address_from_who_asks(
    whole: Template, tmp_path: Path
) -> None:
    """V227: whoever asked first, and whatever they said of the host."""
    lies = [
        (b"x-forwarded-host", b"hostile.example"),
        (b"x-forwarded-prefix", b"/hostile.example"),
        (b"x-forwarded-proto", b"hostile.example"),
        (b"x-original-url", b"/hostile.example"),
        (b"forwarded", b"host=hostile.example"),
    ]
    async with whole.copy(tmp_path / "house") as world:
        tried = 0
        for route, addresses in whole.known.addresses.items():
            if route.startswith("/stab") or route.endswith((".pdf", ".zip", ".docx")):
                continue
            for address in addresses:
                asked = address.encode()
                await world.ask("GET", asked, [(b"host", b"hostile.example"), *lies])
                lied = await world.ask("GET", asked, [(b"host", HOST), *lies])
                answer = await world.ask("GET", asked)
                assert b"hostile.example" not in lied.body + answer.body, address
                assert "hostile.example" not in str(answer.headers.raw)
                tried += 1
        assert tried > 20


@pytest.mark.parametrize(
    "host",
    [
        b"a b",
        b"a,b",
        b'"><script>',
        b"[::1",
        b"test@x",
        b"test/x",
        b"\xff",
        b"test:x",
        b"test:65536",
    ],
)
async def test_a_host_that_is_none_is_not_answered(
    whole: Template, tmp_path: Path, host: bytes
) -> None:
    """V227"""
    async with whole.copy(tmp_path / "house") as world:
        answer = await world.ask("GET", b"/", [(b"host", host)])
    assert answer.status == 400
    assert answer.body == b"400: Host"
    assert "content-security-policy" in answer.headers


async def test_a_login_begins_anew(whole: Template, tmp_path: Path) -> None:
    """V228: who knew the cookie from before the login has nothing by it, and nor has its token."""
    async with whole.copy(tmp_path / "house") as world:
        page = await world.ask("GET", b"/stab/logg-inn")
        laid = page.headers["set-cookie"].partition(";")[0].encode()
        form = next(each for each in forms(page.text) if "password" in each.fields)
        world.cookie = laid
        typed = {**form.fields, "login": "kari", "password": PASSWORD}
        answer = await _post(world, form._replace(action="/stab/logg-inn"), typed)
        assert answer.status == 303
        mine = answer.headers["set-cookie"].partition(";")[0].encode()
        assert mine != laid
        assert (await world.ask("GET", b"/stab", world.known_as("staff"))).status == 303
        world.cookie = mine
        desk = await world.ask("GET", b"/stab", world.known_as("staff"))
        assert desk.status == 200
        assert form.fields["csrf"] not in desk.text


@pytest.mark.parametrize("login", ["kari", "finnes-ikke", "borte", "kari\x00", "K" * 5_000])
async def test_a_name_that_is_not_there_costs_what_one_that_is_does(
    whole: Template, tmp_path: Path, login: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """V228: the same work is done, and the same words are said."""
    verified: list[str] = []
    hasher = staff._hasher

    class Counting:
        def __getattr__(self, name: str) -> object:
            return getattr(hasher, name)

        def verify(self, *given: str) -> bool:
            verified.append(given[0].rpartition("$")[0].rpartition("$")[0])
            return hasher.verify(*given)

    async with whole.copy(tmp_path / "house") as world:
        staff.set_user(world.engine, "borte", "Borte Vekk", PASSWORD)
        staff.change(world.engine, "borte", disabled=True, force=True)
        page = await world.ask("GET", b"/stab/logg-inn")
        world.cookie = page.headers["set-cookie"].partition(";")[0].encode()
        form = next(each for each in forms(page.text) if "password" in each.fields)
        monkeypatch.setattr(staff, "_hasher", Counting())
        typed = {**form.fields, "login": login, "password": "galt"}
        answer = await _post(world, form._replace(action="/stab/logg-inn"), typed)
        kept = staff.get_user(world.engine, "kari")
    assert answer.status == 401
    assert kept
    assert verified == [kept.password.rpartition("$")[0].rpartition("$")[0]], "same cost, once"


async def test_head_tells_what_get_does_and_nothing_else_is_a_way_to_read(
    whole: Template, tmp_path: Path
) -> None:
    """V220: OPTIONS and TRACE give nothing away, and no other site is let in by CORS."""
    from_elsewhere = [(b"host", HOST), (b"origin", b"http://hostile.example")]
    async with whole.copy(tmp_path / "house") as world:
        for address in ("/", "/vern", "/helse", "/stab", "/static/cogwheel.svg", "/nix"):
            got = await world.ask("GET", address.encode(), from_elsewhere)
            head = await world.ask("HEAD", address.encode(), from_elsewhere)
            assert (head.status, head.body) == (got.status, b"")
            assert _told(head.headers) == _told(got.headers)
            for method in ("OPTIONS", "TRACE", "CONNECT", "HOSTILE"):
                answer = await world.ask(method, address.encode(), from_elsewhere)
                assert answer.status in (403, 404, 405), (method, address)
            assert not any(name.startswith("access-control") for name in got.headers)


def _told(headers: Headers) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name not in ("set-cookie", "date")}
