"""Where those who came sit, when nobody else is to stand up: as the annealing would have them.

They begin in the chairs of those who left, the same one's in all rounds, so that a deputy meets
whom the member would have met. Then each is moved, or swapped with another of them, while that
makes the hall better.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import TypeAlias

from app.seating.arrays import BLOC, GROWTH, LIGHT, LONELY, PARTY, REPEAT
from app.seating.hard import broken
from app.seating.model import OPPOSITION, POSITION, Id, Person, Problem, Seating
from app.seating.start import by_table

EVEN = 1e5
"""Per person, squared, off the middle of what a table is for: tables as even as can be before all
else, so that nobody brings an extra chair to one table while there is a free one at another."""

LOOKS = 3000
"""Changes that are weighed at most, since the hall waits: a second or so. Three deputies take some
hundreds."""

Change: TypeAlias = tuple[int, dict[Id, Id]]
"""In this round, these to these tables."""


def heirs(problem: Problem, gone: Iterable[Id], come: Iterable[Id]) -> dict[Id, Id]:
    """Newcomer → whose chairs they take: of the same list before the same bloc before the rest."""
    people = problem.people
    pairs = [(one, other) for one in come for other in gone if other in people]
    found: dict[Id, Id] = {}
    for one, other in sorted(pairs, key=lambda two: _unlike(people[two[0]], people[two[1]])):
        if one not in found and other not in found.values():
            found[one] = other
    return found


def _unlike(one: Person, other: Person) -> tuple[bool, bool, bool, int]:
    traits = sum(one.traits.get(trait) != value for trait, value in other.traits.items())
    return one.party != other.party, one.bloc != other.bloc, one.host != other.host, traits


def settle(
    problem: Problem, rounds: Sequence[Mapping[Id, Id]], free: Mapping[int, Collection[Id]]
) -> list[dict[Id, Id]]:
    """Person → table, by round, with the `free` of each round where they cost least: no rule that
    held is broken, and nobody else has moved."""
    hall = _Hall(problem, rounds)
    looks = 0
    better = True
    while better:
        better = False
        for number, those in free.items():
            for one in those:
                changes = list(hall.changes(number, one, those))
                looks += len(changes)
                if looks > LOOKS:
                    return hall.rounds
                better |= hall.improve(changes)
    return hall.rounds


class _Hall:
    """The rounds as they stand, and what a change of them would cost."""

    def __init__(self, problem: Problem, rounds: Sequence[Mapping[Id, Id]]) -> None:
        self._problem = problem
        self.rounds = [dict(seats) for seats in rounds]
        self._at: list[dict[Id, frozenset[Id]]] = []
        self._known: dict[tuple[int, Id, frozenset[Id]], float] = {}
        self._met: Counter[frozenset[Id]] = Counter()
        for number, each in enumerate(problem.rounds):
            tables: dict[Id, set[Id]] = {table.id: set() for table in each.tables}
            for one, table in self.rounds[number].items():
                tables.setdefault(table, set()).add(one)
            self._at.append({table: frozenset(those) for table, those in tables.items()})
            self._met.update(_pairs(tables.values()))
        self._limits = [
            {table.id: (table.min, table.max) for table in each.tables} for each in problem.rounds
        ]
        self._respects: list[tuple[Callable[[Person], object], float]] = [
            (lambda one: one.party, PARTY),
            (lambda one: one.bloc, BLOC),
            *((_trait(trait), LIGHT.get(trait, 1.0)) for trait in problem.balance),
        ]
        self._totals = [
            [Counter(of(problem.people[one]) for one in each.present) for of, _ in self._respects]
            for each in problem.rounds
        ]

    def changes(self, number: int, one: Id, others: Collection[Id]) -> Iterator[Change]:
        """To every table with room, and against everybody else who is free."""
        seats, limits, at = self.rounds[number], self._limits[number], self._at[number]
        here = seats[one]
        if len(at[here]) > limits[here][0]:
            for table, (_, most) in limits.items():
                if table != here and len(at[table]) < most:
                    yield number, {one: table}
        for other in others:
            if seats[other] != here:
                yield number, {one: seats[other], other: here}

    def improve(self, changes: Iterable[Change]) -> bool:
        """Carry out the best of these that costs less than now and breaks no rule, if any."""
        weighed = ((self._cost(change), change) for change in changes)
        cheaper = [each for each in weighed if each[0] < -1e-6]
        for _, (number, seats) in sorted(cheaper, key=lambda each: each[0]):
            after = {**self.rounds[number], **seats}
            if self._broken(number, after) <= self._broken(number, self.rounds[number]):
                tables = self._after(number, seats)
                for table in tables:
                    self._met.subtract(_pairs([self._at[number][table]]))
                self._at[number].update(tables)
                self._met.update(_pairs(tables.values()))
                self.rounds[number] = after
                return True
        return False

    def _after(self, number: int, seats: Mapping[Id, Id]) -> dict[Id, frozenset[Id]]:
        """The tables that a change concerns, as they would be."""
        now = self.rounds[number]
        concerned = {*seats.values(), *(now[one] for one in seats)}
        return {
            table: self._at[number][table]
            .difference(seats)
            .union(one for one, to in seats.items() if to == table)
            for table in concerned
        }

    def _cost(self, change: Change) -> float:
        """What it would cost, against what is."""
        number, seats = change
        after = self._after(number, seats)
        cost = sum(
            self._mixed(number, table, those) - self._mixed(number, table, self._at[number][table])
            for table, those in after.items()
        )
        met = Counter(_pairs(after.values()))
        met.subtract(_pairs(self._at[number][table] for table in after))
        return cost + sum(
            _meetings(self._met[two] + by) - _meetings(self._met[two])
            for two, by in met.items()
            if by
        )

    def _mixed(self, number: int, table: Id, those: frozenset[Id]) -> float:
        """How far a table is from the hall in small, as the annealing counts it, and from even."""
        asked = (number, table, those)
        if asked not in self._known:
            self._known[asked] = self._count(*asked)
        return self._known[asked]

    def _count(self, number: int, table: Id, those: frozenset[Id]) -> float:
        people = [self._problem.people[one] for one in those]
        present = len(self._problem.rounds[number].present)
        cost = EVEN * (len(people) - sum(self._limits[number][table]) / 2) ** 2
        for (of, weight), total in zip(self._respects, self._totals[number], strict=True):
            count = Counter(of(one) for one in people)
            cost += weight * sum(
                abs(count[kind] - len(people) * total[kind] / present)
                for kind in total
                if kind is not None
            )
        blocs = Counter(one.bloc for one in people)
        return cost + LONELY * ((blocs[POSITION] == 1) + (blocs[OPPOSITION] == 1))

    def _broken(self, number: int, seats: dict[Id, Id]) -> int:
        rounds = [
            by_table(self._problem, other, seats if other == number else {})
            for other in range(len(self.rounds))
        ]
        faults = broken(self._problem, Seating(tuple(rounds)))
        return sum(fault.round == number for fault in faults)


def _trait(name: str) -> Callable[[Person], object]:
    return lambda one: one.traits.get(name)


def _pairs(tables: Iterable[Collection[Id]]) -> Iterator[frozenset[Id]]:
    return (frozenset(two) for those in tables for two in combinations(those, 2))


def _meetings(times: int) -> float:
    """What all meetings of two cost who met so many times: `arrays.again`, summed."""
    return 0.0 if times < 2 else REPEAT * (times - 1) + GROWTH * times * (times - 1) / 2
