"""The server's disk is full while people write, and is emptied again: nobody loads a page anew."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import LAPTOP, PHONE, TABLET, Demo, NewPage, look
from tests.browser.people import lead, stored, write
from tests.browser.test_bad_days import in_writing
from tests.live.troubles import fill, small_disk

FIRST, MEANWHILE, HALF = "Skrevet mens alt virket", "Skrevet mens disken var full", "halvveis i en"
CALM = "Serveren får ikke lagret akkurat nå. Det du skriver, ligger trygt på nettbrettet"


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """The server's own small disk, there before the server."""
    with small_disk(tmp_path, megabytes=16):
        yield tmp_path


async def in_all_sizes(page: Page, name: str) -> None:
    for size, (width, height) in {"tablet": TABLET, "phone": PHONE, "laptop": LAPTOP}.items():
        await page.set_viewport_size({"width": width, "height": height})
        await look(page, f"{name}-{size}", axe=size == "phone")


async def test_a_full_disk(disk: Path, demo: Demo, new_page: NewPage) -> None:
    """U21, U22, U24: notes, and what is under the pen."""
    control, tablet = await new_page(LAPTOP), await new_page(TABLET)
    await in_writing(demo, control, tablet)
    await write(tablet, FIRST)
    for page in (control, tablet):
        await page.evaluate("window.neverLoadedAnew = true")

    ballast = fill(disk)
    box = tablet.get_by_label("Innspillet ditt")
    await box.fill(MEANWHILE)
    await tablet.get_by_role("button", name="Send innspillet").click()
    note = tablet.locator("article", has_text=MEANWHILE)
    await expect(tablet.get_by_text(CALM)).to_be_visible()
    await expect(note).to_contain_text("Ikke lagret ennå")
    await box.fill(HALF)
    alert = control.get_by_role("alert")
    await expect(alert).to_contain_text(f"Disken er full. Gjør plass på den, der {disk} ligger")
    await lead(control, "Lukk skrivingen")
    await expect(control.get_by_text("Det ble ikke lagret. Trykk en gang til.")).to_be_visible()
    await expect(stored(tablet, MEANWHILE)).to_have_count(0)
    await expect(control.get_by_text("1 innspill", exact=True).first).to_be_visible()
    await in_all_sizes(tablet, "trouble-tablet")
    await in_all_sizes(control, "trouble-control")

    ballast.unlink()
    await expect(stored(tablet, MEANWHILE)).to_be_visible()
    await expect(tablet.get_by_text(CALM)).to_have_count(0)
    await expect(alert).to_have_text("")
    await expect(control.get_by_text("2 innspill", exact=True).first).to_be_visible()
    await expect(box).to_have_value(HALF)

    await lead(control, "Lukk skrivingen", "Gå til: Bordsamtale")
    await tablet.get_by_role("button", name="Ta pennen", exact=True).click()
    answer = tablet.get_by_label("Det bordet er enig om")
    ballast = fill(disk)
    await answer.fill("Vi bygger langs banen")
    statement = tablet.locator(".statement")
    await expect(statement).to_contain_text("Ikke lagret ennå")
    await tablet.get_by_role("button", name="Vi er klare").click()
    await expect(tablet.get_by_text("Det ble ikke lagret. Trykk en gang til.")).to_be_visible()
    ballast.unlink()
    await expect(statement.get_by_text("Lagret", exact=True)).to_be_visible()
    await expect(control.get_by_text("Vi bygger langs banen").first).to_be_visible()
    for page in (control, tablet):
        assert await page.evaluate("window.neverLoadedAnew")
