"""Hostile screens in a real hall: whatever they send, in whatever order, nothing breaks.

`run(seed, cases)` sends so many frames to the real endpoint, with a real room on SQLite behind it,
and looks at all that holds (SPEC.md, "Hostile sockets"). Beside the hostile screens sit others that
only look: they must see what there is to see, and no more. What is sent is random, from the seed.
"""

import asyncio
import json
import logging
from collections import Counter
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any, Self

import orjson
from sqlalchemy import Engine

from app.core.events import Fact
from app.core.evolve import replay
from app.core.roles import ALL_ROUND, Role, Somebody, rights
from app.core.views import AtWorkbench, InControl, OnProjector, TabletAt, Viewer, view
from app.guard.doors import Doors
from app.guard.pace import Bucket
from app.live.document import MEANING
from app.live.hall import Hall
from app.live.socket import Live
from app.rooms import Home, Room, Rooms
from app.store import workshops
from app.store.database import migrate, open_database
from tests.core.screens import Merged, whole
from tests.core.shelf import without_screens
from tests.hostile.halls import MOMENTS, SEAT, SECRET, furnished
from tests.hostile.senders import FROM_STAFF, FROM_TABLETS, Sender
from tests.store.batches import write

STAFF = {
    b"leader": Somebody("Kari", rights(ALL_ROUND)),
    b"auditor": Somebody("Per", rights([Role.AUDITOR])),
}
FRAMES = 40
"""That a hostile screen sends before it hangs up."""

HOSTILE = (
    *["tablet"] * 5, "projector", "control", "control", "workbench", "auditor", "nobody",
)  # fmt: skip
THEIRS = {
    "tablet": FROM_TABLETS,
    "control": FROM_STAFF,
    "workbench": FROM_STAFF,
    "anything": (*FROM_TABLETS, *FROM_STAFF),
}
PATIENCE = 60.0
"""Seconds after which something was never answered. Nothing is measured by it."""


def run(seed: int, cases: int) -> Counter[str]:
    """Send `cases` frames. What was reached: codes, and kinds of frames that were stored.

    Raises `AssertionError`, with the seed and what was sent, where something does not hold.
    """
    shared_memory = Path("/dev/shm")  # not for the speed of a disk that we are here
    where = shared_memory if shared_memory.is_dir() else None
    with TemporaryDirectory(dir=where) as data, _Ears() as ears:
        engine = open_database(f"sqlite:///{Path(data) / 'tannhjul.db'}")
        migrate(engine)
        try:
            return asyncio.run(_Run(engine, seed, ears).run(cases))
        finally:
            engine.dispose()


