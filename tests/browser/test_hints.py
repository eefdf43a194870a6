"""Before a note is sent: who may be recognised in it is pointed out, and its writer decides."""

import asyncio
import json

from playwright.async_api import Page, expect

from app.core.events import NoteKept
from app.store import roster, workshops
from app.store.database import open_database
from tests.browser.conftest import LAPTOP, PHONE, TABLET, Demo, NewPage, look
from tests.browser.people import stored
from tests.browser.test_bad_days import in_writing

SELF = "Som ordfører må jeg si nei. Ring 412 34 567."
MOMENT = 1  # second; a press that comes at once after the first is taken for the same press
PROMISE = "Ingen kan finne ut fra dette systemet hvem som skrev det"


def somebody(demo: Demo) -> str:
    """The first name on the roster."""
    engine = open_database(f"sqlite:///{demo.data / 'tannhjul.db'}")
    found = workshops.find(engine, demo.code)
    assert found
    names = roster.listed(engine, found.id)
    engine.dispose()
    return names[0]


def kept(demo: Demo) -> list[str]:
    """The notes that the server has on disk."""
    engine = open_database(f"sqlite:///{demo.data / 'tannhjul.db'}")
    found = workshops.find(engine, demo.code)
    loaded = workshops.load(engine, found.id) if found else None
    engine.dispose()
    assert loaded
    return sorted(fact.note.text for fact in loaded.sayings if isinstance(fact, NoteKept))


def listen(page: Page) -> list[str]:
    """The words of every note that the page sends, as they go over the line."""
    sent: list[str] = []

    def hear(payload: str | bytes) -> None:
        frame = json.loads(payload)
        if frame["t"] == "note":
            sent.append(frame["text"])

    page.on("websocket", lambda line: line.on("framesent", hear))
    return sent


async def hint(page: Page, *words: str) -> None:
    """The hint is on the screen, with these words marked."""
    place = page.get_by_role("status").filter(has_text="Kan noen kjennes igjen?")
    await expect(place.locator("mark")).to_have_text(list(words))
    await expect(place).to_be_in_viewport()


async def test_the_writer_decides(demo: Demo, new_page: NewPage) -> None:
    """A10: with mouse and with keys; the server gets what was decided, and nothing before."""
    control, tablet, phone = await new_page(LAPTOP), await new_page(TABLET), await new_page(PHONE)
    sent, sent_too = listen(tablet), listen(phone)
    await in_writing(demo, control, tablet, phone)
    name = somebody(demo)
    box = tablet.get_by_label("Innspillet ditt")
    await look(tablet, "tablet-promise")

    # Changed: the word is ready to be written over.
    await box.fill(f"Enig med {name} i dette.")
    await tablet.get_by_role("button", name="Send innspillet").dblclick()
    await hint(tablet, name)
    await look(tablet, "tablet-hint")
    await tablet.get_by_role("button", name="Endre").click()
    await expect(box).to_be_focused()
    await tablet.keyboard.type("mange")
    await expect(tablet.get_by_text("Kan noen kjennes igjen?")).to_have_count(0)
    assert sent == []
    await tablet.keyboard.press("Control+Enter")
    await expect(stored(tablet, "Enig med mange i dette.")).to_be_visible()

    # Sent anyway, on a phone with keys alone.
    await phone.get_by_label("Innspillet ditt").fill(SELF)
    await phone.keyboard.press("Tab")
    await phone.keyboard.press("Enter")
    await hint(phone, "412 34 567", "Som ordfører")
    await look(phone, "phone-hint")
    await expect(phone.get_by_role("button", name="Send likevel")).to_be_focused()
    assert sent_too == []
    await asyncio.sleep(MOMENT)
    await phone.keyboard.press("Enter")
    await expect(stored(phone, SELF)).to_be_visible()

    assert (sent, sent_too) == (["Enig med mange i dette."], [SELF])
    assert kept(demo) == ["Enig med mange i dette.", SELF]


async def test_it_is_pointed_out_without_a_network_too(demo: Demo, new_page: NewPage) -> None:
    """A10: what it takes came with the page."""
    control, tablet = await new_page(LAPTOP), await new_page(TABLET)
    await in_writing(demo, control, tablet)
    named = f"{somebody(demo)} har rett."
    await tablet.get_by_label("Innspillet ditt").fill(named)
    await asyncio.to_thread(demo.kill)
    await expect(tablet.get_by_text("Kobler til – teksten er trygg")).to_be_visible(timeout=20_000)
    await tablet.get_by_role("button", name="Send innspillet").click()
    await hint(tablet, named.removesuffix(" har rett."))
    await asyncio.to_thread(demo.start)
    await expect(tablet.get_by_text("Tilkoblet")).to_be_visible(timeout=30_000)
    assert kept(demo) == []
    await tablet.get_by_role("button", name="Send likevel").click()
    await expect(stored(tablet, named)).to_be_visible()
    assert kept(demo) == [named]


async def test_the_promise_stands_beside_the_box(demo: Demo, new_page: NewPage) -> None:
    control, tablet = await new_page(LAPTOP), await new_page(TABLET)
    await in_writing(demo, control, tablet)
    box = tablet.get_by_label("Innspillet ditt")
    await box.fill("Halvveis i en tanke")
    await expect(tablet.get_by_text(PROMISE)).to_be_visible()
    async with tablet.expect_popup() as opened:
        await tablet.get_by_role("link", name="Slik vernes du").click()
    page = await opened.value
    await expect(page.get_by_role("heading", level=1)).to_have_text("Slik vernes du")
    await page.close()
    await expect(box).to_have_value("Halvveis i en tanke")

    plain = await new_page(PHONE)
    await plain.goto(f"{demo.base}/b/{demo.codes[2]}/enkelt")
    await expect(plain.get_by_text(PROMISE)).to_be_visible()
    await look(plain, "plain-promise")
