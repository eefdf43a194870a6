"""The screens of one room: who looks, what they have seen, and who must catch up.

A change on disk wakes every screen at once, with one frame per audience. Someone coming or going is
told within a blink (`BLINK`), so that a thousand tablets that come back do not cause a million
frames.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import orjson

from app.core import commands as c
from app.core.events import Fact, Passing
from app.core.views import InControl, Viewer, Views, tag
from app.guard.pace import Bucket
from app.live.feed import Feed
from app.live.limits import OF_ONE_DEVICE, for_a_table, room_for
from app.live.wire import Line, framed
from app.rooms import GONE_AFTER, Room

BLINK = 0.2
SLOW = 256 * 1024
"""Bytes a screen may lie behind before it is passed over until it has read them."""

DEAF = 4 * SLOW
"""Bytes behind from which it is not heard either: answers, too, are for those who read them."""


@dataclass(eq=False, slots=True)
class Screen:
    """One socket. `seen` is the version of the last view frame it was sent."""

    line: Line
    audience: Viewer
    actor: c.Actor | None
    seen: int = 0

    def tell(self, payload: bytes) -> None:
        self.line.write(framed(payload))


class Hall:
    """All screens of a workshop in this process. While there are any, the room is listened to."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self._views = Views()
        self._screens: dict[Viewer, set[Screen]] = {}
        self._feeds: dict[Viewer, Feed] = {}
        self._framed: dict[tuple[Viewer, int], bytes] = {}
        self._blink: asyncio.TimerHandle | None = None
        self._catching_up: asyncio.TimerHandle | None = None
        self._leaving: dict[str, asyncio.TimerHandle] = {}
        self._seats: dict[str, set[Screen]] = {}
        self._paces: dict[Viewer, Bucket] = {}

    @property
    def empty(self) -> bool:
        return not any(self._screens.values())

    # ------------------------------------------------------------ coming and going

    def has_room(self, audience: Viewer, actor: c.Actor | None) -> bool:
        """Whether one more may look there. Who was here a moment ago finds the place kept."""
        seats = 0
        if isinstance(actor, c.Tablet):
            mine = len(self._seats.get(actor.seat, ()))
            if mine or actor.seat in self._leaving:
                return mine < OF_ONE_DEVICE
            table = self.room.state.tables.get(actor.table)
            seats = table.seats if table else 0
        return len(self._screens.get(audience, ())) < room_for(seats)

    def pace(self, audience: Viewer) -> Bucket:
        """The measure that all share who see the same."""
        return self._paces.setdefault(audience, for_a_table())

    def enter(self, screen: Screen, epoch: str, version: int) -> None:
        """The screen gets what it lacks: all, or what is new since `version` of `epoch`."""
        self.room.listeners.add(self._woken)
        at_hand = self._screens.setdefault(screen.audience, set())
        if not at_hand:
            self._feed(screen.audience).show(self._views.of(self.room.state, screen.audience))
            self._forget_frames(screen.audience)
        at_hand.add(screen)
        feed = self._feed(screen.audience)
        screen.seen = version if epoch == feed.epoch and version <= feed.version else 0
        self._bring_up_to_date(screen)
        if isinstance(screen.actor, c.Tablet):
            seat = screen.actor.seat
            self._seats.setdefault(seat, set()).add(screen)
            if seat in self._leaving:
                self._leaving.pop(seat).cancel()
            self.room.ask(c.SeatTablet(seat, screen.actor.table), c.System())
        self._count_controls(screen)

    def leave(self, screen: Screen) -> None:
        self._screens.get(screen.audience, set()).discard(screen)
        self._count_controls(screen)
        if self.empty:
            self.room.listeners.discard(self._woken)
        if not isinstance(screen.actor, c.Tablet):
            return
        seat = screen.actor.seat
        self._seats.get(seat, set()).discard(screen)
        if not self._seats.get(seat):
            self._seats.pop(seat, None)
            self._lose(seat)

    def _lose(self, seat: str) -> None:
        loop = asyncio.get_running_loop()
        self._leaving[seat] = loop.call_later(GONE_AFTER, self._gone, seat)

    def _gone(self, seat: str) -> None:
        self._leaving.pop(seat, None)
        self.room.ask(c.UnseatTablet(seat), c.System())

    def _count_controls(self, screen: Screen) -> None:
        if isinstance(screen.audience, InControl):
            count = len(self._screens[screen.audience])
            self.room.ask(c.CountControls(count), c.System())

    def move(self, room: Room) -> None:
        """The room was lost: go on in the next one, with the same screens.

        What is in no database moves along, for our own tablets and for those that were connected
        where the room lived: they are on their way back, and if not, they leave as ours do.
        """
        before, self.room = self.room.state, room
        if not self.empty:
            room.listeners.add(self._woken)
        tablets = {
            seat: c.Tablet(seat, at.table)
            for seat, at in before.seats.items()
            if "" in at.via or seat in self._seats or seat in self._leaving
        }
        for screens in self._seats.values():
            for screen in screens:
                if isinstance(screen.actor, c.Tablet):
                    tablets[screen.actor.seat] = screen.actor
        for seat, tablet in tablets.items():
            room.ask(c.SeatTablet(seat, tablet.table), c.System())
            if seat in before.seats:
                at = before.seats[seat]
                room.ask(c.Tell(at.accepted, at.drafting), tablet)
            if before.pens.get(tablet.table) == seat:
                room.ask(c.TakePen(), tablet)
            if seat not in self._seats and seat not in self._leaving:
                self._lose(seat)
        for screen in self._screens.get(InControl(), ()):
            self._count_controls(screen)
        self._show()

    def welcome(self, n: int, seat: str | None, now: int) -> bytes:
        return orjson.dumps(
            {
                "t": "welcome",
                "n": n,
                "you": tag(seat) if seat else "",
                "now": now,
            }
        )

    def say_goodbye(self, code: Literal["restart", "removed"]) -> None:
        for screens in self._screens.values():
            for screen in screens:
                screen.tell(b'{"t":"bye","code":"%s"}' % code.encode())

    def close(self, code: Literal["restart", "removed"]) -> None:
        """Say why, and let every screen go."""
        self.room.listeners.discard(self._woken)
        for handle in (self._blink, self._catching_up, *self._leaving.values()):
            if handle is not None:
                handle.cancel()
        self.say_goodbye(code)
        for screens in self._screens.values():
            for screen in tuple(screens):
                screen.line.close()

    # ------------------------------------------------------------ showing

    def _woken(self, facts: Sequence[Fact]) -> None:
        if not all(isinstance(fact, Passing) for fact in facts):
            self._show()
        elif self._blink is None:
            self._blink = asyncio.get_running_loop().call_later(BLINK, self._show)

    def _show(self) -> None:
        if self._blink is not None:
            self._blink.cancel()
            self._blink = None
        state = self.room.state
        for audience, screens in self._screens.items():
            if screens and self._feeds[audience].show(self._views.of(state, audience)):
                self._forget_frames(audience)
                self._tell_all(audience, screens)

    def _tell_all(self, audience: Viewer, screens: set[Screen]) -> None:
        version = self._feeds[audience].version
        behind = False
        frame, frame_since = b"", -1
        for screen in screens:
            line = screen.line
            if line.backlog() > SLOW:
                behind = True
                continue
            if screen.seen != frame_since:
                frame_since = screen.seen
                frame = self._frame(audience, frame_since)
            line.write(frame)
            screen.seen = version
        if behind and self._catching_up is None:
            self._catching_up = asyncio.get_running_loop().call_later(BLINK, self._catch_up)

    def _catch_up(self) -> None:
        """Screens that were passed over get one frame with all they lack."""
        self._catching_up = None
        for audience, screens in self._screens.items():
            late = {s for s in screens if s.seen < self._feeds[audience].version}
            if late:
                self._tell_all(audience, late)

    def _bring_up_to_date(self, screen: Screen) -> None:
        feed = self._feed(screen.audience)
        screen.line.write(self._frame(screen.audience, screen.seen))
        screen.seen = feed.version

    def _feed(self, audience: Viewer) -> Feed:
        if audience not in self._feeds:
            self._feeds[audience] = Feed()
        return self._feeds[audience]

    def _frame(self, audience: Viewer, since: int) -> bytes:
        key = audience, since
        if key not in self._framed:
            self._framed[key] = framed(self._feeds[audience].since(since))
        return self._framed[key]

    def _forget_frames(self, audience: Viewer) -> None:
        for key in [key for key in self._framed if key[0] == audience]:
            del self._framed[key]
