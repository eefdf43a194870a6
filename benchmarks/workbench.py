"""An editor at the workbench, in a real browser: `python -m benchmarks.workbench`.

The labelled notes (`tests/text/notes.csv`) are worked through to published statements with nothing
but the keyboard, by somebody who knows at once where each belongs: what is left is what the screen
asks for. Then how long 1,500 contributions take to open and to move. Prints; `docs/benchmarks.md`
tells.
"""

import asyncio
import secrets
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from shutil import which
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, sleep

from playwright.async_api import Page, async_playwright

from app.core import commands as c
from app.core.rules import hashed
from app.core.things import Kind, Plan, Question, Step, Table
from app.rooms import Rooms
from app.store import staff, workshops
from app.store.database import migrate, open_database
from benchmarks.words import ALL, OWN, read

EDITOR = c.Staff("Redaktør (måling)")
PASSWORD = "bare til måling"  # noqa: S105  (of a server that lives for a minute)
MANY = 1_500
MOVES = 60

# Until what a key did is painted, for each of so many presses; then the median and the worst.
PRESS = """async ([key, code, times]) => {
  const list = document.getElementById("contributions"), took = [];
  for (let i = 0; i < times; i++) {
    const began = performance.now();
    list.dispatchEvent(new KeyboardEvent("keydown", {key, code, bubbles: true, cancelable: true}));
    await new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)));
    took.push(performance.now() - began);
    await new Promise((later) => setTimeout(later, 50));
  }
  took.sort((a, b) => a - b);
  return [took[Math.floor(times / 2)], took[times - 1]];
}"""


async def _held(rooms: Rooms, texts: Sequence[str]) -> str:
    """The code of a workshop that is over, in which this was written."""
    code = workshops.new_code(6)
    room = await rooms.room(workshops.create(rooms.engine, code))
    assert room is not None
    plan = Plan("Måling", "Prøvevik", "kommunestyret", "Salen", starts=1, ends=2)
    steps = (Step("a", Kind.RULES, 1), Step("b", Kind.WRITE, 1, "q"), Step("c", Kind.END, 0))
    for asked in (
        c.PlanWorkshop(plan),
        c.LayTables((Table(1, "Bord 1", 7),)),
        c.LayProgramme((Question("q", "Hva skal vi satse på, og hvorfor?"),), steps),
        c.OpenStep("a"),
        c.OpenStep("b"),
    ):
        await room.do(asked, EDITOR)
    for text in texts:
        note = c.KeepNote(secrets.token_hex(16), "q", text, hashed(secrets.token_hex(16)))
        await room.do(note, c.Tablet(secrets.token_hex(16), 1))
    await room.do(c.EndWorkshop(), EDITOR)
    return code


FOCUSED = "selector => document.activeElement.matches(selector)"


