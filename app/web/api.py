"""The rehearsal (generalprøve) for programs: a small workshop is made, and taken away again."""

import json
import secrets
from collections.abc import AsyncIterator
from dataclasses import asdict, replace
from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.responses import Response

from app.core import commands as c
from app.core.edits import Reopened
from app.core.rehearsal import Report
from app.core.roles import Right
from app.core.rules import ABOUT_A_QUESTION
from app.core.things import Kind, Knowledge, Method, Plan, Question, Step, Table
from app.rooms import Room, clock
from app.store import deeds, staff, workshops
from app.web.auth import OPERATOR
from app.web.login import LoggedOut, NotAllowed
from app.web.visit import Here, Visit

router = APIRouter(prefix="/api/generalprove", tags=["rehearsal"])

REPORT = "rehearsal_report"
"""The setting that holds the newest report: `{"at": …, "report": {…}}`."""

#: The steps of a rehearsal; those that need one are about the same question.
STEPS = (
    Step("rules", Kind.RULES, 2),
    Step("knowledge", Kind.KNOWLEDGE, 5),
    Step("verify", Kind.VERIFY, 5),
    Step("write", Kind.WRITE, 5),
    Step("talk", Kind.TALK, 10),
    Step("plenary", Kind.PLENARY, 5),
    *(Step(method, Kind.PRIORITISE, 5, method=method) for method in Method),
    Step("round", Kind.ROUND, 2),
    Step("talk-again", Kind.TALK, 5),
    Step("evaluate", Kind.EVALUATE, 2),
    Step("end", Kind.END, 0),
)


async def operator(visit: Here) -> AsyncIterator[c.Staff]:
    """Somebody who may lead a hall, or the machine's own command line. Raises `LoggedOut` and
    `NotAllowed`."""
    user = visit.staff
    if user is not None and (user.must_change or not user.may(Right.LEAD)):
        raise NotAllowed(Right.LEAD)
    if user is None and not visit.site.porter.is_operator(visit.request.scope):
        raise LoggedOut
    who = c.Staff(user.name if user else OPERATOR)
    with deeds.doing("/api/generalprove", who.name, clock()):
        yield who


Operator = Annotated[c.Staff, Depends(operator)]


class Asked(BaseModel):
    tables: int = Field(ge=1, le=60)
    seats: int = Field(ge=1, le=1_000, description="councillors in all, spread over the tables")


class RehearsalStep(BaseModel):
    id: str
    kind: Kind


class Rehearsal(BaseModel):
    """A rehearsal with its codes; `tables` by table number."""

    code: str
    tables: dict[int, str]
    projector: str
    question: str
    steps: list[RehearsalStep]


@router.post("", status_code=201)
async def make(visit: Here, who: Operator, asked: Asked) -> Rehearsal:
    """Makes a workshop that is marked as a rehearsal and seen on no public page.

    Rehearsals that were left behind, because whoever held them was ended abruptly, go first.
    """
    await visit.site.rooms.sweep()
    code = workshops.new_code(6)
    workshop = await visit.ask(workshops.create, visit.site.engine, code)
    room = await visit.site.rooms.room(workshop)
    assert room is not None
    await _plan(room, code, who, asked, visit)
    await visit.ask(workshops.give_codes, visit.site.engine, workshop, list(room.state.tables))
    codes = await visit.ask(workshops.codes, visit.site.engine, workshop)
    return Rehearsal(
        code=code,
        tables={no: code for no, code in codes.items() if no is not None},
        projector=codes[None],
        question=next(iter(room.state.questions)),
        steps=[RehearsalStep(id=step.id, kind=step.kind) for step in room.state.steps],
    )


async def _plan(room: Room, code: str, who: c.Staff, asked: Asked, visit: Visit) -> None:
    """What is reopened in it is said to come from itself: it is alone in its series."""
    _, now = visit._, clock()
    plan = Plan(
        title=_("Rehearsal"),
        municipality="",
        body=_("Rehearsal"),
        place="",
        starts=now,
        ends=now + 3_600_000,
        language=visit.language,
        rehearsal=True,
    )
    question = Question(secrets.token_hex(4), _("Can everybody write, and does it arrive?"))
    share, left = divmod(asked.seats, asked.tables)
    tables = tuple(
        Table(no, _("Table {no}", no=no), max(1, share + (no <= left)))
        for no in range(1, asked.tables + 1)
    )
    await room.do(c.PlanWorkshop(plan), who)
    await room.do(c.LayTables(tables), who)
    await room.do(c.AskQuestion(question), who)
    statements = (
        _("Every tablet in the hall is answered within a second."),
        _("Nobody loses a word when the network goes."),
        _("All are back within five seconds."),
    )
    knowledge = [Knowledge(f"k{no}", text) for no, text in enumerate(statements, start=1)]
    await room.do(c.LayKnowledge(tuple(knowledge)), who)
    reopened = [Reopened(f"r{no}", 1, text) for no, text in enumerate(statements, start=1)]
    await room.do(c.ReopenStatements(code, 1, tuple(reopened)), who)
    before = None
    for step in STEPS:
        about = question.id if step.kind in ABOUT_A_QUESTION else None
        await room.do(c.PlanStep(replace(step, question=about), before), who)
        before = step.id


@router.put("", status_code=204)
async def keep(visit: Here, who: Operator, found: Report) -> Response:
    """Keeps the report of a rehearsal for the staff's page, in place of the one before."""
    kept = json.dumps({"at": clock(), "report": asdict(found)})
    await visit.ask(staff.set_setting, visit.site.engine, REPORT, kept)
    return Response(status_code=204)


@router.delete("/{code}", status_code=204)
async def remove(visit: Here, who: Operator, code: str) -> Response:
    """Takes a rehearsal away whole, and sends its screens home. 404 for any other workshop."""
    row = await visit.ask(workshops.find, visit.site.engine, code)
    if row is None or not row.rehearsal:
        raise HTTPException(404)
    await visit.site.rooms.remove(row.id)
    return Response(status_code=204)
