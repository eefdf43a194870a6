"""A workshop with known truth: who sat where, came when, and wrote and chose what.

Everything is arranged for the attacker. Devices write one after the other in the order they came,
several notes in a row, and fill in their ballots in that order too, one transaction each; every
device has an address and a browser of its own.
"""

import json
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from functools import partial
from random import Random
from typing import Any, Self

from sqlalchemy import Engine
from websockets.asyncio.client import connect

from app.core import events as e
from app.core.asides import LINE, PARKING, WHOLE, aside, correction, rewording
from app.core.edits import Answer, Reopened
from app.core.rules import hashed
from app.core.things import (
    Kind,
    Knowledge,
    Measure,
    Parking,
    Plan,
    Question,
    Reaction,
    Side,
    Step,
    Table,
)
from app.store import workshops
from app.web import auth
from tests.core.given import NOON
from tests.live.screen import Screen
from tests.store.batches import write

MOMENTS = (
    "mid-reacting", "mid-verifying", "mid-writing", "after reveal", "mid-plenary",
    "mid-prioritising", "after sealing", "mid-evaluating", "after the workshop",
)  # fmt: skip

STATEMENTS = tuple(Knowledge(f"k{no}", f"Utsagn nummer {no}") for no in range(4))
REACTIONS = [aside(known.id, kind) for known in STATEMENTS for kind in Reaction]
PARKED = [aside(PARKING, kind) for kind in Parking]
REOPENED = tuple(Reopened(f"r{no}", 1, f"Slik forsto vi dere: {no}") for no in range(6))
CORRECTED = [correction(each) for each in (*(one.id for one in REOPENED), WHOLE)]
EACH = 2
"""Reactions of a device, in an order of its own: else one would tell them by what they are to."""

STEPS = (
    Step("kunnskap", Kind.KNOWLEDGE, 7),
    Step("forstatt", Kind.VERIFY, 7),
    Step("skriv", Kind.WRITE, 7, "vekst"),
    Step("bord", Kind.TALK, 20, "vekst"),
    Step("plenum", Kind.PLENARY, 15, "vekst"),
    Step("dotter", Kind.PRIORITISE, 10),
    Step("skriv-igjen", Kind.WRITE, 7, "kutt"),
    Step("evaluering", Kind.EVALUATE, 2),
    Step("slutt", Kind.END, 0),
)
WORDS = ("flere", "busser", "på", "kveldstid", "ny", "skole", "ved", "elva", "trygg", "vei", "til")


@dataclass(frozen=True, slots=True)
class Device:
    """A tablet. `number` counts from 0 in the order they came, `place` the same at its table."""

    number: int
    table: int
    place: int
    seat: str
    agent: str
    address: str


@dataclass(slots=True)
class Said:
    """A note or a ballot, and the truth about it. `order` counts all that was sent.

    `tokens` are strings of hexadecimal digits that stand in it: its id, a word of its own.
    `group`: only what belongs to the same group is guessed among – a round's written notes are told
    from those of the table talk by columns that everybody may see.
    """

    device: Device
    order: int
    group: str
    tokens: list[str]
    secret: str
    text: str = ""
    rev: int = 0
    marks: dict[str, int] = field(default_factory=dict)
    sealed: bool = False

    @property
    def profile(self) -> str:
        """A counted ballot: all that is left is what stood on it."""
        return json.dumps(dict(sorted(self.marks.items())))


@dataclass(slots=True)
class Truth:
    """What the test knows at a moment. Withdrawn notes are not in it."""

    devices: list[Device] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    codes: Mapping[int | None, str] = field(default_factory=dict)


class Councillor(Screen):
    """A screen that comes from the device's own address, with its own browser."""

    def __init__(self, url: str, device: Device) -> None:
        super().__init__(url)
        self.device = device

    async def __aenter__(self) -> Self:
        self.socket = await connect(
            self._url, compression=None, max_queue=None, proxy=None, ping_interval=None,
            local_addr=(self.device.address, 0), user_agent_header=self.device.agent,
        )  # fmt: skip
        return self

    async def must(self, t: str, **fields: Any) -> dict[str, Any]:
        answer = await self.ask(t, **fields)
        assert answer["t"] != "refused", answer
        return answer


