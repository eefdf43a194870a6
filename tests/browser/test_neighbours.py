"""New neighbours, a table that disbands, and one tablet for a whole table, as people see them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import Page, expect

from app.store import roster, seatings, workshops
from app.store.database import open_database
from app.store.seatings import Place, Seating
from app.web import auth, usher
from tests.browser.conftest import LAPTOP, PHONE, PROJECTOR, TABLET, Demo, NewPage, look
from tests.browser.people import enter, log_in, stored, write
from tests.live.screen import Screen

NOTE = "Bygg tett rundt stasjonen, og la matjorda ligge."
PAPER = "Skrevet for hånd av en som sitter ved siden av"
HALF = "Halvferdig tanke om bygdene"


def seat(demo: Demo) -> list[dict[int, list[str]]]:
    """Everybody at the eight tables, twice; returns the names by round and table."""
    engine = open_database(f"sqlite:///{demo.data / 'tannhjul.db'}")
    row = workshops.find(engine, demo.code)
    assert row is not None
    there = usher.seated(roster.members(engine, row.id))
    rounds: list[dict[int, tuple[str, ...]]] = [{}, {}]
    for i, member in enumerate(there):
        for number, no in enumerate((1 + i % 8, 1 + (i + i // 8) % 8)):
            rounds[number][no] = (*rounds[number].get(no, ()), member.id)
    places = tuple(Place(no, f"Bord {no}", 8) for no in range(1, 9))
    _, rev = seatings.load(engine, row.id)
    seatings.save(engine, row.id, Seating(places, tuple(rounds)), rev)
    names = {member.id: member.name for member in there}
    engine.dispose()
    return [{no: [names[one] for one in ones] for no, ones in each.items()} for each in rounds]


@asynccontextmanager
async def leading(demo: Demo) -> AsyncIterator[Screen]:
    """A control without a page."""
    engine = open_database(f"sqlite:///{demo.data / 'tannhjul.db'}")
    token = {"Authorization": f"Bearer {auth.operator_token(engine)}"}
    engine.dispose()
    async with Screen(demo.base.replace("http", "ws") + "/live", token) as control:
        await control.join("control", demo.code)
        yield control


async def open_step(control: Screen, step: str) -> None:
    assert (await control.ask("open_step", step=step))["t"] == "stored"


async def steps(control: Screen) -> dict[str, str]:
    """The id of the first step of each kind."""
    found: dict[str, str] = {}
    for step in control.view["programme"]:
        found.setdefault(step["kind"], step["id"])
    return found


async def accept(*tablets: Page) -> None:
    for tablet in tablets:
        await tablet.get_by_role("button", name="Jeg er med").click()


async def large_in_the_dark(page: Page, name: str) -> None:
    """Words of twice the size, in a hall without light: nothing runs out of the picture."""
    width, height = TABLET
    await page.emulate_media(color_scheme="dark")
    await page.set_viewport_size({"width": width // 2, "height": height // 2})
    await look(page, f"{name}-dark")
    root = "document.documentElement"
    assert await page.evaluate(f"{root}.scrollWidth <= {root}.clientWidth")
    await page.set_viewport_size({"width": width, "height": height})
    await page.emulate_media(color_scheme="light")


@pytest.fixture
async def hall(demo: Demo) -> AsyncIterator[Screen]:
    async with leading(demo) as control:
        yield control


async def test_new_neighbours(demo: Demo, new_page: NewPage, hall: Screen) -> None:
    """Z1, Z4, Z7: names on tablets and projector; one tablet goes along, one stays."""
    before, after = seat(demo)
    kinds = await steps(hall)
    await hall.ask("insert_step", step="bytt", kind="round", minutes=5, after=kinds["talk"])
    goes, stays, other = await new_page(TABLET), await new_page(PHONE), await new_page(TABLET)
    projector = await new_page(PROJECTOR)
    await projector.goto(f"{demo.base}/skjerm/{demo.codes[None]}")
    for page, table in ((goes, 1), (stays, 1), (other, 2)):
        await enter(page, demo, table)
    await open_step(hall, kinds["write"])
    await accept(goes, stays, other)
    await write(goes, NOTE)
    await write(stays, "Et annet innspill")
    await goes.get_by_label("Innspillet ditt").fill(HALF)

    await open_step(hall, "bytt")
    here = {no: [one for one in ones if one in before[1]] for no, ones in after.items()}
    card = goes.locator("li.ds-card", has=goes.get_by_role("heading", name="Bord 3"))
    for name in here[3]:
        await expect(card.get_by_text(name, exact=True)).to_be_visible()
    staying = goes.locator("li.ds-card", has_text="Blir sittende")
    for name in here[1]:
        await expect(staying.get_by_text(name, exact=True)).to_be_visible()
    await expect(projector.get_by_text(after[1][0], exact=True)).to_be_visible()
    await look(goes, "tablet-round")
    await large_in_the_dark(goes, "tablet-round")
    await look(stays, "phone-round")
    await look(projector, "projector-round")
    await projector.get_by_role("button", name="Neste side").click()
    await expect(projector.get_by_text(after[8][0], exact=True)).to_be_visible()
    await look(projector, "projector-round-2")

    # One goes along, with all it holds; loaded anew it is still there.
    await card.get_by_role("button").click()
    moved = goes.get_by_role("heading", name="Nettbrettet er ved Bord 3 nå")
    await expect(moved).to_be_visible()
    await expect(goes).to_have_url(f"{demo.base}/b/{demo.codes[3]}")
    await goes.reload()
    await expect(moved).to_be_visible()
    await expect(goes.locator(".table-name")).to_have_text("Bord 3")
    await expect(goes.get_by_text(HALF)).to_be_visible()
    await goes.get_by_role("button", name="Mine innspill", exact=True).click()
    await expect(stored(goes, NOTE)).to_be_visible()
    await look(goes, "tablet-moved")
    # One stays, and forgets.
    await stays.get_by_role("button", name="Det blir her").click()
    await expect(stays.get_by_text("De som kommer, ser ingenting")).to_be_visible()
    await stays.get_by_role("button", name="Mine innspill", exact=True).first.click()
    await expect(stays.get_by_text("Et annet innspill")).to_have_count(0)

    # Nobody inherits a note: in the next talk all are the hall's.
    await open_step(hall, kinds["talk"])
    for page in (goes, stays, other):
        await expect(page.get_by_text(NOTE)).to_be_visible()
        await expect(page.get_by_text("Ingen ved bordet har skrevet noe")).to_be_visible()


async def test_a_table_disbands(demo: Demo, new_page: NewPage, hall: Screen) -> None:
    """Z5, Z6, Z8: asked about in control, one tap on the tablet; what was typed comes along."""
    kinds = await steps(hall)
    await hall.ask("insert_step", step="bytt", kind="round", minutes=5, after=kinds["talk"])
    control, tablet = await new_page(LAPTOP), await new_page(TABLET)
    projector = await new_page(PROJECTOR)
    await projector.goto(f"{demo.base}/skjerm/{demo.codes[None]}")
    await log_in(control, demo, f"/stab/v/{demo.code}/styr")
    await enter(tablet, demo, 2)
    await open_step(hall, kinds["write"])
    await accept(tablet)
    await write(tablet, NOTE)
    await tablet.get_by_label("Innspillet ditt").fill(HALF)
    await control.get_by_role("button", name="Oppløs et bord").click()
    await control.get_by_role("combobox", name="Bord").select_option("Bord 2")
    await look(control, "control-disband")
    await control.get_by_role("button", name="Oppløs Bord 2").click()
    await expect(control.locator(".tables .state", has_text="Oppløst")).to_be_visible()
    gone = tablet.get_by_role("heading", name="Bordet er oppløst. Velg et nytt bord")
    await expect(gone).to_be_visible()
    await look(tablet, "tablet-disbanded")
    await expect(projector.get_by_text("0 av 7 bord er klare")).to_be_visible()
    await tablet.keyboard.press("Tab")  # from the heading to the first table
    await tablet.get_by_role("button", name="Bord 8").focus()
    await tablet.keyboard.press("Enter")
    await expect(tablet.locator(".table-name")).to_have_text("Bord 8")
    await expect(tablet.get_by_label("Innspillet ditt")).to_have_value(HALF)
    await expect(stored(tablet, NOTE)).to_be_visible()
    await expect(projector.get_by_text("0 av 7 bord er klare")).to_be_visible()
    await control.get_by_role("button", name="Ta Bord 2 i bruk igjen").click()
    await expect(projector.get_by_text("0 av 8 bord er klare")).to_be_visible()

    # No seating is laid: plain words, and the tables to choose among.
    await open_step(hall, "bytt")
    await expect(tablet.get_by_text("Finn et nytt bord, med folk du ikke")).to_be_visible()
    await expect(projector.get_by_text("Finn et nytt bord, med folk du ikke")).to_be_visible()
    await look(tablet, "tablet-round-unlaid")
    await look(projector, "projector-round-unlaid")


async def test_one_tablet_for_a_table(demo: Demo, new_page: NewPage, hall: Screen) -> None:
    """Z9: paper is typed in and forgotten; three hands give three ballots, also over a reload."""
    kinds = await steps(hall)
    tablet = await new_page(TABLET)
    await enter(tablet, demo, 1)
    await open_step(hall, kinds["write"])
    await accept(tablet)
    await write(tablet, NOTE)
    await tablet.get_by_label("Vi deler nettbrettet").check()
    await tablet.get_by_label("Innspillet ditt").fill(PAPER)
    await tablet.get_by_role("button", name="Send innspillet").click()
    await expect(tablet.get_by_text("Lagret, og glemt her.")).to_be_visible()
    await expect(tablet.get_by_text(PAPER)).to_have_count(0)
    await expect(stored(tablet, NOTE)).to_be_visible()
    await look(tablet, "tablet-paper")
    await hall.until(lambda view: view["counts"]["notes"] == 2)

    await open_step(hall, kinds["talk"])
    lift = tablet.get_by_role("button", name="Løft til prioritering")
    for left in (1, 0):
        await lift.first.click()
        await expect(lift).to_have_count(left)
    await open_step(hall, kinds["prioritise"])
    onward = tablet.get_by_role("button", name="Gi nettbrettet videre")
    for hand in range(3):
        assert await tablet.locator(".choices :checked").count() == 0
        await expect(onward).to_have_count(0)
        await tablet.get_by_role("checkbox").nth(hand % 2).check()
        await expect(onward).to_be_visible()
        if hand == 1:  # in the middle of somebody's turn
            await tablet.reload()
            await expect(tablet.get_by_role("checkbox").nth(1)).to_be_checked()
        if hand < 2:
            await look(tablet, f"tablet-hand-{hand}")
            await large_in_the_dark(tablet, f"tablet-hand-{hand}")
            await onward.click()
            await expect(tablet.get_by_text("Nå er det din tur.")).to_be_visible()
    await hall.until(lambda view: view["hall"]["cast"] == 3)
