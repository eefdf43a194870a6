"""The problem as arrays: what the search counts with.

All tables of all rounds stand in one row, so a table's number tells the round. People are numbers
too; one past the last is an empty chair, which costs nothing and knows nobody.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from app.seating.hard import most_of_a_party
from app.seating.model import OPPOSITION, POSITION, Id, Kind, Problem, Seating

Ints: TypeAlias = NDArray[np.int64]
Floats: TypeAlias = NDArray[np.float32]

BARRED = 1e6
"""The cost of what must not be. Sums of a few stay exact in 32 bits."""

PARTY, BLOC, LONELY, REPEAT, GROWTH = 200.0, 20.0, 50.0, 6.0, 0.3
LIGHT = {"committee": 0.25, "area": 0.25}
"""Weights per seat away from the hall's share (a trait: 1), per table where one bloc has a single
person, and per meeting of two who met before, with the growth for each time they did."""


def again(times: Floats) -> Floats:
    """What one meeting more costs two who met so many times."""
    return np.where(times > 0, REPEAT + GROWTH * times, 0).astype(np.float32)


class Arrays:
    """A problem with a seating of it; see `anneal.py` for what is done with them."""

    def __init__(self, problem: Problem, seating: Seating) -> None:
        self.ids: tuple[Id, ...] = tuple(problem.people)
        self.number = {one: number for number, one in enumerate(self.ids)}
        self.chair = len(self.ids)
        self.names = [table.id for each in problem.rounds for table in each.tables]
        ends = np.cumsum([0, *(len(each.tables) for each in problem.rounds)])
        self.spans = [(int(first), int(last)) for first, last in pairwise(ends)]
        chairs = [
            [self.number[one] for one in seating.rounds[number].get(table.id, ())]
            for number, each in enumerate(problem.rounds)
            for table in each.tables
        ]
        self.sizes = np.array([len(those) for those in chairs])
        self.seats = np.full((len(chairs), int(self.sizes.max())), self.chair)
        for table, those in enumerate(chairs):
            self.seats[table, : len(those)] = those
        self._features(problem)
        self._doors(problem)
        self.met = np.zeros((self.chair + 1, self.chair + 1), dtype=np.float32)
        for those in chairs:
            self.met[np.ix_(those, those)] += 1
        np.fill_diagonal(self.met, 0)
        self.gain, self.loss = again(self.met), again(self.met - 1)

    def seating(self, seats: Ints) -> Seating:
        """These seats as a seating."""
        return Seating(
            tuple(
                {
                    self.names[table]: tuple(
                        self.ids[one] for one in seats[table] if one != self.chair
                    )
                    for table in range(first, last)
                }
                for first, last in self.spans
            )
        )

    def _features(self, problem: Problem) -> None:
        """`codes[f, person]`: what each person counts as, in every respect that tables are mixed
        by; `count[table, code]`; and what one more or one fewer costs, by how many there are."""
        people = problem.people.values()
        respects: list[Sequence[object]] = [
            [one.party for one in people],
            [one.bloc for one in people],
            [one.host or None for one in people],
            *([one.traits.get(trait) for one in people] for trait in problem.balance),
        ]
        weights = [PARTY, BLOC, 0.0, *(LIGHT.get(trait, 1.0) for trait in problem.balance)]
        seats = self.seats.shape[1]
        tables = len(self.seats)
        codes, costs, first = [], [], 0
        for respect, (values, weight) in enumerate(zip(respects, weights, strict=True)):
            kinds = [value for value in dict.fromkeys(values) if value is not None]
            none = len(kinds)
            index: dict[object, int] = {value: code for code, value in enumerate(kinds)}
            mine = np.array([index.get(value, none) for value in [*values, None]])
            cost = np.zeros((tables, none + 1, seats + 3), dtype=np.float32)
            counted = np.arange(-1, seats + 2, dtype=np.float32)
            for start, end in self.spans:
                here = self.seats[start:end]
                everyone = here[here != self.chair]
                total = np.bincount(mine[everyone], minlength=none + 1)
                for table in range(start, end):
                    share = self.sizes[table] * total[:none] / len(everyone)
                    cost[table, :none] = weight * np.abs(counted - share[:, None])
                    self._bounds(problem, respect, kinds, cost[table], counted, table)
            codes.append(mine + first)
            costs.append(cost)
            first += none + 1
        self.codes = np.stack(codes)
        steps = np.concatenate(costs, axis=1)
        # By table and code, in a row; then by count.
        self.kinds = first
        self.cost = np.ascontiguousarray(steps[:, :, 1:-1].reshape(tables * first, -1))
        self.more = np.diff(steps, axis=2)[:, :, 1:].reshape(tables * first, -1)
        self.less = -np.diff(steps, axis=2)[:, :, :-1].reshape(tables * first, -1)
        count = np.zeros((tables, first), dtype=np.int64)
        for table in range(tables):
            those = self.seats[table, : self.sizes[table]]
            np.add.at(count[table], self.codes[:, those].ravel(), 1)
        self.count = count.reshape(-1)

    def _bounds(
        self,
        problem: Problem,
        respect: int,
        kinds: list[object],
        cost: Floats,
        counted: Floats,
        table: int,
    ) -> None:
        """What must hold at this table, as counts that cost too much: party, blocs, host."""
        rules, size = problem.rules, int(self.sizes[table])
        if not size:
            return
        if respect == 0:
            cost[:-1, counted > most_of_a_party(rules, size)] += BARRED
        if respect == 1:
            for code, kind in enumerate(kinds):
                if kind in (POSITION, OPPOSITION):
                    cost[code, counted == 1] += LONELY
                    if rules.both_blocs:
                        cost[code, counted < 1] += BARRED
        if respect == 2 and rules.host and kinds:
            cost[0, counted < 1] += BARRED

    def _doors(self, problem: Problem) -> None:
        """`closed[table, person]`: the cost of coming in. Who must sit with somebody comes in
        with them only (`groups`); who must sit apart from somebody (`foes`) closes the door."""
        self.closed = np.zeros((len(self.seats), self.chair + 1), dtype=np.float32)
        self.closed[:, self.chair] = BARRED
        self.groups: list[tuple[int, list[int]]] = []
        self.foes: list[dict[int, list[int]]] = []
        for number, (each, (first, last)) in enumerate(
            zip(problem.rounds, self.spans, strict=True)
        ):
            tables = each.tables
            for one in each.present:
                if needs := problem.people[one].needs:
                    shut = [not needs <= table.offers for table in tables]
                    self.closed[first:last, self.number[one]] += np.array(shut) * BARRED
            foes, group = self._asked(problem, number)
            self.foes.append(foes)
            for members in {id(those): those for those in group.values()}.values():
                if len(members) > 1:
                    self.groups.append((number, sorted(members)))
                    self.closed[first:last, sorted(members)] += BARRED
        self.wary = np.zeros(self.chair + 1, dtype=bool)
        self.round = np.repeat(
            np.arange(len(self.spans)), [last - first for first, last in self.spans]
        )
        for (first, last), foes in zip(self.spans, self.foes, strict=True):
            self.wary[list(foes)] = True
            for table in range(first, last):
                for who in self.seats[table]:
                    for foe in foes.get(int(who), ()):
                        self.closed[table, foe] += BARRED

    def _asked(
        self, problem: Problem, number: int
    ) -> tuple[dict[int, list[int]], dict[int, set[int]]]:
        """Close the doors that wishes close; who is to sit apart from whom, and who with whom."""
        tables, (first, last) = problem.rounds[number].tables, self.spans[number]
        foes: dict[int, list[int]] = {}
        group: dict[int, set[int]] = {}
        for wish, people in problem.asked(number):
            those = [self.number[one] for one in people]
            match wish.kind:
                case Kind.FIX:
                    shut = np.array([table.id != wish.table for table in tables])
                    self.closed[first:last, those] += shut[:, None] * BARRED
                case Kind.FORBID:
                    shut = np.array([table.id == wish.table for table in tables])
                    self.closed[first:last, those] += shut[:, None] * BARRED
                case Kind.APART:
                    for who in those:
                        foes.setdefault(who, []).extend(o for o in those if o != who)
                case Kind.TOGETHER:
                    joined = set(those).union(*(group.get(who, ()) for who in those))
                    group.update(dict.fromkeys(joined, joined))
        return foes, group
