"""The hall of the whole evening: forty tablets at eight tables, and a book of what they put in."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from playwright.async_api import Page, expect
from sqlalchemy import Engine

from app.core import events as e
from app.core.events import Fact
from app.core.state import Workshop
from app.core.things import Kind, Method, Plan, Question, Step, Table
from app.rehearse.notes import texts
from app.rehearse.screens import Control
from app.rehearse.tablet import Tablet
from app.rooms import clock
from app.store import workshops
from tests.browser.conftest import PICTURES, Demo
from tests.store import batches

NAMES = (
    "Bord 1 – Fjellbygda og de lange veiene", "Bord 2 – Sentrum, stasjonen og elvebredden",
    "Bord 3 – Kysten og de små havnene", "Bord 4 – Skolene i nord",
    "Bord 5 – Landbruk, skog og matjord", "Bord 6 – Næring og nye arbeidsplasser",
    "Bord 7 – Oppvekst og fritid", "Bord 8 – Eldre, helse og omsorg",
)  # fmt: skip
AT_A_TABLE = 5
DISBANDED, LEAVING = 7, (3, 4)
THOUSAND = 1_000

QUESTIONS = (
    Question("vekst", "Hvor skal kommunen vokse de neste tolv årene, og hvor skal den ikke?"),
    Question("kutt", "Hva skal vi skjerme når pengene ikke strekker til?"),
)
STEPS = (
    Step("regler", Kind.RULES, 5),
    Step("skriv", Kind.WRITE, 7, "vekst"),
    Step("bord", Kind.TALK, 20, "vekst"),
    Step("plenum", Kind.PLENARY, 30, "vekst"),
    Step("prikker", Kind.PRIORITISE, 10, title="Prikker"),
    Step("poeng", Kind.PRIORITISE, 10, title="Poeng", method=Method.POINTS),
    Step("skala", Kind.PRIORITISE, 10, title="Karakterer", method=Method.SCALE),
    Step("runde", Kind.ROUND, 5),
    Step("skriv-2", Kind.WRITE, 7, "kutt", "Skriving om kutt"),
    Step("bord-2", Kind.TALK, 20, "kutt", "Bordsamtale om kutt"),
    Step("evaluering", Kind.EVALUATE, 2),
    Step("slutt", Kind.END, 0),
)
TOO_LONG = "Vi vil vokse langs banen. " * 200
STATEMENT = "Vi vil vokse langs banen, og la matjorda ligge."
DRAFT = "Vi vokser langs banen"
WORDING = "Vi vokser langs banen og i bygdesentrene. Matjord bygges ikke ned."
LAID, AGAINST = "Bygg der folk alt bor", "Bygdene tømmes om alt skal ligge ved banen"
ASKED = "Hvem betaler for vannledningen?"
LINE = "Mer tid ved bordene neste gang"


@dataclass
class Book:
    """What was put in. Marks are ballots, by step; arguments by what they are about and side."""

    notes: Counter[tuple[str, str]] = field(default_factory=Counter)
    statements: dict[int, str] = field(default_factory=dict)
    arguments: Counter[tuple[str, str]] = field(default_factory=Counter)
    parked: Counter[str] = field(default_factory=Counter)
    lines: Counter[str] = field(default_factory=Counter)
    stands: dict[int, tuple[bool, str]] = field(default_factory=dict)
    marks: dict[str, list[dict[str, int]]] = field(default_factory=dict)

    def sums(self, step: str) -> Counter[str]:
        return sum((Counter(marks) for marks in self.marks[step]), Counter())

    def grades(self, step: str) -> dict[str, list[int]]:
        ballots = self.marks[step]
        choices = set(chain.from_iterable(ballots))
        return {
            choice: [sum(marks.get(choice) == grade for marks in ballots) for grade in range(1, 6)]
            for choice in choices
        }


@dataclass
class Here:
    """The workshop, and who is in it. The pages are real; `hall` is simulated, without them."""

    engine: Engine
    workshop: str
    code: str
    codes: dict[int | None, str]
    old: str
    demo: Demo
    control: Page
    projector: Page
    one: Page
    two: Page
    hall: list[Tablet]
    other: Control  # the second who leads
    book: Book = field(default_factory=Book)
    said: Iterator[str] = field(
        default_factory=lambda: (f"{t} ({i})" for i, t in enumerate(texts(None)))
    )

    def state(self) -> Workshop:
        return batches.state(self.engine, self.workshop)

    def at(self, table: int) -> list[Tablet]:
        return [tablet for tablet in self.hall if tablet.table == table]

    def writers(self) -> dict[int, Tablet]:
        return {tablet.table: tablet for tablet in reversed(self.hall)}

    async def step(self, step: str) -> None:
        """The second leader goes there, and everybody follows."""
        await self.other.lead("open_step", step=step)
        for tablet in self.hall:
            await tablet.until(lambda: tablet.view.parts["now"]["id"] == step)  # noqa: B023
        await expect(self.projector.locator("body")).not_to_be_empty()

    async def picture(self, name: str) -> None:
        if PICTURES:
            for page, whose in (
                (self.control, "control"),
                (self.projector, "projector"),
                (self.one, "tablet"),
            ):
                await page.screenshot(path=f"{PICTURES}/evening-{name}-{whose}.png")


def furnish(engine: Engine, *facts: Fact) -> tuple[str, str, dict[int | None, str]]:
    code = workshops.new_code(6)
    workshop = workshops.create(engine, code)
    now = clock()
    plan = Plan(
        "Kommuneplanens samfunnsdel",
        "Drammen",
        "Kommunestyret",
        "Rådhussalen",
        now,
        now + 3 * 3_600_000,
    )
    tables = tuple(Table(no, name, AT_A_TABLE) for no, name in enumerate(NAMES, start=1))
    steps = (
        e.StepPlanned(step, before.id if before else None)
        for step, before in zip(STEPS, (None, *STEPS), strict=False)
    )
    batches.write(
        engine, workshop, e.WorkshopPlanned(plan), e.TablesLaid(tables),
        *map(e.QuestionAsked, QUESTIONS), *steps, *facts,
    )  # fmt: skip
    workshops.give_codes(engine, workshop, range(1, len(NAMES) + 1))
    return workshop, code, workshops.codes(engine, workshop)


async def together(*work: Any) -> list[Any]:
    return list(await asyncio.gather(*work))
