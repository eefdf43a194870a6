"""The books of a rehearsal: what was written, what is on disk, and what each screen should show."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from app.core.asides import ARGUMENTS, PARKING, aside, round_of
from app.core.rehearsal import Quantiles
from app.core.things import Reaction
from app.rehearse.screens import Control, Screen
from app.rehearse.tablet import Note, Tablet

Lists: TypeAlias = Sequence[tuple[str, Mapping[str, str]]]
"""Lists of a view by name, and the words that stand in each by id."""


def quantiles(seconds: Iterable[float]) -> Quantiles:
    """Of no seconds at all: zero."""
    ordered = sorted(seconds) or [0.0]

    def at(share: float) -> float:
        return round(1000 * ordered[min(len(ordered) - 1, int(len(ordered) * share))], 1)

    return Quantiles(at(0.5), at(0.99), at(1))


@dataclass(frozen=True, slots=True)
class Wording:
    """A version of the common wording. `stances`: whether each table stands for it, its dissent."""

    version: int
    text: str
    stances: Mapping[int, tuple[bool, str]]


@dataclass(slots=True)
class Account:
    """Compares what screens show with what was stored. Finding the same fault twice counts once.

    `laid`: notes of the hall that control laid under a statement as arguments, as lists name them.
    """

    tablets: Sequence[Tablet]
    laid: dict[str, str] = field(default_factory=dict)
    wording: Wording | None = None
    lost: set[str] = field(default_factory=set)
    duplicated: set[str] = field(default_factory=set)

    @property
    def notes(self) -> list[Note]:
        return [note for tablet in self.tablets for note in tablet.notes]

    @property
    def asides(self) -> list[Note]:
        return [note for tablet in self.tablets for note in tablet.asides]

    @property
    def sent(self) -> int:
        return len(self.notes) + len(self.asides)

    @property
    def stored(self) -> int:
        return sum(note.stored for note in (*self.notes, *self.asides))

    def seal(self) -> None:
        """What was written until now is no table's any more."""
        for note in self.notes:
            note.sealed = True

    # ------------------------------------------------------------ what should be seen

    def own_notes(self, table: int) -> dict[str, str]:
        """What a table should see of its own, in table talk and in the plenary: id → words."""
        return standing(n for n in self.notes if n.table == table and not n.sealed)

    def hall_notes(self, table: int, *, plenary: bool) -> dict[str, str]:
        """What it should see of the others'. Their shared notes come in the plenary."""
        others = (note for note in self.notes if note.table != table or note.sealed)
        return standing(note for note in others if plenary or not note.shared)

    def given(self, round_: str) -> dict[str, str]:
        """The asides of a kind: once in the plenary everybody should see each, and nobody else."""
        return standing(note for note in self.asides if round_of(note.question) == round_)

    def aloud(self) -> dict[str, dict[str, str]]:
        """What every screen should show in the plenary, by the name of the list."""
        return {
            "arguments": self.given(ARGUMENTS) | self.laid,
            "parked": self.given(PARKING),
        }

    # ------------------------------------------------------------ comparing

    def agrees(self, screen: Screen, *, plenary: bool) -> bool:
        """The screen shows exactly what it should."""
        same = shows(screen, self._wanted(screen, plenary))
        return same and (not plenary or self.wording in (None, wording_on(screen)))

    def check(self, screen: Screen, *, plenary: bool) -> None:
        """Enter what is missing, changed, or there once too often."""
        self.check_lists(screen, self._wanted(screen, plenary))
        if plenary and self.wording not in (None, wording_on(screen)):
            self.lost.add(f"the common wording on a {screen.role}, or where the tables stand")

    def check_lists(self, screen: Screen, lists: Lists) -> None:
        """The same of some lists: what each of them should show, by id."""
        shown: dict[str, str] = {}
        wanted: dict[str, str] = {}
        for name, should in lists:
            texts = _texts(screen, name)
            self.duplicated |= texts.keys() & shown.keys()
            shown |= texts
            wanted |= should
            self.lost |= {note for note, text in should.items() if texts.get(note) != text}
        # A note that should not be there: another copy, or one whose withdrawal was lost.
        ours = {note.id for note in (*self.notes, *self.asides)}
        for note in shown.keys() - wanted.keys():
            (self.lost if note in ours else self.duplicated).add(note)

    def _wanted(self, screen: Screen, plenary: bool) -> Lists:
        aloud = [*self.aloud().items()] if plenary else [("arguments", {})]
        match screen:
            case Control():
                return [("notes", standing(self.notes)), *aloud]
            case Tablet():
                return [
                    ("own_notes", self.own_notes(screen.table)),
                    ("hall_notes", self.hall_notes(screen.table, plenary=plenary)),
                    *aloud,
                ]
            case _:
                return aloud

    def check_reactions(self, screen: Screen) -> None:
        """Compare what the screen shows of the reactions, and of their words, with what stands."""
        given_now = [n for n in self.asides if n.stored and not n.withdrawn]
        whys = _texts(screen, "whys")
        for statement, known in screen.view.items("knowledge").items():
            came = known["reactions"]
            given = {kind: aside(statement, kind) for kind in Reaction}
            counts = {k: sum(n.question == asked for n in given_now) for k, asked in given.items()}
            if max(counts.values()) < came["threshold"]:
                continue
            for kind, count in counts.items():
                if came[kind] < count:
                    self.lost.add(f"reactions {given[kind]}")
                elif came[kind] > count:
                    self.duplicated.add(f"reactions {given[kind]}")
            told = [note for note in given_now if note.text and note.question in given.values()]
            self.lost |= {note.id for note in told if whys.get(note.id) != note.text}

    def check_marks(
        self, counted: Mapping[str, int | Sequence[int]], cast: Sequence[Mapping[str, int]]
    ) -> None:
        """Compare what was counted – so many by choice, or so many of each grade – with the ballots
        that were stored."""
        for option in counted.keys() | {choice for marks in cast for choice in marks}:
            given = [marks[option] for marks in cast if option in marks]
            came = counted.get(option, 0)
            if isinstance(came, int):
                pairs = [(came, sum(given))]
            else:
                pairs = [(n, given.count(grade)) for grade, n in enumerate(came, start=1)]
            if any(there < put_in for there, put_in in pairs):
                self.lost.add(f"marks on {option}")
            if any(there > put_in for there, put_in in pairs):
                self.duplicated.add(f"marks on {option}")

    def check_nowhere(self, screen: Screen, round_: str) -> None:
        """No list of the screen has anything of this kind."""
        for items in screen.view.lists.values():
            self.duplicated |= self.given(round_).keys() & items.keys()

    # ------------------------------------------------------------ how long it took

    def stored_after(self) -> Quantiles:
        """From sent to known to be on disk."""
        every = (*self.notes, *self.asides)
        return quantiles(n.stored_after for n in every if n.stored_after is not None)

    def seen_after(self) -> Quantiles:
        """From sent until the last at the table had it, for notes written openly."""
        last = []
        for note in self.notes:
            if note.shared and note.rev == 0:
                seen = max(tablet.seen_at.get(note.id, 0.0) for tablet in self.tablets)
                last.append(seen - note.sent_at)
        return quantiles(seconds for seconds in last if seconds > 0)


def standing(notes: Iterable[Note]) -> dict[str, str]:
    """Those that are on disk and not withdrawn: id → words."""
    return {note.id: note.text for note in notes if note.stored and not note.withdrawn}


def shows(screen: Screen, lists: Lists) -> bool:
    """The screen shows exactly this in these lists."""
    return all(_texts(screen, name) == wanted for name, wanted in lists)


def wording_on(screen: Screen) -> Wording | None:
    """What the screen shows as the common wording."""
    shown = screen.view.parts.get("common")
    if not shown or not shown["version"]:
        return None
    stances = {each["table"]: (each["stands"], each["dissent"]) for each in shown["stances"]}
    return Wording(shown["version"], shown["text"], stances)


def _texts(screen: Screen, name: str) -> dict[str, str]:
    return {note: card["text"] for note, card in screen.view.items(name).items()}
