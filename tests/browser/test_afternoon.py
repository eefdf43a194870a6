"""One afternoon in fast motion: control, projector, two tablets, and a simulated rest of the hall.

Each test is a part of a councillor's, a process leader's or a secretary's day; every screen it
passes is held against axe, and photographed where `TANNHJUL_PICTURES` names a directory.
"""

import json
import urllib.request
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from playwright.async_api import Page, expect

from app.rehearse.screens import Address
from app.rehearse.tablet import Tablet
from tests.browser.conftest import LAPTOP, PHONE, PROJECTOR, TABLET, Demo, NewPage, look
from tests.browser.people import account, arrive, enter, go_to, lead, log_in, stored, write

NOTE = "Bygg tett rundt stasjonen, og la matjorda ligge."
OTHER = "Čáhci ja eanan 🌱 <b>må</b> vernes, sier jeg"
UNSENT = "Halvferdig tanke om bygdene"
STATEMENT = "Vi vil vokse der folk kan gå og sykle, og ikke på matjord."
DISSENT = "To ved bordet vil la bygdene vokse også."


async def test_a_workshop_from_start_to_public_minutes(demo: Demo, new_page: NewPage) -> None:
    control, projector = await new_page(LAPTOP), await new_page(PROJECTOR)
    first, second = await new_page(TABLET), await new_page(PHONE)
    await log_in(control, demo, f"/stab/v/{demo.code}/styr")
    await projector.goto(f"{demo.base}/skjerm/{demo.codes[None]}")
    await enter(first, demo, 1)
    await enter(second, demo, 2)
    for page, name in (
        (control, "control-1-before"),
        (projector, "projector-1-before"),
        (first, "tablet-1-before"),
    ):
        await look(page, name)

    # Ground rules: no account, no name, no cookie.
    await lead(control, "Start: Spilleregler")
    for page in (first, second):
        await page.get_by_role("button", name="Jeg er med").click()
        await expect(page.get_by_text("Du er med.")).to_be_visible()
        assert await page.context.cookies() == []
    await expect(control.get_by_text("2 har godtatt spillereglene")).to_be_visible()
    await look(projector, "projector-2-rules")
    await look(first, "tablet-2-rules")

    # Writing: stored when it is on disk, and seen by nobody else.
    await go_to(control, "Skriving hver for seg")
    await write(first, NOTE)
    await write(second, OTHER)
    await expect(control.get_by_text("2 innspill", exact=True).first).to_be_visible()
    for page in (control, projector, second):
        await expect(page.get_by_text(NOTE)).to_have_count(0)
    await look(first, "tablet-3-write")
    await look(second, "phone-3-write")
    await look(control, "control-3-write")
    await look(projector, "projector-3-write")

    # The step closes while someone types; five seconds more, and what was typed can be sent.
    await first.get_by_label("Innspillet ditt").fill(UNSENT)
    await expect(control.locator("#big")).to_have_text("Lukk skrivingen")
    await lead(control, "Lukk skrivingen")
    await expect(first.get_by_label("Innspillet ditt")).to_have_value(UNSENT)
    await expect(control.get_by_text("1 nettbrett har noe usendt.")).to_be_visible()
    await look(first, "tablet-4-closed")
    await look(control, "control-4-closed")
    await control.get_by_role("button", name="Fem sekunder til").click()
    await first.get_by_role("button", name="Send nå").click()
    await expect(stored(first, UNSENT)).to_be_visible()
    await expect(second.get_by_text(UNSENT)).to_have_count(0)

    # Table talk: the notes lie open, as words and not as markup; the pen goes round.
    await lead(control, "Gå til: Bordsamtale")
    await expect(second.get_by_text(NOTE)).to_be_visible()
    await expect(first.get_by_text(OTHER)).to_be_visible()
    await first.get_by_role("button", name="Ta pennen").click()
    await first.get_by_label("Det bordet er enig om").fill(STATEMENT)
    await first.get_by_label("Dissens – mindretallets syn").fill(DISSENT)
    await expect(
        first.locator("section.statement").get_by_text("Lagret", exact=True)
    ).to_be_visible()
    await first.get_by_role("button", name="Løft til prioritering").first.click()
    await first.get_by_role("button", name="Vi er klare").click()
    await second.get_by_role("button", name="Vi trenger hjelp").click()
    await expect(projector.get_by_text("1 av 8 bord er klare")).to_be_visible()
    await look(control, "control-5-help")
    await control.get_by_role("button", name="Hjelp gitt").first.click()
    await look(first, "tablet-5-talk")
    await look(second, "phone-5-talk")
    await look(projector, "projector-5-talk")

    # Plenary: statements one at a time.
    await lead(control, "Lukk bordsamtalen", "Gå til: Plenum")
    await control.get_by_role("button", name="Vis neste: Bord 1").click()
    await expect(projector.get_by_text(STATEMENT)).to_be_visible()
    await expect(projector.get_by_text(DISSENT)).to_be_visible()
    await expect(second.get_by_text(STATEMENT)).to_be_visible()
    await look(projector, "projector-6-plenary")
    await look(control, "control-6-plenary")
    await look(second, "phone-6-plenary")

    # Straight to the prioritising: any step can be gone to from the programme.
    await go_to(control, "Prioritering")
    async with hall_that_prioritises(demo, first, second):
        await expect(projector.get_by_text("6 av 6 nettbrett har prioritert")).to_be_visible()
        await look(first, "tablet-7-prioritise")
        await look(projector, "projector-7-prioritise")
        await look(control, "control-7-prioritise")
    await lead(control, "Lukk prioriteringen")
    await control.get_by_role("button", name="Ja, tell opp").click()
    best = projector.get_by_role("row").nth(1)
    await expect(best).to_contain_text(STATEMENT)
    await expect(best).to_contain_text("6")
    for page in (projector, second, control):
        await expect(page.get_by_text("Alle har like mye innflytelse å bruke.")).to_be_visible()
        covered = page.get_by_text("Alle har minst én av prikkene sine på lista.")
        await expect(covered).to_have_count(2)
    await look(projector, "projector-8-result")
    await look(second, "phone-8-result")
    await look(control, "control-8-result")

    # The end, the attendance, the minutes.
    await lead(control, "Gå til: Evaluering", "Lukk evalueringen")
    await lead(control, "Gå til: Avslutning", "Avslutt verkstedet")
    await control.get_by_role("button", name="Ja, avslutt").click()
    await expect(first.get_by_role("heading", name="Takk for i dag")).to_be_visible()
    await look(first, "tablet-9-end")
    await look(projector, "projector-9-end")
    await look(control, "control-9-end")
    await write_up(demo, control)
    await read_in_public(demo, await new_page(PHONE, "nn-NO"))


