"""Was the hall understood? Pointed at from control, answered on tablets, corrected, and counted."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from playwright.async_api import Locator, Page, expect

from app.core.asides import rewording
from app.rehearse.screens import Address
from app.rehearse.tablet import Tablet
from tests.browser.conftest import LAPTOP, PHONE, PROJECTOR, TABLET, Demo, NewPage, look
from tests.browser.people import enter, go_to, lead, log_in

STEP = "Har vi forstått dere?"
WRONG = "Vi mente helsesykepleier på hver eneste skole."
PROPOSED = "Først flere voksne, deretter flere bygg."


@asynccontextmanager
async def the_rest(demo: Demo) -> AsyncIterator[list[Tablet]]:
    """A tablet at each of six tables more."""
    live = Address(demo.base.replace("http", "ws") + "/live")
    async with AsyncExitStack() as hall:
        tablets = [Tablet(live, demo.codes[table], table) for table in range(3, 9)]
        for tablet in tablets:
            await hall.enter_async_context(tablet.here())
            await tablet.until(lambda at=tablet: at.view.items("reopened"))  # type: ignore[misc]
        yield tablets


async def answer(tablets: list[Tablet]) -> None:
    """Three say it was understood, three that something is lacking; the second has too few."""
    first, second = sorted(tablets[0].view.items("reopened").values(), key=lambda one: one["no"])[
        :2
    ]
    for tablet in tablets:
        marks = {first["id"]: 1 if tablet.table < 6 else 4}
        if tablet.table < 5:
            marks[second["id"]] = 1
        await tablet.fill_in("forstatt", await tablet.ticket("forstatt"), 0, marks)
    writer = tablets[0]
    words = {"text": PROPOSED, "dissent": "Ikke flere bygg.", "rev": 1}
    await writer.ask({"t": "pen", "do": "take"})
    await writer.ask({"t": "statement", "question": rewording(first["id"]), **words})


async def answers_and_corrects(page: Page) -> None:
    """By keyboard: changed from understood to wrong, which asks what it should have said."""
    understood = page.get_by_role("radio", name="Forstått", exact=True)
    await understood.focus()
    await page.keyboard.press("Space")
    for _press in range(2):
        await page.keyboard.press("ArrowDown")
    await expect(page.get_by_role("radio", name="Feil forstått")).to_be_checked()
    box = page.locator("article textarea").first
    await box.fill(WRONG)
    await box.press("Control+Enter")
    await expect(
        page.locator("article", has_text=WRONG).get_by_text("Lagret").first
    ).to_be_visible()


def row(control: Page, no: int) -> Locator:
    return control.locator(".statements > li").nth(no - 1)


async def point(control: Page, projector: Page) -> None:
    """By button, by arrow, from the list, and by the key that shows the next."""
    await look(projector, "projector-verify-all")
    await control.get_by_role("button", name="Vis den første").click()
    await expect(projector.get_by_role("heading", name="Formulering 1 av 9")).to_be_visible()
    await control.keyboard.press("ArrowRight")
    await expect(projector.get_by_role("heading", name="Formulering 2 av 9")).to_be_visible()
    await expect(projector.get_by_text("innspill bak")).to_be_visible()
    await look(projector, "projector-verify-conflict")
    await control.keyboard.press("n")
    await expect(projector.get_by_text("Mindretallets syn")).to_be_visible()
    await row(control, 1).get_by_role("button", name="Vis på storskjermen").click()
    await expect(projector.get_by_text("Rådgiver for oppvekst")).to_be_visible()
    await look(projector, "projector-verify-one")
    await look(control, "control-verify-open")


async def test_the_hall_is_asked_whether_it_was_understood(demo: Demo, new_page: NewPage) -> None:
    """V45: and nothing of it is seen in front before it is closed."""
    control, projector = await new_page(LAPTOP), await new_page(PROJECTOR)
    first, phone = await new_page(TABLET), await new_page(PHONE)
    await log_in(control, demo, f"/stab/v/{demo.code}/styr")
    await projector.goto(f"{demo.base}/skjerm/{demo.codes[None]}")
    await enter(first, demo, 1)
    await enter(phone, demo, 2)
    await lead(control, "Start: Spilleregler")
    for page in (first, phone):
        await page.get_by_role("button", name="Jeg er med").click()
    await go_to(control, STEP)
    async with the_rest(demo) as tablets:
        await point(control, projector)
        await answers_and_corrects(first)
        await phone.get_by_role("radio", name="Delvis forstått").check()
        await expect(phone.get_by_text("Lagret", exact=True)).to_be_visible()
        await answer(tablets)
        await expect(projector.get_by_text("8 av 8 har svart")).to_be_visible()
        for page in (projector, control):
            for words in (WRONG, PROPOSED):
                await expect(page.get_by_text(words)).to_have_count(0)
        await lead(control, "Lukk svarene")
        await look(control, "control-verify-sure")
        await control.get_by_role("button", name="Ja, tell opp").click()

        # The one that is pointed at, with all that was said of it; then a correction is hidden.
        await expect(projector.get_by_text(WRONG)).to_be_visible()
        await expect(projector.get_by_text(PROPOSED)).to_be_visible()
        counts = projector.locator(".meant li")
        await expect(counts).to_have_text(
            ["Forstått3", "Delvis forstått1", "Feil forstått1", "Noe mangler3"]
        )
        await look(projector, "projector-verify-closed-one")
        await expect(row(control, 1)).to_contain_text("Forstått 3")
        await look(control, "control-verify-closed")
        correction = row(control, 1).locator("li", has_text=WRONG)
        await correction.get_by_role("button", name="Skjul").click()
        await control.get_by_role("button", name="En fornærmelse").click()
        for page in (projector, phone):
            await expect(page.get_by_text(WRONG)).to_have_count(0)

        await control.get_by_role("button", name="Vis alle").click()
        lines = projector.locator("tbody tr")
        await expect(lines.nth(0)).to_contain_text("3113")
        await expect(lines.nth(1)).to_contain_text("For få til å vises")
        await look(projector, "projector-verify-closed-all")
        await look(first, "tablet-verify-closed")
        await look(phone, "phone-verify-closed")
