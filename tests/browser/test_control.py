"""The screen of a nervous process leader: the way back, alarms, cuts, the word, keys, a phone."""

import asyncio

from playwright.async_api import Page, expect

from tests.browser.conftest import LAPTOP, PHONE, TABLET, Demo, NewPage, look
from tests.browser.people import enter, go_to, lead, log_in, open_row, write

SMALL_LAPTOP = (1366, 768)
WRITING, TALK, PLENARY = "Skriving hver for seg", "Bordsamtale", "Plenum"


async def in_control(demo: Demo, page: Page) -> None:
    await log_in(page, demo, f"/stab/v/{demo.code}/styr")


async def test_taking_back_with_two_who_lead(demo: Demo, new_page: NewPage) -> None:
    """O1, O2, O3, O5: on a laptop and a phone, and a laptop that slept."""
    laptop, phone = await new_page(LAPTOP), await new_page(PHONE)
    await in_control(demo, laptop)
    await in_control(demo, phone)
    await lead(laptop, "Start: Spilleregler")
    undo = laptop.locator("#undo")
    await undo.click()
    await expect(laptop.get_by_role("group")).to_contain_text("møtet regnes ikke som begynt")
    await look(laptop, "control-undo-start")
    await laptop.get_by_role("button", name="Ja, gå tilbake").click()
    await expect(laptop.locator("#big")).to_have_text("Start: Spilleregler")

    await lead(laptop, "Start: Spilleregler")
    await go_to(laptop, WRITING)
    await expect(laptop.locator("#big")).to_have_text("Lukk skrivingen")  # its clock, not the last
    await laptop.get_by_role("button", name="Stans", exact=True).click()
    await expect(laptop.get_by_role("button", name="Fortsett")).to_be_visible()
    digits = laptop.locator(".digits")
    left = await digits.inner_text()
    await lead(laptop, "Lukk skrivingen")
    await look(phone, "control-phone-closed")
    press = "document.getElementById('undo')?.click()"
    await asyncio.gather(laptop.evaluate(press), phone.evaluate(press))
    for page in (laptop, phone):
        await expect(page.locator("#big")).to_have_text("Lukk skrivingen")
        await expect(page.locator(".digits")).to_have_text(left)
        await expect(page.locator("#undo")).to_have_count(0)

    await phone.context.set_offline(True)  # asleep, with the writing on its screen
    await lead(
        laptop, "Lukk skrivingen", f"Gå til: {TALK}", "Lukk bordsamtalen", f"Gå til: {PLENARY}"
    )
    await phone.context.set_offline(False)
    await expect(phone.locator(".now h2")).to_have_text(PLENARY)
    await laptop.keyboard.press("u")
    await expect(phone.locator(".now h2")).to_have_text(TALK)
    await expect(phone.locator("#undo")).to_have_count(0)


async def test_quiet_alarms_and_a_cut(demo: Demo, new_page: NewPage) -> None:
    """O6: the page's own clock is moved ahead; what is proposed is done, and taken back."""
    control = await new_page(LAPTOP)
    tablets = [await new_page(TABLET) for _ in range(2)]
    await control.clock.install()
    await in_control(demo, control)
    for table, tablet in enumerate(tablets, start=1):
        await enter(tablet, demo, table)
    await lead(control, "Start: Spilleregler")
    for tablet in tablets:
        await tablet.get_by_role("button", name="Jeg er med").click()
    await go_to(control, WRITING)
    await expect(control.locator(".now h2")).to_have_text(WRITING)  # its time begins here
    alarms = control.get_by_role("region", name="Verdt å se på")
    await expect(alarms).to_have_text("")
    await control.clock.run_for(100_000)
    await write(tablets[0], "Boliger langs banen")
    await control.clock.run_for(100_000)
    await expect(alarms).to_contain_text("Bord 2 har ikke skrevet noe på tre minutter.")
    await look(control, "control-quiet")
    await alarms.get_by_role("button", name="Jeg vet").click()
    await expect(alarms).to_have_text("")
    await look(control, "control-writing")


async def test_the_time_does_not_hold(demo: Demo, new_page: NewPage) -> None:
    """O6: a proposal how to cut, carried out with one press, and taken back with one."""
    control = await new_page(LAPTOP)
    await in_control(demo, control)
    await lead(control, "Start: Spilleregler")
    alarms = control.get_by_role("region", name="Verdt å se på")
    await expect(alarms).to_have_text("")
    row = await open_row(control, TALK)
    await row.get_by_role("button", name="Sett inn et steg etter").click()
    await row.get_by_label("Minutter").fill("240")
    await row.get_by_role("button", name="Sett inn", exact=True).click()
    await expect(alarms).to_contain_text("Tiden strekker ikke til for kjøreplanen.")
    await expect(alarms).to_contain_text("min av «Bordsamtale»")
    for name, size in {"laptop": LAPTOP, "small": SMALL_LAPTOP, "phone": PHONE}.items():
        await control.set_viewport_size({"width": size[0], "height": size[1]})
        await look(control, f"control-late-{name}")
    await control.set_viewport_size({"width": LAPTOP[0], "height": LAPTOP[1]})
    await alarms.get_by_role("button", name="Kutt slik").click()
    await expect(alarms).not_to_contain_text("Tiden strekker ikke til")
    inserted = control.locator(".programme li", has_text="Bordsamtale").nth(1)
    await expect(inserted).not_to_contain_text("240 min")
    await look(control, "control-cut")
    await alarms.get_by_role("button", name="Angre kuttet").click()
    await expect(inserted).to_contain_text("240 min")
    await expect(alarms).to_contain_text("Tiden strekker ikke til for kjøreplanen.")


