"""A first seating with every rule kept: by reason where that is enough, else by proof."""

from collections.abc import Sequence

import numpy as np

from app.seating.exact import seat_round, units
from app.seating.hard import broken, most_of_a_party
from app.seating.model import OPPOSITION, POSITION, Id, Kind, Problem, Seating

AGAIN = 1.0
"""What a repeated meeting weighs in the choice of a table, against a seat off the list's share."""

EVENLY = 0.3
"""And a free chair: the last ones should not all be at one table."""


def start(problem: Problem) -> Seating | None:
    """A seating that keeps all rules, or None if there is none. Raises `Undecided`."""
    laid: list[dict[Id, tuple[Id, ...]]] = []
    greedy = _Greedy(problem)
    for number in range(len(problem.rounds)):
        seats = greedy.round(number)
        if seats is None:
            seats = seat_round(problem, number)
        if seats is None:
            return None
        greedy.remember(seats)
        laid.append(by_table(problem, number, seats))
    return Seating(tuple(laid))


def by_table(problem: Problem, number: int, seats: dict[Id, Id]) -> dict[Id, tuple[Id, ...]]:
    """Person → table as table → people, with the tables in their order."""
    sitting: dict[Id, list[Id]] = {table.id: [] for table in problem.rounds[number].tables}
    for one, table in seats.items():
        sitting[table].append(one)
    return {table: tuple(those) for table, those in sitting.items()}


def possible(problem: Problem, number: int) -> bool:
    """Whether the rules of this round can all hold. Raises `Undecided`."""
    return (_Greedy(problem).round(number) or seat_round(problem, number)) is not None


