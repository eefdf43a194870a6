"""A real server with the demonstration council, and browsers at the sizes people use."""

import os
import socket
import time
import urllib.request
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from pathlib import Path
from shutil import copytree

import pytest
from playwright.async_api import Browser, Page, expect

from app import cli
from app.store import staff, workshops
from app.store.database import open_database
from tests import forked

AXE = (Path(__file__).parents[2] / "frontend/node_modules/axe-core/axe.min.js").read_text(
    encoding="utf-8"
)
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PICTURES = os.environ.get("TANNHJUL_PICTURES")
"""A directory for pictures of every screen; none are kept where it is not set."""

expect.set_options(timeout=15_000)  # as patient as a press is: two tests share a small machine

TABLET, PHONE = (768, 1024), (390, 844)
LAPTOP, PROJECTOR = (1440, 900), (1920, 1080)


@dataclass
class Demo:
    """A running demonstration. `codes` by table number, the projector's under None."""

    base: str
    data: Path
    server: BaseProcess
    code: str = ""
    codes: dict[int | None, str] = field(default_factory=dict)
    password: str = ""

    def kill(self) -> None:
        """As a power cut would."""
        self.server.kill()
        self.server.join(10)

    def start(self) -> None:
        """On the same data and the same port as before."""
        self.server = serve(self.base, self.data, *DEMO)


@pytest.fixture(scope="session")
def council(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data of a demonstration council as it is made: once, for it takes as long as a test."""
    data = tmp_path_factory.mktemp("council")
    server = serve(free_address(), data, *DEMO)
    server.terminate()
    server.join(30)
    return data


def free_address() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}"


@pytest.fixture
def demo(tmp_path: Path, council: Path) -> Iterator[Demo]:
    base = free_address()
    copytree(council, tmp_path, dirs_exist_ok=True)
    found = Demo(base, tmp_path, serve(base, tmp_path, *DEMO))
    try:
        _look_up(found)
        yield found
    finally:
        found.server.terminate()
        found.server.join(10)


DEMO = ("demo", "--council", "drammen")


def serve(base: str, data: Path, *command: str) -> BaseProcess:
    """A server of this data that answers at this address."""
    port = base.rsplit(":", 1)[1]
    options = ["--host", "127.0.0.1", "--port", port, "--data", data]
    server = forked.start(cli.main, *command, *options)
    for _ in range(900):
        assert server.is_alive(), "the server ended"
        try:
            with urllib.request.urlopen(f"{base}/helse"):
                return server
        except OSError:
            time.sleep(0.1)
    server.kill()
    raise AssertionError("the server did not answer")


def _look_up(demo: Demo) -> None:
    engine = open_database(f"sqlite:///{demo.data / 'tannhjul.db'}")
    row = next(row for row in workshops.all_workshops(engine) if row.ended is None)
    demo.code, demo.codes = row.code, workshops.codes(engine, row.id)
    demo.password = staff.setting(engine, "demo_password") or ""
    engine.dispose()


NewPage = Callable[..., Awaitable[Page]]

AWAY = ("net::ERR_CONNECTION", "net::ERR_INTERNET_DISCONNECTED", "net::ERR_CONTENT_LENGTH_MISMATCH")


@pytest.fixture
async def new_page(browser: Browser) -> AsyncIterator[NewPage]:
    """Opens a page of its own device: `await new_page(TABLET)`.

    Whatever the page asks of another host, or writes as an error to its console, fails the test –
    but for what the browser itself writes when the server is away.
    """
    contexts, wrong = [], []

    async def open_one(size: tuple[int, int], locale: str = "nb-NO") -> Page:
        width, height = size
        context = await browser.new_context(
            viewport={"width": width, "height": height}, locale=locale
        )
        contexts.append(context)
        page = await context.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on(
            "console",
            lambda message: (
                wrong.append(message.text)
                if message.type == "error" and not any(away in message.text for away in AWAY)
                else None
            ),
        )
        page.on(
            "request",
            lambda request: (
                None
                if "//127.0.0.1:" in request.url or request.url.startswith("data:")
                else wrong.append(f"asked {request.url}")
            ),
        )
        return page

    yield open_one
    for context in contexts:
        await context.close()
    assert wrong == []


async def look(page: Page, name: str, *, axe: bool = True) -> None:
    """Axe finds nothing against WCAG 2.2 AA; and a picture, where pictures are wanted.

    Of a page in many sizes axe looks at the narrowest, where pages differ most.
    """
    if PICTURES:
        await page.screenshot(path=f"{PICTURES}/{name}.png")
    if not axe:
        return
    problems = await against_wcag(page)
    assert problems == [], f"{name}: {problems}"


async def against_wcag(page: Page, rule: str = "") -> list[str]:
    """What axe finds by all rules or by one, a line for each: the rule, how the element begins."""
    if not await page.evaluate("() => 'axe' in window"):
        await page.evaluate(AXE)
    # No sounds or films are waited for, and what passes is not written down: half of its time.
    found = await page.evaluate(
        """(only) => axe.run(document, {runOnly: only, resultTypes: ["violations"],
             preload: false})""",
        [rule] if rule else AXE_RULES,
    )
    return [
        f"{each['id']}: {node['html'][:160]}"
        for each in found["violations"]
        for node in each["nodes"]
    ]
