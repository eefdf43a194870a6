"""«How you are protected» as a councillor meets it: from the tablet, on a phone, and on paper."""

import re

from playwright.async_api import expect

from tests.browser.conftest import LAPTOP, PHONE, TABLET, Demo, NewPage, look
from tests.browser.people import enter, lead, log_in

SHEETS = 2


async def test_it_opens_beside_the_ground_rules(demo: Demo, new_page: NewPage) -> None:
    control, tablet = await new_page(LAPTOP), await new_page(TABLET)
    await log_in(control, demo, f"/stab/v/{demo.code}/styr")
    await enter(tablet, demo, 1)
    await lead(control, "Start: Spilleregler")
    async with tablet.expect_popup() as opened:
        await tablet.get_by_role("link", name="Slik vernes du").click()
    page = await opened.value
    await expect(page.get_by_role("heading", level=1)).to_have_text("Slik vernes du")
    await page.close()
    await tablet.get_by_role("button", name="Jeg er med").click()
    await expect(tablet.get_by_text("Du er med")).to_be_visible()


async def test_it_fits_every_screen_and_two_sheets(demo: Demo, new_page: NewPage) -> None:
    for name, size in (("phone", PHONE), ("tablet", TABLET), ("laptop", LAPTOP)):
        page = await new_page(size)
        await page.goto(f"{demo.base}/vern")
        await look(page, f"protection-{name}")
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        promise = page.get_by_text("Det du skriver, og en som ser", exact=False)
        await expect(promise).to_be_in_viewport()
    for language in ("nb", "nn", "en"):
        await page.goto(f"{demo.base}/vern?lang={language}")
        printed = await page.pdf(format="A4")
        assert len(re.findall(rb"/Type\s*/Page\b", printed)) <= SHEETS, language
