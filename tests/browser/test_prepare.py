"""A workshop made from a template, by keyboard and without JavaScript; then held."""

import re
from datetime import date

from playwright.async_api import Browser, Page, expect

from tests.browser.conftest import LAPTOP, PHONE, TABLET, Demo, NewPage, look
from tests.browser.people import log_in

NEXT_YEAR = date.today().year + 1  # noqa: DTZ011  # the year is all that matters

SIZES = (("phone", PHONE), ("tablet", TABLET), ("laptop", LAPTOP))


async def tab_to(page: Page, name: str) -> None:
    """By the Tab key alone, as far as it takes."""
    for _ in range(400):
        if await page.evaluate("document.activeElement.id") == name:
            return
        await page.keyboard.press("Tab")
    raise AssertionError(f"{name} is not reached")


async def fill(page: Page, **typed: str) -> None:
    for name, text in typed.items():
        await tab_to(page, name)
        await page.keyboard.type(text)


async def test_made_by_keyboard_without_javascript_and_held(
    demo: Demo, browser: Browser, new_page: NewPage
) -> None:
    context = await browser.new_context(
        viewport={"width": 1440, "height": 900}, locale="nb-NO", java_script_enabled=False
    )
    page = await context.new_page()
    await log_in(page, demo, "/stab/v/nytt")
    # A browser's own date and time fields take digits in its own order.
    await fill(page, title="Hva skal vi satse på?", place="Kinosalen", date=f"0303{NEXT_YEAR}")
    await fill(page, starts="0900AM", ends="0830AM", template="F", tables="8")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("alert")).to_contain_text("slutter før det begynner")
    assert await page.locator("#title").input_value() == "Hva skal vi satse på?"
    assert await page.locator("#template").input_value() == "first"
    await fill(page, ends="1230PM")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Hva skal vi satse på?")
    code = page.url.rstrip("/").rsplit("/", 1)[1]
    await expect(page.get_by_text("Kjøreplanen fyller møtet: 3 t 30 min.")).to_be_visible()

    await page.goto(f"{demo.base}/stab/v/{code}/program")
    first = await page.locator("[name='s.1.title']").input_value()
    await tab_to(page, "s.1.down")
    await page.keyboard.press("Enter")
    await expect(page.locator("[id='s.2.down']")).to_be_focused()  # one stays with the step
    assert await page.locator("[name='s.2.title']").input_value() == first
    await page.keyboard.press("Shift+Tab")
    await page.keyboard.press("Enter")
    await expect(page.locator("[id='s.1.up']")).to_be_focused()
    await tab_to(page, "s.1.minutes")
    await page.keyboard.press("Control+a")
    await page.keyboard.type("ti")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("alert")).to_contain_text("minuttene som et tall")
    assert await page.locator("[name='s.1.minutes']").input_value() == "ti"
    await tab_to(page, "s.1.minutes")
    await page.keyboard.press("Control+a")
    await page.keyboard.type("35")
    await page.keyboard.press("Enter")
    longer = page.locator("#reckoning", has_text="Kjøreplanen er 25 minutter lengre enn møtet")
    await expect(longer).to_be_visible()
    await expect(page.locator(".ds-alert[role=status]").first).to_contain_text("Lagret.")
    await context.close()

    control, tablet = await new_page(LAPTOP), await new_page(TABLET)
    await log_in(control, demo, f"/stab/v/{code}")
    card = await control.get_by_role("row", name="Bord 1").get_by_role("link").get_attribute("href")
    await tablet.goto(f"{demo.base}{card}")
    await control.goto(f"{demo.base}/stab/v/{code}/styr")
    for words in ("Spilleregler", "Velkommen", "Kunnskapsgrunnlaget"):
        await expect(control.locator("#big")).to_contain_text(words)
        await control.locator("#big").click()
        if words == "Spilleregler":  # long before the meeting
            asked = control.get_by_text(f" 3. mars {NEXT_YEAR} kl. 09.00. Vil du starte nå?")
            await expect(asked).to_be_visible()
            await look(control, "control-0-early")
            await control.get_by_role("button", name="Ja, start nå").click()
    await expect(control.get_by_text("Kunnskapsgrunnlaget").first).to_be_visible()


async def test_it_is_reckoned_while_typed_and_fits_every_screen(
    demo: Demo, new_page: NewPage
) -> None:
    page = await new_page(LAPTOP)
    await log_in(page, demo, f"/stab/v/{demo.code}/program")
    clock = page.locator("[data-clock]").nth(1)
    before = await clock.text_content()
    await page.locator("[name='s.0.minutes']").fill("200")
    await expect(page.locator("#reckoning")).to_contain_text("lengre enn møtet")
    await expect(clock).not_to_have_text(before or "")
    await page.locator("[name='q.0.text']").fill("Skal vi vokse?")
    await expect(page.locator("[id='q.0.hints']")).to_contain_text("ja, nei eller et tall")
    for name, size in SIZES:
        await page.set_viewport_size({"width": size[0], "height": size[1]})
        for path in ("v/nytt", f"v/{demo.code}", f"v/{demo.code}/program",
                     f"v/{demo.code}/kjoreplan", f"v/{demo.code}/ramme"):  # fmt: skip
            page.once("dialog", lambda dialog: dialog.accept())
            await page.goto(f"{demo.base}/stab/{path}")
            picture = f"{path.rsplit('/', 1)[1]}-{name}".replace(demo.code, "workshop")
            await look(page, picture, axe=size is PHONE)
            assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    await page.goto(f"{demo.base}/stab/v/{demo.code}/kjoreplan")
    printed = await page.pdf(format="A4")
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
    await page.emulate_media(media="print")
    await expect(page.get_by_role("link").first).to_be_hidden()


async def test_a_refused_form_can_be_read(demo: Demo, browser: Browser) -> None:
    """In a window of its own: the browser writes every refusal to its console."""
    context = await browser.new_context(viewport={"width": 390, "height": 844}, locale="nn-NO")
    page = await context.new_page()
    await log_in(page, demo, f"/stab/v/{demo.code}/program")
    await page.locator("[name='s.0.minutes']").fill("ti")
    await page.locator("[name='q.0.text']").fill("")
    await page.get_by_role("button", name="Lagre køyreplanen").click()
    await expect(page.get_by_role("alert")).to_contain_text("minutta som eit tal")
    await look(page, "programme-refused")
    await page.get_by_role("alert").get_by_role("link").first.click()
    await expect(page.locator("[name='q.0.text']")).to_be_focused()
    await page.goto(f"{demo.base}/stab/v/nytt")
    await page.get_by_role("button", name="Lag verkstaden").click()
    await expect(page.get_by_role("alert")).to_be_visible()
    await look(page, "new-refused")
    await context.close()
