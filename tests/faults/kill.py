"""The kill test: the server is killed while sixty tablets write, and loses nothing that it stored.

One evening after the other, with `kill -9` at a random moment in each part of it: in the midst of
writing, talk and prioritising, and as a step is opened, a question sealed, the ballots counted, the
minutes published. The server is started again on the same data; before any tablet has sent anything
once more, what is on disk is held against what was sent and what was acknowledged.

The seed decides who writes what and when the kill comes, in milliseconds; the machine decides what
it interrupts.
"""

import asyncio
import re
import secrets
import signal
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import Engine

from app.core import events as e
from app.core.asides import ARGUMENTS, LINE, PARKING, aside, is_aside, round_of
from app.core.evolve import replay
from app.core.rules import hashed
from app.core.state import Workshop
from app.core.things import Kind, Measure, Method, Note, Parking, Side, Step, Table
from app.core.words import clean
from app.rehearse.notes import OURS
from app.rehearse.screens import Address, Away, Control, Refused, Trouble
from app.rehearse.server import OwnServer, Server
from app.rehearse.tablet import Tablet
from app.store import documents, staff, workshops
from app.store.database import open_database
from app.web import auth
from tests import loop
from tests.core.given import STEPS
from tests.faults.ledger import Key, Ledger, counted_faults, graded_faults
from tests.live.server import furnish

TABLETS, TABLES = 60, 8
MORE = (
    e.StepPlanned(Step("poeng", Kind.PRIORITISE, 10, method=Method.POINTS), "dotter"),
    e.StepPlanned(Step("evaluering", Kind.EVALUATE, 2), "poeng"),
)
STEPS_OF = (*STEPS, *(more.step for more in MORE))
POINTS = (5, 3, 2)
GONE = 1_000_000
"""The rev of a withdrawal: later than any edit."""


@dataclass(frozen=True)
class Moment:
    """When to kill: while the hall is in `step`, or just as `act` is asked for."""

    step: str
    act: str = ""


EVENING = (
    Moment("vekst-skriv"), Moment("vekst-skriv"), Moment("vekst-skriv", "open vekst-bord"),
    Moment("vekst-bord"), Moment("vekst-bord"), Moment("vekst-plenum"), Moment("vekst-plenum"),
    Moment("vekst-plenum", "open kutt-skriv"),  # seals the arguments, and what is parked
    Moment("kutt-skriv"), Moment("kutt-skriv", "close kutt-skriv"),  # seals the first question
    Moment("kutt-bord"), Moment("dotter"), Moment("dotter"),
    Moment("dotter", "close dotter"), Moment("poeng"), Moment("poeng", "close poeng"),
    Moment("evaluering"), Moment("evaluering", "close evaluering"),
    Moment("slutt", "end"), Moment("slutt", "publish"),
)  # fmt: skip


