"""The staff's pages: all workshops, one workshop, and control."""

from collections.abc import Mapping

from fastapi import APIRouter
from starlette.responses import Response

from app.core.composing import edited_since
from app.core.frozen import from_json
from app.core.roles import Right
from app.publish.phrases import times
from app.rooms import Room
from app.store import documents, processes, roster, seatings, stafflog, workshops
from app.store.tables import WorkshopRow
from app.web import afterwards, announcing, log
from app.web.login import Staff
from app.web.prepare.checklist import checklist
from app.web.security import policy
from app.web.visit import Here, Visit

router = APIRouter(prefix="/stab", include_in_schema=False)


@router.get("", name="desk")
async def desk(visit: Here, who: Staff) -> Response:
    rows = await visit.ask(workshops.all_workshops, visit.site.engine)
    held = [row for row in reversed(rows) if row.ended is not None]
    return visit.page(
        "staff/desk.html",
        waiting=await afterwards.waiting(visit, held),
        plans=await visit.ask(processes.all_processes, visit.site.engine),
        coming=[row for row in rows if row.ended is None],
        held=held,
    )


@router.get("/v/{code}", name="workshop")
async def workshop(visit: Here, who: Staff, code: str) -> Response:
    row, room = await visit.workshop(code)
    engine = visit.site.engine
    codes = await visit.ask(workshops.codes, engine, row.id)
    members = await visit.ask(roster.members, engine, row.id)
    stands = await visit.ask(documents.standing, engine, row.id)
    seating, _ = await visit.ask(seatings.load, engine, row.id)
    process = await visit.ask(processes.load, engine, row.process) if row.process else None
    done = await visit.ask(stafflog.read, engine, row.id)
    return visit.page(
        "staff/workshop.html",
        row=row,
        state=room.state,
        plan=room.state.plan,
        process=process,
        codes=codes,
        members=members,
        stands=stands,
        edited=stands is not None and edited_since(room.state, from_json(stands.body)),
        behind=announcing.behind(room.state, visit._),
        seated=bool(seating.rounds),
        ready=await checklist(visit, row, room.state, members, seating),
        after=await afterwards.remaining(visit, row, room) if room.state.ended else [],
        log=log.told(done, room.state, visit._, whole=True),
    )


@router.get("/v/{code}/styr", name="control")
async def control(visit: Here, who: Staff, code: str) -> Response:
    return await steer(visit, *await visit.workshop(code))


async def steer(
    visit: Visit,
    row: WorkshopRow,
    room: Room,
    elsewhere: Mapping[str, str] | None = None,
    practice: Mapping[str, str] | None = None,
) -> Response:
    """Control. In a `practice` (its own addresses), some links lead `elsewhere`."""
    links = await _links(visit, row) | dict(elsewhere or {})
    plan = room.state.plan
    assert plan is not None
    settings = visit.site.settings
    place = "" if settings.database else str(settings.data.resolve())
    begins = {"at": plan.starts, "when": times.opening(plan.starts, visit.language)}
    blocks = {"links": links, "place": place, "begins": begins, "practice": practice}
    blocks["only"] = visit.only(Right.LEAD)
    return visit.shell("control", row.code, f"{visit._('Control')}: {plan.title}", blocks)


@router.get("/v/{code}/styr/nettbrett", name="preview")
async def preview(visit: Here, who: Staff, code: str) -> Response:
    """What a tablet sees that is at no table; control shows it in a frame."""
    row, room = await visit.workshop(code)
    assert room.state.plan is not None
    page = {"workshop": row.code, "mine": "", "names": [], "preview": True}
    shown = visit.shell("tablet", row.code, room.state.plan.title, {"page": page})
    host = visit.request.headers.get("host", "")
    shown.headers["Content-Security-Policy"] = policy(host, within="'self'")
    return shown


async def _links(visit: Visit, row: WorkshopRow) -> dict[str, str]:
    codes = await visit.ask(workshops.codes, visit.site.engine, row.id)
    projector = visit.url("projector", code=codes[None]) if None in codes else ""
    return {
        "projector": projector,
        "join": visit.full(visit.base + "b"),
        "public": visit.url("public", code=row.code),
        "staff": visit.url("workshop", code=row.code),
        "attendance": visit.url("attendance", code=row.code),
        "minutes": visit.url("writeup", code=row.code),
        "workbench": visit.url("workbench", code=row.code),
        "reopening": visit.url("reopening", code=row.code),
        "preview": visit.url("preview", code=row.code),
    }
