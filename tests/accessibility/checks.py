"""What is measured of every page and screen, each check by its name and what it says it holds.

A check is shown a page as it stands, and answers with what is wrong, in words. What it changes –
size, colours, spacing – it puts back. The measuring in the page itself is `measure.js`.
"""

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from playwright.async_api import Page

from tests.browser.conftest import against_wcag

MEASURE = (Path(__file__).parent / "measure.js").read_text(encoding="utf-8")

NARROW = (320, 640)
"""CSS pixels: what a window of 1280 is at 400 %."""

TWICE = (720, 450)
"""What a window of 1440 × 900 is at 200 %."""

SPACED = """* { line-height: 1.5 !important; letter-spacing: .12em !important;
    word-spacing: .16em !important } p { margin-block-end: 2em !important }"""
"""The text spacing of WCAG 1.4.12."""

NAMED = {
    "button", "link", "textbox", "searchbox", "checkbox", "radio", "combobox", "listbox", "slider",
    "spinbutton", "switch", "tab", "menuitem", "option", "image", "dialog", "alertdialog",
    "radiogroup", "progressbar", "meter",
}  # fmt: skip
"""Roles that say nothing without a name."""

Run = Callable[[Page], Awaitable[list[str]]]


@dataclass(frozen=True, slots=True)
class Check:
    """`words`: what it holds, in Bokmål, for the document. `run`: what is wrong with a page."""

    name: str
    words: str
    run: Run


CHECKS: dict[str, Check] = {}


def check(words: str) -> Callable[[Run], Run]:
    """Make a function a check, by the function's own name."""

    def keep(run: Run) -> Run:
        CHECKS[run.__name__] = Check(run.__name__, words, run)
        return run

    return keep


async def measured(page: Page, what: str) -> Any:
    """What a function of `measure.js` answers."""
    if not await page.evaluate("() => 'measure' in window"):
        await page.evaluate(MEASURE)
    return await page.evaluate(f"measure.{what}")


@asynccontextmanager
async def sized(page: Page, width: int, height: int) -> AsyncIterator[None]:
    """In another size for a while. Two frames later a page has laid itself out."""
    own = page.viewport_size
    assert own is not None
    await page.set_viewport_size({"width": width, "height": height})
    await settled(page)
    yield
    await page.set_viewport_size(own)
    await settled(page)


async def settled(page: Page) -> None:
    await page.evaluate("new Promise((r) => requestAnimationFrame(() => requestAnimationFrame(r)))")


@asynccontextmanager
async def seen_as(
    page: Page,
    *,
    dark: bool = False,
    forced: bool = False,
    still: bool = False,
) -> AsyncIterator[None]:
    """As the person's machine has been told to show everything."""
    scheme: Literal["dark", "light"] = "dark" if dark else "light"
    await page.emulate_media(
        color_scheme=scheme,
        forced_colors="active" if forced else "none",
        reduced_motion="reduce" if still else "no-preference",
    )
    await settled(page)
    yield
    await page.emulate_media(
        color_scheme="light", forced_colors="none", reduced_motion="no-preference"
    )


@asynccontextmanager
async def styled(page: Page, css: str) -> AsyncIterator[None]:
    """With a person's own style sheet over ours."""
    await measured(page, f"styled({css!r})" if "\n" not in css else f"styled(`{css}`)")
    await settled(page)
    yield
    await measured(page, "styled('')")


# ---------------------------------------------------------------- rules


@check("axe-core finner ingen feil etter WCAG 2.0, 2.1 og 2.2, nivå A og AA")
async def axe_light(page: Page) -> list[str]:
    return await against_wcag(page)


@check("axe-core finner ingen tekst med for liten kontrast i mørke farger")
async def axe_dark(page: Page) -> list[str]:
    async with seen_as(page, dark=True):
        return await against_wcag(page, "color-contrast")


# ---------------------------------------------------------------- the keyboard


@check(
    "tabulator når alt som kan betjenes, i den rekkefølgen det leses, og kommer ut igjen; der "
    "fokus er, synes det, og kanten skiller seg fra bakgrunnen med minst 3:1"
)
async def keyboard(page: Page) -> list[str]:
    count: int = await measured(page, "begin()")
    address = page.url
    passed: list[int] = []
    shown: list[str] = []
    for _ in range(count + 20):
        await page.keyboard.press("Tab")
        stop = await page.evaluate("measure.stop()")
        if stop["at"] in passed[:1] and len(passed) > 1:
            break  # round again
        if stop["at"] not in {-1, *passed[-1:]}:
            passed.append(stop["at"])
            shown += stop["wrong"]
    names: list[str] = await page.evaluate("measure.skipped()")
    way = [f"not reached: {name}" for at, name in enumerate(names) if at not in passed]
    if passed != sorted(passed):
        way.append(f"out of order: {passed}")
    if len(passed) > count:
        way.append("no way out")
    if page.url != address:
        way.append(f"focus led to {page.url}")
    return way + sorted(set(shown))


@check("fokus er aldri skjult bak en fast linje, heller ikke når vinduet er 320 piksler bredt")
async def focus_uncovered(page: Page) -> list[str]:
    async with sized(page, *NARROW):
        return [each for each in await measured(page, "passing()") if "covered" in each]


@check("ingenting er nummerert eller tegnet i en annen rekkefølge enn det leses og tabuleres")
async def reading_order(page: Page) -> list[str]:
    return list(await measured(page, "order()"))


