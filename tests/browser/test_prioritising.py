"""Points and grades in a whole hall, and the picture of how influence was spent."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from playwright.async_api import Page, expect

from app.rehearse.screens import Address
from app.rehearse.tablet import Tablet
from tests.browser.conftest import LAPTOP, PHONE, PROJECTOR, TABLET, Demo, NewPage, look
from tests.browser.people import enter, go_to, lead, log_in

LONG = (
    "Vi vil at kommunen først bruker det som er bygd: sentrum skal fylles innenfra, skolene skal "
    "ligge der barna bor, og bussen skal gå så ofte at ingen trenger å se på klokka. Matjorda og "
    "strandsonen tåler ikke flere unntak. Det som koster, må vi si høyt hva vi vil ta bort for, og "
    "det må stå i planen hvem som får mindre, ikke bare hvem som får mer. (Bord {table})"
)
DISSENT = "Noen av oss vil bygge der det er plass, også om bussen ikke går."
MANY, FEW = {"vekst.1": 5, "vekst.2": 3, "vekst.3": 2}, {"vekst.5": 6, "vekst.6": 4}
ALONE = {"vekst.8": 10}


@asynccontextmanager
async def a_hall(demo: Demo) -> AsyncIterator[list[Tablet]]:
    """A tablet at each of eight tables."""
    live = Address(demo.base.replace("http", "ws") + "/live")
    async with AsyncExitStack() as hall:
        tablets = [Tablet(live, demo.codes[table], table) for table in range(1, 9)]
        for tablet in tablets:
            await hall.enter_async_context(tablet.here())
        yield tablets


async def state_all(tablets: list[Tablet]) -> None:
    for tablet in tablets:
        words = {"text": LONG.format(table=tablet.table), "dissent": DISSENT, "rev": 1}
        await tablet.ask({"t": "pen", "do": "take"})
        await tablet.ask({"t": "statement", "question": "vekst", **words})


async def put_in(control: Page, step: str, method: str, places: int = 0) -> None:
    """A step after the one that the hall is in, and go there."""
    row = control.locator(".programme li[data-state=now]")
    await row.get_by_role("button").first.click()
    await row.get_by_role("button", name="Sett inn et steg etter").click()
    form = control.locator("form.insert")
    await form.get_by_label("Type steg").select_option("prioritise")
    await form.get_by_label("Slik gjøres det").select_option(method)
    if places:
        await form.get_by_label("Plasser på lista").fill(str(places))
    await form.get_by_label("Tittel").fill(step)
    await form.get_by_role("button", name="Sett inn", exact=True).click()
    await expect(form).to_have_count(0)
    await go_to(control, step)


async def spread(tablets: list[Tablet], step: str) -> None:
    """Each tablet is passed on to six: five tables think alike, two do, and one is alone."""

    async def one(tablet: Tablet) -> None:
        marks = MANY if tablet.table < 6 else FEW if tablet.table < 8 else ALONE
        for hand in range(6):
            await tablet.fill_in(step, await tablet.ticket(step, hand), 0, marks)

    await asyncio.gather(*map(one, tablets))


async def at_step(tablets: list[Tablet], title: str) -> str:
    """The id of the step of that title, when all tablets are there."""
    for tablet in tablets:
        await tablet.until(lambda at=tablet: at.view.parts["now"]["title"] == title)  # type: ignore[misc]
    step: str = tablets[0].view.parts["now"]["id"]
    return step


async def count(control: Page) -> None:
    await lead(control, "Lukk prioriteringen")
    await control.get_by_role("button", name="Ja, tell opp").click()


async def by_points(first: Page, phone: Page, projector: Page, control: Page) -> None:
    """By touch and by keyboard; what is left is told, and changed until it closes."""
    card = first.get_by_role("group", name="(Bord 1)")
    for _press in range(6):
        await card.get_by_role("button", name="Ett poeng mer").click()
    await expect(first.get_by_text("4 poeng igjen")).to_be_visible()
    await card.get_by_role("button", name="Ett poeng mindre").focus()
    await first.keyboard.press("Space")
    await first.keyboard.press("Tab")
    await first.keyboard.press("Enter")
    await expect(first.get_by_text("4 poeng igjen")).to_be_visible()
    await expect(first.get_by_text("Lagret", exact=True)).to_be_visible()
    more = card.get_by_role("button", name="Ett poeng mer")
    for small in (more, first.get_by_text("Dissens – mindretallets syn").first):
        box = await small.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 44
    other = phone.get_by_role("group", name="(Bord 8)").get_by_role("button", name="Ett poeng mer")
    await other.click(click_count=11)
    await expect(phone.get_by_text("Alle poengene er gitt.")).to_be_visible()
    await expect(projector.get_by_text("10 poeng hver")).to_be_visible()
    await expect(control.get_by_text("Poeng: ti å fordele")).to_be_visible()
    for page, name in ((first, "tablet"), (phone, "phone"), (projector, "projector")):
        await look(page, f"{name}-points")


async def place_by_place(control: Page, projector: Page) -> None:
    """Forward by button and by arrow, back again, and to who has nothing."""
    await look(projector, "projector-points-result")
    await control.get_by_role("button", name="Vis plass 1").click()
    await expect(projector.get_by_role("heading", name="Plass 1 av 3")).to_be_visible()
    await expect(projector.get_by_text("31 av 50 står bak.")).to_be_visible()
    await expect(projector.get_by_text("Alle har like mye innflytelse å bruke.")).to_be_visible()
    await look(projector, "projector-place-1")
    await look(control, "control-place-1")
    for place in (2, 3):
        await control.keyboard.press("ArrowRight")
        await expect(projector.get_by_role("heading", name=f"Plass {place} av 3")).to_be_visible()
        await look(projector, f"projector-place-{place}")
    await control.keyboard.press("ArrowRight")
    nothing = projector.get_by_role("heading", name="7 har ingen av poengene sine på lista.")
    await expect(nothing).to_be_visible()
    await expect(projector.get_by_text("(Bord 8)")).to_be_visible()
    await look(projector, "projector-place-end")
    await control.keyboard.press("ArrowLeft")
    await expect(projector.get_by_role("heading", name="Plass 3 av 3")).to_be_visible()
    await control.get_by_role("button", name="Vis begge listene").click()
    await expect(projector.get_by_text("Flest poeng").first).to_be_visible()


async def by_grades(first: Page, phone: Page, projector: Page) -> None:
    for page in (first, phone):
        await page.get_by_role("group", name="(Bord 1)").get_by_text("Litt enig").click()
        await expect(page.get_by_text("1 av 8 besvart")).to_be_visible()
        await expect(page.get_by_text("Lagret", exact=True)).to_be_visible()
    await first.keyboard.press("ArrowDown")
    await expect(first.get_by_label("Helt enig").first).to_be_checked()
    for page, name in ((first, "tablet"), (phone, "phone"), (projector, "projector")):
        await look(page, f"{name}-grades")


async def test_points_grades_and_how_influence_was_spent(demo: Demo, new_page: NewPage) -> None:
    """D2, D11, X8, X10: by thumbs and by keyboard, told place by place, and read from the back."""
    control, projector = await new_page(LAPTOP), await new_page(PROJECTOR)
    first, phone = await new_page(TABLET), await new_page(PHONE)
    await log_in(control, demo, f"/stab/v/{demo.code}/styr")
    await projector.goto(f"{demo.base}/skjerm/{demo.codes[None]}")
    await enter(first, demo, 1)
    await enter(phone, demo, 2)
    await go_to(control, "Bordsamtale")
    for page in (first, phone):
        await page.get_by_role("button", name="Jeg er med").click()
    async with a_hall(demo) as tablets:
        await state_all(tablets)

        await put_in(control, "Fordel poeng", "points", places=3)
        await by_points(first, phone, projector, control)
        await spread(tablets, await at_step(tablets, "Fordel poeng"))
        await count(control)
        await place_by_place(control, projector)
        await look(first, "tablet-points-result")

        await put_in(control, "Hvor enige er vi?", "scale")
        await by_grades(first, phone, projector)
        step = await at_step(tablets, "Hvor enige er vi?")
        for tablet in tablets:
            marks = {f"vekst.{no}": 1 + (tablet.table * no) % 5 for no in range(1, 8)}
            await tablet.fill_in(step, await tablet.ticket(step), 0, marks)
        await count(control)
        await expect(projector.get_by_role("table").first).to_be_visible()
        await look(projector, "projector-grades-result")
        await look(phone, "phone-grades-result")
        await look(control, "control-grades-result")
