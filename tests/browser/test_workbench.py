"""The workbench at a desk: an editor by keyboard alone, and another one at the same time."""

import re

from playwright.async_api import Locator, Page, expect

from app.store import staff, workshops
from app.store.database import open_database
from tests.browser.conftest import LAPTOP, TABLET, Demo, NewPage, look


async def editor(page: Page, demo: Demo, code: str, login: str, password: str) -> None:
    await page.goto(f"{demo.base}/stab/v/{code}/arbeidsbenk")
    await page.locator("[name=login]").fill(login)
    await page.locator("[name=password]").fill(password)
    await page.locator("[name=password]").press("Enter")
    await expect(page.get_by_role("listbox", name="Innspill")).to_be_visible()


def here(page: Page) -> Locator:
    """The contribution that the keys are at."""
    return page.locator("#contributions [data-at=true]")


async def told(page: Page, words: str | re.Pattern[str]) -> None:
    await expect(page.locator(".said")).to_have_text(words)


async def test_everything_is_accounted_for_by_keyboard_alone(demo: Demo, new_page: NewPage) -> None:
    """V20, V21, V22, V23, V24, V353."""
    engine = open_database(f"sqlite:///{demo.data / 'tannhjul.db'}")
    held = next(row.code for row in workshops.all_workshops(engine) if row.ended is not None)
    staff.set_user(engine, "annen", "Annen redaktør (demo)", demo.password)
    engine.dispose()
    first, second = await new_page(LAPTOP), await new_page(TABLET)
    await editor(first, demo, held, "demo", demo.password)
    await editor(second, demo, held, "annen", demo.password)
    keys = first.keyboard
    await expect(first.get_by_text("Alt er gjort rede for.")).to_be_visible()
    await look(second, "tablet-workbench")

    # All that was accounted for is opened again, at a stroke: both see it.
    while not await first.evaluate("document.activeElement.id === 'contributions'"):
        await keys.press("Tab")
    await keys.press("Control+a")
    await keys.press("r")
    await told(first, re.compile(r"^\d+ innspill er åpnet igjen\.$"))
    for page in (first, second):
        left = page.locator(".count")
        await expect(left).to_contain_text(
            re.compile(r"^(3\d|4\d) innspill er ikke gjort rede for")
        )
    many = int((await first.locator(".count").inner_text()).split()[0])
    await first.get_by_role("button", name="Vis dem").press("Enter")

    # By mouse: one by its ring, all by a button, and none again.
    await first.locator(".row-of .mark").nth(1).click()
    await expect(first.locator(".row-of[aria-selected=true]")).to_have_count(1)
    await first.get_by_role("button", name="Velg ingen").click()
    await first.get_by_role("button", name="Velg alle").click()
    await expect(first.get_by_text(f"{many} valgt")).to_be_visible()
    await first.get_by_role("button", name="Velg ingen").click()
    await expect(first.locator(".row-of[aria-selected=true]")).to_have_count(0)
    await keys.press("Home")

    # A theme is made, and what is at hand goes there by its number; then on to the next.
    await keys.press("t")
    await keys.type("Prøvetema: prøve, forsøk")
    await keys.press("Enter")
    await told(first, "Temaet Prøvetema er laget.")
    await keys.press("Escape")
    theme = first.locator(".theme", has_text="Prøvetema")
    number = await theme.locator("kbd").inner_text()
    placed = await here(first).locator(".words").inner_text()
    await keys.press(number)
    await told(first, "1 innspill er lagt i Prøvetema.")
    await expect(theme.locator("b")).to_have_text(re.compile(r"^1 "))
    await expect(here(first).locator(".words")).not_to_have_text(placed)

    # The other editor goes on from there: that stands, and what was done before it is taken back.
    await second.locator("#search").fill(placed[:60])
    await second.locator("#search").press("Enter")
    await second.keyboard.press("1")
    await told(second, re.compile("^1 innspill er lagt i "))
    await expect(theme.locator("b")).to_have_text(re.compile(r"^0 "))
    await keys.press("Control+z")
    await told(first, "Angret: et tema (1 endring).")
    await expect(second.locator(".theme", has_text="Prøvetema")).to_have_count(0)
    await second.keyboard.press("z")
    await told(second, re.compile("^Du har ikke noe mer å angre"))

    # Linked to a statement that is new, set aside with a reason, and one with its like.
    await keys.press("m")
    await keys.type("Vi prøver først, og ser")
    await look(first, "laptop-workbench-statement")
    await keys.press("Enter")
    await told(first, "1 innspill motsier formuleringen.")
    await keys.press("x")
    await keys.press("3")
    await keys.type("sagt før")
    await keys.press("Tab")
    await keys.type("Sagt før.")
    await keys.press("Tab")
    await keys.press("Enter")
    await told(first, re.compile("^1 innspill er lagt til side: Det sier seg enig"))
    await keys.press("l")
    await keys.press("Enter")
    await told(first, re.compile("^1 innspill sier det samme som «"))
    await expect(first.locator(".count")).to_contain_text(re.compile(f"^{many - 2} "))
    await look(first, "laptop-workbench")
    await keys.press("?")
    await expect(first.get_by_role("dialog", name="Taster i lista over innspill")).to_be_visible()
    await keys.press("Escape")

    # What is typed of a statement outlives a reload, and what another worded is not written over.
    await keys.press("e")
    mine = first.locator(".statement", has_text="Vi prøver først, og ser")
    await mine.get_by_role("button", name="Endre").press("Enter")
    await expect(first.locator("textarea:focus")).to_have_value("Vi prøver først, og ser")
    await keys.press("End")
    await keys.type(" sammen")
    await first.reload()
    await first.get_by_role("button", name=re.compile("Slik har vi forstått dere")).press("Enter")
    await second.get_by_role("button", name=re.compile("Slik har vi forstått dere")).press("Enter")
    theirs = second.locator(".statement", has_text="Vi prøver først, og ser")
    await theirs.get_by_role("button", name="Endre").press("Enter")
    await second.get_by_label("Slik har vi forstått dere", exact=True).last.fill("Vi lar være")
    await second.get_by_role("button", name="Lagre").press("Enter")
    await told(second, "Formuleringen er lagret.")
    await expect(first.get_by_text("Nå står det:")).to_be_visible()
    words = first.get_by_label("Slik har vi forstått dere", exact=True).last
    await expect(words).to_have_value("Vi prøver først, og ser sammen")
    await first.get_by_role("button", name="Fortsett med mine ord").press("Enter")
    await first.get_by_role("button", name="Lagre").press("Enter")
    await expect(second.get_by_text("Vi prøver først, og ser sammen")).to_be_visible()

    # Taking back has no end: until all is accounted for again, as it was.
    await first.locator("#contributions").focus()
    await keys.press("Control+z")
    await told(first, re.compile("^Angret: en formulering "))
    # Whoever takes back what another has gone on from is told so: the screen is to have it first.
    await expect(second.locator(".statement .words", has_text="Vi lar være")).to_be_visible()
    await second.keyboard.press("Control+z")
    await told(second, re.compile("^Angret: en formulering "))
    await expect(
        first.locator(".statement .words").get_by_text("Vi prøver først, og ser", exact=True)
    ).to_be_visible()
    linked = "hva som er knyttet til formuleringer"
    same, aside = "hva som er det samme", "hva som er lagt til side"
    for what in (same, aside, f"en formulering, {linked}", f"{linked}, {aside}, {same}"):
        await keys.press("Control+z")
        await told(first, re.compile(rf"^Angret: {what} \("))
    await expect(first.locator(".count")).to_have_text("Alt er gjort rede for.")
