"""What every answer has in common: headers, languages, plain words for errors, a sub-path."""

import json
import re

import pytest
from sqlalchemy import Engine

from app.core.planning import PlanProcess
from app.i18n import LANGUAGES
from app.settings import Settings
from app.store import processes
from app.web.security import LARGEST, policy
from tests.web.conftest import PASSWORD, Evening, House, Web, plan_evening


def paths_of(house: House, evening: Evening) -> list[str]:
    """Every page there is, and some there are not."""
    code, table = evening.code, evening.codes[1]
    plan = processes.create(house.engine, PlanProcess("Samfunnsdel", "Prøve"), "Kari", 0).code
    workshop = [
        "", "frammote", "kjoreplan", "kunngjoring", "kunngjoring/dokumenter", "kunngjoring/se",
        "medlemmer", "motebok", "plassering", "program", "ramme", "styr",
    ]  # fmt: skip
    return [
        "/", "/b", f"/b/{table}", f"/b/{table}/enkelt", "/b/nix", f"/skjerm/{evening.codes[None]}",
        f"/v/{code}", f"/v/{code}.json", "/v/nix", "/vern", "/nix", "/helse", "/api/openapi.json",
        "/static/cogwheel.svg", "/static/nix", "/stab", "/stab/logg-inn", "/stab/oppstart?token=x",
        *(f"/stab/v/{code}/{page}".rstrip("/") for page in workshop), f"/v/{code}/logg", "/mine",
        "/stab/v/nix", "/stab/v/nytt", "/stab/generalprove", "/stab/plan/ny", f"/stab/plan/{plan}",
        f"/stab/plan/{plan}/rediger", f"/stab/plan/{plan}/kunnskap", f"/plan/{plan}", "/plan/nix",
    ]  # fmt: skip


@pytest.fixture
def paths(house: House, evening: Evening) -> list[str]:
    return paths_of(house, evening)


async def test_every_answer_carries_the_headers(staff_web: Web, paths: list[str]) -> None:
    for path in paths:
        headers = (await staff_web.get(path)).headers
        said = headers["content-security-policy"]
        assert said.startswith("default-src 'none'; script-src 'self'; "), path
        assert "frame-ancestors 'none'" in said
        assert "unsafe" not in said
        assert "camera=(), microphone=(), display-capture=()" in headers["permissions-policy"]
        assert headers["referrer-policy"] == "same-origin"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cross-origin-opener-policy"] == "same-origin"


async def test_no_page_has_a_script_or_style_of_its_own_or_asks_elsewhere(
    staff_web: Web, paths: list[str]
) -> None:
    for path in paths:
        page = (await staff_web.get(path)).text
        for script in re.findall(r"<script[^>]*>", page):
            assert "application/json" in script or " src=" in script, path
        assert not re.search(r"\sstyle=|<style|\son\w+=\"", page), path
        loaded = re.findall(
            r'<(?:script|link(?! rel="alternate")|img)[^>]*?(?:src|href)="([^"]+)"', page
        )
        assert all(address.startswith("/static/") for address in loaded), path


async def test_pages_speak_the_visitors_language(web: Web, evening: Evening) -> None:
    for language in LANGUAGES:
        page = await web.get(f"/?lang={language}")
        assert f'<html lang="{language}"' in page.text
        assert f'href="/b?lang={language}"' in page.text, "a chosen language goes along"
    heard = await web.get("/", headers={"Accept-Language": "nn-NO, en;q=0.5"})
    assert '<html lang="nn"' in heard.text
    assert 'href="/b"' in heard.text
    assert '<html lang="nb"' in (await web.get("/?lang=tlh")).text


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nix", 404),
        ("GET", "/v/nix", 404),
        ("PUT", "/b", 405),
        ("GET", "/v/A?version=x", 400),
    ],
)
async def test_an_error_is_a_page_with_its_status(
    web: Web, method: str, path: str, status: int
) -> None:
    answer = await web.request(method, path, headers={"Origin": "http://test"})
    assert answer.status_code == status
    assert "<h1" in answer.text


async def test_an_error_for_a_program_is_json(web: Web) -> None:
    answer = await web.get("/v/nix.json")
    assert (answer.status_code, answer.json()) == (404, {"error": 404})


async def test_when_the_server_breaks_the_page_tells_nothing_of_it(
    web: Web, evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("hemmelig innside")

    monkeypatch.setattr("app.store.workshops.all_workshops", broken)
    answer = await web.get("/")
    assert answer.status_code == 500
    assert "hemmelig" not in answer.text
    assert "Traceback" not in answer.text
    assert "content-security-policy" in answer.headers


async def test_a_body_that_is_too_large_is_not_read(web: Web, evening: Evening) -> None:
    path = f"/b/{evening.codes[1]}/enkelt"
    answer = await web.send_form(path, {"text": "a" * (LARGEST + 1)})
    assert answer.status_code == 413
    assert "<h1" in answer.text


@pytest.mark.parametrize("host", ["a.no; script-src *", "a.no, b", "", "[::1", "a b"])
def test_a_host_cannot_write_in_the_policy(host: str) -> None:
    assert policy(host) == policy("")
    assert "*" not in policy(host)


def test_the_policy_names_the_websocket_of_its_own_host() -> None:
    assert "connect-src 'self' ws://a.no:8765 wss://a.no:8765;" in policy("a.no:8765")
    assert "ws://[::1]:80" in policy("[::1]:80")


async def test_catalogs_are_asked_for_again_soon_and_sent_only_when_changed(web: Web) -> None:
    first = await web.get("/static/locale/nb.json")
    assert first.headers["cache-control"] == "public, max-age=60"
    etag = {"If-None-Match": first.headers["etag"]}
    assert (await web.get("/static/locale/nb.json", headers=etag)).status_code == 304


async def test_health(web: Web) -> None:
    answer = await web.get("/helse")
    assert (answer.status_code, answer.json()) == (200, {"ok": True})
    head = await web.head("/helse")
    assert (head.status_code, head.content) == (200, b"")


async def test_under_a_sub_path_every_address_stays_below_it(engine: Engine) -> None:
    settings = Settings(_env_file=None, root_path="/verksted", address="https://a.no/verksted")
    house = House(engine, settings)
    evening = await plan_evening(house)
    async with house.web() as web:
        login = await web.form("/verksted/stab/logg-inn", login="kari", password=PASSWORD)
        assert login.headers["location"] == "/verksted/stab"
        assert "path=/verksted;" in login.headers["set-cookie"]
        for path in paths_of(house, evening):
            for asked in (path, f"/verksted{path}"):
                page = (await web.get(asked)).text
                links = re.findall(r'(?:href|src|action)="(/[^"]*)"', page)
                assert [link for link in links if not link.startswith("/verksted/")] == [], path
        shell = (await web.get(f"/verksted/skjerm/{evening.codes[None]}")).text
        assert '<meta name="base" content="/verksted/">' in shell
        join = re.search(r'id="join">(.*?)</script>', shell)
        assert join
        assert json.loads(join[1])["address"] == "https://a.no/verksted/b"
    house.rooms.close()