class _Greedy:
    """Seats those with few choices first, then a host and both blocs at each table, then list by
    list; each where the list is missed most and the fewest have been met."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._number = {one: index for index, one in enumerate(problem.people)}
        self._met = np.zeros((len(problem.people), len(problem.people)), dtype=np.float32)

    def remember(self, seats: dict[Id, Id]) -> None:
        """These met in the round before."""
        tables: dict[Id, list[int]] = {}
        for one, table in seats.items():
            tables.setdefault(table, []).append(self._number[one])
        for those in tables.values():
            self._met[np.ix_(those, those)] += 1

    def round(self, number: int) -> dict[Id, Id] | None:
        """Person → table with all rules kept; None if it did not come out."""
        problem, each = self._problem, self._problem.rounds[number]
        sizes = even([(table.min, table.max) for table in each.tables], len(each.present))
        if sizes is None:
            return None
        seats = _Filling(problem, number, sizes, self._met, self._number).fill()
        if seats is None:
            return None
        one_round = Seating(
            tuple(
                by_table(problem, number, seats) if other == number else {}
                for other in range(len(problem.rounds))
            )
        )
        wrong = any(fault.round == number for fault in broken(problem, one_round))
        return None if wrong else seats


def even(limits: Sequence[tuple[int, int]], people: int) -> list[int] | None:
    """How many at each table, as even as the limits (least, most) allow; None if they do not."""
    sizes = [least for least, _ in limits]
    for _ in range(people - sum(sizes)):
        room = [(size, at) for at, size in enumerate(sizes) if size < limits[at][1]]
        if not room:
            return None
        sizes[min(room)[1]] += 1
    return sizes if sum(sizes) == people else None


class _Filling:
    """One round being filled, table by table and person by person."""

    def __init__(
        self,
        problem: Problem,
        number: int,
        sizes: list[int],
        met: np.ndarray[tuple[int, int], np.dtype[np.float32]],
        index: dict[Id, int],
    ) -> None:
        self._problem, self._met, self._index = problem, met, index
        each, wishes = problem.rounds[number], list(problem.asked(number))
        people = problem.people
        self._tables = each.tables
        self._units = units(
            each.present, (those for wish, those in wishes if wish.kind is Kind.TOGETHER)
        )
        self._foes: dict[Id, set[Id]] = {}
        count = len(self._tables)
        may = {one: np.ones(count, dtype=bool) for one in each.present}
        for wish, those in wishes:
            for one in those:
                match wish.kind:
                    case Kind.APART:
                        self._foes.setdefault(one, set()).update(o for o in those if o != one)
                    case Kind.FIX:
                        may[one] &= np.array([table.id == wish.table for table in self._tables])
                    case Kind.FORBID:
                        may[one] &= np.array([table.id != wish.table for table in self._tables])
                    case Kind.TOGETHER:
                        pass
        for one in each.present:
            if needs := people[one].needs:
                may[one] &= np.array([needs <= table.offers for table in self._tables])
        self._may = may
        parties = sorted({people[one].party for one in each.present})
        self._party = {one: parties.index(people[one].party) for one in each.present}
        totals = np.bincount(list(self._party.values()), minlength=len(parties))
        self._totals = totals
        self._left = np.array(sizes)
        self._shares = self._left[:, None] * totals / len(each.present)
        self._most = np.array([most_of_a_party(problem.rules, size) for size in sizes])
        self._count = np.zeros((count, len(parties)))
        self._chairs = np.full((count, max(sizes, default=0)), -1)
        self._seats: dict[Id, Id] = {}

    def fill(self) -> dict[Id, Id] | None:
        """Everybody's table, or None when somebody is left with no table at all."""
        rules, people = self._problem.rules, self._problem.people
        picky = [u for u in self._units if len(u) > 1 or not self._may[u[0]].all()]
        picky.sort(key=lambda u: (self._open(u).sum(), -len(u)))
        free = [u[0] for u in self._units if len(u) == 1 and self._may[u[0]].all()]
        free.sort(key=lambda one: (one not in self._foes, -self._totals[self._party[one]]))
        if not all(self._sit(unit) for unit in picky):
            return None
        needed = [
            (rules.host, [one for one in people if people[one].host]),
            (rules.both_blocs, [one for one in people if people[one].bloc == POSITION]),
            (rules.both_blocs, [one for one in people if people[one].bloc == OPPOSITION]),
        ]
        needed.sort(key=lambda each: len(each[1]))
        for holds, those in needed:
            if holds and not self._one_each(set(those), free):
                return None
        return self._seats if all(self._sit((one,)) for one in free) else None

    def _one_each(self, those: set[Id], free: list[Id]) -> bool:
        """One of these at each table that has none; who is seated leaves the `free`."""
        served = {self._seats[one] for one in those & self._seats.keys()}
        waiting = [one for one in free if one in those]
        for number, table in enumerate(self._tables):
            if table.id in served:
                continue
            fitting = [
                one
                for one in waiting
                if one not in self._foes
                or all(self._seats.get(foe) != table.id for foe in self._foes[one])
            ]
            if not fitting or not self._left[number]:
                return False
            party = np.array([self._party[one] for one in fitting])
            who = np.array([self._index[one] for one in fitting])
            count, here = self._count[number, party], self._chairs[number]
            cost = 2 * (count - self._shares[number, party]) + 1000 * (count >= self._most[number])
            cost += AGAIN * self._met[np.ix_(who, here[here >= 0])].sum(axis=1)
            one = fitting[int(cost.argmin())]
            free.remove(one)
            waiting.remove(one)
            self._take((one,), number)
        return True

    def _open(self, unit: tuple[Id, ...]) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """The tables that still have room for the unit, and nobody that it is to sit apart from."""
        tables = self._left >= len(unit)
        for one in unit:
            tables &= self._may[one]
            for foe in self._foes.get(one, ()):
                if foe in self._seats:
                    tables &= np.array([each.id != self._seats[foe] for each in self._tables])
        return tables

    def _cost(self, unit: tuple[Id, ...]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        """What each table costs: seats off the list's share, and who was met before."""
        cost = -EVENLY * self._left
        for one in unit:
            party, who = self._party[one], self._index[one]
            count = self._count[:, party]
            cost += 2 * (count - self._shares[:, party]) + 1000 * (count >= self._most)
            cost += AGAIN * np.where(self._chairs >= 0, self._met[who][self._chairs], 0).sum(axis=1)
        return cost

    def _sit(self, unit: tuple[Id, ...]) -> bool:
        tables = self._open(unit)
        if not tables.any():
            return False
        self._take(unit, int(np.where(tables, self._cost(unit), np.inf).argmin()))
        return True

    def _take(self, unit: tuple[Id, ...], table: int) -> None:
        for one in unit:
            self._seats[one] = self._tables[table].id
            self._count[table, self._party[one]] += 1
            self._left[table] -= 1
            self._chairs[table, self._left[table]] = self._index[one]
