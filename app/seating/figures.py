"""How good a seating is, each figure with the best that any seating could have."""

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from app.seating.bounds import (
    least_lonely,
    least_one_bloc,
    least_repeats,
    least_share,
    least_spread,
)
from app.seating.model import OPPOSITION, POSITION, Person, Problem, Seating

Hall = Sequence[Sequence[Person]]
"""One round: the people at each table."""


@dataclass(frozen=True, slots=True)
class Measure:
    """`best` is a bound: nothing below it is possible. It need not be reachable."""

    value: Fraction
    best: Fraction

    @property
    def is_best(self) -> bool:
        return self.value <= self.best


@dataclass(frozen=True, slots=True)
class Figures:
    """Of all rounds together. Deviations are in seats, away from the hall's shares."""

    party: Measure
    bloc: Measure
    traits: Mapping[str, Measure]
    one_bloc: Measure
    """Tables with one bloc only."""
    lonely: Measure
    """Tables where one bloc has a single person."""
    largest: tuple[int, int]
    """The largest share that one list has of a table: 2 of 7."""
    largest_best: Fraction
    repeats: Measure
    """Meetings of two who met before."""
    new_neighbours: float
    """How many different people one meets, on average."""
    possible_neighbours: float
    """The same if nobody met anybody twice, as far as there are others to meet."""


def figures(problem: Problem, seating: Seating) -> Figures:
    """Measure a seating. Those who are not on the roster are not counted, nor empty tables."""
    halls = [
        [[problem.people[one] for one in those if one in problem.people] for those in each.values()]
        for each in seating.rounds
    ]
    halls = [[table for table in hall if table] for hall in halls]
    sizes = [tuple(sorted(map(len, hall))) for hall in halls]
    blocs = [_blocs([one for table in hall for one in table]) for hall in halls]
    tables = [table for hall in halls for table in hall]
    met = Counter(
        frozenset((one.id, other.id)) for table in tables for one, other in combinations(table, 2)
    )
    lonely = sum(map(least_lonely, blocs, sizes)) if problem.rules.both_blocs else 0
    seated = {one.id for table in tables for one in table}
    return Figures(
        party=_spread(halls, lambda one: one.party),
        bloc=_spread(halls, lambda one: one.bloc),
        traits={trait: _spread(halls, _of(trait)) for trait in problem.balance},
        one_bloc=_measure(
            sum(0 in _blocs(table) for table in tables), sum(map(least_one_bloc, blocs, sizes))
        ),
        lonely=_measure(sum(1 in _blocs(table) for table in tables), lonely),
        largest=max(map(_largest, tables), key=lambda two: Fraction(*two), default=(0, 1)),
        largest_best=max(
            (
                least_share(_counts(hall, lambda one: one.party), size)
                for hall, size in zip(halls, sizes, strict=True)
            ),
            default=Fraction(0),
        ),
        repeats=_measure(
            sum(times - 1 for times in met.values()),
            least_repeats(problem, sizes) if len(halls) == len(problem.rounds) else 0,
        ),
        new_neighbours=2 * len(met) / max(1, len(seated)),
        possible_neighbours=_possible(halls, len(seated)),
    )


def _measure(value: int | Fraction, best: int | Fraction) -> Measure:
    return Measure(Fraction(value), Fraction(best))


def _of(trait: str) -> Callable[[Person], Hashable]:
    return lambda one: one.traits.get(trait)


def _counts(hall: Hall, of: Callable[[Person], Hashable]) -> tuple[int, ...]:
    return tuple(sorted(Counter(of(one) for table in hall for one in table).values()))


def _spread(halls: Sequence[Hall], of: Callable[[Person], Hashable]) -> Measure:
    """How many seats the tables are away from the hall's shares, of each group in turn."""
    value = best = Fraction(0)
    for hall in halls:
        total = Counter(of(one) for table in hall for one in table)
        people = total.total()
        for table in hall:
            here = Counter(of(one) for one in table)
            away = sum(abs(here[group] * people - len(table) * total[group]) for group in total)
            value += Fraction(away, people)
        best += least_spread(_counts(hall, of), tuple(sorted(map(len, hall))))
    return Measure(value, best)


def _blocs(people: Sequence[Person]) -> tuple[int, int]:
    count = Counter(one.bloc for one in people)
    return count[POSITION], count[OPPOSITION]


def _largest(table: Sequence[Person]) -> tuple[int, int]:
    return max(Counter(one.party for one in table).values()), len(table)


def _possible(halls: Sequence[Hall], seated: int) -> float:
    """Neighbours of one who never meets anybody twice, on average."""
    seats = Counter[str]()
    for hall in halls:
        for table in hall:
            for one in table:
                seats[one.id] += len(table) - 1
    return sum(min(count, seated - 1) for count in seats.values()) / max(1, seated)
