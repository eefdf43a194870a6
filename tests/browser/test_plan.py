"""A plan process as people meet it: on every screen, by keyboard, without scripts, on paper."""

import re
from pathlib import Path

from playwright.async_api import Browser, Page, expect

from tests.browser.conftest import LAPTOP, PHONE, TABLET, Demo, NewPage, look
from tests.browser.people import arrive, log_in
from tests.store.bad_files import BAD, GOOD


async def public_page(page: Page, demo: Demo) -> str:
    """Its path, from the front page."""
    await page.goto(f"{demo.base}/")
    plan = page.get_by_role("link", name="Kommuneplanens samfunnsdel", exact=True)
    await arrive(page, plan.click())
    return page.url.removeprefix(demo.base)


async def fits(page: Page) -> bool:
    return bool(await page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


async def test_everybody_reads_it_on_every_screen_and_on_paper(
    demo: Demo, new_page: NewPage
) -> None:
    """C7, V66: what is drawn where there is room is in words for everybody else."""
    for name, size in (("phone", PHONE), ("tablet", TABLET), ("laptop", LAPTOP)):
        page = await new_page(size)
        path = await public_page(page, demo)
        await look(page, f"plan-{name}")
        assert await fits(page)
        await expect(page.get_by_text("Her er vi")).to_be_visible()
        drawn = page.locator("svg.map")
        await (expect(drawn).to_be_hidden() if size is PHONE else expect(drawn).to_be_visible())
        assert await page.locator("dl.map-words dd").count() == 4
        chart = page.get_by_role("img", name=re.compile("Søylediagram"))
        await chart.scroll_into_view_if_needed()
        assert await chart.evaluate("img => img.decode().then(() => img.naturalWidth)") > 100
        await page.get_by_role("link", name="Den røde tråden").click()
        await look(page, f"threads-{name}")
        assert await fits(page)
        await page.locator(".threads a").first.press("Enter")
        await expect(page.locator(".thread-line > li")).to_have_count(7)
        await page.get_by_role("link", name="Prøvd i et nytt verksted").first.press("Enter")
        await expect(page.get_by_role("heading", name="Prøvd i et nytt verksted")).to_be_focused()
        await look(page, f"thread-{name}")
        assert await fits(page)
        await page.goto(f"{demo.base}{path}/tidslinje")
        await look(page, f"timeline-{name}")
        assert await fits(page)
    printed = await page.pdf(prefer_css_page_size=True)
    (width, height) = re.findall(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)", printed)[0]
    assert float(width) > float(height), "on its side"
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1


async def test_the_staff_make_one_without_scripts_and_by_keyboard(
    demo: Demo, browser: Browser, tmp_path: Path
) -> None:
    """C2, C4, C5."""
    context = await browser.new_context(locale="nb-NO", java_script_enabled=False)
    page = await context.new_page()
    page.set_default_timeout(15_000)
    await log_in(page, demo, "/stab")
    await arrive(page, page.get_by_role("link", name="Ny planprosess").press("Enter"))
    await page.get_by_label("Hva planen heter").fill("Temaplan for friluftsliv")
    await page.get_by_label("Kommune", exact=True).fill("Prøvevik")
    await arrive(page, page.get_by_label("Kommune", exact=True).press("Enter"))
    await arrive(page, page.get_by_role("link", name="Planen", exact=False).first.press("Enter"))
    await page.get_by_label("Hva planen skal gjøre").fill("Flere ut på tur.")
    await page.get_by_role("button", name="Legg til et punkt").press("Enter")
    await expect(page.get_by_label("Når", exact=True)).to_be_focused()
    await expect(page.get_by_label("Hva planen skal gjøre")).to_have_value("Flere ut på tur.")
    await page.keyboard.type("2027-05")
    await page.keyboard.press("Tab")
    await page.keyboard.type("Høring")
    await page.keyboard.press("Enter")  # which saves, and takes no row away
    await expect(page.locator(".ds-alert[role=status]")).to_have_text("Lagret.")

    await arrive(page, page.get_by_role("link", name="Kunnskapsgrunnlag").press("Enter"))
    await page.get_by_label("Utsagnet").press_sequentially("Halvparten går tur hver uke.")
    await page.get_by_role("button", name="Legg til et utsagn").press("Enter")
    await expect(
        page.get_by_role("group", name="Utsagn 2").get_by_label("Utsagnet")
    ).to_be_focused()
    first = page.get_by_role("group", name="Utsagn 1")
    await expect(first.get_by_label("Utsagnet")).to_have_value("Halvparten går tur hver uke.")
    await first.get_by_label("3 God helse").press("Space")
    save = first.get_by_role("button", name="Lagre, og velg figur eller fil")
    await arrive(page, save.press("Enter"))
    await page.get_by_label("Hva den viser").fill("Turer i uka")
    bad, good = tmp_path / "program.pdf", tmp_path / "turer.csv"
    bad.write_bytes(BAD["program.pdf"][0])
    good.write_bytes(GOOD["a.csv"])
    for file in (bad, good):
        await page.get_by_label("Velg en fil").set_input_files(file)
        await arrive(page, page.get_by_role("button", name="Lagre").press("Enter"))
        if file is bad:
            await expect(page.get_by_role("alert")).to_contain_text("ikke en PDF")
            await expect(page.get_by_label("Hva den viser")).to_have_value("Turer i uka")
    await expect(page.get_by_role("table")).to_contain_text("innbyggere")

    await arrive(page, page.get_by_role("link", name="Temaplan for friluftsliv").press("Enter"))
    await page.get_by_role("button", name="Vis den for alle").press("Enter")
    await expect(page.locator(".ds-alert[role=status]")).to_have_text("Nå kan alle se siden.")
    await page.goto(f"{demo.base}/")
    await arrive(page, page.get_by_role("link", name="Temaplan for friluftsliv").press("Enter"))
    for words in ("Flere ut på tur.", "mai 2027", "Halvparten går tur", "Turer i uka"):
        await expect(page.get_by_text(words).first).to_be_visible()
    await context.close()


async def test_the_staffs_pages_on_every_screen(
    demo: Demo, new_page: NewPage, browser: Browser
) -> None:
    """C1, C2: also where something is wrong, and where somebody else was first."""
    for name, size in (("phone", PHONE), ("tablet", TABLET), ("laptop", LAPTOP)):
        page = await new_page(size)
        code = (await public_page(page, demo)).split("/")[-1].split("?")[0]
        await log_in(page, demo, "/stab")
        for what, path in {
            "new": "ny", "desk": code, "edit": f"{code}/rediger", "knowledge": f"{code}/kunnskap",
            "draft": f"{code}/trad",
            "file": f"{code}/kunnskap/klima/fil",
        }.items():  # fmt: skip
            await page.goto(f"{demo.base}/stab/plan/{path}")
            await look(page, f"plan-{what}-{name}", axe=size is PHONE)
            assert await fits(page), (what, name)
    # A browser writes to its console what is refused, so these pages are not `new_page`s.
    context = await browser.new_context(locale="nb-NO")
    page, other = await context.new_page(), await context.new_page()
    await log_in(page, demo, "/stab")
    await page.goto(f"{demo.base}/stab/plan/{code}/rediger")
    await page.get_by_label("Hva planen heter").fill("")
    await page.get_by_label("Hva planen skal gjøre").fill("ord " * 600)
    await arrive(page, page.get_by_role("button", name="Lagre").click())
    await look(page, "plan-errors")
    await page.get_by_role("link", name="Hva planen skal gjøre: For langt").click()
    await expect(page.get_by_label("Hva planen skal gjøre")).to_be_focused()
    for one in (page, other):
        await one.goto(f"{demo.base}/stab/plan/{code}/kunnskap")
    for one, words in ((other, "Deres tall"), (page, "Mine tall")):
        await one.get_by_label("Tallet, med enhet").first.fill(words)
        await arrive(one, one.get_by_role("button", name="Lagre", exact=True).click())
    await expect(page.get_by_role("alert")).to_contain_text("Deres tall")
    await expect(page.get_by_label("Tallet, med enhet").first).to_have_value("Mine tall")
    await look(page, "plan-overtaken")
    await context.close()