def furnish(engine: Engine, tables: int, seats: int) -> tuple[str, dict[int | None, str]]:
    """A planned workshop; its public code and the codes of its tables."""
    code = workshops.new_code(6)
    workshop = workshops.create(engine, code)
    plan = Plan("Attakk", "Vikøya", "Kommunestyret", "Kinosalen", NOON, NOON + 1, threshold=3)
    facts: list[e.Fact] = [
        e.WorkshopPlanned(plan),
        e.TablesLaid(tuple(Table(no, f"Bord {no}", seats) for no in range(1, tables + 1))),
        e.QuestionAsked(Question("vekst", "Hvor skal vi vokse?")),
        e.QuestionAsked(Question("kutt", "Hva skjermer vi?")),
        e.KnowledgeLaid(STATEMENTS),
        e.StatementsReopened("FORRIG", 1, REOPENED),
    ]
    before = None
    for step in STEPS:
        facts.append(e.StepPlanned(step, before))
        before = step.id
    write(engine, workshop, *facts)
    workshops.give_codes(engine, workshop, range(1, tables + 1))
    return code, workshops.codes(engine, workshop)


def devices(rng: Random, tables: int, seats: int) -> list[Device]:
    """Who comes, in the order they come."""
    coming = [table for table in range(1, tables + 1) for _ in range(seats)]
    rng.shuffle(coming)
    return [
        Device(
            number,
            table,
            place=coming[:number].count(table),
            seat=f"{rng.getrandbits(128):032x}",
            agent=f"Nettbrett/{rng.getrandbits(64):016x}",
            address=f"127.0.{7 + number // 100}.{100 + number % 100}",
        )
        for number, table in enumerate(coming)
    ]