class Hand(Tablet):
    """A tablet whose hand does what the dice say, and enters it in the ledger."""

    def __init__(self, address: Address, code: str, table: int, ledger: Ledger) -> None:
        super().__init__(address, code, table)
        self.accepted = True
        self.keys: dict[str, str] = {}
        self._ledger = ledger
        self._mine: list[str] = []

    def is_at(self, step: str) -> bool:
        return bool((self.view.parts.get("now") or {}).get("id") == step)

    async def act(self, dice: Random, written: str) -> None:
        """One thing that the step of the moment allows. Raises `Away` when the server goes."""
        now = self.view.parts["now"]
        question = (now["question"] or {}).get("id", "")
        with suppress(Refused):  # the step has just gone on
            if now["kind"] == "write":
                await self._note(dice, written, question, shared=False)
            elif now["kind"] == "talk" and dice.random() < 0.3:
                await self._agree(written, question)
            elif now["kind"] == "talk":
                await self._note(dice, written, question, shared=True)
            elif now["kind"] == "plenary":
                await self._speak_up(dice, written, question)
            elif now["kind"] == "prioritise":
                await self._place(now["id"], self._choices(dice))
            elif now["kind"] == "evaluate" and dice.random() < 0.3:
                await self._note(dice, written, LINE, shared=False)
            elif now["kind"] == "evaluate":
                grades = {each.value: dice.randint(1, 5) for each in Measure}
                await self._place(now["id"], grades)

    async def tell(self, key: Key, rev: int, said: Any, frame: dict[str, Any]) -> None:
        """Send a version of something; "stored" is entered when it is heard."""
        self._ledger.send(key, rev, said, frame)
        try:
            await self.ask(frame)
        except Refused:
            # It was not done: what stands is what stood before.
            thing = self._ledger.things[key]
            del thing.versions[rev], thing.frames[rev]
            if not thing.versions:
                del self._ledger.things[key]
            raise
        self._ledger.stored(key, rev)

    async def _note(self, dice: Random, written: str, question: str, *, shared: bool) -> None:
        standing = [
            (key, thing)
            for note in self._mine
            for key, thing in self._ledger.of("note", note).items()
            if thing.newest < GONE
            and round_of(thing.frames[0]["question"]) == round_of(question)
            and thing.frames[0]["shared"] == shared
        ]  # fmt: skip
        what = dice.choice(("new", "new", "new", "edit", "withdraw", "again"))
        if what == "new" or not standing:
            note, secret = secrets.token_hex(16), secrets.token_hex(16)
            frame = {"t": "note", "id": note, "question": question, "text": written,
                     "secret": secret, "rev": 0, "shared": shared}  # fmt: skip
            self._mine.append(note)
            await self.tell(("note", note), 0, clean(written), frame)
            return
        key, thing = dice.choice(standing)
        last = thing.frames[thing.newest]
        if what == "withdraw":
            frame = {"t": "withdraw", "id": last["id"], "secret": last["secret"]}
            await self.tell(key, GONE, None, frame)
        elif what == "edit":
            rev, text = thing.newest + 1, f"{last['text'][:500]} – {written}"
            await self.tell(key, rev, clean(text), {**last, "rev": rev, "text": text})
        else:
            await self.ask(last)

    async def _agree(self, written: str, question: str) -> None:
        key = ("statement", question, self.table)
        await self.ask({"t": "pen", "do": "take"})
        seen = (self.view.parts.get("statement") or {}).get("rev", 0)
        thing = self._ledger.things.get(key)
        rev = max(seen, thing.newest if thing else 0) + 1
        frame = {"t": "statement", "question": question, "text": written, "dissent": "", "rev": rev}
        await self.tell(key, rev, clean(written), frame)

    async def _speak_up(self, dice: Random, written: str, question: str) -> None:
        """Argue, lay something aside, or say where the table stands."""
        heard, common = [*self.view.items("statements")], self.view.parts["common"] or {}
        what = dice.choice(("argue", "argue", "park", "stand"))
        if what == "park":
            asked = aside(PARKING, dice.choice(list(Parking)))
            await self._note(dice, written, asked, shared=False)
        elif what == "argue" and heard:
            asked = aside(f"{question}.{dice.choice(heard)}", dice.choice(list(Side)))
            await self._note(dice, written, asked, shared=False)
        elif what == "stand" and common.get("version"):
            await self._take_stand(dice, written, question, common["version"])

    async def _take_stand(self, dice: Random, written: str, question: str, version: int) -> None:
        key = ("stand", question, self.table)
        await self.ask({"t": "pen", "do": "take"})
        thing = self._ledger.things.get(key)
        own = self.view.parts["table"]["stand"] or {}
        rev = max(own.get("rev", 0), thing.newest if thing else 0) + 1
        stands = dice.random() < 0.5
        stand = {"question": question, "version": version, "stands": stands, "dissent": written}
        await self.tell(key, rev, (stands, clean(written)), {"t": "stand", **stand, "rev": rev})

    def _choices(self, dice: Random) -> dict[str, int]:
        there = self.view.parts["prioritising"] or {"choices": (), "method": ""}
        choices = [choice["id"] for choice in there["choices"]]
        if there["method"] == Method.POINTS:
            return dict(zip(dice.sample(choices, min(len(choices), 3)), POINTS, strict=False))
        return dict.fromkeys(dice.sample(choices, min(len(choices), dice.randint(1, 5))), 1)

    async def _place(self, step: str, marks: dict[str, int]) -> None:
        if step not in self.keys:
            self.keys[step] = await self.ticket(step)
        key = ("ballot", step, hashed(self.keys[step]))
        thing = self._ledger.things.get(key)
        rev = thing.newest + 1 if thing else 0
        filled = {"t": "ballot", "step": step, "key": self.keys[step], "rev": rev, "marks": marks}
        await self.tell(key, rev, frozenset(marks.items()), filled)

    async def send_again(self) -> None:
        """What was not answered, as a real tablet does when it is back."""
        mine = {("note", note) for note in self._mine} | {
            ("ballot", step, hashed(key)) for step, key in self.keys.items()
        }
        for key, rev, frame in [*self._ledger.unanswered()]:
            if key in mine:
                with suppress(Refused):
                    await self.ask(frame)
                    self._ledger.stored(key, rev)


