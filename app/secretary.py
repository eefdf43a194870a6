"""What the secretary does across the rooms of the house: compose, share, publish, withdraw, hide.

The web pages, the command line and the demonstration all write up through here.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Engine

from app.core import chain
from app.core import commands as c
from app.core.composing import compose
from app.core.decide import decide
from app.core.events import LogHead
from app.core.frozen import digest, from_json, to_json
from app.core.issuing import consenting, seen
from app.core.minutes import Attendee, Correction, DraftRemark, Minutes
from app.core.redaction import Concealed, behind_as, contributed, hidden_words, shows
from app.core.rules import Code, Refused
from app.core.state import Workshop
from app.rooms import NotStored, Room, Rooms
from app.store import documents, municipality, processes, remarks, roster, staff, stafflog
from app.store.tables import Member, MinutesRow, RemarkRow, WorkshopRow


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


def for_minutes(rows: Sequence[RemarkRow]) -> list[DraftRemark]:
    """The remarks to the draft that are taken into the minutes."""
    return [
        DraftRemark(row.name, row.text, row.answer, bool(row.taken), row.about)
        for row in rows
        if row.in_minutes
    ]


async def draft(room: Room, engine: Engine) -> Minutes:
    """The minutes as they would be published just now."""
    return await asyncio.to_thread(draft_of, engine, room.id, room.state)


def draft_of(engine: Engine, workshop: str, state: Workshop) -> Minutes:
    """The same of a workshop in this state, for those who have no room.

    A correction keeps the standing words and the mark of what it corrects: what is changed since
    then must not hide among other changes.
    """
    assert state.plan is not None
    chosen, kept = municipality.load(engine), documents.standing(engine, workshop)
    corrected = from_json(kept.body) if kept else None
    return compose(
        state,
        attendees(roster.members(engine, workshop)),
        wording=corrected.wording if corrected else chosen.wording.get(state.plan.language, {}),
        crest=corrected.crest if corrected else chosen.crest,
        remarks=for_minutes(remarks.remarks(engine, workshop)),
    )


async def share_draft(room: Room, engine: Engine, name: str, *, on: bool) -> None:
    """Let those who get the draft's address read it, or (`on` False) nobody. Raises `Refused`."""
    asked, who = c.ShareDraft(on), c.Staff(name)
    decide(room.state, asked, who, 0)  # an address is not made for what is refused
    if on and not room.state.draft_shared:
        await asyncio.to_thread(remarks.open_address, engine, room.id)
    await room.do(asked, who)


def consents_needed(engine: Engine) -> int:
    """How many of the staff must stand behind minutes, with the one who publishes them."""
    return 2 if staff.setting(engine, municipality.CONSENTS) == "2" else 1


async def publish(
    room: Room,
    engine: Engine,
    draft: Minutes,
    name: str,
    reason: str = "",
    after: int | None = None,
) -> None:
    """Freeze the draft as the next version, published by `name`. Raises `Refused`.

    `reason`: why it corrects the version before. `after`: how many versions there were when the
    draft was looked through; None: it does not matter.

    First the log, then the document: the log decides when two publish at once. Should the document
    not be stored, publishing the same once more finds the act in the log, which is then not
    repeated, and stores the document.
    """
    state = room.state
    if digest(await asyncio.to_thread(draft_of, engine, room.id, state)) != digest(draft):
        raise Refused(Code.STALE)
    needed = await asyncio.to_thread(consents_needed, engine)
    able = {user.name for user in await asyncio.to_thread(staff.users, engine) if not user.disabled}
    there, mark = room.state.published, digest(draft)
    others = tuple(by for by in consenting(room.state, mark) if by != name and by in able)

    def numbered(version: int, others: tuple[str, ...], log: LogHead | None) -> Minutes:
        before = there[version - 2] if version > 1 else None
        corrects = Correction(before.version, before.digest, reason) if before else None
        consents = (name, *others) if others else ()
        return replace(draft, consents=consents, corrects=corrects, log=log)

    def same(version: int) -> Minutes | None:
        """The draft as it was published before, if that is what this version is."""
        found = room.state.published[version - 1]
        minutes = numbered(version, found.consents, found.log)
        return minutes if digest(minutes) == found.digest else None

    version = len(there)
    stands = version > 0 and version not in room.state.withdrawn
    minutes = same(version) if stands else None
    if minutes is None:
        if there and not reason:
            raise Refused(Code.EMPTY)
        version = min(len(there), len(there) if after is None else after) + 1
        log = chain.head((await asyncio.to_thread(stafflog.read, engine, room.id)).lines)
        minutes = numbered(version, others, log)
    who, asked = c.Staff(name), (mark, needed, minutes.consents[1:], seen(state), minutes.log)
    try:
        await room.do(c.PublishMinutes(version, digest(minutes), *asked), who)
    except Refused:  # of two at once the log is longer for the second
        meanwhile = same(version) if len(room.state.published) == version else None
        if meanwhile is None:
            raise
        minutes = meanwhile
    row = MinutesRow(
        workshop=room.id,
        version=version,
        at=room.state.published[version - 1].at,
        published_by=name,
        digest=digest(minutes),
        body=to_json(minutes),
    )
    await asyncio.to_thread(documents.publish, engine, row)


async def withdraw(room: Room, engine: Engine, version: int, why: str, name: str) -> None:
    """Let nobody read a version any more. Raises `Refused`. Asked again, it is marked again."""
    await room.do(c.WithdrawMinutes(version, why), c.Staff(name))
    await asyncio.to_thread(documents.withdraw, engine, room.id, room.state.withdrawn[version])


async def hide(
    rooms: Rooms, workshop: str, command: c.HideNote | c.UnhideNote | c.LeaveWords, who: c.Staff
) -> None:
    """Hide words in this workshop, or show or leave them, and wherever they are in the series.

    They come along with a statement that is reopened: from where they were written, through
    workshop after workshop. Raises `Refused`, or `NotStored`; to ask once more does no harm.
    """
    here = await rooms.room(workshop)
    if here is None:
        raise NotStored
    await here.do(command, who)
    there = contributed(here.state).get(command.note)
    if there is None:  # taken back meanwhile, by who wrote it: then it has come along nowhere
        return
    mark, came = there.mark, command.note in _came(here.state)
    for each in await asyncio.to_thread(processes.beside, rooms.engine, workshop):
        room = await rooms.room(each.id)
        if room is None:
            continue
        same = [id_ for id_, one in contributed(room.state).items() if one.mark == mark]
        for id_ in same if came else _came(room.state).intersection(same):
            await room.do(replace(command, note=id_), who)


def _came(state: Workshop) -> set[str]:
    """What lies behind the statements that are reopened here. Two tables of two workshops may have
    said the same under the same id: neither came from the other."""
    return {behind_as(one) for met in state.met.values() for one in met.behind}


async def still_published(
    engine: Engine, row: WorkshopRow, room: Room
) -> list[tuple[WorkshopRow, list[int]]]:
    """The workshops of the series, this one first, and which of their versions that anybody can
    read still have words that are hidden here."""
    words = hidden_words(room.state)
    return await asyncio.to_thread(_showing, engine, row, words) if words else []


def _showing(
    engine: Engine, row: WorkshopRow, words: Sequence[Concealed]
) -> list[tuple[WorkshopRow, list[int]]]:
    found = []
    for each in (row, *processes.beside(engine, row.id)):
        stand = (kept for kept in documents.versions(engine, each.id) if kept.withdrawn_at is None)
        versions = sorted(kept.version for kept in stand if shows(kept.body, words))
        if versions:
            found.append((each, versions))
    return found
