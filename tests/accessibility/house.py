"""A real server with the demonstration series, and every address of a page that leads somewhere."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Browser, Page

from app.store import workshops
from app.store.database import open_database
from tests.browser.conftest import LAPTOP, free_address, serve
from tests.browser.people import arrive
from tests.hostile.world import PASSWORD, template

LANGUAGES = {"nb": "nb-NO", "nn": "nn-NO", "en": "en-GB", "se": "se-NO"}

HALL = ("/b/{code}", "/b/{code}/bord", "/skjerm/{code}", "/skjerm/{code}/bord")
"""What is a screen of the hall, and is looked at in each step instead (`hall.py`)."""


@dataclass
class House:
    """`addresses`: by route, as a walk over every link found them. `code`: of what is to be held,
    `codes` by its tables, the projector's under None."""

    base: str
    data: Path
    addresses: dict[str, list[str]]
    code: str
    codes: dict[int | None, str]

    def pages(self, routes: Iterable[str] = (), most: int = 1) -> list[str]:
        """Addresses of these routes, or of all; not of the hall's screens."""
        chosen = [*routes] or [route for route in self.addresses if route not in HALL]
        return [address for route in chosen for address in self.addresses[route][:most]]

    async def open(
        self, browser: Browser, size: tuple[int, int] = LAPTOP, language: str = "nb"
    ) -> Page:
        """A page of its own device, logged in as one who may do everything."""
        session = self.data / "session.json"
        if not session.exists():
            page = await self.outside(browser)
            await page.goto(f"{self.base}/stab/logg-inn")
            await page.locator("[name=login]").fill("kari")
            await page.locator("[name=password]").fill(PASSWORD)
            await arrive(page, page.locator("main [type=submit]").click())
            await page.context.storage_state(path=session)
        return await self.outside(browser, size, language, session)

    async def outside(
        self,
        browser: Browser,
        size: tuple[int, int] = LAPTOP,
        language: str = "nb",
        session: Path | None = None,
    ) -> Page:
        """A page that nobody is logged in on, but where a session is given."""
        width, height = size
        context = await browser.new_context(
            viewport={"width": width, "height": height},
            locale=LANGUAGES[language],
            storage_state=session,
        )
        page = await context.new_page()
        page.set_default_timeout(15_000)
        return page


@asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[House]:
    """Made, and served until it is left."""
    made = await template(folder)
    engine = open_database(f"sqlite:///{folder / 'tannhjul.db'}")
    row = next(row for row in workshops.all_workshops(engine) if row.ended is None)
    codes = workshops.codes(engine, row.id)
    engine.dispose()
    base = free_address()
    server = serve(base, folder, "serve")
    try:
        yield House(base, folder, made.known.addresses, row.code, codes)
    finally:
        server.terminate()
        server.join(10)
