"""`make pictures`: the documentation's pictures anew, as the browser tests see the screens.

A page asks for a picture by the name that a test gives `look`; nothing else is kept of the run.
"""

import asyncio
import os
import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.async_api import async_playwright

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "docs/pictures"
LARGEST = 80_000
"""Bytes of a picture: a page with all of its own opens at once on a phone."""


def used() -> set[str]:
    """The names of the pictures that pages in docs/ show."""
    pages = "".join(page.read_text("utf-8") for page in (ROOT / "docs").glob("*.md"))
    return set(re.findall(r"\]\(pictures/([\w-]+)\.jpg\)", pages))


def makers(name: str) -> list[Path]:
    """The files of browser tests that look at a screen under this name."""
    tests = sorted((ROOT / "tests/browser").glob("test_*.py"))
    return [test for test in tests if f'"{name}"' in test.read_text("utf-8")]


async def _shrink(found: Path) -> None:
    """Chromium does it, for it is here: as wide as a column of text, and as small as JPEG is."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=os.environ["CHROMIUM"])
        page = await browser.new_page(viewport={"width": 1200, "height": 900})
        for name in sorted(used()):
            await page.goto((found / f"{name}.png").as_uri())
            picture = page.locator("img")
            width = await picture.evaluate("one => one.naturalWidth")
            size = f"width: {min(1000, width * 3 // 4)}px; height: auto"
            await picture.evaluate("(one, size) => { one.style.cssText = size }", size)
            await picture.screenshot(path=PICTURES / f"{name}.jpg", type="jpeg", quality=55)
        await browser.close()


def main() -> int:
    """Ends as the tests end; pictures of a run that failed are not kept."""
    tests = sorted({test for name in used() for test in makers(name)})
    with TemporaryDirectory() as found:
        seen = os.environ | {"TANNHJUL_PICTURES": found}
        failed = subprocess.run([sys.executable, "-m", "pytest", "-q", *tests], env=seen).returncode
        if failed:
            return failed
        PICTURES.mkdir(exist_ok=True)
        for old in PICTURES.glob("*.jpg"):
            old.unlink()
        asyncio.run(_shrink(Path(found)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
