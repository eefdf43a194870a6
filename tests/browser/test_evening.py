"""A whole workshop of forty tablets, three hours in fast motion, with everything that may go wrong.

Four real browsers – control, projector, two tablets – and a hall of simulated ones. On the way the
projector's cable is pulled, the control laptop sleeps, two people lead at once, a table disbands,
all of two tables leave, the server is killed, and somebody taps a thousand times. In the end every
figure agrees with what was put in.
"""

import asyncio
import json
import urllib.request
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

import pytest
from playwright.async_api import Page, expect
from sqlalchemy import Engine

from app.core import asides
from app.core import events as e
from app.core.asides import ARGUMENTS, EVALUATION, PARKING, aside, is_aside, round_of
from app.core.tally import options
from app.core.things import Kind, Measure, Method, Parking, Side
from app.rehearse.screens import Address, Control, Refused, Screen
from app.rehearse.tablet import Tablet
from app.rooms import clock
from app.store.database import open_database
from app.web import auth
from tests.browser.conftest import LAPTOP, PROJECTOR, TABLET, Demo, NewPage
from tests.browser.evening import (
    AGAINST,
    ASKED,
    AT_A_TABLE,
    DISBANDED,
    DRAFT,
    LAID,
    LEAVING,
    LINE,
    NAMES,
    STATEMENT,
    STEPS,
    THOUSAND,
    TOO_LONG,
    WORDING,
    Book,
    Here,
    furnish,
    together,
)
from tests.browser.people import account, arrive, lead, log_in, stored
from tests.store import batches


@pytest.fixture
def engine(demo: Demo) -> Iterator[Engine]:
    engine = open_database(f"sqlite:///{demo.data / 'tannhjul.db'}")
    yield engine
    engine.dispose()


async def test_three_hours_and_every_figure_agrees(
    demo: Demo, new_page: NewPage, engine: Engine
) -> None:
    """F1, F3, G1, P6, T5: what was written, argued, stood for, given and graded is there, once."""
    workshop, code, codes = furnish(engine)
    over = e.WorkshopEnded(clock() - 1)
    _, _, old = furnish(engine, e.StepOpened("slutt", clock() - 2, None), over)
    live = Address(demo.base.replace("http", "ws") + "/live")
    token = {"Authorization": f"Bearer {auth.operator_token(engine)}"}
    places = [1 + i % len(NAMES) for i in range(AT_A_TABLE * len(NAMES))][2:]  # two are real
    here = Here(
        engine,
        workshop,
        code,
        codes,
        old=str(old[1]),
        demo=demo,
        control=await new_page(LAPTOP),
        projector=await new_page(PROJECTOR),
        one=await new_page(TABLET),
        two=await new_page(TABLET),
        hall=[Tablet(live, str(codes[no]), no) for no in places],
        other=Control(Address(live.live, lambda: token), code),
    )
    try:
        await together(*(tablet.come() for tablet in here.hall), here.other.come())
        for act in (
            come_in, write, talk, plenary, place_dots, points_and_grades, change_tables,
            evaluate, end,
        ):  # fmt: skip
            await act(here)
        await agree(here)
    finally:
        await together(*(screen.go() for screen in (*here.hall, here.other)))


# ---------------------------------------------------------------- the steps


async def come_in(here: Here) -> None:
    """Somebody has the QR code of the last meeting: it leads there, and to nothing of tonight."""
    await log_in(here.control, here.demo, f"/stab/v/{here.code}/styr")
    await here.projector.goto(f"{here.demo.base}/skjerm/{here.codes[None]}")
    await here.picture("0-before")
    late = Tablet(here.hall[0]._address, here.old, 1)
    async with late.here():
        assert late.view.parts["workshop"]["ended"]
        with pytest.raises(Refused, match="ended"):
            await late.write("Fra forrige møte", "vekst")
    await here.two.goto(f"{here.demo.base}/b/{here.old}")
    await expect(here.two.get_by_text("Dette verkstedet er over")).to_be_visible()
    for page, table in ((here.one, 1), (here.two, 2)):
        await page.goto(f"{here.demo.base}/b/{here.codes[table]}")
    await lead(here.control, "Start: Spilleregler")
    for page in (here.one, here.two):
        await page.get_by_role("button", name="Jeg er med").click()
    await together(*(tablet.accept() for tablet in here.hall))
    await expect(here.control.get_by_text("40 har godtatt spillereglene")).to_be_visible()
    await here.picture("1-rules")


