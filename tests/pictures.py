"""`make pictures`: the pictures in docs/ and in the product anew, as browser tests see the screens.

A page asks for a picture by the name that a test gives `look`; nothing else is kept of the run.
"""

import asyncio
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.async_api import Page, async_playwright

ROOT = Path(__file__).parent.parent
LARGEST = 80_000
"""Bytes of a picture: a page with all of its own opens at once on a phone."""


@dataclass(frozen=True)
class Place:
    """A folder of pictures, the pages that show them, and how wide they are at the most."""

    folder: Path
    pages: tuple[Path, ...]
    width: int

    def used(self) -> set[str]:
        text = "".join(page.read_text("utf-8") for page in self.pages)
        return set(re.findall(r"pictures/([\w-]+)\.jpg", text))


PLACES = (
    Place(ROOT / "docs/pictures", (ROOT / "README.md", *(ROOT / "docs").glob("*.md")), 1000),
    Place(ROOT / "app/static/pictures", tuple((ROOT / "app/web/templates").rglob("*.html")), 760),
)

HALL = "hall"
"""Three screens of one moment, as they stand in a hall: where (left, top) and how wide each is, in
per cent of the picture's width."""
STANDING: Mapping[str, tuple[int, int, int]] = {
    "projector-3-write": (2, 2, 72),
    "control-3-write": (31, 30, 36),
    "tablet-3-write": (69, 14, 28),
}


def makers(name: str) -> list[Path]:
    """The files of browser tests that look at a screen under this name."""
    tests = sorted((ROOT / "tests/browser").glob("test_*.py"))
    names = STANDING if name == HALL else [name]
    return [test for test in tests if any(f'"{one}"' in test.read_text("utf-8") for one in names)]


def _in_the_hall(found: Path) -> str:
    screens = "".join(
        f'<img src="{(found / name).with_suffix(".png").as_uri()}" style="position: absolute;'
        f" left: {left}vw; top: {top}vw; width: {wide}vw; border: 0.5vw solid #302a25;"
        ' border-radius: 0.8vw; box-shadow: 0 1vw 3vw #0006">'
        for name, (left, top, wide) in STANDING.items()
    )
    return f'<body style="margin: 0; background: #efe7e1">{screens}</body>'


async def _shrink(page: Page, found: Path, place: Place, names: Iterable[str]) -> None:
    """Chromium does it, for it is here: no wider than a column of text, and as small as JPEG is."""
    for name in names:
        if name == HALL:
            (found / "hall.html").write_text(_in_the_hall(found), "utf-8")
            await page.set_viewport_size({"width": place.width, "height": place.width * 11 // 20})
            await page.goto((found / "hall.html").as_uri())
            await page.screenshot(path=place.folder / f"{HALL}.jpg", type="jpeg", quality=70)
            continue
        await page.set_viewport_size({"width": 2000, "height": 1200})
        await page.goto((found / f"{name}.png").as_uri())
        picture = page.locator("img")
        width = await picture.evaluate("one => one.naturalWidth")
        size = f"width: {min(place.width, width * 3 // 4)}px; height: auto"
        await picture.evaluate("(one, size) => { one.style.cssText = size }", size)
        await picture.screenshot(path=place.folder / f"{name}.jpg", type="jpeg", quality=55)


async def _keep(found: Path) -> None:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=os.environ["CHROMIUM"])
        page = await browser.new_page()
        for place in PLACES:
            place.folder.mkdir(exist_ok=True)
            for old in place.folder.glob("*.jpg"):
                old.unlink()
            await _shrink(page, found, place, sorted(place.used()))
        await browser.close()


def main() -> int:
    """Ends as the tests end; pictures of a run that failed are not kept."""
    tests = sorted({test for place in PLACES for name in place.used() for test in makers(name)})
    with TemporaryDirectory() as found:
        seen = os.environ | {"TANNHJUL_PICTURES": found}
        failed = subprocess.run([sys.executable, "-m", "pytest", "-q", *tests], env=seen).returncode
        if failed:
            return failed
        asyncio.run(_keep(Path(found)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
