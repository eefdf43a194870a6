"""Who sits where: the first seating at once, then better ones for as long as there is time."""

from collections.abc import Callable, Iterator
from time import monotonic

from app.seating.model import Problem, Seating

SECONDS = 2.0


def seatings(
    problem: Problem,
    seconds: float = SECONDS,
    seed: int = 0,
    clock: Callable[[], float] = monotonic,
) -> Iterator[Seating]:
    """Seatings that keep every hard rule, each better than the one before; the last is the best.

    The first comes within about 0.1 s, the last after `seconds`. Take as many as you have patience
    for. Raises `Impossible`, with the rules that conflict, or `Undecided`, before the first.
    """
    raise NotImplementedError