@dataclass
class Found:
    faults: list[str] = field(default_factory=list)
    tally: Counter[str] = field(default_factory=Counter)
    serving: list[float] = field(default_factory=list)
    back: list[float] = field(default_factory=list)


class Evening:
    """One workshop, from its first note to its minutes, and a kill in each part of it."""

    def __init__(self, seed: str, own: OwnServer, engine: Engine, found: Found) -> None:
        tables = tuple(
            Table(no, f"Bord {no}", TABLETS // TABLES + 1) for no in range(1, 1 + TABLES)
        )
        here = furnish(engine, "", e.TablesLaid(tables), *MORE)
        workshops.give_codes(engine, here.workshop, range(1, 1 + TABLES))
        codes = workshops.codes(engine, here.workshop)
        self._seed, self._own, self._engine, self._found = seed, own, engine, found
        self._workshop, self._code = here.workshop, here.public
        self._ledger = Ledger()
        self._acts: list[str] = []
        live = Address(f"ws{own.url.removeprefix('http')}/live")
        self._hands = [
            Hand(live, codes[1 + i % TABLES], 1 + i % TABLES, self._ledger) for i in range(TABLETS)
        ]
        token = {"Authorization": f"Bearer {auth.operator_token(engine)}"}
        self._staff = Address(live.live, lambda: token)
        self._control = Control(self._staff, self._code)

    async def play(self, moments: Sequence[Moment]) -> None:
        screens = [*self._hands, self._control]
        await asyncio.gather(*(screen.come() for screen in screens))
        try:
            for no, moment in enumerate(moments):
                await self._round(moment, Random(f"{self._seed} {no}"), f"{self._seed}.{no}")
        finally:
            await asyncio.gather(*(screen.go() for screen in screens))

    async def _round(self, moment: Moment, dice: Random, name: str) -> None:
        if self._state().step != moment.step:
            await self._control.lead("open_step", step=moment.step)
        await asyncio.gather(
            *(hand.until(partial(hand.is_at, moment.step)) for hand in self._hands)
        )
        await self._lay_open(moment.step)
        act = await self._prepared(moment.act)
        acting = [
            asyncio.create_task(self._scribble(hand, Random(f"{name} {i}")))
            for i, hand in enumerate(self._hands)
        ]
        await asyncio.sleep(dice.uniform(0.05, 1.0))
        asked = asyncio.create_task(self._ask(moment.act, act))
        await asyncio.sleep(dice.uniform(0.0, 0.05) if moment.act else 0)
        on_the_way = sum(len(hand._answers) for hand in self._hands)
        self._own.stop(signal.SIGKILL)
        await asyncio.gather(asked, *acting)

        began = time.monotonic()
        screens = [*self._hands, self._control]
        serving, *_ = await asyncio.gather(
            asyncio.to_thread(self._own.start), *(screen.come_back() for screen in screens)
        )
        self._found.back.append(time.monotonic() - began)
        self._found.serving.append(serving)
        faults = await asyncio.to_thread(self._faults)
        faults += await self._seen()
        await asyncio.gather(*(hand.send_again() for hand in self._hands))
        faults += await asyncio.to_thread(self._faults)
        if moment.act and moment.act not in self._acts:  # asked once more, it is done now
            await (await self._prepared(moment.act))()
            self._acts.append(moment.act)
        self._found.faults += [f"{name} ({moment}): {fault}" for fault in faults]
        tally = self._found.tally
        tally["rounds"] += 1
        tally["words on the way"] += on_the_way
        tally[f"killed at {moment.act or moment.step}"] += 1
        tally["stored"] += sum(thing.stored >= 0 for thing in self._ledger.things.values())
        for (kind, *_), thing in self._ledger.things.items():
            about = str(next(iter(thing.frames.values())).get("question", ""))
            tally[round_of(about) if is_aside(about) else f"{kind}s"] += thing.stored >= 0

    async def _lay_open(self, step: str) -> None:
        """In a plenary: what the tables said, and a wording in common."""
        kind, question = next((each.kind, each.question) for each in STEPS_OF if each.id == step)
        if kind is not Kind.PLENARY:
            return
        state = self._state()
        for asked, table in sorted(state.statements):
            if asked == question and state.statements[asked, table].text:
                await self._control.lead("show", question=asked, table=table)
        version = len(state.wordings.get(question or "", ())) + 1
        wording = {"question": question, "version": version, "text": f"Utkast {version}"}
        await self._control.lead("wording", **wording)

    async def _scribble(self, hand: Hand, dice: Random) -> None:
        """Until the server is gone."""
        with suppress(Away):
            while self._own.process is not None:
                await asyncio.sleep(dice.uniform(0, 0.1))
                await hand.act(dice, f"{dice.choice(OURS)} {dice.random()}")

    # ------------------------------------------------------------ what the staff do

    async def _prepared(self, act: str) -> Callable[[], Awaitable[object]]:
        """What carries the act out, made ready so that it can go at once."""
        what, _, step = act.partition(" ")
        match what:
            case "open":
                return lambda: self._control.lead("open_step", step=step)
            case "close":
                return lambda: self._control.lead("close_step", step=step)
            case "end":
                return lambda: self._control.lead("end")
            case "publish":
                server = Server(self._own.url)
                await asyncio.to_thread(server.log_in, "kari", "fire ord som huskes")
                async with loop.Editor(server.controls, self._code).here() as editor:
                    await loop.account(editor)
                page = f"/stab/v/{self._code}/motebok"
                text = (await asyncio.to_thread(server._ask, "GET", page)).decode()
                if documents.versions(self._engine, self._workshop):
                    return lambda: asyncio.sleep(0)  # the first time was in time
                form = dict(re.findall(r'name="(csrf|draft)" value="([^"]+)"', text))
                sent = urlencode({**form, "confirmed": "1"}).encode()
                return lambda: asyncio.to_thread(server._ask, "POST", f"{page}/publiser", sent)
        return lambda: asyncio.sleep(0)

    async def _ask(self, name: str, act: Callable[[], Awaitable[object]]) -> None:
        with suppress(Trouble):  # killed on the way
            await act()
            self._acts.append(name)

    # ------------------------------------------------------------ what is on disk

    def _state(self) -> Workshop:
        loaded = workshops.load(self._engine, self._workshop)
        assert loaded is not None
        return replay(loaded.acts, loaded.sayings)

    def _faults(self) -> list[str]:
        """What is on disk, held against the ledger."""
        loaded = workshops.load(self._engine, self._workshop)
        assert loaded is not None
        state = replay(loaded.acts, loaded.sayings)
        ids = [fact.note.id for fact in loaded.sayings if isinstance(fact, e.NoteKept)]
        keys = [fact.key for fact in loaded.sayings if isinstance(fact, e.BallotKept)]
        faults = [f"{each} is there {n} times" for each, n in Counter(ids + keys).items() if n > 1]
        notes: dict[Key, Any] = {
            ("note", note.id): note.text for note in _notes(state) if not note.withdrawn
        }
        faults += self._ledger.faults(notes, "note")
        statements: dict[Key, Any] = {
            ("statement", said.question, said.table): said.text
            for said in state.statements.values()
        }
        faults += self._ledger.faults(statements, "statement")
        stands: dict[Key, Any] = {
            ("stand", each.question, each.table): (each.stands, each.dissent)
            for each in state.stands.values()
        }
        faults += self._ledger.faults(stands, "stand")
        for step, box in state.boxes.items():
            cast = self._ledger.of("ballot", step)
            if box.counted is None:
                kept: dict[Key, Any] = {
                    ("ballot", step, key): frozenset(ballot.marks.items())
                    for key, ballot in box.ballots.items()
                    if ballot.rev >= 0
                }
                faults += self._ledger.faults(kept, "ballot", step)
            elif box.counted.grades:
                faults += graded_faults(box.counted, cast.values())
            else:
                faults += counted_faults(box.profiles, cast.values())
                if box.counted.ballots != len(box.profiles):
                    faults.append(f"{box.counted.ballots} counted, {len(box.profiles)} kept")
        return faults + self._undone(state, loaded.acts)

    def _undone(self, state: Workshop, acts: list[e.Fact]) -> list[str]:
        """Acts that were acknowledged and are not in the log, or more than once."""
        published = documents.versions(self._engine, self._workshop)
        done = {
            "open vekst-bord": "vekst-bord" in state.visited,
            "open kutt-skriv": "kutt-skriv" in state.visited
            and not any(n.key for n in _notes(state) if round_of(n.question) == ARGUMENTS),
            "close kutt-skriv": not any(n.key for n in state.notes_on("vekst").values())
            and e.RoundSealed("vekst") in acts,
            **{
                f"close {step}": bool((box := state.boxes.get(step)) and box.counted)
                for step in ("dotter", "poeng", "evaluering")
            },
            "end": state.ended is not None and not any(note.key for note in _notes(state)),
            "publish": len(published) == len(state.published) == 1
            and published[0].digest == state.published[0].digest,
        }
        once = Counter(repr(act) for act in acts)
        return [f"«{act}» was done, and is not" for act in self._acts if act and not done[act]] + [
            f"{act} is in the log {times} times"
            for act, times in once.items()
            if times > 1 and not re.match("StepOpened|StatementShown|RoundSealed", act)
        ]

    async def _seen(self) -> list[str]:
        """A fresh control sees the notes that are on disk, and no others."""
        async with Control(self._staff, self._code).here() as fresh:
            now, view = fresh.view.parts["now"], fresh.view
        state = await asyncio.to_thread(self._state)
        if now is None or now["kind"] not in {"talk", "plenary"}:
            return []
        question = now["question"]["id"]
        wanted = {"notes": [*state.notes_on(question).values()]}
        if now["kind"] == "plenary":
            wanted["arguments"] = [
                note for note in _notes(state) if round_of(note.question) == ARGUMENTS
                and note.question.startswith(question)
            ]  # fmt: skip
        return [
            f"control sees {len(view.items(name))} {name}, {len(there)} are on disk"
            for name, there in wanted.items()
            if {note: card["text"] for note, card in view.items(name).items()}
            != {note.id: note.text for note in there if not note.withdrawn}
        ]


def _notes(state: Workshop) -> Iterator[Note]:
    for notes in state.notes.values():
        yield from notes.values()


# ---------------------------------------------------------------- many rounds


@contextmanager
def serving(database: str = "") -> Iterator[tuple[OwnServer, Engine]]:
    """A server of our own, and the database that it writes to."""
    with TemporaryDirectory(prefix="tannhjul-") as data:
        own = OwnServer(Path(data), database)
        own.start()
        engine = open_database(database or f"sqlite:///{own.data / 'tannhjul.db'}")
        staff.set_user(engine, "kari", "Kari", "fire ord som huskes")
        try:
            yield own, engine
        finally:
            engine.dispose()
            own.stop()


def play(
    seed: int,
    evenings: Iterable[Sequence[Moment]],
    database: str = "",
    say: Callable[[Found], None] = lambda _: None,
) -> Found:
    """One evening after the other, each with a kill at these moments; `say` is told after each."""
    found = Found()
    with serving(database) as (own, engine):
        for no, evening in enumerate(evenings):
            asyncio.run(Evening(f"{seed}.{no}", own, engine, found).play(evening))
            say(found)
    return found
