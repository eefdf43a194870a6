"""Receipts from the tablet to the phone and into the published minutes, and how a tablet is left.

The codes are read off the screen as a phone's camera would read them.
"""

import asyncio
import base64
import json
import subprocess
import sys
import urllib.request
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page, Route, expect

from app.core.receipts import fingerprint
from app.store import workshops
from app.store.database import open_database
from tests.browser.conftest import LAPTOP, PHONE, TABLET, Demo, NewPage, look
from tests.browser.people import account, arrive, enter, go_to, lead, log_in, write

QR = Path(__file__).parents[2] / "frontend/node_modules/qr"
PLAIN = "Bygg tett rundt stasjonen, og la matjorda ligge."
ODD = " A\u030apne\u00a0dører  \U0001f469\u200d\U0001f467 \u202efor\u200b alle\n\n\n\nسلام "
NAMES = "Den gamle læreren ved torget bør flytte"
FROM_OTHERS = "Flere benker langs elva"


# ---------------------------------------------------------------- what people do


async def in_writing(demo: Demo, control: Page, *tablets: Page) -> None:
    await log_in(control, demo, f"/stab/v/{demo.code}/styr")
    for table, tablet in enumerate(tablets, start=1):
        await enter(tablet, demo, table)
    await lead(control, "Start: Spilleregler")
    for tablet in tablets:
        await tablet.get_by_role("button", name="Jeg er med").click()
    await go_to(control, "Skriving hver for seg")


async def end(demo: Demo, control: Page) -> None:
    """From wherever the hall is, straight to the end."""
    await control.goto(f"{demo.base}/stab/v/{demo.code}/styr")
    row = control.locator("li", has_text="Avslutning").last
    await row.get_by_role("button").first.click()
    await row.get_by_role("button", name="Gå til dette steget").click()
    confirm = row.get_by_role("button", name="Ja, gå dit")
    if await confirm.count():
        await confirm.click()
    await lead(control, "Avslutt verkstedet")
    await control.get_by_role("button", name="Ja, avslutt").click()
    await expect(control.get_by_text("Verkstedet er over")).to_be_visible()


async def publish(demo: Demo, page: Page) -> None:
    await account(page, demo)
    await page.goto(f"{demo.base}/stab/v/{demo.code}/motebok")
    await page.locator("[name=confirmed]").check()
    await arrive(page, page.get_by_role("button", name="Publiser").click())
    assert "saved=published" in page.url


async def kept(page: Page) -> Any:
    """All that the device keeps, of every workshop."""
    return await page.evaluate(
        """async () => {
          const found = [Object.entries(localStorage), Object.entries(sessionStorage)].flat();
          for (const { name } of await indexedDB.databases()) {
            const db = await new Promise((done) => {
              indexedDB.open(name).onsuccess = (event) => done(event.target.result);
            });
            for (const store of db.objectStoreNames) {
              found.push(...await new Promise((done) => {
                const asked = db.transaction(store).objectStore(store).getAllKeys();
                asked.onsuccess = () => done(asked.result);
              }));
            }
            db.close();
          }
          return found;
        }"""
    )


@pytest.fixture
async def camera(browser: Browser) -> AsyncIterator[Page]:
    """A page with the other half of the QR library: the one that reads."""
    context = await browser.new_context()
    page = await context.new_page()

    async def serve(route: Route) -> None:
        name = route.request.url.rsplit("/", 1)[1]
        if name.endswith(".js"):
            await route.fulfill(path=QR / name, content_type="text/javascript")
        else:
            await route.fulfill(body="<!doctype html>", content_type="text/html")

    await page.route("**", serve)
    await page.goto("http://127.0.0.1:1/camera")
    yield page
    await context.close()


async def scan(camera: Page, tablet: Page) -> str:
    picture = await tablet.get_by_role("img", name="QR-kode").screenshot()
    found: str = await camera.evaluate(
        """async (picture) => {
          const { default: read } = await import("/decode.js");
          const image = await createImageBitmap(await (await fetch(picture)).blob());
          const { width, height } = image;
          const canvas = new OffscreenCanvas(width, height).getContext("2d");
          canvas.drawImage(image, 0, 0);
          return read({ width, height, data: canvas.getImageData(0, 0, width, height).data });
        }""",
        f"data:image/png;base64,{base64.b64encode(picture).decode()}",
    )
    return found


