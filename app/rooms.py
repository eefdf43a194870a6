"""One room per open workshop, and one writer per room: decide, store, evolve, wake.

Whatever comes – from a tablet, from control, from a form – is decided in turn on the newest state,
stored in one transaction with all else that waits, and only then shown. A room can be lost at any
moment: the next one is read from disk and is the same, but for who is present.

Where several processes serve one database, a workshop's `Home` is in one of them. In the others
stands a room that passes on what is asked and follows what happens: `app/homes/`.
"""

import asyncio
import logging
import secrets
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from app.core import commands as c
from app.core.decide import decide
from app.core.events import Act, Fact, Passing, StorageTroubled
from app.core.evolve import evolve, replay
from app.core.issuing import newest
from app.core.rules import Code, Refused, hashed
from app.core.state import Workshop
from app.core.things import Millis, Trouble
from app.guard.doors import Doors
from app.store import retention, workshops
from app.store.database import trouble
from app.store.workshops import Batch, Conflict
from app.store.writer import Writer

log = logging.getLogger("tannhjul.rooms")

#: What became of a command: None when it is on disk, else why not.
Outcome: TypeAlias = Code | str | None
Reply: TypeAlias = Callable[[Outcome], None]

#: What is called with the facts that have just happened, when they are on disk.
Listener: TypeAlias = Callable[[Sequence[Fact]], None]

NOT_STORED = "not_stored"
BREATH = 50
"""Double turns of the event loop that a batch may go on gathering."""

GONE_AFTER = 4.0
"""Seconds before a tablet that lost its connection counts as gone: most are back by then."""

TRY_EVERY = 2.0
"""Seconds between our own tries to store, while the storage is in trouble."""

LET_GO_AFTER = 600.0
"""Seconds that a room is kept when nobody looks and nothing is asked."""

LONGEST_REHEARSAL: Millis = 24 * 3_600_000
"""After which nobody is at a rehearsal any more."""


def clock() -> Millis:
    return time.time_ns() // 1_000_000


@dataclass(frozen=True, slots=True)
class _Asked:
    command: c.Command
    actor: c.Actor
    reply: Reply


class Room(ABC):
    """A workshop that is open: how it stands, who follows it, and where to ask."""

    def __init__(self, workshop: str, state: Workshop) -> None:
        self.id = workshop
        self.state = state
        self.now: Callable[[], Millis] = clock
        self.listeners: set[Listener] = set()
        self.over: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        """Done when nothing can be asked here any more. True: the workshop was removed. False: it
        goes on in another room, which `Rooms` knows."""
        self.used = time.monotonic()

    @abstractmethod
    def ask(self, command: c.Command, actor: c.Actor, reply: Reply = lambda _: None) -> None:
        """Put a command in line; `reply` is called once, when it is on disk or refused."""

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

    @abstractmethod
    async def ticket(self, step: str, seat: str, hand: int = 0) -> str:
        """The blank ballot of this device: the same one however often it asks.

        `hand` counts the people who use it in turn. Raises `Refused` or `NotStored`.
        """

    @property
    def needed(self) -> bool:
        """Whether somebody would miss this room, were it let go."""
        return bool(self.listeners)

    @abstractmethod
    async def remove(self) -> None:
        """The workshop is about to be removed: let everybody go who is here, in every process.

        Returns when nothing more is on its way to the disk.
        """

    def end(self, *, removed: bool = False) -> None:
        """Take no more."""
        if not self.over.done():
            self.over.set_result(removed)


