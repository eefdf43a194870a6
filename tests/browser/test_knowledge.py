"""The hall meets the knowledge base: two tablets, the projector, control, and a simulated rest."""

import json
import urllib.request
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from playwright.async_api import Locator, Page, expect

from app.demo.process import KNOWLEDGE
from app.rehearse.screens import Address
from app.rehearse.tablet import Tablet
from tests.browser.conftest import LAPTOP, PHONE, PROJECTOR, TABLET, Demo, NewPage, look
from tests.browser.people import account, arrive, enter, go_to, lead, log_in

ELDERS, LAST = KNOWLEDGE[0].text, KNOWLEDGE[-1].text
WHY = "Det går fortere enn jeg trodde"


def card(page: Page, statement: str) -> Locator:
    return page.get_by_role("listitem", name=statement)


async def test_the_hall_meets_the_knowledge_base(demo: Demo, new_page: NewPage) -> None:
    """B5, B6, B10: on every screen; what is typed survives a reload and a lost network."""
    control, projector = await new_page(LAPTOP), await new_page(PROJECTOR)
    first, second = await new_page(TABLET), await new_page(PHONE)
    await log_in(control, demo, f"/stab/v/{demo.code}/styr")
    await projector.goto(f"{demo.base}/skjerm/{demo.codes[None]}")
    await enter(first, demo, 1)
    await enter(second, demo, 2)
    await lead(control, "Start: Spilleregler")
    for page in (first, second):
        await page.get_by_role("button", name="Jeg er med").click()

    # Somebody speaks from the front: the tablets rest.
    await lead(control, "Gå til: Planen og veien videre")
    for page in (first, projector):
        await expect(page.get_by_role("heading", name="Planen og veien videre")).to_be_visible()
    await look(first, "tablet-knowledge-0-intro")
    await look(projector, "projector-knowledge-0-intro")

    # Reactions are given, explained, taken back; each is stored, and nobody else sees any.
    await go_to(control, "Kunnskapsgrunnlaget")
    here = card(first, ELDERS)
    surprised = here.get_by_role("button", name="Overrasket", exact=True)
    await surprised.click()
    await expect(surprised).to_have_attribute("aria-pressed", "true")
    await expect(here.get_by_text("Lagret")).to_be_visible()
    await here.get_by_role("textbox").fill(WHY)
    await first.wait_for_timeout(500)  # what was typed in the last blink is not kept yet
    await first.reload()
    await expect(here.get_by_role("textbox")).to_have_value(WHY)
    await look(first, "tablet-knowledge-1-why")
    await here.get_by_role("button", name="Lagre", exact=True).click()
    await expect(here.get_by_text(WHY)).to_be_visible()
    await expect(here.get_by_role("textbox")).to_have_count(0)
    for button in await here.get_by_role("button").all():
        box = await button.bounding_box()
        assert box is not None
        assert box["height"] >= 44

    there = card(second, LAST)
    missing = there.get_by_role("button", name="Mangler noe")
    await missing.click()
    await expect(there.get_by_text("Lagret")).to_be_visible()
    await missing.click()
    await expect(missing).to_have_attribute("aria-pressed", "false")
    await expect(there.get_by_text("Trukket")).to_be_visible()
    await missing.press("Enter")  # by keyboard, once more
    await expect(there.get_by_text("Lagret")).to_be_visible()
    await look(second, "phone-knowledge-1")
    await expect(control.get_by_text("2 av 8 bord har reagert")).to_be_visible()
    for page in (control, projector, second):
        await expect(page.get_by_text(WHY)).to_have_count(0)
    await look(control, "control-knowledge-1")
    await look(projector, "projector-knowledge-1")

    async with hall_that_reacts(demo):
        # Closing is for good, and says so; then all see the same, and no words are on the wall.
        await control.locator("#big").click()
        await expect(control.get_by_text("ingen kan reagere lenger")).to_be_visible()
        await look(control, "control-knowledge-2-sure")
        await control.get_by_role("button", name="Ja, lukk og vis").click()
        await expect(first.get_by_text("1 sa hvorfor")).to_be_visible()
    await first.get_by_text("1 sa hvorfor").click()
    await expect(card(first, ELDERS).get_by_text(WHY)).to_be_visible()
    await expect(card(first, LAST).get_by_text("For få til å vises")).to_be_visible()
    await expect(projector.get_by_text("For få til å vises").first).to_be_visible()
    await expect(projector.get_by_text(WHY)).to_have_count(0)
    await control.get_by_text("1 sa hvorfor").click()
    await expect(control.get_by_text(WHY)).to_be_visible()
    for page, name in (
        (first, "tablet-knowledge-3-result"),
        (second, "phone-knowledge-3-result"),
        (control, "control-knowledge-3-result"),
        (projector, "projector-knowledge-3-result"),
    ):
        await look(page, name)

    # Their own stand among "my notes", with what they are about.
    await first.get_by_role("button", name="Mine innspill").click()
    await expect(first.get_by_text(ELDERS)).to_be_visible()
    await look(first, "tablet-knowledge-4-mine")
    await ended_and_published(demo, control)


async def ended_and_published(demo: Demo, control: Page) -> None:
    """The minutes have what was shown, and every reaction by its fingerprint."""
    await control.get_by_role("button", name="Avslutning").last.click()
    await control.get_by_role("button", name="Gå til dette steget").click()
    await lead(control, "Avslutt verkstedet")
    await control.get_by_role("button", name="Ja, avslutt").click()
    await expect(control.get_by_text("Verkstedet er over")).to_be_visible()
    await account(control, demo)
    await control.goto(f"{demo.base}/stab/v/{demo.code}/motebok")
    await look(control, "staff-knowledge-minutes")
    await control.locator("[name=confirmed]").check()
    await arrive(control, control.get_by_role("button", name="Publiser").click())
    await control.goto(f"{demo.base}/v/{demo.code}")
    await expect(control.get_by_text(WHY)).to_be_visible()
    await look(control, "public-knowledge-minutes")
    with urllib.request.urlopen(f"{demo.base}/v/{demo.code}.json") as answer:
        minutes = json.load(answer)["minutes"]
    assert [met["shown"] for met in minutes["knowledge"]] == [True, False, False, False, False]
    assert minutes["knowledge"][0]["counts"]["surprised"] == 6
    assert len(minutes["reactions"]) == 5 + 1


@asynccontextmanager
async def hall_that_reacts(demo: Demo) -> AsyncIterator[None]:
    """Five simulated tablets are surprised by the first statement."""
    live = Address(demo.base.replace("http", "ws") + "/live")
    async with AsyncExitStack() as hall:
        for table in (3, 4, 5, 6, 7):
            tablet = Tablet(live, demo.codes[table], table)
            await hall.enter_async_context(tablet.here())
            await tablet.write("", f"{KNOWLEDGE[0].id}.surprised")
        yield
