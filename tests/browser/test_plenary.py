"""The plenary from beginning to end: side by side, for and against, a wording in common, parked."""

import json
import urllib.request
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from playwright.async_api import Page, expect

from app.rehearse.screens import Address
from app.rehearse.tablet import Tablet
from tests.browser.conftest import LAPTOP, PHONE, PROJECTOR, TABLET, Demo, NewPage, look
from tests.browser.people import account, arrive, enter, go_to, lead, log_in

NOTE = "Bussen må gå om kvelden, ellers blir det bil likevel."
ANSWERS = {
    1: "Vi vil bygge tett rundt stasjonen og la jordene ligge.",
    2: "Vi vil bygge der folk alt bor, først og fremst ved stasjonen.",
    3: "Sentrum først. " * 30,
    4: "Vi vil at bygdene vokser også, med skole og butikk i gangavstand. " * 9,
}
DISSENT = "To av oss mener at også bygdene må få vokse. " * 2
FOR, AGAINST = "Da kan de unge bo hjemme uten bil.", "Kari Nordfjell har sagt at det blir trangt."
FIRST, LATER = "Vi vil bygge tett rundt stasjonen.", "Vi vil først bygge tett rundt stasjonen."
STANDS_NOT = "Bygdene er ikke nevnt."
PARKED, SETTLED = "Hvem betaler for den nye broen?", "Ordføreren svarer i juni"


async def test_a_plenary(demo: Demo, new_page: NewPage) -> None:
    """U1 to U13, as people meet them: on tablets, projector, control and the public page."""
    control, projector = await new_page(LAPTOP), await new_page(PROJECTOR)
    first, second = await new_page(TABLET), await new_page(PHONE)
    await log_in(control, demo, f"/stab/v/{demo.code}/styr")
    await projector.goto(f"{demo.base}/skjerm/{demo.codes[None]}")
    await enter(first, demo, 1)
    await enter(second, demo, 2)
    await lead(control, "Start: Spilleregler")
    for page in (first, second):
        await page.get_by_role("button", name="Jeg er med").click()

    # Four tables answer; something comes up that is for the chair, and is laid aside.
    await go_to(control, "Skriving hver for seg")
    await first.get_by_label("Innspillet ditt").fill(NOTE)
    await first.get_by_role("button", name="Send innspillet").click()
    await second.get_by_role("button", name="Til side").click()
    await second.get_by_label("Dine ord").fill(PARKED)
    await look(second, "phone-plenary-0-aside")
    await second.get_by_role("button", name="Legg det til side").click()
    await expect(second.get_by_text("Lagret", exact=True)).to_be_visible()
    await expect(control.get_by_text("Lagt til side (1)")).to_be_visible()
    await expect(control.get_by_text(PARKED)).to_have_count(0)
    await second.get_by_role("button", name="Tilbake til verkstedet").click()
    await go_to(control, "Bordsamtale")
    await expect(first.get_by_role("button", name="Ta pennen")).to_be_visible()
    async with tables_that_answer(demo) as third:
        await lead(control, "Lukk bordsamtalen", "Gå til: Plenum")
        await side_by_side(control, projector)
        await argued(control, projector, first, second)
        await many(third, projector)
        await worded(control, projector, first, second)
    await settled(demo, control, projector)


async def side_by_side(control: Page, projector: Page) -> None:
    """Two, then four long ones with a dissent that is seen whole; readable from far off."""
    for table in (1, 2):
        await control.get_by_label(f"Legg Bord {table} ved siden av andre").check()
    await look(control, "control-plenary-1-ticked")
    await control.get_by_role("button", name="Vis de 2 som er krysset av, side om side").click()
    for table in (1, 2):
        await expect(projector.get_by_text(ANSWERS[table])).to_be_visible()
    await look(projector, "projector-plenary-1-two")
    for table in (1, 2, 3, 4):
        await control.get_by_label(f"Legg Bord {table} ved siden av andre").check()
    await control.get_by_role("button", name="Vis de 4 som er krysset av, side om side").click()
    await expect(projector.locator(".shown > section")).to_have_count(4)
    await look(projector, "projector-plenary-1-four")
    dissent = projector.locator(".dissent .words")
    assert DISSENT.strip() in await dissent.inner_text()
    # Whole, and inside the place that it has.
    assert await dissent.get_attribute("data-lines") is None
    assert await dissent.evaluate(
        "one => one.getBoundingClientRect().bottom <= "
        "one.closest('section').getBoundingClientRect().bottom + 1"
    )
    for section in await projector.locator(".shown > section").all():
        words = section.locator(".statement > .words")
        size = await words.evaluate("one => parseFloat(getComputedStyle(one).fontSize)")
        assert size >= 40  # pixels of 1080
        assert await section.evaluate("one => one.scrollHeight <= one.clientHeight + 1")


