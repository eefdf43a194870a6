"""How a series of workshops was, measure by measure: a small curve each, and all as a table.

The template draws the curves for those who see; the table says the same.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sqlalchemy import Engine

from app.core.evaluation import Evaluated, Point, curves, evaluation
from app.core.evolve import replay
from app.core.frozen import from_json
from app.publish.minutes.evaluation import MEASURES, decimal
from app.store import documents, workshops
from app.store.tables import WorkshopRow
from app.web.visit import Visit

APART, HIGH, MARGIN = 56, 96, 28  # from workshop to workshop, from grade 1 to 5, around
ENOUGH = 5  # workshops that are drawn in full width


@dataclass(frozen=True, slots=True)
class Place:
    """A workshop on a curve: where its dot is, and what stands by it; `y` None: nothing does."""

    x: int
    number: int
    y: int | None
    mean: str
    answers: int


@dataclass(frozen=True, slots=True)
class Curve:
    name: str
    places: tuple[Place, ...]
    lines: tuple[tuple[int, int, int, int], ...]


@dataclass(frozen=True, slots=True)
class Series:
    """The curves, in points, the upper left corner at 0, 0; `held` are the workshops in order.

    `public`: what published minutes have, and no more.
    """

    public: bool
    width: int
    held: tuple[WorkshopRow, ...]
    curves: tuple[Curve, ...]


async def series(visit: Visit, rows: Sequence[WorkshopRow], *, public: bool) -> Series | None:
    """Of the workshops that were held; None where none of them has figures that may be shown."""
    held = tuple(row for row in rows if row.ended)
    fetch = _published if public else _given
    found = [(row.number, await visit.ask(fetch, visit.site.engine, row)) for row in held]
    drawn = tuple(
        _curve(visit._(MEASURES[measure]), points, visit.language)
        for measure, points in curves(found).items()
    )
    width = 2 * MARGIN + APART * (max(len(held), ENOUGH) - 1)
    return Series(public, width, held, drawn) if drawn else None


def _published(engine: Engine, row: WorkshopRow) -> Evaluated | None:
    kept = documents.standing(engine, row.id)
    return from_json(kept.body).evaluation if kept else None


def _given(engine: Engine, row: WorkshopRow) -> Evaluated | None:
    loaded = workshops.load(engine, row.id)
    return evaluation(replay(loaded.acts, loaded.sayings)) if loaded else None


def _curve(name: str, points: Sequence[Point], language: str) -> Curve:
    places = tuple(_places(points, language))
    lines = tuple(
        (one.x, one.y, other.x, other.y)
        for one, other in pairwise(places)
        if one.y is not None and other.y is not None
    )
    return Curve(name, places, lines)


def _places(points: Sequence[Point], language: str) -> Iterator[Place]:
    for i, point in enumerate(points):
        x = MARGIN + APART * i
        if point.mean is None:
            yield Place(x, point.number, None, "–", 0)
        else:
            y = MARGIN + round(HIGH * (5 - point.mean) / 4)
            yield Place(x, point.number, y, decimal(point.mean, language), point.answers)
