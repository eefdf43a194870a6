"""The frame of a workshop: which body meets, where and when, as number what of its series."""

import json
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from hashlib import sha256
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from app.core import commands as c
from app.core.things import Plan
from app.core.words import clean
from app.i18n import LANGUAGES, N_, Translator
from app.publish.phrases import times
from app.rooms import Room
from app.store import processes, workshops
from app.store.tables import WorkshopRow
from app.text import bank
from app.web.login import Prepares, Staff
from app.web.prepare import series, typed
from app.web.visit import Here, Visit

router = APIRouter(prefix="/stab", include_in_schema=False)

LONGEST = 200
LEAST, USUAL = 3, 5
"""Contributors before a result is shown: `threat-model.md`, rule 6."""

LABELS: Mapping[str, str] = {
    "title": N_("What the workshop is about"),
    "municipality": N_("Municipality"),
    "body": N_("The body that meets"),
    "place": N_("Place"),
    "date": N_("Date"),
    "starts": N_("Begins"),
    "ends": N_("Ends"),
    "number": N_("Number in the series"),
    "of": N_("Workshops in the series"),
    "language": N_("Language of the workshop"),
    "threshold": N_("Fewest contributors before a result is shown"),
    "process": N_("Plan process"),
    "template": N_("Programme"),
    "source": N_("Copy from an earlier workshop"),
    "tables": N_("Tables"),
    "seats": N_("Seats at each table"),
}
NEEDED = ("title", "municipality", "body", "place", "date", "starts", "ends")


@dataclass(frozen=True)
class Frame:
    """The form read: the plan, or what is wrong with it, by field."""

    plan: Plan | None
    errors: dict[str, str]


def read(form: Mapping[str, str], before: Plan | None, _: Translator) -> Frame:
    """The plan that was typed. `before` keeps what the form does not ask for."""
    text = {name: clean(form.get(name, "")) for name in LABELS}
    errors = {name: _("Fill this in.") for name in NEEDED if not text[name]}
    for name in ("title", "municipality", "body", "place"):
        if len(text[name]) > LONGEST:
            errors[name] = _("Too long: at most {n} characters.", n=LONGEST)
    on, starts, ends = typed.day(text["date"]), typed.hour(text["starts"]), typed.hour(text["ends"])
    if on is None:
        errors.setdefault("date", _("We could not read this date. Write it as 24.11.2026."))
    elif abs(on.year - date.today().year) > 10:  # noqa: DTZ011  # the year is all that matters
        errors["date"] = _("Is this the right year?")
    for name, at in (("starts", starts), ("ends", ends)):
        if at is None:
            errors.setdefault(name, _("We could not read this time. Write it as 9.30."))
    if starts and ends and ends <= starts:
        errors["ends"] = _("The workshop ends before it begins.")
    threshold = typed.number(text["threshold"] or str(USUAL))
    if threshold is None or threshold < LEAST:
        errors["threshold"] = _(
            "At least {n}: with fewer, it could be guessed who wrote what.", n=LEAST
        )
    number = typed.number(text["number"] or "1")
    of = typed.number(text["of"] or text["number"] or "1")
    if not number:
        errors["number"] = _("Write a whole number.")
    if not of or (number and of < number):
        errors["of"] = _("Write a whole number, not below the number of this one.")
    if errors or not (on and starts and ends and threshold and number and of):
        return Frame(None, errors)
    plan = Plan(
        text["title"], text["municipality"], text["body"], text["place"],
        typed.moment(on, starts), typed.moment(on, ends), number, of,
        text["language"] if text["language"] in LANGUAGES else "nb", threshold,
    )  # fmt: skip
    if before is not None:
        plan = replace(plan, rehearsal=before.rehearsal, demo=before.demo)
    return Frame(plan, {})


def shown(plan: Plan) -> dict[str, str]:
    """The fields as they stand for a plan."""
    there = times.local(plan.starts)
    return {
        **{name: str(value) for name, value in asdict(plan).items() if name in LABELS},
        "date": there.date().isoformat(),
        "starts": f"{there:%H:%M}",
        "ends": f"{times.local(plan.ends):%H:%M}",
    }


