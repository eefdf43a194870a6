"""How good a seating is, each figure with the best that any seating could have."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from app.seating.model import Problem, Seating


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
    """The same if nobody met anybody twice."""


def figures(problem: Problem, seating: Seating) -> Figures:
    """Measure a seating of all rounds. Those who are not on the roster are not counted."""
    raise NotImplementedError
