"""Somebody did not come, somebody came: the seating mended while the hall waits."""

from dataclasses import dataclass

from app.seating.model import Id, Problem, Seating


@dataclass(frozen=True, slots=True)
class Repaired:
    """`moved`: those who had a seat and get another, in any round. Newcomers are not among them."""

    seating: Seating
    moved: tuple[Id, ...]


def repair(problem: Problem, seating: Seating, from_round: int = 0) -> Repaired:
    """The seating for those who are present now (`problem`), with the fewest who must stand up.

    Rounds before `from_round` are held and stay as they were. Raises `Impossible` or `Undecided`.
    """
    raise NotImplementedError
