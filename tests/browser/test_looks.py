"""One visual language, in a browser: one edge, good contrasts in the dark, waiting that says so."""

import asyncio
import re

from playwright.async_api import Page, Route, expect

from tests.browser.conftest import LAPTOP, PHONE, Demo, NewPage, against_wcag
from tests.browser.people import arrive, log_in


async def left(page: Page, selector: str) -> float:
    box = await page.locator(selector).first.bounding_box()
    assert box
    return box["x"]


async def test_one_edge_and_readable_in_the_dark(demo: Demo, new_page: NewPage) -> None:
    """V358: head, text and foot begin at one edge, whatever the page is; axe finds every contrast
    good enough in the dark too."""
    page = await new_page(LAPTOP)
    await page.emulate_media(color_scheme="dark")
    await log_in(page, demo, "/stab")
    staff = f"/stab/v/{demo.code}"
    for path in (
        "/stab",
        staff,
        f"{staff}/medlemmer",
        f"{staff}/kunngjoring",
        "/b",
        "/sok",
    ):
        await page.goto(f"{demo.base}{path}")
        edges = {await left(page, each) for each in (".brand", "main h1", ".site-foot p")}
        assert len(edges) == 1, f"{path}: {edges}"
    await page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    for path in ("/", f"/v/{demo.code}", staff, f"{staff}/plassering", f"{staff}/styr"):
        await page.goto(f"{demo.base}{path}")
        await expect(page.locator("h1").first).to_be_visible()
        assert await against_wcag(page) == [], path


async def test_what_takes_time_says_so(demo: Demo, new_page: NewPage) -> None:
    """V359: the button that was pressed is busy and its cogwheel turns, and it is said aloud; for
    who wants little motion the cogwheel stands still."""
    page = await new_page(LAPTOP)
    await log_in(page, demo, f"/stab/v/{demo.code}/ramme")
    held = asyncio.Event()

    async def hold(route: Route) -> None:
        if route.request.method == "POST":
            await held.wait()
        await route.continue_()

    async def let_go(seen: str) -> None:
        assert seen == "true turn Et øyeblikk …"
        held.set()

    await page.route(re.compile("/ramme$"), hold)
    await page.expose_function("seen", let_go)
    button = page.locator("main [type=submit]").last
    # While a page is on its way Playwright does not look at the one that is left: it tells itself.
    await button.evaluate(
        """one => new MutationObserver(() => {
             const turning = getComputedStyle(one, "::before").animationName;
             const said = document.getElementById("busy").textContent;
             seen(`${one.getAttribute("aria-busy")} ${turning} ${said}`);
           }).observe(one, {attributes: true})"""
    )
    await arrive(page, button.click(no_wait_after=True))
    assert held.is_set()
    await page.emulate_media(reduced_motion="reduce")
    turning, grown = await page.locator("main [type=submit]").last.evaluate(
        """one => { const before = one.offsetWidth;
             one.setAttribute("aria-busy", "true");
             return [getComputedStyle(one, "::before").animationName, one.offsetWidth - before] }"""
    )
    assert (turning, grown) == ("none", 0), "and what is beside the button stays where it is"