async def write(here: Here) -> None:
    """The control laptop sleeps, and the other one goes on; a finger taps a thousand times."""
    await here.step("skriv")
    await here.picture("2-write")
    await here.control.context.set_offline(True)
    await note_by_page(here, here.one, LAID)

    async def notes(tablet: Tablet) -> None:
        for _ in range(2):
            note = await tablet.write(next(here.said), "vekst")
            here.book.notes["vekst", note.text] += 1

    await together(*map(notes, here.hall))
    again = here.hall[0].notes[0]
    await together(*(here.hall[0].resend(again) for _ in range(THOUSAND)))
    await here.other.lead("close_step", step="skriv")


async def note_by_page(here: Here, page: Page, words: str) -> None:
    await page.get_by_label("Innspillet ditt").fill(words)
    send = page.get_by_role("button", name="Send innspillet")
    await send.evaluate(f"button => {{ for (let i = 0; i < {THOUSAND}; i++) button.click() }}")
    await expect(stored(page, words)).to_be_visible()
    here.book.notes["vekst", words] += 1


async def talk(here: Here) -> None:
    """A statement of 5,000 characters, a table that disbands, two tables that leave."""
    await here.step("bord")
    await here.control.context.set_offline(False)
    await expect(here.control.locator("#big")).to_have_text("Lukk bordsamtalen")
    box = here.one.get_by_label("Det bordet er enig om")
    await here.one.get_by_role("button", name="Ta pennen", exact=True).click()
    await box.fill(TOO_LONG)
    statement = here.one.locator("section.statement")
    await expect(statement).to_contain_text("Teksten ligger trygt her")
    await expect(box).to_have_value(TOO_LONG)
    assert ("vekst", 1) not in here.state().statements
    await box.fill(STATEMENT)
    await expect(statement.get_by_text("Lagret", exact=True)).to_be_visible()
    here.book.statements[1] = STATEMENT
    writers = {table: tablet for table, tablet in here.writers().items() if table != 1}

    async def says(table: int, tablet: Tablet) -> None:
        await tablet.ask({"t": "pen", "do": "take"})
        said = {"question": "vekst", "text": f"Bord {table}: {next(here.said)}", "dissent": ""}
        await tablet.ask({"t": "statement", **said, "rev": 1})
        here.book.statements[table] = said["text"]

    async def shares(tablet: Tablet) -> None:
        note = await tablet.write(next(here.said), "vekst", shared=True)
        here.book.notes["vekst", note.text] += 1

    await together(*(says(*each) for each in writers.items()), *map(shares, here.hall))
    await here.picture("3-talk")
    await here.other.lead("disband", table=DISBANDED, on=True)
    for i, tablet in enumerate(here.at(DISBANDED)):
        await tablet.move_to((6, 8)[i % 2])
    await together(*map(shares, here.hall[:4]))
    for tablet in [*chain(*map(here.at, LEAVING))]:
        await tablet.go()
        here.hall.remove(tablet)
    big = here.control.locator("#big")
    await expect(big).to_have_text("Lukk bordsamtalen")
    await expect(big).not_to_have_attribute("aria-disabled", "true")
    await together(  # both press at once; Playwright's own press would wait for the next button
        big.evaluate("button => button.click()"), here.other.lead("close_step", step="bord")
    )
    await expect(here.control.locator("#big")).to_have_text("Gå til: Plenum")


