"""Retention: the rule of the house, and each deletion told before it is done."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from fastapi import APIRouter
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from app.core.words import clean
from app.i18n import N_
from app.rooms import clock
from app.store import processes, retention, scrubbing, workshops
from app.store.retention import Kept, Left, Rule, Stale, Why
from app.store.workshops import normal_code
from app.web.login import Governs, Staff
from app.web.retention.schedule import FATES, KINDS
from app.web.visit import Here, Visit

router = APIRouter(prefix="/stab/kommune/oppbevaring", include_in_schema=False)

LONGEST = 120
"""Signs of a reason: it stands in the log."""


class What(StrEnum):
    """What is deleted, as the address has it."""

    PEOPLE = "personer"
    WORKSHOP = "verksted"
    PLAN = "plan"


WHY: Mapping[Why, str] = {
    Why.GONE: N_("Somebody else deleted or changed it just now. Look at the list once more."),
    Why.ANNOUNCED: N_(
        "The notice is published: the meeting is announced. Call it off in the notice instead."
    ),
    Why.STARTED: N_(
        "The workshop was started. End it, and write in the minutes that it was not held."
    ),
    Why.ATTENDED: N_("Attendance is taken: somebody met. Write the minutes instead."),
    Why.SAID: N_("Somebody has said something in it, and that is a document of the case."),
    Why.PUBLISHED: N_("Minutes are published. A version can be withdrawn, but is kept."),
    Why.SHOWN: N_(
        "The public sees the plan, or has seen it. Take it from the public page instead."
    ),
    Why.HELD: N_("Workshops belong to the plan. They must go first, or be moved out of it."),
    Why.NEEDED: N_("The minutes do not stand: the list of members is needed to write them."),
}


@dataclass(frozen=True, slots=True)
class Found:
    """What may be deleted, or `why` it may not. `left`: what of people there is."""

    id: str
    code: str
    title: str
    why: Why | None
    left: Left | None = None


@router.get("", name="retention")
async def show(visit: Here, who: Staff, done: str = "") -> Response:
    return await _page(visit, done=done)


async def _page(visit: Visit, status: int = 200, **data: Any) -> Response:
    engine = visit.site.engine
    shown = {"done": "", "error": "", "days": None, **data}
    stands = await visit.ask(retention.rule, engine)
    if shown["days"] is None:
        shown |= {"days": str(stands.days or ""), "remarks": stands.remarks}
    return visit.page(
        "staff/retention/page.html",
        status,
        stands=stands,
        left=await visit.ask(retention.left, engine),
        mistakes=await visit.ask(retention.mistakes, engine),
        plans=await visit.ask(retention.unseen_plans, engine),
        unswept=await visit.ask(scrubbing.unswept, engine),
        longest=retention.LONGEST,
        kinds={fate: [kind for kind in KINDS if kind.fate is fate] for fate in FATES},
        fates=FATES,
        what=What,
        **shown,
    )


# ---------------------------------------------------------------- the rule


@router.post("", name="retention_rule")
async def set_rule(visit: Here, form: Governs) -> Response:
    """After how many days what is not needed goes by itself; empty: it does not."""
    days, remarks = form.text("days"), bool(form.text("remarks"))
    typed: dict[str, Any] = {"days": days, "remarks": remarks}
    if days and not (days.isdecimal() and len(days) < 6 and 1 <= int(days) <= retention.LONGEST):
        error = visit._("Write a number of days from 1 to {n}, or nothing.", n=retention.LONGEST)
        return await _page(visit, 422, error=error, **typed)
    now = Rule(int(days or 0), remarks, form.who.name, clock())
    form.deed.detail = f"{now.days}{' +' * now.remarks}"
    try:
        await visit.ask(retention.set_rule, visit.site.engine, now, form.text("seen"))
    except Stale:
        error = visit._("Somebody else set the rule just now. Yours is not stored yet: see theirs.")
        return await _page(visit, 409, error=error, **typed)
    return visit.turn_to(visit.url("retention", query={"done": "rule"}) + "#rule")


@router.post("/fei", name="scrub")
async def scrub(visit: Here, form: Governs) -> Response:
    """Write the files anew, where somebody was in the way when something was deleted."""
    return _done(visit, await _scrubbed(visit))


async def _scrubbed(visit: Visit) -> bool:
    """Whether the files are clean. What is deleted is deleted, also where they are not yet."""
    try:
        return await visit.ask(scrubbing.scrub, visit.site.engine)
    except SQLAlchemyError:
        return False


def _done(visit: Visit, clean: bool) -> Response:
    return visit.turn_to(visit.url("retention", query={"done": "clean" if clean else "unswept"}))


# ---------------------------------------------------------------- one deletion


@router.get("/{what}/{code}", name="delete")
async def ask_first(visit: Here, who: Staff, what: What, code: str) -> Response:
    """What would go, and what stays."""
    return _confirm(visit, what, await _find(visit, what, code))


def _confirm(visit: Visit, what: What, found: Found, status: int = 200, **data: Any) -> Response:
    shown = {"reason": "", "word": "", "remarks": False, "errors": {}, **data}
    why = visit._(WHY[found.why]) if found.why else ""
    return visit.page(
        "staff/retention/delete.html",
        status,
        what=what,
        kinds=What,
        found=found,
        why=why,
        longest=LONGEST,
        **shown,
    )


@router.post("/{what}/{code}")
async def carry_out(visit: Here, form: Governs, what: What, code: str) -> Response:
    """Delete it, for good."""
    found = await _find(visit, what, code)
    reason, word = clean(form.text("reason"))[:LONGEST], form.text("word")
    remarks = bool(form.text("remarks"))
    typed: dict[str, Any] = {"reason": reason, "word": word, "remarks": remarks}
    errors = {}
    if not reason:
        errors["reason"] = visit._("Say why. It stands in the log.")
    if normal_code(word) != found.code:
        errors["word"] = visit._("Type {code}: then you mean this one.", code=found.code)
    if found.left and found.left.remarks and not found.left.some(remarks=remarks):
        errors["remarks"] = visit._("Nothing else is left: tick this, or leave it as it is.")
    if found.why or errors:
        return _confirm(visit, what, found, 409 if found.why else 422, errors=errors, **typed)
    form.deed.detail = f"{found.code} {found.title}"[:60] + f": {reason}"
    try:
        await _delete(visit, what, found, remarks)
    except Kept as kept:
        found = Found(found.id, found.code, found.title, kept.why)
        return _confirm(visit, what, found, 409, **typed)
    return _done(visit, await _scrubbed(visit))


async def _delete(visit: Visit, what: What, found: Found, remarks: bool) -> None:
    """Raises `Kept`."""
    engine = visit.site.engine
    if what is What.PEOPLE:
        await visit.ask(retention.forget_people, engine, found.id, remarks=remarks, before=clock())
    elif what is What.PLAN:
        await visit.ask(retention.discard_plan, engine, found.id)
    else:
        await visit.site.rooms.discard(found.id)


async def _find(visit: Visit, what: What, code: str) -> Found:
    """Raises `HTTPException` 404."""
    engine = visit.site.engine
    if what is What.PLAN:
        kept = await visit.ask(processes.find, engine, code)
        if kept is None:
            raise HTTPException(404)
        why = await visit.ask(retention.plan_obstacle, engine, kept)
        return Found(kept.id, kept.code, kept.plan.title, why)
    row = await visit.ask(workshops.find, engine, code)
    if row is None:
        raise HTTPException(404)
    if what is What.WORKSHOP:
        why = await visit.ask(retention.obstacle, engine, row.id)
        return Found(row.id, row.code, row.title, why)
    left = await visit.ask(retention.left_of, engine, row.id)
    return Found(row.id, row.code, row.title, Why.NEEDED if left is None else None, left)