@asynccontextmanager
async def hall_that_prioritises(demo: Demo, first: Page, second: Page) -> AsyncIterator[None]:
    """Both pages and four simulated tablets place a dot on the statement; one changes its mind."""
    for page in (first, second):
        box = page.get_by_role("checkbox").first
        await box.check()
        await expect(page.get_by_text("Lagret", exact=True)).to_be_visible()
    await second.get_by_role("checkbox").nth(1).check()
    live = Address(demo.base.replace("http", "ws") + "/live")
    async with AsyncExitStack() as hall:
        for table in (3, 4, 5, 6):
            tablet = Tablet(live, demo.codes[table], table)
            await hall.enter_async_context(tablet.here())
            key = await tablet.ticket("prioritering")
            await tablet.fill_in("prioritering", key, 0, {"vekst.1": 1})
        yield


async def write_up(demo: Demo, page: Page) -> None:
    """The secretary marks attendance, reads the draft, publishes."""
    await page.goto(f"{demo.base}/stab/v/{demo.code}/frammote")
    await look(page, "staff-attendance")
    await arrive(page, page.locator("[name=rest]").click())
    await account(page, demo)
    await page.goto(f"{demo.base}/stab/v/{demo.code}/motebok")
    await look(page, "staff-minutes")
    await expect(page.get_by_text(STATEMENT).first).to_be_visible()
    await page.locator("[name=confirmed]").check()
    await arrive(page, page.get_by_role("button", name="Publiser").click())


async def read_in_public(demo: Demo, page: Page) -> None:
    await page.goto(f"{demo.base}/v/{demo.code}")
    for words in (STATEMENT, DISSENT, NOTE, OTHER, UNSENT, "Møtet var åpent", "Ingen avstemning"):
        await expect(page.get_by_text(words).first).to_be_visible()
    await look(page, "public-minutes")
    assert await page.context.cookies() == []
    with urllib.request.urlopen(f"{demo.base}/v/{demo.code}.json") as answer:
        published = json.load(answer)
    assert NOTE in json.dumps(published, ensure_ascii=False)
