"""Who sits where: the first seating at once, then better ones for as long as there is time."""

from collections.abc import Callable, Iterator
from time import monotonic

from app.seating.anneal import Annealer
from app.seating.explain import conflicts
from app.seating.model import Impossible, Problem, Seating, Undecided
from app.seating.start import start

SECONDS = 2.0

HOT, COLD = 4.0, 0.8
"""From and to which heat, in the weights of `arrays.py`, each run cools."""

SKETCH = 0.3
"""Seconds of a short run first, so that a good seating is there to be shown at once."""

WIDEST = 100
"""Seats at a table above which the first seating will do: all swaps of two such are too many."""

REGROUP = 8
"""Steps between tries to move those who sit together."""


def seatings(
    problem: Problem,
    seconds: float = SECONDS,
    seed: int = 0,
    clock: Callable[[], float] = monotonic,
) -> Iterator[Seating]:
    """Seatings that keep every hard rule, each better than the one before; the last is the best.

    The first comes within about 0.1 s, the second after 0.3 s, the last after `seconds`. Take as
    many as you have patience for. Raises `Impossible`, with the rules that conflict, or
    `Undecided`, before the first.
    """
    end = clock() + seconds
    first = start(problem)
    if first is None:
        found = conflicts(problem)
        raise Impossible(found) if found else Undecided
    yield first
    widest = max((len(those) for each in first.rounds for those in each.values()), default=0)
    if clock() >= end or widest > WIDEST:
        return
    annealer = Annealer(problem, first, seed)
    shown = annealer.cost
    sketched = min(clock() + SKETCH, clock() + (end - clock()) / 4)
    for until in (sketched, end):
        _cool(annealer, until, clock)
        if annealer.cost < shown:
            shown = annealer.cost
            yield annealer.seating()


def _cool(annealer: Annealer, until: float, clock: Callable[[], float]) -> None:
    begun, steps = clock(), 0
    while (now := clock()) < until:
        heat = HOT * (COLD / HOT) ** ((now - begun) / (until - begun))
        annealer.step(heat)
        steps += 1
        if steps % REGROUP == 0:
            annealer.regroup(heat)
