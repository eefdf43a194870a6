"""One room per open workshop, and one writer per room: decide, store, evolve, wake.

Whatever comes – from a tablet, from control, from a form – is decided in turn on the newest state,
stored in one transaction with all else that waits, and only then shown. A room can be lost at any
moment: the next one is read from disk and is the same, but for who is present.
"""

import asyncio
import logging
import secrets
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from app.core import commands as c
from app.core import events as e
from app.core.decide import decide
from app.core.events import Act, Fact, Millis, Passing
from app.core.rules import Code, Refused, hashed
from app.core.state import Workshop, evolve, replay
from app.store import workshops
from app.store.workshops import Batch, Conflict
from app.store.writer import Writer

log = logging.getLogger("tannhjul.rooms")

#: What became of a command: None when it is on disk, else why not.
Outcome: TypeAlias = Code | str | None
Reply: TypeAlias = Callable[[Outcome], None]

NOT_STORED = "not_stored"
PATIENCE = 8
"""How often a room decides anew when another process keeps coming first."""

BREATH = 50
"""Double turns of the event loop that a batch may go on gathering."""


def clock() -> Millis:
    return time.time_ns() // 1_000_000


@dataclass(frozen=True, slots=True)
class _Asked:
    command: c.Command
    actor: c.Actor
    reply: Reply


class Room:
    """A workshop that is open here."""

    def __init__(
        self, workshop: str, state: Workshop, seq: int, writer: Writer, engine: Engine
    ) -> None:
        self.id = workshop
        self.state = state
        self.now: Callable[[], Millis] = clock
        self.listeners: set[Callable[[bool], None]] = set()
        self._seq = seq
        self._writer = writer
        self._engine = engine
        self._asked: list[_Asked] = []
        self._task: asyncio.Task[None] | None = None
        self._tickets: dict[str, dict[str, str]] = {}
        self._blank: dict[str, list[str]] = {}
        self._issuing = asyncio.Lock()

    # ------------------------------------------------------------ asking

    def ask(self, command: c.Command, actor: c.Actor, reply: Reply = lambda _: None) -> None:
        """Put a command in line; `reply` is called once, when it is on disk or refused."""
        self._asked.append(_Asked(command, actor, reply))
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._work())

    async def do(self, command: c.Command, actor: c.Actor) -> None:
        """Ask and wait. Raises `Refused`, or `NotStored` where the disk would not take it."""
        done: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()

        def settle(outcome: Outcome) -> None:
            if not done.done():
                done.set_result(outcome)

        self.ask(command, actor, settle)
        outcome = await done
        if isinstance(outcome, Code):
            raise Refused(outcome)
        if outcome is not None:
            raise NotStored

    async def _work(self) -> None:
        while self._asked:
            await self._gather()
            asked, self._asked = self._asked, []
            for _ in range(PATIENCE):
                if await self._carry_out(asked):
                    break
                await self._read_anew()
            else:
                for each in asked:
                    each.reply(NOT_STORED)

    async def _gather(self) -> None:
        """A whole hall that sends at once goes to disk together: wait while more keeps coming.

        No time is waited, only turns of the event loop: from a frame's arrival to `ask` takes two.
        """
        for _ in range(BREATH):
            waiting = len(self._asked)
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            if len(self._asked) == waiting:
                return

    async def _carry_out(self, asked: list[_Asked]) -> bool:
        """Decide, store, evolve, answer, wake. False where another process came first."""
        state, now = self.state, self.now()
        acts: list[tuple[str, Millis, Act]] = []
        facts: list[Fact] = []
        outcomes: list[Outcome] = []
        for each in asked:
            try:
                decided = decide(state, each.command, each.actor, now)
            except Refused as refused:
                outcomes.append(refused.code)
                continue
            except Exception:
                log.exception("a rule failed on %s", type(each.command).__name__)
                outcomes.append(NOT_STORED)
                continue
            outcomes.append(None)
            for fact in decided:
                state = evolve(state, fact)
                facts.append(fact)
                if isinstance(fact, Act):
                    acts.append((_name(each.actor), now, fact))
        lasting = [fact for fact in facts if not isinstance(fact, Passing)]
        if lasting:
            batch = Batch(self.id, self._seq, acts, lasting, _heading(state) if acts else {})
            try:
                await self._writer.commit(batch)
            except Conflict:
                return False
            except Exception:
                # Without the traceback: an error report must not hold a note.
                log.error("the database would not take %d facts", len(lasting))  # noqa: TRY400
                for each, outcome in zip(asked, outcomes, strict=True):
                    each.reply(outcome or NOT_STORED)
                return True
        self._seq += len(acts)
        self.state = state
        for each, outcome in zip(asked, outcomes, strict=True):
            each.reply(outcome)
        if facts:
            for listener in tuple(self.listeners):
                listener(not lasting)
        return True

    async def _read_anew(self) -> None:
        """Another process wrote: take what is on disk, keep who is present here."""
        try:
            loaded = await asyncio.to_thread(workshops.load, self._engine, self.id)
        except SQLAlchemyError:
            return
        if loaded is None:
            return
        present = self.state
        state = replay(loaded.acts, loaded.sayings)
        for seat, at in present.seats.items():
            state = evolve(state, e.TabletCame(seat, at.table))
            state = evolve(state, e.TabletTold(seat, at.accepted, at.drafting))
        for table, holder in present.pens.items():
            state = evolve(state, e.PenMoved(table, holder))
        self.state = evolve(state, e.ControlsOn(present.controls))
        self._seq = loaded.seq

    # ------------------------------------------------------------ blank ballots

    async def ticket(self, step: str, seat: str) -> str:
        """The blank ballot of this device: the same one however often it asks.

        Blank ballots are made for the whole hall at once and handed out at random. Which device got
        which is known in memory only, so no record joins the right to prioritise with the ballot
        (`privacy.md`, rule 5). Raises `Refused` or `NotStored`.
        """
        async with self._issuing:  # a whole hall asks at once: one of them has the ballots made
            if seat not in self._tickets.get(step, {}):
                if not self._blank.get(step):
                    await self._issue(step)
                self._tickets.setdefault(step, {})[seat] = self._blank[step].pop()
            return self._tickets[step][seat]

    async def _issue(self, step: str) -> None:
        places = sum(table.seats for table in self.state.tables.values())
        needed = max(8, places, len(self.state.seats))
        keys = [secrets.token_hex(16) for _ in range(needed)]
        await self.do(c.IssueBallots(step, frozenset(map(hashed, keys))), c.System())
        self._blank.setdefault(step, []).extend(keys)


