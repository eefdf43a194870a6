"""What goes wrong in a hall: the server away, a wrong clock, two hands on one pen, no mouse."""

import asyncio

from playwright.async_api import Page, expect

from tests.browser.conftest import LAPTOP, TABLET, Demo, NewPage, look
from tests.browser.people import enter, go_to, lead, log_in, stored, write

FIRST, AWAY = "Skrevet mens alt virket", "Skrevet mens tjeneren var borte"


async def in_writing(demo: Demo, control: Page, *tablets: Page) -> None:
    await log_in(control, demo, f"/stab/v/{demo.code}/styr")
    for table, tablet in enumerate(tablets, start=1):
        await enter(tablet, demo, table)
    await lead(control, "Start: Spilleregler")
    for tablet in tablets:
        await tablet.get_by_role("button", name="Jeg er med").click()
    await go_to(control, "Skriving hver for seg")


async def test_the_server_is_killed_while_people_write(demo: Demo, new_page: NewPage) -> None:
    control, tablet = await new_page(LAPTOP), await new_page(TABLET)
    await in_writing(demo, control, tablet)
    await write(tablet, FIRST)

    await asyncio.to_thread(demo.kill)
    await expect(tablet.get_by_text("Kobler til – teksten er trygg")).to_be_visible(timeout=20_000)
    await tablet.get_by_label("Innspillet ditt").fill(AWAY)
    await tablet.get_by_role("button", name="Send innspillet").click()
    await expect(tablet.locator("article", has_text=AWAY)).to_contain_text("Ikke sendt ennå")
    await look(tablet, "tablet-away")
    await look(control, "control-away")
    await tablet.get_by_label("Innspillet ditt").fill("halvveis i en tanke")

    await asyncio.to_thread(demo.start)
    await expect(stored(tablet, AWAY)).to_be_visible()
    await expect(stored(tablet, FIRST)).to_be_visible()
    await expect(tablet.get_by_label("Innspillet ditt")).to_have_value("halvveis i en tanke")
    await expect(control.get_by_text("2 innspill", exact=True).first).to_be_visible()

    # A page that is opened anew knows what it wrote, and what it was about to write.
    await tablet.reload()
    await expect(stored(tablet, AWAY)).to_be_visible()
    await expect(tablet.get_by_label("Innspillet ditt")).to_have_value("halvveis i en tanke")
    await lead(control, "Lukk skrivingen", "Gå til: Bordsamtale")
    await expect(tablet.get_by_text(AWAY)).to_have_count(1)


async def test_a_tablet_whose_clock_is_an_hour_off(demo: Demo, new_page: NewPage) -> None:
    control, tablet = await new_page(LAPTOP), await new_page(TABLET)
    await tablet.add_init_script(
        "const now = Date.now; Date.now = () => now.call(Date) + 3_600_000;"
    )
    await in_writing(demo, control, tablet)
    await expect(tablet.get_by_role("banner")).to_contain_text("6:5")
    await write(tablet, FIRST)


async def test_two_hands_on_one_pen(demo: Demo, new_page: NewPage) -> None:
    control, one, other = await new_page(LAPTOP), await new_page(TABLET), await new_page(TABLET)
    await in_writing(demo, control, one)
    await other.goto(f"{demo.base}/b/{demo.codes[1]}")
    await other.get_by_role("button", name="Jeg er med").click()
    await lead(control, "Lukk skrivingen", "Gå til: Bordsamtale")
    take = [page.get_by_role("button", name="Ta pennen", exact=True) for page in (one, other)]
    pressed = [await button.element_handle() for button in take]  # there, whoever comes first
    await asyncio.gather(*(button.evaluate("button => button.click()") for button in pressed))
    over = [page.get_by_role("button", name="Ta over pennen") for page in (one, other)]
    await expect(over[0].or_(take[0])).to_be_visible()
    while not sum([await button.count() for button in over]):
        await asyncio.sleep(0.05)
    holding = other if await over[0].count() else one
    watching = other if holding is one else one
    await expect(holding.get_by_label("Det bordet er enig om")).to_be_visible()
    await expect(watching.get_by_role("button", name="Ta over pennen")).to_be_visible()

    await holding.get_by_label("Det bordet er enig om").fill("Vi er enige om dette")
    await expect(watching.get_by_text("Vi er enige om dette")).to_be_visible()
    await watching.get_by_role("button", name="Ta over pennen").click()
    field = watching.get_by_label("Det bordet er enig om")
    await expect(field).to_have_value("Vi er enige om dette")
    await field.press("End")
    await field.type(", alle sammen")
    await expect(holding.get_by_text("Vi er enige om dette, alle sammen")).to_be_visible()


async def test_a_note_that_is_too_long_is_kept_whole(demo: Demo, new_page: NewPage) -> None:
    control, tablet = await new_page(LAPTOP), await new_page(TABLET)
    await in_writing(demo, control, tablet)
    field = tablet.get_by_label("Innspillet ditt")
    await field.fill("ord " * 2_500)
    # Said to be out of use, but whoever presses it is told why: Playwright would wait.
    await tablet.get_by_role("button", name="Send innspillet").click(force=True)
    await expect(tablet.get_by_text("tegn for mye").first).to_be_visible()
    await expect(field).to_have_value("ord " * 2_500)
    await look(tablet, "tablet-too-long")


async def test_with_the_keyboard_alone_in_three_languages(demo: Demo, new_page: NewPage) -> None:
    control, tablet = await new_page(LAPTOP), await new_page(TABLET)
    await log_in(control, demo, f"/stab/v/{demo.code}/styr")
    await lead(control, "Start: Spilleregler")
    await go_to(control, "Skriving hver for seg")
    await tablet.goto(f"{demo.base}/b/{demo.codes[1]}")
    accept = tablet.get_by_role("button", name="Jeg er med")
    await expect(accept).to_be_visible()
    while not await accept.evaluate("button => button === document.activeElement"):
        await tablet.keyboard.press("Tab")
    await tablet.keyboard.press("Enter")
    field = tablet.get_by_label("Innspillet ditt")
    await expect(field).to_be_visible()
    while not await field.evaluate("field => field === document.activeElement"):
        await tablet.keyboard.press("Tab")
    await tablet.keyboard.type(FIRST)
    await tablet.keyboard.press("Control+Enter")
    await expect(stored(tablet, FIRST)).to_be_visible()
    for language, words in (("nn", "Innspelet ditt"), ("en", "Your note")):
        await tablet.get_by_role("combobox").select_option(language)
        await expect(tablet.get_by_role("textbox", name=words)).to_be_visible()
        await expect(tablet.locator("html")).to_have_attribute("lang", language)