class Play:
    """One workshop from the first tablet to the end.

    `look(moment, truth)` copies the loot. `meanwhile` is called when some have written a little.
    """

    def __init__(
        self,
        engine: Engine,
        live: str,
        seed: int,
        look: Callable[[str, Truth], None],
        meanwhile: Callable[[], None],
        tables: int = 5,
        seats: int = 6,
        until: str = MOMENTS[-1],
    ) -> None:
        self._rng = Random(seed)
        self._live = live
        self._look = look
        self._meanwhile = meanwhile
        self._until = until
        self._order = 0
        self._token = auth.operator_token(engine)
        self.code, codes = furnish(engine, tables, seats)
        self.truth = Truth(devices(self._rng, tables, seats), codes=codes)

    async def play(self) -> None:
        async with AsyncExitStack() as stack:
            staff = {"Authorization": f"Bearer {self._token}"}
            self._control = await stack.enter_async_context(Screen(self._live, staff))
            await self._control.join("control", self.code)
            self._hall: list[Councillor] = []
            for device in self.truth.devices:
                tablet = await stack.enter_async_context(Councillor(self._live, device))
                code = self.truth.codes[device.table]
                await tablet.join("tablet", code, seat=device.seat, accepted=True)
                self._hall.append(tablet)
            acts = (
                self._react, self._verify, self._write, self._talk, self._argue, self._prioritise,
                self._seal, self._evaluate, self._end,
            )  # fmt: skip
            for moment, act in zip(MOMENTS, acts, strict=True):
                await act()
                if moment == self._until:
                    return

    async def _lead(self, t: str, **fields: Any) -> None:
        answer = await self._control.ask(t, **fields)
        assert answer["t"] == "stored", answer

    # ------------------------------------------------------------ the steps

    async def _react(self) -> None:
        await self._lead("open_step", step="kunnskap")
        for tablet in self._hall:
            for asked in self._rng.sample(REACTIONS, EACH):
                said = Said(tablet.device, self._order, "kunnskap", [self._hex()], self._hex())
                self._order += 1
                said.text = self._rng.choice(("", self._words()))
                await tablet.must(
                    "note", id=said.tokens[0], question=asked, text=said.text, secret=said.secret
                )
                self.truth.said.append(said)
        self._look("mid-reacting", self.truth)

    async def _verify(self) -> None:
        """Everybody corrects, some think better of it, each table rewords, and all answer."""
        await self._lead("close_step", step="kunnskap")
        self._sealed("kunnskap")
        await self._lead("open_step", step="forstatt")
        for tablet in self._hall:
            asked = self._rng.choice(CORRECTED)
            given = await self._note(tablet, asked, "rettelser")
            if self._rng.random() < 0.2:
                await self._edit(tablet, given, asked)
            if self._rng.random() < 0.2:
                await self._withdraw(tablet, await self._note(tablet, asked, "rettelser"))
        writers = {tablet.device.table: tablet for tablet in reversed(self._hall)}
        for table, tablet in sorted(writers.items()):
            about = rewording(self._rng.choice(REOPENED).id)
            text = f"Bord {table} mente {self._words()}."
            await tablet.must("pen", do="take")
            await tablet.must("statement", question=about, text=text, dissent="", rev=1)
            await tablet.must("pen", do="lay")
        await self._fill_in("forstatt", "answers", "mid-verifying", self._answers)

    def _answers(self) -> dict[str, int]:
        return {each.id: self._rng.randint(1, len(Answer)) for each in REOPENED}

    async def _write(self) -> None:
        await self._lead("close_step", step="forstatt")
        self._sealed("rettelser")
        await self._lead("open_step", step="skriv")
        for number, tablet in enumerate(self._hall):
            if number == len(self._hall) // 3:
                self._meanwhile()
            first = await self._note(tablet, "vekst", "skriv")
            await self._note(tablet, "vekst", "skriv")
            if self._rng.random() < 0.2:
                await self._edit(tablet, first)
            if self._rng.random() < 0.2:
                await self._withdraw(tablet, await self._note(tablet, "vekst", "skriv"))
        self._look("mid-writing", self.truth)

    async def _talk(self) -> None:
        for tablet in self._hall:
            await self._note(tablet, "vekst", "skriv")
        await self._lead("open_step", step="bord")
        writers = {tablet.device.table: tablet for tablet in reversed(self._hall)}
        for tablet in self._hall:
            await self._note(tablet, "vekst", "bord", shared=True)
        for table, tablet in sorted(writers.items()):
            await tablet.must("pen", do="take")
            await tablet.must(
                "statement", question="vekst", text=f"Bord {table} vil {self._words()}.",
                dissent="", rev=1,
            )  # fmt: skip
            lifted = [s for s in self.truth.said if s.device.table == table and s.group == "skriv"]
            for said in self._rng.sample(lifted, 2):
                await tablet.must("lift", id=said.tokens[0], on=True)
            await tablet.must("mark", step="bord", ready=True)
        self._look("after reveal", self.truth)

    async def _argue(self) -> None:
        """Also after somebody went back: what is sealed a second time lies beside the first."""
        tables = sorted({device.table for device in self.truth.devices})
        sides = [aside(f"vekst.{table}", side) for table in tables for side in Side]
        await self._lead("open_step", step="plenum")
        for table in tables:
            await self._lead("show", question="vekst", table=table)
        halves = self._hall[: len(self._hall) // 2], self._hall[len(self._hall) // 2 :]
        for half in halves:
            for tablet in half:
                asked = self._rng.choice(sides)
                given = await self._note(tablet, asked, "plenum")
                if self._rng.random() < 0.2:
                    await self._edit(tablet, given, asked)
                parked = await self._note(tablet, self._rng.choice(PARKED), "parkert")
                if self._rng.random() < 0.2:
                    await self._withdraw(tablet, parked)
            if half is halves[0]:
                await self._lead("close_step", step="plenum")
                self._sealed("plenum", "parkert")
                await self._lead("open_step", step="plenum")
        for laid in self._rng.sample([s for s in self.truth.said if s.group == "skriv"], 5):
            side = self._rng.choice(list(Side))
            await self._lead("argument", about="vekst.1", side=side, id=laid.tokens[0], on=True)
        for said in self._rng.sample([s for s in self.truth.said if s.group == "parkert"], 3):
            await self._lead("settle", id=said.tokens[0], words="Tas opp med ordføreren.")
        self._look("mid-plenary", self.truth)

    async def _prioritise(self) -> None:
        await self._lead("close_step", step="plenum")
        self._sealed("plenum", "parkert")
        await self._lead("open_step", step="dotter")
        first = self._hall[0]
        await first.until(lambda view: view["prioritising"])
        options = [choice["id"] for choice in first.view["prioritising"]["choices"]]
        await self._fill_in("dotter", "ballot", "mid-prioritising", partial(self._dots, options))

    def _dots(self, options: list[str]) -> dict[str, int]:
        return dict.fromkeys(self._rng.sample(options, self._rng.choice((3, 4, 5))), 1)

    def _grades(self) -> dict[str, int]:
        return {measure.value: self._rng.randint(1, 5) for measure in Measure}

    async def _fill_in(
        self, step: str, group: str, moment: str, marks: Callable[[], dict[str, int]]
    ) -> None:
        """Everybody a ballot, and some think better of theirs; no two with the same marks, else
        one could not tell them apart."""
        taken: set[str] = set()
        cast: list[tuple[Councillor, Said]] = []
        for number, tablet in enumerate(self._hall):
            if number == len(self._hall) * 5 // 6:
                for changed, ballot in self._rng.sample(cast, len(cast) // 4):
                    await self._mark(changed, ballot, step, marks, taken)
                self._look(moment, self.truth)
            key = (await tablet.must("ticket", step=step))["key"]
            ballot = Said(tablet.device, self._order, group, [hashed(key)], key, rev=-1)
            self._order += 1
            await self._mark(tablet, ballot, step, marks, taken)
            self.truth.said.append(ballot)
            cast.append((tablet, ballot))

    async def _mark(
        self,
        tablet: Councillor,
        ballot: Said,
        step: str,
        marks: Callable[[], dict[str, int]],
        taken: set[str],
    ) -> None:
        while not ballot.marks or ballot.profile in taken:
            ballot.marks = marks()
        taken.add(ballot.profile)
        ballot.rev += 1
        await tablet.must(
            "ballot", step=step, key=ballot.secret, rev=ballot.rev, marks=ballot.marks
        )

    async def _seal(self) -> None:
        await self._lead("close_step", step="dotter")
        await self._lead("open_step", step="skriv-igjen")
        for tablet in self._hall:
            await self._note(tablet, "kutt", "skriv-igjen")
            await self._note(tablet, self._rng.choice(PARKED), "parkert igjen")
        await self._lead("close_step", step="skriv-igjen")
        self._sealed("skriv", "bord")
        self._look("after sealing", self.truth)

    async def _evaluate(self) -> None:
        await self._lead("open_step", step="evaluering")
        for tablet in self._hall:
            await self._note(tablet, LINE, "evaluering")
        await self._fill_in("evaluering", "grades", "mid-evaluating", self._grades)

    async def _end(self) -> None:
        await self._lead("close_step", step="evaluering")
        await self._lead("end")
        for said in self.truth.said:
            said.sealed = True
        self._look("after the workshop", self.truth)

    def _sealed(self, *groups: str) -> None:
        for said in self.truth.said:
            said.sealed |= said.group in groups

    # ------------------------------------------------------------ notes

    def _words(self) -> str:
        return " ".join(self._rng.choices(WORDS, k=self._rng.randint(4, 24)))

    async def _note(
        self, tablet: Councillor, question: str, group: str, shared: bool = False
    ) -> Said:
        said = Said(tablet.device, self._order, group, [self._hex(), ""], self._hex())
        self._order += 1
        await self._send(tablet, said, question, shared)
        self.truth.said.append(said)
        return said

    async def _edit(self, tablet: Councillor, said: Said, question: str = "vekst") -> None:
        said.rev += 1
        await self._send(tablet, said, question, False)

    async def _send(self, tablet: Councillor, said: Said, question: str, shared: bool) -> None:
        said.tokens[1] = self._hex()
        said.text = f"{said.tokens[1]} {self._words()}"
        await tablet.must(
            "note", id=said.tokens[0], question=question, text=said.text, secret=said.secret,
            rev=said.rev, shared=shared,
        )  # fmt: skip

    async def _withdraw(self, tablet: Councillor, said: Said) -> None:
        await tablet.must("withdraw", id=said.tokens[0], secret=said.secret)
        self.truth.said.remove(said)

    def _hex(self) -> str:
        return f"{self._rng.getrandbits(128):032x}"