class Wire:
    """Stands between a browser and the server, and writes down what the browser says."""

    def __init__(self, demo: Demo) -> None:
        self.base = ""
        self._there = demo.base.rsplit(":", 1)[1]
        self._said: list[bytearray] = []

    async def pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        answers, asked = await asyncio.open_connection("127.0.0.1", int(self._there))
        said = bytearray()
        self._said.append(said)

        async def copy(
            source: asyncio.StreamReader, target: asyncio.StreamWriter, log: bytearray
        ) -> None:
            with suppress(OSError):
                while data := await source.read(65_536):
                    log += data
                    target.write(data)
            target.close()

        await asyncio.gather(copy(reader, asked, said), copy(answers, writer, bytearray()))

    def told(self) -> list[bytes]:
        """Every request since last, to the letter, sorted: connections come in any order.

        Not those for what never changes: which of them a browser has kept is chance.
        """
        whole = b"".join(bytes(said) for said in self._said)
        for said in self._said:
            said.clear()
        assert b"#" not in whole, "what follows the sign stays in the browser"
        requests = (request for request in whole.split(b"\r\n\r\n") if request)
        return sorted(each for each in requests if not each.startswith(b"GET /static/"))


@pytest.fixture
async def wire(demo: Demo) -> AsyncIterator[Wire]:
    wire = Wire(demo)
    server = await asyncio.start_server(wire.pass_on, "127.0.0.1", 0)
    wire.base = "http://{}:{}".format(*server.sockets[0].getsockname())
    yield wire
    server.close()


def verify(*files: Path) -> tuple[int, Any]:
    command = [sys.executable, "-m", "app.cli", "verify", "--json", *map(str, files)]
    done = subprocess.run(command, capture_output=True, check=False, timeout=60)
    return done.returncode, json.loads(done.stdout)


def altered(document: Any, was: str, now: str) -> Any:
    whole = json.dumps(document, ensure_ascii=False)
    assert whole.count(was) == 1
    return json.loads(whole.replace(was, now))


# ---------------------------------------------------------------- the tests


