"""What the minutes have of the evaluation, and its way through a series. As `minutes.py`, which it
is a part of."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import floor

from app.core.asides import LINE
from app.core.outcome import evaluated
from app.core.redaction import told
from app.core.state import Workshop
from app.core.things import Kind, Measure, Reason


@dataclass(frozen=True, slots=True)
class Measured:
    """How many gave each grade to the measure, from 1 up; none where too few graded it."""

    measure: Measure
    grades: tuple[int, ...]

    @property
    def answers(self) -> int:
        return sum(self.grades)

    @property
    def mean(self) -> float:
        """From 1 to 5 with one decimal, halves upwards; only where there are answers."""
        points = sum(grade * given for grade, given in enumerate(self.grades, start=1))
        return floor(10 * points / self.answers + 0.5) / 10


@dataclass(frozen=True, slots=True)
class Line:
    """What somebody wrote at the end, told as a note."""

    id: str
    text: str
    fingerprint: str
    hidden: Reason | None = None
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Evaluated:
    """An evaluation. `shown` is False below the threshold: then there is neither count nor grades.

    Lines are there where as many as the threshold wrote one.
    """

    ballots: int
    threshold: int
    shown: bool
    measures: tuple[Measured, ...] = ()
    lines: tuple[Line, ...] = ()


def evaluation(state: Workshop) -> Evaluated | None:
    """What came of it, for those who write up; None where it was not given, or goes on still."""
    step = next((step for step in state.steps if step.kind is Kind.EVALUATE), None)
    if state.plan is None or step is None or not state.is_over(step):
        return None
    came, lines = evaluated(state, step), tuple(_lines(state))
    return Evaluated(
        came.ballots if came.shown else 0,
        came.threshold,
        came.shown,
        tuple(Measured(Measure(row.id), row.grades) for row in came.result or ()),
        lines if len(lines) >= came.threshold else (),
    )


def line_marks(state: Workshop) -> list[str]:
    """The fingerprints of all lines, in no order that tells anything."""
    return [line.fingerprint for line in _lines(state)]


def _lines(state: Workshop) -> Iterator[Line]:
    there = (note for note in state.notes_on(LINE).values() if not note.withdrawn)
    yield from sorted((Line(**told(state, note)) for note in there), key=_mark)


def _mark(line: Line) -> str:
    return line.fingerprint


# ---------------------------------------------------------------- the series


@dataclass(frozen=True, slots=True)
class Point:
    """One workshop of a series on the curve of one measure; `mean` None: too few, or not asked."""

    number: int
    mean: float | None
    answers: int


def curves(series: Sequence[tuple[int, Evaluated | None]]) -> dict[Measure, tuple[Point, ...]]:
    """The way of each measure through the workshops, given by number; empty where none has any."""
    if not any(each and each.shown for _, each in series):
        return {}
    return {measure: tuple(_points(measure, series)) for measure in Measure}


def _points(measure: Measure, series: Sequence[tuple[int, Evaluated | None]]) -> Iterator[Point]:
    for number, each in series:
        found = (
            next((one for one in each.measures if one.measure is measure), None) if each else None
        )
        if found and found.answers:
            yield Point(number, found.mean, found.answers)
        else:
            yield Point(number, None, 0)