async def test_the_word_and_the_keys(demo: Demo, new_page: NewPage) -> None:
    """O7: nothing of it reaches a tablet; and the keyboard alone will do."""
    control, tablet = await new_page(LAPTOP), await new_page(TABLET)
    await in_control(demo, control)
    await enter(tablet, demo, 1)
    await lead(control, "Start: Spilleregler")
    await tablet.get_by_role("button", name="Jeg er med").click()
    await go_to(control, TALK)
    await tablet.get_by_role("button", name="Ta pennen", exact=True).click()
    await tablet.get_by_label("Det bordet er enig om").fill("Vi bygger langs banen")
    await expect(control.get_by_text("Vi bygger langs banen").first).to_be_visible()
    await lead(control, "Lukk bordsamtalen")
    await expect(control.locator("#undo")).to_contain_text("åpne igjen")
    await control.keyboard.press("u")  # too early
    await expect(control.locator("#big")).to_have_text("Lukk bordsamtalen")
    await lead(control, "Lukk bordsamtalen", f"Gå til: {PLENARY}")

    floor = control.get_by_role("region", name="Hvem har ordet")
    await floor.get_by_role("button", name="Bord 1", exact=True).click()
    await expect(floor.get_by_role("button", name="Bord 1", exact=True)).to_have_attribute(
        "aria-pressed", "true"
    )
    await expect(floor).to_contain_text("under 1 min")
    await expect(floor.locator("li", has_text="Bord 2")).to_contain_text("ikke ennå")
    await expect(tablet.get_by_text("har ordet")).to_have_count(0)
    await control.keyboard.press("n")
    await expect(control.locator("li[data-shown=true]")).to_contain_text("Vi bygger langs banen")
    await control.keyboard.press("p")
    await expect(control.get_by_role("button", name="Fortsett")).to_be_visible()
    await control.keyboard.press("?")
    dialog = control.get_by_role("dialog", name="Snarveier på tastaturet")
    await expect(dialog).to_have_css("opacity", "1")
    await look(control, "control-keys")
    await dialog.get_by_label("Bruk snarveier på denne maskinen").uncheck()
    await control.keyboard.press("Escape")
    await control.keyboard.press("p")
    await expect(control.get_by_role("button", name="Fortsett")).to_be_visible()
    await look(control, "control-word")


async def test_on_a_phone(demo: Demo, new_page: NewPage) -> None:
    """O5: what is needed in a crisis is never behind anything."""
    phone, tablet = await new_page(PHONE), await new_page(TABLET)
    await in_control(demo, phone)
    await enter(tablet, demo, 2)
    await lead(phone, "Start: Spilleregler")
    await tablet.get_by_role("button", name="Jeg er med").click()
    panes = phone.get_by_role("navigation", name="Deler av skjermen")
    await panes.get_by_role("button", name="Kjøreplan").click()
    await go_to(phone, WRITING)
    await look(phone, "control-phone-programme")
    await tablet.get_by_role("button", name="Vi trenger hjelp").click()
    await expect(phone.get_by_text("Bord 2 trenger hjelp")).to_be_visible()
    await panes.get_by_role("button", name="Salen").click()
    await look(phone, "control-phone-hall")
    await phone.get_by_role("button", name="Hjelp gitt til Bord 2").click()
    await panes.get_by_role("button", name="Nå").click()
    big = phone.locator("#big")
    await expect(big).to_be_in_viewport()
    await expect(phone.get_by_role("heading", name="Bord 2")).to_be_visible()
    await look(phone, "control-phone")
    for name, size in {"phone": PHONE, "small": SMALL_LAPTOP, "laptop": LAPTOP}.items():
        await phone.set_viewport_size({"width": size[0], "height": size[1]})
        place = await big.bounding_box()
        await tablet.get_by_role("button", name="Vi trenger hjelp").click()
        given = phone.get_by_role("button", name="Hjelp gitt til Bord 2")
        await expect(given).to_be_in_viewport(ratio=1)
        assert await big.bounding_box() == place, name  # it never moves under a finger
        await look(phone, f"control-help-{name}")
        await given.click()
        await expect(given).to_have_count(0)
    await phone.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    width = await phone.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE[0]