async def plenary(here: Here) -> None:
    """Half-way the projector's cable is pulled."""
    await here.step("plenum")
    tables = sorted(here.book.statements)
    await here.control.get_by_role("button", name=f"Vis neste: {NAMES[0]}").click()
    await expect(here.projector.get_by_text(STATEMENT)).to_be_visible()
    for table in tables:
        await here.other.lead("show", question="vekst", table=table)
    await here.other.lead("show", question="vekst", table=1, beside=[2])

    async def argues(i: int, tablet: Tablet) -> None:
        about, side = f"vekst.{tables[i % len(tables)]}", list(Side)[i % 2]
        given = await tablet.add(aside(about, side), next(here.said))
        here.book.arguments[given.question, given.text] += 1
        if i % 5 == 0:
            laid = await tablet.add(aside(PARKING, list(Parking)[i % 2]), next(here.said))
            here.book.parked[laid.text] += 1

    await together(*(argues(i, tablet) for i, tablet in enumerate(here.hall)))
    heard = here.two.locator("section", has=here.two.get_by_role("heading", name=NAMES[0])).last
    await heard.get_by_role("button", name="Argument mot").click()
    await here.two.get_by_label("Ditt argument mot").fill(AGAINST)
    await here.two.get_by_role("button", name="Send argumentet").click()
    here.book.arguments["vekst.1.against", AGAINST] += 1
    await expect(here.projector.get_by_text(AGAINST)).to_be_visible()
    await here.two.get_by_role("button", name="Til side").click()
    await here.two.get_by_label("Dine ord").fill(ASKED)
    await here.two.get_by_role("button", name="Legg det til side").click()
    await expect(stored(here.two, ASKED)).to_be_visible()
    here.book.parked[ASKED] += 1
    note = next(id_ for id_, card in here.other.view.items("notes").items() if card["text"] == LAID)
    await here.other.lead("argument", about="vekst.1", side="for", id=note, on=True)
    here.book.arguments["vekst.1.for", LAID] += 1
    await here.picture("4-plenary")

    await here.projector.context.set_offline(True)
    await here.other.lead("show", question="vekst", table=None)
    await answers(here, 1)
    await here.projector.context.set_offline(False)
    await here.projector.reload()
    await answers(here, 2)
    await expect(here.projector.get_by_text(WORDING)).to_be_visible()
    await here.picture("5-wording")
    parked = here.other.view.items("parked")
    assert Counter(one["text"] for one in parked.values()) == here.book.parked
    for each in parked:
        await here.other.lead("settle", id=each, words="Ordføreren svarer i neste møte.")


async def answers(here: Here, version: int) -> None:
    """A version of the common wording, and where the tables that are left stand for it."""
    text = WORDING if version == 2 else DRAFT
    await here.other.lead("typing", question="vekst", text=text[:20])
    await here.other.lead("wording", question="vekst", version=version, text=text)
    here.book.stands.clear()
    for table, tablet in sorted(here.writers().items()):
        await tablet.ask({"t": "pen", "do": "take_over"})
        stands = table % 2 == 0
        dissent = "" if stands else f"Bord {table} vil ha bygdene med"
        stand = {"question": "vekst", "version": version, "stands": stands, "dissent": dissent}
        await tablet.ask({"t": "stand", **stand, "rev": version})
        here.book.stands[table] = (stands, dissent)


async def fill_in(here: Here, step: str, choices: Sequence[str], tablets: Sequence[Tablet]) -> None:
    given = here.book.marks.setdefault(step, [])
    kind = next(each for each in STEPS if each.id == step)

    async def one(i: int, tablet: Tablet) -> None:
        turned = [choices[(i + k) % len(choices)] for k in range(len(choices))]
        if kind.kind is Kind.EVALUATE or kind.method is Method.SCALE:
            marks = {choice: 1 + (2 * i + k) % 5 for k, choice in enumerate(turned)}
        elif kind.method is Method.POINTS:
            marks = dict(zip(turned, (5, 3, 2), strict=False))
        else:
            marks = dict.fromkeys(turned[:5], 1)
        await tablet.fill_in(step, await tablet.ticket(step), 0, marks)
        given.append(marks)

    await together(*(one(i, tablet) for i, tablet in enumerate(tablets)))