class Home(Room):
    """The room that decides.

    `epoch` tells the database that it still is the one (`store/homes.py`); None: there is no other.
    """

    def __init__(
        self, workshop: str, loaded: workshops.Loaded, writer: Writer, epoch: str | None = None
    ) -> None:
        super().__init__(workshop, replay(loaded.acts, loaded.sayings))
        self._seq = loaded.seq
        self._writer = writer
        self._epoch = epoch
        self._asked: list[_Asked] = []
        self._task: asyncio.Task[None] | None = None
        self._trying: asyncio.Task[None] | None = None
        self._tickets: dict[str, dict[tuple[str, int], str]] = {}
        self._blank: dict[str, list[str]] = {}
        self._issuing = asyncio.Lock()

    # ------------------------------------------------------------ asking

    def ask(self, command: c.Command, actor: c.Actor, reply: Reply = lambda _: None) -> None:
        if self.over.done():
            reply(NOT_STORED)
            return
        self.used = time.monotonic()
        self._asked.append(_Asked(command, actor, reply))
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._work())

    async def _work(self) -> None:
        while self._asked:
            await self._gather()
            asked, self._asked = self._asked, []
            await self._carry_out(asked)

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

    async def _carry_out(self, asked: list[_Asked]) -> None:
        """Decide, store, evolve, answer, wake."""
        if self.over.done():
            _not_stored(asked)
            return
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
            except Exception as error:
                # Nothing but the kinds: the words of an error may be a councillor's.
                log.error(  # noqa: TRY400
                    "a rule failed on %s: %s", type(each.command).__name__, type(error).__name__
                )
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
            heading = _heading(state) if acts else {}
            try:
                await self._writer.commit(
                    Batch(self.id, self._seq, acts, lasting, heading, self._epoch)
                )
            except Conflict:  # the workshop goes on elsewhere, and is to be asked there
                self.end()
                _not_stored(asked)
                return
            except Exception as error:
                # Without the traceback: an error report must not hold a note.
                log.error("the database would not take %d facts", len(lasting))  # noqa: TRY400
                passing = [fact for fact in facts if isinstance(fact, Passing)]
                self._happened([*passing, StorageTroubled(trouble(error))])
                if self._trying is None or self._trying.done():
                    self._trying = asyncio.create_task(self._wait_out())
                for each, outcome in zip(asked, outcomes, strict=True):
                    each.reply(outcome or NOT_STORED)
                return
        self._seq += len(acts)
        self.state = state
        for each, outcome in zip(asked, outcomes, strict=True):
            each.reply(outcome)
        self._tell(facts)
        if lasting and state.trouble:
            self._happened([StorageTroubled(Trouble.NONE)])

    async def _wait_out(self) -> None:
        """Nobody may happen to ask for more: try ourselves, and tell when the trouble is over."""
        while self.state.trouble and not self.over.done():
            await asyncio.sleep(TRY_EVERY)
            if self._writer.busy:  # what is on its way will tell
                continue
            try:
                await self._writer.try_it()
            except Exception as error:
                found = trouble(error)
            else:
                found = Trouble.NONE
            if found is not self.state.trouble:
                self._happened([StorageTroubled(found)])

    def _happened(self, facts: Sequence[Fact]) -> None:
        for fact in facts:
            self.state = evolve(self.state, fact)
        self._tell(facts)

    def _tell(self, facts: Sequence[Fact]) -> None:
        if facts:
            for listener in tuple(self.listeners):
                listener(facts)

    async def remove(self) -> None:
        self.end(removed=True)
        if self._task is not None:
            await self._task

    @property
    def needed(self) -> bool:
        boxes = (self.state.boxes.get(step) for step in self._tickets)
        given = any(box is not None and box.counted is None for box in boxes)
        return super().needed or (given and self.state.ended is None)

    # ------------------------------------------------------------ blank ballots

    async def ticket(self, step: str, seat: str, hand: int = 0) -> str:
        # Blank ballots are made for the whole hall at once and handed out at random. Which device
        # got which is known in memory only, so no record joins the right to prioritise with the
        # ballot (`threat-model.md`, rule 5).
        async with self._issuing:  # a whole hall asks at once: one of them has the ballots made
            given = self._tickets.setdefault(step, {})
            if (seat, hand) not in given:
                self._require_ballot_left(step, seat, hand)
                if not self._blank.get(step):
                    await self._issue(step)
                given[seat, hand] = self._blank[step].pop()
            return given[seat, hand]

    def _require_ballot_left(self, step: str, seat: str, hand: int) -> None:
        """Raises `Refused` where a tablet is passed on, and the table has no more people, or the
        hall.

        The number of the hand says so too: what was handed out is forgotten when we stop.
        """
        if hand == 0:
            return
        at = self.state.seats.get(seat)
        tables = self.state.tables
        if at is None or at.table not in tables:
            raise NotStored  # it has only just come: where it sits is known in a moment
        here = {each for each, one in self.state.seats.items() if one.table == at.table}
        given = self._tickets[step]
        at_table = max(hand, sum(each in here for each, _ in given))
        in_hall = sum(table.seats for table in tables.values())
        if at_table >= self.state.most_at(at.table) or len(given) >= in_hall:
            raise Refused(Code.NO_MORE_BALLOTS)

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
        self.doors = Doors(engine)
        self._writer = Writer(engine)
        self._open: dict[str, Room] = {}
        self._opening: dict[str, asyncio.Task[Room | None]] = {}

    async def room(self, workshop: str) -> Room | None:
        """The room of a workshop, opened if need be; None where there is no such workshop.

        Raises `NotStored` where it cannot be opened just now.
        """
        room = self._open.get(workshop)
        if room is not None and not room.over.done():
            room.used = time.monotonic()
            return room
        if workshop not in self._opening:
            self._opening[workshop] = asyncio.create_task(self._enter(workshop))
        return await asyncio.shield(self._opening[workshop])

    async def _enter(self, workshop: str) -> Room | None:
        try:
            room = await self._read(workshop)
        except SQLAlchemyError as error:
            log.error("a workshop cannot be opened: %s", type(error).__name__)  # noqa: TRY400
            raise NotStored from None
        finally:
            del self._opening[workshop]
        if room is not None:
            log.info("opened workshop %s", workshop[:8])  # the whole is the key of its log
            self._open[workshop] = room
            room.over.add_done_callback(lambda _: self._forget(room))
            self._let_go(room)
        return room

    async def _read(self, workshop: str) -> Room | None:
        loaded = await asyncio.to_thread(workshops.load, self.engine, workshop)
        return Home(workshop, loaded, self._writer) if loaded is not None else None

    def _let_go(self, room: Room) -> None:
        """End the room when it has not been used for long: what was held fills no memory."""
        if room.needed:
            room.used = time.monotonic()
        left = room.used + LET_GO_AFTER - time.monotonic()
        if left <= 0:
            room.end()
        elif not room.over.done():
            asyncio.get_running_loop().call_later(left, self._let_go, room)

    def _forget(self, room: Room) -> None:
        if self._open.get(room.id) is room:
            del self._open[room.id]

    async def remove(self, workshop: str) -> None:
        """Take a rehearsal away: its screens are told, here and in every other process."""
        room = await self.room(workshop)
        if room is not None:
            await room.remove()
        await asyncio.to_thread(workshops.remove, self.engine, workshop)

    async def discard(self, workshop: str) -> None:
        """Take away a workshop that nothing official came of; its screens are told.

        Raises `retention.Kept`, and then everything is as it was.
        """
        await asyncio.to_thread(retention.discard, self.engine, workshop)
        room = self._open.get(workshop)
        if room is not None:
            await room.remove()

    async def sweep(self) -> None:
        """Take away rehearsals that were left behind: whoever held them was ended abruptly."""
        before = clock() - LONGEST_REHEARSAL
        for left in await asyncio.to_thread(workshops.rehearsals, self.engine, before):
            await self.remove(left)

    async def try_it(self) -> None:
        """Write something that means nothing. Raises what the database raises."""
        await self._writer.try_it()

    def close(self) -> None:
        self._writer.close()


def _not_stored(asked: list[_Asked]) -> None:
    for each in asked:
        each.reply(NOT_STORED)


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
        "announced": len(state.announced),
        "cancelled": bool(state.announced and state.announced[-1].announcement.cancelled),
        "published": newest(state),
        "rehearsal": plan.rehearsal,
        "demo": plan.demo,
    }
