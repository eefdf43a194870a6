"""What an iPad does, in WebKit: the hall with a network that goes away, and the desk.

Pages are asked for in bokmål: WebKit here takes its language from what the machine has.
"""

import os
from pathlib import Path

from app.store import workshops
from app.store.database import open_database
from tests.browser.conftest import LAPTOP, PROJECTOR, TABLET, Demo
from tests.webkit.conftest import NewDevice
from tests.webkit.driver import Device

PICTURES = os.environ.get("TANNHJUL_PICTURES")

FIRST, AWAY = "Bygg tett rundt stasjonen, og la matjorda ligge.", "Skrevet mens nettet var borte."
STATEMENT = "Vi vil vokse langs banen."

SMALL_FIELDS = """
return [...document.querySelectorAll("input, select, textarea")]
  .filter((one) => !/^(checkbox|radio|file|hidden|submit|button)$/.test(one.type))
  .filter((one) => one.getClientRects().length && parseFloat(getComputedStyle(one).fontSize) < 16)
  .map((one) => one.name || one.id);
"""
"""An iPad zooms into a field with smaller letters than that, and stays there."""


def look(page: Device, name: str) -> None:
    """Nothing stands outside the screen, no field makes an iPad zoom; a picture where wanted."""
    if PICTURES:
        page.picture(Path(PICTURES) / f"webkit-{name}.png")
    assert page.js("return document.documentElement.scrollWidth - innerWidth") <= 0, name
    assert page.js(SMALL_FIELDS) == [], name


def log_in(page: Device, demo: Demo, path: str) -> None:
    page.go(f"{path}?lang=nb")
    page.fill("[name=login]", "demo")
    page.fill("[name=password]", demo.password)
    page.type("Enter")
    page.until("return location.pathname === arguments[0]", path)
    page.go(f"{path}?lang=nb")


def lead(control: Device, words: str) -> None:
    """The large button, by keyboard: b goes to it, Enter presses it."""
    control.until(
        """const big = document.querySelector("#big");
        return big?.innerText === arguments[0] && big.ariaDisabled !== "true";""",
        words,
    )
    control.type("b", "Enter")


def go_to(control: Device, step: str) -> None:
    """To the first step of that name, from the programme, by keyboard."""
    control.until("return document.querySelector('#big').ariaDisabled !== 'true'")
    control.focus(".programme button", step)
    control.type("Enter")
    control.focus("button", "Gå til dette steget")
    control.type("Enter")
    control.until(
        """const sure = [...document.querySelectorAll("button")].find(
          (one) => one.innerText.startsWith("Ja, "));
        sure?.click();
        const now = document.querySelector(".programme [aria-current]");
        return now?.innerText.includes(arguments[0]);
        """,
        step,
    )


