"""The secretary's road from draft to minutes that stand: remarks, consent, publish, withdraw."""

from collections.abc import Mapping

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import Response

from app import secretary
from app.core import commands as c
from app.core.frozen import digest
from app.core.rules import Code, Refused
from app.core.words import clean, whole
from app.i18n import N_
from app.store import documents, remarks
from app.store.tables import RemarkRow
from app.web.details import LONGEST
from app.web.editions import seen_of
from app.web.login import Publishes, Sent, WritesOrPublishes
from app.web.visit import Here, Visit
from app.web.writeup import page

router = APIRouter(prefix="/stab/v/{code}/motebok", include_in_schema=False)

REFUSED: Mapping[Code, str] = {
    Code.NOT_ENDED: N_("The workshop is not over yet. End it in control first."),
    Code.UNACCOUNTED: N_("Something that was said has no end in the synthesis yet."),
    Code.STALE: N_("Somebody else published just now. Look through their version first."),
    Code.NEEDS_CONSENT: N_("Somebody else must consent to exactly this draft first."),
    Code.EMPTY: N_("Say why the minutes are corrected."),
}
OTHERWISE = N_("It could not be published.")


def _back(visit: Visit, code: str, saved: str, place: str = "") -> Response:
    path = visit.url("writeup", query={"saved": saved}, code=code)
    return visit.turn_to(f"{path}#{place}" if place else path)


# ---------------------------------------------------------------- remarks to the draft


@router.post("/utkast", name="share_draft")
async def share_draft(visit: Here, form: WritesOrPublishes, code: str) -> Response:
    """Give the draft an address of its own, or end that anybody reads it there."""
    row, room = await visit.workshop(code)
    on = form.text("on") == "yes"
    try:
        await secretary.share_draft(room, visit.site.engine, form.who.name, on=on)
    except Refused as refused:
        error = visit._(REFUSED.get(refused.code, OTHERWISE))
        return await page(visit, code, 409, error=error, error_at="draft-remarks")
    return _back(visit, row.code, "shared" if on else "ended", "draft-remarks")


@router.post("/merknad", name="answer_remark")
async def answer_remark(visit: Here, form: WritesOrPublishes, code: str) -> Response:
    """Answer a remark. Where somebody else did so meanwhile, theirs stands, and this is kept."""
    row, _room = await visit.workshop(code)
    there = await visit.ask(remarks.remarks, visit.site.engine, row.id)
    before = next((one for one in there if one.id == form.text("remark")), None)
    if before is None:
        raise HTTPException(404)
    typed = _answered(before, form)
    stored = form.text("seen") == seen_of(before) and await visit.ask(
        remarks.answer, visit.site.engine, before, typed
    )
    if not stored:
        error = visit._("Somebody else answered just now. It stands; yours is still in the field.")
        place = f"remark-{before.id}"
        return await page(visit, code, 409, error=error, error_at=place, answering=typed)
    return _back(visit, row.code, "answer", f"remark-{before.id}")


def _answered(before: RemarkRow, form: Sent) -> RemarkRow:
    after = {
        "answer": clean(form.text("answer"))[:LONGEST],
        "taken": {"yes": True, "no": False}.get(form.text("taken")),
        "in_minutes": form.text("in_minutes") == "yes",
    }
    return RemarkRow(**{**before.model_dump(), **after})


# ---------------------------------------------------------------- consent, publish, withdraw


@router.post("/samtykke", name="consent")
async def consent(visit: Here, form: WritesOrPublishes, code: str) -> Response:
    """Stand behind exactly the draft that was looked through."""
    row, room = await visit.workshop(code)
    draft = await secretary.draft(room, visit.site.engine)
    if form.text("draft") != digest(draft):
        return await page(visit, code, 422, error=_changed(visit))
    try:
        needed = await visit.ask(secretary.consents_needed, visit.site.engine)
        await room.do(c.ConsentToMinutes(digest(draft), needed), c.Staff(form.who.name))
    except Refused as refused:
        error = visit._(REFUSED.get(refused.code, OTHERWISE))
        return await page(visit, code, 409, error=error)
    return _back(visit, row.code, "consent", "publish")


def _changed(visit: Visit) -> str:
    return visit._("The draft has changed since you opened the page. Look through it again.")


@router.post("/publiser", name="publish")
async def publish(visit: Here, form: Publishes, code: str) -> Response:
    """Freeze and publish the draft that was confirmed; a later version says why it corrects."""
    row, room = await visit.workshop(code)
    kept = await visit.ask(documents.versions, visit.site.engine, row.id)
    draft = await secretary.draft(room, visit.site.engine)
    reason, after = clean(form.text("reason"))[:LONGEST], form.text("after")
    error = ""
    if form.text("draft") != digest(draft):
        error = _changed(visit)
    elif not form.text("confirmed"):
        error = visit._("Confirm that you have looked through the draft.")
    elif kept and not reason:
        error = visit._(REFUSED[Code.EMPTY])
    if error:
        return await page(visit, code, 422, error=error, reason=reason)
    seen = number if (number := whole(after)) is not None else len(room.state.published)
    try:
        await secretary.publish(room, visit.site.engine, draft, form.who.name, reason, seen)
    except Refused as refused:
        alone = refused.code is Code.STALE and len(room.state.published) == seen
        error = _changed(visit) if alone else visit._(REFUSED.get(refused.code, OTHERWISE))
        return await page(visit, code, 409, error=error, reason=reason)
    return _back(visit, row.code, "published")


@router.post("/trekk", name="withdraw")
async def withdraw(visit: Here, form: Publishes, code: str) -> Response:
    """Let nobody read a version any more; its address tells by whom, when and why."""
    row, room = await visit.workshop(code)
    kept = await visit.ask(documents.versions, visit.site.engine, row.id)
    found = next((one for one in kept if str(one.version) == form.text("version")), None)
    if found is None:
        raise HTTPException(404)
    why = clean(form.text("why"))[:LONGEST]
    status, error = 422, ""
    if not why:
        error = visit._("Say why the version is withdrawn. Everybody can read it.")
    elif found.withdrawn_at is not None:
        status, error = 409, visit._("Somebody else withdrew it just now. Their reason stands.")
    if error:
        typed = {"withdrawing": found.version, "why": why}
        return await page(visit, code, status, error=error, error_at="versions", **typed)
    await secretary.withdraw(room, visit.site.engine, found.version, why, form.who.name)
    return _back(visit, row.code, "withdrawn", "versions")
