"""What a run has found: each check, on which pages and screens, and what was wrong there."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from playwright.async_api import Page

from app import __version__
from tests.accessibility.checks import CHECKS

KEPT = Path(__file__).parent / "evidence.json"
"""What the last long run found, and with what. It has no times and no codes: the same product in
the same browser, the same file."""


Found: TypeAlias = dict[str, dict[str, dict[str, list[str]]]]
"""By check, by kind of place, what was wrong at each: a page's route, or a screen in a step."""


@dataclass
class Evidence:
    """A run's own."""

    found: Found = field(default_factory=dict)
    browser: str = ""

    async def hold(self, page: Page, kind: str, place: str, checks: Iterable[str]) -> list[str]:
        """Run these checks on a page as it stands; what was wrong, a line each, with the place."""
        wrong: list[str] = []
        self.browser = page.context.browser.version if page.context.browser else ""
        for name in checks:
            there = self.found.setdefault(name, {}).setdefault(kind, {})
            there[place] = await CHECKS[name].run(page)
            wrong += [f"{place}: {name}: {each}" for each in there[place]]
        return wrong

    def keep(self) -> None:
        """For the document. What was not looked at this time stays as it was."""
        told = kept()
        for name, kinds in self.found.items():
            for kind, places in kinds.items():
                told.setdefault(name, {}).setdefault(kind, {}).update(places)
        whole = {"product": __version__, "browser": self.browser, "found": told}
        words = json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True)
        KEPT.write_text(words + "\n", encoding="utf-8")


def kept() -> Found:
    """What the last runs found."""
    read: Found = _read().get("found", {})
    return read


def with_what() -> tuple[str, str]:
    """The version of the product, and of Chromium, that the last run was of."""
    read = _read()
    return read["product"], read["browser"]


def _read() -> dict[str, Any]:
    read: dict[str, Any] = {}
    if KEPT.exists():
        read = json.loads(KEPT.read_text(encoding="utf-8"))
    return read