async def test_from_the_tablet_to_the_phone_and_into_the_minutes(
    demo: Demo, new_page: NewPage, browser: Browser, camera: Page, wire: Wire, tmp_path: Path
) -> None:
    """R3, R4, R5, R6, R7, V86."""
    control, first, second = [await new_page(size) for size in (LAPTOP, TABLET, PHONE)]
    await in_writing(demo, control, first, second)
    for words in (PLAIN, "Trekkes tilbake", NAMES):
        await write(first, words)
    await first.get_by_label("Innspillet ditt").fill(ODD)
    await first.get_by_role("button", name="Send innspillet").click()
    await write(second, FROM_OTHERS)
    withdrawn = first.locator("article", has_text="Trekkes tilbake")
    await withdrawn.get_by_role("button", name="Trekk tilbake").click()
    await expect(withdrawn.get_by_text("Trukket tilbake")).to_be_visible()

    # «Mine innspill» can be opened at any time, and goes when the hall moves on.
    mine = first.get_by_role("button", name="Mine innspill")
    await mine.click()
    await expect(first.get_by_role("heading", name="Mine innspill")).to_be_visible()
    await look(first, "tablet-mine")
    await end(demo, control)
    links = []
    for tablet, name in ((first, "tablet-end-code"), (second, "phone-end-code")):
        await expect(tablet.get_by_role("heading", name="Takk for i dag")).to_be_visible()
        await tablet.get_by_role("button", name="Vis koden").click()
        links.append(await scan(camera, tablet))
        await look(tablet, name)
    address, receipts = links[0].split("#")
    assert address == f"{demo.base}/mine"
    assert receipts.startswith(f"{demo.code}.")
    assert len(receipts) == len(demo.code) + 1 + 3 * 22, "not for the one that was withdrawn"

    # On a phone, before and after the minutes are out. All that is asked goes over the wire.
    phone_like: Any = {"viewport": {"width": 390, "height": 844}, "locale": "nb-NO"}
    contexts = [await browser.new_context(**phone_like) for _ in links]
    phones = [await context.new_page() for context in contexts]
    asked = []
    for phone, link in zip(phones, links, strict=True):
        await phone.goto(link.replace(demo.base, wire.base))
        await expect(phone.get_by_text("Møteboka er ikke publisert ennå.")).to_be_visible()
        assert phone.url == f"{wire.base}/mine"
        assert await phone.evaluate("[history.length, history.state]") == [2, None]
        asked.append(wire.told())
    assert asked[0] == asked[1], "nothing in a request tells whose phone it is"
    await look(phones[0], "phone-mine-before")

    await hide(demo, control, NAMES)
    await publish(demo, control)
    for phone in phones:
        await phone.reload()
        await expect(phone.get_by_text("Lista stemmer: Alle 4 innspill")).to_be_visible()
        asked.append(wire.told())
    assert asked[2] == asked[3]
    for said in asked:
        heads = [request.split(b"\r\n")[0].decode() for request in said]
        assert {head.split()[0] for head in heads} == {"GET"}
        assert [head for head in heads if "/v/" in head] == [f"GET /v/{demo.code}.json HTTP/1.1"]

    phone = phones[0]
    await expect(phone.get_by_text("Står uendret i møteboka")).to_have_count(2)
    await expect(phone.get_by_text("Skjult: noen kan kjennes igjen.")).to_have_count(1)
    await expect(phone.get_by_text("Det støtter denne formuleringen:")).to_have_count(2)
    await expect(phone.get_by_text("سلام")).to_be_visible()
    await expect(phone.get_by_text(NAMES)).to_have_count(0)
    await expect(phones[1].get_by_text("Står uendret i møteboka")).to_have_count(1)
    await look(phone, "phone-mine")

    # It remembers; and saves what `tannhjul verify` reads.
    again = await contexts[0].new_page()
    await again.goto(f"{wire.base}/mine")
    await expect(again.get_by_text("Står uendret i møteboka")).to_have_count(2)
    async with again.expect_download() as download:
        await again.get_by_role("button", name="Lagre kvitteringene").click()
    mine_file, minutes_file = tmp_path / "mine.json", tmp_path / "minutes.json"
    await (await download.value).save_as(mine_file)
    with urllib.request.urlopen(f"{demo.base}/v/{demo.code}.json") as answer:
        published = json.load(answer)
    minutes_file.write_text(json.dumps(published))
    holds = {"root_ok": True, "receipts": {"present": 2, "hidden": 1, "missing": 0}}
    assert verify(minutes_file, mine_file) == (0, holds)
    note = next(
        n for case in published["minutes"]["cases"] for n in case["notes"] if n["text"] == PLAIN
    )
    assert note["fingerprint"] == fingerprint(note["id"], PLAIN)

    # One character of one published note.
    other = altered(published, PLAIN, PLAIN.replace("ligge", "ligga"))
    minutes_file.write_text(json.dumps(other))
    status, said = verify(minutes_file, mine_file)
    assert (status, said["root_ok"], said["receipts"]["missing"]) == (1, False, 1)
    await phone.route("**/v/*.json", lambda route: route.fulfill(json=other))
    await phone.reload()
    await expect(phone.get_by_text("Den publiserte lista stemmer ikke")).to_be_visible()
    await expect(phone.get_by_text("Ordene er endret")).to_have_count(1)
    await expect(phone.get_by_text("Står uendret i møteboka")).to_have_count(1)
    await look(phone, "phone-mine-altered")

    # Forgotten on the phone; and a saved file brings it back.
    await phone.get_by_role("button", name="Glem mine innspill").click()
    await phone.get_by_role("button", name="Ja, glem dem").click()
    await expect(phone.get_by_text("Denne enheten kjenner ingen innspill.")).to_be_visible()
    await expect(again.get_by_text("Denne enheten kjenner ingen innspill.")).to_be_visible()
    assert await kept(phone) == []
    await phone.unroute("**/v/*.json")
    await phone.get_by_label("Har du lagret kvitteringer?").set_input_files(mine_file)
    await expect(phone.get_by_text("Står uendret i møteboka")).to_have_count(2)

    # The tablet it was written on finds them too, by its own memory, with one's own words.
    await first.goto(f"{demo.base}/mine")
    await expect(first.get_by_text("Står uendret i møteboka")).to_have_count(2)
    await expect(first.get_by_text(NAMES)).to_be_visible()
    for context in contexts:
        await context.close()


async def hide(demo: Demo, page: Page, words: str) -> None:
    """On the page for writing up, which is a form and needs no script."""
    await page.goto(f"{demo.base}/stab/v/{demo.code}/motebok")
    note = page.locator("li", has_text=words)
    await arrive(page, note.get_by_role("link", name="Skjul …").click())
    await page.get_by_label("Noen kan kjennes igjen").first.check()
    await page.get_by_label("En annen hjemmel").first.fill("offentleglova § 13")
    await look(page, "staff-minutes-hide")
    await arrive(page, page.get_by_role("button", name="Skjul hele teksten").first.click())
    await expect(page.get_by_text("Alle ordene er skjult:").first).to_be_visible()
    await look(page, "staff-minutes-hidden")


