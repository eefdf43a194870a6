"""The words that seating is told in: who is there, which tables, what must hold, who sits where.

People and tables are known by their ids. A problem says nothing of how good a seating is, only
what it must keep; `figures.py` says how good.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

Id: TypeAlias = str

POSITION, OPPOSITION = "pos", "opp"
"""The two blocs. A person of neither has bloc ""."""


class Kind(StrEnum):
    """What can be asked for some people by name."""

    TOGETHER = "together"
    APART = "apart"
    FIX = "fix"
    FORBID = "forbid"


@dataclass(frozen=True, slots=True)
class Person:
    """`traits` are what may be balanced, by name: gender, fulltime, first_period, committee …"""

    id: Id
    party: str
    bloc: str = ""
    host: bool = False
    needs: frozenset[str] = frozenset()
    traits: Mapping[str, str | bool | None] = field(default_factory=dict)
    name: str = ""

    @property
    def called(self) -> str:
        return self.name or self.id


@dataclass(frozen=True, slots=True)
class Table:
    """`min` and `max` seats; `offers` are the needs it meets: "accessible", "quiet"."""

    id: Id
    min: int
    max: int
    offers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Round:
    tables: tuple[Table, ...]
    present: tuple[Id, ...]


@dataclass(frozen=True, slots=True)
class Wish:
    """Something asked for by name. `rounds` None: all. `table` goes with FIX and FORBID."""

    id: Id
    kind: Kind
    people: tuple[Id, ...]
    table: Id = ""
    rounds: frozenset[int] | None = None


@dataclass(frozen=True, slots=True)
class Rules:
    """What must hold at every table where somebody sits."""

    host: bool = False
    both_blocs: bool = False
    no_party_majority: bool = False
    """No list has more than half of a table."""
    max_same_party: int | None = None
    """No list has more seats than this at a table."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Who is to be seated, round by round, and what must be kept. `balance`: traits to balance."""

    name: str
    people: Mapping[Id, Person]
    rounds: tuple[Round, ...]
    rules: Rules = Rules()
    wishes: tuple[Wish, ...] = ()
    balance: tuple[str, ...] = ()

    def asked(self, number: int) -> Iterator[tuple[Wish, tuple[Id, ...]]]:
        """The wishes that hold in this round, each with those of its people who are present."""
        present = set(self.rounds[number].present)
        for wish in self.wishes:
            if wish.rounds is None or number in wish.rounds:
                yield wish, tuple(one for one in wish.people if one in present)


@dataclass(frozen=True, slots=True)
class Seating:
    """For each round: table → the ids of those who sit there."""

    rounds: tuple[Mapping[Id, tuple[Id, ...]], ...]

    def tables(self, number: int) -> dict[Id, Id]:
        """Person → table in this round."""
        return {one: table for table, those in self.rounds[number].items() for one in those}


@dataclass(frozen=True, slots=True)
class Conflict:
    """Rules that cannot all hold in this round, though they can when any one is given up.

    Ids: a wish's own, "need:PERSON:KIND", "rule:host", "rule:both_blocs",
    "rule:no_party_majority", "rule:max_same_party", "size".
    """

    round: int
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Broken:
    """A hard rule that a seating does not keep, by the same ids, or "dropped", "doubled", "ghost"
    or "unknown_table"; whom it concerns, and at which table."""

    round: int
    rule: str
    table: Id = ""
    people: tuple[Id, ...] = ()


class Impossible(Exception):
    """No seating keeps all rules: `conflicts` says which ones, each set minimal."""

    def __init__(self, conflicts: list[Conflict]) -> None:
        super().__init__("these rules cannot all hold")
        self.conflicts = conflicts


class Undecided(Exception):
    """The time was up before it was known whether there is a seating at all."""
