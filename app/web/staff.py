"""The staff's pages: all workshops, one workshop, its table cards, and control."""

from fastapi import APIRouter
from starlette.responses import Response

from app.core.events import Table
from app.core.state import Workshop
from app.rooms import Room
from app.store import documents, processes, roster, workshops
from app.store.tables import WorkshopRow
from app.web import acts
from app.web.join import qr
from app.web.login import Staff
from app.web.visit import Here, Visit

router = APIRouter(prefix="/stab", include_in_schema=False)


@router.get("", name="desk")
async def desk(visit: Here, who: Staff) -> Response:
    rows = await visit.ask(workshops.all_workshops, visit.site.engine)
    return visit.page(
        "staff/desk.html",
        plans=await visit.ask(processes.all_processes, visit.site.engine),
        coming=[row for row in rows if row.ended is None],
        held=[row for row in reversed(rows) if row.ended is not None],
    )


@router.get("/v/{code}", name="workshop")
async def workshop(visit: Here, who: Staff, code: str) -> Response:
    row, room = await visit.workshop(code)
    engine = visit.site.engine
    codes = await visit.ask(workshops.codes, engine, row.id)
    members = await visit.ask(roster.members, engine, row.id)
    log = await visit.ask(workshops.staff_log, engine, row.id)
    return visit.page(
        "staff/workshop.html",
        row=row,
        state=room.state,
        plan=room.state.plan,
        codes=codes,
        members=members,
        versions=await visit.ask(documents.versions, engine, row.id),
        log=[acts.entry(act, room.state, visit._) for act in reversed(log)],
    )


@router.get("/v/{code}/bordkort", name="cards")
async def cards(visit: Here, who: Staff, code: str) -> Response:
    """One card a table, to print: its name, its code, and the code as a QR. No people's names."""
    row, room = await visit.workshop(code)
    codes = await visit.ask(workshops.codes, visit.site.engine, row.id)
    return visit.page(
        "staff/cards.html",
        row=row,
        plan=room.state.plan,
        address=visit.full(visit.base + "b"),
        cards=[
            (table, codes[table.no], qr(visit.full(f"{visit.base}b/{codes[table.no]}")))
            for table in _tables(room.state)
            if table.no in codes
        ],
    )


def _tables(state: Workshop) -> list[Table]:
    return sorted(state.tables.values(), key=lambda table: table.no)


@router.get("/v/{code}/styr", name="control")
async def control(visit: Here, who: Staff, code: str) -> Response:
    row, room = await visit.workshop(code)
    links = await _links(visit, row, room)
    assert room.state.plan is not None
    settings = visit.site.settings
    place = "" if settings.database else str(settings.data.resolve())
    blocks = {"links": links, "place": place}
    return visit.shell("control", row.code, room.state.plan.title, blocks)


async def _links(visit: Visit, row: WorkshopRow, room: Room) -> dict[str, str]:
    codes = await visit.ask(workshops.codes, visit.site.engine, row.id)
    projector = visit.url("projector", code=codes[None]) if None in codes else ""
    return {
        "projector": projector,
        "join": visit.full(visit.base + "b"),
        "public": visit.url("public", code=row.code),
        "staff": visit.url("workshop", code=row.code),
        "attendance": visit.url("attendance", code=row.code),
        "minutes": visit.url("writeup", code=row.code),
    }
