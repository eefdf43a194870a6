"""Every page and each screen of the hall, by every check: a chosen few in `make test`, all of them,
in all languages, in `make accessibility`."""

import os
from collections import Counter
from collections.abc import AsyncIterator, Iterator

import pytest
from playwright.async_api import Browser, Page, expect

from app.core.things import Kind
from app.i18n import LANGUAGES, PUBLIC_LANGUAGES
from tests.accessibility import hall
from tests.accessibility.checks import CHECKS, measured
from tests.accessibility.evidence import Evidence
from tests.accessibility.house import HALL, House, opened
from tests.hostile.world import World

ASKED = os.environ.get("TANNHJUL_ACCESSIBILITY", "")
"""Empty in `make test`; "whole"; or the routes to be measured anew, with a space between."""

WHOLE = ASKED == "whole"

CHOSEN = (
    "/", "/mine", "/v/{code}", "/v/{code}/kunngjoring", "/plan/{code}", "/stab/logg-inn",
    "/stab/v/{code}", "/stab/v/{code}/ramme", "/stab/v/{code}/frammote",
    "/stab/v/{code}/arbeidsbenk",
)  # fmt: skip
"""The routes of the short form: what most people meet, and what differs most."""

STOPS = () if WHOLE else (Kind.WRITE,)
"""The step that the short form stops at."""

NO_PAGE = {
    "/api/openapi.json", "/v/{code}/kunngjoring.pdf", "/v/{code}.ics", "/api/minutes.schema.json",
    "/v/{code}.json", "/v/{code}.pdf", "/v/{code}.docx", "/v/{code}.csv", "/v/{code}.zip",
    "/v/{code}/tabeller.zip", "/v/{code}/arkivmelding.zip", "/dcat.ttl", "/dcat.jsonld",
    "/v/{code}/logg.json", "/atom.xml", "/plan/{code}/atom.xml", "/kalender.ics",
    "/plan/{code}/kalender.ics", "/robots.txt", "/sitemap.xml", "/helse", "/metrics",
    "/sertifikat/tannhjul.crt", "/sertifikat/tannhjul.mobileconfig", "/kommunemerke.png",
    "/plan/{code}/trad.docx", "/plan/{code}/fil/{file}", "/v/{code}/dokument/{file}",
    "/stab/v/{code}/bordkort.pdf", "/stab/v/{code}/navneskilt.pdf",
    "/stab/v/{code}/plassliste.pdf", "/stab/v/{code}/medlemmer.{kind}",
    "/stab/v/{code}/medlemsmal.{kind}", "/stab/v/{code}/arbeidsbenk/forslag.json",
}  # fmt: skip
"""Files and answers for programs."""

ELSEWHERE = {"/stab/sso", "/stab/sso/svar", "/stab/sso/ut", "/stab/v/{code}/ov/styr"}
"""What only sends on to another page, or to the municipality's own login."""

#: What holds for a screen in the hall. A tablet has no menu to skip. The projector is one picture
#: for a whole hall, always light, and nobody sets up how it looks: its words and figures are on the
#: tablets.
ON_A_TABLET = CHECKS.keys() - {"skip_link", "choosing_stays"}
ON = {
    "tablet": ON_A_TABLET,
    "phone": {"axe_light", "reflow", "text_twice", "text_spaced", "keyboard", "targets"},
    "control": ON_A_TABLET - {"both_ways"},
    "projector": {"axe_light", "names", "outline", "title_and_language", "still", "tables"},
}
SHOWN = {
    "tablet": "på nettbrettet",
    "phone": "på telefonen",
    "control": "i styringen",
    "projector": "på storskjermen",
}
PREVIEW = "/stab/v/{code}/styr/nettbrett"
ONE_SCREEN = {"/stab/v/{code}/styr", PREVIEW, "/stab/v/{code}/arbeidsbenk"}
"""Screens of their own: no menu comes before what they are about."""

TO_PRESS = {"keyboard", "focus_uncovered", "forced_colours"}
"""What does not hold for the preview of a tablet: in it nothing can be pressed."""

IN_EACH_LANGUAGE = ("title_and_language", "reflow", "text_spaced", "names", "label_in_name")