class NotStored(Exception):
    """The disk or the database would not take it. Nothing happened; ask again."""


class Rooms:
    """All rooms of this process. Opening one reads it from disk."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._writer = Writer(engine)
        self._open: dict[str, Room] = {}
        self._opening: dict[str, asyncio.Task[Room | None]] = {}

    async def room(self, workshop: str) -> Room | None:
        """The room of a workshop, opened if need be; None where there is no such workshop."""
        if workshop in self._open:
            return self._open[workshop]
        if workshop not in self._opening:
            self._opening[workshop] = asyncio.create_task(self._read(workshop))
        try:
            return await asyncio.shield(self._opening[workshop])
        finally:
            self._opening.pop(workshop, None)

    async def _read(self, workshop: str) -> Room | None:
        loaded = await asyncio.to_thread(workshops.load, self.engine, workshop)
        if loaded is None:
            return None
        state = replay(loaded.acts, loaded.sayings)
        room = Room(workshop, state, loaded.seq, self._writer, self.engine)
        self._open[workshop] = room
        return room

    def forget(self, workshop: str) -> Room | None:
        """Take the room off the list; the caller tells its screens."""
        return self._open.pop(workshop, None)

    def all(self) -> Iterable[Room]:
        return tuple(self._open.values())

    def close(self) -> None:
        self._writer.close()


def _name(actor: c.Actor) -> str:
    return actor.name if isinstance(actor, c.Staff) else ""


def _heading(state: Workshop) -> dict[str, Any]:
    """The workshop's line in lists, from its state."""
    plan = state.plan
    if plan is None:
        return {}
    return {
        "title": plan.title,
        "municipality": plan.municipality,
        "body": plan.body,
        "place": plan.place,
        "number": plan.number,
        "of": plan.of,
        "starts": plan.starts,
        "ended": state.ended,
        "published": len(state.published),
        "rehearsal": plan.rehearsal,
        "demo": plan.demo,
    }
