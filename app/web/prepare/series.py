"""A workshop's number in its series follows from the time, where the staff do not say otherwise."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from app.core import commands as c
from app.store import processes
from app.store.tables import WorkshopRow
from app.web.visit import Visit


def numbers(rows: Iterable[WorkshopRow]) -> Mapping[str, tuple[int, int]]:
    """Number and of, by the workshop's id: the first in time is number one."""
    by_time = sorted(rows, key=lambda row: (row.starts, row.code))
    return {row.id: (no, len(by_time)) for no, row in enumerate(by_time, start=1)}


def following(rows: Collection[WorkshopRow]) -> frozenset[str]:
    """The workshops that are numbered as their time says, and so go on being."""
    by_time = numbers(rows)
    return frozenset(row.id for row in rows if (row.number, row.of) == by_time[row.id])


async def renumber(visit: Visit, process: str, which: Collection[str], who: c.Staff) -> None:
    """Let these workshops of the series have the numbers that their time gives them now.

    What was held keeps the number that it was held under.
    """
    rows = await visit.ask(processes.series, visit.site.engine, process)
    by_time = numbers(rows)
    for row in rows:
        number, of = by_time[row.id]
        if row.id in which and row.ended is None and (row.number, row.of) != (number, of):
            room = await visit.site.rooms.room(row.id)
            if room is not None and room.state.plan is not None:
                plan = replace(room.state.plan, number=number, of=of)
                await room.do(c.PlanWorkshop(plan), who)