class _Ears(logging.Handler):
    """What the server says in its log: of all this, nothing."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(record.getMessage())

    def __enter__(self) -> Self:
        logging.getLogger("tannhjul").addHandler(self)
        return self

    def __exit__(self, *_: object) -> None:
        logging.getLogger("tannhjul").removeHandler(self)


@dataclass
class Socket:
    """The far side of one connection to the endpoint."""

    staff: str = ""
    sent: list[Any] = field(default_factory=list)
    answers: list[dict[str, Any]] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    shown: Merged | None = None
    """What it has on the screen, where that is followed."""

    closed: bool = False
    news: asyncio.Event = field(default_factory=asyncio.Event)

    async def send(self, message: dict[str, Any]) -> None:
        """What the server calls to reach us."""
        if message["type"] == "websocket.close":
            self.closed = True
        elif message["type"] == "websocket.send":
            text: str = message["text"]
            self.told.append(text)
            if not text.startswith('{"t":"view"'):
                self.answers.append(orjson.loads(text))
            elif self.shown is not None:
                self.shown.take(orjson.loads(text))
        self.news.set()

    async def answered(self, answers: int) -> None:
        """Returns when there are so many answers, or the line is closed."""
        while len(self.answers) < answers and not self.closed:
            self.news.clear()
            try:
                await asyncio.wait_for(self.news.wait(), PATIENCE)
            except TimeoutError:
                raise AssertionError(_told(self)) from None

    def scope(self) -> dict[str, Any]:
        cookie = [(b"cookie", self.staff.encode())] if self.staff else []
        headers = [(b"host", b"hall"), (b"origin", b"http://hall"), *cookie]
        return {"type": "websocket", "scheme": "ws", "headers": headers}


class _Run:
    def __init__(self, engine: Engine, seed: int, ears: _Ears) -> None:
        self._engine = engine
        self._some = Random(seed)
        self._ears = ears
        self._rooms = Rooms(engine)
        self._rooms.doors = Doors(engine, Bucket(rate=1e9, most=1e9))
        self._live = Live(self._rooms, _staff_behind)
        self._reached: Counter[str] = Counter()
        self._elsewhere = _Place(engine, "vekst-skriv")
        self._lost: list[str] = []
        self._refused: list[str] = []
        """Words that were not taken, since the hall began."""

    async def run(self, cases: int) -> Counter[str]:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _, context: self._lost.append(str(context)))
        try:
            for hall in count():
                if self._reached["frames"] >= cases:
                    break
                moment = MOMENTS[hall % len(MOMENTS)]
                still = hall // len(MOMENTS) % 2 == 0
                try:
                    await self._hall(_Place(self._engine, moment), moment, still=still)
                except AssertionError as error:
                    error.add_note(f"in hall {hall}, at {moment}")
                    raise
        finally:
            self._rooms.close()
        return self._reached

    async def _hall(self, place: "_Place", moment: str, *, still: bool) -> None:
        """One hall, with hostile screens in it. `still`: nobody leads it on meanwhile."""
        room = await self._rooms.room(place.workshop)
        assert isinstance(room, Home)
        stored: list[Fact] = []
        room.listeners.add(stored.extend)
        lookers = [(Socket("leader", shown=Merged()), join, who) for join, who in place.lookers()]
        looking = [
            asyncio.create_task(self._look(socket, join, place)) for socket, join, _ in lookers
        ]
        for socket, _, _ in lookers:
            await socket.answered(1)
        hostile: list[tuple[Socket, Sender]] = []
        for seat, role in enumerate(HOSTILE):
            codes = [*place.codes.values(), *self._elsewhere.codes.values(), "AAAAAAAA", ""]
            sender = Sender(Random(self._some.random()), role, seat, codes)
            sender.still = still
            staff = {"control": "leader", "workbench": "leader", "auditor": "auditor"}
            hostile.append((Socket(staff.get(role, "")), sender))
        await asyncio.gather(
            *(self._attack(socket, sender, place, room) for socket, sender in hostile)
        )
        shown = self._live.halls._open[place.workshop]
        shown._show()  # what is told within a blink
        for socket, _, who in lookers:
            await self._sees_what_there_is(socket, who, room)
        for socket, sender in hostile:
            self._judge(socket, sender)
        self._nobody_saw([*(socket for socket, _ in hostile), *(s for s, _, _ in lookers)])
        if still and moment == "vekst-skriv":
            notes = room.state.notes_on("vekst").values()
            words = [note.text for note in notes if note.text.startswith("ord-")]
            for socket in (*(s for s, _ in hostile), *(s for s, _, _ in lookers)):
                told = "".join(socket.told)
                assert not [each for each in words if each in told], "an open round was seen"
            self._reached["open round"] += bool(words)
        self._stands_as_stored(room)
        assert not self._lost, self._lost
        assert not self._ears.heard, self._ears.heard
        for task in looking:
            task.cancel()
        await asyncio.gather(*looking, return_exceptions=True)
        self._leave(shown, room)

    def _leave(self, shown: Hall, room: Room) -> None:
        self._live.halls._close(shown, "removed")
        room.listeners.clear()
        room.end()

    # ------------------------------------------------------------ who comes

    async def _look(self, socket: Socket, join: dict[str, Any], place: "_Place") -> None:
        """Joins, and looks until it is told to go."""
        frames = iter([json.dumps(join)])

        async def receive() -> dict[str, Any]:
            if not socket.sent:
                socket.sent.append("connect")
                return {"type": "websocket.connect"}
            if (frame := next(frames, None)) is not None:
                return {"type": "websocket.receive", "text": frame}
            await asyncio.Event().wait()
            raise AssertionError

        await self._live(socket.scope(), receive, socket.send)

    async def _attack(self, socket: Socket, sender: Sender, place: "_Place", room: Room) -> None:
        some = sender.some
        left = FRAMES // 4 if sender.role == "nobody" else FRAMES
        first = left - 1
        connected = False

        async def receive() -> dict[str, Any]:
            nonlocal left, connected
            if not connected:
                connected = True
                return {"type": "websocket.connect"}
            for _ in range(some.randrange(3)):
                await asyncio.sleep(0)
            if left == 0 or socket.closed:
                await socket.answered(len(socket.sent))
                return {"type": "websocket.disconnect", "code": 1000}
            if some.random() < 0.1:
                await socket.answered(len(socket.sent))
            left -= 1
            frame = self._frame(sender, socket, place, room, first=left == first)
            socket.sent.append(frame)
            data = frame if isinstance(frame, str | bytes) else json.dumps(frame)
            if isinstance(data, bytes):
                return {"type": "websocket.receive", "bytes": data}
            return {"type": "websocket.receive", "text": data}

        await self._live(socket.scope(), receive, socket.send)

    def _frame(
        self, sender: Sender, socket: Socket, place: "_Place", room: Room, *, first: bool
    ) -> Any:
        """Most begin by joining as they should; some say something before, or nothing else."""
        some = sender.some
        for answer in socket.answers:
            if answer["t"] == "ticket":
                sender.keys[answer["step"]] = answer["key"]
        if first and sender.role != "nobody" and some.random() < 0.9:
            role = "control" if sender.role == "auditor" else sender.role
            return sender.join(role, place.code_for(role, some))
        how = some.random()
        if how < 0.001:
            return sender.large()
        if how < 0.08:
            return sender.junk()
        return sender.frame(room.state)

    # ------------------------------------------------------------ what must hold

    def _judge(self, socket: Socket, sender: Sender) -> None:
        """V240: each frame has one answer, with its number where it had one, and a known code."""
        answers = iter(socket.answers)
        role = ""
        numbered = {answer["n"]: answer for answer in socket.answers if answer["n"] is not None}
        ends = [answer for answer in socket.answers if answer.get("code") == "too_many_errors"]
        assert len(socket.answers) == len(socket.sent) + len(ends), _told(socket)
        assert len(ends) <= 1
        for frame in socket.sent:
            self._reached["frames"] += 1
            n = frame.get("n") if isinstance(frame, dict) else None
            if type(n) is not int or not 1_000 < n < 10_000 or n not in numbered:
                if isinstance(frame, dict) and frame.get("t") == "join":
                    role = "anything"  # the answer has a number that others have too
                continue
            answer = numbered[n]
            kind = str(frame.get("t"))
            what = answer["code"] if answer["t"] == "refused" else answer["t"]
            if answer["t"] == "welcome":
                role = frame["role"]
            if answer["t"] == "stored":
                assert kind in THEIRS.get(role, ()), (role, frame)
                assert kind in FROM_TABLETS or socket.staff == "leader", (role, frame)
                self._reached[f"stored {kind}"] += 1
            if what not in {"stored", "not_stored"} and frame.get("text") == sender.words(n):
                self._refused.append(sender.words(n))
            self._reached[what] += 1
        for answer in answers:
            assert answer["t"] != "refused" or answer["code"] in MEANING, answer
            if answer["n"] is None:
                self._reached[answer["code"]] += 1

    async def _sees_what_there_is(self, socket: Socket, who: Viewer, room: Room) -> None:
        """V240: who sits beside it has all that changed, and nothing else."""
        seen = whole(view(room.state, who))
        assert socket.shown is not None
        async with asyncio.timeout(PATIENCE):
            while not socket.shown.shows(seen):
                assert not self._lost, self._lost
                socket.news.clear()
                await socket.news.wait()

    def _nobody_saw(self, sockets: list[Socket]) -> None:
        """V241: no secret of a device, and no device's mark."""
        for socket in sockets:
            for text in socket.told:
                assert SECRET not in text, text
                assert SEAT not in text, text

    def _stands_as_stored(self, room: Home) -> None:
        """V240: the log and the sets make the very state that the screens were shown."""
        loaded = workshops.load(self._engine, room.id)
        assert loaded is not None
        stored = without_screens(replay(loaded.acts, loaded.sayings))
        alive = without_screens(room.state)
        assert stored == alive, "what is on disk is not what was shown"
        whole_of_it = repr(room.state)
        assert not [words for words in self._refused if words in whole_of_it]
        self._refused.clear()


