"""What people do on the screens, for the tests to say in one line."""

from collections.abc import Awaitable

from playwright.async_api import Locator, Page, expect

from app.rehearse.screens import Address
from tests import loop
from tests.browser.conftest import Demo


async def arrive(page: Page, pressing: Awaitable[None]) -> None:
    """Press what leads to another page, or sends a form, and wait until that page has come.

    What is done at once after the press is else done to the page that is being left.
    """
    async with page.expect_navigation():
        await pressing


async def log_in(page: Page, demo: Demo, address: str) -> None:
    await page.goto(f"{demo.base}{address}")
    await page.locator("[name=login]").fill("demo")
    await page.locator("[name=password]").fill(demo.password)
    await arrive(page, page.locator("main [type=submit]").click())
    assert page.url == f"{demo.base}{address}"


async def lead(control: Page, *presses: str) -> None:
    """Press the one large button; each time it must say what it is about to do."""
    for words in presses:
        button = control.locator("#big")
        await expect(button).to_have_text(words)
        await button.click()  # as soon as it says that it is ready


async def open_row(control: Page, step: str) -> Locator:
    """The programme's first step of that name, with what may be done with it.

    What was pressed before is to be seen first: a press on what is no more moves nothing.
    """
    await expect(control.locator("#big")).not_to_have_attribute("aria-disabled", "true")
    row = control.locator(".programme li", has_text=step).first
    await row.get_by_role("button").first.click()
    return row


async def go_to(control: Page, step: str) -> None:
    """To the first step of that name, wherever the hall is: from the programme."""
    row = await open_row(control, step)
    await row.get_by_role("button", name="Gå til dette steget").click()
    confirm = row.get_by_role("button", name="Ja, gå dit")
    if await confirm.count():
        await confirm.click()


async def enter(page: Page, demo: Demo, table: int) -> None:
    await page.goto(f"{demo.base}/b/{demo.codes[table]}")
    await expect(page.get_by_role("heading", name=f"Velkommen til Bord {table}")).to_be_visible()


async def account(page: Page, demo: Demo, code: str = "") -> None:
    """Everything that was said gets an end, as by whoever is logged in on the page: without it
    nothing is published."""
    cookies = "; ".join(f"{one['name']}={one['value']}" for one in await page.context.cookies())
    headers = {"Cookie": cookies, "Origin": demo.base}
    address = Address(demo.base.replace("http", "ws") + "/live", lambda: headers)
    async with loop.Editor(address, code or demo.code).here() as editor:
        await loop.account(editor)


def stored(page: Page, words: str) -> Locator:
    return page.locator("article", has_text=words).get_by_text("Lagret", exact=True)


async def write(page: Page, words: str) -> None:
    await page.get_by_label("Innspillet ditt").fill(words)
    send = page.get_by_role("button", name="Send innspillet")
    await send.dblclick()  # an eager finger
    await expect(stored(page, words)).to_be_visible()
