"""Practice (øvelse): a leader's own copy of a workshop, with imagined councillors in it.

It is a rehearsal: on no public page, in no archive, and removed whole when closed. Its code follows
from the workshop and from who practises: each has one of their own, and two presses make one.
"""

import asyncio
import hmac
from contextlib import suppress
from dataclasses import replace

from fastapi import APIRouter
from sqlalchemy.exc import IntegrityError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from app import imagined
from app.core import commands as c
from app.core.programme import questions
from app.core.state import Workshop
from app.core.things import Plan, Table
from app.core.verification import without_hidden
from app.i18n import translator
from app.rooms import Room, clock
from app.store import staff as store
from app.store import workshops
from app.store.tables import StaffUser, WorkshopRow
from app.web.login import Leads, Staff
from app.web.staff import steer
from app.web.visit import Here, Visit

router = APIRouter(prefix="/stab/v/{code}/ov", include_in_schema=False)

TABLES, SEATS = 4, 5
"""Where none are laid yet."""


@router.get("", name="practice")
async def practice(visit: Here, who: Staff, code: str) -> Response:
    row, room = await visit.workshop(code)
    found = await _found(visit, row, who)
    plan, steps = room.state.plan, room.state.steps
    return visit.page("staff/practice.html", row=row, plan=plan, steps=steps, found=found)


@router.post("", name="practise")
async def practise(visit: Here, form: Leads, code: str) -> Response:
    """Make the copy, unless this leader has one, and lead it."""
    row, room = await visit.workshop(code)
    if not room.state.steps:
        return visit.turn_to(visit.url("practice", code=row.code))
    if await _found(visit, row, form.who) is None:
        await visit.site.rooms.sweep()
        await _copy(visit, room.state, form.who, _code(visit, row, form.who))
    return visit.turn_to(visit.url("practice_control", code=row.code))


@router.get("/styr", name="practice_control")
async def control(visit: Here, who: Staff, code: str) -> Response:
    row, _original = await visit.workshop(code)
    found = await _found(visit, row, who)
    if found is None:
        return visit.turn_to(visit.url("practice", code=row.code))
    copy, room = found
    codes = await visit.ask(workshops.codes, visit.site.engine, copy.id)
    doors = {
        "of": row.code,
        "answers": visit.url("practice_answers", code=row.code),
        "close": visit.url("close_practice", code=row.code),
        "tablet": visit.url("tablet", code=codes[min(room.state.tables)]),
        "csrf": visit.csrf,
    }
    elsewhere = {"staff": visit.url("practice", code=row.code)}
    elsewhere |= dict.fromkeys(("public", "attendance", "workbench", "minutes", "reopening"), "")
    return await steer(visit, copy, room, elsewhere, doors)


@router.post("/svar", name="practice_answers", status_code=202)
async def answers(visit: Here, form: Leads, code: str) -> Response:
    """The imagined councillors answer the step of the moment. A new press takes over from one
    that is still being answered, so that there is never more than one crowd."""
    row, _original = await visit.workshop(code)
    found = await _found(visit, row, form.who)
    if found is None:
        raise HTTPException(404)
    _copy_row, room = found
    assert room.state.plan is not None
    answering = visit.site.answering
    if room.id in answering:
        answering[room.id].cancel()
    task = asyncio.create_task(imagined.answer(room, translator(room.state.plan.language)))
    answering[room.id] = task
    task.add_done_callback(lambda done: answering.get(room.id) is done and answering.pop(room.id))
    return Response(status_code=202)


@router.post("/lukk", name="close_practice")
async def close(visit: Here, form: Leads, code: str) -> Response:
    """Take the practice away whole. Its screens are told."""
    row, _original = await visit.workshop(code)
    found = await _found(visit, row, form.who)
    if found is not None:
        await visit.site.rooms.remove(found[0].id)
    return visit.turn_to(visit.url("practice", code=row.code))


# ---------------------------------------------------------------- the copy


def _code(visit: Visit, row: WorkshopRow, who: StaffUser) -> str:
    key = store.secret(visit.site.engine).encode()
    told = hmac.digest(key, f"practice {row.id} {who.login}".encode(), "sha256")
    letters = workshops.ALPHABET
    return "".join(letters[byte % len(letters)] for byte in told[:12])


async def _found(visit: Visit, row: WorkshopRow, who: StaffUser) -> tuple[WorkshopRow, Room] | None:
    """This leader's practice of the workshop, where there is one."""
    copy = await visit.ask(workshops.find, visit.site.engine, _code(visit, row, who))
    room = await visit.site.rooms.room(copy.id) if copy and copy.rehearsal else None
    return (copy, room) if copy and room and room.state.steps else None


async def _copy(visit: Visit, of: Workshop, user: StaffUser, code: str) -> None:
    """All that is asked and done in the hall; neither people, nor what anybody has answered."""
    engine, who = visit.site.engine, c.Staff(user.name)
    assert of.plan is not None
    tables = tuple(of.tables.values()) or _usual_tables(of.plan)
    with suppress(IntegrityError):  # a second press of the button, or the first got no further
        await visit.ask(workshops.create, engine, code)
    row = await visit.ask(workshops.find, engine, code)
    room = await visit.site.rooms.room(row.id) if row else None
    if room is None:
        raise HTTPException(404)
    now = clock()
    ends = now + of.plan.ends - of.plan.starts
    plan = replace(of.plan, starts=now, ends=ends, rehearsal=True, demo=False)
    await room.do(c.PlanWorkshop(plan), who)
    await room.do(c.LayTables(tables), who)
    await visit.ask(workshops.give_codes, engine, room.id, [table.no for table in tables])
    if of.knowledge:
        await room.do(c.LayKnowledge(of.knowledge), who)
    if of.reopened:
        laid, shown = of.reopened, tuple(without_hidden(of))
        await room.do(c.ReopenStatements(laid.source, laid.number, shown), who)
    await room.do(c.LayProgramme(questions(of), of.steps), who)


def _usual_tables(plan: Plan) -> tuple[Table, ...]:
    _ = translator(plan.language)
    return tuple(Table(no, _("Table {no}", no=no), SEATS) for no in range(1, TABLES + 1))
