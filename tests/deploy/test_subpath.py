"""Behind a proxy, under a path: whatever leads on from a page of ours stays below it."""

import re
from collections.abc import AsyncIterator
from html import unescape
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from httpx2 import AsyncClient, Response
from websockets.asyncio.client import connect

from app.core.planning import PlanProcess
from app.settings import Settings
from app.store import processes, staff
from app.store.database import migrate, open_database
from tests.live.server import serving
from tests.web.conftest import HOST, PASSWORD, Evening, House, Web, plan_evening
from tests.web.test_catalog import publish

UNDER = "/tannhjul"
ADDRESS = f"https://a.no{UNDER}"
SLOW = re.compile(r"\.(pdf|docx|zip|xlsx)$")
OUTWARDS = re.compile(r'(?:href|src|content)="((?:https?:/)?/[^"]+)"')
SENT_TO = re.compile(r'(?:form)?action="([^"]*)"')
WHOLE = re.compile(r"https?://(?:a\.no|test)[^\s\"'<>,;\\]*")


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    engine = open_database(f"sqlite:///{tmp_path / 'tannhjul.db'}")
    migrate(engine)
    staff.set_user(engine, "kari", "Kari Leder", PASSWORD)
    settings = Settings(_env_file=None, data=tmp_path, root_path=UNDER, address=ADDRESS)
    house = House(engine, settings)
    yield house
    house.rooms.close()
    engine.dispose()


async def _furnished(house: House) -> Evening:
    process = processes.create(house.engine, PlanProcess("Samfunnsdel", "Prøve"), "Kari", 0)
    evening = await plan_evening(house, process=process.id)
    await evening.hold()
    await publish(house, evening)
    return evening


def _leads_to(path: str, answer: Response) -> set[str]:
    """Where the answer leads, as paths of this host; fails where that is not below us."""
    kind = answer.headers.get("content-type", "")
    found = {answer.headers["location"]} if "location" in answer.headers else set()
    found |= set(WHOLE.findall(answer.headers.get("link", "")))
    sent_to = set()
    if "html" in kind:
        sent_to = set(SENT_TO.findall(answer.text))  # a form, which is not opened
        found |= sent_to | set(map(unescape, OUTWARDS.findall(answer.text)))
    if kind.startswith(("text/", "application/")) and "pdf" not in kind:
        found |= {each for each in WHOLE.findall(answer.text) if "schema" not in each}
    for link in found:
        whole = urlsplit(urljoin(HOST + path, link))
        if whole.netloc in {"a.no", "test"}:
            assert whole.path.startswith(f"{UNDER}/") or whole.path == UNDER, (path, link)
    return {
        urlsplit(link)._replace(scheme="", netloc="", fragment="").geturl()
        for link in found
        if urlsplit(link).netloc in {"", "a.no", "test"} and link not in sent_to
    }


async def test_everything_leads_on_below_the_path(house: House) -> None:
    """V287: pages, redirects, files, feeds, calendars and cookies; the public's and the staff's."""
    evening = await _furnished(house)
    async with house.web() as web:
        login = await web.form(f"{UNDER}/stab/logg-inn", login="kari", password=PASSWORD)
        assert login.headers["location"] == f"{UNDER}/stab"
        assert f"path={UNDER};" in login.headers["set-cookie"]
        seen = await _walk(web, [f"{UNDER}/", f"{UNDER}/stab", f"{UNDER}/b/{evening.codes[1]}"])
    kinds = {path.rpartition(".")[2] for path in seen if "." in path}
    assert {"ics", "xml", "json", "css", "js", "pdf"} <= kinds
    assert len([path for path in seen if path.startswith(f"{UNDER}/stab/")]) > 20
    assert len(seen) > 60


async def _walk(web: Web, left: list[str]) -> set[str]:
    seen = set(left)
    for path in left:
        if SLOW.search(path):
            continue
        answer = await web.get(path)
        assert answer.status_code < 400, path
        for link in sorted(_leads_to(path, answer)):
            if link not in seen and not re.search("/logg-ut|/logg-inn|lang=", link):
                seen.add(link)
                left.append(link)
    return seen


async def test_the_proxy_may_pass_the_path_on_whole_or_cut_it(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """V287: on a real server, pages and sockets."""
    monkeypatch.setenv("TANNHJUL_ROOT_PATH", UNDER)
    with serving(house.engine, tmp_path) as address:
        base = address.replace("ws:", "http:").removesuffix("/live")
        async with AsyncClient(base_url=base) as web:
            for path in ("/vern", f"{UNDER}/vern"):
                page = await web.get(path)
                assert page.status_code == 200
                assert f'href="{UNDER}/' in page.text
        for socket in (address, f"{base.replace('http:', 'ws:')}{UNDER}/live"):
            async with connect(socket) as tablet:
                await tablet.send('{"t":"ping","n":1}')
                assert "pong" in str(await tablet.recv())
