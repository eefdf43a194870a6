"""A leader practises alone: imagined tablets answer, the preview looks, and then all is gone."""

import asyncio
import re
from typing import Literal

from playwright.async_api import Page, expect

from tests.browser.conftest import LAPTOP, PROJECTOR, TABLET, Demo, NewPage, look
from tests.browser.people import arrive, go_to, lead, log_in

BANNER = "Øvelse – ingenting her kommer i møteboka"
SCHEMES: tuple[Literal["light"], Literal["dark"]] = ("light", "dark")
HALL_SIZES = {"quarter": (480, 270), "4-3": (1024, 768), "4k": (3840, 2160)}
"""Besides the usual one. A quarter is how it looks from the back of the hall."""


FITS = """() => [document.documentElement, document.querySelector("main")].every((box) =>
    box.scrollHeight <= box.clientHeight + 1 && box.scrollWidth <= box.clientWidth + 1)"""


async def opened(page: Page, link: str) -> Page:
    async with page.context.expect_page() as new:
        await page.get_by_role("link", name=link).first.click()
    found = await new.value
    await found.wait_for_load_state()
    return found


async def let_them_answer(control: Page) -> None:
    await control.get_by_role("button", name="La 20 tenkte nettbrett svare").click()


async def test_a_leader_practises_and_nothing_is_left(demo: Demo, new_page: NewPage) -> None:
    """J1, J4, J5, J6: from the workshop's page to the end, with the laptop alone."""
    control = await new_page(LAPTOP)
    await log_in(control, demo, f"/stab/v/{demo.code}")
    await arrive(control, control.get_by_role("link", name="Øvelse").click())
    await expect(control.get_by_role("heading", name="Øv på denne kjøreplanen")).to_be_visible()
    await look(control, "practice-page")
    await control.get_by_role("button", name="Begynn øvelsen").click()
    await expect(control.get_by_text(BANNER)).to_be_visible()
    projector = await opened(control, "Storskjerm")
    await projector.set_viewport_size({"width": PROJECTOR[0], "height": PROJECTOR[1]})
    await expect(projector.get_by_text(BANNER)).to_be_visible()
    tablet = await opened(control, "Åpne et nettbrett")
    await expect(tablet.get_by_text(BANNER)).to_be_visible()

    await lead(control, "Start: Spilleregler")
    await let_them_answer(control)
    await expect(projector.get_by_text("20 av 21 nettbrett")).to_be_visible()
    await go_to(control, "Skriving hver for seg")
    await let_them_answer(control)
    await control.get_by_role("button", name="Det nettbrettene viser").click()
    frame = control.frame_locator("iframe")
    await expect(frame.get_by_text("Slik ser et nettbrett ut nå")).to_be_visible()
    await expect(frame.get_by_label("Innspillet ditt")).to_be_disabled()
    await expect(control.get_by_text(re.compile(r"^[1-9]\d* innspill$")).first).to_be_visible()
    preview = await opened(control, "Åpne i eget vindu")
    await preview.set_viewport_size({"width": TABLET[0], "height": TABLET[1]})
    for scheme in SCHEMES:
        for name, page in {"control": control, "tablet": tablet, "preview": preview}.items():
            await page.emulate_media(color_scheme=scheme)
            await look(page, f"practice-{name}-{scheme}")
    # The preview is no tablet: there are twenty imagined ones, and the one that was opened.
    await go_to(control, "Spilleregler")
    await expect(projector.get_by_text("20 av 21 nettbrett")).to_be_visible()

    await control.get_by_role("button", name="Lukk øvelsen").click()
    await expect(control.get_by_role("button", name="Begynn øvelsen")).to_be_visible()
    await expect(projector.get_by_text("Verkstedet er over, eller tatt bort")).to_be_visible()
    gone = await control.goto(f"{demo.base}/stab/v/{demo.code}/ov/styr")
    assert gone is not None
    assert gone.url.endswith("/ov")


