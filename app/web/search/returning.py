"""Statements that return: what a council said in one workshop, and said again in another."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import Engine

from app.store import search, workshops
from app.store.tables import WorkshopRow
from app.text.alike import like
from app.text.vectors import vectors
from app.web.search import index
from app.web.search.passages import UNDERSTANDINGS, Kind
from app.web.visit import Visit

NEAR = 0.35
"""From here on two statements are taken to be about the same; of sentences with nothing but
their grammar in common none comes near."""


@dataclass(frozen=True, slots=True)
class Said:
    """A statement as it stands in the newest minutes that have it; `place` is its anchor there."""

    row: WorkshopRow
    place: str
    text: str
    direction: bool


@dataclass(frozen=True, slots=True)
class Return:
    said: Said
    again: tuple[Said, ...]


async def returning(visit: Visit, rows: Sequence[WorkshopRow]) -> list[Return]:
    """The statements of these workshops that others are like, from other workshops of the same
    council. One that was only carried from one workshop to the next is the same one, and no return.
    """
    engine = visit.site.engine
    await visit.ask(index.refresh, engine)
    marks = await visit.ask(search.marks, engine)
    ours = {row.id for row in rows}
    found = await visit.ask(_all, engine, tuple(sorted(marks.items())))
    return [each for each in found if each.said.row.id in ours]


@lru_cache(maxsize=4)
def _all(engine: Engine, marks: tuple[tuple[str, str], ...]) -> list[Return]:
    """Every statement that returns: worked out once for what is published now."""
    said = _statements(engine)
    if not said:
        return []
    found = []
    for one, near in zip(said, like(vectors([each.text for each in said])), strict=True):
        others = (said[at] for at, nearness in near if nearness >= NEAR)
        if again := tuple(other for other in others if _elsewhere(one, other)):
            found.append(Return(one, again))
    return found


def _elsewhere(one: Said, other: Said) -> bool:
    """In another workshop of the same council."""
    same = (one.row.municipality, one.row.body) == (other.row.municipality, other.row.body)
    return same and one.row.id != other.row.id


def _statements(engine: Engine) -> list[Said]:
    """Of each the newest wording: a statement keeps its anchor from workshop to workshop."""
    kinds = search.kinds(engine)
    newest: dict[tuple[str, str], Said] = {}
    for row in workshops.all_workshops(engine):
        numbers = [no for no, kind in enumerate(kinds.get(row.id, "")) if kind in UNDERSTANDINGS]
        told = search.passages(engine, [(row.id, no) for no in numbers])
        for no in numbers:
            if passage := told.get((row.id, no)):
                direction = kinds[row.id][no] == Kind.DIRECTION
                key = row.process or row.id, passage.place
                newest[key] = Said(row, passage.place.partition("#")[2], passage.text, direction)
    return list(newest.values())
