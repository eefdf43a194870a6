"""A workshop from the first step to the last, and the screens of it: a tablet, a phone, the
projector and control, with what a hall of six tables has answered so far."""

from collections.abc import AsyncIterator, Collection
from contextlib import AsyncExitStack

from playwright.async_api import Browser, Page, expect

from app.core.asides import LINE, aside, correction
from app.core.things import Kind, Reaction, Side
from app.rehearse.screens import Address, Control
from app.rehearse.tablet import Tablet
from app.store.database import open_database
from app.web import auth
from tests.accessibility.house import House
from tests.browser.conftest import LAPTOP, PHONE, PROJECTOR, TABLET

NOTE = "Bygg tett rundt stasjonen, og la matjorda ligge."
STATEMENT = "Vi vil vokse der folk kan gå og sykle, og ikke på matjord."
DISSENT = "To ved bordet vil la bygdene vokse også."
TABLES = range(1, 7)

Screens = dict[str, Page]
"""By name: `tablet`, `phone`, `projector`, `control`."""


async def screens(house: House, browser: Browser) -> Screens:
    """Each of its own device, where the workshop stands."""
    places = {
        "tablet": (TABLET, f"/b/{house.codes[1]}"),
        "phone": (PHONE, f"/b/{house.codes[2]}"),
        "projector": (PROJECTOR, f"/skjerm/{house.codes[None]}"),
        "control": (LAPTOP, f"/stab/v/{house.code}/styr"),
    }
    found = {}
    for name, (size, path) in places.items():
        opener = house.open if name == "control" else house.outside
        found[name] = await opener(browser, size)
        await found[name].goto(house.base + path)
        await expect(found[name].locator("h1").first).to_be_visible()
    return found


async def evening(
    house: House, shown: Screens, only: Collection[Kind] = ()
) -> AsyncIterator[tuple[str, Screens]]:
    """The workshop, step by step: the step's kind, and "closed" where it was closed, each with the
    screens when they have come to it. A kind that comes again is passed by. `only` these stop, and
    after the last of them it is over."""
    stops = {*only} or {*Kind}
    live = Address(house.base.replace("http", "ws") + "/live")
    engine = open_database(f"sqlite:///{house.data / 'tannhjul.db'}")
    operator = {"Authorization": f"Bearer {auth.operator_token(engine)}"}
    engine.dispose()
    async with AsyncExitStack() as hall:
        control = Control(Address(live.live, lambda: operator), house.code)
        await hall.enter_async_context(control.here())
        tablets = [Tablet(live, house.codes[no], no) for no in TABLES]
        for tablet in tablets:
            await hall.enter_async_context(tablet.here())
            await tablet.accept()
        if not only:
            yield "before", shown
        met: set[Kind] = set()
        for step in control.view.parts["programme"]:
            kind = Kind(step["kind"])
            if kind in met:
                continue
            met.add(kind)
            await control.lead("open_step", step=step["id"])
            for tablet in tablets:
                await _until_there(tablet, step["id"])
            await _answer(kind, step["id"], tablets, shown)
            here = shown["control"].locator(f".programme li:has(#step-{step['id']})")
            await expect(here).to_have_attribute("aria-current", "step")
            if kind in stops:
                yield kind, shown
            if kind in {Kind.VERIFY, Kind.PRIORITISE, Kind.EVALUATE}:
                await control.lead("close_step", step=step["id"])
                if kind in stops:
                    yield f"{kind}-closed", shown
            if only and stops <= met:
                return
        await control.lead("end")
        yield "ended", shown


async def _until_there(tablet: Tablet, step: str) -> None:
    await tablet.until(lambda: (tablet.view.parts["now"] or {}).get("id") == step)


async def _answer(kind: Kind, step: str, tablets: list[Tablet], shown: Screens) -> None:
    """What the hall puts in: the simulated tablets, and the one that is looked at."""
    page = shown["tablet"]
    match kind:
        case Kind.RULES:
            for name in ("tablet", "phone"):
                await shown[name].get_by_role("button", name="Jeg er med").click()
        case Kind.KNOWLEDGE:
            for tablet in tablets:
                known = next(iter(tablet.view.items("knowledge")))
                await tablet.add(aside(known, Reaction.SURPRISED), "At det går så fort.")
        case Kind.WRITE:
            for tablet in tablets:
                await tablet.write(f"{NOTE} ({tablet.table})", _question(tablet))
            await page.get_by_label("Innspillet ditt").fill(NOTE)
            await page.get_by_role("button", name="Send innspillet").click()
            await expect(page.get_by_text("Lagret", exact=True).first).to_be_visible()
        case Kind.TALK:
            for tablet in tablets[2:]:
                words = {"text": STATEMENT, "dissent": DISSENT, "rev": 1}
                await tablet.ask({"t": "pen", "do": "take"})
                await tablet.ask({"t": "statement", "question": _question(tablet), **words})
            await page.get_by_role("button", name="Ta pennen").click()
            await page.get_by_label("Det bordet er enig om").fill(STATEMENT)
            await page.get_by_role("button", name="Løft til prioritering").first.click()
        case Kind.PLENARY:
            await shown["control"].get_by_role("button", name="Vis neste").click()
            await expect(shown["projector"].get_by_text(STATEMENT)).to_be_visible()
            about = f"{_question(tablets[0])}.1"
            for tablet, side in zip(tablets[:2], Side, strict=True):
                await tablet.add(aside(about, side), "Da kan de unge bo her uten bil.")
        case Kind.VERIFY:
            await _fill_in(tablets, step, [*tablets[0].view.items("reopened")], (1, 4, 3))
            first = next(iter(tablets[0].view.items("reopened")))
            await tablets[0].add(correction(first), "Vi mente på hver eneste skole.")
        case Kind.PRIORITISE:
            await page.get_by_role("checkbox").first.check()
            offered = tablets[0].view.parts["prioritising"]["choices"]
            await _fill_in(tablets, step, [offered[0]["id"]], (1,))
        case Kind.EVALUATE:
            await _fill_in(tablets, step, ["role", "trust", "heard"], (3, 4, 5))
            await tablets[0].add(LINE, "Mer tid ved bordene.")
        case _:
            pass


async def _fill_in(
    tablets: list[Tablet], step: str, choices: list[str], grades: tuple[int, ...]
) -> None:
    for tablet in tablets:
        key = await tablet.ticket(step)
        given = [grades[(no + tablet.table) % len(grades)] for no in range(len(choices))]
        marks = dict(zip(choices, given, strict=True))
        await tablet.fill_in(step, key, 0, marks)


def _question(tablet: Tablet) -> str:
    """What is asked just now."""
    return str(tablet.view.parts["now"]["question"]["id"])