@check("det første tabulator kommer til, er en lenke som hopper over toppen, og den virker")
async def skip_link(page: Page) -> list[str]:
    frame = await measured(page, "frame()")
    if not frame["skip"]:
        return ["no skip link"]
    await measured(page, "begin()")
    await page.keyboard.press("Tab")
    first = await page.evaluate("document.activeElement.matches('.ds-skip-link')")
    await page.keyboard.press("Enter")
    there = await page.evaluate("document.activeElement.closest('main') !== null")
    return [] if first and there else [f"skip link: first {first}, leads to main {there}"]


# ---------------------------------------------------------------- the tree


@check("alt som kan betjenes, alle bilder og dialoger har et navn i tilgjengelighetstreet")
async def names(page: Page) -> list[str]:
    return [
        f"{node['role']['value']} without a name"
        for node in await _tree(page)
        if node["role"]["value"] in NAMED and not node.get("name", {}).get("value", "").strip()
    ]


@check(
    "én overskrift på nivå 1 og ingen nivåer hoppet over; ett hovedområde, høyst én topp og bunn"
)
async def outline(page: Page) -> list[str]:
    wrong = list(await measured(page, "outline()"))
    roles = [node["role"]["value"] for node in await _tree(page)]
    if roles.count("main") != 1:
        wrong.append(f"{roles.count('main')} of main")
    return wrong + [
        f"several of {each}" for each in ("banner", "contentinfo") if roles.count(each) > 1
    ]


async def _tree(page: Page) -> list[dict[str, Any]]:
    """What a screen reader is given, in its order."""
    session = await page.context.new_cdp_session(page)
    tree = await session.send("Accessibility.getFullAXTree")
    await session.detach()
    return [node for node in tree["nodes"] if not node.get("ignored") and "role" in node]


@check(
    "sidens tittel forteller hva den viser, og språket er oppgitt, også for lenker til andre språk"
)
async def title_and_language(page: Page) -> list[str]:
    title = await page.title()
    lang = await page.evaluate("document.documentElement.lang")
    wrong = [] if re.fullmatch(r".{3,} – Tannhjul", title) else [f"title: «{title}»"]
    wrong += [] if re.fullmatch("nb|nn|en|se", lang) else [f"language: «{lang}»"]
    return wrong + list(await measured(page, "languages()"))


@check("å velge i en liste sender ingenting og flytter en ikke")
async def choosing_stays(page: Page) -> list[str]:
    before = page.url
    for one in await page.locator("select:visible:enabled").all():
        await one.focus()
        await page.keyboard.press("ArrowDown")
        await page.keyboard.press("ArrowUp")
    return [] if page.url == before else [f"led to {page.url}"]


@check("teksten på en knapp eller lenke er en del av navnet den har for hjelpemidler")
async def label_in_name(page: Page) -> list[str]:
    return list(await measured(page, "labels()"))


@check("felt om en selv kan fylles ut av nettleseren, og passord kan limes inn")
async def own_fields(page: Page) -> list[str]:
    return list(await measured(page, "fields()"))


@check(
    "det som er feil i et felt, er sagt i ord og knyttet til feltet; alle slike knytninger finnes"
)
async def tied(page: Page) -> list[str]:
    return list(await measured(page, "faults()"))


@check("tabeller har overskrifter som sier om de gjelder rad eller kolonne")
async def tables(page: Page) -> list[str]:
    return list(await measured(page, "tables()"))


# ---------------------------------------------------------------- size and spacing


@check("alt som trykkes på, er minst 24 × 24 piksler eller har så mye luft rundt seg")
async def targets(page: Page) -> list[str]:
    found = list(await measured(page, "targets()"))
    async with sized(page, *NARROW):
        return found + list(await measured(page, "targets()"))


@check("320 piksler bredt (400 % av 1280) rulles det bare nedover, og ingenting er kuttet")
async def reflow(page: Page) -> list[str]:
    async with sized(page, *NARROW):
        return await _whole(page)


@check("forstørret til 200 % er ingenting kuttet eller skrevet over annet")
async def text_twice(page: Page) -> list[str]:
    async with sized(page, *TWICE):
        return await _whole(page)


@check("med tekstavstanden i kravet er ingenting kuttet eller skrevet over annet")
async def text_spaced(page: Page) -> list[str]:
    async with styled(page, SPACED):
        return await _whole(page)


@check("liggende og stående viser det samme, uten rulling sidelengs")
async def both_ways(page: Page) -> list[str]:
    said: list[list[str]] = []
    wrong: list[str] = []
    for size in ((768, 1024), (1024, 768)):
        async with sized(page, *size):
            wrong += await measured(page, "sideways()")
            said.append(sorted(await measured(page, "gist()")))
    return wrong + (["other words"] if said[0] != said[1] else [])


async def _whole(page: Page) -> list[str]:
    found = []
    for what in ("sideways()", "clipped()", "overlapping()"):
        found += await measured(page, what)
    return found


# ---------------------------------------------------------------- colours and movement


@check("kanten på felt skiller seg fra bakgrunnen med minst 3:1, i lyse og mørke farger")
async def edges(page: Page) -> list[str]:
    found = list(await measured(page, "edges()"))
    async with seen_as(page, dark=True):
        return found + list(await measured(page, "edges()"))


@check("med tvungne farger (høykontrast) er all tekst lesbar, og fokus synes")
async def forced_colours(page: Page) -> list[str]:
    async with seen_as(page, forced=True):
        unread = await against_wcag(page, "color-contrast")
        return unread + list(await measured(page, "passing()"))


@check("ingenting beveger seg når en har bedt om redusert bevegelse, og ingenting blinker ellers")
async def still(page: Page) -> list[str]:
    found = list(await measured(page, "flashing()"))
    async with seen_as(page, still=True):
        return found + list(await measured(page, "moving()"))


@check("ingenting vises bare når pekeren hviler på noe")
async def hovering(page: Page) -> list[str]:
    return list(await measured(page, "hovering()"))