def mark(plan: Plan) -> str:
    return sha256(json.dumps(asdict(plan)).encode()).hexdigest()[:32]


async def page(visit: Visit, fields: Mapping[str, str], status: int = 200, **data: Any) -> Response:
    engine = visit.site.engine
    given = {"errors": {}, "row": None, "plan": None, "seen": "", "theirs": (), **data}
    rows = given.pop("rows", None) or await visit.ask(workshops.all_workshops, engine)
    return visit.page(
        "staff/prepare/frame.html",
        status,
        typed=defaultdict(str, fields),
        labels=LABELS,
        # A browser's own date and time fields would drop all but this.
        native=lambda text: re.fullmatch(r"|\d{4}-\d\d-\d\d|\d\d:\d\d", text),
        processes=await visit.ask(processes.all_processes, engine),
        templates=bank.templates(visit.language),
        sources=[row for row in reversed(rows) if row.title],
        least=LEAST,
        usual=USUAL,
        **given,
    )


# ---------------------------------------------------------------- the frame of one that is there


@router.get("/v/{code}/ramme", name="frame")
async def frame(visit: Here, who: Staff, code: str, saved: str = "") -> Response:
    row, room = await visit.workshop(code)
    return await _edit(visit, row, room, saved=bool(saved))


async def _edit(
    visit: Visit,
    row: WorkshopRow,
    room: Room,
    fields: Mapping[str, str] | None = None,
    status: int = 200,
    **data: Any,
) -> Response:
    plan = room.state.plan
    assert plan is not None
    process = None
    if row.process:
        process = await visit.ask(processes.load, visit.site.engine, row.process)
    stands = shown(plan) | {"process": process.code if process else ""}
    given: dict[str, Any] = {"saved": False, **data}
    return await page(
        visit,
        fields or stands,
        status,
        row=row,
        plan=plan,
        seen=mark(plan),
        started=room.state.started is not None,
        **given,
    )


@router.post("/v/{code}/ramme")
async def edit(visit: Here, form: Prepares, code: str) -> Response:
    """Change the frame, until the workshop has begun. Who saves second is shown what changed."""
    row, room = await visit.workshop(code)
    before, engine = room.state.plan, visit.site.engine
    assert before is not None
    if room.state.started is not None:
        error = {"title": visit._("The workshop has begun. Its frame stands.")}
        return await _edit(visit, row, room, form.fields, 409, errors=error)
    process = None
    wanted = read(form.fields, before, visit._)
    errors = dict(wanted.errors)
    if form.text("process"):
        process = await visit.ask(processes.find, engine, form.text("process"))
        if process is None:
            errors["process"] = visit._("This plan process is not here any more.")
    belongs = process.id if process else None
    if row.process not in (None, belongs) and room.state.met:
        # What is hidden where they come from is hidden in the workshops of that series.
        errors["process"] = visit._(
            "Statements of this series are laid before the workshop. It stays in its plan process."
        )
    if wanted.plan is None or errors:
        return await _edit(visit, row, room, form.fields, 422, errors=errors)
    if form.text("seen") != mark(before) and wanted.plan != before:
        stands = shown(before)
        theirs = [
            (LABELS[name], stands[name])
            for name in LABELS
            if name in stands and stands[name] != form.text(name)
        ]
        return await _edit(visit, row, room, form.fields, 409, theirs=theirs)
    which = {
        each: series.following(await visit.ask(processes.series, engine, each))
        for each in (row.process, belongs)
        if each
    }
    if belongs and (wanted.plan.number, wanted.plan.of) != (before.number, before.of):
        which[belongs] -= {row.id}  # the staff say otherwise
    elif belongs and belongs != row.process:
        which[belongs] |= {row.id}
    who = c.Staff(form.who.name)
    await room.do(c.PlanWorkshop(wanted.plan), who)
    await visit.ask(workshops.belong, engine, row.id, belongs)
    for each, followed in which.items():
        await series.renumber(visit, each, followed, who)
    return visit.turn_to(visit.url("frame", query={"saved": 1}, code=row.code))