async def argued(control: Page, projector: Page, first: Page, second: Page) -> None:
    """For from one tablet, against from another after a hint; a note is lifted; one is hidden."""
    await control.get_by_role("button", name="Vis Bord 1 på storskjermen").click()
    here = first.get_by_role("region", name="Bord 1")
    await here.get_by_role("button", name="Argument for").click()
    await first.get_by_label("Ditt argument for").fill(FOR)
    await look(first, "tablet-plenary-2-arguing")
    await here.get_by_role("button", name="Send argumentet").click()
    await expect(projector.get_by_text(FOR)).to_be_visible()
    there = second.get_by_role("region", name="Bord 1")
    await there.get_by_role("button", name="Argument mot").click()
    await second.get_by_label("Ditt argument mot").fill(AGAINST)
    await there.get_by_role("button", name="Send argumentet").click()
    await expect(there.get_by_text("Kan noen kjennes igjen?")).to_be_visible()
    await second.wait_for_timeout(700)  # an eager finger has decided nothing
    await there.get_by_role("button", name="Send likevel").click()
    await expect(first.get_by_text(AGAINST)).to_be_visible()

    await expect(control.get_by_text("2 argumenter om Bord 1")).to_be_visible()  # and moves it
    await control.get_by_text("Legg et innspill fra salen under Bord 1").click()
    row = control.get_by_role("group", name=NOTE)
    await row.get_by_role("button", name="Mot", exact=True).click()
    await expect(projector.locator("[data-side=against]").get_by_text(NOTE)).to_be_visible()
    await look(projector, "projector-plenary-2-argued")
    await look(control, "control-plenary-2-argued")
    item = control.get_by_role("listitem").filter(has_text=AGAINST).last
    await item.get_by_role("button", name="Skjul …").click()
    await item.get_by_role("button", name="Et navn").click()
    await expect(projector.get_by_text("noen kan kjennes igjen")).to_be_visible()
    for page in (projector, first, control):
        await expect(page.get_by_text(AGAINST)).to_have_count(0)
    await look(first, "tablet-plenary-2-argued")
    await look(second, "phone-plenary-2-argued")


async def many(third: Tablet, projector: Page) -> None:
    """Seven long ones on a side: three of them stand there, to be read, and the rest is told of."""
    question = third.view.parts["statement"]["question"]
    for number in range(6):
        await third.add(f"{question}.1.for", f"{number}: " + "Kortere vei til jobb og skole. " * 6)
    await expect(projector.get_by_text("+ 4 til på nettbrettene")).to_be_visible()
    await look(projector, "projector-plenary-2-many")
    place = projector.locator(".argued")
    assert await place.evaluate("one => one.scrollHeight <= one.clientHeight + 1")
    size = await place.evaluate("one => parseFloat(getComputedStyle(one).fontSize)")
    assert size >= 40


