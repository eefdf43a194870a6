"""Every page and screen in a language that only a machine speaks: is all of it translated, and is
there room for longer words? A chosen few in `make test`, all of them in `make pseudo`."""

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from httpx2 import AsyncClient
from icalendar import Calendar
from lxml import etree  # type: ignore[import-untyped]
from playwright.async_api import Browser, Page, expect

from app.core.things import Kind
from tests.accessibility import hall
from tests.accessibility.checks import measured, sized
from tests.accessibility.house import HALL, House, opened
from tests.accessibility.test_walk import ELSEWHERE, NO_PAGE
from tests.browser.conftest import LAPTOP, PHONE, PROJECTOR, TABLET
from tests.pseudo import words
from tests.pseudo.content import NAMES, dated, offered, plain, stored

WHOLE = bool(os.environ.get("TANNHJUL_PSEUDO"))
PICTURES = os.environ.get("TANNHJUL_PICTURES")
LOOK = (Path(__file__).parent / "look.js").read_text(encoding="utf-8")

CHOSEN = (
    "/", "/b", "/v/{code}", "/stab/v/{code}", "/stab/v/{code}/program", "/stab/v/{code}/frammote",
    "/stab/v/{code}/motebok", "/stab/v/{code}/arbeidsbenk",
)  # fmt: skip
STOPS = () if WHOLE else (Kind.VERIFY, Kind.WRITE)
"""The last of them is where the short form goes home."""

SIZES = (PHONE, TABLET, LAPTOP) if WHOLE else (PHONE,)


@pytest.fixture(scope="module")
def in_pseudo() -> Iterator[None]:
    """Servers speak it from now on; this process does not."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tests.browser.conftest.cli.main", words.main)
        yield


@pytest.fixture(scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory, in_pseudo: None) -> AsyncIterator[House]:
    async with opened(tmp_path_factory.mktemp("house") / "house") as found:
        yield found


def known(house: House) -> set[str]:
    return stored(house.data / "tannhjul.db") | offered() | dated() | NAMES


async def _ask(page: Page, what: str) -> list[str]:
    if not await page.evaluate("() => 'pseudo' in window"):
        await page.evaluate(LOOK)
    found: list[str] = await page.evaluate(f"pseudo.{what}()")
    return found


async def _untranslated(page: Page, where: str, ours: set[str]) -> list[str]:
    found = {text: plain(text) - ours for text in await _ask(page, "words")}
    return [
        f"{where}: not translated: {left} in {text.strip()[:120]!r}"
        for text, left in found.items()
        if left
    ]


async def _without_room(page: Page, where: str) -> list[str]:
    found = [*await _ask(page, "room"), *await measured(page, "sideways()")]
    return [f"{where}: {each}" for each in found]


async def test_pages(house: House, browser: Browser) -> None:
    """V375, V376."""
    page, ours, wrong = await house.open(browser, language="en"), known(house), []
    routes = [*house.addresses] if WHOLE else CHOSEN
    for route in routes:
        if route in NO_PAGE | ELSEWHERE | {*HALL, "/stab/logg-inn", "/stab/passord"}:
            continue
        await page.goto(house.base + house.addresses[route][0])
        await expect(page.locator("h1").first).to_be_visible()
        wrong += await _untranslated(page, route, ours)
        for width, height in SIZES:
            async with sized(page, width, height):
                wrong += await _without_room(page, f"{route} {width}")
    assert wrong == [], "\n".join(wrong)


async def test_what_is_not_a_page(house: House) -> None:
    """V375: feeds and calendars."""
    ours = known(house)
    async with AsyncClient(base_url=house.base, trust_env=False) as client:
        feed = etree.fromstring((await client.get("/atom.xml?lang=en")).content)
        said = [text for text in feed.itertext() if text.strip()]
        calendar = Calendar.from_ical((await client.get("/kalender.ics?lang=en")).text)
    for event in calendar.walk("VEVENT"):
        said += [str(event[name]) for name in ("SUMMARY", "DESCRIPTION", "STATUS") if name in event]
    assert {word for text in said for word in plain(text)} - ours - {"CONFIRMED"} == set()
    assert any("⟦" in text for text in said)


async def test_the_hall(house: House, browser: Browser) -> None:
    """V375, V376: one hall that speaks bokmål carries the evening, and this one is looked at."""
    shown = await hall.screens(house, browser)
    own = {
        "tablet": await house.outside(browser, TABLET, "en"),
        "phone": await house.outside(browser, PHONE, "en"),
        "projector": await house.outside(browser, PROJECTOR, "en"),
        "control": await house.open(browser, LAPTOP, "en"),
    }
    places = {
        "tablet": f"/b/{house.codes[3]}",
        "phone": f"/b/{house.codes[4]}",
        "projector": f"/skjerm/{house.codes[None]}?lang=en",
        "control": f"/stab/v/{house.code}/styr",
    }
    wrong: list[str] = []
    for name, page in own.items():
        await page.goto(house.base + places[name])
    async for stage, _ in hall.evening(house, shown, STOPS):
        ours = known(house)
        for name, page in own.items():
            await _come_to(page, name)
            if PICTURES:
                await page.screenshot(path=f"{PICTURES}/pseudo-{stage}-{name}.png")
            wrong += await _untranslated(page, f"{stage} {name}", ours)
            wrong += await _without_room(page, f"{stage} {name}")
        if stage in STOPS[-1:]:
            break
    assert wrong == [], "\n".join(wrong)


async def _come_to(page: Page, name: str) -> None:
    """Where the others are: a tablet accepts the ground rules first."""
    accept = page.get_by_role("button", name=words.made("I am in"))
    if name in {"tablet", "phone"} and await accept.count():
        await accept.click()
        await expect(accept).to_have_count(0)
