"""From a spreadsheet to a seated hall: sixty-seven people, eleven lists, the keyboard alone."""

import csv
import io
import re

from playwright.async_api import Browser, Page, expect

from app.demo.council import council, roster
from tests.browser.conftest import LAPTOP, PHONE, TABLET, Demo, NewPage, look
from tests.browser.people import arrive, log_in

LONG = "Fellesliste for bygdene rundt Store Prøvevatnet"


def spreadsheet() -> bytes:
    """As a municipality might have it: a title, a blank line, a local list, deputies, a total."""
    rows: list[list[str]] = [["Kommunestyret 2023–2027"], []]
    rows.append(["Navn", "Parti", "Posisjon/opposisjon", "Kjønn", "Bordvert", "Telefon"])
    for i, member in enumerate(roster("", council("stavanger"))):
        side = "opposisjon" if member.party in ("Ap", "SV", "R", "MDG", "Sp") else "posisjon"
        last, first = reversed(member.name.split())
        party = LONG if member.party == "PP" else member.party.upper()
        rows.append([f"{last}, {first}", party, side, "KM"[i % 2], "x" * (i % 3 == 0), "51 00 00"])
    rows += [["Sum", "", "", "", "", "67"], ["Varamedlemmer"]]
    rows += [[f"Vara Prøvesund {'ABCD'[i]}", "Ap", "opposisjon"] for i in range(4)]
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows(rows)
    return out.getvalue().encode("cp1252")


async def tab_to(page: Page, name: str) -> None:
    """With the keyboard alone, to the control of this name."""
    for _ in range(400):
        await page.keyboard.press("Tab")
        focused = page.locator("*:focus")
        said = await focused.evaluate("e => e.labels?.[0]?.innerText || e.innerText || ''")
        if name in said:
            return
    raise AssertionError(f"{name} cannot be reached")


async def test_from_a_spreadsheet_to_a_seated_hall_by_keyboard_without_javascript(
    demo: Demo, browser: Browser
) -> None:
    """L6, L8: the whole way, and three late forfall at the end."""
    context = await browser.new_context(
        viewport={"width": 1440, "height": 900}, locale="nb-NO", java_script_enabled=False
    )
    page = await context.new_page()
    page.set_default_timeout(20_000)
    await log_in(page, demo, f"/stab/v/{demo.code}/medlemmer")
    await page.get_by_label("Fil", exact=True).set_input_files(
        {"name": "liste.csv", "mimeType": "text/csv", "buffer": spreadsheet()}
    )
    await tab_to(page, "Se hva som vil skje")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Dette vil skje")
    await expect(page.locator(".tally")).to_contain_text("14 nye")
    await tab_to(page, "Ta inn lista")
    await page.keyboard.press("Enter")
    await expect(page.locator(".ds-alert[role=status]")).to_be_visible()
    await tab_to(page, "Plasser dem ved bord")
    await page.keyboard.press("Enter")
    await page.get_by_role("textbox", name="Runder").fill("3")
    await page.get_by_role("textbox", name="Antall bord").fill("10")
    await tab_to(page, "Plasser alle")
    await page.keyboard.press("Enter")
    await expect(page.locator("svg .seat")).to_have_count(67, timeout=20_000)
    await expect(page.locator(".figures-in-words")).to_contain_text("Ikke noe parti har mer enn")
    # By hand: a name, another table, and back.
    name = page.locator(".sitting a").nth(3)
    chosen = await name.inner_text()
    await name.focus()
    await page.keyboard.press("Enter")
    await expect(page.locator(".hand h2")).to_contain_text(chosen)
    await page.get_by_label("Flytt til …").focus()
    await tab_to(page, "Flytt")
    await page.keyboard.press("Enter")
    await expect(page.locator(".moves li")).to_have_count(1)
    await tab_to(page, "Angre den siste endringen")
    await page.keyboard.press("Enter")
    await expect(page.locator(".moves li")).not_to_have_count(1)
    # Three who do not come, one of whom has a deputy.
    gone = ["Lyng", "Bekk", "Gran"]
    await page.goto(f"{demo.base}/stab/v/{demo.code}/frammote")
    for first in gone:
        options = page.get_by_label("Noen kommer ikke").locator("option")
        option = options.filter(has_text=re.compile(rf"^{first} ")).first
        await expect(option).to_be_attached()
        label = await option.inner_text()
        await page.get_by_label("Noen kommer ikke").select_option(label=label)
        await page.get_by_role("button", name="Har forfall").press("Enter")
        await expect(options.filter(has_text=label)).to_have_count(0)
    steps_in = page.get_by_role("button", name="Vara Prøvesund A møter")
    await steps_in.first.press("Enter")
    await expect(steps_in).to_have_count(0)
    await page.goto(f"{demo.base}/stab/v/{demo.code}/plassering?r=2")
    await expect(page.locator(".mend")).to_contain_text("Vara Prøvesund A")
    await page.get_by_role("button", name=re.compile("Rett opp fra runde 2")).press("Enter")
    await expect(page.locator("svg .seat")).to_have_count(65, timeout=20_000)
    await expect(page.locator(".moves")).to_contain_text("Vara Prøvesund A")
    await context.close()


async def test_every_page_of_the_way_passes_axe(demo: Demo, new_page: NewPage) -> None:
    page = await new_page(LAPTOP)
    workshop = f"{demo.base}/stab/v/{demo.code}"
    await log_in(page, demo, f"/stab/v/{demo.code}/medlemmer")
    await page.get_by_label("Fil", exact=True).set_input_files(
        {"name": "liste.csv", "mimeType": "text/csv", "buffer": spreadsheet()}
    )
    await arrive(page, page.get_by_role("button", name="Se hva som vil skje").click())
    await in_all_sizes(page, "roster-preview")
    await arrive(page, page.get_by_role("button", name="Ta inn lista").click())
    await in_all_sizes(page, "roster")
    await page.goto(f"{workshop}/medlem/ny")
    await in_all_sizes(page, "member")
    await page.goto(f"{workshop}/plassering")
    await page.get_by_role("textbox", name="Antall bord").fill("10")
    await page.get_by_role("textbox", name="Runder").fill("3")
    await page.get_by_role("button", name="Plasser alle").click()
    await expect(page.locator("svg .seat")).to_have_count(67, timeout=20_000)
    await in_all_sizes(page, "seating")
    await arrive(page, page.locator(".sitting a").nth(3).click())
    await in_all_sizes(page, "seating-hand")
    await page.goto(f"{workshop}/frammote")
    await page.get_by_label("Noen kommer ikke").select_option(index=1)
    await arrive(page, page.get_by_role("button", name="Har forfall").click())
    await in_all_sizes(page, "attendance")


async def in_all_sizes(page: Page, name: str) -> None:
    """Nothing wider than the screen; and a look."""
    for label, (width, height) in (("phone", PHONE), ("tablet", TABLET), ("laptop", LAPTOP)):
        await page.set_viewport_size({"width": width, "height": height})
        await look(page, f"{name}-{label}", axe=label == "phone")
        wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{name}-{label}"
