"""Was it luck? Each clue is weighed against the same clue in a hall where nothing leaks.

Ids, words and choices fall to the devices by lot. So if a clue knows nothing of who wrote what, the
truth may be dealt anew – within the table while the round is open, within the hall once it is
sealed, never between written notes, openly shared notes and ballots – and the clue fits the dealt
truth as well as the real one. That is an exact permutation test, whatever the clue looks like.

A clue is weighed in up to four ways:

* **who**: how often the best assignment names the right device. An order is laid along the order in
  which people pressed «send», which the attacker is given.
* **hand**: how often the nearest other thing is of the same hand.
* **table**: how often it is of the same table, where that should not be known any more.
* **order**: the rank correlation with the order of sending.

Many clues are tried, so the best of the dealt truths counts: each draw gives one greatest score
over all clues of all moments, and only a clue that beats all but one in a hundred of these is
believed (Westfall and Young's correction; the one in a hundred is shared among the four ways).
Halls are pooled by adding up.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import sqrt
from random import Random
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tests.attack.attackers import Clue, Links, Marks, Pairs
from tests.attack.hall import Said

DRAWS = 999
CONFIDENCE = 0.99
WAYS = ("who", "hand", "table", "order")
SURE = 2.326
"""Standard deviations that 99 of 100 outcomes do not fall short by."""

AT_ONCE = 1024
"""Pairs that are compared in all dealt truths at a time: what fits in the processor's cache."""

Floats: TypeAlias = NDArray[np.float64]


@dataclass(slots=True)
class Score:
    """How well a clue fits the truth, and each of the dealt ones."""

    real: float = 0.0
    dealt: Floats = field(default_factory=lambda: np.zeros(DRAWS))
    tries: float = 0.0

    def add(self, other: "Score") -> None:
        self.real += other.real
        self.dealt = self.dealt + other.dealt
        self.tries += other.tries

    @property
    def spread(self) -> tuple[float, float]:
        """Mean and standard deviation over the dealt truths."""
        return float(self.dealt.mean()), float(self.dealt.std())


@dataclass(frozen=True, slots=True)
class Found:
    """A clue that is believed. `advantage`: how much more often right than a guess; for order, how
    much more it correlates."""

    moment: str
    attacker: str
    where: str
    way: str
    sigmas: float
    advantage: float

    @property
    def ours(self) -> bool:
        """PostgreSQL's own write-ahead log is not ours to clean while a round is open."""
        return "pg_wal" not in self.attacker or self.moment in (
            "after sealing",
            "after the workshop",
        )


Key = tuple[str, str, str, str]  # moment, attacker, where, way


class Court:
    """Hears the clues of all moments and halls, then judges."""

    def __init__(self, seed: int = 0) -> None:
        self._rng = Random(seed)
        self._scores: dict[Key, Score] = {}
        self._sizes: dict[tuple[str, str], tuple[float, float]] = {}

    def hear(self, moment: str, said: Sequence[Said], clues: Iterable[Clue]) -> None:
        """Weigh the clues of one moment in one hall."""
        bench = _Bench(said, self._rng)
        for what, tries, chance in bench.sizes():
            before = self._sizes.get((moment, what), (0.0, 0.0))
            self._sizes[moment, what] = (before[0] + tries, before[1] + chance)
        seen = set()
        for clue in clues:
            for way, score, print_ in bench.weigh(clue):
                if (clue.attacker, way, print_) in seen:  # the same clue from another place
                    continue
                seen.add((clue.attacker, way, print_))
                key = (moment, clue.attacker, clue.where, way)
                self._scores.setdefault(key, Score()).add(score)

    def thresholds(self) -> dict[str, float]:
        """Way → the standard deviations above chance from which a clue is believed."""
        found = {}
        for way in WAYS:
            scores = [score for key, score in self._scores.items() if key[3] == way]
            greatest = np.zeros(DRAWS)
            for score in scores:
                mean, deviation = score.spread
                greatest = np.maximum(greatest, (score.dealt - mean) / deviation)
            allowed = int((DRAWS + 1) * (1 - CONFIDENCE) / len(WAYS))
            found[way] = max(float(np.sort(greatest)[-allowed]), SURE)
        return found

    def found(self) -> list[Found]:
        """What is believed, the surest first."""
        limits = self.thresholds()
        believed = []
        for (moment, attacker, where, way), score in self._scores.items():
            mean, deviation = score.spread
            sigmas = (score.real - mean) / deviation
            if sigmas > limits[way]:
                advantage = (score.real - mean) / score.tries
                believed.append(Found(moment, attacker, where, way, sigmas, advantage))
        return sorted(believed, key=lambda found: -found.sigmas)

    def heard(self) -> list[Found]:
        """All clues, believed or not: for the figures."""
        told = []
        for (moment, attacker, where, way), score in self._scores.items():
            mean, deviation = score.spread
            sigmas, advantage = (score.real - mean) / deviation, (score.real - mean) / score.tries
            told.append(Found(moment, attacker, where, way, sigmas, advantage))
        return told

    def sees(self, moment: str) -> dict[str, float]:
        """The advantage over guessing that would have been seen with 99 % probability.

        For notes and for ballots of a moment. As if somebody knew the writer of a share of them and
        guessed the rest: the smallest such share, as percentage points of right answers.
        """
        limit = self.thresholds()["who"]
        return {
            what: _seen(tries, chance / tries, limit)
            for (when, what), (tries, chance) in self._sizes.items()
            if when == moment
        }


