"""What the secretary does across the rooms of the house: compose, freeze, publish, and hide.

The web pages, the command line and the demonstration all write up through here.
"""

import asyncio
from collections.abc import Collection, Sequence

from sqlalchemy import Engine

from app.core import commands as c
from app.core.frozen import digest, holds, to_json
from app.core.minutes import Attendee, Minutes, compose
from app.core.receipts import fingerprint
from app.core.state import Workshop
from app.rooms import NotStored, Room, Rooms
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


async def hide(
    rooms: Rooms, workshop: str, command: c.HideNote | c.UnhideNote, who: c.Staff
) -> None:
    """Hide a note in this workshop, or show it again, and wherever its words are in the series.

    They come along with a statement that is reopened: from where the note was written, through
    workshop after workshop. Raises `Refused`, or `NotStored`; to ask once more does no harm.
    """
    here = await rooms.room(workshop)
    if here is None:
        raise NotStored
    await here.do(command, who)
    for each in await asyncio.to_thread(processes.beside, rooms.engine, workshop):
        room = await rooms.room(each.id)
        if room is not None and _words(room.state, command.note):
            await room.do(command, who)


def _words(state: Workshop, id_: str) -> set[str]:
    """The words by this id: of a note written here, or of what came along with a statement."""
    note = state.find_note(id_)
    here = {note.text} if note and not note.withdrawn else set()
    came = (one for each in state.met.values() for one in each.behind)
    return here | {one.text for one in came if one.id == id_}


async def still_published(engine: Engine, room: Room) -> list[WorkshopRow]:
    """The other workshops of the series whose newest published minutes hold words hidden here."""
    hidden = room.state.hidden
    marks = {fingerprint(id_, text) for id_ in hidden for text in _words(room.state, id_)}
    if not marks:
        return []
    return await asyncio.to_thread(_holding, engine, room.id, marks)


def _holding(engine: Engine, workshop: str, marks: Collection[str]) -> list[WorkshopRow]:
    beside = [
        (each, documents.standing(engine, each.id)) for each in processes.beside(engine, workshop)
    ]
    return [each for each, kept in beside if kept and holds(kept.body, marks)]