class Hands:
    """A keyboard that counts."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.keys = self.signs = 0

    async def press(self, *keys: str) -> None:
        for key in keys:
            self.keys += 1
            await self.page.keyboard.press(key)

    async def type(self, words: str) -> None:
        self.signs += len(words)
        await self.page.keyboard.type(words)

    async def reach(self, selector: str, key: str = "Tab") -> None:
        """Tab after tab, until the focus is there. Raises `LookupError`."""
        for _ in range(1_000):
            if await self.page.evaluate(FOCUSED, selector):
                return
            await self.press(key)
        raise LookupError(selector)

    async def settled(self) -> None:
        """A person looks before the next act: until what was done is seen."""
        await self.page.wait_for_timeout(40)

    async def here(self) -> str:
        at = self.page.locator("#contributions [data-at=true] .words")
        return await at.inner_text() if await at.count() else ""

    async def left(self) -> int:
        said = (await self.page.locator(".count").inner_text()).split()[0]
        return int(said) if said.isdecimal() else 0


async def _work_through(page: Page) -> None:
    hands, labels = Hands(page), {row["text"]: row for row in ALL}
    themes, began = read(OWN / "themes.csv"), perf_counter()
    at = {row["theme"]: i for i, row in enumerate(themes)}
    await hands.reach("#contributions")
    for row in themes:
        await hands.press("t")
        await hands.type(f"{row['name']}: {row['keywords']}")
        await hands.press("Enter")
        await page.locator(".theme", has_text=row["name"]).wait_for()
        await hands.press("Escape")
    await page.get_by_role("button", name="Godta de sikreste").wait_for()
    await hands.press("Shift+Tab", "Enter", "Tab")
    await hands.settled()
    sure = int((await page.locator(".said").inner_text()).split()[0])

    moved = aside = 0
    await hands.press("Home")
    for _ in range(len(ALL)):  # every one is read: what lies right is passed by
        text = await hands.here()
        row = labels[text]
        lies = await page.locator("#contributions [data-at=true] .quiet").inner_text()
        before = text
        if row["theme"] == "UKLAR":
            await hands.press("x", "1", "Enter")
            aside += 1
        elif f" {themes[at[row['theme']]]['name']} " not in lies:
            number = at[row["theme"]]
            await hands.press(str(number + 1) if number < 9 else f"Shift+Digit{number - 8}")
            moved += 1
        else:
            await hands.press("j")
        await hands.settled()
        if await hands.here() == before:
            break

    for row in themes:  # one theme at a time, from the statement to the last note of it
        await hands.reach(f".theme:nth-child({at[row['theme']] + 1}) .name", "Shift+Tab")
        await hands.press("Enter")
        await hands.reach("#contributions")
        await hands.press("Home")
        first = True
        while (await hands.here()) and labels[text := await hands.here()]["theme"] == row["theme"]:
            if (
                " · ikke gjort rede for"
                not in await page.locator("[data-at=true] .quiet").inner_text()
            ):
                break
            await hands.press("m" if labels[text]["minority"] == "1" and not first else "s")
            if first:
                await hands.type(f"Dere vil at planen skal si noe om {row['name'].lower()}.")
            await hands.press("Enter")
            await hands.settled()
            first = False
    left = await hands.left()
    await _publish(hands)
    seconds = perf_counter() - began
    sys.stdout.write(
        f"{len(ALL)} notes, {len(themes)} themes: {hands.keys} keys and {hands.signs} signs typed, "
        f"{seconds:.0f} s by machine; {sure} accepted at a stroke, {moved} moved by hand, "
        f"{aside} set aside, {left} left, published\n"
    )


async def _publish(hands: Hands) -> None:
    """From the bench to the minutes, where the form is last on the page."""
    await hands.reach("a[href$='/motebok']", "Shift+Tab")
    async with hands.page.expect_navigation():
        await hands.press("Enter")
    await hands.reach("[name=confirmed]", "Shift+Tab")
    await hands.press("Space")
    await hands.reach("form[action*='/publiser'] button")
    async with hands.page.expect_navigation():
        await hands.press("Enter")
    await hands.page.get_by_text("Publisert.").wait_for()


async def _measure_many(page: Page) -> None:
    opened = []
    for _ in range(5):
        await page.goto(page.url)
        await page.locator("#contributions [role=option]").first.wait_for()
        opened.append(await page.evaluate("performance.now()"))
    await page.locator("#new-theme").fill("Skole: skoler, lærere")
    await page.keyboard.press("Enter")
    await page.locator(".theme").wait_for()
    await page.wait_for_timeout(3_000)  # the hints are there
    sys.stdout.write(f"{MANY} open in {median(opened):.0f} ms (worst {max(opened):.0f})\n")
    for name, key, code in (("to the next", "j", "KeyJ"), ("into a theme", "1", "Digit1")):
        middle, worst = await page.evaluate(PRESS, [key, code, MOVES])
        sys.stdout.write(f"{name}: {middle:.0f} ms until painted (worst {worst:.0f})\n")


async def _measure(base: str, codes: tuple[str, str]) -> None:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=which("chromium"))
        context = await browser.new_context(viewport={"width": 1440, "height": 900}, locale="nb-NO")
        page = await context.new_page()
        page.set_default_timeout(10_000)
        await page.goto(f"{base}/stab/v/{codes[0]}/arbeidsbenk")
        await page.locator("[name=login]").fill("maaling")
        await page.locator("[name=password]").fill(PASSWORD)
        await page.locator("[name=password]").press("Enter")
        await page.locator("#contributions [role=option]").first.wait_for()
        await _work_through(page)
        await page.goto(f"{base}/stab/v/{codes[1]}/arbeidsbenk")
        await _measure_many(page)
        await browser.close()


async def _prepare(data: Path) -> tuple[str, str]:
    engine = open_database(f"sqlite:///{data / 'tannhjul.db'}")
    migrate(engine)
    staff.set_user(engine, "maaling", EDITOR.name, PASSWORD)
    rooms, texts = Rooms(engine), [row["text"] for row in ALL]
    many = [f"{texts[i % len(texts)]} ({i})" for i in range(MANY)]
    codes = await _held(rooms, texts), await _held(rooms, many)
    engine.dispose()
    return codes


def main() -> None:
    with TemporaryDirectory() as folder:
        codes = asyncio.run(_prepare(Path(folder)))
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = str(probe.getsockname()[1])
        command = [sys.executable, "-m", "app.cli", "serve", "--port", port, "--data", folder]
        server = subprocess.Popen([*command, "--host", "127.0.0.1"], stdout=subprocess.DEVNULL)  # noqa: S603
        try:
            base = f"http://127.0.0.1:{port}"
            for _ in range(300):
                try:
                    urllib.request.urlopen(f"{base}/helse").close()  # noqa: S310
                    break
                except OSError:
                    sleep(0.1)
            asyncio.run(_measure(base, codes))
        finally:
            server.terminate()
            server.wait(20)


if __name__ == "__main__":
    main()
