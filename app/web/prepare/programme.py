"""The programme (kjøreplan) of a workshop: edited as rows, and printed as a run sheet."""

from collections.abc import Mapping
from itertools import groupby
from operator import attrgetter
from typing import Any

from fastapi import APIRouter
from starlette.responses import JSONResponse, Response

from app.core import commands as c
from app.core import knowledge
from app.core.programme import answered, mark, questions
from app.core.rules import Code, Refused
from app.core.state import Workshop
from app.core.things import Kind, Knowledge, Method, Mode, Plan
from app.i18n import N_
from app.publish.phrases import times
from app.rooms import Room
from app.store import processes
from app.store.tables import WorkshopRow
from app.text.bank import bank, templates
from app.web import acts
from app.web.login import Prepares, Sent, Staff
from app.web.prepare import rows as typed_rows
from app.web.prepare import words
from app.web.prepare.rows import Rows
from app.web.visit import Here, Visit

router = APIRouter(prefix="/stab/v", include_in_schema=False)

STORE = "store"

REFUSED: Mapping[Code, str] = {
    Code.CLOSED: N_(
        "What was opened or answered meanwhile stands as it is. Open the page anew to see it."
    ),
    Code.ENDED: N_("The workshop has ended. Its programme stands."),
}
OTHERWISE = N_("This could not be stored.")


@router.get("/{code}/program", name="programme")
async def programme(visit: Here, who: Staff, code: str, saved: str = "") -> Response:
    row, room = await visit.workshop(code)
    rows = typed_rows.of(questions(room.state), room.state.steps)
    laid = {statement.id for statement in room.state.knowledge}
    return await _page(visit, row, room, rows, laid, seen=_mark(room.state), saved=bool(saved))


def _mark(state: Workshop) -> str:
    return mark(questions(state), state.steps)


async def _page(
    visit: Visit,
    row: WorkshopRow,
    room: Room,
    rows: Rows,
    laid: set[str],
    status: int = 200,
    **data: Any,
) -> Response:
    state, plan = room.state, room.state.plan
    assert plan is not None
    programme = typed_rows.read(rows, visit._)
    clocks = words.clocks(plan, programme.steps)
    given = {"errors": {}, "error": "", "theirs": None, "saved": False, "unsaved": False, **data}
    given.setdefault("chosen", _chosen(state))
    return visit.page(
        "staff/prepare/programme.html",
        status,
        row=row,
        plan=plan,
        state=state,
        rows=rows,
        laid=laid,
        statements=await _statements(visit, row, state),
        met=state.settled or knowledge.in_use(state),
        meets=any(step["kind"] == Kind.KNOWLEDGE for step in rows.steps),
        answered={each.id for each in questions(state) if answered(state, each.id)},
        kinds={kind: visit._(acts.KINDS[kind]) for kind in Kind},
        methods={method: visit._(words.METHODS[method]) for method in Method},
        modes={mode: visit._(words.MODES[mode]) for mode in Mode},
        templates=templates(plan.language),
        groups=[
            (group, [*ones]) for group, ones in groupby(bank(plan.language), attrgetter("group"))
        ],
        longest=typed_rows.LONGEST,
        clocks=[times.hour(at) for at in clocks],
        reckoning=words.reckoning(plan, programme.steps, visit._),
        too_long=clocks[-1] > plan.ends,
        rhythm=words.rhythm(programme.steps, visit._),
        hints=[words.told(each["text"], plan.language, visit._) for each in rows.questions],
        script=visit.site.assets.script("programme"),
        **given,
    )


def _chosen(state: Workshop) -> str:
    """Tells one choice of statements from another."""
    return " ".join(["laid", *(statement.id for statement in state.knowledge)])


async def _statements(visit: Visit, row: WorkshopRow, state: Workshop) -> list[Knowledge]:
    """What can be laid: the knowledge base of the plan process, and what is laid already."""
    kept = await visit.ask(processes.load, visit.site.engine, row.process) if row.process else None
    known = {statement.id: statement for statement in (kept.plan.knowledge if kept else ())}
    return [*known.values(), *(laid for laid in state.knowledge if laid.id not in known)]


