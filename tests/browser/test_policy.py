"""Every kind of page in a real browser: nothing is asked elsewhere, and the policy holds."""

from playwright.async_api import Request

from tests.browser.conftest import LAPTOP, Demo, NewPage
from tests.browser.people import log_in

SENSES = """() => ["camera", "microphone", "display-capture", "geolocation", "gyroscope"].filter(
    (sense) => document.featurePolicy.allowsFeature(sense))"""

BROKEN = """window.broken = [];
    addEventListener("securitypolicyviolation", (told) => broken.push(told.violatedDirective))"""


async def test_no_page_asks_elsewhere_or_breaks_the_policy(demo: Demo, new_page: NewPage) -> None:
    """V232, V230: public pages, the staff's, and each screen of the hall; with every sense denied
    as the browser itself understands it."""
    page = await new_page(LAPTOP)
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request))
    await page.add_init_script(BROKEN)
    await log_in(page, demo, "/stab")
    staff = f"/stab/v/{demo.code}"
    for path in (
        "/", "/sok?q=skole", "/vern", "/mine", f"/v/{demo.code}", f"/b/{demo.codes[1]}",
        f"/skjerm/{demo.codes[None]}", f"{staff}/styr", f"{staff}/program", f"{staff}/medlemmer",
        f"{staff}/kunngjoring", f"{staff}/arbeidsbenk", "/stab/kommune/merke",
    ):  # fmt: skip
        await page.goto(demo.base + path, wait_until="load")
        await page.wait_for_timeout(150)  # what a script asks for, once it runs
        assert await page.evaluate("broken") == [], path
        assert await page.evaluate(SENSES) == [], path
    hosts = {each.url.split("/")[2] for each in asked if not each.url.startswith("data:")}
    assert hosts == {demo.base.removeprefix("http://")}
    assert len(asked) > 40
