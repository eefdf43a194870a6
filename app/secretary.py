"""What the secretary does across the rooms of the house: compose, freeze, publish, and hide.

The web pages, the command line and the demonstration all write up through here.
"""

import asyncio
from collections.abc import Sequence

from sqlalchemy import Engine

from app.core import commands as c
from app.core.events import Reason
from app.core.frozen import digest, to_json
from app.core.minutes import Attendee, Minutes, compose
from app.core.rules import Code, Refused
from app.rooms import Room, Rooms
from app.store import documents, processes, roster
from app.store.tables import Member, MinutesRow, WorkshopRow


def attendees(members: Sequence[Member]) -> list[Attendee]:
    """The roster as the minutes know it: without ids, and with names for whom deputies stand."""
    names = {member.id: member.name for member in members}
    return [
        Attendee(
            name=member.name,
            party=member.party,
            role=member.role,
            standing=member.standing,
            stands_in_for=names.get(member.stands_in_for or "", ""),
            remark=member.remark,
        )
        for member in members
    ]


async def draft(room: Room, engine: Engine) -> Minutes:
    """The minutes as they would be published just now."""
    members = await asyncio.to_thread(roster.members, engine, room.id)
    return compose(room.state, attendees(members))


async def publish(room: Room, engine: Engine, minutes: Minutes, name: str) -> None:
    """Freeze the minutes as the next version, published by `name`. Raises `Refused`.

    First the log, then the document: the log decides when two publish at once. Should the document
    not be stored, publishing the same once more finds the act in the log, which is then not
    repeated, and stores the document.
    """
    mark = digest(minutes)
    there = room.state.published
    again = bool(there) and there[-1].digest == mark
    version = len(there) if again else len(there) + 1
    await room.do(c.PublishMinutes(version, mark), c.Staff(name))
    row = MinutesRow(
        workshop=room.id,
        version=version,
        at=room.state.published[version - 1].at,
        published_by=name,
        digest=mark,
        body=to_json(minutes),
    )
    await asyncio.to_thread(documents.publish, engine, row)


async def hide(rooms: Rooms, row: WorkshopRow, note: str, reason: Reason | None, name: str) -> None:
    """Hide a note of this workshop, or without a reason show it again.

    Also where it lies behind a statement that was reopened in another workshop of the series: its
    words came along there. Raises `Refused`.
    """
    command = c.HideNote(note, reason) if reason else c.UnhideNote(note)
    series = (
        await asyncio.to_thread(processes.series, rooms.engine, row.process) if row.process else []
    )
    for workshop in dict.fromkeys((row.id, *(each.id for each in series))):
        room = await rooms.room(workshop)
        try:
            if room is not None:
                await room.do(command, c.Staff(name))
        except Refused as refused:
            if workshop == row.id or refused.code is not Code.UNKNOWN_NOTE:
                raise