def _seen(tries: float, chance: float, limit: float) -> float:
    needed: float = tries * chance + limit * sqrt(tries * chance * (1 - chance))
    for thousandth in range(1001):
        advantage = thousandth / 1000 * (1 - chance)
        right = chance + advantage
        if tries * right - SURE * sqrt(tries * right * (1 - right)) >= needed:
            return advantage
    return 1.0


class _Bench:
    """What was said in one hall at one moment, and the dealt truths about it.

    Of each table of truths (a row for each, a column for each thing) the first row is the real one.
    """

    def __init__(self, said: Sequence[Said], rng: Random) -> None:
        self._said = said
        self._apart: set[int] = set()  # from any table
        groups: dict[tuple[Any, ...], list[int]] = defaultdict(list)
        for thing, each in enumerate(said):
            within = None if each.sealed or each.marks else each.device.table
            groups[each.group, within].append(thing)
            if within is None:
                self._apart.add(thing)
        self._groups = [group for group in groups.values() if len(group) > 1]
        self._devices = [each.device.number for each in said]
        orders = np.zeros(len(said))
        for group in self._groups:
            for rank, thing in enumerate(sorted(group, key=lambda t: said[t].order)):
                orders[thing] = rank - (len(group) - 1) / 2
        truths = np.array([range(len(said)), *(self._deal(rng) for _ in range(DRAWS))])
        self._device_in = np.array(self._devices)[truths]
        self._table_in = np.array([each.device.table for each in said])[truths]
        self._order_in = orders[truths]

    def sizes(self) -> Iterable[tuple[str, int, float]]:
        """Notes and ballots: how many can be guessed at, and how many a guess gets right."""
        for group in self._groups:
            what = "ballots" if self._said[group[0]].marks else "notes"
            yield what, len(group), len(group) / len({self._devices[t] for t in group})

    def _deal(self, rng: Random) -> list[int]:
        """A thing for each thing: whose truth it is dealt."""
        deal = list(range(len(self._said)))
        for group in self._groups:
            dealt = rng.sample(group, len(group))
            for thing, other in zip(group, dealt, strict=True):
                deal[thing] = other
        return deal

    def weigh(self, clue: Clue) -> Iterable[tuple[str, Score, int]]:
        """Each way in which the clue can be weighed, with a print by which to know it again."""
        if clue.marks is not None:
            yield from self._weigh_marks(clue.marks)
        if clue.pairs is not None:
            yield from self._hand(self._nearest_of(clue.pairs))
        if clue.links is not None:
            yield from self._who([self._strongest_of(clue.links)])

    def _weigh_marks(self, marks: Marks) -> Iterable[tuple[str, Score, int]]:
        ranks = [0.0] * len(self._said)
        forwards: dict[int, dict[int, float]] = {}
        backwards: dict[int, dict[int, float]] = {}
        mates: dict[int, list[int]] = {}
        for group in self._groups:
            line = sorted((thing for thing in group if thing in marks), key=marks.__getitem__)
            if len({marks[thing] for thing in line}) < 2:
                continue
            sent = [self._devices[t] for t in sorted(group, key=lambda t: self._said[t].order)]
            for first, last in _runs([marks[thing] for thing in line]):
                # Of all that were sent, not of those alone that have a mark: who those are of is
                # nothing the attacker knows.
                begin = first * len(group) // len(line)
                end = max(begin + 1, last * len(group) // len(line))
                for thing in line[first:last]:
                    ranks[thing] = (first + last - 1) / 2 - (len(line) - 1) / 2
                    forwards[thing] = _shares(sent[begin:end])
                    backwards[thing] = _shares(sent[::-1][begin:end])
            for thing in line:
                others = [other for other in line if other != thing]
                least = min(abs(marks[thing] - marks[other]) for other in others)
                mates[thing] = [o for o in others if abs(marks[thing] - marks[o]) == least]
        if any(ranks):
            yield from self._who([forwards, backwards])
            yield from self._hand(mates)
            yield from self._order(ranks)

    def _strongest_of(self, links: Links) -> dict[int, dict[int, float]]:
        guess: dict[int, dict[int, float]] = {}
        for group in self._groups:
            there = {self._devices[thing] for thing in group}
            for thing in group:
                found = {d: links[thing, d] for d in there if (thing, d) in links}
                if found:
                    most = max(found.values())
                    guess[thing] = _shares([d for d in found if found[d] == most])
        return guess

    def _nearest_of(self, pairs: Pairs) -> dict[int, list[int]]:
        mates = {}
        for group in self._groups:
            for thing in group:
                near = {o: pairs[thing, o] for o in group if (thing, o) in pairs}
                if near:
                    most = max(near.values())
                    mates[thing] = [other for other in near if near[other] == most]
        return mates

    # ------------------------------------------------------------ the four ways

    def _who(self, guesses: list[dict[int, dict[int, float]]]) -> Iterable[tuple[str, Score, int]]:
        """Of several assignments the one that fits best."""
        things = np.arange(len(self._said))
        right = np.zeros(DRAWS + 1)
        for guess in guesses:
            shares = np.zeros((len(self._said), int(self._device_in.max()) + 1))
            for thing, devices in guess.items():
                shares[thing, [*devices]] = [*devices.values()]
            right = np.maximum(right, shares[things, self._device_in].sum(axis=1))
        print_ = hash(tuple((t, *sorted(g.items())) for t, g in guesses[0].items()))
        yield from self._score("who", right, print_)

    def _hand(self, mates: dict[int, list[int]]) -> Iterable[tuple[str, Score, int]]:
        each = [(t, other, 1 / len(near)) for t, near in mates.items() for other in near]
        print_ = hash(tuple(each))
        yield from self._score("hand", _alike(self._device_in, each), print_)
        apart = [(t, other, share) for t, other, share in each if t in self._apart]
        yield from self._score("table", _alike(self._table_in, apart), print_)

    def _order(self, ranks: list[float]) -> Iterable[tuple[str, Score, int]]:
        laid = np.array(ranks)
        most = float(np.linalg.norm(laid) * np.linalg.norm(self._order_in[0]))
        yield from self._score("order", np.abs(self._order_in @ laid), hash(tuple(ranks)), most)

    def _score(
        self, way: str, fits: Floats, print_: int, tries: float = 0.0
    ) -> Iterable[tuple[str, Score, int]]:
        score = Score(float(fits[0]), fits[1:], tries or len(self._said))
        if score.spread[1] > 1e-9:  # else the clue says the same of everybody
            yield way, score, print_


def _alike(truths: NDArray[np.int64], pairs: list[tuple[int, int, float]]) -> Floats:
    """How much of the pairs' shares is of pairs that are the same, in each of the truths."""
    found = np.zeros(len(truths))
    for begin in range(0, len(pairs), AT_ONCE):
        ones, others, shares = zip(*pairs[begin : begin + AT_ONCE], strict=True)
        found += (truths[:, ones] == truths[:, others]) @ np.array(shares)
    return found


def _runs(values: Sequence[float]) -> Iterable[tuple[int, int]]:
    """From and to of each run of equal values."""
    first = 0
    for i in range(1, len(values) + 1):
        if i == len(values) or values[i] != values[first]:
            yield first, i
            first = i


def _shares(devices: Sequence[int]) -> dict[int, float]:
    found: dict[int, float] = defaultdict(float)
    for device in devices:
        found[device] += 1 / len(devices)
    return dict(found)