@router.post("/{code}/program")
async def change(visit: Here, form: Prepares, code: str) -> Response:
    """Store the programme, or do to its rows what a button says and show them again."""
    row, room = await visit.workshop(code)
    plan = room.state.plan
    assert plan is not None
    rows, press = typed_rows.sent(form.fields), form.text("do") or STORE
    laid = {name[2:] for name in form.fields if name.startswith("k.")}
    typed: dict[str, Any] = {"seen": form.text("seen"), "unsaved": True}
    if form.text("knowledge"):
        typed["chosen"] = form.text("knowledge")
    if press != STORE:
        if press in ("pick", "take"):  # which one, the list beside the button says
            press = f"{press} {form.text('bank' if press == 'pick' else 'template')}"
        rows = typed_rows.after(rows, press, plan.language, visit._)
        return await _page(visit, row, room, rows, laid, error=rows.told, **typed)
    read = typed_rows.read(rows, visit._)
    if read.errors:
        return await _page(visit, row, room, rows, laid, 422, errors=read.errors, **typed)
    there = room.state.knowledge
    began_elsewhere = form.text("knowledge") not in ("", _chosen(room.state))
    if began_elsewhere and laid != {statement.id for statement in there}:
        typed["chosen"] = _chosen(room.state)
        typed["error"] = visit._(
            "Somebody else chose other statements meanwhile: {theirs}. Nothing of yours is"
            " stored yet. Store once more to put yours in the place of theirs.",
            theirs=" · ".join(statement.text for statement in there) or "–",
        )
        return await _page(visit, row, room, rows, laid, 409, **typed)
    who = c.Staff(form.who.name)
    try:
        await room.do(c.LayProgramme(read.questions, read.steps, form.text("seen")), who)
        await _lay_knowledge(visit, row, room, form, laid, who)
    except Refused as refused:
        if refused.code is Code.STALE:
            theirs = typed_rows.of(questions(room.state), room.state.steps)
            typed |= {"theirs": theirs, "seen": _mark(room.state)}
            return await _page(visit, row, room, rows, laid, 409, **typed)
        error = visit._(REFUSED.get(refused.code, OTHERWISE))
        return await _page(visit, row, room, rows, laid, 409, error=error, **typed)
    return visit.turn_to(visit.url("programme", query={"saved": 1}, code=row.code))


async def _lay_knowledge(
    visit: Visit, row: WorkshopRow, room: Room, form: Sent, laid: set[str], who: c.Staff
) -> None:
    """Lay the statements that are ticked, where the form had them to tick."""
    if form.text("knowledge"):
        there = await _statements(visit, row, room.state)
        chosen = tuple(statement for statement in there if statement.id in laid)
        await room.do(c.LayKnowledge(chosen), who)


@router.post("/{code}/program/se", name="look_over")
async def look_over(visit: Here, form: Prepares, code: str) -> Response:
    """What the rows come to while they are typed: clock times, total, rhythm, hints. Stores
    nothing."""
    _, room = await visit.workshop(code)
    plan, rows = room.state.plan, typed_rows.sent(form.fields)
    assert plan is not None
    steps = typed_rows.read(rows, visit._).steps
    return JSONResponse(
        {
            "clocks": [times.hour(at) for at in words.clocks(plan, steps)],
            "reckoning": words.reckoning(plan, steps, visit._),
            "rhythm": words.rhythm(steps, visit._),
            "hints": [words.told(each["text"], plan.language, visit._) for each in rows.questions],
        },
        headers={"Cache-Control": "no-store"},
    )


@router.get("/{code}/kjoreplan", name="run_sheet")
async def run_sheet(visit: Here, who: Staff, code: str) -> Response:
    """On paper: who does what when. What was skipped is left out."""
    row, room = await visit.workshop(code)
    plan: Plan | None = room.state.plan
    assert plan is not None
    steps = [step for step in room.state.steps if step.id not in room.state.skipped]
    return visit.page(
        "staff/prepare/run_sheet.html",
        row=row,
        plan=plan,
        when=times.span(plan.starts, plan.ends, visit.language),
        steps=[
            (times.hour(at), step, room.state.questions.get(step.question or ""))
            for at, step in zip(words.clocks(plan, steps), steps, strict=False)
        ],
        over=times.hour(words.clocks(plan, steps)[-1]),
        kinds={kind: visit._(acts.KINDS[kind]) for kind in Kind},
        methods={method: visit._(words.METHODS[method]) for method in Method},
        modes={mode: visit._(words.MODES[mode]) for mode in Mode},
        reckoning=words.reckoning(plan, steps, visit._),
    )