async def test_a_note_to_oneself_stays_on_the_laptop(demo: Demo, new_page: NewPage) -> None:
    """J7: beside its step, after a reload, and in nothing that is sent."""
    control = await new_page(LAPTOP)
    sent: list[str] = []
    control.on("websocket", lambda ws: ws.on("framesent", lambda data: sent.append(str(data))))
    control.on("request", lambda request: sent.append(request.post_data or ""))
    await log_in(control, demo, f"/stab/v/{demo.code}/styr")
    row = control.locator(".programme li", has_text="Spilleregler")
    await row.get_by_role("button").first.click()
    await row.get_by_label("Notat til meg selv").fill("Husk høyttaleren")
    await control.reload()
    await expect(row.get_by_text("Husk høyttaleren")).to_be_visible()
    await look(control, "control-note")
    await control.get_by_role("button", name="Slett notatene mine").click()
    await expect(row.get_by_text("Husk høyttaleren")).to_have_count(0)
    await control.reload()
    await expect(row).to_be_visible()
    await expect(row.get_by_text("Husk høyttaleren")).to_have_count(0)
    assert sent
    assert not [each for each in sent if "høyttaleren" in each or "h\\u00f8yt" in each]


async def test_a_projector_comes_back_by_itself(demo: Demo, new_page: NewPage) -> None:
    """J8, J9, J10: reloaded, without a server, asleep; and the clock in words and by a shape."""
    control, projector = await new_page(LAPTOP), await new_page(PROJECTOR)
    await log_in(control, demo, f"/stab/v/{demo.code}/styr")
    await projector.goto(f"{demo.base}/skjerm/{demo.codes[None]}")
    await lead(control, "Start: Spilleregler")
    await expect(projector.get_by_text("Alle skriver")).to_be_visible()
    await go_to(control, "Skriving hver for seg")
    words = projector.get_by_text("Skriv hver for dere", exact=False)
    await expect(words).to_be_visible()
    await expect(projector.locator(".clock")).to_contain_text("min igjen")
    await expect(projector.locator(".clock .ring")).to_be_visible()
    for name, (width, height) in HALL_SIZES.items():
        await projector.set_viewport_size({"width": width, "height": height})
        await look(projector, f"projector-clock-{name}")
        assert await projector.evaluate(FITS), name
    await projector.set_viewport_size({"width": PROJECTOR[0], "height": PROJECTOR[1]})
    await look(projector, "projector-clock")
    await projector.reload()
    await expect(words).to_be_visible()

    # In high contrast the colours go; the ring and the words must not.
    await projector.emulate_media(forced_colors="active", reduced_motion="reduce")
    await expect(projector.locator(".clock .ring")).to_be_visible()
    await look(projector, "projector-contrast")
    await projector.emulate_media(forced_colors="none", reduced_motion="no-preference")

    sound = projector.get_by_role("button", name="Lyd når tiden er ute: av")
    await sound.focus()  # by keyboard alone: the buttons come out where the focus is
    await expect(projector.locator(".edge")).to_have_css("opacity", "1")
    await sound.press("Enter")
    await projector.get_by_role("button", name="Prøv lyden").press("Enter")
    await expect(projector.get_by_role("button", name="Lyd når tiden er ute: på")).to_be_visible()

    await asyncio.to_thread(demo.kill)
    await expect(projector.get_by_text("Kobler til igjen")).to_be_visible(timeout=20_000)
    await expect(words).to_be_visible()
    await look(projector, "projector-away")
    await asyncio.to_thread(demo.start)
    await expect(projector.get_by_text("Kobler til igjen")).to_have_count(0, timeout=20_000)

    await expect(control.locator("#big")).to_have_text("Lukk skrivingen")
    up, shorter = "Tiden er ute", control.get_by_role("button", name="−1 min")
    while up not in await projector.locator(".clock").inner_text():
        await expect(shorter).to_have_attribute("aria-busy", "false")
        await shorter.click()
    await expect(projector.locator(".clock")).to_contain_text(up)
    await expect(control.locator(".clock").first).to_contain_text(up)
    await projector.reload()
    await expect(projector.locator(".clock")).to_contain_text(up)
    assert await projector.evaluate("document.getAnimations().length") == 0