async def worded(control: Page, projector: Page, first: Page, second: Page) -> None:
    """Proposed, followed as it is typed, fixed, changed; one table stands behind it, one not."""
    await first.get_by_role("button", name="Ta pennen").click()
    await first.get_by_label("Bordets forslag til felles ordlyd").fill(FIRST)
    await control.locator(".wording > summary", has_text="1 forslag fra bordene").click()
    await control.get_by_role("button", name="Begynn med forslaget fra Bord 1").click()
    await expect(projector.get_by_role("heading", name="skrives nå")).to_be_visible()
    await expect(projector.get_by_text(FIRST)).to_be_visible()
    await look(projector, "projector-plenary-3-typed")
    await control.get_by_role("button", name="Fest ordlyden").click()
    await expect(first.get_by_role("button", name="Ja, det kan vi")).to_be_visible()
    await control.get_by_role("button", name="Endre versjon 1").click()
    await control.get_by_label("Skriv versjon 2").fill(LATER)
    await control.get_by_role("button", name="Fest ordlyden").click()
    await expect(projector.locator("ins")).to_have_text("først")
    await first.get_by_role("button", name="Ja, det kan vi").click()
    asked = second.locator("[aria-labelledby=common]")
    await asked.get_by_role("button", name="Ta pennen").click()
    await second.get_by_label("Dissens – det bordet eller noen ved det").fill(STANDS_NOT)
    await second.get_by_role("button", name="Nei, det kan vi ikke").click()
    await expect(projector.get_by_text("1 av 8 bord kan stå inne for dette")).to_be_visible()
    await expect(projector.get_by_text(STANDS_NOT)).to_be_visible()
    await expect(control.get_by_text("Har ikke svart: Bord 3, Bord 4")).to_be_visible()
    await look(projector, "projector-plenary-4-stands")
    await look(control, "control-plenary-4-stands")
    await look(first, "tablet-plenary-4-stands")
    await look(second, "phone-plenary-4-stands")


async def settled(demo: Demo, control: Page, projector: Page) -> None:
    """What was parked is answered, stands on the last picture, and all of it in the minutes."""
    await control.get_by_label("Hvem svarer, eller hvor det hører hjemme").fill(SETTLED)
    field = control.locator(".settle")
    await field.get_by_role("button", name="Lagre").click()
    await expect(field.get_by_role("button", name="Lagre")).to_have_count(0)
    await go_to(control, "Avslutning")
    await expect(projector.get_by_text(PARKED)).to_be_visible()
    await expect(projector.get_by_text(SETTLED)).to_be_visible()
    await look(projector, "projector-plenary-5-end")
    await lead(control, "Avslutt verkstedet")
    await control.get_by_role("button", name="Ja, avslutt").click()
    await expect(control.get_by_text("Verkstedet er over")).to_be_visible()
    await account(control, demo)
    await control.goto(f"{demo.base}/stab/v/{demo.code}/motebok")
    await control.locator("[name=confirmed]").check()
    await arrive(control, control.get_by_role("button", name="Publiser").click())
    await control.goto(f"{demo.base}/v/{demo.code}")
    for words in (FOR, LATER, STANDS_NOT, PARKED, SETTLED):
        await expect(control.get_by_text(words).first).to_be_visible()
    await expect(control.get_by_text(AGAINST)).to_have_count(0)
    await look(control, "public-plenary-minutes")
    with urllib.request.urlopen(f"{demo.base}/v/{demo.code}.json") as answer:
        minutes = json.load(answer)["minutes"]
    case = next(case for case in minutes["cases"] if "common" in case)
    assert case["common"]["versions"] == [FIRST, LATER]
    assert [one["stands"] for one in case["common"]["answers"]] == [True, False]
    assert len(minutes["parked"]) == 1


@asynccontextmanager
async def tables_that_answer(demo: Demo) -> AsyncIterator[Tablet]:
    """Four simulated tablets write their tables' answers, and stay; the third of them."""
    live = Address(demo.base.replace("http", "ws") + "/live")
    async with AsyncExitStack() as hall:
        here = {}
        for table, text in ANSWERS.items():
            tablet = Tablet(live, demo.codes[table], table)
            here[table] = await hall.enter_async_context(tablet.here())
            question = tablet.view.parts["statement"]["question"]
            await tablet.ask({"t": "pen", "do": "take"})
            dissent = DISSENT if table == 4 else ""
            said = {"question": question, "text": text, "dissent": dissent, "rev": 1}
            await tablet.ask({"t": "statement", **said})
        yield here[3]