def test_an_evening_in_the_hall(demo: Demo, new_device: NewDevice) -> None:
    """V370: also with a server that goes away between two notes."""
    control, tablet, projector = (new_device(size) for size in (LAPTOP, TABLET, PROJECTOR))
    log_in(control, demo, f"/stab/v/{demo.code}/styr")
    projector.go(f"/skjerm/{demo.codes[None]}?lang=nb")
    tablet.go("/b?lang=nb")
    look(tablet, "code")
    tablet.fill("[name=code]", str(demo.codes[1]).lower())
    tablet.type("Enter")
    tablet.see("Velkommen til Bord 1", "h1")
    lead(control, "Start: Spilleregler")
    tablet.press("button", "Jeg er med")
    control.see("1 har godtatt spillereglene")

    go_to(control, "Skriving hver for seg")
    tablet.fill("textarea", FIRST, "Innspillet ditt")
    tablet.press("button", "Send innspillet")
    tablet.see("Lagret", "article")
    look(tablet, "write")
    demo.kill()
    tablet.fill("textarea", AWAY, "Innspillet ditt")
    tablet.press("button", "Send innspillet")
    tablet.see(AWAY, "article")
    newest = tablet.js("return document.querySelector('article').innerText")
    assert AWAY in newest
    assert "Lagret" not in newest
    demo.start()
    tablet.until("return document.body.innerText.split('Lagret').length === 3")
    tablet.go(f"/b/{demo.codes[1]}?lang=nb")  # as after a tablet's nap
    tablet.see("2 innspill er lagret")
    control.see("2 innspill")
    projector.see("Hvor skal kommunen vokse", "h1")

    go_to(control, "Bordsamtale")
    tablet.press("button", "Ta pennen")
    tablet.fill("textarea", STATEMENT, "Det bordet er enig om")
    tablet.see("Lagret", "section.statement")
    look(tablet, "talk")
    go_to(control, "Plenum")
    control.type("n")
    projector.see(STATEMENT)
    look(projector, "plenary")
    go_to(control, "Prioritering")
    tablet.press("input[type=checkbox]")
    tablet.see("Lagret")
    look(tablet, "prioritise")
    lead(control, "Lukk prioriteringen")
    control.press("button", "Ja, tell opp")
    lead(control, "Gå til: Evaluering")
    for question in range(5):
        tablet.press("fieldset.grade input", "4", question)
    tablet.see("5 av 5 besvart")
    tablet.see("Lagret")
    look(tablet, "evaluate")
    look(control, "control")

    go_to(control, "Avslutning")
    lead(control, "Avslutt verkstedet")
    control.press("button", "Ja, avslutt")
    tablet.see("Takk for i dag", "h1")
    tablet.go("/mine?lang=nb")
    tablet.see("2 innspill")
    look(tablet, "mine")


def test_an_afternoon_at_the_desk(demo: Demo, new_device: NewDevice, tmp_path: Path) -> None:
    """V371: dates and times, files, choices, what folds out, and dialogs by keyboard."""
    page = new_device(LAPTOP)
    log_in(page, demo, f"/stab/v/{demo.code}/ramme")
    assert page.js("return [...document.querySelectorAll('[type=date], [type=time]')].length") == 3
    page.set("[name=date]", "2030-05-14")
    page.set("[name=starts]", "17:30")
    page.set("[name=ends]", "20:30")
    look(page, "frame")
    page.press("main [type=submit]")
    page.see("Lagret.", "[role=status]")
    assert page.js("return document.querySelector('[name=date]').value") == "2030-05-14"
    assert page.js("return document.querySelector('[name=starts]').value") == "17:30"

    page.go(f"/stab/v/{demo.code}/medlemmer?lang=nb")
    people = tmp_path / "liste.csv"
    people.write_text("Navn;Parti\nNy Prøveperson;Ap\n", encoding="utf-8")
    page.upload("[type=file]", people)
    page.press("summary", "Eller lim inn linjene")
    page.find("details[open] textarea")
    page.press("button", "Se hva som vil skje")
    page.see("Ny Prøveperson")
    look(page, "roster")

    page.size(TABLET)
    page.go(f"/stab/v/{demo.code}/frammote?lang=nb")
    page.focus("select")
    page.type("Down")
    page.press("button", "Har forfall")
    page.see("1 fraværende")
    look(page, "attendance")
    for path in ("/", f"/v/{demo.code}", "/vern", "/sok", "/mine", f"/stab/v/{demo.code}/program"):
        page.go(f"{path}?lang=nb")
        look(page, path.strip("/").replace("/", "-") or "front")
    by_keys_alone(page, demo)


def by_keys_alone(page: Device, demo: Demo) -> None:
    """On the workbench of what was held. A dialog takes the focus, and gives it back."""
    engine = open_database(f"sqlite:///{demo.data / 'tannhjul.db'}")
    held = next(row.code for row in workshops.all_workshops(engine) if row.ended is not None)
    engine.dispose()
    page.go(f"/stab/v/{held}/arbeidsbenk?lang=nb")
    page.see("Alt er gjort rede for.")
    at = "return document.querySelector('#contributions [data-at=true]').innerText"
    page.focus("#contributions")
    first = page.js(at)
    page.type("Down")
    page.until(f"{at} !== arguments[0]", first)
    page.type("?")
    page.find("dialog[open]")
    look(page, "workbench")
    page.type("Escape")
    page.until("return !document.querySelector('dialog[open]')")
    page.until("return document.activeElement.id === 'contributions'")
