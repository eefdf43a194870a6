"""A new workshop: its frame, and what it begins with – a template, or an earlier one."""

import secrets
from contextlib import suppress
from dataclasses import dataclass

from fastapi import APIRouter
from sqlalchemy.exc import IntegrityError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from app.core import commands as c
from app.core.programme import questions
from app.core.things import Plan, Table
from app.i18n import LANGUAGES, Translator
from app.rooms import Room
from app.store import municipality, processes, roster, workshops
from app.store.processes import Kept
from app.store.tables import Member, WorkshopRow
from app.text import bank
from app.web.login import Prepares, Sent, Staff
from app.web.prepare import series, typed
from app.web.prepare.frame import LABELS, USUAL, page, read
from app.web.visit import Here, Visit

router = APIRouter(prefix="/stab", include_in_schema=False)

MOST_TABLES, MOST_SEATS = 40, 20
FIRST, SECOND = "first", "verify"
"""The templates that are proposed for the two workshops that every plan process has."""
COPIES = ("questions", "programme", "roster", "tables")


@router.get("/v/nytt", name="new_workshop")
async def new_workshop(visit: Here, who: Staff) -> Response:
    return await _new(visit, None)


@router.get("/plan/{code}/verksted/nytt", name="new_workshop")
async def new_workshop_of(visit: Here, who: Staff, code: str) -> Response:
    return await _new(visit, await _process(visit, code))


async def _process(visit: Visit, code: str) -> Kept:
    kept = await visit.ask(processes.find, visit.site.engine, code)
    if kept is None:
        raise HTTPException(404)
    return kept


async def _new(visit: Visit, process: Kept | None) -> Response:
    """The form with what can be known: from the plan process, and from the latest workshop."""
    rows = await visit.ask(workshops.all_workshops, visit.site.engine)
    fields = dict.fromkeys(LABELS, "") | {"threshold": str(USUAL), "seats": "7"}
    chosen = await visit.ask(municipality.load, visit.site.engine)
    fields |= {"language": chosen.language or visit.language, "code": workshops.new_code(6)}
    if rows:
        latest = rows[-1]
        fields |= {"municipality": latest.municipality, "body": latest.body}
    earlier = rows
    if process is not None:
        earlier = await visit.ask(processes.series, visit.site.engine, process.id)
        plan = process.plan
        fields |= {"process": process.code, "language": plan.language}
        fields |= {"municipality": plan.municipality} if plan.municipality else {}
    fields["template"] = FIRST if not earlier else SECOND if process and len(earlier) == 1 else ""
    return await page(visit, fields, rows=rows)


@router.post("/v/nytt")
async def make(visit: Here, form: Prepares) -> Response:
    """Make the workshop, with what it begins with. The form names its code: twice is once."""
    who, engine = c.Staff(form.who.name), visit.site.engine
    frame = read(form.fields, None, visit._)
    begin, errors = await _beginning(visit, form)
    errors = frame.errors | errors
    code = workshops.normal_code(form.text("code"))
    if frame.plan is None or errors or len(code) != 6:
        return await page(visit, form.fields, 422, errors=errors)
    row = await visit.ask(workshops.find, engine, code)
    if row is None or not row.title:
        form.deed.code = code
        row = await _make(visit, code, frame.plan, begin, who, bool(form.text("number")))
    return visit.turn_to(visit.url("workshop", code=row.code))


@dataclass(frozen=True)
class Beginning:
    """What a new workshop begins with."""

    process: Kept | None
    programme: c.LayProgramme | None
    tables: tuple[Table, ...]
    members: tuple[Member, ...]


async def _beginning(visit: Visit, form: Sent) -> tuple[Beginning, dict[str, str]]:
    _, engine = visit._, visit.site.engine
    errors: dict[str, str] = {}
    code = form.text("process")
    process = await visit.ask(processes.find, engine, code) if code else None
    if code and process is None:
        errors["process"] = _("This plan process is not here any more.")
    copied = {name for name in COPIES if form.text(f"copy.{name}")}
    template, source, members = form.text("template"), None, list[Member]()
    if form.text("source"):
        source = await _source(visit, form.text("source"))
        if source is None:
            errors["source"] = _("This workshop is not here any more.")
        elif not copied:
            errors["source"] = _("Tick what to copy, or choose none.")
    elif copied:
        errors["source"] = _("Choose the workshop to copy from.")
    if source is not None and "roster" in copied:
        members = await visit.ask(roster.members, engine, source.id)
    if source is not None and template and copied & {"programme", "questions"}:
        errors["template"] = _("Take the programme from one place: from here, or from the copy.")
    language = form.text("language") if form.text("language") in LANGUAGES else "nb"
    programme = None
    if template:
        try:
            programme = c.LayProgramme(*bank.programme(template, language))
        except KeyError:
            errors["template"] = _("This programme is not here any more.")
    elif source is not None and copied & {"programme", "questions"}:
        steps = source.state.steps if "programme" in copied else ()
        programme = c.LayProgramme(questions(source.state), steps)
    tables = tuple(source.state.tables.values()) if source and "tables" in copied else ()
    if not tables:
        tables = _tables(form, errors, _)
    return Beginning(process, programme, tables, tuple(members)), errors


async def _source(visit: Visit, code: str) -> Room | None:
    row = await visit.ask(workshops.find, visit.site.engine, code)
    return await visit.site.rooms.room(row.id) if row else None


def _tables(form: Sent, errors: dict[str, str], _: Translator) -> tuple[Table, ...]:
    count, seats = typed.number(form.text("tables") or "0"), typed.number(form.text("seats") or "7")
    if count is None or count > MOST_TABLES:
        errors["tables"] = _("Write a number, at most {n}.", n=MOST_TABLES)
    if not seats or seats > MOST_SEATS:
        errors["seats"] = _("Write a number from 1 to {n}.", n=MOST_SEATS)
    if errors.keys() & {"tables", "seats"} or not count or not seats:
        return ()
    return tuple(Table(no, _("Table {no}", no=no), seats) for no in range(1, count + 1))


async def _make(
    visit: Visit, code: str, plan: Plan, begin: Beginning, who: c.Staff, numbered: bool
) -> WorkshopRow:
    engine = visit.site.engine
    belongs = begin.process.id if begin.process else None
    others = await visit.ask(processes.series, engine, belongs) if belongs else []
    with suppress(IntegrityError):  # a second press of the button, or the first got no further
        await visit.ask(workshops.create, engine, code, belongs)
    row = await visit.ask(workshops.find, engine, code)
    room = await visit.site.rooms.room(row.id) if row else None
    if row is None or room is None:
        raise HTTPException(404)
    await room.do(c.PlanWorkshop(plan), who)
    if begin.tables:
        await room.do(c.LayTables(begin.tables), who)
    await visit.ask(workshops.give_codes, engine, row.id, [table.no for table in begin.tables])
    if begin.programme is not None:
        await room.do(begin.programme, who)
    if begin.members and not await visit.ask(roster.members, engine, row.id):
        copies = [_as_listed(member, row.id) for member in begin.members if not member.written_in]
        await visit.ask(roster.replace_members, engine, row.id, copies)
    if belongs:
        which = series.following(others) | (set() if numbered else {row.id})
        await series.renumber(visit, belongs, which, who)
    return row


def _as_listed(member: Member, workshop: str) -> Member:
    """The same elected person in another workshop, where nobody has met yet."""
    fresh = {"id": secrets.token_hex(16), "workshop": workshop, "late": False}
    return Member(
        **{**member.model_dump(), **fresh, "standing": "", "stands_in_for": None, "remark": ""}
    )
