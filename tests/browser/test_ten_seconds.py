"""From the QR code to the first note, on a slow tablet: what is promised is asserted – taps, bytes,
what is waited for – and what a clock says is reported only, since it tells of the machine as well.

The figures end in pytest's summary, and by `make tablet` in `docs/benchmarks.md`.
"""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import TABLET, Demo, NewPage
from tests.browser.people import write
from tests.loop import Office

SLOWER = 4
"""Times that the processor is slower than this machine's."""
BAD_WIFI = {
    "offline": False,
    "latency": 150,  # ms until an answer begins
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 750_000 / 8,
}
NOTE, PER_MINUTE = "Bygg tett ved stasjonen", 200
"""A short first note, and at how many characters a minute it is taken to be typed."""
BUDGET = 40_000
"""Bytes of JavaScript, compressed, that stand between the QR code and the first note."""

# Moments are taken as the page changes, by its own clock, which began with the navigation.
WATCH = """(() => {
  const seen = (window.seen = { taps: 0 });
  addEventListener("pointerdown", (event) => { seen.taps += event.isTrusted ? 1 : 0; }, true);
  addEventListener("submit", () => { seen.sent = performance.now(); }, true);
  const marks = {
    rules: () => document.querySelector("button.big"),
    box: () => document.getElementById("note"),
    stored: () => document.querySelector("article")?.textContent.includes("Lagret"),
  };
  new MutationObserver(() => {
    for (const [name, there] of Object.entries(marks))
      if (!(name in seen) && there()) seen[name] = performance.now();
  }).observe(document, { subtree: true, childList: true, characterData: true });
})()"""
SEEN = """() => Object.assign(seen,
  Object.fromEntries(performance.getEntriesByType("paint").map((one) => [one.name, one.startTime])),
  { before: performance.getEntriesByType("resource")
      .filter((one) => one.startTime < seen.rules).map((one) => one.name) })"""
"""The moments, and what was asked for before the first screen was drawn."""


@dataclass
class Wire:
    """Bytes of bodies as they came over the wire, by address."""

    came: dict[str, int] = field(default_factory=dict)
    _addresses: dict[str, str] = field(default_factory=dict)

    def asked(self, told: dict[str, Any]) -> None:
        address = self._addresses[told["requestId"]] = told["request"]["url"]
        self.came.setdefault(address, 0)

    def got(self, told: dict[str, Any]) -> None:
        if address := self._addresses.get(told["requestId"]):
            self.came[address] += told["encodedDataLength"]

    def ended(self, told: dict[str, Any]) -> None:
        """Of the page itself nothing is told before it is here: then all of it, headers too."""
        if (address := self._addresses.get(told["requestId"])) and not self.came[address]:
            self.came[address] = told["encodedDataLength"]


@asynccontextmanager
async def slow_tablet(
    new_page: NewPage, network: dict[str, Any]
) -> AsyncIterator[tuple[Page, Wire]]:
    """A tablet that has never been here, with everything it asks for written down."""
    page, wire = await new_page(TABLET), Wire()
    browser = await page.context.new_cdp_session(page)
    browser.on("Network.requestWillBeSent", wire.asked)
    browser.on("Network.dataReceived", wire.got)
    browser.on("Network.loadingFinished", wire.ended)
    await browser.send("Network.enable")
    if network:
        await browser.send("Network.emulateNetworkConditions", network)
    await browser.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    await page.add_init_script(WATCH)
    yield page, wire
    await browser.detach()


async def let_the_hall_write(demo: Demo) -> None:
    async with Office(demo.base) as office:
        await office.log_in("demo", demo.password)
        async with office.control(demo.code).here() as control:
            steps = control.view.parts["programme"]
            writing = next(step["id"] for step in steps if step["kind"] == "write")
            await control.lead("open_step", step=writing)


async def test_from_the_code_to_the_first_note(
    demo: Demo, new_page: NewPage, request: pytest.FixtureRequest
) -> None:
    """V345, V346, V347, V348: who comes while the hall writes. Two taps; the JavaScript that is
    waited for is small and named in the page, so that all of it is asked for at once; and a note
    is stored before any of the steps to come is here."""
    await let_the_hall_write(demo)
    address = f"{demo.base}/b/{demo.codes[1]}"

    async with slow_tablet(new_page, BAD_WIFI) as (page, wire):
        await page.goto(address, wait_until="commit")
        await page.get_by_role("button", name="Jeg er med").click()
        await expect(page.get_by_label("Innspillet ditt")).to_be_focused()
        await page.keyboard.type(NOTE)
        await page.get_by_role("button", name="Send innspillet").click()
        await expect(page.locator("article").get_by_text("Lagret", exact=True)).to_be_visible()
        seen = await page.evaluate(SEEN)
    async with slow_tablet(new_page, {}) as (near, _):
        await near.goto(address)
        await expect(near.get_by_role("button", name="Jeg er med")).to_be_visible()
        near_seen = await near.evaluate(SEEN)

    first = {one: size for one, size in wire.came.items() if one in {address, *seen["before"]}}
    scripts = {one: size for one, size in first.items() if one.endswith(".js")}
    text = await near.evaluate("() => fetch(location.href).then((page) => page.text())")
    named = {demo.base + one for one in re.findall(r'(?:src|href)="([^"]*\.js)"', text)}
    assert seen["taps"] == 2
    assert scripts.keys() == named
    assert 10_000 < sum(scripts.values()) <= BUDGET
    assert 0 < wire.came[address] < len(text.encode()) / 2

    def comes_later(url: str) -> bool:
        return url.endswith(".js") and url not in named

    alone = await new_page(TABLET)
    await alone.route(comes_later, lambda route: route.abort("connectionfailed"))
    await alone.goto(address)
    await alone.get_by_role("button", name="Jeg er med").click()
    await write(alone, NOTE)
    async with alone.expect_event("requestfinished", lambda one: comes_later(one.url)):
        await alone.unroute(comes_later)

    acknowledged, typing = seen["stored"] - seen["sent"], len(NOTE) * 60_000 / PER_MINUTE
    for what, figure in {
        "taps from the code to a stored note": f"{seen['taps']}",
        "JavaScript before one can write": kilo(sum(scripts.values())),
        "all before the first screen": kilo(sum(first.values())),
        "all until the first note is stored": kilo(sum(wire.came.values())),
        "near: first paint": seconds(near_seen["first-paint"]),
        "near: first contentful paint": seconds(near_seen["first-contentful-paint"]),
        "near: the ground rules can be accepted": seconds(near_seen["rules"]),
        "bad Wi-Fi: first paint": seconds(seen["first-paint"]),
        "bad Wi-Fi: the ground rules can be accepted": seconds(seen["rules"]),
        "bad Wi-Fi: a note can be typed": seconds(seen["box"]),
        "bad Wi-Fi: from pressed to «Lagret»": seconds(acknowledged),
        f"bad Wi-Fi: in all, {len(NOTE)} characters typed at {PER_MINUTE} a minute": seconds(
            seen["box"] + typing + acknowledged
        ),
    }.items():
        request.node.user_properties.append((what, figure))


def kilo(size: float) -> str:
    return f"{size / 1000:.1f} kB"


def seconds(moment: float) -> str:
    return f"{moment / 1000:.1f} s"