async def place_dots(here: Here) -> None:
    """The power goes when half of the hall has prioritised, and the rest has not."""
    await here.step("prikker")
    choices = [*options(here.state(), STEPS[4])]
    half = len(here.hall) // 2
    await here.one.get_by_role("checkbox").nth(1).check()
    await fill_in(here, "prikker", choices, here.hall[:half])
    await expect(here.one.get_by_text("Lagret", exact=True)).to_be_visible()
    here.book.marks["prikker"].append({choices[1]: 1})
    await asyncio.to_thread(here.demo.kill)
    await here.one.get_by_role("checkbox").nth(2).check()
    here.book.marks["prikker"][-1][choices[2]] = 1
    await asyncio.to_thread(here.demo.start)
    await together(*(tablet.come_back() for tablet in here.hall), here.other.come_back())
    await fill_in(here, "prikker", choices, here.hall[half:])
    await expect(here.one.get_by_text("Lagret", exact=True)).to_be_visible()
    cast = len(here.book.marks["prikker"])
    await expect(here.projector.get_by_text(f"{cast} av")).to_be_visible()
    await here.picture("6-dots")
    await lead(here.control, "Lukk prioriteringen")
    await here.control.get_by_role("button", name="Ja, tell opp").click()
    sums = here.book.sums("prikker")
    await here.other.until(lambda: result_on(here.other) is not None)
    result = result_on(here.other)
    assert result["ballots"] == cast
    assert {row["id"]: row["dots"] for row in result["rows"] if row["dots"]} == sums
    best = sums.most_common(1)[0][1]
    await expect(here.projector.get_by_role("row").nth(1)).to_contain_text(str(best))
    await here.picture("7-dots-counted")


async def points_and_grades(here: Here) -> None:
    for step in ("poeng", "skala"):
        await here.step(step)
        planned = next(each for each in STEPS if each.id == step)
        await fill_in(here, step, [*options(here.state(), planned)], here.hall)
        await here.picture(f"8-{step}")
        await here.other.lead("close_step", step=step)
        for screen in (here.other, *here.hall):
            await screen.until(lambda: result_on(screen) is not None)  # noqa: B023
            result = result_on(screen)
            assert result["ballots"] == len(here.hall)
            dots = {row["id"]: row["dots"] for row in result["rows"]}
            grades = {each["id"]: each["grades"] for each in result["grades"]}
            assert dots == (here.book.sums(step) if step == "poeng" else {})
            assert grades == (here.book.grades(step) if step == "skala" else {})
        await here.picture(f"9-{step}-counted")


def result_on(screen: Screen) -> Any:
    return (screen.view.parts["prioritising"] or {}).get("result")


async def change_tables(here: Here) -> None:
    await here.step("runde")
    await here.picture("10-round")
    for tablet in here.at(5)[:2]:
        await tablet.move_to(6)
    await here.step("skriv-2")

    async def notes(tablet: Tablet) -> None:
        note = await tablet.write(next(here.said), "kutt")
        here.book.notes["kutt", note.text] += 1

    await together(*map(notes, here.hall))
    await here.step("bord-2")
    await here.picture("11-talk")


async def evaluate(here: Here) -> None:
    await here.step("evaluering")
    for page, grade in ((here.one, 4), (here.two, 2)):
        for group in await page.locator("fieldset.grade").all():
            await group.get_by_role("radio").nth(grade - 1).check()
        await expect(page.get_by_text("5 av 5 besvart")).to_be_visible()
        await expect(page.get_by_text("Lagret", exact=True)).to_be_visible()
    await here.one.get_by_role("textbox").last.fill(LINE)
    await here.one.get_by_role("button", name="Send linja").click()
    here.book.lines[LINE] += 1
    await fill_in(here, "evaluering", [each.value for each in Measure], here.hall)
    for grade in (4, 2):
        here.book.marks["evaluering"].append({each.value: grade for each in Measure})
    for tablet in here.hall[::3]:
        here.book.lines[(await tablet.add(asides.LINE, next(here.said))).text] += 1
    await here.picture("12-evaluation")
    await here.other.lead("close_step", step="evaluering")
    await here.other.until(lambda: here.other.view.parts["evaluation"]["result"] is not None)
    came = here.other.view.parts["evaluation"]
    assert came["ballots"] == len(here.book.marks["evaluering"])
    assert {each["id"]: each["grades"] for each in came["result"]} == here.book.grades("evaluering")
    for screen in (*here.hall, here.other):
        for items in screen.view.lists.values():
            shown = {item.get("text") for item in items.values()}
            assert not shown & here.book.lines.keys()  # for nobody in the hall
    await here.picture("13-evaluated")