@pytest.fixture(scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    async with opened(tmp_path_factory.mktemp("house") / "house") as found:
        yield found


@pytest.fixture(scope="module")
def evidence() -> Iterator[Evidence]:
    found = Evidence()
    yield found
    if ASKED:
        found.keep()


async def _visit(page: Page, house: House, address: str) -> None:
    await page.goto(house.base + address, wait_until="load")
    await expect(page.locator("h1").first).to_be_visible()


async def test_no_page_is_forgotten(house: House) -> None:
    """V360: every route is a page that is walked, a screen of the hall, a file, or sends on."""
    world = World(house.data)
    routes = {route.path for route in world.routes if route.method == "GET"}
    world.close()
    assert routes - {*house.addresses} - NO_PAGE - ELSEWHERE == set()
    assert {*CHOSEN, *HALL, *ELSEWHERE} - routes == set()


async def test_pages(house: House, browser: Browser, evidence: Evidence) -> None:
    """V361, V362, V363, V367: rules, keyboard, tree, sizes, spacing, colours, movement."""
    inside, outside = await house.open(browser), await house.outside(browser)
    wrong: list[str] = []
    seen: Counter[str] = Counter()
    for route in house.addresses if WHOLE else ASKED.split() or CHOSEN:
        if route in NO_PAGE | ELSEWHERE | {*HALL}:
            continue
        (address, *_) = house.addresses[route]
        page = outside if route in {"/stab/logg-inn", "/stab/passord"} else inside
        await _visit(page, house, address)
        spared = {"skip_link"} if route in ONE_SCREEN else set()
        spared |= TO_PRESS if route == PREVIEW else set()
        checks = [one for one in CHECKS if one not in spared]
        wrong += await evidence.hold(page, "sider", route, checks)
        seen["pages"] += 1
    assert wrong == []
    assert ASKED or seen["pages"] == len(CHOSEN)
    assert not WHOLE or seen["pages"] > 60


@pytest.mark.skipif(not WHOLE, reason="the long form")
@pytest.mark.parametrize("language", [each for each in PUBLIC_LANGUAGES if each != "nb"])
async def test_languages(house: House, browser: Browser, evidence: Evidence, language: str) -> None:
    """V361: what depends on the words, in the other languages."""
    page = await house.open(browser, language=language)
    wrong: list[str] = []
    for route, (address, *_) in house.addresses.items():
        staffs = route.startswith("/stab")
        if route in NO_PAGE | ELSEWHERE | {*HALL, "/stab/logg-inn"}:
            continue
        if staffs and language not in LANGUAGES:
            continue
        await _visit(page, house, address)
        wrong += await evidence.hold(page, f"sider ({language})", route, IN_EACH_LANGUAGE)
    assert wrong == []


async def test_the_hall(house: House, browser: Browser, evidence: Evidence) -> None:
    """V361, V362, V363, V365, V367: a tablet, a phone, the projector and control, in each step."""
    shown = await hall.screens(house, browser)
    wrong: list[str] = []
    async for stage, there in hall.evening(house, shown, STOPS):
        for name, page in there.items():
            wrong += await evidence.hold(page, SHOWN[name], f"{stage} {name}", ON[name])
        if stage == Kind.WRITE:
            await _told_without_focus(there["phone"])
    assert wrong == []


async def _told_without_focus(page: Page) -> None:
    """That a note is stored, that the network is lost, and that it is back."""
    box = page.get_by_label("Innspillet ditt")
    await measured(page, "listen()")
    await box.fill("Flere benker langs turveien")
    await box.press("Control+Enter")
    await _heard(page, "lagret")
    await expect(box).to_be_focused()
    await page.context.set_offline(True)
    await _heard(page, "kobler til")
    await page.context.set_offline(False)
    await _heard(page, "tilkoblet")


async def _heard(page: Page, words: str) -> None:
    await page.wait_for_function(
        "words => measure.heard().some((one) => one.includes(words))", arg=words
    )


# ---------------------------------------------------------------- what is told, and where


async def test_what_is_the_same_everywhere(house: House, browser: Browser) -> None:
    """V364: the same foot on each page, in the same order; no two titles of the public's pages
    alike, and no two of the staff's."""
    page = await house.open(browser)
    titles: Counter[tuple[bool, str]] = Counter()
    feet: set[tuple[str, ...]] = set()
    for route in CHOSEN:
        if route not in ONE_SCREEN | {"/stab/logg-inn"}:
            await _visit(page, house, house.addresses[route][0])
            titles[route.startswith("/stab"), await page.title()] += 1
            if foot := (await measured(page, "frame()"))["foot"]:
                feet.add(tuple(word for word in foot if word != "Davvisámegiella"))
    assert [title for title, count in titles.items() if count > 1] == []
    assert len(feet) == 1


async def test_more_than_one_way(house: House, browser: Browser) -> None:
    """V364: to a workshop from the front page, from its plan and by searching."""
    page = await house.outside(browser)
    (held, *_) = house.addresses["/v/{code}/versjon/{version}"]
    there = held.removesuffix("/versjon/1")
    for path in ("/", house.addresses["/plan/{code}"][0], "/sok?q=skole"):
        await _visit(page, house, path)
        assert await page.locator(f"a[href*='{there}']").count(), path


async def test_errors(house: House, browser: Browser) -> None:
    """V366: what is wrong is said in words, tied to its field, and what was typed stays."""
    page = await house.open(browser)
    code = house.code
    await _visit(page, house, f"/stab/v/{code}/medlem/ny")
    await page.locator("main form").evaluate("form => { form.noValidate = true }")
    await page.locator("[name=party]").fill("Fjellpartiet")
    await page.locator("main [type=submit]").first.click()
    field = page.locator("[name=name]")
    await expect(field).to_have_attribute("aria-invalid", "true")
    told = await field.get_attribute("aria-describedby") or ""
    await expect(page.locator(f"#{told.split(' ')[0]}")).not_to_be_empty()
    await expect(page.locator("[name=party]")).to_have_value("Fjellpartiet")
    assert await CHECKS["tied"].run(page) == []

    outside = await house.outside(browser)
    await _visit(outside, house, "/stab/logg-inn")
    await outside.locator("[name=login]").fill("kari")
    await outside.locator("[name=password]").fill("noe helt annet")
    await outside.locator("main [type=submit]").click()
    await expect(outside.get_by_role("alert")).to_be_visible()
    await expect(outside.locator("[name=login]")).to_have_value("kari")


async def test_what_cannot_be_undone_is_asked_twice(house: House, browser: Browser) -> None:
    """V366: minutes are published only by who has ticked that they are read."""
    page = await house.open(browser)
    held = house.addresses["/v/{code}/versjon/{version}"][0].split("/")[2]
    await _visit(page, house, f"/stab/v/{held}/motebok")
    box = page.locator("[name=confirmed]")
    await expect(box).not_to_be_checked()
    await expect(box).to_have_attribute("required", "")
