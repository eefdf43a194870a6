"""The books of a rehearsal: what was written, what is on disk, and what each screen should show."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.core.events import Reaction, aside
from app.core.rehearsal import Quantiles
from app.rehearse.screens import Control, Screen
from app.rehearse.tablet import Note, Tablet


def quantiles(seconds: Iterable[float]) -> Quantiles:
    """Of no seconds at all: zero."""
    ordered = sorted(seconds) or [0.0]

    def at(share: float) -> float:
        return round(1000 * ordered[min(len(ordered) - 1, int(len(ordered) * share))], 1)

    return Quantiles(at(0.5), at(0.99), at(1))


@dataclass(slots=True)
class Account:
    """Compares what screens show with what was stored. Finding the same fault twice counts once."""

    tablets: Sequence[Tablet]
    lost: set[str] = field(default_factory=set)
    duplicated: set[str] = field(default_factory=set)

    @property
    def notes(self) -> list[Note]:
        return [note for tablet in self.tablets for note in tablet.notes]

    @property
    def reactions(self) -> list[Note]:
        return [note for tablet in self.tablets for note in tablet.reactions]

    @property
    def sent(self) -> int:
        return len(self.notes) + len(self.reactions)

    @property
    def stored(self) -> int:
        return sum(note.stored for note in (*self.notes, *self.reactions))

    # ------------------------------------------------------------ what should be seen

    def own_notes(self, table: int) -> dict[str, str]:
        """What a table should see of its own, in table talk and in the plenary: id → words."""
        return self._standing(note for note in self.notes if note.table == table)

    def hall_notes(self, table: int, *, plenary: bool) -> dict[str, str]:
        """What it should see of the others'. Their shared notes come in the plenary."""
        others = (note for note in self.notes if note.table != table)
        return self._standing(note for note in others if plenary or not note.shared)

    def all_notes(self) -> dict[str, str]:
        """What control should see."""
        return self._standing(self.notes)

    @staticmethod
    def _standing(notes: Iterable[Note]) -> dict[str, str]:
        return {note.id: note.text for note in notes if note.stored and not note.withdrawn}

    # ------------------------------------------------------------ comparing

    def agrees(self, screen: Screen, *, plenary: bool) -> bool:
        """The screen shows exactly what it should."""
        return all(_texts(screen, name) == wanted for name, wanted in self._wanted(screen, plenary))

    def check(self, screen: Screen, *, plenary: bool) -> None:
        """Enter what is missing, changed, or there once too often."""
        shown: dict[str, str] = {}
        wanted: dict[str, str] = {}
        for name, should in self._wanted(screen, plenary):
            texts = _texts(screen, name)
            self.duplicated |= texts.keys() & shown.keys()
            shown |= texts
            wanted |= should
            self.lost |= {note for note, text in should.items() if texts.get(note) != text}
        # A note that should not be there: another copy, or one whose withdrawal was lost.
        ours = {note.id for note in self.notes}
        for note in shown.keys() - wanted.keys():
            (self.lost if note in ours else self.duplicated).add(note)

    def _wanted(self, screen: Screen, plenary: bool) -> list[tuple[str, dict[str, str]]]:
        if isinstance(screen, Control):
            return [("notes", self.all_notes())]
        assert isinstance(screen, Tablet)
        return [
            ("own_notes", self.own_notes(screen.table)),
            ("hall_notes", self.hall_notes(screen.table, plenary=plenary)),
        ]

    def check_reactions(self, screen: Screen) -> None:
        """Compare what the screen shows of the reactions, and of their words, with what stands."""
        standing = [n for n in self.reactions if n.stored and not n.withdrawn]
        whys = _texts(screen, "whys")
        for statement, known in screen.view.items("knowledge").items():
            came = known["reactions"]
            given = {kind: aside(statement, kind) for kind in Reaction}
            counts = {k: sum(n.question == asked for n in standing) for k, asked in given.items()}
            if max(counts.values()) < came["threshold"]:
                continue
            for kind, count in counts.items():
                if came[kind] < count:
                    self.lost.add(f"reactions {given[kind]}")
                elif came[kind] > count:
                    self.duplicated.add(f"reactions {given[kind]}")
            told = [note for note in standing if note.text and note.question in given.values()]
            self.lost |= {note.id for note in told if whys.get(note.id) != note.text}

    def check_ballots(
        self, result: Mapping[str, Any] | None, cast: Sequence[Sequence[str]]
    ) -> None:
        """Compare the counted dots with the ballots that were stored."""
        dots = {row["id"]: row["dots"] for row in result["rows"]} if result else {}
        for option in dots.keys() | {choice for choices in cast for choice in choices}:
            placed = sum(option in choices for choices in cast)
            if dots.get(option, 0) < placed:
                self.lost.add(f"dots on {option}")
            elif dots.get(option, 0) > placed:
                self.duplicated.add(f"dots on {option}")

    # ------------------------------------------------------------ how long it took

    def stored_after(self) -> Quantiles:
        """From sent to known to be on disk."""
        every = (*self.notes, *self.reactions)
        return quantiles(n.stored_after for n in every if n.stored_after is not None)

    def seen_after(self) -> Quantiles:
        """From sent until the last at the table had it, for notes written openly."""
        last = []
        for note in self.notes:
            at = [t.seen_at.get(note.id) for t in self.tablets if t.table == note.table]
            if note.shared and note.rev == 0:
                last.append(max((when for when in at if when), default=0.0) - note.sent_at)
        return quantiles(seconds for seconds in last if seconds > 0)


def _texts(screen: Screen, name: str) -> dict[str, str]:
    return {note: card["text"] for note, card in screen.view.items(name).items()}
