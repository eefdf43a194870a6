"""A simulated tablet: what it writes it keeps until it is stored, through any weather."""

import asyncio
import secrets
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from app.core.words import clean
from app.rehearse.screens import PATIENCE, Address, Away, Refused, Screen

AGAIN_AFTER = 1.0
"""Seconds until a tablet sends again what the server could not store."""


@dataclass(eq=False, slots=True)
class Note:
    """A note as its writer knows it: the newest words, and how much of it is on disk.

    `table` is where it was written; once it is `sealed`, it is no table's.
    """

    question: str
    text: str
    table: int
    shared: bool
    id: str = field(default_factory=lambda: secrets.token_hex(16))
    secret: str = field(default_factory=lambda: secrets.token_hex(16))
    rev: int = 0
    stored_rev: int = -1
    withdrawn: bool = False
    withdrawal_stored: bool = False
    sent_at: float = 0.0
    stored_after: float | None = None
    sealed: bool = False

    @property
    def stored(self) -> bool:
        """The newest words are on disk."""
        return self.stored_rev == self.rev

    def frame(self) -> dict[str, Any]:
        return {
            "t": "note",
            "id": self.id,
            "question": self.question,
            "text": self.text,
            "secret": self.secret,
            "rev": self.rev,
            "shared": self.shared,
        }


class Tablet(Screen):
    """A councillor's tablet at table number `table`, with what was written on it.

    `asides` are its notes about something: reactions, arguments, what it parked, its last line.
    """

    role = "tablet"

    def __init__(self, address: Address, code: str, table: int) -> None:
        super().__init__(address, code)
        self.table = table
        self.seat = secrets.token_hex(16)
        self.accepted = False
        self.notes: list[Note] = []
        self.asides: list[Note] = []
        self.seen_at: dict[str, float] = {}

    def _join(self) -> dict[str, Any]:
        return {**super()._join(), "seat": self.seat, "accepted": self.accepted}

    async def ask(self, frame: dict[str, Any]) -> dict[str, Any]:
        """As any screen; but what could not be stored is sent again, as the real tablets do."""
        until = monotonic() + PATIENCE
        while True:
            try:
                return await super().ask(frame)
            except Refused as refused:
                if refused.code != "not_stored" or monotonic() > until:
                    raise
            await asyncio.sleep(AGAIN_AFTER)

    def twin(self) -> "Tablet":
        """Another browser on the same device, which has seen nothing yet."""
        twin = Tablet(self._address, self._code, self.table)
        twin.seat, twin.accepted = self.seat, self.accepted
        return twin

    def saw(self, frame: dict[str, Any]) -> None:
        now = monotonic()
        for note in frame["lists"].get("own_notes", {}).get("set", ()):
            self.seen_at.setdefault(note, now)

    async def accept(self) -> None:
        """Accept the ground rules."""
        self.accepted = True
        await self.ask({"t": "tell", "accepted": True, "drafting": False})

    async def write(self, text: str, question: str, *, shared: bool = False) -> Note:
        """Write a note. Returns when it is on disk – or at once, kept for later, while away."""
        note = Note(question, clean(text), self.table, shared)
        self.notes.append(note)
        await self.resend(note)
        return note

    async def add(self, question: str, text: str = "") -> Note:
        """Write an aside, as `write` writes: on the question that is about something."""
        note = Note(question, clean(text), self.table, shared=False)
        self.asides.append(note)
        await self.resend(note)
        return note

    async def edit(self, note: Note, text: str) -> None:
        """Put other words in its place."""
        note.text, note.rev = clean(text), note.rev + 1
        await self.resend(note)

    async def withdraw(self, note: Note) -> None:
        """Take it back."""
        note.withdrawn = True
        await self.resend(note)

    async def resend(self, note: Note) -> None:
        """Send the note as it stands now, whether it was sent before or not."""
        rev, note.sent_at = note.rev, monotonic()
        try:
            if not note.withdrawn or not note.stored:
                await self.ask(note.frame())
                note.stored_rev = max(note.stored_rev, rev)
                if note.stored_after is None:
                    note.stored_after = monotonic() - note.sent_at
            if note.withdrawn:
                await self.ask({"t": "withdraw", "id": note.id, "secret": note.secret})
                note.withdrawal_stored = True
        except Away:
            pass  # it waits: `come_back` sends it

    async def come_back(self, patience: float = PATIENCE) -> float:
        """Come again and send what was not stored; returns the seconds until the view was there."""
        took = await super().come_back(patience)
        for note in (*self.asides, *self.notes):
            if not note.stored or (note.withdrawn and not note.withdrawal_stored):
                await self.resend(note)
        return took

    async def move_to(self, table: int) -> None:
        """Go along to another table, and join there."""
        moved = await self.ask({"t": "move", "table": table})
        self._code, self.table = moved["code"], moved["table"]
        await self.come()

    async def ticket(self, step: str, hand: int = 0) -> str:
        """The blank ballot of this device, or of the next person who uses it."""
        key: str = (await self.ask({"t": "ticket", "step": step, "hand": hand}))["key"]
        return key

    async def fill_in(self, step: str, key: str, rev: int, marks: dict[str, int]) -> None:
        """Fill in a ballot, or fill it in anew with a higher `rev`."""
        await self.ask({"t": "ballot", "step": step, "key": key, "rev": rev, "marks": marks})
