"""The three long forms of a plan process: what the plan is, its knowledge base, and what the draft
has come to.

Each is saved by itself. It carries a mark of what stood in it: who comes second is shown what the
first one wrote, with everything of their own still in the fields, and decides.
"""

from typing import Any

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import Response

from app.core.draft import YEARS, Funding
from app.core.planning import PlanProcess, Section
from app.store.processes import Kept
from app.web.login import Prepares, Sent, Staff
from app.web.plan import forms, words
from app.web.plan.forms import Typed
from app.web.plan.keeping import found, keep
from app.web.plan.sight import sight
from app.web.plan.thread import threads
from app.web.visit import Here, Visit

router = APIRouter(prefix="/stab/plan", include_in_schema=False)

TEMPLATES = {
    Section.PLAN: "plan/edit.html",
    Section.KNOWLEDGE: "plan/knowledge.html",
    Section.DRAFT: "plan/draft.html",
}
THEN = {
    Section.PLAN: "plan_desk",
    Section.KNOWLEDGE: "edit_knowledge",
    Section.DRAFT: "edit_draft",
}
"""Where one stands when it is stored."""


class Overtaken(Exception):
    """Somebody else saved the same section since the form was opened."""


@router.get("/{code}/rediger", name="edit_plan")
async def edit_plan(visit: Here, who: Staff, code: str) -> Response:
    kept = await found(visit, code)
    return await _page(visit, kept, forms.shown(kept.plan, Section.PLAN))


@router.post("/{code}/rediger")
async def save_plan(visit: Here, form: Prepares, code: str) -> Response:
    return await _save(visit, form, code, Section.PLAN)


@router.get("/{code}/kunnskap", name="edit_knowledge")
async def edit_knowledge(visit: Here, who: Staff, code: str, saved: str = "") -> Response:
    kept = await found(visit, code)
    typed = forms.shown(kept.plan, Section.KNOWLEDGE)
    if not typed.rows["knowledge"]:  # the first is there to write in; left empty it is none
        typed = forms.with_row(typed, "knowledge")
    return await _page(visit, kept, typed, saved=saved)


@router.post("/{code}/kunnskap")
async def save_knowledge(visit: Here, form: Prepares, code: str) -> Response:
    return await _save(visit, form, code, Section.KNOWLEDGE)


@router.get("/{code}/trad", name="edit_draft")
async def edit_draft(visit: Here, who: Staff, code: str, saved: str = "") -> Response:
    kept = await found(visit, code)
    return await _page(visit, kept, forms.shown(kept.plan, Section.DRAFT), saved=saved)


@router.post("/{code}/trad")
async def save_draft(visit: Here, form: Prepares, code: str) -> Response:
    return await _save(visit, form, code, Section.DRAFT)


async def _page(visit: Visit, kept: Kept, typed: Typed, status: int = 200, **data: Any) -> Response:
    shown: dict[str, Any] = {
        "began": forms.shown(kept.plan, typed.section).digest,
        "errors": {},
        "theirs": {},
        "added": "",
        "saved": "",
        **data,
    }
    seen = await sight(visit, kept)
    if typed.section is Section.DRAFT:
        shown["thread"] = await threads(visit, kept)
    return visit.page(TEMPLATES[typed.section], status, typed=typed, **{**seen, **shown})


async def _save(visit: Visit, form: Sent, code: str, section: Section) -> Response:
    """Store the form, or come back with it: with a row more or less, or with what is wrong."""
    kept = await found(visit, code)
    began = form.text("began")
    goes_on = any(map(form.text, ("add", "remove", "up")))
    sent = forms.without_row(form.fields, form.text("remove"))
    try:
        typed = forms.typed(sent, section, empty=goes_on)
    except ValueError as tampered:
        raise HTTPException(400) from tampered
    if (added := form.text("add")).partition(".")[0] in typed.rows:
        return await _page(visit, kept, forms.with_row(typed, added), began=began, added=added)
    if up := form.text("up"):
        typed = forms.moved_up(typed, up)
    if up or form.text("remove"):
        return await _page(visit, kept, typed, began=began)
    statement = form.text("file")
    if statement and statement not in _statements(typed):
        with_empty = forms.typed(sent, section, empty=True)
        if statement in (ids := _statements(with_empty)):
            first = visit._("Write the statement first. The file belongs to it.")
            errors = {f"knowledge.{ids.index(statement)}.text": first}
            return await _page(visit, kept, with_empty, 422, began=began, errors=errors)
    if errors := _errors(visit, typed):
        return await _page(visit, kept, typed, 422, began=began, errors=errors)

    def filled(now: Kept) -> PlanProcess:
        stored = forms.shown(now.plan, section)
        if began != stored.digest and forms.differences(stored, typed):
            raise Overtaken
        return forms.filled(now.plan, typed)

    try:
        await keep(visit, code, form.who.name, section, filled)
    except Overtaken:
        kept = await found(visit, code)
        names = await _names(visit, kept) if section is Section.DRAFT else {}
        theirs = forms.differences(forms.shown(kept.plan, section), typed, names)
        return await _page(visit, kept, typed, 409, theirs=theirs)
    except ValueError as tampered:
        raise HTTPException(400) from tampered
    if statement:
        return visit.turn_to(visit.url("plan_file", code=code, statement=statement))
    return visit.turn_to(visit.url(THEN[section], query={"saved": "yes"}, code=code))


def _statements(typed: Typed) -> list[str]:
    return [row["id"] for row in typed.rows.get("knowledge", [])]


async def _names(visit: Visit, kept: Kept) -> dict[str, str]:
    """What is known by an id or a mark in the draft's form, in words."""
    told = await threads(visit, kept)
    taken = {
        f"{thread.direction.workshop}/{thread.id}": thread.direction.text
        for thread in told.threads
        if thread.direction
    }
    places = {place.id: place.heading for place in kept.plan.places}
    return taken | places | {Funding.NOTHING: visit._(words.NOTHING_SET_ASIDE)}


def _errors(visit: Visit, typed: Typed) -> dict[str, str]:
    """What cannot be stored, in the order of the form."""
    nameless = {"title": visit._(words.FILL_IN)} if typed.fields.get("title") == "" else {}
    told = {
        name: visit._(words.WRONG[wrong], first=YEARS[0], last=YEARS[-1])
        for name, wrong in forms.wrong(typed).items()
    }
    return (
        nameless
        | told
        | {
            name: visit._(words.TOO_MANY if name in typed.rows else words.TOO_LONG, n=most)
            for name, most in forms.too_long(typed).items()
        }
    )
