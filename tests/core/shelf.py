"""A store in memory, as small as can be: what the real one must be equal to."""

from dataclasses import replace
from random import Random

from app.core import events as e
from app.core.asides import round_of
from app.core.events import Act, Fact, Saying
from app.core.evolve import replay
from app.core.state import Workshop


class Shelf:
    """The log, and the sets by key."""

    def __init__(self) -> None:
        self.log: list[Fact] = []
        self._sets: dict[object, Saying] = {}

    def put(self, fact: Fact) -> None:
        if isinstance(fact, Act):
            self.log.append(fact)
        match fact:
            case e.NoteKept(note):
                self._sets["note", note.id] = fact
            case e.StatementKept(said):
                self._sets["statement", said.question, said.table] = fact
            case e.StandKept():
                self._sets["stand", fact.stand.question, fact.stand.table] = fact
            case e.TableMarked():
                self._sets["mark", fact.step, fact.table] = fact
            case e.BallotsIssued():
                for key in fact.keys:
                    self._sets["ballot", fact.step, key] = e.BallotKept(fact.step, key, -1, {})
            case e.BallotKept():
                self._sets["ballot", fact.step, fact.key] = fact
            case e.ProfilesKept():
                self._sets["profiles", fact.step] = fact
            case e.BallotsCounted():
                for where, kept in [*self._sets.items()]:
                    if isinstance(kept, e.BallotKept) and kept.step == fact.step:
                        del self._sets[where]
            case e.RoundSealed():
                self._seal(fact.question)

    def _seal(self, question: str) -> None:
        for key, kept in [*self._sets.items()]:
            if isinstance(kept, e.NoteKept) and round_of(kept.note.question) == question:
                if kept.note.withdrawn:
                    del self._sets[key]
                else:
                    bare = replace(kept.note, table=None, key=None, rev=0)
                    self._sets[key] = e.NoteKept(bare)

    def sayings(self, random: Random) -> list[Fact]:
        """Everything the councillors said, in an order of its own."""
        return random.sample([*self._sets.values()], len(self._sets))

    def replay(self, random: Random) -> Workshop:
        return replay(self.log, self.sayings(random))


def without_screens(state: Workshop) -> Workshop:
    """What is left of a workshop when the power has gone; nothing is said of empty lists."""
    notes = {question: notes for question, notes in state.notes.items() if notes}
    return replace(state, notes=notes, seats={}, pens={}, controls={}, typed=None, pointed=("", 0))