async def end(here: Here) -> None:
    await here.step("slutt")
    await here.picture("14-end")
    await lead(here.control, "Avslutt verkstedet")
    await here.control.get_by_role("button", name="Ja, avslutt").click()
    await here.other.until(lambda: here.other.view.parts["workshop"]["ended"])
    for page in (here.one, here.two):
        await expect(page.get_by_role("heading", name="Takk for i dag")).to_be_visible()


# ---------------------------------------------------------------- every figure


async def agree(here: Here) -> None:
    on_disk(here)
    page = here.control
    await account(page, here.demo, here.code)
    await page.goto(f"{here.demo.base}/stab/v/{here.code}/motebok")
    await page.get_by_label("Ta med det som kom ut av evalueringen").check()
    await arrive(page, page.get_by_role("button", name="Lagre opplysningene").click())
    await page.locator("[name=confirmed]").check()
    await arrive(page, page.get_by_role("button", name="Publiser").click())
    read = await asyncio.to_thread(_get, f"{here.demo.base}/v/{here.code}.json")
    in_minutes(here.book, json.loads(read)["minutes"])
    await in_public(here, page)


def on_disk(here: Here) -> None:
    """Each thing once, and nothing else; and each act that two people asked for once."""
    state, book = here.state(), here.book
    stands = [note for notes in state.notes.values() for note in notes.values()]
    asides = [note for note in stands if is_aside(note.question)]
    assert Counter((n.question, n.text) for n in stands if n not in asides) == book.notes
    given = {round_: Counter[str]() for round_ in (ARGUMENTS, PARKING, EVALUATION)}
    for note in asides:
        given[round_of(note.question)][note.text] += 1
    assert given[PARKING] == book.parked
    assert given[EVALUATION] == book.lines
    assert sum(given[ARGUMENTS].values()) + len(state.laid) == book.arguments.total()
    assert all(note.table is None and note.key is None for note in stands)
    acts = Counter(repr(act) for act in batches.acts(here.engine, here.workshop))
    assert sum("StepClosed(step='bord'" in act for act in acts.elements()) == 1


def in_minutes(book: Book, minutes: dict[str, Any]) -> None:
    vekst, kutt = minutes["cases"]
    notes = {"vekst": vekst["notes"], "kutt": kutt["notes"]}
    assert Counter((q, n["text"]) for q, all_ in notes.items() for n in all_) == book.notes
    said = {int(s["table"].split()[1]): s["text"] for s in vekst["statements"]}
    assert said == book.statements
    arguments = [
        (f"vekst.{s['table'].split()[1]}.{a['side']}", a["text"])
        for s in vekst["statements"]
        for a in s["arguments"]
    ]
    assert Counter(arguments) == book.arguments
    common = vekst["common"]
    assert common["versions"] == [DRAFT, WORDING]
    answers = {int(a["table"].split()[1]): (a["stands"], a["dissent"]) for a in common["answers"]}
    assert answers == book.stands
    assert Counter(one["text"] for one in minutes["parked"]) == book.parked
    came = minutes["evaluation"]
    assert came["ballots"] == len(book.marks["evaluering"])
    assert {m["measure"]: m["grades"] for m in came["measures"]} == book.grades("evaluering")
    assert Counter(line["text"] for line in came["lines"]) == book.lines
    for one, step in zip(minutes["prioritisations"], ("prikker", "poeng", "skala"), strict=True):
        assert one["ballots"] == len(book.marks[step])
        if step == "skala":
            grades = sorted(map(tuple, book.grades(step).values()))
            assert sorted(tuple(row["graded"]) for row in one["rows"]) == grades
        else:
            dots = sorted(n for n in book.sums(step).values())
            assert sorted(row["dots"] for row in one["rows"] if row["dots"]) == dots


async def in_public(here: Here, page: Page) -> None:
    """The page that anybody reads."""
    await page.goto(f"{here.demo.base}/v/{here.code}")
    words: list[str] = [STATEMENT, WORDING, LAID, AGAINST]
    words += [text for _, text in here.book.notes] + [*here.book.parked, *here.book.lines]
    words += [text for _, text in here.book.arguments]
    shown = await page.locator("main").inner_text()
    assert [each for each in words if each not in shown] == []


def _get(address: str) -> bytes:
    with urllib.request.urlopen(address) as answer:
        found: bytes = answer.read()
        return found
