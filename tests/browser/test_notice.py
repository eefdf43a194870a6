"""The notice from the form to the public page, with the keyboard and at every size."""

from playwright.async_api import Page, expect

from tests.browser.conftest import LAPTOP, PHONE, TABLET, Demo, NewPage, look
from tests.browser.people import arrive, log_in


async def fill(page: Page, label: str, words: str) -> None:
    await page.get_by_label(label, exact=True).fill(words)


async def test_a_notice_is_written_published_and_read(demo: Demo, new_page: NewPage) -> None:
    staff = await new_page(LAPTOP)
    await log_in(staff, demo, f"/stab/v/{demo.code}/kunngjoring")
    await fill(staff, "Ventes lukket", "Sak 2")
    await fill(staff, "Mer på sakslista", "Orientering om økonomiplanen\nEventuelt")
    await look(staff, "notice-form")
    save = staff.get_by_role("button", name="Lagre og gå til dokumentene")
    await arrive(staff, save.press("Enter"))
    await look(staff, "notice-documents")
    await fill(staff, "Tittel", "Utfordringsbildet – hva vi vet og hva vi ikke vet")
    await fill(staff, "Lenke", "https://kommune.example/kunnskap")
    await arrive(staff, staff.get_by_role("button", name="Legg til").click())
    await expect(staff.locator(".ds-alert[role=status]")).to_contain_text("Lagret")

    await arrive(staff, staff.get_by_role("link", name="Se hvordan det blir").last.click())
    await expect(staff.get_by_text("Et møte kan bare lukkes med hjemmel")).to_be_visible()
    await expect(staff.get_by_role("button", name="Publiser")).to_have_count(0)
    await look(staff, "notice-must")
    await arrive(staff, staff.get_by_role("link", name="Fyll det ut").click())
    await fill(staff, "Ventes lukket", "")
    save = staff.get_by_role("button", name="Lagre og se hvordan det blir")
    await arrive(staff, save.press("Enter"))
    await look(staff, "notice-look")
    await arrive(staff, staff.get_by_role("button", name="Publiser versjon 2").press("Enter"))
    await expect(staff.locator(".ds-alert[role=status]")).to_contain_text("Publisert")

    for size, language in [(PHONE, "nb"), (TABLET, "se"), (LAPTOP, "nn")]:
        page = await new_page(size)
        await page.goto(f"{demo.base}/v/{demo.code}?lang={language}")
        await expect(page.get_by_text("Orientering om økonomiplanen").first).to_be_visible()
        await look(page, f"notice-{language}")
    async with page.expect_download() as got:
        await page.get_by_role("link", name="Legg det i kalenderen min").click()
    calendar = await (await got.value).path()
    assert b"BEGIN:VEVENT" in calendar.read_bytes()


async def test_what_has_the_focus_is_never_behind_the_bar(demo: Demo, new_page: NewPage) -> None:
    """WCAG 2.2, 2.4.11."""
    staff = await new_page(LAPTOP)
    await log_in(staff, demo, "/stab")
    met = 0
    for form in ("kunngjoring", "program"):
        await staff.goto(f"{demo.base}/stab/v/{demo.code}/{form}")
        await staff.locator("main input, main textarea").first.focus()
        for _ in range(60):
            hidden, inside = await staff.evaluate(BEHIND)
            assert hidden == "", f"{form}: {hidden} is behind the bar"
            met += not inside
            await staff.keyboard.press("Tab")
    assert met > 50


BEHIND = """() => {
  const bar = document.querySelector(".bar"), at = document.activeElement;
  const inside = bar.contains(at) || !at.closest("main");
  const [there, its] = [at.getBoundingClientRect(), bar.getBoundingClientRect()];
  const over = !inside && there.top < its.bottom && there.bottom > its.top + 1;
  return [over ? at.outerHTML.slice(0, 120) : "", inside];
}"""