async def test_a_note_is_hidden_in_the_hall_and_shown_again(demo: Demo, new_page: NewPage) -> None:
    control, tablet, other = [await new_page(size) for size in (LAPTOP, TABLET, TABLET)]
    await in_writing(demo, control, tablet, other)
    await write(tablet, NAMES)
    await lead(control, "Lukk skrivingen", "Gå til: Bordsamtale")
    await expect(other.get_by_text(NAMES)).to_be_visible()
    await control.get_by_text("1 innspill til spørsmålet").click()
    await control.get_by_role("button", name="Skjul …").click()
    await look(control, "control-hide")
    await control.get_by_role("button", name="Et navn").click()
    concealed = "Skjult av prosesslederen: noen kan kjennes igjen."
    for page in (control, tablet, other):
        await expect(page.get_by_text(concealed)).to_be_visible()
        await expect(page.get_by_text(NAMES)).to_have_count(0)
    await look(other, "tablet-hidden")
    await control.get_by_role("button", name="Vis igjen …").click()
    await control.get_by_role("button", name="Vis det igjen").click()
    await expect(other.get_by_text(NAMES)).to_be_visible()


async def test_leaving_a_tablet_wipes_it_in_every_window(demo: Demo, new_page: NewPage) -> None:
    """R8."""
    control, tablet = await new_page(LAPTOP), await new_page(TABLET)
    await in_writing(demo, control, tablet)
    await write(tablet, PLAIN)
    await tablet.get_by_label("Innspillet ditt").fill("Ikke sendt ennå")
    window = await tablet.context.new_page()
    await window.goto(tablet.url)
    await expect(window.get_by_text(PLAIN)).to_be_visible()

    await tablet.get_by_role("button", name="Mine innspill").click()
    await tablet.get_by_role("button", name="Avslutt og slett fra nettbrettet").click()
    await expect(tablet.get_by_text("1 innspill eller endring er ikke sendt")).to_be_visible()
    await look(tablet, "tablet-finish")
    assert await kept(tablet) != []
    await tablet.get_by_role("button", name="Ja, slett").click()
    for page in (tablet, window):
        await expect(page.get_by_role("heading", name="Nettbrettet er tømt")).to_be_visible()
    await look(tablet, "tablet-wiped")
    assert await kept(tablet) == []

    await tablet.get_by_role("button", name="Begynn").click()
    await expect(tablet.get_by_role("button", name="Jeg er med")).to_be_visible()
    await expect(tablet.get_by_text(PLAIN)).to_have_count(0)


OVER = "Dette verkstedet er over"
"""What a tablet says that was not there, or has forgotten that it was."""

LATER = "const now = Date.now; Date.now = () => now.call(Date) + 4 * 3_600_000;"


async def test_a_borrowed_tablet_forgets_by_itself(demo: Demo, new_page: NewPage) -> None:
    """R9."""
    control, lent, own = [await new_page(size) for size in (LAPTOP, TABLET, PHONE)]
    await in_writing(demo, control, lent, own)
    for tablet in (lent, own):
        await write(tablet, PLAIN)
    await end(demo, control)
    await expect(lent.get_by_label("Dette er min egen enhet")).not_to_be_checked()
    await expect(own.get_by_label("Dette er min egen enhet")).to_be_checked()
    await lent.reload()
    await expect(lent.get_by_text(PLAIN)).to_be_visible()
    for tablet, there, words in ((lent, 0, OVER), (own, 1, "Takk for i dag")):
        later = await tablet.context.new_page()
        await later.add_init_script(LATER)
        await later.goto(tablet.url)
        await expect(later.get_by_role("heading", name=words)).to_be_visible()
        await expect(later.get_by_text(PLAIN)).to_have_count(there)
        await later.close()


async def test_a_tablet_that_joins_another_workshop_forgets_the_one_that_ended(
    demo: Demo, new_page: NewPage
) -> None:
    """R9."""
    engine = open_database(f"sqlite:///{demo.data / 'tannhjul.db'}")
    held = next(row for row in workshops.all_workshops(engine) if row.ended is not None)
    table = workshops.codes(engine, held.id)[1]
    engine.dispose()
    lent, own = await new_page(TABLET), await new_page(TABLET)
    for tablet in (lent, own):
        await tablet.goto(f"{demo.base}/b/{table}")
        await expect(tablet.get_by_role("heading", name=OVER)).to_be_visible()
    await own.evaluate(
        f"""() => new Promise((done) => {{
          indexedDB.open("tannhjul").onsuccess = (event) => {{
            const shelf = event.target.result.transaction("kept", "readwrite").objectStore("kept");
            const key = ["{held.code}", "device", ""];
            shelf.get(key).onsuccess = (found) => {{
              shelf.put({{ ...found.target.result, own: true }}, key).onsuccess = done;
            }};
          }};
        }})"""
    )
    for tablet, there in ((lent, {demo.code}), (own, {demo.code, held.code})):
        await enter(tablet, demo, 1)
        assert {workshop for workshop, *_ in await kept(tablet)} == there
