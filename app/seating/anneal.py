"""Swaps by annealing, over all rounds at once, every swap between two tables weighed together.

In each step the tables of every round are paired by lot. For each pair of tables all swaps of one
person for one other are weighed, as arrays, and one of them, or none, is drawn with the odds of
the temperature (a Gibbs sampler). Pairs of tables touch nothing of each other within a round, and
across rounds only who met whom; so hundreds of thousands of swaps are weighed between two
decisions that the interpreter takes. `docs/decisions/0010-…` has the figures.
"""

from itertools import combinations
from math import comb

import numpy as np

from app.seating.arrays import BARRED, GROWTH, REPEAT, Arrays, Floats, Ints, again
from app.seating.model import Problem, Seating

POOL = 256
"""Pairings drawn beforehand."""

NOISE = 1 << 20
"""Random numbers drawn beforehand, at the least."""

MOST_SETS = 64
"""Sets of people that those who must sit together are weighed against at a time."""


class Annealer:
    """Holds a seating with all hard rules kept, and makes it better. `cost` is of `best`."""

    def __init__(self, problem: Problem, seating: Seating, seed: int) -> None:
        self._a = a = Arrays(problem, seating)
        self._dice = np.random.default_rng(seed)
        self._pairings = [self._pairing() for _ in range(POOL)]
        swaps = len(self._pairings[0][0]) * (a.seats.shape[1] ** 2 + 1)
        self._noise = self._dice.gumbel(size=max(NOISE, 2 * swaps)).astype(np.float32)
        at = np.arange(len(a.count))
        self._more: Floats = a.more[at, a.count]
        self._less: Floats = a.less[at, a.count]
        self._spread = float(a.cost[at, a.count].sum(dtype=np.float64))
        self.best: Ints = a.seats.copy()
        self.cost = self._cost()

    def seating(self) -> Seating:
        """The best so far."""
        return self._a.seating(self.best)

    def _cost(self) -> float:
        # Of what all meetings cost, what changes: the sum of all is always the same.
        met = self._a.met.ravel()
        return self._spread + (GROWTH / 2 * float(met @ met) - REPEAT * np.count_nonzero(met)) / 2

    def _pairing(self) -> tuple[Ints, Ints]:
        one, other = [], []
        for first, last in self._a.spans:
            drawn = first + self._dice.permutation(last - first)
            half = len(drawn) // 2
            one.append(drawn[:half])
            other.append(drawn[half : 2 * half])
        return np.concatenate(one), np.concatenate(other)

    def step(self, heat: float) -> None:
        """Weigh every swap between paired tables, and carry out what is drawn."""
        a, chair = self._a, self._a.chair + 1
        dice = self._dice
        one, other = self._pairings[dice.integers(POOL)]
        here, there = a.seats[one], a.seats[other]
        # What mixes the tables: party, bloc, host, traits.
        kind_here, kind_there = a.codes[:, here], a.codes[:, there]
        row, row_other = one[:, None] * a.kinds, other[:, None] * a.kinds
        going = self._less[kind_here + row] + self._more[kind_here + row_other]
        coming = self._less[kind_there + row_other] + self._more[kind_there + row]
        change = going[..., None] + coming[..., None, :]
        change *= kind_here[..., None] != kind_there[..., None, :]
        spread = change.sum(axis=0)
        # Who meets whom again.
        gains, losses, closed = a.gain.ravel(), a.loss.ravel(), a.closed.ravel()
        across = gains[here[:, :, None] * chair + there[:, None, :]]
        gain = across.sum(axis=2) + closed[other[:, None] * chair + here]
        gain -= losses[here[:, :, None] * chair + here[:, None, :]].sum(axis=2)
        gain_other = across.sum(axis=1) + closed[one[:, None] * chair + there]
        gain_other -= losses[there[:, :, None] * chair + there[:, None, :]].sum(axis=2)
        across *= -2
        across += spread
        across += gain[:, :, None]
        across += gain_other[:, None, :]
        # One of them, or none.
        pairs, width = len(one), here.shape[1]
        swaps = pairs * (width * width + 1)
        start = dice.integers(len(self._noise) - swaps)
        noise = self._noise[start : start + swaps]
        across *= -1 / heat
        odds = across.reshape(pairs, -1)
        odds += noise[pairs:].reshape(pairs, -1)
        drawn = odds.argmax(axis=1)
        every = np.arange(pairs)
        at = np.flatnonzero(odds[every, drawn] > noise[:pairs])
        if len(at):
            first, second = np.divmod(drawn[at], width)
            self._spread += float(spread[at, first, second].sum())
            self._swap(one[at], first, other[at], second)
            self._keep()

    def _keep(self) -> None:
        cost = self._cost()
        if cost < self.cost - 1e-3:
            self.cost = cost
            self.best = self._a.seats.copy()

    def _swap(self, one: Ints, first: Ints, other: Ints, second: Ints) -> None:
        """Swap, at tables that are all different, the people in these chairs."""
        a, chair = self._a, self._a.chair + 1
        goes, comes = a.seats[one, first], a.seats[other, second]
        stay, stay_other = a.seats[one], a.seats[other]
        every = np.arange(len(one))
        stay[every, first] = a.chair
        stay_other[every, second] = a.chair
        a.seats[one, first] = comes
        a.seats[other, second] = goes
        kinds, kinds_other = a.codes[:, goes], a.codes[:, comes]
        row, row_other = one * a.kinds, other * a.kinds
        cells = np.stack(
            [kinds + row, kinds_other + row, kinds + row_other, kinds_other + row_other]
        )
        for cell, by in zip(cells, (-1, 1, 1, -1), strict=True):
            a.count[cell] += by
        counted = a.count[cells]
        self._more[cells] = a.more[cells, counted]
        self._less[cells] = a.less[cells, counted]
        met = a.met.ravel()
        apart, close = stay.T, stay_other.T
        more = np.stack([goes * chair + close, comes * chair + apart])
        more = np.stack([more, np.stack([close * chair + goes, apart * chair + comes])])
        fewer = np.stack([goes * chair + apart, comes * chair + close])
        fewer = np.stack([fewer, np.stack([apart * chair + goes, close * chair + comes])])
        np.add.at(met, more, 1)
        np.subtract.at(met, fewer, 1)
        a.met[:, a.chair] = 0
        a.met[a.chair] = 0
        pairs = np.concatenate([more.ravel(), fewer.ravel()])
        times = met[pairs]
        a.gain.ravel()[pairs] = again(times)
        a.loss.ravel()[pairs] = again(times - 1)
        wary = a.wary[goes] | a.wary[comes]
        for at in np.flatnonzero(wary):
            self._walk(goes[at], one[at], other[at])
            self._walk(comes[at], other[at], one[at])

    def _walk(self, who: np.int64, start: np.int64, end: np.int64) -> None:
        """Open a door to those who are to sit apart from this person, and close another."""
        for foe in self._a.foes[self._a.round[start]].get(int(who), ()):
            self._a.closed[start, foe] -= BARRED
            self._a.closed[end, foe] += BARRED

    def regroup(self, heat: float) -> None:
        """Weigh moving those who must sit together to another table, against as many from there."""
        a, dice = self._a, self._dice
        if not a.groups:
            return
        number, members = a.groups[dice.integers(len(a.groups))]
        first, last = a.spans[number]
        home = first + int((a.seats[first:last] == members[0]).any(axis=1).argmax())
        away = int(dice.integers(first, last))
        if away == home or (a.closed[away, members] > BARRED).any():
            return
        there = a.seats[away]
        free = there[a.closed[home, there] == 0]
        if len(free) < len(members):
            return
        sets = self._sets(free, len(members))
        stay = np.setdiff1d(a.seats[home], [*members, a.chair])
        # What each set would cost, in tables and in meetings.
        leave = np.bincount(a.codes[:, members].ravel(), minlength=a.kinds)
        come = np.zeros((len(sets), a.kinds), dtype=np.int64)
        rows = np.arange(len(sets))[:, None, None]
        np.add.at(come, (rows, a.codes[:, sets].transpose(1, 0, 2)), 1)
        spread = np.zeros(len(sets), dtype=np.float64)
        for table, by in ((home, come - leave), (away, leave - come)):
            cells = table * a.kinds + np.arange(a.kinds)
            spread += (
                a.cost[cells, a.count[cells] + by].sum(axis=1) - a.cost[cells, a.count[cells]].sum()
            )
        others = there[there != a.chair]
        joined = a.gain[members].sum(axis=0)
        each = (a.gain[:, stay].sum(axis=1) - joined - a.loss[:, others].sum(axis=1))[sets].sum(
            axis=1
        )
        inside = a.loss[sets[:, :, None], sets[:, None, :]].sum(axis=(1, 2))
        left = a.loss[np.ix_(np.array(members), stay)].sum()
        change = spread + joined[others].sum() - left + each + inside
        odds = -change / heat + dice.gumbel(size=len(sets))
        drawn = int(odds.argmax())
        if odds[drawn] > dice.gumbel():
            self._spread += float(spread[drawn])
            for goes, comes in zip(members, sets[drawn], strict=True):
                self._swap(*self._chair(home, goes), *self._chair(away, int(comes)))
            self._keep()

    def _sets(self, free: Ints, size: int) -> Ints:
        """All sets of this many, or as many as we weigh, drawn by lot."""
        if comb(len(free), size) <= MOST_SETS:
            return np.array(list(combinations(free, size)))
        order = self._dice.random((MOST_SETS, len(free))).argsort(axis=1)
        return free[order[:, :size]]

    def _chair(self, table: int, who: int) -> tuple[Ints, Ints]:
        return np.array([table]), np.flatnonzero(self._a.seats[table] == who)
