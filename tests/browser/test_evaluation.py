"""The minute at the end: three people with tablets and a phone, a simulated rest, and control."""

import json
import urllib.request
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from playwright.async_api import Locator, Page, expect

from app.core.asides import LINE
from app.core.things import Measure
from app.rehearse.screens import Address
from app.rehearse.tablet import Tablet
from tests.browser.conftest import LAPTOP, PHONE, PROJECTOR, TABLET, Demo, NewPage, look
from tests.browser.people import account, arrive, enter, go_to, lead, log_in, stored

HEARD, TRUST = "Jeg ble lyttet til.", "Det var trygt å si det jeg mener."
MINE = "Begynn med det vi er uenige om"


def asked(page: Page, statement: str) -> Locator:
    return page.get_by_role("group", name=statement)


async def test_the_hall_evaluates(demo: Demo, new_page: NewPage) -> None:
    """Y1, Y3, Y5, Y6: given on three kinds of screens, shown when closed, and written up."""
    control, projector = await new_page(LAPTOP), await new_page(PROJECTOR)
    first, second, third = await new_page(TABLET), await new_page(PHONE), await new_page(TABLET)
    tablets = (first, second, third)
    await log_in(control, demo, f"/stab/v/{demo.code}/styr")
    await projector.goto(f"{demo.base}/skjerm/{demo.codes[None]}")
    for table, page in enumerate(tablets, start=1):
        await enter(page, demo, table)
    await lead(control, "Start: Spilleregler")
    for page in tablets:
        await page.get_by_role("button", name="Jeg er med").click()
    await go_to(control, "Evaluering")

    # Nothing is chosen beforehand; what is chosen can be changed and left out.
    await expect(asked(first, HEARD).get_by_role("radio", checked=True)).to_have_count(0)
    await look(projector, "projector-evaluation-1")
    await asked(first, HEARD).get_by_role("radio", name="2", exact=True).check()
    await asked(first, HEARD).get_by_role("radio", name="4", exact=True).check()
    await asked(first, TRUST).get_by_role("radio", name="3", exact=True).check()
    await expect(first.get_by_text("2 av 5 besvart")).to_be_visible()
    await asked(first, TRUST).get_by_role("button", name="Hopp over").click()
    await expect(first.get_by_text("1 av 5 besvart")).to_be_visible()
    await expect(first.get_by_text("Lagret", exact=True)).to_be_visible()
    for radio in await asked(first, HEARD).locator("label").all():
        box = await radio.bounding_box()
        assert box is not None
        assert min(box["height"], box["width"]) >= 44

    # By keyboard alone, on a phone; and what was given is there after a reload.
    await second.keyboard.press("Tab")
    while not await asked(second, HEARD).locator(":focus").count():
        await second.keyboard.press("Tab")
    await second.keyboard.press("Space")
    await second.keyboard.press("ArrowRight")
    await expect(asked(second, HEARD).get_by_role("radio", name="2", exact=True)).to_be_checked()
    await expect(second.get_by_text("Lagret", exact=True)).to_be_visible()
    await second.reload()
    await expect(asked(second, HEARD).get_by_role("radio", name="2", exact=True)).to_be_checked()
    await look(second, "phone-evaluation-1")

    # A line: typed, kept over a reload, sent once, and seen by nobody else.
    line = first.get_by_label("Én ting vi bør gjøre annerledes?")
    await line.fill(MINE)
    await first.wait_for_timeout(500)  # what was typed in the last blink is not kept yet
    await first.reload()
    await expect(line).to_have_value(MINE)
    await look(first, "tablet-evaluation-1")
    await first.get_by_role("button", name="Send linja").dblclick()
    await expect(stored(first, MINE)).to_be_visible()
    await expect(line).to_have_count(0)
    await asked(third, HEARD).get_by_role("radio", name="5", exact=False).check()
    await expect(control.get_by_text("3 av 3 har svart")).to_be_visible()
    await look(control, "control-evaluation-1")

    async with hall_that_evaluates(demo):
        await expect(projector.get_by_text("8 av 8 har svart")).to_be_visible()
        await control.locator("#big").click()
        await look(control, "control-evaluation-2-sure")
        await control.get_by_role("button", name="Ja, lukk og vis").click()
        await expect(first.get_by_text("8 svarte. Takk!")).to_be_visible()
    for page in (first, second, projector, control):
        await expect(page.get_by_text("For få til å vises")).to_have_count(1)  # TRUST
    figures = "1: 0, 2: 1, 3: 0, 4: 6, 5: 1"
    for page in (first, projector):
        await expect(page.get_by_role("img", name=figures)).to_be_visible()
    row = control.get_by_role("row", name=HEARD)
    await expect(row).to_have_text(f"{HEARD}010613,9")
    for page in (second, third, projector, control):
        await expect(page.get_by_text(MINE)).to_have_count(0)
    for page, name in (
        (first, "tablet-evaluation-3"),
        (second, "phone-evaluation-3"),
        (projector, "projector-evaluation-3"),
        (control, "control-evaluation-3"),
    ):
        await look(page, name)
    await written_up(demo, control)
    await expect(projector.get_by_text("Evalueringen, i snitt fra 1 til 5:")).to_be_visible()
    await look(projector, "projector-evaluation-4")


async def written_up(demo: Demo, control: Page) -> None:
    """The secretary reads the lines, takes them in, and publishes."""
    await lead(control, "Gå til: Avslutning", "Avslutt verkstedet")
    await control.get_by_role("button", name="Ja, avslutt").click()
    await expect(control.get_by_text("Verkstedet er over")).to_be_visible()
    await account(control, demo)
    await control.goto(f"{demo.base}/stab/v/{demo.code}/motebok")
    await expect(control.get_by_text(MINE)).to_be_visible()
    await look(control, "staff-evaluation-1")
    await control.get_by_label("Ta med det som kom ut av evalueringen").check()
    await arrive(control, control.get_by_role("button", name="Lagre opplysningene").click())
    await control.locator("#evaluation").scroll_into_view_if_needed()
    await look(control, "staff-evaluation-2")
    await control.locator("[name=confirmed]").check()
    await arrive(control, control.get_by_role("button", name="Publiser").click())
    await control.goto(f"{demo.base}/v/{demo.code}#evaluation")
    await expect(control.get_by_text(MINE)).to_be_visible()
    await look(control, "public-evaluation")
    with urllib.request.urlopen(f"{demo.base}/v/{demo.code}.json") as answer:
        evaluation = json.load(answer)["minutes"]["evaluation"]
    by_measure = {one["measure"]: one["grades"] for one in evaluation["measures"]}
    assert (by_measure[Measure.HEARD], by_measure[Measure.TRUST]) == ([0, 1, 0, 6, 1], [])
    assert len(evaluation["lines"]) == 6


@asynccontextmanager
async def hall_that_evaluates(demo: Demo) -> AsyncIterator[None]:
    """Five simulated tablets; one measure they leave out, and each writes a line."""
    live = Address(demo.base.replace("http", "ws") + "/live")
    marks = {measure.value: 4 for measure in Measure if measure is not Measure.TRUST}
    async with AsyncExitStack() as hall:
        for table in (4, 5, 6, 7, 8):
            tablet = Tablet(live, demo.codes[table], table)
            await hall.enter_async_context(tablet.here())
            key = await tablet.ticket("minutt")
            await tablet.fill_in("minutt", key, 0, marks)
            await tablet.write(f"Linje fra bord {table}", LINE)
        yield