class _Place:
    """A workshop at a moment, and its codes."""

    def __init__(self, engine: Engine, moment: str) -> None:
        self.public = workshops.new_code(6)
        self.workshop = workshops.create(engine, self.public)
        write(engine, self.workshop, *furnished(moment))
        workshops.give_codes(engine, self.workshop, [1, 2, 3])
        self.codes: dict[Any, str] = {**workshops.codes(engine, self.workshop), "all": self.public}

    def code_for(self, role: str, some: Random) -> str:
        if role == "tablet":
            return self.codes[some.choice((1, 1, 2))]
        return self.codes[None] if role == "projector" else self.public

    def lookers(self) -> list[tuple[dict[str, Any], Viewer]]:
        """Screens of every kind, that only look."""
        who: list[tuple[str, Any, Viewer]] = [
            ("tablet", 3, TabletAt(3)),
            ("projector", None, OnProjector()),
            ("control", "all", InControl()),
            ("workbench", "all", AtWorkbench("Kari")),
        ]
        seat = "0" * 32
        return [
            ({"t": "join", "n": 0, "role": role, "code": self.codes[at], "seat": seat}, viewer)
            for role, at, viewer in who
        ]


def _staff_behind(scope: dict[str, Any]) -> Somebody | None:
    return STAFF.get(dict(scope["headers"]).get(b"cookie", b""))


def _told(socket: Socket) -> str:
    answers = Counter(answer["n"] for answer in socket.answers)
    sent = [frame if isinstance(frame, dict) else repr(frame)[:80] for frame in socket.sent]
    missing = [f for f in sent if isinstance(f, dict) and f.get("n") not in answers]
    return f"{len(sent)} sent, {len(socket.answers)} answers; without an answer: {missing[:5]}"
