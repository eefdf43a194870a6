"""Where people sit, and where they go when the hall changes tables: for tablets and the projector.

Names are in no log, no state of the workshop and no frame. They are asked for here, with the code
of a table or of the projector, while the step is on, and nothing keeps who asked.
"""

from collections.abc import Iterable, Mapping

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from app.core.things import Kind
from app.rooms import Room
from app.store import roster, seatings
from app.store.seatings import Round
from app.web import usher
from app.web.join import room_behind
from app.web.visit import Here, Visit

router = APIRouter(include_in_schema=False)


@router.get("/b/{code}/bord", name="from_table")
async def from_table(visit: Here, code: str) -> Response:
    """The tables that are in use, each with those who go there from this one; `standing`: those of
    this one who have no seat in the new round. `laid`: there is a seating for it."""
    found = await room_behind(visit, code, "tablet")
    if found is None:
        raise HTTPException(404)
    room, table = found
    names, before, after = await _round(visit, room)
    return _told(room, {one: names[one] for one in before.get(table, ()) if one in names}, after)


@router.get("/skjerm/{code}/bord", name="seating_list")
async def seating_list(visit: Here, code: str) -> Response:
    """The same of the whole hall, with everybody who is there."""
    found = await room_behind(visit, code, "projector")
    if found is None:
        raise HTTPException(404)
    names, _, after = await _round(visit, found[0])
    return _told(found[0], names, after)


async def _round(visit: Visit, room: Room) -> tuple[dict[str, str], Round, Round | None]:
    """The names of those who are there by id; who sat where; and who is to sit where, None where
    nobody has said, or the hall is not changing tables."""
    state = room.state
    if state.current is None or state.current.kind is not Kind.ROUND:
        return {}, {}, None
    members = await visit.ask(roster.members, visit.site.engine, room.id)
    kept, _ = await visit.ask(seatings.load, visit.site.engine, room.id)
    names = {member.id: member.name for member in usher.seated(members)}
    if not 0 < state.round < len(kept.rounds):
        return names, {}, None
    return names, kept.rounds[state.round - 1], kept.rounds[state.round]


def _told(room: Room, names: Mapping[str, str], after: Round | None) -> Response:
    tables = [t for no, t in sorted(room.state.tables.items()) if no not in room.state.disbanded]
    sitting = {table.no: [*filter(names.get, (after or {}).get(table.no, ()))] for table in tables}
    seated = {one for ones in sitting.values() for one in ones}

    def called(ones: Iterable[str]) -> list[str]:
        return sorted(names[one] for one in ones)

    return JSONResponse(
        {
            "laid": after is not None,
            "tables": [
                {"no": table.no, "name": table.name, "people": called(sitting[table.no])}
                for table in tables
            ],
            "standing": called(names.keys() - seated) if after is not None else [],
        },
        headers={"Cache-Control": "no-store"},
    )
